"""Crisis bargaining with a private cost of war: numbers, best replies, limits, inverses, errors."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from commonground.methods.crisis import (
    CostBelief,
    DiscreteCost,
    ExponentialCost,
    KnownCostsParameters,
    PrivateCostParameters,
    TwoTypesParameters,
    UniformCost,
    cost_a_that_keeps_peace,
    lowest_cost_b_that_keeps_peace,
    solve_known_costs,
    solve_private_cost,
    solve_two_types,
    status_quo_that_keeps_peace,
)
from commonground.methods.parameters import ParameterError

# Thousandths: costs of 1e-300 prizes test the floating point unit, not the model.
SHARE = st.integers(0, 1000).map(lambda k: k / 1000)
COST = st.integers(0, 800).map(lambda k: k / 1000)
EXPONENT = st.sampled_from([1.0, 1.0, 0.8, 0.5, 0.25])


def case(power: float, cost_a: float, belief: CostBelief, **more: Any) -> PrivateCostParameters:
    return PrivateCostParameters(power=power, cost_a=cost_a, cost_b=belief, **more)


@st.composite
def beliefs(draw: st.DrawFn) -> CostBelief:
    kind = draw(st.sampled_from(["uniform", "exponential", "types"]))
    if kind == "uniform":
        low = draw(COST)
        return UniformCost(low=low, high=low + draw(COST))
    if kind == "exponential":
        return ExponentialCost(mean=draw(st.floats(0.01, 1.0)))
    costs = draw(st.lists(COST, min_size=1, max_size=5))
    weights = np.array(draw(st.lists(st.floats(0.05, 1.0), min_size=len(costs), max_size=len(costs))))
    return DiscreteCost(costs, weights / weights.sum())


@st.composite
def cases(draw: st.DrawFn, status_quo: bool = True) -> PrivateCostParameters:
    return case(
        draw(SHARE),
        draw(COST),
        draw(beliefs()),
        status_quo_a=draw(SHARE) if status_quo else 1.0,
        exponent_a=draw(EXPONENT),
        exponent_b=draw(EXPONENT),
    )


# numbers


@pytest.mark.parametrize(
    ("power", "cost_a", "low", "high", "demand", "risk", "value"),
    [
        (0.6, 0.1, 0.0, 0.4, 0.75, 0.375, 0.65625),
        (0.6, 0.1, 0.1, 0.4, 0.75, 1 / 6, 0.708333333),
        (0.6, 0.1, 0.2, 0.4, 0.80, 0.0, 0.80),
        (0.4, 0.1, 0.0, 0.4, 0.55, 0.375, 0.45625),
        (0.85, 0.05, 0.0, 0.6, 1.0, 0.25, 0.95),
    ],
)
def test_uniform(
    power: float, cost_a: float, low: float, high: float, demand: float, risk: float, value: float
) -> None:
    result = solve_private_cost(case(power, cost_a, UniformCost(low=low, high=high)))
    assert result.demand == pytest.approx([demand])
    assert result.risk_of_war == pytest.approx([risk], abs=1e-12)
    assert result.value_a == pytest.approx([value])
    assert result.capped.item() is (demand == 1.0)
    assert result.equilibria.item() == 1
    assert result.gap == pytest.approx(result.risk_of_war - result.risk_of_any_protocol)


@pytest.mark.parametrize(("cost_a", "risk"), [(0.05, 0.527633), (0.1, 0.393469), (0.25, 0.0)])
def test_exponential(cost_a: float, risk: float) -> None:
    result = solve_private_cost(case(0.5, cost_a, ExponentialCost(mean=0.2)))
    assert result.risk_of_war == pytest.approx([risk], abs=1e-6)


def test_risk_aversion_ends_neutrality() -> None:
    belief, power = UniformCost(low=0.0, high=0.4), np.array([0.3, 0.5, 0.7])
    of_b = PrivateCostParameters(power=power, cost_a=0.1, cost_b=belief, exponent_b=0.5)
    assert solve_private_cost(of_b).risk_of_war == pytest.approx([0.18502, 0.04553, 0.0], abs=5e-6)
    of_a = PrivateCostParameters(power=power, cost_a=0.1, cost_b=belief, exponent_a=0.5)
    assert solve_private_cost(of_a).risk_of_war == pytest.approx([0.0181, 0.0, 0.0044], abs=5e-5)


@pytest.mark.parametrize(
    ("status_quo", "risk"), [(0.5, 0.0), (0.55, 0.125), (0.6, 0.25), (0.65, 0.375), (0.9, 0.375)]
)
def test_status_quo(status_quo: float, risk: float) -> None:
    result = solve_private_cost(case(0.5, 0.1, UniformCost(low=0.0, high=0.4), status_quo_a=status_quo))
    assert result.risk_of_war == pytest.approx([risk])
    assert result.demand == pytest.approx([min(status_quo, 0.65)])


def test_two_types() -> None:
    def solved(chance: float) -> Any:
        return solve_two_types(
            TwoTypesParameters(power=0.5, cost_a=0.1, cost_low=0.05, cost_high=0.35, chance_high=chance)
        )

    assert solved(0.5).threshold == pytest.approx([1 / 3])
    assert (solved(0.5).risk_of_war.item(), solved(0.5).demand.item()) == pytest.approx((0.5, 0.85))
    assert (solved(0.3).risk_of_war.item(), solved(0.3).demand.item()) == pytest.approx((0.0, 0.55))
    even = solved(float(solved(0.5).threshold[0]))
    assert even.equilibria.item() == 2
    assert even.risk_of_war.item() == 0.0
    assert even.risk_of_war_highest == pytest.approx([2 / 3])
    assert "equally good" in even.reading()


# best replies


@given(cases())
def test_a_gains_by_no_other_demand(parameters: PrivateCostParameters) -> None:
    """A compares all demands on a grid and next to each type of B, given how B answers."""
    result = solve_private_cost(parameters)
    power, war = float(parameters.power[0]), float(parameters.war_a[0])  # type: ignore[index]
    a, b = float(parameters.exponent_a[0]), float(parameters.exponent_b[0])  # type: ignore[index]
    ceiling = float(parameters.status_quo_a[0])  # type: ignore[index]
    demands = np.linspace(0.0, 1.0, 401)
    if isinstance(parameters.cost_b, DiscreteCost):
        # What leaves a type indifferent, as exactly as numbers go, and a shade less.
        left = np.clip(1.0 - power - np.asarray(parameters.cost_b.costs)[0], 0.0, 1.0)
        demands = np.concatenate([demands, 1.0 - left ** (1.0 / b) - 1e-9])
    demands = demands[(demands >= 0.0) & (demands <= ceiling)]
    # B fights iff its cost is below the bound at which both give it the same.
    bound = 1.0 - power - (1.0 - demands) ** b
    refused = np.array([float(parameters.cost_b.below(np.array([at]))[0]) for at in bound])
    value = demands**a * (1.0 - refused) + war * refused
    assert value.max() <= result.value_a[0] + 1e-9
    # The reported value is what the reported demand earns.
    at = np.array([1.0 - power - (1.0 - result.demand[0]) ** b])
    refused_there = float(parameters.cost_b.below(at - 1e-9)[0])
    earned = result.demand[0] ** a * (1.0 - refused_there) + war * refused_there
    assert earned == pytest.approx(result.value_a[0], abs=1e-6)


@given(cases())
def test_each_type_of_b_answers_best(parameters: PrivateCostParameters) -> None:
    result = solve_private_cost(parameters)
    b, power = float(parameters.exponent_b[0]), float(parameters.power[0])  # type: ignore[index]
    accepting = (1.0 - result.demand[0]) ** b
    for cost in np.linspace(0.0, 1.5, 31):
        fighting = 1.0 - power - cost
        if cost < result.fights_below[0]:
            assert fighting >= accepting - 1e-9
        else:
            assert fighting <= accepting + 1e-9
    assert accepting >= (1.0 - float(parameters.status_quo_a[0])) ** b - 1e-12  # type: ignore[index]


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("kind", ["uniform", "exponential", "types"])
def test_values_are_those_of_a_simulation(kind: str, seed: int) -> None:
    rng = np.random.default_rng(seed)
    u = (np.arange(200_000) + 0.5) / 200_000
    belief: CostBelief
    if kind == "uniform":
        belief, cost = UniformCost(low=0.05, high=0.5), 0.05 + 0.45 * u
    elif kind == "exponential":
        belief, cost = ExponentialCost(mean=0.3), -0.3 * np.log1p(-u)
    else:
        costs = np.array([0.0, 0.1, 0.3, 0.45])
        belief, cost = DiscreteCost(costs, [0.25] * 4), costs[(4 * u).astype(int)]
    a, b = rng.uniform(0.5, 1.0, 2)
    parameters = case(rng.uniform(0.2, 0.8), 0.05, belief, exponent_a=a, exponent_b=b)
    result = solve_private_cost(parameters)
    war_b = 1.0 - float(parameters.power[0]) - cost  # type: ignore[index]
    # A type that the demand leaves exactly indifferent accepts.
    accepts = (1.0 - result.demand[0]) ** b >= war_b - 1e-12
    assert 1.0 - accepts.mean() == pytest.approx(result.risk_of_war[0], abs=1e-4)
    value_b = np.where(accepts, (1.0 - result.demand[0]) ** b, war_b).mean()
    assert value_b == pytest.approx(result.value_b[0], abs=1e-4)
    value_a = np.where(accepts, result.demand[0] ** a, parameters.war_a[0]).mean()
    assert value_a == pytest.approx(result.value_a[0], abs=1e-4)


# limits and monotonicity


@given(cases(), st.floats(0.0, 0.5))
def test_the_risk_falls_in_the_cost_of_a(parameters: PrivateCostParameters, more: float) -> None:
    bolder = solve_private_cost(parameters)
    dearer = solve_private_cost(replace(parameters, cost_a=parameters.cost_a + more))
    assert dearer.risk_of_war[0] <= bolder.risk_of_war_highest[0] + 1e-9


@given(cases(status_quo=False))
def test_a_war_that_costs_a_too_much_does_not_come(parameters: PrivateCostParameters) -> None:
    assume(parameters.power[0] > 1e-3 or parameters.exponent_a[0] == 1.0)  # type: ignore[index]
    result = solve_private_cost(replace(parameters, cost_a=1e9))
    assert result.risk_of_war[0] == pytest.approx(0.0, abs=1e-6)


@given(SHARE, COST, COST, st.floats(0.01, 0.5), st.floats(0.0, 0.3))
def test_the_risk_falls_in_the_lowest_cost_and_rises_in_the_highest(
    power: float, cost_a: float, low: float, width: float, more: float
) -> None:
    high = low + width
    result = solve_private_cost(case(power, cost_a, UniformCost(low=low, high=high)))
    raised = solve_private_cost(case(power, cost_a, UniformCost(low=min(low + more, high), high=high)))
    assert raised.risk_of_war[0] <= result.risk_of_war[0] + 1e-9
    wider = solve_private_cost(case(power, cost_a, UniformCost(low=low, high=high + more)))
    if wider.demand[0] < 1.0:
        assert wider.risk_of_war[0] >= result.risk_of_war[0] - 1e-9


@given(SHARE, SHARE, COST, beliefs())
def test_neutrality(first: float, second: float, cost_a: float, belief: CostBelief) -> None:
    """Between the ends the balance of power moves the demand and not the risk."""
    results = [solve_private_cost(case(power, cost_a, belief)) for power in (first, second)]
    # With types a demand that stops at the whole prize may be a runner-up, and then its cut matters too.
    highest = float(belief.most[0]) if isinstance(belief, DiscreteCost) else 0.0
    assume(all(result.demand[0] < 1.0 - 1e-9 for result in results) and max(first, second) + highest < 1.0)
    assert results[0].risk_of_war == pytest.approx(results[1].risk_of_war, abs=1e-9)
    assert results[0].demand - first == pytest.approx(results[1].demand - second, abs=1e-9)


@given(SHARE, COST, COST)
def test_a_known_cost_brings_no_war(power: float, cost_a: float, cost: float) -> None:
    known = solve_known_costs(KnownCostsParameters(power=power, cost_a=cost_a, cost_b=cost))
    for belief in (UniformCost(low=cost, high=cost), DiscreteCost([cost], [1.0])):
        result = solve_private_cost(case(power, cost_a, belief))
        assert result.risk_of_war.item() == 0.0
        assert result.demand == pytest.approx(known.demand)
    narrow = solve_private_cost(case(power, cost_a, UniformCost(low=cost, high=cost + 1e-9)))
    assert narrow.demand == pytest.approx(known.demand, abs=1e-6)


@given(SHARE, COST, st.floats(0.01, 1.0))
def test_at_most_an_even_chance_if_any_low_cost_is_possible(power: float, cost_a: float, high: float) -> None:
    result = solve_private_cost(case(power, cost_a, UniformCost(low=0.0, high=high)))
    assert result.risk_of_war[0] <= 0.5 + 1e-12


@given(cases(), SHARE, SHARE)
def test_the_risk_rises_with_what_a_holds(
    parameters: PrivateCostParameters, first: float, second: float
) -> None:
    low, high = sorted((first, second))
    less = solve_private_cost(replace(parameters, status_quo_a=low))
    more = solve_private_cost(replace(parameters, status_quo_a=high))
    assert less.risk_of_war[0] <= more.risk_of_war_highest[0] + 1e-9
    free = solve_private_cost(replace(parameters, status_quo_a=1.0))
    if high >= free.demand[0] + 1e-9:  # flat from the demand that nothing restrains
        assert more.risk_of_war == pytest.approx(free.risk_of_war, abs=1e-9)


@given(SHARE, COST, beliefs(), EXPONENT)
def test_no_risk_where_benefits_match_power(
    power: float, cost_a: float, belief: CostBelief, exponent: float
) -> None:
    result = solve_private_cost(case(power, cost_a, belief, status_quo_a=power, exponent_a=exponent))
    assert result.risk_of_war.item() == pytest.approx(0.0, abs=1e-12)


@given(SHARE, COST, st.floats(0.0, 0.3), st.floats(0.01, 0.4), SHARE)
def test_two_types_agree_with_the_general_case(
    power: float, cost_a: float, low: float, width: float, chance: float
) -> None:
    two = solve_two_types(
        TwoTypesParameters(
            power=power, cost_a=cost_a, cost_low=low, cost_high=low + width, chance_high=chance
        )
    )
    assume(abs(chance - two.threshold[0]) > 1e-6 or np.isnan(two.threshold[0]))
    general = solve_private_cost(case(power, cost_a, DiscreteCost([low, low + width], [1 - chance, chance])))
    assert two.risk_of_war == pytest.approx(general.risk_of_war, abs=1e-9)
    assert np.maximum(two.value_safe, two.value_tough) == pytest.approx(general.value_a, abs=1e-9)
    assert bool(two.tough[0]) is bool(chance > two.threshold[0])


def test_many_types_tend_to_the_density() -> None:
    costs = (np.arange(400) + 0.5) / 1000
    many = solve_private_cost(case(0.6, 0.1, DiscreteCost(costs, np.full(400, 1 / 400))))
    assert many.risk_of_war == pytest.approx([0.375], abs=5e-3)
    shuffled = np.random.default_rng(0).permutation(costs)
    again = solve_private_cost(case(0.6, 0.1, DiscreteCost(shuffled, np.full(400, 1 / 400))))
    assert again.value_a == pytest.approx(many.value_a)


# several equilibria, or none


def test_ties_are_told() -> None:
    parameters = case(0.5, 0.1, DiscreteCost([0.05, 0.35], [2 / 3, 1 / 3]))
    result = solve_private_cost(parameters)
    assert result.equilibria.item() == 2
    assert result.risk_of_war.item() == 0.0
    assert result.risk_of_war_highest == pytest.approx([2 / 3])
    assert "Several demands are equally good" in result.reading()


def test_a_war_that_costs_nothing_is_as_good_as_the_deal() -> None:
    for belief in (UniformCost(low=0.0, high=0.0), DiscreteCost([0.0], [1.0])):
        result = solve_private_cost(case(0.5, 0.0, belief))
        assert result.equilibria.item() == 2
        assert (result.risk_of_war.item(), result.risk_of_war_highest.item()) == (0.0, 1.0)
    known = solve_known_costs(KnownCostsParameters(power=0.5, cost_a=0.0, cost_b=0.0))
    assert known.equilibria.item() == 2
    assert "cannot tell" in known.reading()


def test_a_that_would_attack_is_told() -> None:
    result = solve_private_cost(case(0.8, 0.1, UniformCost(low=0.0, high=0.4), status_quo_a=[0.5, 0.75]))
    assert result.equilibria.tolist() == [0, 1]
    assert result.a_would_attack.tolist() == [True, False]
    assert "in 50 % of the draws the mediators would sooner fight" in result.reading("the mediators", "they")


def test_known_costs() -> None:
    result = solve_known_costs(KnownCostsParameters(power=[0.6, 0.95], cost_a=0.1, cost_b=0.2))
    assert result.low == pytest.approx([0.5, 0.85])
    assert result.high == pytest.approx([0.8, 1.0])
    assert result.width == pytest.approx([0.3, 0.3])
    assert result.risk_of_war.tolist() == [0.0, 0.0]
    assert "80 %" in solve_known_costs(KnownCostsParameters(power=0.6, cost_a=0.1, cost_b=0.2)).reading()


# inverses


@given(cases(status_quo=True), st.sampled_from([0.0, 0.1, 0.3, 0.7, 1.0]))
def test_cost_a_that_keeps_peace(parameters: PrivateCostParameters, risk: float) -> None:
    cost = cost_a_that_keeps_peace(parameters, risk)
    if np.isnan(cost[0]):  # a concave A cannot be content with nothing
        assert parameters.power[0] < 1e-6  # type: ignore[index]
        assert parameters.exponent_a[0] < 1.0  # type: ignore[index]
        return
    enough = solve_private_cost(replace(parameters, cost_a=cost + 1e-7 * (1.0 + cost)))
    assert enough.risk_of_war[0] <= risk + 1e-6
    if 1e-3 < cost[0] < 1e3:
        short = solve_private_cost(replace(parameters, cost_a=cost - 1e-4))
        assert short.risk_of_war[0] > risk - 1e-9


@given(cases(), st.sampled_from([0.0, 0.1, 0.3, 0.7, 1.0]))
def test_status_quo_that_keeps_peace(parameters: PrivateCostParameters, risk: float) -> None:
    share = status_quo_that_keeps_peace(parameters, risk)
    enough = solve_private_cost(replace(parameters, status_quo_a=np.maximum(0.0, share - 1e-9)))
    assert enough.risk_of_war[0] <= risk + 1e-6
    if share[0] < 1.0 - 1e-3:
        more = solve_private_cost(replace(parameters, status_quo_a=share + 1e-3))
        assert more.risk_of_war[0] > risk


@given(SHARE, COST, st.floats(0.01, 0.8), EXPONENT, st.sampled_from([0.0, 0.1, 0.4, 1.0]))
def test_lowest_cost_b_that_keeps_peace(
    power: float, cost_a: float, high: float, exponent: float, risk: float
) -> None:
    parameters = case(power, cost_a, UniformCost(low=high, high=high), exponent_b=exponent)
    low = lowest_cost_b_that_keeps_peace(parameters, risk)
    enough = replace(parameters, cost_b=UniformCost(low=np.minimum(low + 1e-9, high), high=high))
    assert solve_private_cost(enough).risk_of_war[0] <= risk + 1e-6
    if low[0] > 1e-3:
        short = replace(parameters, cost_b=UniformCost(low=low - 1e-3, high=high))
        assert solve_private_cost(short).risk_of_war[0] > risk


def test_inverses_in_numbers() -> None:
    parameters = case(0.6, 0.1, UniformCost(low=0.0, high=0.4))
    assert cost_a_that_keeps_peace(parameters) == pytest.approx([0.4])  # hi - 2 lo
    assert cost_a_that_keeps_peace(parameters, 0.375) == pytest.approx([0.1])
    assert status_quo_that_keeps_peace(parameters) == pytest.approx([0.6])
    assert status_quo_that_keeps_peace(parameters, 0.25) == pytest.approx([0.7])
    assert lowest_cost_b_that_keeps_peace(parameters) == pytest.approx([0.15])
    exponential = case(0.5, 0.1, ExponentialCost(mean=0.2))
    assert cost_a_that_keeps_peace(exponential) == pytest.approx([0.2])  # the mean
    nothing = case(0.0, 0.1, ExponentialCost(mean=0.2), exponent_a=0.5)
    assert np.isnan(cost_a_that_keeps_peace(nothing)).all()


# draws, errors, words


def test_draws_are_solved_each_on_its_own() -> None:
    rng = np.random.default_rng(3)
    n = 7
    low = rng.uniform(0.0, 0.2, n)
    many: list[CostBelief] = [
        UniformCost(low=low, high=low + 0.3),
        ExponentialCost(mean=low + 0.1),
        DiscreteCost(rng.uniform(0, 0.5, (n, 3)), rng.dirichlet(np.ones(3), n)),
    ]
    for belief in many:
        together = PrivateCostParameters(
            power=rng.random(n),
            cost_a=0.05,
            cost_b=belief,
            status_quo_a=rng.random(n),
            exponent_a=0.7,
            exponent_b=[1.0] * n,
        )
        result = solve_private_cost(together)
        for k in range(n):
            one: CostBelief
            if isinstance(belief, UniformCost):
                one = UniformCost(low=belief.least[k], high=belief.most[k])
            elif isinstance(belief, ExponentialCost):
                one = ExponentialCost(mean=np.asarray(belief.mean)[k])
            else:
                one = DiscreteCost(np.asarray(belief.costs)[k], np.asarray(belief.chances)[k])
            single = case(
                together.power[k],  # type: ignore[index]
                0.05,
                one,
                status_quo_a=together.status_quo_a[k],  # type: ignore[index]
                exponent_a=0.7,
            )
            alone = solve_private_cost(single)
            for field in fields(alone):
                assert getattr(result, field.name)[k] == pytest.approx(getattr(alone, field.name)[0])


def test_a_belief_of_several_draws_spreads_the_others() -> None:
    result = solve_private_cost(case(0.6, 0.1, UniformCost(low=[0.0, 0.1, 0.2], high=0.4)))
    assert result.risk_of_war == pytest.approx([0.375, 1 / 6, 0.0])
    assert "5-95 %" in result.reading()


U = UniformCost(low=0.0, high=0.4)


@pytest.mark.parametrize(
    ("build", "name", "words"),
    [
        (lambda: case(1.2, 0.1, U), "power", r"got 1.2"),
        (lambda: case(0.5, -0.1, U), "cost_a", r"at least 0"),
        (lambda: case(0.5, 0.1, U, exponent_a=2.0), "exponent_a", r"at most 1"),
        (lambda: case(0.5, 0.1, U, exponent_b=0.0), "exponent_b", r"above 0"),
        (lambda: case(0.5, 0.1, U, status_quo_a=float("nan")), "status_quo_a", r"got nan"),
        (lambda: UniformCost(low=0.5, high=0.4), "low", r"above high \(got 0.5 and 0.4\)"),
        (lambda: UniformCost(low=-0.5, high=0.4), "low", r"got -0.5"),
        (lambda: ExponentialCost(mean=0.0), "mean", r"above 0"),
        (lambda: DiscreteCost([0.1, 0.2], [0.5, 0.6]), "chances", r"sum to 1.1"),
        (lambda: DiscreteCost([0.1, 0.2], [1.0]), "chances", r"shape"),
        (lambda: DiscreteCost([0.1, -0.2], [0.5, 0.5]), "costs", r"got -0.2"),
        (lambda: DiscreteCost([], []), "costs", r"shape"),
        (lambda: DiscreteCost("ab", [1.0]), "costs", r"not a table"),
        (
            lambda: case(np.array([0.5, 0.6, 0.7]), 0.1, UniformCost(low=[0, 0.1], high=0.4)),
            "cost_b",
            "2 draws",
        ),
        (lambda: cost_a_that_keeps_peace(case(0.5, 0.1, U), [0.1, 0.2]), "risk", "2 draws"),
        (lambda: status_quo_that_keeps_peace(case(0.5, 0.1, U), 2.0), "risk", "got 2"),
        (
            lambda: lowest_cost_b_that_keeps_peace(case(0.5, 0.1, ExponentialCost(mean=1))),
            "cost_b",
            "exponential",
        ),
        (
            lambda: TwoTypesParameters(power=0.5, cost_a=0.1, cost_low=0.3, cost_high=0.2, chance_high=0.5),
            "cost_low",
            "above cost_high",
        ),
    ],
)
def test_errors_name_the_parameter(build: Any, name: str, words: str) -> None:
    with pytest.raises(ParameterError, match=words) as caught:
        build()
    assert caught.value.name == name
    assert caught.value.fix


def test_readings_are_whole_sentences() -> None:
    texts = [
        solve_private_cost(case(0.6, 0.1, U)).reading("Iran", "the United States"),
        solve_private_cost(case(0.9, 0.1, UniformCost(low=0.0, high=0.9))).reading(),
        solve_two_types(
            TwoTypesParameters(power=0.5, cost_a=0.1, cost_low=0.05, cost_high=0.35, chance_high=[0.1, 0.9])
        ).reading(),
    ]
    assert "Iran asks for 75 % of what is at stake" in texts[0]
    assert "37.5 %" in texts[0]
    assert "all there is to ask for" in texts[1]
    for text in texts:
        assert text.endswith(".")
        assert "nan" not in text
        assert "  " not in text
