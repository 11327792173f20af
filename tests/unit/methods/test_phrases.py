"""Results in words: one figure, a spread, or how often something holds."""

from __future__ import annotations

import numpy as np
import pytest

from commonground.methods.phrases import figure, in_draws, per_cent, prose, sentence, share_of, whether


@pytest.mark.parametrize(
    ("values", "text"),
    [
        (0.35, "0.35"),
        ([0.25, 0.25], "0.25"),
        (0.0, "0"),
        (1e-9, "0"),
        (-1 / 3, "-0.333"),
        (12345.6, "12346"),
        (np.linspace(0.0, 1.0, 101), "0.5 (5-95 %: 0.05 to 0.95)"),
        ([0.2, np.nan], "0.2 (no value in 50 % of the draws)"),
        ([0.1, 0.3, np.inf, np.nan], "0.2 (5-95 %: 0.11 to 0.29; no value in 50 % of the draws)"),
        ([np.nan, np.inf], "none"),
        (np.linspace(1.0, 2.0, 1001) / 3, "0.5 (5-95 %: 0.35 to 0.65)"),
        ([0.0] * 99 + [1.0], "0.01 (0 in nine draws of ten)"),
        (np.linspace(0.4999, 0.5001, 11), "0.5"),
        (np.linspace(-1.0, 1.0001, 11), "0 (5-95 %: -0.9 to 0.9)"),
        (99.7, "99.7"),
        ([99.6, 99.7], "100"),
    ],
)
def test_figure(values: object, text: str) -> None:
    assert figure(values) == text  # type: ignore[arg-type]


def test_per_cent() -> None:
    assert per_cent(0.05) == "5 %"
    assert per_cent(1 / 3) == "33.3 %"
    assert per_cent([0.0, 1.0]) == "50 % (5-95 %: 5 to 95 %)"
    assert per_cent([0.0, 1.0], spread=False) == "50 %"
    assert per_cent([0.0] * 99 + [1.0]) == "1 % (0 % in nine draws of ten)"
    assert per_cent([0.996, 0.999]) == "over 99 %"


def test_shares_of_draws() -> None:
    flags = np.arange(1000) < 999
    assert share_of(flags) == "over 99 %"
    assert in_draws(flags) == "in over 99 % of the draws"
    assert in_draws(flags & False) == "in no draw"
    assert share_of(flags | True) == "100 %"


@pytest.mark.parametrize(
    ("held", "text"),
    [
        (1000, "it holds"),
        (0, "it fails"),
        (250, "in 25 % of the draws it holds; in the others it fails"),
        (1, "in under 1 % of the draws it holds; in the others it fails"),
        (999, "in over 99 % of the draws it holds; in the others it fails"),
    ],
)
def test_whether(held: int, text: str) -> None:
    assert whether(np.arange(1000) < held, "it holds", "it fails") == text


def test_sentence() -> None:
    assert sentence("the USA waits, Iran too") == "The USA waits, Iran too."


def test_prose_begins_each_sentence_with_a_large_letter() -> None:
    told = prose("the United States waits. the EU asks the UN.", "", "an envoy comes.")
    assert told == "The United States waits. The EU asks the UN. An envoy comes."
