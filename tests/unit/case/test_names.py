"""Names inside sentences."""

from __future__ import annotations

import pytest

from commonground.case.draws import draw
from commonground.case.io import load_case
from commonground.case.names import at_sentence_starts, with_article, without_brackets


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("United States", "the United States"),
        ("United Arab Emirates", "the United Arab Emirates"),
        ("Gulf states", "the Gulf states"),
        ("E3 (France, Germany, United Kingdom)", "the E3 (France, Germany, United Kingdom)"),
        ("EU", "the EU"),
        ("The elders", "the elders"),
        ("An envoy", "an envoy"),
        ("Iran", "Iran"),
        ("Europe", "Europe"),
        ("Upland", "Upland"),
        ("Andorra", "Andorra"),
    ],
)
def test_article(name: str, said: str) -> None:
    assert with_article(name) == said


def test_brackets() -> None:
    assert without_brackets("E3 (France, Germany, United Kingdom)") == "E3"
    assert without_brackets("Iran") == "Iran"


def test_sentence_starts() -> None:
    assert at_sentence_starts("the EU asks the UN. the UN waits") == "The EU asks the UN. The UN waits"


def test_draws_know_both_forms() -> None:
    draws = draw(load_case("us-iran-2025"), 1)
    usa = draws.parties.index("usa")
    assert draws.name(usa) == "the United States"
    assert draws.label(usa) == "United States"
