"""Credibility map: how biased and how well informed a mediator must be to be believed, and where each one stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from commonground.charts import theme
from commonground.charts.axes import Frame, ticks
from commonground.charts.drawing import Sheet
from commonground.charts.figure import Cell, Figure
from commonground.charts.lettering import clean, wrap
from commonground.charts.reading import (
    Measured,
    case_of,
    finite,
    hundredfold,
    mapping,
    measured,
    number,
    party_name,
    percent,
    rounded,
    sequence,
    short,
    solution_data,
    with_article,
)

_LEFT, _TOP, _WIDE, _TALL = 66, 44, 366, 282
_LIST = _LEFT + _WIDE + 26
_MOST = 9  # mediators drawn and listed beside the map; the table has all
# From never believed to always: darker is more often, and grey keeps the order. Cells are drawn as solid colour
# behind paper-edged marks, so that nothing is read from text on a dark cell.
_CLASSES = ((0.9, 0.85), (0.7, 0.62), (0.5, 0.42), (0.3, 0.25), (0.1, 0.1))
_WORDS = ("10", "30", "50", "70", "90")


@dataclass(frozen=True)
class _Map:
    """Share of draws in which a mediator is believed, by bias and accuracy."""

    bias: tuple[float, ...]
    accuracy: tuple[float, ...]
    believed: tuple[tuple[float, ...], ...]  # (bias, accuracy)


@dataclass(frozen=True)
class _Mediator:
    """A mediator of the case: where it stands, and how often it is believed there."""

    name: str
    believed: float | None
    bias: Measured
    accuracy: Measured


def credibility_map(study: Mapping[str, Any]) -> Figure | None:
    """Map of bias and accuracy with the case's mediators; None without a solution of the mediation method."""
    data = solution_data(study, "mediation")
    found = _map(mapping(data.get("map")))
    if found is None:
        return None
    mediators = [_mediator(entry) for entry in map(mapping, mapping(data.get("mediators")).values())]
    whom = _spoken_to(study)
    return Figure(
        id="credibility-map",
        title="Which mediator would be believed",
        alt=_alt(found, mediators),
        caption=(
            f"Across: a mediator's bias, above 0 towards {whom}, in units of what the whole stake is worth to a party; "
            "upwards: the chance that it reads the other side's resolve rightly, where 50 % is a guess. The darker a "
            "cell, the larger the share of draws in which a mediator with such a bias and accuracy "
            f"{_whose_cost(data)}would be worth heeding and would tell the truth. A numbered mark is a "
            "mediator of the case, at the median of its values; its bars are their middle 90 %. "
            "The list gives the share of draws in which it is itself believed."
        ),
        chart=_draw(found, mediators[:_MOST], whom).chart(),
        columns=(
            "What",
            "Bias",
            "Accuracy (%)",
            "Believed (% of draws)",
            *(f"at accuracy {percent(found.accuracy[place])}" for place in _shown(found)),
        ),
        rows=_rows(found, mediators),
    )


def _map(given: Mapping[str, Any]) -> _Map | None:
    bias, accuracy = (
        tuple(value for value in map(finite, sequence(given.get(key))) if value is not None)
        for key in ("bias", "accuracy")
    )
    shares = tuple(
        tuple(finite(share) or 0.0 for share in sequence(row)) for row in sequence(given.get("believed"))
    )
    fits = len(shares) == len(bias) > 1 and len(accuracy) > 1
    if not fits or any(len(row) != len(accuracy) for row in shares):
        return None
    return _Map(bias, accuracy, shares)


def _mediator(entry: Mapping[str, Any]) -> _Mediator:
    return _Mediator(
        name=clean(entry.get("name") or ""),
        believed=finite(entry.get("believed")),
        bias=measured(entry.get("bias")),
        accuracy=measured(entry.get("accuracy")),
    )


def _spoken_to(study: Mapping[str, Any]) -> str:
    """Whom a positive bias favours: one party if all mediators speak to the same, else in general words."""
    case = case_of(study)
    asked = mapping(solution_data(study, "crisis").get("parties")).get("demander")
    default = str(mapping(case.get("crisis")).get("demander") or asked or "")
    given = mapping(case.get("mediators")).values()
    heard = {str(mapping(entry).get("speaks_to") or default) for entry in given} or {default}
    if len(heard) == 1 and (party := heard.pop()):
        return with_article(short(party_name(study, party), 40))
    return "the side it speaks to"


