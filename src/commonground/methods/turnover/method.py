"""The method itself: settings in, draws in, `Solution` out."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from commonground.case.draws import Draws
from commonground.case.strategy_draws import ElectionsDraws
from commonground.methods.base import Solution
from commonground.methods.measures import measure
from commonground.methods.parameters import FloatArray
from commonground.methods.settings import require_setting
from commonground.methods.thresholds import threshold
from commonground.methods.turnover.bargain import Bargain, described, solve_bargain
from commonground.methods.turnover.calendar import DAYS_A_YEAR, add_months
from commonground.methods.turnover.card import CARD
from commonground.methods.turnover.course import Course
from commonground.methods.turnover.from_draws import elections_of, endless_of, penalty_of, span_of
from commonground.methods.turnover.words import findings, reading


@dataclass(frozen=True, kw_only=True)
class Settings:
    """durability: the durability for which the largest chance of leaving is worked out."""

    durability: float = 0.8

    def __post_init__(self) -> None:
        require_setting(
            0.0 < self.durability <= 1.0,
            "durability",
            self.durability,
            "Write a number above 0 and at most 1, for instance durability=0.8.",
        )


def solve(draws: Draws, settings: Settings | None = None) -> Solution:
    """Would a deal outlive the governments that sign it, and what must it pay because it may not?

    Steps: 1. durability over the span, by all governments and by each alone; 2. the chance that the deal is alive, day
    by day; 3. with a deal in the case: what each side must get, the zone between them, and what would open it.

    Parameters
    ----------
    draws : with the block `elections`
    settings : see `Settings`

    Returns
    -------
    Solution without outcomes; `data` keys are listed in the method's chapter.

    Raises
    ------
    MissingInput : the case has no such block.

    References
    ----------
    powell2004, powell2006, wolford2007

    Limits
    ------
    See the card.
    """
    settings = settings or Settings()
    elections = elections_of(draws)
    span, durability = span_of(elections), span_of(elections).durability
    bargain = (
        None if elections.deal is None else solve_bargain(elections, elections.deal, endless_of(elections))
    )
    data: dict[str, Any] = {
        "durability": {draws.parties[party]: measure(durability) for party in draws.signatories},
        "span_years": elections.span_years,
        "government": {
            draws.parties[one.party]: _government(elections, span, number)
            for number, one in enumerate(elections.governments)
        },
        "by_date": _by_date(elections, span),
        "deal": None
        if bargain is None or elections.deal is None
        else described(bargain, elections, elections.deal, draws.parties),
        "thresholds": _thresholds(draws, elections, span, durability, settings.durability, bargain),
        "reading": reading(draws, elections, span, durability, bargain),
    }
    return Solution(
        method=CARD.id,
        title=CARD.title,
        outcome=None,
        settlement=None,
        findings=findings(elections, span, bargain),
        data=data,
        settings=asdict(settings),
    )


def _government(elections: ElectionsDraws, span: Course, number: int) -> dict[str, Any]:
    """One government: its days, the deal's life up to each, and what a penalty does."""
    one = elections.governments[number]
    alone, penalty = span_of(elections, one.party), penalty_of(elections, one)
    return {
        "next": alone.changes[0].day.isoformat() if alone.changes else None,
        "changes": [
            {
                "date": change.day.isoformat(),
                "name": change.name,
                "leaves": measure(change.leaves),
                "alive": measure(span.alive_at(change.years)),
                "alive_alone": measure(alone.alive_at(change.years)),
            }
            for change in alone.changes
        ],
        "hazard": measure(alone.hazard),
        "durability_alone": measure(alone.durability),
        "penalty": None
        if penalty is None
        else {
            "cost": measure(penalty.parameters.penalty),
            "enough": measure(penalty.enough),
            "deterred": measure(penalty.deterred),
        },
    }


def _by_date(elections: ElectionsDraws, span: Course) -> list[dict[str, Any]]:
    """Chance that the deal is alive, on the day of signing and every year after it up to the span."""
    days = [add_months(elections.as_of, 12 * year) for year in range(int(elections.span_years + 1e-9) + 1)]
    return [
        {
            "date": day.isoformat(),
            "alive": measure(span.alive_at((day - elections.as_of).days / DAYS_A_YEAR)),
        }
        for day in days
    ]


def _thresholds(
    draws: Draws,
    elections: ElectionsDraws,
    span: Course,
    durability: FloatArray,
    aim: float,
    bargain: Bargain | None,
) -> list[dict[str, Any]]:
    found = [] if bargain is None else list(bargain.repairs)
    if span.changes:
        found.append(
            threshold(
                "leaves",
                f"Largest chance that each change of government ends the deal, at which its durability over"
                f" {elections.span_years:g} years is at least {aim:g}, 0-1",
                span.chance_that_leaves(aim),
                span.chance_that_leaves(durability),
            )
        )
    found.append(
        threshold(
            "hazard",
            f"Largest chance per year that the deal ends on no fixed day, at which its durability over"
            f" {elections.span_years:g} years is at least {aim:g}, changes of government as they are, 0-1",
            span.hazard_that_leaves(aim),
            span.hazard,
        )
    )
    for one in elections.governments:
        penalty = penalty_of(elections, one)
        if penalty is not None:
            found.append(
                threshold(
                    f"penalty.{draws.parties[one.party]}",
                    f"Least cost of leaving at which no government of {draws.name(one.party)} leaves, in years of what"
                    " the deal yields",
                    penalty.enough,
                    np.asarray(penalty.parameters.penalty),
                )
            )
    return found
