"""`init` writes a case to start from; `check` says what is wrong with one."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

Invoke = Callable[..., Result]
ReadFailure = Callable[[Result], dict[str, Any]]


def test_init_writes_a_sound_case_and_says_what_is_next(invoke: Invoke, tmp_path: Path) -> None:
    result = invoke("init", "water-talks")
    assert result.exit_code == 0
    assert result.stdout == "water-talks.yaml\n"
    assert "commonground check water-talks.yaml" in result.stderr
    text = (tmp_path / "water-talks.yaml").read_text("utf-8")
    assert "\nname: water-talks" in text
    assert "#" in text
    checked = invoke("check", "water-talks.yaml")
    assert checked.exit_code == 0, checked.stderr


def test_init_keeps_an_existing_file(invoke: Invoke, failure: ReadFailure, tmp_path: Path) -> None:
    (tmp_path / "water.yaml").write_text("mine")
    result = invoke("init", "water")
    assert result.exit_code == 2
    assert "--force" in result.stderr.splitlines()[-1]
    assert failure(invoke("init", "water", "--json"))["type"] == "UsageError"
    assert (tmp_path / "water.yaml").read_text() == "mine"
    assert invoke("init", "water", "--force").exit_code == 0
    assert "name: water" in (tmp_path / "water.yaml").read_text("utf-8")


def test_init_elsewhere(invoke: Invoke, tmp_path: Path) -> None:
    result = invoke("init", "water", "--dir", "cases/new", "--json")
    assert json.loads(result.stdout)["data"] == {"path": "cases/new/water.yaml"}
    assert (tmp_path / "cases" / "new" / "water.yaml").is_file()
    (tmp_path / "file").write_text("")
    assert invoke("init", "water", "--dir", "file").exit_code == 2
    (tmp_path / "folder.yaml").mkdir()
    assert "is a folder" in invoke("init", "folder", "--force").stderr


@pytest.mark.parametrize(
    ("name", "fix"),
    [
        ("Water Talks", 'Did you mean "water-talks"?'),
        ("water.yaml", 'Did you mean "water"?'),
        ("../escape", 'Did you mean "escape"?'),
        ("2025-talks", 'Did you mean "talks"?'),
        ("", "For example"),
        ("水", "For example"),
    ],
)
def test_init_wants_a_plain_name(invoke: Invoke, tmp_path: Path, name: str, fix: str) -> None:
    result = invoke("init", "--", name)
    assert result.exit_code == 2
    assert result.stderr.splitlines()[-1].startswith(fix)
    assert not list(tmp_path.rglob("*.yaml"))


BROKEN = """\
commonground: 1
name: water
title: Water
as_of: 2025-03-08
horizon: 2024-03-08
parties:
  upper: {name: Upper, role: signatory}
  lower: {name: Lower, role: signatury}
