"""A mediator's word: the spec's numbers, verdicts by enumeration, limits, inverses, the map, and guarantees."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from commonground.methods.crisis import TwoTypesParameters, solve_two_types
from commonground.methods.mediation import (
    Guarantor,
    MediationParameters,
    accuracy_that_is_believed,
    accuracy_that_keeps_risk,
    bias_that_is_believed,
    credibility_map,
    mediator_cost_that_is_believed,
    solve_mediation,
    war_cost_that_deters,
    with_guarantor,
)
from commonground.methods.parameters import ParameterError

SPEC = {
    "power": 0.5,
    "cost_a": 0.1,
    "cost_low": 0.05,
    "cost_high": 0.35,
    "chance_high": 0.5,
    "accuracy": 0.9,
    "bias": 0.3,
    "mediator_cost": 0.1,
}


def mediator(**change: Any) -> MediationParameters:
    return MediationParameters(**(SPEC | change))


@st.composite
def worlds(draw: st.DrawFn) -> dict[str, float]:
    low = draw(st.floats(0.0, 0.3))
    return {
        "power": draw(st.floats(0.05, 0.95)),
        "cost_a": draw(st.floats(0.01, 0.4)),
        "cost_low": low,
        "cost_high": low + draw(st.floats(0.02, 0.6)),
        "chance_high": draw(st.floats(0.03, 0.97)),
        "accuracy": draw(st.floats(0.51, 0.99)),
        "bias": round(draw(st.floats(-1.0, 3.0)), 6),
        "mediator_cost": draw(st.floats(0.001, 0.4)),
    }


def test_numbers_of_the_spec() -> None:
    sharp = solve_mediation(mediator())
    assert sharp.bias_min.item() == pytest.approx(0.037736, abs=1e-6)
    assert np.isinf(sharp.bias_max)
    assert (sharp.risk_without.item(), sharp.risk_if_credible.item()) == pytest.approx((0.5, 0.05))
    assert (sharp.value_a_without.item(), sharp.value_a_if_credible.item()) == pytest.approx((0.625, 0.6775))
    verdicts = solve_mediation(mediator(bias=[-1.0, 0.0, 0.03, 0.04, 5.0])).credible
    assert verdicts.tolist() == [False, False, False, True, True]
    low, high = bias_that_is_believed(mediator(accuracy=0.7))
    assert (low.item(), high.item()) == pytest.approx((0.153846, 1.272727), abs=1e-6)
    assert solve_mediation(mediator(accuracy=0.7)).risk_of_war.item() == pytest.approx(0.15)
    blunt = solve_mediation(mediator(accuracy=0.6))
    assert not blunt.follows
    assert not blunt.credible
    assert blunt.after_high.item() == pytest.approx(0.4)
    assert blunt.threshold.item() == pytest.approx(1 / 3)
    assert np.isnan(bias_that_is_believed(mediator(accuracy=0.6))).all()
    assert solve_mediation(mediator(accuracy=1.0)).bias_min.item() == 0.0
    bold = solve_mediation(mediator(chance_high=0.3))
    assert (bold.risk_without.item(), bold.risk_of_war.item()) == pytest.approx((0.0, 0.07))
    assert (bold.value_a_without.item(), bold.value_a_if_credible.item()) == pytest.approx((0.55, 0.6205))


def informative_equilibrium(w: dict[str, float]) -> bool:
    """Whether some pure strategy profile, checked by one-shot deviations, makes the demand depend on what is seen."""
    p, prior, a, b = w["power"], w["chance_high"], w["accuracy"], w["bias"]
    add = {"safe": min(w["cost_low"], 1 - p), "tough": min(w["cost_high"], 1 - p)}
    chance = {("low", "h"): prior * a, ("low", "l"): (1 - prior) * (1 - a)}
    chance |= {("high", "h"): prior * (1 - a), ("high", "l"): (1 - prior) * a}  # (resolve seen, cost h or l)

    def outcome(demand: str, kind: str) -> tuple[float, bool]:
        """A's share, and whether there is war: only a resolved B refuses the tough demand."""
        refused = kind == "l" and p + add[demand] > p + add["safe"]
        return (p, True) if refused else (p + add[demand], False)

    def value(demand: str, weights: dict[str, float], stake: float, cost: float) -> float:
        return sum(
            weight * (stake * outcome(demand, kind)[0] - cost * outcome(demand, kind)[1])
            for kind, weight in weights.items()
        )

    found = False
    for said in itertools.product("01", repeat=2):  # the word after each thing seen
        word = dict(zip(("low", "high"), said, strict=True))
        for made in itertools.product(("safe", "tough"), repeat=2):
            demand = dict(zip("01", made, strict=True))
            calm = True
            for heard in "01":
                weights = {
                    kind: sum(chance[seen, kind] for seen in word if word[seen] == heard) for kind in "hl"
                }
                if not sum(weights.values()):
                    continue  # never said: any belief will do, and one of them bears out the demand
                other = "tough" if demand[heard] == "safe" else "safe"
                calm &= (
                    value(demand[heard], weights, 1.0, w["cost_a"])
                    >= value(other, weights, 1.0, w["cost_a"]) - 1e-12
                )
            for seen in word:
                weights = {kind: chance[seen, kind] for kind in "hl"}
                best = value(demand[word[seen]], weights, b, w["mediator_cost"])
                calm &= all(
                    best >= value(demand[heard], weights, b, w["mediator_cost"]) - 1e-12 for heard in "01"
                )
            found |= calm and demand[word["low"]] != demand[word["high"]]
    return found


