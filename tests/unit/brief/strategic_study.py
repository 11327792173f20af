"""A study with every strategic method, from the small case that leaves to them what it can."""

from __future__ import annotations

from functools import cache

from tests.unit.case.strategic import fed

from commonground.study.record import Study
from commonground.study.run import run


@cache
def strategic_study() -> Study:
    """One run, shared by all tests, which leave it as it is."""
    return run(fed(), draws=200, command="commonground brief river")
