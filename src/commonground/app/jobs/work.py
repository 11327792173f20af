"""What a job can do: each function takes plain arguments, tells its progress, and returns a plain result.

They run in a process of their own (`worker.py`), and use what the commands of the same name use, so that the numbers
are the same.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, Protocol

from commonground.errors import UsageError, did_you_mean

_OFTEN = 0.1  # seconds between two words on progress


class Tell(Protocol):
    """Told of progress: steps done, of how many, and what is being done."""

    def __call__(self, done: int, total: int, doing: str) -> None:
        """`total` is 0 where nobody can tell."""


def perform(work: str, arguments: dict[str, Any], tell: Tell) -> Any:
    """Do a piece of work by its name.

    Raises
    ------
    UsageError : no such work
    CommongroundError : as the work itself
    """
    if work not in WORK:
        raise UsageError(f"there is no work called {work}", did_you_mean(work, WORK))
    return WORK[work](tell, **arguments)


def sensitivity(
    tell: Tell, case: dict[str, Any], draws: int | None = None, seed: int | None = None
) -> dict[str, Any]:
    """What drives the forecast, as `commonground sensitivity`."""
    from commonground.explore.run import DRIVERS
    from commonground.explore.run import sensitivity as find
    from commonground.explore.tornado import rests_on, uncertain

    loaded = _case(case)
    values = sum(rests_on(loaded, path) for path, _ in uncertain(loaded))
    steps = 2 * (values + min(DRIVERS, values)) + len(loaded.scenarios) + len(loaded.indicators)
    with _counted(tell, steps, "Trying every uncertain value at both ends"):
        return find(loaded, draws=draws, seed=seed)


def sobol(
    tell: Tell,
    case: dict[str, Any],
    paths: list[str],
    draws: int | None = None,
    seed: int | None = None,
) -> dict[str, Any]:
    """Sobol' indices of some values, as `commonground sensitivity --sobol`."""
    from commonground.explore.sobol import DRAWS
    from commonground.explore.sobol import sobol as indices

    loaded = _case(case)
    with _counted(tell, len(paths) + 3, "Drawing each value again"):
        return {"sobol": indices(loaded, paths, draws or DRAWS, seed)}


def levers(
    tell: Tell,
    case: dict[str, Any],
    budget: float | None = None,
    most: int | None = None,
    draws: int | None = None,
    seed: int | None = None,
) -> dict[str, Any]:
    """Levers alone, in pairs and in sets, as `commonground levers`."""
    from commonground.explore.levers import search_levers

    loaded = _case(case)
    with _counted(tell, 0, "Trying levers alone, in pairs and in sets"):
        found = search_levers(loaded, budget=budget, most=most, draws=draws, seed=seed)
    return {**found.data, "findings": [finding.as_dict() for finding in found.findings]}


def code(
    tell: Tell,
    folder: str,
    files: list[str],
    names: list[str] | None = None,
    day: str | None = None,
    source: str = "",
    case: str = "",
    now: str = "",
) -> dict[str, Any]:
    """Documents into the store, with their events, as `commonground evidence add`; each whole or not at all.

    Parameters
    ----------
    files : read, and removed when they have been
    names : what they were called
    case  : file of the case for which proposals are looked for afterwards
    """
    from dataclasses import replace

    from commonground.evidence.keep import keep
    from commonground.evidence.reading.files import Unread, read_file
    from commonground.evidence.store import Store

    told: dict[str, Any] = {"documents": [], "unread": []}
    given = None if day is None else date.fromisoformat(day)
    with Store(Path(folder)) as store:
        for place, name in enumerate(files):
            called = names[place] if names else Path(name).name
            tell(place, len(files), f"Reading {called}")
            for found in read_file(Path(name), given):
                if isinstance(found, Unread):
                    told["unread"].append(found.line().replace(name, called))
                    continue
                kept = keep(store, replace(found, source=found.source or source, origin=called))
                told["documents"].append(
                    {
                        "id": kept.document.id,
                        "title": kept.document.title,
                        "date": None if kept.document.date is None else kept.document.date.isoformat(),
                        "new": kept.new,
                        "events": kept.events,
                        "coded": kept.coded,
                    }
                )
            if names:
                Path(name).unlink(missing_ok=True)
    if case:
        told |= suggest(tell, folder, case, now)
    tell(len(files), len(files), "Done")
    return told


def suggest(tell: Tell, folder: str, case: str, now: str) -> dict[str, Any]:
    """What new documents propose for a case, as `commonground evidence suggest`."""
    from commonground.case.io import load_case
    from commonground.evidence.events import MIN_CONFIDENCE
    from commonground.evidence.store import Store
    from commonground.evidence.suggest import suggest as look

    tell(0, 0, "Looking for what the documents propose")
    with Store(Path(folder), create=False) as store:
        looked = look(store, load_case(case), date.fromisoformat(now), MIN_CONFIDENCE, Path(case))
    return {"looked_at": looked.documents, "proposals": len(looked.proposals), "less_sure": looked.less_sure}


WORK: dict[str, Callable[..., Any]] = {
    "sensitivity": sensitivity,
    "sobol": sobol,
    "levers": levers,
    "code": code,
    "suggest": suggest,
}
TITLES = {
    "sensitivity": "What drives the forecast",
    "sobol": "Shares of the variance (Sobol’)",
    "levers": "Search over levers",
    "code": "Reading documents",
    "suggest": "Looking for proposals",
}


def _case(data: dict[str, Any]) -> Any:
    from commonground.case.io import case_from_data

    return case_from_data(data, "the case")


@contextmanager
def _counted(tell: Tell, total: int, doing: str) -> Iterator[None]:
    """Count the worlds that are solved, and tell of them now and then."""
    from commonground.explore.watching import watched

    done, last = 0, time.monotonic()

    def step() -> None:
        nonlocal done, last
        done += 1
        now = time.monotonic()
        if now - last >= _OFTEN:
            last = now
            tell(done, max(total, done) if total else 0, doing if not total or done < total else "Summing up")

    tell(0, total, doing)
    with watched(step):
        yield
    tell(done, max(total, done) if total else done, "Done")


def written(result: Any) -> str:
    """A result as one line of JSON."""
    from commonground.study.record import plain

    return json.dumps(plain(result), ensure_ascii=True, allow_nan=False)