def _whose_cost(data: Mapping[str, Any]) -> str:
    """The cost of a war that the map is drawn for."""
    cost = measured(mapping(data.get("map")).get("cost_of_war")).middle
    return "" if cost is None else f"and a cost of war of {rounded(cost)}, the mean of the case's mediators, "


def _alt(found: _Map, mediators: Sequence[_Mediator]) -> str:
    shares = [share for row in found.believed for share in row]
    told = (
        f"Map of a mediator's bias from {number(found.bias[0])} to {number(found.bias[-1])} and its accuracy from "
        f"{percent(found.accuracy[0])} to {percent(found.accuracy[-1])}: it is believed in {percent(min(shares))} to "
        f"{percent(max(shares))} of draws."
    )
    named = [f"{short(m.name, 40)} {percent(m.believed)}" for m in mediators if m.believed is not None]
    if named:
        told += f" Believed in the case: {', '.join(named[:_MOST])}."
    return told


def _rows(found: _Map, mediators: Sequence[_Mediator]) -> tuple[tuple[Cell, ...], ...]:
    rows: list[tuple[Cell, ...]] = [
        (
            f"{place}. {m.name}",
            _range(m.bias, rounded),
            _range(m.accuracy, lambda share: percent(share).removesuffix(" %")),
            hundredfold(m.believed),
            *(None for _ in _shown(found)),
        )
        for place, m in enumerate(mediators, 1)
    ]
    rows += [
        ("map", round(bias, 4), None, None, *(hundredfold(shares[place]) for place in _shown(found)))
        for bias, shares in zip(found.bias, found.believed)
    ]
    return tuple(rows)


def _shown(found: _Map) -> tuple[int, ...]:
    """Accuracies that the table has a column for: about six, the first and the last among them."""
    last = len(found.accuracy) - 1
    return tuple(sorted({round(last * step / 5) for step in range(6)}))


def _range(measure: Measured, write: Any) -> str:
    return f"{write(measure.median)} ({write(measure.low)} to {write(measure.high)})"


def _draw(found: _Map, mediators: Sequence[_Mediator], whom: str) -> Sheet:
    frame = Frame(
        _LEFT, _TOP, _LEFT + _WIDE, _TOP + _TALL,
        x_low=found.bias[0], x_high=found.bias[-1], y_low=found.accuracy[0], y_high=found.accuracy[-1],
    )  # fmt: skip
    sheet = Sheet(max(frame.bottom + 36, _TOP + 20 + 44 * len(mediators)))
    columns, rows = _edges(found.bias), _edges(found.accuracy)
    for index, (least, opacity) in enumerate(_CLASSES):
        most = _CLASSES[index - 1][0] if index else 2.0
        sheet.boxes(_runs(found, frame, columns, rows, least, most), opacity=opacity)
    frame.axes(
        sheet,
        ticks(found.bias[0], found.bias[-1], 8),
        [(value, percent(value)) for value, _ in ticks(found.accuracy[0], found.accuracy[-1])],
        f"Bias (above 0: towards {whom})",
        "Accuracy",
    )
    _scale(sheet)
    _marks(sheet, frame, mediators)
    return sheet


def _edges(values: Sequence[float]) -> list[float]:
    """Borders half-way between neighbours; the outer ones at the first and last value."""
    inner = [(one + two) / 2 for one, two in pairwise(values)]
    return [values[0], *inner, values[-1]]


def _runs(
    found: _Map, frame: Frame, columns: Sequence[float], rows: Sequence[float], least: float, most: float
) -> list[tuple[float, float, float, float, str]]:
    """Cells of one class as few boxes, on whole pixels: where two boxes meet, a seam can show."""
    boxes: list[tuple[float, float, float, float, str]] = []
    open_runs: dict[tuple[int, int], int] = {}  # rows of a run -> column at which it began
    for i in range(len(found.bias) + 1):
        runs = _runs_of(found.believed[i], least, most) if i < len(found.bias) else []
        for (bottom, top), start in list(open_runs.items()):
            if (bottom, top) not in runs:
                left, right = round(frame.x(columns[start])), round(frame.x(columns[i]))
                boxes.append(
                    (left, round(frame.y(rows[top])), right, round(frame.y(rows[bottom])), theme.DATA)
                )
                del open_runs[bottom, top]
        for run in runs:
            open_runs.setdefault(run, i)
    return boxes


