"""The method itself: settings in, draws in, `Solution` out."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from commonground.case.draws import Draws
from commonground.case.strategy_draws import ReliefDraws
from commonground.errors import Finding
from commonground.methods.base import Estimate, Solution
from commonground.methods.measures import measure
from commonground.methods.phrases import figure, per_cent, prose, sentence, share_of, whether
from commonground.methods.sequencing.card import CARD
from commonground.methods.sequencing.endless import EndlessResult, solve_endless
from commonground.methods.sequencing.equal import EqualResult, solve_equal
from commonground.methods.sequencing.exchange import ExchangeSide
from commonground.methods.sequencing.from_draws import exchange_of, sides_of
from commonground.methods.sequencing.levers import thresholds
from commonground.methods.sequencing.proposed import ProposedResult, solve_proposed
from commonground.methods.sequencing.schedule import ScheduleResult, solve_schedule
from commonground.methods.settings import require_setting

_USUAL = 4  # tranches, where none are proposed
_ALIKE = "both about alike"


@dataclass(frozen=True, kw_only=True)
class Settings:
    """most: largest number of tranches looked at; tranches: how many the thresholds are for, 0: as many as proposed."""

    most: int = 24
    tranches: int = 0

    def __post_init__(self) -> None:
        for name, least in (("most", 1), ("tranches", 0)):
            require_setting(
                least <= getattr(self, name) <= 200,
                name,
                getattr(self, name),
                f"Use {least} to 200, for instance {name}=4.",
            )


def solve(draws: Draws, settings: Settings | None = None) -> Solution:
    """In how many steps can relief and concessions be exchanged that nobody enforces?

    Steps: 1. ever smaller steps without an end; 2. the fewest equal tranches; 3. the fewest of any size, and the
    earliest delivery with as many; 4. the schedule that is proposed, step by step; 5. what would have to be.

    Parameters
    ----------
    draws : with the block `relief`
    settings : see `Settings`

    Returns
    -------
    Solution without outcomes; `data` keys are listed in the method's chapter.

    Raises
    ------
    MissingInput : the case has no such block.

    References
    ----------
    admati1991, lockwood2002, compte2004

    Limits
    ------
    See the card.
    """
    settings = settings or Settings()
    relief = exchange_of(draws)
    sides = sides_of(relief)
    names = tuple(draws.name(side.party) for side in relief.sides)
    labels = tuple(draws.label(side.party) for side in relief.sides)
    endless, equal = solve_endless(*sides), solve_equal(*sides)
    schedule = solve_schedule(*sides, most=settings.most)
    proposed = solve_proposed(*sides, shares=[share for _, share in relief.stages]) if relief.stages else None
    tranches = settings.tranches or len(relief.stages) or _USUAL
    data: dict[str, Any] = {
        "sides": [draws.parties[side.party] for side in relief.sides],
        "step_months": measure(relief.step),
        "endless": {
            "feasible": float(endless.feasible.mean()),
            "first_tranche": measure(endless.first_tranche),
            "ratio": measure(endless.ratio),
            "efficiency": measure(endless.efficiency),
        },
        "equal": {
            "feasible": float(equal.feasible.mean()),
            "tranches": measure(equal.tranches),
            "efficiency": measure(equal.efficiency),
        },
        "schedule": _schedule(schedule),
        "proposed": None if proposed is None else _proposed(proposed, relief, draws.parties, labels),
        "tranches": tranches,
        "thresholds": thresholds(relief, sides, names, tranches, proposed),
        "reading": _reading(sides, names, endless, equal, schedule, proposed, settings.most),
    }
    return Solution(
        method=CARD.id,
        title=CARD.title,
        outcome=None,
        settlement=None,
        findings=tuple(_findings(endless, schedule, proposed, settings.most)),
        data=data,
        settings=asdict(settings),
    )


def _schedule(result: ScheduleResult) -> dict[str, Any]:
    """Fewest tranches, and the earliest schedule: its means over the draws with the most common number of them."""
    data: dict[str, Any] = {
        "feasible": float(result.feasible.mean()),
        "tranches": measure(result.tranches),
        "efficiency": measure(result.earliest_efficiency),
        "earliest": [],
        "low": [],
        "high": [],
        "share": 0.0,
    }
    if result.feasible.any():
        number, times = np.unique(result.tranches[result.feasible], return_counts=True)
        common = result.tranches == number[np.argmax(times)]
        held = result.earliest[common][:, : int(number[np.argmax(times)])]
        low, high = np.quantile(held, [0.05, 0.95], axis=0, method="closest_observation")
        data |= {
            "earliest": held.mean(axis=0).tolist(),
            "low": low.tolist(),
            "high": high.tolist(),
            "share": float(common.mean()),
        }
    return data


def _proposed(
    result: ProposedResult, relief: ReliefDraws, parties: tuple[str, ...], labels: tuple[str, ...]
) -> dict[str, Any]:
    stages = []
    for step, (stage, share) in enumerate(relief.stages):
        breaks = [float(side[:, step].mean()) for side in result.breaks_off]
        stages.append(
            {
                "name": stage,
                "share": share,
                "safe": float(result.safe[:, step].mean()),
                "breaks_off": _who(result, step, labels),
                "by": {parties[side.party]: chance for side, chance in zip(relief.sides, breaks)},
            }
        )
    return {
        "stages": stages,
        "completes": float(result.completes.mean()),
        "efficiency": measure(result.efficiency),
    }


def _who(result: ProposedResult, step: int, called: tuple[str, ...]) -> str | None:
    """Who would more often break off at a step; None if nobody ever would.

    The two sides are compared draw by draw: a difference within two standard errors is one of sampling.
    """
    one, other = (side[:, step].astype(np.float64) for side in result.breaks_off)
    if not one.any() and not other.any():
        return None
    more = Estimate.over(one - other)
    return _ALIKE if abs(more.p) <= 2.0 * more.se else called[0 if more.p > 0.0 else 1]


def _reading(
    sides: tuple[ExchangeSide, ...],
    names: tuple[str, ...],
    endless: EndlessResult,
    equal: EqualResult,
    schedule: ScheduleResult,
    proposed: ProposedResult | None,
    most: int,
) -> str:
    bare = all(not np.any(side.bonus) and not np.any(side.snapback) for side in sides)
    done = schedule.feasible
    first = schedule.earliest[done][:, 0]
    text = [
        f"{names[0]} and {names[1]} exchange in steps, each giving its part at the same time.",
        sentence(
            whether(
                endless.feasible,
                "in ever smaller steps without an end the first could give"
                f" {per_cent(endless.first_tranche[endless.feasible])} of the whole",
                "no sequence of ever smaller steps is safe: to give all costs a side more than the prospect of the rest"
                " is worth",
            )
        ),
    ]
    if bare:
        text.append(
            "With neither a bonus on completion nor a snapback no exchange that ends is safe: the last step would not"
            " be given, and so none before it."
        )
    else:
        text.append(
            sentence(
                whether(
                    done,
                    f"it can be completed in {figure(schedule.tranches[done])} tranches, the first of"
                    f" {per_cent(first)} of the whole",
                    f"no schedule of up to {most} tranches is safe throughout",
                )
            )
        )
        text.append(
            sentence(
                whether(
                    equal.feasible,
                    f"equal tranches take {figure(equal.tranches[equal.feasible])}",
                    "no number of equal tranches is safe",
                )
            )
        )
    if proposed is not None:
        weakest = int(np.argmin(proposed.safe.mean(axis=0)))
        who = _who(proposed, weakest, names)
        by = "by either side about alike" if who == _ALIKE else f"by {who}"
        text.append(
            sentence(
                whether(
                    proposed.completes,
                    "the proposed schedule is safe at every step",
                    f"the proposed schedule would be broken off, most often at step {weakest + 1} and {by}",
                )
            )
        )
    return prose(*text)


def _findings(
    endless: EndlessResult, schedule: ScheduleResult, proposed: ProposedResult | None, most: int
) -> list[Finding]:
    found = []
    stuck = float((~schedule.feasible & ~endless.feasible).mean())
    if stuck > 0.0:
        found.append(
            Finding(
                "warning",
                "relief",
                "in some draws no exchange is safe, in steps that end or without an end",
                "See the thresholds: a bonus on completion or a snapback carries the last step.",
                got=f"{share_of(stuck)} of draws",
            )
        )
    long = float((~schedule.feasible & endless.feasible).mean())
    if long > 0.0:
        found.append(
            Finding(
                "note",
                "relief",
                f"in some draws an exchange is possible without an end, but no schedule of up to {most} tranches"
                " completes it",
                "Set most higher, or give the last step a bonus or a snapback.",
                got=f"{share_of(long)} of draws",
            )
        )
    if proposed is not None and not proposed.completes.any():
        found.append(
            Finding(
                "warning",
                "relief.stages",
                "in no draw is the proposed schedule safe at every step",
                "See proposed.stages: who would break off where; and the thresholds for what would hold it.",
            )
        )
    return found
