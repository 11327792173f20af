"""How a deal may end: changes of government on their days, and a hazard on any day; and how long it lives then.

Over a span the durability is that of life.py. Without an end, the calendar is followed for as long as `horizon` says
and is then taken to begin anew: what lies so far ahead weighs next to nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike

from commonground.methods.parameters import FloatArray
from commonground.methods.turnover.life import discounted_time

_HALVINGS = 44
MOST_PATIENT = 1.0 - 1e-9  # models that look ahead for ever need a discount below 1


_SUREST = 1.0 - 1e-12  # a hazard of 1 a year would end a deal at once


@dataclass(frozen=True)
class Change:
    """A day on which one government changes, and the chance that the deal ends with it, penalty counted."""

    party: int
    name: str
    day: date
    years: float  # from as_of
    leaves: FloatArray  # (draw,)


@dataclass(frozen=True)
class Course:
    """All that may end a deal up to a horizon. Arrays are (draw,).

    changes  : in order of date, up to the horizon
    hazard   : chance per year that the deal ends on no fixed day, below 1
    discount : weight of a year from now
    horizon  : years
    endless  : whether the calendar begins anew after the horizon; else nothing after it counts
    """

    changes: tuple[Change, ...]
    hazard: FloatArray
    discount: FloatArray
    horizon: float
    endless: bool = False

    def alive_at(self, years: float) -> FloatArray:
        """(draw,) chance that a deal signed on as_of still lives then; a change on that very day is counted."""
        alive = (1.0 - self.hazard) ** years
        for change in self.changes:
            if change.years <= years:
                alive = alive * (1.0 - change.leaves)
        return np.asarray(alive)

    @property
    def durability(self) -> FloatArray:
        """(draw,) discounted share of the time in which the deal lives, 0-1."""
        return self.durability_if([change.leaves for change in self.changes])

    def durability_if(self, leaves: ArrayLike | Sequence[FloatArray]) -> FloatArray:
        """The same if changes ended it with these chances: one for all of them, or one for each."""
        chances = leaves if isinstance(leaves, list | tuple) else [np.asarray(leaves)] * len(self.changes)
        lived, alive = np.zeros_like(self.hazard), np.ones_like(self.hazard)
        for piece, chance in zip(self._pieces, chances):
            lived = lived + alive * piece
            alive = alive * (1.0 - chance)
        share = (lived + alive * self._pieces[-1]) / discounted_time(self._decay, 0.0, self.horizon)
        if self.endless:
            after = self._patience**self.horizon
            share = (1.0 - after) * share / (1.0 - after * alive * (1.0 - self.hazard) ** self.horizon)
        return np.clip(share, 0.0, 1.0)

    def chance_that_leaves(self, durability: ArrayLike) -> FloatArray:
        """Largest chance that each change ends the deal, the same for all of them, at which it is so durable.

        Returns
        -------
        (draw,) 1 where any would do (as without changes); NaN where none would, or where the aim is NaN
        """
        return _largest(self.durability_if, durability, self.hazard.shape)

    def hazard_that_leaves(self, durability: ArrayLike) -> FloatArray:
        """Largest chance per year of an end on no fixed day at which the deal is so durable, changes as they are.

        Returns
        -------
        (draw,) below 1; NaN where none would do
        """
        return _largest(
            lambda hazard: replace(self, hazard=_SUREST * hazard).durability, durability, self.hazard.shape
        )

    @cached_property
    def _patience(self) -> FloatArray:
        return np.minimum(self.discount, MOST_PATIENT) if self.endless else self.discount

    @cached_property
    def _decay(self) -> FloatArray:
        return np.asarray(-np.log(self._patience))

    @cached_property
    def _pieces(self) -> tuple[FloatArray, ...]:
        """Discounted time between one change and the next, the hazard counted in it."""
        rate = self._decay - np.log1p(-self.hazard)
        cuts = [0.0, *(change.years for change in self.changes), self.horizon]
        return tuple(discounted_time(rate, start, end) for start, end in pairwise(cuts))


def _largest(
    life: Callable[[FloatArray], FloatArray], durability: ArrayLike, shape: tuple[int, ...]
) -> FloatArray:
    """Largest chance, 0-1, at which a life that falls with it is still so durable; by halving."""
    aim = np.broadcast_to(np.asarray(durability, dtype=np.float64), shape) - 1e-12
    low, high = np.zeros(shape), np.ones(shape)
    never, always = ~(life(low) >= aim), life(high) >= aim
    for _ in range(_HALVINGS):
        middle = 0.5 * (low + high)
        enough = life(middle) >= aim
        low, high = np.where(enough, middle, low), np.where(enough, high, middle)
    return np.where(never, np.nan, np.where(always, 1.0, low))
