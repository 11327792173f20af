"""Cases that come with the package: one folder per case, the folder's name is the id.

case.yaml (and evidence.yaml) the case as an analyst would sign it, nothing in it later than its date
expected.yaml                 what a run may be held to: closed forms, or the outcome as it became known
SOURCES.md                    where facts and numbers come from, and what was left out
Any id works in place of a file: `load_case("us-iran-2025")`.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path


class Entry(str):
    """The id of a catalog case: text wherever an id is wanted, and it knows its title and date."""

    __slots__ = ()

    @property
    def id(self) -> str:
        """The id as plain text."""
        return str(self)

    @property
    def title(self) -> str:  # type: ignore[override]  # a case's title matters here, not str's method
        """The case's title."""
        return _top_line(self, "title")

    @property
    def as_of(self) -> str:
        """The case's date, ISO."""
        return _top_line(self, "as_of")


def entries() -> tuple[Entry, ...]:
    """Ids of all catalog cases, in alphabetical order."""
    folders = (folder for folder in _room().iterdir() if (folder / "case.yaml").is_file())
    return tuple(Entry(name) for name in sorted(folder.name for folder in folders))


def path(case_id: str) -> Path:
    """Where the case file of a catalog case is kept; the file need not exist if the id is unknown."""
    return _room() / case_id / "case.yaml"


def _room() -> Path:
    return Path(str(files(__name__)))


def _top_line(case_id: str, key: str) -> str:
    # A scan instead of a YAML parse keeps `catalog` and name completion cheap.
    for line in path(case_id).read_text(encoding="utf-8").splitlines():
        if line.startswith(f"{key}:"):
            return line.partition(":")[2].strip().strip("\"'")
    return ""
