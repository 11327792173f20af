"""Threats of sanctions: the spec's numbers, equilibria by deviations, limits, selection, inverses."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from commonground.methods.parameters import ParameterError
from commonground.methods.sanctions import (
    SanctionParameters,
    audience_cost_that_succeeds,
    cost_that_compels,
    resolve_that_compels,
    selection,
    solve_sanctions,
    value_that_is_conceded,
)

SPEC = {"value": 0.3, "cost": 0.6, "chance_resolved": 0.2, "audience_cost": 0.25}
positive = st.floats(0.05, 2.0)
inner = st.floats(0.02, 0.98)


def threat(**change: Any) -> SanctionParameters:
    return SanctionParameters(**(SPEC | change))


def test_numbers_of_the_spec() -> None:
    result = solve_sanctions(threat())
    expected = {
        "threshold": 0.5,
        "bluff": 0.25,
        "concede": 0.2,
        "p_threat": 0.4,
        "p_success": 0.08,
        "p_imposed": 0.16,
        "p_backed_down": 0.16,
        "success_threatened": 0.2,
        "success_imposed": 0.0,
    }
    for name, number in expected.items():
        assert getattr(result, name).item() == pytest.approx(number), name
    assert result.bluffs.item()
    assert not result.several.item()
    strong = solve_sanctions(threat(chance_resolved=0.6))
    assert (strong.compels.item(), strong.bluff.item(), strong.concede.item()) == (True, 1.0, 1.0)
    assert (strong.p_threat.item(), strong.p_imposed.item(), strong.p_backed_down.item()) == (1.0, 0.0, 0.0)
    assert solve_sanctions(threat(value=0.7)).concede.item() == 0.0


@given(positive, positive, inner, positive)
def test_nobody_gains_by_deviating(value: float, cost: float, rho: float, a: float) -> None:
    """Bayes' rule, the target's best answer, and the unresolved sender's best choice; and no other equilibrium."""
    assume(min(abs(value / cost - rho), abs(value / cost - 1)) > 1e-6)
    result = solve_sanctions(SanctionParameters(value=value, cost=cost, chance_resolved=rho, audience_cost=a))
    assert not result.several.item()

    def is_equilibrium(bluff: float, concede: float) -> bool:
        believed = rho / (rho + (1 - rho) * bluff)
        hold_out = believed * cost - value  # what giving way saves
        threatens = concede - (1 - concede) * a  # what a bluff gains
        target = {True: concede == 1, False: concede == 0}[hold_out > 0] or abs(hold_out) < 1e-9
        sender = {True: bluff == 1, False: bluff == 0}[threatens > 0] or abs(threatens) < 1e-9
        return target and sender

    mine = (result.bluff.item(), result.concede.item())
    assert is_equilibrium(*mine)
    for bluff in (0.0, 0.3, 0.7, 1.0):
        for concede in (0.0, 0.4, 1.0, mine[1]):
            assert not is_equilibrium(bluff, concede) or (bluff, concede) == pytest.approx(mine)


@given(positive, positive, inner, st.floats(0.0, 2.0))
def test_what_is_seen_adds_up(value: float, cost: float, rho: float, a: float) -> None:
    result = solve_sanctions(SanctionParameters(value=value, cost=cost, chance_resolved=rho, audience_cost=a))
    assert result.p_threat.item() == pytest.approx(
        (result.p_success + result.p_imposed + result.p_backed_down).item()
    )
    assert (result.compels.astype(int) + result.bluffs + result.defied).item() == 1
    if result.bluffs.item():
        assert result.p_threat.item() == pytest.approx(rho / result.threshold.item())
    # giving way costs v, holding out costs s when it is imposed
    held = result.p_success.item() * value + result.p_imposed.item() * cost
    assert result.loss_target.item() == pytest.approx(held)


