"""A demands a share, B accepts or fights, and only B knows what a war would cost it.

A side that asks for more gains if the other gives way and risks a war if it does not. Not knowing how much the
other would bear, it asks for more than is safe, and sometimes both end where neither wanted to be.
After Fearon (1995), with the status quo after Powell (1996) and lotteries weighed by concave utilities.
Sources: fearon1995, banks1990, powell1996, powell1999.
Limits: one demand, one answer; a war is a lottery over the whole prize; beliefs are common knowledge.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from commonground.methods.crisis.costs import CostBelief, DensityCost, DiscreteCost
from commonground.methods.parameters import (
    NOT_NEGATIVE,
    PROBABILITY,
    BoolArray,
    FloatArray,
    ParameterError,
    Range,
    broadcast,
)
from commonground.methods.phrases import in_draws, per_cent, prose, sentence, whether

IntArray = NDArray[np.int_]

TIE = 1e-12  # demands whose values differ by less are equally good to A
EXPONENT = Range(0.0, 1.0, open_lo=True)
_HALVINGS = 52


@dataclass(frozen=True, kw_only=True)
class PrivateCostParameters:
    """The prize is 1; shares, values and costs are in prizes; every number may be a (draw,) array.

    Parameters
    ----------
    power        : chance that A wins a war
    cost_a       : what a war costs A
    cost_b       : what A believes about B's cost: `UniformCost`, `ExponentialCost` or `DiscreteCost`
    status_quo_a : share that A holds today and B can leave it with; 1 (default) if B has nothing to keep
    exponent_a   : A values the share x at x ** exponent_a, above 0 and at most 1; 1 is risk neutral
    exponent_b   : the same for B

    Raises
    ------
    ParameterError : a value out of range, or fields with different numbers of draws.
    """

    power: float | FloatArray
    cost_a: float | FloatArray
    cost_b: CostBelief
    status_quo_a: float | FloatArray = 1.0
    exponent_a: float | FloatArray = 1.0
    exponent_b: float | FloatArray = 1.0

    def __post_init__(self) -> None:
        ranges = {
            "power": PROBABILITY,
            "cost_a": NOT_NEGATIVE,
            "status_quo_a": PROBABILITY,
            "exponent_a": EXPONENT,
            "exponent_b": EXPONENT,
        }
        n, m = broadcast(self, ranges), self.cost_b.draws
        if n != m and 1 not in (n, m):
            raise ParameterError(
                "cost_b", f"has {m} draws where others have {n}", "Give one per draw, or one."
            )
        for name in ranges:
            object.__setattr__(self, name, np.broadcast_to(getattr(self, name), (max(n, m),)))

    @property
    def war_a(self) -> FloatArray:
        """(draw,) what a war is worth to A: power - cost_a."""
        return np.asarray(self.power - self.cost_a)

    def share_a(self, bound: FloatArray) -> FloatArray:
        """(draw,) the demand that exactly the types of B with a cost below `bound` refuse."""
        left = np.clip(1.0 - self.power - bound, 0.0, 1.0)
        return np.asarray(1.0 - left ** (1.0 / np.asarray(self.exponent_b)))

    @property
    def ceiling(self) -> FloatArray:
        """(draw,) types with a cost below this refuse the largest demand there can be."""
        return np.asarray(1.0 - self.power - (1.0 - np.asarray(self.status_quo_a)) ** self.exponent_b)

    def value_a(self, bound: FloatArray, refused: FloatArray) -> FloatArray:
        """(draw,) expected value to A of the demand that types below `bound` refuse, a share `refused` of all."""
        share = np.minimum(self.share_a(bound), self.status_quo_a)
        return np.asarray(share**self.exponent_a * (1.0 - refused) + self.war_a * refused)


@dataclass(frozen=True)
class PrivateCostResult:
    """Arrays are (draw,); shares and values in prizes, risks 0-1.

    Parameters
    ----------
    demand              : the share A asks for; the safest one where several are equally good
    risk_of_war         : chance that B refuses and fights
    risk_of_war_highest : the same at the riskiest demand that is equally good for A
    fights_below        : B fights if its cost is below this
    value_a, value_b    : expected values, B's over its types
    equilibria          : number of best demands; 0 where A itself would attack rather than keep the status quo,
                          so that the story does not hold (`a_would_attack`; the other fields then tell only
                          what B would do)
    capped              : the demand is the largest there can be, the whole prize or the status quo
    held_back           : it is the status quo: no threat to fight for more would be believed
    gap                 : risk of war above that under the best procedure, which is 0 here: a share exists that A
                          and all types of B prefer to war
    """

    demand: FloatArray
    risk_of_war: FloatArray
    risk_of_war_highest: FloatArray
    fights_below: FloatArray
    value_a: FloatArray
    value_b: FloatArray
    equilibria: IntArray
    capped: BoolArray
    held_back: BoolArray
    a_would_attack: BoolArray

    @property
    def risk_of_any_protocol(self) -> FloatArray:
        """(draw,) least risk of war under any procedure, always 0."""
        return np.zeros_like(self.risk_of_war)

    @property
    def gap(self) -> FloatArray:
        """(draw,) risk of war that a better procedure could remove."""
        return self.risk_of_war

    def reading(self, a: str = "A", b: str = "B") -> str:
        """What it means, in one paragraph; `a` and `b` are the names to use."""
        why = whether(
            np.asarray(self.risk_of_war > 0.0),
            f"{a} cannot tell how much {b} would bear, and accepts the risk because asking for less would leave it "
            "worse off on average",
            f"asking for more is not worth the risk, so that {b} accepts whatever a war would cost it",
        )
        told = (
            f"{a} asks for {per_cent(self.demand)} of what is at stake, and the risk that {b} refuses and fights is "
            f"{per_cent(self.risk_of_war)}. {sentence(why)} Some share is better than war for {a} and, whatever a war "
            f"would cost it, for {b}, so that a procedure which both trust could bring the risk to 0."
        )
        everything = np.asarray(self.capped & ~self.held_back)
        if np.any(everything):
            told += f" {sentence(f'{in_draws(everything)} {a} asks for all there is to ask for')}"
        if np.any(self.held_back):
            clause = (
                f"{in_draws(self.held_back)} {a} asks for no more than it holds already, since its threat to fight "
                "for more would not be believed"
            )
            told += f" {sentence(clause)}"
        if np.any(self.equilibria > 1):
            several = (
                f"several demands are equally good for {a}: the figures are of the safest, and the risk of the "
                f"boldest is {per_cent(self.risk_of_war_highest)}"
            )
            told += f" {sentence(whether(np.asarray(self.equilibria > 1), several, 'one demand is best'))}"
        if np.any(self.a_would_attack):
            attack = (
                f"{a} would sooner fight than keep what it has today, so that this story has no equilibrium and "
                f"the figures say only what {b} would do"
            )
            told += f" But {whether(self.a_would_attack, attack, f'{a} prefers what it has today to war')}."
        return prose(
            f"{told} The model knows one demand and one answer; haggling, signals and bluffs are left out."
        )


def solve_private_cost(parameters: PrivateCostParameters) -> PrivateCostResult:
    """The demand that is best for A when B's cost of war is private.

    Steps: 1. the demand p + t (risk neutral) is refused by the types with a cost below t; 2. A gains u'(t) (1 - F(t))
    by a bolder demand and loses (u(t) - w) f(t): the best t makes them equal; 3. with a density that is closed form
    if both are risk neutral, else bisection (one solution, since u is concave and the hazard does not fall); with
    types, only demands that make some type indifferent can be best, and each is tried.

    Returns
    -------
    PrivateCostResult, arrays (draw,).

    References
    ----------
    fearon1995 (the risk-return trade-off); powell1996 for the status quo.

    Limits
    ------
    Risk neutral parties: the risk of war does not depend on the balance of power unless the demand reaches the
    whole prize or the status quo. This neutrality is a property of the story, not of the world.
    """
    if isinstance(parameters.cost_b, DiscreteCost):
        bound, count, highest = _best_type(parameters, parameters.cost_b)
    else:
        bound = _best_bound(parameters, parameters.cost_b)
        count = np.ones(bound.size, dtype=np.int_)
        highest = parameters.cost_b.below(bound)
    refused = np.asarray(parameters.cost_b.below(bound))
    value_a = parameters.value_a(bound, refused)
    no_better_than_war = value_a - parameters.war_a <= TIE
    attack = np.asarray(np.asarray(parameters.status_quo_a) ** parameters.exponent_a < parameters.war_a - TIE)
    count = np.where(attack, 0, count + (no_better_than_war & (highest < 1.0)))
    demand = np.minimum(parameters.share_a(bound), parameters.status_quo_a)
    capped = np.asarray(bound >= parameters.ceiling - TIE)
    war_b = (1.0 - np.asarray(parameters.power)) * refused - parameters.cost_b.cost_below(bound)
    return PrivateCostResult(
        demand=demand,
        risk_of_war=refused,
        risk_of_war_highest=np.where(no_better_than_war & ~attack, 1.0, highest),
        fights_below=bound,
        value_a=value_a,
        value_b=np.asarray((1.0 - demand) ** parameters.exponent_b * (1.0 - refused) + war_b),
        equilibria=count,
        capped=capped,
        held_back=np.asarray(capped & (np.asarray(parameters.status_quo_a) < 1.0)),
        a_would_attack=attack,
    )


def _best_bound(parameters: PrivateCostParameters, belief: DensityCost) -> FloatArray:
    """(draw,) the best cost below which B fights, for a belief with a density."""
    n = np.size(parameters.power)
    low = np.broadcast_to(belief.least, (n,))
    top = np.minimum(belief.most, parameters.ceiling)
    neutral = np.asarray((parameters.exponent_a == 1.0) & (parameters.exponent_b == 1.0))
    # (1 - F)/f falls with slope 1 (uniform) or 0 (exponential), so the condition is linear in t.
    at_zero = belief.inverse_hazard(np.zeros(n))
    slope = 1.0 + at_zero - belief.inverse_hazard(np.ones(n))
    best = np.asarray((at_zero - parameters.cost_a) / slope)
    if not neutral.all():
        best = np.where(neutral, best, _bisect(parameters, belief, low, np.maximum(top, low)))
    return np.minimum(np.maximum(best, low), parameters.ceiling)


def pull(parameters: PrivateCostParameters, belief: DensityCost, bound: FloatArray) -> FloatArray:
    """(draw,) what A gains by asking for a little more than the demand that types below `bound` refuse.

    Only its sign has a meaning: it is scaled so as to stay finite.
    """
    a, b = np.asarray(parameters.exponent_a), np.asarray(parameters.exponent_b)
    left = np.clip(1.0 - parameters.power - bound, 0.0, 1.0)
    share = 1.0 - left ** (1.0 / b)
    # u'(t) (1 - F)/f - (u(t) - w), times share ** (1 - a) so that it stays finite at a share of 0.
    return np.asarray(
        a / b * left ** (1.0 / b - 1.0) * belief.inverse_hazard(bound)
        - (share - parameters.war_a * share ** (1.0 - a))
    )


def _bisect(
    parameters: PrivateCostParameters, belief: DensityCost, low: FloatArray, high: FloatArray
) -> FloatArray:
    """(draw,) where the pull turns from positive to negative."""
    start = low
    for _ in range(_HALVINGS):
        middle = 0.5 * (low + high)
        more = pull(parameters, belief, middle) > 0.0
        low, high = np.where(more, middle, low), np.where(more, high, middle)
    safe = pull(parameters, belief, start) <= 0.0  # exactly the safe demand, not nearly
    return np.where(safe, start, 0.5 * (low + high))


def _best_type(
    parameters: PrivateCostParameters, belief: DiscreteCost
) -> tuple[FloatArray, IntArray, FloatArray]:
    """(draw,) the lowest best bound, how many demands are best, and the highest risk among them."""
    bound, refused, value = candidates(parameters, belief)
    best = value >= value.max(axis=1, keepdims=True) - TIE
    rows = np.arange(len(bound))
    first, last = np.argmax(best, axis=1), best.shape[1] - 1 - np.argmax(best[:, ::-1], axis=1)
    new = np.ones_like(best)
    new[:, 1:] = bound[:, 1:] > bound[:, :-1]
    return bound[rows, first], (best & new).sum(axis=1), refused[rows, last]


def candidates(
    parameters: PrivateCostParameters, belief: DiscreteCost
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """(draw, type) the demands that can be best: their bounds in rising order, risks of war, and values to A."""
    n = np.size(parameters.power)
    costs = np.broadcast_to(np.asarray(belief.costs), (n, np.shape(belief.costs)[1]))
    chances = np.broadcast_to(np.asarray(belief.chances), costs.shape)
    bound = np.minimum(costs, parameters.ceiling[:, None])
    # Of types with one and the same bound none refuses: take the sum before the first of them.
    before = np.cumsum(chances, axis=1) - chances
    new = np.ones(costs.shape, dtype=bool)
    new[:, 1:] = bound[:, 1:] > bound[:, :-1]
    first = np.maximum.accumulate(np.where(new, np.arange(costs.shape[1]), 0), axis=1)
    refused = np.take_along_axis(before, first, axis=1)
    left = np.clip(1.0 - np.asarray(parameters.power)[:, None] - bound, 0.0, 1.0)
    share = np.minimum(
        1.0 - left ** (1.0 / np.asarray(parameters.exponent_b)[:, None]),
        np.asarray(parameters.status_quo_a)[:, None],
    )
    value = share ** np.asarray(parameters.exponent_a)[:, None] * (1.0 - refused)
    return bound, refused, value + parameters.war_a[:, None] * refused
