"""What a study keeps of a graph model, as plain numbers, lists and texts."""

from __future__ import annotations

from typing import Any

import numpy as np

from commonground.case.graph_options import IntArray
from commonground.methods.graph.conventions import Concept
from commonground.methods.graph.draws import Outlook
from commonground.methods.graph.from_draws import Model
from commonground.methods.graph.graph import Graph
from commonground.methods.graph.paths import StatusQuo, status_quo
from commonground.methods.graph.stability import Stability
from commonground.methods.graph.why import told, why

MOST_LISTED = 4096  # states that are listed one by one; of larger models counts and the likeliest are kept
MOST_PATHS = 40


def key_of(graph: Graph, state: int) -> int | str:
    """How data name a state: its code, or its name in a model without options."""
    code = graph.code(state)
    return graph.name(state) if code is None else code


def keys_of(graph: Graph, states: IntArray) -> list[int | str]:
    """The same for many, at most `MOST_LISTED`."""
    return [key_of(graph, int(s)) for s in states[:MOST_LISTED]]


def states_of(graph: Graph) -> list[dict[str, Any]]:
    """Code, pattern and options taken of every state; none for a model too large to list."""
    if graph.n_state > MOST_LISTED:
        return []
    return [
        {
            "code": key_of(graph, s),
            "pattern": graph.name(s),
            "taken": []
            if graph.form is None or graph.codes is None
            else list(graph.form.taken(int(graph.codes[s]))),
        }
        for s in range(graph.n_state)
    ]


def verdicts_of(graph: Graph, table: Stability) -> dict[str, Any]:
    """Equilibria and each party's stable states by concept, with their numbers."""
    equilibria = {concept: table.equilibria(concept) for concept in table.concepts}
    return {
        "equilibria": {concept: keys_of(graph, states) for concept, states in equilibria.items()},
        "count": {concept: len(states) for concept, states in equilibria.items()},
        "stable": {
            concept: {
                party: keys_of(graph, table.states(concept, p)) for p, party in enumerate(graph.parties)
            }
            for concept in table.concepts
        },
    }


def outlook_of(model: Model, found: Outlook) -> dict[str, Any]:
    """The likeliest places to rest, and how often states are equilibria over the draws."""
    graph = model.graph
    likely = np.argsort(-found.probability, kind="stable")[:MOST_PATHS]
    often = np.argsort(-found.share["gmr"], kind="stable")
    often = often[found.share["gmr"][often] > 0.0][:MOST_LISTED]
    return {
        "rests": [
            {
                "state": key_of(graph, int(s)),
                "pattern": graph.name(int(s)),
                "p": float(found.probability[s]),
                "outcome": outcome_of(model, int(s)),
            }
            for s in likely
            if found.probability[s] > 0.0
        ],
        "settled": found.settled,
        "expected_moves": found.expected,
        "share": [
            {"state": key_of(graph, int(s)), **{c: float(row[s]) for c, row in found.share.items()}}
            for s in often
        ],
        "combinations": len(found.drawn.ranks),
    }


def outcome_of(model: Model, state: int) -> str:
    """What a state counts as."""
    return next(name for name, inside in model.outcomes.items() if inside[state])


def paths_of(model: Model, ranks: Any, states: IntArray) -> list[dict[str, Any]]:
    """The shortest way from the status quo to each of some states, by improvements where there is one."""
    graph = model.graph
    by_improvements = status_quo(graph, model.start, ranks)
    by_moves = status_quo(graph, model.start)
    found = []
    for s in map(int, states[:MOST_PATHS]):
        way = by_improvements if by_improvements.distance[s] >= 0 else by_moves
        found.append(
            {
                "state": key_of(graph, s),
                "moves": int(way.distance[s]) if way.distance[s] >= 0 else None,
                "improving": bool(way.improving and way.distance[s] >= 0),
                "steps": _steps(graph, way, s),
            }
        )
    return found


def _steps(graph: Graph, way: StatusQuo, state: int) -> list[dict[str, Any]]:
    first = way.paths(state, 1)
    if not first:
        return []
    steps, at = [], way.start
    for mover, target in first[0]:
        steps.append(
            {"party": graph.parties[mover], "to": key_of(graph, target), "does": does(graph, at, target)}
        )
        at = target
    return steps


def does(graph: Graph, before: int, after: int) -> list[str]:
    """What a move takes and drops, in words; nothing where states have no options."""
    if not graph.has_patterns:
        return []
    form, codes = graph.options()
    return list(form.change(int(codes[before]), int(codes[after])))


def why_of(graph: Graph, ranks: Any, state: int, concept: Concept) -> dict[str, list[str]]:
    """Per party, why it stays in a state or leaves it."""
    return {party: told(graph, why(graph, ranks, state, p, concept)) for p, party in enumerate(graph.parties)}
