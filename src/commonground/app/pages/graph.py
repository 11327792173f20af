"""Graph: where the conflict can rest by a concept, why a state holds or not, and what would lead to another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from commonground.app.asking import address
from commonground.app.conflict import METHOD, concept_of, deed, study_by, target, why
from commonground.app.context import Context
from commonground.app.controls import Controls
from commonground.app.drawing import sections
from commonground.app.pages import Page
from commonground.brief.document import Block, FigureBlock, Heading, Section
from commonground.brief.sections import resting, resting_annex
from commonground.brief.view import View, at_start
from commonground.case.model import Case
from commonground.charts.graph_reading import CONCEPTS, WORDS
from commonground.methods.graph.conventions import Concept

MOST_LISTED: Final = 90
_MOST_WAYS, _MOST_TOLD, _MOST_NAMED = 6, 12, 6


def available(case: Case) -> bool:
    """A case with a graph of the conflict."""
    return case.graph is not None


def view(context: Context) -> dict[str, Any]:
    """Equilibria under a concept, the states to choose from, and what was asked of them.

    Returns
    -------
    concept  : id, name
    concepts : id, name, words, count, href, current
    first, rest : the brief's section on where the conflict can rest, up to the picture of it, and after it
    states   : code, pattern, title, outcome, holds (concepts), often, today, why and target (addresses)
    more_states : how many are not listed; asked : the state and the target as they were written
    why      : of the chosen state; target : inverse and path of the chosen target; None where nothing is chosen
    sliders  : controls of what is uncertain in the parties' preferences
    found    : equilibria, count, rests, status_quo, n_states as `commonground graph --json` has them
    """
    concept = concept_of(context)
    study = study_by(context, concept)
    found = study.solutions[METHOD]["data"]
    own = context.view.study.solutions[METHOD]["data"]["concept"]
    first, rest = _parts(View(study), "" if concept == own else concept)
    state, aim = context.more.get("state", ""), context.more.get("target", "")
    listed = _listed(found)
    return {
        "concept": {"id": concept, "name": CONCEPTS[concept]},
        "concepts": [
            {
                "id": key,
                "name": CONCEPTS[key],
                "words": at_start(WORDS[key]),
                "count": found["count"][key],
                "href": address(context, "graph", concept=key, state=state, target=aim),
                "current": key == concept,
            }
            for key in CONCEPTS
            if key in found["count"] and key != "sim"
        ],
        "first": sections(context, [first]),
        "rest": sections(context, [rest, resting_annex_of(View(study), "" if concept == own else concept)]),
        "states": [_state(context, found, one, concept, state, aim) for one in listed],
        "more_states": found["n_states"] - len(listed),
        "asked": {"state": state, "target": aim},
        "why": _why(context, found, state, concept) if state else None,
        "target": _target(context, found, aim, concept) if aim else None,
        "sliders": _sliders(context),
        "found": {key: found[key] for key in ("equilibria", "count", "rests", "status_quo", "n_states")},
    }


def _parts(view: View, suffix: str) -> tuple[Section | None, Section | None]:
    """The section of the brief up to the picture, and what comes after it; figures under ids of the concept."""
    made = resting.section(view)
    if made is None:
        return None, None
    blocks = _renamed(made.blocks, suffix)
    end = next((k + 1 for k, block in enumerate(blocks) if isinstance(block, FigureBlock)), len(blocks))
    while end < len(blocks) and not isinstance(blocks[end], Heading | FigureBlock):
        end += 1
    after = Section("graph-grounds", "Why, and the shortest way out", tuple(blocks[end:]))
    return replace(made, blocks=tuple(blocks[:end])), after if after.blocks else None


def resting_annex_of(view: View, suffix: str) -> Section | None:
    """Options and preferences as the brief's annex has them."""
    made = resting_annex.section(view)
    return None if made is None else replace(made, blocks=tuple(_renamed(made.blocks, suffix)))


def _renamed(blocks: Iterable[Block], suffix: str) -> list[Block]:
    return [
        FigureBlock(replace(block.figure, id=f"{block.figure.id}-{suffix}"))  # type: ignore[type-var]
        if suffix and isinstance(block, FigureBlock)
        else block
        for block in blocks
    ]


def _listed(found: Mapping[str, Any]) -> list[dict[str, Any]]:
    """States to choose from: those of the picture, then equilibria up to a number; where play may rest comes first."""
    held = {concept: set(states) for concept, states in found["equilibria"].items()}
    rests = {row["code"]: row["p"] for row in found["rests"]}

    def rank(state: Mapping[str, Any]) -> tuple[Any, ...]:
        code = state["code"]
        lasting = sum(code in states for states in held.values())
        return code != found["status_quo"], -rests.get(code, 0.0), -lasting

    drawn = {state["code"]: state for state in found["picture"]["states"]}
    lasting = (state for state in found["states"] if any(state["code"] in states for states in held.values()))
    others = sorted((state for state in lasting if state["code"] not in drawn), key=rank)
    kept = [*drawn.values(), *others[: max(MOST_LISTED - len(drawn), 0)]]
    return sorted(kept, key=rank)


