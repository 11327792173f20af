"""How often the parties find an acceptable package, and nothing else: what a search solves thousands of times.

The numbers are those of `method.solve`: `exists`, `private`, and what a mediator adds. A signatory whose side is the
same as in a solution at hand is not counted again, and where nobody's is different nothing is.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from commonground.case.limits import MOST_COUNTS
from commonground.errors import CaseError
from commonground.methods.common_ground import kernel, quick
from commonground.methods.common_ground.grid import Counts, Grid, IntArray
from commonground.methods.common_ground.outcome import Reach
from commonground.methods.common_ground.utility import Problem
from commonground.methods.parameters import BoolArray, FloatArray

_INNER_TARGET = 64  # packages per inner block: smaller ones are passed over more often
_CHUNKS = 4


@dataclass(frozen=True)
class Side:
    """One signatory: what it decides by, and in how many draws it accepts each package."""

    cost: FloatArray  # (d, t)
    base: FloatArray  # (d,)
    accept: Counts  # (package,)

    def same(self, cost: FloatArray, base: FloatArray) -> bool:
        return np.array_equal(self.base, base) and np.array_equal(self.cost, cost)


@dataclass(frozen=True)
class Found:
    """What the parties find in every draw.

    sides   : per signatory
    zone    : (draw,) whether a package suits all
    offer   : (draw, signatory) package that each would offer, -1 for none
    private : chance that an offer is accepted, with its part in the others' beliefs
    """

    problem: Problem
    sides: tuple[Side, ...]
    zone: BoolArray
    offer: IntArray
    private: Reach

    @property
    def exists(self) -> Reach:
        return Reach(self.zone.astype(np.float64), np.zeros(self.zone.size))

    @cached_property
    def nash(self) -> IntArray:
        """(draw,) package of the largest product of gains; -1 without a zone."""
        grid = Grid(self.problem.counts)
        return quick.nash(self.problem.cost, self.problem.base, *blocks_of(grid), self.zone)  # type: ignore[no-any-return]

    @cached_property
    def nash_gain(self) -> FloatArray:
        """(draw, signatory) gain over walking away in that package; 0 without a zone."""
        columns = Grid(self.problem.counts).columns(np.maximum(self.nash, 0))
        taken = np.take_along_axis(self.problem.own_cost, columns[:, None, :], axis=2).sum(axis=2)
        gain = np.maximum(self.problem.base - taken, 0.0)
        return np.where((self.nash >= 0)[:, None], gain, 0.0)


def blocks_of(grid: Grid) -> tuple[IntArray, IntArray, int, int, int]:
    """The arguments of a pass, with inner blocks of a size that is soon passed over."""
    counts, offsets, *_ = grid.arguments
    sizes = [math.prod(grid.counts[j:]) for j in range(len(grid.counts))]
    split = int(np.argmin([abs(math.log(size / _INNER_TARGET)) for size in sizes]))
    return counts, offsets, split, math.prod(grid.counts[:split]), sizes[split]


def find(problem: Problem, like: Found | None = None) -> Found:
    """What the parties find, as far as it is not at hand in a solution of a problem with the same packages.

    Raises
    ------
    CaseError : more packages than can be looked at in every draw.
    """
    if like is not None and like.problem.counts != problem.counts:
        like = None
    grid = Grid(problem.counts)
    _require_size(grid, problem)
    cost, base = problem.cost, problem.base
    sides = _sides(problem, grid, like)
    if like is not None and all(one is two for one, two in zip(sides, like.sides, strict=True)):
        return like
    arguments = blocks_of(grid)
    zone, offer, belief = quick.offers(cost, base, *arguments, _others(problem, grid, sides))
    received = _received(offer, cost, base, arguments)
    private = Reach(belief.mean(axis=1), received)
    found = Found(problem, sides, zone, offer, private)
    return Found(problem, sides, zone, offer, _at_most(private, found.exists))


def _received(
    offer: IntArray, cost: FloatArray, base: FloatArray, arguments: tuple[IntArray, IntArray, int, int, int]
) -> FloatArray:
    """(draw,) by how much the draw's answers, as responder, lie above or below those of the others."""
    n, parties = offer.shape
    told = [np.unique(offer[:, s][offer[:, s] >= 0], return_counts=True) for s in range(parties)]
    made, times = (np.concatenate([one[k] for one in told]) for k in (0, 1))
    by = np.repeat(np.arange(parties), [one[0].size for one in told])
    share = quick.received(cost, base, *arguments, made, times, by) / n
    return np.asarray((share - share.mean(axis=0)).sum(axis=1) / parties)


def _sides(problem: Problem, grid: Grid, like: Found | None) -> tuple[Side, ...]:
    found = []
    for s in range(len(problem.parties)):
        cost, base = np.ascontiguousarray(problem.cost[:, s]), np.ascontiguousarray(problem.base[:, s])
        if like is not None and like.sides[s].same(cost, base):
            found.append(like.sides[s])
        else:
            found.append(Side(cost, base, quick.count_one(cost, base, *blocks_of(grid))))
    return tuple(found)


def _others(problem: Problem, grid: Grid, sides: tuple[Side, ...]) -> Counts:
    """(signatory, package) draws in which all the other signatories accept."""
    if len(sides) == 2:
        return np.stack([sides[1].accept, sides[0].accept])
    others: Counts = kernel.count_acceptance(problem.cost, problem.base, *grid.arguments, _CHUNKS)[1]
    return others


def _at_most(private: Reach, exists: Reach) -> Reach:
    """As in the method: full information is a bound."""
    if private.mean <= exists.mean:
        return private
    scale = exists.mean / private.mean
    return Reach(private.chance * scale, private.belief * scale)


def _require_size(grid: Grid, problem: Problem) -> None:
    size, most = math.prod(grid.counts), MOST_COUNTS // len(problem.parties)
    if size > most:
        raise CaseError.single(
            f"the issues' levels make {size:,} packages, more than {most:,}, so that changes cannot be tried",
            "Give the issues fewer levels.",
            path="issues",
        )
