"""Offers in turn when what one side gives up is not what the other gains: a frontier that is not a straight line.

Values differ from shares if a side is risk averse or the issues can be traded. Offers in turn still lead to one deal,
and as rounds get shorter it is the one that the Nash solution picks, with weights from the two sides' patience.
Two other cooperative solutions stand beside it for comparison.
After Rubinstein (1982) and Binmore, Rubinstein and Wolinsky (1986).
Sources: rubinstein1982, binmore1986, nash1950, kalai1975, kalai1977.
Limits: a smooth, concave frontier known to both, of the form (u_A/M)**k + (u_B/N)**m = 1.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from commonground.methods.parameters import (
    DISCOUNT,
    NOT_NEGATIVE,
    POSITIVE,
    PROBABILITY,
    BoolArray,
    FloatArray,
    ParameterError,
    Range,
    broadcast,
)
from commonground.methods.phrases import figure, per_cent, prose

_HALVINGS = 60


@dataclass(frozen=True, kw_only=True)
class FrontierCurve:
    """The best that B can have for each utility of A: (u_A/best_a)**bend_a + (u_B/best_b)**bend_b = 1.

    Parameters
    ----------
    best_a, best_b : number or (draw,), utility of each if it gets all, above 0
    bend_a, bend_b : number or (draw,), at least 1; both 1 is a straight line, both 2 an ellipse
    """

    best_a: float | FloatArray = 1.0
    best_b: float | FloatArray = 1.0
    bend_a: float | FloatArray = 1.0
    bend_b: float | FloatArray = 1.0

    def __post_init__(self) -> None:
        bend = Range(1.0)
        broadcast(self, {"best_a": POSITIVE, "best_b": POSITIVE, "bend_a": bend, "bend_b": bend})

    @property
    def draws(self) -> int:
        """How many draws it holds."""
        return np.size(self.best_a)

    def value_b(self, value_a: FloatArray) -> FloatArray:
        """(draw,) B's utility where A has `value_a`."""
        part = np.clip(value_a / np.asarray(self.best_a), 0.0, 1.0) ** self.bend_a
        return np.asarray(self.best_b * (1.0 - part) ** (1.0 / np.asarray(self.bend_b)))

    def value_a(self, value_b: FloatArray) -> FloatArray:
        """(draw,) A's utility where B has `value_b`."""
        part = np.clip(value_b / np.asarray(self.best_b), 0.0, 1.0) ** self.bend_b
        return np.asarray(self.best_a * (1.0 - part) ** (1.0 / np.asarray(self.bend_a)))

    def slope(self, value_a: FloatArray) -> FloatArray:
        """(draw,) change of B's utility per unit of A's, at most 0; minus infinity where the curve is upright."""
        share = np.clip(value_a / np.asarray(self.best_a), 0.0, 1.0)
        k, m = np.asarray(self.bend_a), np.asarray(self.bend_b)
        with np.errstate(divide="ignore"):
            steep = (1.0 - share**k) ** (1.0 / m - 1.0)
        return np.asarray(-(self.best_b / self.best_a) * k / m * share ** (k - 1.0) * steep)


@dataclass(frozen=True, kw_only=True)
class CurveOffersParameters:
    """Numbers or (draw,) arrays.

    Parameters
    ----------
    curve                  : the frontier
    patience_a, patience_b : discount factors per round
    inside_a, inside_b     : utility of talking for ever, at least 0
    """

    curve: FrontierCurve
    patience_a: float | FloatArray
    patience_b: float | FloatArray
    inside_a: float | FloatArray = 0.0
    inside_b: float | FloatArray = 0.0

    def __post_init__(self) -> None:
        ranges = {
            "patience_a": DISCOUNT,
            "patience_b": DISCOUNT,
            "inside_a": NOT_NEGATIVE,
            "inside_b": NOT_NEGATIVE,
        }
        _spread(self, ranges, self.curve)


