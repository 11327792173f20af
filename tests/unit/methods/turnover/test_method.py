"""The method `turnover` on draws: durability by date, the chapter's deal and its repairs, penalties, what is said."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from tests.unit.methods.strategies import AS_OF, deal, draws_with, elections, government, plain_only

from commonground.errors import MissingInput, UsageError
from commonground.methods.base import Solution
from commonground.methods.turnover import ElectionCalendar, durability_by_date, steady_durability
from commonground.methods.turnover.from_draws import durability_of, endless_of, span_of
from commonground.methods.turnover.method import Settings, solve

FIRST = date(2029, 3, 8)  # four years after as_of: a full term


def chapter(leaves: float = 0.5, n: int = 3) -> Solution:
    block = elections(n, government(n, days=(FIRST,), leaves=leaves, every=48), deal=deal(n))
    return solve(draws_with(n, elections=block))


def test_durability_is_that_of_the_calendar() -> None:
    office = ElectionCalendar(dates=(date(2029, 1, 20),), every_months=48)
    days = (date(2029, 1, 20), date(2033, 1, 20))
    block = elections(3, government(3, days=days, leaves=0.4), discount=0.9)
    expected = durability_by_date(0.4, 0.9, office, start=AS_OF, end=date(2035, 3, 8))
    assert durability_of(draws_with(elections=block)) == pytest.approx(np.repeat(expected, 3), abs=1e-4)
    assert expected == pytest.approx(0.773, abs=1e-3)


def test_governments_and_hazards_combine() -> None:
    ada = government(3, party=0, days=(date(2027, 3, 8),), leaves=0.3)
    ben = government(3, party=1, leaves_between=0.05, succession=0.1, succession_leaves=0.5)
    both = span_of(elections(3, ada, ben))
    assert both.hazard == pytest.approx([1 - 0.95 * 0.95] * 3)
    assert both.alive_at(5.0) == pytest.approx([0.7 * 0.95**10] * 3)
    data = solve(draws_with(elections=elections(3, ada, ben))).data
    assert data["government"]["ada"]["next"] == "2027-03-08"
    assert data["government"]["ben"]["next"] is None
    assert data["government"]["ada"]["durability_alone"]["mean"] > data["durability"]["ada"]["mean"]
    assert data["durability"]["ada"] == data["durability"]["ben"]
    assert data["by_date"][0] == {"date": "2025-03-08", "alive": pytest.approx(dict.fromkeys(
        ("mean", "low", "median", "high", "share"), 1.0))}  # fmt: skip
    assert len(data["by_date"]) == 11


def test_a_deal_without_an_end_is_the_steady_one() -> None:
    course = endless_of(elections(3, government(3, days=(FIRST,), every=48)))
    assert course.durability == pytest.approx(np.repeat(steady_durability(0.5, 0.98, 16.0), 3), abs=1e-6)
    assert course.chance_that_leaves(0.4549)[0] == pytest.approx(0.4573, abs=1e-4)


def test_the_deal_of_the_chapter_and_its_repairs() -> None:
    found = chapter().data["deal"]
    assert found["price"]["ben"]["mean"] == pytest.approx(0.677567, abs=1e-6)
    assert found["price"]["ada"]["mean"] == pytest.approx(0.35)
    assert found["width"]["mean"] == pytest.approx(-0.027567, abs=1e-6)
    assert found["opens"] == 0.0
    assert found["renege_now"]["mean"] == pytest.approx(0.5)
    needed = {one["id"]: one["needed"]["mean"] for one in found["repairs"]}
    assert 4 * needed["escrow"] == pytest.approx(1.052, abs=1e-3)  # quarters in the chapter, years here
    assert 4 * needed["front_load"] == pytest.approx(0.59662, abs=1e-4)
    assert needed["loss"] == pytest.approx(0.228961, abs=1e-5)
    assert needed["reconstitution"] / 3 == pytest.approx(122.5, abs=0.5)
    assert needed["durability"] == pytest.approx(0.4549, abs=1e-3)
    assert needed["renege"] == pytest.approx(0.457922, abs=1e-5)
    assert all(one["opens_with"] == 1.0 for one in found["repairs"])


def test_curve_over_the_chance_of_reneging_passes_the_known_points() -> None:
    curve = chapter().data["deal"]["renege_curve"]
    width = dict(zip(curve["renege"], curve["width"]["median"], strict=True))
    assert width[0.0] == pytest.approx(0.3)
    assert width[0.25] == pytest.approx(0.136217, abs=1e-6)
    assert width[0.5] == pytest.approx(-0.027567, abs=1e-6)


def test_losses_made_good_in_time() -> None:
    block = elections(3, government(3, days=(FIRST,), every=48), deal=deal(3, restored_in={1: 24.0}))
    price = solve(draws_with(elections=block)).data["deal"]["price"]["ben"]["mean"]
    assert price == pytest.approx(0.398885, abs=1e-5)


def test_penalty_lowers_the_chance_of_leaving() -> None:
    # per year: 0.2 a year for ever is worth 10 at a discount of 0.98, so that 2 deters a fifth
    one = government(3, days=(FIRST,), leaves=0.6, penalty={"temptation": 0.2, "at_home": 2.0})
    solution = solve(draws_with(elections=elections(3, one, discount=0.98)))
    told = solution.data["government"]["ada"]
    assert told["changes"][0]["leaves"]["mean"] == pytest.approx(0.48)
    assert told["penalty"]["enough"]["mean"] == pytest.approx(10.0)
    found = {row["id"]: row for row in solution.data["thresholds"]}
    assert found["penalty.ada"]["now"]["mean"] == pytest.approx(2.0)


def test_largest_chances_bring_the_durability_asked_for() -> None:
    block = elections(3, government(3, days=(FIRST, date(2033, 3, 8)), leaves=0.5, leaves_between=0.01))
    found = {
        one["id"]: one
        for one in solve(draws_with(elections=block), Settings(durability=0.7)).data["thresholds"]
    }
    chance = found["leaves"]["value"]["mean"]
    assert span_of(block).durability_if(np.full(3, chance)) == pytest.approx([0.7] * 3)
    assert found["leaves"]["now"]["mean"] == pytest.approx(0.5)
    hazard = found["hazard"]["value"]["mean"]
    assert replace(span_of(block), hazard=np.full(3, hazard)).durability == pytest.approx([0.7] * 3)


def test_more_than_two_parties_share_the_deal() -> None:
    shared = deal(3, fallback={0: 0.35, 1: 0.2, 2: 0.15}, loss={1: 0.25})
    block = elections(3, government(3, days=(FIRST,), every=48), deal=shared)
    draws = replace(draws_with(elections=block), parties=("ada", "ben", "eve"), names=("Ada", "Ben", "Eve"))
    found = solve(draws).data["deal"]
    assert found["width"]["mean"] == pytest.approx(-0.027567, abs=1e-6)
    assert found["price"]["eve"]["mean"] == pytest.approx(0.15)


def test_findings() -> None:
    messages = [one.message for one in solve(draws_with(elections=elections(3, government(3)))).findings]
    assert any("nothing ends the deal" in one for one in messages)
    poor = elections(3, government(3, days=(FIRST,)), deal=deal(3, fallback={0: 0.6, 1: 0.6}), discount=1.0)
    messages = [one.message for one in solve(draws_with(elections=poor)).findings]
    assert any("closed even if" in one for one in messages)
    assert any("without any discounting" in one for one in messages)


@pytest.mark.parametrize("discount", [1.0, 0.9, 1e-6])
@pytest.mark.parametrize("leaves", [0.0, 1.0])
@pytest.mark.parametrize("between", [0.0, 1.0])
def test_extremes_and_a_single_draw_stay_plain(discount: float, leaves: float, between: float) -> None:
    one = government(
        1, days=(FIRST,), leaves=leaves, every=12, leaves_between=between, penalty={"escrow": 1e6}
    )
    two = government(
        1, party=1, days=(date(2025, 3, 9),), leaves=leaves, succession=1.0, succession_leaves=between
    )
    solution = solve(draws_with(1, elections=elections(1, one, two, deal=deal(1), discount=discount)))
    plain_only(solution.data)
    assert all(name in solution.data["reading"] for name in ("Ada", "Ben"))


def test_absent_block_and_bad_setting() -> None:
    with pytest.raises(MissingInput, match=r"elections\.discount"):
        solve(draws_with())
    with pytest.raises(UsageError):
        Settings(durability=0.0)
