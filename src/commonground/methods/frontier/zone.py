"""The zone of possible agreement: how large, how deep, who binds, and what would open it where it is empty.

depth = max over packages of min over parties of u_i - r_i. It is found without listing packages: a package found by
improving one issue at a time gives a lower bound, and the frontier above that bound is small. The same search
with one level held fixed tells which levels a deal could contain and who stands in the way of the others.

References: raiffa1982.
Limits: counting is exact up to `most_counted` packages, and for two parties far beyond; otherwise the share is
estimated from a seeded sample and comes with its standard error.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from commonground.methods.frontier.additive import TOLERANCE, AdditiveProblem, IntArray
from commonground.methods.frontier.count import MOST_COUNTED, count_acceptable
from commonground.methods.frontier.merge import pareto_frontier
from commonground.methods.parameters import BoolArray, FloatArray, ParameterError
from commonground.methods.phrases import figure


@dataclass(frozen=True, eq=False)
class LevelDepth:
    """One issue, level by level.

    Parameters
    ----------
    depth   : (level,) depth of the zone if the deal must contain this level; negative: no such deal, by how much;
        -inf: ruled out by a red line
    binding : (level, party) who falls shortest at the best package with this level
    """

    depth: FloatArray
    binding: BoolArray


@dataclass(frozen=True, eq=False)
class Zone:
    """The zone of possible agreement.

    Parameters
    ----------
    total     : packages in all; count: those that all accept, None where there are too many to count
    share     : count / total, with standard error `share_se` (0 where counted)
    depth     : largest smallest gain; negative without a zone; -inf where red lines leave no package
    deepest   : (tie, issue) the packages that reach it; without a zone these violate the reservations least
    utility   : (tie, party) of those packages
    binding   : (party,) who gains least, or falls shortest, at one of them
    by_level  : per issue the depth with each level held fixed; empty if not asked for
    cut_all   : by how much every party would have to lower its reservation value to open the zone; 0 with a zone
    cut_alone : (party,) by how much it would have to if it were the only one; NaN if that cannot do
    cut_total : the smallest sum of cuts that opens it, and cut_split (party,) who cuts how much
    cut_package : (issue,) the package that they would then agree on
    """

    problem: AdditiveProblem
    exists: bool
    total: int
    count: int | None
    share: float
    share_se: float
    depth: float
    deepest: IntArray
    utility: FloatArray
    binding: BoolArray
    by_level: tuple[LevelDepth, ...]
    cut_all: float
    cut_alone: FloatArray
    cut_total: float
    cut_split: FloatArray
    cut_package: IntArray

    def reading(self) -> str:
        """The result in one paragraph."""
        parties = self.problem.parties
        if np.isneginf(self.depth):
            return "Red lines rule out every package: there is no zone of agreement whatever the parties settle for."
        who = " and ".join(party for party, binds in zip(parties, self.binding, strict=True) if binds)
        if self.exists:
            few = max(self.share, self.share_se)
            counted = f"{self.count:,}" if self.count is not None else f"about {100.0 * few:.2g} %"
            return (
                f"All parties prefer {counted} of {self.total:,} packages to no deal. In the deepest of them the "
                f"party that gains least, {who}, gains {figure(self.depth)} in its own utility."
            )
        alone = [
            f"{party} by {figure(cut)}"
            for party, cut in zip(parties, self.cut_alone, strict=True)
            if cut == cut
        ]
        single = (
            f" Alone it could be opened by {' or '.join(alone)}."
            if alone
            else " No party could open it alone."
        )
        return (
            f"No package gives every party what it has without a deal. At the nearest one {who} falls "
            f"{figure(self.cut_all)} short; the zone opens if all lower their reservation values by that much."
            f"{single}"
        )


def zone_report(
    problem: AdditiveProblem, *, by_level: bool = True, most_counted: int = MOST_COUNTED, seed: int = 0
) -> Zone:
    """The zone of possible agreement of additive talks.

    Parameters
    ----------
    problem      : the talks
    by_level     : also hold each level of each issue fixed in turn
    most_counted : packages up to which the zone is counted one by one
    seed         : of the sample that estimates the share beyond that

    Raises
    ------
    ParameterError : as `pareto_frontier`.
    """
    n_party = len(problem.parties)
    depth, package, utility = _deepest(problem)
    margin = utility - problem.reservation
    binding = np.asarray((margin <= depth + TOLERANCE).any(axis=0))  # nobody where red lines leave no package
    exists = depth >= -TOLERANCE
    count, share, share_se = (0, 0.0, 0.0) if not exists else count_acceptable(problem, most_counted, seed)
    alone, total, split = np.zeros(n_party), 0.0, np.zeros(n_party)
    cut_package = package[0] if len(package) else np.zeros(0, np.int64)
    if not exists and len(package):
        alone = np.array([_cut_alone(problem, party) for party in range(n_party)])
        total, split, cut_package = _cut_total(problem, margin)
    elif not len(package):
        alone, total, split = np.full(n_party, np.nan), np.inf, np.full(n_party, np.nan)
    return Zone(
        problem=problem,
        exists=exists,
        total=problem.n_package,
        count=count,
        share=share,
        share_se=share_se,
        depth=depth,
        deepest=package,
        utility=utility,
        binding=binding,
        by_level=tuple(_by_level(problem, j) for j in range(len(problem.issues))) if by_level else (),
        cut_all=0.0 if exists else -depth,
        cut_alone=alone,
        cut_total=total,
        cut_split=split,
        cut_package=cut_package,
    )


def _deepest(problem: AdditiveProblem) -> tuple[float, IntArray, FloatArray]:
    """Depth, and the packages (tie, issue) and utilities (tie, party) that reach it."""
    if not all(mask.any() for mask in problem.allowed):
        return -np.inf, np.zeros((0, len(problem.issues)), np.int64), np.zeros((0, len(problem.parties)))
    bound = _ascent(problem)
    frontier = pareto_frontier(problem, floor=problem.reservation + bound, ties="one")
    margin = (frontier.utility - problem.reservation).min(axis=1)
    best = margin >= margin.max() - TOLERANCE
    return float(margin.max()), frontier.package[best], frontier.utility[best]


def _ascent(problem: AdditiveProblem) -> float:
    """Smallest gain of a good package: the largest sum, then better levels one issue at a time while any is better."""
    package = np.array(
        [
            int(np.argmax(np.where(mask, table.sum(axis=1), -np.inf)))
            for table, mask in zip(problem.contribution, problem.allowed, strict=True)
        ]
    )
    depth = float((problem.utility(package) - problem.reservation).min())
    improved = True
    while improved:
        improved = False
        for j, mask in enumerate(problem.allowed):
            levels = np.flatnonzero(mask)
            tried = np.tile(package, (len(levels), 1))
            tried[:, j] = levels
            margin = (problem.utility(tried) - problem.reservation).min(axis=1)
            if margin.max() > depth + TOLERANCE:
                depth, improved = float(margin.max()), True
                package = tried[int(np.argmax(margin))]
    return depth


def _by_level(problem: AdditiveProblem, issue: int) -> LevelDepth:
    count = problem.counts[issue]
    depth = np.full(count, -np.inf)
    binding = np.zeros((count, len(problem.parties)), np.bool_)
    for level in range(count):
        fixed = np.arange(count) == level
        allowed = list(problem.allowed)
        allowed[issue] = allowed[issue] & fixed
        depth[level], package, utility = _deepest(replace(problem, allowed=tuple(allowed)))
        if len(package):
            binding[level] = (utility - problem.reservation <= depth[level] + TOLERANCE).any(axis=0)
    return LevelDepth(depth, binding)


def _cut_alone(problem: AdditiveProblem, party: int) -> float:
    floor = problem.reservation.copy()
    floor[party] = -np.inf
    frontier = pareto_frontier(problem, floor=floor)
    if not len(frontier):
        return float("nan")
    return max(0.0, float(problem.reservation[party] - frontier.utility[:, party].max()))


def _cut_total(problem: AdditiveProblem, margin: FloatArray) -> tuple[float, FloatArray, IntArray]:
    """Nobody cuts more than the sum of cuts at a package already known."""
    known = np.maximum(-margin, 0.0).sum(axis=1).min()
    frontier = pareto_frontier(problem, floor=problem.reservation - known)
    short = np.maximum(problem.reservation - frontier.utility, 0.0)
    best = int(np.argmin(short.sum(axis=1)))
    return float(short[best].sum()), short[best], frontier.package[best]


@dataclass(frozen=True, eq=False)
class ChanceOfZone:
    """The zone over uncertain reservation values.

    Parameters
    ----------
    exists  : (draw,) whether some package reaches every reservation value
    surplus : (draw,) largest sum of gains over them, 0 without a zone
    """

    exists: BoolArray
    surplus: FloatArray

    @property
    def probability(self) -> float:
        """Share of the draws with a zone."""
        return float(self.exists.mean())

    @property
    def probability_se(self) -> float:
        """Its standard error."""
        return float(self.exists.std() / np.sqrt(self.exists.size))

    @property
    def expected_surplus(self) -> float:
        """Mean surplus, draws without a zone counted as 0."""
        return float(self.surplus.mean())


def chance_of_zone(utility: ArrayLike, reservation: ArrayLike) -> ChanceOfZone:
    """Whether there is a zone, draw by draw, where only the reservation values are uncertain.

    Parameters
    ----------
    utility     : (point, party), a frontier found with floor -inf, or any list of packages
    reservation : (draw, party)

    Raises
    ------
    ParameterError : tables of different numbers of parties.
    """
    points, least = np.asarray(utility, np.float64), np.asarray(reservation, np.float64)
    if points.ndim != 2 or least.ndim != 2 or points.shape[1] != least.shape[1] or not len(points):
        message = f"has shape {least.shape} for points of shape {points.shape}"
        raise ParameterError("reservation", message, "Give a row per draw, a column per party.")
    total = points.sum(axis=1)
    surplus = np.full(len(least), -np.inf)
    chunk = max(1, 4_000_000 // len(points))
    for start in range(0, len(least), chunk):
        part = least[start : start + chunk]
        inside = np.ones((len(part), len(points)), np.bool_)
        for party in range(points.shape[1]):
            inside &= points[None, :, party] >= part[:, None, party] - TOLERANCE
        best = np.where(inside, total, -np.inf).max(axis=1)
        surplus[start : start + chunk] = best - part.sum(axis=1)
    exists = ~np.isneginf(surplus)
    return ChanceOfZone(exists, np.where(exists, np.maximum(surplus, 0.0), 0.0))
