"""Cost of closed-form models: 10,000 draws of each against a target of 0.1 s of processor time.

Parameters are made and checked within the measured time, as a study does. To add a model, write a function from
(rng, n) to a call and give it a name with `@timed_as`. The lines marked * are not closed form and have no target:
linear programmes are per case, games with several equilibria are followed step by step, and what is searched for by
halving is told from a thinned sample of the draws. The last column is the same work one draw at a time, from a few.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import numpy as np

DRAWS = 10_000
TARGET = 0.1
SINGLE = 20  # draws solved one at a time, for comparison
PER_CASE = ("* crisis: best protocol, one case, 41 types",)  # not one per draw
Call = Callable[[], Any]
TASKS: dict[str, Callable[[np.random.Generator, int], Call]] = {}


def timed_as(name: str) -> Callable[[Callable[[np.random.Generator, int], Call]], None]:
    """Register a function that prepares a call; a name that begins with * has no target."""

    def register(prepare: Callable[[np.random.Generator, int], Call]) -> None:
        TASKS[name] = prepare

    return register


def cpu_seconds(call: Call, repeat: int = 5) -> float:
    """Best processor time of several runs, after one that warms up."""
    call()
    best = float("inf")
    for _ in range(repeat):
        start = time.process_time()
        call()
        best = min(best, time.process_time() - start)
    return best


def one_by_one(prepare: Callable[[np.random.Generator, int], Call]) -> float:
    """Processor time of all draws if each were solved alone, from a few of them."""
    calls = [prepare(np.random.default_rng(k), 1) for k in range(SINGLE)]
    calls[0]()
    start = time.process_time()
    for call in calls:
        call()
    return (time.process_time() - start) / SINGLE * DRAWS


def main() -> None:
    """Print the table."""
    print(f"{f'{DRAWS:,} draws':60} {'CPU s':>8}  {f'target {TARGET} s':12} {'one by one':>10}")
    for name, prepare in TASKS.items():
        seconds = cpu_seconds(prepare(np.random.default_rng(1), DRAWS))
        verdict = "" if name.startswith("*") else "within" if seconds <= TARGET else "ABOVE"
        alone = "" if name in PER_CASE else f"{one_by_one(prepare):.1f}"
        print(f"{name:60} {seconds:8.4f}  {verdict:12} {alone:>10}")
