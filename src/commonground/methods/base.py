"""What every method is made of: a card that describes it, and the solution it returns."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from commonground.case.cards import card_of
from commonground.errors import Finding

FloatArray = NDArray[np.float64]


@dataclass(frozen=True)
class MethodCard:
    """What docs, command line and app list of a method."""

    id: str
    title: str
    answers: str  # the question it answers, in one sentence
    needs: tuple[str, ...]  # case keys it cannot do without
    cites: tuple[str, ...]  # keys of docs/references.bib
    limits: tuple[str, ...]  # what an honest author of the method would warn about
    settings: Mapping[str, str]  # name -> what it does, with its default

    def as_dict(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "title": self.title,
            "answers": self.answers,
            "needs": list(self.needs),
            "cites": list(self.cites),
            "limits": list(self.limits),
            "settings": dict(self.settings),
        }


@dataclass(frozen=True)
class Estimate:
    """A probability (0-1) and the Monte Carlo standard error of computing it from finitely many draws."""

    p: float
    se: float

    @classmethod
    def over(cls, chance: FloatArray) -> Estimate:
        """The mean of a (draw,) chance with its standard error; no error can be told from one draw."""
        n = chance.size
        return cls(float(chance.mean()), float(chance.std() / math.sqrt(n)) if n > 1 else 0.0)

    def as_dict(self) -> dict[str, float]:
        return {"p": self.p, "se": self.se}


@dataclass(frozen=True)
class Solution:
    """What a method says of a case.

    outcome : agreement, impasse, confrontation -> Estimate; None where the method abstains
    settlement : issue -> (draw,) level in issue units or option number, NaN in draws without one; or None
    findings : what a reader should know about this answer
    data : plain numbers, lists and dicts for the study (paths into it are what a brief cites)
    """

    method: str
    title: str
    outcome: dict[str, Estimate] | None
    settlement: dict[str, FloatArray] | None
    findings: tuple[Finding, ...]
    data: dict[str, Any]
    settings: dict[str, Any] = field(default_factory=dict)

    def _repr_html_(self) -> str | None:
        return card_of("solution", self)

    def as_dict(self) -> dict[str, Any]:
        """Everything but the per-draw arrays, as plain JSON values."""
        return {
            "method": self.method,
            "title": self.title,
            "settings": dict(self.settings),
            "outcome": None if self.outcome is None else {k: v.as_dict() for k, v in self.outcome.items()},
            "findings": [finding.as_dict() for finding in self.findings],
            "data": self.data,
        }
