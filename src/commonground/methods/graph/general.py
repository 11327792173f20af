"""The general engine: stability for any pair of sets, one that tempts a party away and one that deters it.

Preferences enter only through three relations per party (`Sets`), so that ordinal, unknown, strong, fuzzy and
attitude-based stability are one computation. Relations are packed 64 states to a word. Up to `MOST_STATES` states.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

from commonground.case.graph_options import BoolArray
from commonground.errors import UsageError
from commonground.methods.graph.closure import joint_moves, kept_arcs, pack
from commonground.methods.graph.conventions import Conventions
from commonground.methods.graph.graph import Arcs, Graph

MOST_STATES = 8192
NASH, GMR, SMR, SEQ, SYMSEQ = 1, 2, 4, 8, 16


@dataclass(frozen=True, eq=False)
class Sets:
    """One party's relations between states, each (state, state) bool, `[s, t]` about t as seen from s.

    tempts : t is worth leaving s for
    deters : ending in t is reason enough not to leave s
    joins  : as an opponent, the party would move from s to t in a sequential sanction
    """

    tempts: BoolArray
    deters: BoolArray
    joins: BoolArray


def stable_bits_general(
    graph: Graph, sets: Sequence[Sets], conventions: Conventions | None = None
) -> NDArray[np.uint8]:
    """Which states are stable for whom under the five concepts, from sets of tempting and deterring states.

    Steps, for each party: 1. what its opponents reach together from each state, by any moves and by moves they would
    join; 2. per state, look for a tempting move that nothing reached answers.

    Parameters
    ----------
    graph       : any
    sets        : one per party
    conventions : see `Conventions`

    Returns
    -------
    (party, state) uint8: the sum of NASH 1, GMR 2, SMR 4, SEQ 8, SYMSEQ 16 over the concepts that hold.

    Raises
    ------
    UsageError : more than `MOST_STATES` states.
    """
    conventions = conventions or Conventions()
    check_size(graph)
    arcs = [graph.arcs(p) for p in range(graph.n_party)]
    joined = [kept_arcs(own, given.joins) for own, given in zip(arcs, sets)]
    found = np.zeros((graph.n_party, graph.n_state), dtype=np.uint8)
    for i, given in enumerate(sets):
        opponents = [j for j in range(graph.n_party) if j != i]
        deters = given.deters.copy()
        if not conventions.base_counts:
            np.fill_diagonal(deters, False)
        found[i] = verdicts(
            arcs[i],
            given.tempts,
            deters,
            joint_moves(arcs, opponents, conventions),
            joint_moves(joined, opponents, conventions),
        )
    return found


def check_size(graph: Graph) -> None:
    """Refuse what the general engine cannot hold, before any work."""
    if graph.n_state > MOST_STATES:
        raise UsageError(
            f"{graph.n_state:,} states are too many to compare pair by pair (at most {MOST_STATES:,})",
            "Take fewer options or add rules; ordinal preferences over options have a faster engine.",
        )


def verdicts(
    arcs: Arcs, tempts: BoolArray, deters: BoolArray, reach: NDArray[np.uint64], joined: NDArray[np.uint64]
) -> NDArray[np.uint8]:
    """(state,) bits of the concepts under which a party stays, from what its opponents can reach."""
    keep = tempts[arcs.source, arcs.to]
    out = np.zeros(len(arcs.start) - 1, dtype=np.uint8)
    _verdicts(arcs.start, arcs.to, keep, pack(deters), reach, joined, out)
    return out


@njit(cache=True)
def _verdicts(start, to, tempts, deters, reach, joined, out):  # type: ignore[no-untyped-def]
    n_state, n_word = deters.shape
    holds = np.zeros(n_state, dtype=np.int8)  # per state s2: 0 not looked at, 1 no way out of it, 2 there is
    for s in range(n_state):
        bits = 31
        holds[:] = 0
        for arc in range(start[s], start[s + 1]):
            if not tempts[arc]:
                continue
            bits &= 30
            s1 = to[arc]
            for kind in range(2):
                row = reach[s1] if kind == 0 else joined[s1]
                some, lasting = False, False
                for word in range(n_word):
                    left = row[word] & deters[s, word]
                    while left:
                        some = True
                        low = left & (~left + np.uint64(1))
                        left ^= low
                        s2 = word * 64 + _bit(low)
                        if holds[s2] == 0:
                            holds[s2] = 1
                            for step in range(start[s2], start[s2 + 1]):
                                s3 = to[step]
                                if not (deters[s, s3 >> 6] >> np.uint64(s3 & 63)) & np.uint64(1):
                                    holds[s2] = 2
                                    break
                        if holds[s2] == 1:
                            lasting = True
                            break
                    if lasting:
                        break
                if not some:
                    bits &= ~(2 if kind == 0 else 8)
                if not lasting:
                    bits &= ~(4 if kind == 0 else 16)
            if bits == 0:
                break
        out[s] = bits


@njit(cache=True)
def _bit(single):  # type: ignore[no-untyped-def]
    """Number of the one bit that is set."""
    number = 0
    for step in (32, 16, 8, 4, 2, 1):
        if single >> np.uint64(step):
            single >>= np.uint64(step)
            number += step
    return number
