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

from commonground.case.check import check_case
from commonground.case.drafts import unjudged
from commonground.case.io import load_case, parse_case
from commonground.case.one_line import clean
from commonground.cli.main import cli
from commonground.errors import EvidenceError
from commonground.evidence.casework.draft_issues import scales
from commonground.evidence.casework.draft_page import NOT_STATED, page
from commonground.evidence.casework.draft_questions import deadline, sorted_questions
from commonground.evidence.casework.own_words import id_of, issue_labels, name_of, title_of
from commonground.evidence.coder.records import Passage
from commonground.evidence.draft import draft
from commonground.evidence.events import Actor, Event
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
    asked = {question.text: question.deadline for question in case.questions.values()}
    assert asked == {
        "Can the two nations reach an agreement before the end of the year?": date(2025, 12, 31),
        "Will Iran and the United States agree?": date(2026, 3, 8),
    }
    assert "# Also asked" in text
    assert "What are the real chances of a deal?" in text
    assert "#   “Invest in Diplomatic Channels: Neutral parties like Russia may bridge gaps.”" in text
    (advised,) = [item for item in case.evidence.values() if item.kind == "recommendation"]
    assert "Invest in Diplomatic Channels" in advised.title
    assert "Russia signaled readiness" in case.values()["mediator_effect"].because
    days = {item.title.removeprefix("DRAFT: "): item.date for item in case.evidence.values()}
    assert any(day == "2018" for day in days.values())
    assert case.as_of == DAY
    assert case.status == "draft"
    assert check_case(case)[0].path == "status"


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


def test_the_reason_of_every_value_is_a_drafts(text: str) -> None:
    case = parse_case(text)
    assert len(unjudged(case)) == len(case.values())


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


SPORT = (
    "Iran beat United States 2-1 in friendly\n\nIran defeated the United States 2-1 on Thursday. Iran attacked from "
    "the start and the American defence collapsed. Germany crushed Brazil in the other match; Spain will fight France "
    "in the final."
)
SHOP = (
    "Apple opened its first retail store in India on Tuesday. Chief executive Tim Cook was in Mumbai. The company "
    "struck a deal with Reliance to lease the space, and it attacked the mid-range market with cheaper models."
)
FRENCH = (
    "La France a condamné les frappes russes contre Odessa. L'Ukraine a accepté un cessez-le-feu de 30 jours proposé "
    "par les États-Unis. La Russie n'a pas encore répondu."
)


@pytest.mark.parametrize(
    ("words", "language", "why"),
    [
        (SPORT, "en", "a report on sport"),
        (SHOP, "en", "nobody in it deals"),
        (FRENCH, "fr", "another language"),
    ],
)
def test_what_is_no_conflict_is_refused_with_a_way_out(words: str, language: str, why: str) -> None:
    document = Document(words, DAY, language=language)
    with pytest.raises(EvidenceError, match=why) as refused:
        draft(document, DAY)
    assert "--anyway" in refused.value.fix
    if language == "en":
        case = parse_case(page(draft(document, DAY, anyway=True)))
        assert "it" not in case.parties


def test_a_digest_of_unrelated_news_is_refused() -> None:
    text = (
        "France accused Algeria of fraud. Trump threatened Canada and Mexico with tariffs. Pakistan rejected an offer "
        "of talks from India. Japan accused China of spying."
    )
    with pytest.raises(EvidenceError, match="nothing to do with each other"):
        draft(Document(text, DAY, language="en"), DAY)


def test_the_two_are_those_who_deal_with_each_other_and_a_group_is_one_party() -> None:
    text = (
        "Hamas accepted a ceasefire proposal from Egypt. Ismail Haniyeh accused Israel of lying. Israel accused Hamas "
        "of lying. Egypt said so. Egypt hoped for more, and Egypt waited. Egypt is patient."
    )
    made = draft(Document(text, date(2024, 5, 6), language="en"), DAY)
    assert {party.id for party in made.signatories} == {"hamas", "israel"}
    assert "palestine" not in {party.id for party in made.others}