@dataclass(frozen=True)
class CurveOffersResult:
    """Arrays are (draw,); utilities, NaN where there is nothing to gain from a deal (`equilibria` is then 0).

    Parameters
    ----------
    a_first, b_if_a_first   : utilities of A and B if A makes the first offer
    a_second, b_if_b_first  : and if B does
    weight_a                : A's weight in the Nash solution that short rounds lead to
    nash_a, nash_b          : that solution
    equilibria              : 1, or 0 where talking for ever is as good as any deal
    """

    a_first: FloatArray
    b_if_a_first: FloatArray
    a_second: FloatArray
    b_if_b_first: FloatArray
    weight_a: FloatArray
    nash_a: FloatArray
    nash_b: FloatArray
    equilibria: NDArray[np.int_]

    def reading(self, a: str = "A", b: str = "B") -> str:
        """What it means, in one paragraph; `a` and `b` are the names to use."""
        told = (
            f"If {a} opens, the deal is worth {figure(self.a_first)} to {a} and {figure(self.b_if_a_first)} to {b}; "
            f"if {b} opens, {figure(self.a_second)} and {figure(self.b_if_b_first)}. As offers follow each other "
            f"faster, both tend to the Nash solution with a weight of {per_cent(self.weight_a)} for {a}: "
            f"{figure(self.nash_a)} and {figure(self.nash_b)}."
        )
        if np.any(self.equilibria == 0):
            told += " Where talking for ever is as good as any deal, there is none."
        return prose(f"{told} The frontier is taken to be smooth and known to both.")


def solve_curve_offers(parameters: CurveOffersParameters) -> CurveOffersResult:
    """The deal on a curved frontier when offers alternate.

    With m = (1 - d) times the inside payoffs, A's offer leaves B what waiting is worth and the reverse:
    phi(a1) = m_B + d_B phi(m_A + d_A a1). The difference of the two sides falls in a1, so that bisection finds the only
    solution. Without inside payoffs and with equal patience both offers have the same Nash product.

    Returns
    -------
    CurveOffersResult, arrays (draw,).

    References
    ----------
    rubinstein1982; binmore1986 for the limit.

    Limits
    ------
    No way out on leaving; on a straight line `solve_offers` has one.
    """
    curve = parameters.curve
    d_a, d_b = np.asarray(parameters.patience_a), np.asarray(parameters.patience_b)
    inside_a, inside_b = np.asarray(parameters.inside_a), np.asarray(parameters.inside_b)
    gain = _something_to_gain(curve, inside_a, inside_b)

    def answer(a1: FloatArray) -> FloatArray:
        return np.asarray((1.0 - d_a) * inside_a + d_a * a1)

    def keeps(a1: FloatArray) -> FloatArray:
        wait_b = (1.0 - d_b) * inside_b + d_b * curve.value_b(answer(a1))
        return np.asarray(curve.value_b(a1) - wait_b)

    a_first = np.where(gain, falling_root(keeps, inside_a, curve.value_a(inside_b)), np.nan)
    log_a, log_b = np.log(d_a), np.log(d_b)
    weight = log_b / (log_a + log_b)
    nash = nash_on_curve(curve, inside_a, inside_b, weight)
    return CurveOffersResult(
        a_first=a_first,
        b_if_a_first=curve.value_b(a_first),
        a_second=answer(a_first),
        b_if_b_first=curve.value_b(answer(a_first)),
        weight_a=weight,
        nash_a=nash,
        nash_b=curve.value_b(nash),
        equilibria=np.where(gain, 1, 0),
    )


@dataclass(frozen=True, kw_only=True)
class SettlementParameters:
    """Numbers or (draw,) arrays.

    Parameters
    ----------
    curve              : the frontier
    threat_a, threat_b : utilities without a deal, at least 0
    weight_a           : A's weight in the Nash solution, 0-1
    """

    curve: FrontierCurve
    threat_a: float | FloatArray = 0.0
    threat_b: float | FloatArray = 0.0
    weight_a: float | FloatArray = 0.5

    def __post_init__(self) -> None:
        ranges = {"threat_a": NOT_NEGATIVE, "threat_b": NOT_NEGATIVE, "weight_a": PROBABILITY}
        _spread(self, ranges, self.curve)


