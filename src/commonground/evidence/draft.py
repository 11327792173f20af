"""From one article to a case to start from: who, about what, who wants what, with the words that say so.

Nothing is invented. What the text states carries its quote; what a case needs and the text does not state is written
as the widest range and says so. `casework.draft_page` writes the file.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from commonground.case.values import months_later
from commonground.errors import EvidenceError
from commonground.evidence.casework.own_words import (
    clean,
    id_of,
    issue_labels,
    name_of,
    quoted,
    slug,
    title_of,
)
from commonground.evidence.coder.code import code
from commonground.evidence.coder.issues import issues_in
from commonground.evidence.coder.records import Coding, Passage, Position
from commonground.evidence.coder.sentence import Reader
from commonground.evidence.coder.sentences import split
from commonground.evidence.events import Actor, Event
from commonground.evidence.reading.boilerplate import body
from commonground.evidence.reading.document import Document

MONTHS = 12
MOST_ISSUES = 8
MOST_PARTIES = 12
MOST_EVENTS = 200
MOST_REMARKS = 30
OFTEN = 3  # sentences that name an issue before it counts without a position or an event
# How parties deal with each other, not what they would settle.
PROCESS = frozenset({"talks", "mediation", "military", "trust", "pressure"})
_CONTENTION = re.compile(
    r"\b(?:contention|issues?|sticking|disput\w+|disagree\w*|differences|demands|at stake|key points|conditions)\b",
    re.IGNORECASE,
)
_YES_NO = re.compile(
    r"(?:will|can|could|would|should|is|are|do|does|did|has|have|may|might|whether)\b|.*\bwhether\b",
    re.IGNORECASE | re.DOTALL,
)
_DEAL = re.compile(
    r"\b(?:common ground|agree\w*|deal|accord|treaty|pact|settle\w*|resol\w+|peace\w*|compromise|truce|ceasefire"
    r"|overcome|negotiat\w+|diplomacy)\b",
    re.IGNORECASE,
)
_FIGHT = re.compile(
    r"\b(?:war|attack\w*|strikes?|invade\w*|invasion|military action|use of force|bomb\w*)\b", re.IGNORECASE
)


@dataclass(frozen=True)
class Stated:
    """A party or an issue with the words of the text that name it."""

    id: str
    name: str
    quote: str


@dataclass(frozen=True)
class Happened:
    """An event as an item of evidence."""

    id: str
    date: str
    title: str
    text: str
    parties: tuple[str, ...]
    issues: tuple[str, ...]


@dataclass(frozen=True)
class Asked:
    """A question of the text that can be resolved; `outcome` is agreement or confrontation."""

    id: str
    quote: str
    outcome: str


@dataclass(frozen=True)
class Draft:
    """What an article gives for a case.

    Parameters
    ----------
    dated       : the article has a date of publication
    signatories : the two whose dealings the text is about;  others: heard, but sign nothing
    positions   : (party, issue) -> stance -1 to 1 and quote
    questions   : that can be resolved;  open_questions: that cannot;  advice: what the text recommends
    process     : positions on talks, mediation, force, trust and pressure, one line each
    also      : issues that the text names often without saying who wants what
    """

    document: Document
    as_of: date
    dated: bool
    signatories: tuple[Stated, ...]
    others: tuple[Stated, ...]
    issues: tuple[Stated, ...]
    positions: dict[tuple[str, str], tuple[float, str]]
    events: tuple[Happened, ...]
    questions: tuple[Asked, ...]
    open_questions: tuple[str, ...]
    advice: tuple[str, ...]
    process: tuple[str, ...]
    also: tuple[str, ...] = ()

    @property
    def horizon(self) -> date:
        """A year from `as_of`."""
        return months_later(self.as_of, MONTHS)


def draft(document: Document, today: date) -> Draft:
    """What an article gives for a case.

    Parameters
    ----------
    today : day of the case where the article has none

    Raises
    ------
    EvidenceError : the text does not name two parties, so that there is nothing to negotiate.
    """
    coding = code(document.text, document.date or today, document.id)
    as_of = document.date or today
    parties = _parties(document, coding)
    if len(parties) < 2:
        raise EvidenceError(
            "The text names fewer than two parties that could agree on something",
            "Begin with the template instead: commonground init NAME",
        )
    ids = {party.id for party in parties}
    issues, also = _issues(document, coding)
    known = {issue.id for issue in issues}
    positions: dict[tuple[str, str], tuple[float, str]] = {}
    process = []
    for position in coding.positions:
        key = (id_of(position.actor), position.issue)
        if key[0] in ids and key[1] in known:
            if key not in positions or abs(position.stance) > abs(positions[key][0]):
                positions[key] = (position.stance, _around(document.text, position))
        elif key[0] in ids:
            process.append(f"{key[0]}, {position.issue} ({position.stance:+.1f}): {quoted(position.quote)}")
    resolvable, rest = _questions(coding.questions)
    return Draft(
        document,
        as_of,
        document.date is not None,
        parties[:2],
        parties[2:],
        issues,
        positions,
        _events(coding, ids, known, as_of),
        resolvable[:MOST_REMARKS],
        rest[:MOST_REMARKS],
        tuple(clean(passage.quote, 400) for passage in coding.recommendations[:MOST_REMARKS]),
        tuple(process[:MOST_REMARKS]),
        also,
    )


def _parties(document: Document, coding: Coding) -> tuple[Stated, ...]:
    """Parties, the two that the text is most about first; others are those who act, hold a position or recur."""
    counts: Counter[str] = Counter()
    names: dict[str, str] = {}
    words: dict[str, str] = {}
    said = coding.actors if len({id_of(actor) for actor, _ in coding.actors}) > 1 else _named(document)
    for actor, count in said:
        key = id_of(actor)
        counts[key] += count
        names.setdefault(key, name_of(actor))
        words.setdefault(key, actor.name)
    doing: Counter[str] = Counter()
    for event in coding.events:
        doing.update({id_of(actor) for actor in (*event.actor, *event.recipient)})
    doing.update(id_of(position.actor) for position in coding.positions)
    for actor in (one for event in coding.events for one in (*event.actor, *event.recipient)):
        names.setdefault(id_of(actor), name_of(actor))
    first = sorted(names, key=lambda key: (-counts[key] - 2 * doing[key], key))
    states = [key for key in first if not _loose(key, coding)]
    main = states[:2] if len(states) > 1 else first[:2]
    others = [key for key in first if key not in main and (doing[key] or counts[key] > 1)]
    return tuple(
        Stated(key, clean(names[key], 100), _naming(document.text, words.get(key, "")))
        for key in (*main, *others[: MOST_PARTIES - 2])
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
    """Whether a party is a group without a seat, such as the West."""
    return any(id_of(actor) == key and actor.code[:3] == "IMG" for actor, _ in coding.actors)


def _naming(text: str, name: str) -> str:
    """The first sentence of the article's body that names somebody."""
    for block in body(text):
        if not name or block.kind == "heading" or name not in text[block.start : block.end]:
            continue
        for start, end in split(text, block.start + block.marker, block.end):
            if name in text[start:end] and not text[start:end].rstrip().endswith("?"):
                return text[start:end]
    return ""


