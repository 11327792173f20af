"""Every reference graph model, cell by cell: each party, each concept, each state.

Each JSON file below $COMMONGROUND_REFERENCE/gmcr is read by its `schema`, so a new file of one of these forms is
tested without a change here.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from itertools import permutations
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.published.graph_files import (
    Case,
    any_case,
    explicit_case,
    option_case,
    option_form,
    statement_ranks,
    suite_case,
    with_ranks,
)

from checkout import ROOT
from commonground.case.graph_feasible import feasible_codes
from commonground.case.graph_options import Option, OptionForm, parse_pattern
from commonground.methods.graph.coalitions import Coalitions
from commonground.methods.graph.conventions import CONCEPTS, Conventions
from commonground.methods.graph.foresight import foresight
from commonground.methods.graph.graph import merge, option_graph
from commonground.methods.graph.hypergame import View, without_unseen_moves
from commonground.methods.graph.inverse import inverse
from commonground.methods.graph.paths import status_quo
from commonground.methods.graph.preferences import (
    BETTER,
    SAME,
    UNKNOWN,
    WORSE,
    degrees,
    ranks_by_groups,
    relation_by_comparisons,
    relation_of_ranks,
)
from commonground.methods.graph.sets import strong_sets, unknown_sets
from commonground.methods.graph.stability import Stability, stability, stability_of_sets

pytestmark = pytest.mark.published

REFERENCE = Path(os.environ.get("COMMONGROUND_REFERENCE", ROOT.parent / "shared" / "data"))
FOLDER = REFERENCE / "gmcr"
RANKINGS, STATEMENTS = "preference_rankings_best_first", "preference_statements_most_important_first"
WAYS = re.compile("status_quo_analysis_from_")
NAMES = {"sseq": "symseq", "cnash": "nash", "cgmr": "gmr", "csmr": "smr", "cseq": "seq"}
CLOSURES = {"each_opponent_at_most_once": "each_once", "single_opponent_move": "single"}


def _files(schema: str) -> list[Any]:
    found = []
    for path in sorted(FOLDER.glob("*.json")):
        data = json.loads(path.read_text("utf-8"))
        if isinstance(data, dict) and str(data.get("schema", "")).startswith(f"commonground/{schema}/"):
            found.append(pytest.param(data, id=path.stem))
    reason = f"no file of the form {schema} in {FOLDER}; set COMMONGROUND_REFERENCE"
    return found or [pytest.param({}, marks=pytest.mark.skip(reason=reason), id="none")]


CASES = _files("gmcr-case")


def _having(holds: Callable[[dict[str, Any]], Any], what: str) -> list[Any]:
    """The cases of which a test can say something."""
    kept = [case for case in CASES if case.marks or holds(case.values[0])]
    return kept or [pytest.param({}, marks=pytest.mark.skip(reason=f"no file has {what}"), id="none")]


def _published(data: dict[str, Any]) -> Any:
    """Published equilibria by concept, or nothing."""
    return ((data.get("published") or {}).get("equilibria")) or {}


def _great(data: dict[str, Any]) -> re.Match[str] | None:
    """Which state is greatly worse than all above it, as a file says in words."""
    told = (data.get("strength_variant") or {}).get("degrees", "")
    return re.search(r"state (\d+)\) is greatly less preferred", told)


def _ranked(data: dict[str, Any]) -> bool:
    return "expected" in data and (RANKINGS in data or STATEMENTS in data)


def _check_table(table: Stability, expected: dict[str, Any], told: Callable[[Any], list[int]]) -> None:
    for name, states in expected.get("equilibria", {}).items():
        assert told(_equilibria(table, name)) == states, name
    for name, rows in expected.get("stable_states_per_dm", {}).items():
        held = np.logical_or.reduce([table.stable(concept) for concept in _concepts(name)])
        assert [told(np.flatnonzero(row)) for row in held] == rows, name


def _concepts(name: str) -> list[Any]:
    """A file's word for a concept, or for "either of these" as in seq_or_sim."""
    return [NAMES.get(word, word) for word in name.split("_or_")]


def _equilibria(table: Stability, name: str) -> Any:
    return table.mixed([_concepts(name)] * len(table.bits))


