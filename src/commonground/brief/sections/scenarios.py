"""Scenarios: the chances in each of them, weighed by its probability where the case gives one; what each changes."""

from __future__ import annotations

from commonground.brief.document import Block, FigureBlock, Paragraph, Parts, Section, Table
from commonground.brief.explored import Explored
from commonground.brief.view import View, at_start, day, joined, path_in_words, quoted
from commonground.charts.scenario_comparison import scenario_comparison

_LEAST = 0.01  # shifts of less than a point are not told one by one


def section(view: View) -> Section | None:
    found = Explored(view)
    if not found or not found.data["scenarios"]:
        return None
    figure = scenario_comparison(view.study.data)
    if figure is None:
        return None
    blocks: list[Block] = [
        Paragraph(
            (
                "Each scenario is a list of changes to the case, as if it came about, on the same draws. One that"
                " begins on a day leaves things until then as they are; talks that end before it are not touched,"
                " but for what governments will do to a deal, with which all reckon from the start. An annex lists what"
                " each changes.",
            )
        ),
        FigureBlock(figure),
    ]
    weighed = _weighed(found)
    if weighed:
        blocks.append(Paragraph(weighed))
    return Section("scenarios", "Scenarios", tuple(blocks))


def _weighed(found: Explored) -> Parts:
    """Those with a probability, mixed by it with things as they are."""
    told: list[Parts] = []
    still = 0
    for i, row in enumerate(found.data["scenarios"]):
        outcome = f"scenarios.{i}.mixed.outcomes.{found.goal}"
        if not row["mixed"] or found.goal not in row["mixed"]["outcomes"]:
            continue
        if abs(row["mixed"]["outcomes"][found.goal]["change"]) < _LEAST:
            still += 1
            continue
        late = row["horizon"] != found.view.case["horizon"]
        told.append(
            (
                f"{quoted(row['name'])} (",
                found.chance(f"scenarios.{i}.mixed.probability"),
                ") ",
                *found.from_to(outcome),
                f" by {day(row['horizon'])}" if late else "",
            )
        )
    rest = f"{'The others move' if told else 'Weighed by how likely they are, scenarios move'} it by less than a point."
    if not told:
        return (rest.replace(" it ", f" the chance of {found.what} "),) if still else ()
    return (
        f"Weighed by how likely they are, scenarios move the chance of {found.what} less: ",
        *joined(told, "; "),
        f". {rest}" if still else ".",
    )


def changes(view: View) -> Section | None:
    """Annex: every scenario as the list of its changes."""
    found = Explored(view)
    if not found or not found.data["scenarios"]:
        return None
    rows: list[tuple[Parts, ...]] = []
    for row in found.data["scenarios"]:
        for place, one in enumerate(row["changes"]):
            since = f"from {day(one['since'])}" if one["since"] else "from the start"
            rows.append(
                (
                    (row["name"] if place == 0 else "",),
                    (at_start(path_in_words(view, one["path"])),),
                    (one["from"] or "not stated",),
                    (one["to"],),
                    (since,),
                )
            )
        if row["levers"]:
            named = " + ".join(found.lever(name) for name in row["levers"])
            rows.append(
                (
                    (row["name"] if not row["changes"] else "",),
                    (f"Levers pulled: {named}",),
                    ("",),
                    ("",),
                    ("",),
                )
            )
    if not rows:
        return None
    table = Table(
        ("Scenario", "What", "As things are", "In it", "When"), tuple(rows), widths=(2.4, 3, 1.6, 1.6, 1.6)
    )
    return Section("scenario-changes", "What the scenarios change", (table,), annex=True)