def test_issues_have_substance() -> None:
    dam = (
        "Ethiopia rejected Egypt's claim that the filling breaches international law. Egypt insists on a binding "
        "agreement on the filling and operation of the dam. Talks mediated by the World Bank collapsed in 2020."
    )
    made = draft(Document(dam, DAY, language="en"), DAY)
    assert [issue.id for issue in made.issues] == ["water"]
    assert {party: stance > 0 for (party, _), (stance, _) in made.positions.items()} == {
        "egypt": True,
        "ethiopia": False,
    }
    peace = (
        "Armenia and Azerbaijan agreed on the text of a peace treaty. Azerbaijan demands that Armenia amend its "
        "constitution. Armenia rejected the demand. They differ in talks on joint patrols of observers."
    )
    made = draft(Document(peace, DAY, language="en"), DAY)
    assert [issue.name for issue in made.issues] == [
        "Demand that Armenia amend its constitution",
        "Joint patrols of observers",
    ]
    assert made.positions["azerbaijan", made.issues[0].id][0] == 1.0


def test_a_word_in_another_sense_is_no_issue() -> None:
    text = (
        ARTICLE
        + "\n\nThe withdrawal was a mistake. The withdrawal hurt Iran. Since the withdrawal stability is gone."
    )
    made = draft(Document(text, DAY, language="en"), DAY)
    assert not {"territory", "security"} & {issue.id for issue in made.issues}
    assert made.also == ()


def test_every_issue_of_the_list_has_a_scale() -> None:
    assert set(scales()) == set(issue_labels())
    assert all(low and high and low != high for low, high, _ in scales().values())


@pytest.mark.parametrize(
    ("words", "positive"),
    [
        ("Iran condemned the sanctions of the United States.", False),
        ("Iran demanded that the United States lift the sanctions.", False),
        ("Iran rejects lifting the sanctions on the United States.", True),
        ("Iran supports the sanctions against the United States.", True),
        ("Iran is ready to keep sanctions without the United States.", True),
    ],
)
def test_stances_are_read_on_the_issues_scale(words: str, positive: bool) -> None:
    made = draft(Document(words + " The United States imposed sanctions on Iran.", DAY, language="en"), DAY)
    (sanctions,) = [issue for issue in made.issues if issue.id == "sanctions"]
    assert (sanctions.low, sanctions.high) == ("all of them lifted", "all of them kept or tightened")
    assert (made.positions["iran", "sanctions"][0] > 0) is positive


def test_the_leader_of_a_group_shares_its_stance() -> None:
    text = (
        "Iran insists on its nuclear program. Western nations, spearheaded by the US, oppose the nuclear program. "
        "The United States rejected an offer from Iran."
    )
    made = draft(Document(text, DAY, language="en"), DAY)
    assert made.positions["usa", "nuclear"][0] < 0
    assert made.positions["iran", "nuclear"][0] > 0


def test_history_is_no_news() -> None:
    text = (
        "Iran rejected an offer from the United States. The US has imposed rigorous sanctions on Iran. Trump's tenure "
        "saw a strike on Iranian soil."
    )
    case = parse_case(page(draft(Document(text, DAY, language="en"), DAY)))
    told = {item.title: (item.date, item.before) for item in case.evidence.values() if item.kind == "event"}
    assert told == {
        "DRAFT: Iran turns down United States": ("2025-03-08", False),
        "DRAFT: United States imposes sanctions on Iran": ("2025-03-08", True),
        "DRAFT: United States uses force against Iran (military)": ("2025-03-08", True),
    }


def test_force_in_the_text_is_an_outcome() -> None:
    text = (
        "Iran rejected an offer from the United States. Trump threatened to bomb Iran if it does not agree."
    )
    case = parse_case(page(draft(Document(text, DAY, language="en"), DAY)))
    assert "bomb Iran" in str(case.outcomes.confrontation)
    assert case.confrontation_if_no_deal is not None
    without = parse_case(page(draft(Document("Iran rejected an offer from the United States.", DAY), DAY)))
    assert without.outcomes.confrontation is None


def test_events_below_the_bound_are_left_out_and_counted() -> None:
    document = Document(ARTICLE, DAY, language="en")
    every, sure = draft(document, DAY, least=0), draft(document, DAY, least=0.97)
    assert len(sure.events) + sure.left_out == len(every.events) + every.left_out
    assert sure.left_out > 0
    assert f"# Not here: {sure.left_out} of which the coder is less sure than 0.97" in page(sure)


