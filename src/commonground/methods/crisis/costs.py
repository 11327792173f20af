"""What one side believes about the other's cost of war: uniform, exponential, or a few types.

Each belief gives, per draw, the chance of a cost strictly below a bound (a type that is indifferent accepts), the
mean cost of those below, and, where it has a density, the hazard that decides how far a demand should go.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike

from commonground.methods.parameters import (
    NOT_NEGATIVE,
    POSITIVE,
    FloatArray,
    ParameterError,
    broadcast,
)

_SUM_SLACK = 1e-6  # weights given as decimals may miss one by this much


@dataclass(frozen=True, kw_only=True)
class UniformCost:
    """Any cost from `low` to `high` is equally likely; the two may be equal (the cost is then known).

    Parameters
    ----------
    low, high : number or (draw,), in prizes, 0 <= low <= high

    Raises
    ------
    ParameterError : a negative cost, or low above high.
    """

    low: float | FloatArray
    high: float | FloatArray
    words: ClassVar[str] = "uniform"

    def __post_init__(self) -> None:
        broadcast(self, {"low": NOT_NEGATIVE, "high": NOT_NEGATIVE})
        refuse_reversed("low", np.asarray(self.low), "high", np.asarray(self.high))

    @property
    def draws(self) -> int:
        """How many draws it holds."""
        return np.size(self.low)

    @property
    def least(self) -> FloatArray:
        """(draw,) smallest cost."""
        return np.asarray(self.low)

    @property
    def most(self) -> FloatArray:
        """(draw,) largest cost."""
        return np.asarray(self.high)

    def below(self, bound: FloatArray) -> FloatArray:
        """(draw,) chance of a cost strictly below `bound`."""
        width = self.most - self.least
        share = np.clip(bound - self.least, 0.0, width) / np.where(width > 0.0, width, 1.0)
        return np.where(width > 0.0, share, bound > self.least)

    def cost_below(self, bound: FloatArray) -> FloatArray:
        """(draw,) expected cost where it is below `bound`, and nothing elsewhere."""
        top = np.clip(bound, self.least, self.most)
        return self.below(bound) * 0.5 * (self.least + top)

    def inverse_hazard(self, bound: FloatArray) -> FloatArray:
        """(draw,) (1 - F)/f at `bound` within the range."""
        return np.asarray(self.most - bound)

    def quantile(self, share: FloatArray) -> FloatArray:
        """(draw,) the largest bound with at most `share` of the costs below it."""
        return np.asarray(self.least + share * (self.most - self.least))


@dataclass(frozen=True, kw_only=True)
class ExponentialCost:
    """Costs from 0 without a bound, ever less likely, with the given mean.

    Parameters
    ----------
    mean : number or (draw,), in prizes, above 0
    """

    mean: float | FloatArray
    words: ClassVar[str] = "exponential"

    def __post_init__(self) -> None:
        broadcast(self, {"mean": POSITIVE})

    @property
    def draws(self) -> int:
        """How many draws it holds."""
        return np.size(self.mean)

    @property
    def least(self) -> FloatArray:
        """(draw,) smallest cost."""
        return np.zeros(self.draws)

    @property
    def most(self) -> FloatArray:
        """(draw,) largest cost."""
        return np.full(self.draws, np.inf)

    def below(self, bound: FloatArray) -> FloatArray:
        """(draw,) chance of a cost strictly below `bound`."""
        return np.asarray(-np.expm1(-np.maximum(bound, 0.0) / self.mean))

    def cost_below(self, bound: FloatArray) -> FloatArray:
        """(draw,) expected cost where it is below `bound`, and nothing elsewhere."""
        top = np.maximum(bound, 0.0)
        return np.asarray(self.mean * self.below(top) - top * np.exp(-top / self.mean))

    def inverse_hazard(self, bound: FloatArray) -> FloatArray:
        """(draw,) (1 - F)/f, the same everywhere."""
        return np.broadcast_to(np.asarray(self.mean), np.shape(bound))

    def quantile(self, share: FloatArray) -> FloatArray:
        """(draw,) the largest bound with at most `share` of the costs below it."""
        with np.errstate(divide="ignore"):
            return np.asarray(-self.mean * np.log1p(-share))


@dataclass(frozen=True)
class DiscreteCost:
    """A few types, each with its cost and its chance.

    Parameters
    ----------
    costs   : (type,) or (draw, type), in prizes, >= 0, any order
    chances : (type,) or (draw, type), >= 0, sum 1 per draw

    Raises
    ------
    ParameterError : shapes that do not fit, a negative cost, chances that do not sum to 1.
    """

    costs: ArrayLike
    chances: ArrayLike
    words: ClassVar[str] = "types"

    def __post_init__(self) -> None:
        costs = _table("costs", self.costs)
        chances = _table("chances", self.chances)
        if costs.shape[1] != chances.shape[1] or (
            len(costs) != len(chances) and 1 not in (len(costs), len(chances))
        ):
            message = f"has shape {chances.shape} where costs has {costs.shape}"
            raise ParameterError("chances", message, "Give one chance for each cost.")
        total = chances.sum(axis=1)
        wrong = np.abs(total - 1.0) > _SUM_SLACK
        if wrong.any():
            raise ParameterError("chances", f"sum to {total[wrong][0]:g}", "Make them sum to 1.")
        shape = np.broadcast_shapes(costs.shape, chances.shape)
        costs, chances = np.broadcast_to(costs, shape), np.broadcast_to(chances / total[:, None], shape)
        order = np.argsort(costs, axis=1, kind="stable")
        for name, table in (("costs", costs), ("chances", chances)):
            sorted_table = np.take_along_axis(table, order, axis=1)
            sorted_table.flags.writeable = False
            object.__setattr__(self, name, sorted_table)

    @property
    def draws(self) -> int:
        """How many draws it holds."""
        return len(np.asarray(self.costs))

    @property
    def least(self) -> FloatArray:
        """(draw,) smallest cost of a type with a chance."""
        return np.asarray(
            np.where(np.asarray(self.chances) > 0.0, np.asarray(self.costs), np.inf).min(axis=1)
        )

    @property
    def most(self) -> FloatArray:
        """(draw,) largest cost of a type with a chance."""
        return np.asarray(
            np.where(np.asarray(self.chances) > 0.0, np.asarray(self.costs), -np.inf).max(axis=1)
        )

    def below(self, bound: FloatArray) -> FloatArray:
        """(draw,) chance of a cost strictly below `bound`."""
        costs, chances = np.asarray(self.costs), np.asarray(self.chances)
        return np.asarray(np.where(costs < np.asarray(bound)[:, None], chances, 0.0).sum(axis=1))

    def cost_below(self, bound: FloatArray) -> FloatArray:
        """(draw,) expected cost where it is below `bound`, and nothing elsewhere."""
        costs = np.asarray(self.costs)
        return np.asarray(np.where(costs < np.asarray(bound)[:, None], costs * self.chances, 0.0).sum(axis=1))


DensityCost = UniformCost | ExponentialCost
CostBelief = DensityCost | DiscreteCost


def refuse_reversed(low_name: str, low: FloatArray, high_name: str, high: FloatArray) -> None:
    """Stop at the first draw whose low end lies above its high end."""
    wrong = low > high
    if wrong.any():
        at = int(np.argmax(wrong))
        message = f"above {high_name} (got {low[at]:g} and {high[at]:g})"
        raise ParameterError(low_name, message, f"Give a {low_name} of at most {high_name}.")


def _table(name: str, value: ArrayLike) -> FloatArray:
    try:
        table = np.atleast_2d(np.asarray(value, dtype=np.float64))
    except (TypeError, ValueError) as error:
        raise ParameterError(name, "not a table of numbers", "Give one number per type.") from error
    if table.ndim != 2 or table.size == 0:
        raise ParameterError(name, f"has shape {np.shape(value)}", "Give one number per type.")
    inside = NOT_NEGATIVE.holds(table)
    if not inside.all():
        raise ParameterError(name, f"out of range (got {table[~inside][0]:g})", f"Use {NOT_NEGATIVE.text()}.")
    return table
