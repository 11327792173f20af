"""Vectors of exchanges in tranches."""

from __future__ import annotations

from typing import Any

from tests.published.adapters import Adapter, Inputs

from commonground.methods.sequencing import ExchangeSide, solve_endless, solve_equal, solve_schedule


def _side(inputs: Inputs) -> ExchangeSide:
    return ExchangeSide(
        cost=inputs["cost"],
        benefit=inputs["benefit"],
        discount=inputs["delta"],
        hazard=inputs.get("hazard", 0.0),
        bonus=inputs.get("completion_bonus", 0.0),
        snapback=inputs.get("snapback", 0.0),
    )


def _geometric(inputs: Inputs) -> dict[str, Any]:
    result = solve_endless(_side(inputs))
    return {"feasible": result.feasible, "rho_min": result.ratio, "efficiency": result.efficiency}


def _equal(inputs: Inputs) -> dict[str, Any]:
    return {"K_min": solve_equal(_side(inputs)).tranches}


def _fastest(inputs: Inputs) -> dict[str, Any]:
    result = solve_schedule(_side(inputs))
    return {"schedule": result.fastest[0].tolist() if result.feasible[0] else None}


ADAPTERS: dict[str, Adapter] = {
    "tranche_geometric": _geometric,
    "tranche_equal_min": _equal,
    "tranche_fastest": _fastest,
}
