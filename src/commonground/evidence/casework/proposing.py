"""The parts that proposals of all kinds are made of: their source, their item of evidence, their grounds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath
from typing import Any
from urllib.parse import urlsplit

from commonground.case.evidence import EvidenceItem
from commonground.case.one_line import clean
from commonground.evidence.casework.own_words import address, quoted
from commonground.evidence.reading.document import Document
from commonground.evidence.store import Proposal

_LONGEST = 4_000  # characters of a sentence


@dataclass(frozen=True)
class Source:
    """A document, the day from which what it says was known, and under which name its proposals are kept."""

    document: Document
    known: date
    subject: str

    @property
    def name(self) -> str:
        """Who published it: its source, the site it stood on, or the file it was read from."""
        document = self.document
        site = urlsplit(document.url).hostname if address(document.url) else ""
        origin = document.origin.rpartition("://")[2] or document.origin
        return clean(document.source or site or PurePath(origin).name or document.title, 200)


def item_of(
    source: Source,
    name: str,
    day: str,
    kind: str,
    title: str,
    sentence: str,
    parties: Iterable[str],
    issues: Iterable[str],
    confidence: float | None,
    before: bool = False,
) -> dict[str, Any]:
    """An item in the case file's form: our title, their words as a short quote, and that rules read it."""
    document = source.document
    item: dict[str, Any] = {"id": name, "date": day, "kind": kind, "title": clean(title, 200)}
    if before:
        item["before"] = True
    headline = f" of {quoted(document.title, 100)}" if document.title else ""
    sure = "" if confidence is None else f", confidence {confidence:.0%}"
    item["text"] = f"In the words{headline}: {quoted(sentence)} Read by rules{sure}."
    found = {
        "source": source.name,
        "url": address(document.url),
        "parties": list(parties),
        "issues": list(issues),
    }
    item |= {key: value for key, value in found.items() if value}
    return EvidenceItem.model_validate(item).raw


def grounds(source: Source, day: date, confidence: float | None, rules: Iterable[str]) -> dict[str, Any]:
    """From when it was known, whether a date says so, how sure the coder is, and by which rules it was read."""
    known = max(source.known, day)
    return {"known": known.isoformat(), "dated": source.document.date is not None, "confidence": confidence,
            "rules": list(rules)}  # fmt: skip


def proposal_of(
    source: Source,
    kind: str,
    path: str,
    change: Mapping[str, Any],
    sentence: str,
    start: int,
    reason: str,
) -> Proposal:
    """A proposal with the sentence that stands at `start`."""
    return Proposal(
        source.subject,
        source.document.id,
        kind,
        path,
        change,
        sentence[:_LONGEST],
        start,
        start + len(sentence[:_LONGEST]),
        clean(reason, 1_000),
    )


def print_of(proposal: Proposal) -> tuple[str, str]:
    """What makes two proposals the same: the item of evidence they add, or the party."""
    item = proposal.change.get("item")
    return ("item", item["id"]) if item else (proposal.kind, proposal.path)
