"""A deal between two sides that the next government may leave.

Two sides share a flow for as long as the deal stands. Every few periods an election comes, and with some
probability the new government leaves the deal for good. What a side has given up for the deal and cannot take back at
once (lost leverage, shipped material, dismantled plants) is then missing: that is its loss. The more likely the
reneging, the more a side must get while the deal lives, until both together ask for more than there is.
Repairs: money in escrow that is paid out on collapse, money at signing, a smaller or shorter loss, a longer run before
the first election, or less fear of reneging.

With the durability lambda of the deal (see life.py) a side's reservation flow is

    v_min = w + [(1 - lambda)/lambda] [L - (1-delta) E] - (1-delta) F / lambda.

Without a loss, v_min = w however likely the reneging: fear of reneging matters only through what cannot be taken back.

Sources: after powell2004 and powell2006 (commitment under shifting power) and wolford2007 (turnover of leaders).
Limits: both sides discount alike and expect the same reneging; a collapsed deal never returns; flows are constant;
money from third parties is free here. Money that one side pays the other cancels in the width of the zone.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from commonground.methods.parameters import (
    ANY,
    DISCOUNT,
    NOT_NEGATIVE,
    POSITIVE,
    PROBABILITY,
    BoolArray,
    FloatArray,
    broadcast,
)
from commonground.methods.phrases import figure, per_cent, sentence, whether
from commonground.methods.ratio import ratio
from commonground.methods.turnover.life import steady_durability

TIE = 1e-12  # a zone narrower than this below zero counts as open


@dataclass(frozen=True, kw_only=True)
class DealParameters:
    """Flows per period in units of the prize; sums in the same units; every number may be a (draw,) array.

    Parameters
    ----------
    renege           : probability that an election brings a government that leaves the deal, 0-1
    discount         : weight of the next period, above 0 and below 1
    term             : periods from one election to the next, above 0
    first_election   : periods from signing to the first election, at least 0; None: a full term
    total_flow       : what the two share per period while the deal stands
    fallback_a, _b   : flow without a deal
    loss_a, _b       : flow missing after a collapse, at least 0: what was given up and cannot be taken back at once
    reconstitution_a, _b : periods until the loss is made good, at least 0; None: never
    escrow_a, _b     : sum paid to the side on collapse; negative if the side pays it
    front_load_a, _b : sum paid to the side at signing; negative if the side pays it

    Raises
    ------
    ParameterError : a value out of range, or fields with different numbers of draws.
    """

    renege: float | FloatArray
    discount: float | FloatArray
    term: float | FloatArray
    first_election: float | FloatArray | None = None
    total_flow: float | FloatArray = 1.0
    fallback_a: float | FloatArray = 0.0
    fallback_b: float | FloatArray = 0.0
    loss_a: float | FloatArray = 0.0
    loss_b: float | FloatArray = 0.0
    reconstitution_a: float | FloatArray | None = None
    reconstitution_b: float | FloatArray | None = None
    escrow_a: float | FloatArray = 0.0
    escrow_b: float | FloatArray = 0.0
    front_load_a: float | FloatArray = 0.0
    front_load_b: float | FloatArray = 0.0

    def __post_init__(self) -> None:
        ranges = {"renege": PROBABILITY, "discount": DISCOUNT, "term": POSITIVE, "total_flow": ANY}
        for side in "ab":
            ranges |= {f"fallback_{side}": ANY, f"loss_{side}": NOT_NEGATIVE}
            ranges |= {f"escrow_{side}": ANY, f"front_load_{side}": ANY}
        for name in ("first_election", "reconstitution_a", "reconstitution_b"):
            if getattr(self, name) is not None:
                ranges[name] = NOT_NEGATIVE
        broadcast(self, ranges)

    @property
    def patience(self) -> FloatArray:
        """(draw,) discount per period."""
        return np.asarray(self.discount)

    @property
    def first(self) -> FloatArray:
        """(draw,) periods to the first election."""
        return np.asarray(self.term if self.first_election is None else self.first_election)

    @property
    def alive(self) -> FloatArray:
        """(draw,) durability: discounted share of all time in which the deal lives."""
        return steady_durability(self.renege, self.patience, self.term, self.first)

    @property
    def lasting_a(self) -> FloatArray:
        """(draw,) A's loss as a flow that would last for ever."""
        return _lasting(self.loss_a, self.reconstitution_a, self.patience)

    @property
    def lasting_b(self) -> FloatArray:
        """(draw,) B's loss as a flow that would last for ever."""
        return _lasting(self.loss_b, self.reconstitution_b, self.patience)

    @property
    def surplus(self) -> FloatArray:
        """(draw,) what the deal gives per period above both fallbacks."""
        return np.asarray(self.total_flow) - self.fallback_a - self.fallback_b

    @property
    def exposure(self) -> FloatArray:
        """(draw,) what a collapse costs both per period, escrow counted."""
        escrow = np.asarray(self.escrow_a) + self.escrow_b
        return np.asarray(self.lasting_a + self.lasting_b - (1.0 - self.patience) * escrow)

    @property
    def advance(self) -> FloatArray:
        """(draw,) what is paid to both at signing, per period."""
        return np.asarray((1.0 - self.patience) * (np.asarray(self.front_load_a) + self.front_load_b))


