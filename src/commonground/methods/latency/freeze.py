"""What a side on the way to a threshold must be paid to stay where it is.

B is n steps into a programme of N. While a government is in office that can make deals, B may be paid to stay at its
step, or go one further at a cost; at the last step it has what it wanted, for good. Governments change: a successor who
makes no deals may come, and may go. A government may also strike when B stands at a given step.
The price of a freeze rises with the step (wait and pay more) and, as long as a successor stays for good, with the
chance that one comes: B fears to be caught between, too far to be left alone and not far enough to be safe.

Each step is solved exactly, from the last one down: within a step B either stays for as long as the government lasts
or moves on, so that its value is the larger of a few linear expressions. Value iteration gives the same.

Sources: after powell2006 (commitment under shifting power), debs2014 (power shifts by arming), wolford2012 (turnover).
Limits: steps are known to both sides; each takes one period; strikes come as given here, not chosen (see buyer.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import ArrayLike

from commonground.methods.parameters import (
    ANY,
    DISCOUNT,
    NOT_NEGATIVE,
    PROBABILITY,
    BoolArray,
    FloatArray,
    ParameterError,
    broadcast,
    checked,
)
from commonground.methods.phrases import figure, per_cent

MOST_STEPS = 100


@dataclass(frozen=True, kw_only=True)
class FreezeParameters:
    """Flows per period in units of the prize; every number but steps and lag may be a (draw,) array.

    Parameters
    ----------
    steps             : steps to the threshold, N, at least 1
    flow              : B's flow under the present government, without a deal
    flow_successor    : B's flow under a successor who makes no deals
    flow_armed        : B's flow from the threshold on, under any government
    step_cost         : what a step costs B, once, at least 0
    discount          : per period, above 0 and below 1
    turnover          : probability that the present government is followed by the other, per period
    turnover_back     : probability that the other is followed by one of the present kind, per period
    strikes_present   : step -> value to B, as a sum, when the present government strikes at that step; empty: never
    strikes_successor : the same for the successor
    lag               : periods in which an advance under a deal stays unseen and is paid for

    Raises
    ------
    ParameterError : a value out of range, or fields with different numbers of draws.
    """

    steps: int
    flow: float | FloatArray
    flow_successor: float | FloatArray
    flow_armed: float | FloatArray
    step_cost: float | FloatArray
    discount: float | FloatArray
    turnover: float | FloatArray
    turnover_back: float | FloatArray = 0.0
    strikes_present: Mapping[int, float | FloatArray] = field(default_factory=dict)
    strikes_successor: Mapping[int, float | FloatArray] = field(default_factory=dict)
    lag: int = 0

    def __post_init__(self) -> None:
        if not 1 <= self.steps <= MOST_STEPS:
            raise ParameterError("steps", f"out of range (got {self.steps})", f"Use 1 to {MOST_STEPS}.")
        if self.lag < 0:
            raise ParameterError("lag", f"out of range (got {self.lag})", "Use at least 0.")
        ranges = dict.fromkeys(("flow", "flow_successor", "flow_armed"), ANY)
        ranges |= {"step_cost": NOT_NEGATIVE, "discount": DISCOUNT}
        n = broadcast(self, ranges | dict.fromkeys(("turnover", "turnover_back"), PROBABILITY))
        for name in ("strikes_present", "strikes_successor"):
            object.__setattr__(self, name, by_step(name, getattr(self, name), self.steps, n))

    @property
    def draws(self) -> int:
        """How many draws it holds."""
        return np.size(self.flow)


def by_step(
    name: str, values: Mapping[int, float | FloatArray], steps: int, draws: int
) -> dict[int, FloatArray]:
    """Values at some of the steps 0 to N - 1, checked, each as (draw,)."""
    found = {}
    for step, value in values.items():
        if not 0 <= step < steps:
            raise ParameterError(name, f"there is no step {step}", f"Use steps 0 to {steps - 1}.")
        array = checked(f"{name}[{step}]", value, ANY)
        if array.size not in (1, draws):
            raise ParameterError(
                name, f"has {array.size} draws where others have {draws}", "Give one, or one per draw."
            )
        found[step] = np.broadcast_to(array, (draws,))
    return found


@dataclass(frozen=True)
class FreezeResult:
    """Arrays (draw, step), steps 0 to N - 1, unless said otherwise.

    parameters       : what went in
    price            : least payment per period that makes B stay; 0 where B would stay for nothing, or where the
                       present government strikes; NaN where no payment does it
    offer            : what is paid to a B that stays; the price unless another offer was given
    moves_alone      : whether B would move on if nothing were paid at this step
    stays_present    : whether B stays under the present government, given the offer
    stays_successor  : whether B stays under the successor
    value_present    : (draw, step), steps 0 to N, B's value when the present government is in office
    value_successor  : the same under the successor
    """

    parameters: FreezeParameters
    price: FloatArray
    offer: FloatArray
    moves_alone: BoolArray
    stays_present: BoolArray
    stays_successor: BoolArray
    value_present: FloatArray
    value_successor: FloatArray

    def reading(self) -> str:
        """One paragraph: the price at each step, and what turnover adds to it."""
        given = self.parameters
        told = "; ".join(
            "the present government strikes at step " + str(n)
            if n in given.strikes_present
            else f"{figure(self.price[:, n])} at step {n}"
            for n in range(given.steps)
        )
        calm = solve_freeze(replace(given, turnover=0.0, turnover_back=0.0)).price
        text = (
            f"To stay where it is, {given.steps} steps or fewer from the threshold, B asks per period: {told}."
            f" If governments never changed it would ask {figure(calm[:, 0])} at step 0; the chance of"
            f" {per_cent(given.turnover)} per period that one without deals follows changes that by"
            f" {figure(self.price[:, 0] - calm[:, 0])}."
        )
        if given.strikes_successor:
            listed = ", ".join(map(str, sorted(given.strikes_successor)))
            text += f" The successor would strike at step {listed}."
        if given.lag:
            text += (
                f" An advance goes unseen, and the payment on, for {given.lag} period{'s' * (given.lag > 1)}."
            )
        return text + " Both sides are taken to know the step B stands at, and each step to take one period."


def solve_freeze(parameters: FreezeParameters, offer: ArrayLike | None = None) -> FreezeResult:
    """The price of a freeze at each step, and what B does.

    Steps, from the last one down: 1. value of moving on, openly or unseen; 2. the payment at which staying is worth as
    much; 3. values under both governments, at that payment or at the offer.

    Parameters
    ----------
    offer : (step,) or (draw, step) payment per period offered at each step; None: later deals leave B no better off
            than no deal (which with lag 0 is what the price does)

    Returns
    -------
    FreezeResult with (draw, step) arrays, payments in units of the prize per period

    Raises
    ------
    ParameterError : an offer of the wrong shape, or not a number.

    References
    ----------
    powell2006, debs2014, wolford2012

    Limits
    ------
    With a successor who may give way again (turnover_back above 0), more turnover can lower the price at early steps.
    """
    given, last, draws = parameters, parameters.steps, parameters.draws
    paid = None if offer is None else _offers(offer, draws, last)
    flow, step_cost = np.asarray(given.flow), np.asarray(given.step_cost)
    beta = np.asarray(given.discount) * (1.0 - np.asarray(given.turnover))  # the present government stays
    leave = np.asarray(given.discount) * given.turnover
    wait = 1.0 - np.asarray(given.discount) * (1.0 - np.asarray(given.turnover_back))
    alone = given.flow_successor / wait  # B stays under the successor until it goes ...
    back = (
        given.discount * np.asarray(given.turnover_back) / wait
    )  # ... and then has this times the present value

    present, successor = np.empty((2, draws, last + 1))
    present[:, last] = successor[:, last] = given.flow_armed / (1.0 - np.asarray(given.discount))
    price, taken = np.zeros((2, draws, last))
    moves_alone, stays_present, stays_successor = np.zeros((3, draws, last), dtype=bool)
    cover = [present[:, last]] * (given.lag + 1)  # value with so many periods unseen, at the step above

    for n in reversed(range(last)):
        struck = n in given.strikes_successor
        if struck:
            onward = np.asarray(given.strikes_successor[n])
        else:
            moved = back * wait * present[:, n + 1] + (1.0 - wait) * successor[:, n + 1]
            onward = given.flow_successor - step_cost + moved

        def staying(payment: FloatArray, onward: FloatArray = onward, struck: bool = struck) -> FloatArray:
            passing = (flow + payment + leave * onward) / (1.0 - beta)
            if struck:
                return passing
            return np.maximum(passing, (flow + payment + leave * alone) / (1.0 - beta - leave * back))

        if n in given.strikes_present:
            present[:, n] = given.strikes_present[n]
        else:
            seen = flow - step_cost + beta * present[:, n + 1] + leave * successor[:, n + 1]
            hidden = flow - step_cost + beta * cover[max(given.lag - 1, 0)] + leave * successor[:, n + 1]
            rent = (1.0 - beta**given.lag) / (1.0 - beta)  # of one unit of payment, until the step is seen
            for value, worth in ((seen, np.zeros(draws)), (hidden, rent)):
                least = _indifferent(value, worth, 1.0 - beta, flow + leave * onward)
                if not struck:
                    frozen = _indifferent(value, worth, 1.0 - beta - leave * back, flow + leave * alone)
                    least = np.minimum(least, frozen)
                price[:, n] = np.maximum(price[:, n], least)
            moves_alone[:, n] = seen > staying(np.zeros(draws))
            price[:, n] = np.where(np.isfinite(price[:, n]), price[:, n], np.nan)
            if paid is None:
                taken[:, n] = price[:, n]
                present[:, n] = np.maximum(staying(np.zeros(draws)), seen)
            else:
                taken[:, n] = paid[:, n]
                covert = hidden + rent * paid[:, n] if given.lag else seen
                present[:, n] = np.max([staying(paid[:, n]), seen, covert], axis=0)
            stays_present[:, n] = taken[:, n] >= price[:, n]
        kept = alone + back * present[:, n]
        stays_successor[:, n] = (kept >= onward) & (not struck)
        successor[:, n] = np.where(stays_successor[:, n], kept, onward)
        cover = _unseen(given, n, present[:, n], successor[:, n], successor[:, n + 1], cover)
    return FreezeResult(given, price, taken, moves_alone, stays_present, stays_successor, present, successor)


def _indifferent(value: FloatArray, rent: FloatArray, keep: FloatArray, flow: FloatArray) -> FloatArray:
    """The payment y at which (flow + y)/keep, the value of staying, is value + y rent, that of moving on."""
    with np.errstate(
        divide="ignore", invalid="ignore"
    ):  # a payment that is worth the same either way changes nothing
        return np.asarray((value * keep - flow) / (1.0 - rent * keep))


def _unseen(
    given: FreezeParameters,
    n: int,
    present: FloatArray,
    successor: FloatArray,
    successor_ahead: FloatArray,
    ahead: list[FloatArray],
) -> list[FloatArray]:
    """B's value at step n with 0 to lag periods left unseen, without the payment, when it goes on or pauses."""
    beta, leave = (
        given.discount * (1.0 - np.asarray(given.turnover)),
        given.discount * np.asarray(given.turnover),
    )
    found = [present]
    for left in range(1, given.lag + 1):
        go = given.flow - np.asarray(given.step_cost) + beta * ahead[left - 1] + leave * successor_ahead
        pause = given.flow + beta * found[left - 1] + leave * successor
        found.append(np.maximum(go, pause))
    return found


def _offers(offer: ArrayLike, draws: int, steps: int) -> FloatArray:
    array = np.asarray(offer, dtype=np.float64)
    if array.shape not in ((steps,), (draws, steps), (1, steps)):
        raise ParameterError(
            "offer", f"has shape {array.shape}", f"Give one payment for each of {steps} steps."
        )
    if not np.isfinite(array).all():
        raise ParameterError("offer", "is not a number throughout", "Give a payment for each step.")
    return np.broadcast_to(array, (draws, steps))
