"""From mentions to actors: pronouns, roles without a country, and what the document is about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from commonground.evidence.coder.mentions import Mention
from commonground.evidence.coder.parsed import Parsed
from commonground.evidence.events import BODIES, Actor

_HE = frozenset("he she his her him".split())
_THEY = frozenset("they them their".split())
_IT = frozenset("it its".split())


@dataclass
class Memory:
    """Who was spoken of last, for the pronouns of the next sentence.

    Parameters
    ----------
    person, body : last person and last country or body in subject position
    counts       : how often each country or body is named in the document
    joint        : the two that the last sentence had as its subject together ("India and Pakistan said …")
    pair, age    : the two parties last named together, and how many sentences ago
    """

    person: Mention | None = None
    body: Mention | None = None
    counts: Counter[str] = field(default_factory=Counter)
    joint: tuple[Actor, Actor] | None = None
    pair: tuple[Actor, Actor] | None = None
    age: int = 0

    def principal(self) -> list[str]:
        """The two codes that the document names most; fewer if it names fewer."""
        return [code for code, _ in self.counts.most_common(2)]


def pronouns(sentence: Parsed, mentions: Sequence[Mention], memory: Memory) -> None:
    """Give pronouns the code of whom they stand for, and remember the sentence's own subjects."""
    person, body = memory.person, memory.body
    first: dict[str, Mention] = {}  # who the sentence is about stands first: "Zelensky accused Putin. He …"
    for mention in mentions:
        if mention.kind in {"pronoun", "possessive"}:
            word = sentence.low[mention.first]
            stands_for = (
                person
                if word in _HE
                else body
                if word in _IT
                else (body or person)
                if word in _THEY
                else None
            )
            if stands_for is not None:
                mention.code, mention.sector = stands_for.code, stands_for.sector
        elif mention.code and not mention.place and mention.kind != "pair":
            if mention.kind == "person" or (
                mention.kind in {"agent+", "people", "country"} and mention.sector == "GOV"
            ):
                person = mention if not mention.before or person is None else person
                first.setdefault("person", person)
            if mention.kind != "person" and (not mention.before or body is None):
                body = mention
                first.setdefault("body", body)
    memory.person, memory.body = first.get("person", person), first.get("body", body)


def actors(
    sentence: Parsed,
    found: Sequence[Mention],
    others: Sequence[Mention],
    mentions: Sequence[Mention],
    home: str = "",
) -> tuple[Actor, ...]:
    """Actors of one side of an event, without repeats.

    A role without a country takes the scene's ("police in Lagos"), else the other side's, else `home`.
    """
    made: list[Actor] = []
    for mention in found:
        if mention.kind in {"pronoun", "possessive"} and not mention.code:
            continue
        code = mention.code
        if not code and mention.kind != "unknown":
            code = _inherited(mention, others, mentions) or home
        words = sentence.phrase(mention.first, mention.last)
        actor = Actor(words, code, mention.sector)
        if all((other.code, other.sector) != (code, mention.sector) or not code for other in made):
            made.append(actor)
        if mention.other is not None:  # "both sides"
            made.append(replace(mention.other, name=words))
    return tuple(made)


def _inherited(mention: Mention, others: Sequence[Mention], mentions: Sequence[Mention]) -> str:
    for other in mentions:
        if other.place and other.code and mention.last <= other.first <= mention.last + 8:
            return other.code
    for other in mentions:  # "India struck nine sites in Pakistan, killing 31 people"
        between = any(one.last <= other.first for one in others) and other.last <= mention.first
        if between and other.place and other.code and mention.first - other.last <= 4:
            return other.code
    for other in others:
        if other.code and not other.code.startswith(BODIES):
            return other.code
    for other in mentions:
        if other.place and other.code:
            return other.code
    for other in mentions:
        if other.code and not other.code.startswith(BODIES):
            return other.code
    return ""
