"""A sentence with its words, tags and lemmas."""

from __future__ import annotations

from dataclasses import dataclass

from commonground.evidence.coder.lemmas import known_verbs, lemma, verb_lemma
from commonground.evidence.coder.tagger import Tagger
from commonground.evidence.coder.tokens import Token

FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
LONGEST_SENTENCE = 240  # words; what is longer is a list or no prose, and is read in pieces


@dataclass
class Parsed:
    """A sentence ready for the rules; all lists have one item per word.

    Parameters
    ----------
    text   : the sentence as written
    start  : where it stands in the document
    words  : as written;  low: in lower case;  tags: parts of speech;  lemmas: base forms
    places : (start, end) of each word in the document
    """

    text: str
    start: int
    words: list[str]
    low: list[str]
    tags: list[str]
    lemmas: list[str]
    places: list[tuple[int, int]]

    def phrase(self, first: int, last: int) -> str:
        """The text from word `first` up to, not including, `last`."""
        if last <= first:
            return ""
        return self.text[self.places[first][0] - self.start : self.places[last - 1][1] - self.start]


def parse(text: str, start: int, tokens: list[Token], tagger: Tagger) -> Parsed:
    """Tag and lemmatise a sentence's tokens."""
    words = [token.word for token in tokens]
    low = [word.lower() for word in words]
    tags = tagger.tag(words)
    if not FINITE.intersection(tags):
        _find_verb(words, low, tags)
    lemmas = [lemma(word, tag) for word, tag in zip(low, tags)]
    return Parsed(text, start, words, low, tags, lemmas, [(token.start, token.end) for token in tokens])


def _find_verb(words: list[str], low: list[str], tags: list[str]) -> None:
    """Give a headline its verb: the tagger takes "Lifts" in "U.S. Lifts Travel Ban" for a name."""
    for place in range(1, len(words) - 1):
        if tags[place] in {"NN", "NNS", "NNP", "JJ"} and tags[place - 1] in {"NNS", "NNP", "NN", "RB", "X"}:
            word = low[place]
            base = verb_lemma(word)
            if (
                base in known_verbs()
                and (word.endswith(("s", "ed")) or tags[place - 1] == "NNS")
                and base != "be"
            ):
                if word.endswith("s") and word == base:
                    continue
                tags[place] = "VBD" if word.endswith("ed") else "VBZ"
                return
