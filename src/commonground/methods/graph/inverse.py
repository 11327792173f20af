"""The other way round: which preferences would let a given state hold, how many, and which change is the smallest?

Whether target q holds for party i depends only on U, the states that i prefers to q. Each move s1 of i from q is
harmless if i does not prefer s1, or if some answer s2 of the opponents, with whatever i could still do from s2 where
that counts, lies outside U altogether. So a move comes with a list of *ways*, sets of states, and q holds for i exactly
if every move has a way that does not meet U. If U will do, so will every part of U.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import comb, factorial

import numpy as np
from numba import njit
from numpy.typing import NDArray

from commonground.errors import UsageError, did_you_mean
from commonground.methods.graph.closure import joint_moves, kept_arcs, unpack
from commonground.methods.graph.conventions import CONCEPTS, Concept, Conventions
from commonground.methods.graph.general import check_size
from commonground.methods.graph.graph import Graph
from commonground.methods.graph.preferences import Ranks, dense
from commonground.methods.graph.sets import ordinal_sets

MOST_LISTED = 22  # states of one knot of conditions whose subsets are counted one by one
_MOST_UNIONS = 1_000_000
_MOST_NODES = 300_000

Way = frozenset[int]


@dataclass(frozen=True)
class Requirement:
    """A move from the target, and the ways in which it becomes harmless: preferring none of one way's states."""

    move: int
    ways: tuple[Way, ...]


@dataclass(frozen=True)
class Change:
    """The least that a party would have to think worse of.

    lowered : states to be put just below the target, from where they are above it
    cost    : their number, or the sum of their weights
    ranks   : (state,) the party's ranks after the change
    proven  : whether the search was finished, so that nothing smaller exists
    """

    lowered: tuple[int, ...]
    cost: float
    ranks: Ranks
    proven: bool


@dataclass(frozen=True, eq=False)
class Inverse:
    """What one party would have to prefer for the target to hold for it, the other parties' preferences as they are."""

    n_state: int
    target: int
    requirements: tuple[Requirement, ...]

    @property
    def relevant(self) -> tuple[int, ...]:
        """States whose place above or below the target matters."""
        return tuple(sorted({s for need in self.requirements for way in need.ways for s in way}))

    def holds(self, rank: NDArray[np.integer]) -> bool:
        """Whether the target holds for a party with these ranks."""
        above = {s for s in self.relevant if rank[s] > rank[self.target]}
        return all(any(not way & above for way in need.ways) for need in self.requirements)

    def sizes(self) -> list[int]:
        """Number of sets U of relevant states that let the target hold, by the size of U.

        Raises
        ------
        UsageError : conditions too entangled to count exactly; says how many states they join.
        """
        counted = [1]
        for group in _knots(self.requirements):
            counted = _times(counted, _count(group))
        return counted

    def count(self) -> int:
        """Number of strict rankings of all states under which the target holds; there are n! in all."""
        m = len(self.relevant)
        above = sum(f * factorial(k) * factorial(m - k) for k, f in enumerate(self.sizes()))
        return above * factorial(self.n_state) // factorial(m + 1)

    def share(self) -> float:
        """The same as a share of all strict rankings, 0-1."""
        m = len(self.relevant)
        return sum(f / comb(m, k) for k, f in enumerate(self.sizes())) / (m + 1)

    def smallest_change(
        self, rank: NDArray[np.integer], weights: NDArray[np.floating] | None = None
    ) -> Change:
        """The cheapest states to think worse of, so that the target holds.

        Parameters
        ----------
        rank    : (state,) the party's ranks now
        weights : (state,) cost of lowering each state below the target, above 0; 1 each by default

        Limits
        ------
        Hard in general: the search tries all ways, the cheapest first, up to 300,000 partial changes; `proven` says
        whether it was finished. Only lowering can help: what lets a target hold never hurts it when it falls.
        """
        cost = np.ones(self.n_state) if weights is None else np.asarray(weights, dtype=np.float64)
        above = frozenset(s for s in self.relevant if rank[s] > rank[self.target])
        lowered, proven = _cheapest(self.requirements, above, cost)
        return Change(
            tuple(sorted(lowered)),
            float(sum(cost[s] for s in lowered)),
            _below(rank, self.target, lowered),
            proven,
        )


def inverse(
    graph: Graph,
    ranks: NDArray[np.integer],
    party: int,
    target: int,
    concept: Concept,
    conventions: Conventions | None = None,
) -> Inverse:
    """What a party would have to prefer for a state to hold for it.

    Parameters
    ----------
    ranks : (party, state); those of `party` are not looked at, those of others only under seq and symseq, where
            opponents answer by improvements

    Raises
    ------
    UsageError : an unknown concept, or more states than the general engine holds.

    References
    ----------
    kinsara2015

    Limits
    ------
    One party at a time. Under seq and symseq the numbers of several parties cannot be multiplied, since each depends
    on the others' preferences.
    """
    conventions = conventions or Conventions()
    check_size(graph)
    if concept not in CONCEPTS:
        raise UsageError(f"no inverse analysis for {concept!r}", did_you_mean(concept, CONCEPTS))
    opponents = [j for j in range(graph.n_party) if j != party]
    arcs = [graph.arcs(p) for p in range(graph.n_party)]
    if concept in ("seq", "symseq"):
        joined = [kept_arcs(own, ordinal_sets(rank).joins) for own, rank in zip(arcs, ranks)]
    else:
        joined = arcs
    reach = joint_moves(joined, opponents, conventions)
    found = []
    for move in map(int, arcs[party].of(target)):
        ways = [frozenset([move])]
        if concept != "nash":
            for answer in map(int, np.flatnonzero(unpack(reach[move : move + 1], graph.n_state)[0])):
                if answer == target and not conventions.base_counts:
                    continue
                way = {answer}
                if concept in ("smr", "symseq"):
                    way |= set(map(int, arcs[party].of(answer)))
                ways.append(frozenset(way - {target}))
        shortest = _shortest(ways)
        if frozenset() not in shortest:
            found.append(Requirement(move, tuple(shortest)))
    return Inverse(graph.n_state, target, tuple(found))


