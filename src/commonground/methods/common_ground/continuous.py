"""The zone without a grid: an exact linear programme, to check what the grid of levels leaves out.

Only for scale issues with exponent 1, where each loss |y - x| / longest is convex and piecewise linear. The
grid can only miss packages, so the grid's `exists` is never larger, and nears this one as levels grow.
"""

from __future__ import annotations

import numpy as np

from commonground.case.draws import Draws, FloatArray
from commonground.errors import CaseError
from commonground.methods.common_ground.utility import build_problem


def largest_smallest_gain(draws: Draws) -> FloatArray:
    """(draw,) max over continuous packages y of the smallest gain V_i(y) - b_i; -inf where red lines leave none.

    Steps, per draw: variables y_j, |y_j - x_ij| as d_ij >= +-(y_j - x_ij), and t; maximise t subject to
    base_i - sum_j l_i w_ij d_ij / longest_ij >= t, and y_j inside the scale and every red line.

    Raises
    ------
    CaseError : an issue has options, or an exponent differs from 1.
    """
    from scipy.optimize import linprog  # half a second to import: only for those who check

    problem = build_problem(draws)
    if any(issue.options for issue in draws.issues) or np.any(draws.exponent != 1.0):
        raise CaseError.single(
            "the exact check needs scale issues with exponent 1", "Leave it out for this case.", path="issues"
        )
    n_party, n_issue = len(draws.signatories), len(draws.issues)
    n_var = n_issue + n_party * n_issue + 1  # y, d, t
    lo = np.array([issue.lo for issue in draws.issues])
    hi = np.array([issue.hi for issue in draws.issues])
    out = np.empty(draws.n)
    for d in range(draws.n):
        rows: list[FloatArray] = []
        limits: list[float] = []
        for s, p in enumerate(draws.signatories):
            gain = np.zeros(n_var)
            gain[-1] = 1.0
            for j in range(n_issue):
                ideal = draws.position[d, p, j]
                if np.isnan(ideal):
                    continue
                place = n_issue + s * n_issue + j
                longest = max(ideal - lo[j], hi[j] - ideal)
                gain[place] = problem.durability[d, s] * problem.weight[d, s, j] / longest
                for sign in (1.0, -1.0):
                    row = np.zeros(n_var)
                    row[j], row[place] = sign, -1.0
                    rows.append(row)
                    limits.append(sign * ideal)
            rows.append(gain)
            limits.append(float(problem.base[d, s]))
        signatories = list(draws.signatories)
        low = np.maximum(lo, draws.permitted_min[d, signatories].max(axis=0))
        high = np.minimum(hi, draws.permitted_max[d, signatories].min(axis=0))
        if np.any(low > high):
            out[d] = -np.inf
            continue
        bounds = [*zip(low, high, strict=True), *[(0.0, None)] * (n_party * n_issue), (None, None)]
        goal = np.zeros(n_var)
        goal[-1] = -1.0
        result = linprog(goal, A_ub=np.array(rows), b_ub=np.array(limits), bounds=bounds, method="highs")
        out[d] = -result.fun
    return out
