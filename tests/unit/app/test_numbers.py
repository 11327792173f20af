"""The studio's numbers are those of the command line: page, API, slider and study say the same."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from asking import TestClient
from checkout import run_words
from commonground.app.composing import accepted, picked
from commonground.app.light import BY_OTHER_VALUES, NEGOTIATED
from commonground.app.server import create_app
from commonground.app.state import BASE, State, state_of
from commonground.app.studio import Studio
from commonground.case.change import change
from commonground.case.changeable import changeable
from commonground.case.draws import draw
from commonground.case.io import find_case
from commonground.methods.registry import solve
from commonground.study.record import Study

pytestmark = pytest.mark.slow
CASE = "us-iran-2025"
PUSHED = {
    "positions.usa.enrichment.ideal": "5",
    "talks.tempo": "3 to 9",
    "crisis.power": 0.6,
    "bargaining.capability.iran": "90",
    "walk_away.iran.cost": "0.1 to 0.2",
}


@pytest.fixture(scope="module")
def studio() -> Studio:
    return Studio(find_case(CASE), writable=False)


@pytest.fixture(scope="module")
def client(studio: Studio) -> Iterator[TestClient]:
    with TestClient(create_app(studio), base_url="http://127.0.0.1") as client:
        yield client


@pytest.fixture(scope="module")
def from_the_command_line(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The study that `commonground run` writes, and what it says under --json."""
    folder = tmp_path_factory.mktemp("run")
    done = run_words("run", CASE, "--no-explore", "--json", "-o", folder / "study.json", cwd=folder)
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)["data"]
    return {"study": json.loads((folder / "study.json").read_text("utf-8")), "said": said}


def same(ours: Any, theirs: Any, path: str = "") -> list[str]:
    """Places where the first, a part of the second, differs from it."""
    if isinstance(ours, dict):
        return [
            one
            for key, held in ours.items()
            for one in same(held, theirs.get(key, "missing"), f"{path}.{key}")
        ]
    if isinstance(ours, list) and isinstance(theirs, list) and len(ours) == len(theirs):
        return [one for k, held in enumerate(ours) for one in same(held, theirs[k], f"{path}.{k}")]
    return [] if ours == theirs else [f"{path}: {ours!r} {theirs!r}"]


def test_the_study_is_that_of_the_command_line(
    client: TestClient, from_the_command_line: dict[str, Any]
) -> None:
    data = client.get("/api/study").json()["data"]
    theirs = from_the_command_line["study"]
    # the footer of a brief names the command that makes it; a studio that was not opened by one has none
    assert data | {"command": ""} == theirs | {"command": ""}


def test_the_page_prints_the_numbers_of_the_command_line(
    client: TestClient, from_the_command_line: dict[str, Any]
) -> None:
    said = from_the_command_line["said"]
    page = client.get("/outlook", headers={"x-part": "inside"}).text
    api = client.get("/api/pages/outlook").json()["data"]
    for i, asked in enumerate(said["forecasts"]):
        shown = f"{min(max(round(100 * asked['p']), 1), 99)} %"
        assert f'value="forecasts.{i}.p">{shown}<' in page
    first = api["panel"]["chances"][0]
    assert first["key"] == "forecasts.0.p"
    assert first["p"] == said["forecasts"][0]["p"]
    assert first["voice"] == "pooled forecast"
    assert {one["label"].lower(): one["p"] for one in api["panel"]["outcomes"]} == {
        name: found["p"] for name, found in said["outcome"].items()
    }


SLID = {"positions.iran.sanctions.salience": "20", "walk_away.usa": "0.3"}


@pytest.mark.parametrize(
    "changes",
    [{}, PUSHED, {"trust.usa.prior": "0.9"}, SLID, {"history.crisis.counts": "0.5"}],
    ids=["base", "pushed", "trust", "slid", "history"],
)
def test_what_follows_a_slider_is_part_of_the_whole_study(studio: Studio, changes: dict[str, Any]) -> None:
    """The same to the last digit that a study keeps, but for sums over what it leaves out."""
    state = state_of(studio.case, changes)
    light, whole = studio.solver.light(state, True).study, studio.solver.whole(state).study
    for method, solution in light.solutions.items():
        assert same(solution, whole.solutions[method]) == [], method
    for ours, theirs in zip(light.data["questions"], whole.data["questions"], strict=True):
        assert ours["probability"] == theirs["probability"]
        spoken = [voice for voice in theirs["voices"] if "only_if" not in voice]
        assert ours["voices"] == spoken
    for ours, theirs in zip(light.data["forecasts"], whole.data["forecasts"], strict=True):
        assert ours["p"] == theirs["p"]
        assert same(ours["voices"], theirs["voices"]) == []


