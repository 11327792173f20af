"""Results over draws in words: one figure if all draws agree, else the mean with the middle 90 %.

`figure` and `per_cent` write numbers, `whether` picks between two clauses and says how often each holds, `sentence`
makes a sentence of a clause.
Draws in which a value does not exist (NaN, infinite) are left out of the mean, and the text says how many.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from commonground.methods.parameters import BoolArray

_SAME = 1e-9


def figure(values: ArrayLike, digits: int = 3) -> str:
    """`0.35`, or `0.35 (5-95 %: 0.2 to 0.5)` when the draws differ; `none` when no draw has a value."""
    return _written(values, lambda number: _plain(number, digits))


def per_cent(values: ArrayLike, digits: int = 3) -> str:
    """A share of 0-1 as `35 %`, or `35 % (5-95 %: 20 to 50 %)` when the draws differ."""
    return _written(values, lambda number: _plain(100.0 * number, digits), " %")


def whether(flags: BoolArray, yes: str, no: str) -> str:
    """`yes` if it holds in all draws, `no` if in none, else both, each with the share of draws it holds in."""
    share = float(np.mean(flags))
    if share in (0.0, 1.0):
        return yes if share else no
    return f"in {_share(share)} % of the draws {yes}; in the others {no}"


def sentence(clause: str) -> str:
    """A clause as a sentence: first letter large, full stop."""
    return f"{clause[:1].upper()}{clause[1:]}."


def _written(values: ArrayLike, write: Callable[[float], str], unit: str = "") -> str:
    array = np.atleast_1d(np.asarray(values, dtype=np.float64))
    there = array[np.isfinite(array)]
    if there.size == 0:
        return "none"
    low, mean, high = np.quantile(there, 0.05), there.mean(), np.quantile(there, 0.95)
    text = write(float(mean)) + unit
    parts = []
    if there.max() - there.min() > _SAME * max(1.0, float(np.abs(there).max())):
        parts.append(f"5-95 %: {write(float(low))} to {write(float(high))}{unit}")
    if there.size < array.size:
        parts.append(f"no value in {_share(1.0 - there.size / array.size)} % of the draws")
    return f"{text} ({'; '.join(parts)})" if parts else text


def _share(share: float) -> str:
    """Per cent of the draws, never 0 or 100 for a share that is neither."""
    per_hundred = 100.0 * share
    if per_hundred < 1.0:
        return "under 1"
    return "over 99" if per_hundred > 99.0 else f"{per_hundred:.0f}"


def _plain(number: float, digits: int) -> str:
    if number == 0.0 or abs(number) < 10.0 ** -(digits + 3):
        return "0"
    if math.log10(abs(number)) >= digits:
        return f"{number:.0f}"
    return f"{number:.{digits}g}"
