"""One rate from overlapping classes: each is trusted by its size, and by how far classes differ at all.

A case belongs to many classes at once, which share cases: "mediated", "since 1990", "mediated since 1990". The
rate of a class c is

    r_c = mu + sum over classes g of (share of c that is in g - share of all that is) * b_g + error

with effects b_g ~ N(0, tau^2) of single filters and N(0, (tau/2)^2) of pairs, and errors correlated by the cases
two classes share: p (1 - p) n_cd / (n_c n_d). As rates of overlapping classes are averages over the same cases,
this holds exactly on the scale of probabilities. Given tau, found by maximum likelihood, the best linear
prediction for a case is that of a Gaussian model (efron1975, robinson1991): narrow classes are drawn to the wider
ones, and two filters that go together are not counted twice.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaincinv

from commonground.forecast.reference.table import ReferenceClass, Target, require_filters

FloatArray = NDArray[np.float64]
SPREADS = np.geomspace(0.02, 1.0, 30)
"""Values tried for tau, in units of the standard deviation sqrt(p (1 - p)) of a single case."""

MEAN_SPREAD = 2.0  # of the prior of mu, in the same unit: nothing is known beforehand
JITTER = 1e-5
LEAST = 0.002  # no rate from counts is nearer to 0 or 1 than this


@dataclass(frozen=True)
class PooledRate:
    """Rate for a case, 90 % interval, the classes it belongs to, and how far classes differ (tau, 0-1)."""

    rate: float
    low: float
    high: float
    classes: tuple[ReferenceClass, ...]
    between: float


def pooled_rate(target: Target, filters: Iterable[str] = ()) -> PooledRate:
    """Rate for a case that names these filters; a filter that it does not name may hold or not.

    Raises
    ------
    ForecastError : the target has no such filter.
    """
    named = require_filters(target, filters)
    fitted = _fitted(target)
    mine = tuple(i for i, c in enumerate(target.classes) if c.filters <= named)
    narrow = min(mine, key=lambda i: target.classes[i].n)
    case = fitted.share[narrow].copy()
    case[list(mine)] = 1.0
    case = (case - fitted.share[0])[1:]
    reach = MEAN_SPREAD**2 + (fitted.design * fitted.spread**2) @ case
    variance = MEAN_SPREAD**2 + float((case * fitted.spread) @ (case * fitted.spread))
    weights = fitted.precision @ reach
    rate = float(np.clip(fitted.mean + fitted.unit * (weights @ fitted.away), LEAST, 1 - LEAST))
    error = fitted.unit * float(np.sqrt(max(variance - weights @ reach, 1e-12)))
    low, high = _beta_interval(rate, error)
    return PooledRate(rate, low, high, tuple(target.classes[i] for i in mine), fitted.tau * fitted.unit)


@dataclass(frozen=True)
class _Fitted:
    """What does not depend on the case: rates less their mean, in units; shares; standard deviations of effects."""

    mean: float
    unit: float
    away: FloatArray
    share: FloatArray
    design: FloatArray
    spread: FloatArray
    precision: FloatArray
    tau: float


@lru_cache(maxsize=64)
def _fitted(target: Target) -> _Fitted:
    n = np.array([c.n for c in target.classes], dtype=np.float64)
    count = np.array([c.count for c in target.classes], dtype=np.float64)
    p = float((count[0] + 0.5) / (n[0] + 1.0))
    unit = float(np.sqrt(p * (1 - p)))
    away = ((count + p) / (n + 1.0) - p) / unit
    error = target.shared / np.outer(n, n) + JITTER * np.eye(len(n))
    share = target.shared / n[:, None]
    design = (share - share[:1])[:, 1:]
    scale = np.array([1.0 if len(c.filters) == 1 else 0.5 for c in target.classes[1:]])
    effects = (design * scale) @ (design * scale).T
    tau = float(max(SPREADS, key=lambda tried: _likelihood(away, _covariance(effects, error, tried))))
    precision = np.asarray(np.linalg.inv(_covariance(effects, error, tau)), dtype=np.float64)
    return _Fitted(p, unit, away, share, design, tau * scale, precision, tau)


def _covariance(effects: FloatArray, error: FloatArray, tau: float) -> FloatArray:
    return np.asarray(MEAN_SPREAD**2 + tau**2 * effects + error)


def _likelihood(away: FloatArray, K: FloatArray) -> float:
    _, size = np.linalg.slogdet(K)
    return float(-size - away @ np.linalg.solve(K, away))


def _beta_interval(mean: float, spread: float) -> tuple[float, float]:
    """90 % interval of the Beta distribution with this mean and standard deviation."""
    strength = max(mean * (1 - mean) / spread**2 - 1.0, 0.5)
    low, high = betaincinv(mean * strength, (1 - mean) * strength, [0.05, 0.95])
    return min(float(low), mean), max(float(high), mean)
