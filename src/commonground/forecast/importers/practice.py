"""What an importer of questions gives back, and how it keeps count of rows that cannot be used."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from commonground.errors import Finding, ForecastError, shown
from commonground.forecast.book import forecast_entry, question_entry, resolve_entry
from commonground.forecast.question import Question
from commonground.forecast.voice import Voice

MOST_TOLD = 50
_UNFIT = re.compile(r"[^A-Za-z0-9._:-]")


class BadRowError(ValueError):
    """A row cannot be used; the message says why."""


@dataclass
class Practice:
    """Questions of a file with what was forecast and how they ended.

    Parameters
    ----------
    source    : the collection, in words
    rows      : rows read
    bad       : rows left out; `findings` tells the first of them
    questions : by id
    forecasts : (question id, voice, day)
    outcomes  : by question id: outcome, day, who said so
    """

    source: str
    rows: int = 0
    bad: int = 0
    questions: dict[str, Question] = field(default_factory=dict)
    forecasts: list[tuple[str, Voice, date]] = field(default_factory=list)
    outcomes: dict[str, tuple[str | float, date, str]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    _heard: set[tuple[str, str, date]] = field(default_factory=set, repr=False)

    @contextmanager
    def row(self, number: int) -> Iterator[None]:
        """Read one row; what cannot be used is counted and told, and the next row goes on."""
        self.rows += 1
        try:
            yield
        except (BadRowError, ForecastError) as error:
            self.bad += 1
            told = error.message if isinstance(error, ForecastError) else str(error)
            self.tell("warning", number, told, "The row was left out.")

    def tell(self, level: Any, number: int, message: str, fix: str = "") -> None:
        """Add a finding about a row, unless there are many already."""
        if len(self.findings) < MOST_TOLD:
            self.findings.append(Finding(level, f"row {number}", message, fix))

    def hear(self, question: Question, voice: Voice, day: date) -> None:
        """Add a question, if it is new, and a forecast on it.

        Raises
        ------
        BadRowError : the same voice spoke on the same question and day before.
        """
        key = (question.id, voice.id, day)
        if key in self._heard:
            raise BadRowError("stands twice")
        self._heard.add(key)
        self.questions[question.id] = question
        self.forecasts.append((question.id, voice, day))

    def entries(self) -> list[dict[str, Any]]:
        """Entries of a new ledger: questions, forecasts by day, resolutions by day; forecasts marked as imported."""
        made = [question_entry(question) for question in self.questions.values()]
        for name, voice, day in sorted(self.forecasts, key=lambda one: one[2]):
            made.append(forecast_entry(self.questions[name], voice, day, imported=True))
        ended = sorted(self.outcomes.items(), key=lambda one: one[1][1])
        made += [resolve_entry(name, outcome, day, source) for name, (outcome, day, source) in ended]
        return made


def fitting_id(*parts: str) -> str:
    """An id out of parts of another collection's; what an id cannot hold is replaced and told apart by a hash."""
    given = ":".join(parts)
    kept = _UNFIT.sub("-", given)[:100]
    return kept if kept == given else f"{kept}-{hashlib.sha256(given.encode()).hexdigest()[:8]}"


def text_of(row: dict[str, Any], key: str, longest: int = 20_000) -> str:
    """A text of a row, "" if it has none.

    Raises
    ------
    BadRowError : too long, or not to be written.
    """
    found = row.get(key)
    if found is None:
        return ""
    text = " ".join(str(found).split())
    if len(text) > longest:
        raise BadRowError(f"{key} is longer than {longest} characters")
    if any("\ud800" <= sign <= "\udfff" for sign in text):
        raise BadRowError(f"{key} holds characters that no text can")
    return text


def day_of(row: dict[str, Any], *keys: str) -> date:
    """The first day that a row has under one of these keys: ISO, with a time or without, or month/day/year.

    Raises
    ------
    BadRowError : none of them holds a day.
    """
    for key in keys:
        text = str(row.get(key) or "").strip()
        if not text or text == "N/A":
            continue
        try:
            return date.fromisoformat(text[:10])
        except ValueError:
            pass
        for form in ("%m/%d/%y", "%m/%d/%Y"):
            try:
                return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no zone
            except ValueError:
                continue
        raise BadRowError(f"{key} is no day (got {shown(text)})")
    raise BadRowError(f"lacks {' or '.join(keys)}")


def chance_of(row: dict[str, Any], key: str) -> float | None:
    """A chance of a row, None if it has none.

    Raises
    ------
    BadRowError : it holds something else than a number from 0 to 1.
    """
    text = str("" if row.get(key) is None else row[key]).strip()
    if not text or text == "N/A":
        return None
    try:
        chance = float(text)
    except ValueError:
        chance = -1.0
    if not 0.0 <= chance <= 1.0:
        raise BadRowError(f"{key} is no chance from 0 to 1 (got {shown(text)})")
    return chance
