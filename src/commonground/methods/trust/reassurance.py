"""Two rounds: a first step of limited size, then the rest, between parties unsure of each other.

A share `first_step` of what is at stake is settled first, the rest after both have seen what the other did. If the
first step is large enough, an untrustworthy party would rather exploit it at once than pose as trustworthy to
exploit the rest; if it is small enough, a trustworthy party can bear to be exploited in it. Between the two bounds
the first step tells the types apart, even at a trust far too low for one leap.

Sources: after kydd2000 and kydd2005. Limits: two symmetric parties, two rounds, stakes that divide freely.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from commonground.methods.parameters import (
    ANY,
    PROBABILITY,
    BoolArray,
    FloatArray,
    ParameterError,
    Range,
    broadcast,
)
from commonground.methods.phrases import per_cent, sentence, whether
from commonground.methods.trust.one_shot import TRUSTWORTHY_ORDER, require_order

_SLIP = 1e-12

UNTRUSTWORTHY_ORDER = (
    ("exploiting_u", "cooperation_u", True),
    ("cooperation_u", "conflict_u", True),
    ("conflict_u", "exploited_u", True),
)


@dataclass(frozen=True, kw_only=True)
class ReassuranceParameters:
    """Payoffs of both types from the whole stake, and the trust between the parties; numbers or (draw,) arrays.

    Parameters
    ----------
    trust : chance that the other party is trustworthy, 0-1
    cooperation, exploiting, conflict, exploited : a trustworthy party's payoffs, R > T >= P > S
    cooperation_u, exploiting_u, conflict_u, exploited_u : an untrustworthy party's, T_u > R_u > P_u > S_u
    first_step : share of the stakes in the first round, above 0, at most 1; None takes the smallest that separates

    Raises
    ------
    ParameterError : trust or first step out of range, or payoffs out of order.
    """

    trust: float | FloatArray
    cooperation: float | FloatArray
    exploiting: float | FloatArray
    conflict: float | FloatArray
    exploited: float | FloatArray
    cooperation_u: float | FloatArray
    exploiting_u: float | FloatArray
    conflict_u: float | FloatArray
    exploited_u: float | FloatArray
    first_step: float | FloatArray | None = None

    def __post_init__(self) -> None:
        payoffs = ("cooperation", "exploiting", "conflict", "exploited")
        ranges = {"trust": PROBABILITY} | dict.fromkeys((*payoffs, *(f"{name}_u" for name in payoffs)), ANY)
        if self.first_step is not None:
            ranges["first_step"] = Range(0.0, 1.0, open_lo=True)
        broadcast(self, ranges)
        require_order(self, TRUSTWORTHY_ORDER + UNTRUSTWORTHY_ORDER)


@dataclass(frozen=True)
class ReassuranceResult:
    """Which first steps build trust, and which equilibria a given first step has; all arrays (draw,).

    trust, trust_needed : the trust there is, and the threshold m for a single leap
    step_min, step_max : bounds of the first step that separates the types, shares of the stakes
    separation : the window between them holds a first step above 0
    trust_separates : the least trust with such a window; 0 if any trust above 0 will do
    first_step : the first step given; without one, the smallest that separates (NaN where none does)
    separating : at that first step, the types part: the trustworthy cooperate throughout with each other, and an
        untrustworthy party shows itself in the first round
    mimicry : there, everyone cooperates in the first round, and the untrustworthy turn in the second
    leap : there, trust is enough for cooperation in one of the rounds only, the first or the second
    equilibria : how many kinds of symmetric equilibrium in pure strategies it has: mutual mistrust, which is always
        one, separating, mimicry, and the two leaps
    mutual, exploited_one : chance that both cooperate throughout, and that one is exploited in the first round, in
        the separating equilibrium; NaN where it does not exist
    value_separating, value_mistrust : a trustworthy party's expected payoff in each; NaN likewise
    """

    trust: FloatArray
    trust_needed: FloatArray
    step_min: FloatArray
    step_max: FloatArray
    separation: BoolArray
    trust_separates: FloatArray
    first_step: FloatArray
    separating: BoolArray
    mimicry: BoolArray
    leap: BoolArray
    equilibria: NDArray[np.int64]
    mutual: FloatArray
    exploited_one: FloatArray
    value_separating: FloatArray
    value_mistrust: FloatArray

    def reading(self) -> str:
        """The result in one paragraph."""
        window = self.separation
        from_where = (
            f"once trust reaches {per_cent(self.trust_separates)}"
            if self.trust_separates.any()
            else "at any trust above none at all"
        )
        text = (
            f"One leap of faith would need a trust of {per_cent(self.trust_needed)}; there is {per_cent(self.trust)}."
            f" A limited first step can show who is trustworthy {from_where}. "
        )
        text += sentence(
            whether(
                window,
                f"it should put at least {per_cent(self.step_min[window])} of the stakes at risk, since a party that"
                " means to exploit the rest would copy a smaller one, and at most"
                f" {per_cent(self.step_max[window])}, since a trustworthy party could not bear to lose more",
                "no first step does both: any that a trustworthy party can bear, an untrustworthy one would copy",
            )
        )
        if np.isfinite(self.first_step).any():
            found = whether(self.separating, "the types part in the first round", "the types do not part")
            text += f" At a first step of {per_cent(self.first_step)}, {found}."
        if self.separating.any():
            mutual, exploited = self.mutual[self.separating], self.exploited_one[self.separating]
            text += (
                f" Where they part, both sides cooperate to the end with probability {per_cent(mutual)}, and one is"
                f" exploited in the first round with probability {per_cent(exploited)}."
            )
        text += (
            " Mutual mistrust sustains itself whatever the first step, so none of this comes about by itself."
            f"{self._others()} The reckoning is for two rounds between parties in the same position."
        )
        return text

    def _others(self) -> str:
        """The equilibria beside mistrust and separation, if trust is high enough for them."""
        more = []
        if self.leap.any():
            more.append("cooperation in one of the two rounds only")
        if self.mimicry.any():
            more.append("a first step that everyone takes and that therefore proves nothing")
        if not more:
            return ""
        share = "" if self.leap.all() else f" in {per_cent(self.leap.mean())} of the draws"
        return f" Trust is high enough{share} for yet other equilibria: {', and '.join(more)}."


def first_step_that_separates(parameters: ReassuranceParameters) -> tuple[FloatArray, FloatArray]:
    """Smallest and largest first step that tells the types apart.

    step_min = t (T_u - P_u) / [t (T_u - R_u) + (1-t)(P_u - S_u) + t (T_u - P_u)]: the untrustworthy do not copy it
    step_max = min(1, t (R - P) / [(1-t)(P - S) + t (T - P)]): the trustworthy can bear it

    Returns
    -------
    two (draw,) arrays of shares of the stakes; both NaN where no first step does both.
    """
    low, high, there = _window(parameters)
    return np.where(there, low, np.nan), np.where(there, high, np.nan)


def trust_that_separates(parameters: ReassuranceParameters) -> FloatArray:
    """The least trust at which some first step tells the types apart; 0 if any trust above 0 will do.

    Returns
    -------
    (draw,) probability, below the threshold of a single leap in every case: at that threshold a trustworthy party
    can bear a first step of everything, and the untrustworthy never copy that.
    """
    _, gain, cost = _gaps(parameters)
    gain_u, hold_u, cost_u = _gaps_u(parameters)
    relief = np.asarray(parameters.exploiting - parameters.conflict)
    short = gain_u * cost - gain * cost_u
    slope = gain * (hold_u + gain_u - cost_u) - gain_u * (relief - cost)
    return np.where(short <= 0.0, 0.0, short / np.where(short <= 0.0, 1.0, slope))


def trust_range_for_first_step(parameters: ReassuranceParameters) -> tuple[FloatArray, FloatArray]:
    """Between which bounds of trust the given first step tells the types apart.

    Below the lower bound the trustworthy do not dare it; above the upper one the untrustworthy copy it, since
    there is then so much trust to exploit later.

    Returns
    -------
    two (draw,) arrays of probabilities; both NaN where the first step separates at no trust.

    Raises
    ------
    ParameterError : no first step was given.
    """
    if parameters.first_step is None:
        raise ParameterError("first_step", "not given", "Give the share of the stakes in the first round.")
    step = np.asarray(parameters.first_step)
    _, gain, cost = _gaps(parameters)
    gain_u, hold_u, cost_u = _gaps_u(parameters)
    relief = np.asarray(parameters.exploiting - parameters.conflict)
    low = step * cost / (gain + step * (cost - relief))
    bound = step * cost_u
    slope = gain_u * (1.0 - step) + bound - step * hold_u
    high = np.where(slope > bound, bound / np.where(slope > bound, slope, 1.0), 1.0)
    there = low <= high + _SLIP
    return np.where(there, low, np.nan), np.where(there, high, np.nan)


def exploited_that_separates(parameters: ReassuranceParameters) -> FloatArray:
    """The worst payoff of being exploited (S) with which a first step still tells the types apart.

    What a cushion for the exploited side has to achieve. At the first step given, or at the smallest one that the
    untrustworthy would not copy.

    Returns
    -------
    (draw,) payoff below P; minus infinity where any S will do; NaN where the untrustworthy would copy the first
    step given, or where trust is 0: no cushion helps then.
    """
    trust = np.asarray(parameters.trust)
    least = _step_min(parameters)
    step = least if parameters.first_step is None else np.asarray(parameters.first_step)
    relief = np.asarray(parameters.exploiting - parameters.conflict)
    gain = np.asarray(parameters.cooperation - parameters.conflict)
    works = (trust > 0.0) & (step >= least - _SLIP)
    with np.errstate(divide="ignore", invalid="ignore"):
        bearable = trust * (gain / np.where(step > 0.0, step, 1.0) - relief) / (1.0 - trust)
    return np.where(works, parameters.conflict - bearable, np.nan)


def solve_reassurance(parameters: ReassuranceParameters) -> ReassuranceResult:
    """Window of first steps that build trust, and the equilibria at one first step.

    Steps: 1. bounds of the window; 2. trust from which it is open; 3. at the first step given, or at the smallest
    in the window, which of the five kinds of symmetric pure equilibrium exist.

    Parameters
    ----------
    parameters : payoffs of both types, trust, first step; (draw,)

    Returns
    -------
    ReassuranceResult, all (draw,)

    References
    ----------
    After kydd2000 and kydd2005; that these are all the symmetric pure equilibria was checked by enumeration.

    Limits
    ------
    Two rounds with the same payoffs; both parties hold the same trust; no mixed strategies, so partial reassurance,
    where the untrustworthy copy the first step now and then, is left out. Which equilibrium
    comes about is outside the model. Both bounds rise with trust: at low trust only a small first step works.
    """
    trust = np.asarray(parameters.trust)
    low, high, there = _window(parameters)
    step = (
        np.where(there, low, np.nan) if parameters.first_step is None else np.asarray(parameters.first_step)
    )
    gap, _, cost = _gaps(parameters)
    gain_u, hold_u, _ = _gaps_u(parameters)
    needed = cost / (cost + gap)
    given = np.isfinite(step)
    leap = given & (trust >= needed - _SLIP)
    separating = there & (step >= low - _SLIP) & (step <= high + _SLIP)
    mimicry = leap & (step <= trust * gain_u / (hold_u + trust * gain_u) + _SLIP)
    conflict = np.asarray(parameters.conflict)
    alone = step * parameters.exploited + (1.0 - step) * conflict
    value = trust * parameters.cooperation + (1.0 - trust) * alone
    return ReassuranceResult(
        trust=trust,
        trust_needed=needed,
        step_min=low,
        step_max=high,
        separation=there,
        trust_separates=trust_that_separates(parameters),
        first_step=step,
        separating=separating,
        mimicry=mimicry,
        leap=leap,
        equilibria=1 + separating.astype(np.int64) + mimicry + 2 * leap.astype(np.int64),
        mutual=np.where(separating, trust**2, np.nan),
        exploited_one=np.where(separating, 2.0 * trust * (1.0 - trust), np.nan),
        value_separating=np.where(separating, value, np.nan),
        value_mistrust=conflict,
    )


def _gaps(parameters: ReassuranceParameters) -> tuple[FloatArray, FloatArray, FloatArray]:
    """R - T, R - P and P - S of the trustworthy: all above 0."""
    cooperation, conflict = np.asarray(parameters.cooperation), np.asarray(parameters.conflict)
    return cooperation - parameters.exploiting, cooperation - conflict, conflict - parameters.exploited


def _gaps_u(parameters: ReassuranceParameters) -> tuple[FloatArray, FloatArray, FloatArray]:
    """T_u - P_u, T_u - R_u and P_u - S_u of the untrustworthy: all above 0."""
    exploiting, conflict = np.asarray(parameters.exploiting_u), np.asarray(parameters.conflict_u)
    return exploiting - conflict, exploiting - parameters.cooperation_u, conflict - parameters.exploited_u


def _step_min(parameters: ReassuranceParameters) -> FloatArray:
    trust = np.asarray(parameters.trust)
    gain_u, hold_u, cost_u = _gaps_u(parameters)
    return np.asarray(trust * gain_u / (trust * hold_u + (1.0 - trust) * cost_u + trust * gain_u))


def _window(parameters: ReassuranceParameters) -> tuple[FloatArray, FloatArray, BoolArray]:
    """step_min, step_max, and whether a first step above 0 lies between them."""
    trust = np.asarray(parameters.trust)
    low = _step_min(parameters)
    _, gain, cost = _gaps(parameters)
    risk = (1.0 - trust) * cost + trust * (np.asarray(parameters.exploiting) - parameters.conflict)
    high = np.minimum(1.0, np.where(risk > 0.0, trust * gain / np.where(risk > 0.0, risk, 1.0), 1.0))
    return low, high, (trust > 0.0) & (low <= high + _SLIP)
