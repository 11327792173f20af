"""A proposal as plain values for whoever decides: what the case says now, what it would say, and who said so."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from commonground.case.model import Case
from commonground.case.one_line import flow
from commonground.evidence.casework.accept import later
from commonground.evidence.reading.document import Document
from commonground.evidence.store import Proposal, Store
from commonground.evidence.suggest import shown_now


def told(store: Store, case: Case, proposal: Proposal, day: date) -> dict[str, Any]:
    """A proposal with what the case says now and the document it comes from.

    Parameters
    ----------
    day : as of which the store is read
    """
    document = store.document(proposal.document, day)
    moved = later(case, proposal)
    said = {key: value for key, value in proposal.as_dict().items() if key != "change"}
    return {
        **said,
        "now": shown_now(case, proposal.path),
        "change": {
            key: proposal.change[key] for key in ("set", "item", "party", "cite") if key in proposal.change
        },
        "direction": proposal.change.get("direction"),
        "stance": proposal.change.get("stance"),
        "confidence": proposal.change.get("confidence"),
        "rules": proposal.change.get("rules", []),
        "known": proposal.change["known"],
        "dated": proposal.change["dated"],
        "after_as_of": moved is not None,
        "moves_as_of_to": moved,
        "title": document.title,
        "source": said_by(document),
        "url": document.url,
    }


def said_by(document: Document) -> str:
    """A document for a reader: who published it, and its headline."""
    return ", ".join(filter(None, (document.source, document.title)))


def would(change: Mapping[str, Any]) -> list[str]:
    """What accepting does, a line for each step."""
    lines = []
    if "set" in change:
        lines.append(f"set {change['set']['path']} to {flow(change['set']['value'])}")
    if "party" in change:
        lines.append(f"add {change['party']['name']} as a party that is heard but does not sign")
    if "item" in change:
        lines.append(f"add the item of evidence {change['item']['id']}")
    if "cite" in change:
        lines.append(f"cite it at {change['cite']}")
    return lines
