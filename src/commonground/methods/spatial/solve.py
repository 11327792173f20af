"""Spatial: positions in one or several dimensions, challenges that become bargains, and an election over them.

Each turn, every party weighs a challenge to each other one, third parties joining the side that would bring them
less harm, and turns its best into a bargain; all parties together choose, for each, among what it has and its
bargains. After the Spatial Model of Politics of the KAPSARC Toolkit for Behavioral Analysis (KTAB), whose program
stops where all positions lie at the ends of a scale; this one goes on, with neutral attitudes to risk there.
Sources: wise2015; efird2016 for its use. Limits: discontinuous in its inputs, so read means and intervals, not
the path of one party; capability alone weighs in risk and elections, capability times salience in challenges.
"""

from __future__ import annotations

import numpy as np

from commonground.errors import Finding, UsageError
from commonground.methods.bargaining.centre import weighted_mean, weighted_median
from commonground.methods.bargaining.instability import instability_finding, measure_instability
from commonground.methods.bargaining.lots import streams
from commonground.methods.bargaining.result import BargainResult, Move, Round, gaps, round_of
from commonground.methods.bargaining.talks import BoolArray, Talks
from commonground.methods.base import FloatArray
from commonground.methods.spatial.kernel import play
from commonground.methods.spatial.settings import CHOICES, SpatialSettings

_FLAGS = (
    "voting",
    "victory",
    "choice",
    "transition",
    "risk_range",
    "risk_view",
    "commitment",
    "interpolation",
    "bargain",
)


def solve_spatial(given: Talks, settings: SpatialSettings | None = None) -> BargainResult:
    """Play turns until the parties hardly move.

    Steps of a turn: 1. distances; 2. attitudes to risk from the chances of each position; 3. each party's best
    challenge; 4. bargains; 5. an election for each party among its bargains; 6. moves, and ideals that follow.

    Returns
    -------
    BargainResult; detail["risk"], detail["probability"] (turn, party) of the first draw, places nearer than a
    thousandth of the scale counting as one.

    Raises
    ------
    UsageError : salience over its budget of 1 with the setting budget="check"; names the party.

    References
    ----------
    wise2015.

    Limits
    ------
    See the module. Capability is the party's mean over the issues.
    """
    chosen = settings or SpatialSettings()
    salience, findings = _budget(given, chosen)
    final, picked, settled, taken, trace = _play(given, salience, chosen)
    weight = given.weight()
    mean, median = weighted_mean(final, weight), weighted_median(final, weight)
    settlement = {"mean": mean, "median": median, "probable": picked[:, 0], "expected": picked[:, 1]}
    share = measure_instability(
        lambda noisy: _play(noisy, _budget(noisy, chosen)[0], chosen)[0],
        given,
        final,
        draws=chosen.instability_draws,
        seed=chosen.seed,
    )
    issues = len(given.issues)
    return BargainResult(
        method="spatial",
        talks=given,
        settlement=settlement[chosen.forecast],
        mean=mean,
        median=median,
        position=final,
        settled=settled,
        taken=taken,
        rounds=_told(given, trace),
        instability=share,
        findings=gaps(given) + findings + instability_finding("spatial", share),
        detail={
            "risk": trace[:, :, issues],
            "probability": trace[:, :, issues + 1],
            "probable": picked[:, 0],
            "expected": picked[:, 1],
        },
    )


def _budget(given: Talks, chosen: SpatialSettings) -> tuple[FloatArray, tuple[Finding, ...]]:
    salience = np.where(given.held, given.salience, 0.0)
    total = salience.sum(axis=2)
    if not (total > 1 + 1e-9).any():
        return salience, ()
    draw, party = np.argwhere(total > 1 + 1e-9)[0]
    told = f"salience of {given.parties[party]} sums to {total[draw, party]:.3g} over all issues"
    if chosen.budget == "check":
        raise UsageError(
            f"{told}, over its budget of 1", 'Divide its saliences, or use the setting budget="scale".'
        )
    largest = np.maximum(total.max(axis=1), 1.0)
    note = Finding(
        "note",
        f"positions.{given.parties[party]}",
        f"{told}; all saliences are divided by the largest such sum",
        "Give saliences that sum to 1 or less per party to choose the scale yourself.",
    )
    return salience / largest[:, None, None], (note,)


