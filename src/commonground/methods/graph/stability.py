"""Which states hold, for whom, under which concept: one table, from whichever engine applies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from commonground.case.graph_options import BoolArray, IntArray
from commonground.errors import UsageError
from commonground.methods.graph.conventions import CONCEPTS, Concept, Conventions
from commonground.methods.graph.general import Sets, check_size, stable_bits_general
from commonground.methods.graph.graph import Graph
from commonground.methods.graph.preferences import dense
from commonground.methods.graph.sets import ordinal_sets
from commonground.methods.graph.simultaneous import simultaneous
from commonground.methods.graph.threshold import stable_bits

_BITS: dict[str, int] = {concept: 1 << k for k, concept in enumerate((*CONCEPTS, "sim"))}


@dataclass(frozen=True, eq=False)
class Stability:
    """(party, state) uint8, one bit per concept; `has_sim` says whether SIM was asked for and applies."""

    bits: NDArray[np.uint8]
    has_sim: bool = False

    @property
    def concepts(self) -> tuple[Concept, ...]:
        return (*CONCEPTS, "sim") if self.has_sim else CONCEPTS

    def stable(self, concept: Concept) -> BoolArray:
        """(party, state): whether the state holds for the party."""
        if concept not in self.concepts:
            raise UsageError(f"no verdicts for {concept}", f"There are {', '.join(self.concepts)}.")
        return np.asarray((self.bits & _BITS[concept]) != 0)

    def states(self, concept: Concept, party: int) -> IntArray:
        """States that hold for one party."""
        return np.flatnonzero(self.bits[party] & _BITS[concept])

    def equilibria(self, concept: Concept) -> IntArray:
        """States that hold for every party."""
        return np.flatnonzero(np.bitwise_and.reduce(self.bits, axis=0) & _BITS[concept])

    def mixed(self, concepts: Sequence[Sequence[Concept]]) -> IntArray:
        """States that hold for every party by at least one of that party's own concepts."""
        held = np.ones(self.bits.shape[1], dtype=np.bool_)
        for party, allowed in enumerate(concepts):
            mask = sum(_BITS[concept] for concept in set(allowed))
            held &= (self.bits[party] & mask) != 0
        return np.flatnonzero(held)


def stability(
    graph: Graph,
    ranks: NDArray[np.integer],
    conventions: Conventions | None = None,
    *,
    sim: bool | None = None,
    engine: str = "auto",
    workers: int = 1,
) -> Stability:
    """Stability under ordinal preferences.

    Parameters
    ----------
    graph       : any
    ranks       : (party, state) integers, higher is better
    conventions : see `Conventions`
    sim         : simultaneous stability too; by default where the model is in option form and small enough
    engine      : "auto", "fast" or "general"; the two agree wherever both apply
    workers     : threads of the fast engine, one focal party each

    Raises
    ------
    UsageError : the fast engine is asked for where it does not apply, or the model is too large for the general one.

    References
    ----------
    fang1993 (ch. 3); rego2017 (symmetric sequential)
    """
    conventions = conventions or Conventions()
    ranks = np.asarray(ranks)
    if ranks.shape != (graph.n_party, graph.n_state):
        raise UsageError(
            f"ranks have the shape {ranks.shape}, where the model has {graph.n_party} parties and"
            f" {graph.n_state:,} states",
            "Give one rank per party and state.",
        )
    applies = graph.by_options and not graph.one_option and conventions.textbook
    if engine == "fast" and not applies:
        raise UsageError(
            "the fast engine knows only models in option form and the textbooks' conventions",
            "Use engine general.",
        )
    if engine == "fast" or (engine == "auto" and applies):
        low = (
            ranks
            if ranks.dtype == np.int32 and _tabulated(ranks)
            else np.stack([dense(row) for row in ranks])
        )
        bits = stable_bits(graph, low, workers)
    else:
        check_size(graph)
        bits = stable_bits_general(graph, [ordinal_sets(row) for row in ranks], conventions)
    wanted = graph.has_patterns and graph.n_state <= 4096 if sim is None else sim
    if wanted:
        bits |= simultaneous(graph, ranks).astype(np.uint8) << 5
    return Stability(bits, has_sim=wanted)


def stability_of_sets(
    graph: Graph, sets: Sequence[Sets], conventions: Conventions | None = None
) -> Stability:
    """Stability under any tempting and deterring sets (see `sets`), by the general engine."""
    return Stability(stable_bits_general(graph, sets, conventions))


def _tabulated(ranks: NDArray[np.integer]) -> bool:
    return bool(ranks.min() >= 0 and int(ranks.max()) <= 2 * ranks.shape[1] + 64)
