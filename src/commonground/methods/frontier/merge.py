"""The exact Pareto frontier of additive utilities, issue by issue, without listing the packages.

Steps: 1. start with the package of nothing; 2. add an issue: every partial sum with every level; 3. drop partial sums
that another one dominates, and those that cannot reach the floor even with the best of what is left; 4. until no
issue is left, then read the packages off the back-pointers.

Why it is exact: put a dominating partial sum in the place of the dominated one and keep the levels of the other
issues; the total is at least as good for all. Where linkages join issues, partial sums compete only if they
agree on every level that a linkage still to be decided asks for, so that what is to come adds the same to both.

Limits: the frontier itself can be large with many parties and many issues. Past `most` points the search stops
and says so; `epsilon` then gives a thinned frontier with a guarantee.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from commonground.methods.frontier.additive import TOLERANCE, AdditiveProblem, IntArray, Linkage
from commonground.methods.frontier.skyline import Ties, undominated
from commonground.methods.parameters import FloatArray, ParameterError

MOST = 200_000

_FINE = 1e-12  # equality of partial sums, per unit of utility: far below TOLERANCE, since slips add up over issues

State = tuple[tuple[int, int], ...]  # (issue, level) pairs that linkages still to be decided ask for


@dataclass(frozen=True, eq=False)
class Frontier:
    """Undominated packages, the first party's best first.

    Parameters
    ----------
    package : (point, issue) level numbers
    utility : (point, party)
    floor   : (party,) utility every package was to reach, -inf where none was asked for
    epsilon : each package that clears the floor by epsilon has one here that is at most this much worse for
        anyone; 0: the frontier is exact
    """

    problem: AdditiveProblem
    package: IntArray
    utility: FloatArray
    floor: FloatArray
    epsilon: float = 0.0

    def __len__(self) -> int:
        return len(self.utility)

    def named(self) -> list[dict[str, str]]:
        """The packages as issue -> name of its level."""
        return [self.problem.named(package) for package in self.package]


def pareto_frontier(
    problem: AdditiveProblem,
    *,
    floor: ArrayLike | None = None,
    tolerance: float = TOLERANCE,
    ties: Ties = "one",
    epsilon: float = 0.0,
    most: int = MOST,
) -> Frontier:
    """The undominated packages that every party prefers to its floor.

    Parameters
    ----------
    problem   : the talks
    floor     : (party,) utility each package must reach; default the reservation values, -inf for no floor
    tolerance : utilities this close count as equal; with 0 the last digits of the sums decide, just as they do in
        a plain listing of all packages that adds up the issues in order
    ties      : of packages with equal utilities for all keep one or all
    epsilon   : 0 for the exact frontier; otherwise see `Frontier`
    most      : points above which the search stops

    Returns
    -------
    Frontier; empty where no package reaches the floor.

    Raises
    ------
    ParameterError : more than `most` points are undominated after some issue; says after how many.
    """
    if not 0.0 <= epsilon < np.inf:
        raise ParameterError("epsilon", f"out of range (got {epsilon:g})", "Use 0 or a positive number.")
    least = problem.reservation if floor is None else np.asarray(floor, np.float64)
    least = np.broadcast_to(least, (len(problem.parties),)).astype(np.float64)
    if np.isnan(least).any():
        raise ParameterError("floor", "not a number", "Use numbers, or -inf for no floor.")
    search = _Search(problem, least, min(tolerance, _FINE * _scale(problem)), ties, epsilon, most)
    utility, package = search.run()
    keep = undominated(utility, tolerance=tolerance, ties=ties) if len(utility) else np.zeros(0, np.int64)
    utility, package = utility[keep], package[keep]
    order = np.lexsort((*package.T[::-1], *(-utility.T[::-1])))
    return Frontier(problem, package[order], utility[order], least, epsilon)


def _scale(problem: AdditiveProblem) -> float:
    return max(1.0, float(sum(np.abs(table).max() for table in problem.contribution)))


class _Search:
    """One run of the merging: partial sums per state, and the back-pointers of every step."""

    def __init__(
        self,
        problem: AdditiveProblem,
        floor: FloatArray,
        fine: float,
        ties: Ties,
        epsilon: float,
        most: int,
    ) -> None:
        self.problem, self.floor, self.fine, self.ties = problem, floor, fine, ties
        self.most, self.step = most, epsilon / len(problem.issues)
        # Rounding never turns a larger sum into a smaller one, so adding in order keeps what a listing would.
        self.order = merge_order(problem) if fine else list(range(len(problem.issues)))
        place = {issue: k for k, issue in enumerate(self.order)}
        self.decided: dict[int, list[Linkage]] = defaultdict(list)  # by the issue that comes last
        self.asked: dict[int, dict[tuple[int, int], int]] = defaultdict(
            dict
        )  # (issue, level) -> last step that asks
        for linkage in problem.linkages:
            last = max(place[issue] for issue in linkage.issues)
            self.decided[self.order[last]].append(linkage)
            for pair in zip(linkage.issues, linkage.levels, strict=True):
                known = self.asked[pair[0]].get(pair, -1)
                self.asked[pair[0]][pair] = max(known, last)
        self.bound = self._bounds()

    def _bounds(self) -> FloatArray:
        """(step, party) the most that the issues from a step on can add, linkages to be decided included."""
        problem, out = self.problem, np.zeros((len(self.order) + 1, len(self.problem.parties)))
        for k in range(len(self.order) - 1, -1, -1):
            issue = self.order[k]
            allowed = problem.contribution[issue][problem.allowed[issue]]
            best = allowed.max(axis=0) if len(allowed) else np.full(len(problem.parties), -np.inf)
            extra = sum(
                (np.maximum(linkage.add, 0.0) for linkage in self.decided[issue]), np.zeros(len(best))
            )
            out[k] = out[k + 1] + best + extra
        return out

    def run(self) -> tuple[FloatArray, IntArray]:
        groups: dict[State, tuple[FloatArray, IntArray]] = {
            (): (self.problem.constant[None, :].copy(), np.zeros(1, np.int64))
        }
        trail: list[tuple[IntArray, IntArray]] = []
        for step, issue in enumerate(self.order):
            groups, parent, level = self._add(groups, step, issue)
            trail.append((parent, level))
        if not groups:
            return np.zeros((0, len(self.problem.parties))), np.zeros((0, len(self.order)), np.int64)
        (utility, number), *_ = groups.values()  # every linkage is decided: one state is left
        package = np.empty((len(utility), len(self.order)), np.int64)
        for issue, (parent, level) in zip(reversed(self.order), reversed(trail), strict=True):
            package[:, issue] = level[number]
            number = parent[number]
        # Summed again in one fixed order, so that the answer does not depend on the order of merging.
        return self.problem.utility(package), package

    def _add(
        self, groups: dict[State, tuple[FloatArray, IntArray]], step: int, issue: int
    ) -> tuple[dict[State, tuple[FloatArray, IntArray]], IntArray, IntArray]:
        """Partial sums with one more issue; points are numbered through, with their parent's number and level."""
        joined: dict[State, list[tuple[FloatArray, IntArray, IntArray]]] = defaultdict(list)
        for state, (sums, number) in groups.items():
            for levels, rows in self._classes(issue):
                taken = {*state, (issue, int(levels[0]))}
                extra = sum(
                    (link.add for link in self.decided[issue] if _met(link, taken)),
                    np.zeros(sums.shape[1]),
                )
                total = (sums[:, None, :] + (rows + extra)[None, :, :]).reshape(-1, sums.shape[1])
                reaches = np.flatnonzero((total + self.bound[step + 1] >= self.floor - TOLERANCE).all(axis=1))
                if reaches.size:
                    key = tuple(sorted(pair for pair in taken if self.asked[pair[0]].get(pair, -1) > step))
                    parent, level = number[reaches // len(levels)], levels[reaches % len(levels)]
                    joined[key].append((total[reaches], parent, level))
        out: dict[State, tuple[FloatArray, IntArray]] = {}
        parents, chosen, size = [], [], 0
        for key, parts in joined.items():
            sums, parent, level = (np.concatenate(column) for column in zip(*parts, strict=True))
            keep = self._keep(sums)
            out[key] = (sums[keep], np.arange(size, size + len(keep)))
            parents.append(parent[keep])
            chosen.append(level[keep])
            size += len(keep)
        if size > self.most:
            message = f"the frontier holds more after {step + 1} of {len(self.order)} issues (got {size:,})"
            fix = "Allow epsilon=0.01, name fewer parties, or raise it."
            raise ParameterError("most", message, fix)
        nothing = [np.zeros(0, np.int64)]
        return out, np.concatenate(parents or nothing), np.concatenate(chosen or nothing)

    def _classes(self, issue: int) -> list[tuple[IntArray, FloatArray]]:
        """Levels with their contributions: each level that a linkage names alone, the undominated others together."""
        table, usable = self.problem.contribution[issue], np.flatnonzero(self.problem.allowed[issue])
        named = {level for _, level in self.asked[issue]}
        alone = [level for level in usable.tolist() if level in named]
        rest = np.array([level for level in usable.tolist() if level not in named], np.int64)
        if rest.size:
            rest = rest[undominated(table[rest], tolerance=self.fine, ties=self.ties)]
        classes = [np.array([level]) for level in alone] + ([rest] if rest.size else [])
        return [(levels, table[levels]) for levels in classes]

    def _keep(self, sums: FloatArray) -> IntArray:
        if not self.step:
            return undominated(sums, tolerance=self.fine, ties=self.ties)
        # One point per box of side `step`, of the boxes that no other box dominates; the largest sum stands for it.
        by_sum = np.argsort(-sums.sum(axis=1), kind="stable")
        return by_sum[undominated(np.floor(sums[by_sum] / self.step), tolerance=0.5)]


def _met(linkage: Linkage, taken: set[tuple[int, int]]) -> bool:
    return taken.issuperset(zip(linkage.issues, linkage.levels, strict=True))


def merge_order(problem: AdditiveProblem) -> list[int]:
    """Issues in the order of merging: linked ones first, each cluster on end, then the others from large to small.

    Within a cluster the next issue is the one that leaves fewest issues waiting for a partner.
    """
    partners: dict[int, set[int]] = defaultdict(set)
    for linkage in problem.linkages:
        for issue in linkage.issues:
            partners[issue] |= set(linkage.issues) - {issue}
    order: list[int] = []
    waiting = set(partners)
    while waiting:
        begun = {issue for issue in waiting if partners[issue] & set(order)} or waiting

        def left_open(issue: int) -> tuple[int, int, int]:
            done = {*order, issue}
            return (sum(1 for other in done if partners[other] - done), len(partners[issue]), issue)

        chosen = min(begun, key=left_open)
        order.append(chosen)
        waiting.remove(chosen)
    free = [issue for issue in range(len(problem.issues)) if issue not in partners]
    spread = [float(np.ptp(problem.contribution[issue], axis=0).sum()) for issue in free]
    return order + [free[k] for k in np.argsort(-np.array(spread), kind="stable")]
