"""`games`: list, export and read, and what they say to bad input."""

from __future__ import annotations

import json
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from tests.unit.case.strategic import STRATEGIC

from commonground.methods.efg import read_efg

Invoke = Callable[..., Result]
ReadFailure = Callable[[Result], dict[str, Any]]

DETERRENCE = """EFG 2 R "Deterrence" { "A" "B" }
""

p "" 1 1 "" { "challenge" "leave it" } 0
p "" 2 1 "" { "resist" "give way" } 0
p "" 1 2 "" { "fight" "back down" } 0
t "" 1 "war" { -0.3, -1.2 }
t "" 2 "retreat" { -0.5, 0.5 }
t "" 3 "concession" { 1, -1 }
t "" 4 "status quo" { 0, 0 }
"""


@pytest.fixture
def river(tmp_path: Path) -> str:
    (tmp_path / "river.yaml").write_text(STRATEGIC, "utf-8")
    return "river.yaml"


def data(result: Result) -> Any:
    assert result.exit_code == 0, result.stderr + result.stdout
    shape = json.loads(result.stdout, parse_constant=pytest.fail)
    assert set(shape) == {"ok", "data", "findings"}
    return shape["data"]


def test_list(invoke: Invoke, river: str) -> None:
    listed = {row["id"]: row for row in data(invoke("games", "list", river, "--json"))}
    assert listed["crisis"]["players"] == ["Upland", "Lowland"]
    assert listed["sanctions"] | {"title": ""} == {
        "id": "sanctions", "title": "", "players": ["Lowland", "Upland"], "blocks": ["sanctions"], "nodes": 9,
        "ends": 5, "information_sets": 2,
    }  # fmt: skip
    text = invoke("games", "list", river).stdout
    assert all(game in text for game in listed)


def test_export_one_game(invoke: Invoke, river: str, tmp_path: Path) -> None:
    words = (
        "games",
        "export",
        river,
        "--game",
        "crisis",
        "--types",
        "3",
        "--demands",
        "4",
        "--efg",
        "crisis.efg",
    )
    (written,) = data(invoke(*words, "--json"))
    tree = read_efg(tmp_path / "crisis.efg")
    assert tree.parties == ("Upland", "Lowland")
    assert tree.comment == written["comment"]
    assert "3 equally likely values" in tree.comment
    assert written["nodes"] == sum(1 for _ in tree.nodes())
    before = (tmp_path / "crisis.efg").read_text()
    again = invoke(*words)
    assert (again.exit_code, "--force" in again.stderr) == (2, True)
    assert invoke(*words, "--draw", "7", "--force").exit_code == 0
    assert (tmp_path / "crisis.efg").read_text() != before
    assert "draw 7 of seed 1" in read_efg(tmp_path / "crisis.efg").comment


def test_export_all_games(invoke: Invoke, river: str, tmp_path: Path) -> None:
    result = invoke("games", "export", river, "--efg", "out/games.efg")
    assert result.exit_code == 0, result.stderr
    names = [Path(line).name for line in result.stdout.splitlines()]
    assert "games-mediation-envoy.efg" in names
    assert sorted(names) == sorted(path.name for path in (tmp_path / "out").iterdir())


@pytest.mark.parametrize(
    ("words", "exit_code", "told"),
    [
        (("--game", "crysis"), 2, 'Did you mean "crisis"?'),
        (("--types", "0"), 2, ""),
        (("--demands", "x"), 2, ""),
        (("--draw", "0.5"), 2, ""),
        (("--draw", "-1"), 2, ""),
        (("--game", "reassurance-upland", "--first-step", "1.5"), 2, "above 0 and below 1"),
    ],
)
def test_export_refuses(
    invoke: Invoke,
    failure: ReadFailure,
    river: str,
    tmp_path: Path,
    words: tuple[str, ...],
    exit_code: int,
    told: str,
) -> None:
    error = failure(invoke("games", "export", river, "--efg", "x.efg", *words, "--json"))
    assert error["exit_code"] == exit_code
    assert told in error["fix"]
    assert not list(tmp_path.glob("*.efg"))


