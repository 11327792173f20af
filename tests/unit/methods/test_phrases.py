"""Results in words: one figure, a spread, or how often something holds."""

from __future__ import annotations

import numpy as np
import pytest

from commonground.methods.phrases import figure, per_cent, sentence, whether


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
    ],
)
def test_figure(values: object, text: str) -> None:
    assert figure(values) == text  # type: ignore[arg-type]


def test_per_cent() -> None:
    assert per_cent(0.05) == "5 %"
    assert per_cent([0.0, 1.0]) == "50 % (5-95 %: 5 to 95 %)"


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
