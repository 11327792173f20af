"""Linear passes of the fast engine over all states: sorting by rank, best moves, and who is content."""

from __future__ import annotations

import numpy as np
from numba import njit


@njit(cache=True, nogil=True)
def by_rank(rank):  # type: ignore[no-untyped-def]
    """Feasible states by ascending rank: a counting sort."""
    most = np.int64(-1)
    count = 0
    for s in range(len(rank)):
        if rank[s] >= 0:
            count += 1
            if rank[s] > most:
                most = rank[s]
    start = np.zeros(most + 2, dtype=np.int32)
    for s in range(len(rank)):
        if rank[s] >= 0:
            start[rank[s] + 1] += 1
    for r in range(most + 1):
        start[r + 1] += start[r]
    order = np.empty(count, dtype=np.int32)
    for s in range(len(rank)):
        r = rank[s]
        if r >= 0:
            order[start[r]] = s
            start[r] += 1
    return order


@njit(cache=True, nogil=True)
def sorted_classes(rank, order, shift, width, member, below, party):  # type: ignore[no-untyped-def]
    """Members of each class of one party by ascending rank, and how many of them rank strictly below each state.

    member : (state,), filled: two-way bits of the members, one class after the other, each with room for all
    below  : (state, party), its column filled

    Returns
    -------
    (class,) number of feasible members.
    """
    mask = (np.int64(1) << shift) - 1
    own = (np.int64(1) << width) - 1
    n_class = len(rank) >> width
    size = np.zeros(n_class, dtype=np.int32)
    first = np.zeros(n_class, dtype=np.int32)  # place where the present tie began
    last = np.full(n_class, -1, dtype=np.int32)  # its rank
    for place in range(len(order)):
        state = np.int64(order[place])
        group = (state >> (shift + width)) << shift | (state & mask)
        at = size[group]
        if rank[state] != last[group]:
            last[group] = rank[state]
            first[group] = at
        member[(group << width) + at] = (state >> shift) & own
        below[state, party] = first[group]
        size[group] = at + 1
    return size


@njit(cache=True, nogil=True)
def best_by_one_move(rank, value, shift, width, one_way):  # type: ignore[no-untyped-def]
    """Per class of the party, the largest min(rank, value) that it reaches in one move or by staying.

    Returns
    -------
    (class,) int32, -1 where there is no feasible state.
    """
    n_raw = len(rank)
    mask = (np.int64(1) << shift) - 1
    best = np.full(n_raw >> width, -1, dtype=np.int32)
    for block in range(n_raw >> shift):  # the party's bits and those above
        base = (block >> width) << shift
        start = block << shift
        for low in range(mask + 1):
            found = min(rank[start + low], value[start + low])
            if found > best[base + low]:
                best[base + low] = found
    rest = one_way >> width  # the same bits in a class's number
    bit = np.int64(1)
    while bit <= rest:
        if rest & bit:
            for group in range(len(best)):
                if not group & bit and best[group | bit] > best[group]:
                    best[group] = best[group | bit]
        bit <<= 1
    return best


@njit(cache=True, nogil=True)
def mark_stable(stable, rank, threshold, shift, width, bit):  # type: ignore[no-untyped-def]
    """Set a bit for each feasible state whose rank is at least its class's threshold."""
    mask = (np.int64(1) << shift) - 1
    for block in range(len(rank) >> shift):
        base = (block >> width) << shift
        start = block << shift
        for low in range(mask + 1):
            if rank[start + low] >= threshold[base + low] and rank[start + low] >= 0:
                stable[start + low] |= bit


@njit(cache=True, nogil=True)
def by_value(rank, best, shift, width):  # type: ignore[no-untyped-def]
    """Feasible states by ascending best of their class, and that best for every state."""
    mask = (np.int64(1) << shift) - 1
    value = np.empty(len(rank), dtype=np.int32)
    for block in range(len(rank) >> shift):
        base = (block >> width) << shift
        start = block << shift
        for low in range(mask + 1):
            value[start + low] = best[base + low] if rank[start + low] >= 0 else -1
    return by_rank(value), value
