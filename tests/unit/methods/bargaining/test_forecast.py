"""Settlements as distributions."""

from __future__ import annotations

import numpy as np
import pytest

from commonground.errors import UsageError
from commonground.methods.bargaining.forecast import (
    bootstrap_interval,
    crps,
    figures,
    fit,
    forecast_settlement,
    interval,
    residuals,
    two_camps,
)
from commonground.methods.bargaining.talks import talks


def test_crps_of_two_points_by_hand() -> None:
    assert crps(np.array([0.0, 1.0]), 0.0) == pytest.approx(0.5 - 0.25)
    assert crps(np.array([3.0]), 5.0) == 2.0


def test_crps_of_a_normal() -> None:
    """At its mean, sd (sqrt 2 - 1) / sqrt pi (gneiting2007)."""
    sample = np.random.default_rng(0).normal(size=200_000)
    assert crps(sample, 0.0) == pytest.approx((np.sqrt(2) - 1) / np.sqrt(np.pi), abs=3e-3)


def test_a_forecast_stays_within_the_scale_and_is_wide() -> None:
    given = talks([4, 7, 10], [0.5, 0.5, 0.5], [1, 1, 1], low=4, high=10)
    drawn = forecast_settlement(given, np.array([[7.0]]), "compromise")
    assert drawn.shape == (1000, 1)
    assert drawn.min() >= 4
    assert drawn.max() <= 10
    low, high = interval(drawn[:, 0])
    assert high - low > 2
    assert (drawn == forecast_settlement(given, np.array([[7.0]]), "compromise")).all()


def test_residuals_of_exact_forecasts_are_nothing() -> None:
    share = np.linspace(0, 1, 60)
    error = fit(share, share, np.arange(60) < 30, np.linspace(0, 1, 11))
    assert np.abs(error.quantile).max() == 0


def test_two_camps() -> None:
    made = talks([[0, 10], [0, 40], [100, 90], [float("nan"), 10]], np.full((4, 2), 0.5), [1, 1, 1, 1])
    assert two_camps(made).tolist() == [[True, False]]


def test_the_shipped_figures_say_where_they_are_from() -> None:
    told = figures()
    assert "DEU III" in told["source"]
    for method, score in told["score"].items():
        assert score["crps"] <= 0.8 * score["mae"], method
        known = residuals(method)
        assert (np.diff(known.quantile, axis=1) >= 0).all()


def test_an_unknown_method_names_a_near_one() -> None:
    with pytest.raises(UsageError, match="compromise"):
        residuals("compromize")


def test_bootstrap_by_groups_is_wider() -> None:
    value = np.repeat(np.random.default_rng(0).normal(size=20), 10)
    alone, grouped = bootstrap_interval(value), bootstrap_interval(value, group=np.repeat(np.arange(20), 10))
    assert grouped[1] - grouped[0] > alone[1] - alone[0]
