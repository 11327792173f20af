"""A mediator that only talks: when is it believed, and what does its word do to the risk of force?

Party 1 can make a tough demand, which party 2 refuses if war would cost it little, or a safe one, which it always
accepts. It does not know which party 2 it faces. A mediator sees that with some accuracy and says so. Party 1 can
follow its word only if it is informative enough, and only if the mediator has no reason to say something else: one
that wants nothing but peace would always counsel the safe demand, and is therefore not believed.

Sources: after kydd2003; cheap talk after crawford1982. Limits: two types, two messages, one demand; the mediator
wants only what `bias` and its own cost of war say, and has no reputation to lose.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

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
from commonground.methods.phrases import figure, per_cent, sentence, whether

SLIP = 1e-12  # a condition counts as met within rounding


@dataclass(frozen=True, kw_only=True)
class MediationParameters:
    """Two parties that may fight over a prize of 1, and a mediator; numbers or (draw,) arrays.

    Parameters
    ----------
    strength : chance p that party 1 wins a war, 0-1
    cost_1 : cost of war to party 1, >= 0
    cost_low, cost_high : cost of war to party 2 if it is resolved and if it is not, 0 <= low < high
    pr_high : chance that party 2's cost is the high one, as party 1 and the mediator see it beforehand, 0-1
    accuracy : chance that the mediator sees party 2's cost rightly, 0.5 (it knows nothing) to 1
    bias : worth b to the mediator of the whole prize in party 1's hands; 0 wants peace only, below 0 favours party 2
    mediator_cost : cost of war to the mediator, >= 0

    Costs and worths in units of the prize. A demand is at most the whole prize.

    Raises
    ------
    ParameterError : a value out of range, or cost_low not below cost_high.
    """

    strength: float | FloatArray
    cost_1: float | FloatArray
    cost_low: float | FloatArray
    cost_high: float | FloatArray
    pr_high: float | FloatArray
    accuracy: float | FloatArray
    bias: float | FloatArray
    mediator_cost: float | FloatArray

    def __post_init__(self) -> None:
        broadcast(
            self,
            {
                "strength": PROBABILITY,
                "cost_1": NOT_NEGATIVE,
                "cost_low": NOT_NEGATIVE,
                "cost_high": NOT_NEGATIVE,
                "pr_high": PROBABILITY,
                "accuracy": Range(0.5, 1.0),
                "bias": ANY,
                "mediator_cost": NOT_NEGATIVE,
            },
        )
        low, high = np.asarray(self.cost_low), np.asarray(self.cost_high)
        if (high <= low).any():
            k = int(np.argmax(high <= low))
            raise ParameterError(
                "cost_high",
                f"must be above cost_low (got {high[k]:g} and {low[k]:g})",
                "Give the cost to an unresolved party 2 a value above the cost to a resolved one.",
            )


@dataclass(frozen=True)
class Terms:
    """What the formulas are made of; all (draw,).

    low, high : what the safe and the tough demand add to p: the costs of party 2, cut where the demand would exceed
        the prize
    after_low, after_high : chance that party 2's cost is high after the word "low resolve" and after "high resolve"
    threshold : the chance from which party 1 makes the tough demand
    """

    low: FloatArray
    high: FloatArray
    after_low: FloatArray
    after_high: FloatArray
    threshold: FloatArray

    @property
    def gains(self) -> tuple[FloatArray, FloatArray]:
        """What the tough demand adds to party 1's expected share, in place of the safe one, after either word."""
        return self.after_low * self.high - self.low, self.after_high * self.high - self.low


