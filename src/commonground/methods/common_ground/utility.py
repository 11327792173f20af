"""From draws to the arrays the search runs on: losses, weights, walk-away values, costs per level.

With w_ij = s_ij / sum_j s_ij and loss in 0-1, u_i(y) = 1 - sum_j w_ij loss_ij(y_j) and
V_i(y) = l_i u_i(y) + (1 - l_i) c_i. The gain over walking away, V_i(y) - b_i, is then a base value per draw
minus one cost per issue, l_i w_ij loss_ij: that is what makes one addition per package enough.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from commonground.case.draws import BoolArray, Draws, FloatArray, IssueGrid
from commonground.errors import MissingInput
from commonground.methods.chain import feed
from commonground.methods.common_ground.kernel import FORBIDDEN
from commonground.methods.preferences import crossed, issue_loss, issue_weight, status_quo_loss

# At durability 0 every package is worth the collapse value, and with the default one a party would be indifferent
# to all of them. A deal that dies at once is taken as the limit of deals that die ever sooner instead.
_LEAST_DURABILITY = 1e-4


@dataclass(frozen=True)
class Problem:
    """The signatories' side of the draws. Shapes: d draws, s signatories, j issues, t levels of all issues.

    What follows from the fields is worked out once and kept: every pass and every shift asks for it again.
    """

    parties: tuple[str, ...]  # signatories
    issues: tuple[IssueGrid, ...]
    counts: tuple[int, ...]  # levels per issue
    weight: FloatArray  # (d, s, j), sums to 1 over j (or is 0 where a party cares about nothing)
    loss: FloatArray  # (d, s, t) 0-1
    forbidden: BoolArray  # (d, s, t) a red line of this signatory
    status_quo_loss: FloatArray  # (d, s, j); NaN where the case gives none
    durability: FloatArray  # (d, s)
    collapse: FloatArray  # (d, s); NaN: walk-away minus sunk_cost
    sunk_cost: FloatArray  # (d, s)
    fixed_walk_away: FloatArray  # (d, s); NaN where it comes from the status quo
    walk_away_cost: FloatArray  # (d, s); NaN where the walk-away value is given
    beyond: FloatArray | None = None  # (d, s) worth of what a deal brings beside the issues; None: nothing

    @property
    def n(self) -> int:
        return int(self.weight.shape[0])

    @property
    def offsets(self) -> tuple[int, ...]:
        return (0, *np.cumsum(self.counts).tolist())

    def levels_of(self, issue: int) -> slice:
        return slice(self.offsets[issue], self.offsets[issue + 1])

    @cached_property
    def at_status_quo(self) -> FloatArray:
        """(d, s) utility of today's levels; NaN where the case does not say what they are."""
        return np.asarray(1.0 - np.sum(self.weight * self.status_quo_loss, axis=2))

    @cached_property
    def walk_away(self) -> FloatArray:
        """(d, s) walk-away value b on the party's own utility scale."""
        from_status_quo = np.clip(self.at_status_quo - self.walk_away_cost, 0.0, 1.0)
        return np.where(np.isnan(self.fixed_walk_away), from_status_quo, self.fixed_walk_away)

    @cached_property
    def base(self) -> FloatArray:
        """(d, s) gain over walking away of a package that is ideal on every issue."""
        return self.base_at(self.walk_away)

    def base_at(self, walk_away: FloatArray) -> FloatArray:
        """(d, s) `base` if the walk-away values were these."""
        after = np.where(np.isnan(self.collapse), np.maximum(walk_away - self.sunk_cost, 0.0), self.collapse)
        best = 1.0 if self.beyond is None else 1.0 + self.beyond
        return self.durability * best + (1.0 - self.durability) * after - walk_away

    @cached_property
    def own_cost(self) -> FloatArray:
        """(d, s, t) what each level takes from V, red lines left aside."""
        weight = np.repeat(self.weight, self.counts, axis=2)
        return self.durability[:, :, None] * weight * self.loss

    @cached_property
    def cost(self) -> FloatArray:
        """(d, s, t) own_cost, and FORBIDDEN where a red line is crossed."""
        return np.where(self.forbidden, FORBIDDEN, self.own_cost)

    def closed(self, issue: int) -> BoolArray:
        """(d,) whether the signatories' red lines together leave no level of the issue."""
        return np.asarray(np.all(np.any(self.forbidden[:, :, self.levels_of(issue)], axis=1), axis=1))

    def without(self, issue: int) -> Problem:
        """The same talks with one issue off the table: its weight spread over the others in proportion."""
        keep = [j for j in range(len(self.counts)) if j != issue]
        levels = np.concatenate([np.arange(s.start, s.stop) for s in map(self.levels_of, keep)])
        rest = self.weight[:, :, keep]
        total = rest.sum(axis=2, keepdims=True)
        return replace(
            self,
            issues=tuple(self.issues[j] for j in keep),
            counts=tuple(self.counts[j] for j in keep),
            weight=np.divide(rest, total, out=np.zeros_like(rest), where=total > 0),
            loss=self.loss[:, :, levels],
            forbidden=self.forbidden[:, :, levels],
            status_quo_loss=self.status_quo_loss[:, :, keep],
        )


