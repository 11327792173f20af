"""Whether a PETRARCH pattern fits around a verb, and which actors its + and $ stand for."""

from __future__ import annotations

from collections.abc import Iterator

from commonground.evidence.coder.dictionaries import Pattern, Phrase
from commonground.evidence.coder.petrarch_words import BREAK, JOINING, NOT_NOUN, Dictionaries, Found

_MARKS = frozenset({"+", "$", "^", "%"})


_REACH = 16


def fits(
    words: list[str], start: int, end: int, pattern: Pattern, actors: list[Found], known: Dictionaries
) -> dict[str, Found] | None:
    """Roles that a pattern assigns if it fits around the verb; None if it does not."""
    roles: dict[str, Found] = {}
    place = start
    for item in reversed(pattern.before):
        step = _step(words, place, item, actors, known, -1, roles)
        if step is None:
            return None
        place = step
    place = end
    for item in pattern.after:
        step = _step(words, place, item, actors, known, 1, roles)
        if step is None:
            return None
        place = step
    return roles


def _step(
    words: list[str],
    place: int,
    item: Phrase,
    actors: list[Found],
    known: Dictionaries,
    way: int,
    roles: dict[str, Found],
) -> int | None:
    """Where the next item of a pattern is found, going left or right; None if it is not."""
    if item[0] in _MARKS and len(item) == 1:
        return _step_actor(place, item[0], actors, way, roles, words)
    tied = item[-1] == "*" if way < 0 else item[0] == "*"
    phrase = item[:-1] if tied and way < 0 else item[1:] if tied else item
    reach = 1 if tied else _REACH
    if way > 0:
        for begin in range(place, min(len(words), place + reach)):
            for stop in _phrase_ends(words, begin, phrase, known):
                return stop
    else:
        for begin in range(place - 1, max(-1, place - 1 - reach - len(phrase)), -1):
            for stop in _phrase_ends(words, begin, phrase, known):
                if stop <= place and (not tied or stop == place):
                    return begin
    return None


def _step_actor(
    place: int, mark: str, actors: list[Found], way: int, roles: dict[str, Found], words: list[str]
) -> int | None:
    inside = [actor for actor in actors if (actor.first >= place if way > 0 else actor.last <= place)]
    if not inside:
        return None
    actor = inside[0] if way > 0 else inside[-1]
    if mark == "%" and len(group(words, actors, actor)) < 2:
        return None
    if mark != "^":
        roles[mark] = actor
    return actor.last if way > 0 else actor.first


def _phrase_ends(
    words: list[str], begin: int, phrase: Phrase, known: Dictionaries, depth: int = 0
) -> Iterator[int]:
    """Ends of a phrase that starts at a word; sets may stand for several words."""
    if not phrase:
        yield begin
        return
    if begin >= len(words) or depth > 6:
        return
    item = phrase[0]
    if item.startswith("&"):
        for member in known.verbs.sets.get(item, ()):
            for stop in _phrase_ends(words, begin, member, known, depth + 1):
                yield from _phrase_ends(words, stop, phrase[1:], known, depth + 1)
    elif _same(words[begin], item):
        yield from _phrase_ends(words, begin + 1, phrase[1:], known, depth)


def _same(word: str, item: str) -> bool:
    return (
        word == item
        or word in {item + "S", item + "ES"}
        or (item.endswith("Y") and word == item[:-1] + "IES")
    )


def group(words: list[str], actors: list[Found], chosen: Found) -> list[Found]:
    """The actors that commas and "and" join to one."""
    index = actors.index(chosen)
    first = last = index
    while first > 0 and _in_list(words, actors[first - 1], actors[first]):
        first -= 1
    while last + 1 < len(actors) and _in_list(words, actors[last], actors[last + 1]):
        last += 1
    return actors[first : last + 1]


def _in_list(words: list[str], left: Found, right: Found) -> bool:
    gap = words[left.last : right.first]
    if not gap or not {"AND", ","} & set(gap):
        return False
    if "AND" not in gap and not {"AND", ","} & set(words[right.last : right.last + 3]):
        return False
    if sum(word not in JOINING for word in gap) > (2 if "AND" in gap else 1):
        return False
    return not any(word in NOT_NOUN or word in BREAK for word in gap)


def longest_first(pattern: Pattern) -> int:
    """Sorting key: patterns with more words first."""
    return -pattern.length