@given(positive, positive, inner, positive, positive)
def test_dearer_backing_down_makes_threats_work_more_and_sanctions_rarer(
    value: float, cost: float, rho: float, a: float, more: float
) -> None:
    base = threat(value=value, cost=cost, chance_resolved=rho, audience_cost=a)
    one, two = (
        solve_sanctions(base),
        solve_sanctions(replace(base, audience_cost=np.asarray(base.audience_cost) + more)),
    )
    assert two.p_threat.item() == pytest.approx(one.p_threat.item()), (
        "how often there are threats does not change"
    )
    assert two.p_success.item() >= one.p_success.item()
    assert two.p_imposed.item() <= one.p_imposed.item()


@given(positive, positive, inner, inner, positive)
def test_more_resolve_and_more_cost_make_threats_work_more(
    value: float, cost: float, rho: float, other: float, a: float
) -> None:
    weak, strong = sorted([rho, other])
    by_resolve = solve_sanctions(
        threat(value=value, cost=cost, chance_resolved=[weak, strong], audience_cost=a)
    )
    assert by_resolve.p_success[0] <= by_resolve.p_success[1] + 1e-12
    by_cost = solve_sanctions(
        threat(value=value, cost=[cost, 1.5 * cost], chance_resolved=rho, audience_cost=a)
    )
    assert by_cost.p_success[0] <= by_cost.p_success[1] + 1e-12
    assert by_cost.p_imposed[0] >= by_cost.p_imposed[1] - 1e-12


def test_limits() -> None:
    dear = solve_sanctions(threat(audience_cost=1e9))
    assert dear.concede.item() == pytest.approx(1.0)
    assert dear.p_imposed.item() == pytest.approx(0.0, abs=1e-9)
    nobody = solve_sanctions(threat(chance_resolved=0.0))
    assert (nobody.p_threat.item(), nobody.p_imposed.item(), nobody.loss_target.item()) == (0.0, 0.0, 0.0)
    assert np.isnan(nobody.success_threatened)
    sure = solve_sanctions(threat(chance_resolved=1.0))
    assert (sure.p_threat.item(), sure.p_success.item()) == (1.0, 1.0)
    defied = solve_sanctions(threat(value=0.7))
    assert (defied.p_threat.item(), defied.p_imposed.item(), defied.bluff.item()) == (0.2, 0.2, 0.0)
    free = solve_sanctions(threat(cost=0.0))
    assert np.isinf(free.threshold)
    assert free.defied.item()


def test_edges_are_flagged_not_chosen_silently() -> None:
    at_belief = solve_sanctions(threat(chance_resolved=0.5))
    assert (at_belief.several.item(), at_belief.concede.item()) == (True, 1.0)
    at_worth = solve_sanctions(threat(value=0.6))
    assert (at_worth.several.item(), at_worth.concede.item()) == (True, 0.0)
    costless = solve_sanctions(threat(audience_cost=0.0))
    assert (costless.several.item(), costless.bluff.item(), costless.concede.item()) == (True, 0.25, 0.0)
    both = solve_sanctions(threat(value=0.6, chance_resolved=1.0))
    assert (both.several.item(), both.compels.item()) == (True, True)
    for result in (at_belief, at_worth, costless, both):
        assert "more than one equilibrium" in result.reading()
    assert "more than one" not in solve_sanctions(threat()).reading()


def test_selection_over_unlike_cases() -> None:
    values = np.linspace(0.05, 0.9, 500)
    seen = selection(solve_sanctions(threat(value=values, chance_resolved=0.3)))
    assert seen.success_imposed == 0.0
    assert 0.3 < seen.success_threatened < 1.0
    assert seen.bite_imposed < seen.bite_threatened
    assert "none succeeds here" in seen.reading()


@given(st.lists(positive, min_size=2, max_size=30), inner, positive)
def test_cases_that_come_to_sanctions_are_the_hard_ones(values: list[float], rho: float, a: float) -> None:
    result = solve_sanctions(threat(value=values, chance_resolved=rho, audience_cost=a))
    seen = selection(result)
    assume(result.p_imposed.sum() > 0)
    assert seen.bite_imposed <= seen.bite_threatened + 1e-12
    assert seen.success_imposed == 0.0 <= seen.success_threatened
    assert (result.p_misjudged <= result.p_imposed).all()


