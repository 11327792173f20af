"""Vectors of the deal with elections, endogenous reneging and preventive war."""

from __future__ import annotations

from typing import Any

from tests.published.adapters import Adapter, Inputs

from commonground.methods.turnover import (
    DealParameters,
    RenegeParameters,
    ShiftParameters,
    solve_deal,
    solve_renege,
    solve_shift,
)


def _reservation_flow(inputs: Inputs) -> dict[str, Any]:
    result = solve_deal(
        DealParameters(
            renege=inputs["q"],
            discount=inputs["delta"],
            term=inputs["term"],
            first_election=inputs.get("first_election"),
            fallback_b=inputs["w_B"],
            loss_b=inputs["loss_B"],
            reconstitution_b=inputs.get("reconstitution"),
            escrow_b=inputs.get("escrow", 0.0),
            front_load_b=inputs.get("front_load", 0.0),
        )
    )
    return {"v_min": result.price_b}


def _endogenous_renege(inputs: Inputs) -> dict[str, Any]:
    result = solve_renege(
        RenegeParameters(
            hostile=inputs["q0"],
            temptation=inputs["theta_max"],
            discount=inputs["delta"],
            audience_cost=inputs["penalty"],
        )
    )
    return {"q": result.renege}


def _preventive_war(inputs: Inputs) -> dict[str, Any]:
    result = solve_shift(
        ShiftParameters(
            power_now=inputs["p_now"],
            power_next=inputs["p_next"],
            discount=inputs["delta"],
            cost_a=inputs["c_A"],
            cost_b=inputs["c_B"],
        )
    )
    return {"lhs": result.drop, "rhs": result.bar, "war": result.war}


ADAPTERS: dict[str, Adapter] = {
    "durability_reservation_flow": _reservation_flow,
    "durability_first_election": _reservation_flow,
    "endogenous_renege": _endogenous_renege,
    "preventive_war": _preventive_war,
}
