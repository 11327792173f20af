"""The search over levers: what each brings alone, in pairs and in sets under a budget, at what cost and for whom.

Single levers, and so what is recommended, are computed at all draws; pairs and sets are first looked for at fewer, the
same draws from the start of the list, and the best of them told at all, or at as many as are asked for.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from commonground.case.cards import card_of
from commonground.case.model import Case
from commonground.errors import Finding, MissingInput, UsageError, did_you_mean
from commonground.explore.answer import difference
from commonground.explore.engine import Engine
from commonground.explore.own_range import expected_effect, own_range, set_range
from commonground.explore.sets import Tried, anchored, exact, front, greedy, pairs, regret, tried
from commonground.explore.settled import accounts
from commonground.explore.worlds import Worlds
from commonground.methods.measures import measure
from commonground.quantity import number_text

SEARCH_DRAWS = 1000
MOST_SETS = 2000  # solved in an exact search
SHOWN_PAIRS = 8  # told again at more draws
UNSHOWN = "no shown effect"
LEAST = 0.01  # an effect below a percentage point is shown or not, but no ground for a recommendation


@dataclass(frozen=True)
class LeverFront:
    """What a search over levers found; `data` as plain values, best first where there is an order.

    data : goal, unit, budget, most, draws (of single levers, of what sets add, of the search), levers (each alone),
        pairs, apart, greedy, sets, front, recommended
    """

    data: dict[str, Any]
    findings: tuple[Finding, ...]

    @property
    def recommended(self) -> tuple[str, ...]:
        """Levers with a shown effect of a point or more on the goal, largest effect first; may be empty."""
        return tuple(self.data["recommended"])

    def _repr_html_(self) -> str | None:
        return card_of("levers", self)

    def as_dict(self) -> dict[str, Any]:
        return self.data


def search_levers(
    case: Case | Engine,
    *,
    levers: Sequence[str] | None = None,
    budget: float | None = None,
    most: int | None = None,
    draws: int | None = None,
    seed: int | None = None,
    search_draws: int = SEARCH_DRAWS,
    told_draws: int | None = None,
    limit: int = MOST_SETS,
) -> LeverFront:
    """Try all levers of a case alone, in pairs, and in sets under a budget.

    Parameters
    ----------
    case   : a case with levers, or an engine
    levers : ids to look at; default: all
    budget : what they may cost together; default: the case's `explore.budget`, without which cost is no bound
    most   : levers in a set at most; default: the case's `explore.most`
    draws, seed  : as in `draw`
    search_draws : draws at which pairs and sets are looked for
    told_draws   : draws for what the best of them bring beyond their levers alone; default: all
    limit  : sets that are solved; beyond it, those that pairs promise most of

    Returns
    -------
    LeverFront; a lever whose range covers no change at all has no shown effect, and nothing may be recommended. The
    ranges of levers and sets reckon with what is uncertain about the levers themselves (`own_range`).

    Raises
    ------
    MissingInput : the case names no levers
    UsageError   : an unknown lever, or a budget that pays for none

    Limits
    ------
    A lever's chance to work is the same whatever else is pulled. An effect is a mean over draws; how often a lever
    makes things worse, and by how much it is worse than the best, stand beside it.
    """
    names = _names(case.case if isinstance(case, Engine) else case, levers)  # before all else is solved
    engine = case if isinstance(case, Engine) else Engine(case, draws, seed)
    settings = engine.case.explore
    budget = settings.budget if budget is None else budget
    most = settings.most if most is None else most
    full = Worlds(engine, names)
    limit_of_cost = _budget(full, budget)
    few = _at(full, search_draws)
    some = full if told_draws is None else _at(full, max(told_draws, search_draws))
    # for whose account a lever is, is told while its world is at hand
    singles, for_whom = {}, {}
    for name in full.names:
        singles[name] = _effect(full, name)
        for_whom[name] = _accounts(full, name)
    couples = pairs(few)
    steps = greedy(few, limit_of_cost, most)
    sets, there, solved = exact(few, limit_of_cost, most, limit)
    options = [tried(few, (name,)) for name in few.names]
    alone = {name: expected_effect(full, name, full.goal) for name in full.names}

    def ranged(found: Sequence[Tried]) -> list[Tried]:
        return [replace(one, span=set_range(alone, one)) for one in found]

    best = ranged(_again(full, some, [*sets[:5], *front([*options, *couples, *sets])]))
    data = {
        "goal": full.goal,
        "before": {name: reach.estimate().as_dict() for name, reach in full.before.items()},
        "unit": settings.unit,
        "budget": budget,
        "most": most,
        "draws": {"full": engine.n, "told": some.engine.n, "search": few.engine.n},
        "levers": [_alone(full, name, singles[name], for_whom[name]) for name in _ranked(singles)],
        "pairs": [
            one.as_dict() for one in ranged(_best_first(few, [anchored(full, one) for one in couples]))
        ],
        "best_pairs": [one.as_dict() for one in ranged(_again(full, some, couples[:SHOWN_PAIRS]))],
        "apart": [list(pair) for pair in full.apart],
        "greedy": [one.as_dict() for one in ranged(_again(full, some, steps))],
        "sets": {
            "there": there,
            "solved": solved,
            "best": [one.as_dict() for one in _best_first(some, best, limit_of_cost)[:5]],
        },
        "front": [
            one.as_dict() for one in front([*ranged([tried(full, (name,)) for name in full.names]), *best])
        ],
        "recommended": _recommended(singles),
    }
    _add_regret(full, data, singles)
    return LeverFront(data, tuple(_findings(full, data)))


def _names(case: Case, wanted: Sequence[str] | None) -> tuple[str, ...]:
    if not case.levers:
        raise MissingInput("a search needs levers: what somebody can do", ("levers",))
    for name in wanted or ():
        if name not in case.levers:
            raise UsageError(f"no such lever in this case (got {name})", did_you_mean(name, case.levers))
    return tuple(case.levers) if wanted is None else tuple(wanted)


def _budget(worlds: Worlds, budget: float | None) -> float:
    """The bound on costs; infinite without a budget."""
    if budget is None:
        return float("inf")
    if not budget > 0.0:
        raise UsageError(
            f"the budget must be above 0 (got {number_text(budget)})", "Leave it out for no bound."
        )
    cheapest = min(worlds.names, key=lambda name: worlds.cost[name])
    if worlds.cost[cheapest] > budget:
        cost = number_text(round(worlds.cost[cheapest], 2))
        raise UsageError(
            f"no lever fits a budget of {number_text(budget)}",
            f"The cheapest, {cheapest}, costs {cost} on average; give at least that.",
        )
    return budget


def _ranked(singles: dict[str, Effect]) -> list[str]:
    """Levers with a shown gain first, largest first; then those without a shown effect; then those that do harm."""

    def key(name: str) -> tuple[int, float]:
        found = singles[name]
        return ("raises", UNSHOWN, "lowers").index(found.verdict), -found.change

    return sorted(singles, key=key)


@dataclass(frozen=True)
class Effect:
    """What one lever does to the goal: its mean, and the range given what is uncertain about the lever itself."""

    change: float
    low: float
    high: float

    @property
    def verdict(self) -> str:
        """Raises, lowers, or no shown effect: the range covers no change at all."""
        if self.low > 0.0:
            return "raises"
        return "lowers" if self.high < 0.0 else UNSHOWN


def _effect(worlds: Worlds, name: str) -> Effect:
    return Effect(worlds.effect((name,)).change, *own_range(worlds, name, worlds.goal))


def _outcome(worlds: Worlds, name: str, outcome: str) -> dict[str, Any]:
    """The paired difference, with the range of the effect in place of the error of computing alone."""
    low, high = own_range(worlds, name, outcome)
    found = worlds.effect((name,), outcome).as_dict()
    return {**found, "low": low, "high": high, "shown": low > 0.0 or high < 0.0}


def _accounts(worlds: Worlds, name: str) -> dict[str, Any]:
    world = worlds.solved((name,))
    after = worlds.answer((name,)), world
    return accounts((worlds.engine.base, worlds.before), after, worlds.works(name))


def _alone(worlds: Worlds, name: str, found: Effect, for_whom: dict[str, Any]) -> dict[str, Any]:
    """One lever: what it does, what it costs, how often it makes things worse, and for whose account it is."""
    engine, said = worlds.engine, worlds.engine.case.levers[name]
    works, world = worlds.works(name), worlds.solved((name,))
    before = worlds.before
    if_works = difference(before[worlds.goal], world[worlds.goal])
    return {
        "id": name,
        "name": said.name,
        "by": list(said.by),
        "cost": measure(engine.value(f"levers.{name}.cost", said.cost)),
        "works": measure(works),
        "verdict": found.verdict,
        "outcomes": {outcome: _outcome(worlds, name, outcome) for outcome in before},
        "if_works": if_works.as_dict(),
        "per_draw": measure(if_works.per_draw),
        "backfires": float(np.mean(if_works.per_draw < -1e-9)),
        "accounts": for_whom,
    }


def _at(full: Worlds, draws: int) -> Worlds:
    """The same levers over the first so many of the draws."""
    engine = full.engine
    return full if engine.n <= draws else Worlds(Engine(engine.case, draws, engine.seed), full.names)


def _again(full: Worlds, some: Worlds, found: Sequence[Tried]) -> list[Tried]:
    """The same sets over some more draws, each once, their levers alone over all."""
    return [anchored(full, tried(some, levers)) for levers in dict.fromkeys(one.levers for one in found)]


def _best_first(worlds: Worlds, found: Sequence[Tried], budget: float = math.inf) -> list[Tried]:
    payable = (one for one in found if worlds.within(one.levers, budget))
    return sorted(payable, key=lambda one: -one.effect.change)


def _recommended(singles: dict[str, Effect]) -> list[str]:
    return [
        name
        for name in _ranked(singles)
        if singles[name].verdict == "raises" and singles[name].change >= LEAST
    ]


def _add_regret(worlds: Worlds, data: dict[str, Any], singles: dict[str, Effect]) -> None:
    """How far each single lever falls behind the best single one, or none, draw by draw."""
    found = regret(worlds, [(name,) for name in singles])
    for entry in data["levers"]:
        entry["regret"] = measure(found[(entry["id"],)])
    data["regret_of_none"] = measure(found[()])


def _findings(worlds: Worlds, data: dict[str, Any]) -> list[Finding]:
    found: list[Finding] = []
    silent = [entry["id"] for entry in data["levers"] if entry["verdict"] == UNSHOWN]
    if silent:
        message = "no shown effect: the range of what it may do covers no change at all"
        found.append(Finding("note", "levers", message, "", ", ".join(silent)))
    if not data["recommended"]:
        message = f"no lever raises the chance of {data['goal']} by a percentage point or more"
        found.append(Finding("note", "levers", message, "Recommend none of them on these numbers."))
    if data["sets"]["solved"] < data["sets"]["there"]:
        message = "more sets fit the budget than were solved; those that pairs promise most of were"
        fix = "Look at fewer levers, or lower the budget or the number that may be pulled together."
        found.append(
            Finding("note", "levers", message, fix, f"{data['sets']['solved']} of {data['sets']['there']}")
        )
    return found
