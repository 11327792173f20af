"""An accepted proposal as new texts of the case file and its evidence file.

Both are made and checked in memory first: the patched texts must load as a valid case. They are written only if
neither file changed since it was read, and in an order in which the files on disk are a valid case after every step.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from commonground.case.evidence import EvidenceItem
from commonground.case.io import build_case, find_case, load_case
from commonground.case.model import Case, Party
from commonground.case.one_line import clean, flow
from commonground.case.patch import Page
from commonground.case.values import Part
from commonground.case.writing import exclusively
from commonground.case.yaml12 import Document
from commonground.errors import EvidenceError, UsageError
from commonground.evidence.store import Proposal

Write = Callable[[Path, bytes], None]
_BOM = b"\xef\xbb\xbf"


class LaterThanCase(EvidenceError):  # noqa: N818 - says what is the matter, as its parent's siblings do
    """The proposal rests on something that the case, as of its day, does not know."""


@dataclass(frozen=True)
class CaseFiles:
    """A case with the bytes it was read from.

    Parameters
    ----------
    path     : the case file
    evidence : the file that takes new items of evidence; None if the case lists them itself
    before   : bytes by file, as they were read
    """

    path: Path
    evidence: Path | None
    before: Mapping[Path, bytes]
    case: Case

    @classmethod
    def read(cls, named: str) -> CaseFiles:
        """Read a case and what is needed to change it.

        Raises
        ------
        CaseError, UsageError : as `load_case`
        """
        path = find_case(named)
        raw = path.read_bytes()
        case = load_case(path)
        page = Page(_text(raw), str(path))
        names = page.at(["evidence_files"]) or []
        evidence = path.parent / names[0] if names and not page.at(["evidence"]) else None
        before = {path: raw}
        if evidence is not None:
            before[evidence] = evidence.read_bytes()
        return cls(path, evidence, before, case)


@dataclass(frozen=True)
class Revision:
    """A case as it will be, not yet written.

    Parameters
    ----------
    steps : files with their new bytes, in the order in which to write them
    case  : the new case
    told  : what happens beside the proposal itself, for the person who decides
    """

    files: CaseFiles
    steps: tuple[tuple[Path, bytes], ...]
    case: Case
    told: tuple[str, ...]

    def apply(self, write: Write) -> None:
        """Write all files, or leave all as they were.

        Parameters
        ----------
        write : puts bytes in a file's place in one step

        Raises
        ------
        UsageError : a file is not as it was read.
        """
        with exclusively(self.files.path):
            for path, raw in self.files.before.items():
                if not path.is_file() or path.read_bytes() != raw:
                    raise UsageError(
                        f"{path} was changed meanwhile by somebody else; nothing was written",
                        "Look at it, and run the command again.",
                    )
            done: list[Path] = []
            try:
                for path, raw in self.steps:
                    write(path, raw)
                    done.append(path)
            except OSError:
                for path in reversed(done):
                    write(path, self.files.before[path])
                raise


def later(case: Case, proposal: Proposal) -> date | None:
    """The day to which `as_of` has to move for a proposal, None if it may stay."""
    known = date.fromisoformat(str(proposal.change["known"]))
    return known if known > case.as_of else None


def revise(files: CaseFiles, proposal: Proposal, move_as_of: bool = False) -> Revision:
    """The case with a proposal made part of it.

    Parameters
    ----------
    move_as_of : let `as_of` move to the day from which the proposal's document was known, if that is later

    Raises
    ------
    LaterThanCase : `as_of` would have to move and may not
    EvidenceError : the file is laid out so that the change cannot be made without touching more than it
    CaseError     : the case would not be valid
    """
    if files.path.suffix.lower() == ".json":
        raise EvidenceError(
            f"{files.path}: a case written as JSON is not patched line by line",
            "Save it as YAML, or make the change by hand.",
        )
    page = Page(_text(files.before[files.path]), str(files.path))
    told: list[str] = []
    day = later(files.case, proposal)
    if day is not None:
        if not move_as_of:
            raise LaterThanCase(
                f"Proposal {proposal.number} was not known before {day}, after the case's as_of {files.case.as_of}",
                "Accept it together with moving as_of: add --move-as-of.",
            )
        page = page.set(["as_of"], day.isoformat())
        told += _consequences(page, day)
    moved = page
    item = _ordered(proposal.change.get("item"), EvidenceItem)
    listed: Page | bytes | None = None
    if item is not None and item["id"] in files.case.evidence:
        told.append(f"The case has the item {item['id']} already.")
    elif item is not None and files.evidence is not None:
        listed = _listed(files, files.evidence, item)
    elif item is not None:
        page = page.append(["evidence"], item) if page.at(["evidence"]) else page.set(["evidence"], [item])
    page = _changed(page, proposal, item["id"] if item else "")
    case = _built(page, files, item)
    steps: list[tuple[Path, bytes]] = []
    if listed is not None and files.evidence is not None:
        if moved.text != _text(files.before[files.path]):
            steps.append((files.path, _bytes(moved, files.before[files.path])))
        raw = listed if isinstance(listed, bytes) else _bytes(listed, files.before[files.evidence])
        steps.append((files.evidence, raw))
    if page.text != (moved.text if steps and steps[0][0] == files.path else _text(files.before[files.path])):
        steps.append((files.path, _bytes(page, files.before[files.path])))
    return Revision(files, tuple(steps), case, tuple(told))


def _ordered(said: Mapping[str, Any] | None, part: type[Part]) -> dict[str, Any] | None:
    """An item with its keys in the order in which a case file has them; the store sorts them."""
    return None if said is None else {key: said[key] for key in part.model_fields if key in said}


def _consequences(page: Page, day: date) -> list[str]:
    told = [f"as_of moves to {day}; the other values stay as their author set them for the earlier day."]
    if "month" in str(page.at(["horizon"])):
        told.append("The horizon is a span of months and moves along with as_of.")
    if page.at(["talks", "starts_in"]) is not None:
        told.append("talks.starts_in counts from as_of and moves along with it.")
    return told


def _changed(page: Page, proposal: Proposal, item: str) -> Page:
    change = proposal.change
    if "party" in change:
        said = _ordered(change["party"], Party)
        return page.enter(["parties"], proposal.path.partition(".")[2], said)
    if proposal.kind == "talks":
        return _talks(page, str(change["set"]["value"]), item)
    if "set" in change:
        return _widened(page, change["set"]["path"].split("."), change["set"]["value"], item)
    if "cite" in change:
        return _cited(page, change["cite"].split("."), item)
    return page


def _talks(page: Page, day: str, item: str) -> Page:
    resting = _resting(page, "talks.starts_in")
    if resting:
        raise EvidenceError(
            f"{page.filename}: talks.began would replace talks.starts_in, on which {', '.join(resting)} rest",
            "Change these first, or reject the proposal.",
        )
    remark = f"Set aside when talks were reported on {day}, see evidence {item}:"
    if page.at(["talks"]) is None:
        return page.enter([], "talks", {"began": day})
    page = page.enter(["talks"], "began", day)
    return (
        page.comment_out(["talks", "starts_in"], remark)
        if page.at(["talks", "starts_in"]) is not None
        else page
    )


def _resting(page: Page, path: str) -> list[str]:
    """Assumptions and correlations that name a path."""
    named = [
        said.get("id", "?") for said in page.at(["assumptions"]) or () if path in said.get("rests_on", ())
    ]
    tied = [said for said in page.at(["correlations"]) or () if path in said.get("between", ())]
    return named + ["a correlation"] * bool(tied)


def _widened(page: Page, keys: list[str], value: Any, item: str) -> Page:
    held = page.at(keys)
    note = f"Widened to take in what was said, see {item}."
    if not (isinstance(held, dict) and "value" in held):
        return page.set(keys, {"value": value, "because": note, "evidence": [item]})
    because = clean(f"{held.get('because', '')} {note}")
    page = page.set([*keys, "value"], value).set([*keys, "because"], because)
    return _cited(page, keys, item)


def _cited(page: Page, keys: list[str], item: str) -> Page:
    held = page.at([*keys, "evidence"])
    if held is None:
        return page.enter(keys, "evidence", [item])
    return page if item in held else page.append([*keys, "evidence"], item)


def _listed(files: CaseFiles, path: Path, item: Mapping[str, Any]) -> Page | bytes:
    """The evidence file with one more item."""
    raw = files.before[path]
    if path.suffix.lower() == ".jsonl":
        line = json.dumps(item, ensure_ascii=False).encode()
        return raw + (b"" if not raw or raw.endswith(b"\n") else b"\n") + line + b"\n"
    return Page(_text(raw), str(path)).append([], dict(item))


def _built(page: Page, files: CaseFiles, item: Mapping[str, Any] | None) -> Case:
    """The new case, checked with all rules, without writing anything."""
    data = {key: value for key, value in page.data.items() if key != "evidence_files"}
    items = [held.raw for held in files.case.evidence.values()]
    if item is not None and item["id"] not in files.case.evidence:
        items.append(Page(flow(item)).data)
    return build_case(Document({**data, "evidence": items} if items else data, str(files.path)), None)


def _text(raw: bytes) -> str:
    return raw.removeprefix(_BOM).decode("utf-8")


def _bytes(page: Page, before: bytes) -> bytes:
    return (_BOM if before.startswith(_BOM) else b"") + page.text.encode()
