"""Challenge: the expected-utility model of group decisions; parties press each other, yield or meet in between.

In every round each party weighs, against each other one, what a challenge would bring: how strong the coalitions are,
how much the other cares to resist, and how much risk it takes itself, read off from how exposed its position leaves
it. A party that others can press moves to where it is pressed least, and all move at once.
Sources: buenodemesquita1985, buenodemesquita1994, buenodemesquita1997, scholz2011.
Limits: the paths of single parties hang on digits nobody knows; the sources contradict each other, see settings.py;
and on resolved issues it has predicted worse than the compromise.
"""

from __future__ import annotations

import numpy as np

from commonground.methods.bargaining.centre import weighted_mean, weighted_median
from commonground.methods.bargaining.instability import instability_finding, measure_instability
from commonground.methods.bargaining.result import BargainResult, Move, Round, gaps, round_of
from commonground.methods.bargaining.talks import BoolArray, Talks
from commonground.methods.base import FloatArray
from commonground.methods.challenge.kernel import play
from commonground.methods.challenge.settings import CHOICES, ChallengeSettings

_KINDS = ("", "confrontation", "compromise", "capitulation")


def solve_challenge(given: Talks, settings: ChallengeSettings | None = None) -> BargainResult:
    """Play the rounds on each issue by itself.

    Steps of a round: 1. danger of every position if all were indifferent to risk; 2. risk exponents from it;
    3. expected utilities with them; 4. offers; 5. each party takes one; 6. all move at once.

    Returns
    -------
    BargainResult; detail["exponent"] (round, party, issue) of the first draw, round 0 left at 1.

    References
    ----------
    scholz2011, sec. 3; buenodemesquita1994 for the case that tests it.

    Limits
    ------
    See the module. Most paths never settle: `settled` is rare, and the number of rounds is a choice.
    """
    chosen = settings or ChallengeSettings()
    final, settled, taken, rounds, exponent = _play(given, chosen, trace=True)
    weight = given.weight()
    mean, median = weighted_mean(final, weight), weighted_median(final, weight)
    share = measure_instability(
        lambda noisy: _play(noisy, chosen, trace=False)[0],
        given,
        final,
        draws=chosen.instability_draws,
        seed=chosen.seed,
    )
    return BargainResult(
        method="challenge",
        talks=given,
        settlement=mean if chosen.forecast == "mean" else median,
        mean=mean,
        median=median,
        position=final,
        settled=settled,
        taken=taken,
        rounds=rounds,
        instability=share,
        findings=gaps(given) + instability_finding("challenge", share),
        detail={"exponent": exponent},
    )


def _play(
    given: Talks, chosen: ChallengeSettings, trace: bool
) -> tuple[FloatArray, BoolArray, FloatArray, tuple[Round, ...], FloatArray]:
    final = given.filled()
    n, n_party, n_issue = final.shape
    flags = _flags(chosen)
    settled = np.ones(n, dtype=np.bool_)
    taken = np.zeros(n)
    steps = np.zeros((chosen.rounds + 1, 4, n_party, n_issue))
    steps[:, 2] = -1
    steps[:, 3] = 1
    steps[:, 0] = final[0]
    weight = given.weight()
    for issue in range(n_issue):
        # Draws differ in who holds a position only if a position is left out in some: solve them by pattern.
        patterns, which = np.unique(given.held[:, :, issue], axis=0, return_inverse=True)
        for number, pattern in enumerate(patterns):
            who, rows = np.flatnonzero(pattern), np.flatnonzero(which.reshape(-1) == number)
            if who.size == 0:
                continue
            spot = np.ix_(rows, who)
            out = np.empty((rows.size, who.size))
            done = np.empty(rows.size, dtype=np.bool_)
            count = np.empty(rows.size)
            path = np.empty((chosen.rounds + 1, 4, who.size))
            path[:] = steps[:, :, who, issue]
            traced = trace and rows[0] == 0
            play(
                np.ascontiguousarray(final[:, :, issue][spot]),
                np.ascontiguousarray(weight[:, :, issue][spot]),
                np.ascontiguousarray(given.salience[:, :, issue][spot]),
                float(given.span[issue]),
                chosen.q,
                chosen.rounds,
                flags,
                out,
                done,
                count,
                path,
                traced,
            )
            final[:, :, issue][spot] = out
            settled[rows] &= done
            taken[rows] = np.maximum(taken[rows], count)
            if traced:
                last = int(count[0])
                path[last:, 0] = path[last, 0]
                path[:, 2] = np.where(path[:, 2] >= 0, who[path[:, 2].astype(int)], -1)
                steps[:, :, who, issue] = path
    rounds = _told(given, steps, int(taken[0])) if trace else ()
    return final, settled, taken, rounds, steps[:, 3]


def _flags(chosen: ChallengeSettings) -> np.ndarray:
    names = ("votes", "denominator", "judge", "risk", "span", "drift", "capitulate", "choice")
    return np.array(
        [
            int(value) if isinstance(value := getattr(chosen, name), bool) else CHOICES[name].index(value)
            for name in names
        ],
        dtype=np.int64,
    )


def _told(given: Talks, steps: FloatArray, taken: int) -> tuple[Round, ...]:
    told = [round_of(given, steps[0, 0])]
    for step in range(1, taken + 1):
        moves = tuple(
            Move(
                _KINDS[int(steps[step, 1, party, issue])],
                given.parties[party],
                given.parties[int(steps[step, 2, party, issue])],
                given.issues[issue],
                float(steps[step - 1, 0, party, issue]),
                float(steps[step, 0, party, issue]),
            )
            for party, issue in np.argwhere(steps[step, 1] > 0)
        )
        told.append(round_of(given, steps[step, 0], moves))
    return tuple(told)
