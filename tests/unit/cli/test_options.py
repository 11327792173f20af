"""Shared options, and which setting wins."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from click.testing import Result

from commonground.cli.options import command_line, read_scalar


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("3", 3),
        ("0.1", 0.1),
        ("1e-3", 0.001),
        ("true", True),
        ("false", False),
        ("nan", "nan"),
        ("any", "any"),
    ],
)
def test_read_scalar(raw: str, value: object) -> None:
    read = read_scalar(raw)
    assert (read, type(read)) == (value, type(value))


def test_the_recorded_command_names_what_changes_the_result() -> None:
    assert command_line("brief", "us-iran-2025", draws=None, modes=False, method=(), setting={}) == (
        "commonground brief us-iran-2025"
    )
    given: dict[str, Any] = {
        "draws": 500,
        "seed": 0,
        "modes": True,
        "as_of": date(2025, 3, 1),
        "method": ("a", "b"),
        "setting": {"target": 0.2, "pareto": False},
    }
    assert command_line("run", "/srv/cases/my case.yaml", **given) == (
        "commonground run 'my case.yaml' --draws 500 --seed 0 --modes --as-of 2025-03-01"
        " --method a --method b --setting target=0.2 --setting pareto=false"
    )


def test_flag_beats_environment_beats_case(
    invoke: Callable[..., Result], rooms: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ("run", "split-the-pie", "-o", "a.json")
    assert invoke(*words).exit_code == 0
    assert (rooms["run"]["draws"], rooms["run"]["seed"]) == (None, None)  # the case decides
    monkeypatch.setenv("COMMONGROUND_DRAWS", "123")
    monkeypatch.setenv("COMMONGROUND_SEED", "7")
    invoke(*words)
    assert (rooms["run"]["draws"], rooms["run"]["seed"]) == (123, 7)
    assert rooms["run"]["command"] == "commonground run split-the-pie --draws 123 --seed 7"
    invoke(*words, "--draws", "9", "--seed", "0")
    assert (rooms["run"]["draws"], rooms["run"]["seed"]) == (9, 0)
    monkeypatch.setenv("COMMONGROUND_DRAWS", "")
    invoke(*words)
    assert rooms["run"]["draws"] is None