def _check_rest(case: Case, expected: dict[str, Any]) -> None:
    """Whatever else a file expects of a model besides its tables."""
    for closure, by_concept in expected.get("equilibria_under_other_sanction_closures", {}).items():
        table = stability(case.graph, case.ranks, Conventions(joint=CLOSURES[closure]))  # type: ignore[arg-type]
        for concept, states in by_concept.items():
            assert case.told(_equilibria(table, concept)) == states, (closure, concept)
    universal = expected.get("universal_coalition_equilibria")
    if universal:
        table = Coalitions(case.graph, case.ranks).universal()
        assert {c: case.told(_equilibria(table, c)) for c in universal} == universal
    limited = expected.get("limited_move")
    if limited:
        _check_foresight(case, limited)


def _check_foresight(case: Case, expected: dict[str, Any]) -> None:
    horizons = max(int(name[1:]) for name in expected if re.fullmatch(r"L\d+", name))
    found = foresight(case.graph, case.ranks, horizons)
    tables = {f"L{h + 1}": found.limited[h] for h in range(horizons)} | {"NM": found.non_myopic}
    for name, table in tables.items():
        if name in expected:
            assert case.told(np.flatnonzero(table.all(axis=0))) == expected[name], name
        if name in expected.get("per_dm", {}):
            assert [case.told(np.flatnonzero(row)) for row in table] == expected["per_dm"][name], name
    if "anticipation_cycle" in expected:
        assert {"first_h": found.first, "length": found.length} == expected["anticipation_cycle"]
    if "ties_make_anticipated_state_ambiguous" in expected:
        assert found.ambiguous == expected["ties_make_anticipated_state_ambiguous"]


@pytest.mark.parametrize("data", _having(_ranked, "complete rankings"))
def test_both_engines_give_every_cell(data: dict[str, Any]) -> None:
    case = any_case(data)
    expected = data["expected"].get("underlying_true_game", data["expected"])
    engines = ["general", "fast"] if case.graph.by_options else ["general"]
    for engine in engines:
        _check_table(stability(case.graph, case.ranks, engine=engine), expected, case.told)
    _check_rest(case, expected)


@pytest.mark.parametrize(
    "data", _having(lambda d: STATEMENTS in d and RANKINGS in d, "statements and rankings")
)
def test_statements_give_the_ranking(data: dict[str, Any]) -> None:
    case = option_case(data)
    assert (statement_ranks(data, case) == case.ranks).all()


@pytest.mark.parametrize("data", _having(_published, "published equilibria"))
def test_published_equilibria(data: dict[str, Any]) -> None:
    case = any_case(data)
    table = stability(case.graph, case.ranks)
    for name, states in _published(data).items():
        if name == "NM":
            found = np.flatnonzero(foresight(case.graph, case.ranks).non_myopic.all(axis=0))
        else:
            found = _equilibria(table, name)
        assert case.told(found) == states, name


@pytest.mark.parametrize("data", _having(lambda d: "expected_if_all_moves_reversible" in d, "that"))
def test_all_moves_reversible(data: dict[str, Any]) -> None:
    case = option_case(data, reversible=True)
    expected = data["expected_if_all_moves_reversible"]
    _check_table(stability(case.graph, case.ranks), expected, case.told)
    _check_rest(case, expected)


@pytest.mark.parametrize("data", _having(lambda d: "arc_deletion_rule" in d.get("expected", {}), "that"))
def test_moves_into_unseen_states_deleted(data: dict[str, Any]) -> None:
    case = option_case(data)
    unseen = [data["misperceived_patterns"].get(dm["name"], []) for dm in data["dms"]]
    views = [View(unseen=[parse_pattern(text, len(data["options"])) for text in some]) for some in unseen]
    graph = without_unseen_moves(case.graph, views)
    _check_table(stability(graph, case.ranks), data["expected"]["arc_deletion_rule"], case.told)


