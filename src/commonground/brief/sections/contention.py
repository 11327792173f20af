"""Points of contention: which issue keeps the parties apart, who binds, and the smallest shift that would help."""

from __future__ import annotations

from typing import Any

from commonground.brief.document import (
    Block,
    Bullets,
    FigureBlock,
    Heading,
    Number,
    Paragraph,
    Parts,
    Section,
    Table,
)
from commonground.brief.view import View, at_start, joined, quoted
from commonground.charts import reading
from commonground.charts.blocks import blocks as blocks_chart

_MOST_SHIFTS = 8


def section(view: View) -> Section | None:
    if view.solved is None or view.solved["blocks"] is None or view.modes:
        return None
    if view.get(view.path("exists")) + view.solved["blocks"]["raise_by"] > 1.0 - 1e-9:
        return _little_left(view)
    out: list[Block] = [
        Paragraph(
            (
                "Common ground exists with a chance of ",
                view.chance(view.path("exists")),
                ". What follows asks, with the same draws, what keeps it from existing in the rest. Each"
                " line changes one thing and leaves the rest as it is; two changes together can do more, or less,"
                " than their sum.",
            )
        )
    ]
    figure = blocks_chart(view.study.data)
    if figure is not None:
        out.append(FigureBlock(figure))
    out += _apart(view)
    rows = _shift_rows(view)
    if rows:
        out.append(Heading("The smallest shifts that would help"))
        out.append(
            Paragraph(
                (
                    "Each row is the smallest change of one position that raises the chance of common ground by at"
                    " least ",
                    view.points(view.path("blocks.raise_by")),
                    "; levels come in steps, so it can be more. It is a computed distance, not advice to the party"
                    " named.",
                )
            )
        )
        out.append(Table(("Party", "Issue", "Shift"), tuple(rows), widths=(1.6, 2, 5)))
    else:
        out.append(
            Paragraph(
                (
                    "No shift of a single position, within the issue's own range, raises the chance of common ground"
                    " by ",
                    view.points(view.path("blocks.raise_by")),
                    ".",
                )
            )
        )
    out += _walk_away(view)
    out += _time(view)
    out += view.callouts("contention")
    return Section("contention", "Points of contention: what blocks", tuple(out))


def _little_left(view: View) -> Section:
    """Where no change could raise the chance by the asked amount, a list of changes would mislead."""
    out: list[Block] = [
        Paragraph(("Common ground exists in nearly every draw; there is little left that could block it.",))
    ]
    issues = (view.solved or {})["blocks"]["issues"]
    figure = blocks_chart(view.study.data)
    if figure is not None and any(view.moves(issue) for issue in issues):
        out.append(FigureBlock(figure))
    out += _time(view)
    out += view.callouts("contention")
    return Section("contention", "Points of contention: what blocks", tuple(out))


def _apart(view: View) -> list[Block]:
    data: dict[str, Any] = view.solved or {}
    if data["short"] is None:
        return []
    items: list[Parts] = [_short(view, data["short"])]
    if data["gap_median_if_empty"] is not None:
        items.append(
            (
                "Where red lines leave any package at all, the nearest one misses by no more than ",
                view.figure(view.path("gap_median_if_empty")),
                " in half of those draws, on the scale from 0 to 1 of the party it falls short for.",
            )
        )
    if data["nearest"] is not None:
        levels = "; ".join(
            f"{view.issue(key)}: {view.level(key, level)}" for key, level in data["nearest"]["levels"].items()
        )
        items.append((f"The package that most often comes nearest there: {levels}.",))
    return [Bullets(tuple(items))]


