"""A question is a promise: text, deadline, who says how it ended. After its first forecast it cannot change."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from commonground.errors import ForecastError, did_you_mean, shown
from commonground.forecast.answer import KINDS, Kind

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,119}")
_LONGEST = 20_000  # characters of a text; resolution rules of a market fit well
YES, NO = "yes", "no"


@dataclass(frozen=True)
class Question:
    """A question that the world will answer.

    Parameters
    ----------
    id          : letters, digits and . _ : -, lasting; a changed question gets a new one
    text        : the question as asked, with its deadline in it
    deadline    : the last day that counts
    resolves_if : what counts as which answer, so that two readers would agree
    source      : who says how it ended
    kind        : "yes_no", "choice", "number" or "date"
    options     : of a choice, its options; at least two
    ordered     : of a choice, whether the options stand in an order, as "under 50, 50 to 80, over 80" do
    unit        : of a number, its unit
    opens       : the first day that counts, None where the text says
    series      : questions of one series ask for the same event by different deadlines; "" for none
    topic       : for the track record, such as "iran"

    Raises
    ------
    ForecastError : a part is missing or cannot be right; the message names it.
    """

    id: str
    text: str
    deadline: date
    resolves_if: str
    source: str = ""
    kind: Kind = "yes_no"
    options: tuple[str, ...] = ()
    ordered: bool = False
    unit: str = ""
    opens: date | None = None
    series: str = ""
    topic: str = ""

    def __post_init__(self) -> None:
        if not isinstance(self.id, str) or not _ID.fullmatch(self.id):
            raise ForecastError(
                f"The id of a question is made of a-z, A-Z, 0-9 and . _ : - (got {shown(self.id)})",
                "For example: deal-by-march-2026",
            )
        for name in ("text", "resolves_if"):
            if not str(getattr(self, name)).strip():
                raise ForecastError(f"Question {self.id} lacks {name}", "Say it in a sentence.")
        for name in ("text", "resolves_if", "source", "unit", "series", "topic"):
            given = getattr(self, name)
            if not isinstance(given, str) or len(given) > _LONGEST:
                raise ForecastError(
                    f"Question {self.id}: {name} is not a text of at most {_LONGEST} characters (got {shown(given)})",
                    "Shorten it.",
                )
        if self.kind not in KINDS:
            raise ForecastError(
                f"Question {self.id}: there is no kind {shown(self.kind)}",
                did_you_mean(str(self.kind), KINDS),
            )
        self._require_options()
        if self.opens is not None and self.opens > self.deadline:
            raise ForecastError(
                f"Question {self.id} ends before it opens (got {self.opens} and {self.deadline})",
                "Give the earlier day as opens.",
            )
        if self.series and self.kind != "yes_no":
            raise ForecastError(
                f"Question {self.id}: only questions of yes or no stand in a series (got {self.kind})",
                "Leave series out.",
            )

    def _require_options(self) -> None:
        if self.kind == "choice":
            if len(self.options) < 2 or len(set(self.options)) != len(self.options) or not all(self.options):
                raise ForecastError(
                    f"Question {self.id}: a choice has two or more options, each once (got {shown(self.options)})",
                    "List its options.",
                )
        elif self.options or self.ordered:
            raise ForecastError(
                f"Question {self.id}: only a choice has options (got a {self.kind})", "Leave them out."
            )

    def as_dict(self) -> dict[str, Any]:
        """The question as plain JSON values; what is empty is left out, so that new fields change no hash."""
        given = {
            "id": self.id,
            "text": self.text,
            "deadline": self.deadline.isoformat(),
            "resolves_if": self.resolves_if,
            "source": self.source,
            "kind": self.kind,
            "options": list(self.options),
            "ordered": self.ordered,
            "unit": self.unit,
            "opens": None if self.opens is None else self.opens.isoformat(),
            "series": self.series,
            "topic": self.topic,
        }
        return {key: value for key, value in given.items() if value not in ("", None, False, [])}

    @property
    def hash(self) -> str:
        """SHA-256 of the question; a forecast carries it, and so no word of the question can change after."""
        text = json.dumps(self.as_dict(), ensure_ascii=True, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    def outcome(self, given: object) -> str | float:
        """How the question ended, in its one written form: "yes", an option, a number, or an ISO day.

        Raises
        ------
        ForecastError : no possible outcome of this question.
        """
        text = str(given).strip()
        if self.kind == "yes_no" and text.lower() in (YES, NO):
            return text.lower()
        if self.kind == "choice" and text in self.options:
            return text
        if self.kind == "number" and not isinstance(given, bool) and (number := _number(text)) is not None:
            return number
        if self.kind == "date":
            try:
                return date.fromisoformat(text).isoformat()
            except ValueError:
                pass
        possible = {
            "yes_no": "yes or no",
            "choice": f"one of: {', '.join(self.options)}",
            "number": "a number",
            "date": "a day such as 2025-03-08",
        }
        raise ForecastError(
            f"{shown(given)} is no outcome of question {self.id}", f"Give {possible[self.kind]}."
        )


def question_from_dict(given: Mapping[str, Any]) -> Question:
    """A question out of plain values, as `as_dict` writes it.

    Raises
    ------
    ForecastError : unknown or missing keys, or values that cannot be right.
    """
    known = tuple(Question.__dataclass_fields__)
    unknown = [key for key in given if key not in known]
    if unknown:
        raise ForecastError(f"A question has no {shown(unknown[0])}", did_you_mean(str(unknown[0]), known))
    missing = [key for key in ("id", "text", "deadline", "resolves_if") if key not in given]
    if missing:
        raise ForecastError(f"A question lacks {', '.join(missing)}", "Add it.")
    values = dict(given)
    for key in ("deadline", "opens"):
        if values.get(key) is not None:
            values[key] = _day(values[key], key)
    options = values.get("options", ())
    if not isinstance(options, list | tuple) or not all(isinstance(option, str) for option in options):
        raise ForecastError(f"Options are a list of texts (got {shown(options)})", "List them.")
    values["options"] = tuple(options)
    values["ordered"] = values.get("ordered", False) is True
    return Question(**values)


def earlier_and_later(question: Question, others: Iterable[Question]) -> Sequence[Question]:
    """The questions of one series in the order of their deadlines, this one among them."""
    if not question.series:
        return (question,)
    same = {other.id: other for other in others if other.series == question.series}
    return sorted({**same, question.id: question}.values(), key=lambda one: (one.deadline, one.id))


def _day(value: object, key: str) -> date:
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError as error:
        raise ForecastError(
            f"The {key} of a question is a day (got {shown(value)})", "Write it as 2025-03-08."
        ) from error


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if abs(number) < float("inf") else None
