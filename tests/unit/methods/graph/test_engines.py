"""The fast engine, the general one and the definitions agree; the concepts imply each other as they must."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.methods.graph.models import (
    by_definition,
    form,
    random_arcs,
    random_model,
    two_by_two,
)

from commonground.errors import UsageError
from commonground.methods.graph.conventions import CONCEPTS, Conventions
from commonground.methods.graph.graph import option_graph
from commonground.methods.graph.stability import Stability, stability
from commonground.methods.graph.threshold import stable_bits

SEEDS = st.integers(0, 2**32 - 1)


@pytest.mark.parametrize("seed", range(8))
def test_the_fast_engine_agrees_with_the_general_one(seed: int) -> None:
    """3,000 models a run altogether, every cell."""
    rng = np.random.default_rng(seed)
    for _ in range(375):
        graph, ranks = random_model(rng)
        fast = stability(graph, ranks, engine="fast", sim=False)
        general = stability(graph, ranks, engine="general", sim=False)
        assert (fast.bits == general.bits).all()


@given(SEEDS)
def test_both_follow_the_definitions(seed: int) -> None:
    rng = np.random.default_rng(seed)
    graph, ranks = random_model(rng, 5)
    expected = by_definition(graph, ranks)
    for engine in ("fast", "general"):
        table = stability(graph, ranks, engine=engine, sim=False)
        for concept in CONCEPTS:
            assert table.stable(concept).tolist() == [row[concept] for row in expected]


@given(SEEDS)
def test_explicit_graphs_follow_the_definitions(seed: int) -> None:
    rng = np.random.default_rng(seed)
    n_party, n_state = int(rng.integers(1, 5)), int(rng.integers(1, 9))
    graph = random_arcs(rng, n_party, n_state)
    ranks = rng.integers(0, 5, (n_party, n_state))
    expected = by_definition(graph, ranks)
    table = stability(graph, ranks)
    for concept in CONCEPTS:
        assert table.stable(concept).tolist() == [row[concept] for row in expected]


@given(SEEDS)
def test_concepts_imply_each_other(seed: int) -> None:
    rng = np.random.default_rng(seed)
    graph, ranks = random_model(rng)
    table = stability(graph, ranks, sim=True)
    for strong, weak in (
        ("nash", "symseq"),
        ("symseq", "seq"),
        ("seq", "gmr"),
        ("symseq", "smr"),
        ("smr", "gmr"),
        ("nash", "sim"),
    ):
        assert not (table.stable(strong) & ~table.stable(weak)).any()  # type: ignore[arg-type]


@given(SEEDS)
def test_names_of_parties_and_scales_of_ranks_do_not_matter(seed: int) -> None:
    rng = np.random.default_rng(seed)
    graph, ranks = random_model(rng)
    table = stability(graph, ranks)
    stretched = stability(graph, ranks * 1_000_003 - 5)
    assert (table.bits == stretched.bits).all()


def test_sequential_and_symmetric_do_not_imply_symmetric_sequential() -> None:
    rng = np.random.default_rng(2)
    found = 0
    for _ in range(300):
        graph, ranks = random_model(rng)
        table = stability(graph, ranks, sim=False)
        found += int((table.stable("seq") & table.stable("smr") & ~table.stable("symseq")).sum())
    assert found


def test_a_party_alone_holds_only_to_what_is_best() -> None:
    graph = option_graph(form(2), np.arange(4))
    table = stability(graph, np.array([[0, 3, 1, 3]]))
    for concept in table.concepts:
        assert table.equilibria(concept).tolist() == [1, 3]


def test_a_party_with_sixteen_options_uses_wider_numbers() -> None:
    graph = option_graph(form(16, 1), np.arange(1 << 17))
    ranks = np.random.default_rng(3).integers(0, 1 << 17, (2, 1 << 17)).astype(np.int32)
    bits = stable_bits(graph, ranks)
    best = ranks[0].reshape(2, -1).max(axis=1)
    assert ((bits[0] & 1) > 0).reshape(2, -1).sum() == (ranks[0].reshape(2, -1) == best[:, None]).sum()


def test_threads_change_nothing() -> None:
    rng = np.random.default_rng(4)
    graph, ranks = random_model(rng)
    low = np.argsort(np.argsort(ranks, axis=1), axis=1).astype(np.int32)
    assert (stable_bits(graph, low, workers=3) == stable_bits(graph, low)).all()
    assert (stability(graph, ranks, workers=2).bits == stability(graph, ranks).bits).all()


def test_narrower_readings_of_joint_moves_deter_less() -> None:
    rng = np.random.default_rng(5)
    differ = 0
    for _ in range(100):
        graph, ranks = random_model(rng)
        wide, once, single = (
            stability(graph, ranks, Conventions(joint=joint), sim=False)
            for joint in ("standard", "each_once", "single")
        )
        assert not (single.bits & ~once.bits).any()
        assert not (once.bits & ~wide.bits).any()
        differ += int((wide.bits != once.bits).any())
    assert differ


def test_the_state_itself_deters_unless_the_convention_is_changed() -> None:
    """A common move: what one party can do, another can undo, back to where it began."""
    from commonground.methods.graph.graph import explicit_graph

    graph = explicit_graph(["a", "b"], ["s", "t"], [{0: [1]}, {1: [0]}])
    ranks = np.array([[0, 1], [0, 0]])
    assert stability(graph, ranks).stable("gmr")[0].tolist() == [True, True]
    strict = Conventions(base_counts=False)
    assert stability(graph, ranks, strict).stable("gmr")[0].tolist() == [False, True]


def test_one_option_at_a_time_is_another_model() -> None:
    codes = np.arange(8)
    ranks = np.array([[0, 0, 0, 5, 0, 0, 0, 0], [0] * 8])
    many = option_graph(form(2, 1), codes)
    one = option_graph(form(2, 1), codes, one_option=True)
    assert not stability(many, ranks).stable("nash")[0, 0]
    assert stability(one, ranks).stable("nash")[0, 0]
    with pytest.raises(UsageError, match="fast engine knows only"):
        stability(one, ranks, engine="fast")


def test_parties_may_use_concepts_of_their_own() -> None:
    table = stability(two_by_two(), np.array([[0, 1, 3, 2], [0, 3, 1, 2]]))  # chicken
    assert table.mixed([["nash"], ["nash"]]).tolist() == table.equilibria("nash").tolist() == [1, 2]
    assert table.mixed([["gmr"], ["nash"]]).tolist() == [1, 2]
    assert table.mixed([["nash", "sim"], ["gmr"]]).tolist() == [1, 2, 3]


def test_wrong_questions_are_refused() -> None:
    graph = two_by_two()
    with pytest.raises(UsageError, match=r"shape \(2, 3\)"):
        stability(graph, np.zeros((2, 3)))
    with pytest.raises(UsageError, match="no verdicts for sim"):
        Stability(np.zeros((2, 4), dtype=np.uint8)).stable("sim")
    with pytest.raises(UsageError, match="convention joint"):
        Conventions(joint="twice")  # type: ignore[arg-type]
    large = option_graph(form(7, 7), np.arange(1 << 14), one_option=True)
    with pytest.raises(UsageError, match="16,384 states are too many"):
        stability(large, np.zeros((2, 1 << 14), dtype=np.int32))
