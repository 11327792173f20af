"""A hostile successor keeps a deal if leaving it costs more than it brings.

An election may bring a government that would rather be out of the deal. How much it would gain from that differs:
nobody knows it beforehand, and all values up to a largest one are equally likely. It leaves if the gain, for ever,
exceeds what leaving costs: escrow forfeited, sanctions that snap back, the price at home of undoing a treaty. So
penalties do not only repay the injured side, they make reneging rarer.

    q = q0 max(0, 1 - K (1-delta)/theta_max),    survival of k elections (1 - q)^k

Sources: after powell2006 (commitment) and wolford2007 (what a successor may want); the uniform temptation is ours.
Limits: penalties are paid for sure; the draw of the temptation is new at each election.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from commonground.methods.parameters import (
    DISCOUNT,
    NOT_NEGATIVE,
    POSITIVE,
    PROBABILITY,
    FloatArray,
    ParameterError,
    broadcast,
    checked,
)
from commonground.methods.phrases import figure, per_cent
from commonground.methods.ratio import ratio
from commonground.methods.turnover.deal import DealParameters, renege_that_holds


@dataclass(frozen=True, kw_only=True)
class RenegeParameters:
    """Sums and flows in units of the prize; every number may be a (draw,) array.

    Parameters
    ----------
    hostile       : probability that an election brings a government that would rather be out, 0-1
    temptation    : largest gain from leaving, per period, above 0; all gains from 0 to it are equally likely
    discount      : per period, above 0 and below 1
    escrow        : sum forfeited on leaving, at least 0
    snapback      : value of the sanctions that return, at least 0
    audience_cost : price of leaving at home, at least 0 (a ratified treaty costs more than a signature)

    Raises
    ------
    ParameterError : a value out of range, or fields with different numbers of draws.
    """

    hostile: float | FloatArray
    temptation: float | FloatArray
    discount: float | FloatArray
    escrow: float | FloatArray = 0.0
    snapback: float | FloatArray = 0.0
    audience_cost: float | FloatArray = 0.0

    def __post_init__(self) -> None:
        ranges = {"hostile": PROBABILITY, "temptation": POSITIVE, "discount": DISCOUNT}
        broadcast(self, ranges | dict.fromkeys(("escrow", "snapback", "audience_cost"), NOT_NEGATIVE))

    @property
    def penalty(self) -> FloatArray:
        """(draw,) what leaving costs, all told."""
        return np.asarray(self.escrow) + self.snapback + self.audience_cost

    @property
    def forgone(self) -> FloatArray:
        """(draw,) the largest gain from leaving, as a sum."""
        return np.asarray(self.temptation) / (1.0 - np.asarray(self.discount))


@dataclass(frozen=True)
class RenegeResult:
    """Each array is (draw,).

    parameters : what went in
    renege     : probability that an election ends the deal: q of the deal with elections
    deterred   : share of hostile governments that stay in all the same
    enough     : penalty at which none leaves
    """

    parameters: RenegeParameters
    renege: FloatArray
    deterred: FloatArray
    enough: FloatArray

    def reading(self) -> str:
        """One paragraph: how often an election ends the deal, and what the penalties change."""
        given = self.parameters
        return (
            f"An election brings a government that would rather be out of the deal with probability"
            f" {per_cent(given.hostile)}. Leaving costs {figure(given.penalty)}, which keeps"
            f" {per_cent(self.deterred)} of such governments in, so that an election ends the deal with probability"
            f" {per_cent(self.renege)}; it outlives three elections with probability"
            f" {per_cent(survival(self.renege, 3))}. A penalty of {figure(self.enough)} would keep all of them in."
            " The penalties are taken to be paid for sure: one that may be waived counts for less."
        )


def solve_renege(parameters: RenegeParameters) -> RenegeResult:
    """How often an election ends the deal when leaving it costs something.

    Returns
    -------
    RenegeResult with (draw,) arrays; give `renege` to `DealParameters` or to `durability`

    References
    ----------
    powell2006, wolford2007

    Limits
    ------
    A penalty that one side pays and the other receives also repays the loss of a collapse; enter that in the deal's
    escrow as well.
    """
    deterred = np.minimum(ratio(parameters.penalty, parameters.forgone, 1.0), 1.0)
    return RenegeResult(
        parameters=parameters,
        renege=np.asarray(parameters.hostile * (1.0 - deterred)),
        deterred=deterred,
        enough=parameters.forgone,
    )


def survival(renege: ArrayLike, elections: int) -> FloatArray:
    """(draw,) probability that a deal outlives so many elections, each of which ends it with probability `renege`.

    Raises
    ------
    ParameterError : not a probability, or a negative number of elections.
    """
    if elections < 0:
        raise ParameterError("elections", f"out of range (got {elections})", "Use at least 0.")
    return np.asarray((1.0 - checked("renege", renege, PROBABILITY)) ** elections)


def penalty_that_limits(parameters: RenegeParameters, renege: ArrayLike) -> FloatArray:
    """Smallest penalty, in all, at which an election ends the deal with probability `renege` at most.

    Parameters
    ----------
    renege : number or (draw,), 0-1; NaN where no such probability exists, and then neither does the penalty

    Returns
    -------
    (draw,) 0 where no penalty is needed
    """
    target, hostile = np.atleast_1d(np.asarray(renege, dtype=np.float64)), np.asarray(parameters.hostile)
    checked("renege", np.where(np.isnan(target), 0.0, target), PROBABILITY)
    deterred = np.maximum(1.0 - ratio(target, hostile, np.inf), 0.0)
    return np.where(np.isnan(target), np.nan, deterred * parameters.forgone)


def penalty_that_holds(deal: DealParameters, parameters: RenegeParameters) -> FloatArray:
    """Smallest penalty for leaving, in all, that makes reneging rare enough for the deal's zone to open.

    The deal's own `renege` is not used. Escrow in the deal is left as it is.

    Returns
    -------
    (draw,) 0 where no penalty is needed; NaN where the zone is closed even if nobody reneges
    """
    return penalty_that_limits(parameters, renege_that_holds(deal))
