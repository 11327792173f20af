"""Answers that are kept: made once however many ask at the same time, the least used given up over a limit of bytes."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from typing import Generic, TypeVar

T = TypeVar("T")


class Kept(Generic[T]):
    """A store of answers by key.

    Parameters
    ----------
    most_bytes : over which the least recently used are given up; the last one always stays
    size       : bytes of an answer, about
    """

    def __init__(self, most_bytes: int, size: Callable[[T], int]) -> None:
        self._most, self._size = most_bytes, size
        self._held: OrderedDict[Hashable, tuple[T, int]] = OrderedDict()
        self._making: dict[Hashable, Future[T]] = {}
        self._bytes = 0
        self._lock = threading.Lock()

    @property
    def bytes(self) -> int:
        return self._bytes

    def peek(self, key: Hashable) -> T | None:
        """The answer if it is there."""
        with self._lock:
            if key not in self._held:
                return None
            self._held.move_to_end(key)
            return self._held[key][0]

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """The answer, made now unless it is there or being made; then one waits for it.

        A failure is told to all who wait, and is not kept.
        """
        with self._lock:
            if key in self._held:
                self._held.move_to_end(key)
                return self._held[key][0]
            making = self._making.get(key)
            mine = making is None
            if making is None:
                making = self._making[key] = Future()
        if not mine:
            return making.result()
        try:
            answer = make()
        except BaseException as error:
            with self._lock:
                del self._making[key]
            making.set_exception(error)
            raise
        with self._lock:
            del self._making[key]
            self._keep(key, answer)
        making.set_result(answer)
        return answer

    def forget(self) -> None:
        """Give up everything that is kept; what is being made is kept when it is done."""
        with self._lock:
            self._held.clear()
            self._bytes = 0

    def _keep(self, key: Hashable, answer: T) -> None:
        size = self._size(answer)
        self._held[key] = (answer, size)
        self._bytes += size
        while self._bytes > self._most and len(self._held) > 1:
            _, (_, given_up) = self._held.popitem(last=False)
            self._bytes -= given_up
