"""From the crisis block of a case to risk, demand and what both sides can expect, draw by draw.

In each draw the demander knows the bounds of what is private and the resister knows where between them it is. Risk and
demand follow from the bounds alone; what the resister can expect follows from its own type.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from commonground.case.draws import Draws
from commonground.case.strategy_draws import Bounds, CrisisDraws
from commonground.errors import Finding, MissingInput
from commonground.methods.crisis.costs import UniformCost
from commonground.methods.crisis.demand import (
    TIE,
    PrivateCostParameters,
    PrivateCostResult,
    solve_private_cost,
)
from commonground.methods.crisis.power import (
    PrivatePowerParameters,
    PrivatePowerResult,
    solve_private_power,
)
from commonground.methods.parameters import BoolArray, FloatArray
from commonground.methods.preferences import issue_weight, status_quo_loss


@dataclass(frozen=True)
class Crisis:
    """A crisis solved in every draw. Arrays are (draw,); shares and values in units of all that is at stake.

    parameters, result : of the model; the demander is its A, the resister its B
    would_attack : the demander would sooner fight than keep what it has today
    demand : share that the demander asks for
    value : party -> what the crisis is worth to it, costs of war included: to the demander before it knows the other's
        answer, to the resister as the type it is
    """

    block: CrisisDraws
    parameters: PrivateCostParameters | PrivatePowerParameters
    result: PrivateCostResult | PrivatePowerResult
    would_attack: BoolArray
    demand: FloatArray
    value: Mapping[int, FloatArray]

    @property
    def private(self) -> str:
        """What only the resister knows: "cost" or "power"."""
        return "cost" if isinstance(self.parameters, PrivateCostParameters) else "power"

    @property
    def risk(self) -> FloatArray:
        """(draw,) chance that such a demand is refused and war follows."""
        return self.result.risk_of_war

    @property
    def risk_highest(self) -> FloatArray:
        """(draw,) the same at the boldest demand (or war itself) that is as good to the demander."""
        if isinstance(self.result, PrivateCostResult):
            return self.result.risk_of_war_highest
        return np.where(self.several, 1.0, self.risk)

    @property
    def several(self) -> BoolArray:
        """(draw,) several demands, or war itself, are equally good to the demander."""
        return np.asarray(self.result.equilibria > 1)

    @property
    def confrontation(self) -> FloatArray:
        """(draw,) chance of confrontation by the horizon if no agreement comes first."""
        return confrontation_of(self.block, self.risk)


def block_of(draws: Draws) -> CrisisDraws:
    """The block, or MissingInput if the case has none."""
    if draws.strategy.crisis is None:
        raise MissingInput(
            "crisis needs a demand backed by force",
            ("crisis.demander", "crisis.resister", "crisis.power", "crisis.cost", "crisis.comes_to_head"),
        )
    return draws.strategy.crisis


def crisis_of(draws: Draws) -> Crisis:
    """The crisis of a case, solved in every draw.

    Raises
    ------
    MissingInput : the case has no crisis.
    """
    return solve_block(block_of(draws))


def solve_block(block: CrisisDraws) -> Crisis:
    """A crisis solved in every draw, whichever of power and cost is private."""
    return _private_power(block) if isinstance(block.power, Bounds) else _private_cost(block)


def confrontation_of(block: CrisisDraws, risk: FloatArray) -> FloatArray:
    """(draw,) 1 - (1 - chance that it comes to a head x risk of war) (1 - chance of another path)."""
    return np.asarray(1.0 - (1.0 - block.comes_to_head * risk) * (1.0 - block.other_paths))


# What the probability of confrontation takes for granted: a condition that a pool of forecasts has to know.
ONLY_IF = "no agreement comes first"


def only_if_talks_fail(path: str) -> Finding:
    """What a reader of `confrontation_of` should know, whoever tells it."""
    return Finding(
        "note",
        path,
        "the probability of confrontation takes no account of an agreement reached before",
        "Read it as what happens if the talks fail.",
    )


def confrontation_if_no_deal(draws: Draws) -> FloatArray:
    """(draw,) what common-ground takes for confrontation_if_no_deal."""
    return crisis_of(draws).confrontation


def walk_away_of(draws: Draws, party: int) -> FloatArray:
    """(draw,) what one side of the crisis has without an agreement, 0-1.

    Where the demand comes, the value of the crisis to this side; else the utility of the status quo. The share of
    what is at stake is read as utility: all of it is worth 1, nothing 0.

    Raises
    ------
    MissingInput : no crisis; a party that is no side of it; or an issue without the status quo that is needed.
    """
    crisis = crisis_of(draws)
    if party not in crisis.value:
        name = draws.parties[party]
        raise MissingInput(
            f"{name} is no side of the crisis, so it gives no walk-away value for it",
            (f"walk_away.{name}",),
            f"Write walk_away.{name} as a value, or from: status_quo.",
        )
    today, lacking = _today(draws, party)
    calm = crisis.block.comes_to_head < 1.0
    keys = [key for key, unknown in lacking.items() if (unknown & calm).any()]
    if keys:
        raise MissingInput(
            f"the walk-away value of {draws.parties[party]} from a crisis needs what today is worth to it",
            keys,
        )
    return _expected(crisis, party, today)


def walk_away_if_known(draws: Draws) -> dict[int, FloatArray]:
    """As `walk_away_of`, for those sides that sign and whose value of today is known."""
    out = {}
    for party in crisis_of(draws).value:
        if party in draws.signatories:
            try:
                out[party] = walk_away_of(draws, party)
            except MissingInput:
                continue
    return out


def _expected(crisis: Crisis, party: int, today: FloatArray) -> FloatArray:
    head = crisis.block.comes_to_head
    rest = np.where(head < 1.0, (1.0 - head) * today, 0.0)
    return np.clip(head * crisis.value[party] + rest, 0.0, 1.0)


def _today(draws: Draws, party: int) -> tuple[FloatArray, dict[str, BoolArray]]:
    """(draw,) utility of the status quo to a party, and per case key it lacks the draws in which it would need it."""
    weight = issue_weight(draws, party)
    lost, lacking = np.zeros(draws.n), {}
    for j, issue in enumerate(draws.issues):
        matters, loss = weight[:, j] > 0.0, status_quo_loss(draws, j, party)
        unknown = matters & np.isnan(loss)
        if unknown.any():
            known = not np.isnan(draws.status_quo[:, j]).any()
            held = f"positions.{draws.parties[party]}.{issue.id}"
            lacking[held if known else f"issues.{issue.id}.status_quo"] = unknown
        lost = lost + np.where(matters, weight[:, j] * loss, 0.0)
    return 1.0 - lost, lacking


def _private_cost(block: CrisisDraws) -> Crisis:
    power, cost = np.asarray(block.power), block.cost_resister
    belief = bounds_of(cost)
    has = block.holds_now
    would_attack = np.zeros(power.shape, np.bool_)
    status_quo: FloatArray | float = 1.0
    if has is not None:
        would_attack = np.asarray(has < power - block.cost_demander - TIE)
        status_quo = np.where(would_attack, 1.0, has)  # what it would not keep does not hold it back
    parameters = PrivateCostParameters(
        power=power,
        cost_a=block.cost_demander,
        cost_b=UniformCost(low=belief.least, high=belief.most),
        status_quo_a=status_quo,
    )
    result = solve_private_cost(parameters)
    own = belief.least + block.type_resister * (belief.most - belief.least)
    resists = np.where(own < result.fights_below, 1.0 - power - own, 1.0 - result.demand)
    value = {block.demander: result.value_a, block.resister: resists}
    return Crisis(block, parameters, result, would_attack, result.demand, value)


def _private_power(block: CrisisDraws) -> Crisis:
    belief, cost = bounds_of(block.power), np.asarray(block.cost_resister)
    parameters = PrivatePowerParameters(
        power_low=belief.least, power_high=belief.most, cost_a=block.cost_demander, cost_b=cost
    )
    result = solve_private_power(parameters)
    would_attack = np.zeros(cost.shape, np.bool_)
    if block.holds_now is not None:
        mean = 0.5 * (belief.least + belief.most)
        would_attack = np.asarray(block.holds_now < mean - block.cost_demander - TIE)
    own = belief.least + block.type_resister * (belief.most - belief.least)
    resists = np.where(own < result.fights_below, 1.0 - own - cost, result.share_b)
    value = {block.demander: result.value_a, block.resister: resists}
    return Crisis(block, parameters, result, would_attack, 1.0 - result.share_b, value)


def bounds_of(value: FloatArray | Bounds) -> Bounds:
    """What is private as bounds; a value that is not stands for both of its ends."""
    return value if isinstance(value, Bounds) else Bounds(value, value)
