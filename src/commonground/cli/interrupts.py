"""Ctrl-C: stop quietly with exit code 130, wherever it falls."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from types import FrameType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sys import UnraisableHookArgs

EXIT_INTERRUPTED = 130


class _Watch:
    """What has happened so far; a signal handler has no other place to note it."""

    pressed = False


def interrupted() -> bool:
    """Whether Ctrl-C was pressed in this run.

    A library may turn the interrupt into an error of its own (a half-done import does); the
    command line asks here before it reports such an error as a fault.
    """
    return _Watch.pressed


def stop_now() -> None:
    """Leave at once, without any further Python code, but without litter."""
    from commonground.cli.files import discard_unfinished

    discard_unfinished()
    with contextlib.suppress(OSError):
        os.write(2, b"\nInterrupted.\n")
    os._exit(EXIT_INTERRUPTED)


def watch() -> None:
    """Answer Ctrl-C from now on: the first press unwinds, the second leaves at once.

    A process that was started with SIGINT ignored (a background job) keeps ignoring it.
    """
    if signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        return
    ordinary = sys.unraisablehook

    def press(_number: int, _frame: FrameType | None) -> None:
        if _Watch.pressed:
            stop_now()
        _Watch.pressed = True
        raise KeyboardInterrupt

    def unraisable(args: UnraisableHookArgs) -> None:
        # An interrupt that falls into a callback cannot unwind: Python would print it and carry on.
        if args.exc_type is not None and issubclass(args.exc_type, KeyboardInterrupt):
            stop_now()
        ordinary(args)

    sys.unraisablehook = unraisable
    signal.signal(signal.SIGINT, press)
    for name in ("SIGTERM", "SIGHUP"):  # the second is unknown to Windows
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, _end)


def _end(number: int, _frame: FrameType | None) -> None:
    """Unwind when asked to end (a closed terminal, `timeout`), so that no half file stays behind."""
    sys.exit(128 + number)


def unwatch() -> None:
    """Ignore Ctrl-C while the interpreter shuts down: the work is done and the exit code is set."""
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
