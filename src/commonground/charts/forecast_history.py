"""Forecast over time: the pooled chance of the first question with its bands, and what happened on the way."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from commonground.charts import theme
from commonground.charts.axes import PER_CENT, Frame, Key
from commonground.charts.drawing import Sheet
from commonground.charts.figure import Figure
from commonground.charts.forecast_reading import Asked, Band, asked, date_ticks, day_of
from commonground.charts.lettering import clean, fit
from commonground.charts.reading import case_of, hundredfold, mapping, percent, sequence, short

_MOST_EVENTS = 8
_FRAME = Frame(left=66, top=52, right=theme.WIDTH - 14, bottom=290)
_Event = tuple[date, str]


def forecast_history(study: Mapping[str, Any]) -> Figure | None:
    """Line and bands; None unless a question has forecasts of two days or more."""
    question = next((one for one in asked(study) if len({day for day, *_ in one.history}) > 1), None)
    if question is None:
        return None
    events, more = _events(study, question)
    first, last = question.history[0], question.history[-1]
    rises = percent(last[1]) != percent(first[1])
    change = f"It was {percent(first[1])} on {first[0]}" if rises else f"It was the same on {first[0]}"
    band = "" if last[3] is None else f" (90 % band {percent(last[3][0])} to {percent(last[3][1])})"
    return Figure(
        id="forecast-history",
        title="The forecast over time",
        alt=(
            f"{short(question.text, 160)} Pooled chance {percent(last[1])}{band} on {last[0]}. {change}. "
            f"{len(question.history)} days with forecasts"
            + (f"; {len(events)} event{'s' if len(events) > 1 else ''} marked." if events else ".")
        ),
        caption=(
            "Line: the pooled chance of a yes as the voices stood on each day; a forecast stands until its voice gives "
            "a new one. Bands: how far the pooled chance could lie if voices of the same kind were heard anew, 50 and "
            "90 %. Numbered lines: events of the case's evidence; an event beside a move need not be its cause."
            + (f" {more} earlier events of this time are not marked." if more else "")
        ),
        chart=_draw(question, events).chart(),
        columns=("Day", "Pooled chance (%)", "5 % (%)", "25 % (%)", "75 % (%)", "95 % (%)"),
        rows=tuple(
            (
                day.isoformat(),
                hundredfold(p),
                hundredfold(_end(outer, 0)),
                hundredfold(_end(inner, 0)),
                hundredfold(_end(inner, 1)),
                hundredfold(_end(outer, 1)),
            )
            for day, p, inner, outer in question.history
        ),
    )


def _end(band: Band | None, place: int) -> float | None:
    return None if band is None else band[place]


def _events(study: Mapping[str, Any], question: Asked) -> tuple[list[_Event], int]:
    """The latest events between the first and the last forecast, and how many more there are."""
    first, last = question.history[0][0], question.history[-1][0]
    evidence = case_of(study).get("evidence")
    listed: Sequence[Any] = list(evidence.values()) if isinstance(evidence, Mapping) else sequence(evidence)
    found = []
    for item in map(mapping, listed):
        day = day_of(item.get("date"))
        if item.get("kind") == "event" and day is not None and first <= day <= last:
            found.append((day, clean(item.get("title") or item.get("id") or "")))
    found.sort(key=lambda event: event[0])
    return found[-_MOST_EVENTS:], max(0, len(found) - _MOST_EVENTS)


def _draw(question: Asked, events: Sequence[_Event]) -> Sheet:
    days = [day for day, *_ in question.history]
    deadline = day_of(question.deadline)
    last = days[-1] if deadline is None or deadline < days[-1] else min(deadline, _later(days))
    frame = Frame(
        _FRAME.left,
        _FRAME.top,
        _FRAME.right,
        _FRAME.bottom,
        days[0].toordinal(),
        max(last, days[-1]).toordinal(),
    )
    sheet = Sheet(frame.bottom + 44 + 15 * len(events))
    for place, opacity in ((3, 0.16), (2, 0.28)):
        sheet.boxes(
            [
                (frame.x(start), frame.y(band[1]), frame.x(end), frame.y(band[0]), theme.DATA)
                for start, end, band in _steps(question, place)
                if band is not None
            ],
            opacity=opacity,
        )
    frame.axes(sheet, date_ticks(days[0], max(last, days[-1])), PER_CENT, "", "Chance of yes")
    path: list[tuple[float, float, float, float, str]] = []
    for index, (day, p, _, _) in enumerate(question.history):
        x, y = frame.x(day.toordinal()), frame.y(p)
        if index + 1 < len(question.history):
            following = question.history[index + 1]
            next_x = frame.x(following[0].toordinal())
            path += [(x, y, next_x, y, theme.INK), (next_x, y, next_x, frame.y(following[1]), theme.INK)]
    sheet.lines(path, thick=2)
    sheet.symbols(
        [(frame.x(day.toordinal()), frame.y(p), theme.INK) for day, p, *_ in question.history], size=6
    )
    for number, (day, title) in enumerate(events, 1):
        x = frame.x(day.toordinal())
        sheet.lines([(x, frame.top, x, frame.bottom, theme.GREY)], dash=(2, 3))
        sheet.texts([(x, frame.top - 7 - 9 * (number % 2), str(number))], theme.SMALL, align="center")
        y = frame.bottom + 34 + 15 * (number - 1)
        sheet.texts([(frame.left, y, f"{number}")], theme.SMALL, bold=True)
        sheet.texts([(frame.left + 18, y, day.isoformat())], theme.SMALL)
        sheet.texts(
            [(frame.left + 82, y, fit(title, theme.SMALL, theme.WIDTH - frame.left - 90))], theme.SMALL
        )
    key = Key(sheet, 8.0)
    key.line("pooled chance", theme.INK)
    key.box("50 % band", theme.DATA, 0.4)
    key.box("90 % band", theme.DATA, 0.16)
    return sheet


def _later(days: Sequence[date]) -> date:
    """A little room after the last forecast, so that a deadline years away does not squeeze what is known."""
    room = max(1, (days[-1] - days[0]).days // 10)
    return date.fromordinal(min(days[-1].toordinal() + room, date.max.toordinal()))


def _steps(question: Asked, place: int) -> list[tuple[int, int, Band | None]]:
    """Each band from its day to the next forecast's."""
    found: list[tuple[int, int, Band | None]] = []
    for entry, following in itertools.pairwise(question.history):
        held: Any = entry[place]
        found.append((entry[0].toordinal(), following[0].toordinal(), held))
    return found
