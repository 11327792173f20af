"""The step of a negotiation where the CAMEO code does not say it: acceptances, counter-offers, leaving an agreement.

CAMEO has one code for offering a settlement and accepting one, and none for answering an offer with another. What
tells them apart is the words of the deed and, for a counter-offer, what the document told before.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from commonground.evidence.coder import verbs
from commonground.evidence.coder.candidate import Candidate
from commonground.evidence.coder.parsed import Parsed
from commonground.evidence.events import Actor, Event
from commonground.evidence.ontology.moves import Move, move_of

ANSWERS_OFFER = "move:answers-offer"
_ACCEPTING = ("accept", "agree", "consent", "concur")
_SETTLED = frozenset({"agreement", "agreements", "acceptable"})
_CONSENT = frozenset({"consent"})  # "gave its consent to the plan"
_COUNTERING = frozenset(
    "counter countered counters countering counter-offer counter-offers counteroffer counteroffers counter-proposal "
    "counter-proposals counterproposal counterproposals instead".split()
)
_REPLYING = frozenset(
    "respond responded responds responding answer answered answers answering reply replied replies replying hit came "
    "come back".split()
)
_AGREEMENTS = frozenset(
    "deal deals agreement agreements accord accords treaty treaties pact pacts jcpoa convention memorandum "
    "protocol".split()
)
_TIES = frozenset(
    "relations relation ties tie links link ambassador ambassadors envoy envoys embassy consulate diplomats "
    "diplomat contacts".split()
)


def of(sentence: Parsed, candidate: Candidate) -> Move:
    """Step of a negotiation that a candidate is."""
    if candidate.code[:2] not in {"03", "16"}:
        return move_of(candidate.code)
    group = verbs.group_of(sentence, candidate.head)
    end = verbs.object_end(sentence, max(candidate.head, candidate.inner))
    before = sentence.low[max(0, candidate.first - 2) : candidate.first]
    if group.passive:  # its object is its subject: "the deal was scrapped"
        before = verbs.object_words(sentence, candidate.head, group)
    deed = sentence.low[candidate.first : candidate.last]
    return move(candidate.code, deed, before + sentence.low[candidate.first : end])


def move(cameo: str, deed: Iterable[str], around: Iterable[str]) -> Move:
    """Step of a negotiation that an event is.

    Parameters
    ----------
    cameo  : its CAMEO code
    deed   : lower-case words that gave the event away ("agreed to send")
    around : lower-case words of the deed's clause, subject left out, in their order
    """
    found = move_of(cameo)
    clause = list(around)
    if found == "offer":
        words = set(deed)
        if any(
            word.startswith(_ACCEPTING) and word not in _SETTLED for word in words | (_CONSENT & {*clause})
        ):
            return "acceptance"
        if _countered({*words, *clause}):
            return "counter-offer"
    elif cameo == "161":
        # The first of the two says what is left: "broke off relations over the deal", "left the deal and cut ties".
        told = next((word for word in clause if word in _AGREEMENTS or word in _TIES), "")
        return "withdrawal from agreement" if told in _AGREEMENTS else found
    return found


def _countered(words: set[str]) -> bool:
    if not _COUNTERING.isdisjoint(words):
        return True
    return "with" in words and not _REPLYING.isdisjoint(words)


def answering(events: Sequence[Event]) -> list[Event]:
    """The events with each offer that answers one of the other side, told before it, marked as a counter-offer.

    An acceptance or an agreement between the two closes what was on the table.
    """
    made: list[Event] = []
    table: list[Event] = []
    for event in events:
        if (
            event.cameo == "080"
            and "verb:accept" in event.rules
            and any(_accepts(event, offer) for offer in table)
        ):
            event = replace(
                event, move="acceptance", rules=(*event.rules, ANSWERS_OFFER)
            )  # "Moscow accepted it"
        if event.move in {"acceptance", "agreement"}:
            table = [offer for offer in table if not _between(offer, event)]
        elif event.move in {"offer", "counter-offer"} and "scope:will" not in event.rules:
            if event.move == "offer" and any(_answers(event, offer) for offer in table):
                event = replace(event, move="counter-offer", rules=(*event.rules, ANSWERS_OFFER))
            table.append(event)
        made.append(event)
    return made


def _answers(event: Event, offer: Event) -> bool:
    if event.date and offer.date and event.date < offer.date:
        return False
    here, there = _countries(event.actor), _countries(event.recipient)
    first, other = _countries(offer.actor), _countries(offer.recipient)
    return bool(here & other) and bool(there & first) and not here & first


def _accepts(event: Event, offer: Event) -> bool:
    """Whether somebody who accepts "it" was made that offer; an offer without a day has that of the report."""
    giver, whom = _countries(offer.actor), _countries(event.recipient)
    return bool(_countries(event.actor) & _countries(offer.recipient)) and (not whom or bool(whom & giver))


def _between(offer: Event, event: Event) -> bool:
    parties = _countries(event.actor) | _countries(event.recipient)
    return bool(parties & _countries(offer.actor)) and bool(parties & _countries(offer.recipient))


def _countries(actors: Iterable[Actor]) -> set[str]:
    return {actor.country for actor in actors} - {""}
