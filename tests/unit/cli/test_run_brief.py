"""`run` saves a study, `brief` renders one; the rooms behind them are stand-ins."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

Invoke = Callable[..., Result]
ReadFailure = Callable[[Result], dict[str, Any]]
Rooms = dict[str, Any]

ZONE = (
    "A package that all signatories accept exists in 31 % of draws; "
    "with private walk-away values it is reached in 12 %"
)


def test_run_writes_a_study_and_sums_it_up(invoke: Invoke, rooms: Rooms, tmp_path: Path) -> None:
    result = invoke("run", "us-iran-2025")
    assert result.exit_code == 0, result.stderr
    assert result.stdout == "us-iran-2025.study.json\n"
    assert json.loads((tmp_path / "us-iran-2025.study.json").read_text())["format"] == "commonground-study/1"
    warning, *summary = result.stderr.splitlines()
    assert warning == "Warning: walk_away.usa: no evidence. Add some."
    assert summary == [
        "US-Iran talks (as of 2025-03-08; 4,000 draws, seed 0)",
        "By the horizon: agreement 8 %, impasse 92 %",
        ZONE,
        "Most robust package: enrichment 3.67, inspections protocol; all accept in 22 %",
        "Confidence: low (two positions rest on one source)",
    ]
    assert invoke("run", "us-iran-2025", "--quiet").stderr == ""


def test_run_hands_on_what_was_asked_for(invoke: Invoke, rooms: Rooms) -> None:
    words = ("run", "us-iran-2025", "--modes", "--as-of", "2025-03-01", "--method", "common-ground")
    result = invoke(*words, "--setting", "target=0.2", "--setting", "pareto=true", "--json")
    assert result.exit_code == 0, result.stderr
    given = rooms["run"]
    assert given["modes"] is True
    assert given["as_of"].isoformat() == "2025-03-01"
    assert tuple(given["methods"]) == ("common-ground",)
    assert given["settings"] == {"target": 0.2, "pareto": True}
    assert given["command"].startswith("commonground run us-iran-2025 --modes --as-of 2025-03-01")
    shape = json.loads(result.stdout, parse_constant=pytest.fail)
    assert shape["ok"] is True
    assert shape["data"]["path"] == "us-iran-2025.study.json"
    assert shape["findings"][0]["path"] == "walk_away.usa"
    assert result.stderr == ""


def test_run_wants_a_file_to_write(
    invoke: Invoke, rooms: Rooms, failure: ReadFailure, tmp_path: Path
) -> None:
    (tmp_path / "folder").mkdir()
    error = failure(invoke("run", "us-iran-2025", "-o", "folder", "--json"))
    assert "folder/study.json" in error["fix"]
    (tmp_path / "file").write_text("")
    assert failure(invoke("run", "us-iran-2025", "-o", "file/x.json", "--json"))["exit_code"] == 2
    assert rooms == {}, "the output is looked at before the work starts"


def test_run_can_print_the_study(invoke: Invoke, rooms: Rooms, failure: ReadFailure, tmp_path: Path) -> None:
    result = invoke("run", "us-iran-2025", "-o", "-")
    assert json.loads(result.stdout)["format"] == "commonground-study/1"
    assert not list(tmp_path.iterdir())
    assert failure(invoke("run", "us-iran-2025", "-o", "-", "--json"))["exit_code"] == 2


@pytest.mark.parametrize("verb", ["check", "run", "solve"])
def test_a_study_or_brief_is_not_a_case(invoke: Invoke, tmp_path: Path, verb: str) -> None:
    (tmp_path / "a.json").write_text('{"format": "commonground-study/1"}')
    result = invoke(verb, "a.json")
    assert result.exit_code == 2
    assert "commonground brief a.json" in result.stderr
    (tmp_path / "b.json").write_text('{"format": "commonground-brief/1"}')
    for reader in (verb, "brief"):
        result = invoke(reader, "b.json")
        assert result.exit_code == 2
        assert "finished brief" in result.stderr


def test_brief_solves_and_writes(invoke: Invoke, rooms: Rooms, tmp_path: Path) -> None:
    result = invoke("brief", "us-iran-2025")
    assert result.exit_code == 0, result.stderr
    assert result.stdout.splitlines() == [
        f"briefs/us-iran-2025.{name}" for name in ("html", "pdf", "md", "json")
    ]
    assert all((tmp_path / line).read_text() == "whole" for line in result.stdout.splitlines())
    assert result.stderr.splitlines()[-2:] == [
        "8 % (very unlikely, 5-20 %): Will they agree by 8 March 2026?",
        "Confidence: low (two positions rest on one source)",
    ]
    assert rooms["run"]["command"] == "commonground brief us-iran-2025"


def test_brief_formats_and_folder(invoke: Invoke, rooms: Rooms, tmp_path: Path) -> None:
    words = (
        "brief",
        "us-iran-2025",
        "--out",
        "reports/today",
        "--format",
        "PDF,pdf",
        "--format",
        "markdown",
        "--json",
    )
    shape = json.loads(invoke(*words).stdout)
    assert shape["data"]["files"] == {
        "pdf": "reports/today/us-iran-2025.pdf",
        "md": "reports/today/us-iran-2025.md",
    }
    assert (tmp_path / "reports" / "today" / "us-iran-2025.pdf").is_file()


def test_a_saved_study_is_rendered_without_solving(
    invoke: Invoke, rooms: Rooms, failure: ReadFailure, monkeypatch: pytest.MonkeyPatch
) -> None:
    invoke("run", "us-iran-2025", "--draws", "77", "-o", "kept.json")
    rooms.clear()
    monkeypatch.setenv("COMMONGROUND_SEED", "9")  # says how to solve, so it does not matter here
    result = invoke("brief", "kept.json", "--format", "md")
    assert result.exit_code == 0, result.stderr
    assert "run" not in rooms
    assert rooms["brief"]["draws"]["n"] == 77
    for option in (("--draws", "5"), ("--seed", "5"), ("--modes",), ("--as-of", "2025-01-01"),
                   ("--method", "common-ground"), ("--setting", "a=1")):  # fmt: skip
        error = failure(invoke("brief", "kept.json", *option, "--json"))
        assert option[0] in error["message"]


@pytest.mark.parametrize(
    "content", ['{"format": "commonground-study/1", "case": {', '["commonground-study/1"]', "", "{}"]
)
def test_a_torn_study_is_named_as_such(
    invoke: Invoke, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str
) -> None:
    (tmp_path / "torn.study.json").write_text(content)
    result = invoke("brief", "torn.study.json")
    assert result.exit_code == 5, result.stderr
    assert "torn.study.json" in result.stderr
    assert "Traceback" not in result.stderr
    assert "COMMONGROUND_DEBUG" not in result.stderr


def test_nothing_is_left_when_rendering_fails(
    invoke: Invoke, rooms: Rooms, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sys

    def write_brief(_study: Any, folder: Path, formats: tuple[str, ...]) -> None:
        (folder / "half.html").write_text("half")
        raise OSError(28, "No space left on device", str(folder))

    monkeypatch.setattr(sys.modules["commonground.brief.write"], "write_brief", write_brief)
    result = invoke("brief", "us-iran-2025")
    assert result.exit_code == 1
    assert result.stderr.startswith("Error: The disk is full")
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
