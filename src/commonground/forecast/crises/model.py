"""A regression of agreement on the fields of a crisis, with coefficients that ship, and its interval.

Two variants: `onset`, from what is known when a crisis begins, and `course`, from violence, mediation and conduct too.
The second describes how crises with mediators ended; mediators choose which crises to enter, so it does not say what
mediation would do.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from commonground.errors import ForecastError
from commonground.forecast.abstention import Abstention
from commonground.forecast.crises.fields import CONDUCT, ONSET, Crisis, conduct, matrix, onset
from commonground.forecast.learn.linear import Regression, fit_regression
from commonground.forecast.voice import Voice

FloatArray = NDArray[np.float64]
ONSET_PENALTY, COURSE_PENALTY = 60.0, 40.0
"""Ridge penalties, chosen once by ten-fold cross-validation among 10, 20, 30, 40, 60 and 100."""

LEAST_KNOWN = 3  # fields; with fewer a crisis is no more than the average one
Z90 = 1.6448536269514722


def columns(at_onset: bool) -> list[int]:
    """Columns of `fields.matrix` that a variant uses."""
    return list(range(len(ONSET) if at_onset else len(ONSET) + len(CONDUCT)))


def fit(X: FloatArray, y: FloatArray, at_onset: bool) -> Regression:
    """Fit a variant to crises (crisis, field of `fields.matrix`) and whether each ended in agreement."""
    used = columns(at_onset)
    names = [(*ONSET, *CONDUCT)[j] for j in used]
    return fit_regression(X[:, used], y, names, penalty=ONSET_PENALTY if at_onset else COURSE_PENALTY)


@dataclass(frozen=True)
class CrisisModel:
    """Both variants, and how long crises lasted.

    Parameters
    ----------
    onset, course : regressions on `ONSET`, and on `ONSET` and `CONDUCT`
    n, agreements : crises they were fitted to, and how many of these ended in agreement
    days          : quantiles 0, 0.05, … 1 of the days from trigger to end, of crises that ended "with" agreement and
                    "without"
    source        : of the data
    until         : last day on which an outcome became known
    """

    onset: Regression
    course: Regression
    n: int
    agreements: int
    days: Mapping[str, tuple[float, ...]]
    source: str
    until: date

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return {
            "source": self.source,
            "until": self.until.isoformat(),
            "n": self.n,
            "agreements": self.agreements,
            "days": {name: list(values) for name, values in self.days.items()},
            "onset": self.onset.as_dict(),
            "course": self.course.as_dict(),
        }

    @classmethod
    def from_dict(cls, raw: Mapping[str, Any]) -> CrisisModel:
        """The inverse of `as_dict`."""
        days = {name: tuple(float(day) for day in values) for name, values in raw["days"].items()}
        at_onset, course = (Regression.from_dict(raw[name]) for name in ("onset", "course"))
        return cls(
            at_onset,
            course,
            int(raw["n"]),
            int(raw["agreements"]),
            days,
            raw["source"],
            date.fromisoformat(raw["until"]),
        )

    def ended_by(self, agreement: bool, day: float) -> float:
        """Share of the crises with (without) agreement that had ended so many days after their trigger."""
        known = self.days["with" if agreement else "without"]
        return float(np.interp(day, known, np.linspace(0.0, 1.0, len(known)), left=0.0, right=1.0))

    def within(self, p: float, days: float, elapsed: float = 0.0) -> float:
        """Chance of an agreement within so many days more, in a crisis that has lasted `elapsed` days.

        From the chance p that the crisis ends in agreement at all, and how long crises of either end lasted. Once a
        crisis has lasted longer than any of them, the last tenth of the records stands in for it.
        """
        elapsed = min(elapsed, self.days["with"][-3], self.days["without"][-3])
        open_with = p * (1 - self.ended_by(True, elapsed))
        open_without = (1 - p) * (1 - self.ended_by(False, elapsed))
        soon = p * (self.ended_by(True, elapsed + days) - self.ended_by(True, elapsed))
        return soon / (open_with + open_without) if open_with + open_without > 0 else 0.0


@cache
def shipped() -> CrisisModel:
    """The model that comes with the package."""
    text = resources.files(__package__).joinpath("coefficients.json").read_text("utf-8")
    return CrisisModel.from_dict(json.loads(text))


def crisis_voice(
    crisis: Crisis,
    *,
    course: bool = False,
    days: float | None = None,
    elapsed: float = 0.0,
    as_of: date | None = None,
) -> Voice | Abstention:
    """Chance that a crisis ends in a formal, semi-formal or tacit agreement, from crises like it.

    Parameters
    ----------
    crisis  : by its ICB fields
    course  : use violence, mediation and conduct as well, where they are given
    days    : horizon; without it, the chance that the crisis ends so at all
    elapsed : days since the trigger
    as_of   : day of the forecast; the voice abstains if the model was fitted to crises that ended later

    Returns
    -------
    A voice of the family history with a 90 % interval from how well the weights are known; an abstention if fewer
    than three fields of onset are given.

    References
    ----------
    brecher1997 for the data and codes.  Test: tests/unit/forecast/crises.

    Limits
    ------
    Most of what makes crises end in agreement is not in these fields: in cross-validation they lower the Brier score of
    the base rate by 0.016, with conduct and mediation by 0.04. ICB ends with a crisis; an agreement counts even
    if it did not last.
    """
    if days is not None and not (math.isfinite(days) and days > 0):
        raise ForecastError(f"a horizon of {days} days is not ahead", "Give a number above 0.")
    if not (math.isfinite(elapsed) and elapsed >= 0):
        raise ForecastError(f"{elapsed} days cannot have passed", "Give a number from 0 up.")
    given = sum(
        bool(value)
        for value in (
            crisis.trigger, crisis.gravity, crisis.actors, crisis.threats, crisis.triggered_by, crisis.protracted,
            math.isfinite(crisis.year),
        )
    )  # fmt: skip
    if given < LEAST_KNOWN:
        return Abstention(
            "crises",
            "history",
            f"It abstains: {given} fields of onset are given, and it needs {LEAST_KNOWN}.",
        )
    model = shipped()
    if as_of is not None and as_of < model.until:
        return Abstention(
            "crises", "history",
            f"It abstains: its crises reach to {model.until.isoformat()}, after {as_of.isoformat()}.",
        )  # fmt: skip
    regression = model.course if course else model.onset
    X = matrix([crisis])[:, columns(not course)]
    score, spread = float(regression.score(X)[0]), float(regression.spread(X)[0])
    ends = [float(expit(score + sign * Z90 * spread)) for sign in (-1, 0, 1)]
    ever = ends[1]
    if days is not None:
        ends = [model.within(p, days, elapsed) for p in ends]
    because = (
        f"Of {model.n} crises {model.agreements} ended in agreement ({100 * model.agreements / model.n:.0f} %); "
        f"in this one it is {100 * ever:.0f} %, most of all by {_told(regression, crisis, X)}"
    )
    because += f"; within {days:g} days it is {100 * ends[1]:.0f} %." if days is not None else "."
    which = "course" if course else "onset"
    return Voice(
        "crises", "history", ends[1], ends[0], ends[2], because, (f"crises/coefficients.json: {which}",)
    )


def _told(regression: Regression, crisis: Crisis, X: FloatArray) -> str:
    """The three fields that move this crisis most, with their direction; levels that it does not have go unsaid."""
    share = regression.standard(X)[0] * regression.weight
    values = {**onset(crisis), **conduct(crisis)}
    parts: list[str] = []
    for j in np.argsort(-np.abs(share), kind="stable"):
        name = regression.names[j]
        value, level = values[name], ": " in name
        if not math.isfinite(value) or (level and not value):
            continue
        said = name if value == 1.0 else f"{name}: {'no' if value == 0.0 else f'{value:g}'}"
        parts.append(f"{said} ({'raises' if share[j] > 0 else 'lowers'} it)")
        if len(parts) == 3:
            break
    return "; ".join(parts)
