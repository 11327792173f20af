"""The middle of weighted positions: mean and median, over all draws at once.

Sources: thomson2006 for the capability x salience weighted mean as a forecast, black1948 for the median.
Limits: both are NaN-free only with positions filled in, see `Talks.filled`.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from commonground.methods.base import FloatArray

MedianRule = Literal["lower", "upper", "middle"]
_HALF = 1e-12  # a cumulative weight this near to half of the total counts as half


def weighted_mean(position: FloatArray, weight: FloatArray) -> FloatArray:
    """(draw, issue), sum of weight times position over the parties (axis 1), divided by the sum of weights.

    Weights of sum 0 count as equal ones.
    """
    total = weight.sum(axis=1, keepdims=True)
    share = np.where(total > 0, weight / np.where(total > 0, total, 1.0), 1.0 / position.shape[1])
    # A sum of shares may be off by the last digit; the mean is not to leave the positions for that.
    mean = (share * position).sum(axis=1)
    return np.asarray(np.clip(mean, position.min(axis=1), position.max(axis=1)))


def weighted_median(position: FloatArray, weight: FloatArray, rule: MedianRule = "lower") -> FloatArray:
    """(draw, issue), the position at which the weights on either side balance.

    rule : where the weights below a position reach exactly half, "lower" takes that position, "upper" the next
        one, "middle" the mean of the two
    """
    weight = np.where(weight.sum(axis=1, keepdims=True) > 0, weight, 1.0)
    order = np.argsort(position, axis=1, kind="stable")
    place = np.take_along_axis(position, order, axis=1)
    running = np.cumsum(np.take_along_axis(weight, order, axis=1), axis=1)
    total = running[:, -1:, :]

    def at(reached: NDArray[np.bool_]) -> FloatArray:
        first = np.argmax(reached, axis=1)[:, None, :]
        return np.asarray(np.take_along_axis(place, first, axis=1)[:, 0])

    lower = at(running >= total * (0.5 - _HALF))
    if rule == "lower":
        return lower
    upper = at(running > total * (0.5 + _HALF))
    return upper if rule == "upper" else (lower + upper) / 2