def _issues(document: Document, coding: Coding) -> tuple[tuple[Stated, ...], tuple[str, ...]]:
    """What could be settled: what positions and events are about and what the text lists as contested; what recurs."""
    labels = issue_labels()
    counts: Counter[str] = Counter()
    quotes: dict[str, str] = {}
    listed: dict[str, str] = {}
    heading = ""
    for block in body(document.text):
        words = block.of(document.text)
        if block.kind == "heading":
            heading = words
            continue
        told = _tags(words[:160])[:1] if block.kind == "item" or ":" in words[:60] else []
        if told and _CONTENTION.search(heading):
            listed.setdefault(told[0], words)
        for start, end in split(document.text, block.start + block.marker, block.end):
            for tag in _tags(document.text[start:end]):
                counts[tag] += 1
                quotes.setdefault(tag, document.text[start:end])
    used = Counter(position.issue for position in coding.positions) + Counter(
        event.issue for event in coding.events if event.issue
    )
    named = [tag for tag in labels if tag not in PROCESS and (used[tag] or tag in listed)]
    often = [tag for tag in labels if tag not in PROCESS and tag not in named and counts[tag] >= OFTEN]
    # What only recurs is a weak sign: it counts where there is hardly anything else, and is remarked on otherwise.
    chosen = named if len(named) > 1 else named + often
    if not chosen:  # nothing but dealings: then these are what there is
        chosen = [tag for tag in labels if counts[tag]][:1] or ["talks"]
    chosen.sort(key=lambda tag: (-3 * (tag in listed) - 2 * used[tag] - counts[tag], tag))
    made = [Stated(tag, labels[tag], listed.get(tag) or quotes.get(tag, "")) for tag in chosen[:MOST_ISSUES]]
    return tuple(made), tuple(
        labels[tag] for tag in (*chosen[MOST_ISSUES:], *often) if tag not in chosen[:MOST_ISSUES]
    )


