"""The page of the market: the figures of `commonground oil --json`, and fans that follow a slider without a jump."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from tests.unit.app.alike import apart
from tests.unit.app.opened import Open, copy_of
from tests.unit.app.test_work_pages import small

from checkout import run_words
from commonground.app import pricing
from commonground.app.drawing import rendered
from commonground.app.pages import market
from commonground.app.state import BASE, state_of
from commonground.study.record import Study

EXPORTS = "market.agreement.paths.limited.exports_to"


@pytest.fixture(scope="module")
def iran(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Open]:
    made = Open(small(copy_of("us-iran-2025", tmp_path_factory.mktemp("market"))))
    yield made
    made.close()


def test_page_and_command_line_say_the_same(iran: Open) -> None:
    run = run_words("oil", iran.path, "--no-ledger", "--no-workspace", "--json", cwd=iran.path.parent)
    assert run.returncode == 0, run.stderr
    theirs = json.loads(run.stdout)["data"]
    page = iran.get("/api/pages/market")
    assert apart(page["market"], theirs) == []
    last = {name: entries[-1] for name, entries in theirs["price"].items()}
    for panel in page["live"]["panels"]:
        assert panel["median"] == f"{last[panel['id']]['median']:.0f}"
        assert panel["range"] == f"{last[panel['id']]['low']:.0f} to {last[panel['id']]['high']:.0f}"
        assert panel["before"] == panel["median"]


def test_when_a_slider_is_let_go_the_fans_are_those_of_the_whole_study(iran: Open) -> None:
    for raw in ({EXPORTS: 2.5}, {EXPORTS: 2.5, "positions.usa.enrichment.ideal": 5}):
        state = state_of(iran.studio.case, raw)
        soon, whole = (
            pricing.priced(look) for look in (iran.studio.glance(state, True), iran.studio.look(state))
        )
        assert soon is not None
        assert whole is not None
        assert soon["price"]["agreement"][-1]["median"] == pytest.approx(
            whole["price"]["agreement"][-1]["median"], rel=1e-9
        )
        assert soon["chances"] == pytest.approx(whole["chances"], abs=1e-9)


def test_few_draws_begin_where_the_case_is_and_follow_all(
    iran: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pricing, "DRAGGED", 50)
    base = iran.studio.look().view.study.data["market"]
    begin = pricing.priced(iran.studio.glance(BASE, False))
    assert begin is not None
    for name, entries in base["price"].items():
        assert begin["price"][name][-1]["high"] == pytest.approx(entries[-1]["high"], rel=1e-9)
        assert begin["fan"][name]["p25"] == pytest.approx(base["fan"][name]["p25"], rel=1e-9)
    state = state_of(iran.studio.case, {EXPORTS: 4})
    few, all_ = (pricing.priced(iran.studio.glance(state, full)) for full in (False, True))
    assert few is not None
    assert all_ is not None
    was = base["effect"]["agreement"][-1]["mean"]
    moved, right = (found["effect"]["agreement"][-1]["mean"] - was for found in (few, all_))
    assert right < -0.005
    assert moved == pytest.approx(right, rel=0.35)
    assert market.live(iran.studio.glance(state, False))[market.REGION]["told"] == (
        "About: 50 of 200 draws while it moves"
    )


def test_every_slider_moves_a_value_of_the_block(iran: Open) -> None:
    groups = iran.get("/api/pages/market")["groups"]
    paths = [one["path"] for group in groups for row in (group, *group["paths"]) for one in row["controls"]]
    assert len(paths) > 40
    assert len(paths) == len(set(paths))
    stated = {path for path in iran.studio.case.values() if path.startswith("market.")}
    assert set(paths) == stated


def test_what_is_pushed_is_marked_against_the_case(iran: Open) -> None:
    page = iran.get(f"/api/pages/market?set.{EXPORTS}=4")
    agreed = next(panel for panel in page["live"]["panels"] if panel["id"] == "agreement")
    assert not agreed["effect"].startswith(agreed["effect_before"])
    assert f'name="{EXPORTS}"' not in iran.page("market")
    assert f'data-path="{EXPORTS}"' in iran.page("market")


def test_without_a_market_there_is_no_page(tmp_path: Path) -> None:
    made = Open(copy_of("split-the-pie", tmp_path))
    assert made.client.get("/api/pages/market").status_code == 404
    made.close()


def test_without_chances_of_the_outcomes_the_page_says_so(iran: Open) -> None:
    look = iran.studio.look()
    bare = Study({key: held for key, held in look.view.study.data.items() if key != "market"})
    values = market.view(replace(look, study=bare, base=bare))
    assert values["live"] is None
    text = rendered("inside.html", page=market.PAGE, values=values, context=look, panel={"ready": False})
    assert "No method gives the chances of the outcomes" in text
    assert "data-control" not in text
