"""A chart, the words that replace it and the numbers behind it, which always travel together.

Rendering is offline and deterministic: the same figure gives the same bytes as SVG, PNG and PDF.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from html import escape
from typing import Any, TypeAlias

import vl_convert
from altair import LayerChart

from commonground.charts import theme
from commonground.charts.lettering import clean
from commonground.charts.pdf_order import settled

Cell: TypeAlias = str | float | int | None

_VEGA_LITE = "6.4"  # the version whose schema Altair writes
_TAG = re.compile(r'<[a-z](?:[^<>"]|"[^"]*")*>')
_ID = re.compile(r'(?<=\sid=")[^"]+(?=")')


@dataclass(frozen=True, eq=False, repr=False)
class Figure:
    """One chart with its alternative text, caption and data table.

    Parameters
    ----------
    id      : short name, unique in a brief, such as ``stakes``
    title   : heading, a noun phrase
    alt     : the finding in words and numbers, for readers who do not see the chart
    caption : how to read the chart, and what it leaves out
    chart   : Altair chart, laid out for 640 pixels (17 cm in print)
    columns : names of the table's columns
    rows    : what is plotted; per cents as numbers from 0 to 100
    """

    id: str
    title: str
    alt: str
    caption: str
    chart: LayerChart
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def spec(self) -> dict[str, Any]:
        """Vega-Lite specification with its data inline and the alternative text as its description."""
        spec: dict[str, Any] = self.chart.to_dict(validate=False)
        datasets = spec.pop("datasets", {})
        return {**_inline(spec, datasets), "description": self.alt, "config": theme.config(), "padding": 6}

    def svg(self) -> str:
        """SVG text, labelled with the alternative text; its ids begin with the figure's id."""
        return self._drawn

    @cached_property
    def _drawn(self) -> str:
        """The SVG, drawn once: every other form is made from it."""
        drawn = vl_convert.vegalite_to_svg(self.spec(), vl_version=_VEGA_LITE, allowed_base_urls=[])
        return _label(_own_ids(drawn, self.id), self.alt)

    def png(self, scale: float = 2.0) -> bytes:
        """PNG bytes; ``scale`` 2 prints sharply at 17 cm."""
        return bytes(vl_convert.svg_to_png(self.svg(), scale=scale))

    def pdf(self) -> bytes:
        """One-page PDF bytes, with selectable text."""
        return settled(bytes(vl_convert.svg_to_pdf(self.svg())))

    def cells(self) -> tuple[tuple[str, ...], ...]:
        """The table's rows as text, for renderers."""
        return tuple(tuple(_cell(value) for value in row) for row in self.rows)

    def html(self) -> str:
        """HTML fragment: figure, caption and a data table that opens on demand; all text is escaped."""
        head = "".join(f'<th scope="col">{escape(name)}</th>' for name in self.columns)
        body = "".join(
            "<tr>" + "".join(f"<td>{escape(value)}</td>" for value in row) + "</tr>\n" for row in self.cells()
        )
        return (
            f'<figure id="figure-{escape(self.id)}">\n{self.svg()}\n'
            f"<figcaption><strong>{escape(self.title)}.</strong> {escape(self.caption)}</figcaption>\n"
            f"<details><summary>Data of this figure</summary>\n<table>\n<thead><tr>{head}</tr></thead>\n"
            f"<tbody>\n{body}</tbody>\n</table>\n</details>\n</figure>\n"
        )

    def __repr__(self) -> str:
        return f"Figure({self.id!r}, {self.title!r}, {len(self.rows)} rows)"

    def _repr_html_(self) -> str:
        return self.html()


def _cell(value: Cell) -> str:
    if value is None:
        return "–"
    return f"{value:.10g}" if isinstance(value, float) else str(value)


def _inline(part: Any, datasets: dict[str, Any]) -> Any:
    """The specification with each data set put back where it is used (Altair gathers them at the top)."""
    if isinstance(part, list):
        return [_inline(item, datasets) for item in part]
    if not isinstance(part, dict):
        return part
    return {
        key: {"values": datasets[value["name"]]}
        if key == "data" and isinstance(value, dict) and value.get("name") in datasets
        else _inline(value, datasets)
        for key, value in part.items()
    }


def _own_ids(svg: str, owner: str) -> str:
    """Ids of an SVG renamed in order: Vega numbers them through the life of the process."""
    names: dict[str, str] = {}
    for tag in _TAG.findall(svg):
        for found in _ID.findall(tag):
            names.setdefault(found, f"{owner}-{len(names)}")

    def renamed(match: re.Match[str]) -> str:
        tag = _ID.sub(lambda found: names[found.group()], match.group())
        for old, new in names.items():
            tag = tag.replace(f"url(#{old})", f"url(#{new})")
        return tag

    return _TAG.sub(renamed, svg) if names else svg


def _label(svg: str, text: str) -> str:
    """The SVG with the alternative text on its root, which vl-convert leaves out."""
    return svg.replace("<svg ", f'<svg role="img" aria-label="{escape(clean(text))}" ', 1)
