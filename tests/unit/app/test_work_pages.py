"""What-if, brief, track record and jobs over HTTP: the numbers of the command line, of the changed case too."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from tests.unit.app.opened import HOSTILE, Open, copy_of

from commonground.app.sources import Sources
from commonground.charts.reading import percent
from commonground.explore.what_if import what_if
from commonground.forecast.book import forecast_entry, question_entry, resolve_entry
from commonground.forecast.ledger import Ledger
from commonground.forecast.question import Question
from commonground.forecast.voice import Voice


def small(path: Path) -> Path:
    """Fewer draws, so that a test does not take long."""
    text = path.read_text("utf-8")
    path.write_text(
        text.replace("study: {draws: 4000", "study: {draws: 200").replace("draws: 4000", "draws: 200"),
        "utf-8",
    )
    return path


@pytest.fixture(scope="module")
def tab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Open]:
    made = Open(small(copy_of("us-iran-2025", tmp_path_factory.mktemp("work"))))
    assert made.studio.case.study.draws == 200
    yield made
    made.close()


def ended(tab: Open, job: dict[str, Any]) -> dict[str, Any]:
    until = time.monotonic() + 90
    while True:
        told: dict[str, Any] = tab.get(f"/api/jobs/{job['id']}")
        if told["state"] not in ("waiting", "running"):
            return told
        assert time.monotonic() < until
        time.sleep(0.05)


def test_what_is_chosen_is_compared_as_on_the_command_line(tab: Open) -> None:
    case = tab.studio.case
    scenario, lever = next(iter(case.scenarios)), next(iter(case.levers))
    page = tab.get(f"/api/pages/what-if?take={scenario}&pull={lever}&set.walk_away.usa=0.3")
    found = what_if(
        case, {"walk_away.usa": 0.3}, scenarios=(scenario,), levers=(lever,), settled=False, blocking=False
    )
    shown = {row["label"]: row["after"] for row in page["compared"]["rows"]}
    assert shown["Agreement"] == percent(found.outcomes["agreement"].after.p)
    assert [one["taken"] for one in page["scenarios"]].count(True) == 1
    assert page["side_by_side"]["figure"]["rows"]


@pytest.mark.parametrize(
    "query", ["take=nope&pull=nope", "take=,,,", "take=" + "a," * 200, "pull=%3Cscript%3E"]
)
def test_odd_choices_choose_nothing(tab: Open, query: str) -> None:
    assert tab.get(f"/api/pages/what-if?{query}")["compared"] is None


def test_choices_that_contradict_each_other_are_told(tmp_path: Path) -> None:
    made = Open(small(copy_of("us-iran-2025", tmp_path)))
    for name, worth in (("first", 0.2), ("second", 0.4)):
        made.post("/api/file/scenarios", {"changes": {"walk_away.usa": worth}, "id": name, "save": True})
    page = made.get("/api/pages/what-if?take=first,second")
    assert page["compared"] is None
    assert "contradict" in page["fault"]["message"]
    assert made.get("/api/pages/what-if?take=second")["compared"]["rows"]
    made.close()


def test_searches_run_beside_the_page_and_are_found_again(tab: Open) -> None:
    before = tab.get("/api/pages/what-if")
    assert before["front"] is None
    assert before["jobs"]["levers"]["job"] is None
    assert before["jobs"]["sobol"] is None
    job = ended(tab, tab.post("/api/jobs", {"work": "levers"}))
    assert job["state"] == "done", job["error"]
    page = tab.get("/api/pages/what-if")
    assert len(page["front"]["rows"]) == len(tab.studio.case.levers)
    assert page["front"]["figure"]["rows"]
    assert page["jobs"]["levers"]["job"]["id"] == job["id"]
    assert tab.get("/api/pages/what-if?set.walk_away.usa=0.3")["front"] is None, (
        "another case, another search"
    )
    assert tab.get("/api/figures/lever-front")["rows"]
    assert job["id"] in {one["id"] for one in tab.get("/api/jobs")}


@pytest.mark.parametrize(
    "body",
    [
        {"work": "code"},
        {"work": "levers", "budget": -1},
        {"work": "levers", "most": 100},
        {"work": "sobol", "paths": ["x"] * 30},
        {"work": "levers", "changes": {"no.such": 1}},
        {"work": "levers", "case": {}},
    ],
)
def test_odd_jobs_are_refused(tab: Open, body: dict[str, Any]) -> None:
    tab.post("/api/jobs", body, 422)


@pytest.mark.parametrize("name", ["nope", "a" * 41])
def test_unknown_jobs(tab: Open, name: str) -> None:
    assert tab.client.get(f"/api/jobs/{name}").status_code in (404, 422)


@pytest.mark.parametrize("kind", ["html", "md", "json", "pdf"])
def test_a_brief_of_the_changed_case_says_so(tab: Open, kind: str) -> None:
    answer = tab.client.get(f"/brief/file/{kind}?set.walk_away.usa=0.3")
    assert answer.status_code == 200
    assert f'changed.{kind}"' in answer.headers["content-disposition"]
    if kind == "pdf":
        assert answer.content.startswith(b"%PDF")
    else:
        assert "What was changed for this brief" in answer.text
        assert "1 value changed" in answer.text
    if kind == "json":
        json.loads(answer.text)


def test_a_brief_of_the_case_as_it_is_is_that_of_the_command(tab: Open) -> None:
    from commonground.brief.compose import compose
    from commonground.brief.markdown import render_markdown

    study = tab.studio.look().view.study
    assert tab.client.get("/brief/file/md").text == render_markdown(compose(study))
    assert tab.client.get("/brief/file/exe").status_code == 422
    page = tab.get("/api/pages/brief")
    assert page["changed"] == 0
    assert page["annexes"]


def ledger(folder: Path, name: str) -> Path:
    path = folder / "forecasts.jsonl"
    question = Question(
        f"{name}:deal", f"Will they sign? {HOSTILE}", date(2025, 2, 1), "Both have signed.", "news"
    )
    book = Ledger(path, lambda: datetime(2025, 1, 1, tzinfo=UTC))
    book.add([question_entry(question)])
    book.add(
        [forecast_entry(question, Voice("ann", "people", 0.3, None, None, HOSTILE, ()), date(2025, 1, 1))]
    )
    book.add([resolve_entry(question.id, "no", date(2025, 2, 1), "news")])
    return path


def test_the_track_record_of_a_ledger(tmp_path: Path) -> None:
    path = copy_of("split-the-pie", tmp_path)
    kept = ledger(tmp_path, "split-the-pie")
    tab = Open(path, sources=Sources(ledger=kept))
    page = tab.get("/api/pages/track-record")
    assert page["ledger"]["valid"]
    assert page["scored"] == 1
    assert [one["id"] for one in page["figures"] if one]
    assert [one["outcome"] for one in page["ledger"]["questions"]] == ["no"]
    assert [one["text"] for one in page["ledger"]["forecasts"]] == ["30 %"]
    html = tab.page("track-record")
    assert "alert(1)" in html
    assert "<script" not in html
    raw = kept.read_bytes().replace(b"0.3", b"0.1")
    kept.write_bytes(raw)
    broken = Open(path, sources=Sources())
    assert broken.get("/api/pages/track-record")["ledger"] is None
    assert "No ledger yet" in broken.page("track-record")
    assert not tab.get("/api/pages/track-record")["ledger"]["valid"]
    tab.close()
    broken.close()
