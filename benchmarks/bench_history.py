"""Cost of the voices of history, in processor time a call. Target: 0.01 s, as a page of questions asks each often."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import numpy as np

from commonground.forecast.crises.fields import USA, Crisis
from commonground.forecast.crises.model import crisis_voice
from commonground.forecast.history.model import history_voice
from commonground.forecast.history.series import PairSeries
from commonground.forecast.reference.voice import reference_voice

TARGET, CALLS = 0.01, 50


def timed(name: str, call: Callable[[], Any]) -> None:
    """Print the mean processor time of a call, after one that loads the tables."""
    call()
    start = time.process_time()
    for _ in range(CALLS):
        call()
    spent = (time.process_time() - start) / CALLS
    print(f"{name}: {1000 * spent:.2f} ms{'' if spent <= TARGET else '  over target'}")


if __name__ == "__main__":
    series = PairSeries(np.random.default_rng(0).poisson([0.1, 0.1, 3, 3], (120, 4)).astype(float))
    crisis = Crisis(
        year=2025, trigger="Verbal act", gravity="Threat of grave damage", actors=("Iran",), threats=(USA,)
    )
    timed(
        "reference class, all pairs of filters",
        lambda: reference_voice("crisis-agreement", ["mediation", "since-1990"], days=90),
    )
    timed("crises like this one", lambda: crisis_voice(crisis, days=90))
    timed("event history, ten years of months", lambda: history_voice(series, "agreement", 3))
