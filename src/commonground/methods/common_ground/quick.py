"""The passes that a forecast alone needs, cut short by bounds, for the many solutions of a search.

They answer as the passes of `kernel.py` do, from the same arrays; a test holds them together. Per draw the
packages stand in blocks, one per combination of the outer issues. What a block can bring at most and at least is known
from its cheapest and dearest inner sum, so that most blocks are counted as a whole or passed over. One thread each: the
worlds of a search are many and small, and threads that wait for each other cost more than they bring.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from commonground.methods.common_ground.kernel import TOLERANCE, sums, tabulate


@njit(cache=True, nogil=True)
def count_one(cost, base, counts, offsets, split, n_outer, n_inner):  # type: ignore[no-untyped-def]
    """In how many draws one signatory accepts each package.

    cost (draw, level), base (draw,) of that signatory. Returns (package,) counts.
    """
    accept = np.zeros(n_outer * n_inner, np.int32)
    whole = np.zeros(n_outer, np.int32)  # draws in which every package of a block is accepted
    outer = np.empty(n_outer)
    inner = np.empty(n_inner)
    for d in range(cost.shape[0]):
        sums(cost[d], counts, offsets, 0, split, outer)
        sums(cost[d], counts, offsets, split, counts.shape[0], inner)
        low, high = inner.min(), inner.max()
        for o in range(n_outer):
            left = base[d] - outer[o]
            if left - low < -TOLERANCE:
                continue
            if left - high >= -TOLERANCE:
                whole[o] += 1
                continue
            y0 = o * n_inner
            for m in range(n_inner):
                accept[y0 + m] += 1 if left - inner[m] >= -TOLERANCE else 0
    for o in range(n_outer):
        accept[o * n_inner : (o + 1) * n_inner] += whole[o]
    return accept


@njit(cache=True)
def _suits_all(outer, inner, cheapest):  # type: ignore[no-untyped-def]
    """Whether a package suits all; a block whose cheapest package does not suit somebody is passed over."""
    n_party, n_outer = outer.shape
    for o in range(n_outer):
        hopeless = False
        for s in range(n_party):
            hopeless = hopeless or outer[s, o] - cheapest[s] < -TOLERANCE
        if hopeless:
            continue
        for m in range(inner.shape[1]):
            suits = True
            for s in range(n_party):
                if outer[s, o] - inner[s, m] < -TOLERANCE:
                    suits = False
                    break
            if suits:
                return True
    return False


@njit(cache=True, nogil=True)
def zone(cost, base, counts, offsets, split, n_outer, n_inner):  # type: ignore[no-untyped-def]
    """(draw,) whether a package suits all, as `kernel.zone_exists`."""
    n, n_party, _ = cost.shape
    out = np.zeros(n, np.bool_)
    outer = np.empty((n_party, n_outer))
    inner = np.empty((n_party, n_inner))
    cheapest = np.empty(n_party)
    for d in range(n):
        tabulate(cost[d], base[d], counts, offsets, split, outer, inner)
        for s in range(n_party):
            cheapest[s] = inner[s].min()
        out[d] = _suits_all(outer, inner, cheapest)
    return out


@njit(cache=True)
def _most_per_block(others, n_outer, n_inner):  # type: ignore[no-untyped-def]
    """(signatory, block) the largest count in each block."""
    most = np.zeros((others.shape[0], n_outer), np.int64)
    for s in range(others.shape[0]):
        for o in range(n_outer):
            most[s, o] = others[s, o * n_inner : (o + 1) * n_inner].max()
    return most


@njit(cache=True)
def _others_accept(outer, inner, o, m, s):  # type: ignore[no-untyped-def]
    """Whether all signatories but s accept package m of block o."""
    for r in range(inner.shape[0]):
        if r != s and outer[r, o] - inner[r, m] < -TOLERANCE:
            return False
    return True


@njit(cache=True, nogil=True, fastmath={"nnan", "nsz"})
def offers(cost, base, counts, offsets, split, n_outer, n_inner, others):  # type: ignore[no-untyped-def]
    """`zone` and `kernel.best_offers` in one pass: per draw whether a package suits all, and per proposer the offer
    that maximises gain times the chance of acceptance.

    The block with the largest bound is looked at first, and then in order only those that could hold a better offer.
    Whether the others accept in this very draw, which is left out of what the proposer believes, is asked only of
    packages that would be the best if they did not.
    """
    n, n_party, _ = cost.shape
    there = np.zeros(n, np.bool_)
    offer = np.full((n, n_party), -1, np.int64)
    belief = np.zeros((n, n_party))
    leave_out = 1.0 if n > 1 else 0.0
    denominator = n - leave_out
    most = _most_per_block(others, n_outer, n_inner)
    outer = np.empty((n_party, n_outer))
    inner = np.empty((n_party, n_inner))
    bound = np.empty(n_outer)
    value = np.empty(n_inner)
    cheapest_of = np.empty(n_party)
    for d in range(n):
        tabulate(cost[d], base[d], counts, offsets, split, outer, inner)
        for s in range(n_party):
            cheapest_of[s] = inner[s].min()
        there[d] = _suits_all(outer, inner, cheapest_of)
        for s in range(n_party):
            cheapest = cheapest_of[s]
            first = 0
            for o in range(n_outer):
                gain = outer[s, o] - cheapest
                bound[o] = gain * most[s, o] if gain > TOLERANCE else 0.0
                first = o if bound[o] > bound[first] else first
            if bound[first] <= 0.0:
                continue
            # what the most promising block holds bounds the best from below
            floor = 0.0
            left, y0 = outer[s, first], first * n_inner
            for m in range(n_inner):
                gain = left - inner[s, m]
                if gain > TOLERANCE:
                    floor = max(floor, gain * (others[s, y0 + m] - leave_out))
            top = 0.0
            for o in range(n_outer):
                if bound[o] < floor or bound[o] <= top:
                    continue
                left, y0 = outer[s, o], o * n_inner
                promise = 0.0
                for m in range(n_inner):
                    worth = (left - inner[s, m]) * others[s, y0 + m]
                    value[m] = worth
                    promise = max(promise, worth)
                if promise <= top or promise < floor:
                    continue
                for m in range(n_inner):
                    if value[m] <= top:
                        continue
                    gain = left - inner[s, m]
                    worth = value[m]
                    if leave_out > 0.0 and _others_accept(outer, inner, o, m, s):
                        worth = gain * (others[s, y0 + m] - leave_out)
                    if worth > top and gain > TOLERANCE:
                        top = worth
                        offer[d, s] = y0 + m
                        belief[d, s] = worth / gain / denominator
    return there, offer, belief


@njit(cache=True, nogil=True)
def received(cost, base, counts, offsets, split, n_outer, n_inner, made, times, by):  # type: ignore[no-untyped-def]
    """(draw, signatory) how many of a signatory's offers all the others accept in that draw.

    made, times, by (offer,) : the package offered, how often, and the signatory whose offer it is
    """
    n, n_party, _ = cost.shape
    out = np.zeros((n, n_party))
    outer = np.empty((n_party, n_outer))
    inner = np.empty((n_party, n_inner))
    blocks, places = made // n_inner, made % n_inner
    for d in range(n):
        tabulate(cost[d], base[d], counts, offsets, split, outer, inner)
        for q in range(made.size):
            if _others_accept(outer, inner, blocks[q], places[q], by[q]):
                out[d, by[q]] += times[q]
    return out


@njit(cache=True, nogil=True)
def nash(cost, base, counts, offsets, split, n_outer, n_inner, zone):  # type: ignore[no-untyped-def]
    """(draw,) package of the largest product of gains in draws with a zone, else -1; as `kernel.settle` picks it."""
    n, n_party, _ = cost.shape
    out = np.full(n, -1, np.int64)
    outer = np.empty((n_party, n_outer))
    inner = np.empty((n_party, n_inner))
    cheapest = np.empty(n_party)
    for d in range(n):
        if not zone[d]:
            continue
        tabulate(cost[d], base[d], counts, offsets, split, outer, inner)
        for s in range(n_party):
            cheapest[s] = inner[s].min()
        best_product = -1.0
        top = -1e300
        top_sum = -1.0
        for o in range(n_outer):
            hopeless = False
            bound = 1.0
            for s in range(n_party):
                gain = outer[s, o] - cheapest[s]
                hopeless = hopeless or gain < -TOLERANCE
                bound *= max(gain, 0.0)
            # ties are told apart by the sum of gains, so that a block that may hold one is looked at
            if hopeless or bound < best_product * (1.0 - 1e-9):
                continue
            for m in range(n_inner):
                product = 1.0
                low = 1e300
                total = 0.0
                nothing = False
                for s in range(n_party):
                    gain = outer[s, o] - inner[s, m]
                    low = min(low, gain)
                    gain = max(gain, 0.0)
                    nothing = nothing or gain <= TOLERANCE
                    product *= gain
                    total += gain
                if low < -TOLERANCE or (product < best_product * (1.0 - 1e-9) and top > -1e300):
                    continue
                logs = -1e300
                if not nothing:
                    logs = 0.0
                    for s in range(n_party):
                        logs += np.log(max(outer[s, o] - inner[s, m], 0.0))
                tie = abs(logs - top) <= 1e-10
                if (not tie and logs > top) or (tie and total > top_sum + TOLERANCE):
                    top = logs
                    top_sum = total
                    best_product = 0.0 if nothing else product
                    out[d] = o * n_inner + m
    return out


@njit(cache=True, nogil=True)
def best_gain(cost, base, counts, offsets, split, n_outer, n_inner):  # type: ignore[no-untyped-def]
    """(draw,) the largest smallest gain over all packages, as `kernel.count_acceptance` finds it."""
    n, n_party, _ = cost.shape
    best = np.empty(n)
    outer = np.empty((n_party, n_outer))
    inner = np.empty((n_party, n_inner))
    cheapest = np.empty(n_party)
    worst = np.empty(n_inner)
    for d in range(n):
        tabulate(cost[d], base[d], counts, offsets, split, outer, inner)
        for s in range(n_party):
            cheapest[s] = inner[s].min()
        top = -1e300
        for o in range(n_outer):
            bound = 1e300
            for s in range(n_party):
                bound = min(bound, outer[s, o] - cheapest[s])
            if bound <= top:
                continue
            worst[:] = 1e300
            for s in range(n_party):
                left = outer[s, o]
                for m in range(n_inner):
                    worst[m] = min(worst[m], left - inner[s, m])
            top = max(top, worst.max())
        best[d] = top
    return best


@njit(cache=True, nogil=True)
def binding(cost, base, counts, offsets, split, n_outer, n_inner, best):  # type: ignore[no-untyped-def]
    """(draw, signatory) who falls short most at the packages that come closest, in draws without a zone.

    best (draw,) as `best_gain`; below -1e29 red lines leave no package, and nobody is said to bind.
    """
    n, n_party, _ = cost.shape
    out = np.zeros((n, n_party), np.bool_)
    outer = np.empty((n_party, n_outer))
    inner = np.empty((n_party, n_inner))
    cheapest = np.empty(n_party)
    for d in range(n):
        if best[d] >= -TOLERANCE or best[d] < -1e29:
            continue
        tabulate(cost[d], base[d], counts, offsets, split, outer, inner)
        for s in range(n_party):
            cheapest[s] = inner[s].min()
        for o in range(n_outer):
            hopeless = False
            for s in range(n_party):
                hopeless = hopeless or outer[s, o] - cheapest[s] < best[d] - TOLERANCE
            if hopeless:
                continue
            for m in range(n_inner):
                low = 1e300
                for s in range(n_party):
                    low = min(low, outer[s, o] - inner[s, m])
                if low >= best[d] - TOLERANCE:
                    for s in range(n_party):
                        if outer[s, o] - inner[s, m] <= low + TOLERANCE:
                            out[d, s] = True
    return out
