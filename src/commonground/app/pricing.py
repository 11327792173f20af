"""The price after each outcome of a pushed case, soon: the market alone, solved on few draws while a slider moves.

With few draws each figure is that of the case as it is with all draws, moved by what the changes make of it on the few:
the error of so few draws is in both and falls out, so that nothing jumps when a slider is let go.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from commonground.app.context import Context
from commonground.app.keeping import Kept
from commonground.app.slim import pushed, slim
from commonground.case.change import change
from commonground.case.model import Case
from commonground.study.market import Chances, chances_of, market_record

DRAGGED: Final = 1000
_BLOCKS: Final = ("market", "talks")
_MOST_BYTES: Final = 4_000_000
_SIZE: Final = 40_000  # bytes of a solved market, about

# the case as it is on few draws, against which each move is set
_few: Kept[dict[str, Any]] = Kept(_MOST_BYTES, lambda _: _SIZE)


def priced(context: Context) -> dict[str, Any] | None:
    """The market of a look: of the whole study where it is one, else solved now.

    Returns
    -------
    As under the key `market` of a study, where all draws are used; else its `chances`, `price`, `fan` and `effect`.
    None where nothing gives the chances of the outcomes.
    """
    if context.base is None or context.study is None:
        return None
    if context.whole or (context.state.is_base and context.full):
        found: dict[str, Any] | None = context.study.data.get("market")
        return found
    chances = _chances(context)
    if chances is None or context.base.data.get("market") is None:
        return None
    if context.full:
        return market_record(change(context.case, context.state.raw()), chances)[0]
    n = min(DRAGGED, context.case.study.draws)
    now = market_record(pushed(context.case, context.state.raw(), _BLOCKS), chances, n=n)[0]
    return _moved(context.base.data["market"], now, _base_on_few(context, n))


def draws_told(context: Context) -> str:
    """How many draws the prices rest on."""
    most = context.case.study.draws
    if context.full:
        return f"{most:,} draws"
    return f"About: {min(DRAGGED, most):,} of {most:,} draws while it moves"


def _base_on_few(context: Context, n: int) -> dict[str, Any]:
    case = context.case
    chances = chances_of(context.base.data) if context.base is not None else None
    if chances is None:
        raise ValueError("a market was priced without chances")
    return _few.get(
        (case.hash, n, tuple(chances.p.items())), lambda: market_record(slim(case, _BLOCKS), chances, n=n)[0]
    )


def _chances(context: Context) -> Chances | None:
    """The chances of the outcomes in the pushed case."""
    now = None if context.study is None else chances_of(context.study.data)
    if now is None or context.like is None or context.base is None:
        return now
    base, few = chances_of(context.base.data), chances_of(context.like.data)
    if base is None or few is None:
        return now
    p = {name: max(base.p.get(name, 0.0) + now.p[name] - few.p.get(name, 0.0), 0.0) for name in now.p}
    total = sum(p.values())
    return Chances({name: value / total for name, value in p.items()}, now.paths) if total > 0.0 else now


def _moved(base: Mapping[str, Any], now: Mapping[str, Any], few: Mapping[str, Any]) -> dict[str, Any]:
    """The base's figures, moved as the few draws move: prices by a factor, effects by a difference.

    An outcome that the base has not, or no longer has, stands as the few draws have it.
    """

    def prices(key: str, name: str, place: int, part: str) -> float:
        value: float = now[key][name][place][part]
        if name not in base[key] or name not in few[key]:
            return value
        return float(base[key][name][place][part]) * value / float(few[key][name][place][part])

    def fans(name: str, part: str) -> list[float]:
        values: list[float] = now["fan"][name][part]
        if name not in base["fan"] or name not in few["fan"]:
            return values
        pairs = zip(base["fan"][name][part], values, few["fan"][name][part], strict=True)
        return [before * value / held for before, value, held in pairs]

    def effects(name: str, place: int, part: str) -> float:
        value: float = now["effect"][name][place][part]
        if name not in base["effect"] or name not in few["effect"]:
            return value
        return float(base["effect"][name][place][part]) + value - float(few["effect"][name][place][part])

    measured = ("mean", "low", "median", "high")
    fan = now["fan"]
    return {
        **now,
        "price": {
            name: [{part: prices("price", name, k, part) for part in measured} for k in range(len(entries))]
            for name, entries in now["price"].items()
        },
        "fan": {
            "months": fan["months"],
            **{
                name: {part: fans(name, part) for part in held}
                for name, held in fan.items()
                if name != "months"
            },
        },
        "effect": {
            name: [{part: effects(name, k, part) for part in measured} for k in range(len(entries))]
            for name, entries in now["effect"].items()
        },
    }


def has_market(case: Case) -> bool:
    """Whether the case says enough of a market to price it."""
    return case.market is not None and (case.market.series is not None or case.market.volatility is not None)
