"""Two parties who may toss a coin between packages: the frontier becomes a line of segments without gaps.

On a segment between neighbouring vertices every solution has a closed form, so the answers are exact. A lottery
also stands for a divisible issue, or for alternating between two arrangements.

References: nash1950, whose set of outcomes is closed under lotteries; kalai1975; kalai1977.
Limits: two parties; both are taken to value a lottery at its mean (no aversion to risk beyond the utilities).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from commonground.methods.frontier.additive import TOLERANCE
from commonground.methods.frontier.skyline import undominated
from commonground.methods.parameters import FloatArray, ParameterError


@dataclass(frozen=True, eq=False)
class LotterySolutions:
    """Utilities (2,) of both parties at each solution; NaN where no lottery reaches the disagreement point."""

    nash: FloatArray
    kalai_smorodinsky: FloatArray
    egalitarian: FloatArray
    utilitarian: FloatArray
    ideal: FloatArray


def lottery_frontier(points: ArrayLike) -> FloatArray:
    """(vertex, 2) corners of the frontier of all lotteries over the points, the first party's best first.

    Raises
    ------
    ParameterError : not pairs of utilities.
    """
    cloud = np.asarray(points, np.float64)
    if cloud.ndim != 2 or cloud.shape[1] != 2 or not len(cloud):
        raise ParameterError("points", f"has shape {cloud.shape}", "Give one pair of utilities per point.")
    front = cloud[undominated(cloud, tolerance=1e-12)]
    corners: list[FloatArray] = []
    for point in front[np.argsort(-front[:, 0], kind="stable")]:
        while len(corners) > 1:
            (a, b), (c, d) = corners[-1] - corners[-2], point - corners[-2]
            if a * d - b * c > 0.0:  # the last corner lies outside the line past it: it stays
                break
            corners.pop()
        corners.append(point)
    return np.array(corners)


def lottery_solutions(
    points: ArrayLike, disagreement: ArrayLike, weights: ArrayLike = (1.0, 1.0)
) -> LotterySolutions:
    """The four solutions when two parties may toss a coin between any of the points.

    Parameters
    ----------
    points       : (point, 2) utilities of the packages
    disagreement : (2,) utilities if the talks fail
    weights      : (2,) bargaining weights of the Nash solution, both > 0

    Returns
    -------
    LotterySolutions, NaN where no lottery gives both parties their disagreement value.
    """
    corners = lottery_frontier(points)
    fallback, weight = np.asarray(disagreement, np.float64), np.asarray(weights, np.float64)
    if fallback.shape != (2,) or weight.shape != (2,) or not (weight > 0.0).all():
        raise ParameterError("weights", "needs two parties, both above zero", "Give two numbers above 0.")
    line = _clip(corners, fallback)
    if not len(line):
        nothing = np.full(2, np.nan)
        return LotterySolutions(nothing, nothing, nothing, nothing, nothing)
    ideal = line.max(axis=0)
    reach = np.where(ideal - fallback > TOLERANCE, ideal - fallback, 1.0)
    return LotterySolutions(
        nash=_nash(line, fallback, weight / weight.sum()),
        kalai_smorodinsky=_level(line, fallback, reach),
        egalitarian=_level(line, fallback, np.ones(2)),
        utilitarian=line[np.argmax(line.sum(axis=1))],
        ideal=ideal,
    )


def _clip(corners: FloatArray, fallback: FloatArray) -> FloatArray:
    """Corners of the part of the line on which both have at least their fallback."""
    found: list[FloatArray] = []
    for k, corner in enumerate(corners):
        if k:
            step = corner - corners[k - 1]
            for i in (1, 0):  # along the line the second party gains, the first loses
                share = (fallback[i] - corners[k - 1, i]) / step[i]
                if 0.0 < share < 1.0:
                    found.append(corners[k - 1] + share * step)
        found.append(corner)
    line = np.array(found)
    return np.asarray(line[(line >= fallback - TOLERANCE).all(axis=1)])


def _nash(line: FloatArray, fallback: FloatArray, weight: FloatArray) -> FloatArray:
    """On a segment g + t h the weighted product peaks where w_1 h_1 / (g + t h)_1 + w_2 h_2 / (g + t h)_2 = 0."""
    gain = np.maximum(line - fallback, 0.0)
    start, step = gain[:-1], np.diff(gain, axis=0)
    both = step[:, 0] * step[:, 1]
    peak = -(weight[0] * step[:, 0] * start[:, 1] + weight[1] * step[:, 1] * start[:, 0])
    t = np.clip(np.divide(peak, both, out=np.zeros(len(both)), where=both != 0.0), 0.0, 1.0)
    candidates = np.concatenate([gain, start + t[:, None] * step])
    product = np.prod(candidates**weight, axis=1)
    tied = np.flatnonzero(product >= product.max() * (1.0 - 1e-15))
    return np.asarray(fallback + candidates[tied[np.argmax(candidates[tied].sum(axis=1))]])


def _level(line: FloatArray, fallback: FloatArray, unit: FloatArray) -> FloatArray:
    """The point whose smaller gain, in the given units, is largest: where both are equal, or an end of the line."""
    gain = (line - fallback) / unit
    ahead = gain[:, 0] - gain[:, 1]  # falls along the line
    if ahead[0] <= 0.0:
        return np.asarray(line[0])
    if ahead[-1] >= 0.0:
        return np.asarray(line[-1])
    k = int(np.argmax(ahead <= 0.0))
    share = ahead[k - 1] / (ahead[k - 1] - ahead[k])
    return np.asarray(line[k - 1] + share * (line[k] - line[k - 1]))
