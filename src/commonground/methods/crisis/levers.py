"""What would keep the risk of war at or below a bound: inverses of the crisis models.

Each function answers "how much of this would do", per draw, with everything else as it is, in closed form.
Not a number means that no value does.
Sources: fearon1995, powell1996, fey2011.
Limits: one lever at a time; the bound is on the model's risk, with all that the model leaves out.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike

from commonground.methods.crisis.costs import DiscreteCost, UniformCost
from commonground.methods.crisis.demand import PrivateCostParameters, candidates, pull, solve_private_cost
from commonground.methods.crisis.power import PrivatePowerParameters
from commonground.methods.parameters import PROBABILITY, FloatArray, ParameterError, checked


def cost_a_that_keeps_peace(parameters: PrivateCostParameters, risk: ArrayLike = 0.0) -> FloatArray:
    """Smallest cost of war to A at which the risk of war is at most `risk`; A's cost in `parameters` is not used.

    Parameters
    ----------
    risk : number or (draw,), 0-1

    Returns
    -------
    (draw,) prizes, at least 0; NaN where no cost does (a concave A that would get nothing at the safe demand).
    """
    risk = _bounded(risk, np.size(parameters.power))
    belief, power = parameters.cost_b, np.asarray(parameters.power)
    free = replace(parameters, cost_a=power)  # a war is worth nothing to A
    if isinstance(belief, DiscreteCost):
        _, refused, value = candidates(free, belief)
        bold = refused > risk[:, None]
        # Line k (bold) falls to line j (safe) where power - cost = (value_j - value_k)/(refused_k - refused_j).
        pairs = bold[:, :, None] & ~bold[:, None, :]
        apart = np.where(pairs, refused[:, :, None] - refused[:, None, :], 1.0)
        even = power[:, None, None] - (value[:, None, :] - value[:, :, None]) / apart
        needed = np.where(pairs, even, np.inf).min(axis=2)
        return np.asarray(np.where(bold, needed, 0.0).max(axis=1).clip(min=0.0))
    bound = np.asarray(belief.quantile(risk))
    any_cost = bound >= np.minimum(parameters.ceiling, belief.most)
    at = np.where(any_cost, belief.least, bound)
    # The pull with a war worth w is that with w = 0 plus w * share ** (1 - a); it must not be positive.
    scale = parameters.share_a(at) ** (1.0 - np.asarray(parameters.exponent_a))
    gain = pull(free, belief, at)
    cost = power + np.divide(gain, scale, out=np.full_like(gain, np.nan), where=scale > 0.0)
    return np.where(any_cost, 0.0, np.maximum(0.0, cost))


def status_quo_that_keeps_peace(parameters: PrivateCostParameters, risk: ArrayLike = 0.0) -> FloatArray:
    """Largest share held by A today at which the risk of war is at most `risk`; the present one is not used.

    A share that A would keep rather than fight: see `status_quo_that_is_kept` for the least.

    Parameters
    ----------
    risk : number or (draw,), 0-1

    Returns
    -------
    (draw,) share 0-1; 1 where any does.
    """
    risk = _bounded(risk, np.size(parameters.power))
    belief, free = parameters.cost_b, replace(parameters, status_quo_a=1.0)
    if isinstance(belief, DiscreteCost):
        return _status_quo_with_types(free, belief, risk)
    unbound = solve_private_cost(free)
    return np.where(unbound.risk_of_war <= risk, 1.0, free.share_a(np.asarray(belief.quantile(risk))))


def status_quo_that_is_kept(parameters: PrivateCostParameters, risk: ArrayLike = 0.0) -> FloatArray:
    """Least share held by A today that it would not sooner fight for more than keep; the present one is not used.

    Together with `status_quo_that_keeps_peace` the ends of what A may hold for the risk of war to be at most `risk`.
    With less, A is not held back by what it has, and the risk is as if it had nothing to keep.

    Parameters
    ----------
    risk : number or (draw,), 0-1

    Returns
    -------
    (draw,) share, worth a war to A; 0 where the risk is low enough whatever A holds. Never above the largest share.
    """
    risk = _bounded(risk, np.size(parameters.power))
    free = solve_private_cost(replace(parameters, status_quo_a=1.0))
    kept = np.maximum(0.0, parameters.war_a) ** (1.0 / np.asarray(parameters.exponent_a))
    return np.where(free.risk_of_war <= risk, 0.0, kept)


def lowest_cost_b_that_keeps_peace(parameters: PrivateCostParameters, risk: ArrayLike = 0.0) -> FloatArray:
    """How high B's lowest possible cost must be for the risk of war to be at most `risk`; uniform costs only.

    Parameters
    ----------
    risk : number or (draw,), 0-1

    Returns
    -------
    (draw,) prizes, from 0 to the highest cost, which always does.

    Raises
    ------
    ParameterError : the belief about B's cost is not uniform.
    """
    risk = _bounded(risk, np.size(parameters.power))
    if not isinstance(parameters.cost_b, UniformCost):
        raise ParameterError("cost_b", f"is {parameters.cost_b.words}", "Give a UniformCost.")
    high = parameters.cost_b.most
    bound = solve_private_cost(replace(parameters, cost_b=UniformCost(low=0.0, high=high))).fights_below
    sure = risk >= 1.0
    lowest = (bound - risk * high) / np.where(sure, 1.0, 1.0 - risk)
    return np.where(sure, 0.0, np.maximum(0.0, lowest))


def cost_total_that_keeps_peace(parameters: PrivatePowerParameters, risk: ArrayLike = 0.0) -> FloatArray:
    """(draw,) smallest total cost of war, A's and B's, at which one offer under private power risks at most `risk`."""
    risk = _bounded(risk, np.size(parameters.power_low))
    return parameters.spread * (1.0 - risk)


def cost_total_that_allows_peace(parameters: PrivatePowerParameters, risk: ArrayLike = 0.0) -> FloatArray:
    """(draw,) smallest total cost of war at which some procedure risks at most `risk` under private power."""
    return 0.5 * cost_total_that_keeps_peace(parameters, risk)


def spread_that_keeps_peace(parameters: PrivatePowerParameters, risk: ArrayLike = 0.0) -> FloatArray:
    """(draw,) widest uncertainty about power, power_high - power_low, at which one offer risks at most `risk`."""
    return _widest(parameters.cost_total, _bounded(risk, np.size(parameters.power_low)))


def spread_that_allows_peace(parameters: PrivatePowerParameters, risk: ArrayLike = 0.0) -> FloatArray:
    """(draw,) widest uncertainty about power at which some procedure risks at most `risk`."""
    return _widest(2.0 * parameters.cost_total, _bounded(risk, np.size(parameters.power_low)))


def _widest(enough: FloatArray, risk: FloatArray) -> FloatArray:
    sure = risk >= 1.0
    return np.where(sure, 1.0, np.minimum(1.0, enough / np.where(sure, 1.0, 1.0 - risk)))


def _status_quo_with_types(free: PrivateCostParameters, belief: DiscreteCost, risk: FloatArray) -> FloatArray:
    """Where a demand of the whole status quo begins to beat the best demand that runs at most this risk."""
    bound, refused, value = candidates(free, belief)
    bold = refused > risk[:, None]
    safe = np.where(bold, -np.inf, value).max(axis=1, keepdims=True)
    left = np.clip(1.0 - np.asarray(free.power)[:, None] - bound, 0.0, 1.0)
    share = 1.0 - left ** (1.0 / np.asarray(free.exponent_b)[:, None])
    war = free.war_a[:, None]
    some = bold & (refused < 1.0)
    utility = (safe - war * refused) / np.where(some, 1.0 - refused, 1.0)
    even = np.clip(utility, 0.0, None) ** (1.0 / np.asarray(free.exponent_a)[:, None])
    even[:, 1:] = np.maximum(even[:, 1:], share[:, :-1])
    return np.asarray(np.where(some & (even <= share), even, 1.0).min(axis=1))


def _bounded(risk: ArrayLike, draws: int) -> FloatArray:
    """(draw,) the bound on the risk, checked."""
    array = checked("risk", risk, PROBABILITY)
    if array.size not in (1, draws):
        raise ParameterError(
            "risk", f"has {array.size} draws where others have {draws}", "Give one per draw, or one."
        )
    return np.broadcast_to(array, (draws,))
