"""The fewest equal tranches in which an exchange can be completed.

A last step has nothing after it, so each side would keep its own: then the step before is the last, and so on, and the
exchange never starts. A bonus on completion, or a snapback of what has been given, carries the last step if it is
small enough: cut the whole into enough tranches. With K equal tranches step k is safe if

    c/K <= sum_{j>k} delta^(j-k) (g-c)/K + delta^(K-k) H + sigma g k/K.

The right side, less the left, is least at the first or the last step (it is a geometric sequence plus a linear one of
the fitting sign), so two conditions decide, and the numbers of tranches that work form one interval.

Sources: after admati1991, lockwood2002, compte2004. Limits: tranches of one size; see schedule.py for any size.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from commonground.methods.parameters import BoolArray, FloatArray, ParameterError
from commonground.methods.phrases import figure, per_cent, sentence, whether
from commonground.methods.ratio import ratio
from commonground.methods.sequencing.exchange import ExchangeSide, together

SLACK = 1e-12  # a step that is short of safe by less, in shares of the cost, counts as safe
MOST = 2.0**52
_HALVINGS = 60


@dataclass(frozen=True)
class EqualResult:
    """Each array is (draw,).

    sides      : what went in
    feasible   : whether some number of equal tranches is safe
    tranches   : fewest that are; NaN where none is
    most       : largest number that is; infinite where any larger one is too, NaN where none is
    efficiency : share of the value left after waiting for it, with the fewest tranches
    """

    sides: tuple[ExchangeSide, ...]
    feasible: BoolArray
    tranches: FloatArray
    most: FloatArray
    efficiency: FloatArray

    def reading(self) -> str:
        """One paragraph: how many equal steps it takes, and why."""
        yes = (
            f"the exchange can be completed in {figure(self.tranches)} equal tranches, which keeps"
            f" {per_cent(self.efficiency)} of its value"
        )
        bare = all(not np.any(side.bonus) and not np.any(side.snapback) for side in self.sides)
        why = (
            "with neither a bonus on completion nor a snapback the last step is never safe, and so none before it"
            if bare
            else "no number of equal tranches is safe at the first and at the last step"
        )
        return (
            sentence(whether(self.feasible, yes, why))
            + " Tranches of one size are more than needed: larger ones first and a small one last do it in fewer."
        )


def solve_equal(*sides: ExchangeSide) -> EqualResult:
    """The fewest equal tranches that no side would break off.

    Steps: 1. the last step needs K >= c/(H + sigma g); 2. the first step's slack rises and then falls with K: find its
    top, then the ends of the interval around it where it is not negative; 3. intersect over the sides.

    Returns
    -------
    EqualResult with (draw,) arrays

    References
    ----------
    lockwood2002, compte2004

    Limits
    ------
    With c <= delta g and no snapback the number is c/H, rounded up. With less patience the early steps may be unsafe
    however many there are.
    """
    draws = together(sides)
    spans = [_span(side) for side in sides]
    low = np.broadcast_to(np.max(np.broadcast_arrays(*(span[0] for span in spans)), axis=0), (draws,))
    high = np.broadcast_to(np.min(np.broadcast_arrays(*(span[1] for span in spans)), axis=0), (draws,))
    feasible = low <= high
    tranches = np.where(feasible, low, np.nan)
    kept = []
    for side in sides:
        delta = side.patience
        kept.append(-np.expm1(tranches * np.log(delta)) / ((1.0 - delta) * tranches))
    return EqualResult(
        sides=sides,
        feasible=feasible,
        tranches=tranches,
        most=np.where(feasible, np.where(high >= MOST, np.inf, high), np.nan),
        efficiency=np.min(np.broadcast_arrays(*kept), axis=0),
    )


def _first_slack(side: ExchangeSide, tranches: FloatArray) -> FloatArray:
    """K times the slack of the first of K steps, over the cost: X + delta^(K-1) (H K - X) + sigma g - c."""
    delta = side.patience
    later = side.net * delta / (1.0 - delta)  # X: what equal tranches without end would be worth
    fade = np.exp((tranches - 1.0) * np.log(delta))
    bonus = np.where(np.asarray(side.bonus) > 0.0, fade * tranches * side.bonus, 0.0)
    return np.asarray((later * (1.0 - fade) + bonus + side.secured - side.cost) / side.cost)


def _span(side: ExchangeSide) -> tuple[FloatArray, FloatArray]:
    """Smallest and largest number of equal tranches that are safe for one side; smallest above largest if none is."""
    cost, bonus, delta = np.asarray(side.cost), np.asarray(side.bonus), side.patience
    carried = bonus + side.secured
    low = np.maximum(np.ceil(ratio(cost * (1.0 - SLACK), carried, np.inf)), 1.0)
    # The first step's slack is largest at this number of tranches; without a bonus it rises with a positive net value
    # and falls with a negative one.
    worth = side.net * delta / (1.0 - delta)
    top = np.where(
        bonus > 0.0,
        np.sign(worth) * ratio(np.abs(worth), bonus, 0.0) - 1.0 / np.log(delta),
        np.where(worth > 0.0, MOST, 1.0),
    )
    start = np.clip(low, 1.0, MOST)
    peak = np.clip(top, start, MOST)
    down, up = np.floor(peak), np.minimum(np.ceil(peak), MOST)
    peak = np.where(_first_slack(side, up) > _first_slack(side, down), up, down)
    none = (low > MOST) | (_first_slack(side, peak) < -SLACK)
    rises = _edge(side, start, peak, first=True)
    falls = _edge(side, peak, np.full_like(peak, MOST), first=False)
    return np.where(none, np.inf, rises), np.where(none, -np.inf, falls)


def _edge(side: ExchangeSide, low: FloatArray, high: FloatArray, *, first: bool) -> FloatArray:
    """First or last whole number between low and high at which the first step is safe; it is so at the peak's end."""
    for _ in range(_HALVINGS):
        if first:  # safe from some number on
            middle = np.floor(0.5 * (low + high))
            safe = _first_slack(side, middle) >= -SLACK
            low, high = np.where(safe, low, np.minimum(middle + 1.0, high)), np.where(safe, middle, high)
        else:  # safe up to some number
            middle = np.ceil(0.5 * (low + high))
            safe = _first_slack(side, middle) >= -SLACK
            low, high = np.where(safe, middle, low), np.where(safe, high, np.maximum(middle - 1.0, low))
        if (low >= high).all():
            break
    return high if first else low


