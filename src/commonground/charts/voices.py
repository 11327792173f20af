"""Voices: what each source says of each question, as dots, with the pooled chance they make."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from commonground.charts import theme
from commonground.charts.axes import PER_CENT, Frame, Key
from commonground.charts.drawing import Sheet
from commonground.charts.figure import Cell, Figure
from commonground.charts.forecast_reading import MARKS, POOL_MARK, Asked, asked
from commonground.charts.lettering import fit, listing, wrap
from commonground.charts.reading import hundredfold, percent, short

_MOST_ROWS = 36  # voices and pools drawn; what is left out is told and stands in the table
_ROW, _LEFT, _RIGHT = 20.0, 176.0, theme.WIDTH - 92.0


def voices(study: Mapping[str, Any]) -> Figure | None:
    """Dots by question; None without a pooled forecast."""
    questions = asked(study)
    if not questions:
        return None
    drawn: list[Asked] = []
    rows = 0
    for question in questions:
        rows += len(question.voices) + 1
        if drawn and rows > _MOST_ROWS:
            break
        drawn.append(question)
    left = len(questions) - len(drawn)
    return Figure(
        id="voices",
        title="Who says what, and the pooled chance",
        alt=_alt(questions),
        caption=(
            "Each mark is one voice's chance of a yes, the line through it its middle 90 % where the voice gives one. "
            "The diamond is the pooled chance: the mean of log odds, in which each family of voices weighs as shown; "
            "its line is how far it could lie if voices of the same kind were heard anew (thick 50 %, thin 90 %). "
            "At the right: the share of each voice in the pool."
            + (f" {left} more questions are in the table." if left else "")
        ),
        chart=_draw(drawn).chart(),
        columns=(
            "Question",
            "Voice",
            "Family",
            "Chance (%)",
            "5 % (%)",
            "95 % (%)",
            "Weight",
            "Pool without it (%)",
        ),
        rows=tuple(_rows(questions)),
    )


def _alt(questions: Sequence[Asked]) -> str:
    first = questions[0]
    told = [f"{short(first.text, 160)} Pooled chance {percent(first.p)}"]
    if first.band90 is not None:
        told[0] += f" (90 % band {percent(first.band90[0])} to {percent(first.band90[1])})"
    if first.voices:
        said = listing(f"{short(voice.name, 30)} {percent(voice.p)}" for voice in first.voices[:6])
        told.append(f"Voices: {said}")
    if first.words:
        told.append(short(first.words, 120)[:1].upper() + short(first.words, 120)[1:])
    others = [f"{percent(question.p)} by {short(question.deadline, 12)}" for question in questions[1:4]]
    if others:
        told.append(f"Other questions: {listing(others)}")
    return ". ".join(told) + "."


def _rows(questions: Sequence[Asked]) -> list[tuple[Cell, ...]]:
    rows: list[tuple[Cell, ...]] = []
    for question in questions:
        ends = question.band90 or (None, None)
        rows.append((question.text, "pool", "", hundredfold(question.p), *map(hundredfold, ends), None, None))
        rows += [
            (
                question.text,
                voice.name,
                MARKS[voice.family][0],
                hundredfold(voice.p),
                *map(hundredfold, voice.band or (None, None)),
                None if voice.weight is None else round(voice.weight, 3),
                hundredfold(voice.without),
            )
            for voice in question.voices
        ]
    return rows


def _draw(questions: Sequence[Asked]) -> Sheet:
    heads = [wrap(question.text, theme.BODY, theme.WIDTH - 8, 2, bold=True) for question in questions]
    shown = [question.voices[:_MOST_ROWS] for question in questions]
    tall = [14.0 * len(lines) + 8 + _ROW * (len(said) + 1) + 14 for lines, said in zip(heads, shown)]
    top = 30.0
    frame = Frame(_LEFT, top, _RIGHT, top + sum(tall))
    sheet = Sheet(frame.bottom + 36)
    across = frame.bottom
    ends = [(frame.x(value), text) for value, text in PER_CENT]
    bold: list[tuple[float, float, str]] = []
    plain: list[tuple[float, float, str]] = []
    right: list[tuple[float, float, str]] = []
    thin: list[tuple[float, float, float, float, str]] = []
    thick: list[tuple[float, float, float, float, str]] = []
    marks: dict[str, list[tuple[float, float, str]]] = {family: [] for family in MARKS}
    pools: list[tuple[float, float, str]] = []
    grid: list[tuple[float, float, float, float, str]] = []
    y = top
    for question, lines, said in zip(questions, heads, shown):
        bold += [(4.0, y + 7 + 14 * line, text) for line, text in enumerate(lines)]
        y += 14.0 * len(lines) + 8
        grid += [(x, y, x, y + _ROW * (len(said) + 1), theme.GRID) for x, _ in ends]
        for voice in said:
            middle = y + _ROW / 2
            plain.append((12.0, middle, fit(voice.name, theme.BODY, _LEFT - 24)))
            if voice.band is not None:
                thin.append(
                    (frame.x(voice.band[0]), middle, frame.x(voice.band[1]), middle, MARKS[voice.family][2])
                )
            marks[voice.family].append((frame.x(voice.p), middle, MARKS[voice.family][2]))
            weight = "" if voice.weight is None else f", weight {voice.weight:.2f}"
            right.append((_RIGHT + 8, middle, f"{_short_percent(voice.p)}{weight}"))
            y += _ROW
        middle = y + _ROW / 2
        bold.append((12.0, middle, "pooled"))
        if question.band90 is not None:
            thin.append((frame.x(question.band90[0]), middle, frame.x(question.band90[1]), middle, theme.INK))
        if question.band50 is not None:
            thick.append(
                (frame.x(question.band50[0]), middle, frame.x(question.band50[1]), middle, theme.INK)
            )
        pools.append((frame.x(question.p), middle, POOL_MARK[1]))
        right.append((_RIGHT + 8, middle, _short_percent(question.p)))
        y += _ROW + 14
    sheet.lines(grid)
    sheet.lines(thin, thick=1.4)
    sheet.lines(thick, thick=4)
    for family, (_, shape, _) in MARKS.items():
        sheet.symbols(marks[family], shape, 10)
    sheet.symbols(pools, POOL_MARK[0], 13, edge=theme.PAPER)
    sheet.lines([(frame.left, across, frame.right, across, theme.GREY)])
    sheet.texts([(x, across + 11, text) for x, text in ends], theme.SMALL, align="center")
    sheet.texts([((frame.left + frame.right) / 2, across + 27, "Chance of yes")], theme.BODY, align="center")
    sheet.texts(bold, theme.BODY, bold=True)
    sheet.texts(plain, theme.BODY)
    sheet.texts(right, theme.SMALL)
    key = Key(sheet, 8.0, left=4.0)
    for family, (name, shape, colour) in MARKS.items():
        if marks[family]:
            key.symbol(name, colour, shape)
    key.symbol("pooled", POOL_MARK[1], POOL_MARK[0])
    return sheet


def _short_percent(p: float) -> str:
    return "<1 %" if p < 0.01 else ">99 %" if p > 0.99 else percent(p)
