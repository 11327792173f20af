"""Vectors of quantal response."""

from __future__ import annotations

from typing import Any

from tests.published.adapters import Adapter, Inputs

from commonground.methods.response import (
    BimatrixParameters,
    DeterrenceParameters,
    UltimatumParameters,
    solve_bimatrix,
    solve_deterrence,
    solve_ultimatum,
)


def _deterrence(inputs: Inputs) -> dict[str, Any]:
    names = {"sq": "status_quo", "concede": "concession", "back_down": "back_down", "war": "war"}
    payoffs = {
        f"{name}_{side}": inputs[key][number]
        for key, name in names.items()
        for number, side in enumerate("ab")
    }
    result = solve_deterrence(DeterrenceParameters(**payoffs, rationality=inputs["lam"]))
    return {
        "challenge": result.challenge,
        "resist": result.resist,
        "war_node": result.fight,
        "p_sq": result.status_quo,
        "p_concede": result.concession,
        "p_back": result.back_down,
        "p_war": result.war,
        "EA": result.value_a,
        "EB": result.value_b,
    }


def _ultimatum(inputs: Inputs) -> dict[str, Any]:
    result = solve_ultimatum(
        UltimatumParameters(
            types=inputs["types"],
            offers=inputs["offers"],
            power=inputs["p"],
            cost_a=inputs["c_A"],
            cost_b_most=inputs["c_B_max"],
            rationality=inputs["lam"],
        )
    )
    return {
        "offer_probs": result.offer_chance[0],
        "p_war": result.risk_of_war,
        "EU_A": result.value_a,
        "EU_B": result.value_b,
    }


def _bimatrix(inputs: Inputs) -> dict[str, Any]:
    result = solve_bimatrix(
        BimatrixParameters(payoffs_a=inputs["A"], payoffs_b=inputs["B"], rationality=inputs["lam"])
    )
    return {"p_row_first": result.a_first, "p_col_first": result.b_first}


ADAPTERS: dict[str, Adapter] = {
    "aqre_deterrence": _deterrence,
    "aqre_ultimatum": _ultimatum,
    "qre_bimatrix": _bimatrix,
}
