"""The exact frontier inside common-ground: as the grid where both can look, and alone where packages are too many."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from tests.unit.methods.worlds import options, scale, world

from commonground import load_case
from commonground.case.draws import Draws, draw
from commonground.errors import CaseError, MissingInput
from commonground.methods.common_ground import kernel, method
from commonground.methods.common_ground.frontier import exact, is_certain, veto_players
from commonground.methods.common_ground.grid import Grid
from commonground.methods.common_ground.method import Settings, solve
from commonground.methods.common_ground.utility import build_problem

SOLUTIONS = ("nash", "kalai_smorodinsky", "egalitarian", "utilitarian")


def random_world(seed: int, n_party: int = 0) -> Draws:
    """A certain world with scales, options, red lines and a status quo, sometimes without a zone."""
    rng = np.random.default_rng(seed)
    n_party = n_party or int(rng.integers(2, 4))
    issues = [scale("money", 5), options("bases", "stay", "half", "go"), scale("years", [1, 4, 6], 0, 10)]
    shape = (1, n_party, len(issues))
    ideal = np.stack([rng.random(n_party), np.full(n_party, np.nan), rng.uniform(0, 10, n_party)], axis=1)
    return world(
        issues,
        ideal[None],
        rng.dirichlet(np.ones(3), n_party)[None],
        rng.uniform(0.3, 0.8, (1, n_party)),
        exponent=rng.uniform(0.5, 2.0, shape),
        durability=rng.uniform(0.6, 1.0, (1, n_party)),
        sunk_cost=0.05,
        utility={1: rng.random((1, n_party, 3))},
        status_quo=np.array([[0.5, 2.0, 4.0]]),
        permitted_max=np.where(rng.random(shape) < 0.2, 0.6, np.inf),
        forbidden={1: rng.random((1, n_party, 3)) < 0.1},
        tempo=[9.0],
        confrontation=[0.2],
    )


def worth(draws: Draws, levels: dict[str, Any]) -> np.ndarray:
    """(signatory,) gain over walking away of a named package."""
    problem = build_problem(draws)
    out = problem.base[0].copy()
    for j, issue in enumerate(draws.issues):
        level = levels[issue.id]
        k = issue.options.index(level) if issue.options else int(np.argmin(np.abs(issue.levels - level)))
        out -= problem.own_cost[0][:, problem.offsets[j] + k]
    return out


@pytest.mark.parametrize("seed", range(40))
def test_frontier_and_grid_agree(seed: int) -> None:
    draws = random_world(seed)
    solution = solve(draws)
    frontier = solution.data["frontier"]
    zone = frontier["zone"]
    assert frontier["exact"]
    assert frontier["n_packages"] == solution.data["n_packages"]
    assert zone["exists"] == (solution.data["exists"] == 1.0)
    if zone["exists"]:
        problem = build_problem(draws)
        arguments = Grid(problem.counts).arguments
        joint = kernel.count_acceptance(problem.cost, problem.base, *arguments, 1)[2]
        assert zone["packages"] == np.count_nonzero(joint)
        for name in SOLUTIONS:
            settled = {key: entry["typical"][name] for key, entry in solution.data["settlement"].items()}
            point = frontier["solutions"][name]
            assert worth(draws, point["levels"]) == pytest.approx(list(point["gain"].values()), abs=1e-9)
            if name == "nash":
                assert np.prod(worth(draws, settled)) == pytest.approx(point["value"], abs=1e-9)
            elif name == "utilitarian":
                assert worth(draws, settled).sum() == pytest.approx(sum(point["gain"].values()), abs=1e-9)
            elif name == "egalitarian":
                assert worth(draws, settled).min() == pytest.approx(point["value"], abs=1e-9)
    elif zone["depth"] is None:
        assert solution.data["red_line_conflict"] == 1.0
        assert frontier["trades"] is frontier["side_payments"] is None
    else:
        assert -zone["depth"] == pytest.approx(solution.data["gap_median"], abs=1e-9)
        binding = {name for name, share in solution.data["binding"].items() if share}
        assert set(zone["binding"]) == binding


@pytest.mark.parametrize("seed", range(30))
def test_without_a_grid_the_answer_is_the_same(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    draws = random_world(seed)
    grid = solve(draws)
    monkeypatch.setattr(method, "MOST_COUNTS", 1)
    alone = solve(draws)
    assert set(alone.data) == set(grid.data)
    for key in ("exists", "private", "private_by", "found", "in_time", "agreement", "by_deadline", "red_line_conflict",
                "binding", "short", "n_packages", "walk_away", "stakes", "frontier"):  # fmt: skip
        assert alone.data[key] == grid.data[key], key
    for key in ("gap_median", "gap_median_if_empty"):
        assert alone.data[key] == (
            None if grid.data[key] is None else pytest.approx(grid.data[key], abs=1e-9)
        )
    assert alone.outcome == grid.outcome
    typical = [
        {k: entry["typical"]["nash"] for k, entry in one.data["settlement"].items()} for one in (alone, grid)
    ]
    if typical[0] == typical[1]:  # of several Nash packages the two may name different ones
        assert alone.data["logrolling_gain"] == pytest.approx(grid.data["logrolling_gain"])
    assert {key: set(entry) for key, entry in alone.data["settlement"].items()} == {
        key: set(entry) for key, entry in grid.data["settlement"].items()
    }
    if grid.data["nearest"]:
        assert min(worth(draws, alone.data["nearest"]["levels"])) == pytest.approx(
            min(worth(draws, grid.data["nearest"]["levels"])), abs=1e-9
        )
    for package in alone.data["packages"]:
        assert min(worth(draws, package["levels"])) >= -1e-9
        assert set(package) == set(grid.data["packages"][0])
    left = [finding for finding in alone.findings if finding not in grid.findings]
    assert [finding.path for finding in left] == ["issues"]
    assert "left out" in left[0].message


def large(n_party: int = 3, levels: int = 10, n: int = 1) -> Draws:
    rng = np.random.default_rng(5)
    issues = [scale(f"x{j}", levels) for j in range(10)]
    ideal = rng.random((n_party, 10))
    return world(
        issues,
        ideal[None],
        rng.dirichlet(np.ones(10), n_party)[None],
        np.full((n, n_party), 0.55),
        n=n,
        tempo=np.linspace(1, 24, n),
    )


def test_ten_thousand_million_packages() -> None:
    solution = solve(large())
    frontier = solution.data["frontier"]
    assert solution.data["n_packages"] == frontier["n_packages"] == 10**10
    assert frontier["exact"]
    assert frontier["zone"]["exists"]
    assert len(frontier["points"]) == 50 < frontier["n_points"]
    assert any("left out" in finding.message for finding in solution.findings)
    assert solution.data["packages"][0]["joint"] == 1.0
    assert solution.settlement is not None


def test_only_the_time_that_talks_take_is_uncertain() -> None:
    """Certain as to packages, so the frontier answers; draws still differ in whether talks end in time."""
    draws = large(n=200)
    assert is_certain(build_problem(draws))
    solution = solve(draws)
    assert solution.data["exists"] == solution.data["private"] == 1.0
    assert solution.outcome is not None
    assert 0.2 < solution.outcome["agreement"].p < 0.8
    assert solution.outcome["agreement"].se > 0.0


def test_what_is_uncertain_has_no_frontier_and_is_refused_by_size() -> None:
    draws = large(n=2)
    unlike = replace(draws, walk_away=draws.walk_away + np.array([[0.0], [0.01]]))
    with pytest.raises(CaseError, match=r"10,000,000,000 packages.*--modes"):
        solve(unlike)
    sampled = draw(load_case("split-the-pie"), n=50)
    assert not is_certain(build_problem(sampled))
    assert solve(sampled).data["frontier"] is None


def test_sliders_leave_the_frontier_out() -> None:
    assert solve(random_world(3), Settings(solutions=False)).data["frontier"] is None


def test_a_case_at_its_modes_has_its_frontier() -> None:
    draws = draw(load_case("us-iran-2025"), modes=True)
    frontier = solve(draws).data["frontier"]
    assert frontier["trades"]["from"] in ("status quo", "halfway")
    assert set(frontier["alone"]["issues"]) == {issue.id for issue in draws.issues}
    levels = {entry["level"] for entry in frontier["zone"]["by_level"]["enrichment"]}
    assert levels <= set(draws.issues[0].levels.tolist())


def test_what_can_be_settled_alone() -> None:
    """Two yes-or-no issues worth (3, -1) and (-1, 3): neither alone, both together."""
    issues = [options("dam", "no", "yes"), options("road", "no", "yes")]
    utility = {0: [[[0.0, 1.0], [1.0, 0.0]]], 1: [[[1.0, 0.0], [0.0, 1.0]]]}
    draws = world(
        issues,
        np.full((1, 2, 2), np.nan),
        [[[0.75, 0.25], [0.25, 0.75]]],
        [[0.25, 0.25]],
        utility=utility,
        status_quo=[[0.0, 0.0]],
    )
    found = exact(draws, build_problem(draws))
    assert found["alone"]["only_together"]
    assert found["alone"]["settled_alone"] == []
    assert found["alone"]["issues"]["dam"] == {"exists": False, "depth": pytest.approx(-0.25), "level": "yes"}
    assert found["solutions"]["nash"]["levels"] == {"dam": "yes", "road": "yes"}
    (trade,) = found["trades"]["listed"]
    assert found["trades"]["from"] == "status quo"
    assert trade["to"] == {"dam": "yes", "road": "yes"}


def test_who_must_let_the_deal_pass() -> None:
    draws = random_world(12, n_party=3)
    draws = replace(draws, signatories=(0, 1))
    problem = build_problem(draws)
    vetoes = veto_players(draws, {"p3": (0.0, 0.0)})
    loose = exact(draws, problem, vetoes=vetoes)["ratification"]
    strict = exact(draws, problem, vetoes=veto_players(draws, {"p3": (1.0, 0.0)}))["ratification"]
    soft = exact(draws, problem, vetoes=veto_players(draws, {"p3": (0.6, 0.2)}))["ratification"]
    assert (loose["exists"], loose["passes"]) == (True, 1.0)
    assert not strict["exists"]
    assert 0.0 < soft["passes"] < 1.0
    assert soft["passes"] >= soft["without_passes"]


def test_a_veto_player_without_positions_is_refused() -> None:
    draws = replace(random_world(12, n_party=3), signatories=(0, 1))
    silent = replace(draws, salience=draws.salience * np.array([1.0, 1.0, 0.0])[:, None])
    with pytest.raises(MissingInput, match=r"positions\.p3"):
        veto_players(silent, {"p3": (0.5, 0.0)})
