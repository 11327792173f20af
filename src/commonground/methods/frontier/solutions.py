"""Which package the parties would settle on: Nash, Kalai-Smorodinsky, egalitarian and utilitarian, with all ties.

All four look only at packages that give everyone the reservation value *and* the disagreement value, and at gains
over the disagreement point, which is an argument of its own: gains below zero would multiply to a positive
product. All four are undominated, so the frontier is all they need.

References: nash1950; kalai1975; kalai1977.
Limits: one package is chosen, no lottery over packages (see lotteries.py); utilities of different parties are
added and compared by the utilitarian and egalitarian solutions, which is a judgement, not a measurement.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from commonground.methods.frontier.additive import TOLERANCE, IntArray
from commonground.methods.frontier.merge import Frontier
from commonground.methods.parameters import BoolArray, FloatArray, ParameterError

TIE = 1e-12  # solutions whose value differs by less, per unit, are all reported


@dataclass(frozen=True, eq=False)
class SolutionPoints:
    """One solution: its value and the points that reach it.

    Parameters
    ----------
    value   : product of gains (Nash), smallest share of the ideal gain (Kalai-Smorodinsky), smallest gain
        (egalitarian) or sum of utilities (utilitarian); NaN without a point
    point   : (tie,) row numbers in the frontier or list that was given
    utility : (tie, party)
    """

    value: float
    point: IntArray
    utility: FloatArray


@dataclass(frozen=True, eq=False)
class CooperativeSolutions:
    """The four solutions, and what they are measured against.

    Parameters
    ----------
    disagreement : (party,)
    ideal        : (party,) best utility within the packages that all prefer; NaN if there are none
    """

    nash: SolutionPoints
    kalai_smorodinsky: SolutionPoints
    egalitarian: SolutionPoints
    utilitarian: SolutionPoints
    disagreement: FloatArray
    ideal: FloatArray

    @property
    def exists(self) -> bool:
        """Whether any package gives everyone what it has without a deal."""
        return bool(self.nash.point.size)


def cooperative_solutions(
    frontier: Frontier, disagreement: ArrayLike | None = None, weights: ArrayLike = 1.0
) -> CooperativeSolutions:
    """The four solutions on a frontier.

    Parameters
    ----------
    frontier     : from `pareto_frontier`
    disagreement : (party,) utility if the talks fail; default the reservation values
    weights      : (party,) bargaining weights of the Nash solution, > 0 for at least one party

    Returns
    -------
    CooperativeSolutions; without points where no package clears both reservation and disagreement.

    Raises
    ------
    ParameterError : weights below zero or all zero, or a disagreement point of another length.
    """
    reservation = frontier.problem.reservation
    point = reservation if disagreement is None else disagreement
    return point_solutions(frontier.utility, point, reservation=reservation, weights=weights)


def point_solutions(
    utility: ArrayLike,
    disagreement: ArrayLike,
    *,
    reservation: ArrayLike | None = None,
    weights: ArrayLike = 1.0,
) -> CooperativeSolutions:
    """As `cooperative_solutions`, on a bare list of utilities (point, party); dominated points do no harm.

    Where the best product is zero since someone can gain nothing, Nash takes the largest sum among the points
    with that product, so that the settlement stays efficient. A party that gains nothing anywhere does not decide
    the Kalai-Smorodinsky solution.
    """
    points = np.asarray(utility, np.float64)
    if points.ndim != 2:
        raise ParameterError(
            "utility", f"has shape {points.shape}", "Give a row per point, a column per party."
        )
    n_party = points.shape[1]
    fallback = _per_party("disagreement", disagreement, n_party)
    least = fallback if reservation is None else _per_party("reservation", reservation, n_party)
    weight = _per_party("weights", weights, n_party)
    if (weight < 0.0).any() or not weight.any():
        raise ParameterError("weights", "below zero or all zero", "Give each party 0 or more, someone more.")
    inside = np.flatnonzero((points >= np.maximum(least, fallback) - TOLERANCE).all(axis=1))
    if not inside.size:
        none = SolutionPoints(np.nan, np.zeros(0, np.int64), np.zeros((0, n_party)))
        return CooperativeSolutions(none, none, none, none, fallback, np.full(n_party, np.nan))
    held = points[inside]
    gain = np.maximum(held - fallback, 0.0)
    total = held.sum(axis=1)
    ideal = held.max(axis=0)
    reach = ideal - fallback
    share = np.where(reach > TOLERANCE, gain / np.where(reach > TOLERANCE, reach, 1.0), 1.0)
    product = np.prod(gain**weight, axis=1)
    largest_product = float(product.max())
    best = product >= largest_product - TIE * max(largest_product, 1e-3)
    if largest_product <= 1e-15:
        best = _largest(total, best)

    def found(chosen: BoolArray, value: float) -> SolutionPoints:
        rows = inside[chosen]
        return SolutionPoints(value, rows, points[rows])

    fairest = _largest(total, _leximin(share))
    evenest = _largest(total, _leximin(gain))
    return CooperativeSolutions(
        nash=found(best, largest_product),
        kalai_smorodinsky=found(fairest, float(share.min(axis=1).max())),
        egalitarian=found(evenest, float(gain.min(axis=1).max())),
        utilitarian=found(_largest(total, np.ones(len(held), np.bool_)), float(total.max())),
        disagreement=fallback,
        ideal=ideal,
    )


def _per_party(name: str, value: ArrayLike, n_party: int) -> FloatArray:
    array = np.asarray(value, np.float64)
    if array.shape not in ((), (n_party,)) or not np.isfinite(array).all():
        raise ParameterError(name, f"has shape {array.shape}", f"Give one number, or {n_party} finite ones.")
    return np.broadcast_to(array, (n_party,)).astype(np.float64)


def _largest(value: FloatArray, among: BoolArray) -> BoolArray:
    top = value[among].max()
    return np.asarray(among & (value >= top - TIE * max(1.0, abs(float(top)))))


def _leximin(value: FloatArray) -> BoolArray:
    """Rows with the largest smallest entry, among those the largest second smallest, and so on."""
    ascending = np.sort(value, axis=1)
    among = np.ones(len(value), np.bool_)
    for column in ascending.T:
        among = _largest(column, among)
    return among
