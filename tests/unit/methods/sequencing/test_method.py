"""The method `sequencing` on draws: the chapter's tranches, a proposed schedule, inverses, what is said."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from tests.unit.methods.strategies import draws_with, plain_only, relief

from commonground.errors import MissingInput, UsageError
from commonground.methods.sequencing.from_draws import sides_of
from commonground.methods.sequencing.method import Settings, solve

THREE = (("first", 0.578125), ("second", 0.296875), ("third", 0.125))


def data(n: int = 3, settings: Settings | None = None, **change: Any) -> dict[str, Any]:
    return solve(draws_with(n, relief=relief(n, **change)), settings).data


def test_tranches_of_the_chapter() -> None:
    told = data()
    assert told["endless"]["ratio"]["mean"] == pytest.approx(0.421053, abs=1e-6)
    assert told["endless"]["first_tranche"]["mean"] == pytest.approx(0.578947, abs=1e-6)
    assert told["endless"]["efficiency"]["mean"] == pytest.approx(0.964912, abs=1e-6)
    assert told["equal"]["tranches"]["mean"] == 8.0
    assert told["schedule"]["tranches"]["mean"] == 3.0
    assert told["schedule"]["earliest"] == pytest.approx([0.631, 0.266, 0.103], abs=1e-3)
    assert sum(told["schedule"]["earliest"]) == pytest.approx(1.0)
    assert told["proposed"] is None
    assert told["tranches"] == 4


def test_least_bonus_and_snapback_of_the_chapter() -> None:
    for tranches, bonus, snapback in ((2, 0.119, 0.129), (3, 0.044, 0.047), (5, 0.007, 0.007)):
        bare = {"first": {"bonus": 0.0}, "second": {"bonus": 0.0}}
        told = data(settings=Settings(tranches=tranches), **bare)
        found = {one["id"]: one["value"]["mean"] for one in told["thresholds"]}
        assert found["bonus"] == pytest.approx(bonus, abs=1e-3)
        assert found["snapback"] == pytest.approx(snapback, abs=1e-3)


def test_proposed_schedule_step_by_step() -> None:
    told = data(stages=THREE)["proposed"]
    assert [one["safe"] for one in told["stages"]] == [1.0, 1.0, 1.0]
    assert [one["breaks_off"] for one in told["stages"]] == [None, None, None]
    assert told["completes"] == 1.0
    wide = (("first", 0.5), ("second", 0.3), ("third", 0.2))
    told = data(stages=wide, first={"bonus": 0.1}, second={"bonus": np.array([0.1, 0.05, 0.05])})["proposed"]
    assert [one["breaks_off"] for one in told["stages"]] == [None, None, "Ben"]
    assert told["stages"][2]["safe"] == pytest.approx(1 / 3)
    assert told["stages"][2]["by"] == {"ada": 0.0, "ben": pytest.approx(2 / 3)}
    assert told["completes"] == pytest.approx(1 / 3)


@pytest.mark.parametrize(("bens", "who"), [(50, "both about alike"), (45, "both about alike"), (80, "Ben")])
def test_who_breaks_off_is_not_told_from_noise(bens: int, who: str) -> None:
    wide = (("first", 0.5), ("second", 0.3), ("third", 0.2))
    short = np.arange(100) < bens
    solution = solve(
        draws_with(
            100,
            relief=relief(
                100,
                stages=wide,
                first={"bonus": np.where(short, 0.1, 0.05)},
                second={"bonus": np.where(short, 0.05, 0.1)},
            ),
        )
    )
    assert solution.data["proposed"]["stages"][2]["breaks_off"] == who
    assert ("by either side about alike" if who.startswith("both") else f"by {who}") in solution.data[
        "reading"
    ]


def test_periods_and_collapse_are_those_of_the_step() -> None:
    side = sides_of(relief(discount=0.81, step=6.0, collapse=0.19))[0]
    assert side.patience == pytest.approx([0.9 * 0.9] * 3)
    told = data(discount=0.81, step=6.0)
    found = {one["id"]: one["value"]["mean"] for one in told["thresholds"]}
    # c / (delta g) = 1 at a weight of 0.4 a step, 0.16 a year; a chance of collapse of 1 - 0.4 / 0.9 a step
    assert found["patience"] == pytest.approx(0.16)
    assert found["hazard"] == pytest.approx(1.0 - (0.4 / 0.9) ** 2)
    assert found["cost.1"] == pytest.approx(0.9)


def test_findings() -> None:
    bare: dict[str, Any] = {"first": {"bonus": 0.0}, "second": {"bonus": 0.0}}
    solution = solve(draws_with(relief=relief(stages=THREE, **bare)))
    assert "last step would not be given" in solution.data["reading"]
    assert solution.data["schedule"]["earliest"] == []
    messages = [one.message for one in solution.findings]
    assert any("without an end" in one for one in messages)
    assert any("in no draw is the proposed schedule safe" in one for one in messages)
    stuck = solve(draws_with(relief=relief(first={"cost": 0.96, "bonus": 0.0})))
    assert any("no exchange is safe" in one.message for one in stuck.findings)


@pytest.mark.parametrize(
    "change",
    [
        {"discount": 1.0},
        {"discount": 1e-9, "step": 1200.0},
        {"step": 1e-9},
        {"collapse": 1.0},
        {"first": {"cost": 0.0, "benefit": 0.0}},
        {"first": {"cost": 1e6}, "stages": (("all", 0.0), ("none", 1.0))},
        {"second": {"snapback": 1.0, "bonus": 1e6}, "stages": (("all", 1.0),)},
    ],
)
def test_extremes_and_a_single_draw_stay_plain(change: dict[str, Any]) -> None:
    solution = solve(draws_with(1, relief=relief(1, **change)))
    plain_only(solution.data)
    assert all(name in solution.data["reading"] for name in ("Ada", "Ben"))


def test_absent_block_and_bad_setting() -> None:
    with pytest.raises(MissingInput, match=r"relief\.discount"):
        solve(draws_with())
    for bad in ({"most": 0}, {"tranches": 201}):
        with pytest.raises(UsageError):
            Settings(**bad)
