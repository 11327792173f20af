"""What several parties reach together: sequences of moves in which nobody moves twice in a row.

A set of states is a row of bits, 64 to a word. The last mover is tracked, so that graphs whose moves cannot be joined
into one (not transitive) are right too.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numba import njit
from numpy.typing import NDArray

from commonground.case.graph_options import BoolArray, IntArray
from commonground.errors import UsageError
from commonground.methods.graph.conventions import Conventions
from commonground.methods.graph.graph import Arcs

_MOST_ONCE = 12  # opponents who may each move once: 4,096 sets of who has moved


def pack(relation: BoolArray) -> NDArray[np.uint64]:
    """(row, state) truth values as (row, word) bits, the lowest bit first."""
    packed = np.packbits(relation, axis=1, bitorder="little")
    padded = np.zeros((len(relation), -(-relation.shape[1] // 64) * 8), dtype=np.uint8)
    padded[:, : packed.shape[1]] = packed
    return padded.view("<u8")


def unpack(bits: NDArray[np.uint64], n_state: int) -> BoolArray:
    """The other way round."""
    flat = np.unpackbits(np.ascontiguousarray(bits).view(np.uint8), axis=-1, bitorder="little")
    return flat[..., :n_state].astype(np.bool_)


def kept_arcs(arcs: Arcs, relation: BoolArray) -> Arcs:
    """Only the moves that a relation allows."""
    keep = relation[arcs.source, arcs.to]
    start = np.zeros_like(arcs.start)
    np.cumsum(np.bincount(arcs.source[keep], minlength=len(start) - 1), out=start[1:])
    return Arcs(start, np.ascontiguousarray(arcs.to[keep]))


def joint_moves(arcs: Sequence[Arcs], movers: Sequence[int], conventions: Conventions) -> NDArray[np.uint64]:
    """Per state, the states that some parties reach together, as (state, word) bits.

    Raises
    ------
    UsageError : more opponents than can be tracked where each may move once.
    """
    n_state = len(arcs[0].start) - 1
    out = np.zeros((n_state, -(-n_state // 64)), dtype=np.uint64)
    if not movers:
        return out
    start, to = joined_tables([arcs[j] for j in movers])
    if conventions.joint == "standard":
        _any_order(start, to, out)
    elif len(movers) > _MOST_ONCE and conventions.joint == "each_once":
        raise UsageError(
            f"{len(movers)} opponents who may each move once are too many to track (at most {_MOST_ONCE})",
            "Use the standard reading of joint moves.",
        )
    else:
        _each_once(start, to, 1 if conventions.joint == "single" else len(movers), out)
    if not conventions.start_counts:
        state = np.arange(n_state)
        out[state, state >> 6] &= ~(np.uint64(1) << (state & 63).astype(np.uint64))
    return out


def joined_tables(arcs: Sequence[Arcs]) -> tuple[IntArray, IntArray]:
    """Moves of several parties in one array, with (party, state + 1) places where each state's begin."""
    offset = np.cumsum([0, *(len(own.to) for own in arcs)])
    start = np.stack([own.start + at for own, at in zip(arcs, offset)])
    return start, np.concatenate([own.to for own in arcs])


@njit(cache=True)
def _any_order(start, to, out):  # type: ignore[no-untyped-def]
    """Search over (state, last mover) from every state."""
    n_mover, n_state = start.shape[0], start.shape[1] - 1
    seen = np.zeros((n_state, n_mover), dtype=np.bool_)
    opened = np.zeros((n_state, n_mover), dtype=np.bool_)
    stack = np.empty((n_state * n_mover + 1, 2), dtype=np.int32)
    for first in range(n_state):
        seen[:] = False
        opened[:] = False
        stack[0, 0], stack[0, 1] = first, -1
        top = 1
        while top > 0:
            top -= 1
            state, last = stack[top, 0], stack[top, 1]
            for mover in range(n_mover):
                if mover == last or opened[state, mover]:
                    continue
                opened[state, mover] = True
                for arc in range(start[mover, state], start[mover, state + 1]):
                    other = to[arc]
                    if not seen[other, mover]:
                        seen[other, mover] = True
                        stack[top, 0], stack[top, 1] = other, mover
                        top += 1
        for state in range(n_state):
            for mover in range(n_mover):
                if seen[state, mover]:
                    out[first, state >> 6] |= np.uint64(1) << np.uint64(state & 63)
                    break


@njit(cache=True)
def _each_once(start, to, most, out):  # type: ignore[no-untyped-def]
    """Search over (state, who has moved) from every state, up to `most` moves."""
    n_mover, n_state = start.shape[0], start.shape[1] - 1
    seen = np.zeros((n_state, 1 << n_mover), dtype=np.bool_)
    stack = np.empty((n_state << n_mover, 2), dtype=np.int32)
    for first in range(n_state):
        seen[:] = False
        stack[0, 0], stack[0, 1] = first, 0
        top = 1
        while top > 0:
            top -= 1
            state, moved = stack[top, 0], stack[top, 1]
            count = 0
            for mover in range(n_mover):
                count += moved >> mover & 1
            if count == most:
                continue
            for mover in range(n_mover):
                if moved >> mover & 1:
                    continue
                after = moved | 1 << mover
                for arc in range(start[mover, state], start[mover, state + 1]):
                    other = to[arc]
                    if not seen[other, after]:
                        seen[other, after] = True
                        out[first, other >> 6] |= np.uint64(1) << np.uint64(other & 63)
                        stack[top, 0], stack[top, 1] = other, after
                        top += 1
