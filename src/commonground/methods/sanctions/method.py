"""The method itself: settings in, draws in, `Solution` out."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from commonground.case.draws import Draws
from commonground.errors import Finding
from commonground.methods.base import Solution
from commonground.methods.measures import measure
from commonground.methods.phrases import share_of
from commonground.methods.sanctions.card import CARD
from commonground.methods.sanctions.from_draws import parameters_of, threat_of
from commonground.methods.sanctions.threats import (
    SanctionParameters,
    SanctionResult,
    audience_cost_that_succeeds,
    cost_that_compels,
    resolve_that_compels,
    selection,
    solve_sanctions,
    value_that_is_conceded,
)
from commonground.methods.settings import require_setting
from commonground.methods.thresholds import threshold

_MEASURED = (
    "threshold",
    "bluff",
    "concede",
    "p_threat",
    "p_success",
    "p_imposed",
    "p_backed_down",
    "success_threatened",
    "success_imposed",
    "p_misjudged",
    "loss_target",
)


@dataclass(frozen=True, kw_only=True)
class Settings:
    """success: chance of success for which the cost of backing down is worked out."""

    success: float = 0.5

    def __post_init__(self) -> None:
        require_setting(
            0.0 < self.success < 1.0,
            "success",
            self.success,
            "Write a number between 0 and 1, for instance success=0.5.",
        )


def solve(draws: Draws, settings: Settings | None = None) -> Solution:
    """Would a threat of sanctions work, and how much of it would be bluff?

    Parameters
    ----------
    draws : with the block `sanctions`
    settings : see `Settings`

    Returns
    -------
    Solution without outcomes (a threat that works is not an agreement); `data` keys are listed in the method's chapter.

    Raises
    ------
    MissingInput : the case has no such block.

    References
    ----------
    Stylised after eaton1992, lacy2004, drezner2003.

    Limits
    ------
    See the card.
    """
    settings = settings or Settings()
    threat = threat_of(draws)
    parameters = parameters_of(threat)
    result = solve_sanctions(parameters)
    sender, target = draws.name(threat.sender), draws.name(threat.target)
    told = {name: value for name, value in asdict(selection(result)).items() if value == value}
    data: dict[str, Any] = {
        "sender": draws.parties[threat.sender],
        "target": draws.parties[threat.target],
        **{name: measure(getattr(result, name)) for name in _MEASURED},
        "kinds": {name: float(getattr(result, name).mean()) for name in ("compels", "bluffs", "defied")},
        "several": float(result.several.mean()),
        "selection": {
            **dict.fromkeys(("success_threatened", "success_imposed", "imposed_per_threat")),
            **told,
        },
        "thresholds": _thresholds(parameters, settings.success, sender, target),
        "reading": result.reading(sender, target),
    }
    return Solution(
        method=CARD.id,
        title=CARD.title,
        outcome=None,
        settlement=None,
        findings=tuple(_findings(result, target)),
        data=data,
        settings=asdict(settings),
    )


def _thresholds(given: SanctionParameters, success: float, sender: str, target: str) -> list[dict[str, Any]]:
    return [
        threshold(
            "cost",
            f"Least cost of sanctions to {target}, in units of what is at stake there, at which every threat works",
            cost_that_compels(given),
            given.cost,
        ),
        threshold(
            "resolved",
            f"Least chance, as {target} sees it, that {sender} would impose sanctions, at which every threat works",
            resolve_that_compels(given),
            given.chance_resolved,
        ),
        threshold(
            "at_stake",
            f"Most that {sender} can ask for, in worth to {target}, if any threat is to work",
            value_that_is_conceded(given),
            given.value,
        ),
        threshold(
            "audience_cost",
            f"Least cost of backing down to {sender}, in units of what success is worth to it, at which a threat works"
            f" with a chance of {100 * success:g} %",
            audience_cost_that_succeeds(given, success),
            given.audience_cost,
        ),
    ]


def _findings(result: SanctionResult, target: str) -> list[Finding]:
    found = []
    several = float(result.several.mean())
    if several > 0.0:
        found.append(
            Finding(
                "note",
                "sanctions",
                "in some draws the threat has more than one equilibrium: the target is just indifferent, or backing"
                " down costs nothing and the amount of bluff is open; the least bluff is shown",
                "See the chapter on sanctions; a cost of backing down above 0 removes the second of the two.",
                got=f"{share_of(several)} of draws",
            )
        )
    if result.defied.all():
        found.append(
            Finding(
                "note",
                "sanctions.cost",
                f"no threat works in any draw, since what is at stake is worth more to {target} than sanctions cost",
                "See the thresholds: they say what sanctions would have to cost.",
            )
        )
    return found
