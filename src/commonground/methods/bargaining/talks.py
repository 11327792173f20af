"""What every bargaining model starts from: who stands where, how much it matters to them, and what they can bring.

Positions are on each issue's own scale; a missing position is NaN and means that the party takes no part there.
Limits: salience is a share of what a party could care, not a rank; capability has no unit, only its ratios count.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from commonground.errors import UsageError
from commonground.methods.base import FloatArray

BoolArray = NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True)
class Talks:
    """Checked input; make one with `talks`.

    position   : (draw, party, issue), issue units; NaN where a party holds none
    salience   : (draw, party, issue), 0-1; 0 where it does not care
    capability : (draw, party, issue), >= 0, any scale
    low, high  : (issue,), ends of the scales, issue units
    status_quo : (issue,), issue units; NaN where none is known
    """

    position: FloatArray
    salience: FloatArray
    capability: FloatArray
    low: FloatArray
    high: FloatArray
    status_quo: FloatArray
    parties: tuple[str, ...]
    issues: tuple[str, ...]

    @property
    def held(self) -> BoolArray:
        """(draw, party, issue), whether the party holds a position."""
        return np.isfinite(self.position)

    @property
    def span(self) -> FloatArray:
        """(issue,), length of the scales."""
        return np.asarray(self.high - self.low)

    @property
    def n(self) -> int:
        """Number of draws."""
        return len(self.position)

    def weight(self) -> FloatArray:
        """(draw, party, issue), capability times salience, 0 for parties without a position.

        Where that leaves nobody, capability alone; where nobody has any, one vote each.
        """
        held = self.held
        product = np.where(held, self.capability * self.salience, 0.0)
        for instead in (np.where(held, self.capability, 0.0), held.astype(float)):
            product = np.where(product.sum(axis=1, keepdims=True) > 0, product, instead)
        return product

    def filled(self) -> FloatArray:
        """(draw, party, issue), positions with the weighted mean where a party holds none; never NaN."""
        held, weight = self.held, self.weight()
        total = weight.sum(axis=1, keepdims=True)
        mean = (weight * np.where(held, self.position, 0.0)).sum(axis=1, keepdims=True)
        middle = np.broadcast_to((self.low + self.high) / 2, mean.shape)
        mean = np.where(total > 0, mean / np.where(total > 0, total, 1.0), middle)
        return np.where(held, self.position, mean)

    def on(self, issues: Sequence[int]) -> Talks:
        """The talks about some of the issues only."""
        take = list(issues)
        return replace(
            self,
            position=self.position[:, :, take],
            salience=self.salience[:, :, take],
            capability=self.capability[:, :, take],
            low=self.low[take],
            high=self.high[take],
            status_quo=self.status_quo[take],
            issues=tuple(self.issues[issue] for issue in take),
        )

    def first(self, n: int) -> Talks:
        """The first n draws only."""
        return replace(
            self,
            position=self.position[:n],
            salience=self.salience[:n],
            capability=self.capability[:n],
        )


def talks(
    position: ArrayLike,
    salience: ArrayLike,
    capability: ArrayLike,
    *,
    low: ArrayLike = 0.0,
    high: ArrayLike = 100.0,
    status_quo: ArrayLike | None = None,
    parties: Sequence[str] = (),
    issues: Sequence[str] = (),
) -> Talks:
    """Check and shape the input of a bargaining model.

    Parameters
    ----------
    position   : (party,), (party, issue) or (draw, party, issue), issue units; NaN where a party holds none
    salience   : of the same shape, or one that broadcasts to it; 0-1
    capability : a number per party, (party,), or (draw, party), or any of the shapes of position; >= 0
    low, high  : ends of the scales, a number or (issue,)
    status_quo : level without a new agreement, a number or (issue,)

    Raises
    ------
    UsageError : shapes that do not fit, values outside their range, no capability at all; names party and issue.
    """
    place = np.asarray(position, dtype=float)
    place = place[None, :, None] if place.ndim == 1 else place[None] if place.ndim == 2 else place
    if place.ndim != 3 or 0 in place.shape:
        raise UsageError(
            f"positions have the wrong shape (got {np.shape(position)})",
            "Give (draw, party, issue), none empty.",
        )
    _, n_party, n_issue = place.shape
    names = tuple(parties) or tuple(f"party {number + 1}" for number in range(n_party))
    topics = tuple(issues) or tuple(f"issue {number + 1}" for number in range(n_issue))
    if len(names) != n_party or len(topics) != n_issue:
        raise UsageError(
            f"{len(names)} parties and {len(topics)} issues are named, positions have {n_party} and {n_issue}",
            "Name each party and each issue once.",
        )
    made = Talks(
        position=place,
        salience=_spread(salience, place.shape, "salience"),
        capability=_spread(capability, place.shape, "capability"),
        low=np.broadcast_to(np.asarray(low, dtype=float), (n_issue,)),
        high=np.broadcast_to(np.asarray(high, dtype=float), (n_issue,)),
        status_quo=np.broadcast_to(
            np.asarray(np.nan if status_quo is None else status_quo, dtype=float), (n_issue,)
        ),
        parties=names,
        issues=topics,
    )
    _check(made)
    return made


def _spread(raw: ArrayLike, shape: tuple[int, ...], what: str) -> FloatArray:
    value = np.asarray(raw, dtype=float)
    n, n_party, n_issue = shape
    if value.ndim == 1 and value.shape == (n_party,):
        value = value[None, :, None]
    elif value.ndim == 2 and value.shape == (n_party, n_issue):
        value = value[None]
    elif value.ndim == 2 and value.shape == (n, n_party):
        value = value[:, :, None]
    try:
        return np.broadcast_to(value, shape)
    except ValueError as error:
        raise UsageError(
            f"{what} does not fit the positions (got {value.shape} for {shape})",
            "Give one number per party, or an array like the positions.",
        ) from error


def _check(made: Talks) -> None:
    if not np.all(made.span > 0) or not np.all(np.isfinite(made.span)):
        bad = int(np.argmin(np.where(np.isfinite(made.span), made.span, -np.inf)))
        raise UsageError(
            f"the scale of {made.issues[bad]} has no length (got {made.low[bad]:g} to {made.high[bad]:g})",
            "Give low < high.",
        )
    held = made.held
    slack = 1e-9 * made.span
    outside = held & ((made.position < made.low - slack) | (made.position > made.high + slack))
    rules = (
        (np.isinf(made.position) | outside, made.position, "position", "Keep positions within the scale."),
        (
            held & ~((made.salience >= 0) & (made.salience <= 1)),
            made.salience,
            "salience",
            "Give 0 to 1; divide percentages by 100.",
        ),
        (
            ~((made.capability >= 0) & np.isfinite(made.capability)),
            made.capability,
            "capability",
            "Give a finite number, 0 or more.",
        ),
    )
    for fault, value, what, fix in rules:
        if fault.any():
            draw, party, issue = np.argwhere(fault)[0]
            raise UsageError(
                f"{what} of {made.parties[party]} on {made.issues[issue]} is out of range"
                f" (got {value[draw, party, issue]:g})",
                fix,
            )
    if not np.all(made.capability.max(axis=(1, 2)) > 0):
        raise UsageError("capability is 0 for all parties", "Give at least one party a capability above 0.")
