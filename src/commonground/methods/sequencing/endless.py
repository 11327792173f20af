"""Ever smaller steps: an exchange that needs no last one.

If there is always more to come, no step need be the last, on which a side would gain by keeping its own. Tranches that
shrink by a fixed ratio rho, (1 - rho), (1 - rho) rho, ..., are safe if rho >= c/(delta g); such a ratio below 1 exists
if c < delta g. Small benefits over costs, impatience and fear of collapse call for slower steps, and cost value.

Sources: after admati1991, lockwood2002, compte2004.
Limits: steps become very small; in practice a bonus at the end (equal.py, schedule.py) does the same in few steps.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from commonground.methods.parameters import BoolArray, FloatArray
from commonground.methods.phrases import figure, per_cent, sentence, whether
from commonground.methods.ratio import ratio
from commonground.methods.sequencing.exchange import ExchangeSide, together


@dataclass(frozen=True)
class EndlessResult:
    """Each array is (draw,).

    sides         : what went in
    feasible      : whether an exchange is possible
    ratio         : each tranche over the one before it, at its fastest; NaN where there is no exchange
    first_tranche : share of the whole in the first step, 1 - ratio
    efficiency    : share of the value left after waiting for it, for the side with the least
    hazard_limit  : probability of collapse per step, in all, from which on there is no exchange; NaN if at none
    """

    sides: tuple[ExchangeSide, ...]
    feasible: BoolArray
    ratio: FloatArray
    first_tranche: FloatArray
    efficiency: FloatArray
    hazard_limit: FloatArray

    def reading(self) -> str:
        """One paragraph: whether a gradual exchange is possible, how it starts, and what it costs."""
        yes = (
            f"an exchange in ever smaller steps is possible: at its fastest the first step gives"
            f" {per_cent(self.first_tranche)} of the whole and each later one {figure(self.ratio)} of the one before,"
            f" which keeps {per_cent(self.efficiency)} of its value"
        )
        no = "no sequence of steps is safe, since to give all costs a side more than the prospect of the rest is worth"
        limit = "It would end with a chance of collapse per step of"
        return (
            sentence(whether(self.feasible, yes, no))
            + f" {limit} {per_cent(self.hazard_limit)}. What has been given is taken to be gone for good, and both"
            " sides to give at the same time."
        )


def solve_endless(*sides: ExchangeSide) -> EndlessResult:
    """The fastest exchange in steps that shrink for ever. Bonus and snapback do not enter.

    Returns
    -------
    EndlessResult with (draw,) arrays; the largest ratio over the sides decides

    References
    ----------
    lockwood2002, compte2004

    Limits
    ------
    A ratio of exactly 1 (c = delta g) gives steps of size 0: no exchange.
    """
    draws = together(sides)
    hardest = np.max(np.broadcast_arrays(*(side.ratio for side in sides)), axis=0)
    feasible = np.broadcast_to(hardest < 1.0, (draws,))
    rho = np.where(feasible, hardest, np.nan)
    kept = [(1.0 - rho) / (1.0 - side.patience * rho) for side in sides]
    return EndlessResult(
        sides=sides,
        feasible=feasible,
        ratio=rho,
        first_tranche=1.0 - rho,
        efficiency=np.min(np.broadcast_arrays(*kept), axis=0),
        hazard_limit=hazard_that_holds(*sides),
    )


def hazard_that_holds(*sides: ExchangeSide) -> FloatArray:
    """Probability of collapse per step below which an exchange is possible: 1 - c/(delta g), the least over the sides.

    The sides' own hazard is replaced, not added to.

    Returns
    -------
    (draw,) 0-1; NaN where there is none even without collapse
    """
    together(sides)
    limits = [1.0 - ratio(side.cost, np.asarray(side.discount) * side.benefit, np.inf) for side in sides]
    least = np.min(np.broadcast_arrays(*limits), axis=0)
    return np.where(least > 0.0, least, np.nan)


def patience_that_holds(*sides: ExchangeSide) -> FloatArray:
    """Discount per step above which an exchange is possible: c/(g (1-h)), the largest over the sides.

    Returns
    -------
    (draw,) 0-1; NaN where there is none however patient the sides are
    """
    together(sides)
    limits = [ratio(side.cost, side.benefit * (1.0 - np.asarray(side.hazard)), np.inf) for side in sides]
    most = np.max(np.broadcast_arrays(*limits), axis=0)
    return np.where(most < 1.0, most, np.nan)


def cost_that_holds(side: ExchangeSide) -> FloatArray:
    """Cost of giving all, in the side's unit, below which an exchange is possible for it: delta (1-h) g; (draw,)."""
    return np.asarray(side.patience * side.benefit)
