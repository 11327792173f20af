"""A hidden programme, imperfect monitoring, and wars by mistake.

B may start a programme in secret. A sees it with some probability, and never sees one that is not there; then it may
strike. If monitoring is good enough, B does not start and nobody strikes. If it is not, B sometimes starts, and A, who
cannot tell a quiet B from a hidden one, sometimes strikes without evidence, now and then by mistake.
Better monitoring lowers the risk of war steadily, and at one point all at once: just below it B still starts as often
as ever, and only those who are seen are struck; at it, no one starts.

Sources: after debs2014 (covert arming and preventive war). The equilibrium is derived here and checked by deviations.
Limits: one decision each; no false alarms; a strike always ends the programme.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from commonground.methods.parameters import (
    ANY,
    NOT_NEGATIVE,
    PROBABILITY,
    BoolArray,
    FloatArray,
    ParameterError,
    broadcast,
    checked,
)
from commonground.methods.phrases import per_cent, sentence, whether
from commonground.methods.ratio import ratio

KINDS = ("no programme", "mixed", "unchecked programme", "strike in any case")
_EDGE = 1e-12
_HALVINGS = 60


@dataclass(frozen=True, kw_only=True)
class CovertParameters:
    """Payoffs in any one unit per side; every number may be a (draw,) array.

    Parameters
    ----------
    detection                    : probability that A sees a programme that B has started, 0-1
    armed_b, quiet_b, war_b      : B's payoff with a programme that succeeds, without one, and in war
    investment                   : what starting it costs B, at least 0
    quiet_a, armed_a, war_a      : A's payoff without a programme, with one that succeeds, and in war
    mistake_cost                 : what a strike without a programme costs A on top, at least 0

    Raises
    ------
    ParameterError : a value out of range, fields with different numbers of draws, quiet_b not above war_b (B would
        start even if sure to be struck), or quiet_a not above armed_a (A would have nothing to prevent).
    """

    detection: float | FloatArray
    armed_b: float | FloatArray
    quiet_b: float | FloatArray
    war_b: float | FloatArray
    investment: float | FloatArray
    quiet_a: float | FloatArray
    armed_a: float | FloatArray
    war_a: float | FloatArray
    mistake_cost: float | FloatArray = 0.0

    def __post_init__(self) -> None:
        ranges = dict.fromkeys(("armed_b", "quiet_b", "war_b", "quiet_a", "armed_a", "war_a"), ANY)
        ranges |= {"detection": PROBABILITY, "investment": NOT_NEGATIVE, "mistake_cost": NOT_NEGATIVE}
        broadcast(self, ranges)
        for high, low in (("quiet_b", "war_b"), ("quiet_a", "armed_a")):
            above, below = np.asarray(getattr(self, high)), np.asarray(getattr(self, low))
            if (wrong := above <= below).any():
                first = int(np.argmax(wrong))
                raise ParameterError(
                    high,
                    f"not above {low} (got {above[first]:g} and {below[first]:g})",
                    f"Raise it, or lower {low}.",
                )

    @property
    def spoils(self) -> FloatArray:
        """(draw,) what B gains by a programme that succeeds."""
        return np.asarray(self.armed_b) - self.investment - self.quiet_b


@dataclass(frozen=True)
class CovertResult:
    """Each array is (draw,).

    parameters         : what went in
    kind               : number in `KINDS`: no programme and no strike; both mix; B starts and A never strikes, since it
                         prefers an armed B to war; A strikes even a B that is surely quiet
    detection_needed   : monitoring at which B does not start; NaN where none does it
    invest             : probability that B starts a programme
    strike_unseen      : probability that A strikes without evidence
    strike_seen        : probability that A strikes on evidence
    belief             : probability of a programme when none is seen
    war, mistaken_war  : probability of a strike, and of one where there was no programme
    several_equilibria : more than one equilibrium; the one reported has the fewest programmes
    """

    parameters: CovertParameters
    kind: NDArray[np.int64]
    detection_needed: FloatArray
    invest: FloatArray
    strike_unseen: FloatArray
    strike_seen: FloatArray
    belief: FloatArray
    war: FloatArray
    mistaken_war: FloatArray
    several_equilibria: BoolArray

    def reading(self) -> str:
        """One paragraph: the risk of war, how much of it is by mistake, and how good monitoring would have to be."""
        text = (
            f"A programme would be seen with probability {per_cent(self.parameters.detection)}. B starts one with"
            f" probability {per_cent(self.invest)}; without evidence A strikes with probability"
            f" {per_cent(self.strike_unseen)}. The risk of war is {per_cent(self.war)}, of which"
            f" {per_cent(self.mistaken_war)} is a war without a programme. "
        )
        text += sentence(
            whether(
                np.isnan(self.detection_needed),
                "no monitoring would keep B from starting, or A from striking",
                f"monitoring that sees {per_cent(self.detection_needed)} of programmes would keep B from starting one",
            )
        )
        if self.several_equilibria.any():
            clause = "there are several equilibria, and the one told here has the fewest programmes"
            text += " " + sentence(whether(self.several_equilibria, clause, "there is one equilibrium"))
        return text + " False alarms, and programmes that outlast a strike, are left out."


def solve_covert(parameters: CovertParameters) -> CovertResult:
    """Whether B starts a programme in secret, and whether A strikes.

    Steps: 1. no programme if detection is at least s* = (b_N - k - b_0)/(b_N - w_B); 2. else B starts so often that
    A, seeing nothing, is indifferent, and A strikes so often that B is; 3. two corners where a strike is never worth
    it, or always.

    Returns
    -------
    CovertResult with (draw,) arrays

    References
    ----------
    debs2014

    Limits
    ------
    At detection exactly s* (and with a free programme below it) there are several equilibria: the one with the fewest
    programmes is reported and flagged.
    """
    given, s = parameters, np.asarray(parameters.detection)
    needed = _needed(given)
    tempted = given.spoils > 0.0
    always, never = _always(given), _never(given)
    quiet = ~tempted | (s >= needed - _EDGE)
    kind = np.where(always, 3, np.where(never & tempted, 2, np.where(quiet, 0, 1)))
    mixed = kind == 1

    gain = np.asarray(given.quiet_a) - given.war_a + given.mistake_cost  # A's, from not striking a quiet B
    spread = np.asarray(given.quiet_a) - given.armed_a + given.mistake_cost
    belief = np.where(mixed, gain / spread, 0.0)
    invest = np.where(kind == 2, 1.0, belief / (belief + (1.0 - s) * (1.0 - belief) + ~mixed))
    margin = (1.0 - s) * (np.asarray(given.armed_b) - given.war_b) - (np.asarray(given.quiet_b) - given.war_b)
    strike = np.where(kind == 3, 1.0, np.where(mixed, 1.0 - ratio(given.investment, margin, 1.0), 0.0))
    seen = np.where(never, 0.0, 1.0)
    war = invest * (s * seen + (1.0 - s) * strike) + (1.0 - invest) * strike
    edge = (kind == 0) & tempted & ~never & (np.abs(s - needed) <= _EDGE)
    level = np.asarray(given.war_a) == given.armed_a
    sure = np.asarray(given.war_a) - given.mistake_cost == given.quiet_a
    free = (mixed | always) & (np.asarray(given.investment) == 0.0)
    return CovertResult(
        parameters=parameters,
        kind=kind.astype(np.int64),
        detection_needed=monitoring_that_deters(given),
        invest=invest,
        strike_unseen=strike,
        strike_seen=seen,
        belief=np.where(kind == 2, 1.0, belief),
        war=war,
        mistaken_war=(1.0 - invest) * strike,
        several_equilibria=edge | free | (tempted & ~always & (level | sure)),
    )


def _needed(given: CovertParameters) -> FloatArray:
    spread = np.asarray(given.armed_b) - given.war_b
    return np.where(given.spoils > 0.0, ratio(given.spoils, spread, 0.0), 0.0)


def monitoring_that_deters(parameters: CovertParameters) -> FloatArray:
    """Smallest probability of being seen at which B does not start: s* = (b_N - k - b_0)/(b_N - w_B).

    Returns
    -------
    (draw,) 0 where B would not start anyway; NaN where A would not strike even on evidence, or strikes in any case
    """
    given = parameters
    useless = _never(given) & (given.spoils > 0.0)
    return np.where(useless | _always(given), np.nan, _needed(given))


def monitoring_that_limits_war(parameters: CovertParameters, risk: ArrayLike) -> FloatArray:
    """Smallest probability of being seen at which the risk of war is at most `risk`.

    Below s* the risk falls steadily with monitoring; it jumps to 0 at s*, so that is the answer for any smaller risk.

    Parameters
    ----------
    risk : number or (draw,), 0-1

    Returns
    -------
    (draw,) 0 where no monitoring is needed; NaN where none does it
    """
    aim = checked("risk", risk, PROBABILITY)
    needed = monitoring_that_deters(parameters)
    given = {name: getattr(parameters, name) for name in parameters.__dataclass_fields__}

    def war(detection: FloatArray) -> FloatArray:
        return solve_covert(CovertParameters(**(given | {"detection": detection}))).war

    low, high = np.zeros_like(needed), np.where(np.isnan(needed), 1.0, needed)
    done = war(low) <= aim
    for _ in range(_HALVINGS):
        middle = 0.5 * (low + high)
        enough = war(middle) <= aim
        low, high = np.where(enough, low, middle), np.where(enough, middle, high)
    found = np.where(np.isnan(needed), np.nan, high)
    return np.where(done, 0.0, found)


def cost_that_deters(parameters: CovertParameters) -> FloatArray:
    """(draw,) smallest cost of a programme at which B does not start one, at this monitoring; 0 where any does."""
    given = parameters
    gain = np.asarray(given.armed_b) - given.quiet_b
    return np.where(_always(given), 0.0, np.maximum(gain - _risk(given), 0.0))


def reward_that_deters(parameters: CovertParameters) -> FloatArray:
    """(draw,) smallest addition to B's payoff without a programme at which it starts none; 0 where none is needed."""
    return np.where(_always(parameters), 0.0, np.maximum(parameters.spoils - _risk(parameters), 0.0))


def _risk(given: CovertParameters) -> FloatArray:
    """(draw,) what being struck on evidence costs B on average; nothing if A would not strike."""
    lost = np.asarray(given.detection) * (np.asarray(given.armed_b) - given.war_b)
    return np.where(_never(given), 0.0, lost)


def _never(given: CovertParameters) -> BoolArray:
    """Whether A prefers even an armed B to war."""
    return np.asarray(np.asarray(given.war_a) < given.armed_a)


def _always(given: CovertParameters) -> BoolArray:
    """Whether A prefers war even to a B that is surely quiet."""
    return np.asarray(np.asarray(given.war_a) - given.mistake_cost > given.quiet_a)
