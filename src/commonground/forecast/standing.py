"""Which forecast of a voice stood on which days: what is scored is what a reader would have seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

import numpy as np
import numpy.typing as npt

from commonground.forecast.book import VOID, Book, Entry
from commonground.forecast.score import FloatArray

When = Literal["days", "first", "last", "each"]
WHEN: dict[When, str] = {
    "days": "each forecast by the days it stood",
    "first": "the first forecast of each voice on each question",
    "last": "the last forecast before the outcome was known",
    "each": "every forecast alike, however many a voice made",
}
IntArray = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Rows:
    """Forecasts that count, sorted by question, voice and day.

    Parameters
    ----------
    entries  : the forecasts
    question : (n,), place of the question in `ids`
    voice    : (n,), place of the voice in `names`
    day      : (n,), day of the forecast as an ordinal
    weight   : (n,), adds up to one for a voice on a question (with "each", over `count` of them)
    previous : (n,), row of the voice's forecast before on the same question, -1 for its first
    left_out : forecasts on resolved questions that do not count, by reason
    """

    entries: tuple[Entry, ...]
    ids: tuple[str, ...]
    names: tuple[str, ...]
    question: IntArray
    voice: IntArray
    day: IntArray
    weight: FloatArray
    previous: IntArray
    left_out: dict[str, int]


def standing_rows(book: Book, when: When = "days", hindsight: bool = False) -> Rows:
    """The forecasts on resolved questions, weighted by how long each stood before the outcome was known.

    A forecast stands from its day until the voice's next one, until the day on which the outcome became known, or to
    the end of the deadline, whichever comes first. One made on or after the day of the outcome counts for nothing, and
    neither does one that was written down after that day, unless `hindsight` lets it in or it was imported as such.
    """
    ids = tuple(name for name, ended in book.resolutions.items() if ended.outcome != VOID)
    place_of = {name: place for place, name in enumerate(ids)}
    counted = [entry for entry in book.forecasts if entry.question in place_of]
    names = tuple(dict.fromkeys(entry.by for entry in counted))
    voice_of = {name: place for place, name in enumerate(names)}
    ends = np.array(
        [
            min(book.resolutions[name].on, book.questions[name].deadline + timedelta(days=1)).toordinal()
            for name in ids
        ],
        dtype=np.int64,
    )
    question = np.array([place_of[entry.question] for entry in counted], dtype=np.int64)
    voice = np.array([voice_of[entry.by] for entry in counted], dtype=np.int64)
    day = np.array([entry.as_of.toordinal() for entry in counted], dtype=np.int64)
    order = np.lexsort((np.arange(len(counted)), day, voice, question))  # of one day, the last line counts
    question, voice, day = question[order], voice[order], day[order]
    replaced = _same_as_next(question) & _same_as_next(voice) & _same_as_next(day)
    late = day >= ends[question] if ids else np.zeros(len(day), dtype=bool)
    after = np.array([not hindsight and book.in_hindsight(entry) for entry in counted], dtype=bool)[order]
    keep = ~replaced & ~late & ~after
    left_out = {
        "replaced on the same day": int((replaced & ~late & ~after).sum()),
        "made on or after the day of the outcome": int(late.sum()),
        "written down after the day of the outcome": int((after & ~late).sum()),
    }
    order, question, voice, day = order[keep], question[keep], voice[keep], day[keep]
    follows = np.concatenate(([False], (_same_as_next(question) & _same_as_next(voice))[:-1]))[: len(day)]
    leads = np.concatenate((follows[1:], [False]))[: len(day)]
    rows = np.arange(len(day))
    until = np.where(leads, np.roll(day, -1), ends[question] if ids else day)
    raw = {
        "days": (until - day).astype(float),
        "first": (~follows).astype(float),
        "last": (~leads).astype(float),
        "each": np.ones(len(day)),
    }[when]
    group = np.cumsum(~follows) - 1
    total = np.bincount(group, weights=raw) if len(day) else np.zeros(0)
    weight = raw if when == "each" else raw / total[group]
    return Rows(
        tuple(counted[place] for place in order),
        ids,
        names,
        question,
        voice,
        day,
        weight,
        np.where(follows, rows - 1, -1),
        {reason: n for reason, n in left_out.items() if n},
    )


def rate_then(book: Book, ids: Sequence[str], day: IntArray) -> FloatArray:
    """The share of yes among questions resolved before each day, (yes + 1/2) / (n + 1): one half before the first.

    Parameters
    ----------
    ids : the resolved questions of yes or no that make the rate
    day : (n,), ordinals
    """
    on = np.array([book.resolutions[name].on.toordinal() for name in ids], dtype=np.int64)
    yes = np.array([book.resolutions[name].outcome == "yes" for name in ids], dtype=float)
    order = np.argsort(on, kind="stable")
    so_far = np.concatenate(([0.0], np.cumsum(yes[order])))
    known = np.searchsorted(on[order], day, side="left")  # resolved on an earlier day
    return np.asarray((so_far[known] + 0.5) / (known + 1.0))


def _same_as_next(values: IntArray) -> npt.NDArray[np.bool_]:
    same = np.zeros(len(values), dtype=bool)
    same[:-1] = values[:-1] == values[1:]
    return same
