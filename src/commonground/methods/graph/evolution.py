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
from scipy.sparse import coo_array, eye_array
from scipy.sparse.csgraph import connected_components
from scipy.sparse.linalg import splu

from commonground.case.graph_options import BoolArray, IntArray
from commonground.errors import UsageError
from commonground.methods.graph.conventions import Concept
from commonground.methods.graph.graph import Graph
from commonground.methods.graph.why import why

MOST_VISITED = 50_000

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
    number, source, target, chance = _chain(graph, ranks, start, equilibria, undeterred)
    count = len(number)
    moves = coo_array((chance, (source, target)), shape=(count, count)).tocsr()
    states = np.array(list(number), dtype=np.int64)
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
) -> tuple[dict[int, int], IntArray, IntArray, FloatArray]:
    """Numbers of the states that can be visited, and the chances of moves between them."""
    number = {start: 0}
    todo = [start]
    source: list[int] = []
    target: list[int] = []
    chance: list[float] = []
    while todo:
        state = todo.pop()
        if equilibria[state]:
            continue
        options = [_improvements(graph, ranks, state, p, undeterred) for p in range(graph.n_party)]
        movers = [own for own in options if len(own)]
        for own in movers:
            for reached in map(int, own):
                if reached not in number:
                    if len(number) >= MOST_VISITED:
                        raise UsageError(
                            f"improving moves lead from {graph.name(start)} to more than {MOST_VISITED:,} states",
                            "Start from another state, or add rules that exclude states.",
                        )
                    number[reached] = len(number)
                    todo.append(reached)
                source.append(number[state])
                target.append(number[reached])
                chance.append(1.0 / len(movers) / len(own))
    return (
        number,
        np.array(source, dtype=np.int64),
        np.array(target, dtype=np.int64),
        np.array(chance, dtype=np.float64),
    )


def _improvements(
    graph: Graph, ranks: NDArray[np.integer], state: int, party: int, undeterred: Concept | None
) -> list[int]:
    if undeterred is not None:
        grounds = why(graph, ranks, state, party, undeterred)
        return sorted(answer.improvement for answer in grounds.answers if not answer.deterred)
    moves = graph.moves(party, state)
    return [int(t) for t in moves[ranks[party][moves] > ranks[party][state]]]


def _visits(moves, closed: BoolArray, count: int) -> FloatArray:  # type: ignore[no-untyped-def]
    """Expected number of visits to each state that is left for good in the end."""
    passing = np.flatnonzero(~closed)
    visits = np.zeros(count)
    if passing.size and not closed[0]:
        begin = (passing == 0).astype(np.float64)
        inner = moves[passing][:, passing]
        system = (eye_array(len(passing), format="csr") - inner).T.tocsc()
        visits[passing] = splu(system).solve(begin)
    return visits


def _share_of_time(moves) -> FloatArray:  # type: ignore[no-untyped-def]
    """Stationary chances of a circle of states that is never left."""
    size = moves.shape[0]
    system = (moves.T - eye_array(size, format="csr")).tolil()
    system[0, :] = 1.0
    right = np.zeros(size)
    right[0] = 1.0
    return np.asarray(splu(system.tocsc()).solve(right))
