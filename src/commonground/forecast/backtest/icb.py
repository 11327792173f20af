"""Whether an international crisis ends in agreement: formal, semi-formal or tacit, after ICB.

The system table has a row per crisis; the actor table, found beside it by its name, adds who was in crisis and who was
named as the threat. What a crisis is like at onset and what shows only in its course are kept apart.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from commonground.case.past_names import NOT_PROTRACTED
from commonground.forecast.backtest.protocols import (
    FloatArray,
    Forecaster,
    IntArray,
    Problem,
    base_rate,
    recent_base_rate,
)
from commonground.forecast.backtest.tasks import Task, forest, mean_of, tilted
from commonground.forecast.crises.fields import CONDUCT, ONSET, crises, matrix
from commonground.forecast.crises.model import columns, fit
from commonground.forecast.learn.tables import Row, number, read_rows, require, text

NOT_FOR_TREES = ("from 1945 on", "from 1990 on", "decades since 1962", "one state in crisis")


def actor_rows(files: Sequence[Path]) -> list[dict[str, str]]:
    """Rows of the actor tables beside the system tables: same name with `system` replaced, or any `*actor*.csv`."""
    found: dict[tuple[str, ...], dict[str, str]] = {}
    for where in files:
        named = where.with_name(where.name.replace("system", "actor"))
        for path in (named, *sorted(where.parent.glob("*actor*.csv"))):
            if path != where and path.is_file():
                found |= {tuple(row.values()): row for row in read_rows(path)}
                break
    return list(found.values())


def labelled(row: Row) -> bool:
    """Whether a row has an outcome and a year."""
    return bool(text(row, "outcome")) and math.isfinite(number(row, "trigger_year"))


def build(rows: Sequence[Row], files: Sequence[Path], ids: Sequence[str]) -> tuple[Problem, list[str]]:
    """The crises whose outcome is given."""
    require(rows, ("outcome", "trigger_year"), files[0])
    kept = [i for i, row in enumerate(rows) if labelled(row)]
    rows = [rows[i] for i in kept]
    found = crises(rows, actor_rows(files))
    y = np.array([int(bool(crisis.agreement)) for crisis in found], dtype=np.intp)
    year = np.array([crisis.year for crisis in found])
    end = np.array([number(row, "termination_year") for row in rows])
    conflicts: dict[str, int] = {}
    group = np.array(
        [
            conflicts.setdefault(
                c.protracted if c.protracted not in {"", NOT_PROTRACTED} else f"alone {i}", len(conflicts)
            )
            for i, c in enumerate(found)
        ],
        dtype=np.intp,
    )
    names = (*ONSET, *CONDUCT)
    problem = Problem(
        matrix(found), y, year, np.where(np.isfinite(end), end, year), group,
        ("no agreement", "agreement"), names,
    )  # fmt: skip
    return problem, [ids[i] for i in kept]


def _onset_trees(name: str) -> bool:
    return name in ONSET and name not in NOT_FOR_TREES


def _all_trees(name: str) -> bool:
    return name not in NOT_FOR_TREES


def regression(at_onset: bool) -> Forecaster:
    """The regression whose coefficients ship, fitted anew to what may be learnt from."""

    def forecast(problem: Problem, learn: IntArray, judge: IntArray) -> FloatArray:
        p = fit(problem.X[learn], problem.y[learn].astype(float), at_onset).probability(
            problem.X[judge][:, columns(at_onset)]
        )
        return np.column_stack([1 - p, p])

    return forecast


TASK = Task(
    id="icb",
    target="an international crisis ends in formal, semi-formal or tacit agreement",
    siblings="crises of the same protracted conflict",
    identity=("crisno",),
    labelled=labelled,
    build=build,
    models={
        "onset: regression": regression(at_onset=True),
        "onset: forest": forest(_onset_trees, leaf=8),
        "onset: mean of both": mean_of(regression(at_onset=True), forest(_onset_trees, leaf=8)),
        "with conduct and mediation: regression": regression(at_onset=False),
        "with conduct and mediation: forest": forest(_all_trees, leaf=8, share=0.2),
        "with conduct and mediation: mean of both": mean_of(
            regression(at_onset=False), forest(_all_trees, leaf=8, share=0.2)
        ),
    },
    forward={
        "recent base rate, tilted": tilted(recent_base_rate(30.0), forest(_onset_trees, leaf=8, trees=50)),
    },
    bases={"base rate": base_rate, "base rate of the last 30 years": recent_base_rate(30.0)},
    ours="onset: mean of both",
    ours_forward="recent base rate, tilted",
    base_forward="base rate of the last 30 years",
)