@dataclass(frozen=True)
class MediationResult:
    """Whether the mediator is believed, and outcomes with and without it; all arrays (draw,).

    after_low, after_high : chance that party 2's cost is high after "low resolve" and after "high resolve"
    threshold : the chance from which party 1 makes the tough demand
    follows : party 1 would make the demand that goes with the word
    honest_low, honest_high : the mediator would say "low resolve" when it sees it, and "high resolve" when it sees that
    credible : all three hold and the word carries information: an equilibrium exists in which it is followed
    bias_min, bias_max : bounds of the bias that keeps the word honest; infinite bias_min: none does; infinite
        bias_max: no bias is too strong
    accuracy_min : the least accuracy at which a mediator of this bias is believed; NaN where none will do
    equilibria : 2 where credible, else 1: that the word is ignored is always an equilibrium
    indifferent : without a mediator party 1 is just indifferent between the demands; the safe one is taken
    war_without, war_if_credible, war : chance of war without a mediator or with one who is ignored; with one who is
        followed; and with it where it is credible, without elsewhere
    utility_1_without, utility_1_if_credible, utility_2_..., utility_mediator_... : expected, in units of the prize
    """

    after_low: FloatArray
    after_high: FloatArray
    threshold: FloatArray
    follows: BoolArray
    honest_low: BoolArray
    honest_high: BoolArray
    credible: BoolArray
    bias_min: FloatArray
    bias_max: FloatArray
    accuracy_min: FloatArray
    equilibria: NDArray[np.int64]
    indifferent: BoolArray
    war_without: FloatArray
    war_if_credible: FloatArray
    war: FloatArray
    utility_1_without: FloatArray
    utility_1_if_credible: FloatArray
    utility_2_without: FloatArray
    utility_2_if_credible: FloatArray
    utility_mediator_without: FloatArray
    utility_mediator_if_credible: FloatArray

    def reading(self) -> str:
        """The result in one paragraph."""
        text = sentence(
            whether(
                self.credible,
                "party 1 can believe this mediator",
                f"this mediator is not believed{self._why()}",
            )
        )
        if self.credible.any():
            held = self.credible
            text += (
                f" Where its word is believed, the risk of war goes from {per_cent(self.war_without[held])} to"
                f" {per_cent(self.war_if_credible[held])}, party 1's expected share net of war costs from"
                f" {figure(self.utility_1_without[held])} to {figure(self.utility_1_if_credible[held])}, and party 2's"
                f" from {figure(self.utility_2_without[held])} to {figure(self.utility_2_if_credible[held])}."
            )
            worse = held & (self.war_if_credible > self.war_without + SLIP)
            if worse.any():
                often = "" if worse.all() else f" in {per_cent(worse.mean())} of the draws"
                text += (
                    f" Good information raises the risk{often}: without it party 1 would make the safe demand, with it"
                    " party 1 may dare the tough one."
                )
            text += " That the word is ignored is an equilibrium too, so being credible does not mean being heard."
        heard = self.follows & np.isfinite(self.bias_min)
        if heard.any():
            least, most = self.bias_min[heard], self.bias_max[heard]
            ceiling = f" and at most {figure(most)}" if np.isfinite(most).any() else ""
            text += (
                " At this accuracy it is honest if the whole prize in party 1's hands is worth at least"
                f" {figure(least)}{ceiling} to it."
            )
        if np.isfinite(self.accuracy_min).any() and not self.credible.all():
            text += (
                " With the bias it has, it would have to see party 2's resolve rightly with a probability of"
                f" at least {per_cent(self.accuracy_min)}."
            )
        elif not self.credible.any():
            text += " With the bias it has, no accuracy would do."
        if self.indifferent.any():
            text += " Where party 1 is indifferent without a mediator, the safe demand is assumed."
        return (
            f"{text} Only the mediator's word counts here, for one demand; guarantees and pressure are a different"
            " role."
        )

    def _why(self) -> str:
        """The conditions that fail, in the draws where it is not credible."""
        failed, reasons = ~self.credible, []
        if (failed & ~self.follows).any():
            reasons.append("its word would not change party 1's demand")
        if (failed & self.follows & ~self.honest_low).any():
            reasons.append(
                'seeing low resolve, it would still say "high resolve" to keep the peace or spare party 2'
            )
        if (failed & self.follows & self.honest_low & ~self.honest_high).any():
            reasons.append('seeing high resolve, it would still say "low resolve" to win party 1 more')
        return ": " + ", or ".join(reasons) if reasons else ""


