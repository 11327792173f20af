"""Memory that was used and is free goes back to the system, where the C library is one that can be asked.

Without that a server that has solved a few studies holds twice what it needs: glibc keeps freed pages for later, and a
heap for every thread.
"""

from __future__ import annotations

import contextlib
import ctypes
from collections.abc import Callable
from functools import cache
from typing import Final

_MOST_HEAPS: Final = -8  # M_ARENA_MAX of malloc.h


def give_back() -> None:
    """Return free pages; nothing where the library has no word for it."""
    ask = _asker()
    if ask is not None:
        ask(0)


def few_heaps() -> None:
    """Let threads share heaps, before there are many: each heap of its own keeps what its thread once needed."""
    with contextlib.suppress(OSError, AttributeError, TypeError):
        ctypes.CDLL(None).mallopt(_MOST_HEAPS, 2)


@cache
def _asker() -> Callable[[int], int] | None:
    try:
        found: Callable[[int], int] = ctypes.CDLL(None).malloc_trim
    except (OSError, AttributeError, TypeError):  # another C library, another system
        return None
    return found