def _play(
    given: Talks, salience: FloatArray, chosen: SpatialSettings
) -> tuple[FloatArray, FloatArray, BoolArray, FloatArray, FloatArray]:
    start = given.filled()
    n, n_party, n_issue = start.shape
    final = start.copy()
    picked = np.repeat(weighted_mean(start, given.weight())[:, None], 2, axis=1)
    settled, taken = np.ones(n, dtype=np.bool_), np.zeros(n)
    trace = np.zeros((chosen.most_turns + 1, n_party, n_issue + 5))
    trace[:, :, :n_issue] = start[0]
    trace[:, :, n_issue + 2] = -1
    switches = [CHOICES[name].index(getattr(chosen, name)) for name in _FLAGS]
    flags = np.array([*switches, int(chosen.rounding)], dtype=np.int64)
    seeds = streams(chosen.seed, n)
    capability = given.capability.mean(axis=2)
    some = given.held.any(axis=2)
    patterns, which = np.unique(some, axis=0, return_inverse=True)
    for number, pattern in enumerate(patterns):
        who, rows = np.flatnonzero(pattern), np.flatnonzero(which.reshape(-1) == number)
        if who.size == 0:
            continue
        spot = np.ix_(rows, who)
        out = np.empty((rows.size, who.size, n_issue))
        best = np.empty((rows.size, 2, n_issue))
        done, count = np.empty(rows.size, dtype=np.bool_), np.empty(rows.size)
        path = np.ascontiguousarray(trace[:, who])
        play(
            np.ascontiguousarray(((start - given.low) / given.span)[spot]),
            np.ascontiguousarray(salience[spot]),
            np.ascontiguousarray(capability[spot]),
            flags,
            chosen.accommodation,
            chosen.most_turns,
            chosen.stop,
            seeds[rows],
            out,
            best,
            done,
            count,
            path,
            bool(rows[0] == 0),
        )
        final[spot] = out * given.span + given.low
        picked[rows] = best * given.span + given.low
        settled[rows], taken[rows] = done, count
        if rows[0] == 0:
            path[:, :, :n_issue] = path[:, :, :n_issue] * given.span + given.low
            partner = path[:, :, n_issue + 2].astype(int)
            path[:, :, n_issue + 2] = np.where(partner >= 0, who[partner], -1)
            trace[:, who] = path
    # A position that a party does not hold moves with nobody: it stays at the mean of the start.
    final = np.where(given.held, final, start)
    trace = trace[: int(taken[0]) + 1]
    trace[:, :, :n_issue] = np.where(given.held[0], trace[:, :, :n_issue], start[0])
    return final, picked, settled, taken, trace


def _told(given: Talks, trace: FloatArray) -> tuple[Round, ...]:
    n_issue = len(given.issues)
    told = [round_of(given, trace[0, :, :n_issue])]
    for turn in range(1, len(trace)):
        moves = tuple(
            Move(
                "bargain",
                given.parties[party],
                given.parties[int(trace[turn, party, n_issue + 2])],
                given.issues[issue],
                float(trace[turn - 1, party, issue]),
                float(trace[turn, party, issue]),
                {
                    "gain": float(trace[turn, party, n_issue + 3]),
                    "chance": float(trace[turn, party, n_issue + 4]),
                },
            )
            for party in np.flatnonzero(trace[turn, :, n_issue + 2] >= 0)
            for issue in range(n_issue)
            if given.held[0, party, issue]
        )
        told.append(round_of(given, trace[turn, :, :n_issue], moves))
    return tuple(told)
