"""What would have to change for a state to hold for everybody, in numbers and in words."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from commonground.methods.graph.conventions import TITLES, Concept, Conventions
from commonground.methods.graph.graph import Graph
from commonground.methods.graph.inverse import Change, Inverse, inverse
from commonground.methods.graph.stability import stability

_MOST_ROUNDS = 10
_MOST_NAMED = 6


@dataclass(frozen=True, eq=False)
class Changes:
    """The smallest change of each party that makes a target an equilibrium.

    changes : per party, None where nothing needs to change
    holds   : whether the target is an equilibrium after all of them
    ranks   : (party, state) after all of them
    """

    changes: tuple[Change | None, ...]
    holds: bool
    ranks: NDArray[np.int32]


def smallest_changes(
    graph: Graph,
    ranks: NDArray[np.integer],
    target: int,
    concept: Concept,
    conventions: Conventions | None = None,
) -> Changes:
    """What each party would have to think worse of for a state to be an equilibrium.

    Under nash, gmr and smr parties do not depend on each other and the changes are smallest for each. Under seq and
    symseq a change of one may take away an answer that another relied on: parties are then gone through again, up to
    ten times, and `holds` says whether that came to an end.
    """
    now = np.asarray(ranks, dtype=np.int32).copy()
    lowered: list[Change | None] = [None] * graph.n_party
    for _ in range(_MOST_ROUNDS):
        stable = stability(graph, now, conventions, sim=False).stable(concept)[:, target]
        if stable.all():
            break
        for party in np.flatnonzero(~stable).tolist():
            found = inverse(graph, now, party, target, concept, conventions).smallest_change(now[party])
            before = lowered[party]
            both = found.lowered if before is None else tuple(sorted({*before.lowered, *found.lowered}))
            proven = found.proven and before is None
            lowered[party] = Change(both, float(len(both)), found.ranks, proven)
            now[party] = found.ranks
    holds = bool(stability(graph, now, conventions, sim=False).stable(concept)[:, target].all())
    return Changes(tuple(lowered), holds, now)


def told_changes(graph: Graph, found: Changes, target: int, concept: Concept) -> list[str]:
    """The changes in sentences, the verdict first."""
    here, title = graph.name(target), TITLES[concept]
    if not any(found.changes):
        return [f"{here} holds for every party as it is ({title})."]
    lines = [
        f"{here} would hold for every party ({title}) if:"
        if found.holds
        else f"No small change was found that lets {here} hold for every party ({title}); tried:"
    ]
    for party, change in zip(graph.parties, found.changes):
        if change is not None:
            lines.append(f"{party} liked {_names(graph, change.lowered, 'and')} no better than {here}.")
    return lines


def told_requirements(graph: Graph, party: int, found: Inverse) -> list[str]:
    """What a party must not prefer to the target, move by move."""
    who, here = graph.parties[party], graph.name(found.target)
    if not found.requirements:
        return [f"{here} holds for {who} whatever it prefers."]
    lines = [
        f"{here} holds for {who} if, for each of these moves, it prefers none of the states in one of the lists:"
    ]
    for need in found.requirements:
        ways = [_names(graph, tuple(sorted(way)), "and") for way in need.ways[:_MOST_NAMED]]
        more = f"; or one of {len(need.ways) - _MOST_NAMED} more" if len(need.ways) > _MOST_NAMED else ""
        lines.append(f"to {graph.name(need.move)}: {'; or '.join(ways)}{more}.")
    return lines


def _names(graph: Graph, states: tuple[int, ...], last: str) -> str:
    names = [graph.name(s) for s in states[:_MOST_NAMED]]
    if len(states) > _MOST_NAMED:
        names.append(f"{len(states) - _MOST_NAMED} more")
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} {last} {names[-1]}"
