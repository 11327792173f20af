"""Being told of progress: whoever waits for a long search hears of every world that has been solved."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_heard: ContextVar[Callable[[], None] | None] = ContextVar("solved", default=None)


@contextmanager
def watched(tell: Callable[[], None]) -> Iterator[None]:
    """Call `tell` for every world solved in this context."""
    token = _heard.set(tell)
    try:
        yield
    finally:
        _heard.reset(token)


def solved_one() -> None:
    """A world has been solved."""
    tell = _heard.get()
    if tell is not None:
        tell()
