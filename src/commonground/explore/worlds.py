"""Sets of levers as worlds: solved once each, and mixed by the chance that each lever works.

Pulled levers work or do not, each apart from the others, and all parties know which did. What a set brings is then the
mean over the worlds of all its subsets; worlds are kept, so that a set adds one world to those of its parts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations

import numpy as np

from commonground.explore.answer import Answer, Difference, Outcomes, difference, mixed
from commonground.explore.engine import Engine
from commonground.explore.plan import compatible, plan_of
from commonground.methods.common_ground.outcome import Reach
from commonground.methods.parameters import FloatArray

Set = tuple[str, ...]
SLIP = 1e-3  # of a budget


class Worlds:
    """The levers of a case over the draws of an engine.

    names : of the levers looked at, in the case's order
    """

    def __init__(self, engine: Engine, names: Sequence[str] | None = None) -> None:
        self.engine = engine
        levers = engine.case.levers
        self.names = tuple(name for name in levers if names is None or name in names)
        self.cost = {name: levers[name].cost.quantity.mean() for name in self.names}
        self._solved: dict[Set, Outcomes] = {(): engine.base.outcomes()}
        self._last: tuple[Set, Answer] | None = None
        self._works: dict[str, FloatArray] = {}
        self._apart: set[frozenset[str]] | None = None

    @property
    def goal(self) -> str:
        """The outcome that levers are judged by: an agreement, or finding a package where no time is known."""
        return "agreement" if "agreement" in self._solved[()] else "found"

    @property
    def before(self) -> Outcomes:
        return self._solved[()]

    def works(self, lever: str) -> FloatArray:
        """(draw,) chance that a lever works."""
        if lever not in self._works:
            said = self.engine.case.levers[lever].works
            self._works[lever] = self.engine.value(f"levers.{lever}.works", said)
        return self._works[lever]

    def ordered(self, levers: Iterable[str]) -> Set:
        wanted = set(levers)
        return tuple(name for name in self.names if name in wanted)

    def solved(self, levers: Set) -> Outcomes:
        """Outcomes where exactly these levers are pulled and work."""
        if levers not in self._solved:
            self._solved[levers] = self.answer(levers).outcomes()
        return self._solved[levers]

    def answer(self, levers: Set) -> Answer:
        """The world where exactly these levers are pulled and work; the last one that was solved is at hand."""
        if self._last is None or self._last[0] != levers:
            self._last = levers, self.engine.answer(plan_of(self.engine.case, levers=levers).now)
        return self._last[1]

    def pulled(self, levers: Set) -> Outcomes:
        """Outcomes where these levers are pulled, each working by its own chance."""
        return {name: self._mixed(name, (), levers) for name in self.before}

    def _mixed(self, outcome: str, working: Set, open_: Set) -> Reach:
        if not open_:
            return self.solved(self.ordered(working))[outcome]
        first, *rest = open_
        return mixed(
            self._mixed(outcome, working, tuple(rest)),
            self._mixed(outcome, (*working, first), tuple(rest)),
            self.works(first),
        )

    def effect(self, levers: Set, outcome: str | None = None) -> Difference:
        """Paired difference of one outcome (default: the goal) against pulling none."""
        name = outcome or self.goal
        return difference(self.before[name], self._mixed(name, (), levers))

    def cost_of(self, levers: Set) -> float:
        """Expected cost of pulling these, whether they work or not."""
        return float(np.sum([self.cost[name] for name in levers]))

    def within(self, levers: Set, budget: float) -> bool:
        """Whether they cost no more than a budget; a belief cut at 0 costs a little more than its middle."""
        return self.cost_of(levers) <= budget * (1.0 + SLIP)

    def together(self, levers: Set) -> bool:
        """Whether they can be pulled together."""
        if self._apart is None:
            self._apart = {
                frozenset(pair)
                for pair in combinations(self.names, 2)
                if not compatible(self.engine.case, pair)
            }
        return not any(frozenset(pair) in self._apart for pair in combinations(levers, 2))

    @property
    def apart(self) -> tuple[Set, ...]:
        """Pairs that cannot be pulled together."""
        return tuple(pair for pair in combinations(self.names, 2) if not self.together(pair))

    def affordable(self, budget: float, most: int) -> list[Set]:
        """Sets of one to `most` levers that can be pulled together within a budget, small ones first."""
        found: list[Set] = []
        level: list[Set] = [()]
        for _ in range(most):
            level = [
                (*held, name)
                for held in level
                for name in self.names[(self.names.index(held[-1]) + 1 if held else 0) :]
                if self.within((*held, name), budget) and self.together((*held, name))
            ]
            found += level
        return found
