"""The spatial model, compiled: one draw after the other through its turns, draws side by side.

Arrays of one draw, n parties, d issues:

place, ideal (n, d)  positions and preferred positions, 0-1
pay    (n, d)        salience, sum over issues at most 1
cap    (n,)          capability
view   (n, n)        view[i, j]: distance from the ideal of i to the position of j in the eyes of i, 0-1
risk   (n,)          attitude to risk, -1 to 1

The order of sums and of bargains is KTAB's, since the first of two equal options is taken.
"""

from __future__ import annotations

import numpy as np
from numba import njit, prange

from commonground.methods.bargaining.lots import next_lot
from commonground.methods.spatial.choice import option_probability, vote

LEAST_GAIN = 1e-5
LEAST_SIDE = 1e-10
LEAST_WEIGHT = 1e-6
MERGE = 1e-3  # positions nearer than this are shown as one
# flags: what `flags_of` in solve.py writes, in the order of settings.CHOICES, then rounding
VOTING, VICTORY, CHOICE, TRANSITION, RISK_RANGE, RISK_VIEW, COMMITMENT, INTERPOLATION, BARGAIN, ROUNDING = (
    range(10)
)


@njit(cache=True)
def _distance(a, b, pay):  # type: ignore[no-untyped-def]
    near = 0.0
    total = 0.0
    for k in range(pay.size):
        part = (a[k] - b[k]) * pay[k]
        near += part * part
        total += pay[k] * pay[k]
    return np.sqrt(near / total) if total > 0.0 else 0.0


@njit(cache=True, inline="always")
def _utility(d, risk):  # type: ignore[no-untyped-def]
    return (1.0 - d) * (1.0 + d * risk) if d <= 1.0 else (1.0 - d) * (1.0 + risk)


@njit(cache=True, inline="always")
def _seen(mine, other, view):  # type: ignore[no-untyped-def]
    """One party's view of another's attitude to risk."""
    if view == 0:
        return (2.0 * mine + other) / 3.0
    if view == 1:
        return mine
    if view == 2:
        return (mine + other) / 2.0
    if view == 3:
        return (mine + 2.0 * other) / 3.0
    return other


@njit(cache=True)
def _attitudes(view, cap, flags, risk):  # type: ignore[no-untyped-def]
    n = cap.size
    u = 1.0 - view
    p = option_probability(flags[VOTING], flags[VICTORY], flags[CHOICE], cap, u, n)
    low, high = p.min(), p.max()
    for i in range(n):
        if not high > low:
            risk[i] = 0.0
        elif flags[RISK_RANGE] == 0:
            risk[i] = (3.0 * p[i] - (high + 2.0 * low)) / (2.0 * (high - low))
        elif flags[RISK_RANGE] == 1:
            risk[i] = (p[i] - low) / (high - low)
        else:
            risk[i] = (2.0 * p[i] - (high + low)) / (high - low)


@njit(cache=True)
def _challenge(u, i, j, weight, resist, flags):  # type: ignore[no-untyped-def]
    """Chance that i prevails over j and what i expects to gain by trying, with utilities u as one party sees them."""
    rule = flags[VOTING]
    side_i = LEAST_SIDE
    side_j = LEAST_SIDE
    v = vote(rule, weight[i], u[i, i] - u[i, j])
    if v > 0.0:
        side_i += v
    else:
        side_j -= v
    v = vote(rule, weight[j], u[j, i] - u[j, j])
    if v > 0.0:
        side_i += v
    else:
        side_j -= v
    all_i, all_j = side_i, side_j
    if flags[COMMITMENT] == 0:
        for k in range(weight.size):
            if k in (i, j):
                continue
            to_i, to_j, own = u[k, i], u[k, j], u[k, k]
            leans = vote(rule, weight[k], to_i - to_j)
            p = (side_i + max(0.0, leans)) / (side_i + side_j + abs(leans))
            with_i = p * own + (1.0 - p) * to_j
            with_j = p * to_i + (1.0 - p) * own
            v = vote(rule, weight[k], with_i - with_j)
            if v > 0.0:
                all_i += v
            else:
                all_j -= v
    win = all_i / (all_i + all_j)
    won = 2.0 * u[i, i]
    fought = win * won + (1.0 - win) * 2.0 * u[i, j]
    return win, (1.0 - resist) * won + resist * fought - (u[i, i] + u[i, j])


