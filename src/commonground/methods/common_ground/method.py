"""The method itself: settings in, draws in, `Solution` out."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np

from commonground.case.draws import Draws
from commonground.case.limits import MOST_COUNTS
from commonground.errors import CaseError, Finding
from commonground.methods.base import Solution
from commonground.methods.chain import feed
from commonground.methods.common_ground import kernel
from commonground.methods.common_ground.blocks import what_blocks
from commonground.methods.common_ground.card import CARD
from commonground.methods.common_ground.findings import findings
from commonground.methods.common_ground.frontier import found_or_told, is_certain
from commonground.methods.common_ground.frontier_alone import without_grid
from commonground.methods.common_ground.gap import gap
from commonground.methods.common_ground.grid import Grid
from commonground.methods.common_ground.outcome import (
    Reach,
    by_deadline,
    in_time,
    mediated,
    outcomes,
)
from commonground.methods.common_ground.packages import (
    acceptance_map,
    describe,
    gains,
    most_robust,
    named_levels,
)
from commonground.methods.common_ground.private import private_offers
from commonground.methods.common_ground.settlement import (
    durability,
    logrolling_gain,
    per_draw,
    stakes,
    summary,
    walk_away,
)
from commonground.methods.common_ground.utility import Problem, build_problem
from commonground.methods.settings import require_setting

MOST_LISTED = 100
_COUNT_CELLS = 40_000_000  # running counts kept per thread block, over all blocks


@dataclass(frozen=True, kw_only=True)
class Settings:
    """packages: how many to list; raise_by: what a shift must add to `exists`; blocks, solutions: whether to
    compute what blocks and where the parties would settle (leave out for an answer while a slider moves)."""

    packages: int = 10
    raise_by: float = 0.10
    blocks: bool = True
    solutions: bool = True

    def __post_init__(self) -> None:
        require_setting(
            1 <= self.packages <= MOST_LISTED,
            "packages",
            self.packages,
            f"Use 1 to {MOST_LISTED}, for instance packages=10.",
        )
        require_setting(
            0.0 < self.raise_by < 1.0,
            "raise_by",
            self.raise_by,
            "Write a number between 0 and 1, for instance raise_by=0.1.",
        )


def solve(draws: Draws, settings: Settings | None = None) -> Solution:
    """Does a package exist that every signatory prefers to walking away, and would they find it?

    Steps: 1. inputs that the case leaves to other methods; 2. count who accepts which package in which draw; 3. nearest
    miss where there is no zone; 4. the most robust packages; 5. cooperative solutions in draws with a zone; 6. what
    trading adds; 7. best offers when walk-away values are private; 8. outcomes by the horizon; 9. what blocks.

    Parameters
    ----------
    draws : (draw, party, issue) arrays of a case with two signatories or more
    settings : see `Settings`

    Returns
    -------
    Solution; `data` keys are listed in the method's chapter.

    Raises
    ------
    MissingInput : a walk-away value or the status quo it rests on is absent, or a method lacks its block; names the
        keys to add.
    CaseError : more than 20 million packages x signatories, and something uncertain about them.

    References
    ----------
    raiffa1982, keeney1976 (zone, additive utility); nash1950, kalai1975, kalai1977 (solutions);
    chatterjee1983, myerson1983 (private walk-away values).  Test: catalog/split-the-pie.

    Limits
    ------
    Additive utilities; beliefs are the common draws; one offer each way. See the card.
    """
    fed, links = feed(draws)
    solution = _solve(fed, settings or Settings())
    return replace(solution, data={**solution.data, "chain": [link.as_dict() for link in links]})


def _solve(draws: Draws, settings: Settings) -> Solution:
    problem = build_problem(draws)
    grid = Grid(problem.counts)
    certain = is_certain(problem)
    if not _fits(grid, len(problem.parties), certain):
        return without_grid(draws, problem, asdict(settings))
    arguments = grid.arguments
    n, n_party = problem.n, len(problem.parties)
    chunks = int(np.clip(_COUNT_CELLS // ((2 * n_party + 1) * grid.n_package), 1, min(8, n)))
    cost, base = problem.cost, problem.base
    accept, others, joint, best = kernel.count_acceptance(cost, base, *arguments, chunks)
    zone = best >= -kernel.TOLERANCE
    exists = Reach(zone.astype(np.float64), np.zeros(n))

    offers = private_offers(problem, grid, others, chunks)
    private = _at_most(Reach(offers.own, offers.received), exists)
    reach = mediated(exists, private, draws.mediator_effect)
    outcome = outcomes(reach, draws)
    time = in_time(draws, draws.months)

    solution, binding, nearest = kernel.settle(cost, base, *arguments, best, settings.solutions)
    listed = most_robust(problem, grid, joint, accept, settings.packages)
    data: dict[str, Any] = {
        "parties": list(problem.parties),
        "exists": exists.mean,
        "exists_se": exists.estimate().se,
        "private": min(private.mean, exists.mean),  # the scaling of _at_most can miss by a rounding
        "private_se": private.estimate().se,
        "private_by": offers.by,
        "mediator_effect": float(draws.mediator_effect.mean()),
        "found": reach.mean,
        "found_se": reach.estimate().se,
        "in_time": None if time is None else float(time.mean()),
        "agreement": None if outcome is None else outcome["agreement"].p,
        "agreement_se": None if outcome is None else outcome["agreement"].se,
        "by_deadline": by_deadline(reach, draws),
        **gap(problem, zone, best, binding),
        "nearest": _nearest(draws, problem, grid, nearest),
        "n_packages": grid.n_package,
        "packages": describe(draws, problem, grid, listed, joint, accept, others),
        "acceptance_map": acceptance_map(problem, joint, accept, others),
        "walk_away": {name: walk_away(problem, s) for s, name in enumerate(problem.parties)},
        "durability": durability(draws),
        "stakes": stakes(draws),
        "settlement": {},
        "logrolling_gain": None,
        "pareto_nash": None,
        "blocks": None,
        "frontier": None,
    }
    told: list[Finding] = []
    if certain and settings.solutions:
        data["frontier"], told = found_or_told(draws, problem)
    if settings.solutions:
        verdict = kernel.undominated(cost, base, *arguments, np.ascontiguousarray(solution[:, :1]))
        data["settlement"] = summary(draws, grid, solution)
        data["logrolling_gain"] = logrolling_gain(draws, problem, grid, solution)
        data["pareto_nash"] = float(np.mean(verdict[zone] == 1)) if zone.any() else None
    if settings.blocks:
        data["blocks"] = what_blocks(draws, problem, zone, settings.raise_by)
    return Solution(
        method=CARD.id,
        title=CARD.title,
        outcome=outcome,
        settlement=per_draw(draws, grid, solution) if settings.solutions and zone.any() else None,
        findings=(*findings(draws, problem, zone, data), *told),
        data=data,
        settings=asdict(settings),
    )


def _at_most(private: Reach, exists: Reach) -> Reach:
    """Full information is a bound; sampling or correlation can put the measured share above it: then scale down."""
    if private.mean <= exists.mean:
        return private
    scale = exists.mean / private.mean
    return Reach(private.chance * scale, private.belief * scale)


def _fits(grid: Grid, n_party: int, certain: bool) -> bool:
    """Whether the grid can be counted; if not, a case in which something is uncertain cannot be solved."""
    size = math.prod(grid.counts)  # exact: the product of many issues overflows 64 bits
    most = MOST_COUNTS // n_party
    if size > most and not certain:
        raise CaseError.single(
            f"the issues' levels make {size:,} packages, more than {most:,} for {n_party} signatories",
            "Give the issues fewer levels, or look at the most likely values alone (--modes).",
            path="issues",
            got=" x ".join(map(str, grid.counts)),
        )
    return size <= most


def _nearest(draws: Draws, problem: Problem, grid: Grid, nearest: Any) -> dict[str, Any] | None:
    """The package that most often comes closest in draws without a zone, and by how much it misses on average."""
    missed = nearest[nearest >= 0]
    if missed.size == 0:
        return None
    package, count = np.unique(missed, return_counts=True)
    closest = package[np.argmax(count)]
    gain = gains(problem, grid, np.array([closest]))[0][nearest >= 0]
    return {
        "levels": named_levels(draws, grid.levels(np.array([closest]))[0]),
        "share": float(count.max() / missed.size),
        "mean_shortfall": {
            name: float(np.maximum(-gain[:, s], 0).mean()) for s, name in enumerate(problem.parties)
        },
    }
