"""The method `sanctions` on draws: the numbers of the core, in words and with the case's names."""

from __future__ import annotations

import numpy as np
import pytest
from tests.unit.methods.strategies import draws_with, plain_only, sanctions

from commonground.errors import MissingInput, UsageError
from commonground.methods.sanctions.card import CARD
from commonground.methods.sanctions.method import Settings, solve


def test_numbers_of_the_chapter() -> None:
    data = solve(draws_with(sanctions=sanctions())).data
    expected = {
        "threshold": 0.5,
        "bluff": 0.25,
        "concede": 0.2,
        "p_threat": 0.4,
        "p_success": 0.08,
        "p_imposed": 0.16,
    }
    for name, value in expected.items():
        assert data[name]["mean"] == pytest.approx(value), name
    assert data["kinds"] == {"compels": 0.0, "bluffs": 1.0, "defied": 0.0}
    assert (data["sender"], data["target"]) == ("ada", "ben")
    found = {one["id"]: one for one in data["thresholds"]}
    assert found["cost"]["value"]["mean"] == pytest.approx(1.5)
    assert found["cost"]["now"]["mean"] == pytest.approx(0.6)
    assert found["audience_cost"]["value"]["mean"] == pytest.approx(1.0)


def test_shares_of_draws_and_names_in_the_reading() -> None:
    block = sanctions(4, at_stake=np.array([0.1, 0.3, 0.7, 0.9]))
    solution = solve(draws_with(4, sanctions=block))
    assert solution.data["kinds"] == {"compels": 0.25, "bluffs": 0.25, "defied": 0.5}
    assert all(name in solution.data["reading"] for name in ("Ada", "Ben"))
    assert solution.outcome is None
    plain_only(solution.data)


def test_several_equilibria_and_no_working_threat_are_said() -> None:
    solution = solve(draws_with(sanctions=sanctions(audience_cost=0.0)))
    assert solution.data["several"] == 1.0
    assert any("more than one equilibrium" in one.message for one in solution.findings)
    solution = solve(draws_with(sanctions=sanctions(at_stake=2.0)))
    assert any("no threat works" in one.message for one in solution.findings)


@pytest.mark.parametrize(
    "change", [{"cost": 0.0}, {"resolved": 0.0}, {"resolved": 1.0}, {"at_stake": 0.0}, {"audience_cost": 0.0}]
)
def test_extremes_and_a_single_draw_stay_plain(change: dict[str, float]) -> None:
    plain_only(solve(draws_with(1, sanctions=sanctions(1, **change))).data)


def test_absent_block_and_bad_setting() -> None:
    with pytest.raises(MissingInput, match=r"sanctions\.sender"):
        solve(draws_with())
    with pytest.raises(UsageError):
        Settings(success=1.0)
    assert set(CARD.settings) == {"success"}
