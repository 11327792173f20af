"""The sections on force, mediators and lasting deals: every number leads back, nothing stands without its method."""

from __future__ import annotations

import re
from copy import deepcopy
from typing import Any

import pytest
from tests.unit.brief.strategic_study import strategic_study

from commonground.brief.compose import compose
from commonground.brief.document import (
    Brief,
    Bullets,
    Callout,
    Number,
    Section,
    Table,
    block_parts,
    iter_numbers,
)
from commonground.brief.found import ANY, MOST_THRESHOLDS, NONE, Found
from commonground.brief.markdown import render_markdown
from commonground.brief.view import View
from commonground.case.io import case_from_data
from commonground.study.record import Study
from commonground.study.run import run

MAIN = ("graph", "confrontation", "mediators", "durability")
ANNEXES = ("chain", "trust-freeze-tranches", "inverses", "graph-annex")


@pytest.fixture(scope="module")
def brief() -> Brief:
    return compose(strategic_study())


def section(brief: Brief, key: str) -> Section:
    return next(section for section in brief.sections if section.id == key)


def told(part: Section) -> str:
    texts = [
        piece if isinstance(piece, str) else getattr(piece, "text", "")
        for block in part.blocks
        for piece in block_parts(block)
    ]
    return "".join(texts)


def changed(method: str, **found: Any) -> Study:
    """The study with other results of one method, by key."""
    data = deepcopy(strategic_study().data)
    data["solutions"][method]["data"].update(found)
    return Study(data)


def test_sections_stand_after_the_packages_and_annexes_behind(brief: Brief) -> None:
    ids = [section.id for section in brief.sections]
    assert ids[ids.index("packages") + 1 :][: len(MAIN) + 1] == ["settlements", *MAIN]
    assert [section.id for section in brief.sections if section.annex][: len(ANNEXES)] == list(ANNEXES)


def test_every_number_is_a_place_in_the_study_and_says_what_it_is(brief: Brief) -> None:
    rows = {path: row for row in brief.numbers for path in row.places}
    for number in iter_numbers(brief):
        value = strategic_study().get(number.path)
        assert isinstance(value, (int, float)), number.path
        assert rows[number.path].about, number.path


@pytest.mark.parametrize("key", MAIN)
def test_no_result_is_printed_without_its_path(brief: Brief, key: str) -> None:
    """Bare text holds no per cent but the ranges of the words for chances."""
    for block in section(brief, key).blocks:
        for part in block_parts(block):
            if isinstance(part, str):
                ours = re.sub(r"\d+-\d+ %|at most 10 %", "", part)
                assert not re.search(r"\d ?(?:%|points?\b)", ours), part


def test_how_the_risk_comes_about(brief: Brief) -> None:
    part = section(brief, "confrontation")
    text = told(part)
    assert re.search(r"If no agreement comes first, there is an? \d+ % chance \([a-z ]+, \d+-\d+ %\)", text)
    steps = next(block for block in part.blocks if isinstance(block, Table))
    paths = [row[1][0].path for row in steps.rows if isinstance(row[1][0], Number)]
    assert [path.split(".")[3] for path in paths] == ["comes_to_head", "risk", "other_paths", "confrontation"]
    assert "Upland" in text
    assert "Lowland" in text


def test_a_path_that_no_draw_takes_is_left_out() -> None:
    nothing = {"mean": 0.0, "low": 0.0, "median": 0.0, "high": 0.0, "share": 1.0}
    assert "another path" not in told(
        section(compose(changed("crisis", other_paths=nothing)), "confrontation")
    )


def test_what_any_procedure_could_reach() -> None:
    def measure(mean: float) -> dict[str, float]:
        return {"mean": mean, "low": mean, "median": mean, "high": mean, "share": 1.0}

    def said(bound: float, risk: float) -> str:
        study = changed("crisis", bound=measure(bound), risk=measure(risk), gap=measure(risk - bound))
        return told(section(compose(study), "confrontation"))

    assert "next to no risk of force" in said(0.0, 0.2)
    assert "below 10 % on average; the other 20 points" in said(0.1, 0.3)
    assert "below 10 % on average. " in said(0.1, 0.1)


