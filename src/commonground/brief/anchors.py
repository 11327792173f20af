"""Where each printed number, case value and citation leads, and from where it can be reached back."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from commonground.brief.document import (
    Brief,
    Cite,
    Number,
    Part,
    ValueRef,
    iter_parts,
    number_rows,
    ordered_sections,
)
from commonground.brief.foreign import LABEL_LIMIT, clean

_BACK_LINKS = 5
"""Most back-links shown per row; a number printed forty times does not need forty ways back."""


class Anchors:
    """Anchor names of a brief: readable, unique, safe as HTML ids and Typst labels.

    One instance serves one rendering pass: :meth:`use` counts the uses it is asked for, in reading order.
    """

    def __init__(self, brief: Brief) -> None:
        self.source_numbers: dict[str, int] = {}
        for source in brief.sources:
            self.source_numbers.setdefault(source.id, len(self.source_numbers) + 1)
        self.sources = _names("source", self.source_numbers)
        self.values = _names("value", (row.path for row in brief.values))
        rows = number_rows(brief)
        names = _names("number", (row.path for row in rows))
        self.numbers = {path: names[row.path] for row in rows for path in row.places}
        self.sections = tuple(_unique("section", [section.id for section in ordered_sections(brief)]))
        self._seen: Counter[str] = Counter()
        self._total: Counter[str] = Counter(filter(None, map(self.target, iter_parts(brief))))

    def target(self, part: Part) -> str:
        """Anchor that a part links to; empty if it has none."""
        match part:
            case Number(path=path):
                return self.numbers.get(path, "")
            case ValueRef(path=path):
                return self.values.get(path, "")
            case Cite(evidence_id=evidence_id):
                return self.sources.get(evidence_id, "")
            case _:
                return ""

    def use(self, part: Part) -> str:
        """Anchor of this very use of a part, so that its row can link back; empty past the links shown."""
        target = self.target(part)
        if not target:
            return ""
        self._seen[target] += 1
        count = self._seen[target]
        return f"{target}:{count}" if count <= _BACK_LINKS else ""

    def uses(self, target: str) -> list[str]:
        """Anchors of the uses of a row, in reading order."""
        return [f"{target}:{count}" for count in range(1, min(self._total[target], _BACK_LINKS) + 1)]


def _names(group: str, keys: Iterable[str]) -> dict[str, str]:
    ordered = list(dict.fromkeys(keys))
    return dict(zip(ordered, _unique(group, ordered), strict=True))


def _unique(group: str, keys: Iterable[str]) -> Iterable[str]:
    count: Counter[str] = Counter()
    for key in keys:
        base = f"{group}-" + re.sub(r"[^A-Za-z0-9._-]+", "-", clean(key, LABEL_LIMIT))[:100]
        count[base] += 1
        # The tilde cannot occur in a name made above, nor can the colon of a use.
        yield base if count[base] == 1 else f"{base}~{count[base]}"
