"""Packages all could accept, and where the parties would settle."""

from __future__ import annotations

from typing import Any

from commonground.brief.document import (
    Block,
    Callout,
    FigureBlock,
    Heading,
    Number,
    Paragraph,
    Parts,
    Section,
    Strong,
    Table,
)
from commonground.brief.view import View
from commonground.charts.acceptance_map import acceptance_map
from commonground.charts.lettering import listing
from commonground.charts.settlement import settlement

SHOWN = 5
HOW_TO_READ = "Accepted: share of draws. Mean gain: over walking away, on the party's own scale from 0 to 1."


def section(view: View) -> Section | None:
    data = view.solved
    if data is None:
        return None
    out: list[Block] = []
    figure = acceptance_map(view.study.data)
    unlike = "at least two issues" if len(view.case["issues"]) > 1 else "the issue"
    if data["packages"]:
        out.append(
            Paragraph(
                (
                    f"The packages with the best chance of suiting all signatories, any two unlike on {unlike}."
                    f" They are terms to test in talks, not terms we recommend. {HOW_TO_READ}",
                )
            )
        )
        out.append(packages_table(view, 0, SHOWN))
        out += view.callouts("packages", title="Read with care")
    if figure is not None:
        out.append(FigureBlock(figure))
    if data["settlement"]:
        out.append(Heading("Where they would settle"))
        out.append(
            Paragraph(
                (
                    "We take, in each draw with common ground, the package with the largest product of gains over"
                    " walking away (the Nash solution).",
                    *_trading(view),
                )
            )
        )
        out += _four_solutions(view)
        chart = settlement(view.study.data)
        if chart is not None:
            out.append(FigureBlock(chart))
    if not out:
        return None
    if not data["packages"]:
        out.insert(0, Callout(("No package on the grid is acceptable to all signatories in any draw.",)))
    return Section("packages", "Packages all could accept", tuple(out))


def _trading(view: View) -> Parts:
    """What trading across issues adds; with one issue there is nothing to trade."""
    path = view.path("logrolling_gain.mean")
    if len(view.case["issues"]) < 2:
        return ()
    if round(view.get(path), 2) <= 0.0:
        return (" Trading across issues adds nothing here over meeting halfway on each.",)
    return (
        " Trading across issues rather than meeting halfway on each adds ",
        view.figure(path),
        " in all, summed over the signatories' scales from 0 to 1.",
    )


_SOLUTIONS = {
    "nash": ("Nash", "largest product of gains"),
    "kalai_smorodinsky": ("Kalai-Smorodinsky", "largest smallest share of what each could gain at best"),
    "egalitarian": ("Egalitarian", "largest smallest gain"),
    "utilitarian": ("Utilitarian", "largest sum of gains"),
}


def _four_solutions(view: View) -> list[Block]:
    """The most frequent level under four ideas of a fair settlement, and where they part ways."""
    settled: dict[str, Any] = (view.solved or {})["settlement"]
    apart = [issue for issue, entry in settled.items() if len(set(map(str, entry["typical"].values()))) > 1]

    def cell(issue: str, name: str) -> Parts:
        level = settled[issue]["typical"][name]
        text = view.level(issue, level)
        if isinstance(level, str):
            return (text,)
        return (Number(text, view.path(f"settlement.{issue}.typical.{name}")),)

    rows = tuple(((view.issue(issue),), *(cell(issue, name) for name in _SOLUTIONS)) for issue in settled)
    meaning = "; ".join(f"{title}: {idea}" for title, idea in _SOLUTIONS.values())
    verdict = (
        f"They part ways on {listing(map(view.issue, apart))}: there, what is fair is itself in dispute."
        if apart
        else "They agree on every issue, so the settlement does not hang on which idea of fairness one takes."
    )
    return [
        Heading("Four ideas of a fair settlement"),
        Paragraph(
            (
                f"The level each idea picks most often, over the draws with common ground. {meaning}. {verdict}",
            )
        ),
        Table(("Issue", *(title for title, _ in _SOLUTIONS.values())), rows, widths=(2, 2, 2, 2, 2)),
    ]


def packages_table(view: View, first: int, last: int) -> Table:
    """Packages as columns, issues as rows: what each says, and who accepts it."""
    data: dict[str, Any] = view.solved or {}
    shown = list(range(first, min(last, len(data["packages"]))))

    def row(name: str, cell: Any) -> tuple[Parts, ...]:
        return ((name,), *(cell(i) for i in shown))

    rows = [
        row(
            view.issue(issue),
            lambda i, issue=issue: (view.level(issue, data["packages"][i]["levels"][issue]),),
        )
        for issue in data["packages"][0]["levels"]
    ]
    rows.append(
        ((Strong("Accepted by all"),), *((view.share(view.path(f"packages.{i}.joint")),) for i in shown))
    )
    rows += [
        row(
            f"Accepted by {view.party(p)}",
            lambda i, p=p: (view.share(view.path(f"packages.{i}.acceptance.{p}")),),
        )
        for p in data["parties"]
    ]
    rows += [
        row(
            f"Mean gain of {view.party(p)}",
            lambda i, p=p: (view.figure(view.path(f"packages.{i}.mean_gain.{p}")),),
        )
        for p in data["parties"]
    ]
    return Table(
        ("", *(f"Package {i + 1}" for i in shown)),
        tuple(rows),
        widths=(2.2, *(1.7 for _ in shown)),
    )
