"""A whole text: its sentences coded, repeats merged, parties filled in from what the text is about."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date

from commonground.evidence.coder import agreements, class_model, dates, moves, passages, positions, tokens
from commonground.evidence.coder.candidates import Candidate
from commonground.evidence.coder.issues import issue_of
from commonground.evidence.coder.reality import reality
from commonground.evidence.coder.records import Coding, Passage, Position
from commonground.evidence.coder.repeats import Telling
from commonground.evidence.coder.resolve import Memory
from commonground.evidence.coder.sentence import Read, Reader, by_scene, parties
from commonground.evidence.coder.units import Unit, units
from commonground.evidence.coder.verbs import group_of
from commonground.evidence.events import BODIES, Actor, Event, Status, scored
from commonground.evidence.ontology.moves import move_of
from commonground.evidence.ontology.tables import STATEMENT, code_of

CODER = "rules"
# Acts that need nobody to be done to; the others are kept only with both parties.
ALONE = frozenset({"PROTEST", "RETREAT", "CONCEDE", "MOBILIZE", "COERCE", "ASSAULT"})
# Deeds that speak of later ones: a date behind them is when those are to be done.
AHEAD = frozenset({"02", "03", "10", "13"})
# Words to whoever listens; kept without a recipient if the coder is sure and a finite verb says them.
ANSWERS = frozenset({"AGREE", "REJECT", "THREATEN"})
SURE = 0.5
# What is said to somebody, wherever it is said.
SAID = frozenset({"AGREE", "SUPPORT", "REQUEST", "ACCUSE", "REJECT", "THREATEN"})
POTENTIAL = frozenset(
    "potential possible proposed planned would-be prospective future hypothetical perceived".split()
)
HISTORY = frozenset("history tenure legacy formerly decades predecessor".split())
_MODAL_RULES = frozenset({"scope:will", "scope:will not", "scope:cannot", "scope:must", "scope:unless"})


def code(text: str, published: date | None = None, cite: str = "", reader: Reader | None = None) -> Coding:
    """Events, positions, questions, recommendations and claims of a text.

    Parameters
    ----------
    text      : as read; boilerplate in it is skipped, offsets count its characters
    published : day of publication; "on Wednesday" and offices are resolved by it
    cite      : id of the document, kept in every event
    reader    : lexicon and conventions; what ships if None

    Returns
    -------
    The coding; never fails on any text.
    """
    reader = reader or Reader.shipped()
    plain = tokens.plain(text)
    memory = Memory()
    reads: list[tuple[Unit, Read]] = []
    questions: list[Passage] = []
    advice: list[Passage] = []
    told: list[Passage] = []
    held: list[Position] = []
    advised: set[int] = set()
    for unit in units(plain):
        asked = passages.question(plain, unit.start, unit.end, unit.number)
        if asked is not None:
            questions.append(asked)
        proposed = passages.recommendation(plain, unit.block, unit.heading, unit.number)
        if proposed is not None and unit.block.start not in advised:
            advised.add(unit.block.start)
            advice.append(proposed)
        for read in reader.read(plain, unit.start, unit.end, published, memory):
            _count(read, memory)
            if unit.block.kind == "heading" or asked is not None:
                continue
            told += passages.claims(read, unit.number)
            if proposed is None:
                own = passages.advised(read, unit.number)
                advice += [own] if own is not None else []
                held += positions.positions(read, unit.number)
                reads.append((unit, read))
    events, aside = _events(reads, memory, published, cite)
    return Coding(
        tuple(events),
        tuple(aside),
        positions.merged(held),
        tuple(questions),
        tuple(advice),
        tuple(told),
        _actors(reads),
    )


def _count(read: Read, memory: Memory) -> None:
    for mention in read.mentions:
        if (
            mention.code
            and mention.kind not in {"pronoun", "possessive"}
            and not mention.code.startswith(BODIES)
        ):
            memory.counts[mention.country] += 1


def _actors(reads: list[tuple[Unit, Read]]) -> tuple[tuple[Actor, int], ...]:
    counts: Counter[tuple[str, str]] = Counter()
    names: dict[tuple[str, str], str] = {}
    for _, read in reads:
        for mention in read.mentions:
            if mention.code and mention.kind not in {"pronoun", "possessive"}:
                key = (mention.code, mention.sector)
                counts[key] += 1
                name = read.sentence.phrase(mention.first, mention.last)
                names[key] = (
                    max(names.get(key, ""), name, key=len)
                    if mention.kind == "person"
                    else names.get(key, name)
                )
    return tuple((Actor(names[key], *key), count) for key, count in counts.most_common())


def _events(
    reads: list[tuple[Unit, Read]], memory: Memory, published: date | None, cite: str
) -> tuple[list[Event], list[Event]]:
    telling = Telling()
    aside: list[Event] = []
    for unit, read in reads:
        signed = _agreement_told(unit, read, memory, cite)
        if signed is not None:
            telling.take(signed, signed.date)
        for candidate, confidence in class_model.weigh(read):
            made = _event(unit, read, candidate, confidence, memory, published, cite)
            if made is None:
                continue
            event, said = made
            if event.status in {"hypothetical", "negated"}:
                aside.append(event)
            else:
                telling.take(event, said)
    events = moves.answering(sorted(telling.events(), key=_order))
    return [replace(event, id=f"{cite or 'text'}-{place}") for place, event in enumerate(events, 1)], aside


def _order(event: Event) -> tuple[int, int]:
    return event.start, -int(1000 * (event.confidence or 0))


def _event(
    unit: Unit,
    read: Read,
    candidate: Candidate,
    confidence: float,
    memory: Memory,
    published: date | None,
    cite: str,
) -> tuple[Event, date | None] | None:
    """The event of a candidate, and its day if the text names it; None if it is no event between parties."""
    if candidate.category == STATEMENT or by_scene(candidate):
        return None
    who, whom = parties(read, candidate)
    who = tuple(actor for actor in who if actor.code)
    whom = tuple(actor for actor in whom if actor.code and actor not in who)
    if candidate.category in SAID and all(one.place for one in candidate.target):
        whom = ()  # "in Vienna, Iran rejected limits": not Austria's
    if candidate.code[:2] == "15" and {(one.country, one.sector) for one in whom} <= {
        (one.country, "MIL") for one in who
    }:
        whom = ()  # "it sent 30 aircraft": what is moved is its own
    rules = candidate.rules
    if not who:
        return None
    if not whom or {actor.country for actor in whom} <= {actor.country for actor in who}:
        joint = len({actor.country for actor in who}) > 1  # what they do together, they do to each other
        domestic = whom if not joint and any(actor.sector not in {"", "GOV"} for actor in whom) else ()
        filled = () if domestic else _counterparts(candidate, who, memory)
        if filled:
            rules += ("role:document",)
        whom = domestic or filled
    if not whom and len(who) == 1 and not _stands_alone(read, candidate, confidence):
        return None
    if _weak(candidate) and not _plain_noun(candidate, who, whom, "role:document" in rules):
        return None
    status = _status(read, candidate)
    when = dates.dated(read.sentence, candidate.head, published, candidate.code[:2] in AHEAD)
    sentence = read.sentence
    if status == "actual" and (
        when.past or HISTORY.intersection(sentence.low[max(0, candidate.inner - 14) : candidate.inner])
    ):
        status = "past"
    object_words = sentence.low[candidate.inner + 1 : candidate.last + 10]
    entry = code_of(candidate.code)
    start, end = sentence.start, sentence.start + len(sentence.text)
    made = scored(
        Event(
            id="",
            date=when.day,
            actor=who,
            recipient=whom,
            event=candidate.category,
            mode=entry.mode if entry else "",
            context=entry.context if entry else "",
            event_text=sentence.phrase(candidate.first, candidate.last),
            text=sentence.text,
            sequence=unit.number,
            start=start,
            end=end,
            cite=cite,
            coder=CODER,
            cameo=candidate.code,
            move=moves.of(sentence, candidate),
            issue=issue_of(candidate.code, object_words),
            status=status,
            confidence=round(confidence, 3),
            rules=rules,
            speaker=sentence.phrase(candidate.speaker.first, candidate.speaker.last)
            if candidate.speaker
            else "",
            appeal=candidate.code[:2] == "02",
            mentions=((unit.number, start, end),),
        )
    )
    return made, (when.day if when.said else None)


def _agreement_told(unit: Unit, read: Read, memory: Memory, cite: str) -> Event | None:
    """The signing of a known agreement between parties that the text is about."""
    found = agreements.told(read.sentence)
    if found is None:
        return None
    agreement, first, last = found
    sides = [code for code in memory.principal() if code in agreement.parties] or list(agreement.parties[:2])
    if len(sides) < 2:
        return None
    sentence = read.sentence
    start, end = sentence.start, sentence.start + len(sentence.text)
    return scored(
        Event(
            id="",
            date=agreement.signed,
            actor=(Actor(sides[0], sides[0]),),
            recipient=tuple(Actor(code, code) for code in sides[1:]),
            event="SUPPORT",
            event_text=sentence.phrase(first, last),
            text=sentence.text,
            sequence=unit.number,
            start=start,
            end=end,
            cite=cite,
            coder=CODER,
            cameo="057",
            move=move_of("057"),
            issue=issue_of("057", sentence.low),
            status="past",
            confidence=0.8,
            rules=(f"agreement:{agreement.name}",),
            mentions=((unit.number, start, end),),
        )
    )


def _stands_alone(read: Read, candidate: Candidate, confidence: float) -> bool:
    """Whether a deed done to nobody that is named is an event: "Iran has agreed to suspend enrichment"."""
    if _weak(candidate):
        return False
    if candidate.category in ALONE:
        return True
    plain = not any(rule.startswith("role:") for rule in candidate.rules)
    return (
        candidate.category in ANSWERS
        and plain
        and confidence >= SURE
        and (group_of(read.sentence, candidate.head).finite)
    )


def _weak(candidate: Candidate) -> bool:
    """Whether only a noun reports the event."""
    return all(rule.startswith(("noun:", "role:")) for rule in candidate.rules)


def _plain_noun(candidate: Candidate, who: tuple[Actor, ...], whom: tuple[Actor, ...], filled: bool) -> bool:
    """Whether a noun alone is report enough: talk of talks or support is none, a strike or a rejection is."""
    if candidate.code[:2] in {"04", "05", "06", "07", "09", "10"}:
        return False
    if "role:far" not in candidate.rules:
        return True
    abroad = {actor.country for actor in whom} - {actor.country for actor in who}
    return bool(abroad) and (not filled or candidate.code == "161")


def _counterparts(candidate: Candidate, who: tuple[Actor, ...], memory: Memory) -> tuple[Actor, ...]:
    """Whom an act in a text about two parties is done to, if the sentence does not say: the other one."""
    main = memory.principal()
    if len(main) < 2 or memory.counts[main[1]] < 3:
        return ()
    ours = {actor.country for actor in who}
    if candidate.code[:3] in {"039", "045"} and not ours & set(main):
        return tuple(Actor(code, code) for code in main)
    if len(ours) == 1 and ours & set(main):
        (other,) = [code for code in main if code not in ours]
        return (Actor(other, other),)
    return ()


def _status(read: Read, candidate: Candidate) -> Status:
    """Whether the event happened: not if it is only possible, nor if the sentence's own verb is."""
    sentence = read.sentence
    if candidate.status != "actual":
        return "negated" if candidate.status == "negated" else "hypothetical"
    if candidate.head and sentence.low[candidate.head - 1] == "to" and sentence.tags[candidate.head] == "VB":
        return "hypothetical"  # "a proposal to share the water": nobody has shared it
    before = sentence.low[max(0, candidate.inner - 3) : candidate.inner]
    if POTENTIAL.intersection(before):
        return "hypothetical"
    finite = any(tag in {"VBD", "VBZ", "VBP"} for tag in sentence.tags)
    maybe = any(
        tag == "MD" and low in {"may", "might", "could", "would", "can", "should", "must"}
        for tag, low in zip(sentence.tags, sentence.low)
    )
    ruled = not _MODAL_RULES.isdisjoint(candidate.rules)  # the modal has made the code what it is
    if (
        maybe
        and not ruled
        and (not finite or _weak(candidate) or sentence.tags[candidate.head] in {"VBG", "VB"})
    ):
        return "hypothetical"
    return reality(sentence, candidate)
