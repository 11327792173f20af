"""Who is mentioned in a sentence: names and roles found, joined into noun phrases, given one code each.

"Iran's Supreme Leader Ali Khamenei" is one mention, IRN GOV; "rebels in Chad" is TCD REB; "Syrian-backed" is
none. A role without a country ("police") has a sector and no code until roles.py gives it the clause's country.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from datetime import date

from commonground.evidence.coder.lexicon import Lexicon, Name
from commonground.evidence.coder.parsed import Parsed
from commonground.evidence.events import Actor

# After "Iran-", these make an adjective of somebody else: "Iran-backed militia".
NOT_THE_ACTOR = frozenset(
    "backed based born held occupied controlled sponsored funded educated aligned trained bound made "
    "style administered supported supplied allied born ruled dominated owned speaking era".split()
)
PLACE_PREPOSITIONS = frozenset(
    "in near at outside inside around across within throughout into through".split()
)
ATTACHING = frozenset("of in from for near at".split())
MODIFIERS = frozenset({"JJ", "NN", "NNS", "NNP", "VBN", "CD", "RB"})
_PRONOUNS = frozenset("he she they it we his her their its him them".split())
UNRESOLVED_STOP = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
    "september october november december i mr mrs ms".split()
)


@dataclass
class Mention:
    """A noun phrase that names an actor or a place.

    Parameters
    ----------
    first, last : words from `first` up to, not including, `last`
    code, sector: as in `events.Actor`
    kind        : kind of the name that gave the code; "agent" without one; "unknown", "pronoun"
    before      : preposition that governs the phrase, "" if none
    place       : stands as the scene, not as an actor ("in Lagos")
    owner       : followed by 's and something that is no actor ("Iran's offer")
    modifier    : stands before a noun that is no actor ("the US offer")
    other       : the second party of a phrase that stands for two ("both sides", kind "pair")
    """

    first: int
    last: int
    code: str
    sector: str
    kind: str
    before: str = ""
    place: bool = False
    owner: bool = False
    modifier: bool = False
    head: int = field(default=0)
    other: Actor | None = None

    @property
    def country(self) -> str:
        """First three letters of the code."""
        return self.code[:3]


# Countries and cities that people are called after.
GIVEN_NAMES = frozenset("jordan chad paris georgia sydney israel kenya milan florence".split())


def find(sentence: Parsed, lexicon: Lexicon, day: date | None) -> list[Mention]:
    """The mentions of a sentence from left to right."""
    found = _names(sentence, lexicon, day)
    if not found:
        return _strangers(sentence, found)
    merged = _merge(sentence, found)
    _attach(sentence, merged)
    merged = [mention for mention in merged if mention.first >= 0]
    for mention in merged:
        govern(sentence, mention)
    return _strangers(sentence, merged)


def _names(sentence: Parsed, lexicon: Lexicon, day: date | None) -> list[Mention]:
    low, words, tags = sentence.low, sentence.words, sentence.tags
    found: list[Mention] = []
    place, total = 0, len(low)
    tree = lexicon.tree
    while place < total:
        if low[place] not in tree:
            place += 1
            continue
        end, name = lexicon.match(low, place)
        if name is None or not _fits(name, words, tags, place, end):
            place += 1
            continue
        if end + 1 < total and low[end] == "-" and low[end + 1] in NOT_THE_ACTOR and name.kind != "agent":
            place = end + 2
            continue
        if end == place + 1 and low[place] in GIVEN_NAMES and _surname_follows(sentence, lexicon, end):
            place = end + 1
            continue
        term = name.term(day)
        found.append(Mention(place, end, term.code, term.sector, name.kind, head=end - 1))
        place = end
    return found


def _surname_follows(sentence: Parsed, lexicon: Lexicon, place: int) -> bool:
    """Whether a name that no list knows follows at once: "Jordan Spieth", "Paris Hilton"."""
    if place >= len(sentence.low) or sentence.tags[place] != "NNP" or not sentence.words[place][0].isupper():
        return False
    return sentence.low[place] not in lexicon.tree


def _fits(name: Name, words: list[str], tags: list[str], place: int, end: int) -> bool:
    """Names need their capital, acronyms all of them, roles a noun's tag."""
    if name.kind == "agent":
        tag = tags[end - 1]
        return tag[0] == "N" or (end - place > 1 and tag != "VBD")
    if name.exact:
        return words[place].isupper()
    word = words[place]
    return word != low_of(word) or (end - place > 1 and any(part[0].isupper() for part in words[place:end]))


def low_of(word: str) -> str:
    """The word in lower case; "al-Qaeda" differs from it, so it counts as a name."""
    return word.lower()


def _merge(sentence: Parsed, found: list[Mention]) -> list[Mention]:
    """Join neighbours of one noun phrase."""
    merged = [found[0]]
    for mention in found[1:]:
        last = merged[-1]
        if _one_phrase(sentence, last, mention) and (
            not last.code or not mention.code or last.country == mention.country
        ):
            if mention.kind == "agent" or not last.code:
                sector = mention.sector or last.sector
            else:
                sector = last.sector or mention.sector
            kind = last.kind if last.code and mention.kind == "agent" else mention.kind
            if last.kind == "agent" and mention.code:
                sector = last.sector if mention.kind != "person" else (last.sector or mention.sector)
            merged[-1] = Mention(
                last.first, mention.last, last.code or mention.code, sector, kind, head=mention.last - 1
            )
        else:
            merged.append(mention)
    return merged


