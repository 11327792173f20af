"""Programmes on the way to a threshold: how far, how soon, at what price they stay where they are, how to watch them.

freeze.py what B must be paid at each step to stay there, when governments change · levers.py what an offer bears
buyer.py  the other side: pay, let B advance, or strike · covert.py a hidden programme under imperfect monitoring
breakout.py time from here to the threshold, and how much of it is left after detection
On a case: from_draws.py a step is a period · on_case.py its programme, solved · method.py the voice
"""

from commonground.methods.latency.breakout import (
    BreakoutParameters,
    BreakoutResult,
    inspection_interval_that_warns,
    sensitivity_that_sees,
    solve_breakout,
)
from commonground.methods.latency.buyer import BuyerParameters, BuyerResult, solve_buyer
from commonground.methods.latency.covert import (
    CovertParameters,
    CovertResult,
    cost_that_deters,
    monitoring_that_deters,
    monitoring_that_limits_war,
    reward_that_deters,
    solve_covert,
)
from commonground.methods.latency.freeze import FreezeParameters, FreezeResult, solve_freeze
from commonground.methods.latency.levers import lag_that_holds, step_cost_that_holds, turnover_that_holds

__all__ = [
    "BreakoutParameters",
    "BreakoutResult",
    "BuyerParameters",
    "BuyerResult",
    "CovertParameters",
    "CovertResult",
    "FreezeParameters",
    "FreezeResult",
    "cost_that_deters",
    "inspection_interval_that_warns",
    "lag_that_holds",
    "monitoring_that_deters",
    "monitoring_that_limits_war",
    "reward_that_deters",
    "sensitivity_that_sees",
    "solve_breakout",
    "solve_buyer",
    "solve_covert",
    "solve_freeze",
    "step_cost_that_holds",
    "turnover_that_holds",
]
