"""A mediator that only talks: when is it believed, and what does its word do to the risk of force?

A can make a tough demand, which B refuses if war would cost it little, or a safe one, which it always
accepts. It does not know which B it faces. A mediator sees that with some accuracy and says so. A can
follow its word only if it is informative enough, and only if the mediator has no reason to say something else: one
that wants nothing but peace would always counsel the safe demand, and is therefore not believed.

Sources: after kydd2003; cheap talk after crawford1982. Limits: two types, two messages, one demand; the mediator
wants only what `bias` and its own cost of war say, and has no reputation to lose.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from commonground.methods.mediation.conditions import (
    SLIP,
    MediationParameters,
    accuracy_bound,
    bias_bounds,
    follows_word,
    terms_of,
)
from commonground.methods.parameters import BoolArray, FloatArray
from commonground.methods.phrases import figure, per_cent, prose, sentence, whether


@dataclass(frozen=True)
class MediationResult:
    """Whether the mediator is believed, and outcomes with and without it; all arrays (draw,).

    after_low, after_high : chance that B's cost is high after "low resolve" and after "high resolve"
    threshold : the chance from which A makes the tough demand
    follows : A would make the demand that goes with the word
    honest_low, honest_high : the mediator would say "low resolve" when it sees it, and "high resolve" when it sees that
    credible : all three hold and the word carries information: an equilibrium exists in which it is followed
    bias_min, bias_max : bounds of the bias that keeps the word honest; infinite bias_min: none does; infinite
        bias_max: no bias is too strong
    accuracy_min : the least accuracy at which a mediator of this bias is believed; NaN where none will do
    equilibria : 2 where credible, else 1: that the word is ignored is always an equilibrium
    indifferent : without a mediator A is just indifferent between the demands; the safe one is taken
    risk_without, risk_if_credible : chance of war without a mediator or with one who is ignored, and with one who is
        followed
    risk_of_war : the second where the mediator is credible, the first elsewhere
    value_a_without, value_a_if_credible, value_b_..., value_mediator_... : expected, in units of the prize
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
    risk_without: FloatArray
    risk_if_credible: FloatArray
    risk_of_war: FloatArray
    value_a_without: FloatArray
    value_a_if_credible: FloatArray
    value_b_without: FloatArray
    value_b_if_credible: FloatArray
    value_mediator_without: FloatArray
    value_mediator_if_credible: FloatArray

    def reading(self, a: str = "A", b: str = "B", mediator: str = "the mediator") -> str:
        """The result in one paragraph; `a`, `b` and `mediator` are the names to use."""
        held = self.credible
        text = sentence(
            whether(
                held, f"{a} can believe {mediator}", f"{mediator} is not believed by {a}{self._why(a, b)}"
            )
        )
        if held.any():
            text += (
                f" Where its word is believed, the risk of war goes from {per_cent(self.risk_without[held])} to"
                f" {per_cent(self.risk_if_credible[held])}; what {a} can expect, costs of war included, goes from"
                f" {figure(self.value_a_without[held])} to {figure(self.value_a_if_credible[held])} of the prize, and"
                f" what {b} can from {figure(self.value_b_without[held])} to {figure(self.value_b_if_credible[held])}."
            )
            worse = held & (self.risk_if_credible > self.risk_without + SLIP)
            if worse.any():
                often = "" if worse.all() else f" in {per_cent(worse.mean())} of the draws"
                text += (
                    f" Good information raises the risk{often}: without it {a} would make the safe demand, with it {a}"
                    " may dare the tough one."
                )
            text += " That the word is ignored is an equilibrium too, so being credible does not mean being heard."
        heard = self.follows & np.isfinite(self.bias_min)
        if heard.any():
            least, most = self.bias_min[heard], self.bias_max[heard]
            ceiling = f" and at most {figure(most)}" if np.isfinite(most).any() else ""
            text += (
                f" At this accuracy {mediator} is honest if the whole prize in the hands of {a} is worth at least"
                f" {figure(least)}{ceiling} to it."
            )
        if np.isfinite(self.accuracy_min).any() and not held.all():
            text += (
                f" With the bias it has, it would have to see the resolve of {b} rightly with a probability of at least"
                f" {per_cent(self.accuracy_min)}."
            )
        elif not held.any():
            text += " With the bias it has, no accuracy would do."
        if self.indifferent.any():
            text += f" Where {a} is indifferent without a mediator, the safe demand is assumed."
        return prose(
            f"{text} Only its word counts here, for one demand; guarantees and pressure are a different role."
        )

    def _why(self, a: str, b: str) -> str:
        """The conditions that fail, in the draws where it is not credible."""
        failed, reasons = ~self.credible, []
        if (failed & ~self.follows).any():
            reasons.append(f"its word would not change what {a} demands")
        if (failed & self.follows & ~self.honest_low).any():
            reasons.append(
                f'seeing low resolve, it would still say "high resolve" to keep the peace or spare {b}'
            )
        if (failed & self.follows & self.honest_low & ~self.honest_high).any():
            reasons.append(f'seeing high resolve, it would still say "low resolve" to win more for {a}')
        return ": " + ", or ".join(reasons) if reasons else ""


def solve_mediation(parameters: MediationParameters) -> MediationResult:
    """Whether a mediator's word can be believed, and what it does to war and to both sides.

    Steps: 1. what A believes after each word (Bayes); 2. would it follow; 3. would the mediator be honest after
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
    "cannot be followed word for word". B has no say in who mediates.
    """
    terms = terms_of(parameters)
    p, cost_a = np.asarray(parameters.power), np.asarray(parameters.cost_a)
    chance_high, accuracy = np.asarray(parameters.chance_high), np.asarray(parameters.accuracy)
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

    tough = chance_high > terms.threshold + SLIP
    indifferent = np.abs(chance_high - terms.threshold) <= SLIP
    # chances of (tough demand accepted, war); the rest is the safe demand
    accepted = np.where(tough, chance_high, 0.0), chance_high * accuracy
    war = np.where(tough, 1.0 - chance_high, 0.0), (1.0 - chance_high) * (1.0 - accuracy)
    share, utility_1, utility_2, utility_m = [], [], [], []
    for gained, fought in zip(accepted, war, strict=True):
        share.append(p + gained * terms.high + (1.0 - gained - fought) * terms.low)
        utility_1.append(share[-1] - fought * cost_a)
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
        accuracy_min=accuracy_bound(terms, chance_high, bias, cost_m),
        equilibria=1 + credible.astype(np.int64),
        indifferent=indifferent,
        risk_without=war[0],
        risk_if_credible=war[1],
        risk_of_war=np.where(credible, war[1], war[0]),
        value_a_without=utility_1[0],
        value_a_if_credible=utility_1[1],
        value_b_without=utility_2[0],
        value_b_if_credible=utility_2[1],
        value_mediator_without=utility_m[0],
        value_mediator_if_credible=utility_m[1],
    )
