"""What the levels of an issue are worth to a party: losses in 0-1, weights of issues, red lines.

Read by every method that asks what a party prefers; common_ground/utility.py puts the signatories' together.
"""

from __future__ import annotations

import numpy as np

from commonground.case.draws import BoolArray, Draws, FloatArray


def scale_loss(
    level: FloatArray, ideal: FloatArray, exponent: FloatArray, lo: float, hi: float
) -> FloatArray:
    """(|level - ideal| / the longer way from the ideal to an end of the scale) ** exponent, in 0-1.

    All arrays broadcast; lo, hi, level and ideal in issue units.
    """
    longest = np.maximum(ideal - lo, hi - ideal)
    return np.asarray((np.abs(level - ideal) / longest) ** exponent)


def issue_loss(draws: Draws, issue: int, party: int) -> FloatArray:
    """(draw, level) loss of each level of one issue to one party; NaN where the case has no position."""
    grid = draws.issues[issue]
    utility = draws.option_utility[issue]
    if utility is not None:
        return 1.0 - utility[:, party, :]
    ideal = draws.position[:, party, issue, None]
    return scale_loss(grid.levels[None, :], ideal, draws.exponent[:, party, issue, None], grid.lo, grid.hi)


def status_quo_loss(draws: Draws, issue: int, party: int) -> FloatArray:
    """(draw,) loss of today's level of one issue to one party; NaN where either is unknown."""
    grid = draws.issues[issue]
    today = draws.status_quo[:, issue]
    utility = draws.option_utility[issue]
    if utility is None:
        ideal = draws.position[:, party, issue]
        return scale_loss(today, ideal, draws.exponent[:, party, issue], grid.lo, grid.hi)
    if np.isnan(today).any():
        return np.full(draws.n, np.nan)
    return np.asarray(
        1.0 - np.take_along_axis(utility[:, party, :], today[:, None].astype(np.int64), axis=1)[:, 0]
    )


def crossed(draws: Draws, issue: int, party: int) -> BoolArray:
    """(draw, level) whether a level crosses a red line of the party."""
    forbids = draws.forbidden[issue]
    if forbids is not None:
        return np.asarray(forbids[:, party, :])
    levels = draws.issues[issue].levels[None, :]
    slip = 1e-9 * (draws.issues[issue].hi - draws.issues[issue].lo)  # a level on the line is not beyond it
    low, high = draws.permitted_min[:, party, issue, None], draws.permitted_max[:, party, issue, None]
    return (levels < low - slip) | (levels > high + slip)


def issue_weight(draws: Draws, party: int) -> FloatArray:
    """(draw, issue) salience as shares of one; zero where the party cares about nothing in that draw."""
    salience = draws.salience[:, party, :]
    total = salience.sum(axis=1, keepdims=True)
    share: FloatArray = np.divide(salience, total, out=np.zeros_like(salience), where=total > 0)
    return share
