"""A proposed change of a case: what would change, and the sentence that says so.

News only proposes. A person, or an explicit `--accept`, decides; both are kept.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

Decision = Literal["open", "accepted", "rejected"]
DECISIONS: tuple[str, ...] = get_args(Decision)


@dataclass(frozen=True)
class Proposal:
    """One change that a document suggests for a case.

    Parameters
    ----------
    subject    : name of the case
    document   : id of the document that gave the reason
    kind       : "position", "party", "evidence", "question" or another short word
    path       : place in the case, such as "positions.iran.enrichment.ideal"
    change     : new value or item, JSON-able
    sentence   : the words of the document
    start, end : where they stand in its text
    reason     : one sentence for the person who decides
    status     : "open", "accepted" or "rejected"
    decider    : who decided, "" while open
    number     : given by the store
    """

    subject: str
    document: str
    kind: str
    path: str
    change: Mapping[str, Any] = field(default_factory=dict)
    sentence: str = ""
    start: int = 0
    end: int = 0
    reason: str = ""
    status: Decision = "open"
    decider: str = ""
    number: int = 0

    def as_dict(self) -> dict[str, Any]:
        """Every field as plain JSON-able values."""
        return {**self.__dict__, "change": dict(self.change)}


def row_of(proposal: Proposal) -> dict[str, Any]:
    """The proposal as a row to insert."""
    return {
        **{
            key: getattr(proposal, key)
            for key in ("subject", "document", "kind", "path", "sentence", "start")
        },
        "finish": proposal.end,
        "reason": proposal.reason,
        "change": json.dumps(dict(proposal.change), sort_keys=True, ensure_ascii=False),
    }


def proposal_of(row: sqlite3.Row) -> Proposal:
    """The proposal of a row."""
    same = (
        "subject",
        "document",
        "kind",
        "path",
        "sentence",
        "start",
        "reason",
        "status",
        "decider",
        "number",
    )
    return Proposal(**{key: row[key] for key in same}, end=row["finish"], change=json.loads(row["change"]))
