"""Where a lever's effect lies, given what is uncertain about the lever itself and what the draws leave open.

The mean over draws is one number. But a lever that works with a chance of 0.1 to 0.5 may bring a fifth of that or all
of it, and nobody knows which. So the effect is told as the range of its mean given the lever's own values (its chance
to work, its size), widened by the error of computing with finitely many draws.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from commonground.explore.answer import Z90, Difference, difference
from commonground.explore.plan import plan_of
from commonground.explore.sets import Tried
from commonground.explore.worlds import Worlds
from commonground.methods.parameters import FloatArray

LEAST_T = 2.0  # a slope within two standard errors of none is taken as none


def own_range(worlds: Worlds, lever: str, outcome: str) -> tuple[float, float]:
    """5 % and 95 % of what one lever does to an outcome.

    Steps: 1. in every draw, what it does if it works; 2. how that leans on the lever's own values, by least squares, as
    far as the draws show it; 3. times its chance to work; 4. the middle nine tenths, widened by 1.645 standard errors.

    Limits
    ------
    Straight lines: an effect that bends with a lever's size is told by its mean slope.
    """
    return _widened(expected_effect(worlds, lever, outcome), worlds.effect((lever,), outcome))


def expected_effect(worlds: Worlds, lever: str, outcome: str) -> FloatArray:
    """(draw,) the mean effect of one lever on an outcome, given its own values of that draw."""
    change = difference(worlds.before[outcome], worlds.solved((lever,))[outcome]).per_draw
    return worlds.works(lever) * _fitted(change, _own_values(worlds, lever))


def set_range(alone: Mapping[str, FloatArray], found: Tried) -> tuple[float, float]:
    """5 % and 95 % of what a set of levers does to the goal; of one lever, its `own_range`.

    Parameters
    ----------
    alone : lever -> (draw,) its expected effect (`expected_effect`), for all levers of the set

    Limits
    ------
    What the levers bring beyond their sum is taken at its mean.
    """
    together = np.sum([alone[name] for name in found.levers], axis=0) + (found.synergy or 0.0)
    return _widened(together, found.effect)


def _widened(expected: FloatArray, whole: Difference) -> tuple[float, float]:
    """The middle nine tenths, widened by the error of computing with finitely many draws."""
    low, high = np.quantile(expected, [0.05, 0.95])
    return float(min(low, whole.change) - Z90 * whole.se), float(max(high, whole.change) + Z90 * whole.se)


def _own_values(worlds: Worlds, lever: str) -> list[FloatArray]:
    """What is uncertain about the lever, in every draw: its own values but for its cost and its chance to work, and
    the values that it sets."""
    engine, head = worlds.engine, f"levers.{lever}."
    left = (f"{head}cost", f"{head}works")
    own = [
        engine.value(path, value)
        for path, value in engine.case.values().items()
        if path.startswith(head) and path not in left and not value.quantity.is_exact
    ]
    plan = plan_of(engine.case, levers=(lever,)).now
    return own + [
        engine.held_value(path, quantity) for path, quantity in plan.held.items() if not quantity.is_exact
    ]


def _fitted(change: FloatArray, values: list[FloatArray]) -> FloatArray:
    """(draw,) the mean change given the values, by least squares on those that matter."""
    mean = np.full(change.size, change.mean())
    spread = [value - value.mean() for value in values if value.std() > 0.0]
    if not spread or change.size <= len(spread) + 2:
        return mean
    table = np.stack(spread, axis=1)
    slopes, *_ = np.linalg.lstsq(table, change - change.mean(), rcond=None)
    rest = change - mean - table @ slopes
    variance = float(rest @ rest) / (change.size - len(spread) - 1)
    errors = np.sqrt(variance * np.diag(np.linalg.pinv(table.T @ table)))
    kept = np.where(np.abs(slopes) > LEAST_T * errors, slopes, 0.0)
    return np.asarray(mean + table @ kept)
