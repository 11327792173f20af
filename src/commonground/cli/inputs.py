"""Find what the user named: a case file, a case of the catalog, or a saved study."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from commonground.case.model import Case
    from commonground.errors import Finding
    from commonground.study.record import Study

CASE_ENDINGS = (".yaml", ".yml", ".json")
STUDY_FORMAT, BRIEF_FORMAT = "commonground-study", "commonground-brief"


def read_case(named: str) -> Case:
    """Load a case by file or catalog name.

    Raises
    ------
    UsageError : there is no such file or name, or it is a folder or cannot be read.
    CaseError  : the file has faults; it lists all of them.
    """
    from commonground.case.io import load_case
    from commonground.errors import CaseError, UsageError

    require_input(named)
    made = _made_by_us(Path(named))
    if made == STUDY_FORMAT:
        raise UsageError(f"{named} is a saved study, not a case", f"Render it: commonground brief {named}")
    if made == BRIEF_FORMAT:
        raise UsageError(f"{named} is a finished brief, not a case", "Give the case file, or a saved study.")
    try:
        return load_case(named)
    except CaseError as error:
        raise CaseError(placed(named, error.findings)) from error


def placed(case: str, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings with the case's name where they have no line, as several cases may be read at once."""
    from dataclasses import replace

    return tuple(finding if finding.where else replace(finding, where=case) for finding in findings)


def require_input(named: str) -> None:
    """Say plainly why a name given on the command line cannot be read.

    Raises
    ------
    UsageError : nothing of this name, a folder without a case, a dead link, no permission.
    """
    from commonground.case.io import find_case
    from commonground.errors import UsageError

    path = Path(named)
    try:
        found = find_case(named)
    except (UsageError, OSError, ValueError) as error:  # a name may also be too long, or hold a NUL
        if not _exists(path):
            raise UsageError(f"There is no case file or catalog case {named!r}", suggestion(named)) from error
        if path.is_dir():
            raise UsageError(f"{named} is a folder without a case.yaml", _inside(path)) from error
        if path.is_symlink() and not path.exists():
            raise UsageError(f"{named} is a link to a file that is gone", "Give the file itself.") from error
        raise UsageError(f"{named} is not a plain file", "Save it to a file first.") from error
    if not os.access(found, os.R_OK):
        raise UsageError(f"{found} cannot be read: permission denied", f"Allow it: chmod u+r {found}")


def _exists(path: Path) -> bool:
    try:
        return os.path.lexists(path) and path.name != ""
    except ValueError:
        return False


def _inside(folder: Path) -> str:
    """Which file of a folder may be meant."""
    files = [file for file in sorted(folder.iterdir()) if file.suffix in CASE_ENDINGS and file.is_file()]
    return f"Give the file itself, for example {files[0]}" if files else "Give the path of a case file."


def suggestion(named: str) -> str:
    """Nearest file or catalog name, and where to find the rest."""
    import difflib

    path = Path(named)
    try:
        near_files = [file.name for file in path.parent.iterdir() if file.suffix in CASE_ENDINGS]
    except (OSError, ValueError):
        near_files = []
    from commonground.catalog import ids

    for names, prefix in ((near_files, path.parent), (ids(), None)):
        word = path.name if prefix is not None else path.stem
        near = difflib.get_close_matches(word, names, n=1, cutoff=0.6)
        if near:
            return f'Did you mean "{prefix / near[0] if prefix is not None else near[0]}"?'
    return "Give the path of a case file, or a name listed by: commonground catalog"


def is_study(path: Path) -> bool:
    """Whether a file is a saved study (or once was: a torn one counts, so that it is named as such)."""
    return _made_by_us(path) == STUDY_FORMAT or (path.name.endswith(".study.json") and path.is_file())


def _made_by_us(path: Path) -> str:
    """Which of our own formats a JSON file begins with, empty if none."""
    if path.suffix.lower() != ".json" or not path.is_file():
        return ""
    with path.open("rb") as file:
        start = file.read(4096)
    return next((name for name in (STUDY_FORMAT, BRIEF_FORMAT) if name.encode() in start), "")


def read_study(path: Path) -> Study:
    """Load a saved study.

    Raises
    ------
    EvidenceError : the file is torn, is of another format, or was changed by hand into something else.
    """
    from commonground.errors import EvidenceError
    from commonground.study.record import Study

    try:
        study = Study.load(path)
        study.findings  # noqa: B018 - read here, so that a bad one is told as a fault of the file
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        fix = "Make it again with: commonground run CASE -o FILE"
        raise EvidenceError(f"{path} is not a whole study of this version ({error})", fix) from error
    return study
