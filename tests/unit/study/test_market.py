"""The market of a study: whose chances are used, and that a case without a block has no key."""

from __future__ import annotations

from copy import deepcopy
from functools import cache
from typing import Any

import pytest
from tests.unit.case.cases import river
from tests.unit.case.markets import grain, with_changes

from commonground.case.io import case_from_data
from commonground.study.market import chances_of
from commonground.study.record import Study
from commonground.study.run import run


@cache
def study() -> Study:
    return run(grain(), draws=300)


def forecast(**chances: float) -> dict[str, Any]:
    """The study's data with pooled forecasts by the horizon, one question an outcome."""
    data = deepcopy(study().data)
    horizon = data["case"]["horizon"]
    data["case"]["questions"] = {name: {"outcome": name, "deadline": horizon} for name in chances}
    data["forecasts"] = [{"id": name, "p": p} for name, p in chances.items()]
    return data


def test_a_case_without_the_block_has_no_key() -> None:
    assert "market" not in run(river(), draws=50).data


def test_the_market_is_mixed_by_the_headline_method() -> None:
    data = study().data
    outcome = data["solutions"]["common-ground"]["outcome"]
    assert data["market"]["chances"] == pytest.approx({name: held["p"] for name, held in outcome.items()})
    for name, path in data["market"]["chances_from"].items():
        assert study().get(path) == pytest.approx(data["market"]["chances"][name])


def test_at_the_modes_there_is_no_distribution() -> None:
    assert "market" not in run(grain(), modes=True).data


def test_without_tempo_or_spread_there_is_no_market() -> None:
    assert "market" not in run(case_from_data(with_changes({"talks": None})), draws=50).data
    silent = run(case_from_data(with_changes({"market.volatility": None})), draws=50)
    assert "market" not in silent.data
    assert any(finding.path == "market.volatility" for finding in silent.findings)


def test_the_same_study_to_the_byte() -> None:
    assert run(grain(), draws=300).to_json() == study().to_json()


def test_a_pooled_forecast_comes_first() -> None:
    found = chances_of(forecast(agreement=0.5, confrontation=0.2))
    assert found is not None
    assert found.p == pytest.approx({"agreement": 0.5, "impasse": 0.3, "confrontation": 0.2})
    assert found.paths == {"agreement": "forecasts.0.p", "confrontation": "forecasts.1.p", "impasse": "rest"}
    assert found.findings == ()


def test_what_is_not_forecast_keeps_its_ratio() -> None:
    method = study().data["solutions"]["common-ground"]["outcome"]
    found = chances_of(forecast(agreement=0.4))
    assert found is not None
    assert sum(found.p.values()) == pytest.approx(1.0)
    ratio = method["confrontation"]["p"] / method["impasse"]["p"]
    assert found.p["confrontation"] / found.p["impasse"] == pytest.approx(ratio)


def test_forecasts_beyond_one_are_scaled_and_told() -> None:
    found = chances_of(forecast(agreement=0.9, confrontation=0.3))
    assert found is not None
    assert found.p == pytest.approx({"agreement": 0.75, "impasse": 0.0, "confrontation": 0.25})
    assert "add up to 120 %" in found.findings[0].message


def test_forecasts_by_another_day_or_without_an_answer_are_not_used() -> None:
    data = forecast(agreement=0.9)
    data["case"]["questions"]["agreement"]["deadline"] = "2025-06-01"
    method = data["solutions"]["common-ground"]["outcome"]["agreement"]["p"]
    assert chances_of(data).p["agreement"] == pytest.approx(method)  # type: ignore[union-attr]
    data = forecast(agreement=0.9)
    data["forecasts"][0]["p"] = None
    assert chances_of(data).p["agreement"] == pytest.approx(method)  # type: ignore[union-attr]


def test_a_pooled_forecast_alone_is_enough() -> None:
    data = forecast(agreement=0.3)
    data["solutions"] = {}
    found = chances_of(data)
    assert found is not None
    assert found.p["agreement"] == pytest.approx(0.3)
    assert sum(found.p.values()) == pytest.approx(1.0)
    data["forecasts"] = []
    assert chances_of(data) is None
