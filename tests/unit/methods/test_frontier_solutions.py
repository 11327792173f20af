"""The cooperative solutions: numbers of the literature's examples, and what must hold on any frontier."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.methods.problems import random_problem, single_issue
from tests.unit.methods.worlds import random_world

from commonground.methods.common_ground import kernel
from commonground.methods.common_ground.grid import Grid
from commonground.methods.common_ground.utility import build_problem
from commonground.methods.frontier import (
    cooperative_solutions,
    from_case,
    lottery_frontier,
    lottery_solutions,
    pareto_frontier,
    point_solutions,
    zone_report,
)
from commonground.methods.frontier.count import packages
from commonground.methods.parameters import ParameterError

NAMES = ("nash", "kalai_smorodinsky", "egalitarian", "utilitarian")


def test_three_packages() -> None:
    problem = single_issue([(10, 0), (6, 5), (2, 7)], (1, 1))
    found = cooperative_solutions(pareto_frontier(problem))
    assert found.nash.utility.tolist() == [[6, 5]]
    assert found.nash.value == pytest.approx(20)
    assert found.ideal.tolist() == [6, 7]


def test_linear_frontier() -> None:
    """u_B = N (1 - u_A / M) with M = 1, N = 0.5 and d = (0.1, 0.1)."""
    line = lottery_solutions([(1, 0), (0, 0.5)], (0.1, 0.1))
    np.testing.assert_allclose(line.nash, (0.45, 0.275), atol=1e-12)
    np.testing.assert_allclose(line.kalai_smorodinsky, (0.45, 0.275), atol=1e-12)
    np.testing.assert_allclose(line.egalitarian, (1 / 3, 1 / 3), atol=1e-12)
    share = np.linspace(0, 1, 200_001)
    points = point_solutions(np.stack([share, 0.5 * (1 - share)], axis=1), (0.1, 0.1))
    np.testing.assert_allclose(points.nash.utility[0], (0.45, 0.275), atol=1e-5)
    np.testing.assert_allclose(points.egalitarian.utility[0], (1 / 3, 1 / 3), atol=1e-5)


def test_circle() -> None:
    """u_A^2 + u_B^2 = 1 with d = (0.2, 0)."""
    angle = np.concatenate([[0.0], np.linspace(0.6, 0.85, 100_001), [np.arccos(0.2), np.pi / 2]])
    arc = np.stack([np.cos(angle), np.sin(angle)], axis=1)
    found = lottery_solutions(arc, (0.2, 0.0))
    np.testing.assert_allclose(found.nash, (0.758872, 0.651239), atol=1e-6)
    np.testing.assert_allclose(found.egalitarian, (0.8, 0.6), atol=1e-6)
    np.testing.assert_allclose(found.kalai_smorodinsky, (0.744820, 0.667265), atol=1e-6)
    np.testing.assert_allclose(found.utilitarian, (np.sqrt(0.5), np.sqrt(0.5)), atol=1e-4)


def test_the_disagreement_point_decides() -> None:
    """Nice or die: nasty at d = (0, 0), nice at d = (0.16, 0.16)."""
    points = [(1.0, 0.16), (0.16, 1.0), (0.299, 0.299)]
    nasty = point_solutions(points, (0.0, 0.0))
    assert nasty.nash.value == pytest.approx(0.16)
    assert nasty.nash.point.tolist() == [0, 1]  # both ties are told
    nice = point_solutions(points, (0.16, 0.16))
    assert nice.nash.point.tolist() == [2]
    assert nice.egalitarian.point.tolist() == nice.kalai_smorodinsky.point.tolist() == [2]


def test_two_losses_are_no_gain() -> None:
    """Gains of -0.4 each multiply to 0.16; such a package is no candidate."""
    found = point_solutions([(0.5, 0.5)], (0.9, 0.9))
    assert not found.exists
    assert found.nash.point.size == 0
    assert np.isnan(found.nash.value)


def test_a_reservation_below_the_worst_utility_is_kept() -> None:
    points = [(0.5, 0.9), (0.6, 0.75)]
    assert point_solutions(points, (0.0, 0.0)).nash.point.tolist() == [0, 1]  # 0.45 each
    assert point_solutions(points, (0.5, 0.75)).nash.point.tolist() == [0]  # no product above zero: the sum
    assert point_solutions(points, (0.4, 0.0)).nash.point.tolist() == [1]


def test_kalai_smorodinsky_is_max_min_not_least_spread() -> None:
    """The spread would choose the package that is worse for both."""
    points = [(1.0, 0.0), (0.0, 1.0), (0.4, 0.4), (0.7, 0.6)]
    assert point_solutions(points, (0.0, 0.0)).kalai_smorodinsky.point.tolist() == [3]


def test_leximin_goes_past_the_worst_off() -> None:
    points = [(0.5, 0.5, 0.9), (0.5, 0.6, 0.7), (0.5, 0.7, 0.6)]
    found = point_solutions(points, (0.0, 0.0, 0.0))
    assert found.egalitarian.point.tolist() == [1, 2]
    assert found.egalitarian.value == pytest.approx(0.5)


def test_weights_move_nash() -> None:
    share = np.linspace(0, 1, 1001)
    pie = np.stack([share, 1 - share], axis=1)
    for weight in (0.25, 0.5, 0.8):
        found = point_solutions(pie, (0, 0), weights=(weight, 1 - weight))
        assert found.nash.utility[0, 0] == pytest.approx(weight, abs=1e-3)
        line = lottery_solutions(pie, (0, 0), weights=(weight, 1 - weight))
        assert line.nash[0] == pytest.approx(weight, abs=1e-9)


@settings(max_examples=100)
@given(st.integers(0, 10**6))
def test_solutions_lie_on_the_frontier_and_are_the_best_of_all_packages(seed: int) -> None:
    problem = random_problem(seed)
    frontier = pareto_frontier(problem)
    found = cooperative_solutions(frontier)
    every = problem.utility(packages(problem))
    listed = point_solutions(every, problem.reservation)
    assert found.exists == listed.exists == bool(len(frontier))
    if not found.exists:
        return
    np.testing.assert_allclose(found.ideal, listed.ideal, atol=1e-9)
    for name in NAMES:
        ours, theirs = getattr(found, name), getattr(listed, name)
        assert ours.value == pytest.approx(theirs.value, abs=1e-9)
        for utility in theirs.utility:  # every package of a solution is undominated
            assert np.abs(frontier.utility - utility).max(axis=1).min() <= 1e-8


@given(st.integers(0, 10**6))
def test_units_do_not_matter_to_nash_and_kalai_smorodinsky(seed: int) -> None:
    rng = np.random.default_rng(seed)
    points = rng.random((30, 3))
    unit, zero = rng.uniform(0.1, 9.0, 3), rng.normal(size=3)
    fallback = rng.uniform(0, 0.4, 3)
    before, after = (
        point_solutions(points, fallback),
        point_solutions(points * unit + zero, fallback * unit + zero),
    )
    for name in ("nash", "kalai_smorodinsky"):
        assert getattr(before, name).point.tolist() == getattr(after, name).point.tolist()


@settings(max_examples=40)
@given(st.integers(0, 10**6), st.integers(2, 3))
def test_one_draw_of_a_case_agrees_with_the_grid(seed: int, n_party: int) -> None:
    """The streaming passes of common-ground, which visit every package, against the merged frontier."""
    world = random_world(np.random.default_rng(seed), n=6, n_party=n_party)
    case = build_problem(world)
    grid = Grid(case.counts)
    _, _, joint, best = kernel.count_acceptance(case.cost, case.base, *grid.arguments, 1)
    solution, binding, nearest = kernel.settle(case.cost, case.base, *grid.arguments, best, True)
    assert joint.max() <= case.n
    for draw in range(case.n):
        problem = from_case(case, draw)
        zone = zone_report(problem, by_level=False)
        if best[draw] < -1e20:
            assert np.isneginf(zone.depth)
            continue
        assert zone.depth == pytest.approx(best[draw], abs=1e-9)
        assert zone.exists == (best[draw] >= -1e-9)
        if not zone.exists:
            assert zone.binding.tolist() == binding[draw].tolist()
            margin = problem.utility(grid.levels(nearest[draw : draw + 1])[0]) - problem.reservation
            assert margin.min() == pytest.approx(zone.depth, abs=1e-9)
            continue
        found = cooperative_solutions(pareto_frontier(problem))
        chosen = problem.utility(grid.levels(solution[draw]))
        gain = np.maximum(chosen - problem.reservation, 0)
        reach = found.ideal - problem.reservation
        share = np.where(reach > 1e-9, gain / np.where(reach > 1e-9, reach, 1), 1.0)
        assert found.nash.value == pytest.approx(gain[0].prod(), abs=1e-9)
        assert found.kalai_smorodinsky.value == pytest.approx(share[1].min(), abs=1e-8)
        assert found.egalitarian.value == pytest.approx(gain[2].min(), abs=1e-8)
        assert found.utilitarian.value == pytest.approx(chosen[3].sum(), abs=1e-8)


@given(st.integers(0, 10**6))
def test_lotteries_are_at_least_as_good(seed: int) -> None:
    """The closed forms on segments against a fine walk along the line."""
    rng = np.random.default_rng(seed)
    points, fallback = rng.random((12, 2)), rng.uniform(0, 0.3, 2)
    corners = lottery_frontier(points)
    assert (np.diff(corners[:, 0]) < 0).all()
    assert (np.diff(corners[:, 1]) > 0).all()
    slope = np.diff(corners[:, 1]) / np.diff(corners[:, 0])
    assert (np.diff(slope) > -1e-9).all()  # bends outwards
    line = lottery_solutions(points, fallback)
    walk = np.concatenate(
        [a + np.linspace(0, 1, 2001)[:, None] * (b - a) for a, b in pairwise(corners)] or [corners]
    )
    inside = walk[(walk >= fallback).all(axis=1)]
    if not len(inside):
        return
    gain = line.nash - fallback
    assert gain.prod() >= (inside - fallback).prod(axis=1).max() - 1e-9
    assert gain.prod() >= point_solutions(points, fallback).nash.value * (1 - 1e-9)
    assert (line.egalitarian - fallback).min() >= (inside - fallback).min(axis=1).max() - 1e-9
    share = (line.kalai_smorodinsky - fallback) / (line.ideal - fallback)
    assert share.min() >= ((inside - fallback) / (line.ideal - fallback)).min(axis=1).max() - 1e-6


def test_faults_are_named() -> None:
    with pytest.raises(ParameterError, match="weights"):
        point_solutions([(1.0, 1.0)], 0.0, weights=(0, 0))
    with pytest.raises(ParameterError, match="weights"):
        point_solutions([(1.0, 1.0)], 0.0, weights=(-1, 1))
    with pytest.raises(ParameterError, match="disagreement"):
        point_solutions([(1.0, 1.0)], (0.0, 0.0, 0.0))
    with pytest.raises(ParameterError, match="utility"):
        point_solutions([1.0, 1.0], 0.0)
    with pytest.raises(ParameterError, match="points"):
        lottery_frontier([(1.0, 1.0, 1.0)])
    with pytest.raises(ParameterError, match="weights"):
        lottery_solutions([(1.0, 0.0)], (0.0, 0.0), weights=(0, 1))
    assert np.isnan(lottery_solutions([(0.1, 0.1)], (0.5, 0.5)).nash).all()
