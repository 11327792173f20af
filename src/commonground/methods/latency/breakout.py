"""Breakout: how long a dash to the threshold takes, and how much of that is left once it has been seen.

The steps that remain, times the length of a step, are the breakout time. Inspectors come at intervals, see what is
going on with some probability each time, and need a while to be sure and to report: all this is time in which a dash
goes unseen. What is left is the warning time, in which others can still act.

Sources: after debs2014 (arming as a race against detection); the arithmetic is ours.
Limits: steps of equal length; inspections at even intervals and independent of each other; the start of a dash falls
anywhere between two inspections with the same chance.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from commonground.methods.parameters import (
    NOT_NEGATIVE,
    POSITIVE,
    PROBABILITY,
    FloatArray,
    broadcast,
    checked,
)
from commonground.methods.phrases import figure, per_cent
from commonground.methods.ratio import ratio


@dataclass(frozen=True, kw_only=True)
class BreakoutParameters:
    """All times in one unit, such as months; every number may be a (draw,) array.

    Parameters
    ----------
    steps_left  : steps from here to the threshold, at least 0
    step_length : time that a step takes, above 0
    interval    : time between inspections, at least 0 (0: continuous)
    report_lag  : time from an inspection to a sure finding, at least 0
    sensitivity : probability that an inspection during a dash sees it, 0-1
    response    : time that others need to act, at least 0

    Raises
    ------
    ParameterError : a value out of range, or fields with different numbers of draws.
    """

    steps_left: float | FloatArray
    step_length: float | FloatArray
    interval: float | FloatArray = 0.0
    report_lag: float | FloatArray = 0.0
    sensitivity: float | FloatArray = 1.0
    response: float | FloatArray = 0.0

    def __post_init__(self) -> None:
        ranges = dict.fromkeys(("steps_left", "interval", "report_lag", "response"), NOT_NEGATIVE)
        broadcast(self, ranges | {"step_length": POSITIVE, "sensitivity": PROBABILITY})


@dataclass(frozen=True)
class BreakoutResult:
    """Each array is (draw,), times in the unit of the parameters.

    parameters    : what went in
    breakout      : time from here to the threshold
    unseen        : longest time a dash goes unseen if the first inspection sees it
    warning       : breakout - unseen, at least 0
    seen_in_time  : probability that a dash is seen while there is still time to act: detection, in covert.py
    unseen_steps  : steps within the longest time unseen, rounded up: the lag, in freeze.py
    """

    parameters: BreakoutParameters
    breakout: FloatArray
    unseen: FloatArray
    warning: FloatArray
    seen_in_time: FloatArray
    unseen_steps: FloatArray

    def reading(self) -> str:
        """One paragraph: breakout time, warning time, and the chance to act in time."""
        given = self.parameters
        return (
            f"A dash from here takes {figure(self.breakout)}. It may go unseen for {figure(self.unseen)}, which leaves"
            f" {figure(self.warning)} of warning, where others need {figure(given.response)} to act. It is seen in"
            f" time with probability {per_cent(self.seen_in_time)}. Times are in the unit of the case; a dash that"
            " starts from a place nobody watches is left out."
        )


def solve_breakout(parameters: BreakoutParameters) -> BreakoutResult:
    """Breakout time, warning time, and the chance that a dash is seen in time.

    A dash is seen in time by an inspection that falls into the first (breakout - report lag - response); between k and
    k + 1 inspections do, by the day it starts, and each sees it with the same probability.

    References
    ----------
    debs2014

    Limits
    ------
    The warning time assumes that the first inspection sees the dash; `seen_in_time` does not.
    """
    given = parameters
    breakout = np.asarray(given.steps_left) * given.step_length
    unseen = np.asarray(given.interval) + given.report_lag
    return BreakoutResult(
        parameters=parameters,
        breakout=breakout,
        unseen=unseen,
        warning=np.maximum(breakout - unseen, 0.0),
        seen_in_time=_seen(given, breakout),
        unseen_steps=np.ceil(np.round(np.minimum(unseen, breakout) / given.step_length, 9)),
    )


def _seen(given: BreakoutParameters, breakout: FloatArray) -> FloatArray:
    interval, missed = np.asarray(given.interval), 1.0 - np.asarray(given.sensitivity)
    window = breakout - given.report_lag - given.response
    visits = np.minimum(ratio(np.maximum(window, 0.0), interval, 0.0), 1e9)
    whole = np.floor(visits)
    none = missed**whole * (1.0 - (visits - whole) * (1.0 - missed))
    ever = (missed < 1.0).astype(np.float64)  # under continuous watch
    return np.where(window <= 0.0, 0.0, np.where(interval > 0.0, 1.0 - none, ever))


def inspection_interval_that_warns(parameters: BreakoutParameters, warning: ArrayLike) -> FloatArray:
    """Longest time between inspections that leaves so much warning.

    Parameters
    ----------
    warning : number or (draw,), time, at least 0

    Returns
    -------
    (draw,) NaN where not even continuous inspection leaves so much
    """
    needed = checked("warning", warning, NOT_NEGATIVE)
    given = parameters
    most = np.asarray(given.steps_left) * given.step_length - given.report_lag - needed
    return np.where(most >= 0.0, most, np.nan)


def sensitivity_that_sees(parameters: BreakoutParameters, detection: ArrayLike) -> FloatArray:
    """Smallest sensitivity of an inspection at which a dash is seen in time with probability `detection`.

    With `monitoring_that_deters` of covert.py as the aim, it is how good an inspection must be to deter a programme.

    Parameters
    ----------
    detection : number or (draw,), 0-1; NaN where there is no such aim

    Returns
    -------
    (draw,) NaN where not even sure inspections do it (too few fall into the time there is), or where the aim is NaN
    """
    aim = np.atleast_1d(np.asarray(detection, dtype=np.float64))
    checked("detection", np.where(np.isnan(aim), 0.0, aim), PROBABILITY)
    given = {name: getattr(parameters, name) for name in parameters.__dataclass_fields__}
    breakout = np.asarray(parameters.steps_left) * parameters.step_length

    def seen(sensitivity: FloatArray) -> FloatArray:
        return _seen(BreakoutParameters(**(given | {"sensitivity": sensitivity})), breakout)

    size = np.broadcast_shapes(aim.shape, breakout.shape)
    low, high = np.zeros(size), np.ones(size)
    possible = seen(high) >= aim
    for _ in range(50):
        middle = 0.5 * (low + high)
        enough = seen(middle) >= aim
        low, high = np.where(enough, low, middle), np.where(enough, middle, high)
    return np.where(possible, np.where(aim <= 0.0, 0.0, high), np.nan)
