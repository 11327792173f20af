"""What documents propose for the case: a person decides, and sees before what the file would be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from commonground.app.editing.merging import difference
from commonground.app.gathering.documents import today
from commonground.case.model import Case
from commonground.case.writing import put
from commonground.errors import EvidenceError, UsageError
from commonground.evidence.casework.accept import CaseFiles, Revision, revise
from commonground.evidence.proposed import told, would
from commonground.evidence.store import Proposal, Store
from commonground.evidence.suggest import open_proposals, subject_of

if TYPE_CHECKING:
    from commonground.app.studio import Studio

IN_THE_STUDIO = "decided in the studio"


def listed(store: Store, case: Case, studio: Studio) -> list[dict[str, Any]]:
    """What is open for this file, with what the case says now and what it would say."""
    found = [told(store, case, proposal, today()) for proposal in _open(store, case, studio)]
    return [
        {
            **{key: one[key] for key in ("number", "kind", "path", "sentence", "reason", "now", "document")},
            **{key: one[key] for key in ("known", "dated", "confidence", "title", "source", "url")},
            "would": would(one["change"]),
            "moves_as_of_to": None if one["moves_as_of_to"] is None else one["moves_as_of_to"].isoformat(),
        }
        for one in found
    ]


def looked_at(studio: Studio, store: Store, number: int) -> dict[str, Any]:
    """What accepting a proposal would write, file by file.

    Raises
    ------
    EvidenceError : there is no such open proposal, or it cannot be made
    """
    revision = _revision(studio, _one(studio, store, number), move_as_of=True)
    # as they will be in the end: a file may be written in two steps
    last = dict(revision.steps)
    return {
        "files": [
            {
                "name": path.name,
                "difference": difference(_text(revision.files.before[path]), _text(raw)),
            }
            for path, raw in last.items()
        ],
        "told": list(revision.told),
    }


def decide(studio: Studio, store: Store, number: int, accept: bool, move_as_of: bool) -> dict[str, Any]:
    """Make a proposal part of the case, or reject it.

    Raises
    ------
    UsageError    : the case belongs to the catalog, or a file was changed meanwhile
    EvidenceError : there is no such open proposal, or it cannot be made without moving `as_of`
    """
    proposal = _one(studio, store, number)
    if not accept:
        store.decide(number, "rejected", IN_THE_STUDIO)
        return {"number": number, "decision": "rejected", "files": [], "told": []}
    if not studio.writable:
        raise UsageError(
            f"{studio.path.name} belongs to the catalog and is not changed",
            "Choose “Save a copy here” on the page Case, and go on with the copy.",
        )
    revision = _revision(studio, proposal, move_as_of)
    revision.apply(put)
    store.decide(number, "accepted", IN_THE_STUDIO)
    studio.reopen()
    files = sorted({path.name for path, _ in revision.steps})
    return {"number": number, "decision": "accepted", "files": files, "told": list(revision.told)}


def _open(store: Store, case: Case, studio: Studio) -> list[Proposal]:
    return open_proposals(store, subject_of(case, studio.path), today())


def _one(studio: Studio, store: Store, number: int) -> Proposal:
    for proposal in _open(store, studio.case, studio):
        if proposal.number == number:
            return proposal
    raise EvidenceError(
        f"Proposal {number} is not open any more: somebody has decided it", "Reload the page to see what is."
    )


def _revision(studio: Studio, proposal: Proposal, move_as_of: bool) -> Revision:
    return revise(CaseFiles.read(str(studio.path)), proposal, move_as_of)


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "replace").removeprefix("\ufeff").replace("\r\n", "\n")
