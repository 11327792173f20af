"""Streaming passes over the grid of packages, one pass per question, never a draws x packages matrix.

Every pass takes the same four things:

cost    (draw, signatory, level)  what each level of each issue takes from V_i; FORBIDDEN where a red line is crossed
base    (draw, signatory)         V_i of the ideal package minus the walk-away value: gain = base - sum of costs
counts  (issue,)                  levels per issue; levels of all issues lie side by side on the last axis of `cost`
split                             first issue of the inner block

A package number is an odometer reading, the last issue turning fastest. Per draw the sums over the issues
before `split` (outer) and from `split` on (inner) are tabulated, so each package costs one addition per
signatory, in a loop the compiler can vectorise. Counts are integers, so the answer does not depend on the
number of threads.
"""

from __future__ import annotations

import numpy as np
from numba import njit, prange

TOLERANCE = 1e-9  # a gain this little below zero still counts as acceptance: sums differ in the last digits
FORBIDDEN = 1e30  # finite, so that sums never meet inf - inf
_HOPELESS = -1e29  # gains below this come from a crossed red line


@njit(cache=True)
def sums(row, counts, offsets, first, last, out):  # type: ignore[no-untyped-def]
    """Write the sums over all level combinations of issues first..last-1 into out; return how many."""
    out[0] = 0.0
    size = 1
    for j in range(first, last):
        k_j = counts[j]
        start = offsets[j]
        for a in range(size - 1, -1, -1):
            v = out[a]
            for k in range(k_j - 1, -1, -1):
                out[a * k_j + k] = v + row[start + k]
        size *= k_j
    return size


@njit(cache=True)
def tabulate(cost_d, base_d, counts, offsets, split, outer, inner):  # type: ignore[no-untyped-def]
    """Per signatory: outer = base minus the sums of the outer issues, inner = sums of the inner issues."""
    for s in range(cost_d.shape[0]):
        size = sums(cost_d[s], counts, offsets, 0, split, outer[s])
        for o in range(size):
            outer[s, o] = base_d[s] - outer[s, o]
        sums(cost_d[s], counts, offsets, split, counts.shape[0], inner[s])


@njit(cache=True)
def _refusals(outer, inner, o, refusals, worst):  # type: ignore[no-untyped-def]
    """For the packages of outer block o: how many signatories refuse, and the smallest gain."""
    n_inner = inner.shape[1]
    for m in range(n_inner):
        refusals[m] = 0
        worst[m] = 1e300
    for s in range(inner.shape[0]):
        p = outer[s, o]
        for m in range(n_inner):
            gain = p - inner[s, m]
            refusals[m] += 1 if gain < -TOLERANCE else 0
            worst[m] = min(worst[m], gain)


@njit(cache=True)
def _cheapest(inner, out):  # type: ignore[no-untyped-def]
    """The smallest inner cost per signatory: what a block of packages takes at the very least."""
    for s in range(inner.shape[0]):
        out[s] = inner[s].min()


@njit(cache=True)
def _hopeless(outer, o, cheapest, floor):  # type: ignore[no-untyped-def]
    """Whether some signatory falls below its floor on every package of outer block o."""
    for s in range(cheapest.shape[0]):
        if outer[s, o] - cheapest[s] < floor[s]:
            return True
    return False


