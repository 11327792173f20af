"""A settlement as a distribution: what the inputs leave open, and how far the model has missed on resolved issues.

The error of each model is that on the 351 resolved issues of DEU III, as a share of the scale, apart for issues with
two camps and with more. Errors are turned so that a positive one leads towards the far end of the scale and beyond
the middle; the distribution is cut at the ends. `residuals.json` beside this file holds their quantiles, written by
tools/fit_bargaining_residuals.py, with the source, the scores and how they were got.
Limits: one field of politics, one coding of positions, outcomes that were reached; where the inputs are uncertain
the coders' own uncertainty counts twice.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np

from commonground.errors import UsageError, did_you_mean
from commonground.methods.bargaining.talks import BoolArray, Talks
from commonground.methods.base import FloatArray

TYPES = ("two-camps", "graded")


@dataclass(frozen=True)
class Residuals:
    """Quantiles of a model's error.

    level    : (level,), 0-1
    quantile : (type, level), share of the scale, types as in TYPES
    """

    level: FloatArray
    quantile: FloatArray

    def draw(self, kind: FloatArray, share: FloatArray) -> FloatArray:
        """The error at a share 0-1 of its distribution, for type numbers of the same shape."""
        found = [np.interp(share, self.level, row) for row in self.quantile]
        return np.asarray(np.where(kind == 0, found[0], found[1]))


@cache
def figures() -> dict[str, Any]:
    """The shipped figures: source, levels, quantiles by model and type, and scores."""
    text = files("commonground.methods.bargaining").joinpath("residuals.json").read_text("utf-8")
    told: dict[str, Any] = json.loads(text)
    return told


def residuals(method: str) -> Residuals:
    """The shipped quantiles of a model; UsageError, with a near name, where there are none."""
    table = figures()["residual"]
    if method not in table:
        raise UsageError(f"no errors on record for a method (got {method})", did_you_mean(method, table))
    return Residuals(
        np.array(figures()["level"]), np.array([table[method][kind] for kind in TYPES], dtype=float)
    )


def two_camps(given: Talks) -> BoolArray:
    """(draw, issue), whether the parties hold at most two positions, told apart at a thousandth of the scale."""
    held = given.held
    low = np.where(held, given.position, np.inf).min(axis=1, keepdims=True)
    high = np.where(held, given.position, -np.inf).max(axis=1, keepdims=True)
    near = np.minimum(np.abs(given.position - low), np.abs(given.position - high)) <= 1e-3 * given.span
    return np.asarray((near | ~held).all(axis=1))


def turned(settlement: FloatArray, low: FloatArray, high: FloatArray) -> FloatArray:
    """+1 where the far end of the scale is the upper one, -1 where it is the lower one."""
    return np.where(settlement <= (low + high) / 2, 1.0, -1.0)


def forecast_settlement(
    given: Talks, settlement: FloatArray, method: str, *, seed: int = 0, error: Residuals | None = None
) -> FloatArray:
    """(draw, issue), the settlement with the model's own error added, in issue units and within the scale.

    settlement : (draw, issue) of a model; a single draw is spread over 1,000
    error      : other residuals than the shipped ones
    """
    known = error or residuals(method)
    camps = two_camps(given)
    if len(settlement) == 1:
        settlement, camps = np.repeat(settlement, 1000, axis=0), np.repeat(camps, 1000, axis=0)
    n = len(settlement)
    rng = np.random.default_rng(seed)
    # Evenly spread shares in random order: the interval does not jitter with the number of draws.
    share = np.stack([(rng.permutation(n) + 0.5) / n for _ in range(settlement.shape[1])], axis=1)
    miss = known.draw(np.where(camps, 0, 1), share)
    shifted = settlement + turned(settlement, given.low, given.high) * miss * given.span
    return np.asarray(np.clip(shifted, given.low, given.high))


def fit(settlement: FloatArray, outcome: FloatArray, camps: BoolArray, level: FloatArray) -> Residuals:
    """Quantiles of the turned error of (case,) settlements against (case,) outcomes, both 0-1, by type.

    A type with fewer than 20 cases takes the quantiles of all.
    """
    one = np.ones(1)
    miss = turned(settlement, 0 * one, one) * (outcome - settlement)
    rows = [np.quantile(miss[kind] if kind.sum() >= 20 else miss, level) for kind in (camps, ~camps)]
    return Residuals(level, np.stack(rows))


def crps(sample: FloatArray, outcome: float) -> float:
    """Continuous ranked probability score of an (n,) sample: mean |x - y| - mean |x - x'| / 2, lower is better.

    References
    ----------
    gneiting2007, eq. 21.
    """
    ordered = np.sort(sample)
    n = ordered.size
    spread = 2.0 * np.sum((2 * np.arange(1, n + 1) - n - 1) * ordered) / n**2
    return float(np.abs(ordered - outcome).mean() - spread / 2)


def interval(sample: FloatArray, mass: float = 0.8) -> tuple[float, float]:
    """The central interval that holds a share of an (n,) sample."""
    low, high = np.quantile(sample, [(1 - mass) / 2, (1 + mass) / 2])
    return float(low), float(high)


def bootstrap_interval(
    difference: Sequence[float] | FloatArray,
    *,
    draws: int = 5000,
    seed: int = 0,
    group: FloatArray | None = None,
) -> tuple[float, float]:
    """95 % bootstrap interval of a mean, over cases or over whole groups of them."""
    value = np.asarray(difference, dtype=float)
    rng = np.random.default_rng(seed)
    if group is None:
        means = value[rng.integers(0, value.size, (draws, value.size))].mean(axis=1)
    else:
        _, which = np.unique(group, return_inverse=True)
        total, count = np.bincount(which, value), np.bincount(which)
        pick = rng.integers(0, total.size, (draws, total.size))
        means = total[pick].sum(axis=1) / count[pick].sum(axis=1)
    low, high = np.quantile(means, [0.025, 0.975])
    return float(low), float(high)
