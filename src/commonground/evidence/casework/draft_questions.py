"""The questions of an article: which of them a case can answer, by when, and which only differ in their words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta

from commonground.case.one_line import clean
from commonground.case.values import months_later
from commonground.evidence.casework.draft_parts import Asked, Questions
from commonground.evidence.coder.records import Passage

MOST = 30
_YES_NO = re.compile(
    r"(?:will|can|could|would|should|is|are|do|does|did|has|have|may|might|whether)\b|.*\bwhether\b",
    re.IGNORECASE | re.DOTALL,
)
# Only what happened, or did not, can be looked up afterwards; sounds of peace cannot.
_DEAL = re.compile(
    r"\b(?:common ground|agree\w*|(?:reach|strike|sign|make|seal|revive\w*|do|conclude|ratify|save|renew)\b.{0,40}"
    r"\b(?:deal|accord|treaty|pact|peace|truce|ceasefire|text)|sign\w*|ratif\w+|settle\w*|resol\w+|compromise"
    r"|(?:deal|accord|treaty|pact|truce|ceasefire)\b.{0,30}\b(?:be|revived|signed|reached|hold|saved|renewed)"
    r"|overcome|diplomacy prevail|end (?:the|their) (?:war|conflict|dispute))\b",
    re.IGNORECASE,
)
_FIGHT = re.compile(
    r"\b(?:(?:go|goes|going|return) to war|war (?:break|come|begin|start)\w*|attack\w*|strikes?|invad\w+|invasion"
    r"|military action|use of force|use force|bomb\w*)\b",
    re.IGNORECASE,
)
_ACT = re.compile(
    r"\b(?:meet|talk|negotiate|resume|return|withdraw|leave|join|lift|ease|impose|release|recogni[sz]e|open|close|vote"
    r"|send|host|hold|accept|reject|suspend|halt|extend|expel|free)\w{0,3}\b",
    re.IGNORECASE,
)
_MONTHS = "january february march april may june july august september october november december".split()
_WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_FULL = re.compile(
    rf"\b(?:(\d{{1,2}})(?:st|nd|rd|th)?\s+)?({'|'.join(_MONTHS)})(?:\s+(\d{{1,2}})(?:st|nd|rd|th)?\b(?!\d))?,?\s*(\d{{4}})?",
    re.IGNORECASE,
)
_IN_MAY = re.compile(r"\b(?:in|by|before|until|this|next|of|during) May\b")
_YEAR = re.compile(r"\b(before|by|until|in|during)?\s*(?:the end of\s+)?(20\d{2})\b", re.IGNORECASE)
_SOON = {
    "year": re.compile(
        r"\b(?:this year|the year(?:'s|’s)? (?:end|is out)|end of the year|year-end)\b", re.IGNORECASE
    ),
    "next year": re.compile(r"\bnext year\b", re.IGNORECASE),
    "month": re.compile(r"\b(?:this month|end of the month)\b", re.IGNORECASE),
    "next month": re.compile(r"\bnext month\b", re.IGNORECASE),
    "week": re.compile(r"\bthis week\b", re.IGNORECASE),
    "next week": re.compile(r"\bnext week\b", re.IGNORECASE),
    "tomorrow": re.compile(r"\btomorrow\b", re.IGNORECASE),
}


def sorted_questions(asked: Iterable[Passage], as_of: date, horizon: date) -> Questions:
    """The questions of a text, sorted by what can be done with them.

    Parameters
    ----------
    as_of   : day of the text
    horizon : last day that a question of the case may name; the day of those that name none
    """
    found: list[Asked] = []
    concrete: list[tuple[int, str]] = []
    rest: list[str] = []
    for passage in asked:
        quote = clean(passage.quote, 400)
        day = deadline(quote, as_of)
        outcome = "confrontation" if _FIGHT.search(quote) else "agreement" if _DEAL.search(quote) else ""
        if not _YES_NO.match(quote):
            rest.append(quote)
        elif outcome and (day is None or as_of <= day <= horizon):
            found.append(Asked(quote, outcome, day))
        elif day is not None or _ACT.search(quote):
            concrete.append((day is None, quote if day is None else f"{quote} (by {day})"))
        else:
            rest.append(quote)
    concrete.sort(key=lambda pair: pair[0])
    return Questions(
        tuple(_merged(found))[:MOST],
        tuple(quote for _, quote in concrete)[:MOST],
        tuple(dict.fromkeys(rest))[:MOST],
    )


def _merged(found: Iterable[Asked]) -> list[Asked]:
    """One question for each outcome and day; those that name a day first, then in the order of the text."""
    groups: dict[tuple[str, date | None], list[str]] = {}
    for one in found:
        groups.setdefault((one.outcome, one.deadline), []).append(one.quote)
    made = []
    for (outcome, day), quotes in groups.items():
        first, *others = dict.fromkeys(quotes)
        made.append(Asked(first, outcome, day, tuple(others)))
    # The agreement without a day of its own stays the headline of a text that names none.
    return sorted(made, key=lambda one: (one.deadline is None, one.deadline or date.max, one.outcome))


def deadline(quote: str, as_of: date) -> date | None:
    """The last day that a question names, None if it names none or one that is over."""
    found = _named_day(quote, as_of)
    return found if found is not None and found >= as_of else None


def _named_day(quote: str, as_of: date) -> date | None:
    for what, pattern in _SOON.items():
        if pattern.search(quote):
            return _soon(what, as_of)
    if said := _FULL.search(quote):
        before, month, after, year = said.groups()
        number = _MONTHS.index(month.lower()) + 1
        if month.lower() != "may" or before or after or year or _IN_MAY.search(quote):
            return _of_month(as_of, number, int(before or after or 0), int(year) if year else 0)
    if said := _YEAR.search(quote):
        year = int(said[2])
        return date(year - 1, 12, 31) if (said[1] or "").lower() == "before" else date(year, 12, 31)
    for place, name in enumerate(_WEEKDAYS):
        if re.search(rf"\b{name}\b", quote, re.IGNORECASE):
            return as_of + timedelta(days=(place - as_of.weekday() - 1) % 7 + 1)
    return None


def _of_month(as_of: date, month: int, day: int, year: int) -> date | None:
    year = year or (as_of.year if month >= as_of.month else as_of.year + 1)
    try:
        return date(year, month, day) if day else _last(date(year, month, 1))
    except ValueError:
        return None


def _soon(what: str, as_of: date) -> date:
    if what.endswith("year"):
        return date(as_of.year + what.startswith("next"), 12, 31)
    if what.endswith("month"):
        first = as_of.replace(day=1)
        return _last(months_later(first, 1) if what.startswith("next") else first)
    if what == "tomorrow":
        return as_of + timedelta(days=1)
    sunday = as_of + timedelta(days=6 - as_of.weekday())
    return sunday + timedelta(days=7 * what.startswith("next"))


def _last(first: date) -> date:
    return months_later(first, 1) - timedelta(days=1)
