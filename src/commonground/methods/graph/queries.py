"""Questions about one state, one coalition or a mix of concepts, answered as plain data and in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import factorial
from typing import Any, cast

from commonground.errors import UsageError, did_you_mean
from commonground.methods.graph.beyond import stable_for
from commonground.methods.graph.change import smallest_changes, told_changes, told_requirements
from commonground.methods.graph.coalitions import Coalitions
from commonground.methods.graph.conventions import ALL_CONCEPTS, Concept, Conventions
from commonground.methods.graph.from_draws import Model
from commonground.methods.graph.inverse import Inverse, inverse
from commonground.methods.graph.report import handle, key_of, keys_of, state_of, why_of
from commonground.methods.graph.stability import stability
from commonground.methods.graph.ways import Ways

MOST_WRITTEN = 1000  # states up to which a count of rankings is written out; n! of them has 2,568 digits
_PLAIN = 1 << 53  # whole numbers beyond it are not the same in every program that reads JSON
_MOST_WAYS = 20


def why_query(model: Model, state: int, concept: Concept) -> dict[str, Any]:
    """Why a state holds or does not, party by party.

    Raises
    ------
    UsageError : preferences have gaps, or the search is too large.
    """
    _require_whole(model, "Grounds")
    return {
        **state_of(model, state),
        "state": key_of(model.graph, state),
        "concept": concept,
        "parties": why_of(model, model.ranks, state, concept),
    }


def inverse_query(
    model: Model, state: int, concept: Concept, conventions: Conventions | None = None
) -> dict[str, Any]:
    """Which preferences would let a state hold: what each party must not prefer, how many rankings do, least change.

    Raises
    ------
    UsageError : preferences have gaps, or there are too many states.
    """
    _require_whole(model, "An inverse analysis")
    graph = model.graph

    def name(s: int) -> str:
        return handle(graph, s)

    stable = stability(graph, model.ranks, conventions, sim=False).stable(concept)[:, state]
    changes = smallest_changes(graph, model.ranks, state, concept, conventions)
    parties: dict[str, Any] = {}
    for p, party in enumerate(model.parties):
        found = inverse(graph, model.ranks, p, state, concept, conventions)
        change = changes.changes[p]
        parties[party] = {
            "holds": bool(stable[p]),
            "requirements": [
                {
                    "move": key_of(graph, need.move),
                    "ways": [keys_of(graph, sorted(way)) for way in need.ways],
                }
                for need in found.requirements
            ],
            "rankings": _counted(found),
            "lowered": [] if change is None else keys_of(graph, change.lowered),
            "proven": change is None or change.proven,
            "told": told_requirements(graph, p, found, name),
        }
    return {
        **state_of(model, state),
        "target": key_of(graph, state),
        "concept": concept,
        "holds": bool(stable.all()),
        "would_hold": changes.holds,
        "parties": parties,
        "told": told_changes(graph, changes, state, concept, name),
    }


def path_query(model: Model, state: int) -> dict[str, Any]:
    """The shortest ways from the status quo to a state, by any moves and by improvements.

    Raises
    ------
    UsageError : the case gives no status quo.
    """
    if model.start is None:
        raise UsageError("the case gives no status quo to start from", "Add graph.status_quo, or use --from.")
    return {**state_of(model, state), **Ways(model, model.ranks, model.start).to(state, _MOST_WAYS)}


def coalition_query(
    model: Model, parties: Sequence[str], conventions: Conventions | None = None
) -> dict[str, Any]:
    """What holds against one coalition, by concept, and its joint improvements from the status quo.

    Raises
    ------
    UsageError : fewer than two parties, an unknown one, gaps in preferences, or too many states.
    """
    _require_whole(model, "Coalitions")
    members = tuple(sorted({_party(model, party) for party in parties}))
    if len(members) < 2:
        raise UsageError(
            f"a coalition has at least two parties (got {', '.join(parties) or 'none'})",
            f"Name two or more of {', '.join(model.parties)}.",
        )
    found = Coalitions(model.graph, model.ranks, conventions)
    start = model.start
    jumps = [] if start is None else keys_of(model.graph, found.improvements(members).of(start))
    return {
        "parties": [model.parties[p] for p in members],
        "stable": stable_for(model, found, members),
        "from_status_quo": jumps,
    }


def mixed_query(
    model: Model, concepts: Mapping[str, Sequence[str]], conventions: Conventions | None = None
) -> dict[str, Any]:
    """States that hold for every party by at least one of that party's own concepts.

    Raises
    ------
    UsageError : a party without concepts, or an unknown party or concept.
    """
    _require_whole(model, "A mix of concepts")
    for party in concepts:
        _party(model, party)
    lacking = [party for party in model.parties if not concepts.get(party)]
    if lacking:
        raise UsageError(
            f"no concept is given for {', '.join(lacking)}",
            f"Give one to every party of the graph, such as {lacking[0]}=seq+sim.",
        )
    for given in concepts.values():
        for concept in given:
            if concept not in ALL_CONCEPTS:
                raise UsageError(f"unknown concept (got {concept})", did_you_mean(concept, ALL_CONCEPTS))
    asked = [cast("Sequence[Concept]", concepts[party]) for party in model.parties]
    sim = any("sim" in given for given in asked)
    table = stability(model.graph, model.ranks, conventions, sim=sim)
    return {
        "concepts": {party: list(concepts[party]) for party in model.parties},
        "equilibria": keys_of(model.graph, table.mixed(asked)),
    }


def _party(model: Model, party: str) -> int:
    if party not in model.parties:
        raise UsageError(f"no party of the graph is called {party}", did_you_mean(party, model.parties))
    return model.parties.index(party)


def _require_whole(model: Model, what: str) -> None:
    if model.gaps:
        raise UsageError(
            f"{what} cannot be told where preferences are unknown",
            "See the four readings of gaps, or say which way the unknown statements go.",
        )


def _counted(found: Inverse) -> dict[str, Any]:
    """How many strict rankings of all states let the target hold, of how many, and their share."""
    try:
        share = found.share()
    except UsageError as fault:
        return {"count": None, "of": None, "share": None, "why_not": fault.message}
    if found.n_state > MOST_WRITTEN:
        return {"count": None, "of": None, "share": share}
    return {"count": _whole(found.count()), "of": _whole(factorial(found.n_state)), "share": share}


def _whole(number: int) -> int | str:
    return number if number < _PLAIN else str(number)
