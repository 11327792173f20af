"""Positions that a document states: to review what the case has, or to widen a range that a number lies outside of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from commonground.case.model import Case, ScaleIssue
from commonground.case.raw import span
from commonground.evidence.casework.matching import Matcher, numbers
from commonground.evidence.casework.own_words import slug
from commonground.evidence.casework.proposing import Source, grounds, item_of, proposal_of
from commonground.evidence.casework.relevance import Relevance
from commonground.evidence.coder.records import Coding, Position
from commonground.evidence.coder.units import around, units
from commonground.evidence.store import Proposal
from commonground.quantity import number_text

SAME = 120  # characters that make two quotes one
_RED_LINE = re.compile(
    r"\b(?:red lines?|non-?negotiable|never|under no circumstances|not up for (?:negotiation|discussion))\b",
    re.IGNORECASE,
)


def of_positions(
    case: Case, matcher: Matcher, source: Source, coding: Coding, about: Relevance
) -> Iterator[Proposal]:
    """What the positions in a document suggest for a case."""
    text, held = source.document.text, list(units(source.document.text))
    for position in coding.positions:
        party = matcher.party(position.actor)
        unit = around(held, position.start)
        start, end = (unit.start, unit.end) if unit else (position.start, position.end)
        sentence = text[start:end]
        issues = about.issues(party, position.issue, sentence) if party else ()
        verb = position.rules[0].partition(":")[2] if position.rules else "states"
        if not party or not issues or verb == "impose":  # to impose is an act, and told as one
            continue
        issue = issues[0]
        if _because_of(case, party, issue, sentence):
            continue
        item = item_of(
            source,
            slug(f"{party}-{verb}-{issue}-{source.known.isoformat()}", 72),
            source.known.isoformat(),
            "statement",
            f"{matcher.names[party]} states its position ({matcher.names[issue]})",
            sentence,
            [party],
            issues,
            sure := _confidence(coding, position),
        )
        change: dict[str, Any] = {
            "item": item,
            "direction": "for" if position.stance > 0 else "against",
            "about": position.issue,
            "stance": position.stance,
            **grounds(source, source.known, sure, position.rules),
        }
        path, told, value = _bearing(case, party, issue, position, sentence)
        if value is not None:  # cited where it is set
            change["set"] = {"path": path, "value": value}
        elif issue in case.positions.get(party, {}):
            change["cite"] = f"positions.{party}.{issue}"
        side = f"speaks {change['direction']} “{position.issue}” (stance {position.stance:+.1f})"
        also = f" It may also bear on {', '.join(issues[1:])}." if len(issues) > 1 else ""
        reason = f"{matcher.names[party]} {side}. {told}{also}"
        yield proposal_of(source, "position", path, change, sentence, start, reason)


def _because_of(case: Case, party: str, issue: str, sentence: str) -> bool:
    """Whether the position rests on these very words already."""
    held = case.positions.get(party, {}).get(issue)
    words = " ".join(sentence.split())[:SAME]
    values = (held.because, held.ideal.because if held.ideal else "") if held else ()
    return any(words in " ".join(said.split()) for said in values)


def _bearing(
    case: Case, party: str, issue: str, position: Position, sentence: str
) -> tuple[str, str, dict[str, Any] | None]:
    """Path that a stated position bears on, what is to be done about it, and the wider range if a number is stated.

    Only a number that a party asks for or accepts, alone in its sentence and in the issue's unit, moves anything;
    and then the range is widened to take it in, no more.
    """
    place = f"positions.{party}.{issue}"
    held, scale = case.positions.get(party, {}).get(issue), case.issues[issue]
    if held is None:
        return (
            place,
            "The case has no position of it on this issue: the words are kept as evidence alone.",
            None,
        )
    if _RED_LINE.search(sentence):
        return f"{place}.red_line", "It sounds like a red line: review it; the values stay as they are.", None
    part = "ideal" if held.ideal else "utility" if held.utility else "order"
    review = f"Review {part}; the value itself stays as it is."
    stated = numbers(sentence, scale.unit) if isinstance(scale, ScaleIssue) else set()
    if not isinstance(scale, ScaleIssue) or held.ideal is None or position.stance <= 0 or len(stated) != 1:
        return f"{place}.{part}", f"No single number is stated. {review}", None
    (number,) = stated
    if not scale.lo <= number <= scale.hi:
        return f"{place}.{part}", f"{number_text(number)} lies outside the issue's scale. {review}", None
    low, high = span(held.ideal.quantity)
    low, high = max(low, scale.lo), min(high, scale.hi)
    if low <= number <= high:
        return f"{place}.{part}", f"{number_text(number)} lies in the present range. {review}", None
    wider = {"uniform": [min(low, number), max(high, number)]}
    return (
        f"{place}.{part}",
        f"{number_text(number)} is new: the range is widened to take it in, no more.",
        wider,
    )


def _confidence(coding: Coding, position: Position) -> float | None:
    """A position has no confidence of its own; an event of the same party in the same sentence lends it one."""
    found = [
        event.confidence
        for event in coding.events
        if event.sequence == position.sequence
        and event.confidence is not None
        and any(actor.country == position.actor.country for actor in event.actor)
    ]
    return max(found, default=None)