@pytest.mark.parametrize("data", _having(lambda d: "merged_states" in d and "moves" in d, "merged states"))
def test_merging_gives_the_printed_graph(data: dict[str, Any]) -> None:
    printed = explicit_case(data)
    form = option_form(data)
    patterns = [parse_pattern(text, form.n_option) for text in data.get("infeasible_patterns", [])]
    plain = option_graph(form, feasible_codes(form, patterns))
    texts = [text.split()[0] for text in data["merged_states"].values()]
    graph, _ = merge(plain, [parse_pattern(text, len(data["options"])) for text in texts])
    of_pattern = {state["pattern"]: state["id"] for state in data["states"]}
    assert sorted(graph.names) == sorted(of_pattern)
    for party in range(graph.n_party):
        for state in range(graph.n_state):
            here = printed.state(of_pattern[graph.names[state]])
            there = [of_pattern[graph.names[t]] for t in graph.moves(party, state)]
            assert sorted(there) == printed.told(printed.graph.moves(party, here))


@pytest.mark.parametrize("data", _having(lambda d: "pairwise_coalition_stability" in d, "that"))
def test_coalitions_one_by_one(data: dict[str, Any]) -> None:
    case = any_case(data)
    coalitions = Coalitions(case.graph, case.ranks)
    for name, by_concept in data["pairwise_coalition_stability"].items():
        members = tuple(sorted(case.graph.parties.index(party) for party in name.split("+")))
        bits = coalitions.stable(members)
        table = Stability(bits[None, :])
        assert {c: case.told(_equilibria(table, c)) for c in by_concept} == by_concept, name


@pytest.mark.parametrize("data", _having(lambda d: any(map(WAYS.match, d)), "that"))
def test_ways_from_the_status_quo(data: dict[str, Any]) -> None:
    case = any_case(data)
    for key in filter(WAYS.match, data):
        start = case.state(int(key.rpartition("_")[2]))
        for kind, ranks in (("unilateral_moves", None), ("unilateral_improvements_only", case.ranks)):
            if kind not in data[key]:
                continue
            found = status_quo(case.graph, start, ranks)
            for number, way in data[key][kind].items():
                state = case.state(int(number))
                assert found.distance[state] == way["moves"], (kind, number)
                movers = sorted(case.graph.parties[p] for p in found.last_movers(state))
                assert movers == sorted(way["last_movers_of_shortest_paths"]), (kind, number)
            reached = case.told(np.flatnonzero(found.distance >= 0))
            assert reached == sorted(map(int, data[key][kind])), kind


@pytest.mark.parametrize("data", _having(lambda d: "inverse_expected" in d, "that"))
def test_inverse_counts(data: dict[str, Any]) -> None:
    case, expected = any_case(data), data["inverse_expected"]
    name = next(dm["name"] for dm in data["dms"] if expected["varied"].startswith(dm["name"]))
    party, target = case.graph.parties.index(name), case.state(expected["target_state"])
    for concept, count in expected["number_of_rankings_making_target_an_equilibrium"].items():
        (own,) = _concepts(concept)
        fixed = stability(case.graph, case.ranks).stable(own)
        others = all(fixed[p, target] for p in range(case.graph.n_party) if p != party)
        found = inverse(case.graph, case.ranks, party, target, own).count() if others else 0
        assert found == count, concept


@pytest.mark.parametrize("data", _having(_great, "that"))
def test_strength_of_preference(data: dict[str, Any]) -> None:
    variant, worst = data["strength_variant"], _great(data)
    assert worst
    case = any_case(data)
    state = case.state(int(worst[1]))
    sets = [strong_sets(degrees(rank, [int(rank[state]) + 1])) for rank in case.ranks]
    expected = {
        "equilibria": variant["strong_equilibria"],
        "stable_states_per_dm": variant["strongly_stable_per_dm"],
    }
    _check_table(stability_of_sets(case.graph, sets), expected, case.told)


