"""Whether a quote stands in the text: the one check that no cleverly worded article can talk its way around."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from commonground.evidence.llm.windows import Sentence

LONGEST = 400  # characters of a quote
_LIKE = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"'})


@dataclass(frozen=True)
class Span:
    """A quote found.

    Parameters
    ----------
    sentence   : where it stands
    start, end : its place in the document's text
    text       : its words, exactly as the text has them
    """

    sentence: Sentence
    start: int
    end: int
    text: str


def find(quote: str, sentences: Sequence[Sentence]) -> Span | None:
    """The first place where the words of a quote stand, as whole words of one sentence; None if nowhere.

    Blanks and line ends count alike, and so do straight and curly quotation marks; every other character must agree.
    """
    words = quote.split()
    if not words or len(quote) > LONGEST or not any(char.isalnum() for char in quote):
        return None
    pattern = r"\s+".join(re.escape(word.translate(_LIKE)) for word in words)
    before = r"(?<!\w)" if quote.strip()[0].isalnum() else ""
    after = r"(?!\w)" if quote.strip()[-1].isalnum() else ""
    looked_for = re.compile(before + pattern + after)
    for sentence in sentences:
        found = looked_for.search(sentence.text.translate(_LIKE))
        if found:
            start, end = found.span()
            return Span(
                sentence, sentence.start + start, sentence.start + end, sentence.text[found.start() : end]
            )
    return None
