"""Which levers to pull together: all pairs, sets under a budget, regret, and what an effect costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

import numpy as np

from commonground.explore.answer import Difference
from commonground.explore.worlds import Set, Worlds
from commonground.methods.base import Estimate
from commonground.methods.parameters import FloatArray


@dataclass(frozen=True)
class Tried:
    """A set of levers and what pulling it brings.

    synergy : what the set brings beyond the sum of its levers alone; None of a single lever
    span    : 5 % and 95 % of the effect, given what is uncertain about the levers themselves; None: the error of
        computing alone
    """

    levers: Set
    cost: float
    effect: Difference
    synergy: float | None = None
    synergy_se: float | None = None
    span: tuple[float, float] | None = None

    @property
    def shown(self) -> bool:
        """Whether the range leaves out no change at all."""
        low, high = self.span or self.effect.interval
        return low > 0.0 or high < 0.0

    def as_dict(self) -> dict[str, Any]:
        low, high = self.span or self.effect.interval
        return {
            "levers": list(self.levers),
            "cost": self.cost,
            "change": self.effect.change,
            "se": self.effect.se,
            "low": low,
            "high": high,
            "shown": self.shown,
            "after": self.effect.after.p,
            "synergy": self.synergy,
            "synergy_se": self.synergy_se,
        }


def tried(worlds: Worlds, levers: Set) -> Tried:
    """One set, with what it brings beyond its levers alone."""
    whole = worlds.effect(levers)
    cost = worlds.cost_of(levers)
    if len(levers) < 2:
        return Tried(levers, cost, whole)
    beyond = whole.per_draw - np.sum([worlds.effect((name,)).per_draw for name in levers], axis=0)
    error = float(beyond.std() / np.sqrt(beyond.size)) if beyond.size > 1 else 0.0
    return Tried(levers, cost, whole, float(beyond.mean()), error)


def anchored(full: Worlds, found: Tried) -> Tried:
    """A set told at fewer draws, in the place where its levers alone are at all of them.

    What a set brings is what its levers bring alone, which is known at all draws, and what it brings beyond that, which
    alone has to be told at fewer: the error of the larger part goes, and a set never contradicts its levers.
    """
    if found.effect.per_draw.size == full.engine.n:
        return found
    if len(found.levers) < 2 or found.synergy is None or found.synergy_se is None:
        return tried(full, found.levers)
    alone = [full.effect((name,)) for name in found.levers]
    change = float(np.sum([one.change for one in alone])) + found.synergy
    error = float(np.hypot(np.sum([one.se for one in alone]), found.synergy_se))
    before = full.before[full.goal].estimate()
    effect = replace(
        found.effect,
        before=before,
        after=Estimate(before.p + change, float(np.hypot(before.se, error))),
        change=change,
        se=error,
    )
    return replace(found, effect=effect)


def pairs(worlds: Worlds) -> list[Tried]:
    """Every pair that can be pulled together, the one with the largest effect first."""
    found = [tried(worlds, pair) for pair in combinations(worlds.names, 2) if worlds.together(pair)]
    return sorted(found, key=lambda one: -one.effect.change)


def greedy(worlds: Worlds, budget: float, most: int) -> list[Tried]:
    """One lever after the other: the one that adds most and can still be paid, as long as it adds anything shown."""
    steps: list[Tried] = []
    held: Set = ()
    while len(held) < most:
        best: Tried | None = None
        for name in worlds.names:
            wider = worlds.ordered((*held, name))
            if name in held or not worlds.together(wider) or not worlds.within(wider, budget):
                continue
            now = tried(worlds, wider)
            if best is None or now.effect.change > best.effect.change:
                best = now
        if best is None or not _adds(worlds, held, best):
            return steps
        steps.append(best)
        held = best.levers
    return steps


def _adds(worlds: Worlds, held: Set, wider: Tried) -> bool:
    """Whether the wider set is better than the held one by more than the draws leave open."""
    gain = wider.effect.per_draw - worlds.effect(held).per_draw if held else wider.effect.per_draw
    error = float(gain.std() / np.sqrt(gain.size)) if gain.size > 1 else 0.0
    return float(gain.mean()) > 1.645 * error and float(gain.mean()) > 0.0


def exact(worlds: Worlds, budget: float, most: int, limit: int) -> tuple[list[Tried], int, int]:
    """The sets under a budget, best first; how many there are, and how many of them were solved.

    With more than `limit` sets, those are solved that pairs promise most of: the sum of what single levers bring and of
    what pairs bring beyond it.
    """
    sets = worlds.affordable(budget, most)
    chosen = sets if len(sets) <= limit else _promising(worlds, sets)[:limit]
    found = [tried(worlds, levers) for levers in chosen]
    return sorted(found, key=lambda one: -one.effect.change), len(sets), len(chosen)


def _promising(worlds: Worlds, sets: Sequence[Set]) -> list[Set]:
    alone = {name: worlds.effect((name,)).change for name in worlds.names}
    beyond = {
        pair: worlds.effect(pair).change - alone[pair[0]] - alone[pair[1]]
        for pair in combinations(worlds.names, 2)
        if worlds.together(pair)
    }

    def promise(levers: Set) -> float:
        return sum(alone[name] for name in levers) + sum(beyond[pair] for pair in combinations(levers, 2))

    return sorted(sets, key=lambda levers: -promise(levers))


def regret(worlds: Worlds, sets: Sequence[Set]) -> dict[Set, FloatArray]:
    """Set -> (draw,) how much better the best of these sets, or pulling none, does in that draw."""
    goal = worlds.goal
    chances = {levers: worlds.pulled(levers)[goal].chance for levers in sets}
    chances[()] = worlds.before[goal].chance
    best = np.max(list(chances.values()), axis=0)
    return {levers: best - chance for levers, chance in chances.items()}


def front(options: Sequence[Tried]) -> list[Tried]:
    """Those that no other option beats on effect without costing more, cheapest first; none without a shown gain."""
    held: list[Tried] = []
    for one in sorted(options, key=lambda option: (option.cost, -option.effect.change)):
        if one.shown and one.effect.change > (held[-1].effect.change if held else 0.0) + 1e-12:
            held.append(one)
    return held
