"""The voice of the reference class: how often things like this happened, for the horizon of the question."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from commonground.forecast.abstention import Abstention
from commonground.forecast.reference.horizon import within
from commonground.forecast.reference.pooling import pooled_rate
from commonground.forecast.reference.table import target
from commonground.forecast.voice import Voice


def reference_voice(
    name: str, filters: Iterable[str] = (), *, days: float | None = None, as_of: date | None = None
) -> Voice | Abstention:
    """Chance of a target in a case with these filters, from the classes it belongs to.

    Parameters
    ----------
    name    : target, such as "crisis-agreement"; `table.targets()` has all
    filters : what is known of the case, from the target's own list
    days    : horizon of the question; without it, that of the classes
    as_of   : day of the forecast; the voice abstains if the classes count outcomes that came later

    Returns
    -------
    A voice of the family history with a 90 % interval.

    Raises
    ------
    ForecastError : no such target or filter, or a horizon that is not ahead.

    Limits
    ------
    Whether a case belongs to a class is a judgement. A class says how often, not why: mediated crises ended in
    agreement more often, and mediators also chose crises that were ripe.
    """
    found = target(name)
    everyone = found.everyone
    if as_of is not None and as_of < everyone.until:
        return Abstention(
            "reference-class", "history",
            f"It abstains: its counts reach to {everyone.until.isoformat()}, after {as_of.isoformat()}.",
        )  # fmt: skip
    pool = pooled_rate(found, filters)
    ends = [pool.low, pool.rate, pool.high]
    if days is not None:
        ends = [within(p, days, everyone.horizon_days, everyone.mean_days) for p in ends]
    narrow = min(pool.classes, key=lambda c: (c.n, c.id))
    came, cases = everyone.definition.split(", among ", 1)
    because = f"Of {everyone.n:,} {cases}, {everyone.count:,} {came} ({_percent(everyone.rate)})"
    if narrow is not everyone:
        named = " and ".join(sorted(narrow.filters))
        because += f"; of the {narrow.n:,} with {named}, {narrow.count:,} ({_percent(narrow.rate)})"
        because += f"; all classes of the case together say {_percent(pool.rate)}"
    if days is not None and abs(ends[1] - pool.rate) > 0.005:
        because += f", which is {_percent(ends[1])} within {days:g} days"
    return Voice(
        "reference-class",
        "history",
        ends[1],
        ends[0],
        ends[2],
        because + ".",
        tuple(c.id for c in pool.classes),
    )


def _percent(rate: float) -> str:
    return f"{100 * rate:.0f} %"
