"""The crisis of a case: its numbers are those of the model draw by draw, and what is odd is said."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from tests.unit.methods.blocks import crisis, with_blocks
from tests.unit.methods.worlds import pie

from commonground.case.draws import Draws
from commonground.errors import MissingInput, UsageError
from commonground.methods.crisis import (
    PrivateCostParameters,
    PrivatePowerParameters,
    UniformCost,
    solve_private_cost,
    solve_private_power,
    status_quo_that_is_kept,
    status_quo_that_keeps_peace,
)
from commonground.methods.crisis.from_draws import confrontation_if_no_deal, crisis_of, walk_away_of
from commonground.methods.crisis.method import Settings, solve

N = 400


def arrays(seed: int = 5, n: int = N) -> dict[str, Any]:
    rng = np.random.default_rng(seed)
    least = rng.random(n) * 0.2
    return {
        "power": rng.random(n),
        "cost_demander": rng.random(n) * 0.3,
        "cost_resister": (least, least + rng.random(n) * 0.5),
        "type_resister": rng.random(n),
        "comes_to_head": rng.random(n),
        "other_paths": rng.random(n) * 0.2,
    }


def world(n: int = N, status_quo: float = 0.7, **given: Any) -> Draws:
    """The pie: today is worth 0.7 to the demander and 0.3 to the resister."""
    draws = pie(np.full((n, 2), 0.2), levels=11, n=n, status_quo=status_quo)
    return with_blocks(draws, crisis=crisis(n, **given))


def test_each_draw_is_the_private_cost_model() -> None:
    given = arrays()
    least, most = given["cost_resister"]
    found = crisis_of(world(**given))
    for d in range(0, N, 37):
        alone = solve_private_cost(
            PrivateCostParameters(
                power=given["power"][d],
                cost_a=given["cost_demander"][d],
                cost_b=UniformCost(low=least[d], high=most[d]),
            )
        )
        assert found.risk[d] == alone.risk_of_war[0]
        assert found.demand[d] == alone.demand[0]
        assert found.value[0][d] == alone.value_a[0]
        own = least[d] + given["type_resister"][d] * (most[d] - least[d])
        fights = own < alone.fights_below[0]
        expected = 1.0 - given["power"][d] - own if fights else 1.0 - alone.demand[0]
        assert found.value[1][d] == pytest.approx(expected)


def test_each_draw_is_the_private_power_model() -> None:
    given = arrays() | {"power": (np.linspace(0.1, 0.4, N), np.linspace(0.5, 0.9, N)), "cost_resister": 0.1}
    found = crisis_of(world(**given))
    assert found.private == "power"
    low, high = given["power"]
    for d in range(0, N, 37):
        alone = solve_private_power(
            PrivatePowerParameters(
                power_low=low[d], power_high=high[d], cost_a=given["cost_demander"][d], cost_b=0.1
            )
        )
        assert found.risk[d] == alone.risk_of_war[0]
        assert found.demand[d] == 1.0 - alone.share_b[0]
        own = low[d] + given["type_resister"][d] * (high[d] - low[d])
        expected = 0.9 - own if own < alone.fights_below[0] else alone.share_b[0]
        assert found.value[1][d] == pytest.approx(expected)


def test_the_resister_of_mean_type_expects_what_the_model_says() -> None:
    types = (np.arange(2000) + 0.5) / 2000
    for given in ({}, {"power": (0.3, 0.7), "cost_resister": 0.05, "cost_demander": 0.05}):
        found = crisis_of(world(2000, type_resister=types, **given))
        assert found.value[1].mean() == pytest.approx(found.result.value_b[0], abs=1e-3)


def test_known_numbers_and_confrontation() -> None:
    solution = solve(world(1, comes_to_head=0.4, other_paths=0.1))
    assert solution.data["risk"]["mean"] == pytest.approx(0.375)
    assert solution.data["demand"]["mean"] == pytest.approx(0.75)
    assert solution.data["value"]["p1"]["mean"] == pytest.approx(0.65625)
    assert solution.data["bound"]["mean"] == 0.0
    assert solution.outcome is not None
    assert solution.outcome["confrontation"].p == pytest.approx(1 - (1 - 0.4 * 0.375) * 0.9)
    assert solution.outcome["confrontation"].se == 0.0
    assert "no agreement comes first" in solution.data["reading"]


def test_private_power_bound_and_gap() -> None:
    solution = solve(world(1, power=(0.3, 0.7), cost_demander=0.05, cost_resister=0.05))
    for key, value in (("risk", 0.75), ("bound", 0.5), ("gap", 0.25)):
        assert solution.data[key]["mean"] == pytest.approx(value)


def test_walk_away_weighs_crisis_and_today() -> None:
    draws = world(1, comes_to_head=0.4, type_resister=1.0)
    assert walk_away_of(draws, 0)[0] == pytest.approx(0.4 * 0.65625 + 0.6 * 0.7)
    assert walk_away_of(draws, 1)[0] == pytest.approx(0.4 * 0.25 + 0.6 * 0.3)  # cost 0.4: it accepts 1 - 0.75
    fights = world(1, comes_to_head=1.0, type_resister=0.0)
    assert walk_away_of(fights, 1)[0] == pytest.approx(0.4)


def test_walk_away_needs_the_status_quo_unless_the_crisis_is_certain() -> None:
    unknown = world(3, status_quo=np.nan)
    with pytest.raises(MissingInput) as caught:
        walk_away_of(unknown, 0)
    assert caught.value.keys == ("issues.share.status_quo",)
    assert solve(unknown).data["walk_away"] == {}
    certain = world(3, status_quo=np.nan, comes_to_head=1.0)
    assert np.isfinite(walk_away_of(certain, 0)).all()
    with pytest.raises(MissingInput, match="no side"):
        walk_away_of(replace(certain, parties=(*certain.parties, "p3")), 2)


def test_what_it_holds_today_caps_the_demand_unless_it_would_attack() -> None:
    kept = crisis_of(world(1, power=0.5, holds_now=0.55))
    assert (kept.risk[0], kept.demand[0]) == pytest.approx((0.125, 0.55))
    assert not kept.would_attack[0]
    attacks = crisis_of(world(1, power=0.5, holds_now=0.3))
    free = crisis_of(world(1, power=0.5))
    assert attacks.would_attack[0]
    assert attacks.risk[0] == free.risk[0]
    solution = solve(world(4, power=0.5, holds_now=[0.3, 0.3, 0.3, 0.6]))
    assert solution.data["would_attack"] == 0.75
    (told,) = (finding for finding in solution.findings if finding.path == "crisis.holds_now")
    assert (told.level, told.got, told.fix) == ("note", "75 % of draws", "")
    always = solve(world(4, power=0.5, holds_now=0.3))
    (told,) = (finding for finding in always.findings if finding.path == "crisis.holds_now")
    assert told.level == "warning"
    assert "holds_now" in told.fix
    private = solve(world(4, power=(0.4, 0.6), cost_resister=0.1, holds_now=0.5))
    assert any("leaves it out" in finding.message for finding in private.findings)


def test_several_equilibria_are_said() -> None:
    solution = solve(world(1, cost_demander=0.0, cost_resister=(0.0, 0.0)))
    assert solution.data["several"] == 1.0
    assert solution.data["risk"]["mean"] == 0.0
    assert solution.data["risk_highest"]["mean"] == 1.0
    assert any("several equilibria" in finding.message for finding in solution.findings)
    power = solve(world(1, power=(0.5, 0.5), cost_demander=0.0, cost_resister=0.0))
    assert power.data["several"] == 1.0
    assert power.data["risk_highest"]["mean"] == 1.0


@pytest.mark.parametrize("power", [0.0, 1.0, (0.0, 1.0), (1.0, 1.0), (0.0, 0.0)])
@pytest.mark.parametrize("cost", [0.0, 3.0])
@pytest.mark.parametrize("head", [0.0, 1.0])
def test_extremes_stay_in_range(power: Any, cost: float, head: float) -> None:
    resister = cost if isinstance(power, tuple) else (cost, cost)
    draws = world(
        2, power=power, cost_demander=cost, cost_resister=resister, comes_to_head=head, other_paths=head
    )
    solution = solve(draws)
    json.dumps(solution.as_dict(), allow_nan=False)
    assert 0.0 <= solution.data["risk"]["mean"] <= 1.0
    for party in (0, 1):
        walk_away = walk_away_of(draws, party)
        assert ((walk_away >= 0.0) & (walk_away <= 1.0)).all()
    assert (confrontation_if_no_deal(draws) == head).all() or head == 0.0


def test_thresholds_hold_at_the_value_they_return() -> None:
    solution = solve(world(1), Settings(risk=0.1))
    needed = {row["id"]: row["value"]["mean"] for row in solution.data["thresholds"]}
    assert crisis_of(world(1, cost_demander=needed["cost_demander"])).risk[0] == pytest.approx(0.1)
    assert crisis_of(world(1, cost_resister=(needed["cost_resister_least"], 0.4))).risk[0] == pytest.approx(
        0.1
    )
    assert crisis_of(world(1, holds_now=needed["holds_now_most"])).risk[0] == pytest.approx(0.1)
    power = solve(world(1, power=(0.3, 0.7), cost_demander=0.05, cost_resister=0.05))
    needed = {row["id"]: row["value"]["mean"] for row in power.data["thresholds"]}
    at_cost = crisis_of(world(1, power=(0.3, 0.7), cost_demander=needed["cost_total"], cost_resister=0.0))
    assert at_cost.risk[0] == pytest.approx(0.1)


def test_what_may_be_held_today_has_a_least_and_a_most() -> None:
    """Between the two the risk is low enough; below the one the demander attacks, above the other it asks for more."""
    solution = solve(world(1, power=0.5, holds_now=0.45), Settings(risk=0.1))
    rows = {row["id"]: row for row in solution.data["thresholds"] if row["id"].startswith("holds_now")}
    assert list(rows) == ["holds_now_least", "holds_now_most"]
    assert "at least" in rows["holds_now_least"]["text"]
    assert "at most" in rows["holds_now_most"]["text"]
    assert all(row["now"]["mean"] == 0.45 for row in rows.values())
    least, most = (row["value"]["mean"] for row in rows.values())
    assert (least, most) == pytest.approx((0.4, 0.54))
    for share, low_enough in (
        (least - 1e-6, False),
        (least, True),
        (0.5 * (least + most), True),
        (most - 1e-9, True),
        (most + 1e-6, False),
    ):
        assert (crisis_of(world(1, power=0.5, holds_now=share)).risk[0] <= 0.1) == low_enough


def test_thresholds_in_every_draw_reckon_with_an_attack() -> None:
    """Where any share would do, the least is 0 and the most 1; else both ends are where the risk leaves the bound."""
    given = arrays(seed=9)
    free = crisis_of(world(**given))
    least = status_quo_that_is_kept(free.parameters, 0.1)  # type: ignore[arg-type]
    most = status_quo_that_keeps_peace(free.parameters, 0.1)  # type: ignore[arg-type]
    any_ = free.risk <= 0.1
    assert 0.1 < any_.mean() < 0.9
    assert (least[any_] == 0.0).all()
    assert (most[any_] == 1.0).all()
    assert (least <= most).all()
    for weight in (0.0, 0.5, 1.0):
        held = least + weight * (most - least)
        assert (crisis_of(world(**given, holds_now=held)).risk <= 0.1 + 1e-9).all()
    below = crisis_of(world(**given, holds_now=np.maximum(least - 1e-6, 0.0)))
    assert (below.risk[least > 1e-6] > 0.1).all()


@pytest.mark.parametrize("holds_now", [0.2, 0.3, 0.45, 0.52, 0.6])
def test_the_demanders_cost_reckons_with_what_it_holds(holds_now: float) -> None:
    """A lower cost may tempt it to attack, a higher one keep it from that: the least that does is the one told."""
    rows = solve(world(1, power=0.5, holds_now=holds_now), Settings(risk=0.1)).data["thresholds"]
    needed = next(row["value"]["mean"] for row in rows if row["id"] == "cost_demander")

    def risk(cost: float) -> float:
        return float(crisis_of(world(1, power=0.5, holds_now=holds_now, cost_demander=cost)).risk[0])

    assert risk(needed + 1e-6) <= 0.1 + 1e-6
    assert needed == 0.0 or risk(needed - 1e-6) > 0.1


def test_curve_passes_through_the_chosen_offer() -> None:
    for given in ({}, {"power": 0.5, "holds_now": 0.55}, {"power": (0.3, 0.7), "cost_resister": 0.1}):
        draws = world(1, **given)
        curve, found = solve(draws).data["curve"], crisis_of(draws)
        assert len(curve["demand"]) == len(curve["value"]) == len(curve["risk"]["mean"]) == 41
        assert np.interp(found.demand[0], curve["demand"], curve["risk"]["mean"]) == pytest.approx(
            found.risk[0]
        )
        assert max(curve["value"]) <= found.value[0][0] + 1e-12
        assert np.interp(found.demand[0], curve["demand"], curve["value"]) == pytest.approx(found.value[0][0])


def test_missing_block_names_the_keys() -> None:
    with pytest.raises(MissingInput) as caught:
        solve(pie([[0.1, 0.1]]))
    assert "crisis.demander" in caught.value.keys
    assert caught.value.exit_code == 5


def test_settings_out_of_range() -> None:
    with pytest.raises(UsageError, match="risk"):
        Settings(risk=1.0)


def test_ten_thousand_draws_take_a_tenth_of_a_second() -> None:
    draws = world(10_000, **arrays(n=10_000))
    crisis_of(draws)
    start = time.perf_counter()
    crisis_of(draws).confrontation.mean()
    assert time.perf_counter() - start < 0.1
