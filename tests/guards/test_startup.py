"""Asking for help must cost almost nothing, and `import commonground` less."""

from __future__ import annotations

import os
import re
import resource
import statistics
import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = {
    *(
        "altair",
        "duckdb",
        "fastapi",
        "jax",
        "jinja2",
        "jsonschema",
        "llvmlite",
        "markdown_it",
        "narwhals",
        "numba",
    ),
    *(
        "numpy",
        "pandas",
        "polars",
        "pydantic",
        "pydantic_core",
        "rich",
        "scipy",
        "typst",
        "vl_convert",
        "yaml",
    ),
}
CPU_BUDGET = 0.100  # seconds above a bare `python -c pass`


def environment(root: Path) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "COMMONGROUND_", "COVERAGE_"))}
    return {**kept, "PYTHONPATH": str(root / "src")}


def imports_of(root: Path, *arguments: str) -> set[str]:
    run = subprocess.run(
        [sys.executable, "-X", "importtime", *arguments],
        env=environment(root),
        capture_output=True,
        text=True,
        check=True,
    )
    return {
        line.rsplit("|", 1)[1].strip() for line in run.stderr.splitlines() if line.startswith("import time:")
    }


@pytest.mark.parametrize(
    "words",
    [
        *(["--help"], ["--version"], ["brief", "--help"], ["solve", "--help"], ["init", "--help"]),
        *(["frontier", "--help"], ["import", "domain", "--help"], ["games", "export", "--help"]),
    ],
    ids=" ".join,
)
def test_help_imports_no_heavy_library(root: Path, words: list[str]) -> None:
    found = {name.split(".")[0] for name in imports_of(root, "-m", "commonground", *words)}
    assert "click" in found
    assert not found & HEAVY


def test_help_does_not_load_the_commands(root: Path) -> None:
    found = {
        name for name in imports_of(root, "-m", "commonground", "--help") if name.startswith("commonground.")
    }
    rooms = {name.split(".")[1] for name in found}
    assert rooms <= {"cli", "errors", "__main__"}, rooms


def test_import_of_the_package_loads_no_room(root: Path) -> None:
    found = {
        name
        for name in imports_of(root, "-c", "import commonground")
        if re.match(r"commonground|numpy|pydantic", name)
    }
    assert found == {"commonground"}


def cpu_seconds(arguments: list[str], root: Path) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, *arguments], env=environment(root), stdout=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def test_help_stays_within_its_cpu_budget(root: Path) -> None:
    """Processor time above a bare interpreter, so that other work on the machine does not matter."""
    wanted = ["-m", "commonground", "--help"]
    cpu_seconds(wanted, root)  # byte code is written here
    # Interleaved, so that a change of the machine's speed touches both alike.
    pairs = [(cpu_seconds(wanted, root), cpu_seconds(["-c", "pass"], root)) for _ in range(5)]
    cost = statistics.median(ours for ours, _ in pairs) - statistics.median(bare for _, bare in pairs)
    assert cost <= CPU_BUDGET, f"{1000 * cost:.0f} ms of processor time for --help"
