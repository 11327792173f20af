"""Every kind of failure has a message, a fix and the exit code of the docs."""

from __future__ import annotations

import errno

import click
import pytest

from commonground.cli.failures import Failure, count_faults, failure_of
from commonground.errors import (
    CaseError,
    EvidenceError,
    Finding,
    ForecastError,
    MissingInput,
    NoSolution,
    UsageError,
)

ERROR = Finding("error", "issues.x.lo", "above hi", "Swap them.", got="9", where="us.yaml:7:5")
OTHER = Finding("error", "as_of", "not a date", "Write it as 2025-03-08.", where="us.yaml:2:8")


@pytest.mark.parametrize(
    ("error", "kind", "exit_code"),
    [
        (RuntimeError("odd"), "Bug", 1),
        (ModuleNotFoundError("no", name="commonground.nowhere"), "Bug", 1),
        (MemoryError(), "MemoryError", 1),
        (OSError(errno.ENOSPC, "No space left on device"), "FileError", 1),
        (OSError(errno.EIO, "Input/output error"), "FileError", 1),
        (OSError(errno.EISDIR, "Is a directory", 4), "FileError", 2),
        (PermissionError(errno.EACCES, "Permission denied", "/x"), "FileError", 2),
        (IsADirectoryError(errno.EISDIR, "Is a directory", "/x"), "FileError", 2),
        (UsageError("wrong", "Do it right."), "UsageError", 2),
        (click.UsageError("wrong"), "UsageError", 2),
        (CaseError([ERROR]), "CaseError", 3),
        (NoSolution("none", "Widen the levels."), "NoSolution", 4),
        (MissingInput("no walk-away value", ["walk_away.usa"]), "MissingInput", 5),
        (EvidenceError("gone", "Add it."), "EvidenceError", 5),
        (ForecastError("closed", "Open a new one."), "ForecastError", 5),
        (ModuleNotFoundError("no", name="altair"), "MissingPart", 5),
        (RuntimeError("cannot cache function 'f': no locator available"), "MissingPart", 5),
    ],
)
def test_exit_codes(error: Exception, kind: str, exit_code: int) -> None:
    failure = failure_of(error)
    assert (failure.type, failure.exit_code) == (kind, exit_code)
    assert failure.message
    assert failure.text().splitlines()[-1] == failure.fix
    assert failure.as_dict()["error"]["exit_code"] == exit_code


def test_one_fault_is_one_line_and_its_fix() -> None:
    text = failure_of(CaseError([ERROR])).text()
    assert text == "Error: us.yaml:7:5: issues.x.lo: above hi (got 9).\nSwap them."


def test_many_faults_are_all_listed() -> None:
    failure = failure_of(CaseError([OTHER, ERROR]))
    lines = failure.text().splitlines()
    assert lines[:2] == [OTHER.line(), ERROR.line()]
    assert lines[2] == "Error: 2 errors in the case."
    assert len(failure.as_dict()["findings"]) == 2


def test_a_path_that_is_not_text_can_be_told() -> None:
    failure = failure_of(FileNotFoundError(errno.ENOENT, "No such file", b"/tmp/\xff"))
    assert failure.message.startswith("There is no such file or folder: /tmp/")


def test_a_fault_without_fix_ends_with_its_message() -> None:
    assert Failure("UsageError", "Wrong", "", 2).text() == "Error: Wrong."


def test_counting() -> None:
    note = Finding("note", "", "n")
    assert count_faults((ERROR, OTHER, note)) == "2 errors, 1 note"
    assert count_faults(()) == "no findings"
