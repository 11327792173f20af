"""Vectors of the model of sanctions threats."""

from __future__ import annotations

from typing import Any

from tests.published.adapters import Adapter, Inputs

from commonground.methods.sanctions import SanctionParameters, solve_sanctions


def _threat(inputs: Inputs) -> dict[str, Any]:
    result = solve_sanctions(
        SanctionParameters(
            value=inputs["value_T"],
            cost=inputs["cost_T"],
            chance_resolved=inputs["pr_resolved"],
            audience_cost=inputs["audience_cost"],
        )
    )
    return {
        "th": result.threshold,
        "bluff": result.bluff,
        "concede": result.concede,
        "p_threat": result.p_threat,
        "p_imposed": result.p_imposed,
        "p_success": result.p_success,
        "p_backdown": result.p_backed_down,
    }


ADAPTERS: dict[str, Adapter] = {"sanction_threat": _threat}
