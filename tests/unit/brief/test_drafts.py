"""The brief of a draft gives no judgement, and no brief says the same thing twice."""

from __future__ import annotations

from typing import Any

from tests.unit.case.cases import river_data

from commonground.brief.compose import compose
from commonground.brief.document import Brief, Callout, Headline, block_parts
from commonground.case.io import case_from_data
from commonground.study.run import run

HELD = {"value": {"uniform": [0, 1]}, "because": "DRAFT. Not stated in the text: to be filled in."}


def brief_of(**more: Any) -> Brief:
    data = river_data() | more
    data["walk_away"]["upland"] = HELD
    return compose(run(case_from_data(data), draws=100))


def told(brief: Brief, key: str) -> str:
    part = next(section for section in brief.sections if section.id == key)
    pieces = (piece for block in part.blocks for piece in block_parts(block))
    return "".join(piece if isinstance(piece, str) else getattr(piece, "text", "") for piece in pieces)


def test_a_draft_has_no_judgement_but_a_warning() -> None:
    brief = brief_of(status="draft")
    (key,) = [section for section in brief.sections if section.id == "key-judgements"]
    assert isinstance(key.blocks[0], Callout)
    assert not [block for block in key.blocks if isinstance(block, Headline)]
    text = told(brief, "key-judgements")
    assert "1 of the 19 values of this case is a placeholder that nobody has judged yet" in text
    assert "Upland, walk-away" in text
    assert "no forecast" in told(brief, "outlook")
    assert "Our estimate" not in told(brief, "stakes")


def test_placeholders_left_behind_are_warned_of_above_the_judgements() -> None:
    key = next(section for section in brief_of().sections if section.id == "key-judgements")
    assert isinstance(key.blocks[0], Callout)
    assert any(isinstance(block, Headline) for block in key.blocks)


def test_a_judgement_and_a_date_are_told_once() -> None:
    asked = {"deadline": "2026-03-08", "outcome": "agreement", "resolves_if": "Both have signed."}
    questions = {f"q{n}": {"text": f"Wording {n}?", **asked} for n in range(4)}
    brief = brief_of(questions=questions)
    assert told(brief, "key-judgements").count("reach an agreement") == 1
    assert "grows with time" not in told(brief, "outlook")
    earlier = {**asked, "deadline": "2025-09-08"}
    brief = brief_of(questions=questions | {"early": {"text": "Sooner?", **earlier}})
    text = told(brief, "outlook")
    assert text.count("by 8 March 2026") == 1
    assert "by 8 September 2025" in text


def test_what_happened_at_no_known_time_is_no_development_and_advice_has_its_place() -> None:
    items = [
        {"id": "war", "date": "2025-03-08", "before": True, "kind": "event", "title": "A dam was blown up"},
        {"id": "new", "date": "2025-03-01", "kind": "event", "title": "They met"},
        {"id": "advice", "date": "2025-03-08", "kind": "recommendation", "title": "Share the gauges"},
    ]
    brief = brief_of(evidence=[*river_data()["evidence"], *items])
    assert "They met" in told(brief, "developments")
    assert "blown up" not in told(brief, "developments")
    assert "Share the gauges." in told(brief, "recommendations")
    assert {source.date for source in brief.sources if source.id == "war"} == {"before 2025-03-08"}
    assert "recommendations" not in [section.id for section in brief_of().sections]
