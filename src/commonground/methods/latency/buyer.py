"""The other side of a freeze: pay, let B advance, or strike.

A faces a B that is n steps into a programme. While its present government is in office, A may pay the price of a
freeze for as long as it stays there, let B go one step further and decide then, or strike where it can. Under the
successor there is no deal; B moves on or waits, as it prefers, or is struck. A takes what is worth most to it at each
step, from the last one down. Paying late costs more per period, but for fewer of them.

Sources: after powell2006 and debs2014.
Limits: the price leaves B indifferent, A has all the bargaining power; B expects the strikes given in its own
parameters, and where A would rather strike elsewhere the result says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from commonground.methods.latency.freeze import FreezeResult, by_step
from commonground.methods.parameters import ANY, BoolArray, FloatArray, ParameterError, broadcast
from commonground.methods.phrases import figure

CHOICES = ("deal", "wait", "strike")
TIE = 1e-12


@dataclass(frozen=True, kw_only=True)
class BuyerParameters:
    """Flows per period in units of the prize; every number may be a (draw,) array.

    Parameters
    ----------
    flow           : A's flow before B is at the threshold, payments not counted
    flow_armed     : A's flow from then on
    flow_successor : A's flow under the successor before that; None: as now
    war            : step -> value to A, as a sum, of striking there; needed where B's parameters expect a strike

    Raises
    ------
    ParameterError : a value out of range, or fields with different numbers of draws.
    """

    flow: float | FloatArray
    flow_armed: float | FloatArray
    flow_successor: float | FloatArray | None = None
    war: Mapping[int, float | FloatArray] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.flow_successor is None:
            object.__setattr__(self, "flow_successor", self.flow)
        broadcast(self, dict.fromkeys(("flow", "flow_armed", "flow_successor"), ANY))


@dataclass(frozen=True)
class BuyerResult:
    """Arrays (draw, step), steps 0 to N - 1, unless said otherwise.

    parameters      : what went in
    freeze          : B's side
    deal            : A's value of paying the price from this step on
    wait            : A's value of letting B move on (or stay, if it does so for nothing)
    strike          : A's value of striking; NaN where it cannot
    best            : number in `CHOICES` of the largest; a deal wins ties
    most            : payment per period at which A is indifferent between a deal and the better of the others
    room            : most - price; a freeze is possible where this is not negative
    unforeseen      : A would rather strike at a step where B does not expect it
    value_present   : (draw, step), steps 0 to N, A's value when the present government is in office
    value_successor : the same under the successor
    """

    parameters: BuyerParameters
    freeze: FreezeResult
    deal: FloatArray
    wait: FloatArray
    strike: FloatArray
    best: NDArray[np.int64]
    most: FloatArray
    room: FloatArray
    unforeseen: BoolArray
    value_present: FloatArray
    value_successor: FloatArray

    def reading(self) -> str:
        """One paragraph: what A would do at step 0, and at which steps a freeze is possible."""
        words = ("pay now", "wait", "strike")
        share = [float(np.mean(self.best[:, 0] == code)) for code in range(3)]
        does = [
            f"{words[code]} (in {100 * share[code]:.0f} % of the draws)" for code in range(3) if share[code]
        ]
        steps = [str(n) for n in range(self.room.shape[1]) if (self.room[:, n] >= -TIE).mean() >= 0.5]
        where = f"step {', '.join(steps)}" if steps else "no step"
        text = (
            f"At step 0 a freeze is worth {figure(self.deal[:, 0])} to A, and not to pay for one"
            f" {figure(self.wait[:, 0])}; A would pay at most {figure(self.most[:, 0])} per period where B asks"
            f" {figure(self.freeze.price[:, 0])}. A does best to {', '.join(does)}. A freeze is possible at {where} (in"
            " at least half of the draws)."
        )
        if self.unforeseen.any():
            text += (
                " At some step A would rather strike although B is taken not to expect it: add that step to B's"
                " expected strikes and solve again."
            )
        return text + " A is taken to make the offer, so that a deal leaves B what it could have alone."


def solve_buyer(freeze: FreezeResult, parameters: BuyerParameters) -> BuyerResult:
    """What A does at each step, against the B of `freeze`.

    Steps, from the last one down: 1. value of a deal at B's price, of waiting, of a strike; 2. the largest; 3. the
    value under the successor, where B moves on or waits.

    Raises
    ------
    ParameterError : other numbers of draws than B's, a strike that B expects without its value to A, or a freeze solved
        for offers other than the price.

    References
    ----------
    powell2006, debs2014

    Limits
    ------
    A discounts like B. Where B stays for nothing, waiting is the same as a deal at price 0.
    """
    given, side, draws, last = parameters, freeze.parameters, freeze.parameters.draws, freeze.parameters.steps
    flow, flow_successor, armed = (
        _matched(name, np.asarray(getattr(given, name)), draws)
        for name in ("flow", "flow_successor", "flow_armed")
    )
    if not np.array_equal(freeze.offer, freeze.price, equal_nan=True):
        raise ParameterError(
            "freeze", "was solved for other offers than the price", "Solve it without an offer."
        )
    war = by_step("war", given.war, last, draws)
    expected = {*side.strikes_present, *side.strikes_successor}
    if missing := sorted(expected - war.keys()):
        raise ParameterError(
            "war", f"has no value at step {missing[0]}", "Add A's value of the strike that B expects."
        )

    discount, turnover = np.asarray(side.discount), np.asarray(side.turnover)
    beta, leave = discount * (1.0 - turnover), discount * turnover
    wait_back = 1.0 - discount * (1.0 - np.asarray(side.turnover_back))
    alone, back = flow_successor / wait_back, discount * side.turnover_back / wait_back
    present, successor = np.empty((2, draws, last + 1))
    present[:, last] = successor[:, last] = armed / (1.0 - discount)
    deal, wait, strike, most = np.full((4, draws, last), np.nan)
    best = np.zeros((draws, last), dtype=np.int64)
    for n in reversed(range(last)):
        stays = freeze.stays_successor[:, n]
        if n in side.strikes_successor:
            onward = war[n]
        else:
            ahead = discount * (
                side.turnover_back * present[:, n + 1] + (1.0 - side.turnover_back) * successor[:, n + 1]
            )
            onward = flow_successor + ahead
        keep = np.where(stays, 1.0 - beta - leave * back, 1.0 - beta)
        income = flow + leave * np.where(stays, alone, onward)
        price = freeze.price[:, n]
        deal[:, n] = (income - price) / keep
        moved = flow + beta * present[:, n + 1] + leave * successor[:, n + 1]
        wait[:, n] = np.where(freeze.moves_alone[:, n], moved, income / keep)
        strike[:, n] = war.get(n, np.full(draws, np.nan))
        struck = n in side.strikes_present
        other = np.fmax(wait[:, n], strike[:, n])
        most[:, n] = income - keep * other
        worth = np.stack([deal[:, n], wait[:, n], strike[:, n]], axis=1)
        ranked = np.where(np.isnan(worth), -np.inf, worth)
        ranked[:, 0] += TIE * (1.0 + np.abs(np.nan_to_num(worth[:, 0])))
        best[:, n] = 2 if struck else ranked.argmax(axis=1)
        present[:, n] = worth[np.arange(draws), best[:, n]]
        successor[:, n] = np.where(stays, alone + back * present[:, n], onward)
    foreseen = np.isin(np.arange(last), list(side.strikes_present))
    return BuyerResult(
        parameters=parameters,
        freeze=freeze,
        deal=deal,
        wait=wait,
        strike=strike,
        best=best,
        most=most,
        room=most - freeze.price,
        unforeseen=(best == 2) & ~foreseen[None, :],
        value_present=present,
        value_successor=successor,
    )


def _matched(name: str, array: FloatArray, draws: int) -> FloatArray:
    if array.size not in (1, draws):
        raise ParameterError(
            name, f"has {array.size} draws where B's side has {draws}", "Give one per draw, or one."
        )
    return np.broadcast_to(array, (draws,))
