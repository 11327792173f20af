"""The price of a freeze: numbers of the documentation, value iteration, thresholds; and the side that pays it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from commonground.methods.latency import (
    BuyerParameters,
    FreezeParameters,
    lag_that_holds,
    solve_buyer,
    solve_freeze,
    step_cost_that_holds,
    turnover_that_holds,
)
from commonground.methods.parameters import ParameterError

THREE: dict[str, Any] = {
    "steps": 3,
    "flow": 0.3,
    "flow_successor": 0.2,
    "flow_armed": 0.5,
    "step_cost": 0.05,
    "discount": 0.95,
}
SHARE = st.floats(0.0, 1.0)


@st.composite
def programmes(draw: st.DrawFn, **fixed: Any) -> FreezeParameters:
    flow = draw(st.floats(0.05, 0.6))
    values = {
        "steps": draw(st.integers(1, 4)),
        "flow": flow,
        "flow_successor": flow * draw(SHARE),
        "flow_armed": draw(st.floats(0.1, 1.0)),
        "step_cost": draw(st.floats(0.0, 0.3)),
        "discount": draw(st.floats(0.5, 0.95)),
        "turnover": draw(st.floats(0.0, 0.9)),
        "turnover_back": draw(st.floats(0.0, 1.0)),
    }
    return FreezeParameters(**(values | fixed))


def close(actual: Any, expected: Any, within: float = 1e-6) -> None:
    np.testing.assert_allclose(actual, expected, rtol=0, atol=within)


def number(value: Any) -> float:
    return float(np.asarray(value)[0])


# --- numbers of the documentation ---


@pytest.mark.parametrize(
    ("turnover", "back", "price"),
    [
        (0.0, 0.0, (0.164344, 0.175625, 0.1875)),
        (0.1, 0.0, (0.187579, 0.192773, 0.197)),
        (0.4, 0.0, (0.231562, 0.233385, 0.2255)),
        (0.1, 0.2, (0.183120, 0.190968, 0.197)),
    ],
)
def test_prices_by_turnover(turnover: float, back: float, price: tuple[float, ...]) -> None:
    close(solve_freeze(FreezeParameters(turnover=turnover, turnover_back=back, **THREE)).price[0], price)


def test_b_races_before_a_successor_who_strikes() -> None:
    hawk = FreezeParameters(turnover=0.1, strikes_successor={2: 2.0}, **THREE)
    close(solve_freeze(hawk).price[0], (0.499386, 0.592556, 0.92375))
    both = replace(hawk, strikes_present={2: 2.0})
    close(solve_freeze(both).price[0], 0.0)
    assert "strikes at step 2" in solve_freeze(both).reading()


def test_a_pays_at_once() -> None:
    freeze = solve_freeze(FreezeParameters(turnover=0.0, **THREE))
    result = solve_buyer(freeze, BuyerParameters(flow=0.6, flow_armed=0.2))
    close(result.deal[0, 0], 8.713125)
    close(result.wait[0, 0], 8.663125)
    close([result.most[0, 0], freeze.price[0, 0]], [0.167, 0.164], 5e-4)
    assert (result.best == 0).all()
    assert (result.room > 0).all()


# --- value iteration ---


def iterate(given: FreezeParameters, offers: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """B's values (step, 0 present / 1 successor) at step offers, when every advance is seen at once."""
    n, d = given.steps, number(given.discount)
    q, r, k = number(given.turnover), number(given.turnover_back), number(given.step_cost)
    change = np.array([[1 - q, q], [r, 1 - r]])
    flows = np.array([number(given.flow), number(given.flow_successor)])
    value = np.full((n + 1, 2), number(given.flow_armed) / (1 - d))
    stay = np.zeros((n, 2))
    for _ in range(700):
        ahead = value @ change.T
        stay = flows + np.stack([offers, np.zeros(n)], axis=1) + d * ahead[:-1]
        new = np.maximum(stay, flows - k + d * ahead[1:])
        for regime, strikes in enumerate((given.strikes_present, given.strikes_successor)):
            for step, war in strikes.items():
                new[step, regime] = number(war)
        value[:-1] = new
    return value, stay


