"""Crisis bargaining when only B knows the balance of power, and the bound that no procedure beats."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from commonground.methods.crisis import (
    DiscreteCost,
    ExponentialCost,
    PrivateCostParameters,
    PrivatePowerParameters,
    ProtocolParameters,
    UniformCost,
    cost_total_that_allows_peace,
    cost_total_that_keeps_peace,
    cost_types,
    power_types,
    solve_private_cost,
    solve_private_power,
    solve_protocol,
    spread_that_allows_peace,
    spread_that_keeps_peace,
)
from commonground.methods.parameters import ParameterError

SHARE = st.integers(0, 1000).map(lambda k: k / 1000)
COST = st.integers(0, 600).map(lambda k: k / 1000)
RISK = st.sampled_from([0.0, 0.2, 0.5, 0.9])


def case(low: float, high: float, cost_a: float, cost_b: float) -> PrivatePowerParameters:
    return PrivatePowerParameters(power_low=low, power_high=high, cost_a=cost_a, cost_b=cost_b)


@st.composite
def cases(draw: st.DrawFn) -> PrivatePowerParameters:
    low, high = sorted((draw(SHARE), draw(SHARE)))
    return case(low, high, draw(COST), draw(COST))


@pytest.mark.parametrize(
    ("low", "high", "cost", "share_b", "risk", "bound"),
    [(0.4, 0.8, 0.1, 0.3, 0.5, 0.0), (0.3, 0.7, 0.05, 0.35, 0.75, 0.5), (0.4, 0.8, 0.2, 0.4, 0.0, 0.0)],
)
def test_numbers(low: float, high: float, cost: float, share_b: float, risk: float, bound: float) -> None:
    result = solve_private_power(case(low, high, cost, cost))
    assert result.share_b == pytest.approx([share_b])
    assert result.risk_of_war == pytest.approx([risk], abs=1e-12)
    assert result.risk_of_any_protocol == pytest.approx([bound], abs=1e-12)
    assert result.gap == pytest.approx([risk - bound], abs=1e-12)


@given(cases())
def test_neither_side_gains_by_another_move(parameters: PrivatePowerParameters) -> None:
    """A's value against a grid of offers, with B answering best at each level of power."""
    result = solve_private_power(parameters)
    low, high = float(parameters.power_low[0]), float(parameters.power_high[0])  # type: ignore[index]
    cost_a, cost_b = float(parameters.cost_a[0]), float(parameters.cost_b[0])  # type: ignore[index]
    assume(high > low)
    offers = np.append(np.linspace(0.0, 1.0, 501), result.share_b)
    bound = np.clip(1.0 - cost_b - offers, low, high)  # B fights at a lower power of A
    risk = (bound - low) / (high - low)
    value = (1.0 - offers) * (1.0 - risk) + (0.5 * (low + bound) - cost_a) * risk
    assert value.max() <= result.value_a[0] + 1e-9
    assert value[-1] == pytest.approx(result.value_a[0], abs=1e-9)
    assert risk[-1] == pytest.approx(result.risk_of_war[0], abs=1e-9)
    power = (np.arange(20_000) + 0.5) / 20_000 * (high - low) + low
    best = np.maximum(result.share_b, 1.0 - power - cost_b)
    assert best.mean() == pytest.approx(result.value_b[0], abs=1e-4)


@given(cases())
def test_risk_is_one_minus_cost_over_spread(parameters: PrivatePowerParameters) -> None:
    result = solve_private_power(parameters)
    total, spread = parameters.cost_total[0], parameters.spread[0]
    assume(spread > 0.0)
    assert result.risk_of_war[0] == pytest.approx(max(0.0, 1.0 - total / spread), abs=1e-9)
    assert result.risk_of_any_protocol[0] == pytest.approx(max(0.0, 1.0 - 2.0 * total / spread), abs=1e-9)
    assert result.gap[0] >= -1e-12
    if abs(2.0 * total - spread) > 1e-9:  # peace is possible iff war costs at least half of what is unknown
        assert bool(result.risk_of_any_protocol[0] == 0.0) is bool(2.0 * total > spread)


