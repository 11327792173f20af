"""What each party prefers: from ordered statements, weights, a direct ranking, or comparisons that leave gaps.

Ranks are (state,) int32, dense from 0 for the worst, equal for states a party is indifferent between.
A relation is (state, state) int8: `relation[s, t]` compares t with s, one of WORSE, SAME, BETTER, UNKNOWN.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction
from math import lcm

import numpy as np
from numpy.typing import NDArray

from commonground.case.graph_formula import Formula
from commonground.case.graph_options import BoolArray, IntArray
from commonground.errors import UsageError

Ranks = NDArray[np.int32]
Relation = NDArray[np.int8]
WORSE, SAME, BETTER, UNKNOWN = -1, 0, 1, 2

_CHUNK = 16  # statements taken together: at most 65,536 truth vectors for each earlier rank
_BLOCK = 1 << 20


def ranks_by_statements(codes: IntArray, statements: Sequence[Formula]) -> Ranks:
    """States by ordered statements, the most important first: the first statement that tells two states apart decides.

    The same as the score sum 2^(k - j) of option prioritising, compared as vectors of truth values, so that any
    number of statements is exact.

    Parameters
    ----------
    codes      : (state,) option codes
    statements : what the party would like to be true, most important first

    Returns
    -------
    (state,) ranks, 0 the worst

    References
    ----------
    fang1993 (option prioritising)
    """
    rank = np.zeros(len(codes), dtype=np.int64)
    for first in range(0, len(statements), _CHUNK):
        part = statements[first : first + _CHUNK]
        for start in range(0, len(codes), _BLOCK):
            block = codes[start : start + _BLOCK]
            key = rank[start : start + _BLOCK] << len(part)
            for k, statement in enumerate(reversed(part)):
                key |= statement(block).astype(np.int64) << k
            rank[start : start + _BLOCK] = key
        rank = dense(rank).astype(np.int64)
    return rank.astype(np.int32)


def ranks_by_weights(codes: IntArray, weights: Mapping[int, float]) -> Ranks:
    """States by the sum of weights of the options taken, whoever takes them; weights may be negative.

    Sums are exact for weights as they are written, so that 0.1 + 0.2 and 0.3 are a tie.
    """
    exact = {k: Fraction(str(weight)) for k, weight in weights.items()}
    common = lcm(1, *(weight.denominator for weight in exact.values()))
    whole = {k: int(weight * common) for k, weight in exact.items()}
    if sum(map(abs, whole.values())) >= 1 << 62:
        raise UsageError("option weights have too many digits", "Round them to a few decimals.")
    score = np.zeros(len(codes), dtype=np.int64)
    for k, weight in whole.items():
        score += weight * (codes >> k & 1)
    return dense(score)


def ranks_by_groups(groups: Sequence[Collection[int]], n_state: int, names: Sequence[str] = ()) -> Ranks:
    """States by a direct ranking, best first; states in one group are as good as each other.

    Raises
    ------
    UsageError : a state in two places (a cycle), or in none; names it.
    """
    rank = np.full(n_state, -1, dtype=np.int32)
    for place, group in enumerate(groups):
        for state in group:
            if not 0 <= state < n_state:
                raise UsageError(f"a ranking names state {state}", f"States are 0 to {n_state - 1}.")
            if rank[state] >= 0:
                told = names[state] if len(names) else str(state)
                raise UsageError(
                    f"a ranking goes in a circle: state {told} is in places {len(groups) - rank[state]} and"
                    f" {place + 1}",
                    "Name each state once.",
                )
            rank[state] = len(groups) - 1 - place
    missing = np.flatnonzero(rank < 0)
    if missing.size:
        told = ", ".join(names[s] if len(names) else str(s) for s in missing[:5])
        raise UsageError(
            f"a ranking leaves out {missing.size:,} of {n_state:,} states, among them {told}",
            "Rank every feasible state, or leave the pairs unknown.",
        )
    return dense(rank)


def relation_of_ranks(rank: NDArray[np.integer]) -> Relation:
    """Ranks as a relation without gaps."""
    wide = rank.astype(np.int64)
    return np.asarray(np.sign(wide[None, :] - wide[:, None]), dtype=np.int8)


def relation_by_comparisons(
    n_state: int,
    better: Sequence[tuple[int, int]],
    same: Sequence[tuple[int, int]] = (),
    names: Sequence[str] = (),
) -> Relation:
    """What follows from some comparisons and from their being transitive; all other pairs are unknown.

    Parameters
    ----------
    better : pairs (a, b), a preferred to b
    same   : pairs that are equally good

    Raises
    ------
    UsageError : the comparisons go in a circle; the circle is named.
    """
    weak = np.eye(n_state, dtype=np.bool_)  # weak[s, t]: t is at least as good as s
    strict = np.zeros((n_state, n_state), dtype=np.bool_)
    for a, b in same:
        weak[a, b] = weak[b, a] = True
    for a, b in better:
        weak[b, a] = strict[b, a] = True
    for k in range(n_state):
        weak |= weak[:, k : k + 1] & weak[k]
    above = _through(weak, strict)
    loop = np.flatnonzero(above.diagonal())
    if loop.size:
        told = ", ".join(names[s] if len(names) else str(s) for s in loop[:6])
        raise UsageError(f"comparisons go in a circle through the states {told}", "Drop one of them.")
    relation = np.full((n_state, n_state), UNKNOWN, dtype=np.int8)
    relation[weak & weak.T] = SAME
    relation[above] = BETTER
    relation[above.T] = WORSE
    return relation


def relation_by_statements(
    codes: IntArray, statements: Sequence[Formula], unknown: Collection[int]
) -> Relation:
    """Ordered statements of which some are open: pairs that an open statement would be first to decide are unknown.

    Parameters
    ----------
    unknown : places in `statements` of which nobody knows whether the party wants them true or false
    """
    relation = np.zeros((len(codes), len(codes)), dtype=np.int8)
    for place, statement in enumerate(statements):
        truth = statement(codes).astype(np.int8)
        gap = truth[None, :] - truth[:, None]
        decided = np.abs(gap) * UNKNOWN if place in unknown else gap
        relation = np.where(relation == SAME, decided, relation).astype(np.int8)
    return relation


def degrees(rank: NDArray[np.integer], great: Collection[int]) -> NDArray[np.int8]:
    """How strongly t is preferred to s: 0 not at all apart, 1 mildly, one more for each great step between them.

    Parameters
    ----------
    rank  : (state,) ranks
    great : ranks r such that a state of rank r is greatly preferred to the next one below

    Returns
    -------
    (state, state) int8, negative where t is worse than s.
    """
    wide = rank.astype(np.int64)
    level = np.sum([wide >= r for r in great], axis=0) if great else np.zeros_like(wide)
    gap = wide[None, :] - wide[:, None]
    steps = np.abs(level[None, :] - level[:, None])
    return np.asarray(np.sign(gap) * (1 + steps) * (gap != 0), dtype=np.int8)


def dense(score: NDArray[np.integer]) -> Ranks:
    """Equal scores to equal ranks, without gaps, in int32; a table where scores are small, sorting otherwise."""
    if not score.size:
        return np.zeros(0, dtype=np.int32)
    lowest = int(score.min())
    width = int(score.max()) - lowest + 1
    if width <= 4 * score.size + 1024:
        present = np.zeros(width, dtype=np.bool_)
        present[score - lowest] = True
        place = np.cumsum(present, dtype=np.int32) - np.int32(1)
        return np.asarray(place[score - lowest])
    return np.asarray(np.unique(score, return_inverse=True)[1].reshape(score.shape), dtype=np.int32)


def _through(weak: BoolArray, strict: BoolArray) -> BoolArray:
    """Pairs joined by a chain of comparisons of which at least one is strict."""
    counts = weak.astype(np.float32) @ strict.astype(np.float32) @ weak.astype(np.float32)
    return np.asarray(counts > 0)


def degrees_by_statements(
    codes: IntArray, statements: Sequence[Formula], great: Collection[int]
) -> NDArray[np.int8]:
    """Degrees where some statements matter greatly: 2 if the first that tells two states apart does, else 1."""
    degree = np.zeros((len(codes), len(codes)), dtype=np.int8)
    for place, statement in enumerate(statements):
        truth = statement(codes).astype(np.int8)
        gap = (truth[None, :] - truth[:, None]) * np.int8(2 if place in great else 1)
        degree = np.where(degree == 0, gap, degree).astype(np.int8)
    return degree
