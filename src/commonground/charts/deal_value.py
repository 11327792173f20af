"""Value of a deal against the chance that a new government leaves it, with what would reopen the zone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from commonground.charts import theme
from commonground.charts.axes import PER_CENT, Frame, Key, crossing, outer, ticks
from commonground.charts.drawing import Sheet
from commonground.charts.figure import Cell, Figure
from commonground.charts.lettering import clean, wrap
from commonground.charts.reading import (
    Measured,
    finite,
    hundredfold,
    mapping,
    measured,
    percent,
    rounded,
    sequence,
    short,
    solution_data,
    spread_text,
)

_FRAME = Frame(left=66, top=52, right=402, bottom=300)
_LIST = _FRAME.right + 26.0
_MOST = 6  # repairs listed beside the plot; the table has all
_APART = 22  # pixels between arrows
_ALONG = "renege"  # the repair that moves along the curve
# Beside a plot there is room for less than the method's own words.
_SHORT = {
    "escrow": "Third party's money in escrow, in years of what the deal yields",
    "front_load": "Third party's money at signing, in years of what the deal yields",
    "loss": "Loss on collapse, at most, as a share of what the deal yields",
    "reconstitution": "Months until a loss is made good, at most",
    _ALONG: "Chance that a change of government ends it, at most",
}


@dataclass(frozen=True)
class _Repair:
    """One thing that would reopen the zone, how much of it is needed, and in how many draws that does it."""

    id: str
    words: str
    needed: Measured
    opens: float | None

    @property
    def amount(self) -> str:
        if self.needed.middle is None:
            return "any" if self.needed.share > 0 else "none does it"
        return spread_text(self.needed, percent if self.id == _ALONG else rounded)


@dataclass(frozen=True)
class _Deal:
    """Width of the zone by the chance of reneging, over draws; and as it is."""

    points: tuple[tuple[float, float, float, float], ...]  # renege; width at 5 %, median, 95 %
    width: Measured
    renege: (
        float | None
    )  # the chance of reneging that has today's width; worked out from the curve if not given
    opens: float | None
    repairs: tuple[_Repair, ...]


def deal_value(study: Mapping[str, Any]) -> Figure | None:
    """Curve of the zone's width with arrows to where it reopens; None without a deal in the turnover method."""
    deal = _deal(mapping(solution_data(study, "turnover").get("deal")))
    if deal is None:
        return None
    return Figure(
        id="deal-value",
        title="What a deal is worth when the next government may leave it",
        alt=_alt(deal),
        caption=(
            "Across: the chance that a change of government ends the deal, the same at each change; upwards: "
            "what a deal yields a year less what both sides must have to sign it, in shares of what it yields. Above "
            "the heavy line there is something to agree on. Line: median over draws; band: the middle 90 %. The "
            "diamond marks the deal as the case has it"
            f"{_how_to_read(deal)}."
        ),
        chart=_draw(deal).chart(),
        columns=(
            "What",
            "Chance of reneging (%)",
            "Width 5 %",
            "Width median",
            "Width 95 %",
            "Opens (% of draws)",
        ),
        rows=_rows(deal),
    )


def _how_to_read(deal: _Deal) -> str:
    """What the arrows and the list beside the plot mean; nothing without repairs."""
    if not deal.repairs:
        return ""
    if deal.width.median is not None and deal.width.median < 0:
        lead = "; a numbered arrow leads to where the zone reopens, and the list says what that takes"
    else:
        lead = "; the list says up to where the zone stays open"
    return f"{lead}, each thing alone, and in which share of draws some amount of it does, if not in all"


