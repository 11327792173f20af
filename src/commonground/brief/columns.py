"""Column widths for paper, judged from the text, since a page cannot scroll sideways."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

_NARROW: Final = 11
"""A column whose longest text has at most this many characters is as wide as that text."""
_PAGE: Final = 88
"""Characters of table text that fit side by side on the page."""
_WORD: Final = 16
"""A word longer than this may be broken."""


def shares(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> list[float]:
    """Return one share of the page width per column; 0 stands for 'as wide as its longest text'."""
    count = max([len(columns), *(len(row) for row in rows)], default=0)
    texts = [[row[index] for row in rows if index < len(row)] for index in range(count)]
    heads = [columns[index] if index < len(columns) else "" for index in range(count)]
    longest = [max(map(len, [head, *column]), default=0) for head, column in zip(heads, texts, strict=True)]
    if sum(longest) + 3 * count <= _PAGE:
        return [0.0] * count
    result: list[float] = []
    for head, column, length in zip(heads, texts, longest, strict=True):
        if length <= _NARROW and count <= 7:
            result.append(0.0)
            continue
        word = max((len(word) for text in [head, *column] for word in text.split()), default=1)
        typical = sorted(map(len, column))[len(column) * 3 // 4] if column else len(head)
        result.append(float(max(min(word, _WORD), min(typical, 60) ** 0.75, 4)))
    return result if any(result) else [1.0] * count
