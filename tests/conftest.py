"""Fixtures that several test rooms share."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from checkout import ROOT, RunCli, run_words

# Time says nothing on a shared machine: a property holds or it does not.
settings.register_profile("shared", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("shared")


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def source() -> Path:
    """The package's source folder."""
    return ROOT / "src" / "commonground"


@pytest.fixture(scope="session")
def run_cli() -> RunCli:
    """Run `commonground WORDS` in a process of its own; what it said and its exit code."""
    return run_words
