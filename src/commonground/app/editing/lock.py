"""A case file that several tabs, people and the command line may be writing: nobody's edit is lost.

A page carries the fingerprint of the file it was made from. A save names it: if the file is another by now, nothing is
written, and the answer says what changed meanwhile, what was wanted, and the text with both, if they do not touch.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

from commonground.app.editing.merging import difference, merged
from commonground.app.editing.patch import checked
from commonground.case.io import MAX_CASE
from commonground.case.model import Case
from commonground.case.writing import exclusively, fingerprint, put
from commonground.case.yaml12 import parse_yaml
from commonground.errors import CaseError, UsageError

KEPT = 30  # texts of a file that edits may rest on; 30 of the largest case take 150 MB, of ours 3 MB
_BOM = b"\xef\xbb\xbf"


class StaleEdit(UsageError):  # noqa: N818 - says what happened
    """The file is not the one that an edit was made on; nothing was written.

    now       : the file's fingerprint
    meanwhile : what others changed since, line by line; None if it is no longer known what the edit was made on
    wanted    : what the edit would change, likewise
    both      : a text with both, None where they touch or where the two together are no case
    """

    def __init__(
        self, name: str, now: str, mine: str, theirs: str, base: str | None, both: str | None
    ) -> None:
        if both is not None:
            fix = "The two do not touch: look at both together, and save them."
        else:
            fix = "Both change the same lines: take yours or theirs line by line, then save."
        super().__init__(f"{name} was changed by somebody else while you edited it; nothing was written", fix)
        self.now, self.mine, self.theirs, self.both = now, mine, theirs, both
        self.meanwhile = None if base is None else difference(base, theirs)
        self.wanted = difference(theirs if base is None else base, mine)

    def as_dict(self) -> dict[str, Any]:
        """For a page or a program: all that is needed to go on."""
        return {
            "message": self.message,
            "fix": self.fix,
            "etag": self.now,
            "meanwhile": self.meanwhile,
            "wanted": self.wanted,
            "mine": self.mine,
            "theirs": self.theirs,
            "both": self.both,
        }


@dataclass(frozen=True)
class Read:
    """A case file as it stands.

    text : without a byte order mark, its line ends as `\\n`
    etag : fingerprint of the bytes
    """

    text: str
    etag: str


class CaseFile:
    """One case file, read and written by one server."""

    def __init__(self, path: Path, kept: int = KEPT) -> None:
        self.path = path
        self._kept = kept
        self._texts: OrderedDict[str, str] = OrderedDict()
        self._guard = Lock()

    def read(self) -> Read:
        """The file as it stands now.

        Raises
        ------
        UsageError : it is gone, cannot be read, or is too large
        CaseError  : it is not UTF-8 text
        """
        return self._known(self._raw())

    def save(self, etag: str, edit: Callable[[str], str]) -> tuple[Read, Case]:
        """Write an edit of the text that has this fingerprint.

        Parameters
        ----------
        edit : makes the new text of the old one

        Raises
        ------
        StaleEdit : the file is another by now
        CaseError : the new text is no case; nothing was written
        """
        with exclusively(self.path):
            raw = self._raw()
            now = self._known(raw)
            if now.etag != etag:
                raise self._stale(now, etag, edit)
            text = _ended(edit(now.text))
            case = checked(text, self.path)
            if text in (now.text, _ended(now.text)):
                return now, case
            written = _bytes(text, raw)
            put(self.path, written)
            return self._known(written), case

    def base(self, etag: str) -> str:
        """The text that has this fingerprint; where it is forgotten, the one of now."""
        held = self._base(etag)
        return self.read().text if held is None else held

    def preview(self, etag: str, edit: Callable[[str], str]) -> list[dict[str, Any]]:
        """What a save would change, line by line; the text need not be a case."""
        base = self.base(etag)
        return difference(base, _ended(edit(base)))

    def _stale(self, now: Read, etag: str, edit: Callable[[str], str]) -> StaleEdit:
        base = self._base(etag)
        mine = _ended(edit(now.text if base is None else base))
        both = None if base is None else merged(base, mine, now.text)
        if both is not None:
            try:
                checked(both, self.path)
            except CaseError:
                both = None
        return StaleEdit(self.path.name, now.etag, mine, now.text, base, both)

    def _base(self, etag: str) -> str | None:
        with self._guard:
            return self._texts.get(etag)

    def _known(self, raw: bytes) -> Read:
        text = _text(raw, self.path.name)
        found = Read(text, fingerprint(raw))
        with self._guard:
            self._texts[found.etag] = text
            self._texts.move_to_end(found.etag)
            while len(self._texts) > self._kept:
                self._texts.popitem(last=False)
        return found

    def _raw(self) -> bytes:
        try:
            raw = self.path.read_bytes()
        except OSError as error:
            fix = "Put it back, or start the studio on another file."
            raise UsageError(f"{self.path.name} cannot be read: {error.strerror}", fix) from error
        if len(raw) > MAX_CASE:
            raise UsageError(f"{self.path.name} is larger than 5 MB", "Move evidence to a .jsonl file.")
        return raw


def _text(raw: bytes, name: str) -> str:
    try:
        text = raw.removeprefix(_BOM).decode("utf-8")
    except UnicodeDecodeError:
        parse_yaml(raw, name)  # says so, with the place
        raise
    return text.replace("\r\n", "\n")


def _ended(text: str) -> str:
    """As a text field sends it: line ends of one kind, and one at the end."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text if not text or text.endswith("\n") else f"{text}\n"


def _bytes(text: str, before: bytes) -> bytes:
    """With the byte order mark and the line ends that the file had."""
    if b"\r\n" in before:
        text = text.replace("\n", "\r\n")
    return (_BOM if before.startswith(_BOM) else b"") + text.encode()
