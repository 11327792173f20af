"""How much turnover, how cheap a step, and how late a look an offer to B can bear.

Thresholds of the price of a freeze, by halving: each keeps the offer and moves one other number of the programme.

Sources: those of freeze.py. Limits: those of freeze.py; other steps are paid as there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike

from commonground.methods.latency.freeze import FreezeParameters, solve_freeze
from commonground.methods.parameters import ANY, NOT_NEGATIVE, BoolArray, FloatArray, ParameterError, checked

_HALVINGS = 50
_GRID = 64


def _price(parameters: FreezeParameters, step: int) -> FloatArray:
    if not 0 <= step < parameters.steps:
        raise ParameterError("step", f"there is no step {step}", f"Use 0 to {parameters.steps - 1}.")
    return solve_freeze(parameters).price[:, step]


def turnover_that_holds(parameters: FreezeParameters, offer: ArrayLike, step: int) -> FloatArray:
    """Chance of turnover per period up to which an offer keeps B at its step: the first at which it no longer does.

    Parameters
    ----------
    offer : number or (draw,), payment per period
    step  : where B stands, 0 to N - 1

    Returns
    -------
    (draw,) 0-1; 1 where the offer does at any chance; NaN where it does not even without turnover

    Limits
    ------
    Looks at steps of 1/64 and then closer, so an excess that is narrower than that may be missed.
    """
    paid = checked("offer", offer, ANY)

    def fails(chance: FloatArray) -> BoolArray:
        return np.asarray(_price(replace(parameters, turnover=chance), step) > paid + 1e-12)

    low, high = np.full(parameters.draws, np.nan), np.ones(parameters.draws)
    found = fails(np.zeros(parameters.draws))
    never = found.copy()
    for i in range(1, _GRID + 1):
        now = fails(np.full(parameters.draws, i / _GRID)) & ~found
        low[now], high[now] = (i - 1) / _GRID, i / _GRID
        found |= now
    inside = ~np.isnan(low)
    edge = _halved(fails, np.where(inside, low, 0.0), high)
    return np.where(never, np.nan, np.where(inside, edge, 1.0))


def step_cost_that_holds(parameters: FreezeParameters, offer: ArrayLike, step: int) -> FloatArray:
    """Smallest cost of a step at which an offer keeps B at its step.

    The price never rises with the cost, so there is one such cost.

    Parameters
    ----------
    offer : number or (draw,), payment per period, at least 0
    step  : where B stands, 0 to N - 1

    Returns
    -------
    (draw,) 0 where the offer does even if steps are free
    """
    paid = checked("offer", offer, NOT_NEGATIVE)

    def holds(cost: FloatArray) -> BoolArray:
        return np.asarray(_price(replace(parameters, step_cost=cost), step) <= paid + 1e-12)

    values = [
        np.abs(value)
        for value in (*parameters.strikes_present.values(), *parameters.strikes_successor.values())
    ]
    flows = sum(
        np.abs(np.asarray(flow))
        for flow in (parameters.flow, parameters.flow_successor, parameters.flow_armed)
    )
    most = (
        1.0
        + 2.0 * (flows + paid) / (1.0 - np.asarray(parameters.discount))
        + sum(values, np.zeros(parameters.draws))
    )
    free = holds(np.zeros(parameters.draws))
    return np.where(free, 0.0, _halved(holds, np.zeros(parameters.draws), most))


def lag_that_holds(parameters: FreezeParameters, offer: ArrayLike, step: int, most: int = 24) -> FloatArray:
    """Longest time unseen, in whole periods, up to which an offer keeps B at its step.

    Parameters
    ----------
    offer : number or (draw,), payment per period
    step  : where B stands, 0 to N - 1
    most  : longest lag looked at

    Returns
    -------
    (draw,) `most` where it does for that long; NaN where it does not even if every advance is seen at once
    """
    paid = checked("offer", offer, ANY)
    found, holds = np.full(parameters.draws, np.nan), np.ones(parameters.draws, dtype=bool)
    for lag in range(most + 1):
        holds &= _price(replace(parameters, lag=lag), step) <= paid + 1e-12
        if not holds.any():
            break
        found[holds] = lag
    return found


def _halved(changed: Callable[[FloatArray], BoolArray], low: FloatArray, high: FloatArray) -> FloatArray:
    """Where `changed` turns from false to true between low and high, by halving."""
    for _ in range(_HALVINGS):
        middle = 0.5 * (low + high)
        after = changed(middle)
        low, high = np.where(after, low, middle), np.where(after, middle, high)
    return np.asarray(0.5 * (low + high))
