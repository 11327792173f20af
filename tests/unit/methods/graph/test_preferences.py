"""Ranks and relations: statements, weights, rankings, comparisons; and the sets that follow from them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.methods.graph.models import random_model

from commonground.case.graph_formula import parse_formula
from commonground.errors import UsageError
from commonground.methods.graph.conventions import CONCEPTS
from commonground.methods.graph.preferences import (
    BETTER,
    SAME,
    UNKNOWN,
    WORSE,
    degrees,
    dense,
    ranks_by_groups,
    ranks_by_statements,
    ranks_by_weights,
    relation_by_comparisons,
    relation_by_statements,
    relation_of_ranks,
)
from commonground.methods.graph.sets import attitude_sets, fuzzy_sets, ordinal_sets, strong_sets, unknown_sets
from commonground.methods.graph.stability import stability, stability_of_sets

IDS = ["a", "b", "c"]
SEEDS = st.integers(0, 2**32 - 1)


def test_the_first_statement_that_tells_two_states_apart_decides() -> None:
    statements = [parse_formula(text, IDS) for text in ("a", "not b", "c if a")]
    score = ranks_by_statements(np.arange(8), statements)
    truth = [[bool(s & 1), not s & 2, bool(s & 4) or not s & 1] for s in range(8)]
    order = sorted({tuple(row) for row in truth})
    assert score.tolist() == [order.index(tuple(row)) for row in truth]


def test_any_number_of_statements_is_exact() -> None:
    """The least of 200 statements still decides where all others are equal, which a float score would lose."""
    statements = [parse_formula("a or not a", IDS)] * 199 + [parse_formula("b", IDS)]
    assert ranks_by_statements(np.arange(8), statements).tolist() == [0, 0, 1, 1, 0, 0, 1, 1]
    assert ranks_by_statements(np.arange(8), []).tolist() == [0] * 8


def test_weights_are_summed_exactly() -> None:
    ranks = ranks_by_weights(np.arange(8), {0: 0.1, 1: 0.2, 2: 0.3})
    assert ranks[0b011] == ranks[0b100]
    assert ranks_by_weights(np.arange(4), {0: -1.5, 1: 2}).tolist() == [1, 0, 3, 2]
    with pytest.raises(UsageError, match="too many digits"):
        ranks_by_weights(np.arange(4), {0: 1e300})


def test_a_ranking_names_every_state_once() -> None:
    assert ranks_by_groups([[2], [0, 1]], 3).tolist() == [0, 0, 1]
    with pytest.raises(UsageError, match="goes in a circle: state 0 is in places 1 and 3"):
        ranks_by_groups([[0], [1], [0]], 2)
    with pytest.raises(UsageError, match="leaves out 1 of 3 states, among them z"):
        ranks_by_groups([[0], [1]], 3, "xyz")
    with pytest.raises(UsageError, match="names state 5"):
        ranks_by_groups([[5]], 3)


def test_comparisons_imply_others_and_leave_gaps() -> None:
    relation = relation_by_comparisons(4, [(0, 1), (1, 2)], [(2, 3)])
    assert relation[3, 0] == BETTER
    assert relation[0, 3] == WORSE
    assert relation[2, 3] == SAME
    open_pair = relation_by_comparisons(3, [(0, 1)])
    assert open_pair[0, 2] == open_pair[2, 1] == UNKNOWN
    with pytest.raises(UsageError, match="in a circle through the states x, y, z"):
        relation_by_comparisons(3, [(0, 1), (1, 2)], [(2, 0)], "xyz")


def test_an_open_statement_leaves_open_what_it_would_decide() -> None:
    statements = [parse_formula(text, IDS) for text in ("a", "b", "c")]
    relation = relation_by_statements(np.arange(8), statements, {1})
    assert relation[0, 1] == BETTER
    assert relation[0, 2] == relation[2, 0] == relation[0, 6] == UNKNOWN
    assert relation[0, 4] == BETTER
    known = relation_by_statements(np.arange(8), statements, set())
    assert (known == relation_of_ranks(ranks_by_statements(np.arange(8), statements))).all()


@given(SEEDS)
def test_dense_ranks_keep_the_order(seed: int) -> None:
    rng = np.random.default_rng(seed)
    score = rng.integers(-(10 ** int(rng.integers(1, 15))), 10**3, 50)
    rank = dense(score)
    assert (np.sign(score[:, None] - score) == np.sign(rank[:, None].astype(int) - rank)).all()
    assert sorted(set(rank.tolist())) == list(range(int(rank.max()) + 1))


def test_degrees_count_the_great_steps() -> None:
    found = degrees(np.array([0, 1, 2, 2]), [2])
    assert found[0].tolist() == [0, 1, 2, 2]
    assert found[2].tolist() == [-2, -2, 0, 0]


@given(SEEDS)
def test_known_preferences_are_a_special_case_of_every_reading(seed: int) -> None:
    """Unknown a-d without gaps, strength without great steps, selfish attitudes, crisp fuzzy degrees: all ordinal."""
    rng = np.random.default_rng(seed)
    graph, ranks = random_model(rng, 5)
    plain = stability(graph, ranks, sim=False).bits
    relations = [relation_of_ranks(rank) for rank in ranks]
    for extension in "abcd":
        assert (stability_of_sets(graph, [unknown_sets(r, extension) for r in relations]).bits == plain).all()  # type: ignore[arg-type]
    general = [strong_sets(degrees(rank, ()), 0) for rank in ranks]
    assert (stability_of_sets(graph, general).bits == plain).all()
    better = [relation == BETTER for relation in relations]
    selfish = attitude_sets(better, np.eye(graph.n_party, dtype=int))
    assert (stability_of_sets(graph, selfish).bits == plain).all()
    crisp = [fuzzy_sets((relation + 1) / 2, 1.0) for relation in relations]
    assert (stability_of_sets(graph, crisp).bits == plain).all()


@given(SEEDS)
def test_readings_of_unknown_preferences_imply_each_other(seed: int) -> None:
    rng = np.random.default_rng(seed)
    graph, ranks = random_model(rng, 4)
    tables = {}
    gaps = []
    for rank in ranks:
        relation = relation_of_ranks(rank)
        hidden = np.triu(rng.random(relation.shape) < 0.3, 1)
        relation[hidden | hidden.T] = UNKNOWN
        gaps.append(relation)
    for extension in "abcd":
        tables[extension] = stability_of_sets(graph, [unknown_sets(r, extension) for r in gaps])  # type: ignore[arg-type]
    for concept in CONCEPTS:
        held = {extension: table.stable(concept) for extension, table in tables.items()}
        assert not (held["a"] & ~(held["b"] & held["c"])).any()
        assert not ((held["b"] | held["c"]) & ~held["d"]).any()


@given(SEEDS)
def test_strong_stability_is_stability(seed: int) -> None:
    rng = np.random.default_rng(seed)
    graph, ranks = random_model(rng, 5)
    great = [int(r) for r in np.unique(ranks) if rng.random() < 0.4]
    general = stability(graph, ranks, sim=False)
    strong = stability_of_sets(graph, [strong_sets(degrees(rank, great)) for rank in ranks])
    assert not (strong.bits & ~general.bits).any()
    assert (strong.stable("nash") == general.stable("nash")).all()


def test_altruists_do_not_harm_each_other() -> None:
    """Two parties in a prisoners' dilemma who wish each other well stay where both cooperate."""
    from tests.unit.methods.graph.models import GAMES, two_by_two

    better = [relation_of_ranks(np.array(rank)) == BETTER for rank in GAMES["prisoners"]]
    friends = stability_of_sets(two_by_two(), attitude_sets(better, [[1, 1], [1, 1]]))
    assert 3 in friends.equilibria("nash")
    with pytest.raises(UsageError, match="2 by 2"):
        attitude_sets(better, [[1, 2], [0, 1]])


def test_a_fuzzy_party_moves_only_where_it_satisfies() -> None:
    degree = np.array([[0.5, 0.9], [0.1, 0.5]])
    assert fuzzy_sets(degree, 0.8).tempts[0, 1]
    assert not fuzzy_sets(degree, 0.81).tempts[0, 1]
    with pytest.raises(UsageError, match="out of range"):
        fuzzy_sets(degree, 0.0)
    with pytest.raises(UsageError, match="add up to 1"):
        fuzzy_sets(np.full((2, 2), 0.6), 0.5)
    with pytest.raises(UsageError, match="no reading 'e'"):
        unknown_sets(np.zeros((1, 1), dtype=np.int8), "e")  # type: ignore[arg-type]


def test_indifference_deters() -> None:
    sets = ordinal_sets(np.array([1, 1, 2]))
    assert sets.deters[0].tolist() == [True, True, False]
