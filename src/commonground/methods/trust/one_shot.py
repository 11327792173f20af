"""One meeting of two parties that do not know whether the other can be trusted.

A trustworthy party likes mutual cooperation best, but fears being exploited. An untrustworthy one exploits whoever
cooperates. Each gives the other the same chance of being trustworthy. Below a threshold of trust nobody dares.
Above it, cooperation between trustworthy parties is possible; mutual mistrust stays possible too.

Sources: after kydd2000 and kydd2005. Limits: symmetric parties, one belief that both hold, and no talk beforehand.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from commonground.methods.parameters import (
    ANY,
    PROBABILITY,
    BoolArray,
    FloatArray,
    ParameterError,
    broadcast,
)
from commonground.methods.phrases import per_cent, sentence, whether

_SLIP = 1e-12  # a threshold counts as met within rounding


def require_order(parameters: Any, pairs: tuple[tuple[str, str, bool], ...]) -> None:
    """Each pair (upper, lower, strict): the upper payoff must exceed the lower, or at least equal it.

    Raises
    ------
    ParameterError : names the upper payoff, what it got in the first draw that fails, and what it must exceed.
    """
    for upper, lower, strict in pairs:
        high, low = getattr(parameters, upper), getattr(parameters, lower)
        wrong = high <= low if strict else high < low
        if wrong.any():
            k = int(np.argmax(wrong))
            rule = "above" if strict else "at least"
            raise ParameterError(
                upper,
                f"must be {rule} {lower} (got {high[k]:g} and {low[k]:g})",
                f"Give a payoff {rule} {low[k]:g}, or lower {lower}.",
            )


TRUSTWORTHY_ORDER = (
    ("cooperation", "exploiting", True),
    ("exploiting", "conflict", False),
    ("conflict", "exploited", True),
)


@dataclass(frozen=True, kw_only=True)
class AssuranceParameters:
    """A trustworthy party's four payoffs, and how far it trusts the other; numbers or (draw,) arrays.

    Parameters
    ----------
    trust : chance that the other party is trustworthy, 0-1
    cooperation : payoff R if both cooperate; the best
    exploiting : payoff T from holding out while the other cooperates; below R
    conflict : payoff P if both hold out; at most T
    exploited : payoff S from cooperating while the other holds out; the worst

    All payoffs in one unit of the party's own, any scale.

    Raises
    ------
    ParameterError : trust outside 0-1, or payoffs not in the order R > T >= P > S.
    """

    trust: float | FloatArray
    cooperation: float | FloatArray
    exploiting: float | FloatArray
    conflict: float | FloatArray
    exploited: float | FloatArray

    def __post_init__(self) -> None:
        ranges = dict.fromkeys(("cooperation", "exploiting", "conflict", "exploited"), ANY)
        broadcast(self, {"trust": PROBABILITY} | ranges)
        require_order(self, TRUSTWORTHY_ORDER)


@dataclass(frozen=True)
class AssuranceResult:
    """What may happen in one meeting; all arrays (draw,).

    trust_needed : the threshold m of trust, 0-1
    dares : a trustworthy party can cooperate in equilibrium (trust at or above m)
    equilibria : how many symmetric equilibria: 1 mutual mistrust only; 2 at the threshold itself; 3 above it
    mixed_rate : how often a trustworthy party cooperates in the unstable third equilibrium; NaN where there is none
    mutual, exploited_one : chance of mutual cooperation, and of one party exploited, if those who can dare do
    value_trusting, value_mistrust : a trustworthy party's expected payoff with and without cooperation
    """

    trust: FloatArray
    trust_needed: FloatArray
    dares: BoolArray
    equilibria: NDArray[np.int64]
    mixed_rate: FloatArray
    mutual: FloatArray
    exploited_one: FloatArray
    value_trusting: FloatArray
    value_mistrust: FloatArray

    def reading(self) -> str:
        """The result in one paragraph."""
        text = (
            "A party that would honour cooperation can afford to cooperate once if it gives the other at least a"
            f" chance of {per_cent(self.trust_needed)} of being trustworthy; it gives {per_cent(self.trust)}. "
        )
        text += sentence(
            whether(
                self.dares,
                "that is enough for cooperation between trustworthy parties",
                "that is not enough, and both sides hold out whatever they are",
            )
        )
        if self.dares.any():
            text += (
                " Where it is enough there is more than one equilibrium: cooperation and mutual mistrust both sustain"
                " themselves, and the payoffs do not tell which comes about; a third, in which each cooperates only"
                " now and then, would not survive a small change of belief. If those who can dare do, both cooperate"
                f" with probability {per_cent(self.mutual[self.dares])} and one is exploited with probability"
                f" {per_cent(self.exploited_one[self.dares])}."
            )
        return (
            text
            + " The parties meet only once here: a smaller first step may work where this one leap does not."
        )


def trust_that_dares(parameters: AssuranceParameters) -> FloatArray:
    """The least trust at which a trustworthy party can cooperate: m = (P - S) / ((P - S) + (R - T)).

    Returns
    -------
    (draw,) probability, strictly between 0 and 1. It does not depend on `parameters.trust`.
    """
    loss = parameters.conflict - parameters.exploited
    gain = parameters.cooperation - parameters.exploiting
    return np.asarray(loss / (loss + gain))


def solve_assurance(parameters: AssuranceParameters) -> AssuranceResult:
    """Trust needed for one-time cooperation, and what follows from the trust there is.

    Steps: 1. the threshold m; 2. cooperation is an equilibrium iff trust >= m; mistrust always is.

    Parameters
    ----------
    parameters : payoffs and trust, (draw,)

    Returns
    -------
    AssuranceResult, all (draw,)

    References
    ----------
    After kydd2000; kydd2005.

    Limits
    ------
    Both parties hold the same trust. Which of the equilibria the parties reach is outside the model.
    """
    trust = np.asarray(parameters.trust)
    needed = trust_that_dares(parameters)
    dares = trust >= needed - _SLIP
    above = trust > needed + _SLIP
    with np.errstate(divide="ignore", invalid="ignore"):
        mixed = np.where(above, needed / trust, np.nan)
    trusting = trust * parameters.cooperation + (1.0 - trust) * parameters.exploited
    mistrust = np.broadcast_to(np.asarray(parameters.conflict), trust.shape)
    return AssuranceResult(
        trust=trust,
        trust_needed=needed,
        dares=dares,
        equilibria=1 + dares.astype(np.int64) + above.astype(np.int64),
        mixed_rate=mixed,
        mutual=np.where(dares, trust**2, 0.0),
        exploited_one=np.where(dares, 2.0 * trust * (1.0 - trust), 0.0),
        value_trusting=np.where(dares, trusting, mistrust),
        value_mistrust=mistrust,
    )


def cooperation_that_dares(parameters: AssuranceParameters) -> FloatArray:
    """The least worth of mutual cooperation (R) at which the given trust is enough.

    Returns
    -------
    (draw,) payoff, T + (P - S)(1 - trust)/trust; NaN where trust is 0. Larger than T in any case.
    """
    odds = _odds_against(parameters.trust)
    return _where_finite(parameters.exploiting + odds * (parameters.conflict - parameters.exploited))


def exploiting_that_dares(parameters: AssuranceParameters) -> FloatArray:
    """The largest worth of holding out against a cooperating partner (T) at which the given trust is enough.

    Returns
    -------
    (draw,) payoff, R - (P - S)(1 - trust)/trust; NaN where that is below P, so that no T in range does it.
    """
    odds = _odds_against(parameters.trust)
    most = parameters.cooperation - odds * (parameters.conflict - parameters.exploited)
    return np.where(most >= parameters.conflict, most, np.nan)


def exploited_that_dares(parameters: AssuranceParameters) -> FloatArray:
    """The worst payoff of being exploited (S) that the given trust can bear: what a cushion has to achieve.

    Returns
    -------
    (draw,) payoff, P - (R - T) trust/(1 - trust); NaN where trust is 0, minus infinity where trust is certain.
    """
    trust = np.asarray(parameters.trust)
    with np.errstate(divide="ignore"):
        odds = trust / (1.0 - trust)
    least = parameters.conflict - odds * (parameters.cooperation - parameters.exploiting)
    return np.where(trust > 0.0, least, np.nan)


def _odds_against(trust: float | FloatArray) -> FloatArray:
    with np.errstate(divide="ignore"):
        return np.asarray((1.0 - np.asarray(trust)) / np.asarray(trust))


def _where_finite(values: FloatArray) -> FloatArray:
    return np.where(np.isfinite(values), values, np.nan)
