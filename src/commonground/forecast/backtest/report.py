"""Run a task by its protocols, and the result as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from commonground.errors import Finding, ForecastError
from commonground.forecast.backtest.measures import briers, calibration, log_losses, paired_interval
from commonground.forecast.backtest.protocols import (
    FloatArray,
    Forecaster,
    IntArray,
    by_rolling_origin,
    in_folds,
)
from commonground.forecast.backtest.tasks import Task
from commonground.forecast.learn.tables import read_rows

RECENT = "base rate of the last"  # how the names of such base rates begin
FEWEST = 50  # cases; with fewer there is nothing to learn from


def scored(
    predicted: Mapping[str, FloatArray],
    y: IntArray,
    group: IntArray,
    *,
    bases: Mapping[str, Any],
    ours: str,
    against: str,
) -> dict[str, Any]:
    """Scores of every forecaster, and of each against the base rate named `against`."""
    rows: dict[str, dict[str, Any]] = {}
    lost = {name: log_losses(p, y) for name, p in predicted.items()}
    squared = {name: briers(p, y) for name, p in predicted.items()}
    for name, p in predicted.items():
        rows[name] = {
            "role": "base rate" if name in bases else "ours" if name == ours else "other",
            "log_loss": float(lost[name].mean()),
            "brier": float(squared[name].mean()),
            "calibration_error": calibration(p, y).error,
        }
        if name != against:
            rows[name] |= {
                "log_loss_reduction": 1.0 - float(lost[name].mean() / lost[against].mean()),
                "log_loss_reduction_95": list(
                    paired_interval(lost[name], lost[against], group, relative=True)
                ),
                "brier_below": float((squared[against] - squared[name]).mean()),
                "brier_below_95": list(paired_interval(squared[name], squared[against], group)),
            }
    return {
        "n": len(y),
        "outcomes": [int(n) for n in np.bincount(y, minlength=next(iter(predicted.values())).shape[1])],
        "ours": ours,
        "against": against,
        "forecasters": rows,
        "calibration": calibration(predicted[ours], y).as_dict(),
    }


def run_task(
    task: Task, train: Path, test: Path | None = None, *, folds: int = 10, seed: int = 0
) -> tuple[dict[str, Any], list[Finding]]:
    """Backtest on one file by folds and rolling origin, or on two: learn from `train`, judge on `test`.

    Raises
    ------
    ForecastError : columns that the task cannot do without are absent, or too few cases have an outcome.
    """
    rows = read_rows(train)
    problem, ids = task.build(rows, (train,), identities(task, rows))
    if len(ids) < FEWEST:
        raise ForecastError(
            f"{train} has {len(ids)} cases with an outcome, and at least {FEWEST} are needed",
            "Give a file with more cases.",
        )
    data: dict[str, Any] = {"task": task.id, "target": task.target, "classes": list(problem.classes)}
    if test is not None:
        protocol, findings = _on_test(task, rows, train, test)
        return data | {"protocols": [protocol]}, findings
    everyone = {**task.bases, **task.models}
    inner = {name: f for name, f in everyone.items() if not name.startswith(RECENT)}
    protocols = []
    for grouped in (False, True):
        found = in_folds(problem, inner, folds=folds, grouped=grouped, seed=seed)
        score = scored(found, problem.y, problem.group, bases=task.bases, ours=task.ours, against="base rate")
        protocols.append(
            {
                "id": "grouped-folds" if grouped else "folds",
                "title": f"{folds} folds, together: {task.siblings}"
                if grouped
                else f"{folds} folds at random",
                **score,
            }
        )
    forward = {**task.bases, **task.models, **task.forward}
    first = float(np.ceil(np.quantile(problem.time, 1 / 3)))
    judged, found = by_rolling_origin(problem, forward, first=first, step=task.step)
    if len(judged):
        score = scored(
            found, problem.y[judged], problem.group[judged], bases=task.bases, ours=task.ours_forward,
            against=task.base_forward,
        )  # fmt: skip
        title = f"rolling origin every {task.step:.0f} years from {first:.0f}"
        protocols.append({"id": "rolling-origin", "title": title, **score})
    return data | {"protocols": protocols}, []


def _on_test(
    task: Task, rows: list[dict[str, str]], train: Path, test: Path
) -> tuple[dict[str, Any], list[Finding]]:
    given = read_rows(test)
    learnt, judged, both = merged(task, rows, given)
    findings = []
    if len(learnt) + len(judged) < len(both) and judged != set(both) - learnt:
        said = "cases without an outcome are not judged, and neither are cases that the training file already has"
        findings.append(Finding("note", "test", said))
    absent = [name for name in rows[0] if name not in given[0]]
    if not judged and absent:
        named = ", ".join(absent[:5]) + (", …" if len(absent) > 5 else "")
        raise ForecastError(
            f"{test} has no case to judge, and lacks columns of {train}: {named}", "Give the same columns."
        )
    if not judged:
        raise ForecastError(
            f"{test} has no case with an outcome that is not also in {train}", "Give other cases to judge."
        )
    problem, ids = task.build(list(both.values()), (train, test), list(both))
    inside = np.array([name in learnt for name in ids])
    learn, judge = np.flatnonzero(inside), np.flatnonzero(~inside)
    forward = bool(problem.time[judge].min() >= problem.time[learn].max())
    everyone: dict[str, Forecaster] = {**task.bases, **task.models, **(task.forward if forward else {})}
    if not forward:
        everyone = {name: f for name, f in everyone.items() if not name.startswith(RECENT)}
    found = {name: f(problem, learn, judge) for name, f in everyone.items()}
    score = scored(
        found, problem.y[judge], problem.group[judge], bases=task.bases,
        ours=task.ours_forward if forward else task.ours,
        against=task.base_forward if forward else "base rate",
    )  # fmt: skip
    title = "cases that begin after all cases learnt from" if forward else "cases of the same years kept back"
    return {"id": "test", "title": title, "learnt_from": len(learn), **score}, findings


def merged(
    task: Task, train: list[dict[str, str]], test: list[dict[str, str]]
) -> tuple[set[str], set[str], dict[str, dict[str, str]]]:
    """Identities learnt from, identities judged, and the rows of both files, each case once.

    A case with an outcome in the training file is learnt from, whatever the other file says of it.
    """
    both = dict(zip(identities(task, train), train))
    learnt = {name for name, row in both.items() if task.labelled(row)}
    judged = set()
    for name, row in zip(identities(task, test), test):
        if name not in both:
            both[name] = row
        if task.labelled(row) and name not in learnt:
            both[name] = row
            judged.add(name)
    return learnt, judged, both


def identities(task: Task, rows: list[dict[str, str]]) -> list[str]:
    """What tells cases apart: the identifying cells, or all cells where these are absent; repeats are numbered."""
    seen: dict[str, int] = {}
    found = []
    for row in rows:
        cells = [row.get(name, "") for name in task.identity]
        name = "|".join(cells if all(cells) else row.values())
        seen[name] = seen.get(name, 0) + 1
        found.append(name if seen[name] == 1 else f"{name} #{seen[name]}")
    return found
