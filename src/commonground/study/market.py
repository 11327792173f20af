"""The market of a study: the chances of the outcomes, from the pooled forecast where there is one, and the prices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from commonground.case.model import Case
from commonground.errors import Finding
from commonground.market.oil import solve_market
from commonground.market.series import Series
from commonground.methods.registry import HEADLINE

OUTCOMES = ("agreement", "impasse", "confrontation")


@dataclass(frozen=True)
class Chances:
    """Probability of each outcome by the horizon, and the study path each was read from; `rest` for what is left."""

    p: dict[str, float]
    paths: dict[str, str]
    findings: tuple[Finding, ...] = ()


def chances_of(study: Mapping[str, Any]) -> Chances | None:
    """What a study says of the outcomes by the case's horizon; None if no method and no forecast says anything.

    A pooled forecast of a question about agreement or confrontation by the horizon comes before the headline method.
    Where only one of the two is forecast, the others keep their ratio. What adds up to more than 1 is scaled.
    """
    method = study.get("solutions", {}).get(HEADLINE, {}).get("outcome") or {}
    p = {name: float(method[name]["p"]) for name in OUTCOMES if name in method}
    paths = {name: f"solutions.{HEADLINE}.outcome.{name}.p" for name in p}
    pooled = _pooled(study)
    if not p and "agreement" not in pooled:
        return None
    force = "confrontation" in p or "confrontation" in pooled or not p
    if pooled:
        fixed = {name: pooled[name][0] for name in pooled if name != "impasse"}
        left = max(1.0 - sum(fixed.values()), 0.0)
        others = {name: p.get(name, 0.0) for name in OUTCOMES if name not in fixed and (force or name in p)}
        others = others or {"impasse": 1.0}
        total = sum(others.values())
        share = {name: value / total if total > 0.0 else 1.0 / len(others) for name, value in others.items()}
        p = fixed | {name: left * value for name, value in share.items()}
        paths = {name: pooled[name][1] for name in fixed} | dict.fromkeys(others, "rest")
    total = sum(p.values())
    told: tuple[Finding, ...] = ()
    if total > 1.0 + 1e-6:
        message = f"the chances of the outcomes add up to {100 * total:.0f} %, and are scaled to 100 %"
        told = (Finding("warning", "market", message, "Make the forecasts of the outcomes agree."),)
    return Chances({name: p[name] / total for name in OUTCOMES if name in p}, paths, told)


def _pooled(study: Mapping[str, Any]) -> dict[str, tuple[float, str]]:
    """Outcome -> pooled chance by the horizon and its path."""
    case = study["case"]
    found: dict[str, tuple[float, str]] = {}
    for place, entry in enumerate(study.get("forecasts") or ()):
        question = case.get("questions", {}).get(entry.get("id"), {})
        if entry.get("p") is not None and question.get("deadline") == case["horizon"]:
            found.setdefault(question["outcome"], (float(entry["p"]), f"forecasts.{place}.p"))
    return found


def market_record(
    case: Case,
    chances: Chances,
    *,
    prices: Series | None = None,
    n: int | None = None,
    seed: int | None = None,
) -> tuple[dict[str, Any], tuple[Finding, ...]]:
    """The key `market` of a study, and what a reader should know.

    Raises
    ------
    MissingInput : no market block, or nothing that tells how far the price goes by itself
    """
    solved = solve_market(case, chances.p, prices=prices, n=n, seed=seed)
    data = {
        **solved.data,
        "chances_from": {name: chances.paths.get(name, "") for name in solved.data["chances"]},
    }
    return data, (*chances.findings, *solved.findings)
