"""Outcomes of militarised disputes between two states: victory of side A, stalemate, victory of side B.

The sample is that of carroll2019: bilateral disputes with an outcome, with the capabilities of both sides in the year
of onset. What each side wanted to change (`revstate`, `revtype1`) is coded at onset too.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from commonground.forecast.backtest.protocols import Problem, base_rate, recent_base_rate
from commonground.forecast.backtest.tasks import Task, boosting, forest, mean_of, tilted
from commonground.forecast.learn.tables import Row, number, numbers, require, text

CLASSES = ("A wins", "stalemate", "B wins")
CODES = {"A": 0, "S": 1, "B": 2}
COMPONENTS = tuple(
    f"{name}_{side}" for side in "ab" for name in ("irst", "milex", "milper", "pec", "tpop", "upop")
)
CAPABILITIES = (*COMPONENTS, *(f"prop_{name}" for name in COMPONENTS), "capratio")
ONSET = ("revstate_a", "revtype1_a", "revstate_b", "revtype1_b")
TIME = ("year", "StMon")


def labelled(row: Row) -> bool:
    """Whether a row has an outcome A, S or B and a year."""
    return text(row, "outcome") in CODES and math.isfinite(number(row, "year"))


def build(rows: Sequence[Row], files: Sequence[Path], ids: Sequence[str]) -> tuple[Problem, list[str]]:
    """The disputes that have an outcome A, S or B."""
    require(rows, ("outcome", "year"), files[0])
    kept = [i for i, row in enumerate(rows) if labelled(row)]
    rows = [rows[i] for i in kept]
    year = numbers(rows, ["year"])[:, 0]
    end = numbers(rows, ["EndYear"])[:, 0]
    siblings: dict[tuple[object, ...], int] = {}
    group = []
    for row in rows:
        pair = tuple(sorted((text(row, "ccode_a"), text(row, "ccode_b"))))
        group.append(siblings.setdefault((*pair, number(row, "year")), len(siblings)))
    names = (*CAPABILITIES, *ONSET, *TIME)
    X = numbers(rows, names)
    X[:, len(CAPABILITIES) : -len(TIME)] = np.where(
        X[:, len(CAPABILITIES) : -len(TIME)] < 0, np.nan, X[:, len(CAPABILITIES) : -len(TIME)]
    )
    y = np.array([CODES[text(row, "outcome")] for row in rows], dtype=np.intp)
    known = np.where(np.isfinite(end), end, year)
    return Problem(X, y, year, known, np.array(group, dtype=np.intp), CLASSES, names), [ids[i] for i in kept]


def _timeless(name: str) -> bool:
    return name not in TIME


def _published(name: str) -> bool:
    return name not in ONSET


RECENT = 15.0

TASK = Task(
    id="mid",
    target="outcome of a militarised dispute: A wins, stalemate, B wins",
    siblings="disputes of the same two states in the same year",
    identity=("dispnum3", "ccode_a", "ccode_b", "year"),
    labelled=labelled,
    build=build,
    models={
        "capabilities and year": mean_of(forest(_published), boosting(_published)),
        "with what each side wanted to change": mean_of(forest(), boosting()),
    },
    forward={
        "recent base rate, tilted": tilted(recent_base_rate(RECENT), forest(_timeless, trees=50)),
    },
    bases={
        "base rate": base_rate,
        "base rate of the last 10 years": recent_base_rate(10.0),
        "base rate of the last 15 years": recent_base_rate(RECENT),
        "base rate of the last 30 years": recent_base_rate(30.0),
    },
    ours="with what each side wanted to change",
    ours_forward="recent base rate, tilted",
    base_forward="base rate of the last 15 years",
)
