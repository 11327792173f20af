"""The curve of the risk over all demands, and how far a threat is believed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from commonground.methods.crisis.costs import UniformCost
from commonground.methods.crisis.curve import risk_curve
from commonground.methods.crisis.demand import PrivateCostParameters, solve_private_cost
from commonground.methods.crisis.power import PrivatePowerParameters

FREE = PrivateCostParameters(
    power=np.array([0.5, 0.4]), cost_a=np.array([0.4, 0.4]), cost_b=UniformCost(low=0.0, high=0.5)
)
HELD = replace(FREE, status_quo_a=np.array([0.3, 1.0]))


def test_the_risk_of_a_demand_does_not_depend_on_what_is_held_today() -> None:
    free, held = risk_curve(FREE), risk_curve(HELD)
    assert held["risk"] == free["risk"]
    assert held["risk"]["mean"][-1] == pytest.approx(1.0)
    assert held["value"][-1] == pytest.approx(0.5 * (0.3 + 0.0))


def test_how_far_a_threat_is_believed() -> None:
    assert risk_curve(FREE)["believed_up_to"] is None
    found = risk_curve(HELD)["believed_up_to"]
    assert found["mean"] == pytest.approx(0.3)
    assert found["share"] == 0.5
    power = PrivatePowerParameters(power_low=0.3, power_high=0.6, cost_a=0.1, cost_b=0.1)
    assert risk_curve(power)["believed_up_to"] is None


def test_the_two_caps_of_a_demand_are_told_apart() -> None:
    everything = replace(FREE, cost_b=UniformCost(low=0.8, high=0.9), cost_a=np.zeros(2))
    told = solve_private_cost(everything).reading()
    assert "In all draws A asks for all there is to ask for." in told
    assert "asks for no more than it holds" not in told
    result = solve_private_cost(replace(everything, status_quo_a=np.array([0.6, 1.0])))
    assert result.capped.tolist() == [True, True]
    assert result.held_back.tolist() == [True, False]
    told = result.reading()
    assert "In 50 % of the draws A asks for all there is to ask for." in told
    assert (
        "In 50 % of the draws A asks for no more than it holds already, since its threat to fight for more would not"
        " be believed." in told
    )
