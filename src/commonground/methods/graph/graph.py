"""Who can move from where to where: states, and each party's moves, by options or as an explicit graph."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from commonground.case.graph_options import BoolArray, IntArray, OptionForm, Pattern
from commonground.errors import UsageError, did_you_mean, shown

MOST_ARCS = 40_000_000
_BLOCK = 1 << 21  # moves listed at a time
NOTHING_DONE = "nothing is taken"


@dataclass(frozen=True, eq=False)
class Arcs:
    """One party's moves: from state s to each of `to[start[s]:start[s + 1]]`, ascending."""

    start: IntArray
    to: IntArray

    def of(self, state: int) -> IntArray:
        return self.to[self.start[state] : self.start[state + 1]]

    @cached_property
    def source(self) -> IntArray:
        """State that each move starts from."""
        return np.repeat(np.arange(len(self.start) - 1), np.diff(self.start))

    @classmethod
    def from_pairs(cls, source: IntArray, to: IntArray, n_state: int) -> Arcs:
        """From two arrays, in any order; what is there twice counts once, a move to where it starts not at all."""
        pairs = np.unique(np.stack([source, to], axis=1)[source != to], axis=0)
        start = np.zeros(n_state + 1, dtype=np.int64)
        np.cumsum(np.bincount(pairs[:, 0], minlength=n_state), out=start[1:])
        return cls(start, np.ascontiguousarray(pairs[:, 1]))


