"""The method `latency` on draws: the chapter's prices, breakout, hidden programme, inverses, what is said."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from tests.unit.methods.strategies import covert, draws_with, inspections, latency, plain_only

from commonground.errors import MissingInput, UsageError
from commonground.methods.latency import FreezeParameters, solve_freeze
from commonground.methods.latency.method import Settings, solve


def data(n: int = 3, settings: Settings | None = None, **change: Any) -> dict[str, Any]:
    return solve(draws_with(n, latency=latency(n, **change)), settings).data


def thresholds(told: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {one["id"]: one for one in told["thresholds"]}


@pytest.mark.parametrize(
    ("turnover", "prices"),
    [
        (0.0, (0.164344, 0.175625, 0.1875)),
        (0.1, (0.187579, 0.192773, 0.197)),
        (0.4, (0.231562, 0.233385, 0.2255)),
    ],
)
def test_prices_of_the_chapter(turnover: float, prices: tuple[float, ...]) -> None:
    told = data(turnover=turnover)
    assert [one["measure"]["mean"] for one in told["price"]] == pytest.approx(prices, abs=1e-6)
    assert told["price_now"] == told["price"][0]["measure"]
    assert told["without_turnover"]["mean"] == pytest.approx(0.164344, abs=1e-6)
    curve = dict(zip(told["by_turnover"]["turnover"], told["by_turnover"]["price"]["median"], strict=True))
    assert curve[0.1] == pytest.approx(0.187579, abs=1e-6)
    assert curve[0.4] == pytest.approx(0.231562, abs=1e-6)


def test_a_step_of_half_a_year_is_a_period_of_half_a_year() -> None:
    half = 0.5
    expected = solve_freeze(
        FreezeParameters(
            steps=3,
            flow=0.3 * half,
            flow_successor=0.2 * half,
            flow_armed=0.5 * half,
            step_cost=0.05,
            discount=0.95**half,
            turnover=1 - 0.9**half,
        )
    ).price[0]
    told = data(step_length=6.0, at=1)
    assert told["price_now"]["mean"] == pytest.approx(expected[1] / half)
    assert told["breakout_months"]["mean"] == pytest.approx(12.0)


def test_breakout_and_warning_of_the_chapter() -> None:
    told = data(step_length=1.0, at=0, inspections=inspections())
    assert told["breakout_months"]["mean"] == pytest.approx(3.0)
    assert told["warning_months"]["mean"] == pytest.approx(1.5)
    assert told["seen_in_time"]["mean"] == pytest.approx(0.96)
    assert thresholds(told)["interval"]["value"]["mean"] == pytest.approx(2.0)


def test_advances_seen_late_cost_more() -> None:
    """One step of a year goes unseen: the price over beta."""
    told = data(turnover=0.1, inspections=inspections(interval=12.0, report_lag=0.0))
    assert told["price_seen_late"]["mean"] == pytest.approx(0.187579 / (0.95 * 0.9), abs=1e-5)
    two = np.array([12.0, 24.0, 12.0])
    told = data(turnover=0.1, inspections=inspections(interval=two, report_lag=0.0))
    assert told["price_seen_late"]["high"] == pytest.approx(0.187579 / (0.95 * 0.9) ** 2, abs=1e-5)


def test_inverses_of_the_chapter() -> None:
    told = data(settings=Settings(offer=0.2))
    assert told["offer"] == 0.2
    found = thresholds(told)
    assert found["turnover"]["value"]["mean"] == pytest.approx(0.164, abs=1e-3)
    assert found["turnover"]["now"]["mean"] == pytest.approx(0.1)
    assert found["step_cost"]["value"]["mean"] == 0.0
    cost = thresholds(data(settings=Settings(offer=0.19)))["step_cost"]["value"]["mean"]
    assert data(step_cost=cost)["price_now"]["mean"] == pytest.approx(0.19)
    assert found["lag"]["value"]["mean"] == 0.0
    assert data(settings=Settings(offer=0.01))["thresholds"][0]["value"]["share"] == 0.0


def test_hidden_programme_of_the_chapter() -> None:
    told = data(covert=covert(), inspections=inspections(), step_length=1.0)
    assert told["covert"]["invest"]["mean"] == pytest.approx(0.555556, abs=1e-6)
    assert told["covert"]["war"]["mean"] == pytest.approx(0.555556, abs=1e-6)
    assert told["covert"]["mistaken"]["mean"] == pytest.approx(0.222222, abs=1e-6)
    assert told["covert"]["detection_needed"]["mean"] == pytest.approx(0.3)
    assert told["covert"]["kinds"]["mixed"] == 1.0
    found = thresholds(told)
    assert found["reward"]["value"]["mean"] == pytest.approx(0.05)
    assert found["sensitivity_deters"]["value"]["mean"] == pytest.approx(0.163, abs=1e-3)


def test_payoffs_that_do_not_fit_are_left_out_and_said() -> None:
    block = latency(covert=covert(war_builder=np.array([0.1, 0.5, 0.1])))
    solution = solve(draws_with(latency=block))
    assert solution.data["covert"]["fits"] == pytest.approx(2 / 3)
    assert solution.data["covert"]["war"]["share"] == pytest.approx(2 / 3)
    assert any(one.path == "latency.covert" for one in solution.findings)
    plain_only(solution.data)
    none = solve(draws_with(latency=latency(covert=covert(war_builder=0.9))))
    assert none.data["covert"] == {"fits": 0.0}
    edge = solve(draws_with(latency=latency(covert=covert(detection=0.3))))
    assert any("several equilibria" in one.message for one in edge.findings)


def test_price_agrees_with_the_core_per_draw_in_any_number_of_draws() -> None:
    rng = np.random.default_rng(5)
    turnover = rng.uniform(0.0, 0.5, 1500)
    told = data(1500, turnover=turnover)
    price = solve_freeze(
        FreezeParameters(
            steps=3,
            flow=0.3,
            flow_successor=0.2,
            flow_armed=0.5,
            step_cost=0.05,
            discount=0.95,
            turnover=turnover,
        )
    ).price
    assert told["price_now"]["median"] == np.quantile(price[:, 0], 0.5, method="closest_observation")
    assert told["searched_draws"] == 1000
    assert told["by_turnover"]["draws"] == 1000


@pytest.mark.parametrize(
    "change",
    [
        {"discount": 1.0},
        {"discount": 1e-9, "step_length": 1200.0},
        {"step_length": 1e-9},
        {"turnover": 1.0, "turnover_back": 1.0},
        {"step_cost": 100.0},
        {"steps": 1, "at": 0},
        {"steps": 40, "at": 39, "flow_armed": -1.0},
        {"flow": 5.0},
    ],
)
def test_extremes_and_a_single_draw_stay_plain(change: dict[str, Any]) -> None:
    block = latency(1, covert=covert(1), inspections=inspections(1, interval=0.0, sensitivity=0.0), **change)
    solution = solve(draws_with(1, latency=block))
    plain_only(solution.data)
    assert all(name in solution.data["reading"] for name in ("Ada", "Ben"))


def test_absent_block_and_bad_setting() -> None:
    with pytest.raises(MissingInput, match=r"latency\.builder"):
        solve(draws_with())
    for bad in ({"offer": -1.0}, {"seen": 1.5}, {"war": float("nan")}):
        with pytest.raises(UsageError):
            Settings(**bad)
