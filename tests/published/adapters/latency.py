"""Vectors of the price of a freeze and of the covert programme."""

from __future__ import annotations

from typing import Any

from tests.published.adapters import Adapter, Inputs

from commonground.methods.latency import CovertParameters, FreezeParameters, solve_covert, solve_freeze

WAR_VALUE = (
    "W_B",
    "WB",
    "war_B",
    "strike_value",
)  # names under which a vector may give B's value of being struck


def _strikes(inputs: Inputs, regime: str) -> dict[int, float]:
    """Step -> B's value of being struck there; the vectors list the steps, and give the value once or per step."""
    value = next((inputs[name] for name in WAR_VALUE if inputs.get(name) is not None), 0.0)
    steps = [int(step) for step in inputs.get(f"strike_{regime}") or []]
    if isinstance(value, dict):
        return {step: float(value[str(step)]) for step in steps}
    if isinstance(value, list):
        return {step: float(value[step]) for step in steps}
    return dict.fromkeys(steps, float(value))


def _freeze_price(inputs: Inputs) -> dict[str, Any]:
    result = solve_freeze(
        FreezeParameters(
            steps=inputs["N"],
            flow=inputs["b0"],
            flow_successor=inputs["bR"],
            flow_armed=inputs["bN"],
            step_cost=inputs["k"],
            discount=inputs["delta"],
            turnover=inputs["q"],
            turnover_back=inputs.get("r", 0.0),
            strikes_present=_strikes(inputs, "H"),
            strikes_successor=_strikes(inputs, "R"),
        )
    )
    return {
        "y_min": result.price[0].tolist(),
        "V_B_H": result.value_present[0].tolist(),
        "V_B_R": result.value_successor[0].tolist(),
        "freeze_in_R": result.stays_successor[0].astype(int).tolist(),
    }


def _covert(inputs: Inputs) -> dict[str, Any]:
    result = solve_covert(
        CovertParameters(
            detection=inputs["detection"],
            armed_b=inputs["b_N"],
            quiet_b=inputs["b_0"],
            war_b=inputs["w_B"],
            investment=inputs["kappa"],
            quiet_a=inputs["a_0"],
            armed_a=inputs["a_N"],
            war_a=inputs["w_A"],
            mistake_cost=inputs.get("mistake_cost", 0.0),
        )
    )
    return {
        "detection_star": result.detection_needed,
        "invest": result.invest,
        "strike_after_no_signal": result.strike_unseen,
        "p_war": result.war,
        "p_mistaken_war": result.mistaken_war,
    }


ADAPTERS: dict[str, Adapter] = {
    "latency_freeze_price": _freeze_price,
    "covert_program": _covert,
}
