"""The zone of agreement, and what changes it: cuts, linkages, trades, money, vetoes."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import ndtr
from tests.unit.methods.problems import random_problem, single_issue

from commonground.methods.frontier import (
    Linkage,
    Vetoes,
    additive_problem,
    chance_of_zone,
    cooperative_solutions,
    divisible_frontier,
    logrolling_gain,
    logrolling_trades,
    pareto_frontier,
    ratification,
    side_payments,
    zone_report,
)
from commonground.methods.frontier.count import packages
from commonground.methods.parameters import ParameterError


@settings(max_examples=60)
@given(st.integers(0, 10**6), st.floats(-0.3, 0.6))
def test_the_report_is_what_a_listing_gives(seed: int, harder: float) -> None:
    problem = random_problem(seed)
    problem = replace(problem, reservation=problem.reservation + harder)
    zone = zone_report(problem)
    every = packages(problem)
    assert zone.total == problem.n_package
    if not len(every):
        assert np.isneginf(zone.depth)
        assert "Red lines" in zone.reading()
        return
    margin = problem.utility(every) - problem.reservation
    smallest = margin.min(axis=1)
    assert zone.depth == pytest.approx(smallest.max(), abs=1e-9)
    assert zone.exists == (smallest.max() >= -1e-9)
    assert zone.count == (smallest >= -1e-9).sum()
    assert zone.share == zone.count / zone.total
    np.testing.assert_allclose((zone.utility - problem.reservation).min(axis=1), zone.depth, atol=2e-9)
    for j, found in enumerate(zone.by_level):
        for level in range(problem.counts[j]):
            here = smallest[every[:, j] == level]
            if not here.size:
                assert np.isneginf(found.depth[level])
            else:
                assert found.depth[level] == pytest.approx(here.max(), abs=1e-9)
                assert found.binding[level].any()
    assert zone.reading()
    if zone.exists:
        assert zone.cut_all == zone.cut_total == 0.0
        assert (zone.cut_alone == 0.0).all()
        return
    short = np.maximum(-margin, 0.0)
    assert zone.cut_all == pytest.approx(-smallest.max(), abs=1e-9)
    assert zone.cut_total == pytest.approx(short.sum(axis=1).min(), abs=1e-8)
    assert zone.cut_split.sum() == pytest.approx(zone.cut_total, abs=1e-9)
    for party in range(len(problem.parties)):
        others = (np.delete(margin, party, axis=1) >= -1e-9).all(axis=1)
        wanted = short[others, party].min() if others.any() else np.nan
        assert zone.cut_alone[party] == pytest.approx(wanted, abs=1e-8, nan_ok=True)
    # each cut does what it says
    for lowered in (zone.cut_all, zone.cut_split):
        assert zone_report(replace(problem, reservation=problem.reservation - lowered), by_level=False).exists


def test_large_zones_are_counted_or_estimated() -> None:
    two = random_problem(1, n_party=2, n_issue=10, n_level=10, plain=True)
    counted = zone_report(two, by_level=False)
    assert counted.total == 10**10
    assert counted.count is not None
    sample = two.utility(np.random.default_rng(0).integers(0, 10, (100_000, 10)))
    share = (sample >= two.reservation).all(axis=1).mean()
    assert counted.share == pytest.approx(share, abs=0.01)
    three = random_problem(2, n_party=3, n_issue=10, n_level=10, plain=True)
    guessed = zone_report(three, by_level=False)
    assert guessed.count is None
    assert 0.0 < guessed.share_se < 1e-3
    assert "about" in guessed.reading()
    small = random_problem(3, n_party=3, n_issue=6, n_level=5, plain=True)
    exact, estimate = zone_report(small, by_level=False), zone_report(small, by_level=False, most_counted=0)
    assert estimate.share == pytest.approx(exact.share, abs=5 * estimate.share_se)


def test_a_linkage_opens_the_zone() -> None:
    """Two yes/no issues worth (3, -1) and (-1, 3): no yes is acceptable alone, both together give (2, 2)."""
    no_yes = [[[0.0, 3.0], [0.0, -1.0]], [[0.0, -1.0], [0.0, 3.0]]]
    problem = additive_problem(no_yes, np.ones((2, 2)), [0.0, 0.0])
    for issue in (0, 1):
        held = list(problem.allowed)
        held[1 - issue] = np.array([True, False])
        alone = pareto_frontier(replace(problem, allowed=tuple(held)), ties="all")
        assert alone.package.tolist() == [[0, 0]]
    both = cooperative_solutions(pareto_frontier(problem))
    assert both.nash.utility.tolist() == [[2.0, 2.0]]


def test_a_third_party_can_close_the_zone() -> None:
    points = [(10, 0, 1), (6, 5, 2), (2, 7, 1)]
    assert zone_report(single_issue(points, (1, 1, 2))).exists
    closed = zone_report(single_issue(points, (1, 1, 3)))
    assert not closed.exists
    assert closed.cut_all == 1.0
    assert closed.cut_alone.tolist()[2] == 1.0
    assert np.isnan(closed.cut_alone[:2]).all()
    assert closed.binding.tolist() == [False, False, True]
    assert "C" in closed.reading()


def test_interaction_terms_count() -> None:
    problem = additive_problem([[[0, 1], [0, 1]]] * 2, np.full((2, 2), 0.5), [0, 0])
    linked = replace(problem, linkages=(Linkage((0, 1), (1, 1), np.array([-2.0, -2.0])),))
    assert pareto_frontier(problem).package.tolist() == [[1, 1]]
    assert sorted(pareto_frontier(linked, ties="all").package.tolist()) == [[0, 1], [1, 0]]


def test_uncertain_reservations_and_a_pie() -> None:
    """r_A, r_B uniform and independent: a zone in half of the draws, a sixth of the pie to share on average."""
    share = np.linspace(0, 1, 501)
    pie = np.stack([share, 1 - share], axis=1)
    found = chance_of_zone(pie, np.random.default_rng(0).random((40_000, 2)))
    assert found.probability == pytest.approx(0.5, abs=4 * found.probability_se + 2e-3)
    assert found.expected_surplus == pytest.approx(1 / 6, abs=4e-3)
    with pytest.raises(ParameterError, match="reservation"):
        chance_of_zone(pie, [0.5, 0.5])


def test_money() -> None:
    """(10, 0), (6, 5), (2, 7) with r = (1, 1): 11 to share, 9 above the reservations, each ends with 5.5."""
    found = side_payments(single_issue([(10, 0), (6, 5), (2, 7)], (1, 1)))
    assert found.total == 11
    assert found.surplus == 9
    assert found.worth.tolist() == [5.5, 5.5]
    assert found.equal.tolist() == [-0.5, 0.5]
    assert found.lowest.tolist() == [-5.0, -4.0]
    assert found.highest.tolist() == [4.0, 5.0]
    assert "A pays 0.5" in found.reading()
    none = side_payments(single_issue([(10, 0), (6, 5)], (6, 6)))
    assert not none.exists
    assert none.surplus == -1
    assert "No payment" in none.reading()


@given(st.integers(0, 10**6))
def test_money_takes_the_largest_sum(seed: int) -> None:
    problem = random_problem(seed)
    every = packages(problem)
    rate = np.random.default_rng(seed).uniform(0.2, 3.0, len(problem.parties))
    if not len(every):
        with pytest.raises(ParameterError, match="allowed"):
            side_payments(problem, rate)
        return
    found = side_payments(problem, rate)
    assert found.total == pytest.approx((problem.utility(every) / rate).sum(axis=1).max(), abs=1e-9)
    assert found.equal.sum() == pytest.approx(0, abs=1e-9)
    np.testing.assert_allclose(found.utility + rate * found.equal, rate * found.worth, atol=1e-9)
    np.testing.assert_allclose(found.utility + rate * found.lowest, problem.reservation, atol=1e-9)
    assert (found.equal >= found.lowest - 1e-9).all() == found.exists
    with pytest.raises(ParameterError, match="rate"):
        side_payments(problem, 0.0)


def test_divisible_issues() -> None:
    """Weights 0.7 and 0.3 on the first issue: corners (0, 1), (0.7, 0.7), (1, 0), 40 % over halfway."""
    np.testing.assert_allclose(
        divisible_frontier([0.7, 0.3], [0.3, 0.7]), [(0, 1), (0.7, 0.7), (1, 0)], atol=1e-12
    )
    assert logrolling_gain([0.7, 0.3], [0.3, 0.7]) == pytest.approx(0.4)
    np.testing.assert_allclose(divisible_frontier([3, 1], [1, 3]), [(0, 1), (0.75, 0.75), (1, 0)], atol=1e-12)
    with pytest.raises(ParameterError, match="second"):
        divisible_frontier([1, 2], [1, 2, 3])
    with pytest.raises(ParameterError, match="first"):
        divisible_frontier([0, 0], [1, 2])


@given(st.floats(0, 1), st.floats(0, 1))
def test_trading_gains_unless_both_weigh_alike(a: float, b: float) -> None:
    gain = logrolling_gain([a, 1 - a], [b, 1 - b])
    assert gain >= -1e-9
    if abs(a - b) > 1e-6:
        assert gain > 0
    assert logrolling_gain([a, 1 - a], [a, 1 - a]) == pytest.approx(0, abs=1e-9)


@given(st.integers(0, 10**6))
def test_trades_are_what_they_say(seed: int) -> None:
    problem = random_problem(seed)
    every = packages(problem)
    if not len(every):
        return
    start = every[np.random.default_rng(seed).integers(len(every))]
    found = logrolling_trades(problem, start, most=10_000)
    smallest = [trade.smallest_gain for trade in found]
    assert smallest == sorted(smallest, reverse=True)
    listed = set()
    for trade in found:
        package = start.copy()
        package[list(trade.issues)] = trade.levels
        np.testing.assert_allclose(problem.utility(package) - problem.utility(start), trade.gain, atol=1e-12)
        assert trade.gain.min() > 0
        listed.add((trade.issues, trade.levels))
        if len(trade.issues) == 2 and not problem.linkages:
            assert trade.gives  # someone gives way on the first issue, or it alone would be better for all
    for j, k in product(range(len(start)), repeat=2):
        if j < k:
            for levels in product(*(np.flatnonzero(problem.allowed[i]) for i in (j, k))):
                moved = start.copy()
                moved[[j, k]] = levels
                better = (problem.utility(moved) - problem.utility(start)).min() > 1e-9
                steps = [((i,), (int(level),)) for i, level in zip((j, k), levels, strict=True)]
                known = ((j, k), tuple(map(int, levels))) in listed or any(step in listed for step in steps)
                assert known or not better


def test_a_trade_names_who_gives() -> None:
    problem = additive_problem([[[0, 1], [0, 1]], [[1, 0], [1, 0]]], [[0.7, 0.3], [0.3, 0.7]], [0, 0])
    (trade,) = logrolling_trades(problem, [0, 1])
    assert trade.issues == (0, 1)
    assert trade.levels == (1, 0)
    np.testing.assert_allclose(trade.gain, (0.4, 0.4))
    assert trade.gives == ("party 2",)
    with pytest.raises(ParameterError, match="baseline"):
        logrolling_trades(problem, [0, 2])


def veto_case(seed: int, hard: bool) -> tuple[object, Vetoes]:
    rng = np.random.default_rng(seed)
    problem = random_problem(seed)
    count = int(rng.integers(1, 3))
    vetoes = Vetoes(
        names=tuple(f"k{i}" for i in range(count)),
        contribution=tuple(rng.random((levels, count)) / len(problem.counts) for levels in problem.counts),
        reservation=rng.uniform(0.1, 0.6, count),
        spread=np.zeros(count) if hard else rng.uniform(0.02, 0.3, count),
    )
    return problem, vetoes


@settings(max_examples=60)
@given(st.integers(0, 10**6), st.booleans())
def test_ratification_is_the_best_of_all_packages(seed: int, hard: bool) -> None:
    problem, vetoes = veto_case(seed, hard)
    found = ratification(problem, vetoes)  # type: ignore[arg-type]
    every = packages(problem)  # type: ignore[arg-type]
    utility = problem.utility(every)  # type: ignore[attr-defined]
    theirs = sum(table[every[:, j]] for j, table in enumerate(vetoes.contribution))
    passes = vetoes.passes(theirs) if len(every) else np.zeros(0)
    rational = (utility >= problem.reservation - 1e-9).all(axis=1) & (passes > 0)  # type: ignore[attr-defined]
    assert found.exists == rational.any()
    assert found.reading()
    if not rational.any():
        return
    gain = passes[:, None] * np.maximum(utility - problem.reservation, 0)  # type: ignore[attr-defined]
    assert found.expected_gain.prod() == pytest.approx(gain[rational].prod(axis=1).max(), rel=1e-6, abs=1e-12)
    assert 0.0 <= found.passes <= 1.0
    np.testing.assert_allclose(problem.utility(found.package), found.utility, atol=1e-12)  # type: ignore[attr-defined]
    if not hard:
        margin = (found.veto_utility - vetoes.reservation) / vetoes.spread
        assert found.passes == pytest.approx(float(ndtr(margin).prod()), abs=1e-12)
        assert found.passes >= found.without_passes - 1e-9 or found.expected_gain.prod() == 0


def test_a_hard_veto_is_a_further_reservation() -> None:
    """The win-set: packages that the parliament lets pass."""
    problem = single_issue([(10, 0), (6, 5), (2, 7)], (1, 1))
    parliament = Vetoes(
        names=("parliament",),
        contribution=(np.array([[0.0], [1.0], [3.0]]),),
        reservation=np.array([2.0]),
        spread=np.array([0.0]),
    )
    found = ratification(problem, parliament)
    assert found.without.tolist() == [1]
    assert found.without_passes == 0.0
    assert found.package.tolist() == [2]
    assert found.passes == 1.0
    assert "another package" in found.reading()
    closed = ratification(problem, replace(parliament, reservation=np.array([4.0])))
    assert not closed.exists
    assert "No package" in closed.reading()
    soft = ratification(problem, replace(parliament, spread=np.array([1e-6])))
    assert soft.package.tolist() == [2]
    assert ratification(problem, replace(parliament, spread=np.array([50.0]))).package.tolist() == [1]
    with pytest.raises(ParameterError, match="spread"):
        replace(parliament, spread=np.array([-1.0]))
    with pytest.raises(ParameterError, match="contribution"):
        ratification(problem, replace(parliament, contribution=(np.zeros((2, 1)),)))
    with pytest.raises(ParameterError, match="linkage_adds"):
        ratification(problem, parliament, linkage_adds=[[0.0]])
