"""Ratification at home: players who do not negotiate but can stop the deal, for sure or with some chance.

Each veto player k has utilities of its own, a reservation value r_k and a spread s_k: it lets a package pass with
probability Phi((u_k - r_k) / s_k), independently of the others; with s_k = 0 it passes exactly if u_k >= r_k. A party
that signs y expects P(y) u_i(y) + (1 - P(y)) d_i, so its gain is P(y) (u_i(y) - d_i). P grows with the veto players'
utilities, hence the best package is on the frontier of parties and veto players together, and is found exactly.

References: putnam1988 for the two-level game and its win-set; nash1950.
Limits: veto players decide by their own utility, at once and without bargaining of their own; a failed
ratification costs nothing beyond the return to d.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import log_ndtr

from commonground.methods.frontier.additive import TOLERANCE, AdditiveProblem, IntArray, Linkage
from commonground.methods.frontier.merge import MOST, Frontier, pareto_frontier
from commonground.methods.frontier.solutions import TIE, point_solutions
from commonground.methods.parameters import FloatArray, ParameterError
from commonground.methods.phrases import per_cent


@dataclass(frozen=True, eq=False, kw_only=True)
class Vetoes:
    """Who can stop the deal at home.

    Parameters
    ----------
    names        : the veto players
    contribution : per issue (level, veto player), utility that a level adds
    reservation  : (veto player,) utility below which it tends to refuse
    spread       : (veto player,) how uncertain that is, in utility, >= 0; 0: it refuses exactly below
    """

    names: tuple[str, ...]
    contribution: tuple[FloatArray, ...]
    reservation: FloatArray
    spread: FloatArray

    def __post_init__(self) -> None:
        for name in ("reservation", "spread"):
            value = np.asarray(getattr(self, name), np.float64)
            if value.shape != (len(self.names),) or not np.isfinite(value).all():
                message = f"has shape {value.shape}"
                raise ParameterError(name, message, f"Give {len(self.names)} numbers, one per veto player.")
            object.__setattr__(self, name, value)
        if (self.spread < 0.0).any():
            raise ParameterError("spread", f"below zero (got {self.spread.min():g})", "Use 0 or more.")

    def passes(self, utility: ArrayLike) -> FloatArray:
        """(...,) probability that all let a package pass, for utilities (..., veto player)."""
        return np.asarray(np.exp(self.log_passes(utility)))

    def log_passes(self, utility: ArrayLike) -> FloatArray:
        """Its logarithm, which stays apart where the probability itself would be zero."""
        margin = np.asarray(utility, np.float64) - self.reservation
        soft = np.where(self.spread > 0.0, self.spread, 1.0)
        hard = np.where(margin >= -TOLERANCE, 0.0, -np.inf)
        return np.asarray(np.where(self.spread > 0.0, log_ndtr(margin / soft), hard).sum(axis=-1))


@dataclass(frozen=True, eq=False)
class Ratification:
    """What ratification does to the settlement. Packages are (issue,) level numbers, empty without a zone.

    Parameters
    ----------
    exists        : whether the parties at the table have a package that all prefer and that may pass
    without       : Nash package of the parties alone, and `without_passes` its probability of being ratified
    package       : Nash package of the expected gains, and `passes` its probability
    utility       : (party,) of that package if ratified; `veto_utility` (veto player,) of the veto players
    expected_gain : (party,) probability times gain over disagreement
    ties          : how many packages on the frontier share the largest product
    frontier      : undominated packages of parties and veto players together
    """

    parties: tuple[str, ...]
    names: tuple[str, ...]
    exists: bool
    without: IntArray
    without_passes: float
    package: IntArray
    passes: float
    utility: FloatArray
    veto_utility: FloatArray
    expected_gain: FloatArray
    ties: int
    frontier: Frontier

    def reading(self) -> str:
        """The result in one paragraph."""
        who = ", ".join(self.names)
        if not self.exists:
            return f"No package that the parties prefer to no deal would pass with {who}."
        changed = "the same package" if np.array_equal(self.without, self.package) else "another package"
        return (
            "What the parties would sign among themselves would be ratified with probability "
            f"{per_cent(self.without_passes)}. Counting ratification by {who} in, they would sign {changed}, which "
            f"passes with probability {per_cent(self.passes)}. Veto players are taken to judge the package by "
            "itself and not to bargain."
        )


def ratification(
    problem: AdditiveProblem,
    vetoes: Vetoes,
    *,
    disagreement: ArrayLike | None = None,
    weights: ArrayLike = 1.0,
    linkage_adds: Sequence[ArrayLike] = (),
    most: int = MOST,
) -> Ratification:
    """The Nash package when it still has to be ratified.

    Parameters
    ----------
    problem      : the talks of the parties at the table
    vetoes       : those who can stop the deal
    disagreement : (party,) utility if no deal is signed or ratified; default the reservation values
    weights      : (party,) bargaining weights, > 0 for at least one
    linkage_adds : per linkage of the problem what it adds to each veto player (veto player,); default nothing
    most         : points above which the search for the frontier stops

    Raises
    ------
    ParameterError : tables that do not fit the problem's issues and levels, or as `pareto_frontier`.
    """
    n, fallback = len(problem.parties), problem.reservation
    if disagreement is not None:
        fallback = np.broadcast_to(np.asarray(disagreement, np.float64), (n,))
    weight = np.broadcast_to(np.asarray(weights, np.float64), (n,))
    least = np.maximum(problem.reservation, fallback)
    hard = np.where(vetoes.spread > 0.0, -np.inf, vetoes.reservation)
    joined = _joined(problem, vetoes, linkage_adds)
    both = pareto_frontier(joined, floor=np.concatenate([least, hard]), most=most)
    alone = pareto_frontier(problem, floor=least, most=most)
    settled = point_solutions(alone.utility, fallback, reservation=least, weights=weight)
    none = np.zeros(0, np.int64)
    without = alone.package[settled.nash.point[0]] if settled.exists else none
    without_passes = float("nan")
    if settled.exists:
        without_passes = float(vetoes.passes(joined.utility(without)[n:]))
    gain = np.maximum(both.utility[:, :n] - fallback, 0.0)
    log_pass = vetoes.log_passes(both.utility[:, n:])
    with np.errstate(divide="ignore"):
        score = np.where(weight > 0.0, weight * np.log(gain), 0.0).sum(axis=1) + weight.sum() * log_pass
    if not len(both) or np.isneginf(log_pass).all():
        empty = np.zeros(0)
        return Ratification(
            problem.parties,
            vetoes.names,
            False,
            without,
            without_passes,
            none,
            0.0,
            empty,
            empty,
            empty,
            0,
            both,
        )
    best = score >= score.max() - TIE
    if np.isneginf(
        score.max()
    ):  # someone can gain nothing: the largest expected sum, as in `point_solutions`
        best = np.ones(len(score), np.bool_)
    expected = np.exp(log_pass)[:, None] * gain
    chosen = int(np.flatnonzero(best)[np.argmax(expected[best].sum(axis=1))])
    return Ratification(
        problem.parties,
        vetoes.names,
        True,
        without,
        without_passes,
        both.package[chosen],
        float(np.exp(log_pass[chosen])),
        both.utility[chosen, :n],
        both.utility[chosen, n:],
        expected[chosen],
        int(best.sum()),
        both,
    )


def _joined(problem: AdditiveProblem, vetoes: Vetoes, linkage_adds: Sequence[ArrayLike]) -> AdditiveProblem:
    """Parties and veto players as one problem."""
    shapes = [np.shape(table) for table in vetoes.contribution]
    if shapes != [(count, len(vetoes.names)) for count in problem.counts]:
        message = f"has shapes {shapes} for {problem.counts} levels"
        raise ParameterError(
            "vetoes.contribution", message, "Give a row per level, a column per veto player."
        )
    if len(linkage_adds) not in (0, len(problem.linkages)):
        message = f"has {len(linkage_adds)} entries for {len(problem.linkages)} linkages"
        raise ParameterError("linkage_adds", message, "Give one per linkage, or none.")
    adds = list(linkage_adds) or [np.zeros(len(vetoes.names))] * len(problem.linkages)
    linkages: list[Linkage] = [
        replace(linkage, add=np.concatenate([linkage.add, np.asarray(add, np.float64)]))
        for linkage, add in zip(problem.linkages, adds, strict=True)
    ]
    return replace(
        problem,
        parties=(*problem.parties, *vetoes.names),
        contribution=tuple(
            np.concatenate([own, np.asarray(other, np.float64)], axis=1)
            for own, other in zip(problem.contribution, vetoes.contribution, strict=True)
        ),
        reservation=np.concatenate([problem.reservation, vetoes.reservation]),
        constant=np.concatenate([problem.constant, np.zeros(len(vetoes.names))]),
        linkages=tuple(linkages),
    )
