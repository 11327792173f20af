"""A (draw,) array as the few numbers that a study keeps of it."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike


def measure(values: ArrayLike) -> dict[str, float | None]:
    """Mean, 5 %, median and 95 % over the draws in which the value exists, and the share of those draws.

    Draws in which it is NaN count as without a value; infinite ones count in `share` and in the quantiles only.

    Returns
    -------
    {"mean", "low", "median", "high", "share"}; None for what does not exist or is infinite
    """
    array = np.atleast_1d(np.asarray(values, dtype=np.float64))
    known = array[~np.isnan(array)]
    share = known.size / array.size
    if known.size == 0:
        return {"mean": None, "low": None, "median": None, "high": None, "share": 0.0}
    low, median, high = np.quantile(known, [0.05, 0.5, 0.95], method="closest_observation")
    mean = float(known.mean()) if np.isfinite(known).all() else None
    return {
        "mean": mean,
        **{k: _finite(v) for k, v in (("low", low), ("median", median), ("high", high))},
        "share": share,
    }


def _finite(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
