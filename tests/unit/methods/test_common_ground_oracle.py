"""The streaming search against the plain enumeration, on small worlds of every kind."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.unit.methods.oracle import enumerate_all, private_by
from tests.unit.methods.worlds import pie, random_world, scale, world

from commonground.case.draws import Draws
from commonground.methods.common_ground import kernel
from commonground.methods.common_ground.continuous import largest_smallest_gain
from commonground.methods.common_ground.grid import Grid
from commonground.methods.common_ground.method import Settings, solve
from commonground.methods.common_ground.utility import build_problem

WORLDS = [(seed, n_party, n_issue) for seed in range(4) for n_party in (2, 3) for n_issue in (1, 2, 4)]


@pytest.fixture(params=WORLDS, ids=lambda w: f"seed{w[0]}-{w[1]}parties-{w[2]}issues")
def draws(request: pytest.FixtureRequest) -> Draws:
    seed, n_party, n_issue = request.param
    return random_world(np.random.default_rng(seed), n=40, n_party=n_party, n_issue=n_issue)


def test_counts_gap_and_offers(draws: Draws) -> None:
    plain, data = enumerate_all(draws), solve(draws, Settings(blocks=False, packages=3)).data
    assert data["exists"] == pytest.approx(plain.zone.mean())
    joint = plain.accepted.all(axis=2).mean(axis=1)
    for package in data["packages"]:
        row = tuple(
            issue.options.index(level) if issue.options else int(np.abs(issue.levels - level).argmin())
            for issue, level in zip(draws.issues, package["levels"].values(), strict=True)
        )
        q = plain.levels.index(row)
        assert package["joint"] == pytest.approx(joint[q])
        assert list(package["acceptance"].values()) == pytest.approx(plain.accepted[q].mean(axis=0).tolist())
        assert list(package["mean_gain"].values()) == pytest.approx(plain.gain[q].mean(axis=0).tolist())
    assert (data["packages"][0]["joint"] if data["packages"] else 0.0) == pytest.approx(joint.max())
    empty = ~plain.zone
    shortfall = np.where(plain.ok.all(axis=2), (-plain.gain).max(axis=2), np.inf).min(axis=0)
    assert data["red_line_conflict"] == pytest.approx(np.isinf(shortfall).mean())
    near = empty & np.isfinite(shortfall)
    median = np.quantile(shortfall[near], 0.5, method="inverted_cdf") if near.any() else None
    assert data["gap_median_if_empty"] == (None if median is None else pytest.approx(median))
    gap = np.quantile(np.where(empty, shortfall, 0.0), 0.5, method="inverted_cdf")
    assert data["gap_median"] == (None if np.isinf(gap) else pytest.approx(gap))
    expected_private = private_by(plain)
    assert list(data["private_by"].values()) == pytest.approx(expected_private.tolist())
    assert data["private"] == pytest.approx(min(expected_private.mean(), plain.zone.mean()))


def test_solutions_are_the_best_in_the_zone(draws: Draws) -> None:
    """Nash, Kalai-Smorodinsky, egalitarian and utilitarian, each against all packages of the draw's zone."""
    plain = enumerate_all(draws)
    problem = build_problem(draws)
    grid = Grid(problem.counts)
    arguments = (problem.cost, problem.base, *grid.arguments)
    best = kernel.count_acceptance(*arguments, 1)[3]
    solution, binding, nearest = kernel.settle(*arguments, best, True)
    inside = plain.accepted.all(axis=2)
    for d in range(draws.n):
        gain = plain.gain[:, d, :]
        if not plain.zone[d]:
            assert (solution[d] == -1).all()
            shortfall = np.where(plain.ok[:, d].all(axis=1), (-gain).max(axis=1), np.inf)
            if np.isfinite(shortfall.min()):
                assert shortfall[nearest[d]] == pytest.approx(shortfall.min())
                at = np.flatnonzero(shortfall <= shortfall.min() + 2e-9)
                binds = (gain[at] <= gain[at].min(axis=1, keepdims=True) + 2e-9).any(axis=0)
                assert binding[d].tolist() == binds.tolist()
            else:
                assert nearest[d] == -1
            continue
        zone = np.maximum(gain, 0.0)
        ideal = zone[inside[:, d]].max(axis=0)
        ratio = np.where(ideal > 1e-9, zone / np.maximum(ideal, 1e-9), 1.0)
        for column, score in enumerate(
            (zone.prod(axis=1), ratio.min(axis=1), zone.min(axis=1), zone.sum(axis=1))
        ):
            allowed = np.where(inside[:, d], score, -1.0)
            assert inside[solution[d, column], d]
            assert allowed[solution[d, column]] == pytest.approx(allowed.max(), abs=2e-9), column
    assert solve(draws, Settings(blocks=False)).data["pareto_nash"] in (None, 1.0)


