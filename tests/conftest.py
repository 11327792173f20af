"""What several test rooms share: where things are, and how to run the command line as a user does."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
RunCli = Callable[..., subprocess.CompletedProcess[str]]


def child_environment(**extra: str) -> dict[str, str]:
    """Environment for a child process: this checkout's package, plain output, none of the user's settings."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("COMMONGROUND_", "PYTEST_", "COVERAGE_")) and name != "FORCE_COLOR"
    }
    paths = [str(ROOT / "src"), *filter(None, [kept.get("PYTHONPATH")])]
    return {**kept, "PYTHONPATH": os.pathsep.join(paths), "NO_COLOR": "1", "PYTHONUTF8": "1", **extra}


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
    """Run `commonground ...` in a process of its own and return what it said and its exit code."""

    def run(
        *words: str | Path,
        cwd: Path | None = None,
        prefix: tuple[str, ...] = (),
        timeout: float = 240,
        **env: str,
    ) -> subprocess.CompletedProcess[str]:
        command = [*prefix, sys.executable, "-m", "commonground", *map(str, words)]
        return subprocess.run(
            command,
            cwd=cwd,
            env=child_environment(**env),
            capture_output=True,
            encoding="utf-8",
            stdin=subprocess.DEVNULL,
            timeout=timeout,
            check=False,
        )

    return run