colour: blue
"""


def test_check_lists_all_faults_with_their_lines(
    invoke: Invoke, failure: ReadFailure, tmp_path: Path
) -> None:
    (tmp_path / "broken.yaml").write_text(BROKEN)
    result = invoke("check", "broken.yaml")
    assert result.exit_code == 3
    lines = result.stderr.splitlines()
    places = [line.split(": ")[0] for line in lines]
    assert any(place.startswith("broken.yaml:8:") for place in places)
    assert any(place.startswith("broken.yaml:9:") for place in places)
    assert lines[-2].startswith("Error: Not valid: broken.yaml")
    assert result.stdout.startswith("broken.yaml: ")

    quiet = invoke("check", "broken.yaml", "--quiet")
    assert quiet.exit_code == 3
    assert "broken.yaml:8:" in quiet.stderr

    as_json = invoke("check", "broken.yaml", "--json")
    assert failure(as_json)["type"] == "CaseError"
    shape = json.loads(as_json.stdout)
    assert {"level", "path", "message", "fix", "got", "where"} == set(shape["findings"][0])
    (verdict,) = shape["data"]["cases"]
    assert verdict["valid"] is False
    assert verdict["errors"] == sum(f["level"] == "error" for f in shape["findings"])


def test_check_goes_on_after_a_bad_case(invoke: Invoke, tmp_path: Path) -> None:
    (tmp_path / "broken.yaml").write_text(BROKEN)
    result = invoke("check", "nowhere.yaml", "broken.yaml", "split-the-pie")
    assert result.exit_code == 3
    assert [line.split(":")[0] for line in result.stdout.splitlines()] == [
        "nowhere.yaml",
        "broken.yaml",
        "split-the-pie",
    ]
    assert "There is no case file or catalog case 'nowhere.yaml'" in result.stderr


def test_check_strict(invoke: Invoke, failure: ReadFailure, monkeypatch: pytest.MonkeyPatch) -> None:
    from commonground.errors import Finding

    assert invoke("check", "split-the-pie").exit_code == 0
    found = [Finding("warning", "walk_away.usa", "no evidence", "Add some.", where="us.yaml:3:1")]
    monkeypatch.setattr("commonground.case.check.check_case", lambda _case: found)
    loose = invoke("check", "split-the-pie")
    assert loose.exit_code == 0
    assert loose.stdout == "split-the-pie: valid, 1 warning\n"
    assert loose.stderr == "us.yaml:3:1: walk_away.usa: no evidence. Add some. [warning]\n"
    strict = invoke("check", "split-the-pie", "--strict")
    assert strict.exit_code == 6
    assert strict.stderr.splitlines()[-1] == "Mend the warnings, or check without --strict."
    assert failure(invoke("check", "split-the-pie", "--strict", "--json"))["type"] == "StrictFindings"
    found[0] = Finding("note", "", "a note")
    assert invoke("check", "split-the-pie", "--strict").exit_code == 0


def test_check_json_of_a_sound_case(invoke: Invoke) -> None:
    shape = json.loads(invoke("check", "split-the-pie", "--json").stdout)
    assert shape["ok"] is True
    assert shape["data"]["cases"][0]["valid"] is True
    assert isinstance(shape["findings"], list)


def test_schema_is_json_schema(invoke: Invoke) -> None:
    import jsonschema

    result = invoke("check", "--schema")
    schema = json.loads(result.stdout)
    jsonschema.Draft202012Validator.check_schema(schema)
    assert "parties" in schema["properties"]


@pytest.mark.parametrize("words", [("check",), ("solve",), ("run",), ("brief",)])
class TestWhatIsNotACase:
    """Every command that reads a case says the same about what is none."""

    def test_unknown_name(self, invoke: Invoke, words: tuple[str, ...]) -> None:
        result = invoke(*words, "us-iran-2024")
        assert result.exit_code == 2
        assert 'Did you mean "us-iran-2025"?' in result.stderr

    def test_mistyped_file(self, invoke: Invoke, tmp_path: Path, words: tuple[str, ...]) -> None:
        (tmp_path / "water-talks.yaml").write_text("x: 1")
        result = invoke(*words, "watr-talks.yaml")
        assert result.exit_code == 2
        assert 'Did you mean "water-talks.yaml"?' in result.stderr

    def test_folder(self, invoke: Invoke, tmp_path: Path, words: tuple[str, ...]) -> None:
        (tmp_path / "cases").mkdir()
        assert invoke(*words, "cases").exit_code == 2
        (tmp_path / "cases" / "water.yaml").write_text("x: 1")
        result = invoke(*words, "cases")
        assert result.exit_code == 2
        assert "cases/water.yaml" in result.stderr

    @pytest.mark.parametrize(
        "content", [b"", b"\n\n", b"\x00\x01\x02\xff", b"\xff\xfe\xfa", b"- a list", b"words"]
    )
    def test_odd_content(
        self, invoke: Invoke, tmp_path: Path, words: tuple[str, ...], content: bytes
    ) -> None:
        (tmp_path / "odd.yaml").write_bytes(content)
        result = invoke(*words, "odd.yaml")
        assert result.exit_code == 3, result.stderr
        assert "odd.yaml" in result.stderr
        assert "Traceback" not in result.stderr

    @pytest.mark.parametrize("name", ["", "a\x00b", "x" * 5000, "no/such/folder/x.yaml"])
    def test_impossible_names(self, invoke: Invoke, words: tuple[str, ...], name: str) -> None:
        result = invoke(*words, name)
        assert result.exit_code == 2
        assert "Traceback" not in result.stderr

    def test_dead_link(self, invoke: Invoke, tmp_path: Path, words: tuple[str, ...]) -> None:
        (tmp_path / "link.yaml").symlink_to("gone.yaml")
        result = invoke(*words, "link.yaml")
        assert result.exit_code == 2
        assert "link" in result.stderr

    def test_unreadable(
        self, invoke: Invoke, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
    ) -> None:
        (tmp_path / "secret.yaml").write_text("x: 1")
        monkeypatch.setattr("os.access", lambda *_: False)
        result = invoke(*words, "secret.yaml")
        assert result.exit_code == 2
        assert "permission denied" in result.stderr
