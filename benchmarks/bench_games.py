"""Cost of the closed-form models of one encounter: crisis bargaining, offers, quantal response (see timing.py)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from timing import Call, main, timed_as

from commonground.methods import crisis, offers, response

# crisis bargaining


def _crisis(belief: Callable[[np.random.Generator, int], Any], averse: bool) -> Any:
    def prepare(rng: np.random.Generator, n: int) -> Call:
        power, cost, exponent = (
            rng.uniform(0.1, 0.9, n),
            rng.uniform(0.0, 0.3, n),
            rng.uniform(0.3, 1.0, (2, n)),
        )
        cost_b = belief(rng, n)
        a, b = exponent if averse else (1.0, 1.0)

        def call() -> Any:
            return crisis.solve_private_cost(
                crisis.PrivateCostParameters(
                    power=power, cost_a=cost, cost_b=cost_b, exponent_a=a, exponent_b=b, status_quo_a=0.8
                )
            )

        return call

    return prepare


def _uniform(rng: np.random.Generator, n: int) -> crisis.UniformCost:
    low = rng.uniform(0.0, 0.2, n)
    return crisis.UniformCost(low=low, high=low + rng.uniform(0.01, 0.5, n))


def _exponential(rng: np.random.Generator, n: int) -> crisis.ExponentialCost:
    return crisis.ExponentialCost(mean=rng.uniform(0.05, 0.5, n))


def _types(rng: np.random.Generator, n: int) -> crisis.DiscreteCost:
    return crisis.DiscreteCost(rng.uniform(0.0, 0.6, (n, 5)), rng.dirichlet(np.ones(5), n))


for _belief in (_uniform, _exponential, _types):
    for _averse in (False, True):
        _name = f"crisis: private cost,{_belief.__name__.replace('_', ' ')}{', risk averse' * _averse}"
        timed_as(_name)(_crisis(_belief, _averse))


@timed_as("crisis: two types")
def _(rng: np.random.Generator, n: int) -> Call:
    power, chance = rng.uniform(0.1, 0.9, n), rng.random(n)
    return lambda: crisis.solve_two_types(
        crisis.TwoTypesParameters(power=power, cost_a=0.1, cost_low=0.05, cost_high=0.3, chance_high=chance)
    )


@timed_as("crisis: private power, with the bound")
def _(rng: np.random.Generator, n: int) -> Call:
    low, high = np.sort(rng.random((2, n)), axis=0)
    return lambda: crisis.solve_private_power(
        crisis.PrivatePowerParameters(power_low=low, power_high=high, cost_a=0.05, cost_b=0.05)
    )


@timed_as("crisis: cost of A that keeps the peace, types")
def _(rng: np.random.Generator, n: int) -> Call:
    parameters = crisis.PrivateCostParameters(power=rng.random(n), cost_a=0.1, cost_b=_types(rng, n))
    return lambda: crisis.cost_a_that_keeps_peace(parameters, 0.1)


@timed_as("* crisis: best protocol, one case, 41 types")
def _(rng: np.random.Generator, n: int) -> Call:
    case = crisis.PrivatePowerParameters(power_low=0.4, power_high=0.8, cost_a=0.05, cost_b=0.05)
    return lambda: crisis.solve_protocol(crisis.power_types(case, 41))


# alternating offers


@timed_as("offers: inside payoffs and ways out")
def _(rng: np.random.Generator, n: int) -> Call:
    a, b = rng.uniform(0.5, 0.99, (2, n))
    way_out = rng.uniform(0.0, 0.6, n)
    return lambda: offers.solve_offers(offers.OffersParameters(patience_a=a, patience_b=b, outside_b=way_out))


@timed_as("offers: deadline")
def _(rng: np.random.Generator, n: int) -> Call:
    a, b = rng.uniform(0.5, 0.99, (2, n))
    rounds = rng.integers(1, 40, n).astype(float)
    return lambda: offers.solve_deadline(offers.DeadlineParameters(patience_a=a, patience_b=b, rounds=rounds))


@timed_as("offers: rates, breakdown and flows")
def _(rng: np.random.Generator, n: int) -> Call:
    a, b = rng.uniform(0.01, 0.3, (2, n))
    return lambda: offers.solve_rates(
        offers.RatesParameters(rate_a=a, rate_b=b, hazard=0.05, flow_b=-0.01, outside_b=0.3)
    )


@timed_as("offers: curved frontier")
def _(rng: np.random.Generator, n: int) -> Call:
    a, b = rng.uniform(0.5, 0.99, (2, n))
    curve = offers.FrontierCurve(bend_a=rng.uniform(1.0, 3.0, n), bend_b=rng.uniform(1.0, 3.0, n))
    return lambda: offers.solve_curve_offers(
        offers.CurveOffersParameters(curve=curve, patience_a=a, patience_b=b)
    )


# quantal response


@timed_as("response: deterrence")
def _(rng: np.random.Generator, n: int) -> Call:
    names = [f"{what}_{side}" for what in ("status_quo", "concession", "back_down", "war") for side in "ab"]
    payoffs = dict(zip(names, rng.uniform(-1.0, 1.0, (8, n)), strict=True))
    rationality = rng.uniform(0.0, 20.0, n)
    return lambda: response.solve_deterrence(
        response.DeterrenceParameters(**payoffs, rationality=rationality)
    )


@timed_as("response: ultimatum, 5 types x 11 offers")
def _(rng: np.random.Generator, n: int) -> Call:
    power, rationality = rng.random(n), rng.uniform(0.0, 20.0, n)
    return lambda: response.solve_ultimatum(
        response.UltimatumParameters(
            types=5, offers=11, power=power, cost_a=0.2, cost_b_most=0.5, rationality=rationality
        )
    )


@timed_as("* response: 2x2 games, all equilibria")
def _(rng: np.random.Generator, n: int) -> Call:
    a, b, rationality = rng.normal(size=(n, 2, 2)), rng.normal(size=(n, 2, 2)), rng.uniform(0.0, 4.0, n)
    return lambda: response.solve_bimatrix(
        response.BimatrixParameters(payoffs_a=a, payoffs_b=b, rationality=rationality)
    )


if __name__ == "__main__":
    main()
