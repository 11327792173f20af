"""Writing a file that others may be writing: one at a time, whole or not at all, with the mode it had."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from commonground.errors import UsageError

WAIT = 10.0  # seconds; a write takes milliseconds
_PAUSE = 0.02


def fingerprint(raw: bytes) -> str:
    """What tells one content of a file from another: its SHA-256, in hexadecimal."""
    return hashlib.sha256(raw).hexdigest()


@contextlib.contextmanager
def exclusively(path: Path, wait: float = WAIT) -> Iterator[None]:
    """Hold the right to write the files of a folder, against threads and other processes that ask for it as well.

    The lock is on the folder: a file that is replaced while somebody waits for it would take its lock along. The
    system gives it back when the process ends, however it ends.

    Raises
    ------
    UsageError : somebody else has held it all the while.
    """
    folder = Path(os.path.realpath(path)).parent
    with contextlib.closing(_Handle(folder)) as handle:
        until = time.monotonic() + wait
        while not handle.taken():
            if time.monotonic() > until:
                raise UsageError(
                    f"{path} is being written by another program; nothing was written",
                    "Try again in a moment.",
                )
            time.sleep(_PAUSE)
        yield


def put(path: Path, raw: bytes) -> None:
    """Put bytes in a file's place in one step; a link is followed, and the file keeps its mode."""
    real = Path(os.path.realpath(path))
    handle, name = tempfile.mkstemp(dir=real.parent, prefix=f".{real.name}.")
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(raw)
            out.flush()
            os.fsync(out.fileno())
        if real.exists():
            shutil.copymode(real, name)
        else:
            mask = os.umask(0)
            os.umask(mask)
            os.chmod(name, 0o666 & ~mask)
        os.replace(name, real)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


class _Handle:
    """An open folder, or on Windows, which cannot open one, an empty file in it."""

    def __init__(self, folder: Path) -> None:
        flags = getattr(os, "O_CLOEXEC", 0)
        if sys.platform == "win32":
            self._number = os.open(folder / ".commonground.lock", flags | os.O_RDWR | os.O_CREAT, 0o666)
        else:
            self._number = os.open(folder, flags | os.O_RDONLY)

    def taken(self) -> bool:
        """Whether the lock is ours now."""
        try:
            if sys.platform == "win32":
                import msvcrt

                msvcrt.locking(self._number, msvcrt.LK_NBLCK, 1)
            else:
                import fcntl

                fcntl.flock(self._number, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except (BlockingIOError, PermissionError):
            return False
        return True

    def close(self) -> None:
        """Give it back."""
        os.close(self._number)
