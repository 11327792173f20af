"""What a mediator would change as a guarantor: the cost of war, and what leaving a deal brings.

Apart from its word, and whether or not that is believed. The guarantee is taken as certain.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from commonground.case.draws import Draws
from commonground.case.strategy_draws import GuaranteeDraws
from commonground.methods.crisis.from_draws import Crisis
from commonground.methods.measures import measure
from commonground.methods.mediation.from_draws import risk_with_guarantee
from commonground.methods.parameters import FloatArray


def guarantee(draws: Draws, crisis: Crisis, given: GuaranteeDraws | None) -> dict[str, Any] | None:
    """The effects of a guarantee; None without one.

    Returns
    -------
    {"war_cost", "escrow", "snapback": what it adds,
    "risk_without", "risk_with": of war, with a war dearer to either side,
    "durability_without", "durability_with": of a deal, with leaving it dearer to the governments of which the case
    says what that brings and costs; None where it says so of none,
    "width_without", "width_with": of the zone of the deal, in shares of what it yields, with the escrow paid to whoever
    is left; None without elections.deal}
    """
    if given is None:
        return None
    lives, zone = _durability(draws, given), _width(draws, given)
    return {
        "war_cost": measure(given.war_cost),
        "escrow": measure(given.escrow),
        "snapback": measure(given.snapback),
        "risk_without": measure(crisis.risk),
        "risk_with": measure(risk_with_guarantee(crisis, given.war_cost)),
        "durability_without": None if lives is None else measure(lives[0]),
        "durability_with": None if lives is None else measure(lives[1]),
        "width_without": None if zone is None else measure(zone[0]),
        "width_with": None if zone is None else measure(zone[1]),
    }


def _durability(draws: Draws, given: GuaranteeDraws) -> tuple[FloatArray, FloatArray] | None:
    """(draw,) life of a deal without and with an escrow and a snapback added to the penalties for leaving it."""
    elections = draws.strategy.elections
    if elections is None or all(government.penalty is None for government in elections.governments):
        return None
    from commonground.methods.turnover.from_draws import durability_of

    dearer = tuple(
        government
        if government.penalty is None
        else replace(
            government,
            penalty=replace(
                government.penalty,
                escrow=np.asarray(government.penalty.escrow + given.escrow),
                snapback=np.asarray(government.penalty.snapback + given.snapback),
            ),
        )
        for government in elections.governments
    )
    guarded = replace(draws.strategy, elections=replace(elections, governments=dearer))
    return durability_of(draws), durability_of(replace(draws, strategy=guarded))


def _width(draws: Draws, given: GuaranteeDraws) -> tuple[FloatArray, FloatArray] | None:
    """(draw,) width of the zone of the deal without and with the escrow, a sum in years of what the deal yields."""
    elections = draws.strategy.elections
    if elections is None or elections.deal is None:
        return None
    from commonground.methods.turnover.bargain import QUARTERS, solve_bargain
    from commonground.methods.turnover.deal import solve_deal
    from commonground.methods.turnover.from_draws import endless_of

    today = solve_bargain(elections, elections.deal, endless_of(elections)).result
    held = replace(today.parameters, escrow_a=np.asarray(today.parameters.escrow_a) + QUARTERS * given.escrow)
    return today.width, solve_deal(held).width
