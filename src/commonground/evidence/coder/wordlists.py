"""Reads the word lists of ../data: lines with `#` for remarks."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib import resources


def lines(name: str) -> Iterator[str]:
    """The lines of a shipped word list that say something, without remarks."""
    text = (resources.files("commonground.evidence.data") / name).read_text("utf-8")
    for line in text.splitlines():
        kept = line.strip()
        if kept and not kept.startswith("#"):
            yield kept


@cache
def sets() -> dict[str, frozenset[str]]:
    """The named sets of words that the frames use."""
    found = {}
    for line in lines("frames/sets.txt"):
        name, _, members = line.partition(":")
        found[name.strip()] = frozenset(members.split())
    return found
