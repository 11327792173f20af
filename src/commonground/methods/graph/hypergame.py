"""What if parties see different conflicts? Each decides in the game it sees; what all of them hold to, holds.

A party may not know of an option (it expects it never to be taken), may think some states impossible, and may be
wrong about what others prefer. It judges a state in its own game, in which everybody moves among the states it sees.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from commonground.case.graph_options import BoolArray, IntArray, Pattern, fits_any
from commonground.errors import UsageError
from commonground.methods.graph.closure import kept_arcs
from commonground.methods.graph.conventions import Concept, Conventions
from commonground.methods.graph.graph import Graph, restrict
from commonground.methods.graph.stability import Stability, stability


@dataclass(frozen=True, eq=False)
class View:
    """How a party sees the conflict.

    hidden  : numbers of options it does not know of
    unseen  : patterns of states that it thinks cannot be
    beliefs : party -> (state,) ranks it takes that party to have, over all states; the true ones by default
    """

    hidden: Sequence[int] = ()
    unseen: Sequence[Pattern] = ()
    beliefs: Mapping[int, NDArray[np.integer]] = field(default_factory=dict)

    def sees(self, graph: Graph) -> BoolArray:
        """(state,) whether a state is in the party's game."""
        _, codes = graph.options()
        taken = sum(1 << k for k in self.hidden)
        return np.asarray(((codes & taken) == 0) & ~fits_any(self.unseen, codes))


@dataclass(frozen=True, eq=False)
class Hypergame:
    """Verdicts of every party in its own game.

    seen  : (party, state)
    games : per party the stability table of its game; states : their numbers in the whole conflict
    """

    seen: BoolArray
    games: tuple[Stability, ...]
    states: tuple[IntArray, ...]

    def stable(self, concept: Concept) -> BoolArray:
        """(party, state): seen by the party and stable for it in its game."""
        out = np.zeros_like(self.seen)
        for party, (game, states) in enumerate(zip(self.games, self.states)):
            out[party, states] = game.stable(concept)[party]
        return out

    def equilibria(self, concept: Concept) -> IntArray:
        """States that every party sees and holds to."""
        return np.flatnonzero(self.stable(concept).all(axis=0))

    def surprises(self, concept: Concept) -> dict[int, tuple[int, ...]]:
        """States held to by everyone who sees them, with the parties that do not: ground for a surprise."""
        held = self.stable(concept) | ~self.seen
        some = held.all(axis=0) & self.seen.any(axis=0) & ~self.seen.all(axis=0)
        return {int(s): tuple(map(int, np.flatnonzero(~self.seen[:, s]))) for s in np.flatnonzero(some)}


def hypergame(
    graph: Graph,
    ranks: NDArray[np.integer],
    views: Sequence[View],
    conventions: Conventions | None = None,
) -> Hypergame:
    """A first-level hypergame: each party takes its view for the truth.

    Raises
    ------
    UsageError : not one view per party, or a party that sees no state.

    References
    ----------
    wang1988
    """
    if len(views) != graph.n_party:
        raise UsageError(f"{graph.n_party} parties have {len(views)} views", "Give one view to each party.")
    seen = np.stack([view.sees(graph) for view in views])
    games, states = [], []
    for view, sees in zip(views, seen):
        believed = np.asarray(ranks).copy()
        for party, rank in view.beliefs.items():
            believed[party] = rank
        smaller, kept = restrict(graph, sees)
        games.append(stability(smaller, believed[:, kept], conventions))
        states.append(kept)
    return Hypergame(seen, tuple(games), tuple(states))


def without_unseen_moves(graph: Graph, views: Sequence[View]) -> Graph:
    """The cruder reading of some programs: a party only loses its own moves into and out of states it does not see.

    A state that a party does not see is then stable for it for want of moves.
    """
    arcs = []
    for party, view in enumerate(views):
        sees = view.sees(graph)
        own = graph.arcs(party)
        arcs.append(kept_arcs(own, sees[:, None] & sees[None, :]))
    return Graph(graph.parties, graph.n_state, graph.names, graph.codes, graph.form, tuple(arcs))
