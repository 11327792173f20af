"""Vectors of the crisis models."""

from __future__ import annotations

from typing import Any

from tests.published.adapters import Adapter, Inputs

from commonground.methods.crisis import (
    ExponentialCost,
    PrivateCostParameters,
    PrivatePowerParameters,
    TwoTypesParameters,
    UniformCost,
    power_types,
    solve_private_cost,
    solve_private_power,
    solve_protocol,
    solve_two_types,
)


def _cost(inputs: Inputs, belief: UniformCost | ExponentialCost, **more: Any) -> dict[str, Any]:
    result = solve_private_cost(
        PrivateCostParameters(power=inputs["p"], cost_a=inputs["c_A"], cost_b=belief, **more)
    )
    return {"demand_A": result.demand, "p_war": result.risk_of_war, "EU_A": result.value_a}


def _uniform(inputs: Inputs) -> dict[str, Any]:
    belief = UniformCost(low=inputs["c_B_low"], high=inputs["c_B_high"])
    return _cost(inputs, belief, status_quo_a=inputs.get("status_quo_A", 1.0))


def _exponential(inputs: Inputs) -> dict[str, Any]:
    return _cost(inputs, ExponentialCost(mean=inputs["mean_c_B"]))


def _two_types(inputs: Inputs) -> dict[str, Any]:
    result = solve_two_types(
        TwoTypesParameters(
            power=inputs["p"],
            cost_a=inputs["c_A"],
            cost_low=inputs["c_low"],
            cost_high=inputs["c_high"],
            chance_high=inputs["pr_high"],
        )
    )
    return {
        "threshold": result.threshold,
        "EU_tough": result.value_tough,
        "EU_safe": result.value_safe,
        "demand_A": result.demand,
        "p_war": result.risk_of_war,
    }


def _power(inputs: Inputs) -> PrivatePowerParameters:
    return PrivatePowerParameters(
        power_low=inputs["p_low"], power_high=inputs["p_high"], cost_a=inputs["c_A"], cost_b=inputs["c_B"]
    )


def _private_power(inputs: Inputs) -> dict[str, Any]:
    result = solve_private_power(_power(inputs))
    return {
        "share_B": result.share_b,
        "p_war": result.risk_of_war,
        "p_war_best_mechanism_continuum": result.risk_of_any_protocol,
        "EU_A": result.value_a,
    }


def _protocol(inputs: Inputs) -> dict[str, Any]:
    return {"min_p_war": solve_protocol(power_types(_power(inputs), inputs["n_types"])).risk_of_war}


ADAPTERS: dict[str, Adapter] = {
    "ultimatum_private_cost_uniform": _uniform,
    "ultimatum_private_cost_exponential": _exponential,
    "ultimatum_two_types": _two_types,
    "ultimatum_private_power_uniform": _private_power,
    "peace_mechanism_lp": _protocol,
    "status_quo_screening": _uniform,
}
