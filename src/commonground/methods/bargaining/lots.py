"""Random numbers inside compiled loops: each draw its own stream, whatever thread it runs on.

SplitMix64 (steele2014): the state steps by a constant and is mixed; streams begin at their seed.
Limits: for lots within a model, not for statistics that need independence of billions of numbers.
"""

from __future__ import annotations

import numpy as np
from numba import njit

_STEP = np.uint64(0x9E3779B97F4A7C15)
_MIX_1 = np.uint64(0xBF58476D1CE4E5B9)
_MIX_2 = np.uint64(0x94D049BB133111EB)
_S30, _S27, _S31, _S11 = np.uint64(30), np.uint64(27), np.uint64(31), np.uint64(11)


@njit(cache=True)
def next_lot(state):  # type: ignore[no-untyped-def]
    """A number in [0, 1); state (1,) uint64 is stepped."""
    state[0] += _STEP
    z = state[0]
    z = (z ^ (z >> _S30)) * _MIX_1
    z = (z ^ (z >> _S27)) * _MIX_2
    z = z ^ (z >> _S31)
    return (z >> _S11) / 9007199254740992.0


def streams(seed: int, n: int) -> np.ndarray:
    """(n,) uint64 seeds, one per draw."""
    return np.random.default_rng(seed).integers(0, 2**63, n, dtype=np.uint64)
