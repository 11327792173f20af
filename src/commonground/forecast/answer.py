"""What a forecast says: a probability, shares of options, or quantiles of a number or a day."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import numpy as np

from commonground.errors import ForecastError, shown

Kind = Literal["yes_no", "choice", "number", "date"]
KINDS: tuple[Kind, ...] = ("yes_no", "choice", "number", "date")
_SUM = 1e-6  # by how much shares may miss one: they are typed by people, with a few decimals


@dataclass(frozen=True)
class Shares:
    """Probability of each option of a choice, in the order of the question's options.

    Raises
    ------
    ForecastError : fewer than two options, a share outside 0-1, or shares that do not add up to one.
    """

    options: tuple[str, ...]
    p: tuple[float, ...]

    def __post_init__(self) -> None:
        if len(self.options) != len(self.p) or len(set(self.options)) != len(self.options) or len(self.p) < 2:
            raise ForecastError(
                f"A choice needs two or more options, each with one share (got {len(self.p)} shares of "
                f"{len(self.options)} options)",
                "Name every option once.",
            )
        for share in self.p:
            require_probability(share, "a share")
        total = math.fsum(self.p)
        if abs(total - 1.0) > _SUM:
            raise ForecastError(
                f"The shares of a choice add up to one (got {total:.6g})", "Give what is left to an option."
            )

    def of(self, option: str) -> float:
        """The share of one option."""
        return self.p[self.options.index(option)]


@dataclass(frozen=True)
class Quantiles:
    """A number or a day as quantiles; days count as in `date.toordinal`.

    Between two levels the quantile function is a straight line. Below the first level and above the last it stays
    where it is, so the tails are as short as what was said: give 0.05 and 0.95, or wider.

    Raises
    ------
    ForecastError : no levels, levels outside 0-1 or not increasing, values not finite or falling.
    """

    levels: tuple[float, ...]
    values: tuple[float, ...]

    def __post_init__(self) -> None:
        if not self.levels or len(self.levels) != len(self.values):
            raise ForecastError(
                f"Quantiles need one value for each level (got {len(self.values)} values for "
                f"{len(self.levels)} levels)",
                "For example levels 0.05, 0.5, 0.95 with three values.",
            )
        bounds = (0.0, *self.levels, 1.0)
        if not all(math.isfinite(level) for level in self.levels) or any(
            low >= high for low, high in itertools.pairwise(bounds)
        ):
            raise ForecastError(
                f"The levels of quantiles rise strictly between 0 and 1 (got {shown(list(self.levels))})",
                "For example 0.05, 0.5, 0.95.",
            )
        if not all(math.isfinite(value) for value in self.values) or any(
            low > high for low, high in itertools.pairwise(self.values)
        ):
            raise ForecastError(
                f"The values of quantiles never fall (got {shown(list(self.values))})",
                "Give the value at the lowest level first.",
            )

    def at(self, level: float) -> float:
        """The value at a level; beyond the outermost levels, the outermost value."""
        return float(np.interp(level, self.levels, self.values))


Answer: TypeAlias = float | Shares | Quantiles


def require_probability(p: object, what: str = "a probability") -> float:
    """The value as a probability.

    Raises
    ------
    ForecastError : not a finite number from 0 to 1.
    """
    if type(p) is float and 0.0 <= p <= 1.0:  # the usual case, met a million times in a ledger
        return p
    if isinstance(p, bool) or not isinstance(p, int | float | np.floating) or not 0.0 <= p <= 1.0:
        fix = "Write 20 per cent as 0.2." if _looks_like_per_cent(p) else "Give a number from 0 to 1."
        raise ForecastError(f"{what[0].upper()}{what[1:]} lies between 0 and 1 (got {shown(p)})", fix)
    return float(p)


def _looks_like_per_cent(p: object) -> bool:
    return isinstance(p, int | float) and not isinstance(p, bool) and 1.0 < p <= 100.0


def answer_to_dict(answer: Answer) -> dict[str, Any]:
    """An answer as plain JSON values: `p`, `shares` or `quantiles`."""
    if isinstance(answer, Shares):
        return {"shares": dict(zip(answer.options, answer.p))}
    if isinstance(answer, Quantiles):
        return {"quantiles": [list(pair) for pair in zip(answer.levels, answer.values)]}
    return {"p": answer}


def answer_from_dict(kind: Kind, options: Iterable[str], given: Mapping[str, Any]) -> Answer:
    """The answer to a question of this kind out of plain values.

    Raises
    ------
    ForecastError : the key for this kind is missing, or what it holds is no such answer.
    """
    key = {"yes_no": "p", "choice": "shares"}.get(kind, "quantiles")
    found = given.get(key)
    if kind == "yes_no":
        return require_probability(found)
    if kind == "choice":
        return _shares(tuple(options), found)
    if not isinstance(found, list | tuple) or not all(
        isinstance(pair, list | tuple) and len(pair) == 2 and all(_is_number(one) for one in pair)
        for pair in found
    ):
        raise ForecastError(
            f"A forecast of a {kind} has quantiles, [level, value] each (got {shown(found)})",
            "For example [[0.05, 60], [0.5, 72], [0.95, 90]].",
        )
    return Quantiles(tuple(float(pair[0]) for pair in found), tuple(float(pair[1]) for pair in found))


def _shares(options: tuple[str, ...], found: Any) -> Shares:
    if not isinstance(found, Mapping) or set(found) != set(options):
        raise ForecastError(
            f"A forecast of a choice has the share of each option: {', '.join(options)} (got {shown(found)})",
            "Give 0 to an option that cannot happen.",
        )
    return Shares(options, tuple(require_probability(found[option], "a share") for option in options))


def _is_number(one: object) -> bool:
    return isinstance(one, int | float) and not isinstance(one, bool)
