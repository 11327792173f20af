"""From one article to a case to start from: who, about what, who wants what, with the words that say so.

Nothing is invented. What the text states carries its quote; what a case needs and the text does not state is written
as the widest range and says so. `casework.draft_page` writes the file.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import date

from commonground.case.one_line import clean
from commonground.case.values import months_later
from commonground.errors import EvidenceError
from commonground.evidence.casework import draft_issues
from commonground.evidence.casework.draft_parts import MONTHS, Draft, Happened, Stated
from commonground.evidence.casework.draft_questions import sorted_questions
from commonground.evidence.casework.draft_subject import off_subject, pairs
from commonground.evidence.casework.own_words import id_of, name_of, quoted, slug, title_of
from commonground.evidence.coder.records import Coding, Position
from commonground.evidence.coder.sentence import Reader
from commonground.evidence.coder.units import units
from commonground.evidence.days import told_day
from commonground.evidence.events import MIN_CONFIDENCE, Actor, Event
from commonground.evidence.keep import LANGUAGES, coding_of
from commonground.evidence.names import ARMED, group_name
from commonground.evidence.reading.boilerplate import body
from commonground.evidence.reading.document import Document

__all__ = ["Draft", "draft"]

MOST_PARTIES = 12
MOST_EVENTS = 200
MOST_REMARKS = 30
_FORCE = re.compile(
    r"\b(?:military (?:action|confrontation|conflict|strikes?|force|option|operation|targets?|steps)|use of force"
    r"|air ?strikes?|(?:strikes?|attack(?:s|ed)?|war) (?:on|against|with)|bomb(?:s|ed|ing|ardment)?"
    r"|missiles? (?:hit|struck)|hit by .{0,20}missiles?|invad\w+|invasion|killed by|(?:go|return) to war)\b",
    re.IGNORECASE,
)
_ANYWAY = "Draft it all the same: --anyway. Or begin with the template: commonground init NAME"


def draft(document: Document, today: date, least: float = MIN_CONFIDENCE, anyway: bool = False) -> Draft:
    """What an article gives for a case.

    Parameters
    ----------
    today  : day of the case where the article has none
    least  : confidence of an event below which it is left out
    anyway : draft a text that seems to be about something else

    Raises
    ------
    EvidenceError : the text is not in English, is about no negotiation or conflict, or names fewer than two parties.
    """
    if document.language not in LANGUAGES and not anyway:
        raise EvidenceError(
            f"The text seems to be in another language than English ({document.language}), which the rules do not read",
            "Translate it first. Or draft it all the same: --anyway",
        )
    as_of = document.date or today
    coding = _one_name(coding_of(document.text, as_of, document.id))
    events = [event for event in coding.events if event.is_sure(least)]
    parties = _parties(document, coding, events)
    if len(parties) < 2:
        raise EvidenceError(
            "The text names fewer than two parties that could agree on something",
            "Begin with the template instead: commonground init NAME",
        )
    why = off_subject(draft_issues.sentences(document, headings=True), coding, events)
    if why and not anyway:
        raise EvidenceError(f"No article about a negotiation or a conflict, it seems: {why}", _ANYWAY)
    ids = {party.id for party in parties}
    main = tuple(party.id for party in parties[:2])
    issues, also, demanded = draft_issues.issues(document, coding, events, main)
    held, process = draft_issues.positions(document, coding, ids, {issue.id for issue in issues})
    return Draft(
        document,
        as_of,
        document.date is not None,
        parties[:2],
        parties[2:],
        issues,
        demanded | held,
        _events(events, ids, {issue.id for issue in issues}, as_of),
        sorted_questions(coding.questions, as_of, months_later(as_of, MONTHS)),
        tuple(clean(passage.quote, 400) for passage in coding.recommendations[:MOST_REMARKS]),
        tuple(_line(party, position) for party, position in process[:MOST_REMARKS]),
        also,
        _force(document, events, main),
        _mediation(events, process),
        least,
        len(coding.events) - len(events),
    )


def _parties(document: Document, coding: Coding, events: list[Event]) -> tuple[Stated, ...]:
    """Parties, the two that the text is most about first; others are those who act, hold a position or recur."""
    counts: Counter[str] = Counter()
    names: dict[str, str] = {}
    words: dict[str, str] = {}
    told = [(actor, count) for actor, count in coding.actors if actor.code]
    said = told if len({id_of(actor) for actor, _ in told}) > 1 else _named(document)
    for actor, count in said:
        key = id_of(actor)
        counts[key] += count
        names.setdefault(key, name_of(actor))
        words.setdefault(key, actor.name)
    doing: Counter[str] = Counter()
    for event in events:
        doing.update({id_of(actor) for actor in (*event.actor, *event.recipient)})
    doing.update(id_of(position.actor) for position in coding.positions)
    for actor in (one for event in events for one in (*event.actor, *event.recipient)):
        names.setdefault(id_of(actor), name_of(actor))
    first = sorted(names, key=lambda key: (-counts[key] - 2 * doing[key], key))
    states = [key for key in first if not _loose(key, coding)]
    main = _pair(events, states) or (states[:2] if len(states) > 1 else first[:2])
    others = [key for key in first if key not in main and (doing[key] or counts[key] > 1)]
    return tuple(
        Stated(key, clean(names[key], 100), _naming(document.text, words.get(key, "")))
        for key in (*main, *others[: MOST_PARTIES - 2])
    )


def _pair(events: list[Event], states: list[str]) -> list[str]:
    """The two that deal with each other most; of equal ones those of which the text says most."""
    rank = {key: place for place, key in enumerate(states)}
    dealing = {pair: count for pair, count in pairs(events).items() if set(pair) <= set(rank)}
    if not dealing:
        return []
    best = min(dealing, key=lambda pair: (-dealing[pair], rank[pair[0]] + rank[pair[1]]))
    return sorted(best, key=lambda key: rank[key])


def _one_name(coding: Coding) -> Coding:
    """The coding with one actor for an armed group: its leaders, and what was filled in for it, are the group."""
    every = [actor for event in coding.events for actor in (*event.actor, *event.recipient)]
    every += [actor for actor, _ in coding.actors] + [position.actor for position in coding.positions]
    groups: dict[str, set[str]] = {}
    for actor in every:
        if group_name(actor):
            groups.setdefault(actor.code, set()).add(group_name(actor))
    single = {code: names.pop() for code, names in groups.items() if len(names) == 1}

    def renamed(actor: Actor) -> Actor:
        name = single.get(actor.code)
        if name and (actor.sector in ARMED or actor.name == actor.code):
            return Actor(name, actor.code, ARMED[0])
        return actor

    return replace(
        coding,
        events=tuple(
            replace(
                event, actor=tuple(map(renamed, event.actor)), recipient=tuple(map(renamed, event.recipient))
            )
            for event in coding.events
        ),
        actors=tuple((renamed(actor), count) for actor, count in coding.actors),
        positions=tuple(replace(one, actor=renamed(one.actor)) for one in coding.positions),
    )


def _named(document: Document) -> tuple[tuple[Actor, int], ...]:
    """Whom the body names anywhere, headings and questions too, where its statements name fewer than two."""
    found: Counter[Actor] = Counter()
    reader = Reader.shipped()
    for block in body(document.text):
        for read in reader.read(document.text, block.start + block.marker, block.end, document.date):
            named = [mention for mention in read.mentions if mention.code and mention.kind != "pronoun"]
            found.update(
                Actor(read.sentence.phrase(mention.first, mention.last), mention.code, mention.sector)
                for mention in named
            )
    return tuple(found.most_common())


def _loose(key: str, coding: Coding) -> bool:
    """Whether a party is a group without a seat, such as the West, or a firm."""
    return any(id_of(actor) == key and actor.code[:3] in ("IMG", "MNC") for actor, _ in coding.actors)


def _naming(text: str, name: str) -> str:
    """The first sentence of the article's body that names somebody."""
    for unit in units(text) if name else ():
        sentence = text[unit.start : unit.end]
        if unit.block.kind != "heading" and name in sentence and not sentence.endswith("?"):
            return sentence
    return ""


