"""From the horizon of a class to that of a question, by hazard.

A class with a horizon gives the chance within so many days, and a constant hazard carries it to others. A class without
one gives the chance that a case ends so at all; ends then come at a constant rate, one over the mean length of a case,
and a share of them is of the kind asked for (competing risks with constant hazards).
"""

from __future__ import annotations

import math

from commonground.errors import ForecastError


def within(p: float, days: float, horizon_days: float | None, mean_days: float | None) -> float:
    """Chance within so many days, from a chance within `horizon_days` or, without that, by the end of a case.

    With neither a horizon nor a length of cases, the chance is of the end of the case, whenever that is.

    Raises
    ------
    ForecastError : `days` is not above 0.

    Limits
    ------
    Hazards are rarely constant: crises end sooner at first, sanctions are lifted by wars, votes and changes of office.
    Far from the class's own horizon the figure is no more than a rule of three.
    """
    if not (math.isfinite(days) and days > 0):
        raise ForecastError(f"a horizon of {days} days is not ahead", "Give a number above 0.")
    if horizon_days is not None:
        return 1.0 if p >= 1.0 else -math.expm1(days / horizon_days * math.log1p(-p))
    if mean_days is not None:
        return p * -math.expm1(-days / mean_days)
    return p
