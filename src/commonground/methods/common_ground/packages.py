"""The packages worth naming: the most robust ones, the nearest one, and the map of who accepts what."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from commonground.case.draws import Draws, FloatArray
from commonground.methods.common_ground import kernel
from commonground.methods.common_ground.grid import Counts, Grid, IntArray
from commonground.methods.common_ground.utility import Problem

_CELLS = 25  # cells per side of the acceptance map
_MOST_TIED = 4096  # of equally robust packages, how many are compared by their gains at the most


def gains(problem: Problem, grid: Grid, package: IntArray) -> FloatArray:
    """(package, draw, signatory) V_i - b_i of each package, red lines left aside."""
    own_cost, base = problem.own_cost, problem.base
    return np.stack([base - own_cost[:, :, row].sum(axis=2) for row in grid.columns(package)])


def most_robust(problem: Problem, grid: Grid, joint: Counts, accept: Counts, wanted: int) -> IntArray:
    """Up to `wanted` packages by the share of draws in which all accept, pairwise unlike in two issues or more.

    Greedy over the whole grid: take the best, strike out what is like it, take the best of the rest. Equal shares
    are ordered by the least ready signatory's acceptance, then by the mean over draws of the smallest gain. With a
    single issue, packages need differ only in that one.
    """
    left = joint.copy()
    chosen: list[int] = []
    while len(chosen) < wanted:
        top = int(left.max())
        if top <= 0:
            break
        tied = np.flatnonzero(left == top)
        if tied.size > 1:
            readiest = accept[:, tied].min(axis=0)
            tied = tied[readiest == readiest.max()][: int(np.clip(400_000 // problem.n, 64, _MOST_TIED))]
        if tied.size > 1:
            tied = tied[[int(np.argmax(gains(problem, grid, tied).min(axis=2).mean(axis=1)))]]
        package = int(tied[0])
        chosen.append(package)
        left[_alike(grid, package)] = 0
    return np.asarray(chosen, dtype=np.int64)


def _alike(grid: Grid, package: int) -> IntArray:
    """The package and, with two issues or more, every package that differs from it in one issue only."""
    levels = grid.levels(np.array([package]))[0]
    if len(grid.counts) < 2:
        return np.array([package])
    out = []
    for j, count in enumerate(grid.counts):
        other = np.repeat(levels[:, None], count, axis=1)
        other[j] = np.arange(count)
        out.append(np.ravel_multi_index(tuple(other), grid.counts))
    return np.concatenate(out)


def named_levels(draws: Draws, levels: IntArray) -> dict[str, Any]:
    """Issue id -> level in issue units, or the option's id."""
    return {
        issue.id: issue.options[level] if issue.options else float(issue.levels[level])
        for issue, level in zip(draws.issues, levels.tolist(), strict=True)
    }


def describe(
    draws: Draws,
    problem: Problem,
    grid: Grid,
    package: IntArray,
    joint: Counts,
    accept: Counts,
    others: Counts,
) -> list[dict[str, Any]]:
    """Each package with its levels, acceptance, mean gain and Pareto share."""
    if package.size == 0:
        return []
    n = problem.n
    mean_gain = gains(problem, grid, package).mean(axis=1)
    repeated = np.ascontiguousarray(np.broadcast_to(package, (n, package.size)))
    verdict = kernel.undominated(problem.cost, problem.base, *grid.arguments, repeated)
    out = []
    for q, y in enumerate(package.tolist()):
        share = float(joint[y]) / n
        inside = int(np.sum(verdict[:, q] >= 0))
        out.append(
            {
                "levels": named_levels(draws, grid.levels(package[q : q + 1])[0]),
                "joint": share,
                "joint_se": math.sqrt(share * (1.0 - share) / n),
                "acceptance": {name: float(accept[s, y]) / n for s, name in enumerate(problem.parties)},
                "acceptance_others": float(others[0, y]) / n,  # all but the first signatory: y of the map
                "mean_gain": {name: float(mean_gain[q, s]) for s, name in enumerate(problem.parties)},
                "pareto": float(np.sum(verdict[:, q] == 1)) / inside if inside else None,
            }
        )
    return out


def acceptance_map(problem: Problem, joint: Counts, accept: Counts, others: Counts) -> dict[str, Any]:
    """How many packages lie where, by the first signatory's acceptance (x) and the others' together (y), 0-1.

    The frontier lists the (x, y) no package beats on both; `best` is the package with the largest joint share.
    """
    n = problem.n
    x, y = accept[0] / n, others[0] / n
    column, row = (np.minimum((v * _CELLS).astype(np.int64), _CELLS - 1) for v in (x, y))
    cell = column * _CELLS + row
    packages = np.bincount(cell, minlength=_CELLS * _CELLS)
    best_joint = np.zeros(_CELLS * _CELLS, dtype=np.int64)
    np.maximum.at(best_joint, cell, joint)
    best = int(np.argmax(joint))
    order = np.lexsort((-y, -x))
    climbs = y[order] > np.concatenate([[-1.0], np.maximum.accumulate(y[order])[:-1]])
    edge = order[climbs]
    return {
        "first": problem.parties[0],
        "second": problem.parties[1] if len(problem.parties) == 2 else "others",
        "cell_size": 1.0 / _CELLS,
        "cells": [
            {
                "x0": (c // _CELLS) / _CELLS,
                "x1": (c // _CELLS + 1) / _CELLS,
                "y0": (c % _CELLS) / _CELLS,
                "y1": (c % _CELLS + 1) / _CELLS,
                "packages": int(packages[c]),
                "best_joint": float(best_joint[c]) / n,
            }
            for c in np.flatnonzero(packages).tolist()
        ],
        "best": {"x": float(x[best]), "y": float(y[best]), "joint": float(joint[best]) / n},
        "frontier": [[float(x[e]), float(y[e])] for e in _thin(edge)],
    }


def _thin(edge: IntArray, most: int = 60) -> IntArray:
    """At most `most` points of a long frontier, ends kept."""
    if edge.size <= most:
        return edge
    return edge[np.unique(np.linspace(0, edge.size - 1, most).round().astype(np.int64))]
