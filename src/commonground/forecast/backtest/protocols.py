"""Who may learn from what: folds, grouped folds, and rolling origin.

A protocol turns a `Problem` and a way to forecast into a probability for every row that it judges, made without
that row's outcome. Folds at random let a forecast learn from later cases and from siblings of the case it judges;
grouped folds keep siblings together; rolling origin lets it learn from what came before only.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.intp]


@dataclass(frozen=True)
class Problem:
    """Cases to forecast.

    Parameters
    ----------
    X       : (row, column), what may be known, NaN where missing
    y       : (row,), class number of the outcome
    time    : (row,), when the case began, in years
    known   : (row,), when its outcome was known; a forecast by rolling origin learns from it only afterwards
    group   : (row,), number of the group of siblings
    classes : names of the classes
    names   : names of the columns
    """

    X: FloatArray
    y: IntArray
    time: FloatArray
    known: FloatArray
    group: IntArray
    classes: tuple[str, ...]
    names: tuple[str, ...]


Forecaster = Callable[[Problem, IntArray, IntArray], FloatArray]
"""(problem, rows to learn from, rows to forecast) -> probabilities (row to forecast, class)."""


def base_rate(problem: Problem, learn: IntArray, judge: IntArray) -> FloatArray:
    """Share of each class among what may be learnt from, with half a pseudo-case each."""
    return np.tile(_shares(problem.y[learn], len(problem.classes)), (len(judge), 1))


def recent_base_rate(years: float) -> Forecaster:
    """Base rate of the last so many years before the first case that is judged."""

    def forecast(problem: Problem, learn: IntArray, judge: IntArray) -> FloatArray:
        start = problem.time[judge].min()
        recent = learn[problem.time[learn] >= start - years]
        return base_rate(problem, recent if len(recent) else learn, judge)

    return forecast


def _shares(y: IntArray, classes: int) -> FloatArray:
    count = np.bincount(y, minlength=classes) + 0.5
    return np.asarray(count / count.sum())


def in_folds(
    problem: Problem,
    forecasters: dict[str, Forecaster],
    *,
    folds: int = 10,
    grouped: bool = False,
    seed: int = 0,
) -> dict[str, FloatArray]:
    """Every row forecast from the folds it is not in; with `grouped`, a group stays in one fold."""
    rng = np.random.default_rng(seed)
    if grouped:
        _, group = np.unique(problem.group, return_inverse=True)
        fold = (rng.permutation(group.max() + 1) % folds)[group]
    else:
        fold = rng.permutation(len(problem.y)) % folds
    found = {name: np.zeros((len(problem.y), len(problem.classes))) for name in forecasters}
    for k in range(folds):
        judge, learn = np.flatnonzero(fold == k), np.flatnonzero(fold != k)
        if len(judge):
            for name, forecaster in forecasters.items():
                found[name][judge] = forecaster(problem, learn, judge)
    return found


def origins(time: FloatArray, first: float, step: float) -> list[float]:
    """Origins from `first` on, so many years apart, up to the last case."""
    return [float(at) for at in np.arange(first, time.max() + 1e-9, step)]


def by_rolling_origin(
    problem: Problem, forecasters: dict[str, Forecaster], *, first: float, step: float
) -> tuple[IntArray, dict[str, FloatArray]]:
    """Rows from `first` on, each forecast from cases whose outcome was known before its block of years began."""
    rows: list[IntArray] = []
    found: dict[str, list[FloatArray]] = {name: [] for name in forecasters}
    for origin in origins(problem.time, first, step):
        judge = np.flatnonzero((problem.time >= origin) & (problem.time < origin + step))
        learn = np.flatnonzero((problem.known < origin) & (problem.time < origin))
        if len(judge) and len(learn):
            rows.append(judge)
            for name, forecaster in forecasters.items():
                found[name].append(forecaster(problem, learn, judge))
    if not rows:
        return np.empty(0, np.intp), {name: np.empty((0, len(problem.classes))) for name in forecasters}
    return np.concatenate(rows), {name: np.concatenate(parts) for name, parts in found.items()}
