"""The page of the bargaining models: the settlements of `commonground solve --method all`, live behind sliders."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.unit.app.opened import Open, copy_of
from tests.unit.app.test_work_pages import small

from checkout import run_words
from commonground.app import settling
from commonground.app.pages import bargaining
from commonground.app.state import BASE, state_of

IDEAL = "positions.greece.terms.ideal"


@pytest.fixture(scope="module")
def greece(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Open]:
    made = Open(copy_of("greece-debt-2015", tmp_path_factory.mktemp("bargaining")))
    yield made
    made.close()


@pytest.fixture(scope="module")
def iran(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Open]:
    made = Open(small(copy_of("us-iran-2025", tmp_path_factory.mktemp("bargaining"))))
    yield made
    made.close()


@pytest.mark.parametrize("name", ["greece-debt-2015", "emission-standards-1994"])
def test_page_and_command_line_say_the_same(name: str, tmp_path: Path) -> None:
    made = Open(copy_of(name, tmp_path))
    run = run_words("solve", made.path, "--method", "all", "--json")
    assert run.returncode == 0, run.stderr
    theirs = json.loads(run.stdout)["data"]["settlement"]
    for issue, entry in theirs.items():
        page = made.get(f"/api/pages/bargaining?issue={issue}")
        span = entry["hi"] - entry["lo"]
        assert [model["id"] for model in page["live"]["models"]] == list(entry["models"])
        for model in page["live"]["models"]:
            held = entry["models"][model["id"]]
            for part, value in (
                ("mean", held["mean"]),
                ("low", held["low"]),
                ("high", held["high"]),
                ("least", held["interval"]["low"]),
                ("most", held["interval"]["high"]),
            ):
                assert model[part] == pytest.approx(100 * (value - entry["lo"]) / span, abs=0.006)
    pages = {page["id"] for page in made.get("/api/case")["pages"]}
    assert "bargaining" in pages
    assert not {"graph", "market", "crisis"} & pages
    made.close()


def test_a_moved_position_is_answered_from_few_draws_without_a_jump(iran: Open) -> None:
    base = settling.models_of(iran.studio.look().view.study.data, "enrichment")
    begin = settling.settled(
        iran.studio.glance(state_of(iran.studio.case, {"market.exports": 2}), False), "enrichment"
    )
    for method, held in base.items():
        assert begin[method] == pytest.approx(held, abs=1e-9)
    state = state_of(iran.studio.case, {"positions.iran.enrichment.ideal": 5})
    few = settling.settled(iran.studio.glance(state, False), "enrichment")
    whole = settling.settled(iran.studio.look(state), "enrichment")
    for method in ("compromise", "nash", "spatial"):
        right = whole[method]["mean"] - base[method]["mean"]
        assert right < -3
        assert few[method]["mean"] - base[method]["mean"] == pytest.approx(right, rel=0.35)
    shown = bargaining.live(iran.studio.glance(state, False))[bargaining.REGION]
    assert shown["told"] == "About: 100 of 200 draws until the whole study is there"
    assert all(0 <= model[part] <= 100 for model in shown["models"] for part in ("least", "mean", "most"))


def test_positions_alone_can_be_dragged_and_let_go(greece: Open) -> None:
    studio = greece.studio
    assert settling.settled(studio.glance(BASE, False), "terms") == settling.settled(studio.look(), "terms")
    state = state_of(studio.case, {IDEAL: 90})
    drag, let_go, whole = (
        settling.settled(look, "terms")
        for look in (studio.glance(state, False), studio.glance(state, True), studio.look(state))
    )
    assert let_go == whole
    assert drag["compromise"]["mean"] == pytest.approx(whole["compromise"]["mean"], abs=1e-6)
    pushed = greece.client.post("/push", json={"page": "bargaining", "changes": {IDEAL: "90"}, "full": False})
    assert pushed.status_code == 200
    assert set(pushed.json()["regions"]) == {"panel", "settling"}


def test_what_cannot_be_is_told(greece: Open) -> None:
    answer = greece.client.post(
        "/push", json={"page": "bargaining", "changes": {IDEAL: "900"}, "full": False}
    )
    assert answer.status_code == 422
    assert "100" in answer.json()["error"]["message"]


def test_an_issue_is_chosen_by_the_address(iran: Open) -> None:
    first = iran.get("/api/pages/bargaining")
    names = [one["id"] for one in first["issues"]]
    assert first["issue"]["id"] == names[0]
    other = iran.get(f"/api/pages/bargaining?issue={names[2]}")
    assert other["issue"]["id"] == names[2]
    assert [one["current"] for one in other["issues"]].index(True) == 2
    paths = [one["path"] for party in other["parties"] for one in (*party["weighs"], *party["options"])]
    assert paths
    assert all(f".{names[2]}." in path or path.startswith("bargaining.") for path in paths)
    assert iran.get("/api/pages/bargaining?issue=nonsense")["issue"]["id"] == names[0]


def test_rounds_are_drawn_for_each_model_in_which_parties_move(greece: Open) -> None:
    charts = greece.get("/api/pages/bargaining")["rounds"]
    assert [chart["figure"] for chart in charts] == [
        f"positions-by-round-{method}-terms" for method in ("challenge", "spatial", "exchange")
    ]
    study = greece.get("/api/study")["solutions"]["challenge"]["data"]
    drawn = greece.get(f"/api/figures/{charts[0]['figure']}")
    starts = {row[1]: row[3] for row in drawn["rows"] if row[1] != "weighted mean"}
    assert starts["Greece"] == study["rounds"][0]["position"]["greece"]["terms"]


def test_without_positions_there_is_no_page(tmp_path: Path) -> None:
    made = Open(copy_of("chicken", tmp_path))
    assert made.client.get("/api/pages/bargaining").status_code == 404
    made.close()
