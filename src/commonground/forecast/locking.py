"""A lock on an open file that the system lets go of when its process ends, however it ends."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

if sys.platform == "win32":
    import msvcrt

    _FAR = 1 << 40  # a byte that no ledger reaches: Windows locks bytes, and would lock readers out of them
else:
    import fcntl


@contextmanager
def locked(handle: int, *, shared: bool = False) -> Iterator[None]:
    """Wait for the lock on a file descriptor and hold it; many may share one to read, one alone writes."""
    if sys.platform == "win32":
        import os

        here = os.lseek(handle, 0, os.SEEK_CUR)
        os.lseek(handle, _FAR, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_LOCK, 1)
        os.lseek(handle, here, os.SEEK_SET)
        try:
            yield
        finally:
            os.lseek(handle, _FAR, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)
    else:
        fcntl.flock(handle, fcntl.LOCK_SH if shared else fcntl.LOCK_EX)
        try:
            yield
        finally:
            fcntl.flock(handle, fcntl.LOCK_UN)
