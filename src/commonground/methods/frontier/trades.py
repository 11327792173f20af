"""Logrolling: two issues move at once, each party giving way where it costs little, and both are better off.

`logrolling_trades` lists the exchanges that improve a given package for everyone; `divisible_frontier` gives the
frontier for two parties where every issue can be split in any proportion, and `logrolling_gain` what a package
adds to meeting halfway on each issue.

References: raiffa1982; lax1986 on creating value from differences.
Limits: exchanges of two issues at a time; a package that needs three issues to move at once is not found here
(the frontier has it).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import ArrayLike

from commonground.methods.frontier.additive import TOLERANCE, AdditiveProblem
from commonground.methods.frontier.lotteries import lottery_solutions
from commonground.methods.parameters import FloatArray, ParameterError


@dataclass(frozen=True, eq=False)
class Trade:
    """One exchange: these issues go to these levels, and everyone gains.

    Parameters
    ----------
    issues : numbers of the two issues, or of one where its move alone is better for all
    levels : their new levels
    gain   : (party,) change of utility, all above zero
    gives  : names of the parties that lose on the first issue taken alone
    """

    issues: tuple[int, ...]
    levels: tuple[int, ...]
    gain: FloatArray
    gives: tuple[str, ...]

    @property
    def smallest_gain(self) -> float:
        """What the party that gains least gains."""
        return float(self.gain.min())


def logrolling_trades(problem: AdditiveProblem, baseline: ArrayLike, *, most: int = 1000) -> list[Trade]:
    """Moves of one issue and exchanges of two that make everyone better off than the baseline package.

    Parameters
    ----------
    problem  : the talks
    baseline : (issue,) level numbers of the package to improve on, such as the status quo
    most     : trades listed at the most

    Returns
    -------
    Trades, the one whose least gainer gains most first. An exchange is listed only if neither of its moves alone
    is better for all.

    Raises
    ------
    ParameterError : a baseline that is no package.
    """
    start = np.asarray(baseline, np.int64)
    if start.shape != (len(problem.issues),) or not all(
        0 <= level < count for level, count in zip(start.tolist(), problem.counts, strict=False)
    ):
        raise ParameterError(
            "baseline", f"is no package (got {start.tolist()})", "Give one level number per issue."
        )
    here = problem.utility(start)
    moves = [np.flatnonzero(mask) for mask in problem.allowed]
    singles = [_gains(problem, start, here, (j,), levels[:, None]) for j, levels in enumerate(moves)]
    found = [
        Trade((j,), (int(level),), gain, ())
        for j, levels in enumerate(moves)
        for level, gain in zip(levels, singles[j], strict=True)
        if gain.min() > TOLERANCE
    ]
    for j, k in combinations(range(len(moves)), 2):
        first, second = np.meshgrid(np.arange(len(moves[j])), np.arange(len(moves[k])), indexing="ij")
        pairs = np.stack([moves[j][first.ravel()], moves[k][second.ravel()]], axis=1)
        gain = _gains(problem, start, here, (j, k), pairs)
        both = (pairs[:, 0] != start[j]) & (pairs[:, 1] != start[k]) & (gain.min(axis=1) > TOLERANCE)
        alone = (singles[j].min(axis=1) > TOLERANCE)[first.ravel()] | (singles[k].min(axis=1) > TOLERANCE)[
            second.ravel()
        ]
        for row in np.flatnonzero(both & ~alone):
            loses = singles[j][first.ravel()[row]] < -TOLERANCE
            gives = tuple(party for party, lost in zip(problem.parties, loses, strict=True) if lost)
            found.append(Trade((j, k), (int(pairs[row, 0]), int(pairs[row, 1])), gain[row], gives))
    return sorted(found, key=lambda trade: (-trade.smallest_gain, trade.issues, trade.levels))[:most]


def _gains(
    problem: AdditiveProblem, start: np.ndarray, here: FloatArray, issues: tuple[int, ...], levels: np.ndarray
) -> FloatArray:
    """(row, party) change of utility when the issues take the levels of each row."""
    package = np.tile(start, (len(levels), 1))
    package[:, list(issues)] = levels
    return problem.utility(package) - here


def divisible_frontier(first: ArrayLike, second: ArrayLike) -> FloatArray:
    """Corners of the frontier of two parties who split every issue, utility being linear in the shares.

    Parameters
    ----------
    first, second : (issue,) weights of the two parties, >= 0; each is normalised to sum 1

    Returns
    -------
    (issue + 1, 2) utilities of the first and the second party, from all for the second to all for the first. Issues
    change hands in the order of the ratio of weights: each goes first to whoever cares relatively more.

    Raises
    ------
    ParameterError : weights below zero, all zero, or of different number.
    """
    a, b = _weights("first", first), _weights("second", second)
    if a.shape != b.shape:
        raise ParameterError("second", f"has {b.size} weights for {a.size} issues", "Give one per issue.")
    # a_j / b_j from large to small, without dividing by a weight of zero
    order = np.argsort(-a / np.where(a + b > 0.0, a + b, 1.0), kind="stable")
    return np.stack(
        [np.concatenate([[0.0], np.cumsum(a[order])]), 1.0 - np.concatenate([[0.0], np.cumsum(b[order])])],
        axis=1,
    )


def logrolling_gain(first: ArrayLike, second: ArrayLike) -> float:
    """How much better than halfway on each issue the fairest package is, as a share of what halfway gives.

    0.4 means that the party that gains less has 40 % more. It is 0 only if both weigh the issues alike.
    """
    corners = divisible_frontier(first, second)
    return float(lottery_solutions(corners, np.zeros(2)).egalitarian.min() / 0.5 - 1.0)


def _weights(name: str, value: ArrayLike) -> FloatArray:
    weight = np.asarray(value, np.float64)
    if weight.ndim != 1 or not np.isfinite(weight).all() or (weight < 0.0).any() or not weight.any():
        raise ParameterError(name, "no weights", "Give one number per issue, 0 or more, and one above 0.")
    return np.asarray(weight / weight.sum())