def _lasting(
    loss: float | FloatArray, periods: float | FloatArray | None, discount: FloatArray
) -> FloatArray:
    flow = np.asarray(loss)
    return flow if periods is None else np.asarray(flow * (1.0 - discount**periods))


@dataclass(frozen=True)
class DealResult:
    """Each array is (draw,).

    parameters     : what went in
    alive          : durability, 0-1
    price_a, _b    : least flow that side accepts while the deal stands (infinite if the deal cannot live)
    ceiling        : most that A can leave to B: total flow - price_a
    width          : ceiling - price_b; the zone is open where this is not negative
    opens          : whether it is
    renege_limit   : largest probability of reneging at which the zone is open; 1 if it always is, NaN if never
    collapse_pays_a, _b : after a collapse the side would have more than its fallback: it may come to want one
    """

    parameters: DealParameters
    alive: FloatArray
    price_a: FloatArray
    price_b: FloatArray
    ceiling: FloatArray
    width: FloatArray
    opens: BoolArray
    renege_limit: FloatArray
    collapse_pays_a: BoolArray
    collapse_pays_b: BoolArray

    def reading(self) -> str:
        """One paragraph: what each side must get, whether both can, and what decides it."""
        given = self.parameters
        limit = self.renege_limit
        stakes = given.lasting_a + given.lasting_b
        opening = (
            f"If each election ends the deal with probability {per_cent(given.renege)}, the deal lives for"
            f" {per_cent(self.alive)} of the discounted time. While it lives, A must get at least"
            f" {figure(self.price_a)} per period, and B {figure(self.price_b)}, against"
            f" {figure(given.fallback_a)} and {figure(given.fallback_b)} without a deal."
        )
        text = [
            opening,
            sentence(
                whether(
                    self.opens,
                    f"there is enough for both (the width of the zone is {figure(self.width[self.opens])})",
                    f"the two together ask for more than the deal yields (by {figure(-self.width[~self.opens])})",
                )
            ),
            sentence(
                whether(
                    np.isnan(limit),
                    "the zone stays closed even if nobody reneges",
                    f"the zone stays open up to a probability of reneging of {per_cent(limit)}",
                )
            ),
        ]
        if not stakes.any():
            text.append(
                "Neither side gives up anything it could not take back, so fear of reneging changes nothing."
            )
        for name, pays in (("A", self.collapse_pays_a), ("B", self.collapse_pays_b)):
            if pays.any():
                clause = (
                    f"what {name} is paid on collapse exceeds its loss, so that it could come to want one"
                )
                text.append(sentence(whether(pays, clause, f"{name} has nothing to gain from a collapse")))
        text.append(
            "Both sides are taken to discount alike and to fear the same reneging, and a deal that has ended"
            " never returns."
        )
        return " ".join(text)


