"""Calibration: of what was held to be so likely, how much came about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from commonground.charts import theme
from commonground.charts.axes import PER_CENT, Frame, Key
from commonground.charts.drawing import Sheet
from commonground.charts.figure import Figure
from commonground.charts.forecast_reading import chance, records
from commonground.charts.lettering import clean, fit
from commonground.charts.reading import finite, hundredfold, mapping, percent, sequence, short

_ENOUGH = 30
_FRAME = Frame(left=66, top=52, right=366, bottom=352)
_HISTOGRAM = Frame(left=436, top=72, right=theme.WIDTH - 14, bottom=352)


def calibration(study: Mapping[str, Any]) -> Figure | None:
    """Bins of the pool's forecasts, or of the voice with most questions; None without a track record."""
    listed = records(study)
    voice = next((one for one in listed if one.get("by") == "pool"), listed[0] if listed else None)
    if voice is None:
        return None
    found = mapping(voice["yes_no"])
    given = mapping(found.get("calibration"))
    bins = [one for one in map(mapping, sequence(given.get("bins"))) if _whole(one)]
    if not bins:
        return None
    name, questions = clean(voice.get("by") or ""), int(finite(found.get("questions")) or 0)
    verdict = clean(given.get("verdict") or "")
    told = "; ".join(
        f"{percent(one['forecast'])} forecast, {percent(one['happened'])} came about (n {one['n']:.0f})"
        for one in bins
    )
    return Figure(
        id="calibration",
        title="Calibration",
        alt=f"Calibration of {short(name, 40)}: {short(verdict, 200)}. {short(told, 480)}.",
        caption=(
            f"Forecasts of {short(name, 40)} in bins: across, the mean forecast of a bin; up, the share that came "
            "about, with its 90 % interval. On the diagonal forecasts are neither too high nor too low. A larger mark "
            "stands for more questions. At the right: how often each chance was given (sharpness)."
            + (f" {questions} resolved questions are too few to judge." if questions < _ENOUGH else "")
        ),
        chart=_draw(bins, sequence(mapping(found.get("sharpness")).get("bins")), verdict, questions).chart(),
        columns=(
            "From (%)",
            "To (%)",
            "Questions",
            "Mean forecast (%)",
            "Came about (%)",
            "5 % (%)",
            "95 % (%)",
        ),
        rows=tuple(
            (
                hundredfold(one["from"]),
                hundredfold(one["to"]),
                round(float(one["n"]), 1),
                hundredfold(one["forecast"]),
                hundredfold(one["happened"]),
                hundredfold(one["low"]),
                hundredfold(one["high"]),
            )
            for one in bins
        ),
    )


def _whole(one: Mapping[str, Any]) -> bool:
    keys = ("from", "to", "forecast", "happened", "low", "high")
    return all(chance(one.get(key)) is not None for key in keys) and (finite(one.get("n")) or 0.0) > 0


def _draw(bins: Sequence[Mapping[str, Any]], shares: Sequence[Any], verdict: str, questions: int) -> Sheet:
    frame, side = _FRAME, _HISTOGRAM
    sheet = Sheet(frame.bottom + 36)
    frame.axes(sheet, PER_CENT, PER_CENT, "Forecast", "Came about")
    sheet.lines([(frame.left, frame.bottom, frame.right, frame.top, theme.GREY)], thick=1.4, dash=(5, 4))
    colour = theme.DATA if questions >= _ENOUGH else theme.GREY
    sheet.lines(
        [
            (
                frame.x(one["forecast"]),
                frame.y(one["low"]),
                frame.x(one["forecast"]),
                frame.y(one["high"]),
                colour,
            )
            for one in bins
        ],
        thick=1.6,
    )
    most = max(one["n"] for one in bins)
    for one in bins:  # the area of a mark grows with the questions in its bin
        size = 6.0 + 10.0 * (one["n"] / most) ** 0.5
        place = (frame.x(one["forecast"]), frame.y(one["happened"]), colour)
        sheet.symbols([place], size=size, hollow=questions < _ENOUGH)
    heights = [value for value in (finite(share) for share in shares) if value is not None]
    if len(heights) == 10:
        top = max(*heights, 0.01)
        side = Frame(side.left, side.top, side.right, side.bottom, 0.0, 1.0, 0.0, top)
        sheet.boxes(
            [
                (side.x(k / 10) + 1, side.y(height), side.x((k + 1) / 10) - 1, side.bottom, colour)
                for k, height in enumerate(heights)
                if height > 0
            ]
        )
        side.axes(
            sheet,
            [(0.0, "0 %"), (0.5, "50 %"), (1.0, "100 %")],
            [(0.0, "0 %"), (top, percent(top))],
            "Forecast",
        )
        sheet.texts([(side.left, side.top - 12, "Share of forecasts")], theme.BODY)
    key = Key(sheet, 8.0, left=4.0)
    key.symbol("share that came about, 90 % interval", colour, "circle", hollow=questions < _ENOUGH)
    key.line("as forecast", theme.GREY, 1.4, (5, 4))
    sheet.texts(
        [(4.0, 28.0, fit(verdict[:1].upper() + verdict[1:], theme.BODY, theme.WIDTH - 8, bold=True))],
        bold=True,
    )
    return sheet
