"""Everything the exact frontier says of one set of talks, as plain numbers, lists and dicts.

The keys are listed in the chapter on the frontier. Packages are named by `name`, so that a case can show its levels
in issue units and a domain the names of its values.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from commonground.methods.frontier.additive import AdditiveProblem, IntArray
from commonground.methods.frontier.merge import Frontier, pareto_frontier
from commonground.methods.frontier.side_payments import side_payments
from commonground.methods.frontier.solutions import CooperativeSolutions, cooperative_solutions
from commonground.methods.frontier.trades import logrolling_trades
from commonground.methods.frontier.veto import Vetoes, ratification
from commonground.methods.frontier.zone import Zone, zone_report
from commonground.methods.parameters import FloatArray, ParameterError

SOLUTIONS = ("nash", "kalai_smorodinsky", "egalitarian", "utilitarian")
LISTED = 50  # points of the frontier that are listed; all are counted
LISTED_TRADES = 20
EPSILON = 0.01  # where the exact frontier is too large to keep

Name = Callable[[IntArray], Mapping[str, Any]]


def report(
    problem: AdditiveProblem,
    *,
    name: Name | None = None,
    baseline: ArrayLike | None = None,
    rate: ArrayLike = 1.0,
    vetoes: Vetoes | None = None,
    listed: int = LISTED,
) -> dict[str, Any]:
    """Frontier, the four solutions, the zone, side payments, trades and ratification of one set of talks.

    Parameters
    ----------
    problem  : the talks
    name     : package (issue,) -> issue id to level, as it is to be shown; default the names of the levels
    baseline : (issue,) package from which trades are sought, see `logrolling_trades`; without one, none are
    rate     : (party,) utility per unit of money, see `side_payments`
    vetoes   : who can stop the deal at home, if anybody
    listed   : points of the frontier to list, spread evenly from the first party's best to its worst

    Returns
    -------
    plain values; `frontier.md` lists them.

    Raises
    ------
    ParameterError : even a frontier thinned to steps of 0.01 is too large.
    """
    name = name or problem.named
    frontier = _frontier(problem)
    found = cooperative_solutions(frontier)
    zone = zone_report(problem)
    possible = bool(np.isfinite(zone.depth))
    return {
        "exact": frontier.epsilon == 0.0,
        "epsilon": frontier.epsilon,
        "parties": list(problem.parties),
        "reservation": _by(problem.parties, problem.reservation),
        "n_packages": problem.n_package,
        "n_points": len(frontier),
        "points": [
            {"levels": dict(name(frontier.package[k])), "utility": _by(problem.parties, frontier.utility[k])}
            for k in _spread(len(frontier), listed)
        ],
        "ideal": _by(problem.parties, found.ideal) if found.exists else None,
        "solutions": _solutions(problem, frontier, found, name),
        "zone": _zone(zone, name),
        "side_payments": _payments(problem, rate, name) if possible else None,
        "trades": None if baseline is None or not possible else _trades(problem, baseline, name),
        "ratification": None if vetoes is None or not possible else _ratified(problem, vetoes, name),
    }


def _frontier(problem: AdditiveProblem) -> Frontier:
    try:
        return pareto_frontier(problem)
    except ParameterError:
        return pareto_frontier(problem, epsilon=EPSILON)


def _by(names: tuple[str, ...], values: FloatArray) -> dict[str, float | None]:
    return {key: float(v) if np.isfinite(v) else None for key, v in zip(names, values.tolist(), strict=True)}


def _spread(count: int, most: int) -> list[int]:
    chosen = np.linspace(0, count - 1, min(count, most)).round().astype(np.int64)
    return [int(k) for k in np.unique(chosen)]


def _solutions(
    problem: AdditiveProblem, frontier: Frontier, found: CooperativeSolutions, name: Name
) -> dict[str, Any] | None:
    """Each solution's package (one of them in case of ties, whose number is given); None without a zone."""
    if not found.exists:
        return None
    out = {}
    for solution in SOLUTIONS:
        points = getattr(found, solution)
        out[solution] = {
            "levels": dict(name(frontier.package[points.point[0]])),
            "utility": _by(problem.parties, points.utility[0]),
            "gain": _by(problem.parties, points.utility[0] - problem.reservation),
            "value": float(points.value),
            "ties": len(points.point),
        }
    return out


