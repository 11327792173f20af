"""Scores of probability forecasts over exclusive classes, with intervals.

The Brier score of a yes-or-no question is one-sided, (p - y)**2, from 0 to 1; for three or more classes it is the
sum over classes, from 0 to 2 (brier1950). Differences between two forecasts are paired, row by row, and their
intervals come from resampling groups of rows that belong together.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from commonground.forecast.calibration import jeffreys

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.intp]
LEAST = 1e-9  # a forecast of zero that comes true would cost infinity; this costs 20.7
FEW = 30  # fewer forecasts than this say nothing on calibration


def log_losses(p: FloatArray, y: IntArray) -> FloatArray:
    """Minus the log of the probability given to what happened, per row of p (row, class)."""
    return np.asarray(-np.log(np.maximum(p[np.arange(len(y)), y], LEAST)))


def briers(p: FloatArray, y: IntArray) -> FloatArray:
    """Brier score per row: one-sided with two classes, the sum over classes with more."""
    if p.shape[1] == 2:
        return np.asarray((p[:, 1] - y) ** 2)
    return np.asarray(((p - np.eye(p.shape[1])[y]) ** 2).sum(axis=1))


@dataclass(frozen=True)
class Bin:
    """Forecasts of about the same probability: their mean, how many, how many came true, 90 % interval."""

    low: float
    high: float
    forecast: float
    n: int
    happened: int
    interval: tuple[float, float]

    @property
    def frequency(self) -> float:
        return self.happened / self.n


@dataclass(frozen=True)
class Calibration:
    """Bins of forecasts and the expected calibration error: mean distance of forecast and frequency by bin.

    `error` is None with fewer than 30 forecasts, which are too few to tell.
    """

    bins: tuple[Bin, ...]
    n: int
    error: float | None

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return {
            "n": self.n,
            "error": self.error,
            "bins": [
                {
                    "from": b.low, "to": b.high, "forecast": b.forecast, "n": b.n,
                    "happened": b.happened, "frequency": b.frequency, "interval_90": list(b.interval),
                }
                for b in self.bins
            ],
        }  # fmt: skip


def calibration(p: FloatArray, y: IntArray, bins: int = 10) -> Calibration:
    """Calibration of every probability given, each class of each row counted as one forecast.

    With two classes only the second (yes) is counted, as the first mirrors it.
    """
    given = p[:, 1] if p.shape[1] == 2 else p.ravel()
    came = y.astype(float) if p.shape[1] == 2 else np.eye(p.shape[1])[y].ravel()
    at = np.minimum((given * bins).astype(int), bins - 1)
    found, error = [], 0.0
    for k in range(bins):
        members = at == k
        n = int(members.sum())
        if n:
            forecast, happened = float(given[members].mean()), round(float(came[members].sum()))
            found.append(Bin(k / bins, (k + 1) / bins, forecast, n, happened, jeffreys(happened, n)))
            error += abs(forecast - happened / n) * n / len(given)
    return Calibration(tuple(found), len(given), float(error) if len(y) >= FEW else None)


def paired_interval(
    ours: FloatArray,
    other: FloatArray,
    groups: IntArray | None = None,
    *,
    relative: bool = False,
    level: float = 0.95,
    resamples: int = 1000,
    seed: int = 0,
) -> tuple[float, float]:
    """Bootstrap interval of mean(other) - mean(ours), or of that divided by mean(other).

    Rows of one group are drawn together (all rows alone by default).
    """
    rng = np.random.default_rng(seed)
    _, group = np.unique(np.arange(len(ours)) if groups is None else groups, return_inverse=True)
    size = np.bincount(group).astype(float)
    a, b = np.bincount(group, weights=ours), np.bincount(group, weights=other)
    found = np.empty(resamples)
    for k in range(resamples):
        weight = np.bincount(rng.integers(len(size), size=len(size)), minlength=len(size)).astype(float)
        total = weight @ b if relative else weight @ size
        found[k] = (weight @ (b - a)) / total if total > 0 else 0.0
    low, high = np.quantile(found, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)
