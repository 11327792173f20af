"""Two axes with ticks, grid and titles on a sheet: from values to pixels."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from commonground.charts import theme
from commonground.charts.drawing import Shape, Sheet
from commonground.charts.lettering import fit, text_width
from commonground.charts.reading import numbers

PER_CENT = tuple((share / 100, f"{share} %") for share in (0, 20, 40, 60, 80, 100))


@dataclass(frozen=True)
class Frame:
    """A plot's place on the sheet in pixels, and the values at its edges; what lies beyond is drawn at the edge."""

    left: float
    top: float
    right: float
    bottom: float
    x_low: float = 0.0
    x_high: float = 1.0
    y_low: float = 0.0
    y_high: float = 1.0

    def x(self, value: float) -> float:
        share = (value - self.x_low) / (self.x_high - self.x_low)
        return self.left + min(max(share, 0.0), 1.0) * (self.right - self.left)

    def y(self, value: float) -> float:
        share = (value - self.y_low) / (self.y_high - self.y_low)
        return self.bottom - min(max(share, 0.0), 1.0) * (self.bottom - self.top)

    def axes(
        self,
        sheet: Sheet,
        across: Iterable[tuple[float, str]],
        up: Iterable[tuple[float, str]],
        across_title: str = "",
        up_title: str = "",
    ) -> None:
        """Grid, axis lines, ticks with their text, the title below and the upright title at the left."""
        across, up = tuple(across), tuple(up)
        sheet.lines([(self.left, self.y(value), self.right, self.y(value), theme.GRID) for value, _ in up])
        sheet.lines(
            [(self.x(value), self.top, self.x(value), self.bottom, theme.GRID) for value, _ in across]
        )
        sheet.lines(
            [
                (self.left, self.bottom, self.right, self.bottom, theme.GREY),
                (self.left, self.top, self.left, self.bottom, theme.GREY),
            ]
        )
        sheet.texts(
            [(self.x(value), self.bottom + 11, text) for value, text in across], theme.SMALL, align="center"
        )
        sheet.texts([(self.left - 6, self.y(value), text) for value, text in up], theme.SMALL, align="right")
        middle = (self.left + self.right) / 2
        title = fit(across_title, theme.BODY, self.right - self.left)
        sheet.texts([(middle, self.bottom + 27, title)], theme.BODY, align="center")
        tall = fit(up_title, theme.BODY, self.bottom - self.top + 30)
        sheet.texts(
            [(self.left - 46, (self.top + self.bottom) / 2, tall)], theme.BODY, align="center", upright=True
        )


class Key:
    """What lines, areas and symbols stand for, in rows of text at the top of a sheet, written as they are added."""

    def __init__(self, sheet: Sheet, top: float, left: float = 66.0) -> None:
        self._sheet, self._y, self._left, self._x = sheet, top, left, left

    @property
    def bottom(self) -> float:
        return self._y + 9

    def line(self, text: str, colour: str, thick: float = 2.4, dash: Sequence[int] = ()) -> None:
        x = self._room(text, 26)
        self._sheet.lines([(x, self._y, x + 20, self._y, colour)], thick=thick, dash=dash)

    def box(self, text: str, colour: str, opacity: float = 1.0) -> None:
        x = self._room(text, 20)
        self._sheet.boxes([(x, self._y - 6, x + 14, self._y + 6, colour)], opacity=opacity)

    def symbol(self, text: str, colour: str, shape: Shape, size: float = 11.0, hollow: bool = False) -> None:
        x = self._room(text, 18)
        self._sheet.symbols([(x + 6, self._y, colour)], shape, size, hollow)

    def next_line(self) -> None:
        self._x, self._y = self._left, self._y + 18

    def _room(self, text: str, mark: float) -> float:
        """Write a text, on a new line if it does not fit on this one; gives where its mark stands."""
        wide = text_width(text, theme.BODY)
        if self._x > self._left and self._x + mark + wide > theme.WIDTH:
            self.next_line()
        x = self._x
        self._sheet.texts([(x + mark, self._y, fit(text, theme.BODY, theme.WIDTH - x - mark))], theme.BODY)
        self._x = x + mark + wide + 18
        return x


def ticks(low: float, high: float, most: int = 6) -> list[tuple[float, str]]:
    """Round values from low to high, at most so many, with their text."""
    if not high > low:
        return [(low, numbers([low])[0])]
    raw = (high - low) / max(most - 1, 1)
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= raw * (1 - 1e-9))
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    values = [round(place * step, 12) + 0.0 for place in range(first, last + 1)]
    return list(zip(values, numbers(values)))


def outer(low: float, high: float, room: float = 0.06) -> tuple[float, float]:
    """Edges of an axis around what is drawn; never of no length."""
    if high - low < 1e-9:
        return low - 0.5, high + 0.5
    return low - room * (high - low), high + room * (high - low)


def crossing(points: Iterable[tuple[float, float]], level: float = 0.0) -> float | None:
    """The first x at which a line through the points passes a level."""
    earlier: tuple[float, float] | None = None
    for x, y in points:
        if earlier is not None and (earlier[1] - level) * (y - level) <= 0 and earlier[1] != y:
            return earlier[0] + (x - earlier[0]) * (level - earlier[1]) / (y - earlier[1])
        earlier = (x, y)
    return None
