"""Relief and concessions in steps: exchanges that nobody enforces, made safe by what is still to come.

exchange.py what each side gives, gains and could forfeit · endless.py ever smaller steps without an end
equal.py    the fewest equal tranches, with a bonus at the end or a snapback
schedule.py the fewest tranches of any size, and the earliest delivery with as many
proposed.py a given schedule: which step would not hold, and what would make it
On a case: from_draws.py its exchange as parameters · levers.py what it would need · method.py the voice
"""

from commonground.methods.sequencing.endless import (
    EndlessResult,
    cost_that_holds,
    hazard_that_holds,
    patience_that_holds,
    solve_endless,
)
from commonground.methods.sequencing.equal import (
    EqualResult,
    bonus_that_completes,
    snapback_that_completes,
    solve_equal,
)
from commonground.methods.sequencing.exchange import ExchangeSide
from commonground.methods.sequencing.proposed import ProposedResult, solve_proposed
from commonground.methods.sequencing.schedule import (
    ScheduleResult,
    bonus_that_schedules,
    snapback_that_schedules,
    solve_schedule,
)

__all__ = [
    "EndlessResult",
    "EqualResult",
    "ExchangeSide",
    "ProposedResult",
    "ScheduleResult",
    "bonus_that_completes",
    "bonus_that_schedules",
    "cost_that_holds",
    "hazard_that_holds",
    "patience_that_holds",
    "snapback_that_completes",
    "snapback_that_schedules",
    "solve_endless",
    "solve_equal",
    "solve_proposed",
    "solve_schedule",
]
