"""From the elections of a case to how long a deal lives, draw by draw.

Every government's changes enter on their days; what may happen between them (a government that leaves in mid-term, a
succession outside elections) is a yearly hazard. A penalty for leaving lowers all of these chances alike.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from commonground.case.draws import Draws
from commonground.case.strategy_draws import ElectionsDraws, GovernmentDraws
from commonground.errors import MissingInput
from commonground.methods.parameters import FloatArray
from commonground.methods.turnover.calendar import periods_between
from commonground.methods.turnover.life import durability
from commonground.methods.turnover.renege import RenegeParameters, solve_renege

MOST_PATIENT = 1.0 - 1e-9  # models that look ahead for ever need a discount below 1
_SUREST = 1.0 - 1e-12  # a hazard of 1 a year ends a deal within days


@dataclass(frozen=True)
class Change:
    """A day on which one government changes, and the chance that the deal ends with it, penalty counted."""

    party: int
    name: str
    day: date
    years: float  # from as_of
    leaves: FloatArray  # (draw,)


def elections_of(draws: Draws) -> ElectionsDraws:
    """The block, or MissingInput if the case has none."""
    if draws.strategy.elections is None:
        raise MissingInput(
            "turnover needs the changes of government that a deal has to outlive",
            ("elections.discount", "elections.governments"),
        )
    return draws.strategy.elections


def stays_in(elections: ElectionsDraws, government: GovernmentDraws) -> FloatArray:
    """(draw,) share of those who would rather leave that a penalty keeps in, 0-1; 0 without a penalty."""
    penalty = government.penalty
    if penalty is None:
        return np.zeros_like(elections.discount)
    result = solve_renege(
        RenegeParameters(
            hostile=1.0,
            temptation=penalty.temptation,
            discount=np.minimum(elections.discount, MOST_PATIENT),
            escrow=penalty.escrow,
            snapback=penalty.snapback,
            audience_cost=penalty.at_home,
        )
    )
    return result.deterred


def changes_of(elections: ElectionsDraws, *, of: int | None = None) -> tuple[Change, ...]:
    """All changes of all governments (or of one party's) within the span, in order of date."""
    found = []
    for government in elections.governments:
        if of not in (None, government.party):
            continue
        tempted = 1.0 - stays_in(elections, government)
        for change in government.changes:
            years = periods_between(elections.as_of, change.day, periods_a_year=1.0)
            if years < elections.span_years:
                found.append(
                    Change(government.party, change.name, change.day, years, change.leaves * tempted)
                )
    return tuple(sorted(found, key=lambda change: (change.day, change.party)))


def hazard_of(elections: ElectionsDraws, *, of: int | None = None) -> FloatArray:
    """(draw,) chance per year that a deal ends on no fixed day, by all governments or by one party's; below 1."""
    lives = np.ones_like(elections.discount)
    for government in elections.governments:
        if of not in (None, government.party):
            continue
        tempted = 1.0 - stays_in(elections, government)
        lives = lives * (1.0 - tempted * government.leaves_between)
        lives = lives * (1.0 - tempted * government.succession * government.succession_leaves)
    return np.minimum(1.0 - lives, _SUREST)


def life_of(elections: ElectionsDraws, *, of: int | None = None) -> FloatArray:
    """(draw,) discounted share of the span in which a deal lives; `of`: if only that party's government can end it."""
    changes = changes_of(elections, of=of)
    return durability(
        [change.leaves for change in changes],
        elections.discount,
        [change.years for change in changes],
        elections.span_years,
        hazard_of(elections, of=of),
    )


def alive_at(elections: ElectionsDraws, years: float, *, of: int | None = None) -> FloatArray:
    """(draw,) chance that a deal signed on as_of still lives so many years later (a change on that day counted)."""
    alive = (1.0 - hazard_of(elections, of=of)) ** years
    for change in changes_of(elections, of=of):
        if change.years <= years:
            alive = alive * (1.0 - change.leaves)
    return np.asarray(alive)


def durability_of(draws: Draws) -> FloatArray:
    """(draw,) the durability that changes of government leave a deal, 0-1, the same for all parties.

    Raises
    ------
    MissingInput : the case has no elections.
    """
    return life_of(elections_of(draws))
