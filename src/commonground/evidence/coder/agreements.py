"""Known agreements told as history: "the 2015 JCPOA marked a milestone" names no parties, but everybody knows them."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources

from commonground.evidence.coder.parsed import Parsed

# Verbs that tell of an agreement's making, not of its fate.
_MAKING = frozenset("mark sign reach conclude strike adopt represent clinch negotiate seal".split())
_REACH = 10  # words after the name in which the verb stands


@dataclass(frozen=True)
class Agreement:
    """An agreement, when it was signed and by whom."""

    name: str
    signed: date
    parties: tuple[str, ...]


@cache
def known() -> dict[str, list[tuple[tuple[str, ...], Agreement]]]:
    """Agreements by the first word of their names."""
    table = resources.files("commonground.evidence.data") / "agreements.csv"
    found: dict[str, list[tuple[tuple[str, ...], Agreement]]] = {}
    with table.open(encoding="utf-8") as rows:
        for row in csv.DictReader(rows):
            words = tuple(row["name"].split())
            signed = date.fromisoformat(row["signed"])
            made = Agreement(row["name"], signed, tuple(row["parties"].split(";")))
            found.setdefault(words[0], []).append((words, made))
    return found


def told(sentence: Parsed) -> tuple[Agreement, int, int] | None:
    """The agreement whose making a sentence tells, with its first and last word; None if there is none."""
    low = sentence.low
    table = known()
    for place, word in enumerate(low):
        for words, agreement in table.get(word, ()):
            end = place + len(words)
            if tuple(low[place:end]) != words:
                continue
            if _MAKING.intersection(sentence.lemmas[end : end + _REACH]):
                return agreement, place, end
    return None
