"""Strategic blocks made by hand, one number or one per draw, to be put into the draws of a small world."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from commonground.case.draws import Draws
from commonground.case.strategy_draws import Bounds, CrisisDraws, GuaranteeDraws, MediatorDraws, Strategy

FloatArray = NDArray[np.float64]


def per_draw(n: int, value: ArrayLike) -> FloatArray:
    return np.array(np.broadcast_to(np.asarray(value, dtype=float), (n,)))


def bounds(n: int, least: ArrayLike, most: ArrayLike) -> Bounds:
    return Bounds(per_draw(n, least), per_draw(n, most))


def crisis(
    n: int,
    *,
    power: ArrayLike | tuple[ArrayLike, ArrayLike] = 0.6,
    cost_demander: ArrayLike = 0.1,
    cost_resister: ArrayLike | tuple[ArrayLike, ArrayLike] = (0.0, 0.4),
    type_resister: ArrayLike = 0.5,
    holds_now: ArrayLike | None = None,
    comes_to_head: ArrayLike = 0.5,
    other_paths: ArrayLike = 0.0,
) -> CrisisDraws:
    """Party 0 demands, party 1 resists; a pair means that only the resister knows it."""
    return CrisisDraws(
        demander=0,
        resister=1,
        power=bounds(n, *power) if isinstance(power, tuple) else per_draw(n, power),
        cost_demander=per_draw(n, cost_demander),
        cost_resister=(
            bounds(n, *cost_resister) if isinstance(cost_resister, tuple) else per_draw(n, cost_resister)
        ),
        type_resister=per_draw(n, type_resister),
        holds_now=None if holds_now is None else per_draw(n, holds_now),
        comes_to_head=per_draw(n, comes_to_head),
        other_paths=per_draw(n, other_paths),
    )


def mediator(
    n: int,
    name: str = "go-between",
    *,
    speaks_to: int = 0,
    bias: ArrayLike = 0.3,
    accuracy: ArrayLike = 0.9,
    cost_of_war: ArrayLike = 0.1,
    accepted: ArrayLike = 1.0,
    takes_part: ArrayLike = True,
    guarantee: tuple[ArrayLike, ArrayLike, ArrayLike] | None = None,
) -> MediatorDraws:
    """guarantee: escrow, snapback, war_cost."""
    return MediatorDraws(
        id=name,
        name=name.title(),
        speaks_to=speaks_to,
        bias=per_draw(n, bias),
        accuracy=per_draw(n, accuracy),
        cost_of_war=per_draw(n, cost_of_war),
        accepted=per_draw(n, accepted),
        takes_part=np.array(np.broadcast_to(np.asarray(takes_part, dtype=bool), (n,))),
        guarantee=None if guarantee is None else GuaranteeDraws(*(per_draw(n, one) for one in guarantee)),
    )


def with_blocks(draws: Draws, **blocks: Any) -> Draws:
    """The same draws with these strategic blocks."""
    return replace(draws, strategy=Strategy(**blocks))
