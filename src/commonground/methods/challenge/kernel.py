"""One round of challenges, compiled: all draws side by side, one draw per thread at a time.

Arrays of one draw and one issue, n parties that hold a position:

place     (n,)    positions, issue units
weight    (n,)    capability times salience
pay       (n,)    salience, 0-1
power     (n, n)  at [i, k], weight_k d_ki^r_k, what voter k loses if the position of i prevails
support   (n, n)  sum_k max(0, power_jk - power_ik), the votes for i over j

The votes for and against i follow from the sum of all votes and that of their sizes, which need no branches.
Places nearer than 1e-9 of the range are the same place, so that the last digit decides nothing.
"""

from __future__ import annotations

import numpy as np
from numba import njit, prange

SAME = 1e-9
CONFRONTATION, COMPROMISE, CAPITULATION = 1, 2, 3
# flags: what `flags_of` in solve.py writes
VOTES_LINEAR, PAIR, EACH, RISK, SPAN, DRIFT, CAPITULATE, CHOICE = range(8)


@njit(cache=True)
def _median(place, weight):  # type: ignore[no-untyped-def]
    order = np.argsort(place, kind="mergesort")
    total = 0.0
    for k in range(place.size):
        total += weight[k]
    running = 0.0
    for k in range(place.size):
        running += weight[order[k]]
        if running >= total * (0.5 - 1e-12):
            return place[order[k]]
    return place[order[-1]]


# Sums may be taken in any order: the loop over voters then runs on several at once.
@njit(cache=True, fastmath={"reassoc", "nsz"})
def _support(apart, weight, exponent, linear, power, support):  # type: ignore[no-untyped-def]
    """Fill the votes for i over j; return the sum of all votes, for or against, over all ordered pairs."""
    n = weight.size
    for k in range(n):
        r = exponent[k]
        w = weight[k]
        plain = linear or r == 1.0
        for i in range(n):
            d = apart[k, i]
            power[i, k] = w * d if plain or d == 0.0 else w * np.exp(r * np.log(d))
    total = 0.0
    for i in range(n):
        support[i, i] = 0.0
        for j in range(i):
            if apart[i, j] == 0.0:
                support[i, j] = 0.0
                support[j, i] = 0.0
                continue
            both = 0.0
            net = 0.0
            for k in range(n):
                vote = power[j, k] - power[i, k]
                both += abs(vote)
                net += vote
            for_i = 0.5 * (both + net) if both + net > 1e-15 * both else 0.0
            for_j = 0.5 * (both - net) if both - net > 1e-15 * both else 0.0
            support[i, j] = for_i
            support[j, i] = for_j
            total += both
    return 2.0 * total


@njit(cache=True)
def _expected(d, z, r, win, resist, q, drift, helps):  # type: ignore[no-untyped-def]
    """What a judge of exponent r expects of a challenge at distance d, won with chance `win`.

    z : |x_judge - median|, as a share of the range; helps : the other's own move to the median is good for the judge
    """
    if r == 1.0:
        good, bad, as_is = 2.0 * d, -2.0 * d, 0.0
    else:
        good = 2.0 if d >= 1.0 else 2.0 - 4.0 * np.exp(r * np.log(0.5 - 0.5 * d))
        bad = 2.0 - 4.0 * np.exp(r * np.log(0.5 + 0.5 * d))
        as_is = 2.0 - 4.0 * np.exp(r * np.log(0.5))
    value = resist * (win * good + (1.0 - win) * bad) + (1.0 - resist) * good - q * as_is
    if q < 1.0 and drift:
        shift = 0.25 * (z + d)
        base = 0.5 - shift if helps else 0.5 + shift
        value -= (1.0 - q) * (2.0 - 4.0 * base**r if base > 0.0 else 2.0)
    return value


