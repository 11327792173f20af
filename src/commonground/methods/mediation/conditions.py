"""The parameters of a mediation, what A believes after each word, and the conditions for the word to be believed.

Four conditions in all: A must prefer the tough demand after "low resolve" and the safe one after "high resolve",
and so must the mediator. The mediator is like A with c_m / b in place of its own cost of war, so that the four
have one form, and each can be solved for the bias, the accuracy or the cost of war at which it just holds.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from commonground.methods.parameters import (
    ANY,
    NOT_NEGATIVE,
    PROBABILITY,
    BoolArray,
    FloatArray,
    ParameterError,
    Range,
    broadcast,
)

SLIP = 1e-12  # a condition counts as met within rounding


@dataclass(frozen=True, kw_only=True)
class MediationParameters:
    """Two parties that may fight over a prize of 1, and a mediator; numbers or (draw,) arrays.

    Parameters
    ----------
    power : chance p that A wins a war, 0-1
    cost_a : cost of war to A, >= 0
    cost_low, cost_high : cost of war to B if it is resolved and if it is not, 0 <= low <= high
    chance_high : chance that B's cost is the high one, as A and the mediator see it beforehand, 0-1
    accuracy : chance that the mediator sees B's cost rightly, 0.5 (it knows nothing) to 1
    bias : worth b to the mediator of the whole prize in A's hands; 0 wants peace only, below 0 favours B
    mediator_cost : cost of war to the mediator, >= 0

    largest_demand : no demand goes beyond it: 1 (default), the whole prize, or what A holds today and B can leave it

    Costs and worths in units of the prize.

    Raises
    ------
    ParameterError : a value out of range, or cost_low above cost_high.
    """

    power: float | FloatArray
    cost_a: float | FloatArray
    cost_low: float | FloatArray
    cost_high: float | FloatArray
    chance_high: float | FloatArray
    accuracy: float | FloatArray
    bias: float | FloatArray
    mediator_cost: float | FloatArray
    largest_demand: float | FloatArray = 1.0

    def __post_init__(self) -> None:
        broadcast(
            self,
            {
                "power": PROBABILITY,
                "cost_a": NOT_NEGATIVE,
                "cost_low": NOT_NEGATIVE,
                "cost_high": NOT_NEGATIVE,
                "chance_high": PROBABILITY,
                "accuracy": Range(0.5, 1.0),
                "bias": ANY,
                "mediator_cost": NOT_NEGATIVE,
                "largest_demand": PROBABILITY,
            },
        )
        low, high = np.asarray(self.cost_low), np.asarray(self.cost_high)
        if (high < low).any():
            k = int(np.argmax(high < low))
            raise ParameterError(
                "cost_high",
                f"must be at least cost_low (got {high[k]:g} and {low[k]:g})",
                "Give an unresolved B the higher cost, or exchange the two.",
            )


@dataclass(frozen=True)
class Terms:
    """What the formulas are made of; all (draw,).

    low, high : what the safe and the tough demand add to p: the costs of B, cut where the demand would exceed
        the largest there can be
    after_low, after_high : chance that B's cost is high after the word "low resolve" and after "high resolve"
    threshold : the chance from which A makes the tough demand
    """

    low: FloatArray
    high: FloatArray
    after_low: FloatArray
    after_high: FloatArray
    threshold: FloatArray

    @property
    def gains(self) -> tuple[FloatArray, FloatArray]:
        """What the tough demand adds to A's expected share, in place of the safe one, after either word."""
        return self.after_low * self.high - self.low, self.after_high * self.high - self.low


def terms_of(parameters: MediationParameters) -> Terms:
    """Beliefs after each word, A's threshold, and the demands; all (draw,)."""
    most = np.asarray(parameters.largest_demand) - np.asarray(parameters.power)
    low, high = np.minimum(parameters.cost_low, most), np.minimum(parameters.cost_high, most)
    prior, accuracy = np.asarray(parameters.chance_high), np.asarray(parameters.accuracy)
    right, wrong = prior * accuracy, (1.0 - prior) * (1.0 - accuracy)
    missed, seen = prior * (1.0 - accuracy), (1.0 - prior) * accuracy
    cost_a = np.asarray(parameters.cost_a)
    at_stake = high + cost_a
    return Terms(
        low=low,
        high=high,
        after_low=_share(right, right + wrong, prior),
        after_high=_share(missed, missed + seen, prior),
        threshold=_share(low + cost_a, at_stake, np.ones_like(at_stake)),
    )


def follows_word(terms: Terms) -> BoolArray:
    """A makes the tough demand after "low resolve" and the safe one after "high resolve", and they differ."""
    informs = (terms.after_low > terms.after_high + SLIP) & (terms.high > terms.low)
    tough, safe = terms.after_low >= terms.threshold - SLIP, terms.after_high <= terms.threshold + SLIP
    return np.asarray(informs & tough & safe)


def bias_bounds(terms: Terms, mediator_cost: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Bounds of the bias at which the mediator is honest after either observation; infinite where there is none.

    bias_min = (1 - r) c_m / (r c_h - c_l) with r = after_low; bias_max is the same with r = after_high.
    """
    gain_low, gain_high = terms.gains
    some_low, some_high = gain_low > 0.0, gain_high > 0.0
    low = np.where(
        some_low, (1.0 - terms.after_low) * mediator_cost / np.where(some_low, gain_low, 1.0), np.inf
    )
    high = np.where(
        some_high, (1.0 - terms.after_high) * mediator_cost / np.where(some_high, gain_high, 1.0), np.inf
    )
    return low, high


def accuracy_bound(
    terms: Terms, chance_high: FloatArray, bias: FloatArray, mediator_cost: FloatArray
) -> FloatArray:
    """The least accuracy at which a mediator of this bias is believed; NaN where none will do.

    The mediator is like A with c_m / b in place of its own cost of war: both must prefer the tough demand after
    "low resolve" and the safe one after "high resolve". All four conditions ease as accuracy rises.
    """
    own = mediator_cost + bias * terms.high
    other = _share(
        mediator_cost + bias * terms.low, own, terms.threshold
    )  # without stake or cost, it does not mind
    even = 0.5 * np.ones_like(other)
    needed = [even]
    for threshold in (terms.threshold, other):
        for_tough, for_safe = threshold * (1.0 - chance_high), chance_high * (1.0 - threshold)
        after_low = _share(for_tough, for_tough + for_safe, even)
        needed += [after_low, 1.0 - after_low]
    possible = (bias >= -SLIP) & (terms.high > terms.low) & (chance_high > 0.0) & (chance_high < 1.0)
    return np.where(possible, np.max(needed, axis=0), np.nan)


def _share(part: FloatArray, whole: FloatArray, otherwise: FloatArray) -> FloatArray:
    """part/whole, or what applies when there is nothing to share."""
    return np.where(whole > 0.0, part / np.where(whole > 0.0, whole, 1.0), otherwise)
