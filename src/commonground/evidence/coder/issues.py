"""What an event or a position is about: tags from the editable list ../data/issues.csv."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from functools import cache
from importlib import resources


@cache
def lexicon() -> dict[str, tuple[str, ...]]:
    """Issue tags by word, in the order of the list."""
    table = resources.files("commonground.evidence.data") / "issues.csv"
    found: dict[str, tuple[str, ...]] = {}
    with table.open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            for word in row["words"].split():
                found[word] = (*found.get(word, ()), row["issue"])
    return found


def issues_in(low: Sequence[str]) -> list[str]:
    """Issues of some lower-case words, the one with most words first."""
    counts: dict[str, int] = {}
    known = lexicon()
    for word in low:
        for issue in known.get(word, ()):
            counts[issue] = counts.get(issue, 0) + 1
    return sorted(counts, key=lambda issue: -counts[issue])


# What an act is about when its words do not say.
_BY_CODE = {
    "163": "sanctions", "085": "sanctions", "039": "mediation", "045": "mediation", "126": "mediation",
    "028": "mediation", "125": "talks", "036": "talks", "026": "talks", "106": "talks", "164": "talks", "046": "talks",
    "040": "talks", "087": "ceasefire", "073": "aid", "0841": "prisoners", "173": "prisoners", "18": "military",
    "19": "military", "138": "military", "15": "military",
}  # fmt: skip


def issue_of(code: str, low: Sequence[str]) -> str:
    """Issue of an event by its CAMEO code where that says it, else by the words of its object; "" if neither does."""
    for length in (4, 3, 2):
        if code[:length] in _BY_CODE:
            return _BY_CODE[code[:length]]
    found = issues_in(low)
    return found[0] if found else ""
