"""A costly gesture from one side: unfreezing funds, releasing prisoners, letting inspectors in.

The sender knows whether it is trustworthy; the receiver has only its trust, and will cooperate if trust reaches
what it needs. A gesture costs a trustworthy sender less, for what the other's cooperation is worth to it, than one
who only poses. If it is large enough that posing does not pay and small enough that meaning it does, it proves good
faith at once. A smaller one is copied now and then, and proves the less the more often it is.

Sources: after kydd2000 and kydd2005, a signalling game as in spence1973. Limits: one sender, one gesture, costs in
proportion to its size, and a receiver who sees it without error (for noise see updating.py).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from commonground.methods.parameters import (
    POSITIVE,
    PROBABILITY,
    BoolArray,
    FloatArray,
    ParameterError,
    Range,
    broadcast,
    checked,
)
from commonground.methods.phrases import figure, per_cent, sentence, whether

_SLIP = 1e-12


@dataclass(frozen=True, kw_only=True)
class GestureParameters:
    """Who gains what from a gesture; numbers or (draw,) arrays.

    Parameters
    ----------
    trust : the receiver's chance that the sender is trustworthy, before any gesture, 0-1
    needed : trust from which the receiver cooperates, above 0, at most 1
    value, value_u : worth of the receiver's cooperation to a trustworthy and to an untrustworthy sender, above 0
    cost, cost_u : cost of one unit of gesture to each, above 0, in the same unit as the value
    size : size of the gesture, above 0; None takes the smallest that separates

    Raises
    ------
    ParameterError : a value out of range.
    """

    trust: float | FloatArray
    needed: float | FloatArray
    value: float | FloatArray
    value_u: float | FloatArray
    cost: float | FloatArray
    cost_u: float | FloatArray
    size: float | FloatArray | None = None

    def __post_init__(self) -> None:
        ranges = {"trust": PROBABILITY, "needed": Range(0.0, 1.0, open_lo=True)}
        ranges |= dict.fromkeys(("value", "value_u", "cost", "cost_u"), POSITIVE)
        if self.size is not None:
            ranges["size"] = POSITIVE
        broadcast(self, ranges)


@dataclass(frozen=True)
class GestureResult:
    """Which gestures prove good faith, and the equilibria at one size; all arrays (draw,).

    size_min, size_max : sizes that separate the types; size_min is the cheapest proof. No window if size_min > size_max
    window : there is such a size
    size : the size looked at: the one given, else size_min where there is a window (NaN elsewhere)
    separating : at that size only a trustworthy sender makes the gesture, and it is believed
    mixing : at that size, with too little trust, a trustworthy sender makes the gesture, an untrustworthy one copies
        it at `mimicry_rate`, and the receiver answers with cooperation at `answer_rate`
    everyone : at that size, with trust enough beforehand, both types make the gesture because its absence would be
        held against them
    equilibria : how many of these there are, with the one without any gesture, which always is
    mimicry_rate, answer_rate : NaN where `mixing` does not hold
    mimicry_bound : the most frequent mimicry that still leaves a gesture convincing, 0-1; 1 if any does
    """

    trust: FloatArray
    needed: FloatArray
    size_min: FloatArray
    size_max: FloatArray
    window: BoolArray
    size: FloatArray
    separating: BoolArray
    mixing: BoolArray
    everyone: BoolArray
    equilibria: NDArray[np.int64]
    mimicry_rate: FloatArray
    answer_rate: FloatArray
    mimicry_bound: FloatArray

    def reading(self) -> str:
        """The result in one paragraph."""
        text = sentence(
            whether(
                self.window,
                f"a gesture of size {figure(self.size_min[self.window])} to {figure(self.size_max[self.window])} proves"
                " good faith, whatever trust there was before: a smaller one would be copied, a larger one would not"
                " pay even for a trustworthy sender",
                "no gesture proves good faith: whatever a trustworthy sender can afford, one who poses can afford more",
            )
        )
        if np.isfinite(self.size).any():
            found = whether(self.separating, "it is believed", "it is no proof by itself")
            text += f" At a size of {figure(self.size)}, {found}."
        if self.mixing.any():
            text += (
                " Where trust is short and the gesture small, a poser would copy it with probability"
                f" {per_cent(self.mimicry_rate)}, and the receiver would answer it with probability"
                f" {per_cent(self.answer_rate)}."
            )
        if self.everyone.any():
            text += " Where trust is enough beforehand, everyone may make the gesture, and it then proves nothing."
        return (
            f"{text} From a trust of {per_cent(self.trust)}, a gesture convinces (trust of {per_cent(self.needed)})"
            f" only if a poser would copy it with probability {per_cent(self.mimicry_bound)} or less. That nobody makes"
            " a gesture is always an equilibrium too. The receiver is taken to see the gesture without error."
        )


def gesture_size_that_separates(parameters: GestureParameters) -> tuple[FloatArray, FloatArray]:
    """Smallest and largest gesture that only a trustworthy sender makes: V_U / k_U and V_T / k_T.

    Returns
    -------
    two (draw,) arrays of sizes; both NaN where no size does it. Neither depends on trust.
    """
    low, high = _bounds(parameters)
    there = low <= high
    return np.where(there, low, np.nan), np.where(there, high, np.nan)


def gesture_cost_that_separates(parameters: GestureParameters) -> FloatArray:
    """The least unit cost to an untrustworthy sender at which the gesture, or at the latest the largest one that a
    trustworthy sender can afford, is not copied: V_U / size.

    Returns
    -------
    (draw,) cost per unit; NaN where a trustworthy sender cannot afford the size given.
    """
    _, high = _bounds(parameters)
    size = high if parameters.size is None else np.asarray(parameters.size)
    return np.where(size <= high + _SLIP, np.asarray(parameters.value_u) / size, np.nan)


def gesture_value_that_separates(parameters: GestureParameters) -> FloatArray:
    """The least worth of cooperation to a trustworthy sender at which it affords a gesture that is not copied.

    Returns
    -------
    (draw,) value, k_T times the size given or, without one, the smallest not copied; NaN where the size given is
    copied.
    """
    low, _ = _bounds(parameters)
    size = low if parameters.size is None else np.asarray(parameters.size)
    return np.where(size >= low - _SLIP, np.asarray(parameters.cost) * size, np.nan)


def posterior_under_mimicry(trust: ArrayLike, mimicry: ArrayLike) -> FloatArray:
    """Trust after a gesture that the untrustworthy copy with probability `mimicry`: t / (t + (1-t) mimicry).

    Parameters
    ----------
    trust, mimicry : numbers or (draw,) arrays, 0-1

    Returns
    -------
    (draw,) probability; NaN where trust and mimicry are both 0, since nobody makes the gesture then.
    """
    t, rate = checked("trust", trust, PROBABILITY), checked("mimicry", mimicry, PROBABILITY)
    made = t + (1.0 - t) * rate
    return np.where(made > 0.0, t / np.where(made > 0.0, made, 1.0), np.nan)


def mimicry_bound(trust: ArrayLike, needed: ArrayLike) -> FloatArray:
    """The most frequent mimicry at which a gesture still lifts `trust` to `needed`: t (1-m) / ((1-t) m), at most 1.

    Parameters
    ----------
    trust, needed : numbers or (draw,) arrays, 0-1

    Returns
    -------
    (draw,) probability; 1 where trust is enough already; NaN where trust is 0 and some is needed.
    """
    t, m = checked("trust", trust, PROBABILITY), checked("needed", needed, PROBABILITY)
    if t.size != m.size and 1 not in (t.size, m.size):
        raise ParameterError(
            "needed", f"has {m.size} draws where trust has {t.size}", "Give one per draw, or one."
        )
    against = (1.0 - t) * m
    bound = np.where(t >= m, 1.0, t * (1.0 - m) / np.where(against > 0.0, against, 1.0))
    return np.where((t == 0.0) & (m > 0.0), np.nan, bound)


def solve_gesture(parameters: GestureParameters) -> GestureResult:
    """Sizes of a gesture that prove good faith, and what happens at one size.

    Steps: 1. the window V_U/k_U to V_T/k_T; 2. the equilibria in which a trustworthy sender makes the gesture;
    3. how much mimicry a gesture survives.

    Parameters
    ----------
    parameters : values, costs, trust, size; (draw,)

    Returns
    -------
    GestureResult, all (draw,)

    References
    ----------
    After kydd2000, kydd2005; spence1973 for the kind of game.

    Limits
    ------
    Where no size separates, no rate of partial mimicry is an equilibrium either: whoever poses gains more from any
    gesture than whoever means it, so whenever the trustworthy are willing, posers always copy. `mimicry_bound` is
    then a statement about belief only. Equilibria in which the trustworthy mix are not counted.
    """
    trust, needed = np.asarray(parameters.trust), np.asarray(parameters.needed)
    low, high = _bounds(parameters)
    window = low <= high
    size = np.where(window, low, np.nan) if parameters.size is None else np.asarray(parameters.size)
    pays, pays_u = size <= high + _SLIP, size <= low + _SLIP
    separating = pays & (size >= low - _SLIP) & (trust > 0.0)
    short = (trust > 0.0) & (trust < needed)
    mixing = short & window & (size < low - _SLIP)
    everyone = (trust >= needed) & pays & pays_u
    bound = mimicry_bound(trust, needed)
    return GestureResult(
        trust=trust,
        needed=needed,
        size_min=low,
        size_max=high,
        window=window,
        size=size,
        separating=separating,
        mixing=mixing,
        everyone=everyone,
        equilibria=1 + separating.astype(np.int64) + mixing + everyone,
        mimicry_rate=np.where(mixing, bound, np.nan),
        answer_rate=np.where(mixing, size / low, np.nan),
        mimicry_bound=bound,
    )


def _bounds(parameters: GestureParameters) -> tuple[FloatArray, FloatArray]:
    return np.asarray(parameters.value_u) / parameters.cost_u, np.asarray(parameters.value) / parameters.cost
