"""Annexes of the strategic methods: the chain of numbers, figures on trust, a freeze and tranches, and the inverses."""

from __future__ import annotations

from commonground.brief.document import Block, FigureBlock, Heading, Number, Paragraph, Parts, Section, Table
from commonground.brief.found import MOST_THRESHOLDS, Found
from commonground.brief.view import View, at_start, day, path_in_words, quoted, sentence
from commonground.charts import reading
from commonground.charts.freeze_price import freeze_price
from commonground.charts.relief_schedule import relief_schedule
from commonground.charts.trust_window import trust_window
from commonground.methods.registry import card, method_ids

_INVERSES = ("mediation", "turnover", "trust", "latency", "sequencing", "sanctions")
_MOST_GESTURES = 12


def chain(view: View) -> Section | None:
    """Which number came from which method."""
    links = view.study.data.get("chain") or ()
    if not links or view.modes:
        return None
    rows: list[tuple[Parts, ...]] = []
    for i, link in enumerate(links):
        rows.append(
            (
                (at_start(path_in_words(view, link["to"])),),
                (_title(link["from"]),),
                _value(view, f"chain.{i}.value"),
                (sentence(at_start(view.with_articles(link["text"]))),),
            )
        )
        if link["to"] not in {later["to"] for later in links[i + 1 :]}:
            rows += _product(view, link["to"], sum(other["to"] == link["to"] for other in links))
    lead = (
        "Some numbers that the outlook reckons with are not stated in the case but computed by another method, draw by"
        " draw: what is uncertain there is uncertain here in the same way."
    )
    table = Table(
        ("Number", "Comes from", "Mean (5 to 95 %)", "What it is"),
        tuple(rows),
        align=("left", "left", "right", "left"),
        widths=(2.4, 1.8, 2.2, 4),
    )
    return Section("chain", "How the numbers hang together", (Paragraph((lead,)), table), annex=True)


def _product(view: View, to: str, factors: int) -> list[tuple[Parts, ...]]:
    """What several factors of one number make together, as common ground reckons with it."""
    ground = Found(view, "common-ground")
    if factors < 2 or not ground or ground.get(to) is None:
        return []
    said = "The product of the two, draw by draw: what the outlook reckons with."
    return [
        ((at_start(path_in_words(view, to)),), ("Both together",), _value(view, ground.path(to)), (said,))
    ]


def _value(view: View, path: str) -> Parts:
    value = reading.measured(view.get(path))
    if value.mean is None:
        return ("not known",)
    ends: Parts = ()
    if value.low is not None and value.high is not None:
        low, high = _number(view, f"{path}.low"), _number(view, f"{path}.high")
        ends = (" (", low, " to ", high, ")") if low.text != high.text else ()
    return (_number(view, f"{path}.mean"), *ends)


def _number(view: View, path: str) -> Number:
    return Number(f"{view.get(path):.2f}".replace("-", "\N{MINUS SIGN}"), path)


def figures(view: View) -> Section | None:
    """Trust over the gestures, first steps, the price of a freeze by step, and tranches."""
    if view.modes:
        return None
    out: list[Block] = []
    trust = Found(view, "trust")
    if trust:
        for i, pair in enumerate(trust.data["pairs"]):
            out += _gestures(trust, i, pair["truster"], pair["trusted"])
    for make in (trust_window, freeze_price, relief_schedule):
        figure = make(view.study.data)
        if figure is not None:
            out.append(FigureBlock(figure))
    if not out:
        return None
    return Section("trust-freeze-tranches", "Trust, a freeze, and tranches", tuple(out), annex=True)


def _gestures(found: Found, i: int, truster: str, trusted: str) -> list[Block]:
    """Trust after each gesture, the latest dozen."""
    path = found.data["pairs"][i].get("path") or {}
    count = len(path.get("dates") or ())
    if not count:
        return []

    def number(key: str, k: int) -> Number:
        return found.view.chance(found.path(f"pairs.{i}.path.{key}.{k}"))

    rows: tuple[tuple[Parts, ...], ...] = tuple(
        (
            (day(path["dates"][k]),),
            (path["labels"][k],),
            ("friendly" if path["friendly"][k] else "not friendly",),
            (number("median", k), " (", number("low", k), " to ", number("high", k), ")"),
        )
        for k in range(max(0, count - _MOST_GESTURES), count)
    )
    table = Table(
        ("Date", "Gesture", "Read as", "Trust after it"),
        rows,
        widths=(1.6, 5, 1.3, 2.2),
        align=("left", "left", "left", "right"),
    )
    names = f"{at_start(found.view.the(truster))} on {found.view.the(trusted)}"
    return [Heading(f"{names}: trust, gesture by gesture"), table]


def inverses(view: View) -> Section | None:
    """For each method, what would have to be for its condition to hold."""
    out: list[Block] = []
    for method in _INVERSES:
        found = Found(view, method)
        if found:
            out += found.thresholds(_title(method), _whose(found))
    if not out:
        return None
    lead = Paragraph(
        (
            "Each line changes one thing and leaves the rest as it is, draw by draw. The last column counts the draws"
            " in which such a value exists at all; the others are means over those draws, or medians where some know no"
            f" bound. Of each method at most {MOST_THRESHOLDS} lines are shown, of mediators those of the two whose"
            f" word takes most off the risk; the rest is in the study file, and {quoted('commonground solve --method')}"
            " prints it.",
        )
    )
    return Section("inverses", "What would have to be", (lead, *out), annex=True)


def _whose(found: Found) -> tuple[str, ...] | None:
    """Whose inverses are shown where each party or mediator has its own: all who trust, the two best mediators."""
    if found.method == "trust":
        return tuple(pair["truster"] for pair in found.data["pairs"])
    if found.method == "mediation":
        effect = {key: entry["effect"]["mean"] or 0.0 for key, entry in found.data["mediators"].items()}
        return tuple(sorted(effect, key=lambda key: -effect[key])[:2])
    return None


def _title(method: str) -> str:
    return card(method).title if method in method_ids() else at_start(method)