def _deal(given: Mapping[str, Any]) -> _Deal | None:
    curve = mapping(given.get("renege_curve"))
    width = mapping(curve.get("width"))
    columns = [
        sequence(curve.get("renege")),
        *(sequence(width.get(key)) for key in ("low", "median", "high")),
    ]
    points = []
    for row in zip(*columns):
        renege, low, median, high = map(finite, row)
        if renege is not None and low is not None and median is not None and high is not None:
            points.append((renege, low, median, high))
    if len(points) < 2:
        return None
    today = measured(given.get("width"))
    renege = measured(given.get("renege_now")).middle
    if renege is None and today.median is not None:
        renege = crossing(((x, median) for x, _, median, _ in points), today.median)
    repairs = (
        _Repair(
            str(entry.get("id", "")),
            _SHORT.get(str(entry.get("id", "")), clean(entry.get("text") or "")),
            measured(entry.get("needed")),
            finite(entry.get("opens_with")),
        )
        for entry in map(mapping, sequence(given.get("repairs")))
        # Durability is the same lever as the chance of reneging, in another unit; what needs nothing, needs no arrow.
        if entry.get("id") != "durability" and measured(entry.get("needed")).high != 0
    )
    return _Deal(tuple(points), today, renege, finite(given.get("opens")), tuple(repairs))


def _alt(deal: _Deal) -> str:
    first, last = deal.points[0], deal.points[-1]
    opening = (
        f"Width of the zone between the two sides: median {rounded(first[2])} where no government would leave the "
        f"deal, {rounded(last[2])} where each would."
    )
    told = [opening]
    edge = crossing((x, median) for x, _, median, _ in deal.points)
    if edge is not None:
        told.append(f"The median passes zero at a chance of reneging of {percent(edge)}.")
    if deal.width.median is not None:
        at = "" if deal.renege is None else f" at a chance of {percent(deal.renege)}"
        told.append(f"In the case it is {spread_text(deal.width, rounded, deal.width.median)}{at}.")
    if deal.opens is not None:
        told.append(f"The zone is open in {percent(deal.opens)} of draws.")
    if deal.repairs:
        listed = "; ".join(f"{short(r.words, 50)} {r.amount}" for r in deal.repairs[:4])
        told.append(f"What opens it: {listed}.")
    return " ".join(told)


def _rows(deal: _Deal) -> tuple[tuple[Cell, ...], ...]:
    rows: list[tuple[Cell, ...]] = [
        ("curve", hundredfold(x), round(low, 4), round(median, 4), round(high, 4), None)
        for x, low, median, high in deal.points
    ]
    today = deal.width
    rows.append(
        (
            "the deal of the case",
            hundredfold(deal.renege),
            *(None if value is None else round(value, 4) for value in (today.low, today.median, today.high)),
            hundredfold(deal.opens),
        )
    )
    rows += [
        (f"opens with: {r.words}: {r.amount}", None, None, None, None, hundredfold(r.opens))
        for r in deal.repairs
    ]
    return tuple(rows)


def _draw(deal: _Deal) -> Sheet:
    low = min(0.0, *(point[1] for point in deal.points))
    high = max(0.0, *(point[3] for point in deal.points))
    edges = outer(low, high)
    frame = Frame(_FRAME.left, _FRAME.top, _FRAME.right, _FRAME.bottom, y_low=edges[0], y_high=edges[1])
    repairs = deal.repairs[:_MOST]
    sheet = Sheet(max(frame.bottom + 36, frame.top + 20 + 47 * len(repairs)))
    sheet.area([(frame.x(x), frame.y(a), frame.y(b)) for x, a, _, b in deal.points], theme.DATA, 0.2)
    across = "Chance that a change of government ends the deal"
    frame.axes(sheet, PER_CENT, ticks(*edges), across, "Width of the zone")
    zero = frame.y(0)
    sheet.lines([(frame.left, zero, frame.right, zero, theme.INK)], thick=2)
    sheet.curve([(frame.x(x), frame.y(m)) for x, _, m, _ in deal.points], theme.DATA, 2.4)
    key = Key(sheet, 8)
    key.line("median over draws", theme.DATA)
    key.box("middle 90 % of draws", theme.DATA, 0.2)
    key.line("zone opens", theme.INK, 2)
    if deal.renege is not None and deal.width.median is not None:
        key.next_line()
        words = f"the deal of the case: {spread_text(deal.width, rounded, deal.width.median)}"
        key.symbol(words, theme.INK, "diamond")
        x, y = frame.x(deal.renege), frame.y(deal.width.median)
        if deal.width.median < 0:
            _arrows(sheet, frame, deal, repairs, x, y)
        sheet.symbols([(x, y, theme.INK)], "diamond", 13, edge=theme.PAPER)
    opened = deal.width.median is not None and deal.width.median >= 0
    _list(sheet, repairs, "What keeps the zone open" if opened else "What would reopen the zone")
    return sheet