@njit(cache=True)
def _meet(at_i, at_j, pay_i, pay_j, win, flags, to_i, to_j):  # type: ignore[no-untyped-def]
    """Where a bargain brings its two sides: write to_i and to_j."""
    lose = 1.0 - win
    for k in range(at_i.size):
        a, b = pay_i[k], pay_j[k]
        if flags[INTERPOLATION] == 2:
            lead_j, lead_i = max(0.0, lose - win), max(0.0, win - lose)
            a, b = a * a, b * b
            to_i[k] = at_i[k] + lead_j * b / (lead_j * b + LEAST_WEIGHT + (1.0 - lead_j) * a) * (
                at_j[k] - at_i[k]
            )
            to_j[k] = at_j[k] + lead_i * a / (lead_i * a + LEAST_WEIGHT + (1.0 - lead_i) * b) * (
                at_i[k] - at_j[k]
            )
            continue
        if flags[INTERPOLATION] == 0:
            a, b = (a * a) * (win * win), (b * b) * (lose * lose)
        else:
            a, b = a * win, b * lose
        to_i[k] = ((a + LEAST_WEIGHT) * at_i[k] + b * at_j[k]) / (a + LEAST_WEIGHT + b)
        to_j[k] = (a * at_i[k] + (LEAST_WEIGHT + b) * at_j[k]) / (a + LEAST_WEIGHT + b)
        if flags[ROUNDING] == 1:
            to_i[k] = np.floor(0.5 + 1e4 * to_i[k]) / 1e4
            to_j[k] = np.floor(0.5 + 1e4 * to_j[k]) / 1e4


@njit(cache=True)
def _strike(place, view, pay, cap, risk, flags, first, second, end, gain):  # type: ignore[no-untyped-def]
    """Every party's best challenge becomes a bargain, or two; return how many.

    first, second (bargain,) its sides; end (bargain, 2, d) where it would bring them; gain (bargain, 2) what the
    initiator expects of the challenge, and its chance.
    """
    n, d = place.shape
    weight = np.empty(n)
    total = np.empty(n)
    for i in range(n):
        total[i] = 0.0
        for k in range(d):
            total[i] += pay[i, k]
        weight[i] = cap[i] * total[i]
    u = np.empty((n, n))
    other = np.empty((n, n))
    mine = np.empty((2, d))
    theirs = np.empty((2, d))
    count = 0
    for i in range(n):
        for a in range(n):
            r = _seen(risk[i], risk[a], flags[RISK_VIEW])
            for b in range(n):
                u[a, b] = _utility(view[a, b], r)
        best, target, win = LEAST_GAIN, -1, 0.0
        for j in range(n):
            if j != i:
                p, more = _challenge(u, i, j, weight, total[j], flags)
                if more > best:
                    best, target, win = more, j, p
        if target < 0:
            continue
        j = target
        _meet(place[i], place[j], pay[i], pay[j], win, flags, mine[0], mine[1])
        first[count], second[count] = i, j
        end[count] = mine
        gain[count, 0], gain[count, 1] = best, win
        if flags[BARGAIN] > 0:
            for a in range(n):
                r = _seen(risk[j], risk[a], flags[RISK_VIEW])
                for b in range(n):
                    other[a, b] = _utility(view[a, b], r)
            p, _ = _challenge(other, i, j, weight, total[j], flags)
            _meet(place[i], place[j], pay[i], pay[j], p, flags, theirs[0], theirs[1])
            if flags[BARGAIN] == 1:
                count += 1
                first[count], second[count] = i, j
                end[count] = theirs
                gain[count, 0], gain[count, 1] = best, p
            elif weight[i] + weight[j] > 0.0:
                for side in range(2):
                    for k in range(d):
                        end[count, side, k] = (weight[i] * mine[side, k] + weight[j] * theirs[side, k]) / (
                            weight[i] + weight[j]
                        )
        count += 1
    return count


@njit(cache=True)
def _resolve(place, ideal, view, pay, cap, risk, flags, state, count, first, second, end, new, taken):  # type: ignore[no-untyped-def]
    """All parties choose, for each, among what it has and its bargains; each takes its own end of what is chosen."""
    n = place.shape[0]
    stay = np.zeros(n)
    own = np.empty((n, n))
    for h in range(n):
        for m in range(n):
            own[h, m] = _utility(view[h, m], risk[h])
            stay[h] += own[h, m]
    worth = np.empty((n, count))
    for b in range(count):
        i, j = first[b], second[b]
        for h in range(n):
            total = _utility(_distance(ideal[h], end[b, 0], pay[h]), risk[h])
            total += _utility(_distance(ideal[h], end[b, 1], pay[h]), risk[h])
            for m in range(n):
                if m != i and m != j:
                    total += own[h, m]
            worth[h, b] = total / n
    option = np.empty(count + 1, np.int64)
    for k in range(n):
        # In the order in which they came up: -1 stands for what k has.
        size = 0
        placed = False
        for b in range(count):
            if not placed and first[b] >= k:
                option[size] = -1
                size += 1
                placed = True
            if first[b] == k or second[b] == k:
                option[size] = b
                size += 1
        if not placed:
            option[size] = -1
            size += 1
        taken[k] = -1
        for c in range(new.shape[1]):
            new[k, c] = place[k, c]
        if size == 1:
            continue
        u = np.empty((n, size))
        for m in range(size):
            for h in range(n):
                u[h, m] = stay[h] / n if option[m] < 0 else worth[h, option[m]]
        p = option_probability(flags[VOTING], flags[VICTORY], flags[CHOICE], cap, u, size)
        pick = 0
        if flags[TRANSITION] == 0:
            for m in range(1, size):
                if p[m] > p[pick]:
                    pick = m
        else:
            lot = next_lot(state)
            running = 0.0
            for m in range(size):
                running += p[m]
                pick = m
                if lot < running:
                    break
        b = option[pick]
        if b >= 0:
            taken[k] = b
            side = 0 if first[b] == k else 1
            for c in range(new.shape[1]):
                new[k, c] = end[b, side, c]


