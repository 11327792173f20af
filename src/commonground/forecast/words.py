"""Words of estimative probability, once for the whole project.

Readers matched the intended range in 66 % of cases when it stood in brackets in the text, in 32 % without
(wintle2019): so a sentence gives the number first, then the word, then its range. Sets of terms are not mixed,
and a statement of confidence never shares a sentence with one of likelihood (icd203).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Word:
    """A term and the range it stands for, 0-1."""

    term: str
    low: float
    high: float

    @property
    def range(self) -> str:
        return f"{100 * self.low:.0f}-{100 * self.high:.0f} %"


ICD_203 = (
    Word("almost no chance", 0.01, 0.05),
    Word("very unlikely", 0.05, 0.20),
    Word("unlikely", 0.20, 0.45),
    Word("roughly even chance", 0.45, 0.55),
    Word("likely", 0.55, 0.80),
    Word("very likely", 0.80, 0.95),
    Word("almost certain", 0.95, 0.99),
)
"""Office of the Director of National Intelligence, ICD 203 Analytic Standards (2015), first set of terms."""

LEAST, MOST = 0.01, 0.99


def clipped(probability: float) -> float:
    """The probability a brief may state: never below 1 % or above 99 %."""
    return min(max(probability, LEAST), MOST)


def shown_percent(probability: float) -> int:
    """Whole per cent as a brief prints it, between 1 and 99."""
    return round(100 * clipped(probability))


def word(probability: float) -> Word:
    """The term for a probability, chosen by the number as printed so that number and word never disagree.

    The ranges touch at 5, 20, 45, 55, 80 and 95 per cent; the bound belongs to the higher term.

    Raises
    ------
    ValueError : not a probability (outside 0-1, or NaN).
    """
    if not 0.0 <= probability <= 1.0:
        raise ValueError(f"a probability lies between 0 and 1 (got {probability})")
    percent = shown_percent(probability)
    return next(word for word in reversed(ICD_203) if percent >= round(100 * word.low))


def in_words(probability: float) -> str:
    """Word and range as they stand after the number: "unlikely, 20-45 %"."""
    found = word(probability)
    return f"{found.term}, {found.range}"
