"""From a case's exchange of relief and concessions to the parameters of the models, draw by draw.

A period is the time from one tranche to the next: the yearly weight and the yearly chance of collapse are taken to the
power of its length in years.
"""

from __future__ import annotations

import numpy as np

from commonground.case.draws import Draws
from commonground.case.strategy_draws import ReliefDraws
from commonground.errors import MissingInput
from commonground.methods.parameters import FloatArray
from commonground.methods.sequencing.exchange import ExchangeSide

MONTHS_A_YEAR = 12.0
_LEAST, _MOST = 1e-12, 1.0 - 1e-12  # the models exclude a weight of 0 and of 1
_SMALL = 1e-9  # a cost or benefit of 0 is taken as next to nothing


def exchange_of(draws: Draws) -> ReliefDraws:
    """The block, or MissingInput if the case has none."""
    if draws.strategy.relief is None:
        raise MissingInput(
            "sequencing needs an exchange of relief and concessions between two sides",
            ("relief.discount", "relief.step", "relief.sides"),
        )
    return draws.strategy.relief


def years_of(relief: ReliefDraws) -> FloatArray:
    """(draw,) from one tranche to the next."""
    return np.asarray(relief.step / MONTHS_A_YEAR)


def sides_of(relief: ReliefDraws) -> tuple[ExchangeSide, ...]:
    """Both sides, in the order of the case."""
    years = years_of(relief)
    return tuple(
        ExchangeSide(
            cost=np.maximum(side.cost, _SMALL),
            benefit=np.maximum(side.benefit, _SMALL),
            discount=np.clip(relief.discount**years, _LEAST, _MOST),
            hazard=np.minimum(1.0 - (1.0 - relief.collapse) ** years, _MOST),
            bonus=side.bonus,
            snapback=side.snapback,
        )
        for side in relief.sides
    )


def per_year(chance: FloatArray, years: FloatArray) -> FloatArray:
    """A chance per step as one per year; NaN stays."""
    return np.asarray(1.0 - (1.0 - chance) ** (1.0 / years))
