"""Results over draws in words: one figure if all draws agree, else the mean with the middle 90 %.

`figure` and `per_cent` write numbers, `whether` picks between two clauses and says how often each holds, `in_draws`
says how often one does, `sentence` and `prose` make sentences of clauses.
Draws in which a value does not exist (NaN, infinite) are left out of the mean, and the text says how many. Where draws
differ two significant digits are told, since a third would not be known.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from commonground.case.names import at_sentence_starts
from commonground.methods.parameters import BoolArray

_SAME = 1e-9
_CERTAIN, _UNCERTAIN = 3, 2  # significant digits where all draws agree, and where they differ


def figure(values: ArrayLike, *, spread: bool = True) -> str:
    """`0.35`, or `0.35 (5-95 %: 0.2 to 0.5)` when the draws differ; `none` when no draw has a value.

    Without `spread` the mean alone: for numbers in passing, so that a paragraph can be read.
    """
    return _written(values, _plain, "", spread)


def per_cent(values: ArrayLike, *, spread: bool = True) -> str:
    """A share of 0-1 as `35 %`, or `35 % (5-95 %: 20 to 50 %)` when the draws differ; `spread` as for `figure`."""
    return _written(values, _hundredfold, " %", spread)


def whether(flags: BoolArray, yes: str, no: str) -> str:
    """`yes` if it holds in all draws, `no` if in none, else both, each with the share of draws it holds in."""
    held = float(np.mean(flags))
    if held in (0.0, 1.0):
        return yes if held else no
    return f"{in_draws(flags)} {yes}; in the others {no}"


def share_of(holds: BoolArray | float) -> str:
    """The share of draws in which something holds: `35 %`, `0 %` and `100 %` only if it is none or all."""
    held = float(np.mean(holds))
    return f"{_share(held) if 0.0 < held < 1.0 else f'{100.0 * held:.0f}'} %"


def in_draws(flags: BoolArray) -> str:
    """How often something holds: `in all draws`, `in no draw`, `in 35 % of the draws`."""
    held = float(np.mean(flags))
    if held in (0.0, 1.0):
        return "in all draws" if held else "in no draw"
    return f"in {share_of(flags)} of the draws"


def sentence(clause: str) -> str:
    """A clause as a sentence: first letter large, full stop."""
    return f"{clause[:1].upper()}{clause[1:]}."


def prose(*sentences: str) -> str:
    """A paragraph: sentences joined, each beginning with a large letter where a name's article comes first."""
    return at_sentence_starts(" ".join(one for one in sentences if one))


def _written(values: ArrayLike, write: Callable[[float, int], str], unit: str, spread: bool) -> str:
    array = np.atleast_1d(np.asarray(values, dtype=np.float64))
    there = array[np.isfinite(array)]
    if there.size == 0:
        return "none"
    differ = there.max() - there.min() > _SAME * max(1.0, float(np.abs(there).max()))
    digits = _UNCERTAIN if differ else _CERTAIN
    ends, middle = np.quantile(there, [0.05, 0.95]), float(there.mean())
    if ends[0] < 0.0 < ends[1] and abs(middle) < 0.01 * (ends[1] - ends[0]):
        middle = 0.0  # on neither side, as far as the draws can tell
    low, mean, high = (write(float(value), digits) for value in (ends[0], middle, ends[1]))
    text = mean + unit
    if not spread:
        return text
    parts = []
    if low != high:
        parts.append(f"5-95 %: {low} to {high}{unit}")
    elif low != mean:
        parts.append(f"{low}{unit} in nine draws of ten")
    if there.size < array.size:
        parts.append(f"no value {in_draws(~np.isfinite(array))}")
    return f"{text} ({'; '.join(parts)})" if parts else text


def _share(held: float) -> str:
    """Per cent of the draws, never 0 or 100 for a share that is neither."""
    per_hundred = 100.0 * held
    if per_hundred < 1.0:
        return "under 1"
    return "over 99" if per_hundred > 99.0 else f"{per_hundred:.0f}"


def _hundredfold(chance: float, digits: int) -> str:
    """Per cent of a chance, never 100 for one that is not sure."""
    text = _plain(100.0 * chance, digits)
    return "over 99" if text == "100" and chance < 1.0 - _SAME else text


def _plain(number: float, digits: int) -> str:
    if number == 0.0 or abs(number) < 10.0 ** -(digits + 3):
        return "0"
    rounded = float(f"{number:.{digits}g}")  # 99.7 has two digits before it is rounded, three after
    return f"{number:.0f}" if math.log10(abs(rounded)) >= digits else f"{rounded:.{digits}g}"