@given(worlds())
def test_the_verdict_is_that_of_enumeration(w: dict[str, float]) -> None:
    result = solve_mediation(MediationParameters(**w))
    near = [
        abs(w["bias"] - result.bias_min.item()),
        abs(w["bias"] - result.bias_max.item()),
        abs(result.after_low.item() - result.threshold.item()),
        abs(result.after_high.item() - result.threshold.item()),
        1 - w["power"] - w["cost_low"],  # else both demands are the whole prize
    ]
    assume(min(near) > 1e-7)
    assert result.credible.item() == informative_equilibrium(w)
    assert result.equilibria.item() == 1 + result.credible.item()


@pytest.mark.parametrize("accuracy", [0.55, 0.6, 0.7, 0.9, 1.0])
@pytest.mark.parametrize("chance_high", [0.2, 0.3, 0.5, 0.8])
def test_the_verdict_over_biases(accuracy: float, chance_high: float) -> None:
    for bias in (-1.0, 0.0, 0.02, 0.2, 0.5, 1.0, 1.5, 4.0):
        w = SPEC | {"accuracy": accuracy, "chance_high": chance_high, "bias": bias}
        assert solve_mediation(MediationParameters(**w)).credible.item() == informative_equilibrium(w)


@given(worlds())
def test_words_cost_nobody_but_wars_do(w: dict[str, float]) -> None:
    result = solve_mediation(MediationParameters(**w))
    for end in ("without", "if_credible"):
        total = getattr(result, f"value_a_{end}") + getattr(result, f"value_b_{end}")
        assert total.item() == pytest.approx(
            1 - getattr(result, f"risk_{end}").item() * (w["cost_a"] + w["cost_low"])
        )
    if result.follows.item():
        assert result.value_a_if_credible >= result.value_a_without - 1e-12, (
            "information helps whoever uses it"
        )
    rises = result.risk_if_credible > result.risk_without
    assert rises.item() == (w["chance_high"] <= result.threshold.item()), (
        "it raises the risk just where there was none"
    )


@given(worlds())
def test_who_wants_only_peace_is_not_believed(w: dict[str, float]) -> None:
    """Unless it knows for certain, or war would cost it nothing."""
    unbiased = w | {"bias": 0.0}
    assert not solve_mediation(MediationParameters(**unbiased)).credible
    assume(w["power"] + w["cost_low"] < 0.999)
    assert solve_mediation(MediationParameters(**(unbiased | {"accuracy": 1.0}))).credible
    careless = solve_mediation(MediationParameters(**(unbiased | {"mediator_cost": 0.0})))
    assert careless.credible.item() == careless.follows.item()


@given(worlds(), st.floats(0.001, 0.3), st.floats(0.001, 0.3))
def test_the_bias_needed_rises_with_its_cost_of_war_and_with_doubt(
    w: dict[str, float], more: float, less: float
) -> None:
    base = solve_mediation(MediationParameters(**w)).bias_min.item()
    assume(np.isfinite(base))
    dearer = MediationParameters(**(w | {"mediator_cost": w["mediator_cost"] + more}))
    assert solve_mediation(dearer).bias_min.item() > base
    blunter = MediationParameters(**(w | {"accuracy": max(w["accuracy"] - less, 0.5)}))
    assert solve_mediation(blunter).bias_min.item() > base
    assert base >= 0.0, "whoever is to be believed when it says that B would give way must favour A"


