"""The fast engine: all five concepts for ordinal preferences without listing what anybody can reach.

With a_i(q) the best that party i can do from q in one move (or staying), state s is stable for i exactly if its rank is
at least

    Nash  a_i(s)
    GMR   max over i's moves s1 of  min of p_i        over s1 and what the opponents reach from it by any moves
    SMR   max over i's moves s1 of  min(p_i(s1), min of a_i over what they reach)
    SEQ, symmetric SEQ: the same with the opponents' improvements in place of any moves.

The inner minimum comes from visiting states from the worst up, and labelling whatever can reach the one visited and has
no label yet. Those who lead to a state through party j are its class members with a smaller p_j; each class is kept
sorted by p_j with one pointer that only moves forward, so that every state is touched once per opponent.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numba import njit
from numpy.typing import NDArray

from commonground.methods.graph.graph import Graph
from commonground.methods.graph.layout import Layout, layout
from commonground.methods.graph.sweep import (
    best_by_one_move,
    by_rank,
    by_value,
    mark_stable,
    sorted_classes,
)

Ranks = NDArray[np.int32]
NASH, GMR, SMR, SEQ, SYMSEQ = 1, 2, 4, 8, 16
_ALL = NASH | GMR | SMR | SEQ | SYMSEQ


def stable_bits(graph: Graph, ranks: NDArray[np.integer], workers: int = 1) -> NDArray[np.uint8]:
    """Which states are stable for whom under the five concepts.

    Parameters
    ----------
    graph : in option form, any number of the mover's options per move
    ranks : (party, state) integers from 0, higher is better, at most a few times the number of states (see
            `preferences.dense`)
    workers : threads; parties are solved independently of each other

    Returns
    -------
    (party, state) uint8: the sum of NASH 1, GMR 2, SMR 4, SEQ 8, SYMSEQ 16 over the concepts that hold.
    """
    plan = layout(*graph.options())
    tables = _Tables(plan, plan.spread(np.asarray(ranks)))
    found = np.zeros((graph.n_party, graph.n_state), dtype=np.uint8)

    def one(party: int) -> None:
        found[party] = plan.gather(tables.solve(party))

    if workers > 1 and graph.n_party > 1:
        with ThreadPoolExecutor(min(workers, graph.n_party)) as pool:
            list(pool.map(one, range(graph.n_party)))
    else:
        for party in range(graph.n_party):
            one(party)
    return found


class _Tables:
    """Sorted classes of every party, made once, and the verdicts for one focal party at a time."""

    def __init__(self, plan: Layout, full: Ranks) -> None:
        self.plan, self.full = plan, full
        n_party = len(full)
        small = int(plan.width.max()) <= 15
        kind = np.uint16 if small else np.int32
        self.member = np.empty((n_party, plan.n_raw), dtype=kind)
        self.below = np.empty((plan.n_raw, n_party), dtype=kind)
        self.size: list[NDArray[np.int32]] = []
        self.offset = np.zeros(n_party + 1, dtype=np.int64)
        for j in range(n_party):
            order = by_rank(full[j])
            size = sorted_classes(full[j], order, plan.shift[j], plan.width[j], self.member[j], self.below, j)
            self.size.append(size)
            self.offset[j + 1] = self.offset[j] + len(size)
        self.sizes = np.concatenate(self.size)

    def solve(self, party: int) -> NDArray[np.uint8]:
        plan, rank = self.plan, self.full[party]
        shift, width, one_way = plan.shift[party], plan.width[party], plan.one_way[party]
        stable = np.zeros(plan.n_raw, dtype=np.uint8)
        best = best_by_one_move(rank, rank, shift, width, one_way)
        mark_stable(stable, rank, best, shift, width, NASH)
        if len(self.full) == 1:
            return stable * np.uint8(_ALL)  # nobody can sanction, so that all concepts are Nash
        order = by_rank(rank)
        order_best, value_best = by_value(rank, best, shift, width)
        label = np.empty(plan.n_raw, dtype=np.int32)
        for improving, by_rank_bit, by_best_bit in ((False, GMR, SMR), (True, SEQ, SYMSEQ)):
            for visit, value, bit in ((order, rank, by_rank_bit), (order_best, value_best, by_best_bit)):
                _least_reached(
                    visit,
                    value,
                    label,
                    self.full,
                    self.member,
                    self.below,
                    self.sizes,
                    self.offset,
                    plan.shift,
                    plan.width,
                    plan.one_way,
                    party,
                    improving,
                )
                worst = best_by_one_move(rank, label, shift, width, one_way)
                mark_stable(stable, rank, worst, shift, width, bit)
        return stable


@njit(cache=True, nogil=True)
def _least_reached(  # type: ignore[no-untyped-def]
    visit,
    value,
    label,
    full,
    member,
    below,
    sizes,
    offset,
    shift,
    width,
    one_way,
    focal,
    improving,
):
    """Label each feasible state with the least value that the focal party's opponents can lead to from it.

    visit : states by ascending value · value : (state,) · label : (state,), filled here
    """
    n_party, n_raw = full.shape
    label[:] = -1
    pointer = np.zeros(len(sizes), dtype=np.int32)
    stack = np.empty(n_raw, dtype=np.int32)
    for place in range(len(visit)):
        start = visit[place]
        if label[start] >= 0:
            continue
        found = value[start]
        label[start] = found
        stack[0] = start
        top = 1
        while top > 0:
            top -= 1
            state = np.int64(stack[top])
            for j in range(n_party):
                if j == focal:
                    continue
                low, wide = shift[j], width[j]
                mask = (np.int64(1) << low) - 1
                group = (state >> (low + wide)) << low | (state & mask)
                slot = offset[j] + group
                at = np.int64(pointer[slot])
                end = np.int64(below[state, j]) if improving else np.int64(sizes[slot])
                if at < end:
                    high = (state >> (low + wide)) << (low + wide) | (state & mask)
                    base = group << wide
                    while at < end:
                        other = high | np.int64(member[j, base + at]) << low
                        if label[other] < 0:
                            label[other] = found
                            stack[top] = other
                            top += 1
                        at += 1
                    pointer[slot] = at
                moved = state & one_way[j]
                part = moved
                while part > 0:
                    before = state ^ part
                    group = (before >> (low + wide)) << low | (before & mask)
                    slot = offset[j] + group
                    at = np.int64(pointer[slot])
                    end = np.int64(sizes[slot])
                    high = (before >> (low + wide)) << (low + wide) | (before & mask)
                    base = group << wide
                    while at < end:
                        other = high | np.int64(member[j, base + at]) << low
                        if improving and full[j, other] >= full[j, state]:
                            break
                        if label[other] < 0:
                            label[other] = found
                            stack[top] = other
                            top += 1
                        at += 1
                    pointer[slot] = at
                    part = (part - 1) & moved
