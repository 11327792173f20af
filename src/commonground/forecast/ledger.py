"""The ledger: a file of lines that only grows, each line tied to the one before.

A writer holds the lock on the file, reads what others wrote since, adds its lines in one go, and has them on the disk
before it lets go. Cut off at any moment, it leaves whole lines and at most one torn one at the end, which is no entry
and which the next writer removes. Beside the ledger, `FILE.head` holds the number of lines and the hash of the last
one, so that lines cut from the end are noticed, as a chain by itself cannot.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from commonground.errors import ForecastError
from commonground.forecast.book import Book
from commonground.forecast.lines import (
    FORMAT,
    NOTHING_BEFORE,
    BadLineError,
    is_torn,
    line_hash,
    read,
    written,
)
from commonground.forecast.locking import locked

Clock = Callable[[], datetime]


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Ledger:
    """A ledger open for reading and adding; the file is made by the first entry.

    Parameters
    ----------
    path  : the file
    clock : gives the time that an entry is stamped with

    Raises
    ------
    ForecastError : the file is no ledger, or is damaged; `verify` tells where.
    """

    def __init__(self, path: str | Path, clock: Clock = _utc_now) -> None:
        self.path = Path(path)
        self.book = Book()
        self.head = NOTHING_BEFORE
        self.lines = 0
        self._clock = clock
        self._hashes: list[str] = []
        self._read_to = 0
        self._unended = False  # the last line lacks its line end
        if self.path.is_dir():
            raise ForecastError(
                f"{self.path} is a folder", "Give the path of a file, such as NAME.ledger.jsonl."
            )
        if self.path.exists():
            with _open(self.path, os.O_RDONLY) as handle, locked(handle, shared=True):
                self._catch_up(handle)

    def add(self, entries: Sequence[dict[str, Any]]) -> list[int]:
        """Add entries, all or none, and return their line numbers.

        Raises
        ------
        ForecastError : an entry contradicts the ledger; nothing is written.
        """
        return self.add_from(lambda _: entries)

    def add_from(self, choose: Callable[[Book], Sequence[dict[str, Any]]]) -> list[int]:
        """Add the entries that `choose` makes from the ledger as it stands when the lock is held.

        What `choose` raises leaves the ledger as it was.
        """
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with _open(self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND) as handle, locked(handle):
            _require_same_file(handle, self.path)
            end = self._catch_up(handle)
            self._require_noted_head()
            new = self._lines(choose(self.book))
            if not new:
                return []
            line_end = b"\n" if self._unended else b""
            _write(handle, end, line_end + b"".join(raw + b"\n" for raw in new))
            numbers = list(range(self.lines, self.lines + len(new)))
            # Taken in from the file itself, so that the book is what a later reader will see.
            self._catch_up(handle)
            _write_head(self.path, self.lines, self.head)
        return numbers

    def _lines(self, entries: Sequence[dict[str, Any]]) -> list[bytes]:
        """Entries as lines; tried on a copy of the book first, so that a refusal leaves no trace."""
        if not entries:
            return []
        at = self._clock().astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
        opening = [] if self.lines else [{"kind": "ledger", "format": FORMAT}]
        trial = self._trial()
        before, n, made = self.head, self.lines, []
        for entry in (*opening, *entries):
            trial.take({**entry, "n": n})
            made.append(written(n, before, at, entry))
            before, n = line_hash(made[-1]), n + 1
        return made

    def _trial(self) -> Book:
        """A book that can take entries without changing ours; forecasts it need not know."""
        book = self.book
        return Book(dict(book.questions), dict(book.hashes), [], dict(book.resolutions), book.opened)

    def _catch_up(self, handle: int) -> int:
        """Read what was written since; returns the place after the last sound line."""
        if os.fstat(handle).st_size < self._read_to:
            raise ForecastError(
                f"{self.path} has become shorter while it was in use",
                f"See what is left: commonground ledger verify {self.path}",
            )
        with os.fdopen(os.dup(handle), "rb") as file:
            file.seek(self._read_to)
            new = file.read()
        if self._unended and new.startswith(b"\n"):
            new, self._read_to, self._unended = new[1:], self._read_to + 1, False
        whole, rest = split_lines(new)
        for raw in whole:
            self._take(raw)
            self._read_to += len(raw) + 1
        if rest and is_sound(rest):  # an editor took the last line end away
            self._take(rest)
            self._read_to += len(rest)
            self._unended = True
        elif rest and not is_torn(rest, self.lines, self.head):
            raise ForecastError(
                f"{self.path} ends with what is no line of a ledger",
                "Give a ledger, or a file that is not there yet.",
            )
        return self._read_to

    def _take(self, raw: bytes) -> None:
        try:
            entry = read(raw)
            if entry["n"] != self.lines or entry["before"] != self.head:
                raise BadLineError("does not follow the line before")
            if (self.lines == 0) != (entry["kind"] == "ledger"):
                raise BadLineError("opens no ledger" if self.lines == 0 else "opens the ledger again")
            self.book.take(entry)
        except (BadLineError, ForecastError) as error:
            raise ForecastError(
                f"{self.path}:{self.lines + 1}: {_told(error)}",
                f"See all damage: commonground ledger verify {self.path}",
            ) from error
        self.head = line_hash(raw)
        self._hashes.append(self.head)
        self.lines += 1

    def _require_noted_head(self) -> None:
        """What the head notes must be there: the next head would wipe out the trace of a cut or a forgery."""
        noted = read_head(self.path)
        if noted is not None and noted[0] > self.lines:
            begin = f"To begin a new ledger, remove {head_path(self.path)}."
            raise ForecastError(
                f"{self.path} has lost lines at its end: {noted[0]} were written, {self.lines} are there",
                "Bring them back from a copy before you add to it." if self.lines else begin,
            )
        if noted is not None and (noted[0] < 1 or self._hashes[noted[0] - 1] != noted[1]):
            raise ForecastError(
                f"{self.path}:{max(noted[0], 1)} is not the line that {head_path(self.path).name} notes: the ledger "
                "was written anew, or the note belongs to another one",
                "Bring both back from a copy before you add to it.",
            )


def split_lines(data: bytes) -> tuple[list[bytes], bytes]:
    """Whole lines without their ends, and what stands after the last line end."""
    *whole, rest = data.split(b"\n")
    return whole, rest


def head_path(path: Path) -> Path:
    """Where a ledger's head is kept."""
    return path.with_name(f"{path.name}.head")


