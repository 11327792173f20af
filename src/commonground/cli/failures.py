"""Every failure in one shape: type, message, fix, exit code, findings."""

from __future__ import annotations

import errno
import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from commonground.errors import Finding

EXIT_BUG, EXIT_USAGE, EXIT_CASE, EXIT_MISSING, EXIT_STRICT = 1, 2, 3, 5, 6
EXIT_INTERRUPTED = 130

DEBUG = "COMMONGROUND_DEBUG"
DEBUG_FIX = f"This is a fault of commonground. Set {DEBUG}=1 for the traceback and report it."


@dataclass(frozen=True)
class Failure:
    """What a command says when it cannot do its work."""

    type: str
    message: str
    fix: str
    exit_code: int
    findings: tuple[Finding, ...] = field(default=())

    def as_dict(self) -> dict[str, Any]:
        """The shape of every failure under `--json`."""
        error = {"type": self.type, "message": self.message, "fix": self.fix, "exit_code": self.exit_code}
        return {"ok": False, "error": error, "findings": [finding.as_dict() for finding in self.findings]}

    def text(self) -> str:
        """The same for a reader; the fix is the last line."""
        if self.type == "Interrupted":
            return f"\nInterrupted. {self.fix}"
        if len(self.findings) > 1:
            listed = [finding.line() for finding in self.findings]
            head = f"Error: {_stop(self.message)}"
        elif self.findings:
            listed, head = [], f"Error: {self.findings[0].line().removesuffix(self.fix).rstrip()}"
        else:
            listed, head = [], f"Error: {_stop(self.message)}"
        return "\n".join([*listed, head, *([self.fix] if self.fix else [])])


NO_CACHE = (
    "No folder for compiled loops can be written",
    "Name one that can: export NUMBA_CACHE_DIR=/some/folder",
)
INTERRUPTED = Failure(
    "Interrupted",
    "Interrupted",
    "Files that were already written are whole and have been kept.",
    EXIT_INTERRUPTED,
)
# A traceback tells nothing about these, even under COMMONGROUND_DEBUG.
NEVER_TRACED = ("UsageError", "CaseError", "StrictFindings", "MissingPart", "Interrupted")


class FaultsFoundError(Exception):
    """A command did its work and the answer is a fault: the failure to show, and what was found."""

    def __init__(self, failure: Failure, data: Any = None) -> None:
        super().__init__(failure.message)
        self.failure = failure
        self.data = data


def count_faults(findings: tuple[Finding, ...]) -> str:
    """How many errors, warnings and notes, in words."""
    counts = [(level, sum(f.level == level for f in findings)) for level in ("error", "warning", "note")]
    return ", ".join(f"{n} {level}{'s' if n > 1 else ''}" for level, n in counts if n) or "no findings"


def failure_of(error: BaseException) -> Failure:
    """Message, fix and exit code for anything that was raised."""
    from commonground.errors import CaseError, CommongroundError

    if isinstance(error, FaultsFoundError):
        return error.failure
    if isinstance(error, CaseError):
        several = f"{count_faults(error.findings)} in the case"
        message = error.message if len(error.findings) == 1 else several
        return Failure("CaseError", message, error.fix, error.exit_code, error.findings)
    if isinstance(error, CommongroundError):
        return Failure(type(error).__name__, error.message, error.fix, error.exit_code)
    if isinstance(error, click.ClickException):
        return _of_click(error)
    if isinstance(error, ModuleNotFoundError) and not (error.name or "commonground").startswith(
        "commonground"
    ):
        message = f"The Python package {error.name!r} is not installed"
        return Failure(
            "MissingPart", message, "Install commonground again, or run: commonground doctor", EXIT_MISSING
        )
    if isinstance(error, RuntimeError) and "cannot cache function" in str(error):
        message, fix = NO_CACHE
        return Failure("MissingPart", message, fix, EXIT_MISSING)
    if isinstance(error, MemoryError):
        return Failure(
            "MemoryError", "Not enough memory", "Use fewer draws, for example --draws 1000.", EXIT_BUG
        )
    if isinstance(error, OSError):
        return _of_system(error)
    message = f"{type(error).__name__}: {' '.join(str(error).split())}"[:500]
    return Failure("Bug", message, DEBUG_FIX, EXIT_BUG)


def _of_click(error: click.ClickException) -> Failure:
    name = error.ctx.command_path if isinstance(error, click.UsageError) and error.ctx else "commonground"
    fix = f"See: {name} --help"
    message = error.format_message()
    near = getattr(error, "possibilities", None)
    if isinstance(error, (click.NoSuchOption, click.NoSuchCommand)):
        message = error.message
        if near:
            fix = f'Did you mean "{near[0]}"? {fix}'
    variable = _environment_variable(error)
    if variable:
        message, fix = f"{message} It comes from {variable}.", f"Unset it: unset {variable}"
    return Failure("UsageError", " ".join(message.split()), fix, EXIT_USAGE)


def _environment_variable(error: click.ClickException) -> str | None:
    """Name of the environment variable a bad value came from, as it is not on the command line."""
    if not (isinstance(error, click.BadParameter) and error.ctx and error.param and error.param.name):
        return None
    source = error.ctx.get_parameter_source(error.param.name)
    named = error.param.envvar
    return named if source is click.core.ParameterSource.ENVIRONMENT and isinstance(named, str) else None


# What the usual refusals of the operating system mean for a reader.
_SYSTEM = {
    errno.ENOSPC: ("The disk is full", "Free some space, or choose a folder on another disk."),
    errno.EDQUOT: ("The disk quota is used up", "Free some space, or choose a folder on another disk."),
    errno.EROFS: ("The disk is read-only", "Choose a folder on another disk."),
    errno.EACCES: ("Permission denied", "Choose another file or folder, or ask for permission."),
    errno.EPERM: ("Not permitted", "Choose another file or folder, or ask for permission."),
    errno.ENOENT: ("There is no such file or folder", "Check the spelling of the path."),
    errno.EISDIR: ("This is a folder, not a file", "Give the path of a file."),
    errno.ENOTDIR: ("Part of the path is a file, not a folder", "Choose another folder."),
    errno.EEXIST: ("Something with this name exists", "Choose another name."),
    errno.ENAMETOOLONG: ("The name is too long", "Choose a shorter name."),
    errno.EMFILE: ("Too many files are open", "Close other programs and try again."),
    errno.ELOOP: ("The link leads round in a circle", "Give the path of the file itself."),
}
_USER_CHOICE = {
    errno.EACCES, errno.EPERM, errno.ENOENT, errno.EISDIR, errno.ENOTDIR,
    errno.EEXIST, errno.ENAMETOOLONG, errno.EROFS, errno.ELOOP,
}  # fmt: skip


def _of_system(error: OSError) -> Failure:
    message, fix = _SYSTEM.get(
        error.errno or 0, (error.strerror or str(error), "Check the disk and the path.")
    )
    if error.filename is not None and not isinstance(error.filename, int):  # a number is an open file
        message += f": {os.fsdecode(error.filename)}"
    return Failure("FileError", message, fix, EXIT_USAGE if error.errno in _USER_CHOICE else EXIT_BUG)


def _stop(message: str) -> str:
    return message if message.rstrip().endswith((".", "?", "!", ":")) else f"{message}."