@pytest.mark.parametrize("method", sorted(BY_OTHER_VALUES))
def test_what_is_negotiated_moves_no_method_that_is_said_not_to_read_it(studio: Studio, method: str) -> None:
    values, was = studio.case.values(), solve(draw(studio.case, 200), method).as_dict()
    roots = set()
    for path in changeable(studio.case):
        root = path.partition(".")[0]
        if root in NEGOTIATED and path in values:
            roots.add(root)
            pushed = change(studio.case, {path: f"{values[path].quantity.quantile(0.9):.6g}"})
            assert same(solve(draw(pushed, 200), method).as_dict(), was) == [], path
    assert roots == NEGOTIATED


@pytest.mark.parametrize("room", ["market", "graph", "bargaining", "latency"])
def test_what_feeds_nothing_moves_nothing(studio: Studio, room: str) -> None:
    """Blocks that the answers to the questions do not rest on can be pushed, and the chances stay."""
    values = studio.case.values()
    path = next(one for one in changeable(studio.case) if one.startswith(f"{room}.") and one in values)
    state = state_of(studio.case, {path: f"{values[path].quantity.quantile(0.9):.6g}"})
    light, base = studio.solver.light(state, False).study, studio.solver.light(BASE, False).study
    assert light.data["questions"] == base.data["questions"]
    assert light.data["forecasts"] == base.data["forecasts"]


def test_few_draws_are_the_first_of_all_and_say_so(studio: Studio) -> None:
    state = state_of(studio.case, PUSHED)
    few = studio.glance(state, False)
    assert few.view.study.data["draws"]["n"] == 500
    assert few.like is not None
    again = Studio(find_case(CASE), writable=False).glance(state, False)
    assert again.view.study.data["forecasts"] == few.view.study.data["forecasts"]
    # what is shown while a slider moves begins where the case is: nothing jumps when it is taken up
    begin = studio.glance(BASE, False)
    assert begin.chance("forecasts.0.p") == pytest.approx(begin.before.get("forecasts.0.p"), abs=1e-12)
    # and lies nearer to what all draws will say than the few alone do, over several pushes
    ours, alone = 0.0, 0.0
    for value in (2, 4, 8, 16):
        pushed = state_of(studio.case, {"positions.usa.enrichment.ideal": value})
        full, drag = studio.glance(pushed, True), studio.glance(pushed, False)
        for path in ("solutions.common-ground.data.exists", "solutions.common-ground.outcome.agreement.p"):
            ours += abs(drag.chance(path) - full.chance(path))
            alone += abs(drag.view.get(path) - full.chance(path))
    assert ours < alone


def test_a_composed_package_counts_as_the_study_counts_it(studio: Studio) -> None:
    context = studio.look()
    assert context.problems is not None
    problem = context.problems().base
    for package in context.view.study.data["solutions"]["common-ground"]["data"]["packages"][:5]:
        picks = {}
        for issue in problem.issues:
            keys = list(issue.options) or [float(level) for level in issue.levels]
            level = package["levels"][issue.id]
            picks[f"pick.{issue.id}"] = str(
                next(k for k, key in enumerate(keys) if key == level or key == pytest.approx(level))
            )
        found = accepted(problem, picked(picks, context.before, problem))
        assert found["joint"] == pytest.approx(package["joint"], abs=1e-9)
        for party, share in package["acceptance"].items():
            assert found["parties"][party]["share"] == pytest.approx(share, abs=1e-9)
            assert found["parties"][party]["gain"] == pytest.approx(package["mean_gain"][party], abs=1e-8)


def test_a_pushed_case_is_the_case_with_those_values(studio: Studio, tmp_path: Path) -> None:
    """The study of an address is what `run` makes of a case file that says the same."""
    from commonground.case.change import change
    from commonground.study.run import run

    state = state_of(studio.case, PUSHED)
    theirs: Study = run(change(studio.case, state.raw()), explore=False)
    assert isinstance(state, State)
    ours = studio.solver.whole(state).study
    assert ours.data["case_hash"] == theirs.data["case_hash"]
    assert ours.data["forecasts"] == theirs.data["forecasts"]
