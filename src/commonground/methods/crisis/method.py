"""The method itself: settings in, draws in, `Solution` out."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np

from commonground.case.draws import Draws
from commonground.errors import Finding
from commonground.methods.base import Estimate, Solution
from commonground.methods.crisis.card import CARD
from commonground.methods.crisis.curve import risk_curve
from commonground.methods.crisis.demand import PrivateCostParameters
from commonground.methods.crisis.from_draws import (
    ONLY_IF,
    Crisis,
    crisis_of,
    only_if_talks_fail,
    walk_away_if_known,
)
from commonground.methods.crisis.levers import (
    cost_a_that_keeps_peace,
    cost_total_that_allows_peace,
    cost_total_that_keeps_peace,
    lowest_cost_b_that_keeps_peace,
    spread_that_allows_peace,
    spread_that_keeps_peace,
    status_quo_that_is_kept,
    status_quo_that_keeps_peace,
)
from commonground.methods.crisis.power import PrivatePowerParameters
from commonground.methods.measures import measure
from commonground.methods.parameters import FloatArray
from commonground.methods.phrases import figure, in_draws, per_cent, prose, sentence, share_of
from commonground.methods.settings import require_setting
from commonground.methods.thresholds import threshold

_NEARLY_ALWAYS = 0.9  # share of draws from which a value is more likely a slip than a judgement


@dataclass(frozen=True, kw_only=True)
class Settings:
    """risk: the risk of war that the thresholds are worked out for."""

    risk: float = 0.10

    def __post_init__(self) -> None:
        require_setting(
            0.0 <= self.risk < 1.0,
            "risk",
            self.risk,
            "Write a number from 0 to below 1, for instance risk=0.1.",
        )


def solve(draws: Draws, settings: Settings | None = None) -> Solution:
    """How large is the risk that a demand backed by force ends in war, and what would lower it?

    Steps, in every draw: 1. the best demand of the side that cannot see what the other would bear; 2. the risk that it
    is refused; 3. the least risk that any procedure would leave; 4. what the crisis is worth to either side; 5. levers.

    Parameters
    ----------
    draws : of a case with a crisis
    settings : see `Settings`

    Returns
    -------
    Solution; its outcome has confrontation only. `data` keys are listed in the method's chapter.

    Raises
    ------
    MissingInput : the case has no crisis.

    References
    ----------
    fearon1995; powell1996, powell1999 (status quo); fey2011 (what any procedure must leave).

    Limits
    ------
    One demand, one answer. Takes no account of an agreement reached before. See the card.
    """
    settings = settings or Settings()
    crisis = crisis_of(draws)
    block = crisis.block
    walk_away = walk_away_if_known(draws)
    data: dict[str, Any] = {
        "parties": {
            "demander": draws.parties[block.demander],
            "resister": draws.parties[block.resister],
        },
        "names": {draws.parties[p]: draws.label(p) for p in (block.demander, block.resister)},
        "private": crisis.private,
        "risk": measure(crisis.risk),
        "risk_se": Estimate.over(crisis.risk).se,
        "risk_highest": measure(crisis.risk_highest),
        "demand": measure(crisis.demand),
        "comes_to_head": measure(block.comes_to_head),
        "other_paths": measure(block.other_paths),
        "confrontation": measure(crisis.confrontation),
        "bound": measure(crisis.result.risk_of_any_protocol),
        "gap": measure(crisis.result.gap),
        "would_attack": float(crisis.would_attack.mean()),
        "several": float(crisis.several.mean()),
        "curve": risk_curve(crisis.parameters),
        "value": {draws.parties[p]: measure(value) for p, value in crisis.value.items()},
        "walk_away": {draws.parties[p]: measure(value) for p, value in walk_away.items()},
        "thresholds": _thresholds(crisis, draws, settings.risk),
        "reading": _reading(crisis, draws),
        "only_if": ONLY_IF,
    }
    return Solution(
        method=CARD.id,
        title=CARD.title,
        outcome={"confrontation": Estimate.over(crisis.confrontation)},
        settlement=None,
        findings=tuple(_findings(crisis, draws)),
        data=data,
        settings=asdict(settings),
    )


def _thresholds(crisis: Crisis, draws: Draws, risk: float) -> list[dict[str, Any]]:
    """What would keep the risk of war at or below a bound, one thing changed at a time; sums in prizes."""
    a, b = draws.name(crisis.block.demander), draws.name(crisis.block.resister)
    aim = f"for the risk of war to be at most {per_cent(risk)}"
    unit = "in units of all that is at stake"
    given = crisis.parameters
    if isinstance(given, PrivatePowerParameters):
        total, spread = given.cost_total, given.spread
        best = f"{aim} under the best procedure"
        return [
            threshold(
                "cost_total",
                f"least cost of a war to both together {aim}, {unit}",
                cost_total_that_keeps_peace(given, risk),
                total,
            ),
            threshold(
                "cost_total_best",
                f"least cost of a war to both together {best}, {unit}",
                cost_total_that_allows_peace(given, risk),
                total,
            ),
            threshold(
                "spread",
                f"widest doubt of {a} about its chance to win {aim}, most minus least",
                spread_that_keeps_peace(given, risk),
                spread,
            ),
            threshold(
                "spread_best",
                f"widest doubt of {a} about its chance to win {best}, most minus least",
                spread_that_allows_peace(given, risk),
                spread,
            ),
        ]
    return [
        threshold(
            "cost_demander",
            f"least cost of a war to {a} {aim}, {unit}",
            _cost_demander(crisis, given, risk),
            crisis.block.cost_demander,
        ),
        threshold(
            "cost_resister_least",
            f"least that a war costs {b} at the very least {aim}, {unit}",
            lowest_cost_b_that_keeps_peace(given, risk),
            np.asarray(given.cost_b.least),
        ),
        threshold(
            "holds_now_least",
            f"share of what is at stake that {a} has to hold today at least {aim}: with less it would sooner fight",
            status_quo_that_is_kept(given, risk),
            crisis.block.holds_now,
        ),
        threshold(
            "holds_now_most",
            f"share of what is at stake that {a} may hold today at most {aim}",
            status_quo_that_keeps_peace(given, risk),
            crisis.block.holds_now,
        ),
    ]


def _cost_demander(crisis: Crisis, given: PrivateCostParameters, risk: float) -> FloatArray:
    """(draw,) least cost of a war to the demander. At some costs it would keep what it has, at others sooner fight."""
    free = cost_a_that_keeps_peace(replace(given, status_quo_a=1.0), risk)
    has = crisis.block.holds_now
    if has is None:
        return free
    held_back = cost_a_that_keeps_peace(replace(given, status_quo_a=has), risk)
    return np.minimum(free, np.maximum(held_back, np.asarray(given.power) - has))


def _reading(crisis: Crisis, draws: Draws) -> str:
    block = crisis.block
    a, b = draws.name(block.demander), draws.name(block.resister)
    told = (
        "Without an agreement it comes to such a demand by the horizon with a chance of"
        f" {per_cent(block.comes_to_head, spread=False)}"
    )
    if np.any(block.other_paths > 0.0):
        told += f", and to a confrontation by another path with {per_cent(block.other_paths, spread=False)}"
    told += f": a chance of confrontation of {per_cent(crisis.confrontation)} if no agreement comes first."
    attack = ""
    if crisis.would_attack.any():
        attack = sentence(
            f"{in_draws(crisis.would_attack)} {a} would sooner fight than keep what it has today, so that what it has"
            " does not hold it back there"
        )
    worth = " and ".join(
        f"{figure(value, spread=False)} to {draws.name(p)}" for p, value in crisis.value.items()
    )
    after = f"Once it has come to a head, the crisis is worth {worth}, where all that is at stake is worth 1."
    return f"{crisis.result.reading(a, b)}\n{prose(told, attack, after)}"


def _findings(crisis: Crisis, draws: Draws) -> list[Finding]:
    a = draws.name(crisis.block.demander)
    found = [only_if_talks_fail("crisis")]
    if crisis.several.any():
        found.append(
            Finding(
                "warning",
                "crisis",
                f"in some draws the model has several equilibria: other demands, or war itself, are as good to {a};"
                " the figures are of the safest, risk_highest is of the boldest",
                "Look at the costs: this happens where a war would destroy nothing.",
                got=f"{share_of(crisis.several)} of draws",
            )
        )
    if crisis.would_attack.any():
        nearly_always = bool(crisis.would_attack.mean() >= _NEARLY_ALWAYS)
        found.append(
            Finding(
                "warning" if nearly_always else "note",
                "crisis.holds_now",
                f"in {'nearly all' if nearly_always else 'some'} draws {a} would sooner fight than keep what it has"
                " today; holds_now is left out there",
                "Look again at holds_now, the cost of a war and the chance to win it."
                if nearly_always
                else "",
                got=f"{share_of(crisis.would_attack)} of draws",
            )
        )
    if crisis.private == "power" and crisis.block.holds_now is not None:
        found.append(
            Finding(
                "note",
                "crisis.holds_now",
                "where the balance of power is private, the model knows no share held today and leaves it out",
                "Leave it out, or state power as known and the resister's cost as {least, most}.",
            )
        )
    return found