def test_listed_packages_pareto_share_and_nearest_miss(draws: Draws) -> None:
    plain, data = enumerate_all(draws), solve(draws, Settings(blocks=False, packages=4)).data
    inside = plain.accepted.all(axis=2)

    def number(levels: dict[str, float | str]) -> int:
        row = tuple(
            issue.options.index(str(level))
            if issue.options
            else int(np.abs(issue.levels - float(level)).argmin())
            for issue, level in zip(draws.issues, levels.values(), strict=True)
        )
        return plain.levels.index(row)

    for package in data["packages"]:
        q = number(package["levels"])
        undominated = []
        for d in np.flatnonzero(inside[q]):
            better = plain.ok[:, d].all(axis=1) & (plain.gain[:, d] >= plain.gain[q, d] - 1e-9).all(axis=1)
            undominated.append(not (better & (plain.gain[:, d] > plain.gain[q, d] + 1e-9).any(axis=1)).any())
        assert package["pareto"] == pytest.approx(np.mean(undominated))
    if data["nearest"] is not None:
        q = number(data["nearest"]["levels"])
        shortfall = np.where(plain.ok.all(axis=2), (-plain.gain).max(axis=2), np.inf)
        missed = ~plain.zone & np.isfinite(shortfall.min(axis=0))
        expected = np.maximum(-plain.gain[q][missed], 0.0).mean(axis=0)
        assert list(data["nearest"]["mean_shortfall"].values()) == pytest.approx(expected.tolist())
        assert 0.0 < data["nearest"]["share"] <= 1.0


def _with_ideal(draws: Draws, p: int, j: int, shift: float) -> Draws:
    position = draws.position.copy()
    position[:, p, j] = np.clip(position[:, p, j] + shift, draws.issues[j].lo, draws.issues[j].hi)
    return replace(draws, position=position)


def test_what_blocks_says_what_solving_again_says(draws: Draws) -> None:
    """Every reported shift, applied to the world and solved afresh, gives the reported chance."""
    blocks = solve(draws, Settings(raise_by=0.05)).data["blocks"]
    for party, cut in blocks["walk_away"].items():
        if cut["reachable"]:
            p = draws.parties.index(party)
            walk_away = draws.walk_away.copy()
            walk_away[:, p] = np.maximum(walk_away[:, p] - cut["shift"], 0.0)
            assert enumerate_all(replace(draws, walk_away=walk_away)).zone.mean() == pytest.approx(
                cut["exists_after"]
            )
    for shift in blocks["shifts"]:
        if not shift["reachable"]:
            continue
        p, j = draws.parties.index(shift["party"]), [i.id for i in draws.issues].index(shift["issue"])
        if shift["what"] == "ideal":
            changed = _with_ideal(draws, p, j, shift["shift"] * (1 if shift["direction"] == "up" else -1))
        elif shift["what"] == "red_line":
            top = draws.permitted_max.copy()
            top[:, p, j] += shift["shift"]
            changed = replace(draws, permitted_max=top)
        elif shift["what"] == "utility":
            utility = list(draws.option_utility)
            softer = utility[j].copy()  # type: ignore[union-attr]
            softer[:, p] = 1.0 - (1.0 - shift["shift"]) * (1.0 - softer[:, p])
            utility[j] = softer
            changed = replace(draws, option_utility=tuple(utility))
        else:
            forbidden = list(draws.forbidden)
            lifted = forbidden[j].copy()  # type: ignore[union-attr]
            lifted[:, p, draws.issues[j].options.index(shift["option"])] = False
            forbidden[j] = lifted
            changed = replace(draws, forbidden=tuple(forbidden))
        assert enumerate_all(changed).zone.mean() == pytest.approx(shift["exists_after"]), shift