@given(worlds())
def test_a_mediator_who_weighs_war_as_a_does_is_believed_if_it_is_followed(w: dict[str, float]) -> None:
    like_1 = w["mediator_cost"] / w["cost_a"]
    result = solve_mediation(MediationParameters(**(w | {"bias": like_1})))
    assume(
        abs(result.after_low - result.threshold) > 1e-9 and abs(result.after_high - result.threshold) > 1e-9
    )
    assert result.credible.item() == result.follows.item()
    if result.follows.item():
        assert result.bias_min.item() <= like_1 * (1 + 1e-9) <= result.bias_max.item() * (1 + 2e-9)


@given(worlds())
def test_bias_range(w: dict[str, float]) -> None:
    low, high = (side.item() for side in bias_that_is_believed(MediationParameters(**w)))
    biases = np.linspace(-1.0, 6.0, 141)
    verdict = solve_mediation(MediationParameters(**(w | {"bias": biases}))).credible
    if np.isnan(low):
        assert not verdict.any()
    else:
        clear = (np.abs(biases - low) > 1e-9) & (np.abs(biases - high) > 1e-9)
        assert (verdict == ((biases >= low) & (biases <= high)))[clear].all()


@given(worlds())
def test_accuracy_needed(w: dict[str, float]) -> None:
    least = accuracy_that_is_believed(MediationParameters(**w)).item()
    accuracies = np.linspace(0.5, 1.0, 101)
    verdict = solve_mediation(MediationParameters(**(w | {"accuracy": accuracies}))).credible
    if np.isnan(least):
        assert not verdict.any()
        assert w["bias"] < 0.0 or w["power"] + w["cost_low"] >= 1.0
    else:
        clear = np.abs(accuracies - least) > 1e-6
        assert (verdict == (accuracies >= least))[clear].all()
        assert 0.5 <= least <= 1.0


def test_accuracy_needed_by_special_mediators() -> None:
    assert accuracy_that_is_believed(mediator(bias=0.0)).item() == 1.0
    assert accuracy_that_is_believed(mediator(bias=0.3)).item() == pytest.approx(2 / 3)
    careless = accuracy_that_is_believed(mediator(bias=0.0, mediator_cost=0.0)).item()
    assert careless == pytest.approx(2 / 3), "A's own condition remains"
    assert np.isnan(accuracy_that_is_believed(mediator(chance_high=[0.0, 1.0]))).all()
    assert np.isnan(accuracy_that_is_believed(mediator(power=0.97))), "both demands are the whole prize"


@given(worlds())
def test_own_cost_of_war_that_is_believed(w: dict[str, float]) -> None:
    low, high = (side.item() for side in mediator_cost_that_is_believed(MediationParameters(**w)))
    costs = np.linspace(0.0, 2.0, 81)
    verdict = solve_mediation(MediationParameters(**(w | {"mediator_cost": costs}))).credible
    if np.isnan(low):
        assert not verdict.any()
    else:
        clear = (np.abs(costs - low) > 1e-6) & (np.abs(costs - high) > 1e-6)
        assert (verdict == ((costs >= low) & (costs <= high)))[clear].all()


@given(worlds(), st.floats(0.001, 0.5))
def test_accuracy_that_keeps_risk(w: dict[str, float], risk: float) -> None:
    least = accuracy_that_keeps_risk(MediationParameters(**w), risk).item()
    if np.isnan(least):
        assert np.isnan(accuracy_that_is_believed(MediationParameters(**w)))
        return
    result = solve_mediation(MediationParameters(**(w | {"accuracy": least})))
    assert result.risk_if_credible.item() <= risk + 1e-9
    below = MediationParameters(**(w | {"accuracy": max(least - 1e-4, 0.5)}))
    short = solve_mediation(below)
    assert not short.credible or short.risk_of_war.item() > risk or least == 0.5


def test_accuracy_that_keeps_risk_of_the_spec() -> None:
    assert accuracy_that_keeps_risk(mediator(), 0.05).item() == pytest.approx(0.9)
    assert accuracy_that_keeps_risk(mediator(), 0.4).item() == pytest.approx(2 / 3), (
        "it also has to be believed"
    )
    assert np.isnan(accuracy_that_keeps_risk(mediator(bias=-0.1), 0.4))
    with pytest.raises(ParameterError, match="risk"):
        accuracy_that_keeps_risk(mediator(), 1.4)