def _tags(text: str) -> list[str]:
    return issues_in(re.findall(r"[a-z]+(?:-[a-z]+)*", text[:2_000].lower()))


def _around(text: str, position: Position) -> str:
    """The sentence that a position stands in."""
    for block in body(text):
        if block.start <= position.start < block.end:
            for start, end in split(text, block.start + block.marker, block.end):
                if start <= position.start < end:
                    return text[start:end]
    return position.quote


def _events(coding: Coding, parties: set[str], issues: set[str], as_of: date) -> tuple[Happened, ...]:
    found: list[Happened] = []
    used: set[str] = {"article"}
    for event in sorted(coding.events, key=lambda one: -(one.confidence or 0.0))[:MOST_EVENTS]:
        who, whom = [list(dict.fromkeys(map(name_of, side))) for side in (event.actor, event.recipient)]
        day, remark = _day(event, as_of)
        ids = [key for key in dict.fromkeys(map(id_of, (*event.actor, *event.recipient))) if key in parties]
        base = slug(f"{id_of(event.actor[0])}-{slug(event.move or event.event, 32)}-{day[:4]}", 72)
        name = next(made for n in range(1, 10_000) if (made := base if n == 1 else f"{base}-{n}") not in used)
        used.add(name)
        sure = f" Confidence of the coder: {event.confidence:.0%}." if event.confidence is not None else ""
        found.append(
            Happened(
                name,
                day,
                title_of(event, who, whom, event.issue),
                f"In the words of the article: {quoted(event.text)}{remark}{sure}",
                tuple(ids),
                (event.issue,) if event.issue in issues else (),
            )
        )
    return tuple(sorted(found, key=lambda one: one.date))


def _day(event: Event, as_of: date) -> tuple[str, str]:
    """The event's date as precisely as the text states it, and what is to be said about it."""
    if event.date is None or event.date > as_of or event.date.year < 1000:
        return as_of.isoformat(), " The day is not stated in the text; dated by the article."
    first_of_year = event.date.month == event.date.day == 1
    if first_of_year and str(event.date.year) not in event.text and event.status == "past":
        return str(event.date.year), " The year is taken from elsewhere in the text."
    if first_of_year and "Jan" not in event.text:
        return str(event.date.year), ""
    if event.status == "past" and event.date > as_of - timedelta(days=2):
        return (
            as_of.isoformat(),
            " The text tells this as history and does not state the day; dated by the article.",
        )
    return event.date.isoformat(), ""


def _questions(asked: tuple[Passage, ...]) -> tuple[tuple[Asked, ...], tuple[str, ...]]:
    """Questions of the text that can be resolved by yes or no, and the others."""
    found: list[Asked] = []
    rest: list[str] = []
    for passage in asked:
        quote = clean(passage.quote, 400)
        outcome = "agreement" if _DEAL.search(quote) else "confrontation" if _FIGHT.search(quote) else ""
        if _YES_NO.match(quote) and outcome:
            found.append(Asked(f"question-{len(found) + 1}", quote, outcome))
        else:
            rest.append(quote)
    return tuple(found), tuple(rest)
