"""What one coded document suggests for a case; each proposal with its sentence, confidence and rules.

A party's position is stated: it is to be reviewed, or its range widened to take in a number that is stated. A party
that the case does not have deals with those it has. Something happened: a dated item of evidence, which may bear on a
question or on the talks. What a text tells as history is left alone: the case has its own. So is all that does not
touch the case (`casework.relevance`): its parties do other things as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from commonground.case.model import Case
from commonground.evidence.casework.from_positions import SAME, of_positions
from commonground.evidence.casework.matching import Matcher
from commonground.evidence.casework.own_words import id_of, name_of, quoted, slug, title_of
from commonground.evidence.casework.proposing import Source, grounds, item_of, print_of, proposal_of
from commonground.evidence.casework.relevance import Relevance
from commonground.evidence.coder.records import Coding
from commonground.evidence.days import told_day
from commonground.evidence.events import MIN_CONFIDENCE, Actor, Event
from commonground.evidence.reading.document import Document
from commonground.evidence.store import Proposal

_TALKS_BEGIN = ("046", "042", "043", "045")


def proposals(
    case: Case,
    matcher: Matcher,
    document: Document,
    coding: Coding,
    known: date,
    least: float = MIN_CONFIDENCE,
    subject: str = "",
) -> Iterator[Proposal]:
    """What one coded document suggests for a case; each place of the case at most once.

    Parameters
    ----------
    known   : day from which what the document says was known
    least   : confidence of an event below which it is not proposed
    subject : under which proposals are kept; the case's name by default
    """
    about = Relevance.of(case, matcher, coding)
    if not about.document:
        return
    source = Source(document, known, subject or case.name)
    seen: set[tuple[str, str]] = set()
    held = set(case.evidence)
    for proposal in (
        *_of_events(case, matcher, source, coding, least, about),
        *of_positions(case, matcher, source, coding, about),
        *_of_actors(case, matcher, source, coding, least, about),
    ):
        if print_of(proposal) not in seen and proposal.change.get("item", {}).get("id") not in held:
            seen.add(print_of(proposal))
            yield proposal


def _of_events(
    case: Case, matcher: Matcher, source: Source, coding: Coding, least: float, about: Relevance
) -> Iterator[Proposal]:
    for event in coding.events:
        if event.status != "actual" or not event.is_sure(least) or not about.event(event):
            continue
        parties = about.sides(event)
        issues = matcher.issue(event.issue, event.text)
        topic = matcher.names[issues[0]] if issues else event.issue
        title = title_of(event, _names(matcher, event.actor), _names(matcher, event.recipient), topic)
        if _quoted_already(case, event, parties):
            continue
        day = max(event.date or source.known, date(1400, 1, 1))
        told = told_day(event, source.document.date)
        word, when = slug(event.move or event.event, 32), told.text or day.isoformat()
        item = item_of(
            source,
            slug(f"{(parties or ['event'])[0]}-{word}-{when}-{'-'.join(parties[1:])}", 72),
            when,
            "event",
            title,
            event.text,
            parties,
            issues,
            event.confidence,
            told.before,
        )
        change = {"item": item, **grounds(source, day, event.confidence, event.rules)}
        yield from _told(case, matcher, source, event, parties, change, title)


def _names(matcher: Matcher, actors: Iterable[Actor]) -> list[str]:
    """Names as the case writes them, or as the world does."""
    return [matcher.names.get(matcher.party(actor) or "", name_of(actor)) for actor in actors]


def _told(
    case: Case,
    matcher: Matcher,
    source: Source,
    event: Event,
    parties: list[str],
    change: Mapping[str, Any],
    title: str,
) -> Iterator[Proposal]:
    """The proposal of an event: for a question or the talks if it bears on them, else an item of evidence."""
    signing = [party for party in parties if party in case.signatories]
    bears, words = "", ""
    if len(signing) > 1:
        # To accept talks or a mediator is no acceptance of terms.
        accepted = event.move == "acceptance" and event.cameo[:3] not in {"036", "038"}
        if event.cameo[:3] == "057" or accepted:
            bears, words = "agreement", "reports an agreement or an acceptance"
        elif event.move == "force":
            bears, words = "confrontation", "reports the use of force"
        elif (
            event.cameo[:3] in _TALKS_BEGIN
            and (event.date or source.document.date)
            and (case.talks is None or case.talks.began is None)
        ):
            day = change["item"]["date"]
            full = {**change, "set": {"path": "talks.began", "value": day}}
            yield proposal_of(
                source, "talks", "talks.began", full, event.text, event.start,
                f"{title}: talks between signatories are reported, and the case has none under way.",
            )  # fmt: skip
            return
    named = [name for name, question in case.questions.items() if question.outcome == bears]
    if named:
        yield proposal_of(
            source, "question", f"questions.{named[0]}", change, event.text, event.start,
            f"{title}: {words} between signatories; see whether it resolves {', '.join(named)}.",
        )  # fmt: skip
    else:
        reason = f"{title}: not yet among the case's evidence.{_alike(case, change['item'], parties)}"
        path = f"evidence.{change['item']['id']}"
        yield proposal_of(source, "evidence", path, change, event.text, event.start, reason)


def _quoted_already(case: Case, event: Event, parties: list[str]) -> bool:
    """Whether the case quotes the sentence already: the text that a draft was made from is no second source."""
    sentence = " ".join(event.text.split())[:SAME]
    return any(
        sentence in " ".join(held.text.split()) and set(parties) <= set(held.parties)
        for held in case.evidence.values()
    )


def _alike(case: Case, item: Mapping[str, Any], parties: list[str]) -> str:
    """Items of the same day about the same parties, which may tell of the same event."""
    found = [
        name
        for name, held in case.evidence.items()
        if held.date == item["date"] and len(set(held.parties) & set(parties)) == min(2, len(parties))
    ]
    return f" Of the same day and parties it has {', '.join(found[:5])}: compare." if found else ""


def _of_actors(
    case: Case, matcher: Matcher, source: Source, coding: Coding, least: float, about: Relevance
) -> Iterator[Proposal]:
    """Actors that the case does not have, from what they and its parties do about what the case is about."""
    seen: set[str] = set()
    for event in coding.events:
        if event.status != "actual" or not event.is_sure(least) or not about.new_actor(event):
            continue
        for actor in (*event.actor, *event.recipient):
            key = id_of(actor)
            if _known(matcher, actor) or key in case.parties or key in seen:
                continue
            seen.add(key)
            told = f"Proposed from a document of {source.known}: {quoted(event.text)}"
            change = {
                "party": {"name": name_of(actor), "role": "other", "about": told},
                **grounds(source, source.known, event.confidence, event.rules),
            }
            reason = (
                f"{name_of(actor)} deals with the case's parties about what it is about, and is none of them."
            )
            yield proposal_of(source, "party", f"parties.{key}", change, event.text, event.start, reason)


def _known(matcher: Matcher, actor: Actor) -> bool:
    return actor.code in matcher.parties or actor.country in matcher.parties