@pytest.mark.parametrize("data", _having(lambda d: "expected_computed" in d, "unknown preferences"))
def test_unknown_preferences_of_a_case(data: dict[str, Any]) -> None:
    case = option_case(data, rank=False)
    relations = []
    for dm in data["dms"]:
        given = data["preference"]
        if dm["name"] in given:
            groups = [[case.state(number)] for number in given[dm["name"]]]
            relations.append(relation_of_ranks(ranks_by_groups(groups, case.graph.n_state)))
        else:
            pairs = [(case.state(a), case.state(b)) for a, b in given[f"{dm['name']}_known_pairs"]]
            relations.append(relation_by_comparisons(case.graph.n_state, pairs))
    for name, states in data["expected_computed"].items():
        concept, _, extension = name.partition("_")
        table = stability_of_sets(case.graph, [unknown_sets(own, extension) for own in relations])  # type: ignore[arg-type]
        assert case.told(_equilibria(table, concept)) == states, name
    for key, known in data.items():
        if key.startswith("computed_if_"):
            open_party = next(dm["name"] for dm in data["dms"] if dm["name"] not in data["preference"])
            rows = [
                ranks_by_groups(
                    [[case.state(s)] for s in data["preference"].get(dm["name"], known["ranking"])],
                    case.graph.n_state,
                )
                for dm in data["dms"]
            ]
            assert open_party.lower()[:6] in key
            whole = with_ranks(case, np.stack(rows))
            _check_table(stability(whole.graph, whole.ranks), known, whole.told)


@pytest.mark.parametrize("suite", _files("gmcr-suite"))
def test_suite_of_random_models(suite: dict[str, Any]) -> None:
    for data in suite["cases"]:
        case = suite_case(data)
        for engine in ("fast", "general"):
            table = stability(case.graph, case.ranks, engine=engine)
            _check_table(table, data["expected"], case.told)
        _check_rest(case, data["expected"])


@pytest.mark.parametrize("suite", _files("gmcr-unknown-suite"))
def test_suite_of_unknown_preferences(suite: dict[str, Any]) -> None:
    sign = {">": BETTER, "<": WORSE, "=": SAME, "U": UNKNOWN}
    for data in suite["cases"]:
        owner = {k: p for p, bits in enumerate(data["dms_options"]) for k in bits}
        options = tuple(Option(f"o{k}", owner[k]) for k in sorted(owner))
        form = OptionForm(tuple(f"p{p}" for p in range(len(data["dms_options"]))), options)
        graph = option_graph(form, np.arange(data["n_states"]))
        relations = [
            np.array([[sign[letter] for letter in row] for row in rows], dtype=np.int8)
            for rows in data["relation_per_dm"]
        ]
        for extension in "abcd":
            table = stability_of_sets(graph, [unknown_sets(own, extension) for own in relations])  # type: ignore[arg-type]
            for concept in CONCEPTS:
                expected = data["stable_per_dm"].get(f"{concept}_{extension}")
                if expected is not None:
                    found = [(table.states(concept, p) + 1).tolist() for p in range(graph.n_party)]
                    assert found == expected, (concept, extension)


@pytest.mark.parametrize("data", _files("gmcr-exhaustive"))
def test_all_two_by_two_games(data: dict[str, Any]) -> None:
    """All 576 strict ordinal 2x2 games: how often each state is an equilibrium, and how many equilibria games have."""
    form = OptionForm(("A", "B"), (Option("a", 0), Option("b", 1)))
    graph = option_graph(form, np.arange(4))
    by_state: dict[str, dict[str, int]] = {}
    by_number: dict[str, dict[str, int]] = {}
    orders = [np.array(order) for order in permutations(range(4))]
    for first in orders:
        for second in orders:
            for name, states in _every_concept(graph, np.stack([first, second])).items():
                tally = by_number.setdefault(name, {})
                tally[str(len(states))] = tally.get(str(len(states)), 0) + 1
                for s in states:
                    row = by_state.setdefault(name, {})
                    row[str(s + 1)] = row.get(str(s + 1), 0) + 1
    for name, row in data["games_in_which_state_is_equilibrium"].items():
        assert by_state[name] == row, name
    for name, tally in data["games_by_number_of_equilibria"].items():
        assert by_number[name] == tally, name


def _every_concept(graph: Any, ranks: Any) -> dict[str, list[int]]:
    table = stability(graph, ranks)
    found = {name: _equilibria(table, name).tolist() for name in ("nash", "gmr", "smr", "seq", "sseq", "sim")}
    universal = Coalitions(graph, ranks).universal()
    for name in ("cnash", "cgmr", "csmr", "cseq"):
        found[name] = _equilibria(universal, name).tolist()
    looked = foresight(graph, ranks)
    for h in range(1, 6):
        found[f"L{h + 1}"] = np.flatnonzero(looked.limited[h].all(axis=0)).tolist()
    found["NM"] = np.flatnonzero(looked.non_myopic.all(axis=0)).tolist()
    return found
