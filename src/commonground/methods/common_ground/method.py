"""The method itself: settings in, draws in, `Solution` out."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from commonground.case.draws import BoolArray, Draws, FloatArray
from commonground.errors import CaseError, Finding, UsageError
from commonground.methods.base import Solution
from commonground.methods.common_ground import kernel
from commonground.methods.common_ground.blocks import what_blocks
from commonground.methods.common_ground.card import CARD
from commonground.methods.common_ground.grid import Grid
from commonground.methods.common_ground.outcome import (
    Reach,
    agreement_by,
    in_time,
    mediated,
    outcomes,
    time_findings,
)
from commonground.methods.common_ground.packages import (
    acceptance_map,
    describe,
    gains,
    most_robust,
    named_levels,
)
from commonground.methods.common_ground.private import private_offers
from commonground.methods.common_ground.settlement import logrolling_gain, per_draw, stakes, summary
from commonground.methods.common_ground.utility import Problem, build_problem

MOST_COUNTS = 20_000_000  # packages x signatories: about 1 GB in all at the bound
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
        if not 1 <= self.packages <= MOST_LISTED:
            raise UsageError(
                f"setting packages is out of range (got {self.packages})",
                f"Use 1 to {MOST_LISTED}, for instance packages=10.",
            )
        if not 0.0 < self.raise_by < 1.0:
            raise UsageError(
                f"setting raise_by is out of range (got {self.raise_by:g})",
                "Write a number between 0 and 1, for instance raise_by=0.1.",
            )


def solve(draws: Draws, settings: Settings | None = None) -> Solution:
    """Does a package exist that every signatory prefers to walking away, and would they find it?

    Steps: 1. count who accepts which package in which draw; 2. nearest miss where there is no zone; 3. the most
    robust packages; 4. cooperative solutions in draws with a zone; 5. what trading adds; 6. best offers when
    walk-away values are private; 7. outcomes by the horizon; 8. what blocks.

    Parameters
    ----------
    draws : (draw, party, issue) arrays of a case with two signatories or more
    settings : see `Settings`

    Returns
    -------
    Solution; `data` keys are listed in the method's chapter.

    Raises
    ------
    MissingInput : a walk-away value or the status quo it rests on is absent; names the keys to add.
    CaseError : more than 20 million packages x signatories.

    References
    ----------
    raiffa1982, keeney1976 (zone, additive utility); nash1950, kalai1975, kalai1977 (solutions);
    chatterjee1983, myerson1983 (private walk-away values).  Test: catalog/split-the-pie.

    Limits
    ------
    Additive utilities; beliefs are the common draws; one offer each way. See the card.
    """
    settings = settings or Settings()
    problem = build_problem(draws)
    grid = Grid(problem.counts)
    _require_size(grid, len(problem.parties))
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
        "by_deadline": _by_deadline(reach, draws),
        **_gap(problem, zone, best, binding),
        "nearest": _nearest(draws, problem, grid, nearest),
        "n_packages": grid.n_package,
        "packages": describe(draws, problem, grid, listed, joint, accept, others),
        "acceptance_map": acceptance_map(problem, joint, accept, others),
        "walk_away": {name: _walk_away(problem, s) for s, name in enumerate(problem.parties)},
        "stakes": stakes(draws),
        "settlement": {},
        "logrolling_gain": None,
        "pareto_nash": None,
        "blocks": None,
    }
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
        findings=tuple(_findings(draws, problem, zone, data)),
        data=data,
        settings=asdict(settings),
    )


def _at_most(private: Reach, exists: Reach) -> Reach:
    """Full information is a bound; sampling or correlation can put the measured share above it: then scale down."""
    if private.mean <= exists.mean:
        return private
    scale = exists.mean / private.mean
    return Reach(private.chance * scale, private.belief * scale)


def _require_size(grid: Grid, n_party: int) -> None:
    size = math.prod(grid.counts)  # exact: the product of many issues overflows 64 bits
    most = MOST_COUNTS // n_party
    if size > most:
        raise CaseError.single(
            f"the issues' levels make {size:,} packages, more than {most:,} for {n_party} signatories",
            "Give the issues fewer levels.",
            path="issues",
            got=" x ".join(map(str, grid.counts)),
        )


def _by_deadline(reach: Reach, draws: Draws) -> dict[str, dict[str, float]]:
    out = {}
    for question, months in draws.deadlines.items():
        agreed = agreement_by(reach, draws, months)
        if agreed is not None:
            out[question] = agreed.as_dict()
    return out


def _gap(problem: Problem, zone: Any, best: FloatArray, binding: Any) -> dict[str, Any]:
    """How far apart the parties are where they are apart, and who binds there.

    gap is 0 in draws with a zone, and infinite (None here) where red lines leave no package at all; there, the
    parties whose red lines together close an issue are the ones that bind. gap_median is over all draws;
    gap_median_if_empty over those without a zone in which red lines leave a package.
    """
    conflict = best < -1e29
    gap = np.where(zone, 0.0, np.where(conflict, np.inf, -best))
    binds = binding | (conflict[:, None] & _closes_an_issue(problem))
    empty = ~zone
    near = empty & ~conflict  # some package crosses no red line
    n_empty = int(empty.sum())
    return {
        "gap_median": _finite(np.quantile(gap, 0.5, method="inverted_cdf")),
        "gap_median_if_empty": _finite(np.quantile(gap[near], 0.5, method="inverted_cdf"))
        if near.any()
        else None,
        "red_line_conflict": float(conflict.mean()),
        "binding": {
            name: float(binds[empty, s].mean()) if n_empty else 0.0 for s, name in enumerate(problem.parties)
        },
        "short": _short(problem, empty, conflict, binding),
    }


def _short(
    problem: Problem, empty: BoolArray, conflict: BoolArray, binding: BoolArray
) -> dict[str, Any] | None:
    """The draws without a zone split once: red lines leave nothing, one party alone is short, or several are."""
    n = int(empty.sum())
    if n == 0:
        return None
    alone = binding & (binding.sum(axis=1) == 1)[:, None]
    return {
        "red_lines": float(conflict.sum() / n),
        "alone": {name: float(alone[:, s].sum() / n) for s, name in enumerate(problem.parties)},
        "several": float((binding.sum(axis=1) > 1).sum() / n),
    }


def _closes_an_issue(problem: Problem) -> Any:
    """(draw, signatory) whether its red lines are among those that leave some issue without a level."""
    out = np.zeros(problem.base.shape, np.bool_)
    for j in range(len(problem.counts)):
        closed = problem.closed(j)
        out[closed] |= np.any(problem.forbidden[closed][:, :, problem.levels_of(j)], axis=2)
    return out


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


def _walk_away(problem: Problem, s: int) -> dict[str, float | None]:
    """What a signatory has without a deal, over the draws, and what today is worth on the same scale."""
    value = problem.walk_away[:, s]
    low, high = np.quantile(value, (0.05, 0.95)).tolist()
    today = problem.at_status_quo[:, s]
    return {"mean": float(value.mean()), "low": low, "high": high, "today": _finite(float(today.mean()))}


def _finite(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None


def _findings(draws: Draws, problem: Problem, zone: Any, data: dict[str, Any]) -> list[Finding]:
    found = time_findings(draws)
    if not zone.any():
        found.append(
            Finding(
                "warning",
                "walk_away",
                "no draw has a package that every signatory prefers to walking away",
                "See what blocks: it lists the smallest shifts that would open a zone.",
            )
        )
    if data["red_line_conflict"] > 0.0:
        found.append(
            Finding(
                "note",
                "positions",
                "in some draws the red lines leave no package at all, whatever the walk-away values",
                "See red_line.holds: the probability that a stated line is real.",
                got=f"{100 * data['red_line_conflict']:.0f} % of draws",
            )
        )
    for s, name in enumerate(problem.parties):
        cut_off = float(
            np.mean(problem.at_status_quo[:, s] - problem.walk_away_cost[:, s] < -kernel.TOLERANCE)
        )
        if cut_off > 0.05:
            found.append(
                Finding(
                    "warning",
                    f"walk_away.{name}",
                    "the status quo is worth less to this party than the stated cost, so its walk-away value is cut off"
                    " at 0 and it accepts any package that crosses none of its red lines",
                    "State a value, a smaller cost, or positions on which today is not its worst case.",
                    got=f"{100 * cut_off:.0f} % of draws",
                )
            )
    for s, name in enumerate(problem.parties):
        careless = float(np.mean(problem.weight[:, s, :].sum(axis=1) == 0.0))
        if careless > 0.0:
            found.append(
                Finding(
                    "warning",
                    f"positions.{name}",
                    "in some draws this party's salience is 0 on every issue, so that every package is worth 1 to it",
                    "Give at least one issue a salience that is never 0.",
                    got=f"{100 * careless:.0f} % of draws",
                )
            )
    for j, issue in enumerate(draws.issues):
        missed = _levels_missed(draws, problem, j)
        if missed > 0.0:
            found.append(
                Finding(
                    "warning",
                    f"issues.{issue.id}.levels",
                    "red lines leave room that all signatories permit, but no level lies in it, so the chance of a"
                    " package is understated",
                    "Add a level there, for instance at the red lines themselves.",
                    got=f"{100 * missed:.0f} % of draws",
                )
            )
    after = np.where(np.isnan(problem.collapse), problem.walk_away, problem.collapse)
    for s, name in enumerate(problem.parties):
        share = float(np.mean(after[:, s] > problem.walk_away[:, s] + kernel.TOLERANCE))
        if share > 0.0:
            found.append(
                Finding(
                    "warning",
                    f"collapse.{name}",
                    "a collapsed deal is worth more to this party than no deal in some draws,"
                    " so that a less durable deal can look better to it",
                    "Lower collapse, or give a sunk_cost instead.",
                    got=f"{100 * share:.0f} % of draws",
                )
            )
    return found


def _levels_missed(draws: Draws, problem: Problem, j: int) -> float:
    """Share of draws in which all signatories' red lines leave room on a scale issue, but no level lies in it."""
    if draws.issues[j].options:
        return 0.0
    signatories = list(draws.signatories)
    low = draws.permitted_min[:, signatories, j].max(axis=1)
    high = draws.permitted_max[:, signatories, j].min(axis=1)
    return float(np.mean((low <= high) & problem.closed(j)))