def whole(tranches: int) -> int:
    """A number of tranches, checked."""
    if tranches < 1 or tranches != int(tranches):
        raise ParameterError(
            "tranches", f"out of range (got {tranches})", "Use a whole number of at least 1."
        )
    return int(tranches)


def bonus_that_completes(*sides: ExchangeSide, tranches: int) -> FloatArray:
    """Smallest bonus, the same for every side, with which so many equal tranches are safe.

    The sides' own bonus is replaced.

    Returns
    -------
    (draw,) in the sides' unit; 0 where the snapback does it alone
    """
    draws, n = together(sides), whole(tranches)
    needed = [np.zeros(draws)]
    for side in sides:
        fade = side.patience ** (n - 1.0)
        later = side.net * side.patience / (1.0 - side.patience) * (1.0 - fade)
        needed += [side.cost / n - side.secured, (side.cost - side.secured - later) / (n * fade)]
    return np.asarray(np.max(np.broadcast_arrays(*needed), axis=0))


def snapback_that_completes(*sides: ExchangeSide, tranches: int) -> FloatArray:
    """Smallest snapback, the same share for every side, with which so many equal tranches are safe.

    The sides' own snapback is replaced.

    Returns
    -------
    (draw,) 0-1, 0 where the bonus does it alone; NaN where not even a full snapback does
    """
    draws, n = together(sides), whole(tranches)
    needed = [np.zeros(draws)]
    for side in sides:
        bonus, gain = np.asarray(side.bonus), np.asarray(side.benefit)
        fade = side.patience ** (n - 1.0)
        later = side.net * side.patience / (1.0 - side.patience) * (1.0 - fade)
        needed += [(side.cost / n - bonus) / gain, (side.cost - later - fade * n * bonus) / gain]
    share = np.max(np.broadcast_arrays(*needed), axis=0)
    return np.where(share <= 1.0 + SLACK, np.minimum(share, 1.0), np.nan)
