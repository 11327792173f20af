"""The block `graph:` of a case: who can do what, which states can be, and what each party prefers.

Options are listed by party, or, for a published model that is not in option form, states and moves are. What must hold
between the parts is in `graph_rules.py`.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from commonground.case.parts import Evidence
from commonground.case.values import SHARE, Id, Line, Number, Part, Share, Text, exact, fault

GREAT = ">>"

Flag = Annotated[bool, Field(strict=True)]


def read_option(raw: Any) -> Any:
    """An option's name, or its full form."""
    return {"name": raw} if isinstance(raw, str) else raw


def read_statement(raw: Any) -> Any:
    """A statement, or its full form."""
    return {"statement": raw} if isinstance(raw, str) else raw


def read_ranking(raw: Any) -> Any:
    """A ranking's entries: a state, a list of states as good as each other, or >> for a great step down."""
    if not isinstance(raw, list | tuple):
        raise fault("a ranking is not a list", str(raw), "Write states best first, [YN, [NN, NY], YY].")
    return [
        [entry] if isinstance(entry, str | int) and not isinstance(entry, bool) else entry for entry in raw
    ]


def read_words(raw: Any) -> Any:
    """State codes may be written as numbers."""
    return str(raw) if isinstance(raw, int) and not isinstance(raw, bool) else raw


State = Annotated[Text, BeforeValidator(read_words)]


class GraphOption(Part):
    """Something a party may do or leave undone.

    Parameters
    ----------
    direction : "both", "forward_only" (cannot be taken back), "backward_only" (can only be given up)
    """

    name: Line = ""
    direction: Literal["both", "forward_only", "backward_only"] = "both"
    because: Line = ""
    evidence: Evidence = ()


class GraphStatement(Part):
    """Something that a party would like to be true, over options of any party.

    Parameters
    ----------
    statement : options joined by not, and, or, if, only if, iff
    chance    : chance that the party cares about it; it is left out in the other draws
    unknown   : whether it wants this or the contrary is not known
    great     : states that this statement is the first to tell apart differ greatly, not mildly
    """

    statement: Text
    chance: Share = exact(1, SHARE)
    unknown: Flag = False
    great: Flag = False
    because: Line = ""
    evidence: Evidence = ()


class GraphPreferences(Part):
    """What one party prefers, in one of four ways.

    Parameters
    ----------
    statements  : most important first
    weights     : option -> weight of its being taken, by whomever; may be negative
    ranking     : states, best first; a list for states as good as each other, >> for a great step
    comparisons : "A > B" or "A = B" for states A and B; what does not follow from them is unknown
    """

    statements: tuple[Annotated[GraphStatement, BeforeValidator(read_statement)], ...] = ()
    weights: dict[Id, Number] = {}
    ranking: Annotated[tuple[tuple[State, ...], ...], BeforeValidator(read_ranking)] = ()
    comparisons: tuple[Text, ...] = ()
    because: Line = ""
    evidence: Evidence = ()


class GraphOutcomes(Part):
    """Which states are agreements and which confrontations; a confrontation first, all others are an impasse."""

    agreement: Text | tuple[State, ...]
    confrontation: Text | tuple[State, ...] | None = None


class Graph(Part):
    """A conflict as options, states and preferences.

    Parameters
    ----------
    options     : party -> option -> its name; an option's id is used in statements, so no two parties share one
    infeasible  : patterns of states that cannot be, a letter per option in the order of the file: Y, N, -
    rules       : statements that hold in every state, such as "inspect only if sign"
    merged      : patterns of states that nobody tells apart
    moves       : "any" number of the mover's options at once, or "one_option"
    states, ways : of a model that is not in option form: state -> its name, and party -> state -> states it reaches
    status_quo  : options taken today as a list, or a state
    preferences : party -> what it prefers
    hidden      : party -> options of others that it does not know of
    outcomes    : what counts as agreement and as confrontation
    """

    options: dict[Id, dict[Id, Annotated[GraphOption, BeforeValidator(read_option)]]] = {}
    infeasible: tuple[Text, ...] = ()
    rules: tuple[Text, ...] = ()
    merged: tuple[Text, ...] = ()
    moves: Literal["any", "one_option"] = "any"
    states: dict[Id, Line] = {}
    ways: dict[Id, dict[Id, tuple[Id, ...]]] = {}
    status_quo: tuple[Id, ...] | State
    preferences: dict[Id, GraphPreferences]
    hidden: dict[Id, tuple[Id, ...]] = {}
    outcomes: GraphOutcomes
    because: Line = ""
    evidence: Evidence = ()
