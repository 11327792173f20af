"""Crises like this one: fields, the model that ships, and the nearest crises of a table."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonground.errors import ForecastError
from commonground.forecast.abstention import Abstention
from commonground.forecast.crises import fields, model, similar
from commonground.forecast.crises.fields import USA, Crisis
from commonground.forecast.voice import Voice

LIKE = Crisis(
    year=2025, trigger="Verbal act", gravity="Threat of grave damage", actors=("Iran",), threats=(USA,),
    triggered_by=(USA,), protracted="Non-protracted conflict",
)  # fmt: skip

SOME = st.builds(
    Crisis,
    year=st.integers(1918, 2021).map(float),
    trigger=st.sampled_from(("", *fields.TRIGGERS)),
    gravity=st.sampled_from(("", *fields.GRAVITIES)),
    actors=st.lists(st.sampled_from([USA, "Russia", "Iran", "India", "Chad"]), max_size=4, unique=True).map(
        tuple
    ),
    threats=st.lists(st.sampled_from([USA, "Russia", "Libya", "Pakistan"]), max_size=3, unique=True).map(
        tuple
    ),
    protracted=st.sampled_from(["", "Non-protracted conflict", "East/West", "Chad/Libya"]),
)


def said(crisis: Crisis, **settings: object) -> Voice:
    voice = model.crisis_voice(crisis, **settings)
    assert isinstance(voice, Voice)
    return voice


def test_the_coefficients_match_the_fields() -> None:
    shipped = model.shipped()
    assert shipped.onset.names == fields.ONSET
    assert shipped.course.names == (*fields.ONSET, *fields.CONDUCT)
    assert 0 < shipped.agreements < shipped.n
    for values in shipped.days.values():
        assert list(values) == sorted(values)


def test_the_average_crisis_ends_as_the_average_does() -> None:
    shipped = model.shipped()
    p = float(shipped.onset.probability(shipped.onset.mean[None])[0])
    assert p == pytest.approx(shipped.agreements / shipped.n, abs=0.02)


def test_mediated_crises_ended_in_agreement_more_often() -> None:
    with_one = said(replace(LIKE, mediation="Mediation occurred"), course=True)
    without = said(replace(LIKE, mediation="No mediation"), course=True)
    assert with_one.p > without.p + 0.15
    assert said(replace(LIKE, mediation="Mediation occurred")).p == said(LIKE).p


@given(SOME, st.floats(1, 3000), st.floats(1, 3000), st.floats(0, 5000))
def test_a_horizon_bounds_the_chance(crisis: Crisis, a: float, b: float, elapsed: float) -> None:
    ever = model.crisis_voice(crisis)
    if isinstance(ever, Abstention):
        return
    early, late = (said(crisis, days=d, elapsed=elapsed) for d in sorted((a, b)))
    assert 0.0 <= early.low <= early.p <= early.high <= 1.0
    assert early.p <= late.p + 1e-12
    assert said(crisis, days=3000.0).p == pytest.approx(ever.p)


def test_it_abstains_when_little_is_known() -> None:
    voice = model.crisis_voice(Crisis(year=2025))
    assert isinstance(voice, Abstention)
    assert "1 field" in voice.because


def test_crises_from_the_future_are_not_used() -> None:
    until = model.shipped().until
    assert said(LIKE, as_of=until).p == said(LIKE).p
    early = model.crisis_voice(LIKE, as_of=date(until.year, 1, 1))
    assert isinstance(early, Abstention)
    assert str(until) in early.because


def test_the_reason_names_what_the_crisis_has() -> None:
    because = said(LIKE).because
    assert "the United States named as threat (lowers it)" in because
    assert "trigger: Violent act" not in because


def test_bad_input_is_refused() -> None:
    with pytest.raises(ForecastError, match='Did you mean "Political act"'):
        Crisis(trigger="Politcal act")
    for settings in ({"days": 0.0}, {"days": float("nan")}, {"elapsed": -1.0}):
        with pytest.raises(ForecastError):
            model.crisis_voice(LIKE, **settings)


def test_the_model_survives_json() -> None:
    shipped = model.shipped()
    assert model.CrisisModel.from_dict(shipped.as_dict()).as_dict() == shipped.as_dict()


@given(SOME, SOME)
def test_distance_is_a_dissimilarity(a: Crisis, b: Crisis) -> None:
    there, back = similar.distance(a, b), similar.distance(b, a)
    assert there == back or (np.isnan(there) and np.isnan(back))
    assert not there < 0.0
    assert not there > 1.0
    assert similar.distance(a, a) == 0.0


def table() -> list[Crisis]:
    system = [
        {
            "crisno": f"{i}", "crisname": f"CRISIS {i}", "trigger_year": f"{1950 + i}", "trigger": "Verbal act",
            "gravity": "Political threat", "outcome": "Formal agreement" if i % 2 else "Unilateral act",
        }
        for i in range(1, 20)
    ]  # fmt: skip
    actors = [{"crisno": f"{i}.0", "actorname": "Iran", "threatname": USA} for i in range(1, 20)]
    return fields.crises(system, actors)


def test_the_nearest_come_first_and_none_from_the_future() -> None:
    past = table()
    assert past[0].actors == ("Iran",)
    nearest = similar.most_similar(replace(past[-1], outcome=""), past)
    assert len(nearest) == 10
    assert [n.crisis.number for n in nearest[:3]] == ["18", "17", "16"]
    assert [n.distance for n in nearest] == sorted(n.distance for n in nearest)
    until = similar.most_similar(LIKE, past, n=3, before=1960)
    assert all(n.crisis.year < 1960 for n in until)
    with pytest.raises(ForecastError, match="no crisis"):
        similar.most_similar(LIKE, past, before=1950)


def test_rows_with_absent_columns_and_unseen_levels_are_read() -> None:
    (crisis,) = fields.crises([{"crisno": "7", "trigger": "Something new"}])
    assert crisis.agreement is None
    X = fields.matrix([crisis])
    assert X.shape == (1, len(fields.ONSET) + len(fields.CONDUCT))
    assert np.isfinite(model.shipped().onset.probability(X[:, : len(fields.ONSET)])).all()
