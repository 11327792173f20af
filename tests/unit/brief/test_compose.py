"""The brief as composed from a study: every number leads back, and the wording keeps its rules."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from commonground.brief.compose import compose
from commonground.brief.document import (
    Brief,
    Cite,
    Headline,
    Number,
    ValueRef,
    block_parts,
    iter_cites,
    iter_numbers,
    iter_value_refs,
)
from commonground.brief.markdown import render_markdown
from commonground.brief.view import label, value_row
from commonground.brief.write import write_brief
from commonground.case.io import case_from_data, load_case
from commonground.charts.reading import with_article
from commonground.errors import UsageError
from commonground.forecast.words import ICD_203
from commonground.study.record import Study
from commonground.study.run import run

GOLDEN = Path(__file__).parent / "golden"


@pytest.fixture(scope="module")
def study() -> Study:
    return run(load_case("us-iran-2025"), draws=500, command="commonground brief us-iran-2025")


@pytest.fixture(scope="module")
def brief(study: Study) -> Brief:
    return compose(study)


def test_sections_follow_the_article_and_the_analyst(brief: Brief) -> None:
    assert [section.id for section in brief.sections] == [
        "key-judgements", "question", "outlook", "stakes", "contention", "packages", "developments", "assumptions",
        "method-notes", "more-packages", "sources", "case-values", "numbers",
    ]  # fmt: skip


def test_every_number_is_a_place_in_the_study(study: Study, brief: Brief) -> None:
    numbers = list(iter_numbers(brief))
    assert len(numbers) > 60
    for number in numbers:
        value = study.get(number.path)
        assert isinstance(value, (int, float)), number.path
        digits = re.search(r"\d+(?:[.,]\d+)*", number.text)
        assert digits is not None
        shown = float(digits[0].replace(",", ""))
        # a difference of printed chances adds up for the reader, and may be a point off the unrounded one
        slack = (
            1.0
            if "point" in number.text and ".rise" in number.path
            else 0.5000001 * 10 ** -_decimals(digits[0])
        )
        assert any(abs(abs(value) * scale - shown) <= slack for scale in (1, 100)) or _clipped(
            value, shown
        ), (
            number,
            value,
        )


def _decimals(text: str) -> int:
    return len(text.partition(".")[2])


def _clipped(value: float, shown: float) -> bool:
    """1 and 99 % stand for anything beyond, and a share under 1 % is said to be so."""
    return (shown == 1 and value < 0.015) or (shown == 99 and value > 0.985)


def test_every_number_has_a_row_that_says_what_it_is(brief: Brief) -> None:
    rows = {row.path: row for row in brief.numbers}
    assert {number.path for number in iter_numbers(brief)} == set(rows)
    assert [path for path, row in rows.items() if not row.about] == []


def test_every_case_value_and_every_citation_leads_somewhere(study: Study, brief: Brief) -> None:
    rows, sources = {row.path for row in brief.values}, {source.id for source in brief.sources}
    assert {ref.path for ref in iter_value_refs(brief)} <= rows
    assert {cite.evidence_id for cite in iter_cites(brief)} <= sources
    assert {key for row in brief.values for key in row.evidence} <= sources
    assert {value_row(path) for path in study.data["values"]} == rows


def test_likelihood_and_confidence_never_share_a_sentence(brief: Brief) -> None:
    terms = [word.term for word in ICD_203]
    for section in brief.sections:
        for block in section.blocks:
            text = _plain(block)
            if isinstance(block, Headline) and block.more:
                assert not any(term in _plain_parts(block.more) for term in terms)
            for sentence in re.split(r"(?<=[.!?])\s", text):
                assert not ("onfidence" in sentence and any(f"({term}" in sentence for term in terms)), (
                    sentence
                )


def test_number_comes_before_its_word(brief: Brief) -> None:
    first = brief.sections[0].blocks[0]
    assert isinstance(first, Headline)
    assert re.match(r"There is an? \d+ % chance \([a-z ]+, \d+-\d+ %\) that ", _plain_parts(first.parts))


def test_no_result_is_printed_without_its_path(study: Study, brief: Brief) -> None:
    """Per cents and points in our own sentences are Numbers; bare text holds only the case's words."""
    for section in brief.sections:
        if section.id not in ("key-judgements", "outlook", "contention"):
            continue
        for block in section.blocks:
            for part in block_parts(block):
                if isinstance(part, str):
                    ours = _without_ranges(part)
                    for entry in study.data["values"].values():
                        ours = ours.replace(entry["because"], "") if entry["because"] else ours
                    for item in study.data["case"]["assumptions"]:
                        ours = ours.replace(item["if_wrong"], "")
                    assert not re.search(r"\d ?(?:%|points?)(?! U-235)", ours), part


