"""Where a value may lie, and how to say so."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from commonground.quantity.belief import number_text

# What a per cent written in a place most likely means: a hundredth, a rate where its weight is asked for, or nothing.
PerCent = Literal["share", "rate", "none"]


@dataclass(frozen=True)
class Bounds:
    """The domain of a value: both ends included, unless `strict` excludes the lower one."""

    lo: float
    hi: float
    unit: str
    strict: bool
    range_name: str
    per_cent: PerCent = "share"

    @property
    def is_share(self) -> bool:
        """Whether the domain is 0 to 1, where a per cent is easily written instead."""
        return self.lo == 0 and self.hi == 1

    def holds(self, number: float) -> bool:
        """Whether the number lies in the domain."""
        above = number > self.lo if self.strict else number >= self.lo
        return above and number <= self.hi

    def words(self) -> str:
        """The domain in words."""
        low, high = math.isfinite(self.lo), math.isfinite(self.hi)
        unit = f" {self.unit}" if self.unit else ""
        if low and high:
            return f"{number_text(self.lo)} to {number_text(self.hi)}"
        if low:
            return f"{'above' if self.strict else 'at least'} {number_text(self.lo)}{unit}"
        return f"at most {number_text(self.hi)}{unit}" if high else "any number"

    def breach(self) -> str:
        """What is wrong with a number outside."""
        bounded = math.isfinite(self.lo) and math.isfinite(self.hi)
        if bounded and self.strict:
            return f"must be {self._half_open()}"
        return f"outside {self.range_name} {self.words()}" if bounded else f"must be {self.words()}"

    def fix(self, *numbers: float) -> str:
        """How to mend `numbers` of which one lies outside; they may be a share in per cent."""
        if not (math.isfinite(self.lo) and math.isfinite(self.hi)):
            return f"Use a value that is {self.words()}."
        fix = f"Use a value from {number_text(self.lo)} to {number_text(self.hi)}."
        if self.strict:
            fix = f"Use a value {self._half_open()}."
        if self.per_cent == "rate":
            return f"{fix} It is the weight of a year from now: for a rate of 5 % a year write 0.95."
        # A lower end between 0 and 1 is a share already, so that only some of the numbers would be per cent.
        share_meant = self.is_share and self.per_cent == "share" and bool(numbers)
        if share_meant and max(numbers) > 1 and all(n == 0 or 1 <= n <= 100 for n in numbers):
            per_cent = " to ".join(number_text(number) for number in numbers)
            share = " to ".join(number_text(number / 100) for number in numbers)
            fix += f" If you mean {per_cent} %, write {share}."
        return fix

    def _half_open(self) -> str:
        return f"above {number_text(self.lo)} and at most {number_text(self.hi)}"
