"""Merging issue by issue finds the frontier of all packages, linkages and red lines included."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.methods.problems import random_problem

from commonground.methods.frontier import (
    AdditiveProblem,
    Linkage,
    additive_problem,
    pareto_frontier,
    undominated,
)
from commonground.methods.frontier.count import packages
from commonground.methods.parameters import ParameterError

TOLERANCE = 1e-9


def listed(problem: AdditiveProblem, ties: str = "one") -> np.ndarray:
    utility = problem.utility(packages(problem))
    rational = utility[(utility >= problem.reservation - TOLERANCE).all(axis=1)]
    return rational[undominated(rational, ties=ties)]  # type: ignore[arg-type]


def in_order(utility: np.ndarray) -> np.ndarray:
    return utility[np.lexsort(np.round(utility, 8).T)]


@settings(max_examples=150)
@given(st.integers(0, 10**6), st.sampled_from(["one", "all"]), st.booleans())
def test_merging_is_listing(seed: int, ties: str, coarse: bool) -> None:
    problem = random_problem(seed, coarse=coarse)
    frontier = pareto_frontier(problem, ties=ties)  # type: ignore[arg-type]
    np.testing.assert_allclose(in_order(frontier.utility), in_order(listed(problem, ties)), atol=1e-9)
    np.testing.assert_allclose(problem.utility(frontier.package), frontier.utility, atol=1e-12)
    for j, mask in enumerate(problem.allowed):
        assert mask[frontier.package[:, j]].all()


@given(st.integers(0, 10**6))
def test_order_and_names_do_not_matter(seed: int) -> None:
    problem = replace(random_problem(seed), linkages=())
    order = np.random.default_rng(seed).permutation(len(problem.issues))
    turned = replace(
        problem,
        issues=tuple(problem.issues[j] for j in order),
        levels=tuple(problem.levels[j] for j in order),
        contribution=tuple(problem.contribution[j] for j in order),
        allowed=tuple(problem.allowed[j] for j in order),
    )
    np.testing.assert_allclose(
        in_order(pareto_frontier(turned).utility), in_order(pareto_frontier(problem).utility), atol=1e-9
    )


@given(st.integers(0, 10**6), st.floats(0.005, 0.3))
def test_a_thinned_frontier_keeps_its_promise(seed: int, epsilon: float) -> None:
    """Each package that clears the reservations by epsilon has one that is at most epsilon worse for anyone."""
    problem = random_problem(seed)
    thin = pareto_frontier(problem, epsilon=epsilon)
    assert (thin.utility >= problem.reservation - TOLERANCE).all()
    for point in pareto_frontier(problem, floor=problem.reservation + epsilon).utility:
        assert (thin.utility >= point - epsilon - TOLERANCE).all(axis=1).any()


def test_linked_issues_in_clusters() -> None:
    """Twelve issues in four clusters: 2.4e8 packages, as the sum of four frontiers of 125 combinations."""
    rng = np.random.default_rng(4)
    links = []
    for start in range(0, 12, 3):
        for _ in range(10):
            levels = tuple(int(level) for level in rng.integers(0, 5, 3))
            links.append(Linkage((start, start + 1, start + 2), levels, rng.normal(0, 0.05, 3)))
    problem = replace(random_problem(1, n_party=3, n_issue=12, n_level=5, plain=True), linkages=tuple(links))
    whole = pareto_frontier(problem).utility
    part = np.zeros((1, 3))
    for start in range(0, 12, 3):
        cluster = [start, start + 1, start + 2]
        small = replace(
            problem,
            issues=tuple(problem.issues[j] for j in cluster),
            levels=tuple(problem.levels[j] for j in cluster),
            contribution=tuple(problem.contribution[j] for j in cluster),
            allowed=tuple(problem.allowed[j] for j in cluster),
            linkages=tuple(replace(link, issues=(0, 1, 2)) for link in links if link.issues[0] == start),
        )
        every = small.utility(packages(small))
        part = (part[:, None] + every[undominated(every)][None]).reshape(-1, 3)
        part = part[undominated(part)]
    part = part[(part >= problem.reservation - TOLERANCE).all(axis=1)]
    np.testing.assert_allclose(in_order(whole), in_order(part[undominated(part)]), atol=1e-9)


def test_a_long_chain_of_linkages_is_no_burden() -> None:
    """Thirty issues, each linked to the next: one cluster of 5^30 combinations, of which only pairs wait."""
    problem = random_problem(2, n_party=2, n_issue=30, n_level=5, plain=True)
    rng = np.random.default_rng(5)
    links = tuple(
        Linkage((j, j + 1), (int(rng.integers(5)), int(rng.integers(5))), rng.normal(0, 0.02, 2))
        for j in range(29)
    )
    linked = replace(problem, linkages=links)
    frontier = pareto_frontier(linked)
    assert len(frontier) > 100
    best = linked.utility(np.random.default_rng(6).integers(0, 5, (20_000, 30)))
    for point in best[undominated(best)]:
        if (point >= problem.reservation).all():
            assert (frontier.utility >= point - TOLERANCE).all(axis=1).any()


def test_ten_to_the_fifty_packages() -> None:
    problem = random_problem(3, n_party=2, n_issue=50, n_level=10, plain=True)
    assert problem.n_package == 10**50
    frontier = pareto_frontier(problem)
    assert len(frontier) > 500
    assert (np.diff(frontier.utility[:, 0]) < 0).all()
    assert (np.diff(frontier.utility[:, 1]) > 0).all()


def test_tolerance_zero_is_a_plain_listing() -> None:
    """Sums of tenths tie in fractions but not in floats; with tolerance 0 the floats have it."""
    problem = random_problem(7, n_party=2, n_issue=6, n_level=4, coarse=True, plain=True)
    utility = problem.utility(packages(problem))
    rational = utility[(utility >= problem.reservation - TOLERANCE).all(axis=1)]
    plain = pareto_frontier(problem, tolerance=0.0)
    assert len(plain) == len(undominated(rational, tolerance=0.0))
    assert len(plain) >= len(pareto_frontier(problem))


def test_no_package_reaches_the_floor() -> None:
    problem = random_problem(8, plain=True)
    empty = pareto_frontier(problem, floor=np.full(len(problem.parties), 2.0))
    assert len(empty) == 0
    assert empty.package.shape == (0, len(problem.issues))
    barred = replace(problem, allowed=(np.zeros(problem.counts[0], bool), *problem.allowed[1:]))
    assert len(pareto_frontier(barred)) == 0
    assert len(pareto_frontier(barred, floor=-np.inf)) == 0


def test_too_many_points_are_refused_with_a_way_out() -> None:
    problem = random_problem(9, n_party=4, n_issue=8, n_level=6, plain=True)
    with pytest.raises(ParameterError, match=r"after \d of 8 issues.*epsilon"):
        pareto_frontier(problem, most=50)
    with pytest.raises(ParameterError, match="epsilon"):
        pareto_frontier(problem, epsilon=-1)
    with pytest.raises(ParameterError, match="floor"):
        pareto_frontier(problem, floor=np.nan)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"reservation": np.zeros(3)}, "reservation: has shape"),
        ({"contribution": (np.zeros((2, 2)),)}, "contribution"),
        ({"contribution": (np.zeros((3, 2)), np.zeros((2, 2)))}, r"contribution\[0\]"),
        ({"contribution": (np.array([[np.nan, 0], [0, 0]]), np.zeros((2, 2)))}, "not finite"),
        ({"allowed": (np.ones(3, bool), np.ones(2, bool))}, "allowed"),
        ({"linkages": (Linkage((0,), (0,), np.zeros(2)),)}, "joins issues"),
        ({"linkages": (Linkage((0, 1), (0, 5), np.zeros(2)),)}, "does not exist"),
        ({"linkages": (Linkage((0, 1), (0, 0), np.zeros(3)),)}, "one number per party"),
        ({"issues": ()}, "no party or no issue"),
    ],
)
def test_tables_that_do_not_fit(change: dict, said: str) -> None:
    problem = additive_problem([[[0, 1], [1, 0]], [[1, 0], [0, 1]]], [[1, 1], [1, 1]], [0, 0])
    with pytest.raises(ParameterError, match=said):
        replace(problem, **change)


def test_tables_per_party() -> None:
    problem = additive_problem([[[0, 1], [2, 3, 4]]], [[10, 1]], [0.5], levels=[["a", "b"], ["x", "y", "z"]])
    assert problem.utility([1, 2]).tolist() == [14.0]
    assert problem.named([1, 2]) == {"issue 1": "b", "issue 2": "z"}
    assert pareto_frontier(problem).named() == [{"issue 1": "b", "issue 2": "z"}]
    with pytest.raises(ParameterError, match="weights"):
        additive_problem([[[0, 1]]], [1.0], [0])
    with pytest.raises(ParameterError, match="does not fit the weights"):
        additive_problem([[[0, 1]]], [[1.0, 2.0]], [0])
    with pytest.raises(ParameterError, match="number of levels"):
        additive_problem([[[0, 1]], [[0, 1, 2]]], [[1.0], [1.0]], [0, 0])
