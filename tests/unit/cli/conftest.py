"""A command line to call, and stand-ins for the slow rooms behind it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from click.testing import CliRunner, Result

import commonground
from commonground.cli.main import cli

SOURCE = str(Path(commonground.__file__).resolve().parents[1])
Invoke = Callable[..., Result]


class Study:
    """Enough of a study for the command line: plain data that can be saved and loaded."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.data = data
        self.findings = [
            {"level": "warning", "path": "walk_away.usa", "message": "no evidence", "fix": "Add some."}
        ]

    def save(self, path: Path) -> None:
        Path(path).write_text(json.dumps(self.data))

    def to_json(self) -> str:
        return json.dumps(self.data)

    @classmethod
    def load(cls, path: Path) -> Study:
        return cls(json.loads(Path(path).read_text()))


def study_data(**draws: Any) -> dict[str, Any]:
    found = {
        "exists": 0.31,
        "private": 0.12,
        "packages": [
            {
                "levels": {"enrichment": 3.67, "inspections": "protocol"},
                "joint": 0.22,
                "acceptance": {"usa": 0.5},
            }
        ],
    }
    outcome = {"agreement": {"p": 0.08, "se": 0.01}, "impasse": {"p": 0.92, "se": 0.01}}
    solution = {"method": "common-ground", "title": "Common ground", "outcome": outcome, "data": found}
    question = {"id": "deal", "text": "Will they agree by 8 March 2026?", "probability": 0.08, "se": 0.01}
    return {
        "format": "commonground-study/1",
        "case": {"name": "us-iran-2025", "title": "US-Iran talks", "as_of": "2025-03-08"},
        "case_hash": "0" * 64,
        "draws": draws,
        "solutions": {"common-ground": solution},
        "questions": [question],
        "confidence": {"level": "low", "reasons": ["two positions rest on one source"]},
    }


@pytest.fixture(autouse=True)
def _plain_surroundings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for variable in ("COMMONGROUND_DRAWS", "COMMONGROUND_SEED", "COMMONGROUND_DEBUG", "NO_COLOR"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def invoke() -> Invoke:
    def call(*words: str) -> Result:
        return CliRunner().invoke(cli, list(words))

    return call


@pytest.fixture
def rooms(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Stand-ins for study and brief; returns what the last call was given."""
    seen: dict[str, Any] = {}

    def run(case: Any, **given: Any) -> Study:
        seen["run"] = given
        return Study(study_data(n=given["draws"] or 4000, seed=given["seed"] or 0, modes=given["modes"]))

    def write_brief(study: Study, folder: Path, formats: Sequence[str]) -> dict[str, Path]:
        seen["brief"] = study.data
        written = {name: folder / f"us-iran-2025.{name}" for name in formats}
        for path in written.values():
            path.write_text("whole")
        return written

    _stand_in(monkeypatch, "commonground.study.run", run=run)
    _stand_in(monkeypatch, "commonground.study.record", Study=Study)
    _stand_in(monkeypatch, "commonground.brief.write", write_brief=write_brief)
    return seen


def _stand_in(monkeypatch: pytest.MonkeyPatch, name: str, **members: Any) -> None:
    module = ModuleType(name)
    vars(module).update(members)
    monkeypatch.setitem(sys.modules, name, module)


@pytest.fixture
def start() -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Start a real process; it is ended with the test."""
    running: list[subprocess.Popen[str]] = []
    # A test run in the background or under nohup has signals ignored, and children would inherit that.
    usual = {
        signal.SIGINT: signal.default_int_handler,
        signal.SIGHUP: signal.SIG_DFL,
        signal.SIGTERM: signal.SIG_DFL,
    }
    before = {number: signal.signal(number, answer) for number, answer in usual.items()}

    def call(*words: str, code: str = "", **extra: Any) -> subprocess.Popen[str]:
        command = (
            [sys.executable, "-c", code, *words] if code else [sys.executable, "-m", "commonground", *words]
        )
        process = subprocess.Popen(
            command,
            stdout=extra.pop("stdout", subprocess.PIPE),
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": SOURCE, **extra.pop("env", {})},
            **extra,
        )
        running.append(process)
        return process

    yield call
    for number, answer in before.items():
        signal.signal(number, answer)
    for process in running:
        if process.poll() is None:
            process.kill()
        process.communicate()


@pytest.fixture
def failure() -> Callable[[Result], dict[str, Any]]:
    """Read the error object of a command that was called with --json, and check its shape."""

    def read(result: Result) -> dict[str, Any]:
        shape = json.loads(result.stdout, parse_constant=pytest.fail)
        assert shape["ok"] is False
        assert isinstance(shape["findings"], list)
        error: dict[str, Any] = shape["error"]
        assert set(error) == {"type", "message", "fix", "exit_code"}
        assert error["exit_code"] == result.exit_code
        assert error["message"]
        assert error["fix"]
        return error

    return read
