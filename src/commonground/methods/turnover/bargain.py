"""What a case's deal must pay each side because it may not last, and what would open the zone between them.

What a deal must pay depends on the calendar only through the durability of a deal without an end. So the model is
given quarters, each of which ends the deal with the one chance that leaves the same durability.
Sums are told in years of what the deal yields.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from commonground.case.strategy_draws import DealDraws, ElectionsDraws
from commonground.methods.measures import measure
from commonground.methods.parameters import FloatArray
from commonground.methods.thinning import thinned
from commonground.methods.thresholds import threshold
from commonground.methods.turnover.course import MOST_PATIENT, Course
from commonground.methods.turnover.deal import (
    DealParameters,
    DealResult,
    durability_that_holds,
    reservation_flow,
    solve_deal,
)
from commonground.methods.turnover.repairs import (
    escrow_that_holds,
    front_load_that_holds,
    loss_that_holds,
    reconstitution_that_holds,
)

QUARTERS = 4.0  # a year
MONTHS = 3.0  # a quarter
MOST_CURVE = 2000  # draws behind the curve over the chance of reneging
_CURVE = 21


@dataclass(frozen=True)
class Bargain:
    """The deal of a case, solved. Arrays are (draw,).

    course  : what may end it
    raw     : parameters with the losses as stated; result.parameters has them as flows that would last for ever
    price   : party -> least flow that it accepts while the deal stands, in shares of what the deal yields
    fallback: party -> flow without a deal
    """

    course: Course
    raw: DealParameters
    result: DealResult
    price: Mapping[int, FloatArray]
    fallback: Mapping[int, FloatArray]
    loss: FloatArray  # lasting, of all together

    @cached_property
    def durability_needed(self) -> FloatArray:
        """(draw,) NaN where the zone is closed even for a deal that is sure to last."""
        return durability_that_holds(self.result.parameters)

    @cached_property
    def renege_needed(self) -> FloatArray:
        """(draw,) largest chance at each change of government; NaN where none would do."""
        return self.course.chance_that_leaves(self.durability_needed)

    @cached_property
    def renege_now(self) -> FloatArray:
        """(draw,) the one chance at each change of government that leaves the deal as durable as it is."""
        return self.course.chance_that_leaves(self.result.alive)

    @cached_property
    def repairs(self) -> list[dict[str, Any]]:
        """Each thing that alone would open the zone."""
        return _repairs(self)


def solve_bargain(elections: ElectionsDraws, deal: DealDraws, course: Course) -> Bargain:
    """Prices and zone of the deal; `course` without an end."""
    alive, delta = course.durability, _patience(elections)
    flows = _flows(deal, delta)
    nothing = np.zeros_like(alive)
    price = {
        party: reservation_flow(flows.fallback[party], flows.lasting[party], alive, delta, nothing, nothing)
        for party in flows.fallback
    }
    return Bargain(
        course=course,
        raw=_parameters(alive, delta, flows.fallback, flows.loss),
        result=solve_deal(_parameters(alive, delta, flows.fallback, flows.lasting)),
        price=price,
        fallback=flows.fallback,
        loss=np.asarray(sum(flows.lasting.values(), nothing)),
    )


def _patience(elections: ElectionsDraws) -> FloatArray:
    return np.asarray(np.minimum(elections.discount, MOST_PATIENT) ** (1.0 / QUARTERS))


@dataclass(frozen=True)
class _Flows:
    """Per party: without a deal; missing after a collapse; the same as a flow for ever if it is made good in time."""

    fallback: Mapping[int, FloatArray]
    loss: Mapping[int, FloatArray]
    lasting: Mapping[int, FloatArray]


def _flows(deal: DealDraws, delta: FloatArray) -> _Flows:
    parties, nothing = sorted({*deal.fallback, *deal.loss}), np.zeros_like(delta)
    loss = {party: np.asarray(deal.loss.get(party, nothing)) for party in parties}
    lasting = dict(loss)
    for party in loss.keys() & deal.restored_in.keys():
        lasting[party] = loss[party] * (1.0 - delta ** (deal.restored_in[party] / MONTHS))
    return _Flows({party: np.asarray(deal.fallback.get(party, nothing)) for party in parties}, loss, lasting)


def _parameters(
    alive: FloatArray, delta: FloatArray, fallback: Mapping[int, FloatArray], loss: Mapping[int, FloatArray]
) -> DealParameters:
    """The first party is A, all others together B: the width of the zone knows only the sums."""
    first, *others = fallback
    nothing = np.zeros_like(alive)
    gone = 1.0 - alive
    return DealParameters(
        renege=np.clip(gone * (1.0 - delta) / (1.0 - gone * delta), 0.0, 1.0),
        discount=delta,
        term=1.0,
        first_election=0.0,
        fallback_a=fallback[first],
        fallback_b=np.asarray(sum((fallback[party] for party in others), nothing)),
        loss_a=loss[first],
        loss_b=np.asarray(sum((loss[party] for party in others), nothing)),
    )


def described(
    bargain: Bargain, elections: ElectionsDraws, deal: DealDraws, ids: tuple[str, ...]
) -> dict[str, Any]:
    """The deal as plain values."""
    return {
        "durability": measure(bargain.result.alive),
        "price": {ids[party]: measure(price) for party, price in bargain.price.items()},
        "fallback": {ids[party]: measure(flow) for party, flow in bargain.fallback.items()},
        "width": measure(bargain.result.width),
        "opens": float(bargain.result.opens.mean()),
        "renege_now": measure(bargain.renege_now) if bargain.course.changes else None,
        "renege_curve": _renege_curve(elections, deal, bargain.course),
        "repairs": [
            {
                "id": one["id"],
                "text": one["text"],
                "needed": one["value"],
                "now": one["now"],
                "opens_with": one["value"]["share"],
            }
            for one in bargain.repairs
        ],
    }


def _repairs(bargain: Bargain) -> list[dict[str, Any]]:
    """Each thing that alone would open the zone: how much of it, and what it is today."""
    given, raw = bargain.result.parameters, bargain.raw
    nothing = np.zeros_like(bargain.loss)
    found = [
        threshold(
            "escrow",
            "Least sum of a third party's money in escrow, paid out on collapse, in years of what the deal yields",
            escrow_that_holds(given) / QUARTERS,
            nothing,
        ),
        threshold(
            "front_load",
            "Least sum of a third party's money at signing, in years of what the deal yields",
            front_load_that_holds(given) / QUARTERS,
            nothing,
        ),
        threshold(
            "loss",
            "Largest loss on collapse, of all together and as a flow for ever, in shares of what the deal yields",
            loss_that_holds(given),
            bargain.loss,
        ),
        threshold(
            "reconstitution",
            "Longest time until all losses are made good, in months",
            reconstitution_that_holds(raw) * MONTHS,
        ),
        threshold(
            "durability",
            "Least durability: discounted share of all time in which the deal lives, 0-1",
            bargain.durability_needed,
            bargain.result.alive,
        ),
    ]
    if bargain.course.changes:
        found.append(
            threshold(
                "renege",
                "Largest chance that each change of government ends the deal, the same for all of them, 0-1",
                bargain.renege_needed,
                bargain.renege_now,
            )
        )
    return found


def _renege_curve(elections: ElectionsDraws, deal: DealDraws, course: Course) -> dict[str, Any]:
    """Width of the zone over the chance that each change ends the deal; from at most MOST_CURVE draws."""
    draws = course.hazard.size
    course = thinned(course, draws, MOST_CURVE)
    delta = _patience(thinned(elections, draws, MOST_CURVE))
    flows = _flows(thinned(deal, draws, MOST_CURVE), delta)
    grid, width = np.linspace(0.0, 1.0, _CURVE), []
    for chance in grid:
        given = _parameters(course.durability_if(np.asarray(chance)), delta, flows.fallback, flows.lasting)
        width.append(measure(solve_deal(given).width))
    return {
        "renege": grid.round(9).tolist(),
        "width": {name: [one[name] for one in width] for name in ("low", "median", "high")},
        "draws": delta.size,
    }
