"""From documents to proposed changes of a case: each with its sentence, and none of them made.

Proposals are kept in the store; `casework.from_document` finds them in a document, and `casework.accept` makes an
accepted one part of the case.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from commonground.case.model import Case
from commonground.case.one_line import flow
from commonground.evidence.casework.from_document import proposals
from commonground.evidence.casework.matching import Matcher, basis
from commonground.evidence.casework.proposing import print_of
from commonground.evidence.events import MIN_CONFIDENCE
from commonground.evidence.keep import LANGUAGES, coding_of
from commonground.evidence.store import Proposal, Store


@dataclass(frozen=True)
class Looked:
    """What came of looking at documents: how many were new, and the proposals they gave."""

    documents: int
    proposals: tuple[Proposal, ...]
    less_sure: int


def subject_of(case: Case, path: Path | None) -> str:
    """Under which name a case's proposals and decisions are kept: its own, and the file's, as copies part ways."""
    return case.name if path is None else f"{case.name} {path.resolve()}"


def suggest(
    store: Store, case: Case, as_of: date, least: float = MIN_CONFIDENCE, path: Path | None = None
) -> Looked:
    """Look at the documents that were not looked at for this case before; keep what they suggest as proposals.

    Parameters
    ----------
    as_of : documents known later are not read
    least : confidence of an event below which it is not proposed
    path  : file of the case, as proposals and decisions belong to one file

    Returns
    -------
    What is new. What another document proposed before, and was known by `as_of`, is not proposed again, whatever was
    decided about it.
    """
    subject, mark = subject_of(case, path), f"{basis(case)}:{least:g}"
    looked = store.looked(subject, mark)
    fresh = [document for document in reversed(store.documents(as_of)) if document.id not in looked]
    if not fresh:
        return Looked(0, (), 0)
    matcher = Matcher.of(case)
    taken = {print_of(proposal) for proposal in store.proposals(as_of, subject)}
    numbers: list[int] = []
    weak = 0
    for document in fresh:
        if document.language in LANGUAGES:
            coding = coding_of(document.text, document.date, document.id, matcher.reader)
            weak += sum(not event.is_sure(least) for event in coding.events if event.status == "actual")
            known = document.date or as_of
            made = [
                proposal
                for proposal in proposals(case, matcher, document, coding, known, least, subject)
                if print_of(proposal) not in taken
            ]
            taken |= {print_of(proposal) for proposal in made}
            numbers += store.propose(made)
        store.mark_looked(subject, mark, [document.id])
    new = set(numbers)
    kept = [proposal for proposal in store.proposals(as_of, subject) if proposal.number in new]
    return Looked(len(fresh), tuple(kept), weak)


def open_proposals(store: Store, subject: str, as_of: date) -> list[Proposal]:
    """Proposals to be decided, each thing once: by the document that was known first, and not if that was decided."""
    first: dict[tuple[str, str], Proposal] = {}
    for proposal in sorted(store.proposals(as_of, subject), key=_order):
        first.setdefault(print_of(proposal), proposal)
    found = [proposal for proposal in first.values() if proposal.status == "open"]
    return sorted(found, key=lambda proposal: proposal.number)


def _order(proposal: Proposal) -> tuple[str, int]:
    return str(proposal.change.get("known", "")), proposal.number


def shown_now(case: Case, path: str) -> str:
    """What the case says at a path of a proposal, for a reader; "" where it says nothing."""
    value = case.values().get(path)
    if value is not None:
        return value.quantity.text()
    *_, last = path.split(".")
    if path.startswith("positions."):
        _, party, issue, *_ = [*path.split("."), "", ""]
        held = case.positions.get(party, {}).get(issue)
        found = getattr(held, last, None) if held else None
        if last == "order" and found:
            return flow(list(found))
        if last == "utility" and found:
            return ", ".join(f"{option}: {value.quantity.text()}" for option, value in found.items())
        if last == "red_line" and found:
            ends = [
                f"{key} {getattr(found, key).quantity.text()}"
                for key in ("min", "max")
                if getattr(found, key)
            ]
            return ", ".join(ends + ([f"forbids {', '.join(found.forbid)}"] if found.forbid else []))
    if path.startswith("talks.") and case.talks and case.talks.starts_in:
        return f"starts_in {case.talks.starts_in.quantity.text()} months"
    return ""
