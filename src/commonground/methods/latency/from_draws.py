"""From a case's programme to the parameters of the models, draw by draw.

A period of the price of a freeze is one step of the programme: chances and weights per year are taken to the power of
its length in years, flows are multiplied by it. Breakout and warning are in months.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np

from commonground.case.draws import Draws
from commonground.case.strategy_draws import CovertDraws, LatencyDraws
from commonground.errors import MissingInput
from commonground.methods.latency.breakout import BreakoutParameters
from commonground.methods.latency.covert import CovertParameters
from commonground.methods.latency.freeze import FreezeParameters, solve_freeze
from commonground.methods.parameters import BoolArray, FloatArray

MONTHS_A_YEAR = 12.0
_LEAST, _MOST = 1e-12, 1.0 - 1e-12  # the models exclude a weight of 0 and of 1


def programme_of(draws: Draws) -> LatencyDraws:
    """The block, or MissingInput if the case has none."""
    if draws.strategy.latency is None:
        raise MissingInput(
            "latency needs a programme: who builds it, how far it is, and what it brings",
            ("latency.builder", "latency.steps", "latency.step_length", "latency.flow", "latency.turnover"),
        )
    return draws.strategy.latency


def years_of(block: LatencyDraws) -> FloatArray:
    """(draw,) length of a step in years."""
    return np.asarray(block.step_length / MONTHS_A_YEAR)


def per_step(chance: FloatArray, years: FloatArray) -> FloatArray:
    """A chance per year as one per step."""
    return np.asarray(1.0 - (1.0 - chance) ** years)


def per_year(chance: FloatArray, years: FloatArray) -> FloatArray:
    """A chance per step as one per year; NaN stays."""
    return np.asarray(1.0 - (1.0 - chance) ** (1.0 / years))


def freeze_of(block: LatencyDraws) -> FreezeParameters:
    """The builder's side; every advance is seen at once."""
    years = years_of(block)
    return FreezeParameters(
        steps=block.steps,
        flow=block.flow * years,
        flow_successor=block.flow_successor * years,
        flow_armed=block.flow_armed * years,
        step_cost=block.step_cost,
        discount=np.clip(block.discount**years, _LEAST, _MOST),
        turnover=per_step(block.turnover, years),
        turnover_back=per_step(block.turnover_back, years),
    )


def from_here(block: LatencyDraws) -> FreezeParameters:
    """The same with the steps that are left only, today's being the first: what lies behind moves no price ahead."""
    return replace(freeze_of(block), steps=block.steps - block.at)


def price_seen_late(ahead: FreezeParameters, unseen: FloatArray) -> FloatArray:
    """(draw,) price of the first step, per step, if an advance goes unseen, and paid for, for so many whole steps.

    The model takes one such number for all draws, so that draws are solved in groups of the same.
    """
    found = np.full(unseen.shape, np.nan)
    parts: dict[str, Any] = {part.name: getattr(ahead, part.name) for part in fields(ahead)}
    for lag in np.unique(unseen):
        same = unseen == lag
        kept = {name: value[same] for name, value in parts.items() if isinstance(value, np.ndarray)}
        found[same] = solve_freeze(replace(ahead, **kept, lag=int(lag))).price[:, 0]
    return found


def breakout_of(block: LatencyDraws) -> BreakoutParameters:
    """The dash from here, in months; watched without a break where the case tells of no inspections."""
    seen, left = block.inspections, float(block.steps - block.at)
    if seen is None:
        return BreakoutParameters(steps_left=left, step_length=block.step_length)
    return BreakoutParameters(
        steps_left=left,
        step_length=block.step_length,
        interval=seen.interval,
        report_lag=seen.report_lag,
        sensitivity=seen.sensitivity,
        response=seen.response,
    )


@dataclass(frozen=True)
class CovertGiven:
    """The hidden programme in the draws in which its payoffs fit the model; `fits` (all draws) says which those are."""

    fits: BoolArray
    parameters: CovertParameters | None  # of the fitting draws only; None if there are none

    def spread(self, values: FloatArray) -> FloatArray:
        """(all draws,) of (fitting draws,): NaN where the payoffs do not fit."""
        found = np.full(self.fits.shape, np.nan)
        found[self.fits] = values
        return found


def covert_of(covert: CovertDraws) -> CovertGiven:
    """Fits where the builder prefers quiet to war and the other side a quiet builder to an armed one."""
    fits = np.asarray((covert.quiet_builder > covert.war_builder) & (covert.quiet_other > covert.armed_other))
    if not fits.any():
        return CovertGiven(fits, None)
    return CovertGiven(
        fits,
        CovertParameters(
            detection=covert.detection[fits],
            armed_b=covert.armed_builder[fits],
            quiet_b=covert.quiet_builder[fits],
            war_b=covert.war_builder[fits],
            investment=covert.investment[fits],
            quiet_a=covert.quiet_other[fits],
            armed_a=covert.armed_other[fits],
            war_a=covert.war_other[fits],
            mistake_cost=covert.mistake_cost[fits],
        ),
    )
