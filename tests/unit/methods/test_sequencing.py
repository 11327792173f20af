"""Exchanges in tranches: numbers, every step checked, linear programmes, thresholds plugged back."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from commonground.methods.parameters import ParameterError
from commonground.methods.sequencing import (
    ExchangeSide,
    bonus_that_completes,
    bonus_that_schedules,
    cost_that_holds,
    hazard_that_holds,
    patience_that_holds,
    snapback_that_completes,
    snapback_that_schedules,
    solve_endless,
    solve_equal,
    solve_schedule,
)

PLAIN = ExchangeSide(cost=0.4, benefit=1.0, discount=0.95)


@st.composite
def sides(draw: st.DrawFn, **fixed: Any) -> ExchangeSide:
    benefit = draw(st.floats(0.5, 2.0))
    values = {
        "cost": benefit * draw(st.floats(0.05, 0.99)),
        "benefit": benefit,
        "discount": draw(st.floats(0.4, 0.99)),
        "hazard": draw(st.just(0.0) | st.floats(0.0, 0.3)),
        "bonus": draw(st.just(0.0) | st.floats(0.01, 0.5)),
        "snapback": draw(st.just(0.0) | st.floats(0.0, 1.0)),
    }
    return ExchangeSide(**(values | fixed))


def close(actual: Any, expected: Any, within: float = 1e-6) -> None:
    np.testing.assert_allclose(actual, expected, rtol=0, atol=within)


def numbers(side: ExchangeSide) -> tuple[float, ...]:
    names = ("cost", "benefit", "patience", "bonus", "snapback")
    return tuple(float(np.asarray(getattr(side, name))[0]) for name in names)


def slack(side: ExchangeSide, schedule: Any) -> np.ndarray:
    """What each step is worth beyond breaking off there, as the rules of the exchange say it."""
    c, g, d, bonus, snap = numbers(side)
    s = np.asarray(schedule, dtype=float)
    found = []
    for k in range(len(s)):
        go_on = (g - c) * s[k] + sum(d ** (j - k) * (g - c) * s[j] for j in range(k + 1, len(s)))
        go_on += d ** (len(s) - 1 - k) * bonus
        break_off = g * s[k] - snap * g * s[: k + 1].sum()
        found.append(go_on - break_off)
    return np.array(found)


def bare(schedule: np.ndarray) -> np.ndarray:
    return schedule[schedule > 0]


# --- numbers of the documentation ---


@pytest.mark.parametrize(
    ("cost", "ratio", "first", "kept"),
    [
        (0.4, 0.421053, 0.578947, 0.964912),
        (0.6, 0.631579, 0.368421, 0.921053),
        (0.9, 0.947368, 0.052632, 0.526316),
    ],
)
def test_endless_exchanges(cost: float, ratio: float, first: float, kept: float) -> None:
    result = solve_endless(replace(PLAIN, cost=cost))
    close([result.ratio[0], result.first_tranche[0], result.efficiency[0]], [ratio, first, kept])


def test_no_endless_exchange_for_too_little() -> None:
    result = solve_endless(replace(PLAIN, cost=0.96))
    assert not result.feasible[0]
    assert np.isnan(result.ratio[0])
    assert np.isnan(result.hazard_limit[0])
    assert "no sequence of steps is safe" in result.reading().lower()


def test_a_bonus_makes_equal_tranches_possible() -> None:
    result = solve_equal(replace(PLAIN, bonus=np.array([0.1, 0.05, 0.02, 0.0])))
    np.testing.assert_array_equal(result.tranches, [4, 8, 20, np.nan])
    assert result.feasible.tolist() == [True, True, True, False]


def test_a_snapback_makes_equal_tranches_possible() -> None:
    result = solve_equal(replace(PLAIN, snapback=np.array([0.0, 0.1, 0.2, 0.4])))
    np.testing.assert_array_equal(result.tranches, [np.nan, 4, 2, 1])


def test_fastest_schedules() -> None:
    close(solve_schedule(replace(PLAIN, bonus=0.05)).fastest[0], [0.578125, 0.296875, 0.125])
    close(solve_schedule(replace(PLAIN, bonus=0.02)).fastest[0], [0.54921875, 0.28203125, 0.11875, 0.05])
    assert (np.diff(solve_schedule(replace(PLAIN, bonus=0.02)).fastest[0]) < 0).all(), "tranches shrink"


def test_the_earliest_schedule_keeps_more_than_the_fastest() -> None:
    result = solve_schedule(replace(PLAIN, bonus=0.05))
    close(result.earliest[0], [0.631119, 0.265734, 0.103147])
    assert result.earliest_efficiency[0] > result.efficiency[0]


# --- endless ---


@given(side=sides(bonus=0.0, snapback=0.0))
def test_the_fastest_endless_exchange_is_safe_at_each_step_and_none_is_faster(side: ExchangeSide) -> None:
    result = solve_endless(side)
    c, g, d, *_ = numbers(side)
    assert bool(result.feasible[0]) == (c < d * g)
    if not result.feasible[0]:
        return
    rho = float(result.ratio[0])
    assume(rho < 0.99)
    steps = np.arange(4000)
    s = (1 - rho) * rho**steps
    ahead = (g - c) * (s[1:] * d ** steps[1:]).sum()
    assert ahead == pytest.approx(c * s[0], rel=1e-6), "the first step binds, and each later one is like it"
    close(result.efficiency, (s * d**steps).sum(), 1e-6)
    faster = 0.99 * rho
    s = (1 - faster) * faster**steps
    assert (g - c) * (s[1:] * d ** steps[1:]).sum() < c * s[0]


@given(one=sides(), two=sides())
def test_the_harder_side_decides(one: ExchangeSide, two: ExchangeSide) -> None:
    both, first, second = solve_endless(one, two), solve_endless(one), solve_endless(two)
    assert both.feasible[0] == (first.feasible[0] and second.feasible[0])
    if both.feasible[0]:
        assert both.ratio[0] == max(first.ratio[0], second.ratio[0])
        assert both.efficiency[0] <= min(first.efficiency[0], second.efficiency[0]) + 1e-12


@given(side=sides())
def test_limits_of_hazard_patience_and_cost(side: ExchangeSide) -> None:
    c, g, *_ = numbers(side)
    hazard = hazard_that_holds(side)
    if np.isnan(hazard[0]):
        assert not solve_endless(replace(side, hazard=0.0)).feasible[0]
    elif hazard[0] > 1e-9:
        close(hazard, 1 - c / (np.asarray(side.discount) * g), 1e-12)
        assert solve_endless(replace(side, hazard=0.999 * hazard)).feasible[0]
        assert not solve_endless(replace(side, hazard=np.minimum(hazard + 1e-9, 0.9999))).feasible[0]
    patience = patience_that_holds(side)
    if np.isnan(patience[0]):
        assert not solve_endless(replace(side, discount=0.999999)).feasible[0]
    else:
        assert (
            solve_endless(replace(side, discount=0.5 + 0.5 * patience)).feasible[0] or patience[0] > 0.99999
        )
        assert not solve_endless(replace(side, discount=0.999 * patience)).feasible[0]
    assert solve_endless(replace(side, cost=0.999 * cost_that_holds(side))).feasible[0]
    assert not solve_endless(replace(side, cost=1.001 * cost_that_holds(side))).feasible[0]


@given(side=sides(), name=st.sampled_from(["cost", "hazard", "benefit", "discount"]))
def test_what_makes_an_exchange_slower(side: ExchangeSide, name: str) -> None:
    before = solve_endless(side)
    assume(before.feasible[0])
    value = np.asarray(getattr(side, name))
    harder = {"cost": value * 1.02, "hazard": value + 0.01, "benefit": value * 0.98, "discount": value * 0.98}
    after = solve_endless(replace(side, **{name: harder[name]}))
    if after.feasible[0]:
        assert after.ratio[0] >= before.ratio[0]
        if name != "benefit":
            assert after.efficiency[0] <= before.efficiency[0] + 1e-12


# --- equal tranches ---


def safe(side: ExchangeSide, count: int) -> bool:
    return bool((slack(side, np.full(count, 1 / count)) >= -1e-12).all())


@given(side=sides())
@settings(max_examples=60)
def test_the_fewest_equal_tranches_by_checking_each_step(side: ExchangeSide) -> None:
    works = [count for count in range(1, 61) if safe(side, count)]
    result = solve_equal(side)
    if works:
        assert result.tranches[0] == works[0]
        assert works == list(range(works[0], works[-1] + 1)), "the numbers that work have no gap"
        assert result.most[0] == works[-1] or (works[-1] == 60 and result.most[0] > 60)
        close(result.efficiency, np.mean(side.patience ** np.arange(works[0])), 1e-9)
    else:
        assert np.isnan(result.tranches[0]) or result.tranches[0] > 60


@given(one=sides(), two=sides())
@settings(max_examples=40)
def test_the_fewest_for_both_sides(one: ExchangeSide, two: ExchangeSide) -> None:
    works = [count for count in range(1, 41) if safe(one, count) and safe(two, count)]
    found = solve_equal(one, two).tranches[0]
    assert found == works[0] if works else (np.isnan(found) or found > 40)


@given(side=sides(snapback=0.0, bonus=0.07))
def test_patient_sides_need_cost_over_bonus(side: ExchangeSide) -> None:
    """Exactly c/H rounded up if c <= delta g."""
    c, g, d, *_ = numbers(side)
    assume(c <= d * g)
    assume(abs(c / 0.07 - round(c / 0.07)) > 1e-9)
    assert solve_equal(side).tranches[0] == math.ceil(c / 0.07)


def test_net_gain_alone_is_not_enough_for_the_impatient() -> None:
    """g > c, and a bonus, but c > delta g: early steps are unsafe however many tranches there are."""
    hasty = ExchangeSide(cost=0.9, benefit=0.92, discount=0.5, bonus=0.3)
    assert not any(safe(hasty, count) for count in range(1, 200))
    result = solve_equal(hasty)
    assert not result.feasible[0]
    assert "no number of equal tranches" in result.reading().lower()


@given(side=sides(bonus=0.0, snapback=0.0))
def test_without_bonus_or_snapback_it_never_starts(side: ExchangeSide) -> None:
    result = solve_equal(side)
    assert not result.feasible[0]
    assert "last step is never safe" in result.reading()
    assert not solve_schedule(side).feasible[0]


@given(side=sides(), name=st.sampled_from(["bonus", "snapback"]))
@settings(max_examples=50)
def test_more_bonus_or_snapback_never_needs_more_tranches(side: ExchangeSide, name: str) -> None:
    more = replace(side, **{name: np.minimum(np.asarray(getattr(side, name)) + 0.05, 1.0)})
    for solve in (solve_equal, solve_schedule):
        before, after = solve(side).tranches[0], solve(more).tranches[0]
        assert np.isnan(before) or after <= before


@given(side=sides())
def test_a_snapback_of_cost_over_benefit_does_it_in_one_step(side: ExchangeSide) -> None:
    full = replace(side, snapback=np.asarray(side.cost) / side.benefit)
    assert solve_equal(full).tranches[0] == 1
    assert solve_schedule(full).tranches[0] == 1


@given(side=sides(), count=st.integers(1, 30))
def test_least_bonus_and_snapback_for_equal_tranches(side: ExchangeSide, count: int) -> None:
    bonus = bonus_that_completes(side, tranches=count)
    assert safe(replace(side, bonus=bonus + 1e-9), count)
    if bonus[0] > 1e-6:
        assert not safe(replace(side, bonus=0.999 * bonus), count)
    share = snapback_that_completes(side, tranches=count)
    if np.isnan(share[0]):
        assert not safe(replace(side, snapback=1.0), count)
    else:
        assert safe(replace(side, snapback=np.minimum(share + 1e-9, 1.0)), count)
        if share[0] > 1e-6:
            assert not safe(replace(side, snapback=0.999 * share), count)


# --- schedules ---


def programme(both: list[ExchangeSide], count: int) -> Any:
    """The safe schedule of `count` tranches that keeps most value for the first side; by linear programme."""
    rows, bounds = [], []
    for side in both:
        c, g, d, bonus, snap = numbers(side)
        for k in range(count):
            row = np.zeros(count)
            row[k] += c
            for j in range(k + 1, count):
                row[j] -= d ** (j - k) * (g - c)
            row[: k + 1] -= snap * g
            rows.append(row)
            bounds.append(d ** (count - 1 - k) * bonus + 1e-10)
    worth = -(float(both[0].patience[0]) ** np.arange(count))
    return linprog(
        worth, A_ub=rows, b_ub=bounds, A_eq=[np.ones(count)], b_eq=[1.0], bounds=[(0, None)] * count
    )


@given(side=sides(), data=st.data())
@settings(max_examples=60)
def test_no_schedule_has_fewer_tranches_or_delivers_earlier(side: ExchangeSide, data: st.DataObject) -> None:
    both = [side]
    if data.draw(
        st.booleans()
    ):  # a second side with the same patience: what delivers earliest is then one question
        both.append(data.draw(sides(discount=np.asarray(side.discount), hazard=np.asarray(side.hazard))))
    result = solve_schedule(*both)
    if not result.feasible[0]:
        assert programme(both, 12).status == 2
        return
    count = int(result.tranches[0])
    assume(count <= 15)
    for schedule in (result.fastest[0], result.earliest[0]):
        steps = bare(schedule)
        assert len(steps) <= count
        assert steps.sum() == pytest.approx(1.0)
        for each in both:
            assert slack(each, steps).min() >= -1e-9
    if count > 1:
        assert programme(both, count - 1).status == 2, "one tranche fewer cannot be safe"
    best = max(-programme(both, more).fun for more in (count, count + 1, count + 3))
    assert result.earliest_efficiency[0] == pytest.approx(best, abs=1e-6)
    assert result.efficiency[0] <= result.earliest_efficiency[0] + 1e-9


@given(side=sides(snapback=0.0, bonus=0.03))
@settings(max_examples=50)
def test_without_a_snapback_tranches_grow_backwards_by_one_ratio(side: ExchangeSide) -> None:
    c, g, d, bonus, _ = numbers(side)
    result = solve_schedule(side)
    growth = d * g / c
    assume(abs(growth - 1) > 1e-3)
    covered = 1 + c / bonus * (growth - 1)
    if covered <= 0:  # growth below 1, and the sum of all tranches stays below the whole: H < c - delta g
        assert not result.feasible[0]
        return
    exact = math.log(covered) / math.log(growth)
    assume(abs(exact - round(exact)) > 1e-6)
    assume(exact < 190)
    assert result.tranches[0] == max(1, math.ceil(exact))
    if result.tranches[0] > 2:
        steps = bare(result.fastest[0])
        close(steps[1:-1] / steps[2:], growth, 1e-9)


@given(side=sides(), count=st.integers(1, 8), name=st.sampled_from(["bonus", "snapback"]))
@settings(max_examples=50)
def test_least_bonus_and_snapback_for_a_schedule(side: ExchangeSide, count: int, name: str) -> None:
    find = bonus_that_schedules if name == "bonus" else snapback_that_schedules
    size = find(side, tranches=count)
    assert not np.isnan(size[0]), "a full bonus or snapback does it at once"
    enough = replace(side, **{name: np.minimum(size + 1e-7, 1.0) if name == "snapback" else size + 1e-7})
    assert solve_schedule(enough).tranches[0] <= count
    if size[0] > 1e-6:
        less = solve_schedule(replace(side, **{name: 0.999 * size - 1e-9 * (size < 1e-9)})).tranches[0]
        assert np.isnan(less) or less > count
    equal = bonus_that_completes if name == "bonus" else snapback_that_completes
    same = equal(side, tranches=count)
    assert np.isnan(same[0]) or same[0] >= size[0] - 1e-7, "equal tranches need no less"


def test_the_least_bonus_in_closed_form() -> None:
    rho = 0.4 / 0.95
    for count in (1, 2, 3, 5):
        close(bonus_that_schedules(PLAIN, tranches=count), 0.4 * (1 / rho - 1) / (rho**-count - 1), 1e-9)


@pytest.mark.parametrize(
    ("find", "sizes"),
    [
        (bonus_that_completes, (0.4, 0.2, 0.133, 0.1, 0.08)),
        (bonus_that_schedules, (0.4, 0.119, 0.044, 0.018, 0.007)),
        (snapback_that_completes, (0.4, 0.2, 0.133, 0.1, 0.08)),
        (snapback_that_schedules, (0.4, 0.129, 0.047, 0.018, 0.007)),
    ],
)
def test_least_levers_by_number_of_tranches(find: Any, sizes: tuple[float, ...]) -> None:
    close([find(PLAIN, tranches=count)[0] for count in range(1, 6)], sizes, 5e-4)


def test_value_kept() -> None:
    levers = replace(PLAIN, bonus=np.array([0.05, 0.02]))
    close(solve_equal(levers).efficiency, [0.841, 0.642], 5e-4)
    close(solve_schedule(levers).efficiency, [0.973, 0.967], 5e-4)
    close(solve_schedule(levers).earliest_efficiency[0], 0.977, 5e-4)


def test_front_loading_needs_far_fewer_tranches_than_equal_ones() -> None:
    assert solve_equal(replace(PLAIN, bonus=0.05)).tranches[0] == 8
    assert solve_schedule(replace(PLAIN, bonus=0.05)).tranches[0] == 3
    assert solve_equal(replace(PLAIN, bonus=0.02)).tranches[0] == 20
    assert solve_schedule(replace(PLAIN, bonus=0.02)).tranches[0] == 4


def test_draws_that_differ_are_told_apart() -> None:
    mixed = replace(PLAIN, bonus=np.array([0.05, 0.0, 0.5]))
    result = solve_schedule(mixed)
    np.testing.assert_array_equal(result.tranches, [3, np.nan, 1])
    close(result.fastest[0], [0.578125, 0.296875, 0.125])
    close(result.fastest[2], [1, 0, 0])
    close(result.earliest[2], [1, 0, 0])
    close(result.fastest[1], 0.0)
    assert "of the draws" in result.reading()
    one = solve_schedule(mixed, PLAIN)
    assert not one.feasible.any(), "the side without a bonus breaks off the last step"
    assert "no schedule" in one.reading().lower()
    assert "equal tranches" in solve_equal(mixed).reading()
    assert "42.1" in solve_endless(PLAIN).reading() or "0.421" in solve_endless(PLAIN).reading()


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: replace(PLAIN, cost=0), "cost"),
        (lambda: replace(PLAIN, benefit=-1), "benefit"),
        (lambda: replace(PLAIN, discount=1), "discount"),
        (lambda: replace(PLAIN, hazard=1), "hazard"),
        (lambda: replace(PLAIN, bonus=-0.1), "bonus"),
        (lambda: replace(PLAIN, snapback=1.1), "snapback"),
        (solve_endless, "sides"),
        (lambda: solve_equal(replace(PLAIN, bonus=[0.1, 0.2]), replace(PLAIN, bonus=[0.1] * 3)), "sides"),
        (lambda: solve_schedule(PLAIN, most=0), "tranches"),
        (lambda: bonus_that_completes(PLAIN, tranches=0), "tranches"),
        (lambda: snapback_that_schedules(tranches=2), "sides"),
        (lambda: bonus_that_schedules(tranches=2), "sides"),
    ],
)
def test_faults_are_named(call: Any, name: str) -> None:
    with pytest.raises(ParameterError) as caught:
        call()
    assert caught.value.name == name
