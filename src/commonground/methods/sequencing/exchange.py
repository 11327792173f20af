"""One side of an exchange in tranches: what it gives, what it gets, and what it would forfeit by stopping.

Two sides trade relief for restraint, step by step. Each step is given by both at once; what has been given cannot be
taken back. A side that does not give gets the other's tranche of that step for nothing, and the exchange ends. So it
goes on only if, at each step, what is still to come is worth more than the tranche that would be saved.
All solvers take one side or more; the schedule is common, so the side that finds a step hardest decides it.

Sources: after admati1991 (contributions in steps), lockwood2002 (gradualism and irreversibility), compte2004.
Limits: both sides' tranches shrink alike; gains are proportional to what has been given; nobody errs.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from commonground.methods.parameters import (
    DISCOUNT,
    NOT_NEGATIVE,
    POSITIVE,
    PROBABILITY,
    FloatArray,
    ParameterError,
    Range,
    broadcast,
)
from commonground.methods.ratio import ratio

HAZARD = Range(0.0, 1.0, open_hi=True)


@dataclass(frozen=True, kw_only=True)
class ExchangeSide:
    """Sums in any one unit of the side's own; every number may be a (draw,) array.

    Parameters
    ----------
    cost     : what giving all of its part costs the side, above 0
    benefit  : what getting all of the other's part is worth to it, above 0
    discount : per step, above 0 and below 1
    hazard   : probability per step that the exchange ends from outside (an election, a crisis), 0 or more and below 1
    bonus    : sum paid to it on completion, at least 0 (escrow released, final recognition)
    snapback : share of all it has been given that it loses if it defects, 0-1

    Raises
    ------
    ParameterError : a value out of range, or fields with different numbers of draws.
    """

    cost: float | FloatArray
    benefit: float | FloatArray
    discount: float | FloatArray
    hazard: float | FloatArray = 0.0
    bonus: float | FloatArray = 0.0
    snapback: float | FloatArray = 0.0

    def __post_init__(self) -> None:
        ranges = {"cost": POSITIVE, "benefit": POSITIVE, "discount": DISCOUNT, "hazard": HAZARD}
        broadcast(self, ranges | {"bonus": NOT_NEGATIVE, "snapback": PROBABILITY})

    @property
    def draws(self) -> int:
        """How many draws it holds."""
        return np.size(self.cost)

    @property
    def patience(self) -> FloatArray:
        """(draw,) weight of the next step: discount times the chance that the exchange goes on."""
        return np.asarray(np.asarray(self.discount) * (1.0 - np.asarray(self.hazard)))

    @property
    def net(self) -> FloatArray:
        """(draw,) what the whole exchange is worth to the side."""
        return np.asarray(np.asarray(self.benefit) - self.cost)

    @property
    def secured(self) -> FloatArray:
        """(draw,) what it loses by defecting once all has been given."""
        return np.asarray(np.asarray(self.snapback) * self.benefit)

    @property
    def ratio(self) -> FloatArray:
        """(draw,) c/(delta (1-h) g): each step must be followed by one at least so large, in shares of it."""
        return ratio(self.cost, self.patience * self.benefit, np.inf)


def together(sides: tuple[ExchangeSide, ...]) -> int:
    """How many draws the sides hold together.

    Raises
    ------
    ParameterError : no side, or sides with different numbers of draws.
    """
    if not sides:
        raise ParameterError("sides", "there is none", "Give at least one side of the exchange.")
    sizes = {side.draws for side in sides} - {1}
    if len(sizes) > 1:
        raise ParameterError(
            "sides", f"have different numbers of draws ({sorted(sizes)})", "Give one per draw, or one."
        )
    return sizes.pop() if sizes else 1


def efficiency(sides: tuple[ExchangeSide, ...], tranche: FloatArray) -> FloatArray:
    """Share of the exchange's value that is left after waiting for it, for the side with the least; (draw,) 0-1.

    tranche : (draw, step), shares of the whole in the order given
    """
    steps = np.arange(tranche.shape[1])
    kept = [(tranche * side.patience[:, None] ** steps).sum(axis=1) for side in sides]
    return np.asarray(np.min(np.broadcast_arrays(*kept), axis=0))
