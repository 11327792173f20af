"""The page of the graph: what it says is what `commonground graph --json` says, of every concept and of any state."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.unit.app.alike import apart
from tests.unit.app.opened import HOSTILE, Open, copy_of
from tests.unit.app.test_work_pages import small

from checkout import run_words

KEYS = ("equilibria", "count", "rests", "status_quo", "n_states")


@pytest.fixture(scope="module")
def elmira(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Open]:
    made = Open(copy_of("elmira-1991", tmp_path_factory.mktemp("graph")))
    yield made
    made.close()


@pytest.fixture(scope="module")
def iran(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Open]:
    made = Open(small(copy_of("us-iran-2025", tmp_path_factory.mktemp("graph"))))
    yield made
    made.close()


def told(path: Path, *options: str) -> dict[str, Any]:
    """What the command line says of a case."""
    run = run_words("graph", path, *options, "--json")
    assert run.returncode == 0, run.stderr
    data: dict[str, Any] = json.loads(run.stdout)["data"]
    return data


@pytest.mark.parametrize("concept", ["seq", "gmr"])
def test_page_and_command_line_say_the_same(elmira: Open, concept: str) -> None:
    page = elmira.get(f"/api/pages/graph?concept={concept}&state=5&target=21")
    theirs = told(elmira.path, "--concept", concept, "--why", "5", "--inverse", "21", "--path", "21")
    assert apart({key: theirs[key] for key in KEYS}, page["found"]) == []
    assert page["concept"]["id"] == concept
    assert apart(theirs["why"][0]["parties"], page["why"]["answers"]) == []
    assert apart({"inverse": theirs["inverse"], "path": theirs["path"]}, page["target"]["exact"]) == []
    assert {one["id"]: one["count"] for one in page["concepts"]} == {
        key: count for key, count in theirs["count"].items() if key != "sim"
    }
    marked = {one["code"]: set(one["holds"]) for one in page["states"]}
    assert all("GMR" in marked[code] for code in theirs["equilibria"]["gmr"])
    assert not any(
        "Nash" in held for code, held in marked.items() if code not in theirs["equilibria"]["nash"]
    )


def test_a_graph_of_hundreds_of_states_is_told_and_stays_light(iran: Open) -> None:
    page = iran.get("/api/pages/graph?concept=smr&state=16&target=793")
    theirs = told(iran.path, "--concept", "smr", "--why", "16", "--inverse", "793", "--path", "793")
    assert apart({key: theirs[key] for key in KEYS}, page["found"]) == []
    assert page["found"]["n_states"] == 696
    assert apart(theirs["why"][0]["parties"], page["why"]["answers"]) == []
    assert apart({"inverse": theirs["inverse"], "path": theirs["path"]}, page["target"]["exact"]) == []
    assert len(page["states"]) + page["more_states"] == 696
    assert len(page["states"]) <= 90
    assert {state["code"] for state in theirs["picture"]["states"]} <= {one["code"] for one in page["states"]}
    assert len(iran.page("graph?concept=smr&state=16&target=793").encode()) < 250_000


def test_each_concept_has_figures_of_its_own(elmira: Open) -> None:
    elmira.get("/api/pages/graph?concept=gmr")
    filled = {}
    for name in ("state-graph", "state-graph-gmr"):
        drawn = elmira.get(f"/api/figures/{name}?concept=gmr")
        filled[name] = {row[0] for row in drawn["rows"]}
        assert drawn["alt"]
    assert filled["state-graph"] == filled["state-graph-gmr"]
    texts = [elmira.get(f"/api/figures/{name}?concept=gmr")["alt"] for name in filled]
    assert "sequential" in texts[0]
    assert "general metarational" in texts[1]


@pytest.mark.parametrize("asked", ["7", "nothing", "YYYYYYYYYYYY", HOSTILE, "-1", "99999999999999999999"])
def test_a_state_that_is_none_is_told(elmira: Open, asked: str) -> None:
    answer = elmira.client.get(
        "/graph", params={"state": asked, "target": asked}, headers={"x-part": "inside"}
    )
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text
    page = elmira.client.get("/api/pages/graph", params={"state": asked, "target": asked}).json()["data"]
    assert page["why"]["fault"]
    assert "--json" not in page["why"]["fault"]
    assert page["target"]["fault"]


def test_an_unknown_concept_is_the_case_s_own(elmira: Open) -> None:
    page = elmira.get("/api/pages/graph?concept=nonsense")
    assert page["concept"]["id"] == "seq"
    assert page["why"] is None
    assert page["target"] is None


def test_what_is_pushed_stays_in_the_addresses(iran: Open) -> None:
    sliders = iran.get("/api/pages/graph")["sliders"]
    path = next(one["path"] for party in sliders for one in party["controls"])
    page = iran.get(f"/api/pages/graph?set.{path}=0&concept=gmr&state=16")
    assert all(f"set.{path}=0" in one["why"] for one in page["states"])
    assert all("concept=gmr" in one["target"] and "state=16" in one["target"] for one in page["states"])
    assert any(control["changed"] for party in page["sliders"] for control in party["controls"])


@pytest.mark.parametrize("name", ["chicken", "cuba-1962"])
def test_a_case_of_a_graph_alone_can_be_asked(name: str, tmp_path: Path) -> None:
    made = Open(copy_of(name, tmp_path))
    shown = made.get("/api/case")["pages"]
    assert "graph" in {page["id"] for page in shown}
    assert {"crisis", "bargaining", "market"} & {page["id"] for page in shown} == set()
    quo = made.get("/api/pages/graph")["found"]["status_quo"]
    page = made.get(f"/api/pages/graph?state={quo}&target={quo}")
    assert page["why"]["code"] == quo
    assert page["target"]["path"]["moves"] == 0
    made.close()


def test_without_a_graph_there_is_no_page(tmp_path: Path) -> None:
    made = Open(copy_of("greece-debt-2015", tmp_path))
    assert made.client.get("/api/pages/graph").status_code == 404
    assert 'href="/graph' not in made.page("bargaining")
    made.close()


def test_what_a_party_must_not_prefer_is_told_in_its_own_options(iran: Open) -> None:
    page = iran.get("/api/pages/graph?concept=seq&target=793")
    theirs = told(iran.path, "--concept", "seq", "--inverse", "793")["inverse"]["parties"]
    for party in page["target"]["inverse"]["parties"]:
        needs = theirs[party["id"]]["requirements"]
        assert [move["to"] for move in party["moves"]] == [need["move"] for need in needs][:12]
        assert party["more"] == max(len(needs) - 12, 0)
    usa = next(party for party in page["target"]["inverse"]["parties"] if party["id"] == "usa")
    assert all(move["does"].startswith(("Takes", "Drops")) for move in usa["moves"])
    assert usa["moves"][0]["lists"]
