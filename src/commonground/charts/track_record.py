"""Track record: every voice's Brier score beside what would have been scored without skill."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from commonground.charts import theme
from commonground.charts.axes import Frame, Key, ticks
from commonground.charts.drawing import Sheet
from commonground.charts.figure import Figure
from commonground.charts.forecast_reading import records
from commonground.charts.lettering import clean, fit, listing
from commonground.charts.reading import finite, mapping, short

_MOST = 30
_ENOUGH = 30
_Z90 = 1.645
_ROW, _LEFT = 24.0, 150.0
_BASES = (
    ("half", "always 50 %", theme.GREY, "stroke"),
    ("base_rate", "base rate", theme.INK, "cross"),
    ("last_value", "what it had said before", theme.GREY, "triangle-down"),
)


@dataclass(frozen=True)
class _Line:
    """One voice: score, its 90 % interval, baselines on the same questions and days."""

    name: str
    questions: int
    brier: float
    low: float | None
    high: float | None
    bases: Mapping[str, float | None]


def track_record(study: Mapping[str, Any]) -> Figure | None:
    """Scores by voice; None without a track record."""
    lines = [_line(voice) for voice in records(study)]
    if not lines:
        return None
    drawn = lines[:_MOST]
    few = [line.name for line in drawn if line.questions < _ENOUGH]
    best = listing(f"{short(line.name, 30)} {line.brier:.3f} on {line.questions}" for line in drawn[:6])
    base = drawn[0].bases.get("base_rate")
    return Figure(
        id="track-record",
        title="Track record",
        alt=(
            f"Brier scores, lower is better: {best} resolved questions. "
            + ("" if base is None else f"The base rate scores {base:.3f} on the questions of the first; ")
            + "always saying 50 % scores 0.250."
        ),
        caption=(
            "Dot: the mean Brier score of a voice (one-sided, 0 to 1), each forecast weighted by the days it stood; "
            "line: its 90 % interval over questions. Marks: what would have been scored on the same questions and days "
            "by always saying 50 %, by the base rate of all resolved questions, and by what the voice had said before. "
            "Voices answered different questions, so compare each with its own marks."
            + (" Voices with fewer than 30 resolved questions are hollow: too few to judge." if few else "")
        ),
        chart=_draw(drawn).chart(),
        columns=("Voice", "Questions", "Brier", "5 %", "95 %", "Always 50 %", "Base rate", "Said before"),
        rows=tuple(
            (
                line.name,
                line.questions,
                _round(line.brier),
                _round(line.low),
                _round(line.high),
                *(_round(line.bases.get(key)) for key, *_ in _BASES),
            )
            for line in lines
        ),
    )


def _line(voice: Mapping[str, Any]) -> _Line:
    found = mapping(voice["yes_no"])
    brier, error = finite(found.get("brier")) or 0.0, finite(found.get("brier_se"))
    bases = mapping(found.get("baselines"))
    return _Line(
        clean(voice.get("by") or ""),
        int(finite(found.get("questions")) or 0),
        brier,
        None if error is None else max(0.0, brier - _Z90 * error),
        None if error is None else min(1.0, brier + _Z90 * error),
        {key: finite(mapping(bases.get(key)).get("brier")) for key, *_ in _BASES},
    )


def _round(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def _draw(lines: Sequence[_Line]) -> Sheet:
    top = 50.0
    bottom = top + _ROW * len(lines)
    known = [
        value
        for line in lines
        for value in (line.high, line.brier, *line.bases.values())
        if value is not None
    ]
    frame = Frame(_LEFT, top, theme.WIDTH - 96, bottom, 0.0, min(1.0, max(0.27, 1.05 * max(known))))
    sheet = Sheet(bottom + 36)
    across = ticks(0.0, frame.x_high)
    sheet.lines([(frame.x(value), top, frame.x(value), bottom, theme.GRID) for value, _ in across])
    sheet.lines([(frame.left, bottom, frame.right, bottom, theme.GREY)])
    sheet.texts([(frame.x(value), bottom + 11, text) for value, text in across], theme.SMALL, align="center")
    sheet.texts(
        [((frame.left + frame.right) / 2, bottom + 27, "Brier score, lower is better")],
        theme.BODY,
        align="center",
    )
    middles = [top + _ROW * (place + 0.5) for place in range(len(lines))]
    sheet.texts(
        [(4.0, y, fit(line.name, theme.BODY, _LEFT - 14)) for line, y in zip(lines, middles)], theme.BODY
    )
    sheet.texts(
        [(frame.right + 8, y, f"{line.brier:.3f}, n {line.questions}") for line, y in zip(lines, middles)],
        theme.SMALL,
    )
    sheet.lines(
        [
            (frame.x(line.low), y, frame.x(line.high), y, theme.DATA)
            for line, y in zip(lines, middles)
            if line.low is not None and line.high is not None
        ],
        thick=1.6,
    )
    for key, _, colour, shape in _BASES:
        if shape == "stroke":
            sheet.lines(
                [
                    (frame.x(value), y - 8, frame.x(value), y + 8, colour)
                    for line, y in zip(lines, middles)
                    if (value := line.bases.get(key)) is not None
                ],
                thick=2.2,
            )
        else:
            sheet.symbols(
                [
                    (frame.x(value), y, colour)
                    for line, y in zip(lines, middles)
                    if (value := line.bases.get(key)) is not None
                ],
                "cross" if shape == "cross" else "triangle-down",
                9,
            )
    for hollow in (False, True):
        sheet.symbols(
            [
                (frame.x(line.brier), y, theme.DATA)
                for line, y in zip(lines, middles)
                if (line.questions < _ENOUGH) == hollow
            ],
            size=11,
            hollow=hollow,
        )
    key_row = Key(sheet, 8.0, left=4.0)
    key_row.symbol("Brier score, 90 % interval", theme.DATA, "circle")
    if any(line.questions < _ENOUGH for line in lines):
        key_row.symbol("fewer than 30 questions", theme.DATA, "circle", hollow=True)
    key_row.line(_BASES[0][1], _BASES[0][2], 2.2)
    key_row.symbol(_BASES[1][1], _BASES[1][2], "cross")
    key_row.symbol(_BASES[2][1], _BASES[2][2], "triangle-down")
    return sheet
