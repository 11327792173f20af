"""What explore found, as the brief prints it: chances before and after, differences and amounts with their path."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from commonground.brief.document import Number, Part, Parts, ValueRef
from commonground.brief.view import View, at_start, joined, path_in_words, value_row
from commonground.charts import reading
from commonground.charts.explore_reading import GOALS, end_text, points, unit_of


@dataclass(frozen=True)
class Explored:
    """The study's key `explore`; keys are given as in a study path, below it."""

    view: View

    @property
    def data(self) -> dict[str, Any]:
        found: dict[str, Any] = self.view.study.data.get("explore") or {}
        return found

    def __bool__(self) -> bool:
        return bool(self.data) and not self.view.modes

    @property
    def goal(self) -> str:
        """The outcome by which values and levers are judged."""
        return str(self.data["goal"])

    @property
    def what(self) -> str:
        """The same in a sentence: "an agreement"."""
        return GOALS.get(self.goal, self.goal)

    def path(self, below: str) -> str:
        return f"explore.{below}"

    def get(self, below: str) -> Any:
        return self.view.get(self.path(below))

    def chance(self, below: str) -> Number:
        """A probability in whole per cent, never 0 or 100."""
        return self.view.chance(self.path(below))

    def share(self, below: str) -> Number:
        """A share in whole per cent, 0 and 100 included."""
        return self.view.share(self.path(below))

    def points(self, below: str) -> Number:
        """A difference of chances with its sign, a decimal below ten; the unit stands in the text."""
        return Number(points(self.get(below)), self.path(below))

    def size(self, below: str) -> Number:
        """The same without its sign."""
        return Number(points(abs(self.get(below))).lstrip("+"), self.path(below))

    def amount(self, below: str) -> Number:
        """A plain quantity."""
        return Number(reading.rounded(self.get(below)), self.path(below))

    def cost(self, below: str) -> Number:
        """A cost, which is a judgement and no better known than to a tenth."""
        return Number(reading.rounded(round(self.get(below), 1)), self.path(below))

    def count(self, below: str) -> Number:
        """A number of draws or sets."""
        return Number(f"{self.get(below):,}", self.path(below))

    def shift(self, below: str) -> Parts:
        """A chance before and after: "14 % → 19 %"."""
        return (self.chance(f"{below}.before.p"), " \N{RIGHTWARDS ARROW} ", self.chance(f"{below}.after.p"))

    def from_to(self, below: str) -> Parts:
        """The same in a sentence: "from 14 % to 19 %"."""
        return ("from ", self.chance(f"{below}.before.p"), " to ", self.chance(f"{below}.after.p"))

    def value(self, path: str) -> Part:
        """A case value by its name, which leads to its row among the case's values."""
        name = path_in_words(self.view, path)
        return ValueRef(name, value_row(path)) if self.view.has_value(path) else name

    def bounds(self, below: str) -> Parts:
        """The bounds of a rule over values: "length of talks at most 7.9 months and ..."."""
        return joined(
            [self._bound(f"{below}.bounds.{i}", bound) for i, bound in enumerate(self.get(below)["bounds"])],
            "; ",
            "; and ",
        )

    def _bound(self, below: str, bound: dict[str, Any]) -> Parts:
        path, least = str(bound["path"]), bool(bound["at_least"])
        if path.endswith(".red_line.holds"):
            return (self.value(path), " holds" if least else " does not hold")
        if path.startswith("mediators.") and path.endswith(".accepted"):
            return (self.value(path), ": yes" if least else ": no")
        study = self.view.study.data
        text = reading.with_unit(end_text(study, path, bound["value"]), unit_of(study, path))
        return (
            self.value(path),
            " at least " if least else " at most ",
            Number(text, self.path(f"{below}.value")),
        )

    def names(self, levers: Sequence[str]) -> str:
        """Levers together, by name."""
        return " + ".join(self.lever(name) for name in levers)

    def lever(self, name: str) -> str:
        """A lever's name."""
        held = self.view.case.get("levers", {}).get(name, {})
        return str(held.get("name") or name)

    def parties(self, keys: Sequence[str]) -> str:
        """Who can pull a lever: parties by name, others by what the case calls them."""
        known = {**self.view.case.get("mediators", {}), **self.view.case.get("parties", {})}
        said = (
            self.view.party(key)
            if key in self.view.case.get("parties", {})
            else str(known.get(key, {}).get("name") or key.replace("_", " ").replace("-", " "))
            for key in keys
        )
        return ", ".join(at_start(name) for name in said)
