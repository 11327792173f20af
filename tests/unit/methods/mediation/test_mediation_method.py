"""The mediators of a case: their numbers are those of the model draw by draw, carried over to the crisis."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from tests.unit.case.strategic import fed
from tests.unit.methods.blocks import crisis, mediator, with_blocks
from tests.unit.methods.worlds import pie

from commonground.case.draws import Draws, draw
from commonground.case.strategy_draws import MediatorDraws
from commonground.errors import MissingInput, UsageError
from commonground.methods.crisis.from_draws import crisis_of
from commonground.methods.mediation import MediationParameters, solve_mediation
from commonground.methods.mediation.from_draws import effect_of, mediation_of
from commonground.methods.mediation.method import Settings, solve

# A cost of 0 to 0.4 has its middle of the lower half at 0.1 and that of the upper half at 0.3.
KINDS = {"cost_low": 0.1, "cost_high": 0.3, "chance_high": 0.5}


def world(n: int, *mediators: MediatorDraws, **given: Any) -> Draws:
    settled = {"cost_demander": 0.05, "power": 0.5} | given
    return with_blocks(
        pie(np.full((n, 2), 0.2), levels=11, n=n, status_quo=0.7),
        crisis=crisis(n, **settled),
        mediators=mediators,
    )


def test_each_draw_is_the_model_with_two_kinds() -> None:
    n, rng = 300, np.random.default_rng(3)
    given = {
        "bias": rng.random(n) * 2 - 0.5,
        "accuracy": 0.5 + 0.5 * rng.random(n),
        "cost_of_war": rng.random(n),
    }
    cost = rng.random(n) * 0.3
    one = mediation_of(world(n, mediator(n, **given), cost_demander=cost)).mediators[0]
    assert 0.0 < one.believed.mean() < 1.0
    for d in range(0, n, 29):
        alone = solve_mediation(
            MediationParameters(
                power=0.5,
                cost_a=cost[d],
                accuracy=given["accuracy"][d],
                bias=given["bias"][d],
                mediator_cost=given["cost_of_war"][d],
                **KINDS,
            )
        )
        assert one.believed[d] == alone.credible[0]
        helps = alone.credible[0] and alone.risk_without[0] > 0
        assert one.effect[d] == pytest.approx(given["accuracy"][d] if helps else 0.0)


def test_the_share_removed_is_carried_over() -> None:
    draws = world(1, mediator(1), comes_to_head=0.5, other_paths=0.1)
    found, before = mediation_of(draws), crisis_of(draws).risk[0]
    assert found.effect[0] == pytest.approx(0.9)
    assert found.risk_with[0] == pytest.approx(0.1 * before)
    solution = solve(draws)
    assert solution.outcome is not None
    assert solution.outcome["confrontation"].p == pytest.approx(1 - (1 - 0.05 * before) * 0.9)
    entry = solution.data["mediators"]["go-between"]
    assert entry["believed"] == 1.0
    assert entry["two_kinds"]["risk_without"]["mean"] == 0.5
    assert entry["two_kinds"]["risk_with"]["mean"] == pytest.approx(0.05)
    assert solution.data["best"] == "go-between"


def test_only_the_best_that_is_accepted_counts() -> None:
    n = 4
    weak = mediator(n, "weak", accuracy=0.8, takes_part=[True, True, False, False])
    strong = mediator(n, "strong", accuracy=0.95, takes_part=[True, False, True, False])
    assert effect_of(world(n, weak, strong)) == pytest.approx([0.95, 0.8, 0.95, 0.0])
    assert effect_of(world(n, strong, weak)) == pytest.approx([0.95, 0.8, 0.95, 0.0])


def test_why_not_is_a_split_of_those_not_believed() -> None:
    n = 6
    solution = solve(
        world(
            n,
            mediator(
                n,
                bias=[0.3, 0.0, 5.0, 0.3, -0.5, 0.3],
                accuracy=[0.9, 0.9, 0.7, 0.5, 0.9, 0.9],
                takes_part=False,
            ),
        )
    )
    entry = solution.data["mediators"]["go-between"]
    assert entry["believed"] + sum(entry["why_not"].values()) == pytest.approx(1.0)
    assert entry["why_not"]["ignored"] == pytest.approx(1 / 6)
    assert entry["why_not"]["lies_low"] == pytest.approx(2 / 6)
    assert solution.data["effect"]["mean"] == 0.0
    assert solution.data["best"] is None


def test_information_that_alarms_is_counted_and_said() -> None:
    draws = world(
        1, mediator(1, bias=0.3), cost_demander=0.2
    )  # without a word the demander asks for the safe share
    found = mediation_of(draws)
    one = found.mediators[0]
    assert one.believed[0]
    assert one.effect[0] == 0.0
    assert one.alarm[0] == pytest.approx(0.05)
    assert found.risk_with[0] == found.crisis.risk[0] > 0.05
    calm = world(1, mediator(1, bias=0.3), cost_demander=0.4)  # the crisis has no risk of its own
    assert mediation_of(calm).crisis.risk[0] == 0.0
    assert mediation_of(calm).risk_with[0] == pytest.approx(0.05)
    solution = solve(draws)
    assert solution.data["mediators"]["go-between"]["alarms"] == 1.0
    assert any("raises the risk" in finding.message for finding in solution.findings)


@pytest.mark.parametrize(
    ("cost_demander", "cost_resister", "accuracy"), [(0.1, (0.0, 0.5), 1.0), (0.3, (0.2, 0.5), 0.95)]
)
def test_a_demand_that_what_is_held_today_makes_safe_leaves_nothing_to_tell(
    cost_demander: float, cost_resister: tuple[float, float], accuracy: float
) -> None:
    """No demand goes beyond what all types accept: no risk to remove, and none that a word could add."""
    draws = world(
        1,
        mediator(1, bias=1.0, accuracy=accuracy),
        cost_demander=cost_demander,
        cost_resister=cost_resister,
        holds_now=0.5,
    )
    found, solution = mediation_of(draws), solve(draws)
    one = found.mediators[0]
    assert found.crisis.risk[0] == 0.0
    assert (one.believed[0], one.effect[0], one.alarm[0], found.risk_with[0]) == (False, 0.0, 0.0, 0.0)
    entry = solution.data["mediators"]["go-between"]
    assert (entry["alarms"], entry["why_not"]["ignored"]) == (0.0, 1.0)
    assert entry["two_kinds"]["risk_without"]["mean"] == entry["two_kinds"]["risk_with"]["mean"] == 0.0
    drawn = solution.data["map"]
    assert drawn["risk_without"] == 0.0
    assert not np.any([drawn["believed"], drawn["alarms"], drawn["risk"]])
    rows = {row["id"]: row["value"] for row in solution.data["thresholds"]}
    assert rows["war_cost"]["mean"] == 0.0
    assert rows["go-between.bias_least"]["share"] == rows["go-between.accuracy"]["share"] == 0.0


def test_the_two_kinds_stop_at_what_is_held_today_as_the_crisis_does() -> None:
    n, rng = 400, np.random.default_rng(8)
    least = 0.2 * rng.random(n)
    given = {
        "power": 0.3 + 0.4 * rng.random(n),
        "cost_demander": 0.3 * rng.random(n),
        "cost_resister": (least, least + 0.4 * rng.random(n)),
        "holds_now": rng.random(n),
    }
    envoy = mediator(n, bias=rng.random(n), accuracy=0.5 + 0.5 * rng.random(n))
    found = mediation_of(world(n, envoy, **given))
    one, crisis_ = found.mediators[0], found.crisis
    safe = ~crisis_.would_attack & (given["holds_now"] <= given["power"] + least)
    assert 0.1 < safe.mean() < 0.9
    assert not crisis_.risk[safe].any()
    assert not np.any([one.believed[safe], one.effect[safe], one.alarm[safe], found.risk_with[safe]])
    attacks = crisis_.would_attack
    free = mediation_of(world(n, envoy, **(given | {"holds_now": None}))).mediators[0]
    assert one.believed[attacks].any()
    assert (one.effect[attacks] == free.effect[attacks]).all()
    assert (one.alarm[attacks] == free.alarm[attacks]).all()


def test_the_cost_that_deters_reckons_with_what_is_held_today() -> None:
    """Kinds at 0.075 and 0.225 with demands at most 0.199 beyond power: less of a guarantee is needed than without."""
    draws = world(1, mediator(1), cost_demander=0.0, holds_now=0.7 - 1e-3, cost_resister=(0.0, 0.3))
    (needed,) = (row for row in solve(draws).data["thresholds"] if row["id"] == "war_cost")
    dearer = needed["value"]["mean"]

    def bold(added: float) -> bool:
        now = world(
            1, mediator(1), cost_demander=0.0, holds_now=0.7 - 1e-3, cost_resister=(added, 0.3 + added)
        )
        return bool(mediation_of(now).mediators[0].result.risk_without[0] > 0.0)

    assert dearer > 0.0
    assert bold(dearer - 1e-6)
    assert not bold(dearer + 1e-6)


def test_a_word_to_the_wrong_side_tells_nothing() -> None:
    draws = world(2, mediator(2, speaks_to=1))
    assert not effect_of(draws).any()
    solution = solve(draws)
    assert solution.data["mediators"]["go-between"]["why_not"]["ignored"] == 1.0
    assert any(finding.path == "mediators.go-between.speaks_to" for finding in solution.findings)
    assert [row["id"] for row in solution.data["thresholds"]] == ["war_cost"]


def test_believed_means_two_equilibria_and_it_is_said() -> None:
    solution = solve(world(1, mediator(1)))
    assert any("second equilibrium" in finding.message for finding in solution.findings)


def test_thresholds_hold_at_the_value_they_return() -> None:
    def believed(**given: Any) -> bool:
        return bool(mediation_of(world(1, mediator(1, **given))).mediators[0].believed[0])

    rows = {row["id"]: row["value"] for row in solve(world(1, mediator(1, accuracy=0.8))).data["thresholds"]}
    least = rows["go-between.bias_least"]["mean"]
    assert believed(accuracy=0.8, bias=least + 1e-6)
    assert not believed(accuracy=0.8, bias=least - 1e-6)
    accuracy = rows["go-between.accuracy"]["mean"]
    assert believed(accuracy=accuracy + 1e-6)
    assert not believed(accuracy=accuracy - 1e-6)
    dearest = rows["go-between.cost_of_war_most"]["mean"]
    assert believed(accuracy=0.8, cost_of_war=dearest - 1e-6)
    assert not believed(accuracy=0.8, cost_of_war=dearest + 1e-6)
    at = rows["go-between.accuracy_for_risk"]["mean"]
    assert mediation_of(world(1, mediator(1, accuracy=at))).risk_with[0] <= 0.1 + 1e-9


def test_a_guarantor_works_without_being_believed() -> None:
    draws = world(1, mediator(1, bias=-1.0, guarantee=(0.0, 0.0, 0.3)))
    entry = solve(draws).data["mediators"]["go-between"]
    assert entry["believed"] == 0.0
    assert entry["guarantee"]["risk_with"]["mean"] == 0.0 < entry["guarantee"]["risk_without"]["mean"]
    assert entry["guarantee"]["durability_with"] is None
    assert "guarantor" in entry["reading"]
    nothing = solve(world(1, mediator(1, guarantee=(0.0, 0.0, 0.0)))).data["mediators"]["go-between"]
    assert nothing["guarantee"]["risk_with"] == nothing["guarantee"]["risk_without"]


def test_a_guarantor_makes_a_deal_last() -> None:
    given = solve(draw(fed(), 200)).data["mediators"]["envoy"]["guarantee"]
    assert given["durability_with"]["mean"] > given["durability_without"]["mean"]
    assert given["width_with"]["mean"] > given["width_without"]["mean"]
    assert given["risk_with"]["mean"] < given["risk_without"]["mean"]


@pytest.mark.parametrize("power", [0.0, 1.0])
@pytest.mark.parametrize("costs", [(0.0, (0.0, 0.0)), (0.0, (0.2, 0.2)), (2.0, (0.0, 3.0))])
@pytest.mark.parametrize("accuracy", [0.5, 1.0])
def test_extremes_stay_in_range(power: float, costs: Any, accuracy: float) -> None:
    draws = world(
        2,
        mediator(2, accuracy=accuracy, bias=[0.0, 50.0], cost_of_war=0.0, guarantee=(0.0, 0.0, 1.0)),
        power=power,
        cost_demander=costs[0],
        cost_resister=costs[1],
    )
    solution = solve(draws)
    json.dumps(solution.as_dict(), allow_nan=False)
    found = mediation_of(draws)
    for values in (found.effect, found.risk_with, found.confrontation):
        assert ((values >= 0.0) & (values <= 1.0)).all()


def test_missing_blocks_name_the_keys() -> None:
    draws = world(2, mediator(2))
    with pytest.raises(MissingInput) as caught:
        solve(replace(draws, strategy=replace(draws.strategy, mediators=())))
    assert caught.value.keys == ("mediators",)
    with pytest.raises(MissingInput) as caught:
        solve(replace(draws, strategy=replace(draws.strategy, crisis=None)))
    assert caught.value.keys == ("crisis",)
    with pytest.raises(MissingInput) as caught:
        solve(world(2, mediator(2), power=(0.2, 0.4), cost_resister=0.1))
    assert caught.value.keys == ("crisis.cost.p2.least", "crisis.cost.p2.most")


def test_settings_out_of_range() -> None:
    with pytest.raises(UsageError, match="risk"):
        Settings(risk=-0.1)


def test_ten_thousand_draws_take_a_tenth_of_a_second() -> None:
    n, rng = 10_000, np.random.default_rng(1)
    draws = world(n, mediator(n, accuracy=0.5 + 0.5 * rng.random(n), bias=rng.random(n)))
    effect_of(draws)
    start = time.perf_counter()
    effect_of(draws)
    assert time.perf_counter() - start < 0.1
