"""The method `trust` on draws: the numbers of the cores per draw, both directions, and what is said in words."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.unit.methods.strategies import belief, draws_with, plain_only

from commonground.case.draws import Draws
from commonground.case.strategy_draws import TrustDraws
from commonground.errors import MissingInput, UsageError
from commonground.methods.trust import solve_reassurance, steps_to_reach, trust_that_dares
from commonground.methods.trust.from_draws import assurance_of, reassurance_of, trust_of
from commonground.methods.trust.method import Settings, solve
from commonground.methods.trust.pair import solve_pair


def test_gestures_of_the_chapter() -> None:
    given = belief(gestures=(True, True, True))
    draws = draws_with(trust=(given,))
    assert trust_of(draws)[0] == pytest.approx([0.7401015] * 3)
    pair = solve(draws).data["pairs"][0]
    assert pair["path"]["median"] == pytest.approx([0.36, 0.5586207, 0.7401015], abs=1e-6)
    assert pair["path"]["friendly"] == [True, True, True]
    assert pair["path"]["dates"][0] == "2020-01-01"
    assert pair["prior"]["mean"] == pytest.approx(0.2)


@pytest.mark.parametrize(
    ("trust", "low", "high"), [(0.3, 0.346154, 0.352941), (0.5, 0.5, 2 / 3), (0.7, 0.617647, 1.0)]
)
def test_windows_of_the_chapter(trust: float, low: float, high: float) -> None:
    pair = solve(draws_with(trust=(belief(prior=trust),))).data["pairs"][0]
    assert pair["needed"]["mean"] == pytest.approx(2 / 3)
    assert pair["window"]["low"]["median"] == pytest.approx(low, abs=1e-6)
    assert pair["window"]["high"]["median"] == pytest.approx(high, abs=1e-6)
    found = {one["id"]: one for one in pair["thresholds"]}
    assert found["trust_step"]["value"]["mean"] == pytest.approx(0.285714, abs=1e-6)


def test_agrees_with_the_cores_per_draw() -> None:
    rng = np.random.default_rng(3)
    given = belief(
        200, prior=rng.random(200), temptation=rng.random(200), exposure=rng.uniform(0.1, 3.0, 200)
    )
    pair = solve(draws_with(200, trust=(given,))).data["pairs"][0]
    leap, step = assurance_of(given, given.prior), solve_reassurance(reassurance_of(given, given.prior))
    assert pair["dares"] == pytest.approx(float((given.prior >= trust_that_dares(leap)).mean()))
    assert pair["window"]["open"] == pytest.approx(float(step.separation.mean()))
    reach = steps_to_reach(given.prior, trust_that_dares(leap), 0.9, 0.4)
    assert pair["steps_to_reach"]["median"] == np.quantile(reach, 0.5, method="closest_observation")


def test_an_agreement_needs_both_directions_and_a_tempo() -> None:
    both = (belief(prior=0.8), belief(truster=1, prior=0.5))
    draws = draws_with(trust=both)
    timely = replace(draws, tempo=np.array([1.0, 1.0, 1e6]), starts_in=np.zeros(3), talked_for=0.0)
    solution = solve(timely)
    assert solution.outcome is not None
    assert set(solution.outcome) == {"agreement"}
    assert solution.outcome["agreement"].p == pytest.approx(0.4 * 2 / 3)
    assert any("mistrust" in one.message for one in solution.findings)
    assert solve(replace(timely, tempo=None)).outcome is None
    assert solve(replace(timely, strategy=replace(draws.strategy, trust=both[:1]))).outcome is None
    shut = (belief(prior=0.8), belief(truster=1, prior=0.1))
    mistrusting = solve(replace(timely, strategy=replace(draws.strategy, trust=shut)))
    assert mistrusting.outcome is not None
    assert mistrusting.outcome["agreement"].p == 0.0
    assert any(one.level == "warning" and "only equilibrium" in one.message for one in mistrusting.findings)


def timely(*trust: TrustDraws, n: int = 3) -> Draws:
    """Talks that end at once."""
    return replace(draws_with(n, trust=trust), tempo=np.full(n, 1e-6), starts_in=np.zeros(n), talked_for=0.0)


def test_both_sides_take_the_same_first_step_or_none() -> None:
    """Each could take a step of its own, 0.346 to 0.353 and 0.5 to 0.667, and none that suits both."""
    solution = solve(timely(belief(prior=0.3), belief(truster=1, prior=0.5)))
    assert [pair["window"]["open"] for pair in solution.data["pairs"]] == [1.0, 1.0]
    told = solution.data["agreement"]
    assert (told["possible"], told["p"], told["cooperation"]["mean"]) == (0.0, 0.0, 0.0)
    assert told["window"]["open"] == 0.0
    assert told["window"]["low"]["mean"] is None
    assert any("same first step" in one.message for one in solution.findings)


@pytest.mark.parametrize(
    ("trust", "low", "high"),
    [((0.5, 0.5), 0.5, 2 / 3), ((0.5, 0.6), 0.5625, 2 / 3), ((0.7, 0.75), 1.125 / 1.75, 1.0)],
)
def test_the_common_window_is_where_both_windows_meet(
    trust: tuple[float, float], low: float, high: float
) -> None:
    told = solve(timely(belief(prior=trust[0]), belief(truster=1, prior=trust[1]))).data["agreement"]
    assert told["possible"] == told["window"]["open"] == 1.0
    assert told["cooperation"]["mean"] == pytest.approx(trust[0] * trust[1])
    assert told["window"]["low"]["mean"] == pytest.approx(low)
    assert told["window"]["high"]["mean"] == pytest.approx(high)


def test_a_common_step_is_a_step_of_each() -> None:
    n, rng = 500, np.random.default_rng(4)
    one, other = (
        belief(n, truster=k, prior=rng.random(n), temptation=rng.random(n), exposure=rng.uniform(0.1, 3, n))
        for k in (0, 1)
    )
    both, pairs = solve(timely(one, other, n=n)).data["agreement"], (solve_pair(one), solve_pair(other))
    works = pairs[0].works & pairs[1].works
    grid = np.linspace(0.0, 1.0, 2001)[1:, None]
    suits = [
        (grid >= pair.step.step_min) & (grid <= pair.step.step_max) & pair.step.separation for pair in pairs
    ]
    assert both["possible"] == pytest.approx((suits[0] & suits[1]).any(axis=0).mean(), abs=0.01)
    assert 0.0 < both["possible"] < works.mean()
    assert both["possible"] >= (pairs[0].dares & pairs[1].dares).mean()


def test_inverses_are_met_when_put_back() -> None:
    data = solve(draws_with(trust=(belief(prior=0.5),))).data
    found = {one["id"]: one["value"]["mean"] for one in data["pairs"][0]["thresholds"]}
    again = solve(draws_with(trust=(belief(prior=0.5, exposure=found["exposure_leap"]),))).data["pairs"][0]
    assert again["needed"]["mean"] == pytest.approx(0.5)
    again = solve(draws_with(trust=(belief(prior=found["prior_gestures"], gestures=(True,) * 3),))).data[
        "pairs"
    ][0]
    assert again["trust"]["mean"] == pytest.approx(2 / 3)
    assert {one["id"] for one in data["thresholds"]} == {f"ada.{key}" for key in found}


def test_a_gesture_nobody_could_have_made_is_left_out_and_said() -> None:
    given = belief(gestures=(True, False), friendly=1.0, friendly_untrustworthy=1.0)
    draws = draws_with(trust=(given,))
    assert trust_of(draws)[0] == pytest.approx([0.2] * 3)
    solution = solve(draws)
    assert any(one.path == "trust.ada.gestures" for one in solution.findings)
    plain_only(solution.data)


@pytest.mark.parametrize(
    "change",
    [
        {"prior": 0.0},
        {"prior": 1.0},
        {"temptation": 1.0},
        {"temptation": 0.0},
        {"friendly": 0.4},
        {"friendly": 0.0},
        {"friendly": 1.0, "friendly_untrustworthy": 0.0},
        {"exposure": 1e-9, "exposure_untrustworthy": 1e9},
    ],
)
def test_extremes_and_a_single_draw_stay_plain(change: dict[str, float]) -> None:
    solution = solve(draws_with(1, trust=(belief(1, gestures=(True, False), **change), belief(1, truster=1))))
    plain_only(solution.data)
    assert all(name in solution.data["reading"] for name in ("Ada", "Ben"))


def test_absent_block_and_bad_setting() -> None:
    with pytest.raises(MissingInput, match="trust"):
        solve(draws_with())
    with pytest.raises(UsageError):
        Settings(gestures=0)
