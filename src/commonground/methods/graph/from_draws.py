"""A case's graph block as a model: the graph, every different combination of preferences, and what counts as what."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from commonground.case.graph_draws import GraphDraws, PreferenceDraws
from commonground.case.graph_formula import Formula
from commonground.case.graph_options import BoolArray, IntArray
from commonground.errors import UsageError
from commonground.methods.graph.draws import DrawnRanks
from commonground.methods.graph.graph import Graph, explicit_graph, merge, option_graph
from commonground.methods.graph.preferences import (
    UNKNOWN,
    Ranks,
    Relation,
    degrees,
    degrees_by_statements,
    ranks_by_groups,
    ranks_by_statements,
    ranks_by_weights,
    relation_by_comparisons,
    relation_by_statements,
    relation_of_ranks,
)


@dataclass(frozen=True, eq=False)
class Model:
    """A conflict ready to be solved.

    drawn    : ranks in every draw; where preferences have gaps, ranks are those of what is known
    start    : number of the status quo
    outcomes : outcome -> (state,); every state in exactly one
    gaps     : whether some preferences are unknown
    """

    draws: GraphDraws
    graph: Graph
    node: IntArray | None  # (state before merging,) number after
    drawn: DrawnRanks
    start: int
    outcomes: dict[str, BoolArray]
    gaps: bool

    @property
    def likeliest(self) -> int:
        """Number of the combination of preferences that most draws have."""
        return int(np.argmax(self.drawn.weight))

    def relations(self, combination: int) -> list[Relation]:
        """Per party, known and unknown comparisons in a combination."""
        draw = int(np.flatnonzero(self.drawn.of == combination)[0])
        return [
            _relation(self, said, said.held[min(draw, len(said.held) - 1)], rank)
            for said, rank in zip(self.draws.preferences, self.drawn.ranks[combination])
        ]

    def degrees(self, combination: int) -> list[NDArray[np.int8]]:
        """Per party, how strongly it prefers one state to another in a combination."""
        draw = int(np.flatnonzero(self.drawn.of == combination)[0])
        found = []
        for said, rank in zip(self.draws.preferences, self.drawn.ranks[combination]):
            if said.statements:
                kept = [k for k in range(len(said.statements)) if said.held[draw, k]]
                great = {place for place, k in enumerate(kept) if k in said.great}
                codes = self.graph.codes
                if codes is None:
                    raise UsageError("statements need options", "Rank the states instead.")
                found.append(degrees_by_statements(codes, [said.statements[k] for k in kept], great))
            else:
                worst = len(said.ranking) - 1
                found.append(degrees(rank, [worst - k for k in said.great_steps]))
        return found

    @property
    def strong(self) -> bool:
        """Whether some preferences are said to be great."""
        return any(said.great or said.great_steps for said in self.draws.preferences)


def model_of(draws: GraphDraws) -> Model:
    """The model of a case's graph block.

    Raises
    ------
    UsageError : merged states that a party tells apart, comparisons in a circle, or more states than fit.
    """
    node = None
    if draws.form is None or draws.codes is None:
        graph = explicit_graph(draws.names, draws.states, draws.ways)
        raw_codes = None
    else:
        graph = option_graph(draws.form, draws.codes, draws.one_option)
        raw_codes = graph.codes
        if draws.merged:
            graph, node = merge(graph, draws.merged)
    rows, of_party = [], []
    for party, said in enumerate(draws.preferences):
        kept, of = np.unique(said.held, axis=0, return_inverse=True)
        of_party.append(np.broadcast_to(of.reshape(-1), draws.n))
        rows.append([_rank(graph, raw_codes, node, said, row, draws.names[party]) for row in kept])
    combinations, of = np.unique(np.stack(of_party, axis=1), axis=0, return_inverse=True)
    ranks = np.stack([np.stack([rows[p][c] for p, c in enumerate(row)]) for row in combinations])
    return Model(
        draws,
        graph,
        node,
        DrawnRanks(ranks, of.reshape(-1)),
        graph.state(draws.status_quo),
        _outcomes(graph, draws),
        any(said.unknown or (said.comparisons and _has_gaps(graph, said)) for said in draws.preferences),
    )


def _rank(
    graph: Graph,
    raw_codes: IntArray | None,
    node: IntArray | None,
    said: PreferenceDraws,
    held: BoolArray,
    party: str,
) -> Ranks:
    if said.ranking:
        groups = [[graph.state(state) for state in group] for group in said.ranking]
        return ranks_by_groups(groups, graph.n_state, [graph.name(s) for s in range(graph.n_state)])
    if said.comparisons:
        return _rank_of_relation(_compared(graph, said))
    if raw_codes is None:
        raise UsageError(f"{party} has statements or weights, and the model no options", "Rank the states.")
    if said.weights:
        rank = ranks_by_weights(raw_codes, said.weights)
    else:
        kept = [s for k, s in enumerate(said.statements) if held[k] and k not in said.unknown]
        rank = ranks_by_statements(raw_codes, kept)
    return rank if node is None else _of_nodes(rank, node, graph, party)


def _of_nodes(rank: Ranks, node: IntArray, graph: Graph, party: str) -> Ranks:
    """Ranks of merged states, which must be the same for all states merged into one."""
    out = np.zeros(graph.n_state, dtype=np.int32)
    out[node] = rank
    differ = np.flatnonzero(out[node] != rank)
    if differ.size:
        raise UsageError(
            f"{party} prefers one of the states merged into {graph.name(int(node[differ[0]]))} to another",
            "Change its statements, rank the merged states directly, or do not merge them.",
        )
    return out


def _compared(graph: Graph, said: PreferenceDraws) -> Relation:
    pairs = [(graph.state(a), sign, graph.state(b)) for a, sign, b in said.comparisons]
    return relation_by_comparisons(
        graph.n_state,
        [(a, b) for a, sign, b in pairs if sign == ">"],
        [(a, b) for a, sign, b in pairs if sign == "="],
        [graph.name(s) for s in range(graph.n_state)],
    )


def _has_gaps(graph: Graph, said: PreferenceDraws) -> bool:
    return bool((_compared(graph, said) == UNKNOWN).any())


def _rank_of_relation(relation: Relation) -> Ranks:
    """Number of states known to be worse: the ranking itself where nothing is unknown."""
    worse = (relation == -1).sum(axis=1)
    return np.unique(worse, return_inverse=True)[1].astype(np.int32).reshape(-1)


def _relation(model: Model, said: PreferenceDraws, held: BoolArray, rank: Ranks) -> Relation:
    if said.comparisons:
        return _compared(model.graph, said)
    codes = model.graph.codes
    if said.unknown and codes is not None:
        kept = [k for k in range(len(said.statements)) if held[k]]
        open_places = {place for place, k in enumerate(kept) if k in said.unknown}
        return relation_by_statements(codes, [said.statements[k] for k in kept], open_places)
    return relation_of_ranks(rank)


def _outcomes(graph: Graph, draws: GraphDraws) -> dict[str, BoolArray]:
    """A confrontation first, then agreements; the rest is an impasse."""
    found: dict[str, BoolArray] = {}
    left = np.ones(graph.n_state, dtype=np.bool_)
    for outcome, said in (("confrontation", draws.confrontation), ("agreement", draws.agreement)):
        if said is None:
            continue
        if isinstance(said, Formula):
            if graph.codes is None:
                raise UsageError("outcomes by statement need options", "List the states.")
            inside = said(graph.codes)
        else:
            inside = np.zeros(graph.n_state, dtype=np.bool_)
            inside[[graph.state(state) for state in said]] = True
        found[outcome] = inside & left
        left &= ~inside
    return found | {"impasse": left}
