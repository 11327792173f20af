"""Trust window: how large a first step tells a trustworthy party from the rest, at each level of trust."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from commonground.charts import theme
from commonground.charts.axes import PER_CENT, Frame, Key
from commonground.charts.drawing import Sheet
from commonground.charts.figure import Cell, Figure
from commonground.charts.lettering import fit
from commonground.charts.reading import (
    Measured,
    finite,
    hundredfold,
    mapping,
    measured,
    party_name,
    percent,
    sequence,
    short,
    solution_data,
    spread_text,
    with_article,
)

_MOST = 6  # panels drawn, two in a row; the table has all
_MOST_ROWS = 21  # levels of trust in the table, per panel
_TALL, _WIDE = 190, 238  # pixels of a panel's plot


@dataclass(frozen=True)
class _Panel:
    """What one party could begin with, given its trust in another."""

    truster: str
    trusted: str
    today: Measured
    open: float | None
    points: tuple[tuple[float, float, float], ...]  # trust, lower and upper bound of the first step

    @property
    def name(self) -> str:
        return f"Trust of {with_article(self.truster)} in {with_article(self.trusted)}"


def trust_window(study: Mapping[str, Any]) -> Figure | None:
    """A panel per direction of trust; None without a solution of the trust method."""
    pairs = map(mapping, sequence(solution_data(study, "trust").get("pairs")))
    panels = [panel for pair in pairs if (panel := _panel(study, pair)) is not None]
    if not panels:
        return None
    return Figure(
        id="trust-window",
        title="How large a first step should be",
        alt=_alt(panels),
        caption=(
            "Across: the chance that a party gives the other of being trustworthy; upwards: the share of all that is "
            "at stake that a first step puts at risk. Below the solid line a step is so small that an untrustworthy "
            "party would take part in it to win more later; above the dashed line it is so large that a trustworthy "
            "one would rather not take it. Between them, in the shaded window, a step tells one from the other. "
            "The lines are medians over draws; the upright line is today's trust, the bar at its foot the middle 90 % "
            "of draws."
        ),
        chart=_draw(panels[:_MOST]).chart(),
        columns=(
            "Whose trust",
            "Trust (%)",
            "Smallest step that tells (%)",
            "Largest step that can be borne (%)",
        ),
        rows=tuple(row for panel in panels for row in _rows(panel)),
    )


def _panel(study: Mapping[str, Any], pair: Mapping[str, Any]) -> _Panel | None:
    given = mapping(pair.get("window_by_trust"))
    columns = (sequence(given.get(key)) for key in ("trust", "low", "high"))
    points = []
    for row in zip(*columns):
        trust, low, high = map(finite, row)
        if trust is not None and low is not None and high is not None:
            points.append((trust, low, high))
    if len(points) < 2:
        return None
    return _Panel(
        truster=party_name(study, str(pair.get("truster", ""))),
        trusted=party_name(study, str(pair.get("trusted", ""))),
        today=measured(pair.get("trust")),
        open=finite(mapping(pair.get("window")).get("open")),
        points=tuple(points),
    )


def _alt(panels: Sequence[_Panel]) -> str:
    told = []
    for panel in panels[:4]:
        words = f"{short(panel.name)}: today {spread_text(panel.today, percent)}"
        if panel.open is not None:
            words += (
                f"; some first step tells the trustworthy from the rest in {percent(panel.open)} of draws"
            )
        told.append(f"{words}.")
    more = f" {len(panels) - 4} more directions stand in the table." if len(panels) > 4 else ""
    return f"Bounds of a first step by trust, {len(panels)} panels. {' '.join(told)}{more}"


def _rows(panel: _Panel) -> list[tuple[Cell, ...]]:
    rows: list[tuple[Cell, ...]] = [
        (panel.name, hundredfold(trust), hundredfold(low), hundredfold(high))
        for trust, low, high in panel.points[:: -(-len(panel.points) // _MOST_ROWS)]
    ]
    today = panel.today
    if today.middle is not None:
        rows.append((f"{panel.name}, today: mean", hundredfold(today.middle), None, None))
        rows.append((f"{panel.name}, today: 5 %", hundredfold(today.low), None, None))
        rows.append((f"{panel.name}, today: 95 %", hundredfold(today.high), None, None))
    return rows


def _draw(panels: Sequence[_Panel]) -> Sheet:
    lines = (len(panels) + 1) // 2
    sheet = Sheet(26 + lines * (_TALL + 74))
    key = Key(sheet, 8, left=12)
    key.line("smallest step that tells", theme.DATA)
    key.line("largest step that can be borne", theme.DATA, dash=(6, 4))
    key.box("window", theme.DATA, 0.22)
    key.next_line()
    key.line("trust today: mean upright, middle 90 % of draws along the axis", theme.INK, 2)
    for place, panel in enumerate(panels):
        left = 66 + (place % 2) * (_WIDE + 78)
        top = 64 + (place // 2) * (_TALL + 74)
        _draw_panel(sheet, panel, Frame(left, top, left + _WIDE, top + _TALL))
    return sheet


def _draw_panel(sheet: Sheet, panel: _Panel, frame: Frame) -> None:
    today = panel.today
    window = [(frame.x(x), frame.y(low), frame.y(high)) for x, low, high in panel.points if low <= high]
    sheet.area(window, theme.DATA, 0.22)
    frame.axes(sheet, PER_CENT, PER_CENT, "Trust", "First step")
    if today.middle is not None:
        x = frame.x(today.middle)
        sheet.lines([(x, frame.top, x, frame.bottom, theme.INK)], thick=2)
    if today.low is not None and today.high is not None:
        right = max(frame.x(today.high), frame.x(today.low) + 2)
        sheet.boxes([(frame.x(today.low), frame.bottom - 5, right, frame.bottom, theme.INK)])
    sheet.curve([(frame.x(x), frame.y(low)) for x, low, _ in panel.points], theme.DATA, 2.4)
    sheet.curve([(frame.x(x), frame.y(high)) for x, _, high in panel.points], theme.DATA, 2.4, dash=(6, 4))
    title = fit(panel.name, theme.BODY, frame.right - frame.left + 40, bold=True)
    sheet.texts([(frame.left - 20, frame.top - 14, title)], theme.BODY, bold=True)
