"""Find what the user named: a case file, a case of the catalog, or a saved study."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from commonground.case.model import Case
    from commonground.study.record import Study

CASE_ENDINGS = (".yaml", ".yml", ".json")
STUDY_FORMAT = "commonground-study"


def read_case(named: str) -> Case:
    """Load a case by file or catalog name.

    Raises
    ------
    UsageError : there is no such file or name, or it is a folder or cannot be read.
    CaseError  : the file has faults; it lists all of them.
    """
    require_input(named)
    from commonground.case.io import load_case

    return load_case(named)


def read_case_or_study(named: str) -> Case | Study:
    """Load a saved study if the file is one, a case otherwise."""
    require_input(named)
    return read_study(Path(named)) if is_study(Path(named)) else read_case(named)


def require_input(named: str) -> None:
    """Say plainly why a name given on the command line cannot be read."""
    from commonground.errors import UsageError

    path = Path(named)
    try:
        exists = path.exists()
    except (OSError, ValueError):  # a name too long for the disk, or with a NUL in it
        exists = False
    if not exists:
        if named and os.path.lexists(path):
            raise UsageError(f"{named} is a link to a file that is gone", "Give the path of the file itself.")
        if named not in catalog_names():
            raise UsageError(f"There is no case file or catalog case {named!r}", suggestion(named))
        return
    if path.is_dir():
        if named in catalog_names():
            return
        inside = [file.name for file in sorted(path.iterdir()) if file.suffix in CASE_ENDINGS]
        fix = (
            f"Give the file itself, for example {path / inside[0]}"
            if inside
            else "Give the path of a case file."
        )
        raise UsageError(f"{named} is a folder, not a case file", fix)
    if not os.access(path, os.R_OK):
        raise UsageError(f"{named} cannot be read: permission denied", f"Allow reading it: chmod u+r {named}")


def suggestion(named: str) -> str:
    """Nearest file or catalog name, and where to find the rest."""
    import difflib

    path = Path(named)
    try:
        near_files = [file.name for file in path.parent.iterdir() if file.suffix in CASE_ENDINGS]
    except (OSError, ValueError):
        near_files = []
    for names, prefix in ((near_files, path.parent), (catalog_names(), None)):
        word = path.name if prefix is not None else path.stem
        near = difflib.get_close_matches(word, names, n=1, cutoff=0.6)
        if near:
            return f'Did you mean "{prefix / near[0] if prefix is not None else near[0]}"?'
    return "Give the path of a case file, or a name listed by: commonground catalog"


def catalog_names() -> list[str]:
    """Ids of the cases that come with the package."""
    from commonground.catalog import entries

    return [entry.id for entry in entries()]


def is_study(path: Path) -> bool:
    """Whether a file is a saved study (or once was: a torn one counts, so that it is named as such)."""
    if path.suffix.lower() != ".json" or not path.is_file():
        return False
    with path.open("rb") as file:
        return STUDY_FORMAT.encode() in file.read(4096) or path.name.endswith(".study.json")


def read_study(path: Path) -> Study:
    """Load a saved study.

    Raises
    ------
    UsageError : the file is torn or is of another format.
    """
    from commonground.errors import UsageError
    from commonground.study.record import Study

    try:
        return Study.load(path)
    except (ValueError, KeyError, TypeError) as error:
        reason = " ".join(str(error).split())
        raise UsageError(
            f"{path} is not a whole study of this version ({reason})",
            "Make it again with: commonground run CASE -o FILE",
        ) from error
