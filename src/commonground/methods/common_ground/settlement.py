"""Where the parties would settle: the four cooperative solutions per draw, as distributions over levels."""

from __future__ import annotations

from typing import Any

import numpy as np

from commonground.case.draws import Draws, FloatArray
from commonground.methods.common_ground.grid import Grid, IntArray
from commonground.methods.common_ground.utility import Problem
from commonground.methods.measures import measure
from commonground.methods.preferences import scale_loss

SOLUTIONS = ("nash", "kalai_smorodinsky", "egalitarian", "utilitarian")


def summary(draws: Draws, grid: Grid, solution: IntArray) -> dict[str, Any]:
    """Per issue: share of the draws with a zone that settle on each level, for each of the four solutions.

    solution : (draw, 4) package numbers, -1 without a zone.
    mean, median, low and high (5 and 95 %) are of the Nash solution, in issue units; scale issues only. typical
    is the most frequent level of each solution.
    """
    found = solution[:, 0] >= 0
    if not found.any():
        return {}
    levels = {name: grid.levels(solution[found, column]) for column, name in enumerate(SOLUTIONS)}
    return {
        issue.id: issue_entry(draws, j, {name: level[:, j] for name, level in levels.items()})
        for j, issue in enumerate(draws.issues)
    }


def issue_entry(draws: Draws, j: int, level: dict[str, IntArray]) -> dict[str, Any]:
    """One issue of the settlement; `level` (zone,) is the level number per solution in draws with a zone."""
    issue = draws.issues[j]
    entry: dict[str, Any] = {
        "kind": issue.kind,
        "unit": issue.unit,
        "levels": list(issue.options) if issue.options else [float(v) for v in issue.levels],
    }
    entry["typical"] = {}
    for name in SOLUTIONS:
        count = np.bincount(level[name], minlength=len(issue.levels))
        entry[name] = (count / count.sum()).tolist()
        entry["typical"][name] = entry["levels"][int(np.argmax(count))]
    if not issue.options:
        value = issue.levels[level["nash"]]
        low, median, high = np.quantile(value, (0.05, 0.5, 0.95), method="inverted_cdf").tolist()
        entry |= {"mean": float(value.mean()), "median": median, "low": low, "high": high}
    entry["status_quo"] = _status_quo(draws, j)
    return entry


def _status_quo(draws: Draws, j: int) -> float | str | None:
    issue, today = draws.issues[j], draws.status_quo[:, j]
    if np.isnan(today).any():
        return None
    return issue.options[int(today[0])] if issue.options else float(np.median(today))


def per_draw(draws: Draws, grid: Grid, solution: IntArray) -> dict[str, FloatArray]:
    """Issue -> (draw,) level of the Nash package in issue units or option number; NaN without a zone."""
    found = solution[:, 0] >= 0
    levels = grid.levels(np.where(found, solution[:, 0], 0))
    return {
        issue.id: np.where(found, issue.levels[levels[:, j]], np.nan) for j, issue in enumerate(draws.issues)
    }


def logrolling_gain(
    draws: Draws, problem: Problem, grid: Grid, solution: IntArray
) -> dict[str, float] | None:
    """What trading across issues adds in the draws with a zone; None if there are none. See `trading_gain`."""
    found = np.flatnonzero(solution[:, 0] >= 0)
    if found.size == 0:
        return None
    return trading_gain(draws, problem, found, grid.levels(solution[found, 0]))


def trading_gain(draws: Draws, problem: Problem, found: IntArray, level: IntArray) -> dict[str, float]:
    """What trading across issues adds: sum over signatories of V(Nash package) - V(halfway on every issue).

    found : (zone,) draws with a zone; level (zone, issue) is their Nash package.
    Halfway is the mean of the signatories' ideals on a scale, and on options the one whose larger loss is
    smallest. In units of utility (0-1 per party).
    """
    signatories = list(draws.signatories)
    gained = np.zeros(found.size)
    for j, issue in enumerate(draws.issues):
        part = problem.loss[found][:, :, problem.levels_of(j)]  # (zone, s, K)
        weight = problem.durability[found] * problem.weight[found][:, :, j]
        chosen = np.take_along_axis(part, level[:, j, None, None], axis=2)[:, :, 0]
        if issue.options:
            worst, total = part.max(axis=1), part.sum(axis=1)
            halfway_level = (
                np.lexsort((total, worst), axis=-1)[:, 0] if worst.shape[1] > 1 else np.zeros(len(found), int)
            )
            halfway = np.take_along_axis(part, halfway_level[:, None, None], axis=2)[:, :, 0]
        else:
            ideal = draws.position[found][:, signatories, j]
            stated = ~np.isnan(ideal)
            known = np.maximum(stated.sum(axis=1), 1)
            middle = np.where(stated, ideal, 0.0).sum(axis=1) / known
            exponent = draws.exponent[found][:, signatories, j]
            loss = scale_loss(middle[:, None], ideal, exponent, issue.lo, issue.hi)
            halfway = np.where(stated, loss, 0.0)
        gained += np.sum(weight * (halfway - chosen), axis=1)
    low, high = np.quantile(gained, (0.05, 0.95)).tolist()
    return {"mean": float(gained.mean()), "low": low, "high": high}


def stakes(draws: Draws) -> dict[str, Any]:
    """Per party and issue it holds a position on: share of its salience, and what it wants, over the draws."""
    out: dict[str, Any] = {}
    for p, party in enumerate(draws.parties):
        salience = draws.salience[:, p, :]
        total = salience.sum(axis=1, keepdims=True)
        share = np.divide(salience, total, out=np.zeros_like(salience), where=total > 0)
        row: dict[str, Any] = {}
        for j, issue in enumerate(draws.issues):
            utility = draws.option_utility[j]
            stated = not np.isnan(utility[:, p, :] if utility is not None else draws.position[:, p, j]).any()
            if not stated and not np.any(share[:, j] > 0.0):
                continue
            low, high = np.quantile(share[:, j], (0.05, 0.95)).tolist()
            entry: dict[str, Any] = {
                "salience_share": {"mean": float(share[:, j].mean()), "low": low, "high": high}
            }
            if stated and utility is not None:
                mean = utility[:, p, :].mean(axis=0)
                entry["utility"] = dict(zip(issue.options, mean.tolist(), strict=True))
                entry["best_option"] = issue.options[int(np.argmax(mean))]
            elif stated:
                low, middle, high = np.quantile(draws.position[:, p, j], (0.05, 0.5, 0.95)).tolist()
                entry["ideal"] = {"low": low, "median": middle, "high": high}
            row[issue.id] = entry
        if row:
            out[party] = row
    return out


def durability(draws: Draws) -> dict[str, Any]:
    """Share of the time that a deal is expected to live, as each signatory reckons; factors are multiplied."""
    return {draws.parties[p]: measure(draws.durability[:, p]) for p in draws.signatories}


def walk_away(problem: Problem, s: int) -> dict[str, float | None]:
    """What a signatory has without a deal, over the draws, and what today is worth on the same scale."""
    value = problem.walk_away[:, s]
    low, high = np.quantile(value, (0.05, 0.95)).tolist()
    today = float(problem.at_status_quo[:, s].mean())
    return {
        "mean": float(value.mean()),
        "low": low,
        "high": high,
        "today": today if np.isfinite(today) else None,
    }
