"""Who waits for a whole study, in which order, and who has gone."""

from __future__ import annotations

import asyncio
import threading
import time
from typing import Any

import pytest

from commonground.app import waiting
from commonground.app.solving import BusyError
from commonground.app.state import State
from commonground.app.waiting import Line


class Slow:
    """A solver that counts who is inside."""

    def __init__(self) -> None:
        self.done: dict[State, str] = {}
        self.inside = self.most = 0
        self.lock = threading.Lock()

    def ready(self, state: State) -> Any:
        return self.done.get(state)

    def whole(self, state: State) -> Any:
        with self.lock:
            self.inside += 1
            self.most = max(self.most, self.inside)
        time.sleep(0.05)
        with self.lock:
            self.inside -= 1
        if state.changes[0][1] == "bad":
            raise ValueError("bad")
        self.done[state] = state.changes[0][1]
        return self.done[state]


def state(name: str) -> State:
    return State((("walk_away.up", name),))


async def here() -> bool:
    return False


async def gone() -> bool:
    return True


def test_one_at_a_time_and_each_once() -> None:
    slow, line = Slow(), Line()

    async def ask() -> list[Any]:
        asked = [line.whole(slow, state(name), here) for name in "aabbcc"]  # type: ignore[arg-type]
        return await asyncio.gather(*asked)

    assert asyncio.run(ask()) == list("aabbcc")
    assert slow.most == 1
    assert len(slow.done) == 3


def test_what_nobody_waits_for_is_not_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "_LOOK_UP", 0.01)
    slow, line = Slow(), Line()

    async def ask() -> list[Any]:
        first = asyncio.create_task(line.whole(slow, state("first"), here))  # type: ignore[arg-type]
        await asyncio.sleep(0.005)
        left = await line.whole(slow, state("left"), gone)  # type: ignore[arg-type]
        return [await first, left]

    assert asyncio.run(ask()) == ["first", None]
    assert state("left") not in slow.done


def test_a_failure_reaches_who_waits_and_too_many_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    slow, line = Slow(), Line()

    async def fail() -> None:
        await line.whole(slow, state("bad"), here)  # type: ignore[arg-type]

    with pytest.raises(ValueError, match="bad"):
        asyncio.run(fail())
    monkeypatch.setattr(waiting, "MOST", 0)
    with pytest.raises(BusyError):
        asyncio.run(fail())
