"""`graph` and `import gmcr`: where a conflict rests, the questions asked of it, and what they say to bad input."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from tests.unit.methods.graph.test_grounds import SAVED

Invoke = Callable[..., Result]
ReadFailure = Callable[[Result], dict[str, Any]]

CHICKEN = """commonground: 1
name: chicken
title: Chicken
as_of: 1960-01-01
horizon: 12 months
parties:
  ann: {name: Ann, role: signatory}
  ben: {name: Ben, role: signatory}
graph:
  options:
    ann: {ann-swerves: Ann swerves}
    ben: {ben-swerves: Ben swerves}
  status_quo: []
  preferences:
    ann: {ranking: [NY, YY, YN, ">>", NN]}
    ben: {ranking: [YN, YY, NY, ">>", NN]}
  outcomes: {agreement: ann-swerves and ben-swerves}
"""


@pytest.fixture
def chicken(tmp_path: Path) -> str:
    (tmp_path / "chicken.yaml").write_text(CHICKEN, "utf-8")
    return "chicken.yaml"


def data(result: Result) -> Any:
    assert result.exit_code == 0, result.stderr
    shape = json.loads(result.stdout, parse_constant=pytest.fail)
    assert shape["ok"] is True
    return shape["data"]


def test_states_equilibria_stable_and_paths(invoke: Invoke, chicken: str) -> None:
    found = data(invoke("graph", chicken, "--json"))
    assert [(state["code"], state["pattern"]) for state in found["states"]] == [
        (0, "NN"),
        (1, "YN"),
        (2, "NY"),
        (3, "YY"),
    ]
    assert found["equilibria"] == {
        "nash": [1, 2],
        "gmr": [1, 2, 3],
        "smr": [1, 2, 3],
        "seq": [1, 2],
        "symseq": [1, 2],
        "sim": [1, 2, 3],
    }
    assert found["stable"]["ann"]["seq"] == [1, 2]
    assert {way["state"]: (way["moves"], way["improvements"]) for way in found["paths"]} == {
        0: (0, 0),
        1: (1, 1),
        2: (1, 1),
        3: (2, None),
    }
    assert found["readings"]["strong"]["equilibria"]["smr"] == [1, 2]
    assert found["foresight"]["equilibria"]["nm"] == [3]
    assert found["coalitions"]["equilibria"]["nash"] == [1, 2]
    assert sum(row["p"] for row in found["rests"]) == pytest.approx(1.0)


def test_the_answer_on_the_screen(invoke: Invoke, chicken: str) -> None:
    told = invoke("graph", chicken).stdout
    assert "In the long run, by random improving moves: agreement 0 %, impasse 100 %" in told
    assert "YY       Ann swerves; Ben swerves  agreement  -     yes  yes" in told
    assert "non-myopic: 3" in told
    assert "By the horizon" not in told


def test_why_a_state_holds_or_not(invoke: Invoke, chicken: str) -> None:
    (seen,) = data(invoke("graph", chicken, "--why", "YY", "--json"))["why"]
    assert (seen["state"], seen["parties"]["ann"]["holds"]) == (3, False)
    assert seen["parties"]["ann"]["answers"] == [
        {"improvement": 2, "deterred": False, "sanction": [], "escape": None}
    ]
    told = invoke("graph", chicken, "--why", "3", "--concept", "gmr").stdout
    assert "State 3 (Ann swerves; Ben swerves) is an equilibrium under GMR." in told
    assert 'Ann would gain if it drops "Ann swerves" (to state 2); answered by Ben, which drops' in " ".join(
        told.split()
    )


def test_what_would_let_a_state_hold(invoke: Invoke, chicken: str) -> None:
    found = data(invoke("graph", chicken, "--inverse", "YY", "--concept", "seq", "--json"))["inverse"]
    assert (found["target"], found["holds"], found["would_hold"]) == (3, False, True)
    assert found["parties"]["ann"]["lowered"] == [2]
    assert found["parties"]["ann"]["rankings"] == {"count": 12, "of": 24, "share": 0.5}
    assert found["parties"]["ann"]["requirements"] == [{"move": 2, "ways": [[2]]}]
    told = invoke("graph", chicken, "--inverse", "YY").stdout
    assert "Ann liked state 2 no better than state 3." in told
    assert "50 % of all its rankings do (12 of 24)" in told


def test_ways_coalitions_mixtures_and_another_start(invoke: Invoke, chicken: str) -> None:
    path = data(invoke("graph", chicken, "--path", "YY", "--json"))["path"]
    assert (path["moves"], path["improvements"], len(path["steps"])) == (2, None, 2)
    assert path["last_movers"] == ["ann", "ben"]
    together = data(invoke("graph", chicken, "--coalition", "ann,ben", "--json"))["coalition"]
    assert together["stable"]["nash"] == [1, 2, 3]
    assert together["from_status_quo"] == [1, 2, 3]
    mixed = data(invoke("graph", chicken, "--by", "ann=nash", "--by", "ben=seq+sim", "--json"))["mixed"]
    assert mixed["equilibria"] == [1, 2]
    later = data(invoke("graph", chicken, "--from", "NY", "--json"))
    assert (later["status_quo"], later["rests"][0]["code"]) == (2, 2)
    told = invoke(
        "graph", chicken, "--path", "3", "--coalition", "ann,ben", "--by", "ann=nash", "--by", "ben=gmr"
    )
    assert 'Ben takes "Ben swerves" (to 2); then Ann takes "Ann swerves" (to 3)' in " ".join(
        told.stdout.split()
    )
    assert "Nash: 1, 2, 3" in told.stdout
    assert "States that hold for every party (Ann by Nash; Ben by GMR): 1, 2" in told.stdout


def test_settings_reach_the_method(invoke: Invoke, chicken: str) -> None:
    settings = data(
        invoke("graph", chicken, "--setting", "joint=single", "--setting", "horizon=2", "--json")
    )["settings"]
    assert (settings["joint"], settings["horizon"], settings["concept"]) == ("single", 2, "seq")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--why", "nope"], '"nope" is not a state'),
        (["--inverse", "9"], 'there is no state "9"'),
        (["--coalition", "ann,ann"], "a coalition has at least two parties (got ann, ann)"),
        (["--coalition", "ann,cy"], "no party of the graph is called cy"),
        (["--by", "ann=nash"], "no concept is given for ben"),
        (["--by", "ann=nsh", "--by", "ben=seq"], "unknown concept"),
        (["--by", "ann"], "does not say whose concepts"),
        (["--concept", "sequential"], "sequential"),
        (["--setting", "joint=twice"], "convention joint"),
        (["--setting", "undeterred=true", "--setting", "joint=single"], "undeterred"),
    ],
)
def test_bad_questions(
    invoke: Invoke, failure: ReadFailure, chicken: str, words: list[str], message: str
) -> None:
    error = failure(invoke("graph", chicken, *words, "--json"))
    assert message in error["message"]
    assert error["exit_code"] == 2


def test_a_case_without_a_graph(invoke: Invoke, failure: ReadFailure) -> None:
    assert failure(invoke("graph", "split-the-pie", "--json"))["exit_code"] == 5


def test_gaps_are_read_in_four_ways_and_nothing_more(
    invoke: Invoke, failure: ReadFailure, tmp_path: Path
) -> None:
    text = CHICKEN.replace('ben: {ranking: [YN, YY, NY, ">>", NN]}', "ben: {comparisons: [YN > NN]}")
    (tmp_path / "gaps.yaml").write_text(text, "utf-8")
    found = data(invoke("graph", "gaps.yaml", "--json"))
    assert set(found["readings"]) == {f"unknown-{letter}" for letter in "abcd"}
    assert found["outcome"] is None
    assert "unknown-a" in invoke("graph", "gaps.yaml").stdout
    assert "unknown" in failure(invoke("graph", "gaps.yaml", "--why", "3", "--json"))["message"]


def test_attitudes_fuzzy_and_hidden_options(invoke: Invoke, tmp_path: Path) -> None:
    text = CHICKEN.replace(
        "  outcomes:",
        "  attitudes: {ann: {ben: positive}}\n  hidden: {ann: [ben-swerves]}\n  outcomes:",
    ).replace(
        'NY, ">>", NN]}',
        'NY, ">>", NN], fuzzy: {satisfied: 0.5, degrees: [{pair: YN > YY, degree: 0.7}]}}',
    )
    (tmp_path / "more.yaml").write_text(text, "utf-8")
    found = data(invoke("graph", "more.yaml", "--json"))
    assert {"attitudes", "fuzzy", "strong"} <= set(found["readings"])
    # At YY Ben would gain by degree 0.7 only, 2 r - 1 = 0.4 < 0.5: it stays; Ann still leaves.
    assert 3 in found["readings"]["fuzzy"]["stable"]["ben"]["nash"]
    assert 3 not in found["readings"]["fuzzy"]["stable"]["ann"]["nash"]
    # Leaving YY for NY would be good for Ann and bad for Ben, whom it wishes well.
    assert 3 in found["readings"]["attitudes"]["stable"]["ann"]["nash"]
    assert found["hypergame"]["equilibria"]["nash"] == [1]
    assert found["hypergame"]["surprises"] == [{"state": 2, "unseen_by": ["ann"]}]
    assert "ground for a surprise: 2, not seen by Ann" in invoke("graph", "more.yaml").stdout


def test_a_saved_conflict_becomes_a_case(invoke: Invoke, failure: ReadFailure, tmp_path: Path) -> None:
    (tmp_path / "Two Rivers.gmcr").write_text(json.dumps(SAVED), "utf-8")
    made = data(invoke("import", "gmcr", "Two Rivers.gmcr", "--json"))
    assert (made["path"], made["states"], made["raw_states"]) == ("two-rivers.yaml", 6, 8)
    found = data(invoke("graph", "two-rivers.yaml", "--json"))
    assert found["equilibria"]["seq"] == [1, 2]
    assert found["status_quo"] is None
    assert found["hypergame"]["equilibria"]["nash"]
    assert invoke("check", "two-rivers.yaml").exit_code == 0
    assert "exists and is kept" in failure(invoke("import", "gmcr", "Two Rivers.gmcr", "--json"))["message"]
    again = invoke(
        "import",
        "gmcr",
        "Two Rivers.gmcr",
        "--force",
        "--status-quo",
        "NNY",
        "--name",
        "rivers",
        "-o",
        "r.yaml",
    )
    assert again.exit_code == 0
    assert "status_quo" in (tmp_path / "r.yaml").read_text("utf-8")
    assert data(invoke("graph", "r.yaml", "--json"))["paths"]
    error = failure(invoke("import", "gmcr", "Two Rivers.gmcr", "--force", "--status-quo", "YYN", "--json"))
    assert "not feasible" in error["message"]
    (tmp_path / "torn.gmcr").write_text("{", "utf-8")
    assert failure(invoke("import", "gmcr", "torn.gmcr", "--json"))["exit_code"] == 3
    assert failure(invoke("import", "gmcr", "none.gmcr", "--json"))["exit_code"] == 2


def test_large_counts_of_rankings_are_told_by_thousands(invoke: Invoke) -> None:
    told = " ".join(invoke("graph", "cuba-1962", "--inverse", "0", "--concept", "seq").stdout.split())
    assert "of 479,001,600)" in told
