"""From the elections of a case to how long a deal lives, draw by draw.

Every government's changes enter on their days; what may happen between them (a government that leaves in mid-term, a
succession outside elections) is a yearly hazard. A penalty for leaving lowers all of these chances alike.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from commonground.case.draws import Draws
from commonground.case.strategy_draws import ChangeDraws, ElectionsDraws, GovernmentDraws
from commonground.errors import MissingInput
from commonground.methods.parameters import FloatArray
from commonground.methods.turnover.calendar import DAYS_A_YEAR, add_months
from commonground.methods.turnover.course import MOST_PATIENT, Change, Course
from commonground.methods.turnover.renege import RenegeParameters, RenegeResult, solve_renege

_FAR = 60.0  # years: beyond them, a deal without an end weighs next to nothing
_SUREST = 1.0 - 1e-12  # a hazard of 1 a year ends a deal within days


def elections_of(draws: Draws) -> ElectionsDraws:
    """The block, or MissingInput if the case has none."""
    if draws.strategy.elections is None:
        raise MissingInput(
            "turnover needs the changes of government that a deal has to outlive",
            ("elections.discount", "elections.governments"),
        )
    return draws.strategy.elections


def durability_of(draws: Draws) -> FloatArray:
    """(draw,) the durability that changes of government leave a deal, 0-1, the same for all parties.

    Raises
    ------
    MissingInput : the case has no elections.
    """
    return life_of(elections_of(draws))


def life_of(elections: ElectionsDraws) -> FloatArray:
    """(draw,) discounted share of the span in which a deal lives, 0-1."""
    return span_of(elections).durability


def span_of(elections: ElectionsDraws, of: int | None = None) -> Course:
    """What may end a deal within the span that counts; `of`: if only that party's government could end it."""
    return _course(elections, elections.span_years, endless=False, of=of)


def endless_of(elections: ElectionsDraws) -> Course:
    """What may end a deal at any time: changes that come again go on coming again."""
    return _course(elections, max(_FAR, elections.span_years), endless=True, of=None)


def penalty_of(elections: ElectionsDraws, government: GovernmentDraws) -> RenegeResult | None:
    """What a penalty does to one of a government that would rather leave; None without a penalty."""
    penalty = government.penalty
    if penalty is None:
        return None
    return solve_renege(
        RenegeParameters(
            hostile=1.0,
            temptation=penalty.temptation,
            discount=np.minimum(elections.discount, MOST_PATIENT),
            escrow=penalty.escrow,
            snapback=penalty.snapback,
            audience_cost=penalty.at_home,
        )
    )


def _course(elections: ElectionsDraws, years: float, *, endless: bool, of: int | None) -> Course:
    found, lives = [], np.ones_like(elections.discount)
    for government in elections.governments:
        if of not in (None, government.party):
            continue
        penalty = penalty_of(elections, government)
        tempted: FloatArray | float = 1.0 if penalty is None else 1.0 - penalty.deterred
        for change in _changes(government, repeating=endless):
            after = (change.day - elections.as_of).days / DAYS_A_YEAR
            if after > years or (
                after == years and not endless
            ):  # the last day of all is the eve of the next round
                break
            found.append(Change(government.party, change.name, change.day, after, change.leaves * tempted))
        lives = lives * (1.0 - tempted * government.leaves_between)
        lives = lives * (1.0 - tempted * government.succession * government.succession_leaves)
    return Course(
        changes=tuple(sorted(found, key=lambda change: (change.day, change.party))),
        hazard=np.minimum(1.0 - lives, _SUREST),
        discount=elections.discount,
        horizon=years,
        endless=endless,
    )


def _changes(government: GovernmentDraws, *, repeating: bool) -> Iterator[ChangeDraws]:
    """In order of date; with `repeating` for as long as the calendar reaches."""
    yield from government.changes
    every = government.every_months
    if not repeating or not every or not government.changes:
        return
    last, times = government.changes[-1], 1
    while 12 * last.day.year + last.day.month + times * every <= 12 * 9999:
        yield ChangeDraws(add_months(last.day, times * every), last.name, last.leaves)
        times += 1
