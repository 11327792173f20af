"""Would a deal last: changes of government, what a deal must pay because of them, trust, a freeze, and tranches."""

from __future__ import annotations

from typing import Any

from commonground.brief.document import Block, FigureBlock, Heading, Paragraph, Part, Parts, Section, Table
from commonground.brief.found import Found
from commonground.brief.view import View, as_printed, at_start, day, joined, quoted
from commonground.charts.deal_value import deal_value

_MOST_CHANGES = 6
_ANNEX = "The annex on trust, a freeze and tranches has the figures."


def section(view: View) -> Section | None:
    turnover, trust, latency, sequencing = (
        Found(view, method) for method in ("turnover", "trust", "latency", "sequencing")
    )
    out: list[Block] = []
    if turnover:
        out += _lasting(turnover)
        if turnover.data.get("deal"):
            out += _worth(turnover)
    if trust:
        out += [Heading("Trust"), *(Paragraph(_trust(trust, i)) for i in range(len(trust.data["pairs"])))]
    if latency:
        out += [Heading("The price of a freeze"), Paragraph(_freeze(latency))]
    if sequencing:
        out += [Heading("Relief in tranches"), Paragraph(_relief(sequencing))]
    if not out:
        return None
    if trust or latency or sequencing:
        out.append(Paragraph((_ANNEX,)))
    out += view.callouts("durability")
    return Section("durability", "Would a deal last?", tuple(out))


def _lasting(found: Found) -> list[Block]:
    """The calendar: what a deal signed today lives through."""
    view = found.view
    changes = [
        (change["date"], party, i, change)
        for party, government in found.data["government"].items()
        for i, change in enumerate(government["changes"])
    ]
    changes.sort(key=lambda entry: entry[0])
    first = next(iter(found.data["durability"]), None)
    parts: list[Part] = []
    if first is not None:
        parts += [
            "A deal signed today would live, on average, through ",
            *found.share_spread(f"durability.{first}"),
            f" of the next {found.data['span_years']:g} years, the near ones weighed more: that is its durability"
            " so far as governments decide it. ",
        ]
    if changes:
        date, party, _, change = changes[0]
        name = f", {quoted(change['name'])}" if change.get("name") else ""
        parts.append(f"The next government to change is that of {view.the(party)}, on {day(date)}{name}. ")
    for party, government in found.data["government"].items():
        if (government.get("hazard") or {}).get("high"):
            parts += [
                f"Between such days a deal ends through {view.the(party)} with a chance of ",
                *found.chance_spread(f"government.{party}.hazard"),
                " a year. ",
            ]
    out: list[Block] = [Paragraph(tuple(parts))]
    if changes:
        rows = tuple(
            (
                (day(date),),
                (at_start(view.party(party)), f": {change['name']}" if change.get("name") else ""),
                found.chance_spread(f"government.{party}.changes.{i}.leaves"),
                found.chance_spread(f"government.{party}.changes.{i}.alive"),
            )
            for date, party, i, change in changes[:_MOST_CHANGES]
        )
        out.append(
            Table(
                ("Hand-over", "Government", "Leaves the deal", "Deal alive after"),
                rows,
                align=("left", "left", "right", "right"),
                widths=(1.8, 2.8, 2.3, 2.4),
            )
        )
    return out


def _worth(found: Found) -> list[Block]:
    view = found.view
    prices: list[Parts] = [
        (f"{view.the(party)} ", *found.amount_spread(f"deal.price.{party}"))
        for party in found.data["deal"]["price"]
    ]
    parts: list[Part] = [
        "What a deal yields in a year counts as 1. Since it may not last, and what is given up for it cannot be taken"
        " back at once, a side signs only for a share of at least: ",
        *joined(prices),
        ". Together that leaves a zone of agreement in ",
        view.share(found.path("deal.opens")),
        " of draws.",
    ]
    out: list[Block] = [Heading("What it must pay because it may not last"), Paragraph(tuple(parts))]
    figure = deal_value(view.study.data)
    if figure is not None:
        out.append(FigureBlock(figure))
    return out


