"""A question's pooled forecast day by day, as its recorded voices would have given it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from commonground.forecast.answer import Quantiles, Shares
from commonground.forecast.bands import bands
from commonground.forecast.book import Book, Entry
from commonground.forecast.pool import EQUAL, Weights, combined
from commonground.forecast.voice import Voice


def voice_of(entry: Entry) -> Voice:
    """A recorded forecast as a voice."""
    answer, told = entry.answer, f"ledger line {entry.n + 1}"
    if isinstance(answer, Shares | Quantiles):
        return Voice(entry.by, entry.family, None, None, None, entry.because, (told,), answer)  # type: ignore[arg-type]
    return Voice(entry.by, entry.family, answer, entry.low, entry.high, entry.because, (told,))  # type: ignore[arg-type]


def over_time(
    book: Book,
    question: str,
    weights: Weights = EQUAL,
    as_of: date | None = None,
    today: Sequence[Voice] = (),
) -> list[dict[str, Any]]:
    """The pool on every day on which a voice spoke: as_of, p, band50, band90, and who spoke.

    Parameters
    ----------
    weights : of all days alike, also of those before they were learned: what is drawn is what was said, not a record
    as_of : leave out what was said after this day
    today : all voices of the day `as_of`, in place of what the ledger has of them

    Returns
    -------
    In the order of days; only questions of yes or no have a chance to draw, others give an empty list.
    """
    entries = [
        entry
        for entry in book.forecasts
        if entry.question == question and entry.family != "pool" and (as_of is None or entry.as_of <= as_of)
    ]
    entries.sort(key=lambda entry: (entry.as_of, entry.n))
    days: dict[date, list[Voice]] = {}
    for entry in entries:
        days.setdefault(entry.as_of, []).append(voice_of(entry))
    if as_of is not None and today:
        days.setdefault(as_of, []).extend(today)
    standing: dict[str, Voice] = {}
    out: list[dict[str, Any]] = []
    for day in sorted(days):
        now = today if day == as_of else ()  # who fell silent since does not speak today
        standing = (
            {voice.id: voice for voice in now} if now else standing | {one.id: one for one in days[day]}
        )
        if any(voice.p is None for voice in standing.values()):
            return []
        voices = tuple(standing.values())
        if not weights.hears(voices):
            continue
        share = weights.of(voices)
        band50, band90 = bands(voices, share)
        out.append(
            {
                "as_of": day.isoformat(),
                "p": combined(voices, share),
                "band50": None if band50 is None else list(band50),
                "band90": None if band90 is None else list(band90),
                "by": list(dict.fromkeys(voice.id for voice in days[day])),
            }
        )
    return out