@dataclass(frozen=True, eq=False)
class Graph:
    """States and moves of a conflict. Use `option_graph`, `explicit_graph` or `merge` to make one.

    parties    : names, in the order of every array's party axis
    names      : of states of an explicit graph; states of an option form are named by their pattern
    titles     : of states of an explicit graph, for readers; their names if there are none
    codes      : (state,) option codes, ascending; None in an explicit graph
    form       : the options; None in an explicit graph
    given      : moves per party of an explicit or merged graph; None where the options say it all
    one_option : a move changes one option only, instead of any number of the mover's
    """

    parties: tuple[str, ...]
    n_state: int
    names: tuple[str, ...] = ()
    codes: IntArray | None = None
    form: OptionForm | None = None
    given: tuple[Arcs, ...] | None = None
    one_option: bool = False
    titles: tuple[str, ...] = ()
    _cache: dict[int, Arcs] = field(default_factory=dict, repr=False)

    @property
    def n_party(self) -> int:
        return len(self.parties)

    @property
    def by_options(self) -> bool:
        """Whether moves follow from options alone, so that the fast engine and SIM apply."""
        return self.form is not None and self.given is None

    @property
    def has_patterns(self) -> bool:
        """Whether each state is one combination of options, none merged, so that changes can be combined."""
        return self.form is not None and not self.names

    def moves(self, party: int, state: int) -> IntArray:
        """States that a party reaches from a state in one move, ascending."""
        if self.given is not None:
            return self.given[party].of(state)
        if party in self._cache:
            return self._cache[party].of(state)
        form, codes = self.options()
        code = int(codes[state])
        target = code ^ _flips(form.mask(party), self.one_option)
        target = target[_allowed(form, code, target)]
        place = np.searchsorted(codes, target)
        place[place == len(codes)] = 0
        return np.asarray(np.sort(place[codes[place] == target]), dtype=np.int64)

    def steps(self, party: int, states: IntArray) -> tuple[IntArray, IntArray]:
        """All moves of a party from some states: the place in `states` each starts from, and where it leads."""
        found = list(self.blocks(party, states))
        if len(found) == 1:
            return found[0]
        none = np.empty(0, dtype=np.int64)
        return np.concatenate([none, *(s for s, _ in found)]), np.concatenate([none, *(t for _, t in found)])

    def blocks(self, party: int, states: IntArray) -> Iterator[tuple[IntArray, IntArray]]:
        """The same, block by block and without a table of all moves, so that a search of a large model stays small."""
        if self.given is not None or party in self._cache:
            arcs = self.arcs(party)
            count = arcs.start[states + 1] - arcs.start[states]
            source = np.repeat(np.arange(len(states)), count)
            within = np.arange(len(source)) - np.repeat(np.cumsum(count) - count, count)
            yield source, arcs.to[arcs.start[states][source] + within]
            return
        form, codes = self.options()
        flips = _flips(form.mask(party), self.one_option)
        every, free = len(codes) == form.n_raw, form.free(party)
        size = max(1, _BLOCK // max(len(flips), 1))
        for first in range(0, len(states), size):
            block = codes[states[first : first + size]]
            target = block[:, None] ^ flips[None, :]
            if every and free:
                yield first + np.repeat(np.arange(len(block)), len(flips)), target.reshape(-1)
                continue
            place = target if every else np.searchsorted(codes, target)
            place[place == len(codes)] = 0
            held = (codes[place] == target) & _allowed(form, block[:, None], target)
            yield first + np.nonzero(held)[0], place[held]

    def sources(self, party: int, state: int) -> IntArray:
        """States from which a party reaches a state in one move, ascending."""
        if self.given is not None:
            arcs = self.given[party]
            return np.asarray(arcs.source[arcs.to == state], dtype=np.int64)
        form, codes = self.options()
        code = int(codes[state])
        before = code ^ _flips(form.mask(party), self.one_option)
        before = before[_allowed(form, before, code)]
        place = np.searchsorted(codes, before)
        place[place == len(codes)] = 0
        return np.asarray(np.sort(place[codes[place] == before]), dtype=np.int64)

    def arcs(self, party: int) -> Arcs:
        """All moves of a party.

        Raises
        ------
        UsageError : more than `MOST_ARCS`; says how many there may be.
        """
        if self.given is not None:
            return self.given[party]
        if party not in self._cache:
            self._cache[party] = self._list_arcs(party)
        return self._cache[party]

    def name(self, state: int) -> str:
        """A state's name, or its pattern of options."""
        if self.names:
            return self.names[state]
        form, codes = self.options()
        return form.pattern(int(codes[state]))

    def title(self, state: int) -> str:
        """A state as a reader would know it: what is taken, or what it is called."""
        if self.titles:
            return self.titles[state]
        if not self.has_patterns:
            return self.name(state)
        form, codes = self.options()
        taken = form.taken(int(codes[state]))
        return "; ".join(taken) or NOTHING_DONE

    def code(self, state: int) -> int | None:
        return None if self.codes is None else int(self.codes[state])

    def state(self, written: str | int) -> int:
        """Number of the state with this code, pattern or name.

        Raises
        ------
        UsageError : there is none; a pattern that the rules exclude is told from one that cannot be read.
        """
        if isinstance(written, str) and self.names:
            if written not in self.names:
                raise UsageError(f"there is no state {shown(written)}", did_you_mean(written, self.names))
            return self.names.index(written)
        if isinstance(written, str) and self.form is not None and not written.isdecimal():
            if len(written) != self.form.n_option or set(written) - set("YN"):
                raise UsageError(
                    f"{shown(written)} is not a state",
                    f"Write its code, or {self.form.n_option} letters Y or N, one per option.",
                )
            code = sum(1 << k for k, letter in enumerate(written) if letter == "Y")
        else:
            code = int(written)
        if self.codes is None:
            if 0 <= code < self.n_state:
                return code
            raise UsageError(f"there is no state {code}", f"Use 0 to {self.n_state - 1}.")
        place = int(np.searchsorted(self.codes, code))
        if place == len(self.codes) or self.codes[place] != code:
            raw = self.options()[0].n_raw
            if not 0 <= code < raw:
                raise UsageError(f"there is no state {shown(written)}", f"Codes run from 0 to {raw - 1:,}.")
            raise UsageError(
                f"state {shown(written)} is not feasible: the rules exclude it",
                f"Take one of the {len(self.codes):,} of {raw:,} states that they leave: --json lists them.",
            )
        return place

    def options(self) -> tuple[OptionForm, IntArray]:
        """The options and the (state,) codes.

        Raises
        ------
        UsageError : the graph has none.
        """
        if self.form is None or self.codes is None:
            raise UsageError("this graph has no options", "Use a model in option form.")
        return self.form, self.codes

    def _list_arcs(self, party: int) -> Arcs:
        form, codes = self.options()
        flips = _flips(form.mask(party), self.one_option)
        if len(flips) * self.n_state > MOST_ARCS:
            raise UsageError(
                f"{self.n_state:,} states with {len(form.bits(party))} options of {self.parties[party]} have up to"
                f" {len(flips) * self.n_state:,} moves, too many to list ({MOST_ARCS:,})",
                "Ask for a question that the fast engine answers, or take fewer options.",
            )
        where = np.full(form.n_raw, -1, dtype=np.int32)
        where[codes] = np.arange(self.n_state)
        target = codes[:, None] ^ flips[None, :]
        place = where[target]
        place[~_allowed(form, codes[:, None], target)] = -1
        source = np.broadcast_to(np.arange(self.n_state)[:, None], place.shape)[place >= 0]
        return Arcs.from_pairs(source, place[place >= 0].astype(np.int64), self.n_state)


def option_graph(form: OptionForm, codes: IntArray, one_option: bool = False) -> Graph:
    """The graph of feasible states whose moves follow from who holds which option."""
    codes = np.ascontiguousarray(codes, dtype=np.int64)
    return Graph(form.parties, len(codes), codes=codes, form=form, one_option=one_option)


def explicit_graph(
    parties: Sequence[str],
    names: Sequence[str],
    moves: Sequence[Mapping[int, Sequence[int]]],
    titles: Sequence[str] = (),
) -> Graph:
    """A published model that is not in option form: state numbers from 0, and per party {state: states it reaches}.

    Raises
    ------
    UsageError : a state that is not there, names twice, or not one set of moves per party.
    """
    n_state = len(names)
    if len(set(names)) < n_state or not n_state:
        raise UsageError("states of a graph need names, each its own", "Name every state once.")
    if len(moves) != len(parties):
        raise UsageError(
            f"{len(parties)} parties have {len(moves)} lists of moves", "Give one to each party."
        )
    given = []
    for party, table in zip(parties, moves):
        pairs = np.array(
            [(s, t) for s, reached in table.items() for t in reached] or np.empty((0, 2)), dtype=np.int64
        )
        if pairs.size and not (pairs.min() >= 0 and pairs.max() < n_state):
            raise UsageError(f"a move of {party} names a state that is not there", f"Use 0 to {n_state - 1}.")
        given.append(Arcs.from_pairs(pairs[:, 0], pairs[:, 1], n_state))
    return Graph(tuple(parties), n_state, names=tuple(names), given=tuple(given), titles=tuple(titles))


def restrict(graph: Graph, keep: BoolArray) -> tuple[Graph, IntArray]:
    """The same conflict where only some states can be, and (state,) their old numbers.

    Raises
    ------
    UsageError : nothing is kept.
    """
    kept = np.flatnonzero(keep)
    if not kept.size:
        raise UsageError("no state is left", "Keep at least one.")
    names = tuple(graph.names[s] for s in kept) if graph.names else ()
    titles = tuple(graph.titles[s] for s in kept) if graph.titles else ()
    codes = None if graph.codes is None else graph.codes[kept]
    given = None
    if graph.given is not None:
        number = np.full(graph.n_state, -1, dtype=np.int64)
        number[kept] = np.arange(len(kept))
        given = tuple(
            Arcs.from_pairs(number[own.source[inside]], number[own.to[inside]], len(kept))
            for own in graph.given
            for inside in [keep[own.source] & keep[own.to]]
        )
    smaller = Graph(graph.parties, len(kept), names, codes, graph.form, given, graph.one_option, titles)
    return smaller, kept


def merge(graph: Graph, patterns: Sequence[Pattern]) -> tuple[Graph, IntArray]:
    """Take states that nobody tells apart as one: every state that fits a pattern becomes one node.

    A node can do what any of its states can; moves inside a node are dropped. Its code is that of its first state.

    Returns
    -------
    the merged graph, and (state,) number of the node that each state has become.

    Raises
    ------
    UsageError : a pattern fits no state, or a state fits two.
    """
    form, codes = graph.options()
    group = np.full(graph.n_state, -1, dtype=np.int64)
    for number, pattern in enumerate(patterns):
        fits = pattern.fits(codes)
        if not fits.any():
            raise UsageError(f"merged pattern number {number + 1} fits no feasible state", "Leave it out.")
        if (group[fits] >= 0).any():
            raise UsageError("a state fits two merged patterns", "Let each state fit one at most.")
        group[fits] = number
    first = {int(g): int(np.flatnonzero(group == g)[0]) for g in np.unique(group) if g >= 0}
    keep = np.array([s for s in range(graph.n_state) if group[s] < 0 or first[int(group[s])] == s])
    node = np.empty(graph.n_state, dtype=np.int64)
    node[keep] = np.arange(len(keep))
    for g, s in first.items():
        node[group == g] = node[s]
    arcs = tuple(
        Arcs.from_pairs(node[graph.arcs(p).source], node[graph.arcs(p).to], len(keep))
        for p in range(graph.n_party)
    )
    names, titles = [], []
    for s in keep:
        code, letters = int(codes[s]), form.pattern(int(codes[s]))
        if group[s] >= 0:
            care = patterns[int(group[s])].care
            code &= care
            letters = "".join(x if care >> k & 1 else "-" for k, x in enumerate(letters))
        names.append(letters)
        titles.append("; ".join(form.taken(code)) or NOTHING_DONE)
    merged = Graph(
        graph.parties, len(keep), tuple(names), codes[keep], form, arcs, graph.one_option, tuple(titles)
    )
    return merged, node


def _flips(mask: int, one_option: bool) -> IntArray:
    """Every set of bits within the mask that one move can change."""
    bits = [1 << k for k in range(mask.bit_length()) if mask >> k & 1]
    if one_option:
        return np.array(bits, dtype=np.int64)
    flips = np.zeros(1, dtype=np.int64)
    for bit in bits:
        flips = np.concatenate([flips, flips | bit])
    return flips[1:]


def _allowed(form: OptionForm, before: IntArray | int, after: IntArray | int) -> BoolArray:
    """Which moves take back nothing that stays taken, and take nothing that can only be given up."""
    dropped, taken = before & ~after, after & ~before
    forward, backward = form.directed("forward_only"), form.directed("backward_only")
    return np.asarray(((dropped & forward) == 0) & ((taken & backward) == 0))