def reservation_flow(
    fallback: FloatArray,
    loss: FloatArray,
    alive: FloatArray,
    discount: FloatArray,
    escrow: FloatArray | float = 0.0,
    front_load: FloatArray | float = 0.0,
) -> FloatArray:
    """The least flow a side accepts while a deal with durability `alive` stands.

        w + [(1 - lambda) (L - (1-delta) E) - (1-delta) F] / lambda

    Works with the durability of any calendar over an endless horizon, of which `steady_durability` is the regular one.

    Parameters
    ----------
    fallback   : (draw,) flow without a deal
    loss       : (draw,) flow missing after a collapse, for ever (times 1 - delta^R if made good after R periods)
    alive      : (draw,) durability, 0-1
    discount   : (draw,) per period
    escrow     : sum received on collapse
    front_load : sum received at signing

    Returns
    -------
    (draw,) infinite, with the sign of what is missing, where the deal cannot live; NaN there if nothing is missing

    References
    ----------
    powell2004, powell2006
    """
    pull = (1.0 - alive) * (loss - (1.0 - discount) * escrow) - (1.0 - discount) * front_load
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(fallback + pull / alive)


def solve_deal(parameters: DealParameters) -> DealResult:
    """What each side must get while the deal stands, and whether there is enough for both.

    Steps: 1. durability from the calendar; 2. each side's reservation flow; 3. the width of the zone between them.

    Returns
    -------
    DealResult with (draw,) arrays, flows in units of the prize per period

    References
    ----------
    powell2004, powell2006, wolford2007

    Limits
    ------
    Front-loading and escrow paid by one side to the other move the zone and leave its width as it is; enter the payer
    with a negative sign. Only money from elsewhere, or a smaller loss or risk, widens it.
    """
    given, alive, delta = parameters, parameters.alive, parameters.patience
    price_a = reservation_flow(
        np.asarray(given.fallback_a), given.lasting_a, alive, delta,
        np.asarray(given.escrow_a), np.asarray(given.front_load_a),
    )  # fmt: skip
    price_b = reservation_flow(
        np.asarray(given.fallback_b), given.lasting_b, alive, delta,
        np.asarray(given.escrow_b), np.asarray(given.front_load_b),
    )  # fmt: skip
    ceiling = np.asarray(given.total_flow) - price_a
    return DealResult(
        parameters=parameters,
        alive=alive,
        price_a=price_a,
        price_b=price_b,
        ceiling=ceiling,
        width=np.asarray(ceiling - price_b),
        opens=shortfall(parameters) <= TIE,
        renege_limit=renege_that_holds(parameters),
        collapse_pays_a=(1.0 - delta) * given.escrow_a > given.lasting_a + TIE,
        collapse_pays_b=(1.0 - delta) * given.escrow_b > given.lasting_b + TIE,
    )


def shortfall(given: DealParameters) -> FloatArray:
    """(draw,) what a zone lacks: durability times minus the width, finite also where the deal cannot live."""
    return np.asarray((1.0 - given.alive) * given.exposure - given.alive * given.surplus - given.advance)


def durability_that_holds(parameters: DealParameters) -> FloatArray:
    """Smallest durability at which the zone is open, 0-1.

    Returns
    -------
    (draw,) 0 where any would do; NaN where none would: the zone is closed even if the deal is sure to last. (With an
    escrow so large that both would rather see a collapse, it may then be open for short-lived deals only.)
    """
    sure = -parameters.surplus - parameters.advance  # what the zone lacks at durability 1, and at 0
    short = parameters.exposure - parameters.advance
    closed = short > TIE
    least = np.where(closed & (sure <= TIE), ratio(short, short - sure, 0.0), 0.0)
    return np.where(sure <= TIE, np.minimum(least, 1.0), np.nan)


def renege_that_holds(parameters: DealParameters) -> FloatArray:
    """Largest probability of reneging at which the zone is open: the q* of the documentation.

    Returns
    -------
    (draw,) 1 where any would do; NaN where none would
    """
    gone = 1.0 - durability_that_holds(parameters)
    start, cycle = parameters.patience**parameters.first, parameters.patience**parameters.term
    return capped_share(gone * (1.0 - cycle), start - gone * cycle)


def capped_share(part: FloatArray, whole: FloatArray) -> FloatArray:
    """Part / whole where that is below 1, else 1."""
    return np.where(np.isnan(part), np.nan, np.minimum(ratio(part, whole, 1.0), 1.0))
