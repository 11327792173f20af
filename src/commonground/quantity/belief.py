"""`Quantity`: a number or a belief about one, with its domain and unit."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike

from commonground.quantity import formulas
from commonground.quantity.formulas import FloatArray, density, normal_mass

Kind = Literal["exact", "interval", "triangular", "pert", "beta", "normal", "lognormal", "uniform", "choice"]

Z95 = 1.6448536269514722  # 95 % point of the standard normal: half of a central 90 % interval


@dataclass(frozen=True)
class Quantity:
    """A belief about one number. Make one with `parse_quantity`.

    Parameters
    ----------
    kind   : exact, interval, triangular, pert, beta, normal, lognormal, uniform or choice
    params : the numbers as written; for choice the values ascending, then their weights
    lo, hi : domain; every quantile lies within it, and its ends are reached exactly
    unit   : unit of the number, for showing
    raw    : the value as written, for showing; not part of equality

    Notes
    -----
    `interval` "A to B" is the normal whose central 90 % is A to B, truncated to the domain, so
    near a bound its effective 90 % interval is narrower than written: see `effective_interval`.
    `pert` is the beta-PERT with shape 4. `lognormal` takes a 90 % interval too.
    `beta` lies on the domain if that is finite, else on 0 to 1.
    """

    kind: Kind
    params: tuple[float, ...]
    lo: float = -math.inf
    hi: float = math.inf
    unit: str = ""
    raw: str = field(default="", compare=False)

    @property
    def is_exact(self) -> bool:
        """True for a plain number, which no draw changes."""
        return self.kind == "exact"

    def quantile(self, q: ArrayLike) -> FloatArray:
        """The value below which the share `q` of the belief lies; `q` of any shape, 0 to 1.

        Raises
        ------
        ValueError : a share outside 0 to 1, or NaN
        """
        share = np.asarray(q, dtype=np.float64)
        if not np.all((share >= 0) & (share <= 1)):
            raise ValueError("quantile: shares must lie between 0 and 1")
        return np.asarray(formulas.QUANTILES[self.kind](self, share), dtype=np.float64)

    def cdf(self, x: ArrayLike) -> FloatArray:
        """The share of the belief at or below `x`, of any shape."""
        at = np.asarray(x, dtype=np.float64)
        return np.asarray(np.clip(formulas.CDFS[self.kind](self, at), 0.0, 1.0), dtype=np.float64)

    def draw(self, rng: np.random.Generator, n: int) -> FloatArray:
        """`n` draws, (draw,): the quantiles of `n` uniform numbers."""
        return self.quantile(rng.random(n))

    def mode(self) -> float:
        """The most likely value (the middle of a flat belief; the heavier end of a U-shape)."""
        p = self.params
        if self.kind == "exact":
            return p[0]
        if self.kind in ("triangular", "pert"):
            return p[1]
        if self.kind == "uniform":
            return (p[0] + p[1]) / 2
        if self.kind == "choice":
            values, weights = self.choices
            return values[weights.index(max(weights))]
        if self.kind == "beta":
            low, high = self.support
            return low + (high - low) * _beta_mode(*p)
        centre, spread = self.parent
        top = math.exp(centre - spread**2) if self.kind == "lognormal" else centre
        return min(max(top, self.lo), self.hi)

    def mean(self) -> float:
        """The expected value, within the domain."""
        p = self.params
        low, high = self.support
        if self.kind == "exact":
            return p[0]
        if self.kind == "uniform":
            return (p[0] + p[1]) / 2
        if self.kind == "triangular":
            return (p[0] + p[1] + p[2]) / 3
        if self.kind == "pert":
            return (p[0] + 4 * p[1] + p[2]) / 6
        if self.kind == "beta":
            return low + (high - low) * p[0] / (p[0] + p[1])
        if self.kind == "choice":
            values, weights = self.choices
            return math.fsum(v * w for v, w in zip(values, weights, strict=True))
        centre, spread = self.parent
        a, b = self.cut_points
        mass = normal_mass(a, b)
        if self.kind == "lognormal":
            mean = math.exp(centre + spread**2 / 2) * normal_mass(a - spread, b - spread) / mass
        else:
            mean = centre + spread * (density(a) - density(b)) / mass
        return min(max(mean, low), high)

    def effective_interval(self) -> tuple[float, float]:
        """The 5 % and 95 % points, after truncation to the domain."""
        low, high = self.quantile([0.05, 0.95])
        return float(low), float(high)

    @property
    def cut(self) -> float:
        """Share of the written belief that the domain cuts off (0 unless normal or lognormal)."""
        if self.kind not in ("interval", "normal", "lognormal"):
            return 0.0
        return max(0.0, 1.0 - normal_mass(*self.cut_points))

    @property
    def support(self) -> tuple[float, float]:
        """The lowest and highest value that can occur; infinite if unbounded."""
        p = self.params
        if self.kind == "exact":
            return p[0], p[0]
        if self.kind in ("triangular", "pert", "uniform"):
            return p[0], p[-1]
        if self.kind == "choice":
            values, _ = self.choices
            return values[0], values[-1]
        if self.kind == "beta" and not (math.isfinite(self.lo) and math.isfinite(self.hi)):
            return 0.0, 1.0
        if self.kind == "lognormal":
            return max(self.lo, 0.0), self.hi
        return self.lo, self.hi

    @property
    def choices(self) -> tuple[tuple[float, ...], tuple[float, ...]]:
        """Values (ascending) and weights (normalised to sum to 1) of a choice."""
        half = len(self.params) // 2
        total = math.fsum(self.params[half:])
        return self.params[:half], tuple(weight / total for weight in self.params[half:])

    @property
    def parent(self) -> tuple[float, float]:
        """Mean and standard deviation of the normal (of the logarithm, for lognormal)."""
        first, second = self.params
        if self.kind == "normal":
            return first, second
        if self.kind == "lognormal":
            first, second = math.log(first), math.log(second)
        return (first + second) / 2, (second - first) / (2 * Z95)

    @property
    def cut_points(self) -> tuple[float, float]:
        """The domain's ends in standard deviations of the parent normal."""
        centre, spread = self.parent
        lo, hi = self.lo, self.hi
        if self.kind == "lognormal":
            lo = math.log(lo) if lo > 0 else -math.inf
            hi = math.log(hi) if hi > 0 else -math.inf
        return (lo - centre) / spread, (hi - centre) / spread

    def to_raw(self) -> float | int | str | dict[str, Any]:
        """The value in the form of a case file; `parse_quantity` gives an equal quantity back."""
        if self.kind == "exact":
            return _plain(self.params[0])
        if self.kind == "interval":
            return f"{_plain(self.params[0])!r} to {_plain(self.params[1])!r}"
        if self.kind == "choice":
            half = len(self.params) // 2
            pairs = zip(self.params[:half], self.params[half:], strict=True)
            return {"choice": {repr(_plain(value)): _plain(weight) for value, weight in pairs}}
        return {self.kind: [_plain(number) for number in self.params]}

    def text(self) -> str:
        """Short text for people: "20 to 45", "3.67", "triangular 0, 3.67, 5"."""
        if self.kind in ("exact", "interval", "lognormal"):
            words = " to ".join(number_text(number) for number in self.params)
            return f"lognormal {words}" if self.kind == "lognormal" else words
        if self.kind == "choice":
            pairs = zip(*self.choices, strict=True)
            return " or ".join(f"{number_text(value)} ({weight:.3g})" for value, weight in pairs)
        return f"{self.kind} " + ", ".join(number_text(number) for number in self.params)

    def in_words(self) -> str:
        """The belief for a reader who knows no names of distributions, with its unit.

        "20 to 45 %", "0 to 3.67 %, most likely 0", "0 (25 in 100) or 3.67 % (75 in 100)".
        """
        unit = f" {self.unit}" if self.unit else ""
        numbers = [number_text(number) for number in self.params]
        if self.kind in ("triangular", "pert"):
            return f"{numbers[0]} to {numbers[2]}{unit}, most likely {numbers[1]}"
        if self.kind == "uniform":
            return f"{numbers[0]} to {numbers[1]}{unit}, all equally likely"
        if self.kind == "lognormal":
            return f"{numbers[0]} to {numbers[1]}{unit}, with a long upper tail"
        if self.kind == "normal":
            return f"about {numbers[0]}{unit}, give or take {numbers[1]}"
        if self.kind == "beta":
            low, high = (number_text(float(v)) for v in self.quantile([0.05, 0.95]).round(3))
            return f"{low} to {high}{unit} (beta {numbers[0]}, {numbers[1]})"
        if self.kind == "choice":
            values, weights = self.choices
            pairs = [
                f"{number_text(v)}{unit} ({100 * w:.3g} in 100)" for v, w in zip(values, weights, strict=True)
            ]
            return " or ".join(pairs)
        return self.text() + unit


def number_text(number: float) -> str:
    """A number as an analyst would write it: no trailing zeros, no binary noise."""
    return format(number, ".10g")


def _plain(number: float) -> float | int:
    return int(number) if number == int(number) else number


def _beta_mode(a: float, b: float) -> float:
    if a > 1 and b > 1:
        return (a - 1) / (a + b - 2)
    return 0.5 if a == b else float(a > b)
