"""What a backtest of one data set is: its columns, its problem, its forecasters and what they are held against."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from commonground.forecast.backtest.measures import log_losses
from commonground.forecast.backtest.protocols import (
    FloatArray,
    Forecaster,
    IntArray,
    Problem,
    base_rate,
    by_rolling_origin,
)
from commonground.forecast.learn.tables import Row
from commonground.forecast.learn.trees import fit_boosting, fit_forest


@dataclass(frozen=True)
class Task:
    """A data set of cases with an outcome, one row each.

    Parameters
    ----------
    identity   : columns that tell cases apart
    labelled   : whether a row has an outcome
    build      : (rows, files, identities) -> problem over the rows that have an outcome, and their identities
    models     : forecasters that use the columns, by name
    forward    : forecasters offered for cases to come, tried by rolling origin besides `models`
    bases      : base rates to beat, by name; the first is the reference in folds
    ours       : the forecaster a reader should look at, in folds
    ours_forward, base_forward : the same by rolling origin, and the base rate it is held against
    step       : years between origins
    target     : what is forecast, in words
    siblings   : what grouped folds keep together, in words
    """

    id: str
    target: str
    siblings: str
    identity: tuple[str, ...]
    labelled: Callable[[Row], bool]
    build: Callable[[Sequence[Row], Sequence[Path], Sequence[str]], tuple[Problem, list[str]]]
    models: Mapping[str, Forecaster]
    forward: Mapping[str, Forecaster]
    bases: Mapping[str, Forecaster]
    ours: str
    ours_forward: str
    base_forward: str
    step: float = 5.0


def forest(
    columns: Callable[[str], bool] = lambda name: True, *, trees: int = 200, **settings: float
) -> Forecaster:
    """Random forest on the columns whose name passes."""

    def forecast(problem: Problem, learn: IntArray, judge: IntArray) -> FloatArray:
        used = chosen(problem, columns)
        wide = max(2, round(settings.get("share", 0.0) * len(used))) if "share" in settings else None
        fitted = fit_forest(
            problem.X[np.ix_(learn, used)], problem.y[learn], len(problem.classes), trees=trees,
            leaf=int(settings.get("leaf", 3)), columns=wide,
        )  # fmt: skip
        return fitted.shares(problem.X[np.ix_(judge, used)])

    return forecast


def boosting(columns: Callable[[str], bool] = lambda name: True, *, rounds: int = 100) -> Forecaster:
    """Gradient boosting on the columns whose name passes."""

    def forecast(problem: Problem, learn: IntArray, judge: IntArray) -> FloatArray:
        used = chosen(problem, columns)
        fitted = fit_boosting(
            problem.X[np.ix_(learn, used)], problem.y[learn], len(problem.classes), rounds=rounds
        )
        return fitted.shares(problem.X[np.ix_(judge, used)])

    return forecast


def mean_of(*members: Forecaster) -> Forecaster:
    """Plain mean of probabilities."""

    def forecast(problem: Problem, learn: IntArray, judge: IntArray) -> FloatArray:
        return np.asarray(np.mean([member(problem, learn, judge) for member in members], axis=0))

    return forecast


def chosen(problem: Problem, columns: Callable[[str], bool]) -> IntArray:
    """Numbers of the columns whose name passes; never none."""
    passed = [j for j, name in enumerate(problem.names) if columns(name)]
    return np.array(passed or range(len(problem.names)), dtype=np.intp)


EXPONENTS = np.linspace(0.0, 0.5, 11)


def tilted(recent: Forecaster, model: Forecaster, *, blocks: int = 6, step: float = 5.0) -> Forecaster:
    """Recent base rate, tilted by what a model says of the case relative to the average case.

    p is proportional to recent * (model / base rate of all history) ** w. The model gives only how a case differs from
    others, so that a level that belongs to the past cannot come in through it. The exponent w, from 0 to 0.5, is the
    one that did best in the last blocks of years before the origin, each forecast from what came before it.
    """

    def forecast(problem: Problem, learn: IntArray, judge: IntArray) -> FloatArray:
        past = Problem(
            problem.X[learn], problem.y[learn], problem.time[learn], problem.known[learn],
            problem.group[learn], problem.classes, problem.names,
        )  # fmt: skip
        start = problem.time[judge].min()
        parts = {"recent": recent, "model": model, "all": base_rate}
        rows, seen = by_rolling_origin(past, parts, first=start - blocks * step, step=step)
        best = 0.0
        if len(rows) >= 50:
            losses = [log_losses(_tilt(seen, w), past.y[rows]).mean() for w in EXPONENTS]
            best = float(EXPONENTS[int(np.argmin(losses))])
        now = {name: part(problem, learn, judge) for name, part in parts.items()}
        return _tilt(now, best)

    return forecast


def _tilt(parts: Mapping[str, FloatArray], exponent: float) -> FloatArray:
    p = parts["recent"] * (np.maximum(parts["model"], 1e-6) / parts["all"]) ** exponent
    return np.asarray(p / p.sum(axis=1, keepdims=True))
