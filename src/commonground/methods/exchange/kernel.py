"""One round of equal-gain exchanges, compiled.

Arrays of one draw, n parties, m issues:

place  (n, m)  positions at the start of the round, issue units; held (n, m) whether there is one
care   (n, m)  salience, 0-1
share  (n, m)  capability times salience over its sum on the issue: what a move of the party moves the outcome
level  (m,)    the weighted mean at the start of the round
voted  (n, m)  positions after the exchanges so far
given  (n, m, n)  [j, p, a]: shift of the outcome on p by what a gave to j, at their first exchange

A candidate is (i, j, p, q): i gives on p what j wants and j gives on q what i wants. It reckons with the outcome as
it would be with its own two parties' moves and with what others have given to the same taker, and with no others.
"""

from __future__ import annotations

import numpy as np
from numba import njit, prange

from commonground.methods.bargaining.lots import next_lot

LEAST_GAIN = 1e-10
TIE = 1e-9  # gains are compared after rounding to this
SAME = 1e-9  # of the scale: places nearer than this are one
# columns of a record of one exchange
RECORD = 14
I, J, P, Q, I_FROM, I_TO, J_FROM, J_TO, GAIN_I, GAIN_J, P_BEFORE, P_AFTER, Q_BEFORE, Q_AFTER = range(RECORD)  # noqa: E741


