"""Settlement: where each issue would settle in the draws that have a zone of agreement."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from commonground.charts import theme
from commonground.charts.drawing import Sheet
from commonground.charts.figure import Cell, Figure
from commonground.charts.lettering import fit, text_width, wrap
from commonground.charts.reading import (
    case_of,
    case_value,
    common_ground,
    finite,
    hundredfold,
    issue_name,
    issue_unit,
    level_name,
    mapping,
    number,
    percent,
    sequence,
    short,
    solution_data,
    with_unit,
)

_GAP = 26  # pixels between panels
_MOST_COLUMNS = 8  # issues up to which two panels stand side by side, beyond it three


@dataclass(frozen=True)
class _Panel:
    """One issue: its levels in words, the share of draws that settle there, and what is the case today."""

    name: str
    unit: str
    options: bool
    levels: tuple[str, ...]
    values: tuple[float, ...]  # of a scale; empty for options
    shares: tuple[float, ...]
    low: float | None
    median: float | None
    high: float | None
    today: str  # in words with its unit; empty if the case does not say
    today_place: int | None  # on the list of levels; None where today is none of them

    @property
    def top(self) -> int:
        return max(range(len(self.shares)), key=lambda place: self.shares[place])

    @property
    def summary(self) -> str:
        """The distribution in words: median and range of a scale, the most frequent option otherwise."""
        if self.options or self.median is None:
            return f"most often ({percent(self.shares[self.top])}): {self.levels[self.top]}"
        middle = with_unit(number(self.median), self.unit)
        if self.low is None or self.high is None or self.low == self.high:
            return f"median {middle}"
        return f"median {middle} (5–95 %: {number(self.low)} to {number(self.high)})"


def settlement(study: Mapping[str, Any]) -> Figure | None:
    """Small multiples, one per issue; None if no draw has a zone of agreement."""
    given = common_ground(study, "settlement")
    panels = [
        panel
        for issue in mapping(case_of(study).get("issues"))
        if (panel := _panel(study, issue, mapping(given.get(issue)))) is not None
    ]
    if not panels:
        return None
    zone = finite(solution_data(study).get("exists"))
    draws = "the draws with a zone of agreement" + (f" ({percent(zone)} of all)" if zone is not None else "")
    told = "; ".join(f"{short(panel.name)}: {short(panel.summary)}" for panel in panels[:8])
    more = f"; and {len(panels) - 8} more issues in the table" if len(panels) > 8 else ""
    return Figure(
        id="settlement",
        title="Where the issues would settle",
        alt=f"Nash settlement in {draws}. {told}{more}.",
        caption=(
            f"Bars give the share of {draws} whose Nash settlement lies on each level: what the parties would agree "
            "if they found a package, not whether they find one. The line under a scale runs from its 5 % to its "
            "95 % point, with a dot at the median. A hollow diamond marks what is the case today; where that is none "
            "of the levels, words above the bars say it."
        ),
        chart=_draw(panels).chart(),
        columns=("Issue", "Level", "Share of draws (%)", "Note"),
        rows=tuple(row for panel in panels for row in _rows(panel)),
    )


def _panel(study: Mapping[str, Any], issue: str, entry: Mapping[str, Any]) -> _Panel | None:
    levels = sequence(entry.get("levels"))
    shares = [finite(share) or 0.0 for share in sequence(entry.get("nash"))]
    if not levels or len(levels) != len(shares) or not any(shares):
        return None
    options = entry.get("kind") == "options"
    values = () if options else tuple(finite(level) or 0.0 for level in levels)
    today = entry.get("status_quo")
    if not options:
        # The method reports the middle of its draws; what the case itself says comes first.
        stated = finite(case_value(study, f"issues.{issue}.status_quo").get("mode"))
        today = finite(today) if stated is None else stated
    return _Panel(
        name=issue_name(study, issue),
        unit=issue_unit(study, issue),
        options=options,
        levels=tuple(level_name(study, issue, level) for level in levels),
        values=values,
        shares=tuple(shares),
        low=finite(entry.get("low")),
        median=finite(entry.get("median")),
        high=finite(entry.get("high")),
        today="" if today is None else with_unit(level_name(study, issue, today), issue_unit(study, issue)),
        today_place=_level(levels, today),
    )


def _level(levels: Sequence[Any], today: object) -> int | None:
    """Place of today's value among the levels; a value between or beyond them has none."""
    amount = finite(today)
    for place, level in enumerate(levels):
        known = finite(level)
        if level == today or (
            amount is not None and known is not None and math.isclose(amount, known, rel_tol=1e-8)
        ):
            return place
    return None


