"""What one method found, as the brief prints it: measures over draws as numbers that carry their path."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from commonground.brief.document import Block, Heading, Number, Parts, Table
from commonground.brief.view import View, at_start
from commonground.charts import reading

MOST_THRESHOLDS = 5  # shown of a method; the study holds all
NONE, ANY = (
    "none",
    "any",
)  # printed where no draw has a value, and where half of those that have one know no bound


@dataclass(frozen=True)
class Found:
    """One method's data; keys are given as in a study path, below the data."""

    view: View
    method: str

    @property
    def data(self) -> dict[str, Any]:
        solution = self.view.study.solutions.get(self.method)
        return {} if solution is None else solution["data"]

    def __bool__(self) -> bool:
        return bool(self.data) and not self.view.modes

    def path(self, below: str) -> str:
        return f"solutions.{self.method}.data.{below}"

    def get(self, below: str) -> Any:
        """A value of the data, or None where there is none."""
        try:
            return self.view.get(self.path(below))
        except KeyError:
            return None

    def middle(self, below: str) -> str | None:
        """Path of a measure's mean, of its median where there is no mean, else None."""
        for key in ("mean", "median"):
            if self.get(f"{below}.{key}") is not None:
                return self.path(f"{below}.{key}")
        return None

    def chance(self, below: str) -> Parts:
        """The mean of a probability."""
        return self._middle(below, self.view.chance)

    def share(self, below: str) -> Parts:
        """The mean of a share, 0 and 100 % included."""
        return self._middle(below, self.view.share)

    def amount(self, below: str) -> Parts:
        """The middle of a plain quantity."""
        return self._middle(below, self.number)

    def chance_spread(self, below: str) -> Parts:
        return self._spread(below, self.view.chance)

    def share_spread(self, below: str) -> Parts:
        return self._spread(below, self.view.share)

    def amount_spread(self, below: str, unit: str = "") -> Parts:
        return self._spread(below, self.number, unit)

    def ends(self, below: str, write: Callable[[str], Number]) -> Parts:
        """The 5 % and 95 % of a measure, "5 % to 40 %"; nothing where they print alike."""
        if self.get(f"{below}.low") is None or self.get(f"{below}.high") is None:
            return ()
        low, high = write(self.path(f"{below}.low")), write(self.path(f"{below}.high"))
        return () if low.text == high.text else (low, " to ", high)

    def months(self, below: str) -> Parts:
        """A time in months, to one decimal, with its range."""
        return self._spread(below, self._tenths, "months")

    def _tenths(self, path: str) -> Number:
        return Number(f"{round(self.view.get(path), 1):g}", path)

    def number(self, path: str) -> Number:
        """A plain quantity to two decimals; two significant digits where it is small."""
        return Number(reading.rounded(self.view.get(path)), path)

    def _middle(self, below: str, write: Callable[[str], Number]) -> Parts:
        path = self.middle(below)
        return (self._without(below),) if path is None else (write(path),)

    def _spread(self, below: str, write: Callable[[str], Number], unit: str = "") -> Parts:
        path = self.middle(below)
        if path is None:
            return (self._without(below),)
        ends = self.ends(below, write)
        said = f" {unit}" if unit else ""
        return (write(path), said, *((" (", *ends, ")") if ends else ()))

    def _without(self, below: str) -> str:
        """For a measure without a finite middle: draws have no value, or one without a bound."""
        return ANY if self.get(f"{below}.share") else NONE

    # what would have to be

    def thresholds(self, heading: str, of: Collection[str] | None = None) -> list[Block]:
        """The method's inverses as a table: what would have to be, the value needed, and today's.

        The first five in the method's own order; of those of several parties, only those `of` the ones named, in turn.
        """
        rows: list[tuple[Parts, ...]] = []
        entries = self.data.get("thresholds") or ()
        for i in _foremost(entries, of):
            entry = entries[i]
            needed = f"thresholds.{i}.value"
            now = self.amount(f"thresholds.{i}.now") if entry.get("now") else ("not stated",)
            rows.append(
                (
                    (at_start(self.view.with_articles(entry["text"])),),
                    self.amount_spread(needed),
                    now,
                    (self.view.share(self.path(f"{needed}.share")),),
                )
            )
        if not rows:
            return []
        table = Table(
            ("What would have to be", "Needed (5 to 95 %)", "Today", "Draws with one"),
            tuple(rows),
            widths=(5, 2.4, 0.9, 1.1),
            align=("left", "right", "right", "right"),
        )
        return [Heading(heading), table]


def _foremost(entries: Sequence[dict[str, Any]], of: Collection[str] | None) -> list[int]:
    """Places of the inverses to show, in order; those with a value go before those that any value or none answers."""
    met: Counter[str] = Counter()
    ranked: list[tuple[bool, int, int]] = []
    for i, entry in enumerate(entries):
        owner = (
            str(entry["id"]).rpartition(".")[0] if of is not None else ""
        )  # "russia" of "russia.bias_least"
        if owner and owner not in (of or ()):
            continue
        value = entry["value"]
        answered = value.get("mean") is not None or value.get("median") is not None
        met[owner] += answered
        ranked.append((not answered, met[owner] if of is not None else 0, i))
    return sorted(i for _, _, i in sorted(ranked)[:MOST_THRESHOLDS])
