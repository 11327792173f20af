"""Data to stdout, talk to stderr, and the one JSON shape."""

from __future__ import annotations

import contextlib
import json
import math
import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, TextIO

import click

from commonground.cli import interrupts

if TYPE_CHECKING:
    from commonground.cli.failures import Failure
    from commonground.errors import Finding

SHOWN_FINDINGS = 5


@dataclass(frozen=True)
class Output:
    """Where a command's words go.

    Parameters
    ----------
    json  : one JSON object on stdout and no talk
    quiet : no talk; data and errors stay
    """

    json: bool = False
    quiet: bool = False

    def data(self, text: str) -> None:
        """Print a result for a reader or the next program; nothing under `--json`."""
        if not self.json:
            click.echo(printable(text))

    def table(self, columns: Sequence[str], rows: Sequence[Sequence[str]], title: str = "") -> None:
        """Print rows: a ruled table on a terminal, aligned columns with two spaces otherwise."""
        if self.json:
            return
        clean = [[printable(cell) for cell in row] for row in rows]
        if is_terminal(sys.stdout):
            _ruled_table(columns, clean, printable(title))
        else:
            self.data(_plain_table(columns, clean, title))

    def say(self, text: str) -> None:
        """Tell the person at the terminal something that is not data."""
        if not (self.json or self.quiet):
            click.echo(printable(text), err=True)

    def result(self, data: Any, findings: Iterable[Finding] = ()) -> None:
        """Print the JSON object of a success; nothing without `--json`."""
        if self.json:
            found = [as_plain(finding) for finding in findings]
            emit_json({"ok": True, "data": data, "findings": found})

    def finding(self, finding: Finding) -> None:
        """One finding on a line of stderr; an error is said even under `--quiet`."""
        if self.json:
            return
        if finding.level == "error":
            click.echo(printable(finding.line()), err=True)
        else:
            self.say(f"{finding.line()} [{finding.level}]")

    def findings(self, findings: Iterable[Any], case: str = "CASE") -> None:
        """List the first warnings on stderr, and say where the rest is."""
        warnings = [f for f in map(as_plain, findings) if f.get("level") == "warning"]
        for warning in warnings[:SHOWN_FINDINGS]:
            self.say(f"Warning: {finding_line(warning)}")
        if len(warnings) > SHOWN_FINDINGS:
            more = len(warnings) - SHOWN_FINDINGS
            plural = "s" if more > 1 else ""
            self.say(f"… and {more} more warning{plural}; see them with: commonground check {case}")

    @contextlib.contextmanager
    def progress(self, text: str) -> Iterator[None]:
        """Show what is being done while it is done, only on a terminal, and wipe it after."""
        if self.json or self.quiet or not is_terminal(sys.stderr):
            yield
            return
        plain = os.environ.get("TERM") == "dumb"
        sys.stderr.write(printable(text) + ("\n" if plain else " …"))
        sys.stderr.flush()
        try:
            yield
        finally:
            if not plain:
                sys.stderr.write("\r\x1b[K")
                sys.stderr.flush()


def is_terminal(stream: TextIO) -> bool:
    """Whether a person looks at this stream (a closed stream counts as no)."""
    try:
        return stream.isatty()
    except (AttributeError, ValueError):
        return False


def colour_wanted(stream: TextIO) -> bool:
    """Whether to colour text: on a terminal, unless NO_COLOR is set (any value, see no-color.org)."""
    return is_terminal(stream) and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def show_failure(failure: Failure, as_json: bool, data: Any = None) -> None:
    """Report a failure: JSON on stdout, or text on stderr with the fix as its last line."""
    if as_json:
        shape = failure.as_dict()
        emit_json({**shape, "data": data} if data is not None else shape)
        return
    text = printable(failure.text())
    if colour_wanted(sys.stderr):
        text = text.replace("Error:", click.style("Error:", fg="red", bold=True), 1)
    click.echo(text, err=True)


def emit_json(value: Any) -> None:
    """Print strict JSON: no NaN, no infinity, no Python types."""
    unicode_safe = (getattr(sys.stdout, "encoding", None) or "").lower().replace("-", "") == "utf8"
    text = json.dumps(as_plain(value), indent=2, allow_nan=False, ensure_ascii=not unicode_safe)
    interrupts.answer_begins()
    click.echo(text)


def as_plain(value: Any) -> Any:
    """Value as JSON knows it; a number that is not finite becomes null.

    Arrays and array scalars are recognised by `tolist`, so that this file needs no array library.
    """
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {str(key): as_plain(item) for key, item in value.items()}
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, PurePath):
        return str(value)
    for convert in ("as_dict", "tolist"):
        if hasattr(value, convert):
            return as_plain(getattr(value, convert)())
    if isinstance(value, (Sequence, set, frozenset, Iterator)):
        return [as_plain(item) for item in value]
    return str(value)


def finding_line(finding: Mapping[str, str]) -> str:
    """A finding that comes as a dict (from a saved study) on one line."""
    from commonground.errors import Finding

    known = {key: finding.get(key, "") for key in ("path", "message", "fix", "got", "where")}
    return Finding(level="warning", **known).line()


def printable(text: str) -> str:
    """Text without control characters: a case file must not be able to steer the terminal.

    Direction marks that reorder a line are shown as escapes too; ordinary right-to-left text is kept.
    """
    return "".join(c if c in "\n\t" or not _steers(c) else f"\\u{ord(c):04x}" for c in text)


def _steers(character: str) -> bool:
    code = ord(character)
    return code < 0x20 or 0x7F <= code < 0xA0 or 0x202A <= code <= 0x202E or 0x2066 <= code <= 0x2069


def _plain_table(columns: Sequence[str], rows: Sequence[Sequence[str]], title: str) -> str:
    widths = [max(len(row[i]) for row in [columns, *rows]) for i in range(len(columns))]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in [columns, *rows]
    ]
    return "\n".join([title, *lines] if title else lines)


def _ruled_table(columns: Sequence[str], rows: Sequence[Sequence[str]], title: str) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    heading = Text(title) if title else None
    grid = Table(*columns, box=SIMPLE_HEAD, title=heading, title_justify="left", title_style="bold")
    for row in rows:
        grid.add_row(*(Text(cell) for cell in row))
    Console(color_system="auto" if colour_wanted(sys.stdout) else None).print(grid)
