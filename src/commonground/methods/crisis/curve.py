"""Risk of war and worth to the demander over all the demands it could make: the picture behind the chosen one."""

from __future__ import annotations

from typing import Any

import numpy as np

from commonground.methods.crisis.costs import UniformCost
from commonground.methods.crisis.demand import PrivateCostParameters
from commonground.methods.crisis.power import PrivatePowerParameters
from commonground.methods.measures import measure
from commonground.methods.parameters import FloatArray

DEMANDS = 41


def risk_curve(parameters: PrivateCostParameters | PrivatePowerParameters) -> dict[str, Any]:
    """Over demands from 0 to 1: 5 %, mean and 95 % of the risk of war, and the mean worth to the demander.

    The risk is of a demand that is backed by force. No threat to fight for more than the demander holds today is
    believed, where it would sooner keep that than fight: `believed_up_to` is that share, over the draws in which this
    is so, and the worth of a demand above it is that of the share.

    Returns
    -------
    {"demand": [...], "risk": {"low", "mean", "high": [...]}, "value": [...], "believed_up_to": measure or None}
    """
    demands = np.linspace(0.0, 1.0, DEMANDS)
    solved = [
        _private_cost(parameters, demand)
        if isinstance(parameters, PrivateCostParameters)
        else _private_power(parameters, demand)
        for demand in demands
    ]
    risk = np.stack([risk for risk, _ in solved])
    low, high = np.quantile(risk, [0.05, 0.95], axis=1)
    return {
        "demand": demands.round(9).tolist(),
        "risk": {"low": low.tolist(), "mean": risk.mean(axis=1).tolist(), "high": high.tolist()},
        "value": [float(value.mean()) for _, value in solved],
        "believed_up_to": _believed_up_to(parameters),
    }


def _believed_up_to(
    parameters: PrivateCostParameters | PrivatePowerParameters,
) -> dict[str, float | None] | None:
    if isinstance(parameters, PrivatePowerParameters):
        return None
    has = np.asarray(parameters.status_quo_a)
    return measure(np.where(has < 1.0, has, np.nan)) if np.any(has < 1.0) else None


def _private_cost(parameters: PrivateCostParameters, demand: float) -> tuple[FloatArray, FloatArray]:
    belief = parameters.cost_b
    backed = belief.below(np.asarray(demand - parameters.power))
    share = np.minimum(demand, parameters.status_quo_a)
    refused = belief.below(np.asarray(share - parameters.power))
    return backed, np.asarray(share * (1.0 - refused) + parameters.war_a * refused)


def _private_power(parameters: PrivatePowerParameters, demand: float) -> tuple[FloatArray, FloatArray]:
    """Types with a chance of the demander below `demand - cost_b` refuse; against them it wins less often."""
    belief = UniformCost(low=parameters.power_low, high=parameters.power_high)
    bound = np.asarray(demand - parameters.cost_b)
    refused = belief.below(bound)
    war = belief.cost_below(bound) - parameters.cost_a * refused  # the mean of the power of those who fight
    return refused, np.asarray(demand * (1.0 - refused) + war)
