"""Waiting for whole studies: one is made at a time, and none that nobody waits for any more.

Who waits holds no thread, so that sliders are answered meanwhile. A browser that has gone on leaves the line.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from typing import Final

from fastapi.concurrency import run_in_threadpool

from commonground.app.solving import BusyError, Solved, Solver
from commonground.app.state import State

_LOOK_UP: Final = 0.5  # seconds after which one looks whether the browser is still there
MOST: Final = 60


class Line:
    """Those who wait, by state."""

    def __init__(self) -> None:
        self._wanted: Counter[tuple[int, State]] = Counter()
        self._work: dict[tuple[int, State], asyncio.Future[Solved | None]] = {}
        self._one: asyncio.Lock | None = None

    async def whole(self, solver: Solver, state: State, gone: Callable[[], Awaitable[bool]]) -> Solved | None:
        """The whole study of a state; None where the asker has gone meanwhile.

        Raises
        ------
        CaseError : the case does not take the changes
        BusyError : too many wait
        """
        key = (id(solver), state)
        ready = solver.ready(state)
        if ready is not None:
            return ready
        if self._wanted.total() >= MOST:
            raise BusyError("Too many whole studies are asked for at once", "Try again in a moment.")
        self._wanted[key] += 1
        try:
            while True:
                work = self._work.get(key)
                if work is None:
                    work = self._work[key] = asyncio.ensure_future(self._make(solver, state))
                    work.add_done_callback(lambda done: self._over(key, done))
                await asyncio.wait({work}, timeout=_LOOK_UP)
                if work.done():
                    found = work.result()
                    if found is not None:
                        return found
                if await gone():
                    return None
        finally:
            self._wanted[key] -= 1
            self._wanted += Counter()  # without those at nought

    async def _make(self, solver: Solver, state: State) -> Solved | None:
        self._one = self._one or asyncio.Lock()
        async with self._one:
            if self._wanted[id(solver), state] <= 0:
                return None
            return await run_in_threadpool(solver.whole, state)

    def _over(self, key: tuple[int, State], done: asyncio.Future[Solved | None]) -> None:
        self._work.pop(key, None)
        if not done.cancelled():
            done.exception()  # told to those who wait; if nobody does, it is nobody's
