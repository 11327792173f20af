"""Vectors of alternating offers."""

from __future__ import annotations

from typing import Any

from tests.published.adapters import Adapter, Inputs

from commonground.methods.offers import (
    DeadlineParameters,
    FrontierCurve,
    OffersParameters,
    RatesParameters,
    SettlementParameters,
    solve_deadline,
    solve_offers,
    solve_rates,
    solve_settlement,
)


def _offers(inputs: Inputs) -> dict[str, Any]:
    result = solve_offers(
        OffersParameters(
            patience_a=inputs["delta_A"],
            patience_b=inputs["delta_B"],
            outside_a=inputs.get("w_A", 0.0),
            outside_b=inputs.get("w_B", 0.0),
        )
    )
    return {
        "share_A_first": result.share_a_first,
        "share_A_second": result.share_a_second,
        "share_A_when_A_proposes": result.share_a_first,
        "share_B_when_B_proposes": result.share_b_first,
    }


def _deadline(inputs: Inputs) -> dict[str, Any]:
    result = solve_deadline(
        DeadlineParameters(
            patience_a=inputs["delta_A"], patience_b=inputs["delta_B"], rounds=inputs["periods"]
        )
    )
    return {"share_A": result.share_a}


def _rates(inputs: Inputs) -> dict[str, Any]:
    result = solve_rates(
        RatesParameters(
            rate_a=inputs["r_A"],
            rate_b=inputs["r_B"],
            hazard=inputs["hazard"],
            flow_a=inputs["g_A"],
            flow_b=inputs["g_B"],
            breakdown_a=inputs["b_A"],
            breakdown_b=inputs["b_B"],
        )
    )
    return {
        "d_A": result.inside_a,
        "d_B": result.inside_b,
        "weight_A": result.weight_a,
        "share_A_limit": result.share_a,
        "share_A_first_Delta_0_01": result.share_a_first,
        "share_A_second_Delta_0_01": result.share_a_second,
    }


def _frontier(inputs: Inputs) -> dict[str, Any]:
    """A straight line from (M, 0) to (0, N)."""
    result = solve_settlement(
        SettlementParameters(
            curve=FrontierCurve(best_a=inputs["M"], best_b=inputs["N"]),
            threat_a=inputs["d_A"],
            threat_b=inputs["d_B"],
        )
    )
    return {
        "nash": result.nash[0],
        "egalitarian": result.egalitarian[0],
        "kalai_smorodinsky": result.kalai_smorodinsky[0],
    }


ADAPTERS: dict[str, Adapter] = {
    "rubinstein": _offers,
    "outside_option": _offers,
    "stahl_finite": _deadline,
    "rates_limit": _rates,
    "linear_frontier": _frontier,
}
