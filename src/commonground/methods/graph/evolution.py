"""Where the conflict comes to rest: random improving moves from the status quo until an equilibrium.

The rule, as an absorbing Markov chain: an equilibrium under the chosen concept is left by nobody. In any other state
each party that has an improvement is as likely as the others to move next, and takes each of its improvements with
the same chance. With `undeterred`, only improvements count that the concept says are not answered, and only parties
that have one; then every state that is not an equilibrium has somebody to leave it. Improvements may also run in a
circle with no equilibrium in it: the chain then keeps going round, and its share of time in each state is reported.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components

from commonground.case.graph_options import BoolArray, IntArray
from commonground.errors import UsageError
from commonground.methods.graph.conventions import Concept
from commonground.methods.graph.graph import Graph
from commonground.methods.graph.why import why

MOST_VISITED = 200_000
_MOST_SOLVED = 1200  # states solved for at once; more are followed step by step
_MOST_STEPS = 20_000
_LEFT = 1e-12  # chance that may be lost

FloatArray = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Rest:
    """The long run from the status quo.

    states      : states with a chance above 0 in the long run
    probability : (state,) of `states`: chance to rest there, or long-run share of time in a circle
    settled     : chance that play comes to rest at all
    expected    : mean number of moves until it rests or is caught in a circle
    """

    states: IntArray
    probability: FloatArray
    settled: float
    expected: float


def rest(
    graph: Graph,
    ranks: NDArray[np.integer],
    start: int,
    equilibria: BoolArray,
    *,
    undeterred: Concept | None = None,
) -> Rest:
    """Long-run mix of the states that improving moves lead to.

    Parameters
    ----------
    ranks      : (party, state)
    start      : the status quo
    equilibria : (state,) whether a state is left by nobody
    undeterred : concept by which only unanswered improvements are made; any improvement by default

    Raises
    ------
    UsageError : more than `MOST_VISITED` states can be visited.
    """
    states, source, target, chance = _chain(graph, ranks, start, equilibria, undeterred)
    count = len(states)
    moves = coo_array((chance, (source, target)), shape=(count, count)).tocsr()
    n_class, of = connected_components(moves, directed=True, connection="strong")
    leaving = np.zeros(n_class, dtype=np.bool_)
    leaving[of[source[of[source] != of[target]]]] = True
    closed = ~leaving[of]
    visits = _visits(moves, closed, count)
    entered = np.zeros(n_class)
    if closed[0]:
        entered[of[0]] = 1.0
    flow = moves.T @ np.where(closed, 0.0, visits)
    np.add.at(entered, of[closed], flow[closed])
    probability = np.zeros(count)
    alone = np.bincount(of, minlength=n_class) == 1
    resting = closed & alone[of]
    probability[resting] = entered[of[resting]]
    for group in np.flatnonzero(~leaving & ~alone):
        inside = np.flatnonzero(of == group)
        probability[inside] = entered[group] * _share_of_time(moves[inside][:, inside])
    kept = np.flatnonzero(probability > 0.0)
    kept = kept[np.argsort(states[kept])]
    return Rest(
        states[kept],
        probability[kept],
        float(probability[resting].sum()),
        float(visits[~closed].sum()),
    )


def _chain(
    graph: Graph,
    ranks: NDArray[np.integer],
    start: int,
    equilibria: BoolArray,
    undeterred: Concept | None,
) -> tuple[IntArray, IntArray, IntArray, FloatArray]:
    """States that can be visited, the start first, and moves between their numbers with their chances."""
    number = np.full(graph.n_state, -1, dtype=np.int32)
    number[start] = 0
    visited = [np.array([start], dtype=np.int64)]
    count = 1
    sources, targets, chances = [], [], []
    while visited[-1].size:
        here = visited[-1][~equilibria[visited[-1]]]
        found = [_improvements(graph, ranks, here, p, undeterred) for p in range(graph.n_party)]
        ways = np.stack([np.bincount(source, minlength=len(here)) for source, _ in found])
        movers = (ways > 0).sum(axis=0)
        reached = np.unique(np.concatenate([target for _, target in found]))
        new = reached[number[reached] < 0]
        if count + len(new) > MOST_VISITED:
            raise UsageError(
                f"improving moves lead from {graph.name(start)} to more than {MOST_VISITED:,} states",
                "Start from another state, or add rules that exclude states.",
            )
        number[new] = np.arange(count, count + len(new))
        count += len(new)
        visited.append(new)
        for own, (source, target) in zip(ways, found):
            sources.append(number[here[source]])
            targets.append(number[target])
            chances.append(1.0 / (movers[source] * own[source]))
    return (
        np.concatenate(visited),
        np.concatenate(sources).astype(np.int64),
        np.concatenate(targets).astype(np.int64),
        np.concatenate(chances),
    )


def _improvements(
    graph: Graph, ranks: NDArray[np.integer], states: IntArray, party: int, undeterred: Concept | None
) -> tuple[IntArray, IntArray]:
    """A party's improvements from some states: the place in `states`, and where they lead."""
    if undeterred is None:
        source, target = graph.steps(party, states)
        keep = ranks[party][target] > ranks[party][states[source]]
        return source[keep], target[keep]
    pairs = [
        (place, answer.improvement)
        for place, state in enumerate(map(int, states))
        for answer in why(graph, ranks, state, party, undeterred).answers
        if not answer.deterred
    ]
    both = np.array(pairs or np.empty((0, 2)), dtype=np.int64)
    return both[:, 0], both[:, 1]


def _visits(moves: csr_array, closed: BoolArray, count: int) -> FloatArray:
    """Expected number of visits to each state that is left for good in the end."""
    passing = np.flatnonzero(~closed)
    visits = np.zeros(count)
    if not passing.size or closed[0]:
        return visits
    inner = moves[passing][:, passing]
    at = (passing == 0).astype(np.float64)
    if len(passing) <= _MOST_SOLVED:
        system = np.eye(len(passing)) - inner.T.toarray()
        visits[passing] = np.linalg.solve(system, at)
        return visits
    back = inner.T.tocsr()
    total = at.copy()
    for _ in range(_MOST_STEPS):
        at = back @ at
        total += at
        if at.sum() < _LEFT:
            visits[passing] = total
            return visits
    raise _too_slow(len(passing))


def _share_of_time(moves: csr_array) -> FloatArray:
    """Stationary chances of a circle of states that is never left."""
    size = moves.shape[0]
    if size <= _MOST_SOLVED:
        system = moves.T.toarray() - np.eye(size)
        system[0, :] = 1.0
        return np.asarray(np.linalg.solve(system, (np.arange(size) == 0).astype(np.float64)))
    back = moves.T.tocsr()
    at = np.full(size, 1.0 / size)
    for _ in range(_MOST_STEPS):
        # Half a step at a time, so that a circle of even length comes to rest too.
        after = 0.5 * (at + back @ at)
        if np.abs(after - at).sum() < _LEFT:
            return np.asarray(after / after.sum())
        at = after
    raise _too_slow(size)


def _too_slow(count: int) -> UsageError:
    return UsageError(
        f"improving moves go round among {count:,} states for longer than can be followed",
        "Use a concept with more equilibria, such as gmr, or add rules that exclude states.",
    )
