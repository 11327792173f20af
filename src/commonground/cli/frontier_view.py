"""The exact frontier in a few lines and tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from commonground.cli.output import Output
from commonground.cli.summary import level_text, levels_text

_NAMES = {
    "nash": "Nash",
    "kalai_smorodinsky": "Kalai-Smorodinsky",
    "egalitarian": "egalitarian",
    "utilitarian": "utilitarian",
}


def show_short(out: Output, found: Mapping[str, Any]) -> None:
    """What `solve` tells of the frontier, if the method's data have one."""
    frontier = found.get("frontier")
    if frontier:
        out.data("")
        out.data(head(frontier))
        show_solutions(out, frontier)


def head(frontier: Mapping[str, Any]) -> str:
    """How many packages are undominated, on one line."""
    points, packages = frontier["n_points"], frontier["n_packages"]
    kind = "Exact frontier" if frontier["exact"] else f"Frontier, thinned to steps of {frontier['epsilon']:g}"
    told = "suit all and cannot be improved for one without a loss to another"
    return f"{kind}: {points:,} of {packages:,} packages {told}"


def show_solutions(out: Output, frontier: Mapping[str, Any]) -> None:
    """The four solutions, or what would open the zone."""
    solutions = frontier["solutions"]
    if not solutions:
        out.data(frontier["zone"]["reading"])
        return
    parties = frontier["parties"]
    rows = [
        [
            _NAMES[name] + (f" (1 of {point['ties']})" if point["ties"] > 1 else ""),
            *(_gain(point["gain"][party]) for party in parties),
            levels_text(point["levels"]),
        ]
        for name, point in solutions.items()
    ]
    out.table(
        ["solution", *(f"{party} gains" for party in parties), "package"], rows, "Where they may settle"
    )


def show_all(out: Output, frontier: Mapping[str, Any]) -> None:
    """Everything the report says, for the command `frontier`."""
    out.data(head(frontier))
    out.data(frontier["zone"]["reading"])
    if frontier["solutions"]:
        out.data("")
        show_solutions(out, frontier)
    _show_points(out, frontier)
    _show_levels(out, frontier)
    _show_alone(out, frontier)
    _show_trades(out, frontier)
    for part in ("side_payments", "ratification"):
        if frontier.get(part):
            out.data("")
            out.data(frontier[part]["reading"])
            if frontier[part]["levels"]:
                out.data(f"That package: {levels_text(frontier[part]['levels'])}")


def _show_points(out: Output, frontier: Mapping[str, Any]) -> None:
    points = frontier["points"]
    if not points:
        return
    parties = frontier["parties"]
    rows = [
        [*(f"{point['utility'][party]:.4f}" for party in parties), levels_text(point["levels"])]
        for point in points
    ]
    out.data("")
    more = "" if len(points) == frontier["n_points"] else f", {len(points)} of {frontier['n_points']:,}"
    out.table([*parties, "package"], rows, f"Points of the frontier{more}")


def _show_levels(out: Output, frontier: Mapping[str, Any]) -> None:
    rows = [
        [
            issue,
            level_text(entry["level"]),
            "ruled out" if entry["depth"] is None else _gain(entry["depth"]),
            _named(entry["binding"]),
        ]
        for issue, entries in frontier["zone"]["by_level"].items()
        for entry in entries
    ]
    out.data("")
    out.table(
        ["issue", "level", "gain", "who gains least"],
        rows,
        "The most that the party that gains least can gain if the deal must contain a level",
    )


def _show_alone(out: Output, frontier: Mapping[str, Any]) -> None:
    alone = frontier.get("alone")
    if not alone:
        return
    out.data("")
    if alone["settled_alone"]:
        out.data(f"With all else as it is today, one could settle alone: {', '.join(alone['settled_alone'])}")
    elif alone["only_together"]:
        out.data("No issue can be settled alone with all else as it is today: only a package does")
    else:
        out.data("No issue can be settled alone, nor all together")


def _show_trades(out: Output, frontier: Mapping[str, Any]) -> None:
    trades = frontier.get("trades")
    if not trades:
        return
    out.data("")
    start = f" from {trades['from']}" if "from" in trades else ""
    out.data(
        f"Trades{start} ({levels_text(trades['baseline'])}): {trades['found']:,} make everyone better off"
    )
    if trades["listed"]:
        parties = frontier["parties"]
        rows = [
            [*(_gain(trade["gain"][party]) for party in parties), levels_text(trade["to"])]
            for trade in trades["listed"]
        ]
        out.table([*(f"{party} gains" for party in parties), "change"], rows)


def _named(parties: Sequence[str]) -> str:
    return ", ".join(parties)


def _gain(value: float) -> str:
    return f"{value:+.4f}"
