"""Answers are made once, and given up over a limit."""

from __future__ import annotations

import threading
import time

import pytest

from commonground.app.keeping import Kept


def test_twenty_who_ask_at_once_make_it_once() -> None:
    kept: Kept[int] = Kept(1000, lambda _: 1)
    made, got = [], []
    begin = threading.Barrier(20)

    def make() -> int:
        made.append(1)
        time.sleep(0.05)
        return 7

    def ask() -> None:
        begin.wait()
        got.append(kept.get("key", make))

    threads = [threading.Thread(target=ask) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert got == [7] * 20
    assert made == [1]


def test_the_least_used_is_given_up_over_the_limit() -> None:
    kept: Kept[str] = Kept(10, len)
    for key in ("aaaa", "bbbb"):
        kept.get(key, lambda key=key: key)
    assert kept.peek("aaaa") == "aaaa"
    kept.get("cccc", lambda: "cccc")
    assert kept.peek("bbbb") is None
    assert kept.peek("aaaa") == "aaaa"
    assert kept.bytes == 8
    kept.get("long", lambda: "x" * 50)  # over the limit alone, and kept all the same
    assert kept.peek("long") is not None
    assert kept.bytes == 50
    kept.forget()
    assert kept.peek("long") is None


def test_a_failure_is_told_to_all_and_not_kept() -> None:
    kept: Kept[int] = Kept(10, lambda _: 1)

    def fail() -> int:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        kept.get("key", fail)
    assert kept.get("key", lambda: 3) == 3
