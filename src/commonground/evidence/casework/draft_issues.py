"""What an article says is contested, and where each party stands on it.

Three sources, the surest first: issues of the coder's list that positions, events or a list of contested points are
about; what one party demands of another in so many words; and what an agreement or a dispute is said to be about. How
parties deal with each other (talks, mediation, force) is no issue unless there is nothing else.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from importlib import resources

from commonground.case.one_line import clean
from commonground.evidence.casework.draft_parts import Stated
from commonground.evidence.casework.own_words import id_of, issue_labels, slug
from commonground.evidence.coder.issues import issues_in
from commonground.evidence.coder.records import Coding, Position
from commonground.evidence.coder.sentence import Reader
from commonground.evidence.coder.units import around, units
from commonground.evidence.events import Actor, Event
from commonground.evidence.reading.boilerplate import body
from commonground.evidence.reading.document import Document

MOST = 8
MOST_DEMANDS, MOST_TOPICS = 3, 2
OFTEN = 3  # sentences with words of an issue before it counts without a position or an event
PROCESS = frozenset({"talks", "mediation", "military", "trust", "pressure"})
# Words that name other things as often: "withdrawal from the deal" is about no territory.
_AMBIGUOUS = frozenset(
    "withdrawal settlement settlements stability market press release freedom influence pressure relief solution "
    "solutions assistance vote gas security rights road roads filling strait import imports".split()
)
_CONTENTION = re.compile(
    r"\b(?:contention|issues?|sticking|disput\w+|disagree\w*|differences|demands|at stake|key points|conditions)\b",
    re.IGNORECASE,
)
_DEMANDED = re.compile(
    r"\b(?:demand(?:s|ed|ing)?|insist(?:s|ed|ing)?)\s+that\s+(.{8,120}?)"
    r"(?=[.,;:?!]|\s(?:but|while|although|before|after|because|and\s+\w+\s+(?:said|has|have|will))\s|$)"
)
_TOPIC = re.compile(
    r"\b(?:agreement|deal|accord|treaty|pact|dispute|row|talks|negotiations|differences|disagreements?|quarrel|conflict)"
    r"\s+(?:on|over|about|regarding)\s+(?:the\s+|its\s+|their\s+)?"
    r"([a-z][\w’'-]*(?:\s+(?:of|and|the|[a-z][\w’'-]*)){0,5})"
)
_TAIL = re.compile(
    r"\s+(?:with|between|in|at|for|to|by|from|after|before|that|which|who|is|was|were|would|will|has|had|have|on|said|as"
    r"|once|when|while|if|or)\b.*$|\s+(?:of|and|the)$"
)
_DAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
_LED = re.compile(
    r"\b(?:spearheaded|led|headed|championed|fronted) by (?:the )?((?:[A-Z][\w.]*)(?: [A-Z]\w*){0,2})"
)
DEMANDED_LOW, DEMANDED_HIGH = "not done", "done as demanded"
TOPIC_LOW, TOPIC_HIGH = "nothing of what is asked", "all that is asked"


def issues(
    document: Document, coding: Coding, events: list[Event], main: tuple[str, ...]
) -> tuple[tuple[Stated, ...], tuple[str, ...], dict[tuple[str, str], tuple[float, str]]]:
    """What could be settled; labels of what recurs beside it; and positions that demands state.

    Parameters
    ----------
    events : those of which the coder is sure enough
    main   : ids of the two parties that the text is about
    """
    labels = issue_labels()
    counts: Counter[str] = Counter()
    quotes: dict[str, str] = {}
    for sentence in sentences(document):
        for tag in _tags(sentence, plain=True):
            counts[tag] += 1
            quotes.setdefault(tag, sentence)
    listed = _listed(document)
    used = Counter(position.issue for position in coding.positions) + Counter(
        event.issue for event in events if event.issue
    )
    named = [tag for tag in labels if tag not in PROCESS and (used[tag] or tag in listed)]
    demanded, stands = _demands(events, main)
    topics = _topics(document, {*named, *PROCESS})
    often = [tag for tag in labels if tag not in PROCESS and tag not in named and counts[tag] >= OFTEN]
    # What only recurs is a weak sign: it counts where there is hardly anything else, and is remarked on otherwise.
    enough = len(named) + len(demanded) + len(topics) > 1
    chosen = named if enough else named + often
    if not chosen and not demanded and not topics:  # nothing but dealings: then these are what there is
        chosen = [tag for tag in labels if used[tag] or counts[tag]][:1] or ["talks"]
    chosen.sort(key=lambda tag: (-3 * (tag in listed) - 2 * used[tag] - counts[tag], tag))
    made = [_of_tag(tag, listed.get(tag) or _quote_of(tag, document, quotes)) for tag in chosen]
    kept = tuple([*made[:MOST], *demanded, *topics][:MOST])
    ids = {issue.id for issue in kept}
    rest = tuple(labels[tag] for tag in (*chosen, *often) if tag not in ids)
    return kept, tuple(dict.fromkeys(rest)), {key: held for key, held in stands.items() if key[1] in ids}


def positions(
    document: Document, coding: Coding, parties: set[str], known: set[str]
) -> tuple[dict[tuple[str, str], tuple[float, str]], list[tuple[str, Position]]]:
    """Stances of parties on issues, each on the issue's scale with its sentence; and those on the dealings themselves.

    A group's stance is also that of the party said to lead it.
    """
    held: dict[tuple[str, str], tuple[float, str]] = {}
    process: list[tuple[str, Position]] = []
    said = list(units(document.text))
    for position in coding.positions:
        unit = around(said, position.start)
        sentence = document.text[unit.start : unit.end] if unit else position.quote
        for party in _holders(position.actor, sentence, parties):
            if position.issue not in known:
                process.append((party, position))
                continue
            key, stance = (party, position.issue), on_scale(position)
            if key not in held or abs(stance) > abs(held[key][0]):
                held[key] = (stance, sentence)
    return held, process


def on_scale(position: Position) -> float:
    """The stance on the issue's own scale: who is for easing sanctions is against sanctions."""
    *_, turned = scales().get(position.issue, ("", "", frozenset()))
    words = re.findall(r"[a-z]+", position.quote.lower())
    return -position.stance if turned.intersection(words) else position.stance


