"""A certain case with too many packages for the grid, solved by the exact frontier alone.

All draws see the same packages and walk-away values, so nobody has to guess what the others would accept: an offer
that suits all is found whenever there is one. What has to look at packages that are not on the frontier is left out.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from commonground.case.draws import Draws
from commonground.errors import CaseError, Finding
from commonground.methods.base import Solution
from commonground.methods.common_ground.card import CARD
from commonground.methods.common_ground.findings import findings
from commonground.methods.common_ground.frontier import exact
from commonground.methods.common_ground.gap import gap
from commonground.methods.common_ground.outcome import Reach, by_deadline, in_time, mediated, outcomes
from commonground.methods.common_ground.settlement import (
    SOLUTIONS,
    durability,
    issue_entry,
    stakes,
    trading_gain,
    walk_away,
)
from commonground.methods.common_ground.utility import Problem
from commonground.methods.parameters import ParameterError

_NO_PACKAGE = -1e30  # what the grid's search reports where red lines leave nothing


def without_grid(draws: Draws, problem: Problem, settings: dict[str, Any]) -> Solution:
    """As `common_ground.solve`, for draws that are all alike and any number of packages.

    Raises
    ------
    CaseError : too many undominated packages as well.
    """
    try:
        frontier = exact(draws, problem)
    except ParameterError as error:
        raise CaseError.single(
            f"the issues' levels make {math.prod(problem.counts):,} packages, and {error.message}",
            "Give the issues fewer levels, or name fewer signatories.",
            path="issues",
        ) from error
    n, parties = problem.n, problem.parties
    zone, solutions = frontier["zone"], frontier["solutions"]
    exists = Reach(np.full(n, float(zone["exists"])), np.zeros(n))
    reach = mediated(exists, exists, draws.mediator_effect)
    outcome, time = outcomes(reach, draws), in_time(draws, draws.months)
    depth = _NO_PACKAGE if zone["depth"] is None else zone["depth"]
    binding = np.tile([party in zone["binding"] for party in parties], (n, 1))
    holds = np.full(n, zone["exists"])
    data: dict[str, Any] = {
        "parties": list(parties),
        "exists": exists.mean,
        "exists_se": 0.0,
        "private": exists.mean,
        "private_se": 0.0,
        "private_by": dict.fromkeys(parties, exists.mean),
        "mediator_effect": float(draws.mediator_effect.mean()),
        "found": reach.mean,
        "found_se": reach.estimate().se,
        "in_time": None if time is None else float(time.mean()),
        "agreement": None if outcome is None else outcome["agreement"].p,
        "agreement_se": None if outcome is None else outcome["agreement"].se,
        "by_deadline": by_deadline(reach, draws),
        **gap(problem, holds, np.full(n, depth), binding & ~holds[:, None]),
        "nearest": _nearest(frontier),
        "n_packages": frontier["n_packages"],
        "packages": _packages(frontier),
        "acceptance_map": None,
        "walk_away": {name: walk_away(problem, s) for s, name in enumerate(parties)},
        "durability": durability(draws),
        "stakes": stakes(draws),
        "settlement": _settlement(draws, frontier),
        "logrolling_gain": _trading(draws, problem, frontier),
        "pareto_nash": 1.0 if zone["exists"] else None,
        "blocks": None,
        "frontier": frontier,
    }
    return Solution(
        method=CARD.id,
        title=CARD.title,
        outcome=outcome,
        settlement={
            issue.id: np.full(n, issue.levels[_level(issue, solutions["nash"]["levels"])])
            for issue in draws.issues
        }
        if solutions
        else None,
        findings=(*findings(draws, problem, holds, data), _left_out(frontier)),
        data=data,
        settings=settings,
    )


def _left_out(frontier: dict[str, Any]) -> Finding:
    return Finding(
        "warning",
        "issues",
        "too many packages to look at each: the exact frontier answers alone, and the map of acceptance and what blocks"
        " are left out",
        "Give the issues fewer levels to have them too.",
        got=f"{frontier['n_packages']:,} packages",
    )


def _nearest(frontier: dict[str, Any]) -> dict[str, Any] | None:
    zone = frontier["zone"]
    if zone["exists"] or not zone["deepest"]:
        return None
    closest = zone["deepest"][0]
    return {
        "levels": closest["levels"],
        "share": 1.0,
        "mean_shortfall": {
            party: max(frontier["reservation"][party] - utility, 0.0)
            for party, utility in closest["utility"].items()
        },
    }


def _packages(frontier: dict[str, Any]) -> list[dict[str, Any]]:
    """The packages of the four solutions, each once: they suit all, for certain, and are undominated."""
    listed: dict[str, dict[str, Any]] = {}
    for name in SOLUTIONS if frontier["solutions"] else ():
        point = frontier["solutions"][name]
        listed.setdefault(
            str(point["levels"]),
            {
                "levels": point["levels"],
                "joint": 1.0,
                "joint_se": 0.0,
                "acceptance": dict.fromkeys(frontier["parties"], 1.0),
                "acceptance_others": 1.0,
                "mean_gain": point["gain"],
                "pareto": 1.0,
            },
        )
    return list(listed.values())


def _level(issue: Any, levels: dict[str, Any]) -> int:
    level = levels[issue.id]
    return issue.options.index(level) if issue.options else int(np.argmin(np.abs(issue.levels - level)))


def _trading(draws: Draws, problem: Problem, frontier: dict[str, Any]) -> dict[str, float] | None:
    if not frontier["solutions"]:
        return None
    nash = frontier["solutions"]["nash"]["levels"]
    level = np.array([[_level(issue, nash) for issue in draws.issues]])
    return trading_gain(draws, problem, np.zeros(1, np.int64), level)


def _settlement(draws: Draws, frontier: dict[str, Any]) -> dict[str, Any]:
    if not frontier["solutions"]:
        return {}
    return {
        issue.id: issue_entry(
            draws,
            j,
            {name: np.array([_level(issue, frontier["solutions"][name]["levels"])]) for name in SOLUTIONS},
        )
        for j, issue in enumerate(draws.issues)
    }
