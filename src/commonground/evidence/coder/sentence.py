"""One sentence, from its characters to ranked events with actors."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from commonground.evidence.coder import candidates as rules
from commonground.evidence.coder import lexicon as lexicons
from commonground.evidence.coder import mentions as finder
from commonground.evidence.coder import pairs, resolve, tagger, tokens
from commonground.evidence.coder.candidates import Candidate
from commonground.evidence.coder.lexicon import Lexicon
from commonground.evidence.coder.mentions import Mention
from commonground.evidence.coder.parsed import LONGEST_SENTENCE, Parsed, parse
from commonground.evidence.events import Actor
from commonground.evidence.ontology.tables import EMBARGO, Embargo


@dataclass(frozen=True)
class Read:
    """A sentence as the rules read it."""

    sentence: Parsed
    mentions: list[Mention]
    found: list[Candidate]


@dataclass(frozen=True)
class Reader:
    """Reads sentences with a lexicon, a tagger and a convention for embargoes."""

    lexicon: Lexicon
    tagger: tagger.Tagger
    embargo: Embargo = EMBARGO

    @classmethod
    def shipped(cls, embargo: Embargo = EMBARGO, lexicon: Lexicon | None = None) -> Reader:
        """The reader with what ships, and another lexicon if given."""
        return cls(lexicon or lexicons.shipped(), tagger.shipped(), embargo)

    def read(
        self, text: str, start: int, end: int, day: date | None, memory: resolve.Memory | None = None
    ) -> Iterator[Read]:
        """A sentence of `text`; in pieces if it is longer than any sentence is."""
        words = tokens.tokenise(text, start, end)
        for first in range(0, len(words), LONGEST_SENTENCE):
            piece = words[first : first + LONGEST_SENTENCE]
            begin, stop = piece[0].start, piece[-1].end
            sentence = parse(text[begin:stop], begin, piece, self.tagger)
            found = finder.find(sentence, self.lexicon, day)
            if memory is not None:
                resolve.pronouns(sentence, found, memory)
                pairs.resolve(sentence, found, memory)
            yield Read(sentence, found, rules.candidates(sentence, found, self.embargo))


_OF_AUTHORITY = frozenset({"11", "12", "16", "17"})  # what only who rules a place can do there


def by_scene(candidate: Candidate) -> bool:
    """Whether who does it is a guess from the scene, and a poor one: "12 people were killed in Gaza".

    A place tells who arrested, banned, expelled or refused there, and nothing of who killed, lifted or deployed.
    """
    if "role:scene" not in candidate.rules:
        return False
    there = all(one.place or one.before == "from" for one in candidate.source)
    return candidate.code[:2] not in _OF_AUTHORITY or not there


def parties(read: Read, candidate: Candidate) -> tuple[tuple[Actor, ...], tuple[Actor, ...]]:
    """Actors and recipients of a candidate."""
    who = resolve.actors(read.sentence, candidate.source, candidate.target, read.mentions)
    whom = resolve.actors(read.sentence, candidate.target, candidate.source, read.mentions)
    return who, whom
