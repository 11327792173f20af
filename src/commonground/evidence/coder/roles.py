"""Who acts and on whom: the mentions around a verb, by position."""

from __future__ import annotations

from commonground.evidence.coder.mentions import Mention
from commonground.evidence.coder.parsed import Parsed
from commonground.evidence.coder.verbs import BREAKS, FINITE, SUBORDINATE, Group

SPEECH = frozenset(
    "say tell announce state declare add report note stress insist claim quote reveal confirm".split()
)
TARGETING = frozenset("with against to on at from toward towards for of over between upon into in".split())


# Costs of a mention as recipient: the scene of the deed, one beyond a comma; as subject: a name that no list knows.
PLACE, COMMA, UNKNOWN = 1.4, 0.5, 1.2


def barriers(sentence: Parsed) -> list[int]:
    """For each word, how many finite verbs stand before it: two words with one number are in one clause, roughly."""
    count, found = 0, []
    previous = False
    for tag in sentence.tags:
        now = tag in FINITE
        if now and not previous:
            count += 1
        found.append(count)
        previous = now or (previous and tag == "RB")
    return found


def subject(sentence: Parsed, mentions: list[Mention], group: Group, walls: list[int]) -> Mention | None:
    """The most likely subject of a verb group: near, to the left, not inside a prepositional phrase."""
    first, best, least = group.first, None, 99.0
    here = walls[first - 1] if first else 0
    after_comma = first > 0 and sentence.low[first - 1] in {",", ")"}
    for rank, mention in enumerate(reversed([one for one in mentions if one.last <= first])):
        cost = 0.6 * rank + 1.3 * (here - walls[mention.first])
        if mention.kind == "possessive":
            if not mention.code:
                continue
            cost += 1.0
        if mention.before:
            cost += (
                3.0
                if mention.before not in {"that", "as", "than", "while", "after", "if", "because"}
                else 0.0
            )
        if mention.place:
            cost += 2.5
        if mention.kind == "unknown":
            cost += UNKNOWN
        if mention.owner:
            cost += 0.7
        if mention.modifier:
            cost += 0.6
        if (
            after_comma
            and mention.last < first
            and sentence.low[mention.last] in {",", "("}
            and not mention.before
        ):
            cost -= 2.5
        if mention.first and sentence.tags[mention.first - 1][:2] == "VB":
            cost += 1.5
        if mention.first <= 3:
            cost -= 0.5
        if cost < least:
            best, least = mention, cost
        if rank > 8:
            break
    return best


def target(
    sentence: Parsed,
    mentions: list[Mention],
    start: int,
    source: Mention | None,
    walls: list[int],
    stop: int,
) -> Mention | None:
    """The most likely recipient to the right of a deed, another party than the source if there is one."""
    best, least = None, 99.0
    here = walls[min(start, len(walls) - 1)]
    rank = 0
    for mention in mentions:
        if mention.first <= start or mention.first >= stop or mention is source:
            continue
        if mention.kind in {"possessive", "unknown"} and not mention.code:
            if mention.kind == "unknown":
                rank += 1
            continue
        if mention.kind == "possessive" and source is not None and mention.country == source.country:
            continue  # "Sudan scrapped its treaty with Egypt": its own is nobody else
        if mention.before == "to" and mention.first > 1 and sentence.low[mention.first - 2] == "according":
            break
        cost = 0.7 * rank + 1.1 * max(0, walls[mention.first] - here)
        if mention.place:
            cost += PLACE
        cost += COMMA * sum(word == "," for word in sentence.low[start : mention.first])
        if (
            mention.modifier
            and mention.code.startswith("IGO")
            and sentence.lemmas[mention.last] == "sanction"
        ):
            cost += 1.2  # "restored UN sanctions on Iran": whose they are, not whom they hit
        if source is not None and mention.code and mention.country == source.country:
            direct = rank == 0 and not mention.before and not mention.modifier and mention.first - start < 6
            cost += 0.6 if direct else 2.6
        if not mention.code:
            cost += 1.6
        if mention.before in {"by", "as", "after", "before", "since", "during", "like", "despite"}:
            cost += 1.5
        if cost < least:
            best, least = mention, cost
        rank += 1
    return best


def attribution_start(sentence: Parsed) -> int:
    """Where a closing ", officials said on Monday" begins; the sentence's length if there is none."""
    low, tags, lemmas = sentence.low, sentence.tags, sentence.lemmas
    total = len(low)
    for place in range(total - 1, max(2, total - 14), -1):
        if lemmas[place] in SPEECH and tags[place] in {"VBD", "VBZ", "VBP", "VBN"}:
            comma = place - 1
            while comma > 2 and place - comma < 14:
                if low[comma] in {",", '"', "”", "''"}:
                    return comma
                if tags[comma] in FINITE:
                    return total
                comma -= 1
            return total
    for place in range(total - 2, 2, -1):
        if low[place] == "according" and low[place + 1] == "to":
            return place
    return total


def speaker(
    sentence: Parsed, mentions: list[Mention], verb: int, tail: int, walls: list[int]
) -> tuple[Mention | None, int]:
    """Who says the clause of a verb, and where the verb of speech stands; (None, -1) if the text itself does."""
    lemmas, tags = sentence.lemmas, sentence.tags
    for place in range(verb - 1, max(-1, verb - 26), -1):
        if lemmas[place] in SPEECH | {"warn", "conclude"} and tags[place] in {
            "VBD",
            "VBZ",
            "VBP",
            "VBN",
            "VBG",
        }:
            found = subject(sentence, mentions, Group(place, "", False, False, True), walls)
            return found, place
        if sentence.low[place] == ";":
            break
    if verb < tail < len(lemmas):
        inside = [mention for mention in mentions if mention.first >= tail]
        if inside:
            return inside[0], tail
    return None, -1


def together(sentence: Parsed, mentions: list[Mention], chosen: Mention) -> list[Mention]:
    """The mention with those that "and" or a comma joins to it, from left to right."""
    index = next(place for place, mention in enumerate(mentions) if mention is chosen)
    first = last = index
    while first > 0 and _joined(sentence, mentions[first - 1], mentions[first]):
        first -= 1
    while last + 1 < len(mentions) and _joined(sentence, mentions[last], mentions[last + 1]):
        last += 1
    return mentions[first : last + 1]


def _joined(sentence: Parsed, left: Mention, right: Mention) -> bool:
    gap = range(left.last, right.first)
    if not gap or len(gap) > 5 or (left.place and not right.place and not right.before):
        return False  # "in Oman, and the two sides agreed"
    words = {sentence.low[place] for place in gap}
    if not words & {"and", ","} or words & BREAKS or words & SUBORDINATE:
        return False
    return all(
        sentence.tags[place] in {"CC", "DT", "JJ", "CD", "NN", "NNP", "POS"} or sentence.low[place] == ","
        for place in gap
    ) and bool(words & {"and"} or _list_follows(sentence, right))


def _list_follows(sentence: Parsed, mention: Mention) -> bool:
    return any(word == "and" for word in sentence.low[mention.last : mention.last + 6])
