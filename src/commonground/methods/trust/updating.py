"""Trust after a sequence of gestures that prove nothing by themselves.

In each period the other side either makes a friendly gesture or does not, or does an unfriendly thing. Trustworthy
parties are friendly more often than untrustworthy ones, but neither always: governments are not of one mind,
orders go astray, spoilers act. Each gesture of either kind moves trust by Bayes' rule. How many friendly ones does
it take to reach the trust that is needed, how many setbacks to lose it, and how often would a poser get there?

Sources: after kydd2000 and kydd2005. Limits: gestures are independent given the type, and nobody makes them in
order to be believed (for that see gestures.py).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from commonground.methods.parameters import (
    PROBABILITY,
    BoolArray,
    FloatArray,
    ParameterError,
    broadcast,
    checked,
)
from commonground.methods.phrases import figure, per_cent

_SLIP = 1e-9  # whole steps: 3.0000000001 is 3


@dataclass(frozen=True, kw_only=True)
class GestureEvidence:
    """How often each type is friendly, and what has been seen; numbers or (draw,) arrays.

    Parameters
    ----------
    trust : chance that the other is trustworthy before the first gesture, 0-1
    needed : trust to be reached, 0-1
    friendly : chance g_T that a trustworthy party makes a friendly gesture in one period, 0-1
    friendly_u : the same for an untrustworthy party, g_U, 0-1
    seen : what happened, in order: True for a friendly gesture, False for an unfriendly or a missing one

    Raises
    ------
    ParameterError : a probability out of range, or `seen` other than truth values.
    """

    trust: float | FloatArray
    needed: float | FloatArray
    friendly: float | FloatArray
    friendly_u: float | FloatArray
    seen: tuple[bool, ...] = ()

    def __post_init__(self) -> None:
        broadcast(self, dict.fromkeys(("trust", "needed", "friendly", "friendly_u"), PROBABILITY))
        object.__setattr__(self, "seen", tuple(bool(one) for one in _seen(self.seen)))


@dataclass(frozen=True)
class GestureEvidenceResult:
    """Trust along the way, and the way that remains; arrays (draw,) unless said otherwise.

    path : (draw, 1 + gestures seen) trust before the first gesture and after each; NaN after the impossible
    trust : trust now, at the end of the path
    steps_to_reach : further friendly gestures in a row until `needed` is reached; infinite if never
    steps_to_lose : further unfriendly ones in a row until trust is below `needed`; 0 if it is already
    chance, chance_u : chance that a trustworthy and that an untrustworthy party makes that many friendly gestures
        in a row; NaN where no number is enough
    """

    needed: FloatArray
    path: FloatArray
    trust: FloatArray
    steps_to_reach: FloatArray
    steps_to_lose: FloatArray
    chance: FloatArray
    chance_u: FloatArray

    def reading(self) -> str:
        """The result in one paragraph."""
        gestures = self.path.shape[1] - 1
        text = f"Trust began at {per_cent(self.path[:, 0])}"
        if gestures:
            text += f" and is {per_cent(self.trust)} after {gestures} gesture{'s' if gestures > 1 else ''}"
        text += f"; {per_cent(self.needed)} is needed."
        there, never = self.trust >= self.needed, np.isinf(self.steps_to_reach)
        short = ~there & ~never & ~np.isnan(self.trust)
        if there.any():
            text += f" {_where(there, 'That is reached')}; "
            text += (
                f"the number of unfriendly gestures in a row that would lose it is {figure(self.steps_to_lose[there])}."
                if np.isfinite(self.steps_to_lose[there]).any()
                else "no number of unfriendly gestures would lose it."
            )
        if short.any():
            text += (
                f" {_where(short, 'It is not reached yet')}; the number of friendly gestures in a row that would reach"
                f" it is {figure(self.steps_to_reach[short])}: a trustworthy party makes them with probability"
                f" {per_cent(self.chance[short])}, an untrustworthy one with probability"
                f" {per_cent(self.chance_u[short])}."
            )
        if never.any():
            text += (
                f" {_where(never, 'No number of friendly gestures is enough')}: they do not tell the types apart, or"
                " trust has nothing to grow from."
            )
        if np.isnan(self.trust).any():
            text += " Where neither type could have done what was seen, trust has no value."
        return f"{text} Gestures are taken to be independent of each other and not made for show."


def _where(flags: BoolArray, clause: str) -> str:
    return (
        clause if flags.all() else f"In {per_cent(flags.mean())} of the draws {clause[0].lower()}{clause[1:]}"
    )


def trust_path(trust: ArrayLike, seen: ArrayLike, friendly: ArrayLike, friendly_u: ArrayLike) -> FloatArray:
    """Trust after each gesture of a sequence, friendly or not, of one kind or of several.

    Steps: 1. log odds of `trust`; 2. add ln(g_T/g_U) for a friendly gesture, ln((1-g_T)/(1-g_U)) for another.

    Parameters
    ----------
    trust : number or (draw,), 0-1
    seen : (gesture,) truth values, in order
    friendly, friendly_u : chance of a friendly gesture from either type: a number, (draw,), or (draw or 1, gesture)
        when the gestures differ in kind, 0-1

    Returns
    -------
    (draw, 1 + gesture) probabilities, the first column being `trust`; NaN from the first gesture on that neither
    type could have made.

    Raises
    ------
    ParameterError : a probability out of range, shapes that do not fit, or `seen` other than truth values.
    """
    happened = _seen(seen)
    start = _table("trust", trust, 1)
    likely, likely_u = (
        _table("friendly", friendly, happened.size),
        _table("friendly_u", friendly_u, happened.size),
    )
    draws = {array.shape[0] for array in (start, likely, likely_u)} - {1}
    if len(draws) > 1:
        raise ParameterError(
            "trust", f"draws differ in number ({sorted(draws)})", "Give one per draw, or one."
        )
    step = np.where(happened, _log_ratio(likely, likely_u), _log_ratio(1.0 - likely, 1.0 - likely_u))
    with np.errstate(invalid="ignore"):
        later = _log_odds(start) + np.cumsum(step, axis=1)
    n = max(draws, default=1)
    path = np.concatenate(
        [np.broadcast_to(start, (n, 1)), np.broadcast_to(_from_log_odds(later), (n, happened.size))], axis=1
    )
    return np.asarray(path)


def steps_to_reach(
    trust: ArrayLike, needed: ArrayLike, friendly: ArrayLike, friendly_u: ArrayLike
) -> FloatArray:
    """Friendly gestures in a row until trust is at least `needed`: ceil(missing log odds / ln(g_T/g_U)).

    Parameters
    ----------
    trust, needed, friendly, friendly_u : numbers or (draw,), 0-1, as in `GestureEvidence`

    Returns
    -------
    (draw,) whole numbers as floats; 0 where trust is enough, infinite where no number is.
    """
    start, goal, likely, likely_u = _columns(trust, needed, friendly, friendly_u)
    up = _log_ratio(likely, likely_u)
    with np.errstate(divide="ignore", invalid="ignore"):
        steps = np.maximum(np.ceil((_log_odds(goal) - _log_odds(start)) / up - _SLIP), 1.0)
    steps = np.where(np.isposinf(up), 1.0, steps)
    steps = np.where((up > 0.0) & (start > 0.0), steps, np.inf)
    return np.where(start >= goal, 0.0, steps)


def steps_to_lose(
    trust: ArrayLike, needed: ArrayLike, friendly: ArrayLike, friendly_u: ArrayLike
) -> FloatArray:
    """Unfriendly gestures in a row until trust is below `needed`.

    Parameters
    ----------
    trust, needed, friendly, friendly_u : numbers or (draw,), 0-1, as in `GestureEvidence`

    Returns
    -------
    (draw,) whole numbers as floats; 0 where trust is below it already, infinite where no number does it.
    """
    start, goal, likely, likely_u = _columns(trust, needed, friendly, friendly_u)
    down = _log_ratio(1.0 - likely, 1.0 - likely_u)
    with np.errstate(divide="ignore", invalid="ignore"):
        steps = np.floor((_log_odds(goal) - _log_odds(start)) / down + _SLIP) + 1.0
    steps = np.where(np.isneginf(down), 1.0, steps)
    steps = np.where((down < 0.0) & (start < 1.0) & (goal > 0.0), steps, np.inf)
    return np.where(start < goal, 0.0, steps)


def trust_that_gestures_reach(parameters: GestureEvidence, steps: int) -> FloatArray:
    """The least trust from which that many friendly gestures in a row reach what is needed.

    Returns
    -------
    (draw,) probability; 0 where any trust above 0 does; NaN where a friendly gesture does not speak for good faith.
    """
    _whole(steps)
    up = _log_ratio(np.asarray(parameters.friendly), np.asarray(parameters.friendly_u))
    with np.errstate(invalid="ignore"):
        least = _from_log_odds(_log_odds(np.asarray(parameters.needed)) - steps * up)
    return np.where(up > 0.0, np.where(np.isposinf(up), 0.0, least), np.nan)


def reliability_that_reaches(parameters: GestureEvidence, steps: int) -> FloatArray:
    """How often a trustworthy party must be friendly (g_T) for that many gestures in a row to reach what is needed.

    Returns
    -------
    (draw,) probability, g_U times the `steps`-th root of the odds ratio that is missing; 0 where any rate above 0
    does; NaN where even a party that is always friendly would not get there.
    """
    _whole(steps)
    missing = _log_odds(np.asarray(parameters.needed)) - _log_odds(np.asarray(parameters.trust))
    rate = np.asarray(parameters.friendly_u)
    with np.errstate(invalid="ignore", over="ignore"):
        least = np.where(rate > 0.0, rate * np.exp(missing / steps), 0.0)
    least = np.where(np.asarray(parameters.trust) > 0.0, least, np.nan)
    return np.where(least <= 1.0 + _SLIP, np.minimum(least, 1.0), np.nan)


def solve_gesture_evidence(parameters: GestureEvidence) -> GestureEvidenceResult:
    """Trust after the gestures seen so far, and how many more it takes to reach or to lose what is needed.

    Parameters
    ----------
    parameters : trust, what is needed, how often each type is friendly, what was seen; (draw,)

    Returns
    -------
    GestureEvidenceResult

    References
    ----------
    After kydd2000, kydd2005.

    Limits
    ------
    Gestures are independent given the type. One friendly act that follows another because the first was praised
    counts here as fresh evidence, which overstates what it shows.
    """
    path = trust_path(parameters.trust, parameters.seen, parameters.friendly, parameters.friendly_u)
    path = np.broadcast_to(path, (np.asarray(parameters.trust).size, path.shape[1]))
    now = path[:, -1]
    known = np.where(np.isnan(now), 0.0, now)
    rates = (parameters.friendly, parameters.friendly_u)
    reach = np.where(np.isnan(now), np.nan, steps_to_reach(known, parameters.needed, *rates))
    lose = np.where(np.isnan(now), np.nan, steps_to_lose(known, parameters.needed, *rates))
    some = np.isfinite(reach)
    power = np.where(some, reach, 0.0)
    return GestureEvidenceResult(
        needed=np.asarray(parameters.needed),
        path=path,
        trust=now,
        steps_to_reach=reach,
        steps_to_lose=lose,
        chance=np.where(some, np.asarray(parameters.friendly) ** power, np.nan),
        chance_u=np.where(some, np.asarray(parameters.friendly_u) ** power, np.nan),
    )


def _seen(seen: ArrayLike) -> NDArray[np.bool_]:
    """(gesture,) truth values, or a fault that says what they should be."""
    array = np.asarray(seen)
    if array.size == 0:
        return np.zeros(0, dtype=np.bool_)
    if array.ndim != 1 or array.dtype.kind not in "biuf" or not np.isin(array, (0, 1)).all():
        raise ParameterError(
            "seen",
            f"not a list of truth values (got {seen!r:.40})",
            "List the gestures in order: True for a friendly one, False for an unfriendly one.",
        )
    return array.astype(np.bool_)


def _table(name: str, value: ArrayLike, gestures: int) -> FloatArray:
    """A probability as (draw or 1, gesture or 1)."""
    array = np.asarray(value, dtype=np.float64)
    if array.ndim == 2 and array.shape[1] in (1, gestures):
        checked(name, array.ravel(), PROBABILITY)
        return array
    return checked(name, value, PROBABILITY)[:, None]


def _columns(*values: ArrayLike) -> tuple[FloatArray, ...]:
    """trust, needed, friendly, friendly_u: checked, each (draw or 1,)."""
    names = ("trust", "needed", "friendly", "friendly_u")
    return tuple(checked(name, value, PROBABILITY) for name, value in zip(names, values, strict=True))


def _whole(steps: int) -> None:
    if steps < 1:
        raise ParameterError("steps", f"out of range (got {steps})", "Use at least 1.")


def _log_odds(probability: FloatArray) -> FloatArray:
    with np.errstate(divide="ignore"):
        return np.asarray(np.log(probability) - np.log1p(-probability))


def _from_log_odds(log_odds: FloatArray) -> FloatArray:
    with np.errstate(over="ignore"):
        return np.asarray(1.0 / (1.0 + np.exp(-log_odds)))


def _log_ratio(likely: FloatArray, likely_u: FloatArray) -> FloatArray:
    """What one gesture adds to the log odds of trust; NaN if neither type makes it."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.log(likely) - np.log(likely_u))
