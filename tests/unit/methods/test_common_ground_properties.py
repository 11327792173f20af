"""What must hold in every world, found or refuted by Hypothesis."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.methods.worlds import random_world, scale

from commonground.case.draws import Draws
from commonground.methods.common_ground.method import Settings, solve

QUICK = Settings(blocks=False)
SMALL = 1e-12
worlds = st.builds(
    lambda seed, n_party, n_issue: random_world(np.random.default_rng(seed), 40, n_party, n_issue),
    st.integers(0, 10_000),
    st.integers(2, 3),
    st.integers(1, 4),
)
fair = settings(max_examples=25, deadline=None)


def _data(draws: Draws) -> dict[str, Any]:
    return solve(draws, QUICK).data


@fair
@given(worlds, st.floats(0.0, 0.4), st.booleans())
def test_more_durability_never_lowers_exists(draws: Draws, more: float, from_nothing: bool) -> None:
    draws = replace(draws, durability=np.zeros_like(draws.durability)) if from_nothing else draws
    longer = replace(draws, durability=np.minimum(draws.durability + more, 1.0))
    assert _data(longer)["exists"] >= _data(draws)["exists"] - SMALL


@fair
@given(worlds, st.floats(0.0, 0.4))
def test_higher_walk_away_never_raises_exists(draws: Draws, more: float) -> None:
    # with a collapse value of its own, so that the walk-away value does not come back through it
    draws = replace(draws, collapse=np.zeros_like(draws.walk_away))
    dearer = replace(draws, walk_away=np.minimum(draws.walk_away + more, 1.0))
    assert _data(dearer)["exists"] <= _data(draws)["exists"] + SMALL


@fair
@given(worlds, st.randoms(use_true_random=False))
def test_relabelling_parties_changes_nothing(draws: Draws, random: Any) -> None:
    order = list(range(len(draws.parties)))
    random.shuffle(order)
    by_party = {
        name: getattr(draws, name)[:, order]
        for name in (
            "position", "salience", "exponent", "permitted_min", "permitted_max", "walk_away", "walk_away_cost",
            "durability", "collapse", "sunk_cost",
        )
    }  # fmt: skip
    shuffled = replace(
        draws,
        parties=tuple(draws.parties[p] for p in order),
        option_utility=tuple(None if u is None else u[:, order] for u in draws.option_utility),
        forbidden=tuple(None if f is None else f[:, order] for f in draws.forbidden),
        **by_party,
    )
    before, after = _data(draws), _data(shuffled)
    for key in ("exists", "private", "found", "agreement", "gap_median"):
        assert after[key] == before[key] or abs(after[key] - before[key]) < 1e-9
    assert {k: round(v, 9) for k, v in after["private_by"].items()} == {
        k: round(before["private_by"][k], 9) for k in after["private_by"]
    }


@fair
@given(worlds, st.randoms(use_true_random=False))
def test_relabelling_issues_changes_nothing(draws: Draws, random: Any) -> None:
    order = list(range(len(draws.issues)))
    random.shuffle(order)
    by_issue = {
        name: getattr(draws, name)[:, :, order]
        for name in ("position", "salience", "exponent", "permitted_min", "permitted_max")
    }
    shuffled = replace(
        draws,
        issues=tuple(draws.issues[j] for j in order),
        option_utility=tuple(draws.option_utility[j] for j in order),
        forbidden=tuple(draws.forbidden[j] for j in order),
        status_quo=draws.status_quo[:, order],
        **by_issue,
    )
    before, after = _data(draws), _data(shuffled)
    for key in ("exists", "private", "agreement"):
        assert abs(after[key] - before[key]) < 1e-9


@fair
@given(worlds, st.floats(-50, 50), st.floats(0.1, 20))
def test_affine_change_of_a_scale_changes_nothing(draws: Draws, shift: float, stretch: float) -> None:
    """The same issue in other units: euros for dollars, Fahrenheit for Celsius."""

    def moved(values: Any) -> Any:
        return values * stretch + shift

    # red lines sit exactly on no level after rounding either way
    draws = replace(draws, permitted_max=np.where(np.isfinite(draws.permitted_max), 0.6001, np.inf))
    changed = replace(
        draws,
        issues=tuple(
            i if i.options else replace(i, lo=moved(i.lo), hi=moved(i.hi), levels=moved(i.levels))
            for i in draws.issues
        ),
        position=moved(draws.position),
        permitted_max=moved(draws.permitted_max),
        status_quo=np.where(
            [bool(i.options) for i in draws.issues], draws.status_quo, moved(draws.status_quo)
        ),
    )
    before, after = _data(draws), _data(changed)
    for key in ("exists", "private", "agreement"):
        assert abs(after[key] - before[key]) < 1e-9


@fair
@given(worlds, st.integers(2, 4))
def test_a_dummy_issue_changes_nothing(draws: Draws, levels: int) -> None:
    """An issue nobody cares about: salience 0 for all."""

    def widened(values: Any, fill: float) -> Any:
        return np.concatenate([values, np.full((*values.shape[:2], 1), fill)], axis=2)

    more = replace(
        draws,
        issues=(*draws.issues, scale("dummy", levels)),
        position=widened(draws.position, np.nan),
        salience=widened(draws.salience, 0.0),
        exponent=widened(draws.exponent, 1.0),
        option_utility=(*draws.option_utility, None),
        permitted_min=widened(draws.permitted_min, -np.inf),
        permitted_max=widened(draws.permitted_max, np.inf),
        forbidden=(*draws.forbidden, None),
        status_quo=np.concatenate([draws.status_quo, np.full((draws.n, 1), np.nan)], axis=1),
    )
    before, after = solve(draws), solve(more)
    for key in ("exists", "private", "agreement", "logrolling_gain"):
        a, b = before.data[key], after.data[key]
        assert a == b or (a is not None and np.allclose(list(_flat(a)), list(_flat(b)), atol=1e-9))
    assert after.data["blocks"]["issues"].get("dummy", {"rise": 0.0})["rise"] == 0.0


def _flat(value: Any) -> list[float]:
    return list(value.values()) if isinstance(value, dict) else [value]


@fair
@given(worlds)
def test_bounds_and_order_of_the_numbers(draws: Draws) -> None:
    solution = solve(draws)
    data = solution.data
    assert data["private"] <= data["exists"]
    assert data["private"] - SMALL <= data["found"] <= data["exists"] + SMALL
    assert solution.outcome is not None
    assert abs(sum(e.p for e in solution.outcome.values()) - 1.0) < 1e-9
    assert all(0.0 <= e.p <= 1.0 and e.se >= 0.0 for e in solution.outcome.values())
    for package in data["packages"]:
        assert package["joint"] <= min(package["acceptance"].values()) + SMALL
    joints = [package["joint"] for package in data["packages"]]
    assert joints == sorted(joints, reverse=True)
    assert data["pareto_nash"] in (None, 1.0)
    rows = [tuple(package["levels"].values()) for package in data["packages"]]
    unlike = min(2, len(draws.issues))
    assert all(
        sum(a != b for a, b in zip(x, y, strict=True)) >= unlike for x in rows for y in rows if x is not y
    )


@fair
@given(worlds)
def test_a_perfect_mediator_reaches_exists(draws: Draws) -> None:
    data = _data(replace(draws, mediator_effect=np.ones(draws.n)))
    assert abs(data["found"] - data["exists"]) < 1e-12


@fair
@given(worlds)
def test_same_draws_same_answer_and_input_untouched(draws: Draws) -> None:
    copies = {
        name: np.copy(getattr(draws, name)) for name in ("position", "salience", "walk_away", "status_quo")
    }
    assert solve(draws).data == solve(draws).data
    for name, copy in copies.items():
        np.testing.assert_array_equal(getattr(draws, name), copy)
