"""How far the inputs carry: confidence computed from evidence, never typed in.

Confidence starts high and goes down one step for each weakness the case shows; it says nothing about which
outcome is likely. The steps and their bounds are ours, and printed with the result.
"""

from __future__ import annotations

import math
from statistics import median
from typing import Any

from commonground.case.model import Case
from commonground.case.values import first_day

LEVELS = ("low", "moderate", "high")
MOST_WITHOUT_EVIDENCE = 0.20
MOST_ON_ONE_SOURCE = 1 / 3
MOST_WIDE = 1 / 3
WIDE = 0.5  # of the value's own range
OLD_DAYS = 365


def confidence(case: Case, n_methods: int, values: dict[str, Any]) -> dict[str, Any]:
    """Level, reasons in words, and the measures behind them.

    case : its values of the signatories and of the talks are judged
    n_methods : methods that gave an outcome
    values : the study's `values`: low and high per path (5 and 95 %)
    """
    judged = {path: value for path, value in case.values().items() if _matters(path, case)}
    n = len(judged)
    publishers = {key: item.source or key for key, item in case.evidence.items()}
    bare = sum(not value.evidence for value in judged.values())
    single = sum(len({publishers[key] for key in value.evidence}) == 1 for value in judged.values())
    ages = [
        min((case.as_of - first_day(case.evidence[key].date)).days for key in value.evidence)
        for value in judged.values()
        if value.evidence
    ]
    wide = sum(_is_wide(values[path]) for path in judged)
    age = median(ages) if ages else None
    reasons: list[str] = []
    if n_methods < 2:
        reasons.append("they rest on one method")
    reasons.append("not yet tested against outcomes")
    if n and bare / n > MOST_WITHOUT_EVIDENCE:
        reasons.append(f"{bare} of {n} values rest on no evidence")
    if n and single / n > MOST_ON_ONE_SOURCE:
        reasons.append(f"{single} of {n} values rest on a single source")
    if age is not None and age > OLD_DAYS:
        old = f"{age / 365.25:.0f} years" if age > 2 * OLD_DAYS else f"{age:.0f} days"
        reasons.append(f"half of the values rest on evidence older than {old}")
    if n and wide / n > MOST_WIDE:
        reasons.append(f"{wide} of {n} values are so wide that they cover over half of their range")
    return {
        "level": LEVELS[max(len(LEVELS) - 1 - len(reasons), 0)],
        "reasons": reasons,
        "measures": {
            "values": n,
            "without_evidence": bare,
            "on_one_source": single,
            "wide": wide,
            "median_evidence_age_days": age,
            "methods": n_methods,
        },
    }


def _matters(path: str, case: Case) -> bool:
    room, _, rest = path.partition(".")
    if room in ("positions", "walk_away", "durability", "collapse"):
        return rest.partition(".")[0] in case.signatories and not path.endswith((".exponent", ".holds"))
    return room in ("talks", "confrontation_if_no_deal", "mediator_effect")


def _is_wide(value: dict[str, Any]) -> bool:
    low, high = value["domain"]
    if low is None or high is None or not math.isfinite(high - low):
        return False
    return bool(value["high"] - value["low"] > WIDE * (high - low))
