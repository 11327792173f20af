"""The exact frontier of talks whose values are certain and add up over issues, and what follows from it.

additive.py the problem as arrays, from a case, a domain or tables · skyline.py undominated points of a cloud
merge.py the frontier issue by issue, without listing packages · solutions.py Nash, Kalai-Smorodinsky and others
zone.py how large and deep the zone is, and what would open it · trades.py exchanges across issues from a baseline
lotteries.py two parties who may toss a coin · side_payments.py money beside the deal · veto.py ratification at home
"""

from commonground.methods.frontier.additive import (
    AdditiveProblem,
    Linkage,
    additive_problem,
    from_case,
    from_domain,
)
from commonground.methods.frontier.lotteries import LotterySolutions, lottery_frontier, lottery_solutions
from commonground.methods.frontier.merge import Frontier, pareto_frontier
from commonground.methods.frontier.side_payments import SidePayments, side_payments
from commonground.methods.frontier.skyline import undominated
from commonground.methods.frontier.solutions import (
    CooperativeSolutions,
    SolutionPoints,
    cooperative_solutions,
    point_solutions,
)
from commonground.methods.frontier.trades import (
    Trade,
    divisible_frontier,
    logrolling_gain,
    logrolling_trades,
)
from commonground.methods.frontier.veto import Ratification, Vetoes, ratification
from commonground.methods.frontier.zone import ChanceOfZone, Zone, chance_of_zone, zone_report

__all__ = [
    "AdditiveProblem", "ChanceOfZone", "CooperativeSolutions", "Frontier", "Linkage", "LotterySolutions",
    "Ratification", "SidePayments", "SolutionPoints", "Trade", "Vetoes", "Zone", "additive_problem",
    "chance_of_zone", "cooperative_solutions", "divisible_frontier", "from_case", "from_domain",
    "logrolling_gain", "logrolling_trades", "lottery_frontier", "lottery_solutions", "pareto_frontier",
    "point_solutions", "ratification", "side_payments", "undominated", "zone_report",
]  # fmt: skip
