"""The method itself: settings in, draws in, `Solution` out."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np

from commonground.case.draws import Draws
from commonground.methods.base import Estimate, Solution
from commonground.methods.crisis.from_draws import ONLY_IF, Crisis
from commonground.methods.measures import measure
from commonground.methods.mediation.card import CARD
from commonground.methods.mediation.credibility_map import credibility_map
from commonground.methods.mediation.from_draws import Mediation, Mediator, mediation_of
from commonground.methods.mediation.guarantee import guarantee
from commonground.methods.mediation.guarantor import war_cost_that_deters
from commonground.methods.mediation.inverses import (
    accuracy_that_is_believed,
    bias_that_is_believed,
    mediator_cost_that_is_believed,
)
from commonground.methods.mediation.words import findings, name_of, reading, reading_of
from commonground.methods.parameters import FloatArray
from commonground.methods.phrases import per_cent
from commonground.methods.settings import require_setting
from commonground.methods.thresholds import threshold

_BIAS = np.linspace(-1.0, 2.0, 31).round(6)
_ACCURACY = np.linspace(0.5, 1.0, 21).round(6)


@dataclass(frozen=True, kw_only=True)
class Settings:
    """risk: the risk of war that the accuracy needed is worked out for."""

    risk: float = 0.10

    def __post_init__(self) -> None:
        require_setting(
            0.0 <= self.risk < 1.0,
            "risk",
            self.risk,
            "Write a number from 0 to below 1, for instance risk=0.1.",
        )


def solve(draws: Draws, settings: Settings | None = None) -> Solution:
    """Whose word would be believed, and what would it do to the risk of confrontation?

    Steps, in every draw and for every mediator: 1. is its word worth following, and would it be honest; 2. the share
    of the risk of war that it removes, or the risk that it adds; 3. the best of those that are accepted; 4. what each
    would have to be like; 5. what a guarantor would change.

    Parameters
    ----------
    draws : of a case with mediators, and with a crisis whose private matter is a cost
    settings : see `Settings`

    Returns
    -------
    Solution; its outcome has confrontation only. `data` keys are listed in the method's chapter.

    Raises
    ------
    MissingInput : the case has no mediators, no crisis, or a crisis in which power is private.

    References
    ----------
    kydd2003; crawford1982.

    Limits
    ------
    Two kinds of resister stand for a range. The effect assumes that a word that can be believed is heard. See the card.
    """
    settings = settings or Settings()
    found = mediation_of(draws)
    crisis = found.crisis
    data: dict[str, Any] = {
        "mediators": {one.block.id: _entry(draws, crisis, one) for one in found.mediators},
        "effect": measure(found.effect),
        "best": _best(found),
        "risk_without": measure(crisis.risk),
        "risk_with": measure(found.risk_with),
        "confrontation": measure(found.confrontation),
        "map": _map(found),
        "thresholds": _thresholds(draws, found, settings.risk),
        "reading": reading(draws, found, _best(found)),
        "only_if": ONLY_IF,
    }
    return Solution(
        method=CARD.id,
        title=CARD.title,
        outcome={"confrontation": Estimate.over(found.confrontation)},
        settlement=None,
        findings=tuple(findings(draws, found)),
        data=data,
        settings=asdict(settings),
    )


def _entry(draws: Draws, crisis: Crisis, one: Mediator) -> dict[str, Any]:
    result, block = one.result, one.block
    lowest, highest = bias_that_is_believed(one.parameters)
    follows = result.follows & one.informs
    honest_low = result.honest_low & np.isfinite(result.bias_min)
    return {
        "name": block.name,
        "party": block.id if block.id in draws.parties else None,
        "speaks_to": draws.parties[block.speaks_to],
        "believed": float(one.believed.mean()),
        "why_not": {
            "ignored": float(np.mean(~follows)),
            "lies_low": float(np.mean(follows & ~honest_low)),
            "lies_high": float(np.mean(follows & honest_low & ~result.honest_high)),
        },
        "effect": measure(one.effect),
        "accepted": measure(block.accepted),
        "bias": measure(block.bias),
        "accuracy": measure(block.accuracy),
        "cost_of_war": measure(block.cost_of_war),
        "bias_needed": [measure(_told(one, lowest)), measure(_told(one, highest))],
        "accuracy_needed": measure(_told(one, accuracy_that_is_believed(one.parameters))),
        "risk_without": measure(crisis.risk),
        "risk_with": measure(one.risk_with(crisis)),
        "two_kinds": {
            "risk_without": measure(result.risk_without),
            "risk_with": measure(np.where(one.believed, result.risk_if_credible, result.risk_without)),
        },
        "alarms": float(np.mean(one.alarm > 0.0)),
        "guarantee": guarantee(draws, crisis, block.guarantee),
        "reading": reading_of(draws, crisis, one),
    }


def _best(found: Mediation) -> str | None:
    """The mediator whose accepted effect is largest on average; None if nobody has any."""
    means = [float(np.where(one.block.takes_part, one.effect, 0.0).mean()) for one in found.mediators]
    place = int(np.argmax(means))
    return found.mediators[place].block.id if means[place] > 0.0 else None


def _map(found: Mediation) -> dict[str, Any]:
    """Believed and risk of war between the two kinds, over bias and accuracy.

    What a war would cost the mediator is, in each draw, the mean over those of the case.
    """
    cost = np.mean([one.block.cost_of_war for one in found.mediators], axis=0)
    parameters = replace(found.mediators[0].parameters, mediator_cost=cost)
    drawn = credibility_map(parameters, bias=_BIAS, accuracy=_ACCURACY)
    return {
        "bias": drawn.bias.tolist(),
        "accuracy": drawn.accuracy.tolist(),
        "cost_of_war": measure(cost),
        "believed": drawn.believed.tolist(),
        "alarms": drawn.alarms.tolist(),
        "risk": drawn.risk_of_war.tolist(),
        "risk_without": drawn.risk_without,
    }


def _thresholds(draws: Draws, found: Mediation, risk: float) -> list[dict[str, Any]]:
    """What each mediator would have to be like, one thing changed at a time; and what would make mediation needless."""
    crisis = found.crisis
    a, b = draws.name(crisis.block.demander), draws.name(crisis.block.resister)
    rows: list[dict[str, Any]] = []
    for one in found.mediators:
        if not one.informs:
            continue
        key, name = one.block.id, name_of(one)
        given, block = one.parameters, one.block
        lowest, highest = bias_that_is_believed(given)
        accuracy = accuracy_that_is_believed(given)
        dearest = mediator_cost_that_is_believed(given)[1]
        all_of_it = f"worth to {name} of all that is at stake in the hands of {a}"
        rows += [
            threshold(
                f"{key}.bias_least", f"least {all_of_it}, for its word to be believed", lowest, block.bias
            ),
            threshold(
                f"{key}.bias_most", f"largest {all_of_it}, for its word to be believed", highest, block.bias
            ),
            threshold(
                f"{key}.accuracy",
                f"least probability with which {name} must see the resolve of {b} rightly, for its word to be believed",
                accuracy,
                block.accuracy,
            ),
            threshold(
                f"{key}.accuracy_for_risk",
                f"least such probability of {name} for the risk of war to be at most {per_cent(risk)} besides; 0.5"
                " where it is without a word",
                _accuracy_for(crisis, one, accuracy, risk),
                block.accuracy,
            ),
            threshold(
                f"{key}.cost_of_war_most",
                f"most that a war may cost {name}, in units of all that is at stake, for its word to be believed",
                dearest,
                block.cost_of_war,
            ),
        ]
    rows.append(
        threshold(
            "war_cost",
            f"cost that a guarantor would have to add to a war for {b}, in units of all that is at stake, for {a} to"
            " make the safe demand without a mediator",
            war_cost_that_deters(found.mediators[0].parameters),
        )
    )
    return rows


def _accuracy_for(crisis: Crisis, one: Mediator, believed: FloatArray, risk: float) -> FloatArray:
    """(draw,) a believed word removes a share of the risk equal to its accuracy, where there is any between the two
    kinds; 0.5, knowing nothing, where the risk is low enough without a word."""
    before = np.asarray(crisis.risk)
    enough = 1.0 - np.divide(risk, before, out=np.ones_like(before), where=before > 0.0)
    helps = np.where(one.result.risk_without > 0.0, np.maximum(believed, enough), np.nan)
    return np.where(before <= risk, 0.5, helps)


def _told(one: Mediator, values: FloatArray) -> FloatArray:
    """Nothing would make a word believed that tells nobody what is private."""
    return values if one.informs else np.full_like(values, np.nan)
