"""A question is whole, keeps its words, and its nested deadlines stay monotone."""

from __future__ import annotations

import itertools
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.forecast import books

from commonground.errors import ForecastError
from commonground.forecast.nested import isotonic, mended, require_monotone
from commonground.forecast.question import Question, question_from_dict

APRIL = books.question("by-april", deadline=date(2025, 4, 30), series="deal")
JUNE = books.question("by-june", deadline=date(2025, 6, 30), series="deal")
AUGUST = books.question("by-august", deadline=date(2025, 8, 31), series="deal")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"text": " "}, "lacks text"),
        ({"resolves_if": ""}, "lacks resolves_if"),
        ({"kind": "maybe"}, "no kind"),
        ({"kind": "choice"}, "two or more options"),
        ({"kind": "choice", "options": ("a", "a")}, "each once"),
        ({"options": ("a", "b")}, "only a choice has options"),
        ({"opens": date(2026, 1, 1)}, "ends before it opens"),
        ({"kind": "number", "series": "deal"}, "stand in a series"),
        ({"text": "x" * 30_000}, "at most"),
    ],
)
def test_what_a_question_must_have(change: dict[str, Any], told: str) -> None:
    with pytest.raises(ForecastError, match=told):
        books.question(**change)


@pytest.mark.parametrize("name", ["", "a b", "../x", "é", "x" * 121, "-a"])
def test_ids_are_plain(name: str) -> None:
    with pytest.raises(ForecastError, match="made of"):
        books.question(name)


def test_a_question_survives_json_and_every_word_counts_in_its_hash() -> None:
    whole = Question(
        "oil", "Where will Brent be?", date(2025, 6, 30), "ICE settlement.", "ICE", "choice",
        ("under 60", "60 to 80", "over 80"), True, opens=date(2025, 1, 1), topic="oil",
    )  # fmt: skip
    again = question_from_dict(whole.as_dict())
    assert again == whole
    assert again.hash == whole.hash
    hashes = {whole.hash}
    for key, other in {
        "text": "Else?",
        "deadline": "2025-07-01",
        "ordered": False,
        "topic": "",
        "source": "",
    }.items():
        hashes.add(question_from_dict({**whole.as_dict(), key: other}).hash)
    assert len(hashes) == 6


@pytest.mark.parametrize(
    "given_",
    [
        {},
        {"id": "a"},
        {**books.question().as_dict(), "colour": 1},
        {**books.question().as_dict(), "deadline": "soon"},
    ],
)
def test_torn_questions_are_refused(given_: dict[str, Any]) -> None:
    with pytest.raises(ForecastError):
        question_from_dict(given_)


@pytest.mark.parametrize(
    ("kind", "given_", "known"),
    [
        ("yes_no", "Yes", "yes"),
        ("number", "71.5", 71.5),
        ("number", 3, 3.0),
        ("date", "2025-03-08", "2025-03-08"),
    ],
)
def test_outcomes_have_one_written_form(kind: Any, given_: object, known: object) -> None:
    assert books.question(kind=kind).outcome(given_) == known


@pytest.mark.parametrize(
    ("kind", "given_"),
    [("yes_no", "perhaps"), ("number", "nan"), ("number", "inf"), ("number", True), ("date", "May")],
)
def test_impossible_outcomes_are_refused(kind: Any, given_: object) -> None:
    with pytest.raises(ForecastError, match="no outcome"):
        books.question(kind=kind).outcome(given_)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=20))
def test_isotonic_never_falls_keeps_the_mean_and_leaves_what_is_in_order(values: list[float]) -> None:
    fitted = isotonic(values)
    assert all(a <= b + 1e-12 for a, b in itertools.pairwise(fitted))
    assert sum(fitted) == pytest.approx(sum(values))
    assert isotonic(sorted(values)) == pytest.approx(sorted(values))
    assert isotonic(fitted) == pytest.approx(fitted)


def test_isotonic_is_the_least_squares_fit() -> None:
    assert isotonic([0.3, 0.2, 0.5, 0.4, 0.45]) == pytest.approx([0.25, 0.25, 0.45, 0.45, 0.45])
    assert isotonic([0.4, 0.1], [3.0, 1.0]) == pytest.approx([0.325, 0.325])


def test_a_series_is_mended_with_a_finding() -> None:
    chances = {"by-april": 0.3, "by-june": 0.2, "by-august": 0.6, "other": 0.9}
    kept, findings = mended([JUNE, APRIL, AUGUST, books.question("other")], chances)
    assert kept == pytest.approx({"by-april": 0.25, "by-june": 0.25, "by-august": 0.6, "other": 0.9})
    assert {finding.path for finding in findings} == {"questions.by-april", "questions.by-june"}
    assert all("0.250" in finding.message for finding in findings)


def test_equal_deadlines_get_one_chance() -> None:
    twin = books.question("again", deadline=APRIL.deadline, series="deal")
    kept, findings = mended([APRIL, twin, JUNE], {"by-april": 0.2, "again": 0.4, "by-june": 0.5})
    assert kept == pytest.approx({"by-april": 0.3, "again": 0.3, "by-june": 0.5})
    assert len(findings) == 2


def test_nothing_is_said_of_a_series_in_order() -> None:
    chances = {"by-april": 0.1, "by-june": 0.2}
    assert mended([APRIL, JUNE], chances) == (chances, [])


def test_a_persons_contradiction_is_refused_with_the_way_out() -> None:
    others = [APRIL, JUNE, AUGUST]
    require_monotone(JUNE, 0.3, others, {"by-april": 0.2, "by-august": 0.4, "by-june": 0.9})
    with pytest.raises(ForecastError, match="likelier than by-august"):
        require_monotone(JUNE, 0.5, others, {"by-august": 0.4})
    with pytest.raises(ForecastError, match="less likely than by-april") as refused:
        require_monotone(JUNE, 0.1, others, {"by-april": 0.2})
    assert "at least 0.2" in refused.value.fix
