"""Days of publication as files and pages write them; what is not clearly a day is None."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime

_MONTHS = "january february march april may june july august september october november december".split()
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:$|[T\s])")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:$|T)")
_WORDS = re.compile(
    r"(?:(\d{1,2})(?:st|nd|rd|th)?\s+([A-Za-z]{3,9})\.?,?|([A-Za-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?)\s+(\d{4})\b"
)
_LONGEST = 200


def read_day(written: object) -> date | None:
    """The day of a date in ISO form, in a mail's form, or in English words; times are brought to UTC.

    "03/08/2025" is left alone: half the world reads it as 3 August.
    """
    text = str(written or "").strip()[:_LONGEST]
    if not text:
        return None
    if found := _ISO.match(text):
        return _with_zone(text) or _day(*map(int, found.groups()))
    if found := _COMPACT.match(text):
        return _day(*map(int, found.groups()))
    if "," in text or ":" in text:
        try:
            sent = parsedate_to_datetime(text)
            return (sent.astimezone(UTC) if sent.tzinfo else sent).date()
        except (ValueError, TypeError, IndexError, OverflowError):
            pass
    if found := _WORDS.search(text):
        day, month, first, second, year = found.groups()
        number = _month(month or first)
        return _day(int(year), number, int(day or second)) if number else None
    return None


def _with_zone(text: str) -> date | None:
    try:
        moment = datetime.fromisoformat(text)
        return (moment.astimezone(UTC) if moment.tzinfo else moment).date()
    except (ValueError, OverflowError):
        return None


def _month(word: str) -> int:
    short = word.lower()
    short = "sep" if short == "sept" else short
    return next((number for number, name in enumerate(_MONTHS, 1) if name.startswith(short)), 0)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if 1400 <= year <= 2200 else None
    except ValueError:
        return None