def test_each_mediator_with_the_condition_that_fails(brief: Brief) -> None:
    part = section(brief, "mediators")
    table = next(block for block in part.blocks if isinstance(block, Table))
    found = strategic_study().get("solutions.mediation.data.mediators")
    assert len(table.rows) == len(found)
    for row, entry in zip(table.rows, found.values(), strict=True):
        named = told(Section("x", "x", (Table(table.columns, (row,)),)))
        assert entry["name"] in named
        worst = max(entry["why_not"], key=lambda key: entry["why_not"][key])
        words = {
            "ignored": "not change",
            "lies_low": "resolved in any case",
            "lies_high": "yielding in any case",
        }
        assert entry["why_not"][worst] < 0.005 or words[worst] in named
    assert "As guarantors" in render_markdown(brief)


def pledges(study: Study) -> str:
    """The guarantors of the brief, as told."""
    part = section(compose(study), "mediators")
    lists = tuple(block for block in part.blocks if isinstance(block, Bullets))
    return told(Section("x", "x", lists))


def guaranteed(**found: Any) -> Study:
    """The study with other effects of the envoy's guarantee."""
    mediators = deepcopy(strategic_study().get("solutions.mediation.data.mediators"))
    mediators["envoy"]["guarantee"].update(found)
    return changed("mediation", mediators=mediators)


def level(mean: float) -> dict[str, float]:
    return {"mean": mean, "low": mean, "median": mean, "high": mean, "share": 1.0}


def test_each_pledge_has_its_own_unit() -> None:
    given = {"war_cost": level(0.1), "escrow": level(0.5), "snapback": level(0.25)}
    text = pledges(guaranteed(**given))
    assert "a war made dearer by 0.1 of all that is at stake" in text
    assert "a sum in escrow of 0.5 years of what the deal yields" in text
    assert "penalties for leaving of 0.25 years of what the deal yields" in text
    assert "in units of all that is at stake" not in text
    escrow_alone = pledges(guaranteed(war_cost=level(0.0)))
    assert "at stake" not in escrow_alone
    assert "risk of force" not in escrow_alone


def test_an_escrow_widens_the_zone_of_a_deal() -> None:
    study = guaranteed(width_without=level(0.1), width_with=level(0.25))
    assert "the zone of a deal goes from 0.1 to 0.25 of what it yields" in pledges(study)
    paths = {number.path for number in iter_numbers(compose(study))}
    within = "solutions.mediation.data.mediators.envoy.guarantee"
    assert {f"{within}.width_without.mean", f"{within}.width_with.mean"} <= paths
    none = pledges(guaranteed(width_without=level(-0.1), width_with=level(0.25)))
    assert "from \N{MINUS SIGN}0.1 to 0.25 of what it yields (below 0 there is none)" in none
    snapback_alone = guaranteed(escrow=level(0.0), snapback=level(0.2))
    assert "the zone" not in pledges(snapback_alone)
    assert "the zone" not in pledges(guaranteed(width_without=None, width_with=None))


def test_only_what_is_not_computed_is_said_to_be_so() -> None:
    left = {"durability_without": None, "durability_with": None}
    text = pledges(guaranteed(**left, width_without=level(0.1), width_with=level(0.25)))
    assert "the risk of force" in text
    assert "the zone of a deal goes from 0.1 to 0.25" in text
    assert "so its effect on durability is not computed" in text
    assert "its effect is not computed" not in text
    assert "not computed" not in pledges(strategic_study())
    assert "not computed" not in pledges(guaranteed(**left, escrow=level(0.0)))


def test_without_a_mediator_that_helps_it_says_so() -> None:
    text = told(section(compose(changed("mediation", best=None)), "mediators"))
    assert "None that is believed and accepted lowers the risk of force in any draw." in text


def test_a_deal_from_the_calendar_to_the_tranches(brief: Brief) -> None:
    part = section(brief, "durability")
    text = told(part)
    assert "A deal signed today would live" in text
    assert "The next government to change is that of Upland, on 20 January 2026" in text
    assert "leaves a zone of agreement in" in text
    assert "To Upland, after the 2 gestures that the case lists, Lowland is trustworthy" in text
    changes = next(block for block in part.blocks if isinstance(block, Table))
    assert [row[0] for row in changes.rows] == sorted(
        (row[0] for row in changes.rows), key=lambda cell: cell[0][-4:]
    )


def test_the_chain_names_both_ends(brief: Brief) -> None:
    table = next(block for block in section(brief, "chain").blocks if isinstance(block, Table))
    links = strategic_study().get("chain")
    assert len(links) == 6
    assert len(table.rows) == 7  # with the product of two factors
    text = told(section(brief, "chain"))
    for words in ("Upland, walk-away", "Lowland, durability", "Mediator effect", "Confrontation if no deal"):
        assert words in text