def _zone(zone: Zone, name: Name) -> dict[str, Any]:
    parties = zone.problem.parties
    return {
        "exists": zone.exists,
        "packages": zone.count,
        "share": zone.share,
        "share_se": zone.share_se,
        "depth": float(zone.depth) if np.isfinite(zone.depth) else None,
        "binding": [party for party, binds in zip(parties, zone.binding, strict=True) if binds],
        "deepest": [
            {"levels": dict(name(package)), "utility": _by(parties, utility)}
            for package, utility in zip(zone.deepest[:LISTED], zone.utility[:LISTED], strict=True)
        ],
        "by_level": {
            issue: [
                {
                    "level": name(_only(zone.problem, j, k))[issue],
                    "depth": float(depth) if np.isfinite(depth) else None,
                    "binding": [party for party, binds in zip(parties, row, strict=True) if binds],
                }
                for k, (depth, row) in enumerate(
                    zip(zone.by_level[j].depth.tolist(), zone.by_level[j].binding, strict=True)
                )
            ]
            for j, issue in enumerate(zone.problem.issues)
        },
        "opens": None if zone.exists else _opens(zone, name),
        "reading": zone.reading(),
    }


def _only(problem: AdditiveProblem, issue: int, level: int) -> IntArray:
    """Some package with this level, to name it by."""
    package = np.zeros(len(problem.issues), np.int64)
    package[issue] = level
    return package


def _opens(zone: Zone, name: Name) -> dict[str, Any] | None:
    """What would open the zone; None where red lines leave no package."""
    if not len(zone.deepest):
        return None
    return {
        "all_lower_by": float(zone.cut_all),
        "one_alone": _by(zone.problem.parties, zone.cut_alone),
        "least_sum": float(zone.cut_total),
        "split": _by(zone.problem.parties, zone.cut_split),
        "levels": dict(name(zone.cut_package)),
    }


def _payments(problem: AdditiveProblem, rate: ArrayLike, name: Name) -> dict[str, Any]:
    paid = side_payments(problem, rate)
    return {
        "exists": paid.exists,
        "levels": dict(name(paid.package)),
        "utility": _by(problem.parties, paid.utility),
        "surplus": paid.surplus,
        "receives": _by(problem.parties, paid.equal),
        "least": _by(problem.parties, paid.lowest),
        "most": _by(problem.parties, paid.highest),
        "worth": _by(problem.parties, paid.worth),
        "reading": paid.reading(),
    }


def _trades(problem: AdditiveProblem, baseline: ArrayLike, name: Name) -> dict[str, Any]:
    start = np.asarray(baseline, np.int64)
    found = logrolling_trades(problem, start)
    listed = []
    for trade in found[:LISTED_TRADES]:
        after = start.copy()
        after[list(trade.issues)] = trade.levels
        named = name(after)
        listed.append(
            {
                "to": {problem.issues[j]: named[problem.issues[j]] for j in trade.issues},
                "gain": _by(problem.parties, trade.gain),
                "smallest_gain": trade.smallest_gain,
                "gives_on_first": list(trade.gives),
            }
        )
    return {
        "baseline": dict(name(start)),
        "utility": _by(problem.parties, problem.utility(start)),
        "found": len(found),
        "listed": listed,
    }


def _ratified(problem: AdditiveProblem, vetoes: Vetoes, name: Name) -> dict[str, Any]:
    result = ratification(problem, vetoes)
    return {
        "by": list(vetoes.names),
        "exists": result.exists,
        "without": dict(name(result.without)) if result.without.size else None,
        "without_passes": float(result.without_passes) if np.isfinite(result.without_passes) else None,
        "levels": dict(name(result.package)) if result.exists else None,
        "passes": float(result.passes),
        "utility": _by(problem.parties, result.utility) if result.exists else None,
        "expected_gain": _by(problem.parties, result.expected_gain) if result.exists else None,
        "reading": result.reading(),
    }
