"""A schedule that has been proposed: at which step would which side rather keep its own tranche?

With shares s_1 ... s_K, step k is safe for a side if

    c s_k <= sum_{j>k} delta^(j-k) (g-c) s_j + delta^(K-k) H + sigma g sum_{j<=k} s_j,

each step on the premise that the later ones will be given. One unsafe step is enough to undo those before it.

Sources: after admati1991, lockwood2002, compte2004. Limits: those of exchange.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from commonground.methods.parameters import BoolArray, FloatArray, ParameterError
from commonground.methods.ratio import ratio
from commonground.methods.sequencing.exchange import ExchangeSide, efficiency, together

SLACK = 1e-12  # a step that is short of safe by less, in shares of the cost, counts as safe


@dataclass(frozen=True)
class ProposedResult:
    """A given schedule, step by step.

    shares     : (step,) of the whole
    slack      : per side (draw, step), what goes on is worth more than the tranche by, in the side's unit
    breaks_off : per side (draw, step), whether it would rather keep its tranche
    safe       : (draw, step) whether no side would
    completes  : (draw,) whether every step is safe
    efficiency : (draw,) share of the value left after waiting for it, for the side with the least
    bonus      : (draw,) smallest bonus, the same for every side, with which every step is safe
    snapback   : (draw,) smallest snapback likewise, 0-1; NaN where not even a full one does
    """

    shares: FloatArray
    slack: tuple[FloatArray, ...]
    breaks_off: tuple[BoolArray, ...]
    safe: BoolArray
    completes: BoolArray
    efficiency: FloatArray
    bonus: FloatArray
    snapback: FloatArray


def solve_proposed(*sides: ExchangeSide, shares: ArrayLike | Sequence[float]) -> ProposedResult:
    """Whether a schedule would be carried through, and what would make it safe.

    Parameters
    ----------
    shares : (step,) at least 0, with the sum 1

    Returns
    -------
    ProposedResult

    Raises
    ------
    ParameterError : no side, or shares that are negative or do not add up to 1.

    References
    ----------
    lockwood2002, compte2004

    Limits
    ------
    Each step is judged on the premise that all later ones are given.
    """
    draws = together(sides)
    sizes = np.asarray(shares, dtype=np.float64)
    if sizes.ndim != 1 or not sizes.size or not (sizes >= 0.0).all() or abs(sizes.sum() - 1.0) > 1e-6:
        raise ParameterError(
            "shares", f"do not add up to 1 (got {shares!r:.60})", "Give shares of the whole."
        )
    given = np.cumsum(sizes)
    slack, breaks, bonus, snapback = [], [], [np.zeros(draws)], [np.zeros(draws)]
    for side in sides:
        cost, gain, delta = (np.asarray(one)[:, None] for one in (side.cost, side.benefit, side.patience))
        later = _later(side, sizes)
        fade = delta ** np.arange(sizes.size - 1, -1, -1)
        completion, secured = (
            fade * np.asarray(side.bonus)[:, None],
            np.asarray(side.secured)[:, None] * given,
        )
        keeps = later + completion + secured - cost * sizes
        slack.append(np.broadcast_to(keeps, (draws, sizes.size)))
        breaks.append(np.asarray(slack[-1] < -SLACK * cost))
        short = cost * sizes - later - secured
        bonus.append(np.max(np.where(short > 0.0, ratio(short, fade, np.inf), 0.0), axis=1))
        short = cost * sizes - later - completion
        snapback.append(np.max(np.where(short > 0.0, ratio(short, gain * given, np.inf), 0.0), axis=1))
    share = np.max(np.broadcast_arrays(*snapback), axis=0)
    safe = ~np.any(breaks, axis=0)
    return ProposedResult(
        shares=sizes,
        slack=tuple(slack),
        breaks_off=tuple(breaks),
        safe=safe,
        completes=safe.all(axis=1),
        efficiency=efficiency(sides, np.broadcast_to(sizes, (draws, sizes.size))),
        bonus=np.max(np.broadcast_arrays(*bonus), axis=0),
        snapback=np.where(share <= 1.0 + SLACK, np.minimum(share, 1.0), np.nan),
    )


def _later(side: ExchangeSide, sizes: FloatArray) -> FloatArray:
    """(draw, step) worth of the tranches after a step, as seen from it."""
    delta, ahead = side.patience, np.zeros(side.draws)
    found = np.zeros((side.draws, sizes.size))
    for step in reversed(range(sizes.size - 1)):
        ahead = delta * (side.net * sizes[step + 1] + ahead)
        found[:, step] = ahead
    return found