@settings(max_examples=40)
@given(programme=programmes(), offers=st.lists(st.floats(0, 0.5), min_size=4, max_size=4))
def test_values_are_those_of_value_iteration(programme: FreezeParameters, offers: list[float]) -> None:
    paid = np.array(offers[: programme.steps])
    result = solve_freeze(programme, paid)
    value, _ = iterate(programme, paid)
    close(result.value_present[0], value[:, 0], 1e-9)
    close(result.value_successor[0], value[:, 1], 1e-9)
    plain = solve_freeze(programme)
    value, _ = iterate(programme, plain.price[0])
    close(plain.value_present[0], value[:, 0], 1e-9)


@settings(max_examples=40)
@given(
    programme=programmes(),
    struck=st.lists(st.tuples(st.integers(0, 3), st.booleans(), st.floats(-2, 4)), max_size=3),
)
def test_the_price_is_the_least_that_makes_b_stay(
    programme: FreezeParameters, struck: list[tuple[int, bool, float]]
) -> None:
    inside = [(step, war) for step, _, war in struck if step < programme.steps]
    by_whom = [who for step, who, _ in struck if step < programme.steps]
    present = {step: war for (step, war), who in zip(inside, by_whom) if who}
    successor = {step: war for (step, war), who in zip(inside, by_whom) if not who}
    programme = replace(programme, strikes_present=present, strikes_successor=successor)
    result = solve_freeze(programme)
    price = result.price[0]
    value, stay = iterate(programme, price)
    for step in range(programme.steps):
        if step in present:
            assert price[step] == 0.0
            continue
        assert stay[step, 0] == pytest.approx(value[step, 0], abs=1e-8), "at the price B stays"
        if price[step] > 1e-6:
            less = price.copy()
            less[step] -= 1e-6
            lower, moved = iterate(programme, less)
            assert moved[step, 0] < lower[step, 0] - 1e-9, "below it B moves on"
            assert result.moves_alone[0, step]


@given(programme=programmes(turnover_back=0.0))
def test_the_closed_form_for_a_successor_who_stays(programme: FreezeParameters) -> None:
    """As printed: D(n) under the successor, adv(n) of moving on, y_min(n), V_H(n) with y = 0."""
    n, d, q = programme.steps, number(programme.discount), number(programme.turnover)
    b0, b_r, k = number(programme.flow), number(programme.flow_successor), number(programme.step_cost)
    armed = number(programme.flow_armed) / (1 - d)
    down, held = {n: armed}, {n: armed}
    price = {}
    for step in reversed(range(n)):
        down[step] = max(b_r / (1 - d), b_r - k + d * down[step + 1])
        move = b0 - k + d * ((1 - q) * held[step + 1] + q * down[step + 1])
        price[step] = max(0.0, move * (1 - d * (1 - q)) - b0 - d * q * down[step])
        held[step] = max(move, (b0 + d * q * down[step]) / (1 - d * (1 - q)))
    result = solve_freeze(programme)
    close(result.price[0], [price[step] for step in range(n)], 1e-9)
    close(result.value_present[0], [held[step] for step in range(n + 1)], 1e-9)
    close(result.value_successor[0], [down[step] for step in range(n + 1)], 1e-9)


# --- unseen advances ---


def worth_of_cheating(given: FreezeParameters, step: int, payment: float) -> tuple[float, float]:
    """Value of staying at `step` for a payment, and of the best first move unseen, by recursion over time.

    At other steps nothing is paid. An advance under the deal is seen after `lag` periods; until then B may go on or
    pause, is paid while the present government lasts, and is not struck by it.
    """
    plain, _ = iterate(given, np.zeros(given.steps))
    d, q, k, b0 = (number(getattr(given, x)) for x in ("discount", "turnover", "step_cost", "flow"))

    def covered(at: int, left: int) -> float:
        if left == 0:
            return float(plain[at, 0])
        here = b0 + payment + d * ((1 - q) * covered(at, left - 1) + q * plain[at, 1])
        if at == given.steps:  # at the threshold: its own value, and the payment until it is seen
            return float(plain[at, 0]) + payment * sum((d * (1 - q)) ** t for t in range(left))
        return max(here, b0 + payment - k + d * ((1 - q) * covered(at + 1, left - 1) + q * plain[at + 1, 1]))

    cheat = b0 + payment - k + d * ((1 - q) * covered(step + 1, given.lag - 1) + q * plain[step + 1, 1])
    offers = np.zeros(given.steps)
    offers[step] = payment
    _, stay = iterate(given, offers)
    return float(stay[step, 0]), cheat