def test_methods_that_answer_one_question_stand_side_by_side(brief: Brief) -> None:
    text = told(section(brief, "outlook"))
    voices = strategic_study().get("questions.0.voices")
    assert len(voices) > 1
    assert "Common ground" in text
    assert "knows nothing of the issues" in text
    assert "a result of the method on mediation" in text


def test_a_fed_walk_away_is_said_to_be_the_crisis(brief: Brief) -> None:
    assert "The crisis if it comes to one, else today" in told(section(brief, "stakes"))


def test_sections_without_their_method_are_absent() -> None:
    methods = ["common-ground", "crisis"]
    brief = compose(run(strategic_case(), draws=50, methods=methods))
    ids = {section.id for section in brief.sections}
    assert "confrontation" in ids
    assert not ids & {"mediators", "durability", "trust-freeze-tranches", "inverses"}


def test_one_calculation_at_the_modes_has_of_these_only_what_needs_no_chance() -> None:
    brief = compose(run(strategic_case(), modes=True))
    assert not {section.id for section in brief.sections} & {*MAIN[1:], *ANNEXES[:-1]}


def strategic_case() -> Any:
    return case_from_data(strategic_study().data["case"])


def test_a_measure_without_a_middle_is_said_in_words() -> None:
    without = {"mean": None, "low": None, "median": None, "high": None}
    study = changed("crisis", none={**without, "share": 0.0}, any={**without, "low": 0.1, "share": 1.0})
    found = Found(View(study), "crisis")
    assert found.amount_spread("none") == (NONE,)
    assert found.chance("any") == (ANY,)


def test_of_each_method_few_inverses_are_shown(brief: Brief) -> None:
    part = section(brief, "inverses")
    tables = [block for block in part.blocks if isinstance(block, Table)]
    assert tables
    assert all(1 <= len(table.rows) <= MOST_THRESHOLDS for table in tables)
    assert "the rest is in the study file" in told(part)


def test_of_several_mediators_the_best_two_take_turns() -> None:
    def entry(key: str, mean: float | None = 0.5) -> dict[str, Any]:
        value = {"mean": mean, "low": 0.1, "median": mean, "high": 0.9, "share": 1.0}
        return {"id": key, "text": key, "value": value, "now": None}

    keys = [f"{who}.{what}" for who in ("a", "b", "c") for what in ("least", "most", "word", "cost")]
    entries = [entry(key, None if key.endswith("most") else 0.5) for key in keys] + [entry("alone")]
    effect = {"a": 0.1, "b": 0.3, "c": 0.2}
    mediators = {
        who: {**strategic_study().get("solutions.mediation.data.mediators.bank"), "effect": {"mean": mean}}
        for who, mean in effect.items()
    }
    found = compose(changed("mediation", thresholds=entries, mediators=mediators, best="b"))
    blocks = section(found, "inverses").blocks
    place = next(i for i, block in enumerate(blocks) if getattr(block, "text", "") == "Mediation")
    table = blocks[place + 1]
    assert isinstance(table, Table)
    assert [row[0] for row in table.rows] == [
        (t,) for t in ("B.least", "B.word", "C.least", "C.word", "Alone")
    ]


def test_a_risk_that_does_not_change_is_not_told_twice() -> None:
    def measure(mean: float) -> dict[str, float]:
        return {"mean": mean, "low": mean, "median": mean, "high": mean, "share": 1.0}

    def said(before: float, after: float) -> str:
        study = changed("mediation", best="envoy", risk_without=measure(before), risk_with=measure(after))
        return told(section(compose(study), "mediators"))

    assert "the risk of force hardly changes: it is 19 % on average without and with it" in said(0.192, 0.188)
    assert "the risk of force goes from 19 % to 15 % on average" in said(0.19, 0.15)


@pytest.mark.parametrize("key", ["stakes", *MAIN])
def test_an_assumption_is_a_caution_in_the_section_it_bears_on(key: str) -> None:
    data = deepcopy(strategic_study().data)
    data["case"]["assumptions"] = [{"id": "x", "text": "So.", "if_wrong": "Then not.", "bears_on": [key]}]
    boxes = [
        part.id
        for part in compose(Study(data)).sections
        for block in part.blocks
        if isinstance(block, Callout) and block.parts == ("Then not.",)
    ]
    assert boxes == [key]
