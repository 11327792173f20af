"""The method itself: settings in, a case's graph block in draws in, `Solution` out."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from commonground.case.graph_draws import GraphDraws
from commonground.errors import Finding, UsageError, did_you_mean
from commonground.methods.base import Estimate, Solution
from commonground.methods.graph.card import CARD
from commonground.methods.graph.coalitions import Coalitions
from commonground.methods.graph.conventions import CONCEPTS, TITLES, Concept, Conventions, Joint
from commonground.methods.graph.draws import Outlook, outlook
from commonground.methods.graph.from_draws import Model, model_of
from commonground.methods.graph.hypergame import View, hypergame
from commonground.methods.graph.report import (
    key_of,
    keys_of,
    outcome_of,
    outlook_of,
    paths_of,
    states_of,
    verdicts_of,
    why_of,
)
from commonground.methods.graph.sets import strong_sets, unknown_sets
from commonground.methods.graph.stability import Stability, stability, stability_of_sets
from commonground.methods.phrases import per_cent

_COALITION_STATES = 512
_COALITION_PARTIES = 5
_WHY_STATES = 1 << 14


@dataclass(frozen=True, kw_only=True)
class Settings:
    """concept, undeterred: how parties leave states; joint: how opponents act together. See the card."""

    concept: Concept = "seq"
    undeterred: bool = False
    joint: Joint = "standard"

    def __post_init__(self) -> None:
        if self.concept not in CONCEPTS:
            raise UsageError(
                f"setting concept is unknown (got {self.concept!r})",
                did_you_mean(str(self.concept), CONCEPTS),
            )
        Conventions(joint=self.joint)


def solve_graph(draws: GraphDraws, settings: Settings | None = None) -> Solution:
    """Where can the conflict come to rest, why, and where does it go from the status quo?

    Steps: 1. equilibria and each party's stable states for the likeliest preferences; 2. over all draws, how often
    each state is an equilibrium, and where random improving moves from the status quo come to rest; 3. ways there,
    and why the status quo and the likeliest place to rest hold or not.

    Parameters
    ----------
    draws    : of a case's graph block
    settings : see `Settings`

    Returns
    -------
    Solution; its outcome is the long-run mix of agreement, impasse and confrontation, or None where preferences have
    gaps, since the mix would hang on how they are filled.

    References
    ----------
    kilgour1987, fang1993, xu2018; li2005 (status quo); rego2017 (symmetric sequential)

    Limits
    ------
    The chances of outcomes rest on a rule of thumb and on the long run. See the card.
    """
    settings = settings or Settings()
    conventions = Conventions(joint=settings.joint)
    model = model_of(draws)
    graph = model.graph
    ranks = model.drawn.ranks[model.likeliest]
    if model.gaps:
        table = stability_of_sets(
            graph, [unknown_sets(r, "b") for r in model.relations(model.likeliest)], conventions
        )
    else:
        table = stability(graph, ranks, conventions)
    data: dict[str, Any] = {
        "parties": list(graph.parties),
        "n_states": graph.n_state,
        "n_raw": graph.n_state if graph.form is None else graph.form.n_raw,
        "status_quo": key_of(graph, model.start),
        "status_quo_outcome": outcome_of(model, model.start),
        "concept": settings.concept,
        "states": states_of(graph),
        **verdicts_of(graph, table),
        "unknown": _unknown(model, conventions),
        "strong": _strong(model, conventions),
        "hypergame": _hypergame(model, ranks, settings.concept, conventions),
        "coalitions": _jumps(model, ranks, table, settings.concept, conventions),
    }
    found: Outlook | None = None
    if not model.gaps:
        found = outlook(
            graph,
            model.drawn,
            model.start,
            concept=settings.concept,
            undeterred=settings.undeterred,
            conventions=conventions,
        )
        data |= outlook_of(model, found)
        if graph.n_state <= _WHY_STATES:
            likely = int(np.argmax(found.probability))
            interesting = np.unique(np.flatnonzero(found.probability > 0.0))
            data["paths"] = paths_of(model, ranks, _first(table.equilibria(settings.concept), interesting))
            data["why"] = [
                {"state": key_of(graph, s), "parties": why_of(graph, ranks, s, settings.concept)}
                for s in dict.fromkeys((model.start, likely))
            ]
    data["reading"] = _reading(model, table, found, settings)
    return Solution(
        method=CARD.id,
        title=CARD.title,
        outcome=(
            None
            if found is None
            else {name: Estimate.over(found.of_group(inside)) for name, inside in model.outcomes.items()}
        ),
        settlement=None,
        findings=tuple(_findings(model, found, table, settings)),
        data=data,
        settings=asdict(settings),
    )


def _first(equilibria: Any, rests: Any) -> Any:
    """States worth a way to them: where play may rest before other equilibria."""
    return np.array(list(dict.fromkeys([*rests.tolist(), *equilibria.tolist()])), dtype=np.int64)


def _unknown(model: Model, conventions: Conventions) -> dict[str, Any]:
    """Equilibria under the four readings of gaps in preferences."""
    if not model.gaps:
        return {}
    relations = model.relations(model.likeliest)
    out: dict[str, Any] = {}
    for extension in ("a", "b", "c", "d"):
        sets = [unknown_sets(relation, extension) for relation in relations]
        table = stability_of_sets(model.graph, sets, conventions)
        out[extension] = {c: keys_of(model.graph, table.equilibria(c)) for c in table.concepts}
    return out


def _strong(model: Model, conventions: Conventions) -> dict[str, Any]:
    """Equilibria in which every deterrent is greatly worse than staying."""
    if not model.strong or model.gaps:
        return {}
    sets = [strong_sets(degree) for degree in model.degrees(model.likeliest)]
    table = stability_of_sets(model.graph, sets, conventions)
    return {c: keys_of(model.graph, table.equilibria(c)) for c in table.concepts if c != "nash"}


def _hypergame(model: Model, ranks: Any, concept: Concept, conventions: Conventions) -> dict[str, Any]:
    """What holds when each party judges in the conflict that it sees."""
    if model.gaps or not any(model.draws.hidden) or not model.graph.has_patterns:
        return {}
    graph = model.graph
    found = hypergame(graph, ranks, [View(hidden=some) for some in model.draws.hidden], conventions)
    return {
        "equilibria": keys_of(graph, found.equilibria(concept)),
        "surprises": [
            {"state": key_of(graph, s), "unseen_by": [graph.parties[p] for p in blind]}
            for s, blind in found.surprises(concept).items()
        ],
    }


def _jumps(
    model: Model, ranks: Any, table: Stability, concept: Concept, conventions: Conventions
) -> list[dict[str, Any]]:
    """Moves that a coalition could make between equilibria that no party leaves alone."""
    graph = model.graph
    if model.gaps or graph.n_state > _COALITION_STATES or graph.n_party > _COALITION_PARTIES:
        return []
    return [
        {
            "from": key_of(graph, s),
            "to": key_of(graph, t),
            "parties": [graph.parties[p] for p in coalition],
        }
        for s, t, coalition in Coalitions(graph, ranks, conventions).jumps(table.equilibria(concept).tolist())
    ]


def _reading(model: Model, table: Stability, found: Outlook | None, settings: Settings) -> str:
    graph = model.graph
    count = len(table.equilibria(settings.concept))
    held = model.start in table.equilibria(settings.concept)
    text = (
        f"Of {graph.n_state:,} possible states {count:,} {'is an equilibrium' if count == 1 else 'are equilibria'}"
        f" under {TITLES[settings.concept]}; the status quo {'is' if held else 'is not'} one."
    )
    if found is None:
        return f"{text} Preferences have gaps, so that no chances follow."
    shares = {name: found.of_group(inside) for name, inside in model.outcomes.items()}
    told = ", ".join(f"{name} {per_cent(chance)}" for name, chance in shares.items() if chance.any())
    return f"{text} Random improving moves from the status quo end in: {told}."


def _findings(model: Model, found: Outlook | None, table: Stability, settings: Settings) -> list[Finding]:
    out = []
    if found is None:
        out.append(
            Finding(
                "note",
                "graph.preferences",
                "some preferences are unknown; equilibria are those of moves that are known to be improvements",
                "See the four readings under unknown.",
            )
        )
    elif found.settled < 1.0 - 1e-9:
        out.append(
            Finding(
                "warning",
                "graph",
                "improvements may run in a circle that never rests; outcomes there are shares of time",
                "Use another concept, or look whether a preference in the circle is meant.",
                got=per_cent(np.array([1.0 - found.settled])),
            )
        )
    if not len(table.equilibria(settings.concept)):
        out.append(
            Finding(
                "warning",
                "graph",
                f"no state is an equilibrium under {TITLES[settings.concept]}",
                "Look at another concept, and at the moves that each party would make.",
            )
        )
    return out
