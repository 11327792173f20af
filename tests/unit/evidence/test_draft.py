"""A first case from an article: valid, marked as a draft, and nothing in it that the article does not say."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from commonground.case.io import load_case, parse_case
from commonground.cli.main import cli
from commonground.errors import EvidenceError
from commonground.evidence.casework.draft_page import NOT_STATED, page
from commonground.evidence.casework.own_words import clean
from commonground.evidence.draft import draft
from commonground.evidence.reading.document import Document

ARTICLE = """Will Iran and the United States agree?

Iran’s Supreme Leader rejected an offer of talks from the United States on Saturday. \
Russia signaled readiness to facilitate talks between Iran and the United States. \
However, President Donald Trump’s 2018 decision to withdraw the US from the agreement reignited tensions. \
Iran insists on its nuclear program.

Key Points of Contention

1. Nuclear Ambitions: The core dispute lies in Iran’s nuclear program.

2. Economic Sanctions: The US has imposed rigorous sanctions on Iran.

3. Regional Influence: Iran’s support for militant groups in the region remains a contentious issue.

Pressing Questions

What are the real chances of a deal? How might a new administration change things?

Can the two nations reach an agreement before the end of the year?

Actionable Recommendations

1. Invest in Diplomatic Channels: Neutral parties like Russia may bridge gaps.

For further insights into diplomacy, visit U.S. Department of State and United Nations.

By Megan Kaspers

Megan Kaspers is an author who writes about Ruritania, China and finance.
"""
DAY = date(2025, 3, 8)


@pytest.fixture(scope="module")
def text() -> str:
    return page(draft(Document(ARTICLE, DAY, "Will Iran and the United States agree?", "A paper", "en"), DAY))


def test_what_is_in_it(text: str) -> None:
    case = parse_case(text)
    assert set(case.signatories) == {"usa", "iran"}
    assert case.parties["russia"].role == "other"
    assert not {"china", "chn"} & set(case.parties)  # from the author's box
    assert set(case.issues) >= {"nuclear", "sanctions", "regional"}
    assert "Iran insists on its nuclear program." in case.positions["iran"]["nuclear"].ideal.because  # type: ignore[union-attr]
    asked = [question.text for question in case.questions.values()]
    assert "Will Iran and the United States agree?" in asked
    assert "Can the two nations reach an agreement before the end of the year?" in asked
    assert "# Also asked" in text
    assert "What are the real chances of a deal?" in text
    assert "#   “Invest in Diplomatic Channels: Neutral parties like Russia may bridge gaps.”" in text
    days = {item.title.removeprefix("DRAFT: "): item.date for item in case.evidence.values()}
    assert any(day == "2018" for day in days.values())
    assert case.as_of == DAY


def test_every_value_has_a_quote_or_says_that_there_is_none(text: str) -> None:
    case = parse_case(text)
    assert case.title.startswith("DRAFT")
    assert case.summary.startswith("DRAFT")
    plain = clean(ARTICLE)
    for path, value in case.values().items():
        if NOT_STATED in value.because:
            continue
        assert value.because.startswith("DRAFT"), path
        quote = value.because.partition("“")[2].rpartition("”")[0].rstrip("…")
        assert quote in plain, path
    for item in case.evidence.values():
        if item.id != "article":
            assert item.text.partition("“")[2].partition("”")[0].rstrip("…") in plain


@pytest.mark.parametrize("words", ["", "Nothing of note happened.", "Iran said nothing.", "\x00\ud800"])
def test_without_two_parties_there_is_nothing_to_draft(words: str) -> None:
    with pytest.raises(EvidenceError, match="fewer than two parties"):
        draft(Document(words), DAY)


HOSTILE = [
    (
        'Iran rejected "x: [1}" & *a !b %c # d from the United States.\n- id: evil\n  date: 2020\n\n'
        "Will Iran\tand the US: agree?"
    ),
    (
        "Iran rejected an offer from the US.\u202e\nWill Iran and the US agree? \u2066{x}\u2069\n"
        "# comment\n---\nname: evil\n..."
    ),
    (
        "<html><script>alert('Iran')</script> Iran accused the US of <b>lying</b>. \u0085\u2028 "
        "Iran, Israel and the US met."
    ),
    (
        "ایران Iran met the US. ארצות United States rejected Iran\u200f’s offer. Should Iran\r\nattack the US? "
        "Will war come?"
    ),
]


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_articles_stay_text(words: str) -> None:
    made = page(
        draft(Document(words, None, words[:80], words[:50], "en", "javascript:" + words[:20]), DAY), "]: evil"
    )
    case = parse_case(made)
    assert set(case.signatories) == {"iran", "usa"}
    assert "evil" not in case.evidence
    assert case.name == "evil"
    assert "\u202e" not in made


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=200), st.text(max_size=60))
def test_any_words_around_it_give_a_valid_case(words: str, title: str) -> None:
    text = f"Iran rejected an offer from the United States.\n\n{words}\n\nWill {title} peace come?"
    parse_case(page(draft(Document(text, None, title, words[:40]), DAY), title))


def run(*words: object) -> Result:
    return CliRunner().invoke(cli, ["evidence", "draft", *map(str, words)], catch_exceptions=False)


def test_command(tmp_path: Path) -> None:
    article = tmp_path / "article.txt"
    article.write_text(ARTICLE, encoding="utf-8")
    target = tmp_path / "talks.yaml"
    result = run(article, "--date", "2025-03-08", "--out", target)
    assert result.exit_code == 0, result.output
    assert (load_case(target).name, load_case(target).as_of) == ("talks", DAY)
    checked = CliRunner().invoke(cli, ["check", str(target)], catch_exceptions=False)
    assert checked.exit_code == 0
    assert "valid" in checked.output
    assert run(article, "--out", target).exit_code == 2
    assert run(article, "--out", target, "--force").exit_code == 0
    told: Any = json.loads(run(article, "--json").stdout)["data"]
    assert (told["parties"]["russia"], told["dated"]) == ("other", False)
    parse_case(told["case"])
    assert "commonground: 1" in run(article).stdout
    for words, code, said in (
        ((tmp_path / "none.txt",), 5, "No article could be read"),
        ((tmp_path,), 2, "Give one article"),
    ):
        article.with_name("second.txt").write_text("Iran met the US.")
        failed = run(*words)
        assert (failed.exit_code, said in failed.output) == (code, True), failed.output
