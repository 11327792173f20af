"""Many worlds that each hold one or a few values elsewhere, drawn one below the other and prepared in one go.

Most of what a world costs at a few hundred draws is the number of steps, not the draws. What stands before the search
for packages works draw by draw, so that the draws of many worlds may stand in one long column; only what a party
believes of the others is of one world, and is found world by world.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from commonground.case.model import Case, Value
from commonground.case.steady import Steady
from commonground.case.strategy_draws import FloatArray
from commonground.quantity import Quantity

AT_ONCE = 8000  # draws of all worlds in one column

Held = Mapping[str, Quantity]


class Abreast(Steady):
    """The streams of several worlds, one below the other.

    Parameters
    ----------
    case   : as it is drawn
    like   : streams of one world
    worlds : what each world holds elsewhere
    """

    def __init__(self, case: Case, like: Steady, worlds: Sequence[Held]) -> None:
        super().__init__(case, like.n, like.seed, like.modes, like=like)
        self.n = like.n * len(worlds)
        self._like, self._worlds = (
            like,
            [
                Steady(case, like.n, like.seed, like.modes, like=like, held=held) if held else like
                for held in worlds
            ],
        )
        self._held = {path for held in worlds for path in held}

    def uniform(self, path: str) -> FloatArray:
        return np.tile(self._like.uniform(path), len(self._worlds))

    def value(self, path: str, value: Value) -> FloatArray:
        if path not in self._held:
            return np.tile(self._like.value(path, value), len(self._worlds))
        return np.concatenate([world.value(path, value) for world in self._worlds])

    def beyond(self, path: str, value: Value, floor: float) -> FloatArray | None:
        """As `Steady.beyond`; None if the value cannot exceed the floor in one of the worlds."""
        drawn = [world.beyond(path, value, floor) for world in self._worlds]
        there = [one for one in drawn if one is not None]
        return np.concatenate(there) if len(there) == len(drawn) else None
