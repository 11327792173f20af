"""What reopens a zone that fear of reneging has closed: money, a smaller loss, more time.

Each function changes one thing and leaves the rest of the deal as it is; the value it returns, put into the deal,
brings the width of the zone to 0. The thresholds of durability and of reneging itself are in deal.py.

Sources: after powell2004 and powell2006; the closed forms are derived here.
Limits: those of deal.py; repairs are not combined, and what they cost whoever pays is not weighed.
"""

from __future__ import annotations

import numpy as np

from commonground.methods.parameters import FloatArray
from commonground.methods.ratio import ratio
from commonground.methods.turnover.deal import (
    TIE,
    DealParameters,
    capped_share,
    durability_that_holds,
    shortfall,
)


def escrow_that_holds(parameters: DealParameters) -> FloatArray:
    """Smallest sum in escrow, paid by a third party on collapse to either side, that opens the zone.

    On top of any escrow in the parameters; 0 where the zone is open. E = 1.052 reopens the zone at q = 0.5 in
    the example of the documentation.

    Returns
    -------
    (draw,) NaN where no escrow does it, since nobody expects a collapse
    """
    weight = (1.0 - parameters.alive) * (1.0 - parameters.patience)
    return _at_least_zero(shortfall(parameters), weight)


def front_load_that_holds(parameters: DealParameters) -> FloatArray:
    """Smallest sum paid by a third party at signing, to either side, that opens the zone; 0 where it is open.

    On top of any front-loading in the parameters. It helps a side to sign, never to comply later.

    Returns
    -------
    (draw,)
    """
    return _at_least_zero(shortfall(parameters), 1.0 - parameters.patience)


def _at_least_zero(missing: FloatArray, weight: FloatArray) -> FloatArray:
    return np.where(missing <= TIE, 0.0, ratio(missing, weight, np.nan))


def loss_that_holds(parameters: DealParameters) -> FloatArray:
    """Largest lasting loss of both sides together at which the zone is open, as a flow.

    Compare with `lasting_a + lasting_b` of the parameters.

    Returns
    -------
    (draw,) infinite where any loss would do; NaN where none would, not even 0
    """
    given, alive = parameters, parameters.alive
    escrow = (1.0 - given.patience) * (np.asarray(given.escrow_a) + given.escrow_b)
    free = alive * given.surplus + given.advance
    with np.errstate(divide="ignore", invalid="ignore"):
        most = np.where(alive < 1.0, free / (1.0 - alive) + escrow, np.where(free >= -TIE, np.inf, np.nan))
    return np.where(most >= -TIE, np.maximum(most, 0.0), np.nan)


def reconstitution_that_holds(parameters: DealParameters) -> FloatArray:
    """Longest time, in periods and the same for both sides, in which losses may be made good if the zone is to be open.

    Returns
    -------
    (draw,) infinite where even a loss for ever would do; NaN where none would
    """
    most, full = loss_that_holds(parameters), np.asarray(parameters.loss_a) + parameters.loss_b
    share = np.where(np.isnan(most), np.nan, ratio(most, full, np.inf))
    with np.errstate(divide="ignore", invalid="ignore"):
        periods = np.log1p(-np.minimum(share, 1.0)) / np.log(parameters.patience)
    return np.where(share >= 1.0 - TIE, np.inf, periods)


def first_election_that_holds(parameters: DealParameters) -> FloatArray:
    """Least time from signing to the first election, in periods, at which the zone is open.

    Returns
    -------
    (draw,) 0 where any would do; NaN where none would. It may exceed the term.
    """
    gone = 1.0 - durability_that_holds(parameters)
    q, cycle = np.asarray(parameters.renege), parameters.patience**parameters.term
    return _wait(gone * (1.0 - (1.0 - q) * cycle), q, parameters.patience)


def term_that_holds(parameters: DealParameters) -> FloatArray:
    """Least time between elections, and from signing to the first of them, in periods, at which the zone is open.

    Returns
    -------
    (draw,) 0 where any would do; NaN where none would
    """
    gone = 1.0 - durability_that_holds(parameters)
    q = np.asarray(parameters.renege)
    return _wait(gone, q + (1.0 - q) * gone, parameters.patience)


def _wait(part: FloatArray, whole: FloatArray, discount: FloatArray) -> FloatArray:
    """Periods until a weight of 1 has fallen to part / whole; NaN if it would have to fall to 0."""
    share = capped_share(part, whole)
    positive = share > 0.0
    periods = np.log(share, out=np.full_like(share, np.nan), where=positive) / np.log(discount)
    return np.where(positive, np.maximum(periods, 0.0), np.nan)
