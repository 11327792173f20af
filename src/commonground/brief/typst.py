"""The brief as PDF: tagged, PDF/UA-1, A4, the same bytes each time.

The document tree goes to the Typst template as JSON data, so no word of it is ever read as Typst markup. Fonts are
those inside the typst package, the creation date is the brief's own date, and nothing is fetched.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from importlib.resources import files
from typing import Any, Final

from commonground.brief.columns import PAGE, crowded, row_lines, widths
from commonground.brief.document import Brief, FigureLike, iter_figures
from commonground.brief.foreign import breakable, clean
from commonground.brief.glyphs import drawable, plain
from commonground.brief.outline import outline_svg
from commonground.brief.picture import PictureError, drawing, framed_png, size
from commonground.brief.tree import Node, brief_tree

DATA_ROWS: Final = 12
"""Most rows of a chart's data printed in the PDF; HTML, Markdown and JSON hold more."""
SHORT: Final = 12
"""Tables of at most so many lines stay on one page."""
SIDE_BY_SIDE: Final = 26
"""The same for tables of five columns or more, which are read downwards."""
TALL: Final = 20
"""Rows of more lines may break across pages."""
DATA_LETTERS: Final = 150
"""Longest cell of a chart's data printed in the PDF."""
_RETRIES: Final = 12
# Strings the template uses as names, addresses, pictures or descriptions; they are never broken into lines.
_NAMES: Final = frozenset({"k", "id", "to", "uses", "url", "picture", "as_of", "language", "align"})


def render_pdf(brief: Brief) -> bytes:
    """Return the brief as PDF.

    Limits
    ------
    Chinese, Japanese, Korean, emoji and some rarer scripts are printed as "□": the fonts at hand do not hold them,
    and PDF/UA allows no empty boxes. Arabic and Persian are joined, but set in a fixed-width face.
    """
    tree = _prepared(brief)
    timestamp = int(datetime(brief.as_of.year, brief.as_of.month, brief.as_of.day, tzinfo=UTC).timestamp())
    missing = ""
    for _ in range(_RETRIES):
        result = _compile(_printable(tree, lambda words: drawable(words, missing)), timestamp)  # noqa: B023
        if isinstance(result, bytes):
            return result
        missing += result
    result = _compile(_printable(tree, plain), timestamp)
    if isinstance(result, bytes):
        return result
    raise RuntimeError(
        f"the PDF's fonts cannot draw {result!r}, not even after the text was reduced to Latin"
    )


def _prepared(brief: Brief) -> Node:
    """Return the tree with what only paper needs: pictures as shapes, column widths, the charts' data as an annex."""
    tree = brief_tree(brief)
    pictures = iter(iter_figures(brief))
    data: list[Node] = []
    for section in tree["sections"]:
        for node in section["blocks"]:
            if node["k"] == "figure":
                node["picture"], node["width"] = _picture(next(pictures))
                data.extend(_data(node))
            elif node["k"] == "table":
                texts = [["".join(part["t"] for part in cell) for cell in row] for row in node["rows"]]
                node["shares"] = node["widths"] or widths(node["columns"], texts)
                node["crowded"] = crowded(node["columns"], texts)
                lines = row_lines(node["columns"], texts, node["shares"])
                node["short"] = sum(lines) <= (SIDE_BY_SIDE if len(node["columns"]) > 4 else SHORT)
                node["tall"] = max(lines, default=0) > TALL
            elif node["k"] == "headline":
                node["size"] = (
                    22 if len(node["number"]["t"]) <= 5 else 17 if len(node["number"]["t"]) <= 8 else 12
                )
            elif node["k"] == "numbers":
                for row in node["rows"]:  # "9 %" stays on one line
                    texts = row["printed"].split(", ")
                    row["printed"] = ", ".join(
                        text.replace(" ", "\u00a0") if len(text) <= 20 else text for text in texts
                    )
            elif node["k"] == "sources":
                for item in node["items"]:
                    about = (item["publisher"], item["date"], item["kind"])
                    grade = f"reliability {item['reliability']}" if item["reliability"] else ""
                    item["about"] = ", ".join(filter(None, (*about, grade)))
    if data:
        tree["sections"].append(
            {
                "id": "section:chart-data",
                "title": "Data of the charts",
                "annex": True,
                "blocks": data,
            }
        )
    tree["short_title"] = tree["title"] if len(tree["title"]) <= 90 else tree["title"][:89] + "…"
    tree["language"] = (
        tree["lang"].partition("-")[0] if re.fullmatch("[a-z]{2,3}(-.*)?", tree["lang"]) else "en"
    )
    return tree


def _picture(figure: FigureLike) -> tuple[str, float]:
    svg = drawing(figure)
    width, height = size(svg)
    points = min(width * 0.75, PAGE)
    try:
        return outline_svg(svg), points
    except (PictureError, RuntimeError, ValueError):
        # A picture that the shape drawing cannot follow is still shown, as a raster.
        return framed_png(figure.png(3.0), width, height), points


def _data(node: Node) -> list[Node]:
    rows = [[clean(value, DATA_LETTERS) for value in row] for row in node["rows"][:DATA_ROWS]]
    more = len(node["rows"]) - len(rows) + node["more_rows"]
    table: Node = {
        "k": "data",
        "caption": f"Figure {node['number']}. {node['title']}",
        "columns": node["columns"],
        "rows": rows,
        "align": node["align"],
        "shares": widths(node["columns"], rows),
        "crowded": crowded(node["columns"], rows),
    }
    if not node["columns"]:
        return []
    if more <= 0:
        return [table]
    note = f"{more} more {'row' if more == 1 else 'rows'}: see the HTML or JSON form of this brief."
    return [table, {"k": "paragraph", "parts": [{"k": "em", "t": note, "rtl": False}]}]


def _printable(tree: Node, drawn: Callable[[str], str]) -> str:
    def walk(value: Any, key: str = "") -> Any:
        if isinstance(value, dict):
            return {name: walk(item, name) for name, item in value.items()}
        if key in _NAMES:
            return value
        if isinstance(value, list):
            return [walk(item, key) for item in value]
        if isinstance(value, str):
            text = drawn(value)
            return text if key == "alt" else breakable(text, every=24 if key == "path" else 15)
        return value

    return json.dumps(walk(tree), ensure_ascii=False)


def _compile(text: str, timestamp: int) -> bytes | str:
    """Return the PDF, or the characters that no font could draw."""
    import typst

    template = files("commonground.brief").joinpath("templates/brief.typ").read_bytes()
    try:
        result = typst.compile(
            template,
            format="pdf",
            ignore_system_fonts=True,
            sys_inputs={"brief": text},
            pdf_standards="ua-1",
            timestamp=timestamp,
        )
    except typst.TypstError as error:
        undrawn = re.search(r'the text `"(.*)"` could not be displayed', error.message, re.DOTALL)
        if undrawn is None:
            raise
        return _unescaped(undrawn.group(1))
    return bytes(result)


def _unescaped(text: str) -> str:
    return re.sub(r"\\u\{([0-9a-f]+)\}", lambda match: chr(int(match.group(1), 16)), text)
