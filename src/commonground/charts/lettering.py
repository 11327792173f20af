"""Measure, shorten, wrap and place text for charts whose labels come from a case file.

Charts are laid out before Vega sees them, so label widths must be known here. Widths are those of Liberation
Sans (the font that vl-convert carries), which equal Arial's and Helvetica's; other scripts are estimated
generously.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

ELLIPSIS = "…"

# Advance widths of code points 32 to 126 in thousandths of the font size.
_REGULAR = (
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556,
    556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778,
    722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278,
    278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556,
    556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
)  # fmt: skip
_BOLD = (
    278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556,
    556, 556, 556, 556, 556, 556, 333, 333, 584, 584, 584, 611, 975, 722, 722, 722, 722, 667, 611, 778,
    722, 278, 556, 722, 611, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 333,
    278, 333, 584, 556, 333, 556, 611, 556, 611, 556, 333, 611, 611, 278, 278, 556, 278, 889, 611, 611,
    611, 611, 389, 556, 333, 611, 556, 778, 556, 556, 500, 389, 280, 389, 584,
)  # fmt: skip
# Signs beyond them that charts use often, at the wider of regular and bold.
_KNOWN = dict(zip("–—…·’‘“”→±−", (556, 1000, 1000, 333, 278, 278, 500, 500, 1000, 584, 584), strict=True))
_LONGEST = 20_000  # a name longer than this is cut before any work is done on it
_STACKED = 4  # combining marks kept on one letter; more than any script needs


def clean(text: object, longest: int = _LONGEST) -> str:
    """Text on one line without control, override or unpaired characters; every writing system is kept."""
    kept: list[str] = []
    stacked = 0
    for char in str(text)[:longest]:
        category = unicodedata.category(char)
        if category in ("Cc", "Zl", "Zp"):
            char = " "
        elif category in ("Cs", "Cn", "Co") or "\u202a" <= char <= "\u202e" or "\u2066" <= char <= "\u2069":
            continue
        stacked = stacked + 1 if category in ("Mn", "Me") else 0
        if stacked <= _STACKED:
            kept.append(char)
    return " ".join("".join(kept).split())


def text_width(text: str, size: float, bold: bool = False) -> float:
    """Width of one line in pixels: exact for basic Latin, an upper estimate for other scripts."""
    table = _BOLD if bold else _REGULAR
    total = 0.0
    foreign = False
    for char in text:
        code = ord(char)
        if 32 <= code < 127:
            total += table[code - 32]
        elif char in _KNOWN:
            total += _KNOWN[char]
        elif unicodedata.combining(char) or unicodedata.category(char) == "Cf":
            continue
        elif code < 0x530:
            total += 680
        else:
            foreign = True
            joined = unicodedata.bidirectional(char) in ("AL", "R")  # Arabic and Hebrew letters are narrow
            total += 1000 if unicodedata.east_asian_width(char) in "WF" else 580 if joined else 780
    # One letter outside the font moves the whole line to a wider fallback font.
    return total * size / 1000 * (1.15 if foreign else 1.0)


def fit(text: object, size: float, width: float, bold: bool = False) -> str:
    """The text, or as much of its beginning as fits into ``width`` pixels, with an ellipsis."""
    line = clean(text, 1000)
    if text_width(line, size, bold) <= width and len(str(text)) <= 1000:
        return line
    low, high = 0, len(line)
    while low < high:
        middle = (low + high + 1) // 2
        if text_width(line[:middle].rstrip() + ELLIPSIS, size, bold) <= width:
            low = middle
        else:
            high = middle - 1
    kept = line[:low].rstrip()
    # A mark of direction keeps the ellipsis at the end of text that runs from right to left.
    directions = [unicodedata.bidirectional(char) for char in reversed(kept)]
    last = next((direction for direction in directions if direction in ("L", "R", "AL")), "L")
    return kept + ELLIPSIS + ("" if last == "L" else "\u200f")


def wrap(text: object, size: float, width: float, lines: int, bold: bool = False) -> list[str]:
    """The text broken at spaces and hyphens into at most ``lines`` lines; the last may end in an ellipsis."""
    words = _pieces(clean(text, 1000))
    wrapped: list[str] = []
    while words and len(wrapped) < lines - 1:
        line = words[0]
        taken = 1
        while taken < len(words) and text_width((line + words[taken]).rstrip(), size, bold) <= width:
            line += words[taken]
            taken += 1
        if text_width(line.rstrip(), size, bold) > width:  # one word is too long for a line
            cut = fit(line, size, width, bold).rstrip("\u200f").removesuffix(ELLIPSIS) or line[:1]
            wrapped.append(cut)
            words = [line[len(cut) :], *words[1:]]
        else:
            wrapped.append(line.rstrip())
            words = words[taken:]
    if words:
        wrapped.append(fit("".join(words), size, width, bold))
    return wrapped


def _pieces(text: str) -> list[str]:
    """The text cut where a line may end: after spaces and after hyphens between letters."""
    return re.findall(r"(?:[^ -]|-(?![^\W\d_]))*(?: +|-|$)", text)[:-1] or [text]


def spread(wanted: Sequence[float], sizes: Sequence[float], low: float, high: float) -> list[float]:
    """Middles of labels of these sizes, as near as possible to those wanted (in rising order), without overlap.

    All labels lie within the limits, closer together if they must. Neighbours that collide are merged into a
    block around their mean (pool adjacent violators), which moves each label as little as possible.
    """
    needed = sum(sizes)
    shrink = min(1.0, (high - low) / needed) if needed else 1.0
    offsets: list[float] = []  # of each middle from the top of the first label, all labels touching
    used = 0.0
    for size in sizes:
        offsets.append((used + size / 2) * shrink)
        used += size
    blocks: list[tuple[float, int]] = []  # (sum of the tops wanted, members)
    for place, offset in zip(wanted, offsets):
        blocks.append((place - offset, 1))
        while len(blocks) > 1 and blocks[-2][0] / blocks[-2][1] >= blocks[-1][0] / blocks[-1][1]:
            total, members = blocks.pop()
            blocks[-1] = (blocks[-1][0] + total, blocks[-1][1] + members)
    tops = [total / members for total, members in blocks for _ in range(members)]
    latest = high - needed * shrink
    return [min(max(top, low), latest) + offset for top, offset in zip(tops, offsets)]


def listing(parts: Iterable[str], last: str = "and") -> str:
    """Words as an English list: ``a``, ``a and b``, ``a, b and c``."""
    items = list(parts)
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"
