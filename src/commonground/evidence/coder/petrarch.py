"""Codes a sentence with a user's PETRARCH/TABARI dictionaries alone, without a parse, as TABARI did.

Steps: 1. sentences with a discard phrase are dropped; 2. short clauses between commas are left out; 3. actors and
agents are found and joined; 4. each verb takes the code of its longest fitting pattern, else its own; 5. the source
is the subject before it, the target the nearest actor after it; joined actors give an event each.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from commonground.evidence.coder import dictionaries as reading
from commonground.evidence.coder.dictionaries import Pattern, Phrase, Verb, Verbs
from commonground.evidence.coder.lexicon import Name

_WORD = re.compile(r"[A-Za-z](?:\.[A-Za-z])+\.?|\w+(?:[-.&]\w+)*|,")
_SHORT = range(2, 9)  # words of a clause between commas that is left out
NULL_CODES = frozenset({"---", "+++", "###", ""})
_MARKS = frozenset({"+", "$", "^", "%"})
_BREAK = frozenset(
    "WHO WHICH THAT AFTER BEFORE WHILE BECAUSE IF WHEN SINCE ALTHOUGH UNTIL ALMOST AS WHERE BUT".split()
)
_NOT_NOUN = frozenset(
    "IN ON AT BY FOR WITH FROM TO AGAINST ABOUT OVER INTO HAS HAVE HAD IS ARE WAS WERE WILL WOULD BE BEEN".split()
)
_JOINING = frozenset({"AND", ",", "THE", "A", "AN", "OR"})
_OF = frozenset({"OF", "IN", "FROM", "FOR"})
_BE = frozenset("IS ARE WAS WERE BEEN BE BEING".split())
_SPEECH = frozenset("SAID REPORTED TOLD NOTED ADDED ANNOUNCED SAYS".split())
_REACH = 16
_MOST_WORDS = 400
Triple = tuple[str, str, str]


@dataclass(frozen=True)
class Dictionaries:
    """A user's dictionaries."""

    verbs: Verbs
    actors: dict[Phrase, Name]
    agents: dict[Phrase, str]
    discards: frozenset[Phrase]
    longest: int

    @classmethod
    def read(
        cls,
        verbs: str | Path,
        actors: Sequence[str | Path] = (),
        agents: Sequence[str | Path] = (),
        discards: Sequence[str | Path] = (),
    ) -> Dictionaries:
        """Read the files; later files win over earlier ones."""
        people: dict[Phrase, Name] = {}
        for path in actors:
            people.update(reading.read_actors(path))
        roles: dict[Phrase, str] = {}
        for path in agents:
            roles.update(reading.read_agents(path))
        dropped = frozenset(phrase for path in discards for phrase in reading.read_discards(path))
        known = reading.read_verbs(verbs)
        longest = max((len(phrase) for phrase in (*people, *roles, *dropped, *known.forms)), default=1)
        return cls(known, people, roles, dropped, min(longest, 12))


@dataclass(frozen=True)
class Found:
    """An actor in the sentence: words from `first` up to `last`, and its codes (several for "FRO/BIL/SAM")."""

    first: int
    last: int
    codes: tuple[str, ...]


def code(text: str, day: date | None, known: Dictionaries) -> list[Triple]:
    """Events of a sentence as (source, target, code), in the order of the verbs, without repeats."""
    words = _words(text)
    if _discarded(words, known):
        return []
    words = _without_short_clauses(words, known)
    actors = _actors(words, day, known)
    taken = {place for actor in actors for place in range(actor.first, actor.last)}
    found: list[Triple] = []
    place = 0
    while place < len(words):
        hit = None if place in taken else _verb_at(words, place, known)
        if hit is None:
            place += 1
            continue
        end, main, verb = hit
        if _is_noun(words, place) or _only_helps(words, place, end, known):
            place = end
            continue
        for triple in _events(words, place, end, main, verb, actors, known):
            if triple not in found:
                found.append(triple)
        place = end
    return found


def stream(lines: Iterable[str | bytes], known: Dictionaries) -> Iterator[dict[str, Any]]:
    """Code lines of JSON {"id", "text", "date"}: {"id", "events": [{"source", "target", "code", "event", "cameo"}]}."""
    from commonground.evidence.coder.code import parsed_line
    from commonground.evidence.ontology.tables import category_of

    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        given, fault = parsed_line(line, number)
        if fault:
            yield {"id": None, "events": [], "error": fault}
            continue
        events = [
            {
                "source": source,
                "target": target,
                "code": digits,
                "cameo": digits,
                "event": category_of(digits),
            }
            for source, target, digits in code(given["text"], given["date"], known)
        ]
        yield {"id": given["id"], "events": events}


def _words(text: str) -> list[str]:
    plain = text.replace("’", "'").replace("`", "'").replace("_", " ")
    plain = re.sub(
        r"(?i)\b(wo|ca|do|did|does|is|are|was|were|has|have|had|would|could|should)n't\b", r"\1 N~T", plain
    )
    plain = plain.replace("'s", " ").replace("s' ", "s ").replace("N~T", "NTNT")
    found = [word.upper() for word in _WORD.findall(plain)[:_MOST_WORDS]]
    return ["N'T" if word == "NTNT" else word for word in found]


