"""The fast engine's view of a model: bits rearranged so that each party's options lie together.

In a party's bits, those it can take and drop come first, those that go one way only above them; options that can only
be given up are turned round, so that every one-way bit goes from 0 to 1. A *class* is the set of states that differ
only in one party's two-way bits, that is, the code without these bits.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from commonground.case.graph_options import IntArray, OptionForm

Ranks = NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class Layout:
    """Where each party's bits are, and every state of the rearranged space.

    shift  : (party,) first bit; width : number of two-way bits; one_way : mask of the bits that go up only
    codes  : (state,) rearranged code of each state; None if every state is feasible and already in order
    """

    n_bit: int
    shift: IntArray
    width: IntArray
    one_way: IntArray
    codes: IntArray | None

    @property
    def n_raw(self) -> int:
        return 1 << self.n_bit

    def spread(self, ranks: NDArray[np.integer]) -> Ranks:
        """(party, state) ranks over the rearranged raw states, -1 where a state is not feasible."""
        if self.codes is None:
            return np.ascontiguousarray(ranks, dtype=np.int32)
        full = np.full((len(ranks), self.n_raw), -1, dtype=np.int32)
        for own, rank in zip(full, ranks):
            own[self.codes] = rank
        return full

    def gather(self, full: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """Back from rearranged raw states to the model's states."""
        return full if self.codes is None else full[self.codes]


def layout(form: OptionForm, codes: IntArray) -> Layout:
    """How to rearrange a model's bits, and where its states go."""
    order: list[int] = []
    shift, width, one_way = [], [], []
    for party in range(len(form.parties)):
        bits = form.bits(party)
        both = [k for k in bits if form.options[k].direction == "both"]
        rest = [k for k in bits if form.options[k].direction != "both"]
        shift.append(len(order))
        width.append(len(both))
        order += both
        one_way.append(sum(1 << (len(order) + n) for n in range(len(rest))))
        order += rest
    backward = form.directed("backward_only")
    moved: IntArray | None = None
    if order != sorted(order) or backward or len(codes) < form.n_raw:
        turned = codes ^ backward
        moved = np.zeros(len(codes), dtype=np.int64)
        for new, old in enumerate(order):
            moved |= (turned >> old & 1) << new
    return Layout(
        form.n_option,
        np.array(shift, dtype=np.int64),
        np.array(width, dtype=np.int64),
        np.array(one_way, dtype=np.int64),
        moved,
    )
