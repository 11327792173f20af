"""Where the bargaining models put one issue of a pushed case, soon: on few draws while a position moves.

As elsewhere, what few draws say is set against the case as it is on the same few, and the difference is added to what
all draws say of that: nothing jumps when a slider is let go.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

import numpy as np

from commonground.app.context import Context
from commonground.app.keeping import Kept
from commonground.app.slim import pushed, slim
from commonground.case.draws import draw
from commonground.case.model import Case
from commonground.errors import CommongroundError
from commonground.methods.bargaining.forecast import MASS, forecast_settlement, interval
from commonground.methods.bargaining.from_draws import given_of
from commonground.methods.bargaining.result import BargainResult
from commonground.methods.bargaining.talks import Talks

DRAGGED: Final = 100
_BLOCKS: Final = ("bargaining",)
_MOST_BYTES: Final = 2_000_000
_SIZE: Final = 1_500  # bytes of one issue's figures, about
_PARTS: Final = ("mean", "low", "high", "least", "most")

Figures = dict[str, dict[str, float]]

# the case as it is on few draws
_few: Kept[Figures] = Kept(_MOST_BYTES, lambda _: _SIZE)


def settled(context: Context, issue: str) -> Figures:
    """Per model where the issue would be settled: mean, low and high (5 and 95 % of draws), least and most (80 % with
    the model's own error), in the issue's unit; of the whole study where there is one."""
    held = models_of(context.study.data if context.study is not None else {}, issue)
    if context.whole or (context.state.is_base and held):
        return held
    base = models_of(context.base.data if context.base is not None else {}, issue)
    if not base:
        return {}
    try:
        now = _on_few(pushed(context.case, context.state.raw(), _BLOCKS), issue, tuple(base))
    except CommongroundError:
        return base
    few = _few.get(
        (context.case.hash, issue), lambda: _on_few(slim(context.case, _BLOCKS), issue, tuple(base))
    )
    low, high = _scale(context, issue)
    return {
        method: {
            part: min(max(figures[part] + now[method][part] - few[method][part], low), high)
            for part in _PARTS
        }
        for method, figures in base.items()
        if method in now and method in few
    }


def models_of(study: Mapping[str, Any], issue: str) -> Figures:
    """What a study says of an issue, by model."""
    told = (study.get("settlements") or {}).get(issue)
    return {
        method: {
            "mean": model["mean"],
            "low": model["low"],
            "high": model["high"],
            "least": model["interval"]["low"],
            "most": model["interval"]["high"],
        }
        for method, model in (told["models"] if told else {}).items()
    }


def draws_told(context: Context) -> str:
    """How many draws the settlements rest on."""
    if context.study is None:
        return ""
    if context.whole or context.state.is_base:
        solved = {
            solution["data"]["solved"]
            for solution in context.study.solutions.values()
            if "sweep" in solution["data"]
        }
        if not solved:
            return ""
        ends = f"{max(solved):,} draws"
        return ends if len(solved) == 1 else f"{ends}, of models with rounds {min(solved):,}"
    most = context.case.study.draws
    return f"About: {min(DRAGGED, most):,} of {most:,} draws until the whole study is there"


def _scale(context: Context, issue: str) -> tuple[float, float]:
    told = context.base.data["settlements"][issue] if context.base is not None else {"lo": 0.0, "hi": 1.0}
    return told["lo"], told["hi"]


def _on_few(case: Case, issue: str, methods: tuple[str, ...]) -> Figures:
    """The models on few draws; those that know no trade between issues on this issue alone."""
    sample = draw(case, min(DRAGGED, case.study.draws))
    given = given_of(sample)
    talks = given.talks
    place = talks.issues.index(issue)
    alone = talks.on([place])
    found: Figures = {}
    for method in methods:
        play = _plays()[method]
        taken, k = (talks, place) if method in ("spatial", "exchange") else (alone, 0)
        result = play(taken, given.seed)
        settlement = result.settlement
        forecast = forecast_settlement(taken, settlement, method, seed=given.seed)[:, k]
        low, high = np.quantile(settlement[:, k], [0.05, 0.95])
        least, most = interval(forecast, MASS)
        found[method] = {
            "mean": float(settlement[:, k].mean()),
            "low": float(low),
            "high": float(high),
            "least": float(least),
            "most": float(most),
        }
    return found


def _plays() -> dict[str, Callable[[Talks, int], BargainResult]]:
    """Each model with its settings as a study has them, without measuring how steady it is."""
    from commonground.methods.challenge import method as challenge
    from commonground.methods.challenge.solve import solve_challenge
    from commonground.methods.compromise import method as compromise
    from commonground.methods.compromise.solve import solve_compromise
    from commonground.methods.exchange import method as exchange
    from commonground.methods.exchange.solve import solve_exchange
    from commonground.methods.median import method as median
    from commonground.methods.median.solve import solve_median
    from commonground.methods.nash import method as nash
    from commonground.methods.nash.solve import solve_nash
    from commonground.methods.spatial import method as spatial
    from commonground.methods.spatial.solve import solve_spatial

    return {
        "compromise": lambda talks, _: solve_compromise(talks, compromise.Settings().core()),
        "median": lambda talks, _: solve_median(talks, median.Settings().core()),
        "nash": lambda talks, _: solve_nash(talks, nash.Settings().core()),
        "challenge": lambda talks, seed: solve_challenge(
            talks, replace(challenge.Settings().core(seed), instability_draws=0)
        ),
        "spatial": lambda talks, seed: solve_spatial(
            talks, replace(spatial.Settings().core(seed), instability_draws=0)
        ),
        "exchange": lambda talks, seed: solve_exchange(
            talks, replace(exchange.Settings().core(seed), instability_draws=0)
        ),
    }
