"""Alternating offers after Rubinstein (1982): what patience, waiting and a way out are worth at the table.

split.py offers in turn without a deadline; inside payoffs (while waiting) and outside options (on leaving) kept apart
deadline.py a last round · rates.py time, breakdown and flows in continuous time, the link to Nash
curve.py a frontier that is not a straight line · levers.py which way out, patience or flow gives a certain share
"""

from commonground.methods.offers.curve import (
    CurveOffersParameters,
    CurveOffersResult,
    FrontierCurve,
    SettlementParameters,
    SettlementResult,
    solve_curve_offers,
    solve_settlement,
)
from commonground.methods.offers.deadline import DeadlineParameters, DeadlineResult, solve_deadline
from commonground.methods.offers.levers import (
    flow_a_for_share,
    flow_b_for_share,
    outside_b_for_share,
    outside_b_that_binds,
    patience_a_for_share,
)
from commonground.methods.offers.rates import RatesParameters, RatesResult, solve_rates
from commonground.methods.offers.split import OffersParameters, OffersResult, solve_offers

__all__ = [
    "CurveOffersParameters",
    "CurveOffersResult",
    "DeadlineParameters",
    "DeadlineResult",
    "FrontierCurve",
    "OffersParameters",
    "OffersResult",
    "RatesParameters",
    "RatesResult",
    "SettlementParameters",
    "SettlementResult",
    "flow_a_for_share",
    "flow_b_for_share",
    "outside_b_for_share",
    "outside_b_that_binds",
    "patience_a_for_share",
    "solve_curve_offers",
    "solve_deadline",
    "solve_offers",
    "solve_rates",
    "solve_settlement",
]
