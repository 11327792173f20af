"""Questions, voices and ledgers for the tests of this room."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from commonground.forecast.book import Book, forecast_entry, question_entry, resolve_entry
from commonground.forecast.ledger import Ledger
from commonground.forecast.lines import FORMAT
from commonground.forecast.question import Question
from commonground.forecast.voice import Family, Voice

DEADLINE = date(2025, 6, 30)


def question(name: str = "deal", **changes: Any) -> Question:
    given: dict[str, Any] = {
        "text": "Will they sign by 30 June 2025?",
        "deadline": DEADLINE,
        "resolves_if": "Yes if both sign.",
        "source": "Reuters, AP",
        **changes,
    }
    return Question(name, **given)


def said(
    about: Question, by: str, p: float, day: str = "2025-01-10", family: Family = "people", **more: Any
) -> dict[str, Any]:
    return forecast_entry(about, Voice(by, family, p, because="So."), date.fromisoformat(day), **more)


def clock(day: str = "2025-01-01") -> Any:
    return lambda: datetime.fromisoformat(f"{day}T12:00:00").replace(tzinfo=UTC)


def ledger(path: Path, *entries: dict[str, Any]) -> Ledger:
    kept = Ledger(path, clock())
    if entries:
        kept.add(entries)
    return kept


def book(*entries: dict[str, Any], at: str = "2025-01-01T00:00:00Z") -> Book:
    made = Book()
    made.take({"kind": "ledger", "format": FORMAT, "n": 0})
    for n, entry in enumerate(entries, 1):
        made.take({**entry, "n": n, "at": at})
    return made


def resolved(about: Question, outcome: str | float = "yes", on: str = "2025-06-01") -> dict[str, Any]:
    return resolve_entry(about.id, outcome, date.fromisoformat(on), "AP")


def asked(about: Question) -> dict[str, Any]:
    return question_entry(about)