@njit(cache=True)
def _round(place, weight, pay, span, q, flags, exponent, apart, power, support, new, kind, source):  # type: ignore[no-untyped-def]
    """Play one round: fill new, kind, source and exponent; return how many move."""
    n = place.size
    for i in range(n):
        new[i] = place[i]
        kind[i] = 0
        source[i] = -1
        exponent[i] = 1.0
    if flags[SPAN] == 1:
        span = place.max() - place.min()
    if n < 2 or not span > 0.0:
        return 0
    for i in range(n):
        apart[i, i] = 0.0
        for j in range(i):
            d = abs(place[i] - place[j]) / span
            if d <= SAME:
                d = 0.0
            apart[i, j] = d
            apart[j, i] = d
    linear = flags[VOTES_LINEAR] == 1
    drift = flags[DRIFT] == 1 and q < 1.0
    middle = _median(place, weight) if drift else 0.0
    total = _support(apart, weight, exponent, linear, power, support)
    if flags[RISK] < 2:
        low, high = np.inf, -np.inf
        for i in range(n):
            danger = 0.0
            for j in range(n):
                if apart[i, j] == 0.0:
                    if q < 1.0 and drift and j != i:
                        pass
                    else:
                        continue
                a, b = (j, i) if flags[RISK] == 0 else (i, j)
                below = support[a, b] + support[b, a] if flags[PAIR] == 1 else total
                win = support[a, b] / below if below > 0.0 else 0.0
                z = abs(place[a] - middle) / span
                danger += _expected(apart[a, b], z, 1.0, win, pay[b], q, drift, z < apart[a, b])
            new[i] = danger
            low = min(low, danger)
            high = max(high, danger)
        for i in range(n):
            share = (2.0 * new[i] - high - low) / (high - low) if high - low > 1e-12 else 0.0
            exponent[i] = (1.0 - share / 3.0) / (1.0 + share / 3.0)
            new[i] = place[i]
        total = _support(apart, weight, exponent, linear, power, support)
    moved = 0
    for i in range(n):
        r = exponent[i]
        r_as_is = 0.0 if r == 1.0 else 2.0 - 4.0 * np.exp(r * np.log(0.5))
        z = abs(place[i] - middle) / span if drift else 0.0
        best_class, best = 9, np.inf
        for j in range(n):
            d = apart[i, j]
            if d == 0.0:
                continue
            below = support[i, j] + support[j, i] if flags[PAIR] == 1 else total
            win_i = support[i, j] / below if below > 0.0 else 0.0
            win_j = support[j, i] / below if below > 0.0 else 0.0
            if flags[EACH] == 0 and not drift:
                if r == 1.0:
                    good, bad = 2.0 * d, -2.0 * d
                else:
                    good = 2.0 if d >= 1.0 else 2.0 - 4.0 * np.exp(r * np.log(0.5 - 0.5 * d))
                    bad = 2.0 - 4.0 * np.exp(r * np.log(0.5 + 0.5 * d))
                a = pay[j] * (win_i * good + (1.0 - win_i) * bad) + (1.0 - pay[j]) * good - q * r_as_is
                b = pay[i] * (win_j * good + (1.0 - win_j) * bad) + (1.0 - pay[i]) * good - q * r_as_is
            else:
                a = _expected(d, z, r, win_i, pay[j], q, drift, z < d)
                h = j if flags[EACH] == 1 else i
                z_h = abs(place[h] - middle) / span if drift else 0.0
                b = _expected(d, z_h, exponent[h], win_j, pay[i], q, drift, z_h < d)
            if a > 0.0 and b > a:
                offer, target = CONFRONTATION, place[j]
            elif a < 0.0 and b > -a:
                offer, target = COMPROMISE, place[i] + (place[j] - place[i]) * (-a / b)
            elif flags[CAPITULATE] == 1 and a < 0.0 and b > 0.0:
                offer, target = CAPITULATION, place[j]
            else:
                continue
            if flags[CHOICE] == 3:
                rank, score = 0, -b
            else:
                rank, score = offer, abs(target - place[i])
                if flags[CHOICE] == 2:
                    rank = 0
                elif flags[CHOICE] == 0 and offer == COMPROMISE:
                    score = (-a * place[i] + b * place[j]) / (b - a)
            if rank < best_class or (rank == best_class and score < best):
                best_class, best = rank, score
                new[i], kind[i], source[i] = target, offer, j
        if kind[i] > 0 and abs(new[i] - place[i]) > SAME * span:
            moved += 1
    return moved


@njit(cache=True, parallel=True)
def play(place, weight, pay, length, q, rounds, flags, final, settled, taken, trace, traced):  # type: ignore[no-untyped-def]
    """All draws: place, weight, pay (draw, n) -> final (draw, n), settled (draw,), taken (draw,).

    trace (rounds + 1, 4, n) is filled for the first draw where traced: positions, kind of move, source, exponents.
    """
    n_draw, n = place.shape
    for t in prange(n_draw):
        exponent = np.empty(n)
        apart = np.empty((n, n))
        power = np.empty((n, n))
        support = np.empty((n, n))
        new = np.empty(n)
        kind = np.empty(n, np.int64)
        source = np.empty(n, np.int64)
        here = place[t].copy()
        span = length if flags[SPAN] == 2 else here.max() - here.min()
        done = False
        count = 0
        for step in range(rounds):
            moved = _round(
                here, weight[t], pay[t], span, q, flags, exponent, apart, power, support, new, kind, source
            )
            count += 1
            for i in range(n):
                here[i] = new[i]
                if traced and t == 0:
                    trace[step + 1, 0, i] = new[i]
                    trace[step + 1, 1, i] = kind[i]
                    trace[step + 1, 2, i] = source[i]
                    trace[step + 1, 3, i] = exponent[i]
            if moved == 0:
                done = True
                break
        for i in range(n):
            final[t, i] = here[i]
        settled[t] = done
        taken[t] = count
