"""Levers: what each brings against what it costs, alone, in pairs, and on the front that nothing beats."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from commonground.charts import theme
from commonground.charts.axes import Frame, Key, outer, ticks
from commonground.charts.drawing import Sheet
from commonground.charts.explore_reading import GOALS, explored, goal_of, points
from commonground.charts.figure import Cell, Figure
from commonground.charts.lettering import clean, fit
from commonground.charts.reading import case_of, finite, mapping, rounded, sequence, short

_LIST = 388.0  # left edge of the list
_NONE = "no shown effect"
_APART = 17.5  # pixels between the middles of two marks
_PAIR = "#8A8A8A"  # 3.5:1 on white


@dataclass(frozen=True)
class _Lever:
    """One lever alone: cost, effect with its range, and whether it is shown."""

    id: str
    name: str
    cost: float
    change: float
    low: float
    high: float
    shown: bool


@dataclass(frozen=True)
class _Set:
    """Levers together."""

    ids: tuple[str, ...]
    cost: float
    change: float


def lever_front(study: Mapping[str, Any]) -> Figure | None:
    """Effect against cost; None without levers."""
    found, goal = mapping(explored(study).get("levers")), goal_of(study)
    levers = [
        one for given in sequence(found.get("levers")) if (one := _lever(study, given, goal)) is not None
    ]
    if not levers:
        return None
    pairs = [two for given in sequence(found.get("pairs")) if (two := _set(given)) is not None]
    front = [best for given in sequence(found.get("front")) if (best := _set(given)) is not None]
    unit = clean(found.get("unit") or "")
    what = GOALS.get(goal, goal)
    return Figure(
        id="lever-front",
        title="What could be done: effect against cost",
        alt=_alt(what, levers, front),
        caption=(
            f"Numbers: one lever alone, its effect on the chance of {what} in percentage points, its chance to work "
            "counted; the upright line through it is the range that follows from what is not known of the lever. "
            "Hollow: that range covers no change at all, so that no effect is shown. A mark that had to stand aside is "
            "tied to its place by a line. Small dots: pairs, from fewer draws. "
            "The stepped line joins what nothing beats: no option brings more for less. Costs are judgement"
            + (f", in {short(unit)}." if unit else ".")
        ),
        chart=_draw(levers, pairs, front, unit).chart(),
        columns=("Levers", "Cost", "Effect (points)", "Low (points)", "High (points)", "Note"),
        rows=_rows(levers, front, {one.id: one.name for one in levers}),
    )


def _lever(study: Mapping[str, Any], given: object, goal: str) -> _Lever | None:
    entry = mapping(given)
    effect = mapping(mapping(entry.get("outcomes")).get(goal))
    numbers = [finite(effect.get(key)) for key in ("change", "low", "high")]
    cost = finite(mapping(entry.get("cost")).get("mean"))
    name = str(entry.get("id") or "")
    if cost is None or None in numbers or not name:
        return None
    change, low, high = (value or 0.0 for value in numbers)
    said = mapping(mapping(case_of(study).get("levers")).get(name)).get("name") or entry.get("name") or name
    return _Lever(name, clean(said), round(cost, 1), change, low, high, entry.get("verdict") != _NONE)


def _set(given: object) -> _Set | None:
    entry = mapping(given)
    cost, change = finite(entry.get("cost")), finite(entry.get("change"))
    ids = tuple(str(name) for name in sequence(entry.get("levers")))
    return None if cost is None or change is None or not ids else _Set(ids, round(cost, 1), change)


def _rows(
    levers: Sequence[_Lever], front: Sequence[_Set], names: Mapping[str, str]
) -> tuple[tuple[Cell, ...], ...]:
    rows: list[tuple[Cell, ...]] = [
        (one.name, one.cost, *(round(100 * v, 2) for v in (one.change, one.low, one.high)),
         "" if one.shown else _NONE)
        for one in levers
    ]  # fmt: skip
    rows += [
        (" + ".join(names.get(name, name) for name in one.ids), one.cost, round(100 * one.change, 2),
         None, None, "on the front")
        for one in front
    ]  # fmt: skip
    return tuple(rows)


def _alt(what: str, levers: Sequence[_Lever], front: Sequence[_Set]) -> str:
    shown = [one for one in levers if one.shown and one.change > 0]
    told = [
        f"{len(levers)} lever{'' if len(levers) == 1 else 's'} by cost and by effect on the chance of {what}."
    ]
    told += [
        f"{short(one.name)}: {points(one.change)} points at a cost of {rounded(one.cost)}."
        for one in shown[:4]
    ]
    if not shown:
        told.append("None has a shown effect upwards.")
    if front and len(front[-1].ids) > 1:
        last = front[-1]
        told.append(f"The most that {len(last.ids)} together bring is {points(last.change)} points.")
    return " ".join(told)


def _draw(levers: Sequence[_Lever], pairs: Sequence[_Set], front: Sequence[_Set], unit: str) -> Sheet:
    tall = max(330.0, 62.0 + 19.0 * len(levers))
    costs = [one.cost for one in levers] + [one.cost for one in (*pairs, *front)]
    effects = [v for one in levers for v in (one.low, one.high)] + [one.change for one in (*pairs, *front)]
    low, high = outer(min(0.0, *effects), max(0.0, *effects))
    frame = Frame(58, 34, _LIST - 26, tall - 40, 0.0, outer(0.0, max(costs))[1], low, high)
    sheet = Sheet(tall)
    key = Key(sheet, 8.0, 58.0)
    key.symbol("no shown effect", theme.DATA, "circle", 11, hollow=True)
    key.symbol("pair", _PAIR, "circle", 6)
    key.line("front", theme.PURPLE, 2.0)
    across = ticks(0.0, frame.x_high)
    up = [(value / 100, text) for value, text in ticks(100 * low, 100 * high)]
    frame.axes(sheet, across, up, f"Cost{f', {unit}' if unit else ''}", "Effect, percentage points")
    sheet.lines([(frame.left, frame.y(0.0), frame.right, frame.y(0.0), theme.INK)], thick=1.2)
    sheet.symbols([(frame.x(one.cost), frame.y(one.change), _PAIR) for one in pairs], size=4)
    path = [(frame.x(one.cost), frame.y(one.change)) for one in front]
    corners = [point for a, b in pairwise(path) for point in (a, (b[0], a[1]))] + path[-1:]
    sheet.lines([(*a, *b, theme.PURPLE) for a, b in pairwise(corners)], thick=2)
    sheet.symbols([(x, y, theme.PURPLE) for x, y in path], "diamond", 9)
    _draw_levers(sheet, frame, levers)
    _draw_list(sheet, levers)
    return sheet


def _draw_levers(sheet: Sheet, frame: Frame, levers: Sequence[_Lever]) -> None:
    """Numbered marks with their ranges; those that would hide another stand beside, tied to their place."""
    true = [(frame.x(one.cost), frame.y(one.change)) for one in levers]
    placed: list[tuple[float, float]] = []
    for x, y in true:
        placed.append(_free(x, y, placed, frame))
    ranges = [
        (x, frame.y(one.low), x, frame.y(one.high), theme.DATA)
        for (x, _), one in zip(true, levers, strict=True)
    ]
    moved = [(*place, *mark, theme.DATA) for place, mark in zip(true, placed, strict=True) if place != mark]
    sheet.lines(ranges, thick=1.4)
    sheet.lines(moved, thick=0.8)
    sheet.symbols([(x, y, theme.DATA) for x, y, *_ in moved], size=5)
    marks = list(zip(placed, levers, range(1, len(levers) + 1), strict=True))
    for shown in (True, False):
        held = [(x, y, theme.DATA) for (x, y), one, _ in marks if one.shown is shown]
        numbers = [(x, y + 0.5, str(number)) for (x, y), one, number in marks if one.shown is shown]
        if shown:
            sheet.symbols(held, size=16, edge=theme.PAPER)
        else:
            sheet.symbols(held, size=16, hollow=True)
        sheet.texts(
            numbers, theme.SMALL, bold=True, align="center", colour=theme.PAPER if shown else theme.INK
        )


def _free(x: float, y: float, placed: Sequence[tuple[float, float]], frame: Frame) -> tuple[float, float]:
    """The nearest place for a mark at which it hides no other; its own if there is none."""
    ways = [(math.cos(turn), math.sin(turn)) for turn in (math.pi * k / 8 for k in range(16))]
    tried = [(x, y), *((x + far * dx, y + far * dy) for far in range(18, 132, 6) for dx, dy in ways)]
    for here in tried:
        inside = frame.left + 9 <= here[0] <= frame.right - 9 and frame.top + 9 <= here[1] <= frame.bottom - 9
        if here != (x, y) and not inside:
            continue
        if all(math.hypot(here[0] - px, here[1] - py) >= _APART for px, py in placed):
            return here
    return x, y


def _draw_list(sheet: Sheet, levers: Sequence[_Lever]) -> None:
    y = 34.0
    sheet.texts([(_LIST, y, "Lever alone")], theme.BODY, bold=True)
    sheet.texts([(theme.WIDTH, y, "points")], theme.BODY, bold=True, align="right")
    names, numbers = [], []
    for place, one in enumerate(levers, 1):
        y += 19.0
        names.append((_LIST, y, fit(f"{place}  {one.name}", theme.SMALL, theme.WIDTH - _LIST - 44)))
        numbers.append((theme.WIDTH, y, points(one.change) if one.shown else "none"))
    sheet.texts(names, theme.SMALL)
    sheet.texts(numbers, theme.SMALL, align="right")
