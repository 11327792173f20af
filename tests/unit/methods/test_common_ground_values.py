"""Values known in closed form, from the papers the method rests on."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.stats import qmc
from tests.unit.methods.worlds import pie, scale, uniform_pie, world

from commonground.methods.common_ground.method import Settings, solve

QUICK = Settings(blocks=False)


def test_empty_zone_has_the_gap_halfway_and_both_bind() -> None:
    data = solve(pie([[0.6, 0.5]])).data
    assert data["exists"] == 0.0
    assert data["gap_median"] == pytest.approx(0.05)
    assert data["gap_median_if_empty"] == pytest.approx(0.05)
    assert data["nearest"]["levels"]["share"] == pytest.approx(0.55)
    assert data["binding"] == {"p1": 1.0, "p2": 1.0}
    assert data["packages"] == []


def test_binding_counts_every_tied_nearest_package() -> None:
    # without a level at 0.55, 0.5 hurts party 1 by 0.1 and 0.6 hurts party 2 by 0.1: both are nearest
    data = solve(pie([[0.6, 0.5]], levels=11)).data
    assert data["gap_median"] == pytest.approx(0.1)
    assert data["binding"] == {"p1": 1.0, "p2": 1.0}


def test_uniform_walk_away_values() -> None:
    """exists 1/2 and 1/4 by the best single offer of either side (Chatterjee & Samuelson's bilateral set-up)."""
    data = solve(uniform_pie(20_000), QUICK).data
    assert data["exists"] == pytest.approx(0.5, abs=4 * data["exists_se"] + 1 / 400)
    assert data["private"] == pytest.approx(0.25, abs=4 * data["private_se"] + 1 / 400)
    assert data["private_by"]["p1"] == pytest.approx(0.25, abs=0.012)
    assert data["private_by"]["p2"] == pytest.approx(0.25, abs=0.012)
    assert data["private"] < 9 / 32, "no single offer beats the second-best bound of any mechanism"


def test_uniform_walk_away_values_to_three_digits() -> None:
    """Evenly spread draws (scrambled Sobol) leave no sampling error to hide behind."""
    runs = [
        solve(pie(qmc.Sobol(2, rng=np.random.default_rng(seed)).random(2048), levels=4001), QUICK).data
        for seed in range(10)
    ]
    assert np.mean([run["exists"] for run in runs]) == pytest.approx(0.5, abs=5e-4)
    assert np.mean([run["private"] for run in runs]) == pytest.approx(0.25, abs=5e-4)


def test_reported_standard_errors_match_the_spread_over_seeds() -> None:
    runs = [solve(uniform_pie(500, levels=101, seed=seed), QUICK).data for seed in range(60)]
    for key in ("exists", "private"):
        spread = np.std([run[key] for run in runs])
        claimed = np.mean([run[f"{key}_se"] for run in runs])
        assert claimed == pytest.approx(spread, rel=0.3)


def test_best_offer_of_the_first_party_is_halfway_to_the_top() -> None:
    """With a uniform opponent the offer is (1 + b_1) / 2, accepted with probability (1 - b_1) / 2."""
    n = 20_000
    walk_away = np.random.default_rng(3).random((n, 2))
    walk_away[:, 0] = 0.4
    data = solve(pie(walk_away, levels=401), QUICK).data
    assert data["private_by"]["p1"] == pytest.approx(0.3, abs=0.01)


@pytest.mark.parametrize(("durability", "exists"), [(0.9, 0.405), (0.8, 0.32), (0.6, 0.18)])
def test_deals_that_may_not_last(durability: float, exists: float) -> None:
    data = solve(uniform_pie(20_000, durability=durability, collapse=0.0), QUICK).data
    assert data["exists"] == pytest.approx(exists, abs=4 * data["exists_se"] + 1 / 400)


def test_trading_two_issues_beats_halfway() -> None:
    draws = world(
        [scale("a", 9), scale("b", 9)], [[[1, 1], [0, 0]]], [[[0.8, 0.2], [0.2, 0.8]]], [[0.0, 0.0]]
    )
    solution = solve(draws)
    assert solution.data["logrolling_gain"]["mean"] == pytest.approx(0.6)
    assert solution.settlement is not None
    assert (solution.settlement["a"][0], solution.settlement["b"][0]) == (1.0, 0.0)
    assert solution.data["packages"][0]["mean_gain"] == pytest.approx({"p1": 0.8, "p2": 0.8})


def _settled(draws: object) -> dict[str, float]:
    settlement = solve(draws).data["settlement"]["share"]  # type: ignore[arg-type]
    levels = settlement["levels"]
    names = ("nash", "kalai_smorodinsky", "egalitarian", "utilitarian")
    return {name: levels[settlement[name].index(1.0)] for name in names}


def test_linear_solutions() -> None:
    found = _settled(pie([[0.2, 0.4]]))
    assert found["nash"] == pytest.approx(0.4)
    assert found["kalai_smorodinsky"] == pytest.approx(0.4)
    assert found["egalitarian"] == pytest.approx(0.4)


def test_solutions_with_a_curved_utility() -> None:
    """u_1 = y, u_2 = 1 - y^2: Nash 1/sqrt(3), Kalai-Smorodinsky and egalitarian (sqrt(5)-1)/2, utilitarian 1/2."""
    step = 1e-4
    draws = pie([[0.0, 0.0]], levels=10_001, exponent=[[[1.0], [2.0]]])
    found = _settled(draws)
    assert found["nash"] == pytest.approx(1 / math.sqrt(3), abs=step)
    assert found["kalai_smorodinsky"] == pytest.approx((math.sqrt(5) - 1) / 2, abs=step)
    assert found["egalitarian"] == pytest.approx((math.sqrt(5) - 1) / 2, abs=step)
    assert found["utilitarian"] == pytest.approx(0.5, abs=step)


def test_walk_away_from_the_status_quo() -> None:
    """The status quo 0.3 is worth 0.3 and 0.7; less a cost of 0.1 each leaves a zone of width 0.2."""
    draws = pie([[np.nan, np.nan]], status_quo=0.3, walk_away_cost=0.1)
    data = solve(draws).data
    assert data["walk_away"]["p1"]["mean"] == pytest.approx(0.2)
    assert data["walk_away"]["p2"]["mean"] == pytest.approx(0.6)
    assert data["settlement"]["share"]["mean"] == pytest.approx(0.3)


def test_red_lines_that_exclude_each_other() -> None:
    draws = pie([[0.0, 0.0]], permitted_min=[[[0.7], [-np.inf]]], permitted_max=[[[np.inf], [0.5]]])
    data = solve(draws).data
    assert data["exists"] == 0.0
    assert data["red_line_conflict"] == 1.0
    assert data["gap_median"] is None
    assert data["binding"] == {"p1": 1.0, "p2": 1.0}
    shifts = {
        (s["party"], s["what"]): s["shift"] for s in data["blocks"]["shifts"] if s["what"] == "red_line"
    }
    assert shifts[("p1", "red_line")] == pytest.approx(0.2, abs=1e-6)


def test_time_limits_agreement() -> None:
    """Half of the draws agree within the year, and talks under way are conditioned on not yet agreed."""
    half = solve(pie([[0.2, 0.2]] * 4, tempo=[6.0, 10.0, 20.0, 30.0], months=12.0, confrontation=0.25))
    assert half.outcome is not None
    assert half.outcome["agreement"].p == pytest.approx(0.5)
    assert half.outcome["confrontation"].p == pytest.approx(0.125)
    assert sum(estimate.p for estimate in half.outcome.values()) == pytest.approx(1.0)
    under_way = solve(pie([[0.2, 0.2]] * 4, tempo=[6.0, 10.0, 20.0, 30.0], months=12.0, talked_for=8.0))
    assert under_way.outcome is not None
    assert under_way.outcome["agreement"].p == pytest.approx(2 / 3)
    assert set(under_way.outcome) == {"agreement", "impasse"}


def test_a_mediator_moves_private_towards_exists() -> None:
    plain, halfway, full = (
        solve(uniform_pie(4000, mediator_effect=m), QUICK).data["found"] for m in (0.0, 0.5, 1.0)
    )
    exists = solve(uniform_pie(4000), QUICK).data["exists"]
    assert full == pytest.approx(exists)
    assert halfway == pytest.approx((plain + exists) / 2)


def test_what_blocks_the_pie() -> None:
    """With b_1 lowered by cut, exists = P(max(b_1 - cut, 0) + b_2 <= 1) = 1/2 + cut - cut^2 / 2."""
    data = solve(uniform_pie(8_000, levels=201)).data
    cut = data["blocks"]["walk_away"]["p1"]
    assert cut["reachable"]
    expected = 1 - math.sqrt(1 - 2 * 0.1)
    assert cut["shift"] == pytest.approx(expected, abs=0.015)
    assert data["blocks"]["issues"] == {}
