"""Cases that come with the package: one folder per case, the folder's name is the id.

case.yaml (and evidence.yaml) the case as an analyst would sign it, nothing in it later than its date
expected.yaml                 what a run may be held to: closed forms, or the outcome as it became known
SOURCES.md                    where facts and numbers come from, and what was left out
Any id works in place of a file: `load_case("us-iran-2025")`.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

_ROOM = Path(__file__).parent


@dataclass(frozen=True)
class Entry:
    """One catalog case: its id, title and date (ISO)."""

    id: str
    title: str
    as_of: str


def ids() -> tuple[str, ...]:
    """Ids of all catalog cases, in alphabetical order."""
    return tuple(sorted(path.parent.name for path in _ROOM.glob("*/case.yaml")))


def entries() -> tuple[Entry, ...]:
    """All catalog cases, in the order of their ids."""
    return tuple(
        Entry(case_id, _top_line(case_id, "title"), _top_line(case_id, "as_of")) for case_id in ids()
    )


def path(case_id: str) -> Path:
    """Where the case file of a catalog case is kept; the file need not exist if the id is unknown."""
    return _ROOM / case_id / "case.yaml"


def parts(folder: Path) -> tuple[Path, ...]:
    """The files of a case's folder that a copy of it takes along: all but code."""
    return tuple(
        path for path in sorted(folder.rglob("*")) if path.is_file() and path.suffix not in (".py", ".pyc")
    )


def _top_line(case_id: str, key: str) -> str:
    # A scan instead of a YAML parse keeps `catalog` and name completion cheap.
    for line in path(case_id).read_text(encoding="utf-8").splitlines():
        if line.startswith(f"{key}:"):
            return line.partition(":")[2].strip().strip("\"'")
    return ""
