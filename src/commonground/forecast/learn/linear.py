"""Regression for yes or no with a ridge penalty, by the logistic or the complementary log-log link.

The second is the discrete-time proportional-hazards model (prentice1978): exp of the linear score is the hazard
over the period, so that hazards add up over time. Columns are put on a common scale before the penalty applies.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

FloatArray = NDArray[np.float64]
Link = Literal["logit", "cloglog"]
FARTHEST = 30.0  # a linear score beyond this is certainty to thirteen places


@dataclass(frozen=True)
class Regression:
    """A fitted regression; everything needed to apply it, in plain numbers.

    Parameters
    ----------
    names      : what each column is
    mean, scale: (column,), subtracted and divided by before weighting; a missing value counts as the mean
    weight     : (column,), per unit of `scale`
    intercept  : linear score of a row that is average in everything
    covariance : (1 + column, 1 + column), of intercept and weights, from the penalised curvature
    """

    names: tuple[str, ...]
    mean: FloatArray
    scale: FloatArray
    weight: FloatArray
    intercept: float
    covariance: FloatArray
    link: Link = "logit"

    def standard(self, X: FloatArray) -> FloatArray:
        """X (row, column) on the common scale, 0 where missing."""
        return np.nan_to_num((X - self.mean) / self.scale)

    def score(self, X: FloatArray) -> FloatArray:
        """Linear score (row,)."""
        return np.clip(self.intercept + self.standard(X) @ self.weight, -FARTHEST, FARTHEST)

    def spread(self, X: FloatArray) -> FloatArray:
        """Standard error of the linear score (row,), from how well the weights are known."""
        Z = np.c_[np.ones(len(X)), self.standard(X)]
        return np.asarray(np.sqrt(np.maximum(np.einsum("ij,jk,ik->i", Z, self.covariance, Z), 0.0)))

    def probability(self, X: FloatArray) -> FloatArray:
        """Probability of yes (row,)."""
        return inverse_link(self.score(X), self.link)

    def as_dict(self, digits: int = 5) -> dict[str, Any]:
        """Plain values for JSON."""
        return {
            "link": self.link,
            "names": list(self.names),
            "mean": [round(float(v), digits) for v in self.mean],
            "scale": [round(float(v), digits) for v in self.scale],
            "weight": [round(float(v), digits) for v in self.weight],
            "intercept": round(float(self.intercept), digits),
            "covariance": [[round(float(v), digits + 1) for v in row] for row in self.covariance],
        }

    @classmethod
    def from_dict(cls, raw: Mapping[str, Any]) -> Regression:
        """The inverse of `as_dict`."""
        return cls(
            tuple(raw["names"]),
            np.array(raw["mean"], dtype=np.float64),
            np.array(raw["scale"], dtype=np.float64),
            np.array(raw["weight"], dtype=np.float64),
            float(raw["intercept"]),
            np.array(raw["covariance"], dtype=np.float64),
            raw["link"],
        )


def inverse_link(score: FloatArray, link: Link) -> FloatArray:
    """Probability of a linear score."""
    return np.asarray(expit(score) if link == "logit" else -np.expm1(-np.exp(score)))


def fit_regression(
    X: FloatArray,
    y: FloatArray,
    names: Sequence[str],
    *,
    penalty: float = 1.0,
    link: Link = "logit",
    rounds: int = 60,
) -> Regression:
    """Penalised maximum likelihood by Fisher scoring with step halving.

    Parameters
    ----------
    X, y    : (row, column), NaN where missing; (row,), 0 or 1
    penalty : ridge on the weights of the scaled columns (not on the intercept), in units of log likelihood

    References
    ----------
    lecessie1992 for the logistic link; prentice1978 for the other.
    """
    there = np.isfinite(X)
    count = np.maximum(there.sum(axis=0), 1)
    mean = np.where(there, X, 0.0).sum(axis=0) / count
    scale = np.sqrt((np.where(there, X - mean, 0.0) ** 2).sum(axis=0) / count)
    scale = np.where(scale > 1e-9, scale, 1.0)
    Z = np.c_[np.ones(len(X)), np.nan_to_num((X - mean) / scale)]
    ridge = np.diag(np.r_[1e-6, np.full(X.shape[1], penalty)])
    share = float(np.clip(y.mean(), 1e-4, 1 - 1e-4)) if len(y) else 0.5
    b = np.zeros(Z.shape[1])
    b[0] = np.log(share / (1 - share)) if link == "logit" else np.log(-np.log1p(-share))
    value = _objective(Z, y, b, ridge, link)
    for _ in range(rounds):
        slope, curve = _derivatives(Z, y, b, link)
        step = np.linalg.solve(Z.T @ (Z * curve[:, None]) + ridge, Z.T @ slope - ridge @ b)
        for _ in range(30):
            tried = _objective(Z, y, b + step, ridge, link)
            if tried <= value:
                break
            step /= 2
        else:
            break
        b, gained, value = b + step, value - tried, tried
        if gained < 1e-9 * (1 + abs(value)):
            break
    _, curve = _derivatives(Z, y, b, link)
    covariance = np.linalg.inv(Z.T @ (Z * curve[:, None]) + ridge)
    return Regression(tuple(names), mean, scale, b[1:], float(b[0]), covariance, link)


def _objective(Z: FloatArray, y: FloatArray, b: FloatArray, ridge: FloatArray, link: Link) -> float:
    score = np.clip(Z @ b, -FARTHEST, FARTHEST)
    if link == "logit":
        loss = np.logaddexp(0.0, score) - y * score
    else:
        hazard = np.exp(np.minimum(score, 6.0))
        loss = np.where(y > 0.5, -np.log(np.maximum(-np.expm1(-hazard), 1e-300)), hazard)
    return float(loss.sum() + b @ ridge @ b / 2)


def _derivatives(Z: FloatArray, y: FloatArray, b: FloatArray, link: Link) -> tuple[FloatArray, FloatArray]:
    """Slope of the log likelihood in the score, and its expected curvature, per row."""
    score = np.clip(Z @ b, -FARTHEST, FARTHEST)
    if link == "logit":
        p = expit(score)
        return y - p, np.maximum(p * (1 - p), 1e-9)
    hazard = np.exp(np.minimum(score, 6.0))
    p = np.maximum(-np.expm1(-hazard), 1e-12)
    left = np.exp(-hazard)
    return (y - p) * hazard / p, np.maximum(hazard**2 * left / p, 1e-9)
