"""The graph block as arrays: options and feasible codes, and in every draw which statements each party holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from commonground.case.graph import GREAT, Graph, GraphPreferences
from commonground.case.graph_form import codes_of, comparison, form_of, formula_of, option_ids, patterns_of
from commonground.case.graph_formula import Formula
from commonground.case.graph_options import IntArray, OptionForm, Pattern
from commonground.case.streams import Streams

BoolArray = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class PreferenceDraws:
    """What one party prefers. One of statements, weights, ranking and comparisons is there.

    statements : most important first; held : (draw, statement) whether the party cares about it
    unknown, great : places of statements of which the direction is open, or that make a great difference
    weights    : option number -> weight
    ranking    : groups of states as written, best first; great_steps : numbers of groups that a great step follows
    comparisons : (state, ">" or "=", state)
    """

    statements: tuple[Formula, ...] = ()
    held: BoolArray = field(default_factory=lambda: np.ones((1, 0), dtype=np.bool_))
    unknown: frozenset[int] = frozenset()
    great: frozenset[int] = frozenset()
    weights: Mapping[int, float] = field(default_factory=dict)
    ranking: tuple[tuple[str, ...], ...] = ()
    great_steps: frozenset[int] = frozenset()
    comparisons: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, eq=False)
class GraphDraws:
    """The block with names turned into numbers.

    parties   : ids, in the order of the block; names : as readers should see them
    form, codes : in option form; None otherwise
    merged    : patterns of states taken as one
    states, ways : of an explicit graph: names, and per party {state: states it reaches}
    status_quo  : a state as written
    agreement, confrontation : a statement, or states as written
    hidden    : per party, numbers of the options it does not know of
    """

    n: int
    parties: tuple[str, ...]
    names: tuple[str, ...]
    preferences: tuple[PreferenceDraws, ...]
    status_quo: str
    agreement: Formula | tuple[str, ...]
    confrontation: Formula | tuple[str, ...] | None
    form: OptionForm | None = None
    codes: IntArray | None = None
    merged: tuple[Pattern, ...] = ()
    one_option: bool = False
    states: tuple[str, ...] = ()
    ways: tuple[Mapping[int, tuple[int, ...]], ...] = ()
    hidden: tuple[tuple[int, ...], ...] = ()


def sample_graph(graph: Graph, streams: Streams, names: Mapping[str, str]) -> GraphDraws:
    """The block sampled: an uncertain statement is held in a draw where its stream falls below its chance.

    Parameters
    ----------
    names : party -> name for readers
    """
    parties = tuple(graph.options or graph.ways)
    told = tuple(names.get(party, party) for party in parties)
    ids = option_ids(graph)
    form = form_of(graph, told) if graph.options else None
    number = {state: k for k, state in enumerate(graph.states)}
    held = graph.status_quo
    if not isinstance(held, str):
        held = "".join("Y" if option in held else "N" for option in ids)
    return GraphDraws(
        n=streams.n,
        parties=parties,
        names=told,
        preferences=tuple(_preferences(graph, party, graph.preferences[party], streams) for party in parties),
        status_quo=held,
        agreement=_outcome(graph, graph.outcomes.agreement),
        confrontation=(
            None if graph.outcomes.confrontation is None else _outcome(graph, graph.outcomes.confrontation)
        ),
        form=form,
        codes=codes_of(graph, form) if form else None,
        merged=tuple(patterns_of(graph.merged, form)) if form else (),
        one_option=graph.moves == "one_option",
        states=tuple(graph.states),
        ways=tuple(
            {number[s]: tuple(number[t] for t in reached) for s, reached in graph.ways.get(party, {}).items()}
            for party in parties
        ),
        hidden=tuple(tuple(ids.index(option) for option in graph.hidden.get(party, ())) for party in parties),
    )


def _outcome(graph: Graph, said: str | tuple[str, ...]) -> Formula | tuple[str, ...]:
    if isinstance(said, str):
        return formula_of(graph, said) if graph.options else (said,)
    return said


def _preferences(graph: Graph, party: str, said: GraphPreferences, streams: Streams) -> PreferenceDraws:
    ids = option_ids(graph)
    held = np.ones((streams.n, len(said.statements)), dtype=np.bool_)
    for k, one in enumerate(said.statements):
        path = f"graph.preferences.{party}.statements.{k}.chance"
        held[:, k] = streams.happens(path, streams.value(path, one.chance))
    groups: list[tuple[str, ...]] = []
    steps: set[int] = set()
    for group in said.ranking:
        if group == (GREAT,):
            steps.add(len(groups) - 1)
        else:
            groups.append(group)
    return PreferenceDraws(
        statements=tuple(formula_of(graph, one.statement) for one in said.statements),
        held=held,
        unknown=frozenset(k for k, one in enumerate(said.statements) if one.unknown),
        great=frozenset(k for k, one in enumerate(said.statements) if one.great),
        weights={ids.index(option): weight for option, weight in said.weights.items()},
        ranking=tuple(groups),
        great_steps=frozenset(steps),
        comparisons=tuple(found for text in said.comparisons if (found := comparison(text))),
    )
