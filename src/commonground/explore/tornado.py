"""One value at a time: what the forecast would be if a value were known to lie at its low or at its high end.

A value is held at its 10 % and at its 90 % point in all draws, and all other values vary as they do: those that are
correlated with it keep their own draws. All parties then know it. What happens by chance, such as a red line that holds
with 0.8, is held to not happening and to happening where a tenth of the chance lies beyond.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from commonground.case.model import Case
from commonground.explore.answer import Difference, difference
from commonground.explore.engine import Engine
from commonground.quantity import Quantity, parse_quantity

LOW, HIGH = 0.1, 0.9
# Chances by which something happens or does not, draw by draw.
_HAPPENS = (".red_line.holds", ".accepted")
_LEFT = ("levers.", "scenarios.", "indicators.", "assumptions.")
# Blocks that are told beside the forecast and feed nothing into it.
_BESIDE = ("latency.", "relief.", "sanctions.", "elections.deal.")


@dataclass(frozen=True)
class Swing:
    """One value at both ends. Outcome -> paired difference against the case as it is."""

    path: str
    low: float
    high: float
    at_low: dict[str, Difference]
    at_high: dict[str, Difference]

    def width(self, outcome: str) -> float:
        """By how much the outcome differs between the two ends."""
        return abs(self.at_high[outcome].after.p - self.at_low[outcome].after.p)

    def as_dict(self) -> dict[str, Any]:
        return {
            "path": self.path,
            "at": {"low": self.low, "high": self.high},
            "low": {name: found.as_dict() for name, found in self.at_low.items()},
            "high": {name: found.as_dict() for name, found in self.at_high.items()},
        }


def swings(engine: Engine) -> list[Swing]:
    """Every uncertain value of the case, the one that moves the goal most first.

    Values on which no answer rests, such as those of parties that sign nothing, come last with no difference at all.
    """
    return _swings(engine, list(uncertain(engine.case)))


def again(engine: Engine, found: Sequence[Swing]) -> list[Swing]:
    """The same values over the draws of another engine."""
    return _swings(engine, [(swing.path, (swing.low, swing.high)) for swing in found])


def _swings(engine: Engine, values: Sequence[tuple[str, tuple[float, float]]]) -> list[Swing]:
    before, outcome, stated = engine.base.outcomes(), goal(engine), engine.case.values()
    still = {name: difference(reach, reach) for name, reach in before.items()}
    worlds = []
    for path, ends in values:
        quantity = stated[path].quantity
        if rests_on(engine.case, path):
            worlds += [{path: parse_quantity(end, quantity.lo, quantity.hi, quantity.unit)} for end in ends]
    answers = engine.all_with_held(worlds)

    def end() -> dict[str, Difference]:
        after = next(answers).outcomes()
        return {name: difference(before[name], after[name]) for name in before}

    found = []
    for path, (low, high) in values:
        at_low, at_high = (end(), end()) if rests_on(engine.case, path) else (still, still)
        found.append(Swing(path, low, high, at_low, at_high))
    return sorted(found, key=lambda swing: -swing.width(outcome))


def goal(engine: Engine) -> str:
    """The outcome that matters: an agreement, or finding a package where no time is known."""
    return "agreement" if "agreement" in engine.base.outcomes() else "found"


def uncertain(case: Case) -> Iterator[tuple[str, tuple[float, float]]]:
    """Paths of values that vary from draw to draw, each with its low and high end."""
    for path, value in case.values().items():
        if path.startswith(_LEFT):
            continue
        quantity = value.quantity
        if path.endswith(_HAPPENS) and _by_chance(path):
            ends = _of_chance(quantity)
        else:
            low, high = quantity.quantile([LOW, HIGH])
            ends = (float(low), float(high))
        if ends[0] < ends[1]:
            yield path, ends


def _by_chance(path: str) -> bool:
    return path.endswith(".red_line.holds") or path.startswith("mediators.")


def _of_chance(quantity: Quantity) -> tuple[float, float]:
    """0 and 1 as far as a tenth of the chance lies on either side."""
    chance = quantity.mean()
    return float(chance > HIGH), float(chance > LOW)


def rests_on(case: Case, path: str) -> bool:
    """Whether the forecast rests on a value; it does not on those of parties that sign nothing, nor on some blocks."""
    room, _, rest = path.partition(".")
    if room == "positions":
        return rest.partition(".")[0] in case.signatories
    return not path.startswith(_BESIDE) and ".guarantee." not in path
