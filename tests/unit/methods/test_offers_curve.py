"""Offers on a curved frontier, and the cooperative solutions beside them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from commonground.methods.offers import (
    CurveOffersParameters,
    FrontierCurve,
    OffersParameters,
    SettlementParameters,
    solve_curve_offers,
    solve_offers,
    solve_settlement,
)
from commonground.methods.parameters import ParameterError

PATIENCE = st.integers(1, 99).map(lambda k: k / 100)
BEND = st.integers(10, 40).map(lambda k: k / 10)
BEST = st.integers(1, 50).map(lambda k: k / 10)
PART = st.integers(0, 99).map(lambda k: k / 100)
PARABOLA = FrontierCurve(bend_a=2.0)


@st.composite
def curves(draw: st.DrawFn) -> FrontierCurve:
    return FrontierCurve(best_a=draw(BEST), best_b=draw(BEST), bend_a=draw(BEND), bend_b=draw(BEND))


@st.composite
def settlements(draw: st.DrawFn) -> SettlementParameters:
    curve = draw(curves())
    threat_a = draw(PART) * np.asarray(curve.best_a)
    return SettlementParameters(
        curve=curve,
        threat_a=threat_a,
        threat_b=draw(PART) * curve.value_b(threat_a),
        weight_a=draw(PATIENCE),
    )


def offers(patience_a: float, patience_b: float, **more: Any) -> CurveOffersParameters:
    return CurveOffersParameters(curve=PARABOLA, patience_a=patience_a, patience_b=patience_b, **more)


def test_numbers() -> None:
    even = solve_curve_offers(offers(0.9, 0.9))
    assert even.a_first == pytest.approx([0.607457], abs=1e-6)
    assert even.b_if_a_first == pytest.approx([0.630996], abs=1e-6)
    assert even.a_first * even.b_if_a_first == pytest.approx([0.383303], abs=1e-6)
    assert even.a_second * even.b_if_b_first == pytest.approx([0.383303], abs=1e-6)
    patient = solve_curve_offers(offers(0.999, 0.999))
    assert patient.a_first == pytest.approx([0.577639], abs=1e-6)
    assert patient.nash_a == pytest.approx([1 / np.sqrt(3)])
    uneven = solve_curve_offers(offers(0.99, 0.98))
    assert uneven.a_first == pytest.approx([0.711550], abs=1e-6)
    assert uneven.weight_a == pytest.approx([0.667791], abs=1e-6)
    assert uneven.nash_a == pytest.approx([0.708001], abs=1e-6)
    closer = solve_curve_offers(offers(0.999, 0.998))
    assert closer.a_first == pytest.approx([0.707549], abs=1e-6)
    assert closer.nash_a == pytest.approx([0.707195], abs=1e-6)


def test_settlements_in_numbers() -> None:
    circle = solve_settlement(SettlementParameters(curve=FrontierCurve(bend_a=2, bend_b=2), threat_a=0.2))
    assert circle.nash[0] == pytest.approx([0.758872, 0.651239], abs=1e-6)
    assert circle.egalitarian[0] == pytest.approx([0.8, 0.6], abs=1e-6)
    assert circle.kalai_smorodinsky[0] == pytest.approx([0.744820, 0.667265], abs=1e-6)
    line = solve_settlement(SettlementParameters(curve=FrontierCurve(best_b=0.5), threat_a=0.1, threat_b=0.1))
    assert line.nash[0] == pytest.approx([0.45, 0.275])
    assert line.kalai_smorodinsky[0] == pytest.approx([0.45, 0.275])
    assert line.egalitarian[0] == pytest.approx([1 / 3, 1 / 3])
    assert "Equal gains" not in line.reading()
    assert line.reading().startswith("The Nash solution gives 0.45 to A and 0.275 to B; equal gains give")


@settings(max_examples=40)
@given(curves(), PATIENCE, PATIENCE, PART, PART)
def test_each_offer_leaves_the_other_what_waiting_is_worth(
    curve: FrontierCurve, patience_a: float, patience_b: float, part_a: float, part_b: float
) -> None:
    """No proposer can keep more, none of the answers is better refused, and nobody prefers to wait."""
    inside_a = part_a * np.asarray(curve.best_a)
    inside_b = part_b * curve.value_b(inside_a)
    parameters = CurveOffersParameters(
        curve=curve, patience_a=patience_a, patience_b=patience_b, inside_a=inside_a, inside_b=inside_b
    )
    result = solve_curve_offers(parameters)
    assume(result.equilibria[0] == 1)
    scale = float(curve.best_a[0] + curve.best_b[0])  # type: ignore[index]
    wait_b = (1 - patience_b) * inside_b + patience_b * result.b_if_b_first
    wait_a = (1 - patience_a) * inside_a + patience_a * result.a_first
    assert result.b_if_a_first == pytest.approx(wait_b, abs=1e-7 * scale)
    assert result.a_second == pytest.approx(wait_a, abs=1e-9 * scale)
    assert (
        result.a_first[0] >= (1 - patience_a) * inside_a[0] + patience_a * result.a_second[0] - 1e-9 * scale
    )
    refused = (1 - patience_b) * inside_b[0] + patience_b * result.b_if_a_first[0]
    assert result.b_if_b_first[0] >= refused - 1e-7 * scale


@settings(max_examples=40)
@given(curves(), PATIENCE)
def test_equal_patience_gives_equal_nash_products(curve: FrontierCurve, patience: float) -> None:
    result = solve_curve_offers(CurveOffersParameters(curve=curve, patience_a=patience, patience_b=patience))
    first, second = result.a_first * result.b_if_a_first, result.a_second * result.b_if_b_first
    assert first == pytest.approx(second, rel=1e-6)
    assert result.weight_a == pytest.approx([0.5])


@settings(max_examples=40)
@given(curves(), st.integers(1, 20), st.integers(1, 20))
def test_great_patience_leads_to_the_weighted_nash_solution(
    curve: FrontierCurve, rate_a: int, rate_b: int
) -> None:
    parameters = CurveOffersParameters(
        curve=curve, patience_a=np.exp(-1e-6 * rate_a), patience_b=np.exp(-1e-6 * rate_b)
    )
    result = solve_curve_offers(parameters)
    assert result.weight_a == pytest.approx([rate_b / (rate_a + rate_b)], rel=1e-6)
    assert result.a_first == pytest.approx(result.nash_a, abs=1e-4 * float(curve.best_a[0]))  # type: ignore[index]


@settings(max_examples=40)
@given(PATIENCE, PATIENCE, PART, PART)
def test_on_a_straight_line_it_is_the_split_of_a_prize(
    patience_a: float, patience_b: float, inside_a: float, part: float
) -> None:
    inside_b = part * (1 - inside_a)
    curved = solve_curve_offers(
        CurveOffersParameters(
            curve=FrontierCurve(),
            patience_a=patience_a,
            patience_b=patience_b,
            inside_a=inside_a,
            inside_b=inside_b,
        )
    )
    straight = solve_offers(
        OffersParameters(patience_a=patience_a, patience_b=patience_b, inside_a=inside_a, inside_b=inside_b)
    )
    assert curved.a_first == pytest.approx(straight.share_a_first, abs=1e-9)
    assert curved.a_second == pytest.approx(straight.share_a_second, abs=1e-9)


@settings(max_examples=40)
@given(settlements())
def test_settlements_are_what_they_say(parameters: SettlementParameters) -> None:
    result = solve_settlement(parameters)
    curve = parameters.curve
    d_a, d_b = float(parameters.threat_a[0]), float(parameters.threat_b[0])  # type: ignore[index]
    top_a, top_b = float(curve.value_a(np.array([d_b]))[0]), float(curve.value_b(np.array([d_a]))[0])
    assume(result.equilibria[0] == 1 and top_a - d_a > 1e-3 and top_b - d_b > 1e-3)
    scale = top_a + top_b
    for point in (result.nash, result.egalitarian, result.kalai_smorodinsky):
        assert point[0, 1] == pytest.approx(curve.value_b(point[:, 0])[0])  # on the frontier
        assert point[0, 0] >= d_a - 1e-9
        assert point[0, 1] >= d_b - 1e-9
    # A steep end of the curve turns rounding in A's utility into something visible in B's.
    gains = result.egalitarian[0] - [d_a, d_b]
    assert gains[0] == pytest.approx(gains[1], abs=1e-4 * scale)
    parts = (result.kalai_smorodinsky[0] - [d_a, d_b]) / [top_a - d_a, top_b - d_b]
    assert parts[0] == pytest.approx(parts[1], abs=1e-4)
    weight = float(parameters.weight_a[0])  # type: ignore[index]
    tried = np.linspace(d_a, top_a, 4001)[1:-1]
    gain_b = np.maximum(curve.value_b(tried) - d_b, 1e-300)
    best = (weight * np.log(tried - d_a) + (1 - weight) * np.log(gain_b)).max()
    here = weight * np.log(result.nash[0, 0] - d_a) + (1 - weight) * np.log(result.nash[0, 1] - d_b)
    assert here >= best - 1e-9


@settings(max_examples=40)
@given(settlements(), BEST, BEST)
def test_the_unit_of_a_utility_does_not_matter_to_nash_and_kalai_smorodinsky(
    parameters: SettlementParameters, times_a: float, times_b: float
) -> None:
    curve = parameters.curve
    scaled = replace(
        parameters,
        curve=replace(curve, best_a=curve.best_a * times_a, best_b=curve.best_b * times_b),
        threat_a=parameters.threat_a * times_a,
        threat_b=parameters.threat_b * times_b,
    )
    before, after = solve_settlement(parameters), solve_settlement(scaled)
    assume(before.equilibria[0] == 1 and after.equilibria[0] == 1)
    for name in ("nash", "kalai_smorodinsky"):
        assert getattr(after, name)[0, 0] == pytest.approx(getattr(before, name)[0, 0] * times_a, rel=1e-6)


def test_nothing_to_gain_is_told() -> None:
    result = solve_settlement(SettlementParameters(curve=PARABOLA, threat_a=[0.2, 0.8], threat_b=0.5))
    assert result.equilibria.tolist() == [1, 0]
    assert np.isnan(result.nash[1]).all()
    assert "there is none" in result.reading()
    none = solve_curve_offers(offers(0.9, 0.9, inside_a=1.0))
    assert none.equilibria.tolist() == [0]
    assert np.isnan(none.a_first).all()
    assert "there is none" in none.reading()


def test_draws_spread_over_curve_and_parameters() -> None:
    bends = FrontierCurve(bend_a=[1.0, 2.0, 3.0])
    result = solve_curve_offers(CurveOffersParameters(curve=bends, patience_a=0.9, patience_b=0.9))
    assert result.a_first.shape == (3,)
    assert result.a_first[1] == pytest.approx(0.607457, abs=1e-6)
    assert solve_settlement(SettlementParameters(curve=bends)).nash.shape == (3, 2)
    many = SettlementParameters(curve=PARABOLA, threat_a=[0.0, 0.1])
    assert solve_settlement(many).nash.shape == (2, 2)
    assert "weight of 50 % for A" in result.reading()


@pytest.mark.parametrize(
    ("build", "name", "words"),
    [
        (lambda: FrontierCurve(bend_a=0.5), "bend_a", "at least 1"),
        (lambda: FrontierCurve(best_b=0.0), "best_b", "above 0"),
        (lambda: SettlementParameters(curve=PARABOLA, threat_a=-0.1), "threat_a", "at least 0"),
        (lambda: SettlementParameters(curve=PARABOLA, weight_a=1.1), "weight_a", "at most 1"),
        (lambda: offers(1.0, 0.9), "patience_a", "below 1"),
        (
            lambda: SettlementParameters(curve=FrontierCurve(best_a=[1, 2]), threat_a=[0.1, 0.2, 0.3]),
            "curve",
            "2 draws",
        ),
    ],
)
def test_errors_name_the_parameter(build: Any, name: str, words: str) -> None:
    with pytest.raises(ParameterError, match=words) as caught:
        build()
    assert caught.value.name == name
