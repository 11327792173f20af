"""The exact frontier of a case that is the same in every draw: at the modes, or with nothing uncertain in it.

What common-ground samples over draws is then one problem, and methods/frontier solves it without listing packages.
Where packages are too many for the grid, this is all that can be said; see frontier_alone.py.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from commonground.case.draws import Draws, FloatArray
from commonground.errors import Finding, MissingInput
from commonground.methods.common_ground.packages import named_levels
from commonground.methods.common_ground.utility import Problem
from commonground.methods.frontier.additive import AdditiveProblem, IntArray, from_case
from commonground.methods.frontier.report import report
from commonground.methods.frontier.veto import Vetoes
from commonground.methods.parameters import ParameterError
from commonground.methods.preferences import crossed, issue_loss, issue_weight

_NEVER = 1000.0  # utility that a red line of a veto player takes: more than anything else can give
_LEVEL_SLIP = 1e-9  # of a scale's range: today's value counts as a level this near to it


def is_certain(problem: Problem) -> bool:
    """Whether the signatories' side is the same in every draw."""
    if problem.n == 1:
        return True
    arrays = (problem.own_cost, problem.base, problem.walk_away, problem.forbidden, problem.status_quo_loss)
    return all(_same(array) for array in arrays)


def _same(array: Any) -> bool:
    if array.dtype == np.bool_:
        return bool((array == array[:1]).all())
    return bool(np.array_equal(array, np.broadcast_to(array[:1], array.shape), equal_nan=True))


def exact(draws: Draws, problem: Problem, **wanted: Any) -> dict[str, Any]:
    """The report of `frontier.report`, with levels in issue units, and what each issue could bring alone.

    wanted : rate, vetoes, listed, as in `report`

    Raises
    ------
    ParameterError : too many undominated packages even for a thinned frontier.
    """
    additive = from_case(problem)
    where, baseline = start_of_trades(draws, problem, additive)

    def name(package: IntArray) -> dict[str, Any]:
        return named_levels(draws, package)

    found = report(additive, name=name, baseline=baseline, **wanted)
    if found["trades"] is not None:
        found["trades"]["from"] = where
    return {**found, "alone": each_alone(draws, problem, found["zone"]["depth"])}


def found_or_told(draws: Draws, problem: Problem) -> tuple[dict[str, Any] | None, list[Finding]]:
    """`exact`, or nothing and a finding that says why."""
    try:
        return exact(draws, problem), []
    except ParameterError as error:
        finding = Finding(
            "note",
            "issues",
            f"the exact frontier is left out: {error.message}",
            "Name fewer signatories, or give the issues fewer levels, to have it.",
        )
        return None, [finding]


def start_of_trades(draws: Draws, problem: Problem, additive: AdditiveProblem) -> tuple[str, IntArray | None]:
    """From where trades are sought: today's levels if the issues have them and no red line forbids them, else
    halfway, on each issue the level whose larger loss is smallest. None where red lines close an issue.
    """
    if any(not mask.any() for mask in additive.allowed):
        return "", None
    today = np.array([_level_today(draws, j) for j in range(len(draws.issues))])
    if (today >= 0).all() and all(mask[k] for mask, k in zip(additive.allowed, today, strict=True)):
        return "status quo", today
    halfway = []
    for j, mask in enumerate(additive.allowed):
        loss = problem.loss[0][:, problem.levels_of(j)]
        order = np.lexsort((loss.sum(axis=0), loss.max(axis=0)))
        halfway.append(next(int(k) for k in order if mask[k]))
    return "halfway", np.array(halfway, np.int64)


def _level_today(draws: Draws, j: int) -> int:
    """Number of the level that holds today, -1 if unknown or between two levels."""
    near = _levels_near(draws, j)
    return int(near[0]) if near.size else -1


def _levels_near(draws: Draws, j: int) -> IntArray:
    """Numbers of the levels that are today's: one or none."""
    issue, today = draws.issues[j], float(draws.status_quo[0, j])
    return np.flatnonzero(np.abs(issue.levels - today) <= _LEVEL_SLIP * (issue.hi - issue.lo))


def each_alone(draws: Draws, problem: Problem, together: float | None) -> dict[str, Any] | None:
    """Which issues could be settled alone, all others staying as they are today: linkage the other way round.

    depth is the smallest gain over walking away of the best level other than today's, as in the zone report. None
    where the status quo is not known.
    """
    today = problem.durability[0][:, None] * problem.weight[0] * problem.status_quo_loss[0]
    if np.isnan(today).any():
        return None
    issues: dict[str, Any] = {}
    for j, issue in enumerate(draws.issues):
        rest = problem.base[0] - today.sum(axis=1) + today[:, j]
        place = problem.levels_of(j)
        gain = (rest[:, None] - problem.own_cost[0][:, place]).min(axis=0)
        shut = problem.forbidden[0][:, place].any(axis=0)
        shut[_levels_near(draws, j)] = True  # to leave things as they are is no settlement
        gain = np.where(shut, -np.inf, gain)
        best = int(np.argmax(gain))
        issues[issue.id] = {
            "exists": bool(gain[best] >= -1e-9),
            "depth": float(gain[best]) if np.isfinite(gain[best]) else None,
            "level": issue.options[best] if issue.options else float(issue.levels[best]),
        }
    alone = [key for key, entry in issues.items() if entry["exists"]]
    exists = together is not None and together >= -1e-9
    return {"issues": issues, "settled_alone": alone, "only_together": exists and not alone}


def veto_players(draws: Draws, least: dict[str, tuple[float, float]]) -> Vetoes:
    """Parties of the case as players who must let the deal pass.

    Parameters
    ----------
    least : party -> (utility it asks for, 0-1; how uncertain that is, same unit, 0: it refuses exactly below)

    Raises
    ------
    MissingInput : such a party has no position on an issue it cares about, or on none at all; names the keys.
    """
    columns = []
    missing: list[str] = []
    for party in least:
        p = draws.parties.index(party)
        weight = issue_weight(draws, p)[0]
        if not weight.any():
            missing.append(f"positions.{party}")
            continue
        loss = [issue_loss(draws, j, p)[0] for j in range(len(draws.issues))]
        missing += [
            f"positions.{party}.{draws.issues[j].id}"
            for j, row in enumerate(loss)
            if weight[j] > 0.0 and np.isnan(row).any()
        ]
        columns.append([_worth(draws, j, p, weight[j], row) for j, row in enumerate(loss)])
    if missing:
        raise MissingInput("a veto player needs a position on what it cares about", missing)
    return Vetoes(
        names=tuple(least),
        contribution=tuple(np.stack(rows, axis=1) for rows in zip(*columns, strict=True)),
        reservation=np.array([asked for asked, _ in least.values()]) - 1.0,
        spread=np.array([spread for _, spread in least.values()]),
    )


def _worth(draws: Draws, j: int, p: int, weight: float, loss: FloatArray) -> FloatArray:
    """(level,) what a level takes from a utility of 1; a red line of its own takes all there is, and more."""
    taken = weight * loss if weight > 0.0 else np.zeros_like(loss)
    return np.where(crossed(draws, j, p)[0], -_NEVER, -taken)
