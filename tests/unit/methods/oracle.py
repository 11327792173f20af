"""The method written as plainly as the definitions read: every package, every draw, no tricks. For small worlds."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np

from commonground.case.draws import BoolArray, Draws, FloatArray

SMALL = 1e-9


@dataclass(frozen=True)
class Plain:
    """levels (package, issue) level numbers; value, ok (package, draw, signatory); walk_away (draw, signatory)."""

    levels: list[tuple[int, ...]]
    value: FloatArray
    ok: BoolArray
    walk_away: FloatArray

    @property
    def gain(self) -> FloatArray:
        return self.value - self.walk_away[None]

    @property
    def accepted(self) -> BoolArray:
        return self.ok & (self.gain >= -SMALL)

    @property
    def zone(self) -> BoolArray:
        """(draw,)"""
        return np.asarray(self.accepted.all(axis=2).any(axis=0))


def _loss(draws: Draws, d: int, p: int, j: int, y: float) -> float:
    issue = draws.issues[j]
    utility = draws.option_utility[j]
    if utility is not None:
        return float(1.0 - utility[d, p, int(y)])
    x = draws.position[d, p, j]
    return float((abs(y - x) / max(x - issue.lo, issue.hi - x)) ** draws.exponent[d, p, j])


def enumerate_all(draws: Draws) -> Plain:
    levels = list(itertools.product(*(range(len(issue.levels)) for issue in draws.issues)))
    n_s = len(draws.signatories)
    value = np.empty((len(levels), draws.n, n_s))
    ok = np.ones_like(value, dtype=bool)
    walk_away = np.empty((draws.n, n_s))
    for d in range(draws.n):
        for s, p in enumerate(draws.signatories):
            w = draws.salience[d, p] / draws.salience[d, p].sum()
            today = 1.0 - sum(
                w[j] * _loss(draws, d, p, j, draws.status_quo[d, j])
                for j in range(len(w))
                if not np.isnan(draws.status_quo[d, j])
            )
            b = draws.walk_away[d, p]
            b = np.clip(today - draws.walk_away_cost[d, p], 0, 1) if np.isnan(b) else b
            c = draws.collapse[d, p]
            c = max(b - draws.sunk_cost[d, p], 0.0) if np.isnan(c) else c
            walk_away[d, s] = b
            for q, row in enumerate(levels):
                u = 1.0
                for j, k in enumerate(row):
                    y = draws.issues[j].levels[k]
                    u -= w[j] * _loss(draws, d, p, j, y)
                    forbids = draws.forbidden[j]
                    if forbids is not None:
                        ok[q, d, s] &= not forbids[d, p, k]
                    else:
                        ok[q, d, s] &= draws.permitted_min[d, p, j] <= y <= draws.permitted_max[d, p, j]
                value[q, d, s] = draws.durability[d, p] * u + (1 - draws.durability[d, p]) * c
    return Plain(levels, value, ok, walk_away)


def private_by(plain: Plain) -> FloatArray:
    """(signatory,) mean over draws of the chance that the best offer is accepted, by the others' other draws."""
    _, n, n_s = plain.value.shape
    out = np.zeros((n, n_s))
    for s in range(n_s):
        rest = [r for r in range(n_s) if r != s]
        others = plain.accepted[:, :, rest].all(axis=2)
        for d in range(n):
            belief = (others.sum(axis=1) - others[:, d]) / (n - 1)
            gain = np.where(plain.ok[:, d, s], plain.gain[:, d, s], -1.0)
            worth = np.where((gain > SMALL) & (belief > 0), gain * belief, -1.0)
            if worth.max() > 0:
                out[d, s] = belief[worth.argmax()]
    return out.mean(axis=0)
