"""Weights out of a track record: what would have scored best, drawn back towards equal.

Steps: 1. on every resolved question of yes or no or of a choice, and for every day on which at least two families
stood, take what each family said (its voices pooled with equal weights), leaving out what was written down after the
outcome was known, as scores do; 2. find the weights with the highest
posterior: the log score of their log-linear pool, each question counting once, by days, plus a Dirichlet prior
around equal weights. Where the record hardly tells families apart, the prior holds them together; where it does, a
hundred questions outvote it. The same is done for the voices of a family wherever two or more of them stood on 30
questions. Below 30 questions weights stay equal.

References
----------
ranjan2010 for fitting pools by log score.

Limits
------
A voice that spoke only on easy questions gains nothing by it, since it is compared on the same days with those who
spoke too. Questions about one event count as separate ones, which makes n too large.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import numpy as np
import numpy.typing as npt

from commonground.forecast.answer import Answer, Shares
from commonground.forecast.book import POOL, VOID, Book, Entry
from commonground.forecast.odds import bounded_shares
from commonground.forecast.pool import Weights
from commonground.forecast.score import FloatArray
from commonground.forecast.voice import FAMILIES
from commonground.forecast.words import LEAST

ENOUGH = 30
_PRIOR = 10.0  # observations of the Dirichlet prior, in all


@dataclass(frozen=True)
class _Row:
    """What stood on some days of one question: log shares by voice, the option that came about, the days."""

    question: str
    said: Mapping[str, tuple[str, FloatArray]]  # voice -> family, log share of each option
    outcome: int
    days: float


def learned_weights(book: Book) -> Weights:
    """Weights for `pool` from the resolved questions of a ledger; equal, with the reason, while they are too few."""
    rows = _rows(book)
    family, n = _fit([(row, _by_family(row)) for row in rows])
    voice: dict[str, float] = {}
    for one in FAMILIES:
        own, _ = _fit([(row, {v: said for v, (of, said) in row.said.items() if of == one}) for row in rows])
        voice |= own
    if not family and not voice:
        return Weights(
            because=f"families weigh equally; learning weights takes {ENOUGH} resolved questions on which two of them"
            f" spoke, and the ledger has {n}"
        )
    told = f"learned from {n} resolved questions by log score, drawn towards equal weights"
    if not family:
        told = (
            f"voices' weights learned by log score; families weigh equally, having met on {n} questions only"
        )
    return Weights(family, voice, told)


def _rows(book: Book) -> list[_Row]:
    by_question: dict[str, list[Entry]] = {}
    for entry in book.forecasts:
        ended = book.resolutions.get(entry.question)
        counts = ended is not None and ended.outcome != VOID and entry.family != POOL
        if counts and not book.in_hindsight(entry):
            by_question.setdefault(entry.question, []).append(entry)
    return [row for name, entries in by_question.items() for row in _rows_of(book, name, entries)]


def _rows_of(book: Book, name: str, entries: list[Entry]) -> list[_Row]:
    question, ended = book.questions[name], book.resolutions[name]
    if question.kind not in ("yes_no", "choice"):
        return []
    options = question.options or ("yes", "no")
    end = min(ended.on, question.deadline + timedelta(days=1))
    entries = sorted((entry for entry in entries if entry.as_of < end), key=lambda one: (one.as_of, one.n))
    days = sorted({entry.as_of for entry in entries})
    rows, said, place = [], {}, 0
    for day, following in zip(days, [*days[1:], end]):
        while place < len(entries) and entries[place].as_of == day:
            entry = entries[place]
            said[entry.by] = (entry.family, _log_shares(entry.answer))
            place += 1
        rows.append(_Row(name, dict(said), options.index(str(ended.outcome)), float((following - day).days)))
    return rows


def _log_shares(answer: Answer) -> FloatArray:
    given = answer.p if isinstance(answer, Shares) else (float(answer), 1.0 - float(answer))  # type: ignore[arg-type]
    return np.asarray(np.log(np.array(bounded_shares(given, LEAST))))


def _by_family(row: _Row) -> dict[str, FloatArray]:
    heard: dict[str, list[FloatArray]] = {}
    for family, said in row.said.values():
        heard.setdefault(family, []).append(said)
    return {family: np.mean(said, axis=0) for family, said in heard.items()}


def _fit(rows: list[tuple[_Row, dict[str, FloatArray]]]) -> tuple[dict[str, float], int]:
    """Weights of units, 1 on average, and on how many questions two of them spoke."""
    rows = [(row, said) for row, said in rows if len(said) > 1]
    questions = {row.question for row, _ in rows}
    names = sorted({name for _, said in rows for name in said})
    if len(questions) < ENOUGH:
        return {}, len(questions)
    place = {name: column for column, name in enumerate(names)}
    widest = max(len(one) for _, said in rows for one in said.values())
    logs = np.zeros((len(rows), len(names), widest))
    there = np.zeros((len(rows), len(names)))
    real = np.zeros((len(rows), widest), dtype=bool)
    for index, (_, said) in enumerate(rows):
        for name, one in said.items():
            logs[index, place[name], : len(one)] = one
            there[index, place[name]] = 1.0
            real[index, : len(one)] = True
    outcome = np.array([row.outcome for row, _ in rows])
    days: dict[str, float] = {}
    for row, _ in rows:
        days[row.question] = days.get(row.question, 0.0) + row.days
    weight = np.array([row.days / days[row.question] for row, _ in rows])
    best = _best(logs, there, real, outcome, weight)
    # On average 1, so that a family or voice that is new counts as an equal one.
    return {name: round(float(best[place[name]]) * len(names), 6) for name in names}, len(questions)


def _best(
    logs: FloatArray,
    there: FloatArray,
    real: npt.NDArray[np.bool_],
    outcome: npt.NDArray[Any],
    weight: FloatArray,
) -> FloatArray:
    """Weights of the highest posterior, adding up to one, through the soft maximum of free numbers."""
    from scipy.optimize import minimize

    rows = np.arange(len(outcome))

    def loss(free: FloatArray) -> tuple[float, FloatArray]:
        raw = np.exp(free - free.max())
        heard = there * raw
        total = heard.sum(axis=1, keepdims=True)
        w = heard / total
        pooled = np.where(real, np.einsum("ru,ruk->rk", w, logs), -np.inf)
        top = pooled.max(axis=1, keepdims=True)
        share = np.exp(pooled - top)
        norm = share.sum(axis=1, keepdims=True)
        value = float((weight * (np.log(norm[:, 0]) + top[:, 0] - pooled[rows, outcome])).sum())
        # Slope by a unit's weight: what it says on average less what it said of the outcome.
        slope = np.einsum("rk,ruk->ru", share / norm, logs) - logs[rows, :, outcome]
        own = w * (slope - (w * slope).sum(axis=1, keepdims=True))
        # Dirichlet prior with equal means: minus the prior's weight times the mean log weight.
        share_of = raw / raw.sum()
        prior = -_PRIOR * float(np.log(share_of).mean())
        return value + prior, (weight[:, None] * own).sum(axis=0) + _PRIOR * (share_of - 1.0 / len(raw))

    found = minimize(
        loss, np.zeros(logs.shape[1]), jac=True, method="L-BFGS-B", bounds=[(-12.0, 12.0)] * logs.shape[1]
    )
    raw = np.exp(found.x - found.x.max())
    return np.asarray(raw / math.fsum(raw))
