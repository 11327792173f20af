"""Crisis bargaining after Fearon (1995): one side demands, the other accepts or fights and knows something more.

known.py nothing is private · costs.py what A believes about B's cost of war · demand.py that cost is private: demand,
risk of war, status quo, risk aversion · two_types.py the textbook case · power.py the balance of power is private
protocol.py could any procedure avoid war? · levers.py which cost, status quo or certainty keeps the risk low
On a case: card.py what it is · from_draws.py block to answers · curve.py risk by demand · method.py the solution
"""

from commonground.methods.crisis.costs import CostBelief, DiscreteCost, ExponentialCost, UniformCost
from commonground.methods.crisis.demand import (
    PrivateCostParameters,
    PrivateCostResult,
    solve_private_cost,
)
from commonground.methods.crisis.known import KnownCostsParameters, KnownCostsResult, solve_known_costs
from commonground.methods.crisis.levers import (
    cost_a_that_keeps_peace,
    cost_total_that_allows_peace,
    cost_total_that_keeps_peace,
    lowest_cost_b_that_keeps_peace,
    spread_that_allows_peace,
    spread_that_keeps_peace,
    status_quo_that_is_kept,
    status_quo_that_keeps_peace,
)
from commonground.methods.crisis.power import (
    PrivatePowerParameters,
    PrivatePowerResult,
    solve_private_power,
)
from commonground.methods.crisis.protocol import (
    ProtocolParameters,
    ProtocolResult,
    cost_types,
    power_types,
    solve_protocol,
)
from commonground.methods.crisis.two_types import TwoTypesParameters, TwoTypesResult, solve_two_types

__all__ = [
    "CostBelief",
    "DiscreteCost",
    "ExponentialCost",
    "KnownCostsParameters",
    "KnownCostsResult",
    "PrivateCostParameters",
    "PrivateCostResult",
    "PrivatePowerParameters",
    "PrivatePowerResult",
    "ProtocolParameters",
    "ProtocolResult",
    "TwoTypesParameters",
    "TwoTypesResult",
    "UniformCost",
    "cost_a_that_keeps_peace",
    "cost_total_that_allows_peace",
    "cost_total_that_keeps_peace",
    "cost_types",
    "lowest_cost_b_that_keeps_peace",
    "power_types",
    "solve_known_costs",
    "solve_private_cost",
    "solve_private_power",
    "solve_protocol",
    "solve_two_types",
    "spread_that_allows_peace",
    "spread_that_keeps_peace",
    "status_quo_that_is_kept",
    "status_quo_that_keeps_peace",
]
