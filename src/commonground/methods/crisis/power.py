"""A makes an offer, and only B knows the balance of power.

If B knows that it is stronger than A believes, it refuses what A thinks is fair. A would have to pay every type of B
what the strongest one could win, so it offers less and risks a war. What is private here also decides what war is
worth to A, which makes this more dangerous than a private cost.
After Fey and Ramsay (2011) and Powell (1999). Sources: fey2011, fearon1995, powell1999.
Limits: one offer, one answer; costs are known; power is uniform between two bounds; both are risk neutral.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from commonground.methods.crisis.costs import refuse_reversed
from commonground.methods.parameters import NOT_NEGATIVE, PROBABILITY, FloatArray, broadcast
from commonground.methods.phrases import figure, per_cent, prose, sentence, whether


@dataclass(frozen=True, kw_only=True)
class PrivatePowerParameters:
    """Numbers or (draw,) arrays: A's chance to win is uniform on `power_low` to `power_high`, and B knows it.

    `cost_a`, `cost_b`: what a war costs, known to both, in prizes, >= 0.
    """

    power_low: float | FloatArray
    power_high: float | FloatArray
    cost_a: float | FloatArray
    cost_b: float | FloatArray

    def __post_init__(self) -> None:
        broadcast(
            self,
            {
                "power_low": PROBABILITY,
                "power_high": PROBABILITY,
                "cost_a": NOT_NEGATIVE,
                "cost_b": NOT_NEGATIVE,
            },
        )
        refuse_reversed("power_low", np.asarray(self.power_low), "power_high", np.asarray(self.power_high))

    @property
    def cost_total(self) -> FloatArray:
        """(draw,) what a war destroys."""
        return np.asarray(self.cost_a + self.cost_b)

    @property
    def spread(self) -> FloatArray:
        """(draw,) how much A does not know: power_high - power_low."""
        return np.asarray(self.power_high - self.power_low)


@dataclass(frozen=True)
class PrivatePowerResult:
    """Arrays are (draw,); shares and values in prizes, risks 0-1.

    Parameters
    ----------
    share_b              : what A offers to B
    fights_below         : B fights if A's chance to win is below this (B is strong)
    risk_of_war          : chance that B refuses and fights
    risk_of_any_protocol : least risk of war under any procedure at all
    gap                  : the difference, what a better procedure or a mediator could remove
    value_a              : expected value to A
    value_b              : expected value to B, over what B may know
    equilibria           : 1, or 2 where a war destroys nothing and A is certain, so that deal and war are even
    """

    share_b: FloatArray
    fights_below: FloatArray
    risk_of_war: FloatArray
    risk_of_any_protocol: FloatArray
    value_a: FloatArray
    value_b: FloatArray
    equilibria: NDArray[np.int_]

    @property
    def gap(self) -> FloatArray:
        """(draw,) risk of war that a better procedure could remove."""
        return self.risk_of_war - self.risk_of_any_protocol

    def reading(self, a: str = "A", b: str = "B") -> str:
        """What it means, in one paragraph; `a` and `b` are the names to use."""
        bound = whether(
            np.asarray(self.risk_of_any_protocol > 0.0),
            "some risk stays under any procedure unless the uncertainty shrinks or war becomes more costly",
            "there is a procedure without any risk of war",
        )
        told = (
            f"{b} knows the balance of power and {a} does not. {a} offers {per_cent(self.share_b)} of what is at "
            f"stake, and {b} fights if {a}'s chance to win is below {per_cent(self.fights_below)}: a risk of war of "
            f"{per_cent(self.risk_of_war)}. The best procedure there could be leaves "
            f"{per_cent(self.risk_of_any_protocol)}, and the gap of {figure(100.0 * self.gap)} percentage points is "
            f"what better mediation could win. {sentence(bound)}"
        )
        if np.any(self.equilibria > 1):
            told += (
                " Where a war destroys nothing and all is known, both are indifferent: the model cannot tell."
            )
        return prose(told, "The model knows one offer and one answer, and costs of war that both know.")


def solve_private_power(parameters: PrivatePowerParameters) -> PrivatePowerResult:
    """A's best offer when the balance of power is known to B only, and the least risk that any procedure leaves.

    The offer that types above z accept gains A (z + cost_b) for each of them; the best z is power_high minus the
    total cost C, so that the risk is max(0, 1 - C/D) with D the spread. No procedure, whatever its rules, does
    better than max(0, 1 - 2C/D) if A may only compare its expectation with war (`solve_protocol` checks it).

    Returns
    -------
    PrivatePowerResult, arrays (draw,).

    References
    ----------
    fey2011 (what any procedure must leave, and why power is worse than costs); fearon1995.

    Limits
    ------
    The bound lets A commit to the procedure before it learns anything from B's report.
    """
    low, high = np.asarray(parameters.power_low), np.asarray(parameters.power_high)
    total, spread = parameters.cost_total, parameters.spread
    certain = spread <= 0.0
    width = np.where(certain, 1.0, spread)
    bound = np.maximum(low, high - total)
    risk = np.where(certain, 0.0, (bound - low) / width)
    share = np.maximum(0.0, np.minimum(1.0 - high + parameters.cost_a, 1.0 - low - parameters.cost_b))
    strong = 0.5 * (low + bound)  # A's mean chance to win when B fights
    return PrivatePowerResult(
        share_b=share,
        fights_below=bound,
        risk_of_war=risk,
        risk_of_any_protocol=np.where(certain, 0.0, np.maximum(0.0, 1.0 - 2.0 * total / width)),
        value_a=(1.0 - share) * (1.0 - risk) + (strong - parameters.cost_a) * risk,
        value_b=share * (1.0 - risk) + (1.0 - strong - parameters.cost_b) * risk,
        equilibria=np.where(certain & (total <= 0.0), 2, 1),
    )
