"""Covert programmes and breakout: numbers, deviations, thresholds, simulation."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from commonground.methods.latency import (
    BreakoutParameters,
    CovertParameters,
    CovertResult,
    cost_that_deters,
    inspection_interval_that_warns,
    monitoring_that_deters,
    monitoring_that_limits_war,
    reward_that_deters,
    sensitivity_that_sees,
    solve_breakout,
    solve_covert,
)
from commonground.methods.parameters import ParameterError

SHARE = st.floats(0.0, 1.0)
PLAIN: dict[str, Any] = {
    "armed_b": 0.6,
    "quiet_b": 0.4,
    "war_b": 0.1,
    "investment": 0.05,
    "quiet_a": 0.6,
    "armed_a": 0.3,
    "war_a": 0.45,
}


def close(actual: Any, expected: Any, within: float = 1e-6) -> None:
    np.testing.assert_allclose(actual, expected, rtol=0, atol=within)


def number(value: Any) -> float:
    return float(np.asarray(value)[0])


@st.composite
def programmes(draw: st.DrawFn) -> CovertParameters:
    """Any programme, worth starting or not, against any A."""
    quiet_b, quiet_a = draw(st.floats(0.2, 1.0)), draw(st.floats(0.2, 1.0))
    return CovertParameters(
        detection=draw(SHARE),
        armed_b=quiet_b + draw(st.floats(-0.1, 1.0)),
        quiet_b=quiet_b,
        war_b=quiet_b - draw(st.floats(0.01, 0.8)),
        investment=draw(st.floats(0.001, 0.3)),
        quiet_a=quiet_a,
        armed_a=quiet_a - draw(st.floats(0.01, 0.8)),
        war_a=quiet_a + draw(st.floats(-1.0, 0.2)),
        mistake_cost=draw(st.floats(0.0, 0.3)),
    )


@st.composite
def usual(draw: st.DrawFn) -> CovertParameters:
    """A programme worth starting, and an A for whom war lies between a quiet and an armed B."""
    quiet_b, quiet_a = draw(st.floats(0.2, 1.0)), draw(st.floats(0.2, 1.0))
    investment = draw(st.floats(0.01, 0.3))
    armed_a = quiet_a - draw(st.floats(0.05, 0.8))
    return CovertParameters(
        detection=draw(SHARE),
        armed_b=quiet_b + investment + draw(st.floats(0.01, 1.0)),
        quiet_b=quiet_b,
        war_b=quiet_b - draw(st.floats(0.01, 0.8)),
        investment=investment,
        quiet_a=quiet_a,
        armed_a=armed_a,
        war_a=armed_a + draw(st.floats(0.05, 0.95)) * (quiet_a - armed_a),
        mistake_cost=draw(st.floats(0.0, 0.3)),
    )


# --- the covert programme ---


def test_numbers_of_the_documentation() -> None:
    result = solve_covert(CovertParameters(detection=np.array([0, 0.2, 0.29, 0.3]), **PLAIN))
    close(result.detection_needed, 0.3)
    close(result.war, [0.75, 0.555556, 0.245082, 0.0])
    close(result.invest[1], 0.555556)
    close(result.strike_unseen[1], 0.5)
    close(result.mistaken_war[1], 0.222222)
    close(result.invest, [0.5, 0.556, 0.585, 0], 5e-4)
    close(result.strike_unseen, [0.75, 0.5, 0.091, 0], 5e-4)
    close(result.mistaken_war, [0.375, 0.222, 0.038, 0], 5e-4)
    close(solve_covert(CovertParameters(detection=0.3 - 1e-9, **PLAIN)).war, 0.176, 5e-4)
    assert result.several_equilibria.tolist() == [False, False, False, True]
    close(monitoring_that_limits_war(CovertParameters(detection=0.2, **PLAIN), [0.3, 0.1]), [0.28, 0.3], 5e-4)
    close(reward_that_deters(CovertParameters(detection=0.2, **PLAIN)), 0.05)


def payoffs(result: CovertResult) -> tuple[float, float, float, float, float, float]:
    """B's payoff of starting or not; A's of striking or not without evidence, and on evidence."""
    p = result.parameters
    s, b_n, b_0, w_b, k = (number(x) for x in (p.detection, p.armed_b, p.quiet_b, p.war_b, p.investment))
    a_0, a_n, w_a, e = (number(x) for x in (p.quiet_a, p.armed_a, p.war_a, p.mistake_cost))
    unseen, seen, belief = number(result.strike_unseen), number(result.strike_seen), number(result.belief)
    start = -k + s * (seen * w_b + (1 - seen) * b_n) + (1 - s) * (unseen * w_b + (1 - unseen) * b_n)
    quiet = unseen * w_b + (1 - unseen) * b_0
    return start, quiet, w_a - (1 - belief) * e, belief * a_n + (1 - belief) * a_0, w_a, a_n


@given(programme=programmes())
def test_nobody_gains_by_deviating(programme: CovertParameters) -> None:
    result = solve_covert(programme)
    start, quiet, strike, refrain, strike_seen, refrain_seen = payoffs(result)
    invest, unseen = number(result.invest), number(result.strike_unseen)
    assert invest == 0 or start >= quiet - 1e-9
    assert invest == 1 or quiet >= start - 1e-9
    assert unseen == 0 or strike >= refrain - 1e-9
    assert unseen == 1 or refrain >= strike - 1e-9
    assert number(result.strike_seen) == 0 or strike_seen >= refrain_seen - 1e-9
    assert number(result.strike_seen) == 1 or refrain_seen >= strike_seen - 1e-9
    missed = (1 - number(programme.detection)) * invest
    if missed + 1 - invest > 0:
        assert number(result.belief) == pytest.approx(missed / (missed + 1 - invest), abs=1e-9), "Bayes"
    s = number(programme.detection)
    struck = invest * (s * number(result.strike_seen) + (1 - s) * unseen)
    assert number(result.war) == pytest.approx(struck + (1 - invest) * unseen)
    assert number(result.mistaken_war) == pytest.approx((1 - invest) * unseen)


@given(programme=usual())
def test_monitoring_good_enough_stops_the_programme(programme: CovertParameters) -> None:
    enough = monitoring_that_deters(programme)
    assert 0 < enough[0] < 1
    above = solve_covert(replace(programme, detection=np.minimum(enough + 1e-6, 1.0)))
    assert above.invest[0] == above.war[0] == 0
    below = solve_covert(replace(programme, detection=0.999 * enough))
    assert below.invest[0] > 0


@given(programme=usual(), shares=st.tuples(st.floats(0, 0.999), st.floats(0, 0.999)))
def test_the_risk_of_war_falls_with_monitoring(
    programme: CovertParameters, shares: tuple[float, float]
) -> None:
    enough = monitoring_that_deters(programme)
    low, high = (
        solve_covert(replace(programme, detection=share * enough)).war[0] for share in sorted(shares)
    )
    assert high <= low + 1e-9


@given(programme=usual())
def test_the_risk_of_war_jumps_to_nothing_at_the_threshold(programme: CovertParameters) -> None:
    """Just below it nobody strikes without evidence any more, but B still starts: invest x s is left."""
    enough = monitoring_that_deters(programme)
    below = solve_covert(replace(programme, detection=enough * (1 - 1e-9)))
    close(below.strike_unseen, 0.0, 1e-5)
    left = below.invest * enough
    assert left[0] > 0
    close(below.war, left, 1e-5)
    assert solve_covert(replace(programme, detection=enough)).war[0] == 0


@given(programme=usual(), name=st.sampled_from(["armed_b", "war_b", "investment", "quiet_b"]))
def test_what_moves_the_threshold(programme: CovertParameters, name: str) -> None:
    room = {"armed_b": 0.05, "war_b": 0.005, "investment": 0.005, "quiet_b": 0.005}[name]
    more = replace(programme, **{name: np.asarray(getattr(programme, name)) + room})
    change = (monitoring_that_deters(more) - monitoring_that_deters(programme))[0]
    assert change * (1 if name in ("armed_b", "war_b") else -1) >= -1e-12


@given(programme=usual(), risk=st.floats(0.0, 1.0))
def test_monitoring_that_limits_war(programme: CovertParameters, risk: float) -> None:
    needed = monitoring_that_limits_war(programme, risk)
    assert solve_covert(replace(programme, detection=needed)).war[0] <= risk + 1e-9
    if needed[0] > 1e-6:
        assert solve_covert(replace(programme, detection=needed * (1 - 1e-6))).war[0] > risk - 1e-6


@given(programme=usual())
def test_costs_and_rewards_that_deter(programme: CovertParameters) -> None:
    for find, name in ((cost_that_deters, "investment"), (reward_that_deters, "quiet_b")):
        size = find(programme)
        start = np.asarray(programme.quiet_b) if name == "quiet_b" else 0.0
        if size[0] == 0:
            assert solve_covert(programme).invest[0] == 0 or name == "investment"
            continue
        assert solve_covert(replace(programme, **{name: start + size + 1e-9})).invest[0] == 0
        assert solve_covert(replace(programme, **{name: start + 0.99 * size})).invest[0] > 0


def test_corners_are_told_apart() -> None:
    meek = CovertParameters(detection=0.2, **(PLAIN | {"war_a": 0.2}))
    result = solve_covert(meek)
    assert (result.kind[0], result.invest[0], result.war[0]) == (2, 1.0, 0.0)
    assert np.isnan(result.detection_needed).all()
    assert "no monitoring" in result.reading().lower()
    close(reward_that_deters(meek), 0.15)
    close(cost_that_deters(meek), 0.2)
    fierce = CovertParameters(detection=0.2, **(PLAIN | {"war_a": 0.7}))
    result = solve_covert(fierce)
    assert (result.kind[0], result.invest[0], result.war[0], result.mistaken_war[0]) == (3, 0.0, 1.0, 1.0)
    assert np.isnan(monitoring_that_limits_war(fierce, 0.5)).all()
    close(cost_that_deters(fierce), 0.0)
    idle = CovertParameters(detection=0.0, **(PLAIN | {"armed_b": 0.42}))
    assert solve_covert(idle).kind[0] == 0
    close(monitoring_that_deters(idle), 0.0)


@pytest.mark.parametrize(
    ("changes", "several"),
    [
        ({"investment": 0.0}, True),  # B is indifferent when A always strikes
        ({"war_a": 0.3}, True),  # A is indifferent on evidence
        ({"war_a": 0.6}, True),  # A is indifferent about a quiet B
        ({"detection": 0.3}, True),
        ({}, False),
    ],
)
def test_several_equilibria_are_said(changes: dict[str, float], several: bool) -> None:
    result = solve_covert(CovertParameters(**({"detection": 0.1} | PLAIN | changes)))
    assert bool(result.several_equilibria[0]) == several
    assert ("several equilibria" in result.reading()) == several or "There are several" in result.reading()


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"detection": 1.2}, "detection"),
        ({"investment": -0.1}, "investment"),
        ({"war_b": 0.4}, "quiet_b"),
        ({"armed_a": 0.7}, "quiet_a"),
        ({"war_b": [0.1, 0.5]}, "quiet_b"),
    ],
)
def test_faults_are_named(changes: dict[str, Any], name: str) -> None:
    with pytest.raises(ParameterError) as caught:
        CovertParameters(**({"detection": 0.1} | PLAIN | changes))
    assert caught.value.name == name
    with pytest.raises(ParameterError, match="risk"):
        monitoring_that_limits_war(CovertParameters(detection=0.1, **PLAIN), 1.5)


# --- breakout ---


def test_breakout_in_months() -> None:
    dash = BreakoutParameters(
        steps_left=3, step_length=1.0, interval=1.0, report_lag=0.5, sensitivity=0.8, response=0.5
    )
    result = solve_breakout(dash)
    close([result.breakout[0], result.unseen[0], result.warning[0]], [3.0, 1.5, 1.5])
    close(result.seen_in_time, 0.96, 1e-12)
    close(result.unseen_steps, 2.0)
    text = result.reading()
    assert "96 %" in text
    close(inspection_interval_that_warns(dash, 2.0), 0.5)
    assert np.isnan(inspection_interval_that_warns(dash, 2.6)).all()
    close(sensitivity_that_sees(dash, 0.75), 0.5, 1e-9)
    close(sensitivity_that_sees(dash, 0.0), 0.0)
    close(sensitivity_that_sees(dash, 0.3), 0.163, 5e-4)
    assert np.isnan(sensitivity_that_sees(dash, np.nan)).all()
    assert np.isnan(sensitivity_that_sees(replace(dash, interval=3.0), 0.9)).all()


@given(
    interval=st.floats(0.1, 4.0),
    lag=st.floats(0, 1),
    sensitivity=SHARE,
    response=st.floats(0, 2),
    left=st.floats(0, 4),
)
def test_seen_in_time_by_simulation(
    interval: float, lag: float, sensitivity: float, response: float, left: float
) -> None:
    """The dash starts anywhere between two inspections; each one in the window sees it on its own."""
    result = solve_breakout(
        BreakoutParameters(
            steps_left=left,
            step_length=1,
            interval=interval,
            report_lag=lag,
            sensitivity=sensitivity,
            response=response,
        )
    )
    window = left - lag - response
    first = (np.arange(20_000) + 0.5) / 20_000 * interval
    visits = np.maximum(np.floor((window - first) / interval) + 1, 0) if window > 0 else np.zeros(1)
    close(result.seen_in_time, np.mean(1 - (1 - sensitivity) ** visits), 2e-4)


@given(left=st.floats(0, 6), more=st.floats(0, 2), interval=st.floats(0, 3), sensitivity=SHARE)
def test_more_time_and_more_inspections_never_hurt(
    left: float, more: float, interval: float, sensitivity: float
) -> None:
    dash = BreakoutParameters(steps_left=left, step_length=0.7, interval=interval, sensitivity=sensitivity)
    base = solve_breakout(dash)
    for name in ("steps_left",):
        better = solve_breakout(replace(dash, **{name: left + more}))
        assert better.seen_in_time[0] >= base.seen_in_time[0] - 1e-12
        assert better.warning[0] >= base.warning[0]
    for worse in ("interval", "report_lag", "response"):
        changed = solve_breakout(replace(dash, **{worse: np.asarray(getattr(dash, worse)) + more}))
        assert changed.seen_in_time[0] <= base.seen_in_time[0] + 1e-12 or interval == 0
        assert changed.warning[0] <= base.warning[0]


def test_continuous_watch() -> None:
    watched = BreakoutParameters(steps_left=[2.0, 0.0], step_length=1, sensitivity=0.3)
    close(solve_breakout(watched).seen_in_time, [1.0, 0.0])
    blind = replace(watched, sensitivity=0.0)
    close(solve_breakout(blind).seen_in_time, 0.0)


@given(left=st.floats(0.5, 6), interval=st.floats(0.1, 2), aim=st.floats(0.01, 0.99))
def test_the_least_sensitivity(left: float, interval: float, aim: float) -> None:
    dash = BreakoutParameters(steps_left=left, step_length=1, interval=interval)
    needed = sensitivity_that_sees(dash, aim)
    assume(not np.isnan(needed[0]))
    assert solve_breakout(replace(dash, sensitivity=needed)).seen_in_time[0] == pytest.approx(aim, abs=1e-9)


def test_faults_of_breakout() -> None:
    with pytest.raises(ParameterError, match="step_length"):
        BreakoutParameters(steps_left=1, step_length=0)
    with pytest.raises(ParameterError, match="sensitivity"):
        BreakoutParameters(steps_left=1, step_length=1, sensitivity=2)
    with pytest.raises(ParameterError, match="warning"):
        inspection_interval_that_warns(BreakoutParameters(steps_left=1, step_length=1), -1)
