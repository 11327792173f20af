"""B's cost of war is either low or high: the textbook case of private information.

A can ask for little, which both types accept, or for much, which the type with the low cost refuses. It asks for
much if it believes strongly enough in the high cost; then war follows when it is wrong.
After Fearon (1995). Sources: fearon1995, powell1999.
Limits: as in demand.py; two types make the risk jump where a finer belief would make it rise steadily.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from commonground.methods.crisis.costs import refuse_reversed
from commonground.methods.crisis.demand import TIE
from commonground.methods.parameters import NOT_NEGATIVE, PROBABILITY, BoolArray, FloatArray, broadcast
from commonground.methods.phrases import per_cent, prose, whether


@dataclass(frozen=True, kw_only=True)
class TwoTypesParameters:
    """Numbers or (draw,) arrays, in prizes.

    Parameters
    ----------
    power               : chance that A wins a war
    cost_a              : what a war costs A, >= 0
    cost_low, cost_high : what it costs B if B's cost is low or high, 0 <= cost_low <= cost_high
    chance_high         : chance, as A sees it, that B's cost is high
    """

    power: float | FloatArray
    cost_a: float | FloatArray
    cost_low: float | FloatArray
    cost_high: float | FloatArray
    chance_high: float | FloatArray

    def __post_init__(self) -> None:
        broadcast(
            self,
            {
                "power": PROBABILITY,
                "cost_a": NOT_NEGATIVE,
                "cost_low": NOT_NEGATIVE,
                "cost_high": NOT_NEGATIVE,
                "chance_high": PROBABILITY,
            },
        )
        refuse_reversed("cost_low", np.asarray(self.cost_low), "cost_high", np.asarray(self.cost_high))


@dataclass(frozen=True)
class TwoTypesResult:
    """Arrays are (draw,); shares and values in prizes.

    Parameters
    ----------
    demand                  : the better of the two demands; the safe one if they are equally good
    safe_demand, tough_demand : what both types accept, and what only the one with the high cost accepts
    value_safe, value_tough : what the two are worth to A
    tough                   : A makes the tough demand
    risk_of_war             : chance that B refuses and fights
    risk_of_war_highest     : the same at the riskier demand if both are equally good
    threshold               : A makes the tough demand if chance_high is above this; NaN if the two demands are one
    equilibria              : 1, or 2 where the two demands are equally good and not the same
    """

    demand: FloatArray
    safe_demand: FloatArray
    tough_demand: FloatArray
    value_safe: FloatArray
    value_tough: FloatArray
    tough: BoolArray
    risk_of_war: FloatArray
    risk_of_war_highest: FloatArray
    threshold: FloatArray
    equilibria: NDArray[np.int_]

    def reading(self, a: str = "A", b: str = "B") -> str:
        """What it means, in one paragraph; `a` and `b` are the names to use."""
        told = (
            f"{a} can ask for {per_cent(self.safe_demand)}, which {b} accepts in any case, or for "
            f"{per_cent(self.tough_demand)}, which {b} accepts only if a war would cost it much. Here "
            f"{whether(self.tough, f'{a} takes the risk', f'{a} stays on the safe side')}, and the risk of war is "
            f"{per_cent(self.risk_of_war)}. The tough demand pays once {a} puts the chance of the high cost above "
            f"{per_cent(self.threshold)}."
        )
        if np.any(self.equilibria > 1):
            even = (
                f"both demands are equally good for {a}: the figures are of the safe one, and the risk of the other "
                f"is {per_cent(self.risk_of_war_highest)}"
            )
            told += f" Here {whether(np.asarray(self.equilibria > 1), even, 'one demand is best')}."
        return prose(told, "With two types only, a small change of belief can move the risk by a large step.")


def solve_two_types(parameters: TwoTypesParameters) -> TwoTypesResult:
    """The safe or the tough demand, and the belief at which A changes from one to the other.

    The tough demand pays iff chance_high > (l + cost_a)/(h + cost_a), where l and h are what the two demands take
    beyond A's power: the two costs, or less where the whole prize is reached.

    Returns
    -------
    TwoTypesResult, arrays (draw,).

    References
    ----------
    fearon1995; powell1999.

    Limits
    ------
    Both sides are risk neutral; `solve_private_cost` with a `DiscreteCost` takes more types and risk aversion.
    """
    power, chance = np.asarray(parameters.power), np.asarray(parameters.chance_high)
    war = power - parameters.cost_a
    safe = np.minimum(1.0, power + parameters.cost_low)
    tough = np.minimum(1.0, power + parameters.cost_high)
    differ = tough > safe
    value_tough = np.where(differ, chance * tough + (1.0 - chance) * war, safe)
    takes = np.asarray(value_tough > safe + TIE)
    even = differ & (np.abs(value_tough - safe) <= TIE)
    risk = np.where(differ, 1.0 - chance, 0.0)
    return TwoTypesResult(
        demand=np.where(takes, tough, safe),
        safe_demand=safe,
        tough_demand=tough,
        value_safe=safe,
        value_tough=value_tough,
        tough=takes,
        risk_of_war=np.where(takes, risk, 0.0),
        risk_of_war_highest=np.where(takes | even, risk, 0.0),
        threshold=np.where(differ, (safe - war) / np.where(differ, tough - war, 1.0), np.nan),
        equilibria=np.where(even, 2, 1),
    )
