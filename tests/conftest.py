"""Fixtures that several test rooms share."""

from __future__ import annotations

from pathlib import Path

import pytest

from checkout import ROOT, RunCli, run_words


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