def build_problem(draws: Draws) -> Problem:
    """Losses, weights and walk-away values of the signatories; what the case leaves to other methods is filled in.

    Raises
    ------
    MissingInput : the case has no issues, nobody signs, a signatory lacks a walk-away value, or the status quo it is
        computed from, or a method that the case leaves an input to lacks its block; names the keys.
    """
    if not draws.issues:
        raise MissingInput("there is nothing to negotiate: the case has no issues", ("issues",))
    if not draws.signatories:
        raise MissingInput(
            "nobody signs: common-ground asks whether all signatories accept a package",
            ("parties",),
            "Give the parties that must agree role: signatory and a walk_away.",
        )
    draws, _ = feed(draws)
    signatories = draws.signatories
    n_issue = len(draws.issues)
    weight = np.stack([issue_weight(draws, p) for p in signatories], axis=1)
    loss, forbidden = [], []
    for j in range(n_issue):
        raw = np.stack([issue_loss(draws, j, p) for p in signatories], axis=1)
        # a party that gives an issue no weight needs no position on it: its loss there costs nothing
        loss.append(np.where((weight[:, :, j, None] == 0.0) & np.isnan(raw), 0.0, raw))
        forbidden.append(np.stack([crossed(draws, j, p) for p in signatories], axis=1))
    today = np.stack(
        [np.stack([status_quo_loss(draws, j, p) for j in range(n_issue)], axis=1) for p in signatories],
        axis=1,
    )
    _require_walk_away(draws, weight, today)
    chosen = list(signatories)
    return Problem(
        parties=tuple(draws.parties[p] for p in signatories),
        issues=draws.issues,
        counts=tuple(len(issue.levels) for issue in draws.issues),
        weight=weight,
        loss=np.concatenate(loss, axis=2),
        forbidden=np.concatenate(forbidden, axis=2),
        status_quo_loss=np.where(weight == 0.0, 0.0, today),
        durability=np.maximum(draws.durability[:, chosen], _LEAST_DURABILITY),
        collapse=draws.collapse[:, chosen],
        sunk_cost=draws.sunk_cost[:, chosen],
        fixed_walk_away=draws.walk_away[:, chosen],
        walk_away_cost=draws.walk_away_cost[:, chosen],
        beyond=None if draws.beyond is None else draws.beyond[:, chosen],
    )


def _require_walk_away(draws: Draws, weight: FloatArray, today: FloatArray) -> None:
    keys: list[str] = []
    for s, p in enumerate(draws.signatories):
        given = not np.isnan(draws.walk_away[:, p]).any()
        computed = not np.isnan(draws.walk_away_cost[:, p]).any()
        if not given and not computed:
            keys.append(f"walk_away.{draws.parties[p]}")
        elif computed:
            unknown = np.isnan(today[:, s, :]) & (weight[:, s, :] > 0.0)
            keys += [f"issues.{draws.issues[j].id}.status_quo" for j in np.flatnonzero(unknown.any(axis=0))]
    if keys:
        raise MissingInput("common-ground needs every signatory's walk-away value", dict.fromkeys(keys))
