"""The page of the crisis: the risks of `commonground solve --method crisis --json`, live behind sliders."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.unit.app.opened import HOSTILE, Open, copy_of
from tests.unit.app.test_work_pages import small

from checkout import run_words
from commonground.app import risking
from commonground.app.pages import crisis
from commonground.app.state import state_of

HEAD = "crisis.comes_to_head"


@pytest.fixture(scope="module")
def iran(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Open]:
    made = Open(small(copy_of("us-iran-2025", tmp_path_factory.mktemp("crisis"))))
    yield made
    made.close()


@pytest.mark.parametrize("method", ["crisis", "mediation", "trust"])
def test_page_and_command_line_say_the_same(iran: Open, method: str) -> None:
    run = run_words("solve", iran.path, "--method", method, "--json")
    assert run.returncode == 0, run.stderr
    theirs = {method: {"data": json.loads(run.stdout)["data"]}}
    found = risking.risks(iran.studio.look())
    ours = {path: held for path, held in found.items() if path.startswith(f"{method}.")}
    assert ours
    for path, held in ours.items():
        assert held == pytest.approx(risking.measure(theirs, path), abs=1e-9)


def test_cards_print_the_study(iran: Open) -> None:
    page = iran.get("/api/pages/crisis")
    held = iran.get("/api/study")["solutions"]["crisis"]["data"]["confrontation"]
    card = next(one for one in page["live"]["cards"] if one["id"] == "crisis-confrontation")
    assert card["text"] == f"{round(100 * held['mean'])} %"
    assert card["before"] == ""
    titles = [section["title"] for section in page["sections"]]
    assert titles[:3] == ["Risk of confrontation", "Who could mediate, and why", "Would a deal last?"]


def test_a_moved_assumption_is_answered_from_few_draws_without_a_jump(
    iran: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(risking, "DRAGGED", 100)
    studio = iran.studio
    base = risking.risks(studio.look())
    begin = risking.risks(studio.glance(state_of(studio.case, {"market.exports": 2}), False))
    for path, held in base.items():
        assert begin[path] == pytest.approx(held, abs=1e-9)
    state = state_of(studio.case, {HEAD: 0.9})
    few, whole = risking.risks(studio.glance(state, False)), risking.risks(studio.look(state))
    path = "crisis.confrontation"
    right = whole[path]["mean"] - base[path]["mean"]
    assert right > 0.03
    assert few[path]["mean"] - base[path]["mean"] == pytest.approx(right, rel=0.35)
    shown = crisis.live(studio.glance(state, False))[crisis.REGION]
    assert shown["told"] == "About: 100 of 200 draws until the whole study is there"
    moved = {card["id"] for card in shown["cards"] if card["before"]}
    assert "crisis-comes_to_head" in moved
    assert "trust-pairs-0-trust" not in moved


def test_every_slider_is_named_and_moves_a_value(iran: Open) -> None:
    groups = iran.get("/api/pages/crisis")["groups"]
    rows = [row for group in groups for row in group["rows"]]
    paths = [one["path"] for row in rows for one in row["controls"]]
    assert len(paths) == len(set(paths))
    assert set(paths) <= set(iran.studio.case.values())
    assert {group["id"] for group in groups} == {
        "crisis", "mediators", "trust", "elections", "latency", "relief",
    }  # fmt: skip
    for row in rows:
        labels = [one["label"] for one in row["controls"]]
        assert len(labels) == len(set(labels)), row["name"]
        assert not any("_" in label for label in labels)


@pytest.mark.parametrize("name", ["greece-debt-2015", "elmira-1991", "split-the-pie"])
def test_without_a_crisis_there_is_no_page(name: str, tmp_path: Path) -> None:
    made = Open(copy_of(name, tmp_path))
    assert made.client.get("/api/pages/crisis").status_code == 404
    made.close()


def test_names_are_text_wherever_they_stand(tmp_path: Path) -> None:
    """Markup and templates in the names of a case are printed, on each page of the models."""
    path = small(copy_of("us-iran-2025", tmp_path))
    said = HOSTILE.replace("'", "''")
    path.write_text(path.read_text("utf-8").replace("name: United States", f"name: '{said}'", 1), "utf-8")
    made = Open(path)
    for page in ("crisis", "graph?state=34&target=793", "bargaining", "market"):
        text = made.page(page)
        assert "<script>alert" not in text
        assert "<img src=x" not in text
        if page != "market":
            assert "{{ 7*7 }}" in text
    moved = {"page": "bargaining", "changes": {"positions.usa.enrichment.ideal": "5"}, "full": False}
    answer = made.client.post("/push", json=moved)
    assert answer.status_code == 200
    assert "<script>alert" not in "".join(answer.json()["regions"].values())
    made.close()