def solve_mediation(parameters: MediationParameters) -> MediationResult:
    """Whether a mediator's word can be believed, and what it does to war and to both sides.

    Steps: 1. what party 1 believes after each word (Bayes); 2. would it follow; 3. would the mediator be honest after
    seeing low resolve (bias_min) and high resolve (bias_max); 4. risk and utilities with and without.

    Parameters
    ----------
    parameters : parties and mediator, (draw,)

    Returns
    -------
    MediationResult, all (draw,)

    References
    ----------
    After kydd2003; crawford1982. The verdicts were checked against enumeration of all pure strategy profiles.

    Limits
    ------
    Equilibria in which the mediator lies now and then (mixed strategies) are left out, so "not believed" means
    "cannot be followed word for word". Party 2 has no say in who mediates.
    """
    terms = terms_of(parameters)
    p, cost_1 = np.asarray(parameters.strength), np.asarray(parameters.cost_1)
    pr_high, accuracy = np.asarray(parameters.pr_high), np.asarray(parameters.accuracy)
    bias, cost_m = np.asarray(parameters.bias), np.asarray(parameters.mediator_cost)

    follows = follows_word(terms)
    bias_min, bias_max = bias_bounds(terms, cost_m)
    # without a bound (a gain below 0) honesty is the inequality that the bound was divided out of
    gain_low, gain_high = terms.gains
    honest_low = np.where(
        np.isfinite(bias_min), bias >= bias_min - SLIP, bias * gain_low >= (1.0 - terms.after_low) * cost_m
    )
    honest_high = np.where(
        np.isfinite(bias_max),
        bias <= bias_max + SLIP,
        bias * gain_high <= (1.0 - terms.after_high) * cost_m + SLIP,
    )
    credible = follows & np.isfinite(bias_min) & honest_low & honest_high

    tough = pr_high > terms.threshold + SLIP
    indifferent = np.abs(pr_high - terms.threshold) <= SLIP
    # chances of (tough demand accepted, war); the rest is the safe demand
    accepted = np.where(tough, pr_high, 0.0), pr_high * accuracy
    war = np.where(tough, 1.0 - pr_high, 0.0), (1.0 - pr_high) * (1.0 - accuracy)
    share, utility_1, utility_2, utility_m = [], [], [], []
    for gained, fought in zip(accepted, war, strict=True):
        share.append(p + gained * terms.high + (1.0 - gained - fought) * terms.low)
        utility_1.append(share[-1] - fought * cost_1)
        utility_2.append(1.0 - share[-1] - fought * np.asarray(parameters.cost_low))
        utility_m.append(bias * share[-1] - fought * cost_m)
    return MediationResult(
        after_low=terms.after_low,
        after_high=terms.after_high,
        threshold=terms.threshold,
        follows=follows,
        honest_low=honest_low,
        honest_high=honest_high,
        credible=credible,
        bias_min=bias_min,
        bias_max=bias_max,
        accuracy_min=accuracy_bound(terms, pr_high, bias, cost_m),
        equilibria=1 + credible.astype(np.int64),
        indifferent=indifferent,
        war_without=war[0],
        war_if_credible=war[1],
        war=np.where(credible, war[1], war[0]),
        utility_1_without=utility_1[0],
        utility_1_if_credible=utility_1[1],
        utility_2_without=utility_2[0],
        utility_2_if_credible=utility_2[1],
        utility_mediator_without=utility_m[0],
        utility_mediator_if_credible=utility_m[1],
    )


def terms_of(parameters: MediationParameters) -> Terms:
    """Beliefs after each word, party 1's threshold, and the demands; all (draw,)."""
    most = 1.0 - np.asarray(parameters.strength)
    low, high = np.minimum(parameters.cost_low, most), np.minimum(parameters.cost_high, most)
    prior, accuracy = np.asarray(parameters.pr_high), np.asarray(parameters.accuracy)
    right, wrong = prior * accuracy, (1.0 - prior) * (1.0 - accuracy)
    missed, seen = prior * (1.0 - accuracy), (1.0 - prior) * accuracy
    cost_1 = np.asarray(parameters.cost_1)
    at_stake = high + cost_1
    return Terms(
        low=low,
        high=high,
        after_low=_share(right, right + wrong, prior),
        after_high=_share(missed, missed + seen, prior),
        threshold=_share(low + cost_1, at_stake, np.ones_like(at_stake)),
    )


def follows_word(terms: Terms) -> BoolArray:
    """Party 1 makes the tough demand after "low resolve" and the safe one after "high resolve", and they differ."""
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
    terms: Terms, pr_high: FloatArray, bias: FloatArray, mediator_cost: FloatArray
) -> FloatArray:
    """The least accuracy at which a mediator of this bias is believed; NaN where none will do.

    The mediator is like party 1 with c_m / b in place of its own cost of war: both must prefer the tough demand after
    "low resolve" and the safe one after "high resolve". All four conditions ease as accuracy rises.
    """
    own = mediator_cost + bias * terms.high
    other = _share(
        mediator_cost + bias * terms.low, own, terms.threshold
    )  # without stake or cost, it does not mind
    even = 0.5 * np.ones_like(other)
    needed = [even]
    for threshold in (terms.threshold, other):
        for_tough, for_safe = threshold * (1.0 - pr_high), pr_high * (1.0 - threshold)
        after_low = _share(for_tough, for_tough + for_safe, even)
        needed += [after_low, 1.0 - after_low]
    possible = (bias >= -SLIP) & (terms.high > terms.low) & (pr_high > 0.0) & (pr_high < 1.0)
    return np.where(possible, np.max(needed, axis=0), np.nan)


def _share(part: FloatArray, whole: FloatArray, otherwise: FloatArray) -> FloatArray:
    """part/whole, or what applies when there is nothing to share."""
    return np.where(whole > 0.0, part / np.where(whole > 0.0, whole, 1.0), otherwise)
