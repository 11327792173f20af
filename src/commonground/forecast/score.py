"""Scoring rules: what a forecast earns once the outcome is known. Lower is better in all of them.

All are proper: nobody does better by saying other than what they think. The Brier score here is the one-sided one,
0 to 1, of which always saying 50 % gets 0.25; many papers print the two-sided sum, which is twice that.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]

LOG_CLIP = 0.001
"""The log score takes chances as 0.1 to 99.9 %, so that one that was certain and wrong gets 6.9, not infinity."""


def brier(p: FloatArray, happened: FloatArray) -> FloatArray:
    """Squared error of a chance: ``(p - o)^2``.

    Parameters
    ----------
    p        : (n,), chance of yes, 0-1
    happened : (n,), 1 for yes and 0 for no

    References
    ----------
    brier1950, halved.
    """
    return np.asarray(np.square(p - happened))


def log_score(p: FloatArray, happened: FloatArray) -> FloatArray:
    """Minus the natural logarithm of the chance given to what happened, clipped at `LOG_CLIP`; shapes as in `brier`.

    References
    ----------
    good1952.
    """
    given = np.where(happened > 0.5, p, 1.0 - p)
    return np.asarray(-np.log(np.clip(given, LOG_CLIP, 1.0 - LOG_CLIP)))


def brier_choice(share: FloatArray, outcome: npt.NDArray[np.intp]) -> FloatArray:
    """Half the sum of squared errors over the options; of two options it is the Brier score of a yes.

    Parameters
    ----------
    share   : (n, option), each row adds up to one
    outcome : (n,), place of the option that came about

    References
    ----------
    brier1950, halved.
    """
    return np.asarray(0.5 * np.square(share - _indicator(share, outcome)).sum(axis=1))


def log_choice(share: FloatArray, outcome: npt.NDArray[np.intp]) -> FloatArray:
    """Minus the natural logarithm of the share given to what came about; shapes as in `brier_choice`."""
    given = share[np.arange(len(share)), outcome]
    return np.asarray(-np.log(np.clip(given, LOG_CLIP, 1.0 - LOG_CLIP)))


def ranked_probability(share: FloatArray, outcome: npt.NDArray[np.intp]) -> FloatArray:
    """Mean squared error of the cumulated shares of options in an order, 0 to 1; shapes as in `brier_choice`.

    A miss by one option costs less than a miss by two. Of two options it is the Brier score of a yes.

    References
    ----------
    epstein1969, over the number of options less one.
    """
    gap = np.cumsum(share - _indicator(share, outcome), axis=1)[:, :-1]
    return np.asarray(np.square(gap).mean(axis=1))


def crps(levels: FloatArray, values: FloatArray, outcome: FloatArray) -> FloatArray:
    """Continuous ranked probability score of quantiles, in the unit of the outcome.

    Twice the mean quantile score over all levels, exact for the quantile function that `Quantiles` describes:
    straight between levels, level beyond the outermost. Of a point it is the absolute error.

    Parameters
    ----------
    levels  : (level,), rising strictly within 0-1
    values  : (n, level), never falling along a row
    outcome : (n,)

    References
    ----------
    matheson1976; gneiting2007, eq. 21 and the quantile form of section 6.
    """
    u = np.concatenate(([0.0], levels, [1.0]))
    q = np.concatenate((values[:, :1], values, values[:, -1:]), axis=1)
    start, end = u[:-1], u[1:]
    a, b, y = q[:, :-1], q[:, 1:], outcome[:, None]
    rise = b - a
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(rise > 0, (y - a) / np.where(rise > 0, rise, 1.0), np.where(y >= b, 1.0, 0.0))
    turn = start + np.clip(share, 0.0, 1.0) * (end - start)  # below it the outcome lies above the quantile
    at_turn = a + np.clip(share, 0.0, 1.0) * rise
    under = _product(start, turn, start, turn, y - a, y - at_turn)
    over = _product(turn, end, 1.0 - turn, 1.0 - end, at_turn - y, b - y)
    return np.asarray(2.0 * (under + over).sum(axis=1))


def _product(
    start: FloatArray, end: FloatArray, f0: FloatArray, f1: FloatArray, g0: FloatArray, g1: FloatArray
) -> FloatArray:
    """Integral of the product of two straight lines, given by their values at both ends."""
    return (end - start) / 6.0 * (2.0 * f0 * g0 + f0 * g1 + f1 * g0 + 2.0 * f1 * g1)


def _indicator(share: FloatArray, outcome: npt.NDArray[np.intp]) -> FloatArray:
    happened = np.zeros_like(share)
    happened[np.arange(len(share)), outcome] = 1.0
    return happened
