"""Documents of the store, and one of them with the words that were coded."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from commonground.errors import EvidenceError
from commonground.evidence.names import label
from commonground.evidence.reading.document import Document
from commonground.evidence.store import Store, StoredEvent
from commonground.evidence.store.workspace import FILE

LISTED: Final = 60
LONGEST: Final = 60_000  # characters of a text that are shown


def today() -> date:
    """The day as of which the store is read."""
    return datetime.now(UTC).date()


def has_store(folder: Path) -> bool:
    """Whether there is a store to read."""
    return (folder / FILE).is_file()


def listed(store: Store, words: str) -> list[dict[str, Any]]:
    """Documents with these words, the best first; without words the latest."""
    if words.strip():
        return [_row(hit.document) | {"excerpt": hit.excerpt} for hit in store.search(words, today(), LISTED)]
    return [_row(document) | {"excerpt": ""} for document in store.documents(today(), limit=LISTED)]


def _row(document: Document) -> dict[str, Any]:
    return {
        "id": document.id,
        "title": document.title or document.name or "Without a title",
        "source": document.source,
        "date": None if document.date is None else document.date.isoformat(),
        "language": document.language,
        "url": document.url,
    }


def opened(store: Store, name: str) -> dict[str, Any] | None:
    """A document's text in runs, and the events that were coded in it; None if there is none of that id."""
    try:
        document = store.document(name, today())
    except EvidenceError:
        return None
    events = sorted(
        store.events(today(), document=document.id), key=lambda one: (one.event.start, one.event.end)
    )
    text = document.text[:LONGEST]
    return {
        **_row(document),
        "runs": runs(text, [(one.event.start, one.event.end) for one in events]),
        "cut": max(0, len(document.text) - LONGEST),
        "events": [_event(number, one) for number, one in enumerate(events, 1)],
    }


def _event(number: int, stored: StoredEvent) -> dict[str, Any]:
    event = stored.event
    return {
        "number": number,
        "day": stored.day.isoformat(),
        "who": ", ".join(dict.fromkeys(label(actor) for actor in event.actor)),
        "to": ", ".join(dict.fromkeys(label(actor) for actor in event.recipient)),
        "event": event.event,
        "move": event.move,
        "issue": event.issue,
        "status": event.status,
        "sure": None if event.confidence is None else f"{100 * event.confidence:.0f} %",
        "words": event.event_text,
    }


def runs(text: str, spans: Sequence[tuple[int, int]]) -> list[dict[str, Any]]:
    """A text cut where coded spans begin and end.

    Returns
    -------
    [{"text", "events": numbers of the spans that cover it, from 1, "begins": those that begin here}, …]; put together
    they are the text again
    """
    kept = [(max(0, start), min(end, len(text)), n) for n, (start, end) in enumerate(spans, 1)]
    kept = [(start, end, n) for start, end, n in kept if start < end]
    edges = sorted({0, len(text), *(start for start, _, _ in kept), *(end for _, end, _ in kept)})
    found = []
    for start, end in pairwise(edges):
        over = [n for first, last, n in kept if first <= start and end <= last]
        begins = [n for first, _, n in kept if first == start]
        found.append({"text": text[start:end], "events": over, "begins": begins})
    return found
