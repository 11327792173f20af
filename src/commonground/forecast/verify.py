"""Whether a ledger is as it was written: every edit, deletion and change of order, and what a cut end can show.

What a verdict can and cannot say. A change to any line breaks its seal, and the chain at the next line. Whoever
computes all seals and hashes anew from some line to the end leaves a sound chain: then only a head noted elsewhere
(in a brief, in a letter) tells, which is what `noted` is for. Lines cut from the end leave a sound chain too; the
head file beside the ledger shows it, unless it was cut or removed as well.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from commonground.errors import Finding, ForecastError, UsageError
from commonground.forecast.book import Book
from commonground.forecast.ledger import head_path, is_sound, read_head, split_lines
from commonground.forecast.lines import NOTHING_BEFORE, BadLineError, is_torn, line_hash, read
from commonground.forecast.locking import locked

MOST_TOLD = 50
_HASH = re.compile(r"[0-9a-f]{8,64}")


@dataclass(frozen=True)
class Verdict:
    """What a check of a ledger found.

    Parameters
    ----------
    valid     : no fault
    lines     : whole lines in the file
    book      : what they say, up to the first fault of meaning
    head      : SHA-256 of the last line; note it elsewhere to prove later that nothing before it was changed
    faults    : how many there are; `findings` tells the first of them
    findings  : faults as errors; what could not be checked, and a torn end, as warnings
    """

    valid: bool
    lines: int
    book: Book
    head: str
    faults: int
    findings: tuple[Finding, ...]


def verify(path: str | Path, noted: str = "") -> Verdict:
    """Check a ledger from the first line to the last.

    Parameters
    ----------
    noted : a head that was written down earlier (at least its first eight digits), "" for none

    Raises
    ------
    UsageError : `noted` is no hash.
    OSError : the file cannot be read.
    """
    path = Path(path)
    if noted and not _HASH.fullmatch(noted):
        raise UsageError(f"A head is 8 to 64 of the digits 0-9 and a-f (got {noted!r:.80})", "Copy it whole.")
    with path.open("rb") as file, locked(file.fileno(), shared=os.name != "nt"):
        data = file.read()
        kept = read_head(path)
    whole, rest = split_lines(data)
    torn = bool(rest) and not is_sound(rest)
    if rest and not torn:
        whole.append(rest)
    check = _Check(path)
    for raw in whole:
        check.line(raw)
    if torn and not is_torn(rest, check.due, check.head):
        check.tell(
            len(whole) + 1,
            "error",
            "the ledger ends with what is no line of it",
            "Bring it back from a copy.",
        )
    elif torn:
        check.tell(
            len(whole) + 1,
            "warning",
            "the last write was cut off; what is left of it is no entry",
            "Nothing to do: the next entry takes its place.",
        )
    if not whole and kept is None and not noted:
        check.tell(0, "warning", "the ledger holds no line yet", "Make a forecast: commonground forecast add")
    elif not whole:
        check.tell(1, "error", "all lines were cut off", "Bring the ledger back from a copy.")
    else:
        check.against_kept_head(kept)
        check.against_noted_head(noted)
    return Verdict(check.faults == 0, len(whole), check.book, check.head, check.faults, tuple(check.findings))


class _Check:
    """One pass over the lines."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.book = Book()
        self.head = NOTHING_BEFORE
        self.faults = 0
        self.findings: list[Finding] = []
        self._hashes: list[str] = []
        self.due = 0  # number that the next line should have
        self._whole = True  # no fault yet that changes what the lines mean

    def tell(self, place: int, level: Any, message: str, fix: str) -> None:
        if level == "error":
            self.faults += 1
        if len(self.findings) < MOST_TOLD:
            self.findings.append(
                Finding(level, "" if place < 1 else f"line {place}", message, fix, where=str(self.path))
            )

    def line(self, raw: bytes) -> None:
        before, self.head = self.head, line_hash(raw)
        self._hashes.append(self.head)
        place, expected = len(self._hashes), self.due
        self.due += 1
        try:
            entry = read(raw)
        except BadLineError as error:
            self._whole = False
            self.tell(place, "error", f"the line {error}", "Bring it back from a copy.")
            return
        n = entry["n"]
        self.due = n + 1
        if n != expected:
            self._whole = False
            self.tell(place, "error", _out_of_order(n, expected), "Bring the ledger back from a copy.")
        elif entry["before"] != before:
            self._whole = False
            self.tell(
                place,
                "error",
                "the line was not written after the one that stands before it"
                if n
                else "the first line names a line before it",
                "Bring the ledger back from a copy.",
            )
        if (n == 0) != (entry["kind"] == "ledger"):
            self._whole = False
            self.tell(place, "error", "a ledger opens with its format, once", "Bring it back from a copy.")
        elif self._whole or n == expected:
            self._meaning(place, entry)

    def _meaning(self, place: int, entry: dict[str, Any]) -> None:
        """A sound chain may still hold what no writer of ours would have written."""
        try:
            self.book.take(entry)
        except ForecastError as error:
            if self._whole:  # after damage, contradictions follow by themselves
                self.tell(place, "error", error.message, error.fix)

    def against_kept_head(self, kept: tuple[int, str] | None) -> None:
        lines = len(self._hashes)
        if kept is None:
            self.tell(
                0,
                "warning",
                f"there is no {head_path(self.path).name}, so lines cut from the end would not be noticed",
                "Keep it beside the ledger, or give a head you noted: --head HASH",
            )
        elif kept[0] > lines:
            missing = kept[0] - max(lines, self.due)
            if missing <= 0:  # lines are missing further up, which has been told
                return
            self.tell(
                lines + 1,
                "error",
                f"the last {missing} line{'s were' if missing > 1 else ' was'} cut off",
                "Bring them back from a copy.",
            )
        elif self.faults == 0 and (kept[0] < 1 or self._hashes[kept[0] - 1] != kept[1]):
            self.tell(
                max(kept[0], 1),
                "error",
                f"this is not the line that {head_path(self.path).name} notes: the ledger was written anew, or the "
                "note belongs to another one",
                "Bring both back from a copy.",
            )

    def against_noted_head(self, noted: str) -> None:
        if noted and not any(found.startswith(noted) for found in self._hashes):
            self.tell(
                0,
                "error",
                f"no line has the head {noted[:16]}…, so the ledger is not the one it was noted of, or was "
                "changed before that line",
                "Compare with a copy of that day.",
            )


def _out_of_order(n: int, expected: int) -> str:
    if n > expected:
        missing = n - expected
        return (
            f"{missing} line{'s are' if missing > 1 else ' is'} missing before it, or it was moved here "
            f"(number {n}, due {expected})"
        )
    return f"the line is a copy or was moved here (number {n}, due {expected})"
