"""Column widths for paper, judged from the text, since a page cannot scroll sideways."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

PAGE: Final = 470.0
"""Points between the margins of A4, as the PDF's template sets them."""
_LETTER: Final = 4.05
"""Points per letter of table text, a little more than the mean."""
_PADDING: Final = 11.0
"""Points left and right of a cell's text together."""
_WORD: Final = 18
"""Longer words may be broken, so they need not set a column's width."""
_SHORT: Final = 13
"""Texts of up to so many letters, such as ranges and dates, stay on one line."""
_HEAD_LINES: Final = 3
"""A column's heading may take so many lines if its column holds short texts."""
_LONG: Final = 400
"""Longer texts ask for no more room than this many letters."""


def widths(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> list[float]:
    """Return the width of each column in points; all zero if every text fits on one line beside the others.

    Each column gets room for its longest word, and beyond that so much that the tallest cell has as few lines as
    the page allows.
    """
    texts = _columns(columns, rows)
    if sum(_points(max(map(len, column))) for column in texts) <= PAGE:
        return [0.0] * len(texts)
    least = [_points(_unbroken(column)) for column in texts]
    if sum(least) >= PAGE:
        return [round(width * PAGE / sum(least), 1) for width in least]
    length = [min(max([len(head) / _HEAD_LINES, *map(len, cells)]), _LONG) for head, *cells in texts]

    def at(lines: float) -> list[float]:
        # A line is rarely full to its end: some letters are lost where it breaks.
        loss = 1.08 if lines > 1 else 1.0
        return [max(low, _points(letters / lines * loss)) for letters, low in zip(length, least, strict=True)]

    if sum(at(1.0)) <= PAGE:
        return [round(width * PAGE / sum(at(1.0)), 1) for width in at(1.0)]
    few, many = 1.0, float(_LONG)
    for _ in range(30):
        middle = (few + many) / 2
        few, many = (few, middle) if sum(at(middle)) <= PAGE else (middle, many)
    result = at(many)
    return [round(width * PAGE / sum(result), 1) for width in result]


def crowded(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    """Tell whether the longest words of all columns do not fit side by side, so that smaller type is due."""
    return sum(_points(_unbroken(column)) for column in _columns(columns, rows)) > PAGE


def row_lines(columns: Sequence[str], rows: Sequence[Sequence[str]], shares: Sequence[float]) -> list[int]:
    """Lines that each row takes on paper, at the given widths or shares; all zero stands for one line each."""
    whole = sum(shares)
    if not whole:
        return [1] * len(rows)
    letters = [max((PAGE * share / whole - _PADDING) / _LETTER, 1.0) for share in shares]
    return [
        max((math.ceil(len(text) / room) for text, room in zip(row, letters, strict=False)), default=1)
        for row in rows
    ]


def _columns(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> list[list[str]]:
    count = max([len(columns), *(len(row) for row in rows)], default=0)
    lines = [columns, *rows]
    return [[line[index] if index < len(line) else "" for line in lines] for index in range(count)]


def _points(letters: float) -> float:
    return letters * _LETTER + _PADDING


def _unbroken(column: Sequence[str]) -> int:
    """Letters that must stand side by side: the longest word, or the longest of the short texts."""
    words = [min(len(word), _WORD) for text in column for word in text.split()]
    short = [len(text) for text in column[1:] if len(text) <= _SHORT]
    return max([1, *words, *short])