def _place(values: Sequence[float], amount: float) -> float:
    """Place of an amount on a list of levels drawn at equal distances."""
    for place in range(len(values) - 1):
        if amount <= values[place + 1]:
            width = values[place + 1] - values[place]
            return place + (max(amount - values[place], 0.0) / width if width > 0 else 0.0)
    return float(len(values) - 1)


def _rows(panel: _Panel) -> list[tuple[Cell, ...]]:
    rows: list[tuple[Cell, ...]] = []
    for place, (level, share) in enumerate(zip(panel.levels, panel.shares)):
        note = "today" if place == panel.today_place else ""
        rows.append((panel.name, with_unit(level, panel.unit), hundredfold(share), note))
    if not panel.options:
        points = ((panel.low, "5 % point"), (panel.median, "median"), (panel.high, "95 % point"))
        for value, note in points:
            if value is not None:
                rows.append((panel.name, with_unit(number(value), panel.unit), None, note))
    if panel.today and panel.today_place is None:
        rows.append((panel.name, panel.today, None, "today"))
    return rows


def _draw(panels: Sequence[_Panel]) -> Sheet:
    across = min(len(panels), 2 if len(panels) <= _MOST_COLUMNS else 3)
    width = min((theme.WIDTH - _GAP * (across - 1)) / across, 420)
    lines: list[list[_Panel]] = [
        list(panels[start : start + across]) for start in range(0, len(panels), across)
    ]
    heights = [max(_height(panel, width) for panel in line) for line in lines]
    sheet = Sheet(sum(heights) + 8, width * across + _GAP * (across - 1))
    ink = _Ink()
    top = 0.0
    for line, height in zip(lines, heights):
        for place, panel in enumerate(line):
            left = place * (width + _GAP)
            ink.strong.append((left, top + 8, fit(panel.name, theme.BODY, width, bold=True)))
            if panel.options:
                _draw_options(ink, panel, left, top + 24, width)
            else:
                ink.small.append((left, top + 23, fit(panel.summary, theme.SMALL, width)))
                if panel.today and panel.today_place is None:
                    ink.small.append((left, top + 35, fit(f"today: {panel.today}", theme.SMALL, width)))
                _draw_scale(ink, panel, left, top + 40, width)
        top += height
    _draw_key(ink, panels, top - 4)
    sheet.lines(ink.rules)
    sheet.boxes(ink.bars)
    sheet.lines(ink.ranges, thick=2.5)
    sheet.symbols(ink.medians, size=8)
    sheet.symbols(ink.today, shape="diamond", size=9, hollow=True)
    sheet.texts(ink.strong, theme.BODY, bold=True)
    sheet.texts(ink.small, theme.SMALL)
    sheet.texts(ink.centred, theme.SMALL, align="center")
    sheet.texts(ink.right, theme.SMALL, align="right")
    return sheet


class _Ink:
    """Marks of all panels, gathered so that each kind becomes one layer."""

    def __init__(self) -> None:
        self.rules: list[tuple[float, float, float, float, str]] = []
        self.bars: list[tuple[float, float, float, float, str]] = []
        self.ranges: list[tuple[float, float, float, float, str]] = []
        self.medians: list[tuple[float, float, str]] = []
        self.today: list[tuple[float, float, str]] = []
        self.strong: list[tuple[float, float, str]] = []
        self.small: list[tuple[float, float, str]] = []
        self.centred: list[tuple[float, float, str]] = []
        self.right: list[tuple[float, float, str]] = []


