"""Scenarios side by side: the chance of each outcome now and in each of them, on the same draws."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from commonground.charts import theme
from commonground.charts.axes import Frame, Key, outer, ticks
from commonground.charts.drawing import Sheet
from commonground.charts.explore_reading import GOALS, chance, explored, goal_of
from commonground.charts.figure import Cell, Figure
from commonground.charts.lettering import clean, fit, wrap
from commonground.charts.reading import case_of, hundredfold, mapping, percent, sequence, short

_LABEL, _ROW = 226.0, 34.0
_MOST = 14


@dataclass(frozen=True)
class _Scenario:
    """One scenario: outcome -> chance as things are and in it; by which day if that is not the case's own."""

    name: str
    by: str
    pairs: Mapping[str, tuple[float, float]]


def scenario_comparison(study: Mapping[str, Any]) -> Figure | None:
    """A row per scenario with the shift of each outcome's chance; None without scenarios."""
    goal = goal_of(study)
    outcomes = (goal, "confrontation")
    given = sequence(explored(study).get("scenarios"))[:_MOST]
    rows = [one for one in (_scenario(study, entry, outcomes) for entry in given) if one is not None]
    if not rows:
        return None
    shown = [name for name in outcomes if any(name in row.pairs for row in rows)]
    return Figure(
        id="scenario-comparison",
        title="Scenarios compared",
        alt=_alt(shown, rows),
        caption=(
            "Each row: a scenario as if it came about. Hollow: the chance as things are; filled: in the scenario, on "
            "the same draws. A scenario compared by a later day than the case's own says so, and says nothing of "
            "confrontation, since the case does not look so far."
        ),
        chart=_draw(shown, rows).chart(),
        columns=(
            "Scenario",
            "By",
            *(f"{_head(name)}, {when} (%)" for name in shown for when in ("now", "then")),
        ),
        rows=tuple(_cells(shown, row) for row in rows),
    )


def _head(name: str) -> str:
    return GOALS.get(name, name).removeprefix("an ").capitalize()


def _scenario(study: Mapping[str, Any], given: object, outcomes: Sequence[str]) -> _Scenario | None:
    entry = mapping(given)
    told = mapping(entry.get("outcomes"))
    pairs = {}
    for name in outcomes:
        before, after = chance(told, name, "before", "p"), chance(told, name, "after", "p")
        if before is not None and after is not None:
            pairs[name] = (before, after)
    if not pairs:
        return None
    by = str(entry.get("horizon") or "")
    own = str(case_of(study).get("horizon") or "")
    return _Scenario(
        clean(entry.get("name") or entry.get("id") or ""), "" if by == own else clean(by, 20), pairs
    )


def _cells(shown: Sequence[str], row: _Scenario) -> tuple[Cell, ...]:
    numbers = [hundredfold(value) for name in shown for value in (row.pairs.get(name) or (None, None))]
    return (row.name, row.by, *numbers)


def _alt(shown: Sequence[str], rows: Sequence[_Scenario]) -> str:
    told = [f"{len(rows)} scenario{'' if len(rows) == 1 else 's'} against things as they are."]
    first = shown[0]
    ranked = sorted(
        (row for row in rows if first in row.pairs),
        key=lambda row: -abs(row.pairs[first][1] - row.pairs[first][0]),
    )
    for row in ranked[:4]:
        before, after = row.pairs[first]
        by = f" by {row.by}" if row.by else ""
        told.append(f"{short(row.name)}: {_head(first).lower()}{by} {percent(before)} to {percent(after)}.")
    return " ".join(told)


def _draw(shown: Sequence[str], rows: Sequence[_Scenario]) -> Sheet:
    top, bottom = 62.0, 62.0 + _ROW * len(rows)
    sheet = Sheet(bottom + 6)
    key = Key(sheet, 8.0, 0.0)
    key.symbol("as things are", theme.DATA, "circle", hollow=True)
    key.symbol("in the scenario", theme.DATA, "circle")
    sheet.boxes(
        [(0, top + _ROW * k, theme.WIDTH, top + _ROW * (k + 1), theme.BAND) for k in range(0, len(rows), 2)]
    )
    names = []
    for place, row in enumerate(rows):
        y = top + _ROW * (place + 0.5)
        lines = wrap(row.name, theme.SMALL, _LABEL - 12, 2)
        names += [(4.0, y + 12 * (k - (len(lines) - 1) / 2), text) for k, text in enumerate(lines)]
    sheet.texts(names, theme.SMALL)
    wide = (theme.WIDTH - _LABEL) / len(shown)
    for column, name in enumerate(shown):
        _draw_panel(sheet, name, rows, _LABEL + wide * column, wide, top, bottom)
    return sheet


def _draw_panel(
    sheet: Sheet, name: str, rows: Sequence[_Scenario], left: float, wide: float, top: float, bottom: float
) -> None:
    """One outcome: an axis of its own and a mark pair per row, with the two chances beside them."""
    values = [value for row in rows for value in row.pairs.get(name, ())]
    low, high = outer(min(values), max(values), 0.08)
    words = 74.0
    frame = Frame(
        left + 8, top, left + wide - words, bottom, max(low, 0.0), min(high, 1.0) if high > low else 1.0
    )
    sheet.texts([(frame.left, 30, fit(_head(name), theme.BODY, wide - 12, bold=True))], theme.BODY, bold=True)
    for value, text in ticks(100 * frame.x_low, 100 * frame.x_high, 4):
        x = frame.x(value / 100)
        sheet.lines([(x, top - 4, x, bottom, theme.GRID)])
        sheet.texts([(x, top - 12, f"{text} %")], theme.SMALL, align="center")
    lines, hollow, filled, told = [], [], [], []
    for place, row in enumerate(rows):
        y = top + _ROW * (place + 0.5)
        if name not in row.pairs:
            told.append((left + wide - 4, y, "not told"))
            continue
        before, after = row.pairs[name]
        lines.append((frame.x(before), y, frame.x(after), y, theme.DATA))
        hollow.append((frame.x(before), y, theme.DATA))
        filled.append((frame.x(after), y, theme.DATA))
        text = f"{percent(before).removesuffix(' %')} → {percent(after)}"
        told.append((left + wide - 4, y - (6 if row.by else 0), text))
        if row.by:
            told.append((left + wide - 4, y + 7, f"by {row.by}"))
    sheet.lines(lines, thick=2)
    sheet.symbols(hollow, size=10, hollow=True)
    sheet.symbols(filled, size=10)
    sheet.texts(told, theme.SMALL, align="right")