def test_a_case_without_games(invoke: Invoke, failure: ReadFailure) -> None:
    assert data(invoke("games", "list", "split-the-pie", "--json")) == []
    assert "No games" in invoke("games", "list", "split-the-pie").stderr
    error = failure(invoke("games", "export", "split-the-pie", "--efg", "x.efg", "--json"))
    assert (error["type"], error["exit_code"]) == ("MissingInput", 5)
    assert "crisis" in error["fix"]
    assert failure(invoke("games", "list", "split-the-py", "--json"))["exit_code"] == 2


def test_read_solves(invoke: Invoke, tmp_path: Path) -> None:
    (tmp_path / "deterrence.efg").write_text(DETERRENCE)
    found = data(invoke("games", "read", "deterrence.efg", "--rationality", "3", "--json"))
    assert found["response"]["outcomes"]["war"] == pytest.approx(0.227949, abs=1e-6)
    assert found["backward_induction"]["outcomes"]["concession"] == 1.0
    text = invoke("games", "read", "deterrence.efg").stdout
    assert "Backward induction" in text
    assert "7 nodes, 4 ends, 3 information sets" in text
    assert (
        data(invoke("games", "read", "deterrence.efg", "--rationality", "inf", "--json"))["response"][
            "rationality"
        ]
        is None
    )


def test_read_describes_what_it_cannot_solve(invoke: Invoke, river: str) -> None:
    assert invoke("games", "export", river, "--game", "sanctions", "--efg", "s.efg").exit_code == 0
    shape = json.loads(invoke("games", "read", "s.efg", "--json").stdout)
    assert shape["ok"]
    assert shape["data"]["response"] is None
    assert "not solved" in shape["findings"][0]["message"]


@pytest.mark.parametrize(
    ("text", "where", "told"),
    [
        (DETERRENCE.replace('"give way" } 0', '"give way" 0'), "bad.efg:5:", "not in quotes"),
        (DETERRENCE.replace("-1.2", "x"), "bad.efg:7:", "not a number"),
        (DETERRENCE[:-30], "bad.efg:9:", "text ends"),
        ("NFG 1 R", "bad.efg:1:1", "extensive game"),
        ("", "bad.efg:1:1", "ends"),
    ],
)
def test_read_names_the_line_of_a_fault(
    invoke: Invoke, tmp_path: Path, text: str, where: str, told: str
) -> None:
    (tmp_path / "bad.efg").write_text(text)
    shape = json.loads(invoke("games", "read", "bad.efg", "--json").stdout)
    assert shape["error"]["exit_code"] == 3
    assert shape["findings"][0]["where"].startswith(where)
    assert told in shape["findings"][0]["message"]
    assert invoke("games", "read", "bad.efg").exit_code == 3


def test_read_refuses_other_things(invoke: Invoke, failure: ReadFailure, tmp_path: Path) -> None:
    assert failure(invoke("games", "read", "no.efg", "--json"))["exit_code"] == 2
    (tmp_path / "bytes.efg").write_bytes(b"\xff\xfe\x00")
    assert failure(invoke("games", "read", "bytes.efg", "--json"))["exit_code"] == 2
    (tmp_path / "d.efg").write_text(DETERRENCE)
    assert failure(invoke("games", "read", "d.efg", "--rationality", "-1", "--json"))["exit_code"] == 2


def test_help_and_unknown_words(invoke: Invoke, failure: ReadFailure) -> None:
    for words in ((), ("list",), ("export",), ("read",)):
        result = invoke("games", *words, "--help")
        assert result.exit_code == 0
        assert "Example" in result.stdout
    assert "export" in invoke("games").stdout
    assert failure(invoke("games", "exprt", "--json"))["exit_code"] == 2


@pytest.mark.slow
def test_ctrl_c_leaves_no_file(
    start: Callable[..., subprocess.Popen[str]], river: str, tmp_path: Path
) -> None:
    words = ("games", "export", river, "--types", "50", "--demands", "201", "--efg", "big.efg", "--json")
    process = start(*words, cwd=tmp_path)
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(timeout=0.6)
    process.send_signal(signal.SIGINT)
    output, _ = process.communicate(timeout=20)
    assert process.returncode == 130
    assert json.loads(output)["error"]["type"] == "Interrupted"
    whole = [path for path in tmp_path.glob("*.efg") if not path.read_text().endswith("}\n")]
    assert not whole
