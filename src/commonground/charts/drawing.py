"""A sheet of paper in pixels on which charts place rectangles, lines, symbols and text.

Vega-Lite lays out axes and legends by itself, but it neither wraps cell text nor keeps labels from
colliding, and it builds expressions from sort orders and conditions. Here every mark is a data row with
fixed field names: positions are worked out in Python, and text from a case only ever travels as a data value.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Literal

import altair as alt

from commonground.charts import theme

Align = Literal["left", "center", "right"]
Shape = Literal[
    "circle", "square", "diamond", "triangle-up", "triangle-down", "triangle-left", "cross", "stroke"
]


class Sheet:
    """Marks collected layer by layer; (0, 0) is the upper left corner, later layers lie on top.

    Parameters
    ----------
    height : pixels
    width  : pixels
    """

    def __init__(self, height: float, width: float = theme.WIDTH) -> None:
        self.width = round(width)
        self.height = round(height)
        self._layers: list[alt.Chart] = []

    def boxes(
        self,
        rows: Iterable[tuple[float, float, float, float, str]],
        stroke: str | None = None,
        opacity: float = 1.0,
    ) -> None:
        """Rectangles ``(left, top, right, bottom, fill)``."""
        data = [row_of(x=x, y=y, x2=x2, y2=y2, ink=fill) for x, y, x2, y2, fill in rows]
        outline: dict[str, Any] = {} if stroke is None else {"stroke": stroke, "strokeWidth": 1}
        if data:
            chart = self._chart(data).mark_rect(opacity=opacity, **outline)
            self._layers.append(chart.encode(x2=alt.X2("x2:Q"), y2=alt.Y2("y2:Q")))

    def lines(
        self,
        rows: Iterable[tuple[float, float, float, float, str]],
        thick: float = 1.0,
        dash: Sequence[int] = (),
    ) -> None:
        """Straight lines ``(x, y, x2, y2, colour)``."""
        data = [row_of(x=x, y=y, x2=x2, y2=y2, ink=colour) for x, y, x2, y2, colour in rows]
        if data:
            chart = self._chart(data).mark_rule(strokeWidth=thick, strokeDash=list(dash) or alt.Undefined)
            self._layers.append(chart.encode(x2=alt.X2("x2:Q"), y2=alt.Y2("y2:Q")))

    def curve(
        self,
        points: Iterable[tuple[float, float]],
        colour: str,
        thick: float = 2.0,
        dash: Sequence[int] = (),
    ) -> None:
        """One line through points ``(x, y)``, drawn from left to right."""
        data = [row_of(x=x, y=y, ink=colour) for x, y in points]
        if len(data) > 1:
            chart = self._chart(data).mark_line(strokeWidth=thick, strokeDash=list(dash) or alt.Undefined)
            self._layers.append(chart)

    def area(self, points: Iterable[tuple[float, float, float]], colour: str, opacity: float = 0.25) -> None:
        """The space between an upper and a lower line ``(x, y, y2)``."""
        data = [row_of(x=x, y=y, y2=y2, ink=colour) for x, y, y2 in points]
        if len(data) > 1:
            self._layers.append(
                self._chart(data).mark_area(opacity=opacity, line=False).encode(y2=alt.Y2("y2:Q"))
            )

    def symbols(
        self,
        rows: Iterable[tuple[float, float, str]],
        shape: Shape = "circle",
        size: float = 10.0,
        hollow: bool = False,
        edge: str | None = None,
    ) -> None:
        """Symbols ``(x, y, colour)`` of a diameter in pixels; hollow ones are filled with white."""
        data = [row_of(x=x, y=y, ink=colour) for x, y, colour in rows]
        if not data:
            return
        chart = self._chart(data)
        if hollow:
            mark = chart.mark_point(
                shape=shape, size=size * size, filled=False, fill=theme.PAPER, strokeWidth=1.8
            )
        elif edge is not None:
            mark = chart.mark_point(shape=shape, size=size * size, filled=True, stroke=edge, strokeWidth=1.2)
        else:
            mark = chart.mark_point(shape=shape, size=size * size, filled=True, opacity=1)
        self._layers.append(mark.encode(opacity=alt.OpacityValue(1)))

    def texts(
        self,
        rows: Iterable[tuple[float, float, str]],
        size: float = theme.BODY,
        bold: bool = False,
        align: Align = "left",
        colour: str = theme.INK,
        upright: bool = False,
    ) -> None:
        """Lines of text ``(x, y of the middle of the line, text)``; upright ones read from the bottom up."""
        data = [row_of(x=x, y=y, text=text, ink=colour) for x, y, text in rows if text]
        if data:
            chart = self._chart(data).mark_text(
                align=align,
                baseline="middle",
                fontSize=size,
                fontWeight="bold" if bold else "normal",
                angle=270 if upright else 0,
            )
            self._layers.append(chart.encode(text=alt.Text("text:N")))

    def chart(self) -> alt.LayerChart:
        """All layers as one chart of fixed size."""
        return alt.LayerChart(layer=self._layers, width=self.width, height=self.height)

    def _chart(self, data: list[dict[str, Any]]) -> alt.Chart:
        across = alt.Scale(domain=[0, self.width], nice=False, zero=False)
        down = alt.Scale(domain=[0, self.height], nice=False, zero=False, reverse=True)
        return alt.Chart(alt.InlineData(values=data)).encode(
            x=alt.X("x:Q", scale=across, axis=None),
            y=alt.Y("y:Q", scale=down, axis=None),
            color=alt.Color("ink:N", scale=None, legend=None),
        )


def row_of(**fields: float | str) -> dict[str, Any]:
    """A data row; positions are rounded so that equal layouts give equal bytes."""
    return {
        key: round(value, 2) if isinstance(value, (int, float)) else value for key, value in fields.items()
    }