@njit(cache=True)
def shown_probability(place, view, cap, risk, flags):  # type: ignore[no-untyped-def]
    """(n,) probability of each party's position, places nearer than 1e-3 as one, the last such one if there are two."""
    n = cap.size
    unique = np.empty(n, np.int64)
    size = 0
    for i in range(n):
        new = True
        for m in range(size):
            if np.sqrt(np.sum((place[i] - place[unique[m]]) ** 2)) < MERGE:
                new = False
        if new:
            unique[size] = i
            size += 1
    u = np.empty((n, size))
    for h in range(n):
        for m in range(size):
            u[h, m] = _utility(view[h, unique[m]], risk[h])
    p = option_probability(flags[VOTING], flags[VICTORY], flags[CHOICE], cap, u, size)
    out = np.empty(n)
    for i in range(n):
        for m in range(size):
            if np.sqrt(np.sum((place[i] - place[unique[m]]) ** 2)) < MERGE:
                out[i] = p[m]
    return out, unique[:size], p


@njit(cache=True, parallel=True)
def play(place, pay, cap, flags, follow, turns, stop, seeds, final, chosen, settled, taken, trace, traced):  # type: ignore[no-untyped-def]
    """All draws: place, pay (draw, n, d), cap (draw, n) -> final (draw, n, d), chosen (draw, 2, d), settled, taken.

    chosen holds the most probable position and the one expected over the distinct final positions.
    trace (turns + 1, n, d + 5) of the first draw: positions, risk, probability, partner, gain, chance.
    """
    n_draw, n, d = place.shape
    for t in prange(n_draw):
        state = seeds[t : t + 1].copy()
        here = place[t].copy()
        ideal = here.copy()
        new = np.empty((n, d))
        view = np.empty((n, n))
        risk = np.zeros(n)
        first = np.empty(2 * n, np.int64)
        second = np.empty(2 * n, np.int64)
        end = np.empty((2 * n, 2, d))
        gain = np.empty((2 * n, 2))
        pick = np.empty(n, np.int64)
        begun = 0.0
        done = n < 2
        step = 0
        while True:
            for i in range(n):
                for j in range(n):
                    view[i, j] = _distance(ideal[i], here[j], pay[t, i])
            _attitudes(view, cap[t], flags, risk)
            if traced and t == 0:
                shown, _, _ = shown_probability(here, view, cap[t], risk, flags)
                for i in range(n):
                    for c in range(d):
                        trace[step, i, c] = here[i, c]
                    trace[step, i, d] = risk[i]
                    trace[step, i, d + 1] = shown[i]
            if done or step == turns:
                break
            count = _strike(here, view, pay[t], cap[t], risk, flags, first, second, end, gain)
            _resolve(
                here, ideal, view, pay[t], cap[t], risk, flags, state, count, first, second, end, new, pick
            )
            step += 1
            moved = 0.0
            for i in range(n):
                moved += np.sqrt(np.sum((new[i] - here[i]) ** 2))
                for c in range(d):
                    here[i, c] = new[i, c]
                    ideal[i, c] = follow * here[i, c] + (1.0 - follow) * ideal[i, c]
                if traced and t == 0:
                    b = pick[i]
                    trace[step, i, d + 2] = -1 if b < 0 else second[b] if first[b] == i else first[b]
                    trace[step, i, d + 3] = 0.0 if b < 0 else gain[b, 0]
                    trace[step, i, d + 4] = 0.0 if b < 0 else gain[b, 1]
            if step == 1:
                begun = moved
            if step >= 2 and moved / (begun + 1e-4) < stop:
                done = True
        _, spots, p = shown_probability(here, view, cap[t], risk, flags)
        best = 0
        for m in range(p.size):
            if p[m] > p[best]:
                best = m
        for c in range(d):
            chosen[t, 0, c] = here[spots[best], c]
            chosen[t, 1, c] = 0.0
            for m in range(p.size):
                chosen[t, 1, c] += p[m] * here[spots[m], c]
            for i in range(n):
                final[t, i, c] = here[i, c]
        settled[t] = done
        taken[t] = step
