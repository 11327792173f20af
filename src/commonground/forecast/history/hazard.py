"""The hazard model: the chance that a pair has at least one event of a kind within so many months.

For each horizon a complementary log-log regression on what the months up to the origin show, so that a score is the log
of the cumulative hazard. Fitting each horizon by itself keeps the clustering of events in the figures, which
multiplying up monthly chances would lose. Half of the score is the pair's own base rate, at the pace that fits all
pairs: two forecasts with different faults do better by their mean (bates1969), and half needs no fitting.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from commonground.errors import ForecastError
from commonground.forecast.history.series import NAMES, Prior, features, fit_prior
from commonground.forecast.learn.linear import FloatArray, Regression, fit_regression

PENALTY = 100.0
OWN_SHARE = 0.5  # of the score that is the pair's own base rate
LEAST_EVENTS, LEAST_MONTHS = 3, 3
"""A pair is forecast from its third event and its third covered month on; before, the voice abstains."""


@dataclass(frozen=True)
class Hazard:
    """Fitted model of one kind of event: a regression per horizon in months.

    `prior` is that of the pairs' own monthly rates; `pace` is by how much the log of these rates is raised to fit a
    horizon.
    """

    kind: int
    prior: Prior
    by_horizon: Mapping[int, Regression]
    pace: Mapping[int, float]

    def score(self, X: FloatArray, horizon: int) -> FloatArray:
        """Log cumulative hazard (pair,) over a horizon that was fitted."""
        own = X[:, 0] + self.pace[horizon]
        return np.asarray(OWN_SHARE * own + (1 - OWN_SHARE) * self.by_horizon[horizon].score(X))

    def cumulative(self, counts: FloatArray, months: float) -> FloatArray:
        """Cumulative hazard (pair,) over so many months after the last one given (pair, month, kind).

        Linear between the horizons that were fitted, and never falling; beyond the last it goes on at the mean pace of
        the last stretch.
        """
        return self.at(features(counts, self.kind, self.prior), months)

    def at(self, X: FloatArray, months: float) -> FloatArray:
        """The same from what was read off the histories."""
        known = sorted(self.by_horizon)
        levels = np.zeros((len(X), len(known) + 1))
        for j, horizon in enumerate(known):
            levels[:, j + 1] = np.maximum(levels[:, j], np.exp(self.score(X, horizon)))
        ends = np.array([0.0, *known])
        j = int(np.clip(np.searchsorted(ends, months, side="left"), 1, len(known)))
        pace = (levels[:, j] - levels[:, j - 1]) / (ends[j] - ends[j - 1])
        return np.asarray(levels[:, j - 1] + pace * (months - ends[j - 1]))

    def probability(self, counts: FloatArray, months: float) -> FloatArray:
        """Chance (pair,) of at least one such event within so many months."""
        return np.asarray(-np.expm1(-self.cumulative(counts, months)))

    def spread(self, X: FloatArray, months: float) -> FloatArray:
        """Standard error of the log cumulative hazard, from how well the weights of the nearest horizon are known."""
        horizon = min(self.by_horizon, key=lambda known: abs(known - months))
        return (1 - OWN_SHARE) * self.by_horizon[horizon].spread(X)

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return {
            "kind": self.kind,
            "prior": {"yes": round(self.prior.yes, 5), "no": round(self.prior.no, 5)},
            "pace": {str(h): round(a, 5) for h, a in sorted(self.pace.items())},
            "by_horizon": {str(h): r.as_dict() for h, r in sorted(self.by_horizon.items())},
        }

    @classmethod
    def from_dict(cls, raw: Mapping[str, Any]) -> Hazard:
        """The inverse of `as_dict`."""
        fitted = {int(h): Regression.from_dict(r) for h, r in raw["by_horizon"].items()}
        pace = {int(h): float(a) for h, a in raw["pace"].items()}
        return cls(int(raw["kind"]), Prior(raw["prior"]["yes"], raw["prior"]["no"]), fitted, pace)


@dataclass(frozen=True)
class Panel:
    """Many pairs over the same months.

    Parameters
    ----------
    pairs  : (pair,), names of both parties in alphabetical order
    counts : (pair, month, kind), NaN in months that the source does not cover
    first  : number of the first month (see `month_number`)
    """

    pairs: tuple[tuple[str, str], ...]
    counts: FloatArray
    first: int

    @property
    def covered(self) -> NDArray[np.bool_]:
        """(month,), whether the source covers the month."""
        if not len(self.counts):
            return np.zeros(self.counts.shape[1], dtype=bool)
        return np.asarray(np.isfinite(self.counts[0, :, 0]))

    def subset(self, members: NDArray[np.intp]) -> Panel:
        """Some of the pairs."""
        return Panel(tuple(self.pairs[i] for i in members), self.counts[members], self.first)

    def known_at(self, origin: int) -> NDArray[np.intp]:
        """Pairs that may be forecast from the months up to and with number `origin` (0 is the first of the panel)."""
        past = np.nan_to_num(self.counts[:, : origin + 1])
        if self.covered[: origin + 1].sum() < LEAST_MONTHS:
            return np.empty(0, dtype=np.intp)
        return np.flatnonzero(past.sum(axis=(1, 2)) >= LEAST_EVENTS)


def examples(
    panel: Panel, kind: int, prior: Prior, horizon: int, last: int
) -> tuple[FloatArray, FloatArray, NDArray[np.intp]]:
    """Every pair at every origin whose next `horizon` months are covered and end by month `last`: X, y, pair."""
    xs, ys, who = [], [], []
    for origin in range(LEAST_MONTHS - 1, last - horizon + 1):
        ahead = slice(origin + 1, origin + 1 + horizon)
        members = panel.known_at(origin)
        if not len(members) or not panel.covered[ahead].all() or not panel.covered[origin]:
            continue
        xs.append(features(panel.counts[members, : origin + 1], kind, prior))
        ys.append((panel.counts[members, ahead, kind].sum(axis=1) > 0).astype(float))
        who.append(members)
    if not xs:
        return np.empty((0, len(NAMES))), np.empty(0), np.empty(0, dtype=np.intp)
    return np.vstack(xs), np.concatenate(ys), np.concatenate(who)


def pairs_prior(panels: Iterable[Panel], kind: int, last: Sequence[int]) -> Prior:
    """Prior of own rates over the pairs that may be forecast by the last month of each panel."""
    months, covered = [], []
    for panel, end in zip(panels, last):
        members = panel.known_at(end)
        past = panel.counts[members, : end + 1, kind]
        months.append((np.nan_to_num(past) > 0).sum(axis=1).astype(float))
        covered.append(np.isfinite(past).sum(axis=1).astype(float))
    return fit_prior(np.concatenate(months), np.concatenate(covered))


def fit_hazard(
    panels: Sequence[Panel], kind: int, horizons: Iterable[int], last: Sequence[int] | None = None
) -> Hazard:
    """Fit on every pair and origin of the panels whose target months end by `last` (month numbers within each panel).

    A horizon with fewer than 200 examples or 20 events is left out.

    Raises
    ------
    ForecastError : not even the first horizon has enough examples.
    """
    ends = list(last) if last is not None else [panel.counts.shape[1] - 1 for panel in panels]
    prior = pairs_prior(panels, kind, ends)
    fitted, pace = {}, {}
    for horizon in horizons:
        parts = [examples(panel, kind, prior, horizon, end) for panel, end in zip(panels, ends)]
        X, y = np.vstack([part[0] for part in parts]), np.concatenate([part[1] for part in parts])
        if len(y) >= 200 and y.sum() >= 20:
            fitted[horizon] = fit_regression(X, y, NAMES, penalty=PENALTY, link="cloglog")
            pace[horizon] = _pace(X[:, 0], y)
    if not fitted:
        raise ForecastError(
            "too few pairs and months of events to fit a hazard", "Give events of more pairs or more months."
        )
    return Hazard(kind, prior, fitted, pace)


def _pace(own: FloatArray, y: FloatArray) -> float:
    """The shift of log hazards `own` that makes as many events expected as there were."""
    low, high = -5.0, 8.0
    for _ in range(60):
        middle = (low + high) / 2
        expected = float(-np.expm1(-np.exp(np.minimum(own + middle, 6.0))).sum())
        low, high = (middle, high) if expected < y.sum() else (low, middle)
    return (low + high) / 2
