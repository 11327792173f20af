"""Vectors of the mediation model."""

from __future__ import annotations

import math
from typing import Any

from tests.published.adapters import Adapter, Inputs

from commonground.methods.mediation import MediationParameters, solve_mediation


def _mediator(inputs: Inputs) -> dict[str, Any]:
    result = solve_mediation(
        MediationParameters(
            power=inputs["p"],
            cost_a=inputs["c_1"],
            cost_low=inputs["c_low"],
            cost_high=inputs["c_high"],
            chance_high=inputs["pr_high"],
            accuracy=inputs["accuracy"],
            bias=inputs["bias"],
            mediator_cost=inputs["c_m"],
        )
    )
    bounds = {"bias_min": result.bias_min.item(), "bias_max": result.bias_max.item()}
    return {
        **{name: bound if math.isfinite(bound) else None for name, bound in bounds.items()},
        "credible": result.credible,
        "p_war_without": result.risk_without,
        "p_war_if_credible": result.risk_if_credible,
        "EU1_without": result.value_a_without,
        "EU1_if_credible": result.value_a_if_credible,
        "EU2_without": result.value_b_without,
        "EU2_if_credible": result.value_b_if_credible,
    }


ADAPTERS: dict[str, Adapter] = {"mediator": _mediator}
