"""A chart as shapes alone, its letters included, so that it looks the same whatever fonts are at hand.

PDF/UA refuses embedded PDF pages, and as SVG a chart's text would be set again in another font than the one it was
laid out for. So a chart goes through PDF once, with its own fonts, and comes back as shapes.
"""

from __future__ import annotations

import base64
import re
from functools import lru_cache
from typing import Final

from commonground.brief.picture import PictureError

_SHELL: Final = (
    '#set page(width: auto, height: auto, margin: 0pt, fill: none)\n#image(bytes(({},)), format: "pdf")'
)
_INNER = re.compile(r'"data:image/svg\+xml;base64,([A-Za-z0-9+/=]+)"')
_LETTER = re.compile(r'<path id="(g\d+)" d="([^"]*)"/>\s*')
_USE = re.compile(r'<use xlink:href="#(g\d+)"([^>]*)/>')
_TRANSFORM = re.compile(r' transform="([^"]*)"')
_STEP = re.compile(r"[A-Za-z]|-?[\d.]+(?:e-?\d+)?")
_COORDINATES: Final = {"M": 2, "L": 2, "Q": 4, "C": 6, "Z": 0}


@lru_cache(maxsize=64)
def outline_svg(svg: str) -> str:
    """Return the picture with its text drawn as shapes.

    Raises
    ------
    PictureError : the picture could not be drawn as shapes; a raster is the way out.
    """
    import typst
    import vl_convert

    page = vl_convert.svg_to_pdf(svg)
    source = _SHELL.format(",".join(map(str, page)))
    shell = typst.compile(source.encode(), format="svg", ignore_system_fonts=True).decode()
    inner = _INNER.search(shell)
    if inner is None:
        raise PictureError("the chart could not be drawn as shapes")
    return _compact(base64.b64decode(inner.group(1)).decode())


def _compact(svg: str) -> str:
    """Draw each letter from its own first point, in hundredths of a pixel.

    The same letter then has the same numbers wherever it stands, so that it is written once, and the PDF packs to a
    fifth of the size.
    """
    shapes = {match[1]: _relative(match[2]) for match in _LETTER.finditer(svg)}
    names: dict[str, str] = {}

    def placed(match: re.Match[str]) -> str:
        shape, x, y = shapes[match[1]]
        if not shape:
            return ""
        given = _TRANSFORM.search(match[2])
        place = f"{given[1] if given else ''} translate({x:.2f} {y:.2f}) scale(.01)".strip()
        name = names.setdefault(shape, f"letter-{len(names)}")
        return f'<use xlink:href="#{name}" transform="{place}"{_TRANSFORM.sub("", match[2])}/>'

    drawn = _USE.sub(placed, _LETTER.sub("", svg))
    if not names:
        return drawn
    letters = "".join(f'<path id="{name}" d="{shape}"/>' for shape, name in names.items())
    head = drawn.index(">", drawn.index("<svg")) + 1
    return f"{drawn[:head]}<defs>{letters}</defs>{drawn[head:]}"


def _relative(path: str) -> tuple[str, float, float]:
    """Path in whole hundredths from its first point, quadratic curves as cubic ones, and that first point."""
    steps = _STEP.findall(path)
    out: list[str] = []
    first: tuple[float, float] | None = None
    x = y = 0.0
    index, command = 0, ""
    while index < len(steps):
        if steps[index].isalpha():
            command = steps[index]
            index += 1
            if command not in _COORDINATES:
                raise PictureError(f"unknown path command {command}")
            out.append("C" if command == "Q" else command)
        count = _COORDINATES[command]
        if not count:
            continue
        values = [float(step) for step in steps[index : index + count]]
        index += count
        if first is None:
            first = (values[0], values[1])
        if command == "Q":
            # PDF knows cubic curves only; left to later, the thirds would be written with all their digits.
            p, q, end_x, end_y = values
            values = [
                (x + 2 * p) / 3,
                (y + 2 * q) / 3,
                (end_x + 2 * p) / 3,
                (end_y + 2 * q) / 3,
                end_x,
                end_y,
            ]
        x, y = values[-2:]
        out.extend(str(round((value - first[place % 2]) * 100)) for place, value in enumerate(values))
    return " ".join(out), *(first or (0.0, 0.0))