def sentences(document: Document, headings: bool = False) -> Iterator[str]:
    """The sentences of the article's body, without headings unless asked for."""
    for unit in units(document.text):
        if headings or unit.block.kind != "heading":
            yield document.text[unit.start : unit.end]


@cache
def scales() -> dict[str, tuple[str, str, frozenset[str]]]:
    """By issue: what the ends of its scale mean, and the words that turn a stance round."""
    table = resources.files("commonground.evidence.data") / "scales.csv"
    with table.open(encoding="utf-8") as rows:
        return {
            row["issue"]: (row["low"], row["high"], frozenset((row["turned_by"] or "").split()))
            for row in csv.DictReader(rows)
        }


def _of_tag(tag: str, quote: str) -> Stated:
    low, high, _ = scales().get(tag, ("none of it", "all of it", frozenset()))
    return Stated(tag, issue_labels()[tag], quote, low, high)


def _tags(text: str, plain: bool = False) -> list[str]:
    words = re.findall(r"[a-z]+(?:-[a-z]+)*", text[:2_000].lower())
    return issues_in([word for word in words if not plain or word not in _AMBIGUOUS])


def _quote_of(tag: str, document: Document, quotes: dict[str, str]) -> str:
    """The first sentence with plain words of an issue, else with any."""
    return quotes.get(tag) or next((one for one in sentences(document) if tag in _tags(one)), "")


def _listed(document: Document) -> dict[str, str]:
    """Issues that the text lists as contested, with their words."""
    found: dict[str, str] = {}
    heading = ""
    for block in body(document.text):
        words = block.of(document.text)
        if block.kind == "heading":
            heading = words
        elif _CONTENTION.search(heading) and (block.kind == "item" or ":" in words[:60]):
            for tag in _tags(words[:160])[:1]:
                found.setdefault(tag, words)
    return found


def _demands(
    events: list[Event], main: tuple[str, ...]
) -> tuple[list[Stated], dict[tuple[str, str], tuple[float, str]]]:
    """What one of the two demands that no issue of the list covers, and that it stands for it."""
    made: list[Stated] = []
    stands: dict[tuple[str, str], tuple[float, str]] = {}
    for event in events:
        who = [id_of(actor) for actor in event.actor]
        found = _DEMANDED.search(event.text[:2_000])
        if event.move != "demand" or event.status != "actual" or not found or not set(who) & set(main):
            continue
        clause = clean(found[1], 90)
        if set(_tags(clause)) - PROCESS or len(made) == MOST_DEMANDS:
            continue
        key = slug(clause, 40)
        made.append(Stated(key, f"Demand that {clause}", event.text, DEMANDED_LOW, DEMANDED_HIGH))
        for party in set(who) & set(main):
            stands[party, key] = (1.0, event.text)
    return made, stands


def _topics(document: Document, covered: set[str]) -> list[Stated]:
    """What agreements and disputes are said to be about, where no issue of the list covers it."""
    found: dict[str, Stated] = {}
    for sentence in sentences(document):
        for match in _TOPIC.finditer(sentence[:2_000]):
            topic = _TAIL.sub("", match[1])
            words = topic.split()
            if len(words) < 2 or set(words) & _DAYS or set(_tags(topic)) or len(found) == MOST_TOPICS:
                continue
            name = clean(topic, 60)
            found.setdefault(
                slug(name), Stated(slug(name), name[:1].upper() + name[1:], sentence, TOPIC_LOW, TOPIC_HIGH)
            )
    return [one for one in found.values() if one.id not in covered]


def _holders(actor: Actor, sentence: str, parties: set[str]) -> list[str]:
    """Whose position it is: the actor's, and that of the party which leads the group."""
    found = [id_of(actor)]
    if actor.code[:3] == "IMG" and (led := _LED.search(sentence)):
        reader = Reader.shipped()
        for read in reader.read(led[1], 0, len(led[1]), None):
            found += [id_of(Actor(led[1], one.code, one.sector)) for one in read.mentions if one.code]
    return [party for party in dict.fromkeys(found) if party in parties]
