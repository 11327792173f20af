"""Which format a file has: by the names in its first line, or by how many fields a line has and what they hold."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence

from commonground.errors import EvidenceError, did_you_mean
from commonground.evidence.importers import acled, cline, gdelt, icews, phoenix, polecat, ucdp
from commonground.evidence.importers.layout import Found, Layout

# Those with more own names come first: an ACLED legacy export has every name of the current one.
LAYOUTS: tuple[Layout, ...] = (
    gdelt.EXPORT, gdelt.REDUCED, icews.ICEWS, polecat.POLECAT, cline.CLINE, ucdp.UCDP, acled.LEGACY, acled.ACLED,
    gdelt.GDELT2, gdelt.GDELT1, phoenix.PHOENIX,
)  # fmt: skip
_DAY8 = re.compile(r"(?:1[89]|20|21)\d{6}$")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}|\d{1,2}/\d{1,2}/\d{4}")
_LONGEST = 200_000


def layout_named(name: str) -> Layout:
    """The layout of this name.

    Raises
    ------
    EvidenceError : there is none.
    """
    named = {layout.name: layout for layout in LAYOUTS}
    if name not in named:
        raise EvidenceError(f"There is no format {name!r}", did_you_mean(name, named))
    return named[name]


def sniff(text: str, layouts: Sequence[Layout] = LAYOUTS, where: str = "the file") -> Found:
    """How a file that begins with this text is to be read.

    Raises
    ------
    EvidenceError : it is of no known format, or empty; with the names it has.
    """
    lines = [line[:_LONGEST].rstrip("\r") for line in text.split("\n") if line.strip()][:20]
    if not lines:
        raise EvidenceError(f"{where}: the file is empty", "Check the download.")
    for layout in layouts:
        found = _headed(layout, lines) if layout.header is not False else None
        found = found or (_bare(layout, lines) if layout.counts else None)
        if found is not None:
            return found
    names = ", ".join(name[:30] for name in _split(lines[0], max(",\t;", key=lines[0].count))[:8])
    known = "; ".join(layout.title for layout in layouts)
    raise EvidenceError(
        f"{where}: not one of the formats known ({known}); its first line begins: {names}",
        "For another table of events, write a mapping file and give it with --mapping.",
    )


def _headed(layout: Layout, lines: Sequence[str]) -> Found | None:
    for delimiter in layout.delimiters:
        names = _split(lines[0].removeprefix("\ufeff"), delimiter)
        plain = {name.strip().strip('"').casefold() for name in names}
        if len(names) > 1 and layout.needs and layout.needs <= plain:
            return Found(
                layout, tuple(name.strip() for name in names), delimiter, _quote(layout, lines), True
            )
    return None


def _bare(layout: Layout, lines: Sequence[str]) -> Found | None:
    """A file without a header, known by how many fields most of its lines have and by a date in them."""
    for delimiter in layout.delimiters:
        quote = _quote(layout, lines)
        rows = _records(lines, delimiter) if quote else [line.split(delimiter) for line in lines]
        fitting = [row for row in rows if len(row) in layout.counts]
        if not fitting or 2 * len(fitting) < len(rows) + (len(rows) > 1):
            continue
        count = max({len(row) for row in fitting}, key=[len(row) for row in fitting].count)
        dated = [row for row in fitting if _dated(row, layout)]
        if 2 * len(dated) >= len(fitting):
            return Found(layout, layout.columns[:count], delimiter, quote, False)
    return None


def _dated(row: Sequence[str], layout: Layout) -> bool:
    if layout is ucdp.UCDP:
        return bool(_DAY.match(row[38].strip('"'))) and row[5].strip('"') in ("1", "2", "3")
    return bool(_DAY8.match(row[1].strip()))


def _quote(layout: Layout, lines: Sequence[str]) -> str:
    """The quote sign; of layouts with it in some releases, whether most text fields here begin and end with one."""
    if layout.quote != "?":
        return layout.quote
    fields = [field.strip() for line in lines[1:] or lines for field in line.split("\t") if field.strip()]
    texts = [field for field in fields if not field.lstrip("-").replace(".", "", 1).isdigit()]
    quoted = sum(len(field) > 1 and field[0] == field[-1] == '"' for field in texts)
    return '"' if texts and 2 * quoted > len(texts) else ""


def _records(lines: Sequence[str], delimiter: str) -> list[list[str]]:
    """Rows of quoted fields, which may hold line ends; the last may be cut off and is left out."""
    rows: list[list[str]] = []
    try:
        rows.extend(csv.reader((f"{line}\n" for line in lines), delimiter=delimiter))
    except csv.Error:
        return rows
    return rows[:-1] if len(rows) > 1 else rows


def _split(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return line.split(delimiter)
