"""Preferences that are uncertain: which statements a party holds, draw by draw, and what follows for the conflict."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from commonground.case.graph_formula import Formula
from commonground.case.graph_options import BoolArray, IntArray
from commonground.errors import UsageError
from commonground.methods.graph.conventions import CONCEPTS, Concept, Conventions
from commonground.methods.graph.evolution import Rest, rest
from commonground.methods.graph.graph import Graph
from commonground.methods.graph.preferences import Ranks, ranks_by_statements
from commonground.methods.graph.stability import Stability, stability

FloatArray = NDArray[np.float64]


@dataclass(frozen=True)
class Statement:
    """One statement of a party's preferences: what it would like to be true, and the chance that it does."""

    formula: Formula
    chance: float = 1.0

    def __post_init__(self) -> None:
        if not 0.0 <= self.chance <= 1.0:
            raise UsageError(
                f"the chance of statement {self.formula.text!r} is out of range (got {self.chance:g})",
                "Write a number from 0 to 1.",
            )


@dataclass(frozen=True, eq=False)
class DrawnRanks:
    """Ranks of all parties in every draw, each different combination once.

    ranks : (combination, party, state); of : (draw,) which combination a draw has
    """

    ranks: NDArray[np.int32]
    of: IntArray

    @property
    def n(self) -> int:
        return len(self.of)

    @property
    def weight(self) -> FloatArray:
        """(combination,) share of the draws."""
        return np.bincount(self.of, minlength=len(self.ranks)) / self.n


def draw_ranks(
    codes: IntArray, statements: Sequence[Sequence[Statement]], uniform: Sequence[NDArray[np.floating]]
) -> DrawnRanks:
    """Ranks where each uncertain statement is held with its chance, independently of the others.

    A statement that is not held in a draw is left out there; the order of the others stays.

    Parameters
    ----------
    codes      : (state,) option codes
    statements : per party, most important first
    uniform    : per party (draw, statement) numbers 0-1; a statement is held where its number is below its chance
    """
    held = [
        np.asarray(numbers) < np.array([s.chance for s in own]).reshape(1, -1)
        for numbers, own in zip(uniform, statements)
    ]
    drawn, of = np.unique(np.concatenate(held, axis=1), axis=0, return_inverse=True)
    ends = np.cumsum([0, *(len(own) for own in statements)])
    known: dict[tuple[int, bytes], Ranks] = {}
    ranks = np.empty((len(drawn), len(statements), len(codes)), dtype=np.int32)
    for combination, row in enumerate(drawn):
        for party, own in enumerate(statements):
            kept = row[ends[party] : ends[party + 1]]
            key = (party, kept.tobytes())
            if key not in known:
                known[key] = ranks_by_statements(codes, [s.formula for s, k in zip(own, kept) if k])
            ranks[combination, party] = known[key]
    return DrawnRanks(ranks, of.reshape(-1))


def certain(ranks: NDArray[np.integer], n: int = 1) -> DrawnRanks:
    """The same (party, state) ranks in every draw."""
    return DrawnRanks(np.asarray(ranks, dtype=np.int32)[None], np.zeros(n, dtype=np.int64))


@dataclass(frozen=True, eq=False)
class Outlook:
    """What the draws say together.

    share       : concept -> (state,) share of draws in which the state is an equilibrium
    rests       : per combination the long run, see `evolution.rest`
    probability : (state,) its mean over the draws
    settled     : chance that play comes to rest
    expected    : mean number of moves until then
    """

    drawn: DrawnRanks
    tables: tuple[Stability, ...]
    share: dict[str, FloatArray]
    rests: tuple[Rest, ...]
    probability: FloatArray
    settled: float
    expected: float

    def of_group(self, inside: BoolArray) -> FloatArray:
        """(draw,) chance that the long run ends in some group of states, such as all agreements."""
        chance = np.array([found.probability[inside[found.states]].sum() for found in self.rests])
        return np.asarray(chance[self.drawn.of])


def outlook(
    graph: Graph,
    drawn: DrawnRanks,
    start: int,
    *,
    concept: Concept = "seq",
    undeterred: bool = False,
    conventions: Conventions | None = None,
) -> Outlook:
    """Equilibria over uncertain preferences, and where improving moves from the status quo come to rest.

    Parameters
    ----------
    start      : number of the status quo
    concept    : whose equilibria nobody leaves
    undeterred : whether parties make only improvements that the concept says are not answered
    """
    tables = tuple(stability(graph, ranks, conventions, sim=False) for ranks in drawn.ranks)
    weight = drawn.weight
    share: dict[str, FloatArray] = {name: np.zeros(graph.n_state) for name in CONCEPTS}
    rests = []
    probability = np.zeros(graph.n_state)
    settled = expected = 0.0
    for c, table in enumerate(tables):
        for name in CONCEPTS:
            share[name][table.equilibria(name)] += weight[c]
        held = np.zeros(graph.n_state, dtype=np.bool_)
        held[table.equilibria(concept)] = True
        found = rest(graph, drawn.ranks[c], start, held, undeterred=concept if undeterred else None)
        rests.append(found)
        probability[found.states] += weight[c] * found.probability
        settled += float(weight[c]) * found.settled
        expected += float(weight[c]) * found.expected
    return Outlook(drawn, tables, share, tuple(rests), probability, settled, expected)


def groups(graph: Graph, rules: Mapping[str, Formula], otherwise: str) -> dict[str, BoolArray]:
    """States by outcome: the first rule that holds decides, states under no rule go to `otherwise`.

    Returns
    -------
    outcome -> (state,); every state is in exactly one.
    """
    _, codes = graph.options()
    left = np.ones(graph.n_state, dtype=np.bool_)
    found = {otherwise: np.zeros(graph.n_state, dtype=np.bool_)}
    for outcome, rule in rules.items():
        inside = left & rule(codes)
        found[outcome] = found[outcome] | inside if outcome in found else inside
        left &= ~inside
    found[otherwise] = found[otherwise] | left
    return found