def test_what_nobody_can_learn() -> None:
    for change in (
        {"chance_high": 0.0},
        {"chance_high": 1.0},
        {"accuracy": 0.5},
        {"power": 0.97},
        {"cost_low": 0.35},
    ):
        assert not solve_mediation(mediator(**change)).credible, change
    certain = solve_mediation(mediator(chance_high=[0.0, 1.0], accuracy=1.0))
    assert certain.after_low.tolist() == [0.0, 1.0]
    assert certain.risk_of_war.tolist() == [0.0, 0.0]


def test_demands_stop_at_the_whole_prize() -> None:
    result = solve_mediation(mediator(power=0.8, cost_high=0.6))
    assert result.threshold.item() == pytest.approx(0.15 / 0.3)
    assert result.value_a_if_credible.item() == pytest.approx(0.45 * 1.0 + 0.5 * 0.85 + 0.05 * 0.7)


def test_indifference_without_a_mediator_is_flagged() -> None:
    even = solve_mediation(mediator(cost_low=0.0, cost_high=0.1, chance_high=0.5))
    assert even.indifferent.item()
    assert even.risk_without.item() == 0.0
    assert "safe demand is assumed" in even.reading()


@given(worlds())
def test_the_map_agrees_with_solving_cell_by_cell(w: dict[str, float]) -> None:
    biases, accuracies = np.array([-0.5, 0.0, 0.2, 0.7, 2.0]), np.array([0.5, 0.64, 0.8, 0.93, 1.0])
    rng = np.random.default_rng(1)
    draws = MediationParameters(
        **(w | {"chance_high": rng.uniform(0.05, 0.95, 20), "mediator_cost": rng.uniform(0.01, 0.3, 20)})
    )
    chart = credibility_map(draws, bias=biases, accuracy=accuracies)
    for i, j in itertools.product(range(5), range(5)):
        one = solve_mediation(replace(draws, bias=biases[i], accuracy=accuracies[j]))
        assert chart.believed[i, j] == pytest.approx(one.credible.mean())
        assert chart.risk_of_war[i, j] == pytest.approx(one.risk_of_war.mean())
        assert chart.calms[i, j] == pytest.approx((one.risk_of_war < one.risk_without - 1e-12).mean())
        assert chart.alarms[i, j] == pytest.approx((one.risk_of_war > one.risk_without + 1e-12).mean())
    assert chart.risk_without == pytest.approx(one.risk_without.mean())
    assert (np.diff(chart.believed, axis=1) >= 0).all(), "more accuracy never makes it less believed"
    assert chart.reading()


def test_map_by_default_and_its_words() -> None:
    chart = credibility_map(mediator())
    assert chart.believed.shape == (61, 41)
    assert (chart.bias[0], chart.bias[-1], chart.accuracy[0], chart.accuracy[-1]) == (-1.0, 2.0, 0.5, 1.0)
    assert chart.believed[chart.bias < 0].max() == 0.0
    assert "the risk is lowest, 0 %, first at a bias of 0 and an accuracy of 100 %" in chart.reading()
    assert "raises the risk" in credibility_map(mediator(chance_high=0.3)).reading()
    assert "nowhere does its word lower the risk" in credibility_map(mediator(chance_high=0.3)).reading()
    with pytest.raises(ParameterError, match="accuracy: out of range"):
        credibility_map(mediator(), accuracy=[0.4, 0.9])


def test_a_guarantor_changes_costs_and_nothing_else() -> None:
    added = with_guarantor(mediator(), Guarantor(war_cost_a=0.05, war_cost_b=0.2))
    assert (added.cost_a, added.cost_low, added.cost_high) == pytest.approx((0.15, 0.25, 0.55))
    assert added.accuracy == mediator().accuracy
    assert mediator().cost_low == pytest.approx(0.05), "the old parameters stay"
    with pytest.raises(ParameterError, match="escrow: these parameters have no such part"):
        with_guarantor(mediator(), Guarantor(escrow=1.0))
    renamed = with_guarantor(mediator(), Guarantor(escrow=1.0), {"escrow": ("mediator_cost",)})
    assert renamed.mediator_cost == pytest.approx(1.1)
    with pytest.raises(ParameterError, match="snapback"):
        Guarantor(snapback=-0.1)


