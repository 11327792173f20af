"""Drivers: what the forecast would be if one value were known to lie at its low or at its high end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from commonground.charts import theme
from commonground.charts.axes import Frame, outer, ticks
from commonground.charts.drawing import Sheet
from commonground.charts.explore_reading import (
    GOALS,
    chance,
    end_text,
    explored,
    goal_of,
    unit_of,
    value_name,
)
from commonground.charts.figure import Cell, Figure
from commonground.charts.lettering import fit, wrap
from commonground.charts.reading import hundredfold, mapping, percent, sequence, short, with_unit

_LABEL, _ROW, _SIDE = 200.0, 27.0, 92.0  # pixels for names, per row, for the words at either end
_MOST = 12


@dataclass(frozen=True)
class _Driver:
    """One value: its name, what it is at both ends in words, and the chance there."""

    name: str
    ends: tuple[str, str]
    chances: tuple[float, float]

    @property
    def width(self) -> float:
        return abs(self.chances[1] - self.chances[0])


def tornado(study: Mapping[str, Any]) -> Figure | None:
    """Bars from the chance at a value's 10 % point to that at its 90 % point, widest first; None without drivers."""
    goal = goal_of(study)
    now = chance(explored(study).get("before"), goal, "p")
    drivers = [one for one in (_driver(study, given, goal) for given in _given(study)) if one is not None]
    if now is None or not drivers:
        return None
    what = GOALS.get(goal, goal)
    return Figure(
        id="tornado",
        title="What drives the forecast",
        alt=_alt(what, now, drivers),
        caption=(
            f"Each bar: the chance of {what} if one value were known to lie at its 10 % or at its 90 % point, written "
            f"at the bar's ends, while all others vary as they do. The line is today's {percent(now)}. Both parties "
            "then know the value too. One at a time: what two values do together is not in it."
        ),
        chart=_draw(what, now, drivers).chart(),
        columns=("Value", "At its 10 % point", "Chance there (%)", "At its 90 % point", "Chance there (%)"),
        rows=tuple(_row(one) for one in drivers),
    )


def _given(study: Mapping[str, Any]) -> Sequence[Any]:
    return sequence(explored(study).get("drivers"))[:_MOST]


def _driver(study: Mapping[str, Any], given: object, goal: str) -> _Driver | None:
    entry = mapping(given)
    path = str(entry.get("path") or "")
    chances = [chance(entry, end, goal, "after", "p") for end in ("low", "high")]
    if not path or chances[0] is None or chances[1] is None:
        return None
    at, unit = mapping(entry.get("at")), unit_of(study, path)
    ends = [with_unit(end_text(study, path, at.get(end)), unit) for end in ("low", "high")]
    return _Driver(value_name(study, path), (ends[0], ends[1]), (chances[0], chances[1]))


def _row(one: _Driver) -> tuple[Cell, ...]:
    return (one.name, one.ends[0], hundredfold(one.chances[0]), one.ends[1], hundredfold(one.chances[1]))


def _alt(what: str, now: float, drivers: Sequence[_Driver]) -> str:
    told = [f"Today the chance of {what} is {percent(now)}."]
    told += [
        f"{short(one.name)}: {percent(one.chances[0])} at {short(one.ends[0], 30)}, "
        f"{percent(one.chances[1])} at {short(one.ends[1], 30)}."
        for one in drivers[:4]
    ]
    return " ".join(told)


def _draw(what: str, now: float, drivers: Sequence[_Driver]) -> Sheet:
    low, high = outer(
        min(now, *(min(one.chances) for one in drivers)),
        max(now, *(max(one.chances) for one in drivers)),
        0.02,
    )
    top, bottom = 34.0, 34.0 + _ROW * len(drivers)
    frame = Frame(_LABEL + _SIDE, top, theme.WIDTH - _SIDE, bottom, low, high)
    sheet = Sheet(bottom + 8)
    sheet.texts([(frame.left - _SIDE + 4, 8, f"Chance of {what}")], theme.BODY, bold=True)
    for value, text in ticks(100 * low, 100 * high, 6):
        x = frame.x(value / 100)
        sheet.lines([(x, top - 4, x, bottom, theme.GRID)])
        sheet.texts([(x, top - 12, f"{text} %")], theme.SMALL, align="center")
    bars, names, words = [], [], []
    for place, one in enumerate(drivers):
        y = top + _ROW * (place + 0.5)
        left, right = sorted(zip(one.chances, one.ends))
        bars.append(
            (frame.x(left[0]), y - 8, max(frame.x(right[0]), frame.x(left[0]) + 1), y + 8, theme.DATA)
        )
        lines = wrap(one.name, theme.SMALL, _LABEL - 10, 2)
        names += [(_LABEL - 6, y + 12 * (k - (len(lines) - 1) / 2), text) for k, text in enumerate(lines)]
        words.append((frame.x(left[0]) - 4, y, fit(left[1], theme.SMALL, _SIDE - 8), "right"))
        words.append((frame.x(right[0]) + 4, y, fit(right[1], theme.SMALL, _SIDE - 8), "left"))
    sheet.boxes(bars)
    x = frame.x(now)
    sheet.lines([(x, top - 4, x, bottom, theme.INK)], thick=1.6, dash=(4, 3))
    sheet.texts(names, theme.SMALL, align="right")
    sheet.texts([word[:3] for word in words if word[3] == "right"], theme.SMALL, align="right")
    sheet.texts([word[:3] for word in words if word[3] == "left"], theme.SMALL)
    return sheet