def _runs_of(shares: Sequence[float], least: float, most: float) -> list[tuple[int, int]]:
    """Stretches of neighbouring cells of one class in a column: first row, and the row after the last."""
    inside = [least <= share < most for share in shares]
    starts = [j for j, is_in in enumerate(inside) if is_in and not (j and inside[j - 1])]
    ends = [j + 1 for j, is_in in enumerate(inside) if is_in and not (j + 1 < len(inside) and inside[j + 1])]
    return list(zip(starts, ends))


def _scale(sheet: Sheet) -> None:
    """The classes from light to dark above the map."""
    sheet.texts([(_LEFT, 10, "Believed in this share of draws (%)")], theme.BODY)
    left, wide = _LEFT + 196.0, 34
    for place, (_, opacity) in enumerate(reversed(_CLASSES)):
        box = (left + wide * (place + 1), 4, left + wide * (place + 2), 16)
        sheet.boxes([(*box, theme.DATA)], opacity=opacity)
    sheet.boxes([(left, 4, left + wide, 16, theme.PAPER)], stroke=theme.GREY)
    edges = [(left + wide * (place + 1), 25, text) for place, text in enumerate(_WORDS)]
    sheet.texts(edges, theme.SMALL, align="center")


def _marks(sheet: Sheet, frame: Frame, mediators: Sequence[_Mediator]) -> None:
    bars: list[tuple[float, float, float, float]] = []
    spots: list[tuple[float, float, str]] = []
    placed: list[tuple[float, float]] = []
    dots: list[tuple[float, float, str]] = []
    for place, mediator in enumerate(mediators, 1):
        bias, accuracy = mediator.bias, mediator.accuracy
        if bias.median is None or accuracy.median is None:
            continue
        x, y = frame.x(bias.median), frame.y(accuracy.median)
        if bias.low is not None and bias.high is not None:
            bars.append((frame.x(bias.low), y, frame.x(bias.high), y))
        if accuracy.low is not None and accuracy.high is not None:
            bars.append((x, frame.y(accuracy.low), x, frame.y(accuracy.high)))
        # A number that would cover another one steps aside, with a line back to its place.
        at = _free(x, y, placed)
        if at != (x, y):
            bars.append((x, y, *at))
        dots.append((x, y, theme.INK))
        placed.append(at)
        spots.append((*at, str(place)))
    sheet.lines([(*bar, theme.PAPER) for bar in bars], thick=4.5)
    sheet.lines([(*bar, theme.INK) for bar in bars], thick=1.8)
    sheet.symbols(dots, size=6)
    sheet.symbols([(x, y, theme.INK) for x, y, _ in spots], size=17, hollow=True)
    sheet.texts(spots, theme.SMALL, bold=True, align="center")
    numbers: list[tuple[float, float, str]] = []
    names: list[tuple[float, float, str]] = []
    y = _TOP + 8.0
    for place, mediator in enumerate(mediators, 1):
        numbers.append((_LIST + 8, y, str(place)))
        lines = wrap(mediator.name, theme.BODY, theme.WIDTH - _LIST - 24, 2)
        believed = f"believed in {percent(mediator.believed)}"
        names += [(_LIST + 22, y + 13 * line, text) for line, text in enumerate([*lines, believed])]
        y += 13 * (len(lines) + 1) + 8
    sheet.symbols([(x, y, theme.INK) for x, y, _ in numbers], size=17, hollow=True)
    sheet.texts(numbers, theme.SMALL, bold=True, align="center")
    sheet.texts(names, theme.BODY)


def _free(x: float, y: float, placed: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """The place itself, or the nearest of those around it where a number covers no other."""
    around = [(x, y)]
    for ring in (20, 40, 60):
        around += [(x + ring * a, y + ring * b) for a, b in ((1, -1), (-1, -1), (1, 1), (-1, 1))]
    return next(
        (p for p in around if all(max(abs(p[0] - a), abs(p[1] - b)) >= 18 for a, b in placed)), (x, y)
    )
