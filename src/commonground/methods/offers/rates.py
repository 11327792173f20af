"""Bargaining in real time: impatience, the risk of a breakdown, and what flows while the talks last.

A side is weak if it is in a hurry, if it suffers while waiting, or if it has more to fear from a breakdown. With short
rounds all of this is one formula: each gets what it could expect from waiting for ever, and the rest is divided by
the rates. That is the Nash solution with the inside payoffs as its threat point, which says what the point is.
After Binmore, Rubinstein and Wolinsky (1986) and Muthoo (1999). Sources: binmore1986, nash1950, muthoo1999.
Limits: rates are constant; a breakdown comes at random and by nobody's choice; all is known to both.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from commonground.methods.offers.split import TIE, OffersParameters, no_deal, solve_offers, ways_out
from commonground.methods.parameters import (
    ANY,
    NOT_NEGATIVE,
    POSITIVE,
    BoolArray,
    FloatArray,
    ParameterError,
    broadcast,
    exchanged,
)
from commonground.methods.phrases import figure, per_cent, prose


@dataclass(frozen=True, kw_only=True)
class RatesParameters:
    """The prize is 1; numbers or (draw,) arrays; rates and flows per unit of time, any unit.

    Parameters
    ----------
    rate_a, rate_b           : discount rates, at least 0; each must be above 0 if there is no hazard
    hazard                   : rate at which the talks break down for good, at least 0
    flow_a, flow_b           : *inside*: what each has per unit of time while there is no deal (sanctions, attrition)
    breakdown_a, breakdown_b : *inside*: what each has after a breakdown, in prizes
    outside_a, outside_b     : *outside*: what each has if it chooses to leave, in prizes
    period                   : time between offers for the shares of the two first movers, above 0

    Raises
    ------
    ParameterError : a value out of range, a rate and a hazard that are both 0, or a period beyond what the rates bear.
    """

    rate_a: float | FloatArray
    rate_b: float | FloatArray
    hazard: float | FloatArray = 0.0
    flow_a: float | FloatArray = 0.0
    flow_b: float | FloatArray = 0.0
    breakdown_a: float | FloatArray = 0.0
    breakdown_b: float | FloatArray = 0.0
    outside_a: float | FloatArray = 0.0
    outside_b: float | FloatArray = 0.0
    period: float | FloatArray = 0.01

    def __post_init__(self) -> None:
        free = ("flow_a", "flow_b", "breakdown_a", "breakdown_b", "outside_a", "outside_b")
        broadcast(
            self,
            dict.fromkeys(("rate_a", "rate_b", "hazard"), NOT_NEGATIVE)
            | dict.fromkeys(free, ANY)
            | {"period": POSITIVE},
        )
        for name, total in (("rate_a", self.total_a), ("rate_b", self.total_b)):
            if np.any(total <= 0.0):
                raise ParameterError(name, "is 0 and so is hazard", "Give a rate or a hazard above 0.")
            patience = np.exp(-total * self.period)
            if np.any((patience <= 0.0) | (patience >= 1.0)):
                raise ParameterError(
                    "period", f"too short or too long beside {name}", "Use a period near 0.01."
                )

    @property
    def total_a(self) -> FloatArray:
        """(draw,) rate at which waiting loses value to A: its discount rate and the hazard."""
        return np.asarray(self.rate_a + self.hazard)

    @property
    def total_b(self) -> FloatArray:
        """(draw,) the same for B."""
        return np.asarray(self.rate_b + self.hazard)

    @property
    def inside_a(self) -> FloatArray:
        """(draw,) what talking for ever is worth to A, in prizes."""
        return np.asarray((self.flow_a + self.hazard * np.asarray(self.breakdown_a)) / self.total_a)

    @property
    def inside_b(self) -> FloatArray:
        """(draw,) the same for B."""
        return np.asarray((self.flow_b + self.hazard * np.asarray(self.breakdown_b)) / self.total_b)

    def as_offers(self) -> OffersParameters:
        """The same talks round by round, with rounds of the given period."""
        return OffersParameters(
            patience_a=np.exp(-self.total_a * self.period),
            patience_b=np.exp(-self.total_b * self.period),
            inside_a=self.inside_a,
            inside_b=self.inside_b,
            outside_a=self.outside_a,
            outside_b=self.outside_b,
        )

    def swapped(self) -> RatesParameters:
        """The same talks with the names of the sides exchanged."""
        return exchanged(self)


@dataclass(frozen=True)
class RatesResult:
    """Arrays are (draw,); shares of the prize, NaN where there is no deal.

    Parameters
    ----------
    share_a            : A's share as the time between offers goes to 0
    share_a_first      : the same at the given period if A makes the first offer
    share_a_second     : and if B does
    weight_a           : A's part of what a deal adds, decided by the rates
    inside_a, inside_b : what each could expect from talking for ever: the threat point
    outside_a_binds    : A's way out lifts its share above what its patience and inside payoff give
    outside_b_binds    : the same for B's
    both_leave, nobody_settles, equilibria : as in `OffersResult`
    """

    share_a: FloatArray
    share_a_first: FloatArray
    share_a_second: FloatArray
    weight_a: FloatArray
    inside_a: FloatArray
    inside_b: FloatArray
    outside_a_binds: BoolArray
    outside_b_binds: BoolArray
    both_leave: BoolArray
    nobody_settles: BoolArray
    equilibria: NDArray[np.int_]

    def reading(self, a: str = "A", b: str = "B") -> str:
        """What it means, in one paragraph; `a` and `b` are the names to use."""
        told = no_deal(self.both_leave, self.nobody_settles, a, b)
        if np.any(self.equilibria > 0):
            told += (
                f"{a} gets {per_cent(self.share_a)} of the prize. To talk on without end would be worth "
                f"{figure(self.inside_a)} to {a} and {figure(self.inside_b)} to {b}. Of what a deal adds to this, {a} "
                f"takes {per_cent(self.weight_a)}, the more the less of a hurry it is in. "
                + ways_out(self.outside_a_binds, self.outside_b_binds, a, b)
            )
        return prose(
            f"{told.strip()} What goes on during the talks moves the deal; a threat to leave only sets a floor."
        )


def solve_rates(parameters: RatesParameters) -> RatesResult:
    """Shares when offers follow each other quickly, and the asymmetric Nash solution they tend to.

    With d_i = (g_i + l b_i)/(r_i + l) and weight (r_B + l)/(r_A + r_B + 2 l), A gets d_A + weight (1 - d_A - d_B),
    lifted to its own way out or cut to what B's leaves. A deal at once is lost if delay pays the two together,
    (r_A + l)(x - d_A) + (r_B + l)(1 - x - d_B) < 0.

    Returns
    -------
    RatesResult, arrays (draw,).

    References
    ----------
    binmore1986 (the limit and its threat point); muthoo1999 (inside against outside payoffs).

    Limits
    ------
    Outside options are floors only as long as leaving is each side's own choice.
    """
    d_a, d_b = parameters.inside_a, parameters.inside_b
    w_a, w_b = np.maximum(parameters.outside_a, 0.0), np.maximum(parameters.outside_b, 0.0)
    weight = parameters.total_b / (parameters.total_a + parameters.total_b)
    free = d_a + weight * (1.0 - d_a - d_b)
    share = np.minimum(np.maximum(free, w_a), 1.0 - w_b)
    leave = w_a + w_b > 1.0 + TIE
    stall = parameters.total_a * (share - d_a) + parameters.total_b * (1.0 - share - d_b) < -TIE
    deal = ~leave & ~stall
    rounds = solve_offers(parameters.as_offers())
    return RatesResult(
        share_a=np.where(deal, share, np.nan),
        share_a_first=rounds.share_a_first,
        share_a_second=rounds.share_a_second,
        weight_a=np.asarray(weight),
        inside_a=d_a,
        inside_b=d_b,
        outside_a_binds=np.asarray(deal & (w_a > free) & (w_a > 0.0)),
        outside_b_binds=np.asarray(deal & (w_b > 1.0 - free) & (w_b > 0.0)),
        both_leave=np.asarray(leave),
        nobody_settles=np.asarray(stall & ~leave),
        equilibria=np.where(deal, 1, 0),
    )
