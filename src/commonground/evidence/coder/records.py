"""What the coder gives back."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from commonground.evidence.events import Actor, Event


@dataclass(frozen=True)
class Position:
    """What a party says it wants on an issue.

    Parameters
    ----------
    actor    : whose position
    issue    : tag of ../data/issues.csv
    stance   : -1 (against) to 1 (for)
    quote    : the words, exactly as in the text
    sequence : number of the sentence;  start, end: its place in the text
    rules    : what recognised it
    """

    actor: Actor
    issue: str
    stance: float
    quote: str
    sequence: int
    start: int
    end: int
    rules: tuple[str, ...] = ()


@dataclass(frozen=True)
class Passage:
    """A question asked, a recommendation made or a claim of cause, as the text words it.

    Parameters
    ----------
    kind     : "question", "recommendation" or "claim"
    quote    : the words, exactly as in the text
    sequence : number of the sentence;  start, end: place of the quote in the text
    cue      : what gave it away ("?", the heading above, the causal verb)
    issue    : tag of ../data/issues.csv, "" if none fits
    speaker  : who says it if not the author; "" otherwise
    """

    kind: str
    quote: str
    sequence: int
    start: int
    end: int
    cue: str = ""
    issue: str = ""
    speaker: str = ""


@dataclass(frozen=True)
class Coding:
    """All that a text says, in our terms.

    Parameters
    ----------
    events          : what happened, repeats merged, in the order of the text
    set_aside       : hypothetical and denied events, which did not happen as far as the text says
    positions       : what parties want
    questions, recommendations, claims : see `Passage`
    actors          : (actor, number of mentions), the most named first
    """

    events: tuple[Event, ...] = ()
    set_aside: tuple[Event, ...] = ()
    positions: tuple[Position, ...] = ()
    questions: tuple[Passage, ...] = ()
    recommendations: tuple[Passage, ...] = ()
    claims: tuple[Passage, ...] = ()
    actors: tuple[tuple[Actor, int], ...] = ()

    def as_dict(self, plover: bool = True) -> dict[str, Any]:
        """The coding as plain JSON-able values, events in the PLOVER layout unless asked otherwise."""
        return {
            "events": [event.as_plover() if plover else event.as_dict() for event in self.events],
            "set_aside": [event.as_plover() if plover else event.as_dict() for event in self.set_aside],
            "positions": [asdict(position) for position in self.positions],
            "questions": [asdict(passage) for passage in self.questions],
            "recommendations": [asdict(passage) for passage in self.recommendations],
            "claims": [asdict(passage) for passage in self.claims],
            "actors": [{**actor.as_dict(), "mentions": count} for actor, count in self.actors],
        }
