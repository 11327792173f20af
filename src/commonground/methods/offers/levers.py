"""Which way out, patience or flow gives a side a certain share: inverses of alternating offers.

Each function answers for the side it names; `swapped()` of the parameters answers for the other. Not a number means
that no value does.
Sources: rubinstein1982, binmore1986, muthoo1999.
Limits: one lever at a time, with everything else as it is.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike

from commonground.methods.offers.curve import falling_root
from commonground.methods.offers.rates import RatesParameters, solve_rates
from commonground.methods.offers.split import OffersParameters, share_if_b_must_stay, solve_offers
from commonground.methods.parameters import PROBABILITY, FloatArray, ParameterError, checked

_NEAR = 1e-9


def outside_b_that_binds(parameters: OffersParameters) -> FloatArray:
    """(draw,) what B must have on leaving before its way out changes A's offer; below it, it changes nothing.

    B's way out in `parameters` is not used. NaN where there would be no deal.
    """
    free = replace(parameters, outside_b=0.0)
    there = solve_offers(free).equilibria > 0
    return np.where(there, 1.0 - share_if_b_must_stay(free), np.nan)


def outside_b_for_share(parameters: OffersParameters, share_b: ArrayLike) -> FloatArray:
    """Smallest way out of B with which A's first offer leaves B at least `share_b`.

    Parameters
    ----------
    share_b : number or (draw,), 0-1

    Returns
    -------
    (draw,) prizes; 0 where B gets it without one, NaN where no deal would give it so much, or where there would be
    no deal if B had no way out.
    """
    wanted = _wanted("share_b", share_b, np.size(parameters.patience_a))
    binds = outside_b_that_binds(parameters)
    needed = np.where(wanted <= binds + _NEAR, 0.0, wanted)
    there = solve_offers(replace(parameters, outside_b=needed)).share_a_first
    enough = np.nan_to_num(1.0 - there, nan=-1.0) >= wanted - _NEAR
    return np.where(enough & np.isfinite(binds), needed, np.nan)


def patience_a_for_share(parameters: OffersParameters, share_a: ArrayLike) -> FloatArray:
    """Smallest discount factor of A with which it gets at least `share_a` when it makes the first offer.

    Parameters
    ----------
    share_a : number or (draw,), 0-1

    Returns
    -------
    (draw,) between 0 and 1; 0 where any patience does, NaN where none does.
    """
    wanted = _wanted("share_a", share_a, np.size(parameters.patience_a))

    def short(patience: FloatArray) -> FloatArray:
        """How much A lacks; no deal lacks everything."""
        share = solve_offers(replace(parameters, patience_a=patience)).share_a_first
        return wanted - np.nan_to_num(share, nan=-1.0)

    least, most = np.full(wanted.shape, 1e-12), np.full(wanted.shape, 1.0 - 1e-12)
    found = falling_root(short, least, most)
    found = np.where(short(least) <= _NEAR, 0.0, found)
    return np.where(
        short(np.where(found > 0.0, np.minimum(found + 1e-12, most), least)) <= 1e-8, found, np.nan
    )


def flow_a_for_share(parameters: RatesParameters, share_a: ArrayLike) -> FloatArray:
    """What A must have per unit of time while the talks last to end with `share_a`, with short rounds.

    A's flow in `parameters` is not used.

    Parameters
    ----------
    share_a : number or (draw,), 0-1

    Returns
    -------
    (draw,) prizes per unit of time, negative for what A could afford to suffer; NaN where a way out decides instead,
    or where there would be no deal.
    """
    wanted = _wanted("share_a", share_a, np.size(parameters.rate_a))
    free = solve_rates(replace(parameters, flow_a=0.0))
    inside = (wanted - free.weight_a * (1.0 - free.inside_b)) / (1.0 - free.weight_a)
    flow = inside * parameters.total_a - parameters.hazard * np.asarray(parameters.breakdown_a)
    return _if_it_does(parameters, {"flow_a": flow}, wanted)


def flow_b_for_share(parameters: RatesParameters, share_a: ArrayLike) -> FloatArray:
    """What B must have (or, negative, suffer) per unit of time during the talks for A to end with `share_a`.

    B's flow in `parameters` is not used.

    Parameters
    ----------
    share_a : number or (draw,), 0-1

    Returns
    -------
    (draw,) prizes per unit of time; NaN where a way out decides instead, or where there would be no deal.
    """
    wanted = _wanted("share_a", share_a, np.size(parameters.rate_a))
    free = solve_rates(replace(parameters, flow_b=0.0))
    inside = 1.0 - free.inside_a - (wanted - free.inside_a) / free.weight_a
    flow = inside * parameters.total_b - parameters.hazard * np.asarray(parameters.breakdown_b)
    return _if_it_does(parameters, {"flow_b": flow}, wanted)


def _if_it_does(parameters: RatesParameters, change: dict[str, FloatArray], wanted: FloatArray) -> FloatArray:
    """(draw,) the value where it gives A the share, else NaN."""
    (value,) = change.values()
    there = solve_rates(replace(parameters, **change)).share_a
    return np.where(np.abs(np.nan_to_num(there, nan=-1.0) - wanted) <= 1e-8, value, np.nan)


def _wanted(name: str, share: ArrayLike, draws: int) -> FloatArray:
    array = checked(name, share, PROBABILITY)
    if array.size not in (1, draws):
        raise ParameterError(
            name, f"has {array.size} draws where others have {draws}", "Give one per draw, or one."
        )
    return np.broadcast_to(array, (draws,))
