"""What one signatory has left for one issue: the pass that makes shifts of its position cheap to ask about."""

from __future__ import annotations

import numpy as np
from numba import njit, prange

from commonground.methods.common_ground.kernel import TOLERANCE, sums, tabulate


@njit(parallel=True, cache=True)
def slack(cost, own_cost, forbidden, base, counts, offsets, split, n_outer, n_inner):  # type: ignore[no-untyped-def]
    """What one signatory has left for one issue, given that all others accept the whole package.

    out[d, s, level k of issue j] = max over the other issues' levels of base_s minus s's costs on the *other*
    issues, over packages with level k that all other signatories accept and that cross no red line of s outside
    issue j; -1e300 if there is none. Signatory s then agrees to some package in draw d exactly if
    cost(s, j, k) <= out[d, s, j, k] for a level k it permits: shifts of s's position on j need no new search.

    own_cost (draw, signatory, level) is `cost` without red lines; forbidden (draw, signatory, level) marks them.
    """
    n, n_party, n_level = cost.shape
    n_issue = counts.shape[0]
    out = np.full((n, n_party, n_level), -1e300)
    for d in prange(n):
        outer = np.empty((n_party, n_outer))
        inner = np.empty((n_party, n_inner))
        own_outer = np.empty(n_outer)
        own_inner = np.empty(n_inner)
        crossed_outer = np.empty(n_outer)
        crossed_inner = np.empty(n_inner)
        row_top = np.empty(n_outer)
        column_top = np.empty(n_inner)
        flags = np.empty(n_level)
        others = np.empty(n_inner, np.bool_)
        tabulate(cost[d], base[d], counts, offsets, split, outer, inner)
        for s in range(n_party):
            sums(own_cost[d, s], counts, offsets, 0, split, own_outer)
            sums(own_cost[d, s], counts, offsets, split, n_issue, own_inner)
            for k in range(n_level):
                flags[k] = 1.0 if forbidden[d, s, k] else 0.0
            sums(flags, counts, offsets, 0, split, crossed_outer)
            sums(flags, counts, offsets, split, n_issue, crossed_inner)
            row_top[:] = -1e300
            column_top[:] = -1e300
            for o in range(n_outer):
                for m in range(n_inner):
                    others[m] = True
                for r in range(n_party):
                    if r != s:
                        p = outer[r, o]
                        for m in range(n_inner):
                            others[m] = others[m] and (p - inner[r, m] >= -TOLERANCE)
                start = base[d, s] - own_outer[o]
                row = -1e300
                clean_row = crossed_outer[o] == 0.0
                for m in range(n_inner):
                    if others[m]:
                        v = start - own_inner[m]
                        if crossed_inner[m] == 0.0:
                            row = max(row, v)
                        if clean_row:
                            column_top[m] = max(column_top[m], v)
                row_top[o] = row
            _spread(out[d, s], row_top, crossed_outer, own_cost[d, s], flags, counts, offsets, 0, split)
            _spread(
                out[d, s], column_top, crossed_inner, own_cost[d, s], flags, counts, offsets, split, n_issue
            )
    return out


@njit(cache=True)
def _spread(out, top, crossed, own_cost, flags, counts, offsets, first, last):  # type: ignore[no-untyped-def]
    """Turn the best slack per combination of a block of issues into the best slack per issue and level."""
    stride = 1
    for j in range(last - 1, first - 1, -1):
        k_j = counts[j]
        for a in range(top.shape[0]):
            level = offsets[j] + (a // stride) % k_j
            if crossed[a] - flags[level] == 0.0 and top[a] > -1e299:
                out[level] = max(out[level], top[a] + own_cost[level])
        stride *= k_j