@settings(max_examples=25)
@given(cases())
def test_the_bound_is_where_the_programme_tends(parameters: PrivatePowerParameters) -> None:
    assume(parameters.spread[0] > 0.01)
    result = solve_private_power(parameters)
    for types in (11, 31):
        found = solve_protocol(power_types(parameters, types))
        assert found.risk_of_war == pytest.approx(result.risk_of_any_protocol[0], abs=1.5 / types)


@pytest.mark.parametrize(
    ("types", "cost_a", "cost_b", "risk"),
    [
        (21, 0.05, 0.05, 0.476190),
        (41, 0.05, 0.05, 0.487805),
        (81, 0.05, 0.05, 0.493827),
        (41, 0.02, 0.03, 0.731707),
    ],
)
def test_programme_numbers(types: int, cost_a: float, cost_b: float, risk: float) -> None:
    found = solve_protocol(power_types(case(0.4, 0.8, cost_a, cost_b), types))
    assert found.risk_of_war == pytest.approx(risk, abs=1e-6)
    assert "strongest" not in found.reading()
    assert "those who expect most from war" in found.reading()


@settings(max_examples=50)
@given(st.data())
def test_the_programme_keeps_its_promises(data: st.DataObject) -> None:
    n = data.draw(st.integers(1, 7))
    thousandths = st.integers(-300, 1000).map(lambda k: k / 1000)
    war_b = np.array(data.draw(st.lists(thousandths, min_size=n, max_size=n)))
    lost = np.array(data.draw(st.lists(st.integers(0, 300), min_size=n, max_size=n))) / 1000
    weight = np.array(data.draw(st.lists(st.integers(1, 20), min_size=n, max_size=n)), dtype=float)
    chance = weight / weight.sum()
    war_a = 1.0 - war_b - lost
    found = solve_protocol(ProtocolParameters(war_a=war_a, war_b=war_b, chance=chance))
    a, s = found.settles, np.nan_to_num(found.settles * found.share_b)
    truth = s + (1.0 - a) * war_b
    lie = s[None, :] + (1.0 - a)[None, :] * war_b[:, None]
    assert (truth[:, None] >= lie - 1e-7).all()  # no type gains by posing as another
    assert (truth >= war_b - 1e-7).all()
    assert (chance * (a - s - a * war_a)).sum() >= -1e-7
    assert (s <= a + 1e-9).all()
    assert found.risk_of_war == pytest.approx(1.0 - (chance * a).sum(), abs=1e-7)
    order = np.argsort(war_b, kind="stable")
    strictly = np.diff(war_b[order]) > 1e-6
    assert (np.diff(a[order])[strictly] <= 1e-6).all()  # who fights expects most from war


@settings(max_examples=25)
@given(SHARE, COST, COST, st.integers(1, 400), st.booleans())
def test_private_costs_need_no_war(power: float, cost_a: float, low: float, width: int, types: bool) -> None:
    belief = (
        DiscreteCost([low, low + width / 1000], [0.3, 0.7])
        if types
        else UniformCost(low=low, high=low + width / 1000)
    )
    parameters = PrivateCostParameters(power=power, cost_a=cost_a, cost_b=belief)
    assert solve_protocol(cost_types(parameters, 9)).risk_of_war == pytest.approx(0.0, abs=1e-7)
    assert solve_private_cost(parameters).risk_of_any_protocol.item() == 0.0


def test_an_exponential_cost_needs_no_war() -> None:
    found = solve_protocol(
        cost_types(PrivateCostParameters(power=0.5, cost_a=0.1, cost_b=ExponentialCost(mean=0.2)))
    )
    assert found.risk_of_war == 0.0
    assert "without any risk of war" in found.reading()


@given(cases(), st.floats(0.0, 0.3))
def test_risk_falls_in_costs_and_rises_in_what_is_unknown(
    parameters: PrivatePowerParameters, more: float
) -> None:
    result = solve_private_power(parameters)
    dearer = solve_private_power(replace(parameters, cost_b=parameters.cost_b + more))
    wider = solve_private_power(replace(parameters, power_high=np.minimum(parameters.power_high + more, 1.0)))
    for field in ("risk_of_war", "risk_of_any_protocol"):
        assert getattr(dearer, field)[0] <= getattr(result, field)[0] + 1e-9
        assert getattr(wider, field)[0] >= getattr(result, field)[0] - 1e-9


