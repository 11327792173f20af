"""The reference classes that come with the package: counts, Jeffreys intervals, and filters."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
from numpy.typing import NDArray

from commonground.errors import ForecastError, did_you_mean
from commonground.forecast.calibration import jeffreys


@dataclass(frozen=True)
class ReferenceClass:
    """A set of past cases and in how many of them something came true.

    Parameters
    ----------
    id           : target and filters, "crisis-agreement/mediation"
    target       : what came true, of which cases
    filters      : names of what the cases have in common, none for all cases of the target
    definition   : in words
    count, n     : cases in which it came true, and all
    horizon_days : days within which it had to come true; None for "by the end of the case"
    mean_days    : how long a case of the target lasted on average, where that is known
    until        : last day on which an outcome became known
    source       : data, with a key of the bibliography
    """

    id: str
    target: str
    filters: frozenset[str]
    definition: str
    count: int
    n: int
    horizon_days: float | None
    mean_days: float | None
    until: date
    source: str

    @property
    def rate(self) -> float:
        """Share in which it came true."""
        return self.count / self.n

    def interval(self, level: float = 0.9) -> tuple[float, float]:
        """Jeffreys interval of the share."""
        return jeffreys(self.count, self.n, level)

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON, with the 90 % interval."""
        return {
            "id": self.id,
            "target": self.target,
            "filters": sorted(self.filters),
            "definition": self.definition,
            "count": self.count,
            "n": self.n,
            "rate": self.rate,
            "interval_90": list(self.interval()),
            "horizon_days": self.horizon_days,
            "mean_days": self.mean_days,
            "until": self.until.isoformat(),
            "source": self.source,
        }


@dataclass(frozen=True, eq=False)
class Target:
    """All classes of one target, the one of all cases first, and how many cases each two of them share.

    Compared by identity, so that what is fitted to its classes can be kept.
    """

    id: str
    classes: tuple[ReferenceClass, ...]
    shared: NDArray[np.float64]

    @property
    def everyone(self) -> ReferenceClass:
        """The class of all cases."""
        return self.classes[0]

    @property
    def filters(self) -> tuple[str, ...]:
        """Filters a case may name."""
        return tuple(sorted(next(iter(c.filters)) for c in self.classes if len(c.filters) == 1))


@cache
def targets() -> dict[str, Target]:
    """Every target by id, in the order of the table."""
    room = resources.files(__package__)
    shared = json.loads(room.joinpath("overlaps.json").read_text("utf-8"))
    found: dict[str, list[ReferenceClass]] = {}
    for row in csv.DictReader(io.StringIO(room.joinpath("classes.csv").read_text("utf-8"))):
        found.setdefault(row["target"], []).append(_class(row))
    return {
        name: Target(name, tuple(classes), np.array(shared[name], dtype=np.float64))
        for name, classes in found.items()
    }


def _class(row: dict[str, str]) -> ReferenceClass:
    return ReferenceClass(
        id=row["id"], target=row["target"], filters=frozenset(filter(None, row["filters"].split(";"))),
        definition=row["definition"], count=int(row["count"]), n=int(row["n"]),
        horizon_days=float(row["horizon_days"]) if row["horizon_days"] else None,
        mean_days=float(row["mean_days"]) if row["mean_days"] else None,
        until=date.fromisoformat(row["until"]), source=row["source"],
    )  # fmt: skip


def target(name: str) -> Target:
    """One target.

    Raises
    ------
    ForecastError : no such target; names the nearest.
    """
    known = targets()
    if name not in known:
        raise ForecastError(f"{name!r} is not a target of reference classes", did_you_mean(name, known))
    return known[name]


def classes(name: str, filters: Iterable[str] = ()) -> tuple[ReferenceClass, ...]:
    """The classes of a target that a case with these filters belongs to, the one of all cases first.

    Raises
    ------
    ForecastError : no such target or filter.
    """
    found = target(name)
    named = require_filters(found, filters)
    return tuple(c for c in found.classes if c.filters <= named)


def require_filters(found: Target, filters: Iterable[str]) -> frozenset[str]:
    """The filters as a set, if the target has them all."""
    named = frozenset(filters)
    for name in sorted(named):
        if name not in found.filters:
            raise ForecastError(f"{name!r} is not a filter of {found.id}", did_you_mean(name, found.filters))
    return named
