"""What an exchange in steps would need: a bonus, a snapback, less danger of collapse, more patience.

Bonus and snapback for a number of tranches are searched for on at most MOST_SEARCHED draws, evenly taken.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from commonground.case.strategy_draws import ReliefDraws
from commonground.methods.sequencing.endless import cost_that_holds, hazard_that_holds, patience_that_holds
from commonground.methods.sequencing.exchange import ExchangeSide
from commonground.methods.sequencing.from_draws import per_year, sides_of, years_of
from commonground.methods.sequencing.proposed import ProposedResult
from commonground.methods.sequencing.schedule import bonus_that_schedules, snapback_that_schedules
from commonground.methods.thinning import thinned
from commonground.methods.thresholds import threshold

MOST_SEARCHED = 2000


def thresholds(
    relief: ReliefDraws,
    sides: tuple[ExchangeSide, ...],
    names: tuple[str, ...],
    tranches: int,
    proposed: ProposedResult | None,
) -> list[dict[str, Any]]:
    """Bonus and snapback for so many tranches, and for the proposed ones; then what ever smaller steps need."""
    few = sides_of(thinned(relief, relief.step.size, MOST_SEARCHED))
    years = years_of(relief)
    least_bonus = np.min([side.bonus for side in relief.sides], axis=0)
    least_snapback = np.min([side.snapback for side in relief.sides], axis=0)
    any_size = f"with which {tranches} tranche{'s' * (tranches > 1)} of any size suffice"
    found = [
        threshold(
            "bonus",
            f"Least bonus on completion, the same for both sides and in the unit of each, {any_size}",
            bonus_that_schedules(*few, tranches=tranches),
            least_bonus,
        ),
        threshold(
            "snapback",
            f"Least share of all it has been given that a side must lose if it stops, 0-1, {any_size}",
            snapback_that_schedules(*few, tranches=tranches),
            least_snapback,
        ),
    ]
    if proposed is not None:
        found += [
            threshold(
                "bonus_proposed",
                "Least bonus on completion, the same for both sides, with which the proposed schedule is safe",
                proposed.bonus,
                least_bonus,
            ),
            threshold(
                "snapback_proposed",
                "Least snapback, the same share for both sides, with which the proposed schedule is safe, 0-1",
                proposed.snapback,
                least_snapback,
            ),
        ]
    return [
        *found,
        threshold(
            "hazard",
            "Chance of collapse per year below which ever smaller steps are safe, 0-1",
            per_year(hazard_that_holds(*sides), years),
            relief.collapse,
        ),
        threshold(
            "patience",
            "Weight of a year from now above which ever smaller steps are safe, 0-1",
            patience_that_holds(*sides) ** (1.0 / years),
            relief.discount,
        ),
        *(
            threshold(
                f"cost.{number}",
                f"Cost of giving all to {name}, in its own unit, below which ever smaller steps are safe for it",
                cost_that_holds(side),
                np.asarray(side.cost),
            )
            for number, (name, side) in enumerate(zip(names, sides, strict=True), start=1)
        ),
    ]
