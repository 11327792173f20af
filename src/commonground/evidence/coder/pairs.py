"""Words that stand for two parties at once: "both sides", "the two countries", "they" after "India and Pakistan".

They are given both parties only where the text leaves no doubt who is meant: two parties named before in the same
sentence, else the last two named together, else the two that the document is about. In doubt they stand for nobody.
"""

from __future__ import annotations

from collections.abc import Sequence

from commonground.evidence.coder import roles
from commonground.evidence.coder.mentions import Mention, govern
from commonground.evidence.coder.parsed import Parsed
from commonground.evidence.coder.resolve import Memory
from commonground.evidence.events import Actor

# The last word of the phrase, and the sector that it gives to both.
_NOUNS = {
    **dict.fromkeys(
        "sides countries nations states neighbours neighbors parties powers capitals foes rivals enemies "
        "adversaries republics".split(),
        "",
    ),
    **dict.fromkeys("governments leaders presidents ministers premiers delegations negotiators diplomats envoys "
                    "ministries officials".split(), "GOV"),
    **dict.fromkeys("armies militaries navies".split(), "MIL"),
}  # fmt: skip
_OPENING = (("both",), ("the", "two"), ("these", "two"), ("those", "two"), ("its", "two"))
_ALIKE = frozenset("country people capital person agent+".split())
_ARMED = frozenset({"MIL", "REB", "UAF"})  # sectors that may face each other within one country
_WORDS_BETWEEN = 2
_THEY = frozenset({"they", "them", "their"})
_REMEMBERED = 3  # sentences after which two parties named together are no longer at hand


def resolve(sentence: Parsed, mentions: list[Mention], memory: Memory) -> None:
    """Enter the phrases of a sentence that stand for a pair among its mentions, and note whom it names together."""
    named = _named(mentions)
    place, low = 0, sentence.low
    while place < len(low):
        end, sector = _phrase(sentence, place)
        if not end:
            place += 1
            continue
        pair = _pair(mentions, place, memory)
        if pair is not None and not _of_things(sentence, place, end):
            _enter(sentence, mentions, place, end, sector, pair)
        place = end
    if memory.joint is not None:
        for mention in mentions:
            if (
                mention.kind in {"pronoun", "possessive"}
                and low[mention.first] in _THEY
                and not _sole(mentions, mention)
            ):
                _give(mention, memory.joint, "")
    _note(sentence, mentions, named, memory)


def _phrase(sentence: Parsed, place: int) -> tuple[int, str]:
    """End of a phrase such as "the two countries" that begins here, and its sector; 0 if there is none."""
    low = sentence.low
    for opening in _OPENING:
        if tuple(low[place : place + len(opening)]) != opening:
            continue
        first = place + len(opening)
        for last in range(first, min(len(low), first + _WORDS_BETWEEN + 1)):
            if low[last] in _NOUNS:
                return last + 1, _NOUNS[low[last]]
            if sentence.tags[last] not in {"JJ", "NN", "NNP", "VBG", "VBN"} and low[last] != "-":
                break
    return 0, ""


def _of_things(sentence: Parsed, place: int, end: int) -> bool:
    """Whether the sides are those of a thing: "on both sides", "both sides of the border"."""
    low = sentence.low
    if low[end - 1] != "sides":
        return False
    return (place > 0 and low[place - 1] == "on") or (end < len(low) and low[end] == "of")


def _named(mentions: Sequence[Mention]) -> list[Mention]:
    """The parties of a sentence that have a code and are no scene, each once; army and rebels of a country are two."""
    found: dict[tuple[str, str], Mention] = {}
    for mention in mentions:
        if mention.code and not mention.place and mention.kind not in {"pronoun", "possessive", "pair"}:
            armed = mention.sector if mention.sector in _ARMED else ""
            found.setdefault((mention.country if mention.kind in _ALIKE else mention.code, armed), mention)
    return list(found.values())


def _pair(mentions: Sequence[Mention], place: int, memory: Memory) -> tuple[Actor, Actor] | None:
    before = _named([mention for mention in mentions if mention.last <= place])
    if len(before) == 2:
        return _both(before)
    if len(before) > 2:
        return None
    return _remembered(memory) or _principal(memory)


def _remembered(memory: Memory) -> tuple[Actor, Actor] | None:
    """The two parties last named together, unless that is too long ago."""
    return memory.pair if memory.age < _REMEMBERED else None


def _both(found: Sequence[Mention]) -> tuple[Actor, Actor]:
    one, other = found
    return Actor("", one.code, one.sector), Actor("", other.code, other.sector)


def _principal(memory: Memory) -> tuple[Actor, Actor] | None:
    """The two parties that the document names most, if it names no third nearly as often."""
    common = memory.counts.most_common(3)
    if len(common) < 2 or common[1][1] < 2 or (len(common) > 2 and 2 * common[2][1] > common[1][1]):
        return None
    return Actor("", common[0][0]), Actor("", common[1][0])


def _enter(
    sentence: Parsed, mentions: list[Mention], place: int, end: int, sector: str, pair: tuple[Actor, Actor]
) -> None:
    """Put the phrase among the mentions; roles in it or owned by it ("the two countries' ministers") are part of it."""
    low = sentence.low
    made = Mention(place, end, pair[0].code, "", "pair", head=end - 1)
    kept: list[Mention] = []
    for mention in mentions:
        inside = mention.first < end and place < mention.last
        owned = 0 < mention.first - end <= 3 and end < len(low) and low[end] in {"'", "’", "'s", "’s"}
        if inside and not mention.code:
            made.last = max(made.last, mention.last)
        elif owned and mention.kind == "agent" and not mention.code:
            made.last, sector = mention.last, mention.sector or sector
        elif (
            mention.last == place - 1
            and low[mention.last] == "of"
            and mention.kind == "agent"
            and not mention.code
        ):
            made.first, sector = mention.first, mention.sector or sector  # "leaders of both countries"
        else:
            kept.append(mention)
    _give(made, pair, sector)
    govern(sentence, made)
    made.place = False
    kept.append(made)
    kept.sort(key=_first)
    mentions[:] = kept


def _give(mention: Mention, pair: tuple[Actor, Actor], sector: str) -> None:
    one, other = pair
    mention.code, mention.sector = one.code, sector or one.sector
    mention.other = Actor("", other.code, sector or other.sector)


def _sole(mentions: Sequence[Mention], pronoun: Mention) -> bool:
    """Whether the sentence itself names somebody before a pronoun whom it may stand for."""
    return any(mention.last <= pronoun.first and mention.code and not mention.place and mention.kind not in
               {"pronoun", "possessive"} for mention in mentions)  # fmt: skip


def _note(sentence: Parsed, mentions: list[Mention], named: list[Mention], memory: Memory) -> None:
    """Remember whom the sentence names together."""
    memory.joint = None
    for mention in mentions:
        if mention.kind == "pair" and mention.other is not None and not mention.before:
            memory.joint = (Actor("", mention.code, mention.sector), mention.other)
        if (
            not mention.code
            or mention.place
            or mention.before
            or mention.kind in {"pronoun", "possessive", "pair"}
        ):
            continue
        group = _named(roles.together(sentence, mentions, mention))
        if len(group) == 2:
            memory.joint = _both(group)
        break
    if len(named) == 2:
        memory.pair, memory.age = _both(named), 0
    elif len(named) > 2:
        memory.pair, memory.age = memory.joint, 0
    else:
        memory.age += 1


def _first(mention: Mention) -> int:
    return mention.first
