"""Good Judgment Project 2011-2015: the questions of the tournament, with opening prices where a table has them.

Read is `ifps.csv` of the project's data, or a table with the same columns: `ifp_id, q_type, q_text, q_desc, options,
date_start, date_closed, outcome`, and `open_price_NAME` for the price of yes at which the market of a group opened.
Options are written "(a) Yes, (b) No"; the outcome is a letter. Type 6 asks for options that stand in an order.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from commonground.errors import shown
from commonground.forecast.answer import Kind
from commonground.forecast.importers.practice import (
    BadRowError,
    Practice,
    chance_of,
    day_of,
    fitting_id,
    text_of,
)
from commonground.forecast.question import Question
from commonground.forecast.voice import Voice

COLUMNS = ("ifp_id", "q_text", "options", "outcome")
_OPTION = re.compile(r"\(([a-z])\)\s*")
_ORDERED = "6"
_PRICE = "open_price_"


def read_table(rows: Iterable[tuple[int, dict[str, Any]]]) -> Practice:
    """Questions of the table; the opening price of each group is a voice, of people."""
    found = Practice("Good Judgment Project")
    for number, row in rows:
        with found.row(number):
            _take(found, row)
    return found


def _take(found: Practice, row: dict[str, Any]) -> None:
    name = text_of(row, "ifp_id")
    if not name:
        raise BadRowError("lacks ifp_id")
    options = _options(text_of(row, "options"))
    closed, opened = day_of(row, "date_closed", "date_to_close"), day_of(row, "date_start")
    deadline = max(closed, day_of(row, "date_to_close", "date_closed"))
    yes_no = [text.lower() for text in options.values()] == ["yes", "no"]
    kind: Kind = "yes_no" if yes_no else "choice"
    question = Question(
        fitting_id("gjp", name),
        text_of(row, "q_text"),
        deadline,
        text_of(row, "q_desc") or "As the tournament decided.",
        "Good Judgment Project",
        kind,
        () if yes_no else tuple(f"({letter}) {text}" for letter, text in options.items()),
        not yes_no and text_of(row, "q_type") == _ORDERED,
        opens=opened,
        topic="",
    )
    if question.id in found.questions:
        raise BadRowError("stands twice")
    outcome = text_of(row, "outcome").lower()
    if outcome not in options:
        raise BadRowError(f"ended with none of its options (got {shown(outcome)})")
    prices = {
        key.removeprefix(_PRICE): chance
        for key in row
        if key and key.startswith(_PRICE) and (chance := chance_of(row, key)) is not None
    }
    found.questions[question.id] = question
    for group, chance in prices.items():
        if yes_no:  # a price is that of yes; of a choice it says too little
            told = f"Median price at which the market of the group {group} opened."
            found.hear(question, Voice(group, "people", chance, because=told), opened)
    ended = options[outcome].lower() if yes_no else f"({outcome}) {options[outcome]}"
    # The day on which a question closed is the last that counted: the outcome was known on the next.
    found.outcomes[question.id] = (ended, closed + timedelta(days=1), "Good Judgment Project")


def _options(text: str) -> dict[str, str]:
    """Options by letter."""
    pieces = _OPTION.split(text)
    letters, texts = pieces[1::2], [piece.strip().rstrip(",").strip() for piece in pieces[2::2]]
    options = dict(zip(letters, texts))
    if len(options) < 2 or len(options) != len(letters) or not all(texts):
        raise BadRowError(f"its options cannot be read (got {shown(text)})")
    return options