@njit(cache=True)
def candidates(place, held, care, share, level):  # type: ignore[no-untyped-def]
    """(candidate, 4) i, j, p, q of the pairs on opposite sides of both issues of a pair of issues, and how many pairs.

    Pairs that weigh the two issues alike have nothing to gain: they count, and are no candidates. In the order:
    issue pairs; above on both with below on both; above and below with below and above.
    """
    n, m = place.shape
    out = np.empty((m * (m - 1) // 2 * n * (n - 1) // 2 + 1, 4), np.int64)
    size = 0
    pairs = 0
    for p in range(m):
        for q in range(p + 1, m):
            for mixed in range(2):
                for a in range(n):
                    if not (held[a, p] and held[a, q] and place[a, p] > level[p]):
                        continue
                    if (place[a, q] > level[q]) == (mixed == 1):
                        continue
                    for b in range(n):
                        if not (held[b, p] and held[b, q]) or place[b, p] > level[p]:
                            continue
                        if (place[b, q] > level[q]) != (mixed == 1):
                            continue
                        if min(share[a, p], share[a, q], share[b, p], share[b, q]) <= 0.0:
                            continue
                        pairs += 1
                        less = care[a, p] * care[b, q] - care[b, p] * care[a, q]
                        if less == 0.0:
                            continue
                        out[size, 0], out[size, 1] = a, b
                        out[size, 2], out[size, 3] = (p, q) if less < 0.0 else (q, p)
                        size += 1
    return out[:size], pairs


@njit(cache=True)
def _before(giver, taker, issue, place, share, level, voted, given, received):  # type: ignore[no-untyped-def]
    own = (voted[giver, issue] - place[giver, issue]) * share[giver, issue]
    return level[issue] + own + received[taker, issue] - given[taker, issue, giver]


@njit(cache=True)
def _deal(i, j, p, q, past, vary, lot, place, care, share, level, low, high, voted, given, received, record):  # type: ignore[no-untyped-def]
    """Reckon one candidate; fill the record and return whether it is valid.

    past (2,): what the candidate's two givers were to move whenever their position changed, added up; infinitely
    little where that does not count.
    """
    record[I], record[J], record[P], record[Q] = i, j, p, q
    record[I_FROM], record[J_FROM] = voted[i, p], voted[j, q]
    record[GAIN_I] = 0.0
    record[GAIN_J] = 0.0
    way_i = place[j, p] - voted[i, p]
    way_j = place[i, q] - voted[j, q]
    if way_i == 0.0 or way_j == 0.0:
        return False
    if way_i * (place[j, p] - place[i, p]) < 0.0 or way_j * (place[i, q] - place[j, q]) < 0.0:
        return False
    p_before = _before(i, j, p, place, share, level, voted, given, received)
    q_before = _before(j, i, q, place, share, level, voted, given, received)
    side_i = 1.0 if way_i > 0.0 else -1.0
    side_j = 1.0 if way_j > 0.0 else -1.0
    # Most that either may shift the outcome: the whole way of the giver, and not past the taker.
    # An outcome that is there already, or beyond, holds nobody back.
    most_p = abs(way_i) * share[i, p]
    most_q = abs(way_j) * share[j, q]
    to_taker = side_i * (place[j, p] - p_before)
    if to_taker > SAME * (high[p] - low[p]):
        most_p = min(most_p, to_taker)
    to_taker = side_j * (place[i, q] - q_before)
    if to_taker > SAME * (high[q] - low[q]):
        most_q = min(most_q, to_taker)
    # Equal gain: shift_q (s_iq + s_jq) = shift_p (s_ip + s_jp).
    on_p, on_q = care[i, p] + care[j, p], care[i, q] + care[j, q]
    shift_q = most_q
    shift_p = shift_q * on_q / on_p
    whole_q = True
    if shift_p > most_p:
        shift_p = most_p
        shift_q = shift_p * on_p / on_q
        whole_q = False
    if vary > 0.0:
        shift_p, shift_q = _varied(
            vary, lot, care[i, p], care[i, q], care[j, p], care[j, q], shift_p, shift_q, whole_q
        )
        cut = min(1.0, most_p / shift_p, most_q / shift_q) if shift_p > 0.0 and shift_q > 0.0 else 0.0
        shift_p, shift_q = cut * shift_p, cut * shift_q
    record[I_TO] = voted[i, p] + side_i * shift_p / share[i, p]
    record[J_TO] = voted[j, q] + side_j * shift_q / share[j, q]
    # The last digit must not stop a party short of, or bring it past, where it was going.
    if abs(record[I_TO] - place[j, p]) < 1e-11 * (high[p] - low[p]):
        record[I_TO] = place[j, p]
    if abs(record[J_TO] - place[i, q]) < 1e-11 * (high[q] - low[q]):
        record[J_TO] = place[i, q]
    if past[0] + record[I_TO] - record[I_FROM] > (1.0 + SAME) * (high[p] - low[p]):
        return False
    if past[1] + record[J_TO] - record[J_FROM] > (1.0 + SAME) * (high[q] - low[q]):
        return False
    record[P_BEFORE], record[P_AFTER] = p_before, p_before + side_i * shift_p
    record[Q_BEFORE], record[Q_AFTER] = q_before, q_before + side_j * shift_q
    record[GAIN_I] = shift_q * care[i, q] - shift_p * care[i, p]
    record[GAIN_J] = shift_p * care[j, p] - shift_q * care[j, q]
    if min(record[GAIN_I], record[GAIN_J]) < (LEAST_GAIN if vary == 0.0 else -1e-12):
        return False
    if max(record[GAIN_I], record[GAIN_J]) < LEAST_GAIN:
        return False
    return shift_p > 0.0 and shift_q > 0.0


@njit(cache=True)
def _varied(vary, lot, i_p, i_q, j_p, j_q, shift_p, shift_q, whole_q):  # type: ignore[no-untyped-def]
    """Shifts that leave one side with more or less than the equal gain; the side that moves all the way still does.

    lot: whose gain is varied (below 1/2: that of i), whether it wins (below 1/2), and how far, each 0-1.
    """
    gain = shift_q * i_q - shift_p * i_p
    varies_i = lot[0] < 0.5
    # Most that the one side can gain: what it has when the other gains nothing.
    if varies_i:
        most = shift_q * (i_q - i_p * j_q / j_p) if whole_q else shift_p * (j_p * i_q / j_q - i_p)
    else:
        most = shift_q * (i_q * j_p / i_p - j_q) if whole_q else shift_p * (j_p - i_p * j_q / i_q)
    wanted = gain + vary * lot[2] * (most - gain) if lot[1] < 0.5 else gain - vary * lot[2] * gain
    if varies_i:
        if whole_q:
            return (shift_q * i_q - wanted) / i_p, shift_q
        return shift_p, (wanted + shift_p * i_p) / i_q
    if whole_q:
        return (wanted + shift_q * j_q) / j_p, shift_q
    return shift_p, (shift_p * j_p - wanted) / j_q


@njit(cache=True)
def one_round(  # type: ignore[no-untyped-def]
    place, held, care, share, level, low, high, vary, sample, limit, state, voted, log
):
    """Realise exchanges, the best first, until none is left.

    Returns how many pairs are on opposite sides, and how many exchanges are realised.
    """
    n, m = place.shape
    listed, pairs = candidates(place, held, care, share, level)
    size = listed.shape[0]
    given = np.zeros((n, m, n))
    received = np.zeros((n, m))
    lots = np.zeros((size if vary > 0.0 else 1, 3))
    if vary > 0.0:
        for c in range(size):
            for number in range(3):
                lots[c, number] = next_lot(state)
    deal = np.empty((size, RECORD))
    past = np.zeros((size, 2)) if limit else np.full((size, 2), -1e30)
    gain = np.empty(size)
    live = 0
    order = np.empty(size, np.int64)
    for c in range(size):
        lot = lots[c] if vary > 0.0 else lots[0]
        if _deal(
            listed[c, 0], listed[c, 1], listed[c, 2], listed[c, 3], past[c], vary, lot,
            place, care, share, level, low, high, voted, given, received, deal[c],
        ):  # fmt: skip
            gain[c] = np.round((deal[c, GAIN_I] + deal[c, GAIN_J]) / 2.0 / TIE) * TIE
            order[live] = c
            live += 1
    done = 0
    while live > 0:
        order[:live] = order[:live][np.argsort(-gain[order[:live]], kind="mergesort")]
        top = 0
        if sample:
            ties = 1
            while ties < live and gain[order[ties]] >= gain[order[0]] - 0.5 * TIE:
                ties += 1
            top = int(next_lot(state) * ties)
        e = order[top]
        for c in range(top, live - 1):
            order[c] = order[c + 1]
        live -= 1
        i, j, p, q = listed[e]
        if done < log.shape[0]:
            log[done] = deal[e]
        done += 1
        voted[i, p] = deal[e, I_TO]
        voted[j, q] = deal[e, J_TO]
        if given[j, p, i] == 0.0:
            given[j, p, i] = (voted[i, p] - place[i, p]) * share[i, p]
            received[j, p] += given[j, p, i]
        if given[i, q, j] == 0.0:
            given[i, q, j] = (voted[j, q] - place[j, q]) * share[j, q]
            received[i, q] += given[i, q, j]
        kept = 0
        for c in range(live):
            k = order[c]
            a, b, g, h = listed[k]
            touched = (
                (a == i and g == p) or (b == i and h == p) or (a == j and g == q) or (b == j and h == q)
                or (b == j and g == p) or (a == j and h == p) or (b == i and g == q) or (a == i and h == q)
            )  # fmt: skip
            if touched:
                if (a == i and g == p) or (a == j and g == q):
                    past[k, 0] += deal[k, I_TO] - deal[k, I_FROM]
                if (b == j and h == q) or (b == i and h == p):
                    past[k, 1] += deal[k, J_TO] - deal[k, J_FROM]
                lot = lots[k] if vary > 0.0 else lots[0]
                if not _deal(
                    a, b, g, h, past[k], vary, lot,
                    place, care, share, level, low, high, voted, given, received, deal[k],
                ):  # fmt: skip
                    continue
                gain[k] = np.round((deal[k, GAIN_I] + deal[k, GAIN_J]) / 2.0 / TIE) * TIE
            order[kept] = k
            kept += 1
        live = kept
    return pairs, done


@njit(cache=True, parallel=True)
def play(  # type: ignore[no-untyped-def]
    place,
    held,
    care,
    weight,
    low,
    high,
    rounds,
    vary,
    sample,
    limit,
    follow,
    fixed,
    seeds,
    starts,
    votes,
    counts,
    log,
):
    """All draws: place, held, care, weight (draw, n, m) -> starts, votes (rounds, draw, n, m), counts.

    counts (rounds, draw, 2): opposite pairs, realised exchanges; log (rounds, exchange, RECORD) of the first draw.
    """
    n_draw, n, m = place.shape
    for t in prange(n_draw):
        state = seeds[t : t + 1].copy()
        here = place[t].copy()
        share = np.empty((n, m))
        for p in range(m):
            total = 0.0
            for i in range(n):
                total += weight[t, i, p]
            for i in range(n):
                share[i, p] = weight[t, i, p] / total if total > 0.0 else 0.0
        none = np.empty((0, RECORD))
        for r in range(rounds):
            level = np.zeros(m)
            for p in range(m):
                for i in range(n):
                    level[p] += share[i, p] * here[i, p]
            voted = here.copy()
            counts[r, t, 0], counts[r, t, 1] = one_round(
                here,
                held[t],
                care[t],
                share,
                level,
                low,
                high,
                vary,
                sample,
                limit,
                state,
                voted,
                log[r] if t == 0 else none,
            )
            for i in range(n):
                for p in range(m):
                    starts[r, t, i, p] = here[i, p]
                    votes[r, t, i, p] = voted[i, p]
                    pull = follow * (1.0 - care[t, i, p]) + fixed
                    here[i, p] = (1.0 - pull) * here[i, p] + pull * voted[i, p]
