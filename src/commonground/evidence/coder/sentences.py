"""Cuts text into sentences with their places; a heading, bullet or numbered item is a unit of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator

from commonground.evidence.coder.tokens import ABBREVIATIONS

# All runs are bounded: a line of a million full stops must not be scanned a million times.
_STOP = re.compile(
    r"[.!?…]{1,8}[\"”’')\]]{0,4}(?=\s)|\n[ \t]{0,80}\n|\n(?=\s{0,8}(?:[•●▪*–-]|\d{1,2}[.)])\s)"
)
_OPENING = re.compile(r"\s*[\"“‘'(\[{`•]*[A-Z0-9«]|\s*[\"“‘(\[]\w|\s*[^\x00-\x7f]")
_LAST_WORD = re.compile(r"(\w[\w.]*)\.$")
_MOST = 40  # characters looked back for an abbreviation


def split(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """Places (start, end) of the sentences in `text[start:end]`, without surrounding blanks."""
    stop = len(text) if end is None else end
    begin = start
    for match in _STOP.finditer(text, start, stop):
        close = match.end() if match.group()[0] != "\n" else match.start()
        if match.group()[0] == "." and not _ends(text, begin, match):
            continue
        if match.group()[0] in "!?…" and not _OPENING.match(text, match.end(), match.end() + 60):
            continue
        yield from _trimmed(text, begin, close)
        begin = match.end()
    yield from _trimmed(text, begin, stop)


def _ends(text: str, begin: int, match: re.Match[str]) -> bool:
    """Whether a full stop ends the sentence: not after Mr. or an initial, after U.S. only before an opening word."""
    if not _OPENING.match(text, match.end(), match.end() + 60):
        return False
    if len(match.group()) > 1:
        return True
    before = _LAST_WORD.search(text, max(begin, match.start() - _MOST), match.start() + 1)
    if before is None:
        return True
    word = before.group(1)
    if word in ABBREVIATIONS or (len(word) == 1 and word.isupper()):
        return False
    if "." in word and word[0].isalpha():
        # "U.S." ends a sentence only before a word that opens one.
        following = text[match.end() : match.end() + 30].split()
        return bool(following) and following[0] in {
            "The",
            "A",
            "An",
            "In",
            "It",
            "But",
            "He",
            "She",
            "They",
            "This",
        }
    return True


def _trimmed(text: str, begin: int, end: int) -> Iterator[tuple[int, int]]:
    while begin < end and text[begin].isspace():
        begin += 1
    while end > begin and text[end - 1].isspace():
        end -= 1
    if end > begin:
        yield begin, end
