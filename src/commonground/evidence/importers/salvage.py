"""Rows of a piece that DuckDB's reader would not take, one by one."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from commonground.evidence.importers.layout import Found

_BLANK = str.maketrans("\t\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029", " " * 11)


def rewrite(path: Path, plain: Path, found: Found, header: bool) -> list[tuple[int, str, str]]:
    """Write the whole rows of a file, tabs between fields and no quotes; give (line, reason, text) of the rest."""
    rejected: list[tuple[int, str, str]] = []
    with (
        path.open(encoding="utf-8", newline="\n") as lines,
        plain.open("w", encoding="utf-8", newline="\n") as sink,
    ):
        for number, line in enumerate(lines, 1):
            if (number == 1 and header) or not line.strip():
                continue
            row = _fields(line.rstrip("\n"), found)
            if row is None or len(row) != len(found.names):
                few = row is not None and len(row) < len(found.names)
                reason = "UNQUOTED VALUE" if row is None else "MISSING COLUMNS" if few else "TOO MANY COLUMNS"
                rejected.append((number, reason, line[:200]))
                continue
            sink.write("\t".join(field.translate(_BLANK) for field in row) + "\n")
    return rejected


def _fields(line: str, found: Found) -> list[str] | None:
    if not found.quote:
        return line.split(found.delimiter)
    try:
        rows: Iterator[list[str]] = csv.reader([line], delimiter=found.delimiter, strict=True)
        return next(rows, None)
    except csv.Error:
        return None
