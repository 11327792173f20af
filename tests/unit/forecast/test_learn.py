"""Small fitting tools: the ridge regression, its two links, and the trees."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonground.errors import ForecastError
from commonground.forecast.learn import tables, trees
from commonground.forecast.learn.linear import Regression, fit_regression


def data(n: int = 400, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(n, 3)) * [1.0, 10.0, 0.1] + [0.0, 5.0, 2.0]
    chance = 1 / (1 + np.exp(-(X[:, 0] - 0.1 * (X[:, 1] - 5))))
    return X, (rng.random(n) < chance).astype(float)


def test_a_column_that_says_nothing_leaves_the_base_rate() -> None:
    y = np.array([1.0] * 30 + [0.0] * 70)
    for link in ("logit", "cloglog"):
        fitted = fit_regression(np.ones((100, 1)), y, ["nothing"], link=link)
        assert fitted.probability(np.array([[1.0]]))[0] == pytest.approx(0.3, abs=1e-4)


def test_the_logistic_regression_of_two_cells_is_their_odds_ratio() -> None:
    X = np.repeat([[0.0], [0.0], [1.0], [1.0]], [60, 40, 20, 80], axis=0)
    y = np.repeat([0.0, 1.0, 0.0, 1.0], [60, 40, 20, 80])
    fitted = fit_regression(X, y, ["x"], penalty=1e-6)
    slope = fitted.weight[0] / fitted.scale[0]
    assert slope == pytest.approx(np.log((80 / 20) / (40 / 60)), rel=1e-4)
    # The standard error of a log odds ratio: root of the sum of the inverse cells.
    error = np.sqrt(fitted.covariance[1, 1]) / fitted.scale[0]
    assert error == pytest.approx(np.sqrt(1 / 60 + 1 / 40 + 1 / 20 + 1 / 80), rel=1e-3)


def test_the_complementary_log_log_slope_is_a_ratio_of_hazards() -> None:
    p, q = 1 - np.exp(-0.2), 1 - np.exp(-0.6)
    n = 100_000
    y = np.concatenate([np.arange(n) < p * n, np.arange(n) < q * n]).astype(float)
    fitted = fit_regression(np.repeat([[0.0], [1.0]], n, axis=0), y, ["x"], penalty=1e-6, link="cloglog")
    assert np.exp(fitted.weight[0] / fitted.scale[0]) == pytest.approx(3.0, rel=1e-3)


@given(st.floats(0.1, 50.0), st.floats(-20.0, 20.0))
def test_units_of_a_column_do_not_matter(factor: float, shift: float) -> None:
    X, y = data()
    Z = X.copy()
    Z[:, 1] = factor * Z[:, 1] + shift
    a, b = fit_regression(X, y, "abc", penalty=2.0), fit_regression(Z, y, "abc", penalty=2.0)
    np.testing.assert_allclose(a.probability(X), b.probability(Z), atol=1e-5)


def test_a_stronger_penalty_draws_to_the_base_rate() -> None:
    X, y = data()
    spreads = [fit_regression(X, y, "abc", penalty=k).probability(X).std() for k in (1.0, 30.0, 1000.0, 1e6)]
    assert spreads == sorted(spreads, reverse=True)
    assert spreads[-1] < 0.01


def test_a_missing_value_counts_as_the_mean() -> None:
    X, y = data()
    fitted = fit_regression(X, y, "abc")
    row = fitted.mean.copy()[None]
    assert fitted.probability(np.full((1, 3), np.nan))[0] == fitted.probability(row)[0]


def test_a_regression_survives_json() -> None:
    X, y = data()
    fitted = fit_regression(X, y, "abc")
    again = Regression.from_dict(fitted.as_dict())
    np.testing.assert_allclose(again.probability(X), fitted.probability(X), atol=1e-3)
    np.testing.assert_allclose(again.spread(X), fitted.spread(X), rtol=0.05)


@pytest.mark.parametrize("fit", [trees.fit_forest, trees.fit_boosting])
def test_trees_give_probabilities_the_same_each_time(fit) -> None:
    X, y = data(200)
    X[::7, 0] = np.nan
    fewer = {"trees": 20} if fit is trees.fit_forest else {"rounds": 20}
    a, b = (fit(X, y.astype(np.intp), 2, **fewer) for _ in range(2))
    p = a.shares(X)
    np.testing.assert_array_equal(p, b.shares(X))
    np.testing.assert_allclose(p.sum(axis=1), 1.0)
    assert p.min() > 0.0
    assert ((p[:, 1] > 0.5) == (y > 0)).mean() > 0.75
    assert np.isfinite(a.shares(np.full((2, 3), np.nan))).all()


def test_trees_only_see_the_order_of_a_column() -> None:
    X, y = data(200)
    a = trees.fit_forest(X, y.astype(np.intp), 2, trees=20).shares(X)
    b = trees.fit_forest(np.exp(X / 10), y.astype(np.intp), 2, trees=20).shares(np.exp(X / 10))
    assert np.abs(a - b).mean() < 0.01


def test_a_leaf_is_a_weighted_share() -> None:
    X = np.zeros((10, 1))
    y = np.array([1] * 3 + [0] * 7, dtype=np.intp)
    p = trees.fit_forest(X, y, 2, trees=2000, leaf=1, prior=1.0).shares(X[:1])[0]
    assert p[1] == pytest.approx(0.3, abs=0.02)


def test_cells_that_are_not_numbers_are_missing(tmp_path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("\ufeffa,b\n1,x\n,nan\n1e400,3\n", "utf-8")
    rows = tables.read_rows(path)
    assert np.isnan(tables.numbers(rows, ["a"])[1:]).all()
    assert np.isnan(tables.numbers(rows, ["absent"])).all()
    assert [tables.text(row, "b") for row in rows] == ["x", "", "3"]


@pytest.mark.parametrize("content", [b"", b"a,b\n", b"\xff\xfe\x00"])
def test_what_is_not_a_table_is_refused(tmp_path, content: bytes) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(content)
    with pytest.raises(ForecastError, match=r"table\.csv"):
        tables.read_rows(path)