def _shortest(ways: list[Way]) -> list[Way]:
    """Ways that contain no other way: a longer one is never easier."""
    kept: list[Way] = []
    for way in sorted(set(ways), key=lambda way: (len(way), sorted(way))):
        if not any(other <= way for other in kept):
            kept.append(way)
    return kept


def _knots(requirements: tuple[Requirement, ...]) -> list[list[Requirement]]:
    """Requirements that share states, directly or through others; knots are independent of each other."""
    knots: list[tuple[set[int], list[Requirement]]] = []
    for need in requirements:
        states = set().union(*need.ways)
        joined = [need]
        apart = []
        for other, group in knots:
            if other & states:
                states |= other
                joined += group
            else:
                apart.append((other, group))
        knots = [*apart, (states, joined)]
    return [group for _, group in knots]


def _count(group: list[Requirement]) -> list[int]:
    states = sorted({s for need in group for way in need.ways for s in way})
    if len(states) <= MOST_LISTED:
        return _listed(group, states)
    if all(len(way) == 1 for need in group for way in need.ways):
        return _by_inclusion(group, len(states))
    raise _too_many(len(states))


def _listed(group: list[Requirement], states: list[int]) -> list[int]:
    bit = {s: 1 << k for k, s in enumerate(states)}
    ways = np.array([sum(bit[s] for s in way) for need in group for way in need.ways], dtype=np.int64)
    ends = np.cumsum([len(need.ways) for need in group])
    return [int(f) for f in _count_subsets(ways, ends, len(states))]


def _by_inclusion(group: list[Requirement], m: int) -> list[int]:
    """Where every way is one state, U must not contain all of a requirement's states: inclusion and exclusion."""
    unions: dict[frozenset[int], int] = {frozenset(): 1}
    for clause in _shortest([frozenset().union(*need.ways) for need in group]):
        for union, sign in list(unions.items()):
            wider = union | clause
            unions[wider] = unions.get(wider, 0) - sign
        unions = {union: sign for union, sign in unions.items() if sign}
        if len(unions) > _MOST_UNIONS:
            raise _too_many(m)
    by_size: dict[int, int] = {}
    for union, sign in unions.items():
        by_size[len(union)] = by_size.get(len(union), 0) + sign
    return [
        sum(sign * comb(m - size, k - size) for size, sign in by_size.items() if k >= size)
        for k in range(m + 1)
    ]


def _too_many(count: int) -> UsageError:
    return UsageError(
        f"{count} states decide together whether the target holds, 2^{count} cases, too many to count exactly",
        f"Ask under another concept, or with fewer options (up to {MOST_LISTED} states always work).",
    )


def _times(a: list[int], b: list[int]) -> list[int]:
    out = [0] * (len(a) + len(b) - 1)
    for i, x in enumerate(a):
        for j, y in enumerate(b):
            out[i + j] += x * y
    return out


def _cheapest(
    requirements: tuple[Requirement, ...], above: Way, cost: NDArray[np.float64]
) -> tuple[Way, bool]:
    """The cheapest part of `above` whose removal meets every requirement: branch on the ways of one that is not met."""
    best = above
    best_cost = float(sum(cost[s] for s in above))
    stack: list[Way] = [frozenset()]
    seen: set[Way] = set()
    while stack:
        lowered = stack.pop()
        if lowered in seen:
            continue
        seen.add(lowered)
        if len(seen) > _MOST_NODES:
            return best, False
        spent = float(sum(cost[s] for s in lowered))
        if spent >= best_cost and lowered != best:
            continue
        left = above - lowered
        open_needs = [need for need in requirements if all(way & left for way in need.ways)]
        if not open_needs:
            best, best_cost = lowered, spent
            continue
        need = min(open_needs, key=lambda need: len(need.ways))
        steps = sorted(need.ways, key=lambda way: -sum(float(cost[s]) for s in way & left))
        stack += [lowered | (way & left) for way in steps]
    return best, True


def _below(rank: NDArray[np.integer], target: int, lowered: Way) -> Ranks:
    """Ranks with some states put just below the target, in the order they had."""
    wide = dense(np.asarray(rank)).astype(np.int64)
    size = len(wide) + 1
    key = wide * 2 * size
    for s in lowered:
        key[s] = (2 * wide[target] - 1) * size + wide[s]
    return dense(key)


@njit(cache=True)
def _count_subsets(ways, ends, m):  # type: ignore[no-untyped-def]
    """By size, how many subsets of m states leave every requirement a way that does not meet them."""
    counted = np.zeros(m + 1, dtype=np.int64)
    for above in range(1 << m):
        held = True
        begin = 0
        for end in ends:
            met = False
            for k in range(begin, end):
                if not ways[k] & above:
                    met = True
                    break
            begin = end
            if not met:
                held = False
                break
        if held:
            size = 0
            left = above
            while left:
                left &= left - 1
                size += 1
            counted[size] += 1
    return counted