def _short(view: View, short: dict[str, Any]) -> Parts:
    """Why there is no common ground where there is none: each draw counted once."""
    groups: list[Parts] = []
    if short["red_lines"] > 0.0:
        groups.append(
            (
                "red lines exclude each other on some issue in ",
                view.share(view.path("short.red_lines")),
                " of them",
            )
        )
    worth: list[Parts] = [
        (f"to {view.the(party)} alone in ", view.share(view.path(f"short.alone.{party}")))
        for party, share in short["alone"].items()
        if share > 0.0
    ]
    if short["several"] > 0.0:
        worth.append(("to several at once in ", view.share(view.path("short.several"))))
    if worth:
        worth[0] = ("the package is worth less than no deal ", *worth[0])
    groups += worth
    return (
        "Where there is no common ground, each draw counted once at its nearest package: ",
        *joined(groups),
        ".",
    )


def _shift_rows(view: View) -> list[tuple[Parts, Parts, Parts]]:
    """Reachable shifts, the smallest share of the issue's range first; one way per party, issue and kind."""
    shifts = (view.solved or {})["blocks"]["shifts"]
    reachable = [(i, s) for i, s in enumerate(shifts) if s["reachable"]]
    reachable.sort(key=lambda pair: (_relative(view, pair[1]), pair[0]))
    seen: set[tuple[str, str, str]] = set()
    rows: list[tuple[Parts, Parts, Parts]] = []
    for i, shift in reachable:
        key = (shift["party"], shift["issue"], shift["what"])
        if key in seen:
            continue
        seen.add(key)
        rows.append(((view.party(shift["party"]),), (view.issue(shift["issue"]),), _shift(view, i, shift)))
        if len(rows) == _MOST_SHIFTS:
            break
    return rows


def _relative(view: View, shift: dict[str, Any]) -> float:
    """The shift as a share of the issue's range; a permitted option counts as a whole step."""
    if shift["what"] in ("ideal", "red_line"):
        issue = view.case["issues"][shift["issue"]]
        return float(shift["shift"] / (issue["hi"] - issue["lo"]))
    return float(shift["shift"])


def _shift(view: View, i: int, shift: dict[str, Any]) -> Parts:
    path = view.path(f"blocks.shifts.{i}")
    after: Parts = (
        ": common ground would then exist with a chance of ",
        view.chance(f"{path}.exists_after"),
        ".",
    )
    if shift["what"] == "permit":
        return (
            f"If its objection to {quoted(view.level(shift['issue'], shift['option']))} were lifted",
            *after,
        )
    if shift["what"] == "utility":
        return (
            "If the options it does not want mattered ",
            view.share(f"{path}.shift"),
            " less to it",
            *after,
        )
    size = Number(reading.with_unit(f"{shift['shift']:.3g}", shift["unit"]), f"{path}.shift")
    if shift["what"] == "red_line":
        return ("If what it would still accept reached ", size, " further", *after)
    way = {"up": "higher", "down": "lower"}[shift["direction"]]
    return ("If what it wants lay ", size, f" {way}", *after)


def _walk_away(view: View) -> list[Block]:
    items: list[Parts] = []
    for party, cut in (view.solved or {})["blocks"]["walk_away"].items():
        path = view.path(f"blocks.walk_away.{party}")
        if cut["reachable"]:
            items.append(
                (
                    f"{at_start(view.the(party))}: if walking away were worth ",
                    view.figure(f"{path}.shift"),
                    " less, on the party's own scale from 0 to 1.",
                )
            )
        else:
            items.append(
                (
                    f"{at_start(view.the(party))}: no fall in what walking away is worth is enough on its own;"
                    " at the most, common ground exists with a chance of ",
                    view.chance(f"{path}.exists_after"),
                    ".",
                )
            )
    if not items:
        return []
    return [Heading("The same from the other end: what each has without a deal"), Bullets(tuple(items))]


def _time(view: View) -> list[Block]:
    """What the deadline takes: the one obstacle that lies in no position."""
    if not view.time_is_short:
        return []
    return [
        Heading("Time"),
        Paragraph(
            (
                "Whether a package exists and whether it is found in time are different questions. The chance that the"
                " parties find one at all is ",
                view.chance(view.path("found")),
                "; that they find one by the horizon, ",
                view.chance(view.path("agreement")),
                ".",
            )
        ),
    ]
