"""Text from outside (news, case files) made fit to print: plain, finite, without invisible tricks.

Nothing here escapes: that is each renderer's own duty. This module removes what no renderer should ever pass on:
control characters, bidirectional overrides, invisible tags, lone surrogates, and text without end.
"""

from __future__ import annotations

import math
import re
from typing import Final
from urllib.parse import quote, urlsplit, urlunsplit

LABEL_LIMIT: Final = 300
"""Longest title, heading, caption, label or path, in characters."""
CELL_LIMIT: Final = 800
"""Longest text of one part of a table cell."""
TEXT_LIMIT: Final = 3_000
"""Longest text of one part of a paragraph, list item, alternative text or source."""
URL_LIMIT: Final = 2_000
"""Longest address that becomes a link."""
ROW_LIMIT: Final = 2_000
"""Most rows of a chart's data table in HTML and Markdown; the study file holds the rest."""

# Bidirectional overrides and isolates can make text read as something else; zero-width characters and tags hide
# text from the eye but not from a search or a program. The joiners U+200C and U+200D stay: Persian needs them.
_DROPPED = re.compile(
    "[\x01-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u200b\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e0fff]"
)
_REPLACED = re.compile("[\x00\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_SPACE = re.compile("[\t\n\v\f\r\x85\u2028\u2029 ]+")
_MARKS = "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
_STACKED_MARKS = re.compile(f"({_MARKS}{{4}}){_MARKS}+")
_RTL = "\u0590-\u05ff\u0600-\u07bf\u0860-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
_RTL_RUN = re.compile(f"[{_RTL}](?:[{_RTL}\u200c\u200d\u200e\u200f \u00a0]*[{_RTL}])?")
_STRONG = re.compile(f"[A-Za-z\u00c0-\u058f\u0900-\u1fff\u2c00-\u2dff\u3040-\ud7ff]|[{_RTL}]")
_LONG_WORD = re.compile(r"\S{31,}")
_HOST = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?")


def clean(text: object, limit: int = TEXT_LIMIT) -> str:
    """Return ``text`` as one line of printable characters, at most ``limit`` long (an ellipsis marks a cut)."""
    raw = str(text)
    short = raw[: 4 * limit]  # what is dropped below must not make a 50 MB string expensive
    short = _SPACE.sub(" ", short)
    short = _DROPPED.sub("", short)
    short = _REPLACED.sub("\ufffd", short)
    short = _STACKED_MARKS.sub(r"\1", short)
    if len(short) > limit or len(raw) > 4 * limit:
        return short[: limit - 1].rstrip(" \u200c\u200d") + "…"
    return short


def safe_url(url: str) -> str | None:
    """Return a plain http or https address, percent-encoded, or None if it should be printed as text.

    Addresses with a user name are refused: ``https://bank.example@elsewhere.example`` misleads the eye.
    """
    address = url.strip()
    if not address or len(address) > URL_LIMIT or clean(address, URL_LIMIT) != address:
        return None
    if re.search(r"""[\s"'<>\\^`{|}]""", address):
        return None
    try:
        split = urlsplit(address)
        host, port = split.hostname, split.port
    except ValueError:
        return None
    if split.scheme.lower() not in {"http", "https"} or not host or "@" in split.netloc:
        return None
    try:
        host = host.encode("idna").decode("ascii")
    except UnicodeError:
        return None
    if not _HOST.fullmatch(host):
        return None
    netloc = host if port is None else f"{host}:{port}"
    path, query, fragment = (quote(piece, safe="/%:=&?~#+!$,;@()*[]-._") for piece in split[2:])
    return urlunsplit((split.scheme.lower(), netloc, path, query, fragment))


def is_rtl(text: str) -> bool:
    """Tell whether the first letter with a direction runs from right to left."""
    strong = _STRONG.search(text)
    return strong is not None and re.match(f"[{_RTL}]", strong.group()) is not None


def split_direction(text: str) -> list[tuple[str, bool]]:
    """Split into runs (text, right-to-left), so that a Persian name cannot re-order the words around it."""
    runs: list[tuple[str, bool]] = []
    end = 0
    for match in _RTL_RUN.finditer(text):
        if match.start() > end:
            runs.append((text[end : match.start()], False))
        runs.append((match.group(), True))
        end = match.end()
    if end < len(text):
        runs.append((text[end:], False))
    return runs


def breakable(text: str, every: int = 15) -> str:
    """Mark with U+200B where a word of more than 30 characters may break; for names and paths, after . , _ / -."""

    piece = re.compile(rf"[^.,_/&?=-]{{1,{every}}}[.,_/&?=-]*|[.,_/&?=-]{{1,{every}}}")

    def mark(match: re.Match[str]) -> str:
        return "\u200b".join(piece.findall(match.group()))

    return _LONG_WORD.sub(mark, text)


def number_text(value: object) -> str:
    """Text of a cell in a chart's data table: numbers short, nothing shown as a dash."""
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        if not math.isfinite(value):
            return "–"
        if value and abs(value) < 1e-4:
            return f"{value:.2g}"
        return f"{value:.4f}".rstrip("0").rstrip(".") if abs(value) < 1e12 else f"{value:.4g}"
    return clean(value, CELL_LIMIT)
