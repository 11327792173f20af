"""The fewest tranches of any size in which an exchange can be completed, and the earliest delivery with as many.

From the end: the last tranche may be as large as the bonus and the snapback carry, the one before as large as what then
follows carries, and so on until the whole is covered. Taking the largest tranche at each step from the end needs the
fewest. Without a snapback the tranches grow towards the start by the ratio delta g/c, so that far fewer are needed than
equal ones: front-load, and keep a small verified tail.

With as many tranches, one can deliver still earlier: the last tranche is made smaller and all others are as large as
what follows carries. That is the `earliest` schedule; no safe one keeps more value.

Sources: after admati1991, lockwood2002, compte2004; checked against linear programmes.
Limits: tranches of both sides are shares of the same steps; see exchange.py.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from commonground.methods.parameters import BoolArray, FloatArray
from commonground.methods.phrases import figure, per_cent, sentence, whether
from commonground.methods.ratio import ratio
from commonground.methods.sequencing.equal import whole
from commonground.methods.sequencing.exchange import ExchangeSide, efficiency, together

SLACK = 1e-12
_HALVINGS = 60


@dataclass(frozen=True)
class ScheduleResult:
    """Arrays are (draw,), schedules (draw, step) with 0 after the last tranche.

    sides               : what went in
    feasible            : whether the exchange can be completed in the number of tranches allowed
    tranches            : fewest; NaN where it cannot
    fastest             : schedule with the fewest tranches, each the largest that what follows carries
    earliest            : schedule with as many tranches that delivers soonest
    efficiency          : share of the value left after waiting for it, with the fastest schedule
    earliest_efficiency : the same with the earliest
    """

    sides: tuple[ExchangeSide, ...]
    feasible: BoolArray
    tranches: FloatArray
    fastest: FloatArray
    earliest: FloatArray
    efficiency: FloatArray
    earliest_efficiency: FloatArray

    def reading(self) -> str:
        """One paragraph: how few steps it takes, how they are sized, and what waiting costs."""
        if self.feasible.any():
            done = self.earliest[self.feasible]
            tail = done[np.arange(len(done)), self.tranches[self.feasible].astype(np.int64) - 1]
            yes = (
                f"the exchange can be completed in {figure(self.tranches)} tranches, the first of"
                f" {per_cent(done[:, 0])} of the whole and the last of {per_cent(tail)}, which keeps"
                f" {per_cent(self.earliest_efficiency)} of its value"
            )
        else:
            yes = ""
        no = (
            "no schedule completes the exchange in the number of tranches allowed: what carries the last step is too"
            " little"
        )
        return (
            sentence(whether(self.feasible, yes, no))
            + " What is left to gain shrinks with what is left to give, so large tranches come first and a small one"
            " last. Delays and mistakes in verifying a step are left out."
        )


def solve_schedule(*sides: ExchangeSide, most: int = 200) -> ScheduleResult:
    """The fewest tranches of any size that no side would break off.

    Steps: 1. from the end, s_k = min(rest, (delta V + sigma g rest)/c) with V the value of what follows (H after the
    last step), the least over the sides; 2. with that number of tranches, the largest first tranche.

    Parameters
    ----------
    most : largest number of tranches allowed

    Returns
    -------
    ScheduleResult with (draw,) and (draw, step) arrays

    References
    ----------
    lockwood2002, compte2004

    Limits
    ------
    With several sides, step 1 takes at each step the tranche of the side that bears least.
    """
    draws, longest = together(sides), whole(most)
    backwards, rest = _from_the_end(sides, draws, longest, None)
    feasible = rest <= SLACK
    count = np.where(feasible, (backwards > 0.0).sum(axis=0), 0)
    steps = max(int(count.max()), 1)
    fastest = _in_order(backwards[:steps], count)
    last = _earliest_tail(sides, backwards[:steps], count, draws)
    earliest = _in_order(_from_the_end(sides, draws, steps, last, count)[0], count)
    lost = np.where(feasible, 0.0, np.nan)
    return ScheduleResult(
        sides=sides,
        feasible=feasible,
        tranches=count + lost,
        fastest=fastest,
        earliest=earliest,
        efficiency=efficiency(sides, fastest) + lost,
        earliest_efficiency=efficiency(sides, earliest) + lost,
    )


def _from_the_end(
    sides: tuple[ExchangeSide, ...],
    draws: int,
    steps: int,
    last: FloatArray | None,
    count: FloatArray | None = None,
) -> tuple[FloatArray, FloatArray]:
    """Tranches (step, draw) from the last one back, and what is left to give before them.

    last  : size of the last tranche; None: as large as it may be
    count : number of tranches; the first of them takes the rest; None: as many as needed
    """
    rest = np.ones(draws)
    ahead = [np.broadcast_to(np.asarray(side.bonus), (draws,)).astype(np.float64) for side in sides]
    found = []
    for step in range(steps):
        limit = _largest(sides, ahead, rest)
        tranche = np.minimum(rest, limit)
        tranche = np.where(rest - tranche <= SLACK, rest, tranche)  # no crumbs
        if step == 0 and last is not None:
            tranche = np.minimum(last, rest)
        if count is not None:
            tranche = np.where(step == count - 1, rest, tranche)
        ahead = [side.patience * (side.net * tranche + value) for side, value in zip(sides, ahead)]
        rest = rest - tranche
        found.append(tranche)
        if (rest <= 0.0).all() or not tranche.any():
            break
    return np.array(found), rest


def _largest(sides: tuple[ExchangeSide, ...], ahead: list[FloatArray], rest: FloatArray) -> FloatArray:
    """The largest tranche that what follows carries, for the side that bears least; twice the whole is plenty."""
    carried = [ratio(value + side.secured * rest, side.cost, 0.0) for side, value in zip(sides, ahead)]
    return np.asarray(np.minimum(np.min(carried, axis=0), 2.0))


def _in_order(backwards: FloatArray, count: FloatArray) -> FloatArray:
    """(draw, step) from the first tranche to the last, of (step, draw) from the last to the first."""
    steps, draws = len(backwards), backwards.shape[1]
    place = count[:, None].astype(np.int64) - 1 - np.arange(max(steps, 1))[None, :]
    held = np.take_along_axis(backwards.T, np.clip(place, 0, steps - 1), axis=1)
    return np.where((place >= 0) & (place < steps), held, 0.0).reshape(draws, -1)


def _earliest_tail(
    sides: tuple[ExchangeSide, ...], backwards: FloatArray, count: FloatArray, draws: int
) -> FloatArray:
    """The smallest last tranche with which the first one is still safe: then the first is the largest it can be.

    What is left uncovered falls with the last tranche, in a straight line for one side and in a few for several, so
    that the rule of false position (with the weight of a side that does not move halved) ends after a few steps.
    """
    low, high = np.zeros(draws), np.where(count == 1, 1.0, backwards[0])
    several = count > 1
    if not several.any():
        return high
    above, below = _uncovered(sides, low, count), np.minimum(_uncovered(sides, high, count), 0.0)
    moved = np.zeros(draws)
    for _ in range(_HALVINGS):
        wide = several & (high - low > SLACK) & (below < 0.0)
        if not wide.any():
            break
        weight = ratio(above, above - below, 0.5)
        middle = low + weight * (high - low)
        rest = np.where(wide, _uncovered(sides, middle, count), below)
        safe = rest <= SLACK
        above = np.where(safe, np.where(moved == 1.0, 0.5 * above, above), rest)
        below = np.where(safe, np.minimum(rest, 0.0), np.where(moved == -1.0, 0.5 * below, below))
        moved = np.where(safe, 1.0, -1.0)
        low, high = np.where(wide & ~safe, middle, low), np.where(wide & safe, middle, high)
        below = np.where(np.abs(rest) <= SLACK, 0.0, below)  # found
    return high


def _uncovered(sides: tuple[ExchangeSide, ...], last: FloatArray, count: FloatArray) -> FloatArray:
    """What is left of the whole after `count` tranches, the last of this size and all others at their limits."""
    draws = last.size
    rest = np.ones(draws)
    ahead = [np.broadcast_to(np.asarray(side.bonus), (draws,)).astype(np.float64) for side in sides]
    for step in range(int(count.max())):
        limit = _largest(sides, ahead, rest)
        tranche = np.where(step < count, last if step == 0 else limit, 0.0)
        ahead = [side.patience * (side.net * tranche + value) for side, value in zip(sides, ahead)]
        rest = rest - tranche
    return rest


def bonus_that_schedules(*sides: ExchangeSide, tranches: int) -> FloatArray:
    """Smallest bonus, the same for every side, with which so many tranches of any size suffice.

    The sides' own bonus is replaced. For one side without a snapback it is c (1/rho - 1)/(rho^-K - 1), with
    rho = c/(delta g).

    Returns
    -------
    (draw,) in the sides' unit; 0 where the snapback does it alone
    """
    most = (
        np.max(np.broadcast_arrays(*(np.asarray(side.cost) for side in sides)), axis=0)
        if sides
        else np.ones(1)
    )
    return _smallest(sides, "bonus", most, tranches)


def snapback_that_schedules(*sides: ExchangeSide, tranches: int) -> FloatArray:
    """Smallest snapback, the same share for every side, with which so many tranches of any size suffice.

    The sides' own snapback is replaced.

    Returns
    -------
    (draw,) 0-1, 0 where the bonus does it alone; NaN where not even a full snapback does
    """
    return _smallest(sides, "snapback", np.ones(1), tranches)


def _smallest(sides: tuple[ExchangeSide, ...], name: str, most: FloatArray, tranches: int) -> FloatArray:
    draws, steps = together(sides), whole(tranches)

    def completes(size: FloatArray) -> BoolArray:
        changed = tuple(replace(side, **{name: size}) for side in sides)
        return np.asarray(_from_the_end(changed, draws, steps, None)[1] <= SLACK)

    low, high = np.zeros(draws), np.broadcast_to(most, (draws,))
    none, possible = completes(low), completes(high)
    for _ in range(_HALVINGS):
        middle = 0.5 * (low + high)
        enough = completes(middle)
        low, high = np.where(enough, low, middle), np.where(enough, middle, high)
    return np.where(none, 0.0, np.where(possible, high, np.nan))