@settings(max_examples=40)
@given(programme=programmes(), lag=st.integers(1, 3), data=st.data())
def test_the_price_with_a_lag_makes_cheating_not_worth_it(
    programme: FreezeParameters, lag: int, data: st.DataObject
) -> None:
    step = data.draw(st.integers(0, programme.steps - 1))
    if data.draw(st.booleans()) and step + 1 < programme.steps:
        programme = replace(programme, strikes_present={step + 1: data.draw(st.floats(-1, 2))})
    late = replace(programme, lag=lag)
    price = float(solve_freeze(late).price[0, step])
    assume(price < 50)
    stay, cheat = worth_of_cheating(late, step, price)
    assert stay >= cheat - 1e-7 * max(1, price)
    seen = float(solve_freeze(programme).price[0, step])
    assert price >= seen - 1e-9
    if price > seen + 1e-6:
        stay, cheat = worth_of_cheating(late, step, price - 1e-6)
        assert stay < cheat


@given(programme=programmes(turnover_back=0.0), lag=st.integers(0, 4))
def test_each_period_unseen_raises_the_price_by_the_same_factor(
    programme: FreezeParameters, lag: int
) -> None:
    beta = number(programme.discount) * (1 - number(programme.turnover))
    late = solve_freeze(replace(programme, lag=lag)).price
    np.testing.assert_allclose(late, solve_freeze(programme).price / beta**lag, rtol=1e-9)


def test_what_a_late_look_costs() -> None:
    late = [solve_freeze(FreezeParameters(turnover=0.1, lag=lag, **THREE)).price[0, 0] for lag in (0, 1, 2)]
    close(late, [0.188, 0.219, 0.257], 5e-4)


def test_offers_at_later_steps_tempt_b_to_go_there() -> None:
    programme = FreezeParameters(turnover=0.1, lag=1, **THREE)
    price = solve_freeze(programme).price[0]
    later = solve_freeze(programme, np.array([0.0, *price[1:]])).price[0, 0]
    assert later > price[0]


def test_certain_turnover_and_a_lag_leave_no_price() -> None:
    """Paid for one period in any case, B moves whatever is paid."""
    result = solve_freeze(FreezeParameters(turnover=1.0, lag=1, **THREE))
    assert np.isnan(result.price).all()
    assert not result.stays_present.any()
    assert np.isfinite(result.value_present).all()
    buyer = solve_buyer(result, BuyerParameters(flow=0.6, flow_armed=0.2))
    assert (buyer.best == 1).all()


# --- monotonicity ---


@given(programme=programmes(turnover=0.0))
def test_prices_rise_with_latency_without_turnover(programme: FreezeParameters) -> None:
    assert (np.diff(solve_freeze(programme).price[0]) >= -1e-9).all()


def test_with_much_turnover_the_last_step_is_no_longer_the_dearest() -> None:
    price = solve_freeze(FreezeParameters(turnover=0.4, **THREE)).price[0]
    assert price[2] < price[1]


@given(programme=programmes(), more=st.floats(0.0, 0.1))
def test_prices_rise_with_turnover(programme: FreezeParameters, more: float) -> None:
    """At every step if the successor stays for good, and at the last step in any case."""
    rising = replace(programme, turnover=np.asarray(programme.turnover) + more)
    assert (solve_freeze(rising).price - solve_freeze(programme).price)[0, -1] >= -1e-9
    for_good = [solve_freeze(replace(each, turnover_back=0.0)).price for each in (programme, rising)]
    assert (for_good[1] - for_good[0]).min() >= -1e-9


def test_a_successor_who_may_go_again_can_make_turnover_lower_an_early_price() -> None:
    early = FreezeParameters(
        steps=3, flow=0.25, flow_successor=0.1, flow_armed=0.31, step_cost=0.1, discount=0.843,
        turnover=np.array([0.87, 0.92]), turnover_back=0.285,
    )  # fmt: skip
    price = solve_freeze(early).price
    assert price[1, 1] < price[0, 1]