def _trust(found: Found, i: int) -> Parts:
    view, pair = found.view, found.data["pairs"][i]
    one, other, path = view.the(pair["truster"]), view.the(pair["trusted"]), f"pairs.{i}"
    gestures = len((pair.get("path") or {}).get("dates") or ())
    after = ""
    if gestures:
        after = f", after the {'gesture' if gestures == 1 else f'{gestures} gestures'} that the case lists,"
    parts: list[Part] = [
        f"To {one}{after} {other} is trustworthy with a chance of ",
        *found.chance_spread(f"{path}.trust"),
        "; to risk everything at once takes ",
        *found.chance_spread(f"{path}.needed"),
        ", reached in ",
        view.share(found.path(f"{path}.dares")),
        " of draws. ",
    ]
    if found.get(f"{path}.window.open"):
        parts += [
            "In ",
            view.share(found.path(f"{path}.window.open")),
            " of draws a first step can tell whether it is, one of ",
            *found.share(f"{path}.window.low"),
            " to ",
            *found.share(f"{path}.window.high"),
            " of what is at stake. ",
        ]
    else:
        parts.append("In no draw does any first step tell whether it is. ")
    if found.get(f"{path}.steps_to_reach.median"):
        parts += [
            "Friendly gestures in a row that would be enough for everything at once: ",
            found.number(found.path(f"{path}.steps_to_reach.median")),
            ", in the middle of the draws. ",
        ]
    return tuple(parts)


def _freeze(found: Found) -> Parts:
    view = found.view
    builder, other = view.the(found.data["builder"]), view.the(found.data["other"])
    parts: list[Part] = [
        f"To stay where it is rather than go on, {builder} would have to get from {other} ",
        *found.amount_spread("price_now"),
        " a year on average, where all that is at stake is worth 1",
    ]
    if found.middle("without_turnover") is not None:
        steady = found.amount("without_turnover")
        alike = as_printed(steady) == as_printed(found.amount("price_now"))
        parts += ["; it would be ", *(("as much",) if alike else steady), " if no government changed"]
    parts.append(". ")
    if found.get("moves_alone") is not None:
        parts += ["Unpaid, it would go on in ", view.share(found.path("moves_alone")), " of draws. "]
    for key, said in (
        ("breakout_months", "The way to the threshold takes "),
        ("warning_months", "After a dash is seen, there remain "),
    ):
        if found.middle(key) is not None:
            parts += [said, *found.months(key), ". "]
    if found.get("covert.war.high") is not None:
        parts += [
            "A hidden programme, imperfectly watched, ends in war with a chance of ",
            *found.chance_spread("covert.war"),
            ", by mistake with ",
            *found.chance("covert.mistaken"),
            ". ",
        ]
    return tuple(parts)


def _relief(found: Found) -> Parts:
    view = found.view
    parts: list[Part] = []
    if found.middle("schedule.tranches") is not None:
        parts += [
            "An exchange that nobody enforces holds if no side ever has more to keep by breaking off than still to"
            " come. The fewest tranches of any size that hold number ",
            *_whole(found, "schedule.tranches"),
        ]
        if found.middle("equal.tranches") is not None:
            parts += ["; equal ones, ", *_whole(found, "equal.tranches")]
        parts.append(". ")
    elif found.get("endless.feasible") is not None:
        parts.append("No schedule with a last tranche holds; each last one would be kept back. ")
    stages: list[dict[str, Any]] = (found.data.get("proposed") or {}).get("stages") or []
    told: list[Parts] = [
        (f"{quoted(stage['name'])} in ", view.share(found.path(f"proposed.stages.{i}.safe")))
        for i, stage in enumerate(stages)
        if stage.get("safe") is not None
    ]
    if told:
        parts += ["Of the stages proposed, these are safe in so many draws: ", *joined(told), ". "]
    return tuple(parts)


def _whole(found: Found, key: str) -> Parts:
    """Counts: the median and its range."""
    ends = found.ends(key, found.number)
    return (found.number(found.path(f"{key}.median")), *((" (", *ends, ")") if ends else ()))