def passages(*quotes: str) -> list[Passage]:
    return [Passage("question", quote, n, 0, len(quote)) for n, quote in enumerate(quotes)]


def test_questions_are_sorted_and_told_once() -> None:
    found = sorted_questions(
        passages(
            "Will Iran and the US ever find common ground?",
            "Will these corridors of power echo with the sounds of peace, or shall history record another?",
            "Can they overcome their animosities?",
            "What are the chances?",
            "Will the two sides meet in Muscat on Saturday?",
            "Will Baku sign this year?",
            "Will Israel attack Iran before June?",
            "Can Diplomacy Prevail?",
        ),
        DAY,
        date(2026, 3, 8),
    )
    assert [(one.quote, one.outcome, one.deadline, len(one.others)) for one in found.asked] == [
        ("Will Israel attack Iran before June?", "confrontation", date(2025, 6, 30), 0),
        ("Will Baku sign this year?", "agreement", date(2025, 12, 31), 0),
        ("Will Iran and the US ever find common ground?", "agreement", None, 2),
    ]
    assert found.concrete == ("Will the two sides meet in Muscat on Saturday? (by 2025-03-15)",)
    assert [quote[:12] for quote in found.open] == ["Will these c", "What are the"]


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("Will they sign by 9 April 2025?", date(2025, 4, 9)),
        ("Will they sign by April 9?", date(2025, 4, 9)),
        ("Will they sign by January?", date(2026, 1, 31)),
        ("Will they sign before 2027?", date(2026, 12, 31)),
        ("Will they sign in 2026?", date(2026, 12, 31)),
        ("Will they sign next month?", date(2025, 4, 30)),
        ("Will they sign this week?", date(2025, 3, 9)),
        ("Will they sign tomorrow?", date(2025, 3, 9)),
        ("Will they sign on Saturday?", date(2025, 3, 15)),
        ("May they sign?", None),
        ("Did they sign in 2019?", None),
        ("Will they sign?", None),
        ("Will they sign on 31 February?", None),
    ],
)
def test_deadlines(words: str, day: date | None) -> None:
    assert deadline(words, DAY) == day


def test_names_of_parties() -> None:
    assert name_of(Actor("Hamas", "PSE", "REB")) == "Hamas"
    assert (name_of(Actor("militants", "PSE", "REB")), name_of(Actor("Rafah", "PSE"))) == (
        "Palestine",
        "Palestine",
    )
    assert name_of(Actor("it", "MNC", "BUS")) == "a company"
    assert name_of(Actor("U.N. Security Council", "IGOUNO", "GOV")) == "United Nations"
    assert id_of(Actor("Hamas", "PSE", "REB")) == "hamas"
    both = (Actor("Hamas", "PSE", "REB"), Actor("Russia", "RUS"))
    event = Event("1", DAY, both, (Actor("Israel", "ISR"),), "ASSAULT", move="force")
    assert (
        title_of(event, ["Palestine", "Russia"], ["Israel"])
        == "Palestine and Russia use force against Israel"
    )


def test_command_refuses_and_reads_from_a_pipe(tmp_path: Path) -> None:
    article = tmp_path / "sport.txt"
    article.write_text(SPORT, encoding="utf-8")
    refused = run(article)
    assert (refused.exit_code, "--anyway" in refused.output) == (5, True)
    assert run(article, "--anyway").exit_code == 0
    piped = CliRunner().invoke(cli, ["evidence", "draft", "-"], input=ARTICLE, catch_exceptions=False)
    assert piped.exit_code == 0
    assert "status: draft" in piped.stdout
    missing = run(tmp_path / "nofile.txt")
    assert "there is no such file or folder" in missing.output


def test_a_drafts_study_says_so_before_any_number(tmp_path: Path) -> None:
    article = tmp_path / "article.txt"
    article.write_text(ARTICLE, encoding="utf-8")
    target = tmp_path / "talks.yaml"
    run(article, "--date", "2025-03-08", "--out", target)
    for words in (["solve", target], ["run", target, "-o", tmp_path / "s.json"]):
        told = CliRunner().invoke(cli, [*map(str, words), "--draws", "50"], catch_exceptions=False)
        assert told.exit_code == 0
        assert "a draft: " in told.stderr
        assert "is no estimate" in told.stderr
    assert "no answer" in told.stderr
