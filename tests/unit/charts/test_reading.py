"""Quantities in words: units, and numbers that belong together."""

from __future__ import annotations

import pytest

from commonground.charts.reading import numbers, with_unit


@pytest.mark.parametrize(
    ("text", "unit", "words"),
    [
        ("1", "years", "1 year"),
        ("−1", "days", "−1 day"),
        ("1", "months of talks", "1 month of talks"),
        ("1", "weeks", "1 week"),
        ("0", "years", "0 years"),
        ("1.5", "years", "1.5 years"),
        ("11", "years", "11 years"),
        ("1", "% U-235", "1 % U-235"),
        ("1", "of the pie", "1 of the pie"),
        ("1977", "year", "1977"),
        ("5", "", "5"),
    ],
)
def test_one_of_a_unit_is_singular(text: str, unit: str, words: str) -> None:
    assert with_unit(text, unit) == words


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ([17.24, 24.75], ["17", "25"]),
        ([0.958, 4.42], ["1.0", "4.4"]),
        ([0, 2.85], ["0", "2.9"]),
        ([-0.22, 0.21], ["−0.22", "0.21"]),
        ([-0.52, 0.51], ["−0.5", "0.5"]),
        ([0.2, 0.4], ["0.2", "0.4"]),
        ([39.25, 115.75], ["39", "116"]),
        ([5348.4, 8198.3], ["5300", "8200"]),
        ([2019.2, 2026.7], ["2019", "2027"]),
        ([12_000, 48_000], ["12,000", "48,000"]),
        ([3.67, 3.67, 3.67], ["3.67", "3.67", "3.67"]),
        ([None, 1.0, 3.0], ["–", "1", "3"]),
        ([], []),
    ],
)
def test_numbers_that_belong_together_have_the_same_decimals(
    given: list[float | None], words: list[str]
) -> None:
    assert numbers(given) == words
