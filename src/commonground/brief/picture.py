"""Charts as pictures that may stand in a document: SVG reduced to shapes and text.

A chart's SVG comes from Vega, yet its labels come from the case file, so it is treated like any foreign text: only
known elements and attributes pass, and no address but one inside the picture.
"""

from __future__ import annotations

import base64
import re
import weakref
from typing import Final
from xml.etree import ElementTree
from xml.sax.saxutils import escape, quoteattr

from commonground.brief.document import FigureLike

_ELEMENTS: Final = frozenset(
    "svg g path text tspan rect line circle ellipse polygon polyline defs clipPath linearGradient radialGradient"
    " stop use symbol".split()
)
_ATTRIBUTES: Final = frozenset(
    "id d x y x1 y1 x2 y2 cx cy r rx ry fx fy dx dy points width height viewBox preserveAspectRatio transform rotate"
    " fill fill-opacity fill-rule stroke stroke-width stroke-opacity stroke-dasharray stroke-dashoffset"
    " stroke-linecap stroke-linejoin stroke-miterlimit opacity color font-family font-size font-style font-weight"
    " font-variant letter-spacing text-anchor dominant-baseline alignment-baseline textLength lengthAdjust direction"
    " clip-path clip-rule clipPathUnits offset stop-color stop-opacity gradientUnits gradientTransform spreadMethod"
    " overflow visibility display href".split()
)
_INNER_ADDRESS = re.compile(r"#[\w.:-]+")
_INNER_URL = re.compile(r"url\(\s*['\"]?#([\w.:-]+)['\"]?\s*\)")


_drawn: dict[int, tuple[weakref.ref[FigureLike], str]] = {}


class PictureError(ValueError):
    """A chart's picture is not an SVG this module can read."""


def drawing(figure: FigureLike) -> str:
    """Return the figure's SVG, drawn once even if several renderers ask for it: drawing is most of a brief's cost."""
    kept = _drawn.get(id(figure))
    if kept is not None and kept[0]() is figure:
        return kept[1]
    for key in [key for key, (reference, _) in _drawn.items() if reference() is None]:
        del _drawn[key]
    svg = figure.svg()
    _drawn[id(figure)] = (weakref.ref(figure), svg)
    return svg


def inline_svg(svg: str, prefix: str, label: str) -> str:
    """Return an ``<svg>`` to stand inside HTML.

    Parameters
    ----------
    svg    : the picture as Vega writes it
    prefix : put before every id, so that two pictures on one page cannot mix up their gradients and clips
    label  : alternative text

    Raises
    ------
    PictureError : not well-formed, or not an SVG, or with a document type (entities can grow without bound).
    """
    root = _parse(svg)
    width, height = root.get("width", ""), root.get("height", "")
    if not root.get("viewBox") and width and height:
        root.set("viewBox", f"0 0 {width} {height}")
    out: list[str] = []
    attributes = f' xmlns="http://www.w3.org/2000/svg" role="img" aria-label={quoteattr(label)}'
    _write(root, prefix, out, attributes)
    return "".join(out)


def framed_png(png: bytes, width: int, height: int) -> str:
    """Return an SVG that holds a raster picture; for a chart that cannot be drawn as shapes."""
    data = base64.b64encode(png).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="{width}"'
        f' height="{height}" viewBox="0 0 {width} {height}">'
        f'<image width="{width}" height="{height}" xlink:href="data:image/png;base64,{data}"/></svg>'
    )


def _parse(svg: str) -> ElementTree.Element:
    if re.search(r"<!(DOCTYPE|ENTITY)", svg, re.IGNORECASE):
        raise PictureError("a picture may not declare a document type or entities")
    try:
        root = ElementTree.fromstring(svg)  # noqa: S314  entities are refused above
    except ElementTree.ParseError as error:
        raise PictureError(f"not a well-formed SVG: {error}") from error
    if _local(root.tag) != "svg":
        raise PictureError(f"not an SVG: the outermost element is {_local(root.tag)}")
    return root


def _write(element: ElementTree.Element, prefix: str, out: list[str], extra: str = "") -> None:
    name = _local(element.tag)
    if name not in _ELEMENTS:
        return
    out.append(f"<{name}{extra}")
    for key, value in element.attrib.items():
        safe = _attribute(_local(key), value, prefix)
        if safe is not None:
            out.append(f" {_local(key)}={quoteattr(safe)}")
    inner: list[str] = []
    # Space between elements is layout in the source, except inside text.
    if element.text and name in {"text", "tspan"}:
        inner.append(escape(element.text))
    for child in element:
        _write(child, prefix, inner)
        if child.tail and name in {"text", "tspan"}:
            inner.append(escape(child.tail))
    out.append(f">{''.join(inner)}</{name}>" if inner else "/>")


def _attribute(name: str, value: str, prefix: str) -> str | None:
    if name not in _ATTRIBUTES:
        return None
    if name == "id":
        return f"{prefix}-{value}"
    if name == "href":
        return f"#{prefix}-{value[1:]}" if _INNER_ADDRESS.fullmatch(value) else None
    if "(" in value and "url" in value.lower():
        match = _INNER_URL.fullmatch(value.strip())
        return f"url(#{prefix}-{match.group(1)})" if match else None
    return value


def _local(tag: object) -> str:
    return tag.rsplit("}", 1)[-1] if isinstance(tag, str) else ""


def size(svg: str) -> tuple[int, int]:
    """Width and height of a picture in pixels, as its outermost element states them."""
    root = _parse(svg)
    box = [float(number) for number in re.findall(r"[-\d.]+", root.get("viewBox", ""))[2:4]]
    stated = [re.match(r"[\d.]+", root.get(name, "")) for name in ("width", "height")]
    width, height = (
        float(match.group()) if match else (box[index] if len(box) == 2 else 600.0)
        for index, match in enumerate(stated)
    )
    return round(width), round(height)
