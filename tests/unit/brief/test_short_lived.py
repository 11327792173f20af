"""How long a deal would live, as each signatory reckons: its factors, their product, and a caution."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from tests.unit.brief.strategic_study import strategic_study

from commonground.brief.compose import compose
from commonground.brief.document import Brief, Number, Table, block_parts, iter_numbers
from commonground.methods.measures import measure
from commonground.study.record import Study

CAUTION = "a deal is hardly more than what it has without one: it is expected to live for 8 % of the time."


def told(brief: Brief, key: str) -> str:
    part = next(section for section in brief.sections if section.id == key)
    pieces = (piece for block in part.blocks for piece in block_parts(block))
    return "".join(piece if isinstance(piece, str) else getattr(piece, "text", "") for piece in pieces)


def changed(lowland: float, **case: Any) -> Brief:
    data = deepcopy(strategic_study().data)
    data["solutions"]["common-ground"]["data"]["durability"]["lowland"] = measure(lowland)
    data["case"].update(case)
    return compose(Study(data))


def test_a_product_stands_below_its_factors() -> None:
    section = next(section for section in compose(strategic_study()).sections if section.id == "chain")
    table = next(block for block in section.blocks if isinstance(block, Table))
    rows = [row for row in table.rows if row[0] == ("Lowland, durability",)]
    assert [row[1] for row in rows[2:]] == [("Both together",)]
    number = rows[-1][2][0]
    assert isinstance(number, Number)
    assert number.path == "solutions.common-ground.data.durability.lowland.mean"
    assert sum(row[1] == ("Both together",) for row in table.rows) == 1


def test_a_deal_that_hardly_lives_is_a_caution() -> None:
    assert f"To Lowland {CAUTION}" in told(changed(0.08, collapse={}), "key-judgements")
    assert "expected to live" not in told(changed(0.2, collapse={}), "key-judgements")


def test_what_follows_a_collapse_may_be_another_thing() -> None:
    text = told(changed(0.08, collapse={"lowland": {"value": 0.1}}), "key-judgements")
    assert "As Lowland sees it, a deal is expected to live for 8 % of the time." in text
    assert CAUTION not in text


def test_its_number_says_what_it_is() -> None:
    brief = changed(0.08)
    found = [number.path for number in iter_numbers(brief) if "common-ground.data.durability" in number.path]
    assert found


@pytest.mark.parametrize("party", ["upland", "lowland"])
def test_the_study_holds_the_product(party: str) -> None:
    data = strategic_study().data
    mean = data["solutions"]["common-ground"]["data"]["durability"][party]["mean"]
    factors = [link["value"]["mean"] for link in data["chain"] if link["to"] == f"durability.{party}"]
    assert 0.0 < mean <= min(factors, default=1.0) + 1e-9
