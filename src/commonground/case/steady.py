"""Streams that keep what they have drawn: for many cases that differ from each other in few values.

A value that is the same in two cases is drawn once. Values can be held at another belief, or moved from where they are
drawn, without a case of their own: that is what makes a search over changes quick.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field

import numpy as np

from commonground.case.model import Case, Value
from commonground.case.strategy_draws import FloatArray
from commonground.case.streams import Streams
from commonground.quantity import Quantity


@dataclass(frozen=True)
class Shift:
    """A move of a value in every draw: times a factor, then plus an amount; numbers or (draw,)."""

    times: FloatArray | float = 1.0
    plus: FloatArray | float = 0.0


@dataclass
class _Kept:
    """What has been drawn so far, by path."""

    uniform: dict[str, FloatArray] = field(default_factory=dict)
    value: dict[tuple[str, Quantity, float], FloatArray | None] = field(default_factory=dict)


class Steady(Streams):
    """Streams of a case and of those like it.

    Parameters
    ----------
    case    : whose correlations join the streams
    like    : streams with the same draws, seed and correlations, whose memory is shared
    held    : path -> belief that stands in for the case's own
    shifts  : path -> moves, one after the other; what leaves the value's range is put at its end
    """

    def __init__(
        self,
        case: Case,
        n: int,
        seed: int,
        modes: bool,
        *,
        like: Steady | None = None,
        held: Mapping[str, Quantity] | None = None,
        shifts: Mapping[str, Sequence[Shift]] | None = None,
    ) -> None:
        if like is None:
            super().__init__(case, n, seed, modes)
            self._kept = _Kept()
        else:
            self.n, self.seed, self.modes, self._joined = like.n, like.seed, like.modes, like._joined
            self._kept = like._kept
        self.held, self.shifts = dict(held or {}), dict(shifts or {})

    def mark(self) -> frozenset[tuple[str, Quantity, float]]:
        """What values have been drawn so far, for `forget`."""
        return frozenset(self._kept.value)

    def forget(self, since: frozenset[tuple[str, Quantity, float]]) -> None:
        """Give up the values drawn since then: whoever tries without end must not keep all that was tried."""
        for key in self._kept.value.keys() - since:
            del self._kept.value[key]

    def at_modes(self) -> Steady:
        """One draw that takes every value at its mode, moved as the middle draw is."""
        typical = copy(self)
        typical.n, typical.modes, typical._joined, typical._kept = 1, True, {}, _Kept()
        typical.shifts = {
            path: [Shift(float(np.median(shift.times)), float(np.median(shift.plus))) for shift in moves]
            for path, moves in self.shifts.items()
        }
        return typical

    def uniform(self, path: str) -> FloatArray:
        kept = self._kept.uniform
        if path not in kept:
            kept[path] = super().uniform(path)
        return kept[path]

    def value(self, path: str, value: Value) -> FloatArray:
        said = self._said(path, value)
        key = (path, said.quantity, 0.0)
        drawn = self._kept.value.get(key)
        if drawn is None:
            drawn = self._kept.value[key] = super().value(path, said)
        for shift in self.shifts.get(path, ()):
            drawn = np.clip(drawn * shift.times + shift.plus, said.quantity.lo, said.quantity.hi)
        return drawn

    def beyond(self, path: str, value: Value, floor: float) -> FloatArray | None:
        """As `Streams.beyond`; of a value that exceeds a floor, what exceeds it is moved."""
        if floor <= 0.0:
            return self.value(path, value)
        said = self._said(path, value)
        key = (path, said.quantity, floor)
        if key not in self._kept.value:
            self._kept.value[key] = super().beyond(path, said, floor)
        drawn = self._kept.value[key]
        for shift in self.shifts.get(path, ()):
            if drawn is not None:
                drawn = np.clip(floor + (drawn - floor) * shift.times + shift.plus, floor, said.quantity.hi)
        return drawn

    def _said(self, path: str, value: Value) -> Value:
        held = self.held.get(path)
        if held is None:
            return value
        return Value.model_construct(quantity=held, because=value.because, evidence=value.evidence)
