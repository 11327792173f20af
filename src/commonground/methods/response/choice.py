"""The logit rule: each move more often the more it pays, and only the best ones if rationality is infinite."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from commonground.methods.parameters import BoolArray, FloatArray, ParameterError

TIE = 1e-9  # relative difference below which two moves pay the same


def checked_rationality(value: ArrayLike) -> FloatArray:
    """Rationality as a (draw,) array: at least 0, infinity allowed.

    Raises
    ------
    ParameterError : not a number or a list of them, or below 0.
    """
    try:
        array = np.atleast_1d(np.asarray(value, dtype=np.float64))
    except (TypeError, ValueError) as error:
        raise ParameterError("rationality", "not a number", "Give a number or one per draw.") from error
    if array.ndim != 1 or array.size == 0:
        raise ParameterError("rationality", f"has shape {array.shape}", "Give a number or one per draw.")
    wrong = ~(array >= 0.0)
    if wrong.any():
        raise ParameterError("rationality", f"out of range (got {array[wrong][0]:g})", "Use at least 0.")
    return array


def logit(rationality: FloatArray, worth: FloatArray) -> tuple[FloatArray, BoolArray]:
    """Chance of each move, and whether the best moves tie.

    Parameters
    ----------
    rationality : (draw,), per unit of payoff; infinity plays the best move, and ties with equal chances
    worth       : (draw or 1, ..., move), expected payoff of each move

    Returns
    -------
    (draw, ..., move) chances, and (draw, ...) flags of ties at infinite rationality.
    """
    worth = np.asarray(worth)
    top = worth.max(axis=-1, keepdims=True)
    short = worth - top
    size = TIE * (1.0 + np.abs(top))
    best = short >= -size
    rationality = rationality.reshape(rationality.shape + (1,) * (worth.ndim - 1))
    endless = np.isinf(rationality)
    weight = np.where(endless, best, np.exp(np.where(endless, 0.0, rationality) * short))
    tied = np.broadcast_to(endless & (best.sum(axis=-1, keepdims=True) > 1), weight.shape)[..., 0]
    return weight / weight.sum(axis=-1, keepdims=True), tied
