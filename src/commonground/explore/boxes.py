"""Rules as boxes: where in a table of inputs an outcome is common, told by a few bounds that one can read.

PRIM, the patient rule induction method: from a box around everything, peel off a little at the side whose loss raises
the mean of what is left most, and go on; then paste back what can be had without loss. Of the boxes on the way, one is
chosen that holds enough of the outcome, and bounds that do not matter are dropped. Where many points are alike a peel
may take more than a little, so that peels are compared by what they raise for what they take.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from commonground.methods.parameters import BoolArray, FloatArray

PEEL = 0.05  # share of the points that a peel takes at most, as far as ties allow
PASTE = 0.01
LEAST_SUPPORT = 0.02  # of all points
COVERAGE = 0.5  # of the outcome that the chosen box must hold
NOT_BY_CHANCE = 0.05  # a bound is dropped if one like it would come about so often by chance on any side
MOST_BOUNDS = 4  # of a rule that one can keep in mind


@dataclass(frozen=True)
class Bound:
    """One side of a box: a column at least or at most so much."""

    column: int
    at_least: bool
    value: float

    def holds(self, table: FloatArray) -> BoolArray:
        column = table[:, self.column]
        return np.asarray(column >= self.value if self.at_least else column <= self.value)


@dataclass(frozen=True)
class Box:
    """A rule.

    bounds   : all must hold
    support  : share of all points inside
    coverage : share of the outcome inside
    density  : mean of the outcome inside
    by_chance : per bound the probability that a bound without meaning would raise the density as much
    """

    bounds: tuple[Bound, ...]
    support: float
    coverage: float
    density: float
    by_chance: tuple[float, ...] = ()

    def holds(self, table: FloatArray) -> BoolArray:
        """(point,) whether it lies inside."""
        inside = np.ones(table.shape[0], np.bool_)
        for bound in self.bounds:
            inside &= bound.holds(table)
        return inside


def find_box(
    table: FloatArray, outcome: FloatArray, coverage: float = COVERAGE, most: int = MOST_BOUNDS
) -> tuple[Box, list[Box]]:
    """The densest box on the way that holds so much of the outcome, without bounds that do not matter; and the way.

    Parameters
    ----------
    table   : (point, column)
    outcome : (point,) 0-1
    most    : bounds of the rule at most; those that are likeliest by chance go first

    Returns
    -------
    the box, and the boxes of the way from everything to the densest, each after its pasting

    References
    ----------
    Friedman and Fisher 1999, Statistics and Computing 9; Bryant and Lempert 2010 on coverage, density and on how likely
    a bound is by chance.

    Limits
    ------
    One box; what it leaves out may have rules of its own. Boxes have straight sides, so that a trade between two values
    is cut off at a corner.
    """
    table = np.asfortranarray(table)  # it is read column by column
    way = peel(table, outcome)
    enough = [box for box in way if box.coverage >= coverage - 1e-12]
    best = max(enough or way[:1], key=lambda box: box.density)
    return _needed(table, outcome, best, most), way


def peel(table: FloatArray, outcome: FloatArray) -> list[Box]:
    """The way from the box around everything inwards, each box pasted."""
    bounds: tuple[Bound, ...] = ()
    way = [_measured(table, outcome, bounds)]
    if outcome.sum() <= 0.0 or outcome.min() == outcome.max():
        return way
    while True:
        step = _best_peel(table, outcome, bounds)
        if step is None:
            return way
        bounds = step
        way.append(_measured(table, outcome, _pasted(table, outcome, bounds)))


def _best_peel(table: FloatArray, outcome: FloatArray, bounds: tuple[Bound, ...]) -> tuple[Bound, ...] | None:
    """The bounds after the best peel; None if none raises the mean, or too little would be left."""
    inside = Box(bounds, 0, 0, 0).holds(table)
    columns, kept = table.T[:, inside], outcome[inside]
    now, best, chosen = float(kept.mean()), 0.0, None
    for at_least in (True, False):
        cuts = _cuts(columns, at_least)
        left = columns >= cuts[:, None] if at_least else columns <= cuts[:, None]
        sizes = np.count_nonzero(left, axis=1)
        gone = kept.size - sizes
        totals = np.where(left, kept, 0.0).sum(axis=1)
        with np.errstate(divide="ignore", invalid="ignore"):
            gain = (totals / sizes - now) * sizes / gone
        gain[(sizes < LEAST_SUPPORT * outcome.size) | (gone == 0)] = -np.inf
        column = int(np.argmax(gain))
        if gain[column] > best + 1e-12:
            best, chosen = float(gain[column]), Bound(column, at_least, float(cuts[column]))
    return None if chosen is None else _tightened(bounds, chosen)


def _cuts(columns: FloatArray, at_least: bool) -> FloatArray:
    """Per column where a peel at one end would stop: a little way in, or past the end's value where many are alike;
    the end itself, which peels nothing, where all are alike."""
    size = columns.shape[1]
    place = min(int(PEEL * size), size - 1)
    if not at_least:
        place = size - 1 - place
    edges = np.partition(columns, place, axis=1)[:, place]
    ends = columns.min(axis=1) if at_least else columns.max(axis=1)
    for column in np.flatnonzero(edges == ends):
        beyond = columns[column][columns[column] != ends[column]]
        if beyond.size:
            edges[column] = beyond.min() if at_least else beyond.max()
    return edges


def _tightened(bounds: tuple[Bound, ...], new: Bound) -> tuple[Bound, ...]:
    """The bounds with a new one in place of that of the same side."""
    kept = [bound for bound in bounds if (bound.column, bound.at_least) != (new.column, new.at_least)]
    return (*kept, new)


def _pasted(table: FloatArray, outcome: FloatArray, bounds: tuple[Bound, ...]) -> tuple[Bound, ...]:
    """Sides moved out again as long as that does not lower the mean."""
    current = bounds
    while True:
        # a point lies inside if it breaks no bound, and around a bound if it breaks no other
        broken = [~bound.holds(table) for bound in current]
        breaks = np.sum(broken, axis=0, dtype=np.int64) if broken else np.zeros(outcome.size, np.int64)
        inside = breaks == 0
        size, best, chosen = int(inside.sum()), float(outcome[inside].mean()), None
        for bound, own in zip(current, broken, strict=True):
            outside = own & (breaks == 1)
            wider = _wider(table[outside, bound.column], bound, size)
            if wider is None:
                continue
            tried = inside | (outside & wider.holds(table))
            mean = float(outcome[tried].mean())
            if mean > best + 1e-12:
                best, chosen = mean, (*(one for one in current if one is not bound), wider)
        if chosen is None:
            return current
        current = chosen


def _wider(outside: FloatArray, bound: Bound, inside: int) -> Bound | None:
    """A side a little further out, past a hundredth as many points as the box holds."""
    if not outside.size:
        return None
    nearest = np.sort(-outside if bound.at_least else outside)
    edge = nearest[min(max(int(PASTE * inside), 1), nearest.size) - 1]
    return Bound(bound.column, bound.at_least, float(-edge if bound.at_least else edge))


def _measured(table: FloatArray, outcome: FloatArray, bounds: tuple[Bound, ...]) -> Box:
    inside = Box(bounds, 0, 0, 0).holds(table)
    total = float(outcome.sum())
    return Box(
        bounds,
        float(inside.mean()),
        float(outcome[inside].sum() / total) if total > 0.0 else 0.0,
        float(outcome[inside].mean()) if inside.any() else 0.0,
    )


def _needed(table: FloatArray, outcome: FloatArray, box: Box, most: int) -> Box:
    """The box without bounds that chance alone would give, and how likely the others are by chance."""
    bounds = box.bounds
    while bounds:
        chances = [_by_chance(table, outcome, bounds, bound) for bound in bounds]
        weakest = int(np.argmax(chances))
        # as many bounds were tried as there are sides
        if chances[weakest] * 2 * table.shape[1] <= NOT_BY_CHANCE and len(bounds) <= most:
            found = _measured(table, outcome, bounds)
            order = sorted(range(len(bounds)), key=lambda place: chances[place])
            return Box(
                tuple(bounds[place] for place in order),
                found.support,
                found.coverage,
                found.density,
                tuple(chances[place] for place in order),
            )
        bounds = tuple(bound for place, bound in enumerate(bounds) if place != weakest)
    return _measured(table, outcome, ())


def _by_chance(table: FloatArray, outcome: FloatArray, bounds: Sequence[Bound], one: Bound) -> float:
    """How often a choice of as many points by lot from the box without this bound would have as high a mean."""
    rest = Box(tuple(bound for bound in bounds if bound is not one), 0, 0, 0).holds(table)
    inside = rest & one.holds(table)
    n, m = int(rest.sum()), int(inside.sum())
    spread = float(outcome[rest].std())
    if m == n or m == 0 or spread == 0.0:
        return 1.0
    error = spread * math.sqrt((1.0 / m) * (1.0 - m / n) * n / max(n - 1, 1))
    z = (float(outcome[inside].mean()) - float(outcome[rest].mean())) / error
    return 0.5 * math.erfc(z / math.sqrt(2.0))