@given(programme=programmes(), name=st.sampled_from(["step_cost", "flow_armed"]), more=st.floats(0, 0.2))
def test_prices_fall_with_the_cost_of_a_step_and_rise_with_what_it_leads_to(
    programme: FreezeParameters, name: str, more: float
) -> None:
    changed = replace(programme, **{name: np.asarray(getattr(programme, name)) + more})
    change = solve_freeze(changed).price - solve_freeze(programme).price
    assert (change * (1 if name == "flow_armed" else -1)).min() >= -1e-9


@given(programme=programmes())
def test_limits(programme: FreezeParameters) -> None:
    dear = replace(programme, step_cost=10 / (1 - np.asarray(programme.discount)))
    close(solve_freeze(dear).price, 0.0)
    pointless = replace(programme, flow_armed=programme.flow_successor, turnover=0.0)
    close(solve_freeze(pointless).price, 0.0)


# --- inverses ---


@settings(max_examples=25)
@given(programme=programmes(turnover_back=0.0), offer=st.floats(0.0, 0.5), data=st.data())
def test_thresholds_of_an_offer(programme: FreezeParameters, offer: float, data: st.DataObject) -> None:
    step = data.draw(st.integers(0, programme.steps - 1))
    cost = step_cost_that_holds(programme, offer, step)
    assert solve_freeze(replace(programme, step_cost=cost + 1e-7)).price[0, step] <= offer + 1e-6
    if cost[0] > 1e-6:
        assert solve_freeze(replace(programme, step_cost=0.999 * cost)).price[0, step] >= offer
    chance = turnover_that_holds(programme, offer, step)
    calm = solve_freeze(replace(programme, turnover=0.0)).price[0, step]
    assert np.isnan(chance[0]) == bool(calm > offer + 1e-12)
    if chance[0] > 1e-6:
        assert solve_freeze(replace(programme, turnover=chance - 1e-7)).price[0, step] <= offer + 1e-6
    if chance[0] < 1.0:
        assert solve_freeze(replace(programme, turnover=chance + 1e-7)).price[0, step] >= offer - 1e-6


def test_the_longest_lag_an_offer_bears() -> None:
    programme = FreezeParameters(turnover=0.1, **THREE)
    price = solve_freeze(programme).price[0, 0]
    beta = 0.95 * 0.9
    assert lag_that_holds(programme, price / beta**2 + 1e-9, 0) == 2
    assert lag_that_holds(programme, 100.0, 0, most=5) == 5
    assert np.isnan(lag_that_holds(programme, price - 1e-6, 0))


def test_thresholds_in_several_draws() -> None:
    programme = FreezeParameters(turnover=np.array([0.1, 0.2, 0.3]), **THREE)
    found = turnover_that_holds(programme, np.array([0.2, 0.1, 2.0]), 0)
    assert found[0] == pytest.approx(0.164, abs=5e-4)
    assert np.isnan(found[1])
    assert found[2] == 1.0


# --- the other side ---


@settings(max_examples=40)
@given(programme=programmes(), flow=st.floats(0, 1), armed=st.floats(0, 1), data=st.data())
def test_a_takes_what_is_worth_most(
    programme: FreezeParameters, flow: float, armed: float, data: st.DataObject
) -> None:
    """A's value against that of value iteration over its own choices, with B as solved."""
    wars = data.draw(st.dictionaries(st.integers(0, programme.steps - 1), st.floats(-1, 6), max_size=2))
    hawk = data.draw(st.sampled_from(sorted(wars))) if wars and data.draw(st.booleans()) else None
    if hawk is not None:
        programme = replace(programme, strikes_successor={hawk: 1.0})
    freeze = solve_freeze(programme)
    successor = data.draw(st.floats(0, 1))
    given_a = BuyerParameters(flow=flow, flow_armed=armed, flow_successor=successor, war=wars)
    result = solve_buyer(freeze, given_a)
    n, d = programme.steps, number(programme.discount)
    q, r = number(programme.turnover), number(programme.turnover_back)
    present, under = np.full((2, n + 1), armed / (1 - d))
    for _ in range(700):
        for step in range(n):
            here = d * ((1 - q) * present[step] + q * under[step])
            move = d * ((1 - q) * present[step + 1] + q * under[step + 1])
            price = freeze.price[0, step]
            options = [flow - price + here, flow + (move if freeze.moves_alone[0, step] else here)]
            if step in wars:
                options.append(wars[step])
            present[step] = max(options)
            if step == hawk:
                under[step] = wars[step]
            elif freeze.stays_successor[0, step]:
                under[step] = successor + d * (r * present[step] + (1 - r) * under[step])
            else:
                under[step] = successor + d * (r * present[step + 1] + (1 - r) * under[step + 1])
    close(result.value_present[0], present, 1e-8)
    close(result.value_successor[0], under, 1e-8)
    for step in range(n):
        other = np.nanmax([result.wait[0, step], result.strike[0, step]])
        room = result.room[0, step]
        if abs(room) > 1e-9:
            assert (room > 0) == (result.deal[0, step] > other)


