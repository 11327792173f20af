"""Offers under private walk-away values, and the Monte Carlo error of everything built on them.

Each signatory knows its own draw and takes the other draws as its belief about the others. It makes the one
offer that maximises its gain times the chance that all others accept. The error uses influence functions: per
draw, what the estimate would owe to it, once as the proposer's own type and once as part of the others' belief.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from commonground.case.draws import FloatArray
from commonground.methods.common_ground import kernel
from commonground.methods.common_ground.grid import Counts, Grid, IntArray
from commonground.methods.common_ground.utility import Problem


@dataclass(frozen=True)
class PrivateOffers:
    """by: P_i per signatory; own (draw,): mean chance of that draw's offers; received (draw,): what the draw, as
    part of the others' belief, adds to the mean."""

    by: dict[str, float]
    own: FloatArray
    received: FloatArray


def private_offers(problem: Problem, grid: Grid, others: Counts, chunks: int) -> PrivateOffers:
    """Best offer of each signatory in each draw, and the chance that it is accepted by all the others.

    others : (signatory, package) draws in which all the other signatories accept.
    """
    offer, belief = kernel.best_offers(problem.cost, problem.base, *grid.arguments, chunks, others)
    by = dict(zip(problem.parties, belief.mean(axis=0).tolist(), strict=True))
    received = np.zeros(problem.n)
    for s in range(len(problem.parties)):
        share = _share_of_offers_accepted(problem, grid, offer[:, s], s)
        received += (share - share.mean()) / len(problem.parties)
    return PrivateOffers(by, belief.mean(axis=1), received)


def _share_of_offers_accepted(problem: Problem, grid: Grid, offer: IntArray, s: int) -> FloatArray:
    """(draw,) share of all of s's offers that the other signatories, as they are in that draw, accept."""
    made, count = np.unique(offer[offer >= 0], return_counts=True)
    received = np.zeros(problem.n)
    rest = [r for r in range(len(problem.parties)) if r != s]
    cost, base = problem.cost[:, rest, :], problem.base[:, rest]
    for columns, times in zip(grid.columns(made) if made.size else [], count, strict=True):
        accepted = np.all(base - cost[:, :, columns].sum(axis=2) >= -kernel.TOLERANCE, axis=1)
        received += times * accepted
    return received / problem.n


def standard_error(influence: FloatArray) -> float:
    """Monte Carlo standard error of an estimate from its (draw,) influence values."""
    n = influence.shape[0]
    return float(influence.std() / np.sqrt(n)) if n > 1 else 0.0