def read_head(path: Path) -> tuple[int, str] | None:
    """Number of lines and hash of the last one as noted beside a ledger; None if there is no such note."""
    try:
        noted = json.loads(head_path(path).read_bytes())
        lines, head = noted["lines"], noted["sha256"]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    return (lines, head) if type(lines) is int and type(head) is str else None


def _told(error: Exception) -> str:
    return error.message if isinstance(error, ForecastError) else f"the line {error}"


def is_sound(raw: bytes) -> bool:
    """Whether a line is as it was written."""
    try:
        read(raw)
    except BadLineError:
        return False
    return True


@contextmanager
def _open(path: Path, flags: int) -> Iterator[int]:
    handle = os.open(path, flags | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0), 0o666)
    try:
        yield handle
    finally:
        os.close(handle)


def _require_same_file(handle: int, path: Path) -> None:
    """The lock is on a file; if another took its name while we waited, what we add would be lost."""
    try:
        same = os.path.samestat(os.fstat(handle), path.stat())
    except FileNotFoundError:
        same = False
    if not same:
        raise ForecastError(f"{path} was replaced while it was in use", "Run the command again.")


def _write(handle: int, end: int, content: bytes) -> None:
    """Write after the last sound line, and have it on the disk before this returns; on failure as it was."""
    os.ftruncate(handle, end)  # drops a torn line that a cut-off writer left
    left = memoryview(content)
    try:
        while left:
            left = left[os.write(handle, left) :]
        os.fsync(handle)
    except BaseException:
        os.ftruncate(handle, end)
        raise


def _write_head(path: Path, lines: int, head: str) -> None:
    """Note the head in place, under the ledger's lock. Cut off before this, the note is one entry behind, not wrong."""
    with _open(head_path(path), os.O_RDWR | os.O_CREAT) as handle:
        content = json.dumps({"lines": lines, "sha256": head}).encode() + b"\n"
        os.write(handle, content)
        os.ftruncate(handle, len(content))
        os.fsync(handle)
