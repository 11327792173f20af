"""`commonground whatif`, `levers` and `sensitivity`: what is printed, and how they refuse."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import Result
from tests.unit.case.explored import explored_data

from commonground.case.io import load_case

Invoke = Callable[..., Result]
FEW = ("--draws", "120", "--seed", "1")


def data(result: Result) -> Any:
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)["data"]


@pytest.fixture
def river(tmp_path: Path) -> str:
    path = tmp_path / "river.yaml"
    path.write_text(yaml.safe_dump(explored_data(), sort_keys=False), encoding="utf-8")
    return str(path)


def test_a_change_is_compared_on_the_same_draws(invoke: Invoke, river: str) -> None:
    found = data(invoke("whatif", river, "--set", "walk_away.upland=0.1", "--json", *FEW))
    assert [change["path"] for change in found["changes"]] == ["walk_away.upland"]
    for one in found["outcomes"].values():
        assert one["change"] == pytest.approx(one["after"]["p"] - one["before"]["p"])
    assert set(found["settlement"]) == set(explored_data()["issues"])
    text = invoke("whatif", river, "--set", "walk_away.upland=0.1", *FEW)
    assert text.exit_code == 0
    for words in ("agreement", "What differs", "For whose account"):
        assert words in text.stdout


def test_without_changes_all_scenarios_stand_side_by_side(invoke: Invoke, river: str) -> None:
    found = data(invoke("whatif", river, "--json", *FEW))
    assert [row["id"] for row in found["scenarios"]] == list(explored_data()["scenarios"])
    told = invoke("whatif", river, *FEW)
    assert told.exit_code == 0
    for row in found["scenarios"]:
        line = next(line for line in told.stdout.splitlines() if line.startswith(row["id"]))
        assert line.count("±") == len(row["outcomes"])
    assert "does not say whether the case is right" in told.stdout + told.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "fragment"),
    [
        (("--set", "walk_away.uplnd=0.1"), 3, "walk_away.upland"),
        (("--set", "walk_away.upland=7"), 3, "outside"),
        (("--set", "walk_away.upland"), 2, "is not path=value"),
        (("--scenario", "nosuch"), 2, "no such scenario"),
        (("--lever", "nosuch"), 2, "no such lever"),
    ],
)
def test_wrong_changes_are_told(
    invoke: Invoke, river: str, arguments: tuple[str, ...], code: int, fragment: str
) -> None:
    result = invoke("whatif", river, *arguments, *FEW)
    assert result.exit_code == code
    assert fragment in result.stderr


def test_a_case_without_scenarios_needs_a_change(invoke: Invoke) -> None:
    result = invoke("whatif", "split-the-pie", *FEW)
    assert result.exit_code == 2
    assert "nothing to compare" in result.stderr


def test_levers_are_listed_with_what_they_do(invoke: Invoke, river: str) -> None:
    found = data(invoke("levers", river, "--json", *FEW))
    assert {one["id"] for one in found["levers"]} == set(explored_data()["levers"])
    text = invoke("levers", river, *FEW).stdout
    for one in found["levers"]:
        assert one["id"] in text
        if one["verdict"] == "no shown effect":
            line = next(line for line in text.splitlines() if line.startswith(one["id"]))
            assert "no shown effect" in line


@pytest.mark.parametrize(
    ("arguments", "code", "fragment"),
    [
        (("--budget", "0"), 2, "budget must be above 0"),
        (("--budget", "0.01"), 2, "no lever fits a budget"),
        (("--most", "0"), 2, "outside 1 to 8"),
        (("--lever", "nosuch"), 2, "no such lever"),
    ],
)
def test_wrong_searches_are_told(
    invoke: Invoke, river: str, arguments: tuple[str, ...], code: int, fragment: str
) -> None:
    result = invoke("levers", river, *arguments, *FEW)
    assert result.exit_code == code
    assert fragment in result.stderr


def test_a_search_needs_levers(invoke: Invoke) -> None:
    result = invoke("levers", "split-the-pie", *FEW)
    assert result.exit_code == 5
    assert "levers" in result.stderr


def test_sensitivity_tells_what_matters(invoke: Invoke, river: str) -> None:
    found = data(invoke("sensitivity", river, "--json", *FEW))
    widths = [
        abs(one["high"][found["goal"]]["after"]["p"] - one["low"][found["goal"]]["after"]["p"])
        for one in found["drivers"]
    ]
    assert widths == sorted(widths, reverse=True)
    text = invoke("sensitivity", river, *FEW)
    assert text.exit_code == 0
    assert found["robustness"]["text"].split(".")[0] in " ".join(text.stdout.split())


def test_a_case_for_bargaining_models_says_what_is_missing(invoke: Invoke) -> None:
    result = invoke("sensitivity", "emission-standards-1994", *FEW)
    assert result.exit_code == 5
    assert "walk_away" in result.stderr


@pytest.mark.parametrize("words", [("sensitivity",), ("whatif", "--set", "positions.greece.{}.ideal=50")])
def test_a_case_that_nobody_signs_says_so(invoke: Invoke, words: tuple[str, ...]) -> None:
    name = next(iter(load_case("greece-debt-2015").issues))
    result = invoke(words[0], "greece-debt-2015", *(word.format(name) for word in words[1:]), *FEW)
    assert result.exit_code == 5
    assert "nobody signs" in result.stderr
    assert "role: signatory" in result.stderr


def test_levers_are_missed_before_anything_is_solved(invoke: Invoke) -> None:
    for name in ("chicken", "emission-standards-1994", "greece-debt-2015"):
        result = invoke("levers", name, *FEW)
        assert result.exit_code == 5
        assert "a search needs levers" in result.stderr
