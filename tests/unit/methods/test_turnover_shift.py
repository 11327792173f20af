"""War for fear of what comes after: values summed period by period, thresholds plugged back."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from commonground.methods.parameters import ParameterError
from commonground.methods.turnover import (
    LeaderParameters,
    ShiftParameters,
    cost_that_keeps_peace,
    patience_that_keeps_peace,
    power_that_keeps_peace,
    solve_leader,
    solve_shift,
    successor_that_keeps_peace,
    turnover_that_keeps_peace,
)

SHARE = st.floats(0.0, 1.0)
PATIENCE = st.floats(0.05, 0.97)
COST = st.floats(0.0, 0.4)
SHIFTS = st.builds(
    ShiftParameters, power_now=SHARE, power_next=SHARE, discount=PATIENCE, cost_a=COST, cost_b=COST
)
LEADERS = st.builds(
    LeaderParameters,
    turnover=SHARE, incumbent=SHARE, successor=SHARE, discount=PATIENCE, cost_a=COST, cost_b=COST,
)  # fmt: skip


def number(value: Any) -> float:
    return float(np.asarray(value)[0])


def test_numbers_of_the_documentation() -> None:
    shift = ShiftParameters(power_now=0.7, power_next=0.4, discount=0.9, cost_a=0.05, cost_b=0.05)
    result = solve_shift(shift)
    assert number(result.drop) == pytest.approx(0.34)
    assert number(result.bar) == pytest.approx(0.195)
    assert result.war[0]
    assert number(power_that_keeps_peace(shift)) == pytest.approx(0.561111, abs=1e-6)
    assert number(cost_that_keeps_peace(shift)) == pytest.approx(0.126, abs=5e-4)
    leader = LeaderParameters(
        turnover=0.5, incumbent=0.3, successor=0.6, discount=0.95, cost_a=0.05, cost_b=0.05
    )
    assert number(turnover_that_keeps_peace(leader)) == pytest.approx(0.403509, abs=1e-6)
    assert solve_leader(leader).war[0]
    assert not solve_leader(replace(leader, turnover=0.4)).war[0]


def over_time(now: float, later: float, discount: float) -> float:
    """Value of a flow today and another for ever after, summed period by period."""
    weights = discount ** np.arange(1500)
    return float(now + later * weights[1:].sum())


@given(shift=SHIFTS)
def test_a_fights_iff_war_is_worth_more_than_all_of_today(shift: ShiftParameters) -> None:
    p, p_next, d, c_a, c_b = (
        number(getattr(shift, name)) for name in ("power_now", "power_next", "discount", "cost_a", "cost_b")
    )
    war = over_time(p - c_a, p - c_a, d)
    peace = over_time(1.0, min(1.0, p_next + c_b), d)
    assume(abs(war - peace) > 1e-6)
    result = solve_shift(shift)
    assert bool(result.war[0]) == (war > peace)
    needed = number(result.share_needed)
    assert over_time(needed, min(1.0, p_next + c_b), d) == pytest.approx(war, abs=1e-6)
    assert (needed > 1.0) == bool(result.war[0])


@given(leader=LEADERS)
def test_b_fights_iff_war_is_worth_more_than_all_of_today(leader: LeaderParameters) -> None:
    q, m, m_next, d = (
        number(getattr(leader, name)) for name in ("turnover", "incumbent", "successor", "discount")
    )
    costs = number(leader.cost_a) + number(leader.cost_b)
    war = over_time(1 - m - costs, 1 - m - costs, d)
    peace = over_time(1.0, 1 - (1 - q) * m - q * m_next, d)
    assume(abs(war - peace) > 1e-6)
    assert bool(solve_leader(leader).war[0]) == (war > peace)


@given(shift=SHIFTS)
def test_thresholds_of_a_shift_separate_war_from_peace(shift: ShiftParameters) -> None:
    war = bool(solve_shift(shift).war[0])
    least = power_that_keeps_peace(shift)
    if least[0] <= 1.0:
        assert not solve_shift(replace(shift, power_next=np.minimum(least + 1e-9, 1.0))).war[0]
    if least[0] > 1e-6:
        assert solve_shift(replace(shift, power_next=least * 0.999 - 1e-9)).war[0]
    cost = cost_that_keeps_peace(shift)
    assert not solve_shift(replace(shift, cost_a=cost + 1e-9, cost_b=cost + 1e-9)).war[0]
    if cost[0] > 1e-6:
        assert solve_shift(replace(shift, cost_a=0.999 * cost, cost_b=0.999 * cost)).war[0]
    patience = patience_that_keeps_peace(shift)
    if np.isnan(patience[0]):
        assert war or number(shift.discount) < 1e-9
    elif abs(number(shift.discount) - patience[0]) > 1e-9:
        assert war == (number(shift.discount) > patience[0])


@given(shift=SHIFTS, more=st.floats(0.0, 0.3))
def test_a_smaller_shift_and_dearer_war_never_bring_war(shift: ShiftParameters, more: float) -> None:
    assume(not solve_shift(shift).war[0])
    milder = {
        "power_next": np.minimum(np.asarray(shift.power_next) + more, 1.0),
        "cost_a": np.asarray(shift.cost_a) + more,
        "cost_b": np.asarray(shift.cost_b) + more,
        "power_now": np.maximum(np.asarray(shift.power_now) - more, 0.0),
        "discount": np.asarray(shift.discount) * (1 - more),
    }
    for name, value in milder.items():
        assert not solve_shift(replace(shift, **{name: value})).war[0], name


@given(shift=SHIFTS)
def test_power_that_does_not_fall_never_brings_war(shift: ShiftParameters) -> None:
    assert not solve_shift(replace(shift, power_next=shift.power_now)).war[0]


@given(leader=LEADERS)
def test_thresholds_of_a_change_of_leader(leader: LeaderParameters) -> None:
    for find, name in ((turnover_that_keeps_peace, "turnover"), (successor_that_keeps_peace, "successor")):
        most = find(leader)
        at = solve_leader(replace(leader, **{name: most}))
        assert at.fear[0] <= at.bar[0] + 1e-12
        if most[0] < 1.0:
            assert at.fear[0] == pytest.approx(at.bar[0], abs=1e-12)
            beyond = solve_leader(replace(leader, **{name: 0.5 * (1.0 + most)}))
            assert beyond.fear[0] >= beyond.bar[0]


@given(leader=LEADERS)
def test_a_milder_successor_never_brings_war(leader: LeaderParameters) -> None:
    assert not solve_leader(replace(leader, successor=0.9 * np.asarray(leader.incumbent))).war[0]
    assert number(turnover_that_keeps_peace(replace(leader, successor=leader.incumbent))) == 1.0


def test_readings_and_errors() -> None:
    shift = ShiftParameters(
        power_now=np.array([0.7, 0.7]),
        power_next=np.array([0.4, 0.6]),
        discount=0.9,
        cost_a=0.05,
        cost_b=0.05,
    )
    text = solve_shift(shift).reading()
    assert "in 50 % of the draws" in text.lower()
    assert "56.1 %" in text
    leader = LeaderParameters(
        turnover=0.3, incumbent=0.3, successor=0.6, discount=0.95, cost_a=0.05, cost_b=0.05
    )
    assert "40.4 %" in solve_leader(leader).reading()
    with pytest.raises(ParameterError, match="cost_a: out of range"):
        replace(shift, cost_a=-1)
    with pytest.raises(ParameterError, match="successor"):
        replace(leader, successor=1.1)
    assert np.isnan(patience_that_keeps_peace(replace(shift, power_now=1.0, cost_a=0.0))).all()
