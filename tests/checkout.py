"""Where the checkout is, and how to run its command line as a user does."""

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
    """Environment of a child process: this checkout's package, plain output, none of the user's settings."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("COMMONGROUND_", "PYTEST_", "COVERAGE_")) and name != "FORCE_COLOR"
    }
    paths = [str(ROOT / "src"), *filter(None, [kept.get("PYTHONPATH")])]
    return {**kept, "PYTHONPATH": os.pathsep.join(paths), "NO_COLOR": "1", "PYTHONUTF8": "1", **extra}


def run_words(
    *words: str | Path,
    cwd: Path | None = None,
    prefix: tuple[str, ...] = (),
    timeout: float = 300,
    **environment: str,
) -> subprocess.CompletedProcess[str]:
    """Run `commonground WORDS` in a process of its own."""
    return run_python("-m", "commonground", *words, cwd=cwd, prefix=prefix, timeout=timeout, **environment)


def run_python(
    *words: str | Path,
    cwd: Path | None = None,
    prefix: tuple[str, ...] = (),
    timeout: float = 300,
    **environment: str,
) -> subprocess.CompletedProcess[str]:
    """Run this Python with WORDS in a process of its own."""
    return subprocess.run(
        [*prefix, sys.executable, *map(str, words)],
        cwd=cwd,
        env=child_environment(**environment),
        capture_output=True,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
        timeout=timeout,
        check=False,
    )


def project_files() -> list[Path]:
    """Files that belong to the project: what git tracks, and what is new and not ignored."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if listing.returncode:
        pytest.skip("not a git checkout, so no list of the project's files")
    return [ROOT / name for name in listing.stdout.decode().split("\0") if name and (ROOT / name).is_file()]
