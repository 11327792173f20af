"""From the mediators of a case to whose word is believed and what it does, draw by draw.

The model has two kinds of resister, the crisis a whole range. The middle of the lower and that of the upper half of
the range stand for the two, each with a chance of one half. What a believed word removes of the risk between them, as
a share, is carried over to the risk of the crisis. Where good information does harm, the risk of the crisis is taken to
be no lower than the one it leads to. Demands between the two kinds stop where those of the crisis do: at what the
demander holds today, unless it would sooner fight than keep that.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from commonground.case.draws import Draws
from commonground.case.strategy_draws import Bounds, MediatorDraws
from commonground.errors import MissingInput
from commonground.methods.crisis.demand import PrivateCostParameters
from commonground.methods.crisis.from_draws import Crisis, confrontation_of, crisis_of, solve_block
from commonground.methods.mediation.conditions import SLIP, MediationParameters
from commonground.methods.mediation.credibility import MediationResult, solve_mediation
from commonground.methods.parameters import BoolArray, FloatArray


@dataclass(frozen=True)
class Mediator:
    """One mediator in every draw; arrays are (draw,), risks and shares 0-1.

    parameters, result : of the model with two kinds; the demander is its A, the resister its B
    informs : it speaks to the demander; a word to anybody else tells nothing that is private here
    believed : its word could be followed
    effect : share of the risk of war that its word removes; 0 where it is not believed or would do harm
    alarm : risk of war to which its word leads where it lets the demander dare what it would not have; else 0
    """

    block: MediatorDraws
    parameters: MediationParameters
    result: MediationResult
    informs: bool
    believed: BoolArray
    effect: FloatArray
    alarm: FloatArray

    def risk_with(self, crisis: Crisis) -> FloatArray:
        """(draw,) risk of war in the crisis where this mediator alone takes part and is heard if believed."""
        return _left(crisis, self.effect, self.alarm)


@dataclass(frozen=True)
class Mediation:
    """All mediators of a case in every draw.

    effect : (draw,) of the best mediator that is accepted, 0 if none is
    risk_with : (draw,) risk of war that it leaves in the crisis
    """

    crisis: Crisis
    mediators: tuple[Mediator, ...]
    effect: FloatArray
    risk_with: FloatArray

    @property
    def confrontation(self) -> FloatArray:
        """(draw,) chance of confrontation by the horizon if no agreement comes first."""
        return confrontation_of(self.crisis.block, self.risk_with)


def mediation_of(draws: Draws) -> Mediation:
    """The mediators of a case, solved in every draw.

    Raises
    ------
    MissingInput : no mediators, no crisis, or a crisis in which the resister's cost is not what is private.
    """
    if not draws.strategy.mediators:
        raise MissingInput("mediation needs somebody who mediates", ("mediators",))
    if draws.strategy.crisis is None:
        raise MissingInput("mediation needs the crisis that a mediator would calm", ("crisis",))
    crisis = crisis_of(draws)
    mediators = tuple(mediator_in(crisis, block, draws) for block in draws.strategy.mediators)
    effect, alarm = np.zeros(draws.n), np.full(draws.n, np.inf)
    for one in mediators:
        effect = np.maximum(effect, np.where(one.block.takes_part, one.effect, 0.0))
        # where words alarm, the demander listens to the one that sees best, which alarms least
        alarm = np.minimum(alarm, np.where(one.block.takes_part & (one.alarm > 0.0), one.alarm, np.inf))
    alarm = np.where(np.isfinite(alarm), alarm, 0.0)
    return Mediation(crisis, mediators, effect, _left(crisis, effect, alarm))


def effect_of(draws: Draws) -> FloatArray:
    """(draw,) what common-ground takes for mediator_effect: share of the risk that the best accepted one removes."""
    return mediation_of(draws).effect


def mediator_in(crisis: Crisis, block: MediatorDraws, draws: Draws) -> Mediator:
    """One mediator of a crisis, solved in every draw."""
    cost = crisis.block.cost_resister
    if not isinstance(cost, Bounds) or not isinstance(crisis.parameters, PrivateCostParameters):
        path = f"crisis.cost.{draws.parties[crisis.block.resister]}"
        raise MissingInput(
            "mediation needs a crisis in which only the resister knows what a war would cost it",
            (f"{path}.least", f"{path}.most"),
            f"State {path} as least and most, and crisis.power as known.",
        )
    width = cost.most - cost.least
    parameters = MediationParameters(
        power=np.asarray(crisis.block.power),
        cost_a=crisis.block.cost_demander,
        cost_low=cost.least + 0.25 * width,
        cost_high=cost.least + 0.75 * width,
        chance_high=0.5,
        accuracy=block.accuracy,
        bias=block.bias,
        mediator_cost=block.cost_of_war,
        # as in the crisis: what the demander has today, but where that does not hold it back
        largest_demand=crisis.parameters.status_quo_a,
    )
    result = solve_mediation(parameters)
    informs = block.speaks_to == crisis.block.demander
    believed = np.asarray(result.credible & informs)
    before = result.risk_without
    change = np.where(believed, result.risk_if_credible - before, 0.0)
    removed = np.where(before > 0.0, -change / np.where(before > 0.0, before, 1.0), 0.0)
    alarm = np.where(change > SLIP, result.risk_if_credible, 0.0)
    return Mediator(block, parameters, result, informs, believed, np.clip(removed, 0.0, 1.0), alarm)


def risk_with_guarantee(crisis: Crisis, war_cost: FloatArray) -> FloatArray:
    """(draw,) risk of war if a guarantor makes a war cost either side so much more."""
    block, cost = crisis.block, crisis.block.cost_resister
    dearer = (
        Bounds(cost.least + war_cost, cost.most + war_cost) if isinstance(cost, Bounds) else cost + war_cost
    )
    return solve_block(
        replace(block, cost_demander=block.cost_demander + war_cost, cost_resister=dearer)
    ).risk


def _left(crisis: Crisis, effect: FloatArray, alarm: FloatArray) -> FloatArray:
    return np.maximum(crisis.risk * (1.0 - effect), alarm)