def _line(party: str, position: Position) -> str:
    return f"{party}, {position.issue} ({position.stance:+.1f}): {quoted(position.quote)}"


def _force(document: Document, events: list[Event], main: tuple[str, ...]) -> str:
    """A sentence that tells of force between the two; else the first that speaks of force and names one or nobody."""
    for event in events:
        if event.move == "force" and {id_of(actor) for actor in (*event.actor, *event.recipient)} <= set(
            main
        ):
            return event.text
    reader = Reader.shipped()
    for sentence in draft_issues.sentences(document):
        if not _FORCE.search(sentence[:2_000]):
            continue
        codes = [
            Actor("", mention.code, mention.sector)
            for read in reader.read(sentence, 0, len(sentence), document.date)
            for mention in read.mentions
            if mention.code
        ]
        if not codes or set(main) & {id_of(actor) for actor in codes}:
            return sentence
    return ""


def _mediation(events: list[Event], process: list[tuple[str, Position]]) -> str:
    """The sentence in which somebody offers to mediate, or is said to be ready for it."""
    for event in events:
        if event.move == "mediation offer" or (event.issue == "mediation" and event.status == "actual"):
            return event.text
    return next((one.quote for _, one in process if one.issue == "mediation" and one.stance > 0), "")


def _events(events: list[Event], parties: set[str], issues: set[str], as_of: date) -> tuple[Happened, ...]:
    found: list[Happened] = []
    used: set[str] = {"article"}
    for event in sorted(events, key=lambda one: -(one.confidence or 0.0))[:MOST_EVENTS]:
        who, whom = [list(dict.fromkeys(map(name_of, side))) for side in (event.actor, event.recipient)]
        day, before, remark = _day(event, as_of)
        ids = [key for key in dict.fromkeys(map(id_of, (*event.actor, *event.recipient))) if key in parties]
        base = slug(f"{id_of(event.actor[0])}-{slug(event.move or event.event, 32)}-{day[:4]}", 72)
        name = next(made for n in range(1, 10_000) if (made := base if n == 1 else f"{base}-{n}") not in used)
        used.add(name)
        sure = f", confidence {event.confidence:.0%}" if event.confidence is not None else ""
        found.append(
            Happened(
                name,
                day,
                before,
                title_of(event, who, whom, event.issue),
                f"In the words of the article: {quoted(event.text)}{remark} Read by rules{sure}.",
                tuple(ids),
                (event.issue,) if event.issue in issues else (),
            )
        )
    return tuple(sorted(found, key=lambda one: (one.date, not one.before)))


def _day(event: Event, as_of: date) -> tuple[str, bool, str]:
    """The event's date as precisely as the text states it, whether it was before, and what is to be said about it."""
    told = told_day(event, as_of)
    if event.date is not None and event.date.year < 1000:
        return as_of.isoformat(), False, " The day is not stated in the text; dated by the article."
    if told.before:
        return told.text, True, " The text tells this as history and does not state the day."
    if not told.stated and len(told.text) == 4:
        return told.text, False, " The year is taken from elsewhere in the text."
    return (
        told.text,
        False,
        "" if told.stated else " The day is not stated in the text; dated by the article.",
    )
