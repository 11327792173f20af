"""Risk of war and worth to the demander over all the demands it could make: the picture behind the chosen one."""

from __future__ import annotations

from typing import Any

import numpy as np

from commonground.methods.crisis.costs import UniformCost
from commonground.methods.crisis.demand import PrivateCostParameters
from commonground.methods.crisis.power import PrivatePowerParameters
from commonground.methods.parameters import FloatArray

DEMANDS = 41


def risk_curve(parameters: PrivateCostParameters | PrivatePowerParameters) -> dict[str, Any]:
    """Over demands from 0 to 1: 5 %, mean and 95 % of the risk of war, and the mean worth to the demander.

    A demand above what it has today ends there: whoever refuses it without a war leaves it with that.

    Returns
    -------
    {"demand": [...], "risk": {"low", "mean", "high": [...]}, "value": [...]}
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
    }


def _private_cost(parameters: PrivateCostParameters, demand: float) -> tuple[FloatArray, FloatArray]:
    belief = parameters.cost_b
    share = np.minimum(demand, parameters.status_quo_a)
    refused = belief.below(np.asarray(share - parameters.power))
    return refused, np.asarray(share * (1.0 - refused) + parameters.war_a * refused)


def _private_power(parameters: PrivatePowerParameters, demand: float) -> tuple[FloatArray, FloatArray]:
    """Types with a chance of the demander below `demand - cost_b` refuse; against them it wins less often."""
    belief = UniformCost(low=parameters.power_low, high=parameters.power_high)
    bound = np.asarray(demand - parameters.cost_b)
    refused = belief.below(bound)
    war = belief.cost_below(bound) - parameters.cost_a * refused  # the mean of the power of those who fight
    return refused, np.asarray(demand * (1.0 - refused) + war)
