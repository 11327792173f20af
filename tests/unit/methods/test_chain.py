"""Inputs that a case leaves to methods: filled in draw by draw, and each says where it came from."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from tests.unit.case.strategic import fed, fed_data, strategic
from tests.unit.methods.blocks import crisis, mediator, with_blocks
from tests.unit.methods.worlds import pie

from commonground.brief.compose import compose
from commonground.case.draws import Draws, draw
from commonground.case.io import case_from_data, load_case
from commonground.case.strategy_draws import Feeds
from commonground.errors import MissingInput
from commonground.methods.chain import feed
from commonground.methods.common_ground.utility import build_problem
from commonground.methods.crisis.from_draws import confrontation_if_no_deal, walk_away_of
from commonground.methods.mediation.from_draws import effect_of
from commonground.methods.registry import methods_for, solve
from commonground.methods.trust.from_draws import trust_of
from commonground.methods.turnover.from_draws import durability_of
from commonground.study.run import run


def world(feeds: Feeds, n: int = 3) -> Draws:
    draws = with_blocks(
        pie(np.full((n, 2), np.nan), levels=11, n=n, status_quo=0.7, tempo=3.0),
        crisis=crisis(n, cost_demander=0.05, power=0.5, type_resister=[0.1, 0.5, 0.9]),
        mediators=(mediator(n, takes_part=[True, False, True]),),
        feeds=feeds,
    )
    return replace(draws, mediator_effect=np.full(n, np.nan), confrontation_if_no_deal=np.full(n, np.nan))


ALL = Feeds(walk_away=(0, 1), mediator_effect=True, confrontation=True)


def test_nothing_left_to_a_method_comes_back_as_it_is() -> None:
    draws = draw(load_case("split-the-pie"), 20)
    fed_draws, links = feed(draws)
    assert fed_draws is draws
    assert links == ()


def test_fed_values_are_those_of_the_methods() -> None:
    draws = world(ALL)
    filled, links = feed(draws)
    for party in (0, 1):
        np.testing.assert_array_equal(filled.walk_away[:, party], walk_away_of(draws, party))
    np.testing.assert_array_equal(filled.mediator_effect, effect_of(draws))
    np.testing.assert_array_equal(filled.confrontation_if_no_deal, confrontation_if_no_deal(draws))
    assert [link.to for link in links] == [
        "walk_away.p1", "walk_away.p2", "mediator_effect", "confrontation_if_no_deal",
    ]  # fmt: skip
    assert np.isnan(draws.walk_away).all()  # the draws that came in are untouched
    assert feed(filled)[1] == ()


def test_common_ground_takes_what_is_fed() -> None:
    draws = world(ALL)
    filled, _ = feed(draws)
    solution, again = solve(draws), solve(filled)
    assert solution.data["walk_away"]["p1"]["mean"] == pytest.approx(filled.walk_away[:, 0].mean())
    assert solution.data["mediator_effect"] == pytest.approx(2 / 3 * 0.9)
    assert solution.outcome == again.outcome
    assert solution.outcome is not None
    assert "confrontation" in solution.outcome
    assert [link["from"] for link in solution.data["chain"]] == ["crisis", "crisis", "mediation", "crisis"]
    assert again.data["chain"] == []


def test_the_zone_is_built_from_draws_as_they_come() -> None:
    """Whoever builds the signatories' side without the method meets no NaN."""
    draws = draw(load_case("us-iran-2025"), 20)
    assert np.isnan(draws.durability).any()
    left, filled = build_problem(draws), build_problem(feed(draws)[0])
    np.testing.assert_array_equal(left.durability, filled.durability)
    np.testing.assert_array_equal(left.base, filled.base)
    assert np.isfinite(left.base).all()


def test_an_absent_block_is_named() -> None:
    draws = world(ALL)
    without = replace(draws, strategy=replace(draws.strategy, crisis=None))
    with pytest.raises(MissingInput) as caught:
        solve(without)
    assert any(key.startswith("crisis") for key in caught.value.keys)


