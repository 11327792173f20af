"""What a ledger says: questions, forecasts and resolutions, taken in one after the other, each checked as it comes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from commonground.errors import ForecastError, did_you_mean, shown
from commonground.forecast.answer import Answer, answer_from_dict, answer_to_dict
from commonground.forecast.lines import FORMAT
from commonground.forecast.question import Question, question_from_dict
from commonground.forecast.voice import FAMILIES, Voice, require_interval

POOL = "pool"  # the family, and the name, of pooled forecasts
VOID = "void"  # the outcome of a question that was called off
_FAMILIES = frozenset((*FAMILIES, POOL))


class Entry(NamedTuple):
    """One forecast in the ledger; a tuple, as there may be a hundred thousand of them."""

    n: int
    at: str  # when it was written down, ISO
    question: str
    by: str
    family: str
    as_of: date
    answer: Answer
    low: float | None
    high: float | None
    because: str
    imported: bool
    now: float | None  # of a number, its value on the day of the forecast; of a day, none


@dataclass(frozen=True, slots=True)
class Resolution:
    """How a question ended, who said so, and on which day it became known."""

    n: int
    question: str
    outcome: str | float
    on: date
    source: str
    by: str
    because: str


@dataclass
class Book:
    """The state after the lines so far. `take` is the only way in.

    Forecasts that came after a question was resolved are in no list: they are refused.
    """

    questions: dict[str, Question] = field(default_factory=dict)
    hashes: dict[str, str] = field(default_factory=dict)
    forecasts: list[Entry] = field(default_factory=list)
    resolutions: dict[str, Resolution] = field(default_factory=dict)
    opened: bool = False

    def take(self, entry: Mapping[str, Any]) -> None:
        """Take in one entry.

        Raises
        ------
        ForecastError : it contradicts what stands in the ledger, or is none.
        """
        kind = entry["kind"]
        if kind == "forecast":
            self._forecast(entry)
        elif kind == "question":
            self._question(entry)
        elif kind == "resolve":
            self._resolve(entry)
        elif kind == "ledger":
            if self.opened or entry.get("format") != FORMAT:
                raise ForecastError(
                    f"A ledger opens once, with the format {FORMAT} (got {shown(entry.get('format'))})",
                    "Read it with the version that wrote it.",
                )
            self.opened = True
        else:
            raise ForecastError(f"A ledger has no entries of the kind {shown(kind)}", "Use a newer version.")

    def question(self, name: str) -> Question:
        """A question by id.

        Raises
        ------
        ForecastError : the ledger has no such question; names the nearest.
        """
        found = self.questions.get(name)
        if found is None:  # of a case's question, the name it has there will do if no other case has it too
            same = [one for key, one in self.questions.items() if key.endswith(f":{name}")]
            if len(same) == 1:
                return same[0]
            hint = did_you_mean(name, self.questions) or "Make a forecast on it first."
            raise ForecastError(f"The ledger has no question {shown(name)}", hint)
        return found

    def _held(self, name: str) -> Question:
        """A question by its whole id."""
        found = self.questions.get(name)
        if found is None:
            raise ForecastError(
                f"The ledger has no question {shown(name)}",
                "A question is entered before its first forecast.",
            )
        return found

    def standing(self, question: str, as_of: date | None = None) -> list[Entry]:
        """The newest forecast of each voice on a question, none of them of a day after `as_of`; pools left out."""
        found: dict[str, Entry] = {}
        for entry in self.forecasts:
            if entry.question != question or entry.family == POOL or (as_of and entry.as_of > as_of):
                continue
            held = found.get(entry.by)
            if held is None or held.as_of <= entry.as_of:
                found[entry.by] = entry
        return list(found.values())

    def newest(self) -> dict[str, list[Entry]]:
        """The newest forecast of each voice by question, pools among them."""
        found: dict[str, dict[str, Entry]] = {}
        for entry in self.forecasts:
            of_question = found.setdefault(entry.question, {})
            held = of_question.get(entry.by)
            if held is None or held.as_of <= entry.as_of:
                of_question[entry.by] = entry
        return {name: list(voices.values()) for name, voices in found.items()}

    def in_hindsight(self, entry: Entry) -> bool:
        """Whether a forecast on a resolved question was written down after the day on which the outcome was known."""
        return not entry.imported and entry.at[:10] > self.resolutions[entry.question].on.isoformat()

    def seen_from(self, day: date) -> Book:
        """What the book said on a day: forecasts as of a later day, and outcomes known later, are not in it."""
        made = [entry for entry in self.forecasts if entry.as_of <= day]
        asked = {entry.question for entry in made}
        return Book(
            {name: question for name, question in self.questions.items() if name in asked},
            {name: held for name, held in self.hashes.items() if name in asked},
            made,
            {name: ended for name, ended in self.resolutions.items() if ended.on <= day and name in asked},
            self.opened,
        )

    def _question(self, entry: Mapping[str, Any]) -> None:
        given = entry.get("question")
        if not isinstance(given, Mapping):
            raise ForecastError(f"An entry lacks its question (got {shown(given)})", "Add it.")
        question = question_from_dict(given)
        self.require_unchanged(question)
        self.questions[question.id] = question
        self.hashes[question.id] = question.hash

    def require_unchanged(self, question: Question) -> None:
        """Refuse a question whose words differ from those that forecasts were made on.

        Raises
        ------
        ForecastError : names what changed.
        """
        held = self.questions.get(question.id)
        if held is None or held == question:
            return
        before, after = held.as_dict(), question.as_dict()
        changed = [key for key in {**before, **after} if before.get(key) != after.get(key)]
        raise ForecastError(
            f"Question {question.id} stands in the ledger with another {', '.join(changed)}",
            "A question cannot change after its first forecast. Give the new one a new id.",
        )

    def _forecast(self, entry: Mapping[str, Any]) -> None:
        question = self._held(_text(entry, "question"))
        if entry.get("question_hash") != self.hashes[question.id]:
            raise ForecastError(
                f"A forecast was made on other words of question {question.id}",
                "Give the changed question a new id.",
            )
        if question.id in self.resolutions:
            raise ForecastError(
                f"Question {question.id} is resolved", "Forecasts are made before that; give a new question."
            )
        by, family = _text(entry, "by"), _text(entry, "family")
        if family not in _FAMILIES:
            raise ForecastError(f"There is no family {shown(family)}", did_you_mean(family, _FAMILIES))
        as_of = _day(entry, "as_of")
        imported = entry.get("imported") is True
        if as_of > question.deadline:
            raise ForecastError(
                f"The forecast on {question.id} is of a day after its deadline (got {as_of}, deadline "
                f"{question.deadline})",
                "Resolve the question instead.",
            )
        answer = answer_from_dict(question.kind, question.options, entry)
        low, high, now = entry.get("low"), entry.get("high"), entry.get("now")
        if low is not None or high is not None:
            require_interval(by, answer, low, high)
        if now is not None and (isinstance(now, bool) or not isinstance(now, int | float)):
            raise ForecastError(f"now is a number (got {shown(now)})", "Give the value of that day.")
        made = Entry(
            entry.get("n", 0), str(entry.get("at", "")), question.id, by, family, as_of, answer,
            low, high, str(entry.get("because", "")), imported, now,
        )  # fmt: skip
        self.forecasts.append(made)

    def _resolve(self, entry: Mapping[str, Any]) -> None:
        question = self._held(_text(entry, "question"))
        held = self.resolutions.get(question.id)
        if held is not None and entry.get("corrects") != held.n:
            raise ForecastError(
                f"Question {question.id} is resolved already: {held.outcome}, by {held.source}",
                "Correct it with a reason: --correct --because …",
            )
        if held is None and "corrects" in entry:
            raise ForecastError(f"Question {question.id} has no resolution to correct", "Resolve it.")
        outcome = entry.get("outcome")
        if outcome != VOID:
            outcome = question.outcome(outcome)
        source = _text(entry, "source")
        self.resolutions[question.id] = Resolution(
            entry.get("n", 0), question.id, outcome, _day(entry, "on"), source,
            str(entry.get("by", "")), str(entry.get("because", "")),
        )  # fmt: skip


def question_entry(question: Question) -> dict[str, Any]:
    """The entry that puts a question into a ledger."""
    return {"kind": "question", "question": question.as_dict()}


def forecast_entry(
    question: Question,
    voice: Voice,
    as_of: date,
    *,
    now: float | None = None,
    imported: bool = False,
) -> dict[str, Any]:
    """The entry of one voice's forecast on a question, as of a day."""
    entry = {
        "kind": "forecast",
        "question": question.id,
        "question_hash": question.hash,
        "as_of": as_of.isoformat(),
        "by": voice.id,
        "family": voice.family,
        **answer_to_dict(voice.answer),
    }
    extra = {
        "low": voice.low,
        "high": voice.high,
        "because": voice.because or None,
        "rests_on": list(voice.rests_on) or None,
        "now": now,
        "imported": imported or None,
    }
    return entry | {key: value for key, value in extra.items() if value is not None}


