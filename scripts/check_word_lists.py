"""Check the word lists of the evidence room: python scripts/check_word_lists.py

The lists in src/commonground/evidence/data are written by hand. This finds what a hand gets wrong: codes that the
tables do not know, a name under two codes, a frame written twice, offices that overlap or end before they begin.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from commonground.evidence.coder.wordlists import lines
from commonground.evidence.ontology.tables import codes

DATA = Path(__file__).parents[1] / "src/commonground/evidence/data"
OTHER_CODES = {"", "-", "176"}  # no event; cyber attack, which PLOVER has and CAMEO has not


def faults() -> Iterator[str]:
    """What is wrong, one line each."""
    yield from _frames("frames/verbs.txt")
    yield from _frames("frames/nouns.txt")
    yield from _names()
    yield from _offices()


def _frames(name: str) -> Iterator[str]:
    keys: Counter[str] = Counter()
    for line in lines(name):
        key, _, rest = line.partition(":")
        keys[key] += 1
        for part in rest.split("|"):
            code = part.rpartition("=")[2].strip().rpartition("/")[2]
            if code not in OTHER_CODES and code not in codes() and not code.isupper():
                yield f"{name}: {key}: unknown code {code!r}"
    yield from (f"{name}: {key} stands there {count} times" for key, count in keys.items() if count > 1)


def _names() -> Iterator[str]:
    owners: dict[str, set[str]] = defaultdict(set)
    for name, first in (("countries", 1), ("groups", 2), ("people", 2)):
        for line in lines(f"actors/{name}.txt"):
            cells = line.split("|")
            for phrase in ";".join(cells[first:]).split(";"):
                if phrase:
                    owners[phrase].add(cells[0])
    yield from (f"actors: {phrase}: {sorted(found)}" for phrase, found in owners.items() if len(found) > 1)


def _offices() -> Iterator[str]:
    held: dict[tuple[str, str], list[tuple[str, str, str]]] = defaultdict(list)
    with (DATA / "actors/officeholders.csv").open(encoding="utf-8") as rows:
        for row in csv.DictReader(rows):
            if row["end"] and row["end"] <= row["start"]:
                yield f"officeholders: {row['name']} ends before the beginning"
            held[row["actor"], row["role"]].append((row["start"], row["end"] or "9999", row["name"]))
    for (actor, role), terms in held.items():
        terms.sort()
        for before, after in pairwise(terms):
            if after[0] < before[1] and role != "special envoy":
                yield f"officeholders: {actor} {role}: {before[2]} and {after[2]} overlap"


if __name__ == "__main__":
    found = list(faults())
    print("\n".join(found) or "no faults")
    sys.exit(bool(found))