def _one_phrase(sentence: Parsed, left: Mention, right: Mention) -> bool:
    tags, low = sentence.tags, sentence.low
    gap = range(left.last, right.first)
    if len(gap) > 4:
        return False
    for place in gap:
        word = low[place]
        if word in {"'s", "’s", "'", "’"} or tags[place] in MODIFIERS:
            continue
        return False
    # Two names side by side are one only if the first is a country, a people or a role.
    if left.kind in {"person", "place"} and right.kind != "agent":
        return False
    return not (left.kind == "agent" and right.kind == "agent" and gap)


def _attach(sentence: Parsed, mentions: list[Mention]) -> None:
    """Give "president of Armenia" and "rebels in Chad" their country; the country is then no actor of its own."""
    low, tags = sentence.low, sentence.tags
    for left, right in itertools.pairwise(mentions):
        if left.kind != "agent" or left.code or not right.code or right.kind in {"person", "agent"}:
            continue
        gap = list(range(left.last, right.first))
        if not gap or low[gap[0]] not in ATTACHING or len(gap) > 6:
            continue
        if all(tags[place] in {"DT", "JJ", "NN", "NNP", "NNS", "CD"} for place in gap[1:]):
            left.code = right.code if right.kind != "group" or low[gap[0]] != "for" else ""
            if not left.code:
                continue
            left.kind = "agent+"
            left.last = right.last
            right.first = -1


_PARTICLES = frozenset({"down", "off", "out", "up"})


def govern(sentence: Parsed, mention: Mention) -> None:
    """Note the preposition before the phrase, and what follows it."""
    low, tags, words = sentence.low, sentence.tags, sentence.words
    place = mention.first - 1
    while (
        place >= 0
        and (tags[place] in {"DT", "JJ", "CD", "NN", "NNP", "PRP$", "NNS"})
        and mention.first - place < 7
    ):
        place -= 1
    if place >= 0:
        if low[place] in {"'s", "’s"}:
            back = place - 1
            while back > 0 and tags[back] in {"DT", "JJ", "NNP", "NN", "NNS"}:
                back -= 1
            if tags[back] in {"IN", "TO"}:
                mention.before = low[back]
        elif low[place] in _PARTICLES and place and tags[place - 1][:2] == "VB":
            pass  # "shot down Russian drones": nothing is down them
        elif tags[place] in {"IN", "TO"} or low[place] in PLACE_PREPOSITIONS:
            mention.before = low[place]
    if mention.kind in {"place", "capital", "country", "people"} and mention.before in PLACE_PREPOSITIONS:
        mention.place = mention.kind != "people" and not mention.sector
    elif mention.kind == "place" and mention.before not in {"", "with", "by", "against"}:
        mention.place = True
    after = mention.last
    if after < len(words):
        mention.owner = low[after] in {"'s", "’s", "'", "’"}
        if not mention.owner and mention.kind in {"country", "people", "group", "capital", "person"}:
            mention.modifier = tags[after] in {"NN", "NNS"} or (
                tags[after] == "JJ" and after + 1 < len(words) and tags[after + 1] in {"NN", "NNS"}
            )
    if mention.place and mention.owner:
        mention.place = False


def _strangers(sentence: Parsed, mentions: list[Mention]) -> list[Mention]:
    """Add capitalised names that no list knows, and pronouns, so that a sentence about them has a subject."""
    taken = [False] * len(sentence.words)
    for mention in mentions:
        for place in range(mention.first, mention.last):
            taken[place] = True
    found = list(mentions)
    tags, low, words = sentence.tags, sentence.low, sentence.words
    place, total = 0, len(words)
    while place < total:
        if taken[place]:
            place += 1
        elif tags[place] == "NNP" and low[place] not in UNRESOLVED_STOP and words[place][0].isupper():
            end = place
            while end < total and not taken[end] and tags[end] == "NNP":
                end += 1
            if low[end - 1] not in UNRESOLVED_STOP:
                stranger = Mention(place, end, "", "", "unknown", head=end - 1)
                govern(sentence, stranger)
                found.append(stranger)
            place = end
        elif low[place] in _PRONOUNS:
            kind = "pronoun" if tags[place] == "PRP" else "possessive"
            found.append(Mention(place, place + 1, "", "", kind, head=place))
            place += 1
        else:
            place += 1
    if len(found) > len(mentions):
        found.sort(key=_first)
    return _join_strangers(sentence, found)


def _join_strangers(sentence: Parsed, found: list[Mention]) -> list[Mention]:
    """An unknown name beside a known role or country is its bearer: "Prime Minister Nikolai X"."""
    joined: list[Mention] = []
    for mention in found:
        last = joined[-1] if joined else None
        if last is not None and mention.first == last.last:
            if mention.kind == "unknown" and last.kind != "pronoun" and (last.code or last.sector):
                last.last = mention.last
                last.modifier = False
                continue
            if last.kind == "unknown" and mention.kind == "agent" and not mention.code:
                mention.first = last.first
                joined[-1] = mention
                continue
        joined.append(mention)
    return joined


def _first(mention: Mention) -> int:
    return mention.first
