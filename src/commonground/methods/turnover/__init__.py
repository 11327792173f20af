"""Deals that outlive governments, or do not: elections, reneging, and war for fear of what comes after.

calendar.py from election dates to periods · life.py the discounted share of time in which a deal lives
deal.py what a deal with elections must pay each side · repairs.py what reopens the zone
renege.py when a hostile successor keeps a deal all the same
shift.py preventive war, and war before a change of leader
On a case: from_draws.py and course.py what may end a deal, and when · bargain.py its deal · words.py · method.py
"""

from commonground.methods.turnover.calendar import ElectionCalendar, periods_between
from commonground.methods.turnover.deal import (
    DealParameters,
    DealResult,
    durability_that_holds,
    renege_that_holds,
    reservation_flow,
    solve_deal,
)
from commonground.methods.turnover.life import durability, durability_by_date, steady_durability
from commonground.methods.turnover.renege import (
    RenegeParameters,
    RenegeResult,
    penalty_that_holds,
    penalty_that_limits,
    solve_renege,
    survival,
)
from commonground.methods.turnover.repairs import (
    escrow_that_holds,
    first_election_that_holds,
    front_load_that_holds,
    loss_that_holds,
    reconstitution_that_holds,
    term_that_holds,
)
from commonground.methods.turnover.shift import (
    LeaderParameters,
    LeaderResult,
    ShiftParameters,
    ShiftResult,
    cost_that_keeps_peace,
    patience_that_keeps_peace,
    power_that_keeps_peace,
    solve_leader,
    solve_shift,
    successor_that_keeps_peace,
    turnover_that_keeps_peace,
)

__all__ = [
    "DealParameters",
    "DealResult",
    "ElectionCalendar",
    "LeaderParameters",
    "LeaderResult",
    "RenegeParameters",
    "RenegeResult",
    "ShiftParameters",
    "ShiftResult",
    "cost_that_keeps_peace",
    "durability",
    "durability_by_date",
    "durability_that_holds",
    "escrow_that_holds",
    "first_election_that_holds",
    "front_load_that_holds",
    "loss_that_holds",
    "patience_that_keeps_peace",
    "penalty_that_holds",
    "penalty_that_limits",
    "periods_between",
    "power_that_keeps_peace",
    "reconstitution_that_holds",
    "renege_that_holds",
    "reservation_flow",
    "solve_deal",
    "solve_leader",
    "solve_renege",
    "solve_shift",
    "steady_durability",
    "successor_that_keeps_peace",
    "survival",
    "term_that_holds",
    "turnover_that_keeps_peace",
]