def _discarded(words: list[str], known: Dictionaries) -> bool:
    for place in range(len(words)):
        for length in range(1, min(known.longest, len(words) - place) + 1):
            if tuple(words[place : place + length]) in known.discards:
                return True
    return False


def _without_short_clauses(words: list[str], known: Dictionaries) -> list[str]:
    """The words without clauses of two to eight words that commas part off; items of a list are no clauses."""
    parts: list[list[str]] = [[]]
    for word in words:
        if word == ",":
            parts.append([])
        else:
            parts[-1].append(word)
    kept: list[str] = []
    for number, part in enumerate(parts):
        clause = len(part) in _SHORT
        if number == 0:
            clause = clause and len(parts) > 1 and (part[0],) in known.verbs.forms
        elif not _SPEECH.intersection(part):
            clause = clause and not _is_item(parts, number)
        if clause:
            continue
        if kept:
            kept.append(",")
        kept += part
    return kept


def _is_item(parts: list[list[str]], number: int) -> bool:
    """Whether a part is one item of "A, B and C"."""
    part = parts[number]
    after = parts[number + 1] if number + 1 < len(parts) else []
    if part[0] == "AND" or "AND" in part[1:4]:
        return True
    return len(part) <= 3 and ("AND" in after[:4] or (0 < len(after) <= 3))


def _match(words: list[str], place: int, table: dict[Phrase, Any], longest: int) -> tuple[int, Any]:
    for length in range(min(longest, len(words) - place), 0, -1):
        phrase = tuple(words[place : place + length])
        if phrase in table:
            return place + length, table[phrase]
    return place, None


def _actors(words: list[str], day: date | None, known: Dictionaries) -> list[Found]:
    """Actors with their agents joined to them."""
    raw: list[tuple[int, int, str, str]] = []  # first, last, kind, code
    place = 0
    while place < len(words):
        end, name = _match(words, place, known.actors, known.longest)
        if name is not None:
            term = reading.term_on(name, day)
            if term is not None:
                raw.append((place, end, "actor", term.code))
                place = end
                continue
        end, agent = _match(words, place, known.agents, known.longest)
        if agent is not None:
            raw.append((place, end, "agent", agent))
            place = end
            continue
        place += 1
    return _joined(words, raw, known)


def _joined(words: list[str], raw: list[tuple[int, int, str, str]], known: Dictionaries) -> list[Found]:
    made: list[Found] = []
    index = 0
    while index < len(raw):
        first, last, kind, _code = raw[index]
        cluster = [raw[index]]
        index += 1
        while index < len(raw) and _near(words, cluster, raw[index], known):
            cluster.append(raw[index])
            index += 1
        actors = [item for item in cluster if item[2] == "actor"]
        agents = [item[3] for item in cluster if item[2] == "agent"]
        last = cluster[-1][1]
        base = actors[0][3] if actors else "---"
        if base in NULL_CODES and actors:
            made.append(Found(first, last, (base,)))
            continue
        codes = tuple(_with_agents(part, agents) for part in base.split("/"))
        made.append(Found(first, last, codes))
        # "Lawmakers in Fornost and Gondor": the role belongs to each of the joined actors.
        if kind == "agent" and actors:
            while index < len(raw) and raw[index][2] == "actor" and _only_joining(words, last, raw[index][0]):
                last = raw[index][1]
                made.append(Found(raw[index][0], last, (_with_agents(raw[index][3], agents),)))
                index += 1
    return made


def _with_agents(base: str, agents: Sequence[str]) -> str:
    made = base
    for agent in agents:
        if agent.endswith("~"):
            made = agent[:-1] + made if not made.startswith(agent[:-1]) else made
        elif agent.lstrip("~") not in made[3:]:
            made += agent.lstrip("~")
    return made


def _near(
    words: list[str],
    cluster: list[tuple[int, int, str, str]],
    item: tuple[int, int, str, str],
    known: Dictionaries,
) -> bool:
    """Whether an actor or agent belongs to the noun phrase of the ones before it."""
    last = cluster[-1]
    gap = words[last[1] : item[0]]
    has_actor = any(one[2] == "actor" for one in cluster)
    if item[2] == "actor" and has_actor:
        return False
    if not gap:
        return True
    if len(gap) > 3 or any(word in _JOINING - {"THE", "A", "AN"} or word in _BREAK for word in gap):
        return False
    if gap[0] in _OF and len(gap) <= 3:
        return (item[2] == "actor" and not has_actor) or (
            has_actor and item[2] == "agent" and gap[0] == "OF" and False
        )
    return not any(word in _NOT_NOUN or (word,) in known.verbs.forms for word in gap) and gap[0] != "THE"


def _only_joining(words: list[str], start: int, end: int) -> bool:
    return start < end and all(word in _JOINING for word in words[start:end])


