"""A finite game that stands for one block of a case, and how finely what is continuous is cut."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import ArrayLike

from commonground.methods.parameters import ParameterError
from commonground.methods.tree import Tree

PLACES = (
    6  # decimals kept of every number: OpenSpiel reads no fraction with more than nine digits above or below
)
NUDGE = Fraction(1, 100_000)  # by which a demand that leaves a type indifferent is lowered
MOST_TYPES, MOST_DEMANDS = 50, 201


@dataclass(frozen=True, kw_only=True)
class GameSettings:
    """How a block becomes a finite game.

    Parameters
    ----------
    types      : equally likely types that stand for what one side alone knows, 1 to 50
    demands    : evenly spaced demands, 2 to 201; those at which a type would just give way are added
    first_step : share of the stakes in the first of two rounds, above 0 and below 1; None: the smallest that shows
        who is trustworthy

    Raises
    ------
    ParameterError : a value out of range.
    """

    types: int = 5
    demands: int = 11
    first_step: float | None = None

    def __post_init__(self) -> None:
        for name, least, most in (("types", 1, MOST_TYPES), ("demands", 2, MOST_DEMANDS)):
            value = getattr(self, name)
            if not isinstance(value, int) or not least <= value <= most:
                message = f"out of range (got {value!r})"
                raise ParameterError(name, message, f"Use a whole number from {least} to {most}.")
        if self.first_step is not None and not 0.0 < self.first_step < 1.0:
            message = f"out of range (got {self.first_step:g})"
            raise ParameterError("first_step", message, "Use a share above 0 and below 1.")


@dataclass(frozen=True)
class Game:
    """One game of a case, built when it is asked for.

    Parameters
    ----------
    id      : such as crisis or mediation-russia
    title   : what it is, in words
    parties : names of those who move
    blocks  : keys of the case it is built from
    build   : () -> the tree; its comment says what was rounded into a finite game
    """

    id: str
    title: str
    parties: tuple[str, ...]
    blocks: tuple[str, ...]
    build: Callable[[], Tree]


@dataclass(frozen=True)
class Place:
    """Which draw of a case a game is built from, and what to call its parties.

    Parameters
    ----------
    draw  : number of the draw, from 0
    names : party id -> name
    told  : the draw in words, for the comment
    """

    draw: int
    names: Mapping[str, str]
    told: str

    def at(self, value: ArrayLike) -> Fraction:
        """A (draw,) array's value in this draw, to six decimals, as an exact fraction."""
        array = np.atleast_1d(np.asarray(value, dtype=np.float64))
        number = float(array[self.draw if array.size > 1 else 0])
        return Fraction(f"{number:.{PLACES}f}")


def rounded(number: Fraction) -> Fraction:
    """The nearest number of six decimals."""
    return Fraction(round(number * 10**PLACES), 10**PLACES)


def words(number: Fraction) -> str:
    """A number of a move's name: short, and apart from its neighbours."""
    return f"{float(number):.6g}"
