"""Means, medians, Condorcet winners and Nash's solution on one issue, against sums done by hand and by grid."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonground.errors import UsageError
from commonground.methods.bargaining.centre import weighted_median
from commonground.methods.bargaining.talks import talks
from commonground.methods.compromise.solve import CompromiseSettings, solve_compromise
from commonground.methods.median.solve import MedianSettings, condorcet_winner, solve_median
from commonground.methods.nash.solve import NashSettings, solve_nash

POSITION, SALIENCE, CAPABILITY = [0.0, 40.0, 100.0], [0.5, 1.0, 0.25], [2.0, 1.0, 4.0]
tables = (
    st.integers(1, 8)
    .flatmap(
        lambda n: st.tuples(*(st.lists(st.integers(0, top), min_size=n, max_size=n) for top in (100, 10, 10)))
    )
    .filter(lambda t: any(c > 0 for c in t[2]))
)


def of(table):
    position, salience, capability = table
    return talks([float(x) for x in position], [s / 10 for s in salience], [float(c) for c in capability])


def test_compromise_by_hand() -> None:
    made = talks(POSITION, SALIENCE, CAPABILITY)
    assert solve_compromise(made).settlement[0, 0] == pytest.approx(140 / 3)
    expected = {"capability": 440 / 7, "salience": 65 / 1.75, "equal": 140 / 3}
    for weight, value in expected.items():
        found = solve_compromise(made, CompromiseSettings(weight=weight)).settlement[0, 0]
        assert found == pytest.approx(value)


@pytest.mark.parametrize(("rule", "expected"), [("lower", 10.0), ("upper", 30.0), ("middle", 20.0)])
def test_median_where_half_lies_below(rule: str, expected: float) -> None:
    place, weight = np.array([[[10.0], [30.0], [50.0]]]), np.array([[[2.0], [1.0], [1.0]]])
    assert weighted_median(place, weight, rule)[0, 0] == expected


@given(tables)
def test_a_condorcet_winner_by_distance_is_the_weighted_median(table) -> None:
    """Votes by the difference of distances add up to a difference of sums, least at the median."""
    made = of(table)
    place, weight = made.filled(), made.weight()
    for rule in ("lower", "upper"):
        assert condorcet_winner(place, weight, 1.0, rule)[0, 0] == weighted_median(place, weight, rule)[0, 0]


@given(tables)
def test_a_condorcet_winner_by_squares_is_nearest_to_the_mean(table) -> None:
    made = of(table)
    place, weight = made.filled()[0, :, 0], made.weight()[0, :, 0]
    mean = (place * weight).sum() / weight.sum()
    found = solve_median(made, MedianSettings(exponent=2.0)).settlement[0, 0]
    assert abs(found - mean) == pytest.approx(np.abs(place[weight > 0] - mean).min(), abs=1e-6)


@settings(max_examples=40)
@given(tables, st.sampled_from(["linear", "quadratic"]), st.sampled_from(["capability", "both", "equal"]))
def test_nash_is_the_best_of_a_grid(table, loss: str, exponent: str) -> None:
    made = of(table)
    chosen = NashSettings(loss=loss, exponent=exponent, span="scale")
    found = solve_nash(made, chosen).settlement[0, 0]
    place, s, c = made.position[0, :, 0], made.salience[0, :, 0], made.capability[0, :, 0]
    power = {"capability": c, "both": c * s, "equal": np.ones_like(c)}[exponent]
    if (power * s).sum() == 0:
        assert place.min() <= found <= place.max()
        return

    def product(o: np.ndarray) -> np.ndarray:
        gap = np.abs(place[:, None] - o) / 100
        worth = 1 - s[:, None] * (gap if loss == "linear" else gap**2)
        return (power[:, None] * np.log(np.maximum(worth, 1e-300))).sum(axis=0)

    grid = np.linspace(place.min(), place.max(), 401)
    assert product(np.array([found]))[0] >= product(grid).max() - 1e-6


def test_nash_with_a_status_quo() -> None:
    """Everybody above it: between it and twice the nearest; on both sides of it: itself."""
    above = talks([60.0, 80.0], [1.0, 1.0], [1.0, 1.0], status_quo=50.0)
    chosen = NashSettings(loss="linear", fallback="status-quo")
    grid = np.linspace(50.001, 69.999, 20001)
    product = (10 - np.abs(60 - grid)) * (30 - np.abs(80 - grid))
    assert solve_nash(above, chosen).settlement[0, 0] == pytest.approx(grid[product.argmax()], abs=2e-3)
    below = talks([40.0, 20.0], [1.0, 1.0], [1.0, 1.0], status_quo=50.0)
    mirrored = 100 - solve_nash(above, chosen).settlement[0, 0]
    assert solve_nash(below, chosen).settlement[0, 0] == pytest.approx(mirrored)
    astride = talks([40.0, 80.0], [1.0, 1.0], [1.0, 1.0], status_quo=50.0)
    assert solve_nash(astride, chosen).settlement[0, 0] == 50.0
    unknown = talks([40.0, 80.0], [1.0, 1.0], [1.0, 1.0])
    assert solve_nash(unknown, chosen).settlement[0, 0] == pytest.approx(60.0)


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"position": [120.0, 3]}, "position of party 1"),
        ({"salience": [0.5, 40]}, "salience of party 2"),
        ({"capability": [-1, 1]}, "capability of party 1"),
        ({"capability": [0, 0]}, "0 for all parties"),
        ({"low": 3, "high": 3}, "no length"),
        ({"parties": ["a"]}, "1 parties"),
    ],
)
def test_faults_name_their_place(values: dict, told: str) -> None:
    fine = {"position": [10.0, 20.0], "salience": [0.5, 0.5], "capability": [1.0, 1.0]}
    with pytest.raises(UsageError, match=told):
        talks(**(fine | values))
