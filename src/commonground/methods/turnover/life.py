"""Durability: the discounted share of time in which a deal lives, as one party sees it.

The deal stands until an election brings a government that leaves it, or until another cause ends it (a hazard). A
party that expects election i to end the deal with probability q_i, and discounts the future, counts each moment of
the deal's life with its discount factor and the chance that the deal is still alive. The sum, over what a deal that is
sure to last would give, is the durability lambda that common-ground takes: a deal is worth lambda u + (1 - lambda) c.

The same number carries deal.py: what a deal must pay a side depends on the calendar only through lambda.

Source: after powell2004 and powell2006 (commitment under shifting power); the derivation is ours.
Limits: elections end a deal independently of each other; a deal that has died does not return.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from commonground.methods.parameters import (
    DISCOUNT,
    NOT_NEGATIVE,
    POSITIVE,
    PROBABILITY,
    FloatArray,
    ParameterError,
    Range,
    checked,
)
from commonground.methods.turnover.calendar import ElectionCalendar, periods_between

PATIENCE = Range(0.0, 1.0, open_lo=True)  # 1: no discounting
HAZARD = Range(0.0, 1.0, open_hi=True)


def durability(
    renege: ArrayLike | Sequence[ArrayLike],
    discount: ArrayLike,
    elections: Sequence[float],
    horizon: float,
    hazard: ArrayLike = 0.0,
) -> FloatArray:
    """Expected discounted share of a horizon in which a deal lives.

    Steps: 1. cut the horizon at the elections; 2. the chance of being alive in a piece is the product of (1 - q)
    over the elections before it, and falls at the hazard's rate within it; 3. weigh each moment by its discount factor.

    Parameters
    ----------
    renege    : probability that an election ends the deal, 0-1: a number or (draw,) for all elections, or a list or
                tuple with an entry, each a number or (draw,), per election
    discount  : per period, above 0 and at most 1 (1: all moments count the same); a number or (draw,)
    elections : periods from the start, in order; those at or after the horizon do not matter
    horizon   : periods, above 0
    hazard    : probability per period that the deal dies of another cause, 0 or more and below 1; a number or (draw,)

    Returns
    -------
    (draw,) 0-1

    Raises
    ------
    ParameterError : a value out of range, times out of order, or lists of different lengths.

    References
    ----------
    powell2004, powell2006

    Limits
    ------
    Whoever reneges does so on election day and for good. Whole periods or any real times give the same share, since
    moments within a piece are weighed alike.
    """
    times = [float(t) for t in elections]
    if not (np.isfinite(horizon) and horizon > 0.0):
        raise ParameterError("horizon", f"out of range (got {horizon})", "Use above 0.")
    if any(not t >= 0.0 for t in times) or any(late < early for early, late in pairwise(times)):
        raise ParameterError(
            "elections", f"not in order from 0 on (got {times})", "Give periods from the start, in order."
        )
    chances = _per_election(renege, len(times))
    decay = -np.log(checked("discount", discount, PATIENCE))
    dying = -np.log1p(-checked("hazard", hazard, HAZARD))
    sizes = {array.size for array in (*chances, decay, dying)} - {1}
    if len(sizes) > 1:
        raise ParameterError(
            "renege", "has another number of draws than discount or hazard", "Give one per draw, or one."
        )
    cuts = [0.0, *(min(t, horizon) for t in times), float(horizon)]
    total = np.zeros(sizes.pop() if sizes else 1)
    alive = np.ones_like(total)
    for i, (start, end) in enumerate(pairwise(cuts)):
        total = total + alive * discounted_time(decay + dying, start, end)
        if i < len(chances):
            alive = alive * (1.0 - chances[i])
    share: FloatArray = total / discounted_time(decay, 0.0, float(horizon))
    return np.clip(share, 0.0, 1.0)


def _per_election(renege: Any, n: int) -> list[FloatArray]:
    if isinstance(renege, list | tuple):
        if len(renege) != n:
            raise ParameterError(
                "renege", f"has {len(renege)} entries for {n} elections", "Give one for each."
            )
        return [checked(f"renege[{i}]", chance, PROBABILITY) for i, chance in enumerate(renege)]
    return [checked("renege", renege, PROBABILITY)] * n


def discounted_time(rate: FloatArray, start: float, end: float) -> FloatArray:
    """Integral of exp(-rate t) from start to end; the length where the rate is 0."""
    length = end - start
    still = rate * length < 1e-12
    inside = np.where(still, length, -np.expm1(-rate * length) / np.where(still, 1.0, rate))
    return np.asarray(np.exp(-rate * start) * inside)


def durability_by_date(
    renege: ArrayLike | Sequence[ArrayLike],
    discount: ArrayLike,
    calendar: ElectionCalendar,
    *,
    start: date,
    end: date,
    hazard: ArrayLike = 0.0,
) -> FloatArray:
    """`durability` from calendar dates: a deal signed at `start`, counted up to `end`.

    Parameters
    ----------
    renege   : as in `durability`; a list has one entry for each day of `calendar.between(start, end)`
    discount : per year, above 0 and at most 1
    calendar : the days on which a new government could leave the deal
    start    : signing, or the case's as_of
    end      : the day up to which the deal's life counts, usually well after the case's horizon
    hazard   : per year, 0 or more and below 1

    Returns
    -------
    (draw,) 0-1

    Raises
    ------
    ParameterError : as `durability`; also if the end is not after the start.

    References
    ----------
    powell2004, powell2006

    Limits
    ------
    As `durability`. The share depends on `end`: state it with the number.
    """
    days = calendar.between(start, end)
    times = [periods_between(start, day, periods_a_year=1.0) for day in days]
    return durability(renege, discount, times, periods_between(start, end, periods_a_year=1.0), hazard)


def steady_durability(
    renege: ArrayLike, discount: ArrayLike, term: ArrayLike, first_election: ArrayLike | None = None
) -> FloatArray:
    """Durability over an endless horizon with an election after `first_election` periods and then every `term`.

        lambda = 1 - q d / (1 - (1 - q) D),    d = delta^first_election,  D = delta^term

    All arguments are numbers or (draw,): renege 0-1, discount above 0 and below 1, term above 0 and first_election at
    least 0 (default: the term), in periods.

    Raises
    ------
    ParameterError : a value out of range.
    """
    q, delta = checked("renege", renege, PROBABILITY), checked("discount", discount, DISCOUNT)
    length = checked("term", term, POSITIVE)
    first = length if first_election is None else checked("first_election", first_election, NOT_NEGATIVE)
    return np.asarray(1.0 - q * delta**first / (1.0 - (1.0 - q) * delta**length))