@njit(parallel=True, cache=True)
def count_acceptance(cost, base, counts, offsets, split, n_outer, n_inner, chunks):  # type: ignore[no-untyped-def]
    """Who accepts which package, in how many draws.

    Returns accept (signatory, package), others (signatory, package: all the other signatories accept),
    joint (package,), all as counts of draws, and best (draw,): the largest smallest gain over all packages.
    """
    n, n_party, _ = cost.shape
    n_package = n_outer * n_inner
    accept = np.zeros((chunks, n_party, n_package), np.int32)
    only = np.zeros((chunks, n_party, n_package), np.int32)  # this signatory alone refuses
    joint = np.zeros((chunks, n_package), np.int32)
    best = np.empty(n)
    for c in prange(chunks):
        outer = np.empty((n_party, n_outer))
        inner = np.empty((n_party, n_inner))
        worst = np.empty(n_inner)
        refusals = np.empty(n_inner, np.int32)
        for d in range(c * n // chunks, (c + 1) * n // chunks):
            tabulate(cost[d], base[d], counts, offsets, split, outer, inner)
            top = -1e300
            for o in range(n_outer):
                y0 = o * n_inner
                _refusals(outer, inner, o, refusals, worst)
                for m in range(n_inner):
                    joint[c, y0 + m] += 1 if refusals[m] == 0 else 0
                    top = max(top, worst[m])
                for s in range(n_party):
                    p = outer[s, o]
                    for m in range(n_inner):
                        refuses = p - inner[s, m] < -TOLERANCE
                        accept[c, s, y0 + m] += 0 if refuses else 1
                        only[c, s, y0 + m] += 1 if (refuses and refusals[m] == 1) else 0
            best[d] = top
    for c in range(1, chunks):  # into the first block: numba's own sum would widen the counts
        accept[0] += accept[c]
        only[0] += only[c]
        joint[0] += joint[c]
    for s in range(n_party):
        only[0, s] += joint[0]
    return accept[0], only[0], joint[0], best


@njit(parallel=True, cache=True)
def best_offers(cost, base, counts, offsets, split, n_outer, n_inner, chunks, others):  # type: ignore[no-untyped-def]
    """Per draw and proposer: the offer that maximises gain times the chance that all others accept.

    The chance is the share of the *other* draws in which all other signatories accept; with a single draw it
    is that draw itself. Returns offer (draw, signatory) as package number or -1, belief (draw, signatory).
    """
    n, n_party, _ = cost.shape
    offer = np.full((n, n_party), -1, np.int64)
    belief = np.zeros((n, n_party))
    leave_out = 1.0 if n > 1 else 0.0
    denominator = n - leave_out
    for c in prange(chunks):
        outer = np.empty((n_party, n_outer))
        inner = np.empty((n_party, n_inner))
        worst = np.empty(n_inner)
        value = np.empty(n_inner)
        refusals = np.empty(n_inner, np.int32)
        top = np.empty(n_party)
        for d in range(c * n // chunks, (c + 1) * n // chunks):
            tabulate(cost[d], base[d], counts, offsets, split, outer, inner)
            top[:] = 0.0
            for o in range(n_outer):
                y0 = o * n_inner
                _refusals(outer, inner, o, refusals, worst)
                for s in range(n_party):
                    p = outer[s, o]
                    if p <= TOLERANCE:
                        continue  # costs are never negative: nothing in this block leaves the proposer a gain
                    block_top = 0.0
                    for m in range(n_inner):
                        gain = p - inner[s, m]
                        own = 1 if gain < -TOLERANCE else 0
                        here = leave_out if refusals[m] == own else 0.0
                        value[m] = gain * (others[s, y0 + m] - here)
                        block_top = max(block_top, value[m])
                    if block_top > top[s]:
                        for m in range(n_inner):
                            gain = p - inner[s, m]
                            if value[m] > top[s] and gain > TOLERANCE:
                                top[s] = value[m]
                                offer[d, s] = y0 + m
                                belief[d, s] = value[m] / gain / denominator
    return offer, belief


@njit(cache=True)
def _better_leximin(candidate, low, incumbent, incumbent_low):  # type: ignore[no-untyped-def]
    """Larger smallest entry (low), then larger second smallest, and so on (ties within the tolerance)."""
    if low > incumbent_low + TOLERANCE:
        return True
    if low < incumbent_low - TOLERANCE:
        return False
    a = np.sort(candidate)
    b = np.sort(incumbent)
    for i in range(a.shape[0]):
        if a[i] > b[i] + TOLERANCE:
            return True
        if a[i] < b[i] - TOLERANCE:
            return False
    return False


@njit(parallel=True, cache=True)
def settle(cost, base, counts, offsets, split, n_outer, n_inner, best, with_solutions):  # type: ignore[no-untyped-def]
    """Per draw with a zone: the four cooperative solutions. Per draw without: who binds, and the nearest package.

    Returns solution (draw, 4) package numbers of Nash, Kalai-Smorodinsky, egalitarian, utilitarian (-1 without
    a zone), binding (draw, signatory), nearest (draw,) package number (-1 with a zone or where red lines leave none).
    """
    n, n_party, _ = cost.shape
    solution = np.full((n, 4), -1, np.int64)
    binding = np.zeros((n, n_party), np.bool_)
    nearest = np.full(n, -1, np.int64)
    for d in prange(n):
        outer = np.empty((n_party, n_outer))
        inner = np.empty((n_party, n_inner))
        gain = np.empty(n_party)
        empty = best[d] < -TOLERANCE
        if empty and best[d] < _HOPELESS:
            continue
        if not empty and not with_solutions:
            continue
        tabulate(cost[d], base[d], counts, offsets, split, outer, inner)
        ideal = np.zeros(n_party)
        nash_top = -1e300  # sum of log gains; as low as this where some gain is nothing
        nash_sum = -1.0
        sum_top = -1.0
        sum_gain = np.full(n_party, -1.0)
        sum_low = -1.0
        near_gain = np.full(n_party, -1e300)
        near_low = -1e300
        ratio = np.empty(n_party)
        best_ratio = np.full(n_party, -1.0)
        best_gain = np.full(n_party, -1.0)
        best_low = -1.0
        best_low_ratio = -1.0
        cheapest = np.empty(n_party)
        _cheapest(inner, cheapest)
        floor = np.full(n_party, min(best[d], 0.0) - TOLERANCE)
        for o in range(n_outer):
            if _hopeless(outer, o, cheapest, floor):
                continue
            for m in range(n_inner):
                low = 1e300
                for s in range(n_party):
                    gain[s] = outer[s, o] - inner[s, m]
                    low = min(low, gain[s])
                y = o * n_inner + m
                if empty:
                    if low >= best[d] - TOLERANCE:
                        if _better_leximin(gain, low, near_gain, near_low):
                            near_gain[:] = gain
                            near_low = low
                            nearest[d] = y
                        for s in range(n_party):
                            if gain[s] <= low + TOLERANCE:
                                binding[d, s] = True
                    continue
                if low < -TOLERANCE:
                    continue
                logs = 0.0
                total = 0.0
                for s in range(n_party):
                    g = max(gain[s], 0.0)
                    logs = -1e300 if (g <= TOLERANCE or logs == -1e300) else logs + np.log(g)
                    total += g
                    ideal[s] = max(ideal[s], g)
                tie = abs(logs - nash_top) <= 1e-10
                if (not tie and logs > nash_top) or (tie and total > nash_sum + TOLERANCE):
                    nash_top = logs
                    nash_sum = total
                    solution[d, 0] = y
                if _better_leximin(gain, low, best_gain, best_low):
                    best_gain[:] = gain
                    best_low = low
                    solution[d, 2] = y
                if total > sum_top + TOLERANCE or (
                    total >= sum_top - TOLERANCE and _better_leximin(gain, low, sum_gain, sum_low)
                ):
                    sum_top = max(total, sum_top)
                    sum_gain[:] = gain
                    sum_low = low
                    solution[d, 3] = y
        if empty:
            continue
        for o in range(n_outer):
            if _hopeless(outer, o, cheapest, floor):
                continue
            for m in range(n_inner):
                inside = True
                low = 1e300
                for s in range(n_party):
                    gain[s] = outer[s, o] - inner[s, m]
                    inside = inside and gain[s] >= -TOLERANCE
                    # a signatory that gains nowhere in the zone cannot be made better off: it does not decide
                    ratio[s] = gain[s] / ideal[s] if ideal[s] > TOLERANCE else 1.0
                    low = min(low, ratio[s])
                if inside and _better_leximin(ratio, low, best_ratio, best_low_ratio):
                    best_ratio[:] = ratio
                    best_low_ratio = low
                    solution[d, 1] = o * n_inner + m
    return solution, binding, nearest


@njit(parallel=True, cache=True)
def zone_exists(cost, base, counts, offsets, split, n_outer, n_inner):  # type: ignore[no-untyped-def]
    """Per draw: is there a package that every signatory accepts? Stops at the first."""
    n, n_party, _ = cost.shape
    exists = np.zeros(n, np.bool_)
    for d in prange(n):
        outer = np.empty((n_party, n_outer))
        inner = np.empty((n_party, n_inner))
        cheapest = np.empty(n_party)
        floor = np.full(n_party, -TOLERANCE)
        tabulate(cost[d], base[d], counts, offsets, split, outer, inner)
        _cheapest(inner, cheapest)
        found = False
        for o in range(n_outer):
            if _hopeless(outer, o, cheapest, floor):
                continue
            for m in range(n_inner):
                ok = True
                for s in range(n_party):
                    if outer[s, o] - inner[s, m] < -TOLERANCE:
                        ok = False
                        break
                if ok:
                    found = True
                    break
            if found:
                break
        exists[d] = found
    return exists


@njit(parallel=True, cache=True)
def undominated(cost, base, counts, offsets, split, n_outer, n_inner, package):  # type: ignore[no-untyped-def]
    """Per draw and listed package (draw, q): 1 in the zone and undominated, 0 in the zone and dominated, -1 outside."""
    n, n_party, _ = cost.shape
    out = np.full(package.shape, -1, np.int8)
    for d in prange(n):
        outer = np.empty((n_party, n_outer))
        inner = np.empty((n_party, n_inner))
        cheapest = np.empty(n_party)
        floor = np.empty(n_party)
        tabulate(cost[d], base[d], counts, offsets, split, outer, inner)
        _cheapest(inner, cheapest)
        for q in range(package.shape[1]):
            y = package[d, q]
            if y < 0:
                continue
            o_y, m_y = y // n_inner, y % n_inner
            inside = True
            for s in range(n_party):
                inside = inside and outer[s, o_y] - inner[s, m_y] >= -TOLERANCE
                floor[s] = outer[s, o_y] - inner[s, m_y] - TOLERANCE
            if not inside:
                continue
            dominated = False
            for o in range(n_outer):
                if _hopeless(outer, o, cheapest, floor):
                    continue
                for m in range(n_inner):
                    weak = True
                    strict = False
                    for s in range(n_party):
                        difference = (outer[s, o] - inner[s, m]) - (outer[s, o_y] - inner[s, m_y])
                        if difference < -TOLERANCE:
                            weak = False
                            break
                        if difference > TOLERANCE:
                            strict = True
                    if weak and strict:
                        dominated = True
                        break
                if dominated:
                    break
            out[d, q] = 0 if dominated else 1
    return out