@given(cases(), RISK)
def test_inverses(parameters: PrivatePowerParameters, risk: float) -> None:
    assume(parameters.spread[0] > 0.01)
    for lever, field in (
        (cost_total_that_keeps_peace, "risk_of_war"),
        (cost_total_that_allows_peace, "risk_of_any_protocol"),
    ):
        total = lever(parameters, risk)
        at = solve_private_power(replace(parameters, cost_a=0.0, cost_b=total))
        assert getattr(at, field) == pytest.approx([risk], abs=1e-9)
    for lever, field in (
        (spread_that_keeps_peace, "risk_of_war"),
        (spread_that_allows_peace, "risk_of_any_protocol"),
    ):
        spread = lever(parameters, risk)
        at = solve_private_power(replace(parameters, power_low=0.0, power_high=spread))
        assert getattr(at, field)[0] <= risk + 1e-9
        if 0.0 < spread[0] < 1.0:
            assert getattr(at, field) == pytest.approx([risk], abs=1e-9)
    assert spread_that_keeps_peace(parameters, 1.0).tolist() == [1.0]


def test_inverses_in_numbers() -> None:
    parameters = case(0.4, 0.8, 0.05, 0.05)
    assert cost_total_that_keeps_peace(parameters) == pytest.approx([0.4])
    assert cost_total_that_allows_peace(parameters) == pytest.approx([0.2])  # half the spread
    assert spread_that_keeps_peace(parameters) == pytest.approx([0.1])
    assert spread_that_allows_peace(parameters, 0.5) == pytest.approx([0.4])


def test_certainty() -> None:
    result = solve_private_power(case(0.5, 0.5, 0.1, 0.1))
    assert result.risk_of_war.item() == 0.0
    assert result.share_b == pytest.approx([0.4])
    even = solve_private_power(case(0.5, 0.5, 0.0, 0.0))
    assert even.equilibria.item() == 2
    assert "cannot tell" in even.reading()
    assert solve_private_power(case(0.2, 0.9, 0.0, 0.0)).risk_of_war.item() == 1.0


def test_reading() -> None:
    text = solve_private_power(case(0.3, 0.7, 0.05, 0.05)).reading("the north", "the south")
    assert "a risk of war of 75 %" in text
    assert "leaves 50 %" in text
    assert "gap of 25 percentage points" in text


GOOD = np.array([0.5, 0.5])


@pytest.mark.parametrize(
    ("build", "name", "words"),
    [
        (lambda: case(0.8, 0.4, 0.1, 0.1), "power_low", "above power_high"),
        (lambda: case(0.4, 1.4, 0.1, 0.1), "power_high", "got 1.4"),
        (lambda: case(0.4, 0.8, -1.0, 0.1), "cost_a", "got -1"),
        (
            lambda: ProtocolParameters(war_a=GOOD, war_b=GOOD, chance=np.array([0.5, 0.6])),
            "chance",
            "sums to 1.1",
        ),
        (lambda: ProtocolParameters(war_a=GOOD, war_b=GOOD + 0.1, chance=GOOD), "war_b", "1.1 prizes"),
        (lambda: ProtocolParameters(war_a=GOOD, war_b=np.ones(3), chance=GOOD), "war_a", "2 draws"),
        (
            lambda: power_types(PrivatePowerParameters(power_low=GOOD, power_high=1, cost_a=0, cost_b=0)),
            "parameters",
            "2 draws",
        ),
        (lambda: power_types(case(0.4, 0.8, 0.1, 0.1), 0), "types", "got 0"),
        (
            lambda: cost_types(
                PrivateCostParameters(power=0.5, cost_a=0, cost_b=UniformCost(low=0, high=1), exponent_b=0.5)
            ),
            "exponent_b",
            "risk neutral",
        ),
    ],
)
def test_errors_name_the_parameter(build: Any, name: str, words: str) -> None:
    with pytest.raises(ParameterError, match=words) as caught:
        build()
    assert caught.value.name == name