@dataclass(frozen=True)
class SettlementResult:
    """(draw, 2) utilities of A and B at each solution, NaN where there is nothing to gain (`equilibria` is then 0)."""

    nash: FloatArray
    egalitarian: FloatArray
    kalai_smorodinsky: FloatArray
    equilibria: NDArray[np.int_]

    def reading(self, a: str = "A", b: str = "B") -> str:
        """What it means, in one paragraph; `a` and `b` are the names to use."""
        told = "; ".join(
            f"{name} {figure(point[:, 0])} to {a} and {figure(point[:, 1])} to {b}"
            for name, point in (
                ("the Nash solution gives", self.nash),
                ("equal gains give", self.egalitarian),
                ("equal parts of the best each could hope for give", self.kalai_smorodinsky),
            )
        )
        none = (
            " Where no deal is better for both than none, there is none."
            if np.any(self.equilibria == 0)
            else ""
        )
        return prose(f"{told[0].upper()}{told[1:]}.{none} They rest on different ideas of what is fair.")


def solve_settlement(parameters: SettlementParameters) -> SettlementResult:
    """Nash, egalitarian and Kalai-Smorodinsky solutions on a frontier, from a given threat point.

    Returns
    -------
    SettlementResult, arrays (draw, 2).

    References
    ----------
    nash1950, kalai1977, kalai1975.

    Limits
    ------
    Egalitarian compares utilities of A and B directly; the other two do not.
    """
    curve = parameters.curve
    d_a, d_b = np.asarray(parameters.threat_a), np.asarray(parameters.threat_b)
    gain = _something_to_gain(curve, d_a, d_b)
    top_a, top_b = curve.value_a(d_b), curve.value_b(d_a)

    def equal(per_a: FloatArray, per_b: FloatArray) -> FloatArray:
        found = falling_root(lambda a: (curve.value_b(a) - d_b) * per_a - (a - d_a) * per_b, d_a, top_a)
        return np.where(gain, found, np.nan)

    def pair(a: FloatArray) -> FloatArray:
        return np.stack([a, curve.value_b(a)], axis=1)

    one = np.ones_like(top_a)
    return SettlementResult(
        nash=pair(nash_on_curve(curve, d_a, d_b, np.asarray(parameters.weight_a))),
        egalitarian=pair(equal(one, one)),
        kalai_smorodinsky=pair(equal(top_a - d_a, top_b - d_b)),
        equilibria=np.where(gain, 1, 0),
    )


def nash_on_curve(
    curve: FrontierCurve, threat_a: FloatArray, threat_b: FloatArray, weight_a: FloatArray
) -> FloatArray:
    """(draw,) A's utility where the weighted product of the gains is largest, NaN where there is nothing to gain."""

    def more(a: FloatArray) -> FloatArray:
        return weight_a * (curve.value_b(a) - threat_b) + (1.0 - weight_a) * (a - threat_a) * curve.slope(a)

    found = falling_root(more, threat_a, curve.value_a(threat_b))
    return np.where(_something_to_gain(curve, threat_a, threat_b), found, np.nan)


def falling_root(
    function: Callable[[FloatArray], FloatArray], low: FloatArray, high: FloatArray
) -> FloatArray:
    """(draw,) where a falling function changes sign between low and high, by bisection."""
    high = np.maximum(low, high)
    for _ in range(_HALVINGS):
        middle = 0.5 * (low + high)
        above = function(middle) > 0.0
        low, high = np.where(above, middle, low), np.where(above, high, middle)
    return np.asarray(0.5 * (low + high))


def _something_to_gain(curve: FrontierCurve, threat_a: FloatArray, threat_b: FloatArray) -> BoolArray:
    return np.asarray((threat_a < curve.best_a) & (threat_b < curve.value_b(threat_a)))


def _spread(parameters: object, ranges: dict[str, Range], curve: FrontierCurve) -> None:
    """Check the fields, and give them and the curve one number of draws."""
    n, m = broadcast(parameters, ranges), curve.draws
    if n != m and 1 not in (n, m):
        raise ParameterError("curve", f"has {m} draws where others have {n}", "Give one per draw, or one.")
    for name in ranges:
        object.__setattr__(parameters, name, np.broadcast_to(getattr(parameters, name), (max(n, m),)))
