"""Both sides know everything: the range of shares that both prefer to war, and the demand that ends it.

War costs both, so there is always something to share between what A can expect from it and what B must fear.
If all is known A asks for what leaves B just as well off as war, and B accepts: war needs a further reason.
After Fearon (1995). Sources: fearon1995, powell1999.
Limits: this is the yardstick against which private information and broken promises are measured, not a forecast.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from commonground.methods.parameters import NOT_NEGATIVE, PROBABILITY, FloatArray, broadcast
from commonground.methods.phrases import figure, per_cent, prose


@dataclass(frozen=True, kw_only=True)
class KnownCostsParameters:
    """Numbers or (draw,) arrays, in prizes: `power` is the chance that A wins; `cost_a`, `cost_b` of war, >= 0."""

    power: float | FloatArray
    cost_a: float | FloatArray
    cost_b: float | FloatArray

    def __post_init__(self) -> None:
        broadcast(self, {"power": PROBABILITY, "cost_a": NOT_NEGATIVE, "cost_b": NOT_NEGATIVE})


@dataclass(frozen=True)
class KnownCostsResult:
    """(draw,) arrays: A's shares `low` to `high` that both accept, A's `demand`, and the number of equilibria.

    `width` is what war would destroy, cost_a + cost_b, also where the range is cut at 0 or 1. The demand is
    unique; where nothing is destroyed war and the deal are equally good to both, and `equilibria` is 2.
    """

    low: FloatArray
    high: FloatArray
    width: FloatArray
    demand: FloatArray
    equilibria: NDArray[np.int_]

    @property
    def risk_of_war(self) -> FloatArray:
        """(draw,) always 0."""
        return np.zeros_like(self.demand)

    def reading(self, a: str = "A", b: str = "B") -> str:
        """What it means, in one paragraph; `a` and `b` are the names to use."""
        told = (
            f"{a} and {b} both prefer any share of {a} from {per_cent(self.low)} to {per_cent(self.high)} to war, "
            f"which would destroy {figure(self.width)} prizes. If all of this is known, {a} asks for "
            f"{per_cent(self.demand)} and there is no war."
        )
        if np.any(self.equilibria > 1):
            told += " Where a war would destroy nothing, both are indifferent and the model cannot tell."
        return prose(
            told, "A war needs a further reason: something private, or a promise that would not be kept."
        )


def solve_known_costs(parameters: KnownCostsParameters) -> KnownCostsResult:
    """The range of shares that both prefer to war when nothing is private.

    Returns
    -------
    KnownCostsResult, arrays (draw,): low = power - cost_a, high = power + cost_b, both cut to 0-1.

    References
    ----------
    fearon1995.

    Limits
    ------
    The prize can be divided as finely as needed.
    """
    power, width = np.asarray(parameters.power), np.asarray(parameters.cost_a + parameters.cost_b)
    high = np.minimum(1.0, power + parameters.cost_b)
    return KnownCostsResult(
        low=np.maximum(0.0, power - parameters.cost_a),
        high=high,
        width=width,
        demand=high,
        equilibria=np.where(width > 0.0, 1, 2),
    )
