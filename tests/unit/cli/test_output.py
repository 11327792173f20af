"""Data to stdout, talk to stderr, strict JSON."""

from __future__ import annotations

import json
import sys
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from commonground.cli import output
from commonground.cli.output import Output, as_plain, colour_wanted, emit_json, printable
from commonground.errors import Finding

WARNING = Finding("warning", "walk_away.usa", "no evidence", "Add some.", where="us.yaml:3:1")
ERROR = Finding("error", "issues.x.lo", "above hi", "Swap them.", where="us.yaml:7:5")


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        (float("nan"), None),
        (float("-inf"), None),
        (np.float64("nan"), None),
        (np.float32(0.5), 0.5),
        (np.int64(3), 3),
        (np.bool_(True), True),
        (np.array([[1.0, np.nan]]), [[1.0, None]]),
        ({1: (True, None)}, {"1": [True, None]}),
        (date(2025, 3, 8), "2025-03-08"),
        (Path("a/b"), "a/b"),
        (WARNING, WARNING.as_dict()),
        (range(2), [0, 1]),
        (iter("ab"), ["a", "b"]),
        (Exception, "<class 'Exception'>"),
    ],
)
def test_as_plain(value: Any, plain: Any) -> None:
    assert as_plain(value) == plain
    json.dumps(as_plain(value), allow_nan=False)


def test_json_is_strict_and_readable(capsys: pytest.CaptureFixture[str]) -> None:
    emit_json({"title": "Ärger \u202e", "share": float("nan")})
    told = capsys.readouterr().out
    assert json.loads(told, parse_constant=pytest.fail) == {"title": "Ärger \u202e", "share": None}


def test_json_survives_a_terminal_that_knows_no_umlaut(monkeypatch: pytest.MonkeyPatch) -> None:
    class Old(StringIO):
        encoding = "ascii"

    monkeypatch.setattr(sys, "stdout", old := Old())
    emit_json({"title": "Ärger"})
    assert old.getvalue().isascii()
    assert json.loads(old.getvalue()) == {"title": "Ärger"}


def test_quiet_and_json_silence_the_talk(capsys: pytest.CaptureFixture[str]) -> None:
    for out in (Output(quiet=True), Output(json=True)):
        out.say("talk")
        out.finding(WARNING)
        out.findings([WARNING])
        with out.progress("working"):
            pass
        assert capsys.readouterr().err == ""
    Output(quiet=True).data("a result")
    Output(quiet=True).finding(ERROR)
    Output().result({"a": 1})
    told = capsys.readouterr()
    assert told.out == "a result\n"
    assert told.err == ERROR.line() + "\n"


def test_only_the_first_warnings_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    Output().findings([WARNING] * 7, "us.yaml")
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == output.SHOWN_FINDINGS + 1
    assert lines[0] == f"Warning: {WARNING.line()}"
    assert lines[-1] == "… and 2 more warnings; see them with: commonground check us.yaml"


def test_a_case_cannot_steer_the_terminal() -> None:
    assert printable("a\x1b[2Jb\x9b\u202ec\n") == "a\\u001b[2Jb\\u009b\\u202ec\n"
    assert printable("ایران و آمریکا") == "ایران و آمریکا"


def test_progress_only_on_a_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with Output().progress("Solving"):
        pass
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(sys, "stderr", terminal := Terminal())
    with Output().progress("Solving"):
        assert terminal.getvalue() == "Solving …"
    assert terminal.getvalue().endswith("\r\x1b[K")


def test_colour_only_on_a_terminal_and_unless_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    assert colour_wanted(Terminal())
    assert not colour_wanted(StringIO())
    monkeypatch.setenv("NO_COLOR", "1")
    assert not colour_wanted(Terminal())
    monkeypatch.delenv("NO_COLOR")
    monkeypatch.setenv("TERM", "dumb")
    assert not colour_wanted(Terminal())


def test_a_table_is_plain_when_piped_and_ruled_on_a_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [("us-iran-2025", "[bold]x"), ("pie", "a\x1bb")]
    Output().table(("case", "title"), rows, "Cases")
    assert capsys.readouterr().out.splitlines() == [
        "Cases",
        "case          title",
        "us-iran-2025  [bold]x",
        "pie           a\\u001bb",
    ]
    Output(json=True).table(("case", "title"), rows)
    assert capsys.readouterr().out == ""
    monkeypatch.setattr(sys, "stdout", terminal := Terminal())
    monkeypatch.setenv("NO_COLOR", "1")
    Output().table(("case", "title"), rows, "Cases")
    assert "─" in terminal.getvalue()
    assert "[bold]x" in terminal.getvalue()
    assert "\x1b" not in terminal.getvalue()
    monkeypatch.delenv("NO_COLOR")
    monkeypatch.setenv("TERM", "xterm")
    Output().table(("case", "title"), rows, "Cases")
    assert "\x1b[1m" in terminal.getvalue()
