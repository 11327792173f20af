"""The programme of a case, solved: price of a freeze by step and by turnover, breakout, hidden programme.

Prices are per year. What has to be searched for is worked out on at most MOST_SEARCHED draws, evenly taken.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from commonground.case.strategy_draws import LatencyDraws
from commonground.methods.latency.breakout import (
    BreakoutResult,
    inspection_interval_that_warns,
    sensitivity_that_sees,
    solve_breakout,
)
from commonground.methods.latency.covert import (
    KINDS,
    CovertResult,
    cost_that_deters,
    monitoring_that_deters,
    monitoring_that_limits_war,
    reward_that_deters,
    solve_covert,
)
from commonground.methods.latency.freeze import FreezeResult, solve_freeze
from commonground.methods.latency.from_draws import (
    CovertGiven,
    breakout_of,
    covert_of,
    freeze_of,
    from_here,
    per_step,
    per_year,
    price_seen_late,
    years_of,
)
from commonground.methods.latency.levers import lag_that_holds, step_cost_that_holds, turnover_that_holds
from commonground.methods.measures import measure
from commonground.methods.parameters import FloatArray
from commonground.methods.thinning import thinned
from commonground.methods.thresholds import threshold

MOST_SEARCHED = 1000
MOST_LAG = 8  # steps
_CURVE = 21


@dataclass(frozen=True)
class Programme:
    """Arrays are (draw,); prices per year.

    price        : (draw, step)
    without      : price today if governments never changed
    seen_late    : price today if an advance goes unseen for as long as inspections allow; None without inspections
    """

    block: LatencyDraws
    freeze: FreezeResult
    breakout: BreakoutResult
    price: FloatArray
    without: FloatArray
    seen_late: FloatArray | None
    hidden: CovertGiven | None
    covert: CovertResult | None

    @property
    def price_now(self) -> FloatArray:
        """(draw,) at the step the programme is at."""
        return np.asarray(self.price[:, self.block.at])


def solve_programme(block: LatencyDraws) -> Programme:
    """All models of the page on one block."""
    years, given = years_of(block), freeze_of(block)
    freeze, breakout = solve_freeze(given), solve_breakout(breakout_of(block))
    ahead = from_here(block)
    calm = solve_freeze(replace(ahead, turnover=0.0, turnover_back=0.0))
    hidden = None if block.covert is None else covert_of(block.covert)
    late = None
    if block.inspections is not None:
        late = price_seen_late(ahead, np.minimum(breakout.unseen_steps, MOST_LAG)) / years
    return Programme(
        block=block,
        freeze=freeze,
        breakout=breakout,
        price=freeze.price / years[:, None],
        without=calm.price[:, 0] / years,
        seen_late=late,
        hidden=hidden,
        covert=None if hidden is None or hidden.parameters is None else solve_covert(hidden.parameters),
    )


def by_turnover(block: LatencyDraws) -> dict[str, Any]:
    """Price today over the chance of turnover per year, all else as it is."""
    few = thinned(block, block.turnover.size, MOST_SEARCHED)
    years, ahead, grid, found = years_of(few), from_here(few), np.linspace(0.0, 1.0, _CURVE), []
    for chance in grid:
        changed = replace(ahead, turnover=per_step(np.full_like(years, chance), years))
        found.append(measure(solve_freeze(changed).price[:, 0] / years))
    return {
        "turnover": grid.round(9).tolist(),
        "price": {name: [one[name] for one in found] for name in ("low", "median", "high")},
        "draws": years.size,
    }


def covert_data(programme: Programme) -> dict[str, Any] | None:
    """The hidden programme as plain values; None if the case tells of none."""
    hidden, result = programme.hidden, programme.covert
    if hidden is None:
        return None
    fits = float(hidden.fits.mean())
    if result is None:
        return {"fits": fits}
    return {
        "fits": fits,
        "detection": measure(hidden.spread(np.asarray(result.parameters.detection))),
        "detection_needed": measure(hidden.spread(result.detection_needed)),
        "invest": measure(hidden.spread(result.invest)),
        "strike_unseen": measure(hidden.spread(result.strike_unseen)),
        "war": measure(hidden.spread(result.war)),
        "mistaken": measure(hidden.spread(result.mistaken_war)),
        "kinds": {name: float((result.kind == number).mean()) for number, name in enumerate(KINDS)},
        "several": float(result.several_equilibria.mean()),
    }


def price_thresholds(programme: Programme, offer: float, builder: str) -> list[dict[str, Any]]:
    """What the rest of the programme would have to be for an offer per year to keep the builder where it is."""
    block = thinned(programme.block, programme.block.turnover.size, MOST_SEARCHED)
    years, ahead = years_of(block), from_here(block)
    paid = offer * years
    tail = f"at which {offer:.3g} a year keeps {builder} at step {block.at}"
    return [
        threshold(
            "turnover",
            f"Largest chance of turnover per year {tail}, 0-1",
            per_year(turnover_that_holds(ahead, paid, 0), years),
            block.turnover,
        ),
        threshold(
            "step_cost",
            f"Least cost of a step to {builder}, once, {tail}",
            step_cost_that_holds(ahead, paid, 0),
            block.step_cost,
        ),
        threshold(
            "lag",
            f"Longest time an advance may go unseen, in months and up to {MOST_LAG} steps, {tail}",
            lag_that_holds(ahead, paid, 0, most=MOST_LAG) * block.step_length,
            None if block.inspections is None else block.inspections.interval + block.inspections.report_lag,
        ),
    ]


def watch_thresholds(programme: Programme, seen: float) -> list[dict[str, Any]]:
    """How often and how well to inspect, if there are inspections."""
    given, watched = programme.breakout.parameters, programme.block.inspections
    if watched is None:
        return []
    return [
        threshold(
            "interval",
            "Longest time between inspections, in months, that leaves as much warning as others need to act",
            inspection_interval_that_warns(given, watched.response),
            watched.interval,
        ),
        threshold(
            "sensitivity",
            f"Least chance that an inspection sees a dash, 0-1, if it is to be seen in time with a chance of {seen:g}",
            sensitivity_that_sees(given, seen),
            watched.sensitivity,
        ),
    ]


def covert_thresholds(programme: Programme, war: float, builder: str) -> list[dict[str, Any]]:
    """What would keep the builder from a hidden programme, or the risk of war within bounds."""
    hidden, covert, watched = programme.hidden, programme.block.covert, programme.block.inspections
    if hidden is None or covert is None or hidden.parameters is None:
        return []
    given, spread = hidden.parameters, hidden.spread
    needed = spread(monitoring_that_deters(given))
    found = [
        threshold(
            "detection",
            f"Least chance that a hidden programme is seen, 0-1, at which {builder} starts none",
            needed,
            covert.detection,
        ),
        threshold(
            "detection_war",
            f"Least chance that a hidden programme is seen, 0-1, at which the risk of war is at most {war:g}",
            spread(monitoring_that_limits_war(given, war)),
            covert.detection,
        ),
        threshold(
            "investment",
            f"Least cost of a hidden programme at which {builder} starts none",
            spread(cost_that_deters(given)),
            covert.investment,
        ),
        threshold(
            "reward",
            f"Least addition to what {builder} has without a programme at which it starts none",
            spread(reward_that_deters(given)),
            np.zeros_like(needed),
        ),
    ]
    if watched is not None:
        found.append(
            threshold(
                "sensitivity_deters",
                f"Least chance that an inspection sees a dash, 0-1, at which {builder} starts none",
                sensitivity_that_sees(programme.breakout.parameters, needed),
                watched.sensitivity,
            )
        )
    return found
