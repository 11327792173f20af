"""Words of estimative probability: the lower bound belongs to the higher term, and 0 and 100 are never said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonground.forecast.words import ICD_203, in_words, shown_percent, word


@pytest.mark.parametrize(
    ("probability", "term"),
    [
        (0.0, "almost no chance"),
        (0.044, "almost no chance"),
        (0.05, "very unlikely"),
        (0.194, "very unlikely"),
        (0.1951, "unlikely"),  # printed as 20 %, so the word is that of 20 %
        (0.20, "unlikely"),
        (0.45, "roughly even chance"),
        (0.5, "roughly even chance"),
        (0.55, "likely"),
        (0.80, "very likely"),
        (0.95, "almost certain"),
        (1.0, "almost certain"),
    ],
)
def test_term(probability: float, term: str) -> None:
    assert word(probability).term == term


@given(st.floats(0, 1))
def test_number_as_printed_lies_in_the_range_of_its_word(probability: float) -> None:
    found, percent = word(probability), shown_percent(probability)
    assert 1 <= percent <= 99
    assert round(100 * found.low) <= percent <= round(100 * found.high)


def test_terms_cover_one_to_ninety_nine_without_gap() -> None:
    assert [a.high for a in ICD_203[:-1]] == [b.low for b in ICD_203[1:]]
    assert (ICD_203[0].low, ICD_203[-1].high) == (0.01, 0.99)
    assert in_words(0.3) == "unlikely, 20-45 %"


@pytest.mark.parametrize("wrong", [-0.1, 1.1, float("nan")])
def test_not_a_probability(wrong: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        word(wrong)