def _state(
    context: Context, found: Mapping[str, Any], state: Mapping[str, Any], concept: str, chosen: str, aim: str
) -> dict[str, Any]:
    code = state["code"]
    rests = next((row for row in found["rests"] if row["code"] == code), None)
    return {
        **{key: state[key] for key in ("code", "pattern", "title")},
        "outcome": state["outcome"] or "",
        "holds": [CONCEPTS[key] for key in CONCEPTS if code in found["equilibria"].get(key, ())],
        "often": "" if rests is None else f"{100 * rests['p']:.0f} %",
        "today": code == found["status_quo"],
        "why": address(context, "graph", concept=concept, state=str(code), target=aim) + "#why",
        "target": address(context, "graph", concept=concept, state=chosen, target=str(code)) + "#target",
    }


def _named(found: Mapping[str, Any], party: str) -> str:
    return at_start(str(found["parties"][party]))


def _why(context: Context, found: Mapping[str, Any], state: str, concept: Concept) -> dict[str, Any]:
    """Why a state holds or not: per party in sentences, whether it has a move that it prefers, and its answers."""
    told = why(context, state, concept)
    if "fault" in told:
        return told
    parties = [
        {"id": party, "name": _named(found, party), "holds": one["holds"], "told": one["told"]}
        for party, one in told["parties"].items()
    ]
    return {
        **{key: told[key] for key in ("code", "pattern", "title")},
        "outcome": told["outcome"] or "",
        "concept": WORDS[concept],
        "holds": all(one["holds"] for one in parties),
        "parties": parties,
        "answers": told["parties"],
    }


def _target(context: Context, found: Mapping[str, Any], state: str, concept: Concept) -> dict[str, Any]:
    """Which preferences would let a state hold, and the shortest ways to it."""
    told = target(context, state, concept)
    inverse, path = told["inverse"], told["path"]
    named = path if "code" in path else inverse
    if "code" not in named:
        return {"fault": inverse["fault"]}
    return {
        **{key: named[key] for key in ("code", "pattern", "title")},
        "outcome": named["outcome"] or "",
        "concept": WORDS[concept],
        "inverse": inverse if "fault" in inverse else _inverse(context, found, inverse),
        "path": path if "fault" in path else _path(found, path),
        "exact": told,
    }


def _inverse(context: Context, found: Mapping[str, Any], told: Mapping[str, Any]) -> dict[str, Any]:
    """What each party must not prefer: a line a move, in the parties' own option names."""
    return {
        "holds": told["holds"],
        "told": told["told"],
        "parties": [
            {
                "id": party,
                "name": _named(found, party),
                "holds": one["holds"],
                "share": _share(one["rankings"]),
                "told": one["told"][0] if one["told"] else "",
                "moves": [
                    {
                        "does": at_start(deed(context, told["target"], need["move"])),
                        "to": need["move"],
                        "lists": _lists(need["ways"]),
                    }
                    for need in one["requirements"][:_MOST_TOLD]
                ],
                "more": max(len(one["requirements"]) - _MOST_TOLD, 0),
            }
            for party, one in told["parties"].items()
        ],
    }


def _lists(ways: Sequence[Sequence[int | str]]) -> list[str]:
    """The lists of states of which one is to be avoided; of many, the first of each."""
    told = []
    for way in ways[:_MOST_NAMED]:
        names = [_state_name(key) for key in way[:_MOST_NAMED]]
        told.append(
            ", ".join([*names, *([f"{len(way) - _MOST_NAMED} more"] if len(way) > _MOST_NAMED else [])])
        )
    return [*told, *([f"one of {len(ways) - _MOST_NAMED} more"] if len(ways) > _MOST_NAMED else [])]


def _state_name(key: int | str) -> str:
    return f"state {key}" if isinstance(key, int) else key


def _share(counted: Mapping[str, Any]) -> str:
    """Of all a party's rankings, how many would let the state hold."""
    if counted["share"] is None:
        return ""
    exact = ""
    if counted["of"] is not None and len(str(counted["of"])) <= 12:
        exact = f" ({counted['count']:,} of {counted['of']:,})"
    return f"{100 * counted['share']:.3g} %{exact}"


def _path(found: Mapping[str, Any], told: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "moves": told["moves"],
        "improvements": told["improvements"],
        "steps": [_way(found, way) for way in told["steps"][:_MOST_WAYS] if way],
        "improving_steps": [_way(found, way) for way in told["improving_steps"][:_MOST_WAYS] if way],
        "almost": told["after_one_step_that_is_none"],
    }


def _way(found: Mapping[str, Any], steps: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [
        {"party": _named(found, step["party"]), "does": " and ".join(step["does"]), "to": step["to"]}
        for step in steps
    ]


def _sliders(context: Context) -> list[dict[str, Any]]:
    """What is uncertain in the parties' preferences: the chance that a party cares about a statement, weights."""
    case, controls = context.case, Controls(context)
    if case.graph is None:
        return []
    out = []
    for party, said in case.graph.preferences.items():
        made = controls.below(f"graph.preferences.{party}")
        for one in made:
            keys = one["path"].split(".")
            if keys[3] == "statements" and keys[-1] == "chance":
                one["label"] = f"Cares that: {said.statements[int(keys[4])].statement}"
        if made:
            out.append({"id": party, "name": case.parties[party].name, "controls": made})
    return out


PAGE = Page("graph", "Graph", 50, available, view, script="sliders.js models.js")
