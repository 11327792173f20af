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
    found: dict[str, list[tuple[float, float]]] = {}
    for seed in range(80):
        rng = np.random.default_rng(1000 + seed)
        draws = uniform_pie(
            400,
            levels=51,
            seed=seed,
            tempo=rng.uniform(2.0, 20.0, 400),
            mediator_effect=rng.beta(2, 5, 400),
            confrontation=rng.beta(2, 3, 400),
        )
        solution = solve(draws, QUICK)
        assert solution.outcome is not None
        for key in ("exists", "private", "found"):
            found.setdefault(key, []).append((solution.data[key], solution.data[f"{key}_se"]))
        for name, estimate in solution.outcome.items():
            found.setdefault(name, []).append((estimate.p, estimate.se))
        best = solution.data["packages"][0]
        found.setdefault("joint", []).append((best["joint"], best["joint_se"]))
    assert set(found) == {"exists", "private", "found", "agreement", "impasse", "confrontation", "joint"}
    for key, runs in found.items():
        values, claimed = np.array(runs).T
        assert claimed.mean() == pytest.approx(values.std(), rel=0.35), key


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
    under_way = solve(pie([[0.2, 0.2]] * 4, tempo=[10.0, 20.0, 30.0, 40.0], months=12.0, talked_for=8.0))
    assert under_way.outcome is not None
    assert under_way.outcome["agreement"].p == pytest.approx(0.5)
    assert set(under_way.outcome) == {"agreement", "impasse"}


def test_talks_that_have_yet_to_begin_have_less_time() -> None:
    late = solve(
        pie([[0.2, 0.2]] * 4, tempo=[6.0, 10.0, 20.0, 30.0], starts_in=[0.0, 4.0, 0.0, 0.0], months=12.0)
    )
    assert late.outcome is not None
    assert late.outcome["agreement"].p == pytest.approx(0.25)


def test_a_tempo_that_moves_with_a_walk_away_value_counts() -> None:
    """Agreement is a mean of products: here talks are quick exactly where there is a zone."""
    walk_away = np.tile([[0.2, 0.2], [0.9, 0.9]], (50, 1))
    together = solve(pie(walk_away, tempo=np.tile([6.0, 30.0], 50), mediator_effect=1.0, months=12.0))
    apart = solve(pie(walk_away, tempo=np.tile([30.0, 6.0], 50), mediator_effect=1.0, months=12.0))
    assert together.outcome is not None
    assert apart.outcome is not None
    assert together.outcome["agreement"].p == pytest.approx(0.5)
    assert apart.outcome["agreement"].p == pytest.approx(0.0)


@pytest.mark.parametrize("n_party", [6, 10, 15])
def test_nash_with_many_signatories(n_party: int) -> None:
    """One party against n - 1: products of gains far below rounding still decide. y = b + (1 - 2b) / n."""
    ideal = np.zeros((1, n_party, 1))
    ideal[0, 0, 0] = 1.0
    draws = world([scale(levels=1001)], ideal, 1.0, np.full((1, n_party), 0.45))
    settled = solve(draws, QUICK).data["settlement"]["share"]
    assert settled["mean"] == pytest.approx(0.45 + 0.1 / n_party, abs=0.001)


def test_ties_favour_no_party() -> None:
    """On one opposed linear issue every split has the same sum: the utilitarian one is then the most even."""
    walk_away = np.random.default_rng(4).random((2000, 2))
    settled = solve(pie(walk_away, levels=101), QUICK).data["settlement"]["share"]
    assert np.dot(settled["levels"], settled["utilitarian"]) == pytest.approx(0.5, abs=0.02)


def test_a_deal_that_dies_at_once_is_not_acceptable_to_all() -> None:
    assert solve(pie([[0.6, 0.6]], durability=0.0)).data["exists"] == 0.0
    assert solve(pie([[0.4, 0.4]], durability=0.0)).data["exists"] == 1.0


def test_the_list_does_not_shrink_whatever_the_number_of_draws_and_levels() -> None:
    for n in (40, 2000):
        rng = np.random.default_rng(1)
        draws = world(
            [scale("a", 11), scale("b", 101)], [[[1, 1], [0, 0]]], [[[0.95, 0.05], [0.95, 0.05]]],
            rng.uniform(0.2, 0.5, (n, 2)),
        )  # fmt: skip
        assert len(solve(draws, QUICK).data["packages"]) >= 7  # one per level of a that anyone could accept


def test_room_between_red_lines_without_a_level_is_said() -> None:
    draws = pie(
        [[0.0, 0.0]], levels=11, permitted_min=[[[0.52], [-np.inf]]], permitted_max=[[[np.inf], [0.56]]]
    )
    said = [finding for finding in solve(draws, QUICK).findings if finding.path == "issues.share.levels"]
    assert len(said) == 1
    assert said[0].got == "100 % of draws"


def test_a_party_that_cares_about_nothing_is_said() -> None:
    salience = np.ones((10, 2, 1))
    salience[:4, 0] = 0.0
    solution = solve(world([scale()], [[[1.0], [0.0]]], salience, [[0.5, 0.4]] * 10))
    assert [f.got for f in solution.findings if f.path == "positions.p1"] == ["40 % of draws"]


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