def test_selection_without_cases() -> None:
    assert (
        selection(solve_sanctions(threat(chance_resolved=0.0))).reading()
        == "There are no threats to learn from."
    )
    assert "No sanctions are imposed" in selection(solve_sanctions(threat(chance_resolved=0.9))).reading()


@given(positive, positive, inner, positive)
def test_what_would_make_every_threat_work(value: float, cost: float, rho: float, a: float) -> None:
    parameters = threat(value=value, cost=cost, chance_resolved=rho, audience_cost=a)

    def compels(**change: float) -> bool:
        return bool(solve_sanctions(replace(parameters, **change)).compels.item())

    least = cost_that_compels(parameters).item()
    assert compels(cost=least * (1 + 1e-9))
    assert not compels(cost=least * (1 - 1e-6))
    least = resolve_that_compels(parameters).item()
    if np.isnan(least):
        assert not compels(chance_resolved=1.0)
    else:
        assert compels(chance_resolved=min(least + 1e-9, 1.0))
        assert not compels(chance_resolved=least - 1e-6)
    most = value_that_is_conceded(parameters).item()
    assert compels(value=most)
    assert not compels(value=most * (1 + 1e-6))


@given(positive, positive, inner, inner)
def test_audience_cost_that_succeeds(value: float, cost: float, rho: float, wanted: float) -> None:
    parameters = threat(value=value, cost=cost, chance_resolved=rho)
    least = audience_cost_that_succeeds(parameters, wanted).item()
    if np.isnan(least):
        assert solve_sanctions(parameters).defied
        return
    result = solve_sanctions(replace(parameters, audience_cost=least))
    assert result.success_threatened.item() >= wanted - 1e-12
    if least > 0:
        assert result.success_threatened.item() == pytest.approx(wanted)


def test_inverses_at_the_edges() -> None:
    assert np.isnan(cost_that_compels(threat(chance_resolved=0.0)))
    assert np.isnan(resolve_that_compels(threat(cost=0.0)))
    assert audience_cost_that_succeeds(threat(), 0.2).item() == pytest.approx(0.25)
    assert np.isnan(audience_cost_that_succeeds(threat(), 1.0))
    assert audience_cost_that_succeeds(threat(chance_resolved=0.8), 1.0).item() == 0.0
    assert audience_cost_that_succeeds(threat(value=0.7), 0.0).item() == 0.0
    with pytest.raises(ParameterError, match="success: out of range"):
        audience_cost_that_succeeds(threat(), 1.5)


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"value": 0.0}, "value"),
        ({"cost": -1.0}, "cost"),
        ({"chance_resolved": 1.5}, "chance_resolved"),
        ({"audience_cost": -0.1}, "audience_cost"),
    ],
)
def test_faults_are_named(change: dict[str, float], name: str) -> None:
    with pytest.raises(ParameterError) as fault:
        threat(**change)
    assert fault.value.name == name


def test_readings() -> None:
    assert "threatens with probability 25 %" in solve_sanctions(threat()).reading()
    assert "of the threats 20 % succeed" in solve_sanctions(threat()).reading()
    assert "every threat is believed" in solve_sanctions(threat(chance_resolved=0.6)).reading().lower()
    mixed = solve_sanctions(threat(value=[0.3, 0.7])).reading()
    assert "in 50 % of the draws threats are partly bluff" in mixed.lower()
    assert "no threat works" in mixed


def test_ten_thousand_draws_are_one_call() -> None:
    rng = np.random.default_rng(0)
    values = rng.uniform(0.1, 1.0, 10_000)
    whole, one = solve_sanctions(threat(value=values)), solve_sanctions(threat(value=values[7]))
    for name in ("bluff", "concede", "p_imposed"):
        assert getattr(whole, name)[7] == getattr(one, name).item()
