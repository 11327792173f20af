"""What verbs and nouns report: the frames of ../data/frames, looked up by lemma.

A frame has a default (a CAMEO code, "-" for no event, or an operator with a code to fall back on) and rules
"any of these words in the object -> code", tried in order.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from commonground.evidence.coder.wordlists import lines, sets

OPERATORS = frozenset(
    "PROMISE THREATEN DEMAND APPEAL REFUSE START STOP ALLOW PREVENT DENY CONSIDER SAY HOPE".split()
)
NO_EVENT = "-"


@dataclass(frozen=True)
class Rule:
    """If one of `words` stands in the object, the frame means `code`.

    Parameters
    ----------
    anything : fits every object, if no other rule does
    first    : wins over other rules wherever its word stands in the object
    """

    words: frozenset[str]
    code: str
    anything: bool = False
    first: bool = False


@dataclass(frozen=True)
class Frame:
    """What a verb or noun reports.

    Parameters
    ----------
    key      : lemma, with its particle after a space
    code     : CAMEO code without a fitting rule; "" or "-" for none
    operator : "" or what it does to the event that follows, see scope.py
    rules    : exceptions by words of the object, in order
    """

    key: str
    code: str
    operator: str
    rules: tuple[Rule, ...]

    def by_object(self, words: list[str]) -> str:
        """Code of the rule that the object's lemmas fit; "" if none does.

        Of several, the one whose word stands first in the object: "opened talks on refugees" is talks, as what
        stands nearer to the verb says what is done. "A mission of observers" is observers.
        """
        best, found = len(words), ""
        for rule in self.rules:
            if rule.anything:
                continue
            if rule.first and not rule.words.isdisjoint(words):
                return rule.code
            for place in range(best):
                if (
                    words[place] in rule.words
                    and not _contains(words, place)
                    and not _describes(words, place)
                ):
                    best, found = place, rule.code
                    break
        if not found and words:
            found = next((rule.code for rule in self.rules if rule.anything), "")
        return found


def _contains(words: list[str], place: int) -> bool:
    """Whether a word only says how much or what shape of what follows: "a mission of observers"."""
    return words[place] in sets()["container"] and place + 1 < len(words) and words[place + 1] == "of"


def _describes(words: list[str], place: int) -> bool:
    """Whether a word only says which agreement: "the grain deal" is no grain."""
    deals = sets()["deal"]
    return place + 1 < len(words) and words[place + 1] in deals and words[place] in sets()["aid"]


def parse(line: str) -> Frame:
    """The frame that a line of verbs.txt or nouns.txt describes."""
    key, _, rest = line.partition(":")
    default, *alternatives = (part.strip() for part in rest.split("|"))
    operator, code = "", default
    if default.split("/")[0] in OPERATORS:
        operator, _, code = default.partition("/")
    rules = []
    for alternative in alternatives:
        named, _, outcome = alternative.rpartition("=")
        members: set[str] = set()
        for word in named.lstrip("!").split():
            members |= sets()[word[1:]] if word.startswith("@") else {word}
        rules.append(Rule(frozenset(members), outcome.strip(), "*" in members, named.startswith("!")))
    return Frame(key.strip(), code, operator, tuple(rules))


@cache
def verbs() -> dict[str, Frame]:
    """Verb frames by lemma, and by lemma and particle ("call off")."""
    return {frame.key: frame for frame in map(parse, lines("frames/verbs.txt"))}


@cache
def particles() -> dict[str, tuple[str, ...]]:
    """Second words that make another verb of a lemma."""
    found: dict[str, list[str]] = {}
    for key in verbs():
        first, _, second = key.partition(" ")
        if second:
            found.setdefault(first, []).append(second)
    return {first: tuple(seconds) for first, seconds in found.items()}


@cache
def nouns() -> dict[str, Frame]:
    """Frames of nouns that report an event by themselves, by lemma."""
    return {frame.key: frame for frame in map(parse, lines("frames/nouns.txt"))}
