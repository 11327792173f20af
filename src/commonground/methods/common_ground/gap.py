"""How far apart the parties are where no package suits them all, and who stands in the way."""

from __future__ import annotations

from typing import Any

import numpy as np

from commonground.case.draws import BoolArray, FloatArray
from commonground.methods.common_ground.utility import Problem


def gap(problem: Problem, zone: Any, best: FloatArray, binding: Any) -> dict[str, Any]:
    """How far apart the parties are where they are apart, and who binds there.

    gap is 0 in draws with a zone, and infinite (None here) where red lines leave no package at all; there, the
    parties whose red lines together close an issue are the ones that bind. gap_median is over all draws;
    gap_median_if_empty over those without a zone in which red lines leave a package.
    """
    conflict = best < -1e29
    apart = np.where(zone, 0.0, np.where(conflict, np.inf, -best))
    binds = binding | (conflict[:, None] & _closes_an_issue(problem))
    empty = ~zone
    near = empty & ~conflict  # some package crosses no red line
    n_empty = int(empty.sum())
    return {
        "gap_median": _finite(np.quantile(apart, 0.5, method="inverted_cdf")),
        "gap_median_if_empty": _finite(np.quantile(apart[near], 0.5, method="inverted_cdf"))
        if near.any()
        else None,
        "red_line_conflict": float(conflict.mean()),
        "binding": {
            name: float(binds[empty, s].mean()) if n_empty else 0.0 for s, name in enumerate(problem.parties)
        },
        "short": _short(problem, empty, conflict, binding),
    }


def _short(
    problem: Problem, empty: BoolArray, conflict: BoolArray, binding: BoolArray
) -> dict[str, Any] | None:
    """The draws without a zone split once: red lines leave nothing, one party alone is short, or several are."""
    n = int(empty.sum())
    if n == 0:
        return None
    alone = binding & (binding.sum(axis=1) == 1)[:, None]
    return {
        "red_lines": float(conflict.sum() / n),
        "alone": {name: float(alone[:, s].sum() / n) for s, name in enumerate(problem.parties)},
        "several": float((binding.sum(axis=1) > 1).sum() / n),
    }


def _closes_an_issue(problem: Problem) -> Any:
    """(draw, signatory) whether its red lines are among those that leave some issue without a level."""
    out = np.zeros(problem.base.shape, np.bool_)
    for j in range(len(problem.counts)):
        closed = problem.closed(j)
        out[closed] |= np.any(problem.forbidden[closed][:, :, problem.levels_of(j)], axis=2)
    return out


def _finite(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