def _without_ranges(text: str) -> str:
    for word in ICD_203:
        text = text.replace(word.range, "")
    return re.sub(r"\d[\d.,]* % U-235", "", text)


def test_sections_whose_input_is_missing_are_absent() -> None:
    data = load_case("split-the-pie").dump()
    for key in ("talks", "assumptions", "questions", "summary", "outcomes"):
        data.pop(key, None)
    brief = compose(run(case_from_data(data), draws=200, settings={"blocks": False, "solutions": False}))
    ids = {section.id for section in brief.sections}
    assert not ids & {"outlook", "contention", "assumptions"}
    assert {"key-judgements", "stakes"} <= ids


def test_a_case_without_common_ground_says_so() -> None:
    data = load_case("split-the-pie").dump()
    data["walk_away"] = {"ada": 0.9, "ben": 0.9}
    data["assumptions"] = []
    text = render_markdown(compose(run(case_from_data(data), draws=100)))
    assert "In no draw does any package on the grid suit all signatories" in text
    assert "1 %" in text  # never 0


def test_three_signatories() -> None:
    data = load_case("split-the-pie").dump()
    data["parties"]["cem"] = {"name": "Cem", "role": "signatory"}
    data["positions"]["cem"] = {"share": {"ideal": 0.5, "salience": 1}}
    data["walk_away"]["cem"] = 0.2
    assert "Ada, Ben and Cem" in render_markdown(compose(run(case_from_data(data), draws=100)))


def test_rendering_again_solves_nothing(
    study: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved = Study.load(study.save(tmp_path / "study.json"))
    monkeypatch.setattr("commonground.methods.common_ground.method.solve", _never)
    monkeypatch.setattr("commonground.case.draws.draw", _never)
    first = write_brief(study, tmp_path / "a")
    second = write_brief(saved, tmp_path / "b")
    assert list(first) == ["html", "pdf", "md", "json"]
    for name, path in first.items():
        assert path.read_bytes() == second[name].read_bytes(), name


def _never(*_: Any, **__: Any) -> Any:
    raise AssertionError("solved or drawn again")


def test_unknown_format(study: Study, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match='Did you mean "html"'):
        write_brief(study, tmp_path, ("htm",))
    assert not list(tmp_path.iterdir())


def test_golden_brief() -> None:
    """The whole text of the teaching case's brief; on a change, look at the .new file and move it if it is right."""
    found = render_markdown(
        compose(run(load_case("split-the-pie"), command="commonground brief split-the-pie"))
    )
    expected = GOLDEN / "split-the-pie.md"
    fresh = expected.with_suffix(".md.new")
    if not expected.exists() or expected.read_text("utf-8") != found:
        fresh.write_text(found, "utf-8")
        pytest.fail(f"the brief's text changed: compare {fresh.name} with {expected.name}, then move it")
    fresh.unlink(missing_ok=True)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("United States", "the United States"),
        ("Iran", "Iran"),
        ("Gulf states", "the Gulf states"),
        ("Russia", "Russia"),
    ],
)
def test_article(name: str, said: str) -> None:
    assert with_article(name) == said


@pytest.mark.parametrize(
    ("option", "short"),
    [
        ("2015 terms: Additional Protocol, continuous monitoring", "2015 terms"),
        (
            "Iran's own limit of 2,000 km written down; no more",
            "Iran's own limit of 2,000 km written down; no more",
        ),
        ("No relief, as now", "No relief"),
        (": odd", ": odd"),
    ],
)
def test_short_label(option: str, short: str) -> None:
    assert label(option) == short


def _plain(block: Any) -> str:
    if isinstance(block, Headline):
        return f"{block.number.text} {_plain_parts(block.parts)} {_plain_parts(block.more)}"
    return _plain_parts(tuple(block_parts(block)))


def _plain_parts(parts: Any) -> str:
    return "".join(
        part if isinstance(part, str)
        else part.text if isinstance(part, (Number, ValueRef)) or hasattr(part, "text")
        else "" if isinstance(part, Cite)
        else str(part)
        for part in parts
    )  # fmt: skip
