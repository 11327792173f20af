"""Files that a browser brings: kept under names of our own until they are read, and never more than a few."""

from __future__ import annotations

import re
import secrets
import time
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Final

from commonground.errors import UsageError
from commonground.evidence.reading.files import READERS

MOST_FILES: Final = 40  # that wait to be read
MOST_BYTES: Final = 100_000_000
_KEPT: Final = 24 * 3600.0  # seconds that a file waits
_NAME: Final = re.compile(r"[A-Za-z0-9_-]{16}\.[a-z]{2,6}")


@dataclass
class Uploads:
    """The waiting files of one workspace.

    Parameters
    ----------
    folder : made when the first file comes
    """

    folder: Path
    names: dict[str, str] = field(default_factory=dict)
    _guard: Lock = field(default_factory=Lock, repr=False)

    def keep(self, name: str, raw: bytes) -> str:
        """Keep a file; its id.

        Raises
        ------
        UsageError : a kind that is not read, an empty file, or too many that wait
        """
        ending = Path(name).suffix.lower()
        if ending not in READERS:
            kinds = ", ".join(sorted(READERS))
            raise UsageError(f"{name[:80]}: not a kind of file that is read", f"One of these is: {kinds}.")
        if not raw:
            raise UsageError(f"{name[:80]}: the file is empty", "Choose another one.")
        with self._guard:
            self.folder.mkdir(parents=True, exist_ok=True)
            self._tidy()
            waiting = [path for path in self.folder.iterdir() if path.is_file()]
            size = sum(path.stat().st_size for path in waiting)
            if len(waiting) >= MOST_FILES or size + len(raw) > MOST_BYTES:
                raise UsageError("Too many files wait to be read", "Read those first, or fewer at once.")
            made = f"{secrets.token_urlsafe(12)}{ending}"
            (self.folder / made).write_bytes(raw)
            self.names[made] = Path(name).name[:200]
            return made

    def path(self, made: str) -> Path:
        """Where a file waits.

        Raises
        ------
        UsageError : there is none of that id
        """
        path = self.folder / made
        if not _NAME.fullmatch(made) or made not in self.names or not path.is_file():
            raise UsageError("there is no such file any more", "Choose it again.")
        return path

    def _tidy(self) -> None:
        """Take out what was left long ago."""
        for path in self.folder.iterdir():
            if path.is_file() and time.time() - path.stat().st_mtime > _KEPT:
                path.unlink(missing_ok=True)
                self.names.pop(path.name, None)
