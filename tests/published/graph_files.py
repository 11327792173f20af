"""Reference files of graph models, read into this package's types. Ids in files are display numbers of states."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from commonground.case.graph_feasible import feasible_codes
from commonground.case.graph_formula import any_pattern
from commonground.case.graph_options import Option, OptionForm, parse_pattern
from commonground.methods.graph.graph import Graph, explicit_graph, option_graph
from commonground.methods.graph.preferences import ranks_by_groups, ranks_by_statements

DIRECTIONS = {"both": "both", "fwd": "forward_only", "back": "backward_only"}


@dataclass(frozen=True)
class Case:
    """A model of a file, its ranks, and the file's ids in the order of the states."""

    graph: Graph
    ranks: Any
    ids: list[int]

    def told(self, states: Any) -> list[int]:
        return sorted(self.ids[int(s)] for s in states)

    def state(self, number: int) -> int:
        return self.ids.index(number)


def option_form(data: dict[str, Any], reversible: bool = False) -> OptionForm:
    owner = {k: p for p, dm in enumerate(data["dms"]) for k in dm["options"]}
    options = []
    for k, given in enumerate(data["options"]):
        direction = "both" if reversible else given.get("direction", "both")
        options.append(
            Option(f"o{k}", owner[k], given["name"], DIRECTIONS.get(direction, direction))  # type: ignore[arg-type]
        )
    return OptionForm(tuple(dm["name"] for dm in data["dms"]), tuple(options))


def option_case(data: dict[str, Any], reversible: bool = False, rank: bool = True) -> Case:
    form = option_form(data, reversible)
    patterns = [parse_pattern(text, form.n_option) for text in data.get("infeasible_patterns", [])]
    graph = option_graph(form, feasible_codes(form, patterns))
    of_code = {_code(state): state["id"] for state in data["states"]}
    assert graph.codes is not None
    assert sorted(of_code) == graph.codes.tolist(), "the file's states are the feasible ones"
    assert [graph.name(graph.state(_code(state))) for state in data["states"]] == [
        state["pattern"] for state in data["states"]
    ]
    ids = [of_code[int(code)] for code in graph.codes]
    case = Case(graph, None, ids)
    if not rank:
        return case
    listed = "preference_rankings_best_first" in data
    return with_ranks(case, _ranks(data, graph, ids) if listed else statement_ranks(data, case))


def explicit_case(data: dict[str, Any]) -> Case:
    ids = [state["id"] for state in data["states"]]
    place = {number: s for s, number in enumerate(ids)}
    moves = [
        {place[int(s)]: [place[t] for t in reached] for s, reached in data["moves"][dm["name"]].items()}
        for dm in data["dms"]
    ]
    graph = explicit_graph([dm["name"] for dm in data["dms"]], list(map(str, ids)), moves)
    return Case(graph, _ranks(data, graph, ids), ids)


def any_case(data: dict[str, Any]) -> Case:
    return explicit_case(data) if "moves" in data else option_case(data)


def suite_case(data: dict[str, Any]) -> Case:
    owner = {k: p for p, bits in enumerate(data["dms_options"]) for k in bits}
    options = tuple(
        Option(f"o{k}", owner[k], direction=DIRECTIONS.get(text, text))  # type: ignore[arg-type]
        for k, text in enumerate(data["directions"])
    )
    form = OptionForm(tuple(f"p{p}" for p in range(len(data["dms_options"]))), options)
    patterns = [parse_pattern(text, len(options)) for text in data["infeasible_patterns"]]
    graph = option_graph(form, feasible_codes(form, patterns))
    assert graph.codes is not None
    assert graph.codes.tolist() == data["state_codes"]
    ranks = np.array(data["ordinal_rank_per_dm_higher_better"])
    return Case(graph, ranks, list(range(1, graph.n_state + 1)))


def statement_ranks(data: dict[str, Any], case: Case) -> Any:
    """Ranks from the file's ordered statements, each a list of patterns."""
    codes, n_option = case.graph.codes, len(data["options"])
    assert codes is not None
    rows = []
    for dm in data["dms"]:
        given = data["preference_statements_most_important_first"][dm["name"]]
        formulas = [any_pattern([parse_pattern(text, n_option) for text in some]) for some in given]
        rows.append(ranks_by_statements(codes, formulas))
    return np.stack(rows)


def with_ranks(case: Case, ranks: Any) -> Case:
    return replace(case, ranks=ranks)


def _code(state: dict[str, Any]) -> int:
    """A state's code, from its pattern where the file gives none."""
    spelled = sum(1 << k for k, letter in enumerate(state["pattern"]) if letter == "Y")
    return int(state.get("code", spelled))


def _ranks(data: dict[str, Any], graph: Graph, ids: list[int]) -> Any:
    place = {number: s for s, number in enumerate(ids)}
    rows = []
    for dm in data["dms"]:
        groups = data["preference_rankings_best_first"][dm["name"]]
        rows.append(ranks_by_groups([[place[s] for s in group] for group in groups], graph.n_state))
    return np.stack(rows)