@pytest.mark.parametrize("modes", [False, True])
def test_a_case_that_leaves_to_methods_what_it_can(modes: bool) -> None:
    case = fed()
    draws = draw(case, 300, modes=modes)
    filled, links = feed(draws)
    number = {party: p for p, party in enumerate(draws.parties)}
    lives, trust = durability_of(draws), trust_of(draws)
    np.testing.assert_allclose(filled.durability[:, number["upland"]], lives)
    np.testing.assert_allclose(filled.durability[:, number["lowland"]], lives * trust[number["lowland"]])
    for values in (filled.walk_away[:, number["upland"]], filled.durability):
        assert ((values >= 0) & (values <= 1)).all()
    study = run(case, draws=300, modes=modes)
    assert tuple(study.solutions) == methods_for(case)
    chain = study.get("chain")
    assert [link["to"] for link in chain] == [link.to for link in links]
    for link in chain:
        assert (link["path"] != "") == (link["from"] in study.solutions)
        if link["path"]:
            assert study.get(link["path"]) == link["value"], link["to"]


def test_trust_in_the_chain_names_both_parties() -> None:
    _, links = feed(draw(fed(), 20))
    (text,) = [link.text for link in links if link.source == "trust"]
    assert text == "trust of Lowland that Upland keeps a deal (one of two factors)"


def with_a_bystander(party: str) -> dict[str, Any]:
    """The case in which a party that signs nothing leaves all it can to methods as well."""
    data = fed_data()
    data["trust"]["bank"] = {**deepcopy(data["trust"]["lowland"]), "of": "upland"}
    data["durability"]["bank"] = {"from": ["turnover", "trust"]}
    data["positions"]["bank"] = deepcopy(data["positions"]["upland"])
    data["crisis"]["demander"] = party
    data["crisis"]["cost"][party] = data["crisis"]["cost"]["upland"]
    data["walk_away"][party] = {"from": "crisis"}
    if party != "upland":
        del data["crisis"]["cost"]["upland"], data["mediators"]["bank"]
        data["mediators"]["envoy"]["speaks_to"] = party
        data["walk_away"]["upland"] = 0.5
    return data


@pytest.mark.parametrize("party", ["upland", "bank"])
def test_only_signatories_are_fed_and_every_link_leads_somewhere(party: str) -> None:
    case = case_from_data(with_a_bystander(party))
    draws = draw(case, 60)
    filled, links = feed(draws)
    assert not any(link.to.endswith(".bank") for link in links)
    assert filled.strategy.feeds == Feeds()
    assert feed(filled)[1] == ()
    signing = list(draws.signatories)
    for values in (filled.durability[:, signing], filled.mediator_effect, filled.confrontation_if_no_deal):
        assert not np.isnan(values).any()
    assert (filled.durability[:, draws.parties.index("bank")] == 1.0).all()  # as if nothing were said of it
    study = run(case, draws=60)
    chain = study.get("chain")
    assert [link["to"] for link in chain] == [link.to for link in links]
    for link in chain:
        assert study.get(link["path"]) == link["value"], link["to"]
    assert compose(study).sections


def test_a_bystander_lacks_nothing_that_only_signatories_need() -> None:
    """Nor does it fail a case that leaves to a method what is of no account there."""
    draws = world(replace(ALL, walk_away=(0, 1), durability={2: ("turnover",)}))
    parties, signs = (*draws.parties, "third"), draws.signatories
    wide = np.concatenate([draws.durability, np.full((draws.n, 1), np.nan)], axis=1)
    more = np.concatenate([draws.walk_away, np.full((draws.n, 1), np.nan)], axis=1)
    filled, links = feed(replace(draws, parties=parties, signatories=signs, durability=wide, walk_away=more))
    assert [link.to for link in links if "third" in link.to] == []
    assert (filled.durability[:, 2] == 1.0).all()


def test_methods_of_a_case() -> None:
    assert methods_for(load_case("us-iran-2025"))[0] == "common-ground"
    assert methods_for(load_case("split-the-pie")) == ("common-ground",)
    assert {"crisis", "trust", "mediation", "sanctions"} <= set(methods_for(strategic()))


def test_blocks_that_feed_nothing_leave_common_ground_alone() -> None:
    from tests.unit.case.cases import RIVER

    from commonground.case.io import parse_case

    plain, with_all = parse_case(RIVER, "river.yaml"), strategic()
    one, two = solve(plain, n=200), solve(with_all, n=200)
    assert one.outcome == two.outcome
    assert one.data == two.data
