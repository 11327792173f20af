"""A proposed schedule: each condition written out, the schedules of the solvers, and the least bonus and snapback."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonground.methods.parameters import ParameterError
from commonground.methods.sequencing import ExchangeSide, solve_proposed, solve_schedule

SIDES = st.builds(
    ExchangeSide,
    cost=st.floats(0.05, 1.5),
    benefit=st.floats(0.1, 2.0),
    discount=st.floats(0.3, 0.99),
    hazard=st.floats(0.0, 0.5),
    bonus=st.floats(0.0, 0.5),
    snapback=st.floats(0.0, 1.0),
)
SHARES = st.lists(st.floats(0.01, 1.0), min_size=1, max_size=6).map(
    lambda raw: [one / sum(raw) for one in raw]
)


@given(side=SIDES, shares=SHARES)
def test_slack_is_the_condition_written_out(side: ExchangeSide, shares: list[float]) -> None:
    result = solve_proposed(side, shares=shares)
    cost, gain, delta = float(side.cost[0]), float(side.benefit[0]), float(side.patience[0])
    last = len(shares) - 1
    for k, share in enumerate(shares):
        later = sum(delta ** (j - k) * (gain - cost) * shares[j] for j in range(k + 1, last + 1))
        kept = later + delta ** (last - k) * float(side.bonus[0])
        kept += float(side.snapback[0]) * gain * sum(shares[: k + 1])
        assert result.slack[0][0, k] == pytest.approx(kept - cost * share, abs=1e-9)


@given(side=SIDES, other=SIDES, shares=SHARES)
def test_least_bonus_and_snapback_make_it_safe_and_no_less_would(
    side: ExchangeSide, other: ExchangeSide, shares: list[float]
) -> None:
    result = solve_proposed(side, other, shares=shares)
    for name, least in (("bonus", result.bonus[0]), ("snapback", result.snapback[0])):
        if np.isnan(least):
            changed = [replace(one, **{name: 1.0}) for one in (side, other)]
            assert not solve_proposed(*changed, shares=shares).completes[0]
            continue
        more = [
            replace(one, **{name: min(least * (1 + 1e-7) + 1e-9, 1e9 if name == "bonus" else 1.0)})
            for one in (side, other)
        ]
        slack = min(float(one.min()) for one in solve_proposed(*more, shares=shares).slack)
        assert slack >= -1e-9
        if least > 1e-4:
            less = [replace(one, **{name: 0.999 * least}) for one in (side, other)]
            assert not solve_proposed(*less, shares=shares).completes[0]


@given(side=SIDES, other=SIDES)
def test_the_schedules_of_the_solver_are_safe(side: ExchangeSide, other: ExchangeSide) -> None:
    found = solve_schedule(side, other, most=30)
    if found.feasible[0]:
        for schedule in (found.fastest[0], found.earliest[0]):
            result = solve_proposed(side, other, shares=schedule[: int(found.tranches[0])])
            assert min(float(one.min()) for one in result.slack) >= -1e-8


def test_a_wait_at_the_start_binds_a_side_that_loses_by_the_exchange() -> None:
    """Where giving costs more than getting is worth, even a step of nothing is not safe."""
    side = ExchangeSide(cost=1.0, benefit=0.5, discount=0.9, snapback=1.0, bonus=0.5)
    result = solve_proposed(side, shares=[0.0, 1.0])
    assert result.slack[0][0] == pytest.approx([0.9 * -0.5 + 0.9 * 0.5, 0.5 + 0.5 - 1.0])
    poorer = replace(side, bonus=0.4)
    assert solve_proposed(poorer, shares=[0.0, 1.0]).breaks_off[0][0].tolist() == [True, True]
    assert np.isnan(solve_proposed(poorer, shares=[0.0, 1.0]).snapback[0])


@pytest.mark.parametrize("shares", [[], [0.5, 0.4], [1.5, -0.5], [[1.0]]])
def test_shares_are_checked(shares: list[float]) -> None:
    with pytest.raises(ParameterError, match="shares"):
        solve_proposed(ExchangeSide(cost=0.4, benefit=1.0, discount=0.9), shares=shares)
