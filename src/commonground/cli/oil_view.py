"""A solved market on the screen: prices, effects, paths, elasticities, where the width comes from, past events."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from commonground.cli.output import Output

_NAMES = {
    "agreement": "agreement", "impasse": "impasse", "confrontation": "confrontation", "mixed": "mixed",
    "no_shock": "price by itself",
}  # fmt: skip
_KINDS = {"talks": "News of talks", "sanctions": "Measures on exports", "force": "Attacks and damage"}


def show_market(out: Output, data: Mapping[str, Any]) -> None:
    """Print what a reader needs first."""
    price, units = data["reference"]["price"], data["units"]
    out.data(
        f"{data['commodity']}: {price['mean']:.4g} {units['price']} ({price['date']}), as of {data['as_of']}"
    )
    chances = ", ".join(f"{name} {100 * p:.0f} %" for name, p in data["chances"].items())
    out.data(f"Chances of the outcomes: {chances} ({_origin(data['chances_from'])})")
    out.data("")
    ahead = [f"{month} month{'s' if month > 1 else ''}" for month in data["horizons"]]
    rows = [
        [_NAMES[name], *(_spread(entry, "{:.0f}") for entry in entries)]
        for name, entries in data["price"].items()
    ]
    out.table(["outcome", *ahead], rows, f"Price in {units['price']}: median (5 to 95 %)")
    out.data("")
    rows = [
        [month, *(_mean(entries[place]) for entries in data["effect"].values())]
        for place, month in enumerate(ahead)
    ]
    names = [_NAMES[name] for name in data["effect"]]
    out.table(
        ["ahead", *names], rows, "What the outcome alone does to the price, in per cent: mean (5 to 95 %)"
    )
    out.data("")
    _paths(out, data)
    _elasticities(out, data)
    _width(out, data, ahead)
    _events(out, data)


def _origin(paths: Mapping[str, str]) -> str:
    """Whose the chances are, in a few words."""
    if any(path.startswith("forecasts.") for path in paths.values()):
        return "pooled forecast"
    return "as given" if "given" in paths.values() else "by the method common-ground"


def _spread(entry: Mapping[str, float], form: str) -> str:
    low, middle, high = (form.format(entry[key]) for key in ("low", "median", "high"))
    return f"{middle} ({low} to {high})"


def _mean(entry: Mapping[str, float]) -> str:
    low, mean, high = (_percent(entry[key]) for key in ("low", "mean", "high"))
    return f"{mean} ({low} to {high})"


def _percent(share: float) -> str:
    text = f"{100 * share:+.1f}"
    return text.replace("-", "\N{MINUS SIGN}") if text not in ("+0.0", "-0.0") else "0.0"


def _paths(out: Output, data: Mapping[str, Any]) -> None:
    columns = ["path", "chance", "change", "others", "net", "price, per cent"]
    for name, paths in data["paths"].items():
        rows = [
            [
                path["name"],
                f"{100 * path['chance']:.0f} %",
                _flow(path["gross"]["mean"]),
                _flow(path["net"]["mean"] - path["gross"]["mean"]),
                _flow(path["net"]["mean"]),
                _mean(path["price"]),
            ]
            for path in paths.values()
        ]
        if rows:
            what = f"Supply after {_NAMES[name]} in {data['units']['flow']}, once all of it has come"
            out.table(columns, rows, what)
            out.data("")


def _flow(flow: float) -> str:
    text = f"{flow:+.2f}"
    return "0" if text in ("+0.00", "-0.00") else text.replace("-", "\N{MINUS SIGN}")


def _elasticities(out: Output, data: Mapping[str, Any]) -> None:
    rows = [
        [
            source["name"],
            f"{source['supply']['mean']:.3g}",
            f"{source['demand']['mean']:.3g}".replace("-", "\N{MINUS SIGN}"),
            f"{100 * source['weight']:.0f} %",
            f"{_percent(source['one_lost']['mean'])} %",
        ]
        for source in data["elasticities"]
    ]
    lost = f"price if 1 {data['units']['flow']} is lost"
    out.table(["source", "supply", "demand", "weight", lost], rows, "Elasticities, each source by itself")
    out.data("")


def _width(out: Output, data: Mapping[str, Any], ahead: list[str]) -> None:
    parts = {
        "background": "the price by itself",
        "quantities": "quantities and months",
        "elasticities": "elasticities",
        "outcome": "which outcome comes",
    }
    rows = [
        [said, *(f"{100 * entry[part]:.1f} %" for entry in data["variance"])] for part, said in parts.items()
    ]
    out.table(["share of the variance", *ahead], rows, "Where the width comes from")


def _events(out: Output, data: Mapping[str, Any]) -> None:
    told = [
        f"{said}: {_moves(data['event_kinds'][kind])}"
        for kind, said in _KINDS.items()
        if data["event_kinds"].get(kind, {}).get("median") is not None
    ]
    if told:
        out.data("\n" + "\n".join(told))


def _moves(found: Mapping[str, Any]) -> str:
    return (
        f"on the day the price moved by {100 * found['median']:.1f} % in the middle of {found['with_price']} events, "
        f"by less than 1 % in {found['below_one']}, at most by {100 * found['largest']:.1f} %"
    )
