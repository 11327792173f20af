"""Calibration: of what was held to be 30 % likely, does 30 % come about? And sharpness: how far from the base rate."""

from __future__ import annotations

from typing import Any

import numpy as np

from commonground.forecast.score import FloatArray

EDGES = (0.0, 0.05, 0.15, 0.3, 0.45, 0.55, 0.7, 0.85, 0.95, 1.0)
TOO_FEW = 30
"""Fewer resolved questions than this say nothing about calibration."""


def calibration(p: FloatArray, happened: FloatArray, weight: FloatArray, questions: int) -> dict[str, Any]:
    """Bins with the mean forecast, the share that came about, and its 90 % interval.

    Parameters
    ----------
    p, happened, weight : (n,); the weights of one voice's forecasts on one question add up to one
    questions : resolved questions behind them; below `TOO_FEW` there is no verdict

    Returns
    -------
    dict: bins, each {from, to, n, forecast, happened, low, high}; `error`, the mean gap between forecast and share
    over bins (expected calibration error); `verdict`, a sentence.

    Limits
    ------
    `n` of a bin counts questions, in part where a forecast moved through several bins. Questions about one event
    come out together, so the intervals are too narrow where a ledger has many of them.
    """
    place = np.clip(np.searchsorted(EDGES, p, side="right") - 1, 0, len(EDGES) - 2)
    size = len(EDGES) - 1
    n, said, came = (
        np.bincount(place, weights=one, minlength=size) for one in (weight, weight * p, weight * happened)
    )
    bins: list[dict[str, Any]] = []
    for k in range(size):
        if n[k] <= 0:
            continue
        low, high = jeffreys(float(came[k]), float(n[k]))
        bins.append(
            {
                "from": EDGES[k],
                "to": EDGES[k + 1],
                "n": float(n[k]),
                "forecast": float(said[k] / n[k]),
                "happened": float(came[k] / n[k]),
                "low": low,
                "high": high,
            }
        )
    total = float(n.sum())
    error = sum(one["n"] * abs(one["forecast"] - one["happened"]) for one in bins) / total if total else None
    return {"bins": bins, "error": error, "verdict": _verdict(bins, questions)}


def jeffreys(yes: float, n: float, level: float = 0.90) -> tuple[float, float]:
    """Jeffreys interval of a share: equal tails of Beta(yes + 1/2, no + 1/2), with 0 and 1 at the ends.

    References
    ----------
    brown2001, section 4.3.
    """
    from scipy.special import betaincinv

    tail = (1.0 - level) / 2.0
    no = n - yes
    low = 0.0 if yes <= 0 else float(betaincinv(yes + 0.5, no + 0.5, tail))
    high = 1.0 if no <= 0 else float(betaincinv(yes + 0.5, no + 0.5, 1.0 - tail))
    return low, high


def sharpness(p: FloatArray, weight: FloatArray) -> dict[str, Any]:
    """How decided the forecasts are: their spread, and their shares in ten equal bins from 0 to 1."""
    total = float(weight.sum())
    if total <= 0:
        return {"sd": None, "bins": []}
    mean = float((weight * p).sum() / total)
    shares = np.bincount(np.clip((p * 10).astype(int), 0, 9), weights=weight, minlength=10) / total
    return {"sd": float(np.sqrt((weight * np.square(p - mean)).sum() / total)), "bins": shares.tolist()}


def _verdict(bins: list[dict[str, Any]], questions: int) -> str:
    if questions < TOO_FEW:
        return f"too few resolved questions to judge calibration: {questions}, of {TOO_FEW} needed"
    over, under = [], []
    for one in bins:  # nine looks at 90 % would find a fault in most sound records: a verdict asks for 99 %
        low, high = jeffreys(one["happened"] * one["n"], one["n"], 0.99)
        if one["forecast"] > high:
            over.append(one)
        elif one["forecast"] < low:
            under.append(one)
    if not over and not under:
        return f"no sign of miscalibration in {questions} questions"
    told = [
        f"{word} at {' and '.join(_range(one) for one in found)}"
        for word, found in (("too high", over), ("too low", under))
        if found
    ]
    return f"{', '.join(told)} ({questions} questions)"


def _range(one: dict[str, Any]) -> str:
    return f"{100 * one['from']:.0f}-{100 * one['to']:.0f} %"
