"""The undominated points of a cloud: no other point is as good for everyone and better for someone.

Steps: 1. in a large cloud, drop what a few good points dominate at a glance; 2. per coordinate, number the values
from small to large, values within the tolerance sharing a number; 3. drop repeated rows; 4. sort so that only an
earlier point can dominate a later one, and keep a point if none of the kept ones does: a running maximum for two
coordinates, a tree of maxima for three; for more, halve the cloud and let the better half's frontier strike out
points of the other's, one coordinate less at a time.

Working on the numbers of step 2 makes dominance exact and transitive, whatever the last digits of a sum say.

References: kung1975 for steps 3 and 4.
Limits: time grows with n (log n)^(width - 2), so slowly in the number of points and fast in that of parties.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from numba import njit
from numpy.typing import ArrayLike

from commonground.methods.frontier.additive import TOLERANCE, IntArray
from commonground.methods.parameters import BoolArray, FloatArray, ParameterError

Ties = Literal["one", "all"]

_LARGE = 2_000  # points above which step 1 pays
_FEW = 400  # points that are compared one by one
_CHAMPIONS = 256


def undominated(points: ArrayLike, *, tolerance: float = TOLERANCE, ties: Ties = "one") -> IntArray:
    """Row numbers of the undominated points, ascending.

    Parameters
    ----------
    points    : (point, party), larger is better, any unit
    tolerance : values of one coordinate that follow each other this closely count as equal
    ties      : of points that are equal in all coordinates keep the first ("one") or every one ("all")

    Raises
    ------
    ParameterError : not a table, or a number that is not finite.
    """
    cloud = np.ascontiguousarray(points, np.float64)
    if cloud.ndim != 2 or cloud.shape[1] == 0 or not np.isfinite(cloud).all():
        raise ParameterError(
            "points", f"no table of finite numbers (shape {cloud.shape})", "Give a row per point."
        )
    rows = np.arange(len(cloud))
    if len(cloud) > _LARGE:
        rows = np.flatnonzero(~_below(cloud, _champions(cloud), tolerance))
    if not rows.size:
        return rows
    rank = _ranks(cloud[rows], tolerance)
    order = np.lexsort((rows, *(-rank[:, k] for k in range(rank.shape[1] - 1, -1, -1))))
    sorted_rank = rank[order]
    first = np.ones(len(order), np.bool_)  # of each run of equal rows
    first[1:] = (sorted_rank[1:] != sorted_rank[:-1]).any(axis=1)
    kept = _sweep(np.ascontiguousarray(sorted_rank[first]))
    if ties == "all":
        return np.sort(rows[order[kept[np.cumsum(first) - 1]]])
    return np.sort(rows[order[first][kept]])


def _champions(cloud: FloatArray) -> FloatArray:
    """Undominated points of an even sample, those with the largest sum first."""
    step = max(1, len(cloud) // max(_LARGE, len(cloud) // 100))
    sample = np.concatenate([cloud[::step], cloud[cloud.argmax(axis=0)]])
    spread = np.ptp(sample, axis=0)
    total = (sample / np.where(spread > 0.0, spread, 1.0)).sum(axis=1)
    few = sample[np.argsort(-total, kind="stable")[: 4 * _CHAMPIONS]]
    return np.ascontiguousarray(few[undominated(few)][:_CHAMPIONS])


def _ranks(cloud: FloatArray, tolerance: float) -> IntArray:
    """(point, coordinate) number of each value among the different values of its coordinate."""
    out = np.empty(cloud.shape, np.int64)
    for k in range(cloud.shape[1]):
        order = np.argsort(cloud[:, k], kind="stable")
        value = cloud[order, k]
        out[order, k] = np.concatenate([[0], np.cumsum(np.diff(value) > tolerance)])
    return out


def _sweep(rank: IntArray) -> BoolArray:
    """(row,) undominated, for different rows sorted from large to small, first coordinate first."""
    n, width = rank.shape
    if width == 1:
        return np.asarray(np.arange(n) == 0)
    if width == 2:
        before = np.maximum.accumulate(rank[:, 1])
        return np.concatenate([[True], rank[1:, 1] > before[:-1]])
    if width == 3:
        return np.asarray(_sweep_three(rank))
    return _halves(rank)


def _halves(rank: IntArray) -> BoolArray:
    """`_sweep` for four and more coordinates."""
    n = len(rank)
    if n <= _FEW:
        by_sum = np.argsort(-rank.sum(axis=1), kind="stable")
        kept = np.empty(n, np.bool_)
        kept[by_sum] = _one_by_one(np.ascontiguousarray(rank[by_sum]))
        return kept
    kept = np.concatenate([_halves(rank[: n // 2]), _halves(rank[n // 2 :])])
    better = np.flatnonzero(kept[: n // 2])
    other = n // 2 + np.flatnonzero(kept[n // 2 :])
    struck = _struck(rank[better, 1:], rank[other, 1:])
    kept[other[struck]] = False
    return kept


def _struck(better: IntArray, other: IntArray) -> BoolArray:
    """(row of other,) whether some row of `better` is at least as large in every coordinate."""
    if len(better) * len(other) <= _FEW * _FEW:
        return np.asarray(_struck_one_by_one(np.ascontiguousarray(better), np.ascontiguousarray(other)))
    if better.shape[1] == 3:
        return _struck_three(better, other)
    low = min(better[:, 0].min(), other[:, 0].min())
    high = max(better[:, 0].max(), other[:, 0].max())
    if low == high:
        return _struck(better[:, 1:], other[:, 1:])
    middle = max(int(np.median(np.concatenate([better[:, 0], other[:, 0]]))), low + 1)
    up, other_up = better[:, 0] >= middle, other[:, 0] >= middle
    out = np.zeros(len(other), np.bool_)
    out[other_up] = _struck(better[up], other[other_up])
    below = np.flatnonzero(~other_up)
    below_struck = _struck(better[up][:, 1:], other[below][:, 1:])
    left = below[~below_struck]
    out[below[below_struck]] = True
    out[left] = _struck(better[~up], other[left])
    return out


def _struck_three(better: IntArray, other: IntArray) -> BoolArray:
    """`_struck` for three coordinates: one pass from large to small, `better` before `other` where they tie."""
    joined = np.concatenate([better, other])
    is_other = np.arange(len(joined)) >= len(better)
    order = np.lexsort((is_other, -joined[:, 0]))
    column = np.unique(joined[:, 1], return_inverse=True)[1]
    struck = _sweep_struck(column[order].astype(np.int64), joined[order, 2], is_other[order])
    out = np.empty(len(joined), np.bool_)
    out[order] = struck
    return out[len(better) :]


@njit(cache=True)
def _below(cloud, champion, tolerance):  # type: ignore[no-untyped-def]
    """(point,) some champion is at least as good everywhere, and better by more than the tolerance somewhere."""
    n, width = cloud.shape
    order = np.arange(champion.shape[0])
    out = np.zeros(n, np.bool_)
    for x in range(n):
        for place in range(order.shape[0]):
            c = order[place]
            weak = True
            strict = False
            for k in range(width):
                difference = champion[c, k] - cloud[x, k]
                if difference < 0.0:
                    weak = False
                    break
                strict = strict or difference > tolerance
            if weak and strict:
                out[x] = True
                # Whoever has just dominated is tried first: neighbours in the cloud are often alike.
                for earlier in range(place, 0, -1):
                    order[earlier] = order[earlier - 1]
                order[0] = c
                break
    return out


@njit(cache=True)
def _sweep_three(rank):  # type: ignore[no-untyped-def]
    """A tree over the second coordinate holds the largest third coordinate among the points passed so far."""
    n = rank.shape[0]
    size = 1
    for x in range(n):
        size = max(size, rank[x, 1] + 1)
    tree = np.full(size + 1, -1, np.int64)
    kept = np.zeros(n, np.bool_)
    for x in range(n):
        highest = -1
        place = size - rank[x, 1]  # the largest second coordinate comes first
        while place > 0:
            highest = max(highest, tree[place])
            place -= place & -place
        if highest >= rank[x, 2]:
            continue
        kept[x] = True
        place = size - rank[x, 1]
        while place <= size:
            tree[place] = max(tree[place], rank[x, 2])
            place += place & -place
    return kept


@njit(cache=True)
def _sweep_struck(second, third, is_other):  # type: ignore[no-untyped-def]
    """As `_sweep_three`, but the rows of one set ask and only those of the other answer."""
    n = second.shape[0]
    size = second.max() + 1
    tree = np.full(size + 1, -1, np.int64)
    out = np.zeros(n, np.bool_)
    for x in range(n):
        place = size - second[x]
        if is_other[x]:
            while place > 0:
                if tree[place] >= third[x]:
                    out[x] = True
                    break
                place -= place & -place
        else:
            while place <= size:
                tree[place] = max(tree[place], third[x])
                place += place & -place
    return out


@njit(cache=True)
def _struck_one_by_one(better, other):  # type: ignore[no-untyped-def]
    width = better.shape[1]
    out = np.zeros(other.shape[0], np.bool_)
    for x in range(other.shape[0]):
        for y in range(better.shape[0]):
            weak = True
            for k in range(width):
                if better[y, k] < other[x, k]:
                    weak = False
                    break
            if weak:
                out[x] = True
                break
    return out


@njit(cache=True)
def _one_by_one(rank):  # type: ignore[no-untyped-def]
    """Each row against those kept before it, whoever dominated last among the first."""
    n, width = rank.shape
    front = np.empty((n, width), np.int64)
    kept = np.zeros(n, np.bool_)
    size = 0
    for x in range(n):
        dominated = False
        for y in range(size):
            weak = True
            for k in range(width):
                if front[y, k] < rank[x, k]:
                    weak = False
                    break
            if weak:
                dominated = True
                for k in range(width):
                    front[y, k], front[y // 2, k] = front[y // 2, k], front[y, k]
                break
        if not dominated:
            kept[x] = True
            for k in range(width):
                front[size, k] = rank[x, k]
            size += 1
    return kept
