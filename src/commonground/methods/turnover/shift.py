"""War for fear of what comes after: power that will shift, and leaders who will be followed by others.

Two questions. A is strong today and will be weaker tomorrow; the other side cannot promise today to be content
tomorrow. Even if A got the whole prize today, it may prefer to fight while it can. And: B faces a leader it can live
with, who may be followed by one who will insist on more; even if B got the whole prize today, it may fight first.
Both are bargains that fail although war destroys value, because nobody can bind the future.

Sources: after powell2004 and powell2006 (shifting power), wolford2007 and wolford2012 (leaders, turnover), debs2014.
Limits: one shift, known beforehand; war settles everything for good; costs are flows, lasting as long as the prize.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from commonground.methods.parameters import (
    DISCOUNT,
    NOT_NEGATIVE,
    PROBABILITY,
    BoolArray,
    FloatArray,
    broadcast,
)
from commonground.methods.phrases import figure, per_cent, sentence, whether
from commonground.methods.ratio import ratio


@dataclass(frozen=True, kw_only=True)
class ShiftParameters:
    """A proposes; the prize is 1 per period; every number may be a (draw,) array.

    Parameters
    ----------
    power_now, power_next : probability that A wins a war today, and in any later period
    discount              : per period, above 0 and below 1
    cost_a, cost_b        : what a war costs, as a flow, at least 0

    Raises
    ------
    ParameterError : a value out of range, or fields with different numbers of draws.
    """

    power_now: float | FloatArray
    power_next: float | FloatArray
    discount: float | FloatArray
    cost_a: float | FloatArray
    cost_b: float | FloatArray

    def __post_init__(self) -> None:
        broadcast(
            self,
            {
                "power_now": PROBABILITY,
                "power_next": PROBABILITY,
                "discount": DISCOUNT,
                "cost_a": NOT_NEGATIVE,
                "cost_b": NOT_NEGATIVE,
            },
        )


@dataclass(frozen=True)
class ShiftResult:
    """Each array is (draw,).

    parameters   : what went in
    drop         : p_now - delta p_next, what A loses by waiting
    bar          : what it must exceed: (1-delta) + c_A + delta c_B
    war          : whether A fights now
    share_needed : share of today's prize without which A fights now; above 1 there is none large enough
    power_limit  : lowest power in the next period at which A does not fight; 0 if any
    """

    parameters: ShiftParameters
    drop: FloatArray
    bar: FloatArray
    war: BoolArray
    share_needed: FloatArray
    power_limit: FloatArray

    def reading(self) -> str:
        """One paragraph: whether the coming shift makes A fight now."""
        given = self.parameters
        return (
            f"A's power is {per_cent(given.power_now)} today and will be {per_cent(given.power_next)}. Waiting costs A"
            f" {figure(self.drop)}, against a bar of {figure(self.bar)} made of today's whole prize and the costs of"
            " war. "
            + sentence(
                whether(
                    self.war,
                    "A fights now: even the whole of today's prize would not make up for being weaker later",
                    f"A does not fight if it gets a share of {figure(np.maximum(self.share_needed[~self.war], 0.0))}"
                    " of today's prize",
                )
            )
            + f" A would keep the peace if its later power were at least {per_cent(self.power_limit)}. One shift is"
            " assumed, known beforehand, and a war that settles everything."
        )


def solve_shift(parameters: ShiftParameters) -> ShiftResult:
    """Whether a coming loss of power makes A fight now.

    A compares war now, (p_now - c_A)/(1-delta), with the whole prize today and what it can hold later,
    1 + delta (p_next + c_B)/(1-delta).

    References
    ----------
    powell2004, powell2006, debs2014

    Limits
    ------
    What A can hold later is at most the prize; where p_next + c_B exceeds it, A never fights, as the formula says too.
    """
    given, delta = parameters, np.asarray(parameters.discount)
    later = np.minimum(np.asarray(given.power_next) + given.cost_b, 1.0)
    drop = np.asarray(given.power_now - delta * given.power_next)
    bar = (1.0 - delta) + given.cost_a + delta * given.cost_b
    return ShiftResult(
        parameters=parameters,
        drop=drop,
        bar=np.asarray(bar),
        war=drop > bar,
        share_needed=np.asarray((given.power_now - np.asarray(given.cost_a) - delta * later) / (1.0 - delta)),
        power_limit=power_that_keeps_peace(parameters),
    )


def power_that_keeps_peace(parameters: ShiftParameters) -> FloatArray:
    """Lowest later power of A, 0-1, at which it does not fight now: 0 where any would do."""
    given, delta = parameters, np.asarray(parameters.discount)
    most = (given.power_now - (1.0 - delta) - given.cost_a - delta * given.cost_b) / delta
    return np.asarray(np.maximum(most, 0.0))


def patience_that_keeps_peace(parameters: ShiftParameters) -> FloatArray:
    """Largest discount factor at which A does not fight now: 1 where any would do; NaN where none would.

    A shift frightens the patient: who lives for today takes today's prize.
    """
    given = parameters
    today = 1.0 - np.asarray(given.power_now) + given.cost_a
    later = 1.0 - np.asarray(given.power_next) - given.cost_b
    most = np.minimum(ratio(today, later, 1.0), 1.0)
    return np.where(most > 0.0, most, np.nan)


def cost_that_keeps_peace(parameters: ShiftParameters) -> FloatArray:
    """Smallest cost of war, as a flow and the same for both, at which A does not fight now: 0 where any would do."""
    given, delta = parameters, np.asarray(parameters.discount)
    least = (given.power_now - delta * given.power_next - (1.0 - delta)) / (1.0 + delta)
    return np.asarray(np.maximum(least, 0.0))


@dataclass(frozen=True, kw_only=True)
class LeaderParameters:
    """The prize is 1 per period; every number may be a (draw,) array.

    Parameters
    ----------
    turnover       : probability that A's leader is followed by the other after this period, 0-1
    incumbent      : flow that A's leader of today can guarantee to A, 0-1
    successor      : flow that the other could guarantee, 0-1
    discount       : per period, above 0 and below 1
    cost_a, cost_b : what a war costs, as a flow, at least 0

    Raises
    ------
    ParameterError : a value out of range, or fields with different numbers of draws.
    """

    turnover: float | FloatArray
    incumbent: float | FloatArray
    successor: float | FloatArray
    discount: float | FloatArray
    cost_a: float | FloatArray
    cost_b: float | FloatArray

    def __post_init__(self) -> None:
        ranges = dict.fromkeys(("turnover", "incumbent", "successor"), PROBABILITY)
        broadcast(self, ranges | {"discount": DISCOUNT, "cost_a": NOT_NEGATIVE, "cost_b": NOT_NEGATIVE})


@dataclass(frozen=True)
class LeaderResult:
    """Each array is (draw,).

    parameters     : what went in
    fear           : delta q (m_S - m_I), what B expects to lose by the change
    bar            : what it must exceed: C + (1-delta) m_I
    war            : whether B fights now
    turnover_limit : largest probability of a change at which B does not fight; 1 if any
    """

    parameters: LeaderParameters
    fear: FloatArray
    bar: FloatArray
    war: BoolArray
    turnover_limit: FloatArray

    def reading(self) -> str:
        """One paragraph: whether the coming leader makes B fight now."""
        given = self.parameters
        return (
            f"A's leader can insist on {figure(given.incumbent)}. A successor, who comes with probability"
            f" {per_cent(given.turnover)}, could insist on {figure(given.successor)}. B expects to lose"
            f" {figure(self.fear)} by the change, against a bar of {figure(self.bar)} made of the costs of war and"
            " what it could have today. "
            + sentence(
                whether(
                    self.war,
                    "B fights now, while it still faces the leader it prefers",
                    "B does not fight for fear of the successor",
                )
            )
            + f" It would hold still up to a probability of {per_cent(self.turnover_limit)}. The change is taken to"
            " be for good, and A's present leader to be unable to bind the next."
        )


def solve_leader(parameters: LeaderParameters) -> LeaderResult:
    """Whether the chance of a tougher leader of A makes B fight now.

    B compares war now, 1 - C - m_I, with the whole prize today and the rest later,
    (1-delta) + delta (1 - m_I - q (m_S - m_I)); flows per period.

    References
    ----------
    wolford2007, wolford2012

    Limits
    ------
    A leader who insists on less (m_S below m_I) never causes this war.
    """
    given = parameters
    fear = np.asarray(given.discount) * given.turnover * (np.asarray(given.successor) - given.incumbent)
    bar = _bar(given)
    return LeaderResult(
        parameters=parameters,
        fear=fear,
        bar=bar,
        war=fear > bar,
        turnover_limit=turnover_that_keeps_peace(given),
    )


def _bar(given: LeaderParameters) -> FloatArray:
    return np.asarray(
        np.asarray(given.cost_a) + given.cost_b + (1.0 - np.asarray(given.discount)) * given.incumbent
    )


def turnover_that_keeps_peace(parameters: LeaderParameters) -> FloatArray:
    """Largest probability of the change at which B does not fight now: 1 where any would do."""
    step = np.asarray(parameters.discount) * (np.asarray(parameters.successor) - parameters.incumbent)
    bar = _bar(parameters)
    return np.minimum(ratio(bar, step, 1.0), 1.0)


def successor_that_keeps_peace(parameters: LeaderParameters) -> FloatArray:
    """Most that the successor may insist on, 0-1, without B fighting now: 1 where anything would do."""
    chance = np.asarray(parameters.discount) * parameters.turnover
    bar = _bar(parameters)
    return np.asarray(np.minimum(parameters.incumbent + ratio(bar, chance, np.inf), 1.0))
