"""Vectors of the trust models."""

from __future__ import annotations

from typing import Any

from tests.published.adapters import Adapter, Inputs

from commonground.methods.trust import ReassuranceParameters, solve_reassurance


def _two_rounds(inputs: Inputs) -> dict[str, Any]:
    result = solve_reassurance(
        ReassuranceParameters(
            trust=inputs["trust"],
            cooperation=inputs["R"],
            exploiting=inputs["T"],
            exploited=inputs["S"],
            conflict=inputs["P"],
            cooperation_u=inputs["R_u"],
            exploiting_u=inputs["T_u"],
            exploited_u=inputs["S_u"],
            conflict_u=inputs["P_u"],
        )
    )
    return {
        "threshold_m": result.trust_needed,
        "alpha_min": result.step_min,
        "alpha_max": result.step_max,
        "separation": result.separation,
        "t_sep": result.trust_separates,
    }


ADAPTERS: dict[str, Adapter] = {"reassurance_two_round": _two_rounds}
