"""Limited and unlimited foresight of two parties: where would play come to rest if each looks h moves ahead?

With j the other party, G_0(i, s) = s. A party with h moves to look ahead expects its best move s1 to end in
G_{h-1}(j, s1), and goes there if that is strictly better than s; else play stays. A state is L_h stable for i if
G_h(i, s) = s, and non-myopically stable (NM) if it is so for every h from some h on. As G_h follows from G_{h-1}, the
sequence runs into a cycle; NM asks for stability all round it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

from commonground.case.graph_options import BoolArray
from commonground.errors import UsageError
from commonground.methods.graph.conventions import Conventions
from commonground.methods.graph.graph import Graph

_MOST_HORIZONS = 2000


@dataclass(frozen=True, eq=False)
class Foresight:
    """What two parties expect, horizon by horizon.

    limited   : (horizon, party, state), L_1 first; horizons asked for, no more
    non_myopic: (party, state)
    first, length : horizon at which expectations begin to repeat, and after how many they do
    ambiguous : whether two best moves of a party lead to different states somewhere, so that the tie rule matters
    """

    limited: BoolArray
    non_myopic: BoolArray
    first: int
    length: int
    ambiguous: bool


def foresight(
    graph: Graph, ranks: NDArray[np.integer], horizons: int = 6, conventions: Conventions | None = None
) -> Foresight:
    """Limited-move and non-myopic stability.

    Parameters
    ----------
    graph    : with two parties
    ranks    : (party, state)
    horizons : the largest h to report

    Raises
    ------
    UsageError : not two parties, or expectations that do not begin to repeat.

    References
    ----------
    kilgour1985; zagare1984; brams1981

    Limits
    ------
    Where a party has several best moves that end differently, answers hang on the tie rule of the conventions.
    """
    if graph.n_party != 2:
        raise UsageError(
            f"limited foresight is defined for two parties, not {graph.n_party}",
            "Leave L_h and NM out; versions for more parties are disputed.",
        )
    last = (conventions or Conventions()).ties == "last"
    arcs = [graph.arcs(p) for p in (0, 1)]
    rows = np.ascontiguousarray(ranks, dtype=np.int64)
    states = np.arange(graph.n_state)
    now = np.stack([states, states])
    seen = {now.tobytes(): 0}
    stable: list[BoolArray] = []
    first = length = 0
    ambiguous = False
    h = 0
    while not length or h < horizons:
        h += 1
        if h > _MOST_HORIZONS:
            raise UsageError(
                f"expectations do not repeat within {_MOST_HORIZONS:,} horizons",
                "Ask for limited moves only.",
            )
        following = np.empty_like(now)
        for i in (0, 1):
            ambiguous |= bool(_expect(arcs[i].start, arcs[i].to, rows[i], now[1 - i], last, following[i]))
        now = following
        stable.append(now == states)
        if not length:
            key = now.tobytes()
            if key in seen:
                first, length = seen[key], h - seen[key]
            seen[key] = h
    # Horizons first + 1 .. first + length go once round the cycle; `stable` begins with horizon 1.
    cycle = stable[first : first + length]
    return Foresight(
        np.stack(stable[:horizons]) if horizons else np.empty((0, 2, graph.n_state), dtype=np.bool_),
        np.logical_and.reduce(cycle),
        first,
        length,
        ambiguous,
    )


@njit(cache=True)
def _expect(start, to, rank, other, last, out):  # type: ignore[no-untyped-def]
    """Fill in where each state is expected to end; whether equally good moves somewhere end in different states."""
    ambiguous = False
    for s in range(len(out)):
        out[s] = s
        best = np.int64(-1)
        tied = False
        for arc in range(start[s], start[s + 1]):
            end = other[to[arc]]
            if best < 0 or rank[end] > rank[best]:
                best = end
                tied = False
            elif rank[end] == rank[best]:
                tied = tied or end != best
                if last:
                    best = end
        if best >= 0 and rank[best] > rank[s]:
            out[s] = best
            ambiguous = ambiguous or tied
    return ambiguous
