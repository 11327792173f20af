"""What a reader should know about an answer of common-ground, found by looking at its inputs."""

from __future__ import annotations

from typing import Any

import numpy as np

from commonground.case.draws import Draws
from commonground.errors import Finding
from commonground.methods.common_ground import kernel
from commonground.methods.common_ground.outcome import time_findings
from commonground.methods.common_ground.utility import Problem
from commonground.methods.phrases import share_of


def findings(draws: Draws, problem: Problem, zone: Any, data: dict[str, Any]) -> list[Finding]:
    """Warnings and notes; `zone` (draw,) says where one exists, `data` is the solution's."""
    found = time_findings(draws)
    if not zone.any():
        found.append(
            Finding(
                "warning",
                "walk_away",
                "no draw has a package that every signatory prefers to walking away",
                "See what blocks: it lists the smallest shifts that would open a zone.",
            )
        )
    if data["red_line_conflict"] > 0.0:
        found.append(
            Finding(
                "note",
                "positions",
                "in some draws the red lines leave no package at all, whatever the walk-away values",
                "See red_line.holds: the probability that a stated line is real.",
                got=f"{share_of(data['red_line_conflict'])} of draws",
            )
        )
    for s, name in enumerate(problem.parties):
        cut_off = float(
            np.mean(problem.at_status_quo[:, s] - problem.walk_away_cost[:, s] < -kernel.TOLERANCE)
        )
        if cut_off > 0.05:
            found.append(
                Finding(
                    "warning",
                    f"walk_away.{name}",
                    "the status quo is worth less to this party than the stated cost, so its walk-away value is cut off"
                    " at 0 and it accepts any package that crosses none of its red lines",
                    "State a value, a smaller cost, or positions on which today is not its worst case.",
                    got=f"{share_of(cut_off)} of draws",
                )
            )
    for s, name in enumerate(problem.parties):
        careless = float(np.mean(problem.weight[:, s, :].sum(axis=1) == 0.0))
        if careless > 0.0:
            found.append(
                Finding(
                    "warning",
                    f"positions.{name}",
                    "in some draws this party's salience is 0 on every issue, so that every package is worth 1 to it",
                    "Give at least one issue a salience that is never 0.",
                    got=f"{share_of(careless)} of draws",
                )
            )
    for j, issue in enumerate(draws.issues):
        missed = _levels_missed(draws, problem, j)
        if missed > 0.0:
            found.append(
                Finding(
                    "warning",
                    f"issues.{issue.id}.levels",
                    "red lines leave room that all signatories permit, but no level lies in it, so the chance of a"
                    " package is understated",
                    "Add a level there, for instance at the red lines themselves.",
                    got=f"{share_of(missed)} of draws",
                )
            )
    after = np.where(np.isnan(problem.collapse), problem.walk_away, problem.collapse)
    for s, name in enumerate(problem.parties):
        share = float(np.mean(after[:, s] > problem.walk_away[:, s] + kernel.TOLERANCE))
        if share > 0.0:
            found.append(
                Finding(
                    "warning",
                    f"collapse.{name}",
                    "a collapsed deal is worth more to this party than no deal in some draws,"
                    " so that a less durable deal can look better to it",
                    "Lower collapse, or give a sunk_cost instead.",
                    got=f"{share_of(share)} of draws",
                )
            )
    return found


def _levels_missed(draws: Draws, problem: Problem, j: int) -> float:
    """Share of draws in which all signatories' red lines leave room on a scale issue, but no level lies in it."""
    if draws.issues[j].options:
        return 0.0
    signatories = list(draws.signatories)
    low = draws.permitted_min[:, signatories, j].max(axis=1)
    high = draws.permitted_max[:, signatories, j].min(axis=1)
    return float(np.mean((low <= high) & problem.closed(j)))