@given(worlds())
def test_added_cost_that_deters_the_tough_demand(w: dict[str, float]) -> None:
    parameters = MediationParameters(**w)
    least = war_cost_that_deters(parameters).item()
    bold = solve_mediation(parameters).risk_without.item() > 0
    assert bold == (least > 1e-12) or least == pytest.approx(0.0, abs=1e-9)
    assert (
        solve_mediation(with_guarantor(parameters, Guarantor(war_cost_b=least + 1e-9))).risk_without.item()
        == 0.0
    )
    if least > 1e-3:
        short = with_guarantor(parameters, Guarantor(war_cost_b=least - 1e-4))
        assert solve_mediation(short).risk_without.item() > 0.0


@given(worlds(), st.floats(0.01, 0.5))
def test_guarantees_never_raise_the_risk_without_a_mediator(w: dict[str, float], added: float) -> None:
    parameters = MediationParameters(**w)
    base = solve_mediation(parameters).risk_without
    for side in ("war_cost_a", "war_cost_b"):
        assert solve_mediation(with_guarantor(parameters, Guarantor(**{side: added}))).risk_without <= base


def test_added_cost_of_the_spec() -> None:
    assert war_cost_that_deters(mediator()).item() == pytest.approx(0.15)
    assert war_cost_that_deters(mediator(chance_high=0.3)).item() == 0.0
    assert war_cost_that_deters(mediator(chance_high=1.0)).item() == pytest.approx(0.45), (
        "all of the prize, then"
    )


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"power": 1.2}, "power"),
        ({"cost_a": -0.1}, "cost_a"),
        ({"cost_low": 0.36}, "cost_high"),
        ({"accuracy": 0.4}, "accuracy"),
        ({"bias": np.inf}, "bias"),
        ({"mediator_cost": -1.0}, "mediator_cost"),
        ({"chance_high": [0.1, 0.2], "bias": [0.1, 0.2, 0.3]}, "chance_high"),
    ],
)
def test_faults_are_named(change: dict[str, Any], name: str) -> None:
    with pytest.raises(ParameterError) as fault:
        mediator(**change)
    assert fault.value.name == name
    assert fault.value.fix


def test_readings() -> None:
    assert "the risk of war goes from 50 % to 5 %" in solve_mediation(mediator()).reading()
    assert "ignored is an equilibrium too" in solve_mediation(mediator()).reading()
    assert "keep the peace" in solve_mediation(mediator(bias=0.0)).reading()
    assert "no accuracy would do" in solve_mediation(mediator(bias=-1.0)).reading()
    assert 'still say "low resolve"' in solve_mediation(mediator(bias=2.0, accuracy=0.7)).reading()
    assert "would not change what A demands" in solve_mediation(mediator(accuracy=0.6)).reading()
    assert "raises the risk" in solve_mediation(mediator(chance_high=0.3)).reading()
    assert "in 50 % of the draws" in solve_mediation(mediator(bias=[0.0, 0.3])).reading().lower()


def test_ten_thousand_draws_are_one_call() -> None:
    rng = np.random.default_rng(0)
    bias, chance_high = rng.uniform(-0.5, 1.0, 10_000), rng.uniform(0.1, 0.9, 10_000)
    whole, one = (
        solve_mediation(mediator(bias=bias, chance_high=chance_high)),
        solve_mediation(mediator(bias=bias[7], chance_high=chance_high[7])),
    )
    for name in ("credible", "risk_of_war", "value_b_if_credible", "accuracy_min"):
        np.testing.assert_equal(getattr(whole, name)[7], getattr(one, name).item())


@given(worlds())
def test_without_a_mediator_it_is_the_crisis_with_two_types(w: dict[str, float]) -> None:
    shared = {name: w[name] for name in ("power", "cost_a", "cost_low", "cost_high", "chance_high")}
    alone, with_word = (
        solve_two_types(TwoTypesParameters(**shared)),
        solve_mediation(MediationParameters(**w)),
    )
    assume(abs(w["chance_high"] - with_word.threshold.item()) > 1e-9)
    assert with_word.risk_without.item() == pytest.approx(alone.risk_of_war.item())
    assert with_word.value_a_without.item() == pytest.approx(
        max(alone.value_safe.item(), alone.value_tough.item())
    )