def _only_helps(words: list[str], place: int, end: int, known: Dictionaries) -> bool:
    """Whether a verb only introduces the next: "will abandon", "was seen to break"."""
    if words[place] in {"WILL", "WOULD"}:
        return any((word,) in known.verbs.forms for word in words[end : end + 4])
    if place and words[place - 1] in _BE and end + 1 < len(words) and words[end] == "TO":
        return (words[end + 1],) in known.verbs.forms
    return False


def _is_noun(words: list[str], place: int) -> bool:
    """Whether an article opens the phrase that the word stands in: "an attack", "a brief private visit"."""
    for before in range(place - 1, max(-1, place - 4), -1):
        if words[before] in {"A", "AN", "THE", "ITS", "THEIR", "HIS", "HER"}:
            return not words[place].endswith(("ED", "ING"))
        if words[before] in _NOT_NOUN or words[before] in _JOINING or words[before] in _BREAK:
            return False
    return False


def _verb_at(words: list[str], place: int, known: Dictionaries) -> tuple[int, int, Verb] | None:
    for length in range(min(4, len(words) - place), 0, -1):
        hit = known.verbs.forms.get(tuple(words[place : place + length]))
        if hit is not None:
            return place + length, place + hit[0], hit[1]
    return None


def _events(
    words: list[str], start: int, end: int, main: int, verb: Verb, actors: list[Found], known: Dictionaries
) -> Iterator[Triple]:
    best: Pattern | None = None
    roles: dict[str, Found] = {}
    for pattern in sorted(verb.patterns, key=_longest):
        fitted = _fits(words, start, end, pattern, actors, known)
        if fitted is not None:
            best, roles = pattern, fitted
            break
    digits = best.code if best else verb.code
    if not digits or digits in NULL_CODES:
        return
    forth, _, back = digits.partition(":")
    subject = _subject(words, start, actors)
    object_ = _object(words, end, actors)
    if "%" in roles and best is not None and ("%",) in best.after and subject is not None:
        for right in _group(words, actors, roles["%"]):
            yield from _pairs(subject, right, forth)
        return
    if "%" in roles:
        both = _group(words, actors, roles["%"])
        for left in both:
            for right in both:
                if left is not right:
                    yield from _pairs(left, right, forth)
        return
    source = roles.get("$", subject)
    target = roles.get("+", object_)
    if best is None or not {"$", "+"} & roles.keys():
        by = _by(words, start, end, actors)
        if by is not None and source is not None:
            source, target = by, source
    elif "$" in roles and "+" not in roles:
        target = object_ if object_ is not source else subject
        if target is source or target is None:
            target = subject
    elif "+" in roles and target is source:
        source = object_
    if source is None or target is None or source is target:
        return
    for left in _group(words, actors, source):
        for right in _group(words, actors, target):
            for triple in _pairs(left, right, forth):
                yield triple
                if back:
                    yield triple[1], triple[0], back


def _pairs(left: Found, right: Found, digits: str) -> Iterator[Triple]:
    for source in left.codes:
        for target in right.codes:
            if source not in NULL_CODES and target not in NULL_CODES and source != target:
                yield source, target, digits


def _longest(pattern: Pattern) -> int:
    return -pattern.length


def _subject(words: list[str], start: int, actors: list[Found]) -> Found | None:
    """The actor that the clause begins with; the nearest before the verb that no preposition governs."""
    clause = 0
    for place in range(start - 1, -1, -1):
        if words[place] in _BREAK:
            clause = place
            break
    before = [actor for actor in actors if clause <= actor.first and actor.last <= start]
    if not before and words[clause] in {"WHO", "WHICH", "THAT"}:
        before = [actor for actor in actors if actor.last <= start]
    free = [actor for actor in before if actor.first == 0 or not _governed(words, actor.first)]
    return (free or before or [None])[0]  # type: ignore[list-item]


def _governed(words: list[str], first: int) -> bool:
    place = first - 1
    while place >= 0 and first - place <= 3 and words[place] in {"THE", "A", "AN", "ITS", "HIS", "AND", ","}:
        if words[place] in {"AND", ","}:
            return False
        place -= 1
    return place >= 0 and words[place] in _NOT_NOUN


def _object(words: list[str], end: int, actors: list[Found]) -> Found | None:
    for actor in actors:
        if actor.first >= end:
            return actor
    return None


def _by(words: list[str], start: int, end: int, actors: list[Found]) -> Found | None:
    """The agent of a passive."""
    if start == 0 or not _BE & set(words[max(0, start - 3) : start]):
        return None
    for place in range(end, min(len(words), end + 3)):
        if words[place] == "BY":
            return next((actor for actor in actors if 0 < actor.first - place <= 4), None)
    return None


def _group(words: list[str], actors: list[Found], chosen: Found) -> list[Found]:
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
    if sum(word not in _JOINING for word in gap) > (2 if "AND" in gap else 1):
        return False
    return not any(word in _NOT_NOUN or word in _BREAK for word in gap)


def _fits(
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
    if mark == "%" and len(_group(words, actors, actor)) < 2:
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
