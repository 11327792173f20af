"""How many packages every party accepts, counted without holding them in memory.

The issues are split into two halves whose sums are tabulated; a package is a pair, one sum from each. For two
parties the pairs are counted by sorting, so that 10^10 packages take seconds; for more, pair by pair.
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit

from commonground.methods.frontier.additive import TOLERANCE, AdditiveProblem, IntArray
from commonground.methods.parameters import FloatArray

MOST_COUNTED = 500_000_000
_MOST_ROWS = 2_000_000  # of one half
_SAMPLE = 400_000


def count_acceptable(problem: AdditiveProblem, most: int, seed: int) -> tuple[int | None, float, float]:
    """Number of packages all accept (None if only estimated), their share of all packages, and its standard error."""
    total = problem.n_package
    halves = _halves(problem)
    if halves is not None:
        first, second = halves
        least = problem.reservation - problem.constant - TOLERANCE
        if not len(first) or not len(second):
            return 0, 0.0, 0.0
        if len(problem.parties) == 2:
            count = _count_two(first, least - second)
            return count, count / total, 0.0
        if len(first) * len(second) <= most:
            count = int(_count_pairs(np.ascontiguousarray(first), np.ascontiguousarray(least - second)))
            return count, count / total, 0.0
    rng = np.random.default_rng(seed)
    package = np.stack([rng.integers(count, size=_SAMPLE) for count in problem.counts], axis=1)
    accepted = (problem.utility(package) >= problem.reservation - TOLERANCE).all(axis=1)
    for j, mask in enumerate(problem.allowed):
        accepted &= mask[package[:, j]]
    share = float(accepted.mean())
    return None, share, float(np.sqrt(max(share * (1.0 - share), 1.0 / _SAMPLE) / _SAMPLE))


def _halves(problem: AdditiveProblem) -> tuple[FloatArray, FloatArray] | None:
    """Sums over all allowed combinations of two groups of issues, near in size; None where one is too large."""
    tables = [_table(problem, cluster) for cluster in _clusters(problem)]
    if any(table is None for table in tables):
        return None
    sizes = sorted((table for table in tables if table is not None), key=len, reverse=True)
    groups: list[list[FloatArray]] = [[], []]
    for table in sizes:
        lengths = [math.prod(map(len, group)) for group in groups]
        groups[int(lengths[1] < lengths[0])].append(table)
    if max(math.prod(map(len, group)) for group in groups) > _MOST_ROWS:
        return None
    first, second = (_sums(group, len(problem.parties)) for group in groups)
    return first, second


def _clusters(problem: AdditiveProblem) -> list[list[int]]:
    """Issues that linkages join, directly or through others, together; every other issue by itself."""
    group = list(range(len(problem.issues)))
    for linkage in problem.linkages:
        joined = {group[issue] for issue in linkage.issues}
        group = [min(joined) if name in joined else name for name in group]
    return [[j for j, name in enumerate(group) if name == wanted] for wanted in dict.fromkeys(group)]


def _table(problem: AdditiveProblem, cluster: list[int]) -> FloatArray | None:
    """(combination, party) utility that the allowed combinations of a cluster's levels add."""
    levels = [np.flatnonzero(problem.allowed[j]) for j in cluster]
    if math.prod(map(len, levels)) > _MOST_ROWS:
        return None
    grid = np.stack(np.meshgrid(*levels, indexing="ij"), axis=-1).reshape(-1, len(cluster))
    out = sum(
        (problem.contribution[j][grid[:, k]] for k, j in enumerate(cluster)), np.zeros(len(problem.parties))
    )
    out = np.broadcast_to(out, (len(grid), len(problem.parties))).copy()
    for linkage in problem.linkages:
        if set(linkage.issues) <= set(cluster):
            columns = [cluster.index(issue) for issue in linkage.issues]
            out += (grid[:, columns] == linkage.levels).all(axis=1)[:, None] * linkage.add
    return out


def _sums(tables: list[FloatArray], n_party: int) -> FloatArray:
    out = np.zeros((1, n_party))
    for table in tables:
        out = (out[:, None, :] + table[None, :, :]).reshape(-1, n_party)
    return out


def _count_two(have: FloatArray, need: FloatArray) -> int:
    """Pairs with have >= need in both columns: the needs from small to large, a tree of how many haves are left."""
    have = have[np.argsort(have[:, 0])]
    need = need[np.argsort(need[:, 0])]
    column = np.sort(have[:, 1])
    # how many of the second values are below the need, and where each have stands among them
    below = np.searchsorted(column, need[:, 1], side="left")
    place = np.searchsorted(column, have[:, 1], side="left")
    gone = np.searchsorted(have[:, 0], need[:, 0], side="left")  # haves too small in the first column
    return int(_count_tree(place.astype(np.int64), below.astype(np.int64), gone.astype(np.int64)))


@njit(cache=True)
def _count_tree(place, below, gone):  # type: ignore[no-untyped-def]
    """Haves leave in order of their first value; the tree counts those that have left, by their second."""
    n = place.shape[0]
    tree = np.zeros(n + 1, np.int64)
    left = 0
    total = 0
    for q in range(below.shape[0]):
        while left < gone[q]:
            at = place[left] + 1
            while at <= n:
                tree[at] += 1
                at += at & -at
            left += 1
        left_below = 0
        at = below[q]
        while at > 0:
            left_below += tree[at]
            at -= at & -at
        # of those at or above the second need, the ones that have not left
        total += (n - below[q]) - (left - left_below)
    return total


@njit(cache=True)
def _count_pairs(have, need):  # type: ignore[no-untyped-def]
    count = 0
    width = have.shape[1]
    for x in range(have.shape[0]):
        for y in range(need.shape[0]):
            inside = True
            for k in range(width):
                if have[x, k] < need[y, k]:
                    inside = False
                    break
            if inside:
                count += 1
    return count


def packages(problem: AdditiveProblem) -> IntArray:
    """(package, issue) every allowed package in odometer order: for small problems and for checks."""
    levels = [np.flatnonzero(mask) for mask in problem.allowed]
    return np.stack(np.meshgrid(*levels, indexing="ij"), axis=-1).reshape(-1, len(levels)).astype(np.int64)
