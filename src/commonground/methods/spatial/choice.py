"""Collective choice: votes, coalitions, chances of victory, and the probability of each option, compiled.

u (party, option) utilities, w (party,) weights -> p (option,).
"""

from __future__ import annotations

import numpy as np
from numba import njit

LEAST_COALITION = 1e-8
_SAME_UTILITY = 1e-8  # differences of utility below it count in part in a binary vote


@njit(cache=True, inline="always")
def vote(rule, w, du):  # type: ignore[no-untyped-def]
    """Votes for the first of two options by one of weight w who is better off by du with it."""
    if rule == 0:
        return w * du
    if rule == 5:
        return w * du if du < 0.0 else 2.0 * w * du / 3.0
    if rule == 4:
        return w * du * du * du
    if rule == 3:
        return w * (0.5 * du + 0.5 * du * du * du)
    sign = min(1.0, max(-1.0, du / _SAME_UTILITY))
    if rule == 1:
        return w * sign
    return w * (0.8 * du + 0.2 * sign)


@njit(cache=True)
def chance(model, s1, s2):  # type: ignore[no-untyped-def]
    """Chance that a coalition of strength s1 prevails over one of s2."""
    if model == 4:
        lead = 1.1
        if s1 >= lead * s2:
            return 1.0 / (1.0 + 1e-6)
        if s2 >= lead * s1:
            return 1e-6 / (1.0 + 1e-6)
        return (s1 / (s1 + s2) * (lead + 1.0) - 1.0) / (lead - 1.0)
    top = max(s1, s2)
    if top == 0.0:
        return 0.5
    if model > 0:
        # Scaled first, so that the eighth power neither overflows nor vanishes.
        s1, s2 = s1 / top, s2 / top
        for _ in range(model):
            s1, s2 = s1 * s1, s2 * s2
    return s1 / (s1 + s2)


@njit(cache=True)
def option_probability(rule, victory, choice, w, u, n_option):  # type: ignore[no-untyped-def]
    """(n_option,) probability that an option is chosen, from utilities u[party, option]."""
    n = w.size
    strength = np.empty((n_option, n_option))
    win = np.empty((n_option, n_option))
    for i in range(n_option):
        strength[i, i] = LEAST_COALITION
        win[i, i] = 0.5
        for j in range(i):
            for_i = LEAST_COALITION
            for_j = LEAST_COALITION
            for k in range(n):
                v = vote(rule, w[k], u[k, i] - u[k, j])
                if v > 0.0:
                    for_i += v
                else:
                    for_j -= v
            strength[i, j] = for_i
            strength[j, i] = for_j
            p = chance(victory, for_i, for_j)
            win[i, j] = p
            win[j, i] = 1.0 - p if victory > 0 else for_j / (for_i + for_j)
    if choice == 0:
        return _conditional(win, n_option)
    return _markov(win, strength, n_option, choice == 2)


@njit(cache=True)
def _conditional(win, n):  # type: ignore[no-untyped-def]
    p = np.ones(n)
    total = 0.0
    for i in range(n):
        for j in range(n):
            p[i] = p[i] * win[i, j]
        total += p[i]
    if not total > 0.0:
        return np.full(n, 1.0 / n)
    return p / total


@njit(cache=True)
def _markov(win, strength, n, by_incentive):  # type: ignore[no-untyped-def]
    """Stationary chances when the option that leads is challenged over and over.

    The challenger is any option ("uniform") or one by its incentive, coalition strength times chance of victory.
    """
    challenge = np.full((n, n), 1.0 / n)  # [i, j]: i challenges j
    if by_incentive:
        for j in range(n):
            total = 0.0
            for i in range(n):
                challenge[i, j] = strength[i, j] * win[i, j] + (1e-10 if i == j else 0.0)
                total += challenge[i, j]
            for i in range(n):
                challenge[i, j] /= total
    p = np.full(n, 1.0 / n)
    q = np.empty(n)
    tolerance = 1e-8 if by_incentive else 1e-6
    for _ in range(1000):
        change = 0.0
        for i in range(n):
            total = 0.0
            for j in range(n):
                total += win[i, j] * (p[i] * challenge[j, i] + p[j] * challenge[i, j])
            q[i] = total
            change = max(change, abs(total - p[i]))
        for i in range(n):
            p[i] = (p[i] + q[i]) / 2.0
        if change <= tolerance:
            break
    return p
