"""The search over levers: chances to work, pairs and sets, regret, costs, and saying that nothing helps."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import numpy as np
import pytest
from tests.unit.case.explored import explored

from commonground.case.io import find_case, load_case, parse_case
from commonground.case.model import Case
from commonground.errors import MissingInput, UsageError
from commonground.explore.engine import Engine
from commonground.explore.levers import search_levers
from commonground.explore.own_range import own_range
from commonground.explore.sets import exact, front, greedy, pairs, regret, tried
from commonground.explore.worlds import Worlds

PIE = find_case("split-the-pie").read_text("utf-8")


def pie(levers: str, more: str = "") -> Case:
    return parse_case(f"{PIE}\nlevers:\n{levers}\n{more}")


def lever(name: str, changes: str, cost: str = "1", works: str = "1", more: str = "") -> str:
    head = f"  {name}: {{name: {name}, by: [ada], cost: {cost}, works: {works}, changes: {{{changes}}}"
    return f"{head}{more}}}\n"


THREE = (
    lever("ask-less", "walk_away.ada: {uniform: [0, 0.8]}", "2")
    + lever("broker", "mediator_effect: 0.4", "3", "0.5")
    + lever("idle", "talks.tempo: 0.02")
)


@pytest.fixture(scope="module")
def worlds() -> Worlds:
    return Worlds(Engine(pie(THREE), 600))


def test_a_lever_that_works_half_the_time_does_half(worlds: Worlds) -> None:
    certain = worlds.solved(("broker",))["agreement"].mean - worlds.before["agreement"].mean
    assert worlds.effect(("broker",)).change == pytest.approx(0.5 * certain)


def test_a_set_is_the_mean_over_what_works(worlds: Worlds) -> None:
    none, broker, less, both = (
        worlds.solved(levers)["agreement"].mean
        for levers in ((), ("broker",), ("ask-less",), ("ask-less", "broker"))
    )
    del none, broker
    want = 0.5 * less + 0.5 * both
    assert worlds.pulled(("ask-less", "broker"))["agreement"].mean == pytest.approx(want)


def test_an_uncertain_chance_to_work_counts_draw_by_draw() -> None:
    found = Worlds(Engine(pie(lever("broker", "mediator_effect: 0.4", works='"0.2 to 0.8"')), 600))
    works = found.works("broker")
    gain = found.solved(("broker",))["agreement"].chance - found.before["agreement"].chance
    assert found.effect(("broker",)).change == pytest.approx(float(np.mean(works * gain)))


def test_a_lever_without_effect_has_none_shown_and_nothing_may_be_recommended() -> None:
    found = search_levers(pie(lever("idle", "talks.tempo: 0.02")), draws=400)
    (one,) = found.data["levers"]
    assert one["verdict"] == "no shown effect"
    assert found.recommended == ()
    assert found.data["front"] == []
    assert found.data["greedy"] == []
    messages = [finding.message for finding in found.findings]
    assert any("no shown effect" in message for message in messages)
    assert any("no lever raises the chance of agreement" in message for message in messages)


def test_a_lever_that_may_do_nothing_has_no_shown_effect() -> None:
    """Its mean effect is above 0, but it may be as well that it does not work at all."""
    case = pie(lever("unsure", "mediator_effect: 0.4", works="{choice: {'0': 0.5, '0.9': 0.5}}"))
    (one,) = search_levers(case, draws=2000).data["levers"]
    assert one["outcomes"]["agreement"]["change"] > 0.02
    assert one["verdict"] == "no shown effect"
    sure = pie(lever("sure", "mediator_effect: 0.4", works="{choice: {'0.5': 0.5, '0.9': 0.5}}"))
    assert search_levers(sure, draws=2000).data["levers"][0]["verdict"] == "raises"


@pytest.mark.parametrize("change", ["{times: {uniform: [0.5, 1]}}", "{uniform: [0, 0.5]}"])
def test_the_range_follows_the_size_of_the_lever(change: str) -> None:
    """A size that may be next to nothing has a range that reaches to little, and one that is sure has none."""
    found = Worlds(Engine(pie(lever("patience", f"walk_away.ada: {change}")), 4000))
    low, high = own_range(found, "patience", "agreement")
    effect = found.effect(("patience",))
    assert low < effect.change - 4 * effect.se
    assert high > effect.change + 4 * effect.se
    sure = Worlds(Engine(pie(lever("sure", "walk_away.ada: {times: 0.75}")), 4000))
    assert own_range(sure, "sure", "agreement") == pytest.approx(sure.effect(("sure",)).interval, abs=1e-9)


def test_what_makes_things_worse_is_counted_and_never_recommended() -> None:
    found = search_levers(pie(lever("ask-more", "walk_away.ada: {plus: 0}, walk_away.ben: 0.9")), draws=400)
    (one,) = found.data["levers"]
    assert one["verdict"] == "lowers"
    assert one["backfires"] > 0.5
    assert found.recommended == ()


def test_pairs_are_all_that_can_be_pulled_together(worlds: Worlds) -> None:
    found = pairs(worlds)
    assert {one.levers for one in found} == set(combinations(worlds.names, 2))
    assert [one.effect.change for one in found] == sorted((one.effect.change for one in found), reverse=True)
    both = next(one for one in found if one.levers == ("ask-less", "broker"))
    alone = worlds.effect(("ask-less",)).change + worlds.effect(("broker",)).change
    assert both.synergy == pytest.approx(both.effect.change - alone)


def test_levers_that_exclude_or_contradict_each_other_make_no_pair() -> None:
    levers = (
        lever("a", "walk_away.ada: 0.1")
        + lever("b", "walk_away.ada: 0.2")
        + lever("c", "walk_away.ben: 0.1", more=", excludes: [a]")
        + lever("d", "walk_away.ben: {times: 0.9}")
    )
    found = search_levers(pie(levers), draws=100).data
    assert found["apart"] == [["a", "b"], ["a", "c"]]
    assert all(
        set(pair) not in ({"a", "b"}, {"a", "c"}) for pair in (one["levers"] for one in found["pairs"])
    )


def test_exact_sets_are_the_best_of_all_sets() -> None:
    found = Worlds(Engine(explored(), 200))
    best, there, solved = exact(found, 8.0, 3, 100)
    sets = [
        levers
        for size in (1, 2, 3)
        for levers in combinations(found.names, size)
        if found.within(levers, 8.0) and found.together(levers)
    ]
    assert (there, solved) == (len(sets), len(sets))
    assert {one.levers for one in best} == set(sets)
    top = max(sets, key=lambda levers: found.effect(levers).change)
    assert best[0].levers == top
    assert best[0].effect.change == pytest.approx(found.effect(top).change)


def test_beyond_the_limit_the_promising_sets_are_solved() -> None:
    found = Worlds(Engine(explored(), 200))
    whole, there, _ = exact(found, 100.0, 2, 100)
    some, still_there, solved = exact(found, 100.0, 2, 4)
    assert still_there == there > solved == 4
    # pairs are exact in what they promise, so that nothing is lost here
    assert some[0].levers == whole[0].levers


def test_greedy_keeps_to_the_budget_and_stops_where_nothing_is_added(worlds: Worlds) -> None:
    steps = greedy(worlds, 100.0, 3)
    assert [step.levers for step in steps] == [("ask-less",), ("ask-less", "broker")]
    assert [step.levers for step in greedy(worlds, 2.5, 3)] == [("ask-less",)]
    assert [step.levers for step in greedy(worlds, 100.0, 1)] == [("ask-less",)]
    assert greedy(worlds, 1.5, 3) == []


def test_regret_is_against_the_best_in_each_draw(worlds: Worlds) -> None:
    found = regret(worlds, [("ask-less",), ("broker",)])
    chances = {
        levers: worlds.pulled(levers)["agreement"].chance for levers in ((), ("ask-less",), ("broker",))
    }
    best = np.max(list(chances.values()), axis=0)
    for levers, lost in found.items():
        assert np.allclose(lost, best - chances[levers])
        assert (lost >= 0).all()


def test_nothing_on_the_front_is_beaten(worlds: Worlds) -> None:
    options = [*pairs(worlds), *(tried(worlds, (name,)) for name in worlds.names)]
    kept = front(options)
    assert [one.levers for one in kept] == [("ask-less",), ("ask-less", "broker")]
    for one in kept:
        assert not any(
            other.cost <= one.cost and other.effect.change > one.effect.change + 1e-12 for other in options
        )


def test_costs_are_what_is_expected() -> None:
    found = Worlds(Engine(explored(), 50))
    assert found.cost_of(("survey",)) == pytest.approx(2.0, abs=2e-3)
    assert found.cost_of(("envoy-comes", "bond")) == pytest.approx(6.0)
    assert found.affordable(2.0, 2) == [("survey",), ("envoy-comes",)]
    assert ("survey", "envoy-comes") in found.affordable(4.0, 2)


def test_sets_can_be_told_at_fewer_draws_than_single_levers() -> None:
    case = explored()
    data = search_levers(case, draws=300, search_draws=100, told_draws=200).data
    assert data["draws"] == {"full": 300, "told": 200, "search": 100}
    at_full = search_levers(case, draws=300, search_draws=100).data
    assert data["levers"] == at_full["levers"]
    alone = {one["id"]: one["outcomes"][data["goal"]]["change"] for one in data["levers"]}
    for one in (*data["sets"]["best"], *data["front"], *data["best_pairs"]):
        # a set is its levers at all draws, and what it adds at fewer
        beyond = one["synergy"] or 0.0
        assert one["change"] == pytest.approx(sum(alone[name] for name in one["levers"]) + beyond)
        assert one["after"] == pytest.approx(data["before"][data["goal"]]["p"] + one["change"])
        if len(one["levers"]) > 1:
            assert one["se"] >= one["synergy_se"]
    whole = {tuple(one["levers"]): one for one in at_full["best_pairs"]}
    for one in data["best_pairs"]:
        same = whole.get(tuple(one["levers"]))
        assert same is None or abs(same["change"] - one["change"]) < 4 * (same["se"] + one["se"])


def test_the_whole_search() -> None:
    found = search_levers(explored(), draws=300, search_draws=100)
    data = found.data
    assert data["goal"] == "agreement"
    assert (data["budget"], data["most"], data["unit"]) == (6, 2, "points")
    assert data["draws"] == {"full": 300, "told": 300, "search": 100}
    assert {one["id"] for one in data["levers"]} == {"survey", "envoy-comes", "bond", "canals"}
    for one in data["levers"]:
        assert set(one["outcomes"]) == {"agreement", "impasse", "confrontation"}
        assert set(one["accounts"]) == {"upland", "lowland"}
        assert 0 <= one["backfires"] <= 1
        assert one["regret"]["mean"] >= 0
    assert all(entry["cost"] <= 6.006 for entry in data["sets"]["best"])
    assert found.as_dict() is data
    again = search_levers(explored(), draws=300, search_draws=100)
    assert again.data == data


def test_a_set_has_the_range_of_its_levers_and_one_lever_the_same_wherever_it_stands() -> None:
    works = "{uniform: [0.3, 0.9]}"
    case = pie(
        lever("broker", "mediator_effect: 0.4", works=works)
        + lever("less", "walk_away.ada: {uniform: [0, 0.8]}", works=works)
    )
    data = search_levers(case, draws=1000).data
    alone = {one["id"]: one["outcomes"][data["goal"]] for one in data["levers"]}
    (pair,) = data["best_pairs"]
    assert pair["low"] < pair["change"] - 2 * pair["se"]  # more than the error of computing
    assert pair["high"] - pair["low"] > max(one["high"] - one["low"] for one in alone.values())
    for one in (*data["front"], *data["sets"]["best"], *data["greedy"]):
        if len(one["levers"]) == 1:
            whole = alone[one["levers"][0]]
            assert (one["low"], one["high"]) == pytest.approx((whole["low"], whole["high"]))


def test_a_lever_without_shown_effect_is_not_on_the_front() -> None:
    case = pie(lever("unsure", "mediator_effect: 0.4", works="{choice: {'0': 0.5, '0.9': 0.5}}"))
    data = search_levers(case, draws=2000).data
    assert data["levers"][0]["verdict"] == "no shown effect"
    assert data["front"] == []


def test_a_named_lever_is_looked_at_alone() -> None:
    data = search_levers(explored(), levers=["bond"], draws=100).data
    assert [one["id"] for one in data["levers"]] == ["bond"]
    assert data["pairs"] == []


def test_without_a_budget_cost_is_no_bound() -> None:
    data = search_levers(pie(THREE), draws=100).data
    assert data["budget"] is None
    assert data["sets"]["there"] == 7


@pytest.mark.parametrize(
    ("arguments", "error", "fragment"),
    [
        ({"budget": 0}, UsageError, "the budget must be above 0 (got 0)"),
        ({"budget": -3}, UsageError, "the budget must be above 0 (got -3)"),
        ({"budget": 0.5}, UsageError, "no lever fits a budget of 0.5"),
        ({"levers": ["bons"]}, UsageError, 'Did you mean "bond"?'),
    ],
    ids=str,
)
def test_wrong_use_is_told(arguments: dict[str, Any], error: type[Exception], fragment: str) -> None:
    with pytest.raises(error) as caught:
        search_levers(explored(), draws=20, **arguments)
    assert fragment in str(caught.value)


def test_a_case_without_levers_says_what_to_add() -> None:
    with pytest.raises(MissingInput) as caught:
        search_levers(load_case("split-the-pie"), draws=20)
    assert caught.value.keys == ("levers",)
