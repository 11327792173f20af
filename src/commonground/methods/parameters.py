"""Parameters of the closed-form models: checked by name, and broadcast to one axis of draws.

A model's parameters are a frozen dataclass whose fields are plain numbers or (draw,) arrays. Its `__post_init__`
calls `checked` for each field, so that a value out of range is refused with its name, itself and the fix, and
every field is afterwards a read-only (draw,) array of the same length.
"""

from __future__ import annotations

import dataclasses
import math
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from commonground.errors import CommongroundError


class _Dataclass(Protocol):
    __dataclass_fields__: ClassVar[dict[str, dataclasses.Field[Any]]]


_Sides = TypeVar("_Sides", bound=_Dataclass)

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]


class ParameterError(CommongroundError):
    """A model's parameter is out of range; `name` says which."""

    exit_code = 2

    def __init__(self, name: str, message: str, fix: str) -> None:
        self.name = name
        super().__init__(f"{name}: {message}", fix)

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.name, self.message.removeprefix(f"{self.name}: "), self.fix)


@dataclass(frozen=True)
class Range:
    """Where a parameter may lie; an open end is excluded."""

    lo: float = -math.inf
    hi: float = math.inf
    open_lo: bool = False
    open_hi: bool = False

    def holds(self, value: FloatArray) -> BoolArray:
        low = value > self.lo if self.open_lo else value >= self.lo
        high = value < self.hi if self.open_hi else value <= self.hi
        return np.asarray(low & high & np.isfinite(value))

    def text(self) -> str:
        low = f"{'above' if self.open_lo else 'at least'} {self.lo:g}" if math.isfinite(self.lo) else ""
        high = f"{'below' if self.open_hi else 'at most'} {self.hi:g}" if math.isfinite(self.hi) else ""
        return " and ".join(filter(None, (low, high))) or "a finite number"


PROBABILITY = Range(0.0, 1.0)
DISCOUNT = Range(0.0, 1.0, open_lo=True, open_hi=True)
NOT_NEGATIVE = Range(0.0)
POSITIVE = Range(0.0, open_lo=True)
ANY = Range()


def exchanged(parameters: _Sides) -> _Sides:
    """The same parameters with the names of the sides exchanged: every field `…_a` takes the value of `…_b`."""
    other = {"_a": "_b", "_b": "_a"}
    sided = [field.name for field in dataclasses.fields(parameters) if field.name[-2:] in other]
    values = {name: getattr(parameters, name[:-2] + other[name[-2:]]) for name in sided}
    return dataclasses.replace(parameters, **values)


def checked(name: str, value: ArrayLike, allowed: Range) -> FloatArray:
    """A parameter as a (draw,) array.

    Raises
    ------
    ParameterError : not a number or a list of them, or outside its range; names the first offending value.
    """
    try:
        array = np.atleast_1d(np.asarray(value, dtype=np.float64))
    except (TypeError, ValueError) as error:
        raise ParameterError(
            name, f"not a number (got {value!r:.40})", "Give a number or one per draw."
        ) from error
    if array.ndim != 1 or array.size == 0:
        raise ParameterError(name, f"has shape {array.shape}", "Give a number or one per draw.")
    inside = allowed.holds(array)
    if not inside.all():
        wrong = array[np.argmin(inside)]
        raise ParameterError(name, f"out of range (got {wrong:g})", f"Use {allowed.text()}.")
    return array


def broadcast(parameters: Any, ranges: dict[str, Range]) -> int:
    """Check the named fields of a frozen dataclass and set each to a read-only array of the common length.

    Returns
    -------
    the number of draws

    Raises
    ------
    ParameterError : a value out of range, or two fields with different numbers of draws.
    """
    arrays = {name: checked(name, getattr(parameters, name), allowed) for name, allowed in ranges.items()}
    n = max(array.size for array in arrays.values())
    for name, array in arrays.items():
        if array.size not in (1, n):
            raise ParameterError(
                name, f"has {array.size} draws where others have {n}", "Give one per draw, or one."
            )
        object.__setattr__(parameters, name, np.broadcast_to(array, (n,)))
    return n