def test_a_strike_that_b_does_not_expect_is_said() -> None:
    freeze = solve_freeze(FreezeParameters(turnover=0.0, **THREE))
    result = solve_buyer(freeze, BuyerParameters(flow=0.6, flow_armed=0.2, war={1: 9.0}))
    assert result.unforeseen[0].tolist() == [False, True, False]
    assert "would rather strike" in result.reading()
    expected = solve_freeze(FreezeParameters(turnover=0.0, strikes_present={1: 3.0}, **THREE))
    struck = solve_buyer(expected, BuyerParameters(flow=0.6, flow_armed=0.2, war={1: 9.0}))
    assert not struck.unforeseen.any()
    assert struck.best[0, 1] == 2


def test_readings() -> None:
    freeze = solve_freeze(FreezeParameters(turnover=np.array([0.1, 0.4]), lag=1, **THREE))
    text = freeze.reading()
    assert "5-95 %" in text
    assert "unseen" in text
    buyer = solve_buyer(freeze, BuyerParameters(flow=np.array([0.6, 0.6]), flow_armed=0.2)).reading()
    assert "At step 0" in buyer
    hawk = solve_freeze(FreezeParameters(turnover=0.1, strikes_successor={2: 2.0}, **THREE)).reading()
    assert "successor would strike at step 2" in hawk


def fault(**changes: Any) -> Any:
    return lambda: FreezeParameters(**({"turnover": 0.1} | THREE | changes))


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (fault(steps=0), "steps"),
        (fault(steps=101), "steps"),
        (fault(lag=-1), "lag"),
        (fault(discount=1.0), "discount"),
        (fault(turnover=1.5), "turnover"),
        (fault(step_cost=-0.1), "step_cost"),
        (fault(strikes_present={3: 1.0}), "strikes_present"),
        (fault(turnover=[0.1, 0.2], strikes_successor={1: [1.0, 2.0, 3.0]}), "strikes_successor"),
        (fault(strikes_successor={1: np.nan}), "strikes_successor[1]"),
    ],
)
def test_faults_are_named(call: Any, name: str) -> None:
    with pytest.raises(ParameterError) as caught:
        call()
    assert caught.value.name == name


def test_faults_of_offers_and_buyers() -> None:
    programme = FreezeParameters(turnover=np.array([0.1, 0.2]), strikes_successor={1: 1.0}, **THREE)
    for offer in (0.1, np.zeros(2), np.full(3, np.nan)):
        with pytest.raises(ParameterError, match="offer"):
            solve_freeze(programme, offer)
    for find in (turnover_that_holds, step_cost_that_holds, lag_that_holds):
        with pytest.raises(ParameterError, match="step"):
            find(programme, 0.1, 3)
    freeze = solve_freeze(programme)
    with pytest.raises(ParameterError, match="no value at step 1"):
        solve_buyer(freeze, BuyerParameters(flow=0.6, flow_armed=0.2))
    with pytest.raises(ParameterError, match="flow: has 3 draws"):
        solve_buyer(freeze, BuyerParameters(flow=np.full(3, 0.6), flow_armed=0.2, war={1: 1.0}))
    with pytest.raises(ParameterError, match="other offers"):
        solve_buyer(solve_freeze(programme, np.zeros(3)), BuyerParameters(flow=1, flow_armed=0, war={1: 1.0}))