def _draw_key(ink: _Ink, panels: Sequence[_Panel], y: float) -> None:
    """What line, dot and diamond mean, on one line below the panels."""
    left = 0.0
    if any(panel.today_place is not None for panel in panels):
        ink.today.append((left + 6, y, theme.INK))
        ink.small.append((left + 16, y, "today"))
        left += 72
    if any(panel.median is not None and not panel.options for panel in panels):
        ink.ranges.append((left, y, left + 40, y, theme.INK))
        ink.medians.append((left + 20, y, theme.INK))
        ink.small.append((left + 48, y, "median and 5–95 % range"))


def _height(panel: _Panel, width: float) -> float:
    if not panel.options:
        return 40 + 66 + 39 + 22.0
    return 24 + 22.0 + sum(_option_height(lines) for lines in _option_labels(panel, width))


def _option_labels(panel: _Panel, width: float) -> list[list[str]]:
    lines = 3 if width > 250 else 2  # many panels must share a page
    return [wrap(level, theme.SMALL, _label_width(width), lines) for level in panel.levels]


def _option_height(lines: Sequence[str]) -> float:
    return 6.0 + 12 * len(lines)


def _label_width(width: float) -> float:
    return 0.48 * width


def _draw_options(ink: _Ink, panel: _Panel, left: float, top: float, width: float) -> None:
    start = left + _label_width(width) + 18
    room = left + width - start - 34
    longest = max(panel.shares)
    y = top
    for place, (lines, share) in enumerate(zip(_option_labels(panel, width), panel.shares)):
        middle = y + _option_height(lines) / 2
        ink.right += [
            (start - 16, middle + 12 * (line - (len(lines) - 1) / 2), text) for line, text in enumerate(lines)
        ]
        ink.bars.append((start, middle - 6, start + room * share / longest, middle + 6, theme.DATA))
        ink.small.append((start + room * share / longest + 4, middle, percent(share)))
        if panel.today_place == place:
            ink.today.append((start - 8, middle, theme.INK))
        y += _option_height(lines)
    ink.rules.append((start, top, start, y, theme.GREY))


def _draw_scale(ink: _Ink, panel: _Panel, left: float, top: float, width: float) -> None:
    count = len(panel.levels)
    pitch = width / count
    base, room = top + 66, 50.0
    highest = max(panel.shares)

    def across(place: float) -> float:
        return left + pitch * (place + 0.5)

    labelled = _labelled(panel.levels, pitch)
    for place, share in enumerate(panel.shares):
        half = min(pitch * 0.4, 24)
        height = room * share / highest
        ink.bars.append((across(place) - half, base - height, across(place) + half, base, theme.DATA))
        if pitch >= 32 or place == panel.top:
            ink.centred.append((across(place), base - height - 8, percent(share)))
        if place in labelled:
            ink.centred.append((across(place), base + 24, fit(panel.levels[place], theme.SMALL, pitch * 3)))
    ink.rules.append((left, base, left + width, base, theme.GREY))
    if panel.median is not None and panel.low is not None and panel.high is not None:
        ends = [across(_place(panel.values, value)) for value in (panel.low, panel.high)]
        ink.ranges.append((ends[0] - 3, base + 10, ends[1] + 3, base + 10, theme.INK))
        ink.medians.append((across(_place(panel.values, panel.median)), base + 10, theme.INK))
    if panel.today_place is not None:
        ink.today.append((across(panel.today_place), base + 39, theme.INK))


def _labelled(levels: Sequence[str], pitch: float) -> set[int]:
    """Levels whose label has room: the ends first, then as many as fit in between."""
    widest = max(text_width(level, theme.SMALL) for level in levels) + 8
    step = 1
    while pitch * step < widest and step < len(levels):
        step += 1
    last = len(levels) - 1
    return {place for place in range(0, len(levels), step) if place == 0 or last - place >= step} | {last}
