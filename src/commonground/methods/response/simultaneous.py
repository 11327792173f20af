"""Both move at once, each better the better it pays, and neither for sure: logit equilibrium of a 2x2 game.

Nobody always finds the best move, and everybody knows that. Each plays the better move more often the more it pays,
given how often the other plays its own. With little rationality there is one such point, near even chances; with
much there may be three, and which of them is meant is then a question, not a computation.
After McKelvey and Palfrey (1995); the branch that starts at even chances as in Turocy (2005).
Sources: mckelvey1995, turocy2005.
Limits: two moves each; `rationality` is per unit of payoff, so state payoffs on a fixed scale.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from commonground.methods.parameters import (
    NOT_NEGATIVE,
    BoolArray,
    FloatArray,
    ParameterError,
    broadcast,
)
from commonground.methods.phrases import per_cent, prose, whether

STEPS_PER_UNIT = 50  # of rationality times the largest payoff difference, when a branch is followed
RESIDUAL = 1e-10  # what a solution may miss the logit equations by
_HALVINGS = 62
_MOST_STEPS = 40_000
_SAME = 1e-9


@dataclass(frozen=True, kw_only=True)
class BimatrixParameters:
    """A 2x2 game and how rational its parties are.

    Parameters
    ----------
    payoffs_a, payoffs_b : (2, 2) or (draw, 2, 2); the first axis is A's move, the second B's
    rationality          : number or (draw,), at least 0; 0 is a coin toss

    Raises
    ------
    ParameterError : another shape, a payoff that is not a finite number, or a negative rationality.
    """

    payoffs_a: ArrayLike
    payoffs_b: ArrayLike
    rationality: float | FloatArray

    def __post_init__(self) -> None:
        sizes = {"rationality": broadcast(self, {"rationality": NOT_NEGATIVE})}
        tables = {}
        for name in ("payoffs_a", "payoffs_b"):
            tables[name] = _table(name, getattr(self, name))
            sizes[name] = len(tables[name])
        n = max(sizes.values())
        for name, size in sizes.items():
            if size not in (1, n):
                raise ParameterError(
                    name, f"has {size} draws where others have {n}", "Give one per draw, or one."
                )
        for name, table in tables.items():
            object.__setattr__(self, name, np.broadcast_to(table, (n, 2, 2)))
        object.__setattr__(self, "rationality", np.broadcast_to(self.rationality, (n,)))


@dataclass(frozen=True)
class BimatrixResult:
    """Arrays are (draw,) unless said otherwise; chances 0-1.

    Parameters
    ----------
    a_first, b_first         : chance that each plays its first move, on the branch that starts at even chances
    equilibria               : how many logit equilibria there are: 1, 3, or 2 where two are about to merge
    all_a_first, all_b_first : (draw, 3) all of them by rising chance of A's first move, NaN where there are fewer
    value_a, value_b         : expected payoffs on the branch
    residual                 : by how much the equilibria miss the logit equations at most
    followed                 : the branch could be followed to its end with a residual of at most 1e-10; where not (in
                               rare games it turns back), nothing singles out one of the equilibria, and a_first,
                               b_first and the values are NaN
    """

    a_first: FloatArray
    b_first: FloatArray
    equilibria: NDArray[np.int_]
    all_a_first: FloatArray
    all_b_first: FloatArray
    value_a: FloatArray
    value_b: FloatArray
    residual: FloatArray
    followed: BoolArray

    def reading(self, a: str = "A", b: str = "B") -> str:
        """What it means, in one paragraph; `a` and `b` are the names to use."""
        told = f"{a} plays its first move with a chance of {per_cent(self.a_first)}, {b} with {per_cent(self.b_first)}."
        several = np.asarray(self.equilibria > 1)
        if several.any():
            low = np.nanmin(self.all_a_first[several], axis=1)
            high = np.nanmax(self.all_a_first[several], axis=1)
            more = (
                f"there are several equilibria, in which the chance of {a} reaches from {per_cent(low)} to "
                f"{per_cent(high)}; the one shown grows out of even chances"
            )
            told += f" Here {whether(several, more, 'there is one equilibrium')}."
        if not self.followed.all():
            lost = "the way from even chances breaks off, and nothing singles out one of the equilibria"
            told += f" But {whether(np.asarray(~self.followed), lost, 'the way from even chances is clear')}."
        return prose(f"{told} Both know how prone to error both are, and payoffs are what they seem.")


def solve_bimatrix(parameters: BimatrixParameters) -> BimatrixResult:
    """All logit equilibria of a 2x2 game, and the one that grows out of even chances.

    Steps: 1. put one logit equation into the other: v = g(v), v the log odds of A's first move; 2. g falls (one
    solution), or it rises and g' has one peak (its Schwarzian derivative is negative), so that there are at most
    three solutions, kept apart by the points where g' = 1: each is found by bisection; 3. where there are
    several, follow the branch from rationality 0 with small Newton steps; games that are the same for both
    sides stay on the branch on which both do the same.

    Returns
    -------
    BimatrixResult

    References
    ----------
    mckelvey1995; turocy2005 (the branch, and how it can bend).

    Limits
    ------
    Following costs time with rationality times the size of payoffs; the steps are capped at 40,000.
    """
    game = _LogOdds.of(parameters)
    roots = game.roots()
    count = np.sum(~np.isnan(roots), axis=1)
    v = np.nanmin(np.where(np.isnan(roots), np.inf, roots), axis=1)
    followed = np.ones(count.shape, dtype=bool)
    several = count > 1
    if several.any():
        part = game.subset(several)
        v[several], followed[several] = part.branch(roots[several])
    all_p, all_q = game.chances(roots)
    residual = np.nanmax(game.residual(all_p, all_q), axis=1)
    followed &= residual <= RESIDUAL
    p, q = game.chances(np.where(followed, v, np.nan))
    a, b = np.asarray(parameters.payoffs_a), np.asarray(parameters.payoffs_b)
    weight = np.stack([p * q, p * (1 - q), (1 - p) * q, (1 - p) * (1 - q)], axis=1).reshape(-1, 2, 2)
    return BimatrixResult(
        a_first=p,
        b_first=q,
        equilibria=count,
        all_a_first=all_p,
        all_b_first=all_q,
        value_a=(weight * a).sum(axis=(1, 2)),
        value_b=(weight * b).sum(axis=(1, 2)),
        residual=residual,
        followed=followed,
    )


@dataclass(frozen=True)
class _LogOdds:
    """v = rationality (a0 + a1 q), log odds of q = rationality (b0 + b1 p): the game as log odds; (draw,) arrays."""

    a0: FloatArray
    a1: FloatArray
    b0: FloatArray
    b1: FloatArray
    rationality: FloatArray

    @staticmethod
    def of(parameters: BimatrixParameters) -> _LogOdds:
        a, b = np.asarray(parameters.payoffs_a), np.asarray(parameters.payoffs_b)
        a0, b0 = a[:, 0, 1] - a[:, 1, 1], b[:, 1, 0] - b[:, 1, 1]
        a1, b1 = a[:, 0, 0] - a[:, 1, 0] - a0, b[:, 0, 0] - b[:, 0, 1] - b0
        return _LogOdds(a0, a1, b0, b1, np.asarray(parameters.rationality))

    def subset(self, rows: BoolArray) -> _LogOdds:
        return _LogOdds(self.a0[rows], self.a1[rows], self.b0[rows], self.b1[rows], self.rationality[rows])

    def at(self, rationality: FloatArray) -> _LogOdds:
        return _LogOdds(self.a0, self.a1, self.b0, self.b1, rationality)

    def chances(self, v: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Chances of the first moves where A's log odds are v, (draw,) or (draw, root)."""
        from scipy.special import expit

        more = (slice(None), *(None,) * (v.ndim - 1))
        p = expit(v)
        return p, expit(self.rationality[more] * (self.b0[more] + self.b1[more] * p))

    def reply(self, v: FloatArray) -> tuple[FloatArray, FloatArray]:
        """g(v) and g'(v)."""
        p, q = self.chances(v)
        value = self.rationality * (self.a0 + self.a1 * q)
        slope = self.rationality**2 * self.a1 * self.b1 * q * (1.0 - q) * p * (1.0 - p)
        return value, slope

    def residual(self, p: FloatArray, q: FloatArray) -> FloatArray:
        """(draw, root) larger of the two errors of the logit equations."""
        from scipy.special import expit

        a0, a1, b0, b1, rationality = (
            part[:, None] for part in (self.a0, self.a1, self.b0, self.b1, self.rationality)
        )
        of_a = np.abs(p - expit(rationality * (a0 + a1 * q)))
        of_b = np.abs(q - expit(rationality * (b0 + b1 * p)))
        return np.asarray(np.maximum(of_a, of_b))

    def roots(self) -> FloatArray:
        """(draw, 3) all solutions of v = g(v) in rising order, NaN where there are fewer."""
        ends = self.rationality * np.stack([self.a0, self.a0 + self.a1])
        least, most = ends.min(axis=0), ends.max(axis=0)

        def excess(v: FloatArray) -> FloatArray:
            return self.reply(v)[0] - v

        only = bisect(excess, least, most)
        roots = np.full((only.size, 3), np.nan)
        roots[:, 0] = only
        steep = self.rationality**2 * self.a1 * self.b1 > 16.0  # else g' < 1 everywhere
        if not steep.any():
            return roots
        part = self.subset(steep)
        roots[steep] = part._steep_roots(least[steep], most[steep], only[steep])
        return roots

    def _steep_roots(self, least: FloatArray, most: FloatArray, only: FloatArray) -> FloatArray:
        strength = self.rationality**2 * self.a1 * self.b1
        far = 5.0 + np.log1p(strength) + np.log1p(self.rationality * np.abs(self.b1))

        def rising(v: FloatArray) -> FloatArray:
            """Sign of g'' while g' rises towards its peak."""
            p, q = self.chances(v)
            return (1.0 - 2.0 * q) * self.rationality * self.b1 * p * (1.0 - p) + 1.0 - 2.0 * p

        peak = bisect(rising, -far, far)
        below = bisect(lambda v: 1.0 - self.reply(v)[1], -far, peak)  # g' = 1 on the way up
        above = bisect(lambda v: self.reply(v)[1] - 1.0, peak, far)  # and on the way down

        def excess(v: FloatArray) -> FloatArray:
            return self.reply(v)[0] - v

        folds = self.reply(peak)[1] > 1.0
        has_lower = folds & (excess(below) <= 0.0)
        has_upper = folds & (excess(above) >= 0.0)
        lower = bisect(excess, least, np.maximum(below, least))
        upper = bisect(excess, np.minimum(above, most), most)
        middle = bisect(lambda v: -excess(v), below, above)
        three = has_lower & has_upper
        first = np.where(three | has_lower, lower, np.where(has_upper, upper, only))
        roots = np.stack([first, np.where(three, middle, np.nan), np.where(three, upper, np.nan)], axis=1)
        # Two that have merged count once.
        merged = roots[:, 1] - roots[:, 0] < _SAME
        roots[merged, 1:] = np.stack([roots[merged, 2], np.full(merged.sum(), np.nan)], axis=1)
        merged = roots[:, 2] - roots[:, 1] < _SAME
        roots[merged, 2] = np.nan
        return roots

    def branch(self, roots: FloatArray) -> tuple[FloatArray, BoolArray]:
        """(draw,) the root that grows out of even chances, and whether it could be followed there."""
        v, clear = self._follow()
        same, opposite = self._symmetric()
        v = np.where(same, self._together(), v)
        v = np.where(opposite, self._mirrored()._together(), v)
        distance = np.abs(np.where(np.isnan(roots), np.inf, roots) - v[:, None])
        nearest = np.argmin(distance, axis=1)
        rows = np.arange(v.size)
        found = roots[rows, nearest]
        arrived = distance[rows, nearest] <= 1e-6 * (1.0 + np.abs(v))
        # A branch that never turned is flatter than 1 at its end, except where the two sides are alike.
        flat = self.reply(found)[1] <= 1.0 + 1e-9
        return found, arrived & ((clear & flat) | same | opposite)

    def _follow(self) -> tuple[FloatArray, BoolArray]:
        ends = np.stack([self.a0, self.a0 + self.a1, self.b0, self.b0 + self.b1])
        odds = float((np.abs(ends).max(axis=0) * self.rationality).max(initial=0.0))
        steps = int(np.clip(np.ceil(STEPS_PER_UNIT * odds), 1, _MOST_STEPS))
        v = before = np.zeros(self.a0.shape)
        clear = np.ones(v.shape, dtype=bool)
        for step in range(1, steps + 1):
            here = self.at(self.rationality * (step / steps))
            guess = 2.0 * v - before if step > 1 else v
            new = guess
            for _ in range(3):
                value, slope = here.reply(new)
                away = 1.0 - slope
                away = np.where(np.abs(away) < 1e-12, 1e-12, away)
                new = new + np.clip((value - new) / away, -1.0, 1.0)
            clear &= np.abs(new - guess) < 0.1 + 0.1 * np.abs(guess - v)
            before, v = v, new
        return v, clear

    def _symmetric(self) -> tuple[BoolArray, BoolArray]:
        """(draw,) the game looks the same to both; or the same with B's moves in the other order."""
        size = 1e-12 * (np.abs(self.a0) + np.abs(self.a1) + np.abs(self.b0) + np.abs(self.b1))
        slopes = np.abs(self.a1 - self.b1) <= size
        same = slopes & (np.abs(self.a0 - self.b0) <= size)
        return same, slopes & (np.abs(self.a0 + self.a1 + self.b0) <= size)

    def _mirrored(self) -> _LogOdds:
        """The same game with B's moves in the other order, as A sees it."""
        return _LogOdds(self.a0 + self.a1, -self.a1, -self.b0, -self.b1, self.rationality)

    def _together(self) -> FloatArray:
        """(draw,) the solution with equal chances for both that grows out of even chances.

        v / (a0 + a1 p(v)) rises from 0 in the direction that pays at even chances, so it is the only one there.
        """
        from scipy.special import expit

        pays = self.rationality * (self.a0 + 0.5 * self.a1)
        ends = self.rationality * np.stack([self.a0, self.a0 + self.a1])
        low = np.where(pays >= 0.0, 0.0, np.minimum(ends.min(axis=0), 0.0))
        high = np.where(pays > 0.0, np.maximum(ends.max(axis=0), 0.0), 0.0)
        return bisect(lambda v: self.rationality * (self.a0 + self.a1 * expit(v)) - v, low, high)


def bisect(function: Callable[[FloatArray], FloatArray], low: FloatArray, high: FloatArray) -> FloatArray:
    """(draw,) where a function goes from positive to negative between low and high."""
    for _ in range(_HALVINGS):
        middle = 0.5 * (low + high)
        positive = function(middle) > 0.0
        low, high = np.where(positive, middle, low), np.where(positive, high, middle)
    return np.asarray(0.5 * (low + high))


def _table(name: str, value: ArrayLike) -> FloatArray:
    try:
        table = np.asarray(value, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise ParameterError(name, "not a table of numbers", "Give two rows of two numbers.") from error
    if table.shape[-2:] != (2, 2) or table.ndim not in (2, 3) or table.size == 0:
        raise ParameterError(
            name, f"has shape {table.shape}", "Give two rows of two numbers, per draw if need be."
        )
    if not np.isfinite(table).all():
        raise ParameterError(name, "holds something other than finite numbers", "Use finite numbers.")
    return table.reshape(-1, 2, 2)
