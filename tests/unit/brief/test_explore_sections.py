"""What the brief says of levers, scenarios, indicators and the case against its main line."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from tests.unit.case.explored import explored

from commonground.brief.compose import compose
from commonground.brief.document import Brief, Section, block_parts
from commonground.brief.html import render_html
from commonground.brief.markdown import render_markdown
from commonground.study.record import Study
from commonground.study.run import run

OWN = (
    "drivers",
    "levers",
    "scenarios",
    "alternatives",
    "indicators",
    "lever-table",
    "scenario-changes",
)


@pytest.fixture(scope="module")
def study() -> Study:
    return run(explored(), draws=300)


@pytest.fixture(scope="module")
def brief(study: Study) -> Brief:
    return compose(study)


def section(brief: Brief, name: str) -> Section:
    (found,) = [one for one in brief.sections if one.id == name]
    return found


def told(brief: Brief, name: str) -> str:
    pieces = (piece for block in section(brief, name).blocks for piece in block_parts(block))
    return "".join(piece if isinstance(piece, str) else getattr(piece, "text", "") for piece in pieces)


def changed(study: Study, **levers: Any) -> Brief:
    """The brief of a study whose search over levers found something else."""
    data = deepcopy(study.data)
    data["explore"]["levers"] |= levers
    return compose(Study(data))


def test_what_was_explored_has_its_sections(brief: Brief) -> None:
    there = {one.id: one.annex for one in brief.sections}
    assert set(OWN) <= set(there)
    assert [name for name in OWN if there[name]] == ["lever-table", "scenario-changes"]
    assert render_html(brief)
    assert render_markdown(brief)


def test_without_exploration_there_is_none_of_it() -> None:
    plain = compose(run(explored(), draws=60, explore=False))
    assert not {one.id for one in plain.sections} & set(OWN)


def test_every_lever_is_named_with_what_was_found(study: Study, brief: Brief) -> None:
    text, table = told(brief, "levers"), told(brief, "lever-table")
    for entry in study.data["explore"]["levers"]["levers"]:
        assert entry["name"] in text
        assert entry["name"] in table
    order = [text.index(entry["name"]) for entry in study.data["explore"]["levers"]["levers"]]
    assert order == sorted(order)  # by computed effect


def test_a_lever_without_a_shown_effect_is_said_to_have_none(study: Study) -> None:
    levers = deepcopy(study.data["explore"]["levers"]["levers"])
    last = levers[-1]
    last["verdict"] = "no shown effect"
    text = told(changed(study, levers=levers), "levers")
    assert "No shown effect, since the range covers no change at all" in text
    assert last["name"] in text.partition("No shown effect")[2]


def test_nothing_may_be_recommended(study: Study) -> None:
    found = changed(study, recommended=[])
    text = told(found, "levers")
    assert "On these numbers none is recommended" in text
    assert "Recommended, by computed effect" not in text
    assert "none is recommended" in told(found, "key-judgements")


@pytest.mark.parametrize("verdict", ["raises", "no shown effect"])
def test_sets_with_a_lever_that_shows_nothing_are_not_put_forward(study: Study, verdict: str) -> None:
    levers = deepcopy(study.data["explore"]["levers"]["levers"])
    for entry in levers:
        entry["verdict"] = verdict
    assert ("The best sets" in told(changed(study, levers=levers), "levers")) is (verdict == "raises")


def test_the_case_against_the_main_line_is_written_out(study: Study, brief: Brief) -> None:
    text, data = told(brief, "alternatives"), study.data["explore"]["robustness"]
    assert "The main line is" in text
    assert data["against"]
    for point in data["against"][:1]:
        if point["kind"] == "scenario":
            assert study.data["case"]["scenarios"][point["id"]]["name"] in text
        elif point["kind"] != "method":
            assert "We assume: " in text


def test_events_to_watch_come_with_their_shift(study: Study, brief: Brief) -> None:
    text = told(brief, "indicators")
    for event in study.data["explore"]["indicators"]["events"]:
        assert event["event"][1:] in text
    assert "\N{RIGHTWARDS ARROW}" in text


def test_small_shifts_of_weighed_scenarios_are_told_in_one(study: Study) -> None:
    data = deepcopy(study.data)
    weighed = [row for row in data["explore"]["scenarios"] if row["mixed"]]
    assert weighed
    for row in weighed:
        for one in row["mixed"]["outcomes"].values():
            one["change"] = 0.001
    text = told(compose(Study(data)), "scenarios")
    assert "by less than a point" in text
    assert "from 1" not in text.partition("Weighed by")[2]