def pool_entry(
    question: Question, p: float, band90: Sequence[float] | None, because: str, as_of: date
) -> dict[str, Any]:
    """The entry of a pooled chance with its 90 % band."""
    entry = {
        "kind": "forecast",
        "question": question.id,
        "question_hash": question.hash,
        "as_of": as_of.isoformat(),
        "by": POOL,
        "family": POOL,
        "p": p,
    }
    ends = {} if band90 is None else {"low": band90[0], "high": band90[1]}
    return entry | ends | ({"because": because} if because else {})


def resolve_entry(
    question: str, outcome: str | float, on: date, source: str, by: str = "", because: str = ""
) -> dict[str, Any]:
    """The entry that says how a question ended; `outcome` "void" calls it off."""
    entry = {
        "kind": "resolve",
        "question": question,
        "outcome": outcome,
        "on": on.isoformat(),
        "source": source,
    }
    return entry | {key: value for key, value in (("by", by), ("because", because)) if value}


def _text(entry: Mapping[str, Any], key: str) -> str:
    found = entry.get(key)
    if not isinstance(found, str) or not found.strip():
        raise ForecastError(f"An entry lacks {key} (got {shown(found)})", f"Add {key}.")
    return found


def _day(entry: Mapping[str, Any], key: str) -> date:
    found = entry.get(key)
    try:
        return _iso_day(found)
    except (TypeError, ValueError) as error:
        raise ForecastError(
            f"{key} of an entry is a day (got {shown(found)})", "Write it as 2025-03-08."
        ) from error


@lru_cache(maxsize=20_000)
def _iso_day(text: str) -> date:
    return date.fromisoformat(text)