def _arrows(sheet: Sheet, frame: Frame, deal: _Deal, repairs: Sequence[_Repair], x: float, y: float) -> None:
    """Upright arrows to the line of zero; less fear of reneging moves along the curve, so it points to the left."""
    zero = frame.y(0)
    numbers: list[tuple[float, float, str]] = []
    lines: list[tuple[float, float, float, float, str]] = []
    heads: list[tuple[float, float, str]] = []
    upright = [(place, r) for place, r in enumerate(repairs, 1) if r.id != _ALONG]
    width = _APART * (len(upright) - 1)
    start = min(max(x - width / 2, frame.left + 12), frame.right - width - 12)
    tall = y - zero > 34  # room for a number on the arrow
    for step, (place, _) in enumerate(upright):
        at = start + _APART * step
        lines.append((at, y, at, zero + 7, theme.INK))
        heads.append((at, zero + 6, theme.INK))
        numbers.append((at, (y + zero) / 2 + 3 if tall else zero - 14, str(place)))
    if len(upright) > 1:
        lines.append((start, y, start + width, y, theme.INK))
    sheet.lines(lines, thick=1.6)
    sheet.symbols(heads, "triangle-up", 9)
    edge = crossing((p, median) for p, _, median, _ in deal.points)
    along = [place for place, r in enumerate(repairs, 1) if r.id == _ALONG]
    if along and edge is not None and frame.x(edge) < x - 20:
        left = frame.x(edge)
        sheet.lines(
            [(left + 8, y, min(x, start), y, theme.INK), (left, y, left, zero, theme.INK)], 1.6, (4, 3)
        )
        sheet.symbols([(left + 6, y, theme.INK)], "triangle-left", 9)
        numbers.append(((left + min(x, start)) / 2 + 3, y, str(along[0])))
    sheet.symbols([(a, b, theme.INK) for a, b, _ in numbers], size=15, hollow=True)
    sheet.texts(numbers, theme.SMALL, bold=True, align="center")


def _list(sheet: Sheet, repairs: Sequence[_Repair], title: str) -> None:
    numbers: list[tuple[float, float, str]] = []
    names: list[tuple[float, float, str]] = []
    if repairs:
        sheet.texts([(_LIST, 26, title)], theme.BODY, bold=True)
    y = _FRAME.top + 4.0
    for place, repair in enumerate(repairs, 1):
        numbers.append((_LIST + 7, y, str(place)))
        room = theme.WIDTH - _LIST - 22
        lines = wrap(repair.words, theme.BODY, room, 2)
        some = repair.opens is not None and repair.opens < 0.995
        opens = f" (in {percent(repair.opens)} of draws)" if some else ""
        told = wrap(f"{repair.amount}{opens}", theme.SMALL, room, 2)
        names += [(_LIST + 20, y + 13 * line, text) for line, text in enumerate([*lines, *told])]
        y += 13 * (len(lines) + len(told)) + 9
    sheet.symbols([(x, y, theme.INK) for x, y, _ in numbers], size=15, hollow=True)
    sheet.texts(numbers, theme.SMALL, bold=True, align="center")
    sheet.texts(names, theme.SMALL)
