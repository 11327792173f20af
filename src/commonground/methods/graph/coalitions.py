"""Stability against coalitions: no group of parties has a joint improvement that nobody outside it can answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from commonground.case.graph_options import BoolArray
from commonground.errors import UsageError
from commonground.methods.graph.closure import joint_moves, unpack
from commonground.methods.graph.conventions import Conventions
from commonground.methods.graph.general import check_size, verdicts
from commonground.methods.graph.graph import Arcs, Graph
from commonground.methods.graph.stability import Stability

Coalition = tuple[int, ...]
_MOST_PARTIES = 8
_MOST_STATES = 2048


class Coalitions:
    """Joint improvements of every coalition of a model; verdicts are worked out when asked for.

    Members of a coalition keep their own moves. A state is a joint improvement if the coalition reaches it by a
    sequence of its members' moves (nobody twice in a row) and every member prefers it to the start. What one member
    does not prefer deters the coalition.

    Raises
    ------
    UsageError : more than 8 parties or 2,048 states.

    References
    ----------
    kilgour2001; inohara2008
    """

    def __init__(
        self, graph: Graph, ranks: NDArray[np.integer], conventions: Conventions | None = None
    ) -> None:
        check_size(graph)
        if graph.n_party > _MOST_PARTIES or graph.n_state > _MOST_STATES:
            raise UsageError(
                f"{2**graph.n_party - 1:,} coalitions over {graph.n_state:,} states are too many to look at"
                f" (at most {_MOST_PARTIES} parties and {_MOST_STATES:,} states)",
                "Join parties that act together, or take fewer options.",
            )
        self.graph, self.ranks = graph, np.asarray(ranks)
        self.conventions = conventions or Conventions()
        self._own = [graph.arcs(p) for p in range(graph.n_party)]
        self._moves: dict[Coalition, Arcs] = {}
        self._improvements: dict[Coalition, Arcs] = {}

    def all(self) -> Iterator[Coalition]:
        """Every coalition, single parties first."""
        for size in range(1, self.graph.n_party + 1):
            yield from combinations(range(self.graph.n_party), size)

    def better(self, coalition: Coalition) -> BoolArray:
        """(state, state): whether every member prefers t to s."""
        rows = self.ranks[list(coalition)]
        return np.asarray((rows[:, None, :] > rows[:, :, None]).all(axis=0))

    def moves(self, coalition: Coalition) -> Arcs:
        """What the coalition reaches together, as if in one move."""
        if coalition not in self._moves:
            bits = joint_moves(self._own, coalition, self.conventions)
            self._moves[coalition] = _as_arcs(unpack(bits, self.graph.n_state))
        return self._moves[coalition]

    def improvements(self, coalition: Coalition) -> Arcs:
        """Joint moves that every member prefers to the start."""
        if coalition not in self._improvements:
            moves = self.moves(coalition)
            keep = self.better(coalition)[moves.source, moves.to]
            self._improvements[coalition] = Arcs.from_pairs(
                moves.source[keep], moves.to[keep], self.graph.n_state
            )
        return self._improvements[coalition]

    def stable(self, coalition: Coalition) -> NDArray[np.uint8]:
        """(state,) bits as in `stability`: coalition Nash, GMR, SMR, SEQ, symmetric SEQ."""
        outside = [p for p in range(self.graph.n_party) if p not in coalition]
        better = self.better(coalition)
        deters = ~better
        if not self.conventions.base_counts:
            np.fill_diagonal(deters, False)
        groups = [c for c in self.all() if set(c) <= set(outside)]
        reach = joint_moves(self._own, outside, self.conventions)
        joined = (
            joint_moves([self.improvements(c) for c in groups], range(len(groups)), self.conventions)
            if groups
            else reach
        )
        return verdicts(self.moves(coalition), better, deters, reach, joined)

    def universal(self) -> Stability:
        """States stable against every coalition, as one row: read it with `equilibria`."""
        bits = np.bitwise_and.reduce([self.stable(c) for c in self.all()])
        return Stability(np.asarray(bits)[None, :])

    def jumps(self, states: Sequence[int]) -> list[tuple[int, int, Coalition]]:
        """Joint improvements of two parties or more between some states, most often individual equilibria."""
        inside = set(map(int, states))
        return [
            (s, int(t), coalition)
            for coalition in self.all()
            if len(coalition) > 1
            for s in sorted(inside)
            for t in self.improvements(coalition).of(s)
            if int(t) in inside
        ]


def _as_arcs(reach: BoolArray) -> Arcs:
    source, to = np.nonzero(reach)
    return Arcs.from_pairs(source, to, len(reach))
