"""The risk of force in a pushed case, soon: crisis, mediation and trust alone, on few draws while a slider moves.

What few draws say is set against the case as it is on the same few, as elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from commonground.app.context import Context
from commonground.app.keeping import Kept
from commonground.app.slim import pushed, slim
from commonground.case.draws import draw
from commonground.case.model import Case
from commonground.errors import CommongroundError
from commonground.methods.registry import solve
from commonground.study.record import plain

DRAGGED: Final = 500
METHODS: Final = ("crisis", "mediation", "trust")
_BLOCKS: Final = (
    "crisis", "mediators", "trust", "elections", "latency", "relief", "walk_away", "durability", "collapse", "talks",
    "mediator_effect", "confrontation_if_no_deal",
)  # fmt: skip
_MOST_BYTES: Final = 4_000_000
_SIZE: Final = 100_000  # bytes of the three solutions, about

Solutions = dict[str, Any]
Measure = dict[str, float]

# the case as it is on few draws
_few: Kept[Solutions] = Kept(_MOST_BYTES, lambda _: _SIZE)


def risks(context: Context) -> dict[str, Measure]:
    """Mean, 5 and 95 % of what the page keeps in view, by path below the solutions; see `paths`."""
    if context.base is None or context.study is None:
        return {}
    base = context.base.solutions
    if context.whole or context.state.is_base:
        held = base if context.state.is_base else context.study.solutions
        return {path: found for path in paths(held) if (found := measure(held, path)) is not None}
    methods = tuple(method for method in METHODS if method in base)
    try:
        now = _on_few(pushed(context.case, context.state.raw(), _BLOCKS), methods)
    except CommongroundError:
        return risks_of(base)
    few = _few.get(context.case.hash, lambda: _on_few(slim(context.case, _BLOCKS), methods))
    out = {}
    for path in paths(base):
        whole, one, other = (measure(solutions, path) for solutions in (base, now, few))
        if whole is not None and one is not None and other is not None:
            out[path] = {key: min(max(whole[key] + one[key] - other[key], 0.0), 1.0) for key in whole}
    return out


def risks_of(solutions: Mapping[str, Any]) -> dict[str, Measure]:
    """The same of a whole study's solutions."""
    return {path: found for path in paths(solutions) if (found := measure(solutions, path)) is not None}


def paths(solutions: Mapping[str, Any]) -> Iterator[str]:
    """What is kept in view: the steps to a confrontation, the best mediator, and trust."""
    if "crisis" in solutions:
        yield from (f"crisis.{key}" for key in ("comes_to_head", "risk", "other_paths", "confrontation"))
    if "mediation" in solutions:
        yield "mediation.risk_with"
    if "trust" in solutions:
        yield from (f"trust.pairs.{k}.trust" for k in range(len(solutions["trust"]["data"]["pairs"])))


def measure(solutions: Mapping[str, Any], path: str) -> Measure | None:
    """Mean and ends of a measure of a solution; None where it has none."""
    method, *keys = path.split(".")
    held: Any = solutions[method]["data"] if method in solutions else None
    for key in keys:
        if held is None:
            return None
        held = held[int(key)] if isinstance(held, list) else held.get(key)
    if held is None or held.get("mean") is None or held.get("low") is None or held.get("high") is None:
        return None
    return {key: float(held[key]) for key in ("mean", "low", "high")}


def draws_told(context: Context) -> str:
    """How many draws the risks rest on."""
    most = context.case.study.draws
    if context.whole or context.state.is_base:
        return f"{most:,} draws"
    return f"About: {min(DRAGGED, most):,} of {most:,} draws until the whole study is there"


def _on_few(case: Case, methods: tuple[str, ...]) -> Solutions:
    sample = draw(case, min(DRAGGED, case.study.draws))
    return {method: plain(solve(sample, method).as_dict()) for method in methods}
