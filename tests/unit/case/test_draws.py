"""Draws: one stream per value, so that a change stays where it was made."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import numpy as np
import pytest

from commonground.case.change import change
from commonground.case.draws import Draws, draw
from commonground.case.io import case_from_data, load_case
from commonground.case.model import Case

BASE: dict[str, Any] = {
    "commonground": 1,
    "name": "streams",
    "title": "Streams",
    "as_of": "2025-01-01",
    "horizon": "2026-01-01",
    "parties": {"a": {"name": "A", "role": "signatory"}, "b": {"name": "B", "role": "signatory"}},
    "issues": {
        "tax": {"kind": "scale", "name": "Tax", "lo": 0, "hi": 100, "levels": 5},
        "form": {"kind": "options", "name": "Form", "options": {"x": "X", "y": "Y", "z": "Z"}},
    },
    "positions": {
        "a": {
            "tax": {"ideal": "10 to 40", "salience": "1 to 3", "red_line": {"max": "50 to 70", "holds": 0.5}},
            "form": {"order": ["z", "x", "y"], "salience": 1},
        },
        "b": {
            "tax": {"ideal": {"triangular": [50, 80, 100]}, "salience": 2},
            "form": {"utility": {"x": "0.2 to 0.6", "y": 1, "z": 0}, "salience": "1 to 2"},
        },
    },
    "walk_away": {"a": "0.2 to 0.5", "b": "0.3 to 0.6"},
}


@pytest.fixture
def case() -> Case:
    return case_from_data(BASE)


def _arrays(draws: Draws) -> dict[str, np.ndarray[Any, Any]]:
    out: dict[str, np.ndarray[Any, Any]] = {}
    for item in fields(draws):
        value = getattr(draws, item.name)
        if isinstance(value, np.ndarray):
            out[item.name] = value
        elif item.name in ("option_utility", "forbidden"):
            out |= {f"{item.name}{j}": array for j, array in enumerate(value) if array is not None}
    return out


def _same(one: np.ndarray[Any, Any], other: np.ndarray[Any, Any]) -> bool:
    return one.tobytes() == other.tobytes()


@pytest.mark.parametrize(
    ("path", "raw", "array"),
    [
        ("positions.a.tax.ideal", "20 to 30", "position"),
        ("positions.b.tax.salience", "1 to 9", "salience"),
        ("walk_away.b", {"beta": [2, 5]}, "walk_away"),
        ("positions.b.form.utility.x", {"uniform": [0, 1]}, "option_utility1"),
        ("positions.a.tax.red_line.max", "20 to 90", "permitted_max"),
    ],
)
def test_changing_one_value_leaves_all_other_draws_bit_identical(
    case: Case, path: str, raw: Any, array: str
) -> None:
    before, after = _arrays(draw(case, 500)), _arrays(draw(change(case, {path: raw}), 500))
    assert not _same(before[array], after[array])
    for name in before:
        if name != array:
            assert _same(before[name], after[name]), name
    changed = before[array] != after[array]
    both = np.isnan(before[array]) & np.isnan(after[array])
    touched = np.argwhere((changed & ~both).any(axis=0))
    assert len(touched) == 1, "one party's one value, nobody else's"


def test_first_draws_do_not_depend_on_how_many_are_made(case: Case) -> None:
    few, many = _arrays(draw(case, 50)), _arrays(draw(case, 500))
    assert all(_same(few[name], np.ascontiguousarray(many[name][:50])) for name in few)


def test_seeds_differ_and_repeat(case: Case) -> None:
    assert _same(draw(case, 50, 1).position, draw(case, 50, 1).position)
    assert not _same(draw(case, 50, 1).position, draw(case, 50, 2).position)


def test_modes_are_one_draw_at_the_modes(case: Case) -> None:
    draws = draw(case, modes=True)
    assert draws.n == 1
    assert draws.position[0, 1, 0] == 80
    assert draws.permitted_max[0, 0, 0] == pytest.approx(60)
    utility = draws.option_utility[1]
    assert utility is not None
    assert utility[0, 0].tolist() == [0.5, 0.0, 1.0]


def test_an_order_gives_utilities_of_that_order_evenly_spread(case: Case) -> None:
    utility = draw(case, 4000).option_utility[1]
    assert utility is not None
    x, y, z = utility[:, 0].T
    assert np.all((z == 1.0) & (y == 0.0) & (x > 0.0) & (x < 1.0))
    assert x.mean() == pytest.approx(0.5, abs=0.02)
    assert x.var() == pytest.approx(1 / 12, abs=0.005)


def test_red_line_holds_with_its_probability(case: Case) -> None:
    draws = draw(case, 4000)
    assert np.isfinite(draws.permitted_max[:, 0, 0]).mean() == pytest.approx(0.5, abs=0.03)
    assert np.all(np.isinf(draws.permitted_min))


def test_rank_correlation_is_reached_and_touches_only_its_values() -> None:
    joined = case_from_data(
        {**BASE, "correlations": [{"between": ["walk_away.a", "walk_away.b"], "rank": 0.6}]}
    )
    free, tied = draw(case_from_data(BASE), 8000), draw(joined, 8000)
    ranks = [tied.walk_away[:, p].argsort().argsort() for p in (0, 1)]
    assert np.corrcoef(*ranks)[0, 1] == pytest.approx(0.6, abs=0.02)
    assert _same(np.ascontiguousarray(free.walk_away[:, 0]), np.ascontiguousarray(tied.walk_away[:, 0]))
    assert _same(free.position, tied.position)
    for p in (0, 1):  # the marginals stay what they were
        at = np.linspace(0.02, 0.98, 25)
        assert np.quantile(tied.walk_away[:, p], at) == pytest.approx(
            np.quantile(free.walk_away[:, p], at), abs=0.01
        )


def test_draws_must_be_at_least_one(case: Case) -> None:
    with pytest.raises(ValueError, match="at least 1"):
        draw(case, 0)


def test_talks_under_way_have_not_yet_agreed() -> None:
    """The tempo is drawn given that it exceeds the months talked, also where hardly any of it does."""
    talks = {"tempo": {"uniform": [0.5, 40.0]}, "began": "2022-01-01"}
    draws = draw(case_from_data({**BASE, "talks": talks}), 4000)
    assert draws.talked_for == pytest.approx(36.0, abs=0.1)
    assert draws.tempo is not None
    assert draws.tempo.min() >= draws.talked_for
    assert draws.tempo.mean() == pytest.approx((draws.talked_for + 40.0) / 2, abs=0.05)
    outlasted = {"tempo": {"uniform": [0.5, 10.0]}, "began": "2022-01-01"}
    assert draw(case_from_data({**BASE, "talks": outlasted}), 10).tempo is None
    assert draw(case_from_data({**BASE, "talks": talks}), modes=True).tempo == pytest.approx([38.0], abs=0.1)


def test_walk_away_from_the_status_quo_has_a_cost_and_no_value() -> None:
    draws = draw(load_case("us-iran-2025"), 20)
    iran = draws.parties.index("iran")
    assert np.isnan(draws.walk_away[:, iran]).all()
    assert np.all(draws.walk_away_cost[:, iran] >= 0.0)
    assert draws.deadlines["deal-by-october-2025"] < draws.months