def test_what_blocks_with_walk_away_from_the_status_quo() -> None:
    """Moving an ideal also moves what the status quo is worth, and the reported chance says so."""
    rng = np.random.default_rng(5)
    draws = random_world(rng, n=50, n_party=2, n_issue=3)
    draws = replace(draws, walk_away=np.full((50, 2), np.nan), walk_away_cost=rng.uniform(0, 0.2, (50, 2)))
    assert solve(draws).data["exists"] == pytest.approx(enumerate_all(draws).zone.mean())
    for shift in solve(draws, Settings(raise_by=0.02)).data["blocks"]["shifts"]:
        if shift["what"] == "ideal" and shift["reachable"]:
            p, j = draws.parties.index(shift["party"]), [i.id for i in draws.issues].index(shift["issue"])
            changed = _with_ideal(draws, p, j, shift["shift"] * (1 if shift["direction"] == "up" else -1))
            assert enumerate_all(changed).zone.mean() == pytest.approx(shift["exists_after"])


def test_issue_off_the_table_is_the_case_without_it(draws: Draws) -> None:
    if len(draws.issues) < 2:
        pytest.skip("one issue cannot be taken off the table")
    issues = solve(draws).data["blocks"]["issues"]
    for j, issue in enumerate(draws.issues):
        keep = [k for k in range(len(draws.issues)) if k != j]
        smaller = replace(
            draws,
            issues=tuple(draws.issues[k] for k in keep),
            position=draws.position[:, :, keep],
            salience=draws.salience[:, :, keep],
            exponent=draws.exponent[:, :, keep],
            option_utility=tuple(draws.option_utility[k] for k in keep),
            permitted_min=draws.permitted_min[:, :, keep],
            permitted_max=draws.permitted_max[:, :, keep],
            forbidden=tuple(draws.forbidden[k] for k in keep),
            status_quo=draws.status_quo[:, keep],
        )
        assert issues[issue.id]["exists_without"] == pytest.approx(enumerate_all(smaller).zone.mean())


@pytest.mark.parametrize("seed", range(3))
def test_grid_only_misses_packages_and_nears_the_linear_programme(seed: int) -> None:
    rng = np.random.default_rng(seed)
    ideal, salience = rng.random((80, 2, 2)), rng.random((80, 2, 2))
    walk_away = rng.uniform(0.4, 0.95, (80, 2))
    exact = largest_smallest_gain(world([scale("a", 2), scale("b", 2)], ideal, salience, walk_away))
    shares = []
    for levels in (3, 9, 33, 129):
        draws = world([scale("a", levels), scale("b", levels)], ideal, salience, walk_away)
        plain_gain = solve(draws, Settings(blocks=False)).data["exists"]
        shares.append(plain_gain)
        assert plain_gain <= np.mean(exact >= -1e-9)
    assert shares == sorted(shares), "each grid holds the coarser one"
    # at 129 levels a package misses by at most half a step on each issue, 1/128 of utility in all
    assert shares[-1] >= np.mean(exact >= 1 / 128)


def test_linear_programme_on_the_pie() -> None:
    exact = largest_smallest_gain(pie([[0.6, 0.5], [0.3, 0.3]], n=2))
    assert exact == pytest.approx([-0.05, 0.2])
    closed = largest_smallest_gain(pie([[0.0, 0.0]], permitted_min=[[[0.7], [-np.inf]]], permitted_max=0.5))
    assert closed[0] == -np.inf


def test_weights_sum_to_one(draws: Draws) -> None:
    assert build_problem(draws).weight.sum(axis=2) == pytest.approx(1.0)
