"""A sentence with its words, tags and lemmas."""

from __future__ import annotations

from dataclasses import dataclass

from commonground.evidence.coder.lemmas import known_verbs, lemma, past_forms, verb_lemma
from commonground.evidence.coder.tagger import Tagger
from commonground.evidence.coder.tokens import Token

FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
# Plurals that the tagger sometimes takes for verbs.
# Verbs that news uses and that are no nouns, so that the tagger's guess can be put right.
NO_NOUNS = frozenset(
    "reject condemn denounce accuse refuse agree deny impose seek insist accept expel withdraw send implore oppose "
    "criticize criticise detain deploy invade threaten announce negotiate harbor harbour maintain".split()
)
SUBJECTS = frozenset({"it", "he", "she", "they", "we", "i"})
EVENT_PLURALS = frozenset(
    "suspects rebels forces diplomats airstrikes talks negotiations sanctions tariffs missiles militants troops "
    "planes jets ships".split()
)
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
    _mend(words, low, tags)
    lemmas = [lemma(word, tag) for word, tag in zip(low, tags)]
    return Parsed(text, start, words, low, tags, lemmas, [(token.start, token.end) for token in tokens])


def _mend(words: list[str], low: list[str], tags: list[str]) -> None:
    """Correct what the tagger often gets wrong in news: nouns after adjectives, plain pasts, headlines."""
    sure = past_forms()
    last_comma = 0
    for place in range(1, len(tags)):
        tag = tags[place]
        if tag in {"VBZ", "VBP"}:
            if (
                tags[place - 1] in {"JJ", "DT", "PRP$"}
                or (low[place] == "forces" and words[place - 1][0].isupper())
                or (tag == "VBZ" and low[place] in EVENT_PLURALS)
            ):
                tags[place] = "NNS" if tag == "VBZ" else "NN"
        elif tag == "VBN" and low[place - 1] in SUBJECTS and (place < 2 or tags[place - 2] != "MD"):
            tags[place] = "VBD"  # "it shot down a jet"
        elif (
            tag in {"NN", "VBN"}
            and low[place] == "shot"
            and low[place + 1 : place + 2] in (["down"], ["dead"])
        ):
            tags[place] = "VBD" if tags[place - 1] in {"NN", "NNS", "NNP"} else "VBN"
        elif (
            tag in {"NN", "JJ", "NNP", "IN", "RB"}
            and (low[place] in sure or words[place] == "met")
            and tags[place - 1] not in {"DT", "IN"}
        ):
            tags[place] = "VBD"
        elif tag in {"NN", "RB", "JJ"} and low[place] in NO_NOUNS and words[place].islower():
            if tags[place - 1] in {"NN", "NNS", "NNP", "PU", "PRP"}:
                tags[place] = "VBP"
        elif tag in {"NN", "JJ", "RB", "NNP"} and words[place].islower() and _after_modal(low, tags, place):
            if verb_lemma(low[place]) == low[place] and low[place] in known_verbs():
                tags[place] = "VB"
        elif tag == "VBG" and tags[place - 1] == "PRP$":
            tags[place] = "NN"  # "its blessing"
        elif low[place] == ",":
            last_comma = place
    head = tags[:last_comma] if last_comma > 4 and last_comma > len(tags) - 12 else tags
    if not FINITE.intersection(head):
        _find_verb(low, tags, len(head))


def _after_modal(low: list[str], tags: list[str], place: int) -> bool:
    """Whether "will", "must not" or the like stands before the word."""
    before = place - 1
    if before > 0 and low[before] in {"not", "'t", "’t", "never"}:
        before -= 1
    return tags[before] == "MD"


def _find_verb(low: list[str], tags: list[str], end: int) -> None:
    """Give a headline its verb: the tagger takes "Lifts" in "U.S. Lifts Travel Ban" for a name."""
    for place in range(1, end - 1):
        if tags[place] not in {"NN", "NNS", "NNP", "JJ"} or tags[place - 1] not in {
            "NNS",
            "NNP",
            "NN",
            "RB",
            "X",
        }:
            continue
        word = low[place]
        base = verb_lemma(word)
        plural_subject = low[place - 1].endswith("s") and tags[place - 1][0] == "N"
        if base in known_verbs() and (word.endswith(("s", "ed")) or plural_subject) and base != "be":
            if (word.endswith("s") and word == base) or word in EVENT_PLURALS:
                continue
            tags[place] = (
                "VBD" if word.endswith("ed") else "VBP" if plural_subject and word == base else "VBZ"
            )
            return
