"""Strategic blocks made by hand on the draws of a small case; a number stands for the same value in all draws."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np

from commonground.case.draws import Draws, draw
from commonground.case.io import load_case
from commonground.case.strategy_draws import (
    ChangeDraws,
    CovertDraws,
    DealDraws,
    ElectionsDraws,
    GovernmentDraws,
    InspectionDraws,
    LatencyDraws,
    PenaltyDraws,
    ReliefDraws,
    ReliefSideDraws,
    SanctionsDraws,
    Strategy,
    TrustDraws,
)

AS_OF = date(2025, 3, 8)


def column(value: Any, n: int) -> Any:
    """(n,) of a number, or an array as it is."""
    return np.array(np.broadcast_to(np.asarray(value, dtype=np.float64), (n,)))


def columns(n: int, **values: Any) -> dict[str, Any]:
    return {name: column(value, n) for name, value in values.items()}


def draws_with(n: int = 3, **blocks: Any) -> Draws:
    """Draws of split-the-pie (parties Ada and Ben) with strategic blocks in them."""
    return replace(draw(load_case("split-the-pie"), n), strategy=Strategy(**blocks))


def sanctions(n: int = 3, **change: Any) -> SanctionsDraws:
    """The example of the chapter."""
    values = {"at_stake": 0.3, "cost": 0.6, "resolved": 0.2, "audience_cost": 0.25} | change
    return SanctionsDraws(sender=0, target=1, **columns(n, **values))


def belief(n: int = 3, *, truster: int = 0, gestures: tuple[bool, ...] = (), **change: Any) -> TrustDraws:
    """R 1, T 0.5, S -1 against T_u 1.5, S_u -1; gestures at 0.9 and 0.4."""
    values = {
        "prior": 0.2,
        "temptation": 0.5,
        "exposure": 1.0,
        "temptation_untrustworthy": 1.5,
        "exposure_untrustworthy": 1.0,
        "friendly": 0.9,
        "friendly_untrustworthy": 0.4,
    } | change
    seen = tuple((date(2020 + i, 1, 1), one, f"gesture {i + 1}") for i, one in enumerate(gestures))
    return TrustDraws(truster=truster, trusted=1 - truster, gestures=seen, **columns(n, **values))


def government(
    n: int = 3,
    *,
    party: int = 0,
    days: tuple[date, ...] = (),
    leaves: Any = 0.5,
    every: int | None = None,
    penalty: dict[str, Any] | None = None,
    **change: Any,
) -> GovernmentDraws:
    values = {"leaves_between": 0.0, "succession": 0.0, "succession_leaves": 0.0} | change
    return GovernmentDraws(
        party=party,
        changes=tuple(ChangeDraws(day, f"change of {day.year}", column(leaves, n)) for day in days),
        every_months=every,
        penalty=None
        if penalty is None
        else PenaltyDraws(
            **columns(n, **({"temptation": 0.2, "escrow": 0.0, "snapback": 0.0, "at_home": 0.0} | penalty))
        ),
        **columns(n, **values),
    )


def elections(
    n: int = 3, *governments: GovernmentDraws, deal: DealDraws | None = None, **change: Any
) -> ElectionsDraws:
    values = {"discount": 0.98**4} | change
    span = float(values.pop("span_years", 10.0))
    return ElectionsDraws(
        as_of=AS_OF, span_years=span, governments=governments, deal=deal, **columns(n, **values)
    )


def deal(n: int = 3, *, restored_in: dict[int, Any] | None = None, **change: Any) -> DealDraws:
    """The deal of the chapter: both fall back on 0.35, party 1 loses 0.25 for good."""
    fallback, loss = change.get("fallback", {0: 0.35, 1: 0.35}), change.get("loss", {0: 0.0, 1: 0.25})
    return DealDraws(
        fallback={party: column(value, n) for party, value in fallback.items()},
        loss={party: column(value, n) for party, value in loss.items()},
        restored_in={party: column(value, n) for party, value in (restored_in or {}).items()},
    )


def latency(n: int = 3, **change: Any) -> LatencyDraws:
    """The programme of the chapter: three steps of a year each."""
    values = {
        "step_length": 12.0,
        "flow": 0.3,
        "flow_successor": 0.2,
        "flow_armed": 0.5,
        "step_cost": 0.05,
        "discount": 0.95,
        "turnover": 0.1,
        "turnover_back": 0.0,
    } | change
    rest: dict[str, Any] = {"steps": 3, "at": 0, "inspections": None, "covert": None}
    rest |= {name: values.pop(name) for name in list(values) if name in rest}
    return LatencyDraws(builder=1, other=0, **rest, **columns(n, **values))


def inspections(n: int = 3, **change: Any) -> InspectionDraws:
    """A look each month, half a month to report and half a month to act."""
    values = {"interval": 1.0, "report_lag": 0.5, "sensitivity": 0.8, "response": 0.5} | change
    return InspectionDraws(**columns(n, **values))


def covert(n: int = 3, **change: Any) -> CovertDraws:
    """The hidden programme of the chapter."""
    values = {
        "detection": 0.2,
        "armed_builder": 0.6,
        "quiet_builder": 0.4,
        "war_builder": 0.1,
        "investment": 0.05,
        "quiet_other": 0.6,
        "armed_other": 0.3,
        "war_other": 0.45,
        "mistake_cost": 0.0,
    } | change
    return CovertDraws(**columns(n, **values))


def relief(
    n: int = 3,
    *,
    stages: tuple[tuple[str, float], ...] = (),
    first: dict[str, Any] | None = None,
    second: dict[str, Any] | None = None,
    **change: Any,
) -> ReliefDraws:
    """The exchange of the chapter, alike for both sides: c 0.4, g 1, discount 0.95 a step of a year."""
    side = {"cost": 0.4, "benefit": 1.0, "bonus": 0.05, "snapback": 0.0}
    values = {"discount": 0.95, "step": 12.0, "collapse": 0.0} | change
    return ReliefDraws(
        sides=(
            ReliefSideDraws(party=0, **columns(n, **(side | (first or {})))),
            ReliefSideDraws(party=1, **columns(n, **(side | (second or {})))),
        ),
        stages=stages,
        **columns(n, **values),
    )


def plain_only(value: Any, path: str = "data") -> None:
    """Plain JSON values throughout, no number that is not finite."""
    if isinstance(value, dict):
        for key, inner in value.items():
            assert isinstance(key, str), path
            plain_only(inner, f"{path}.{key}")
    elif isinstance(value, list):
        for i, inner in enumerate(value):
            plain_only(inner, f"{path}.{i}")
    elif isinstance(value, float):
        assert math.isfinite(value), path
    else:
        assert value is None or type(value) in (str, int, bool, float), f"{path}: {type(value)}"
