"""Whether an ended sanction episode did anything but fail at its first aim, after the Global Sanctions Data Base.

Known when an episode begins: who imposes it on whom, for what aims, by what means, and which other sanctions the
target is under at that time. The year it ended is not used.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from commonground.forecast.backtest.protocols import Problem, base_rate, recent_base_rate
from commonground.forecast.backtest.tasks import Task, forest, tilted
from commonground.forecast.learn.tables import (
    FloatArray,
    Row,
    frequent,
    indicators,
    number,
    numbers,
    require,
    text,
)

AIMS = (
    "policy_change", "human_rights", "democracy", "other", "end_war", "prevent_war", "terrorism", "destab_regime",
    "territorial_conflict",
)  # fmt: skip
MEANS = ("trade", "arms", "military", "financial", "travel", "other", "target_mult", "sender_mult")
BROAD_SENDERS = ("UN", "EU", "United States")
FAILED, ONGOING = "failed", "ongoing"
AROUND = (
    "sanctions on the target in force", "sanctions on the target begun that year",
    *(f"in force by {sender}" for sender in BROAD_SENDERS),
    "sanctions on the target ended before", "sanctions of the sender begun that year",
    "on the target, that year, for the same aims",
)  # fmt: skip


def first_outcome(row: Row) -> str:
    """Outcome for the first aim; "" if it is not given or the episode goes on."""
    outcome = text(row, "success").split(",")[0].strip()
    return "" if outcome == ONGOING else outcome


def surroundings(rows: Sequence[Row]) -> FloatArray:
    """Counts (row, `AROUND`) of other episodes, from all rows: only beginnings and who had ended by then."""
    begin, end = numbers(rows, ["begin"])[:, 0], numbers(rows, ["end"])[:, 0]
    end = np.where(np.isfinite(end), end, np.inf)
    target = np.array([text(row, "sanctioned_state") for row in rows])
    sender = np.array([text(row, "sanctioning_state") for row in rows])
    aims = np.array([text(row, "objective") for row in rows])
    found = np.empty((len(rows), len(AROUND)))
    for i in range(len(rows)):
        same = target == target[i]
        force = same & (begin <= begin[i]) & (end >= begin[i])
        now = same & (begin == begin[i])
        found[i] = (
            force.sum(), now.sum(), *((force & (sender == name)).sum() for name in BROAD_SENDERS),
            (same & (end < begin[i])).sum(), ((sender == sender[i]) & (begin == begin[i])).sum(),
            (now & (aims == aims[i])).sum(),
        )  # fmt: skip
    return found


def labelled(row: Row) -> bool:
    """Whether a row is an ended episode with an outcome for its first aim."""
    ended = text(row, "ended") in {"", "1", "1.0"}
    return ended and bool(first_outcome(row)) and math.isfinite(number(row, "begin"))


def build(rows: Sequence[Row], files: Sequence[Path], ids: Sequence[str]) -> tuple[Problem, list[str]]:
    """The ended episodes whose outcome is given; the others count as surroundings only."""
    require(rows, ("success", "objective", "begin"), files[0])
    aims = [tuple(part.strip() for part in text(row, "objective").split(",")) for row in rows]
    senders = [text(row, "sanctioning_state") for row in rows]
    trades = [text(row, "descr_trade") for row in rows]
    known_senders, known_trades = frequent(senders, 8), frequent(trades, 8)
    means = numbers(rows, MEANS)
    X = np.hstack(
        [
            np.array(
                [[float(aim in own) for aim in AIMS] + [float(own[0] == aim) for aim in AIMS] for own in aims]
            ),
            means,
            np.nansum(means[:, :6], axis=1, keepdims=True),
            numbers(rows, ["begin"]),
            indicators(senders, known_senders),
            indicators(trades, known_trades),
            surroundings(rows),
        ]
    )
    names = (
        *(f"aim: {aim}" for aim in AIMS), *(f"first aim: {aim}" for aim in AIMS), *MEANS, "number of means", "begin",
        *(f"sender: {name}" for name in known_senders), *(f"trade: {name}" for name in known_trades), *AROUND,
    )  # fmt: skip
    ended = [i for i, row in enumerate(rows) if labelled(row)]
    targets: dict[str, int] = {}
    group = [targets.setdefault(text(rows[i], "sanctioned_state"), len(targets)) for i in ended]
    y = np.array([int(first_outcome(rows[i]) != FAILED) for i in ended], dtype=np.intp)
    begin = np.array([number(rows[i], "begin") for i in ended])
    end = np.array([number(rows[i], "end") for i in ended])
    problem = Problem(
        X[ended], y, begin, np.where(np.isfinite(end), end, begin), np.array(group, dtype=np.intp),
        ("failed", "not failed"), names,
    )  # fmt: skip
    return problem, [ids[i] for i in ended]


def _timeless(name: str) -> bool:
    return name != "begin"


TASK = Task(
    id="sanctions",
    target="an ended sanction episode did not fail at its first aim",
    siblings="episodes against the same target",
    identity=("case_id",),
    labelled=labelled,
    build=build,
    models={"forest": forest(leaf=3, share=0.18)},
    forward={
        "recent base rate, tilted": tilted(recent_base_rate(15.0), forest(_timeless, trees=50, share=0.18)),
    },
    bases={"base rate": base_rate, "base rate of the last 15 years": recent_base_rate(15.0)},
    ours="forest",
    ours_forward="recent base rate, tilted",
    base_forward="base rate of the last 15 years",
)
