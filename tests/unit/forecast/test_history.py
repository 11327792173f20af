"""The hazard of events between a pair: what it reads, what it says, when it abstains."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from commonground.errors import ForecastError
from commonground.forecast.abstention import Abstention
from commonground.forecast.history import icews, kinds
from commonground.forecast.history.hazard import Hazard, Panel, fit_hazard
from commonground.forecast.history.model import history_voice, shipped
from commonground.forecast.history.series import (
    PairSeries,
    Prior,
    features,
    fit_prior,
    month_name,
    month_number,
    own_rate,
)
from commonground.forecast.voice import Voice

COUNTS = arrays.arrays(np.float64, st.tuples(st.integers(3, 40), st.just(4)), elements=st.integers(0, 60))


def voice(counts: np.ndarray, kind: str = "agreement", months: float = 1.0) -> Voice:
    said = history_voice(PairSeries(counts), kind, months)
    assert isinstance(said, Voice)
    return said


@given(COUNTS, st.sampled_from(["agreement", "force"]), st.floats(0.1, 60.0), st.floats(0.1, 60.0))
def test_a_probability_that_grows_with_the_horizon(counts: np.ndarray, kind: str, a: float, b: float) -> None:
    said = history_voice(PairSeries(counts), kind, min(a, b))
    if isinstance(said, Abstention):
        assert counts.sum() < 3
        return
    later = voice(counts, kind, max(a, b))
    assert 0.0 <= said.low <= said.p <= said.high <= 1.0
    assert said.p <= later.p + 1e-12


@pytest.mark.parametrize("kind", ["agreement", "force"])
def test_more_of_it_makes_more_of_it_likelier(kind: str) -> None:
    chances = []
    for every in (24, 6, 3, 1):
        counts = np.zeros((24, 4))
        counts[:, 2] = 4.0
        counts[::every, kinds.KINDS.index(kind)] = 1.0
        chances.append(voice(counts, kind).p)
    assert chances == sorted(chances)
    assert chances[0] < 0.1 < 0.4 < chances[-1]


def test_it_abstains_without_events_and_says_why() -> None:
    for counts, why in (
        (np.zeros((24, 4)), "no events"),
        (np.eye(4)[:1].repeat(2, 0), "2 events"),
        (np.full((2, 4), 5.0), "cover 2 months"),
        (np.full((12, 4), np.nan), "no events"),
    ):
        said = history_voice(PairSeries(counts), "force", 3)
        assert isinstance(said, Abstention)
        assert why in said.because


def test_months_before_the_first_covered_one_do_not_matter() -> None:
    counts = np.random.default_rng(0).poisson(1.0, (12, 4)).astype(float)
    padded = np.vstack([np.full((5, 4), np.nan), counts])
    assert voice(padded).p == voice(counts).p


def test_a_model_from_the_future_is_not_used() -> None:
    series = PairSeries(np.full((6, 4), 2.0))
    assert isinstance(history_voice(series, "force", 1.0, as_of=date(2025, 3, 8)), Voice)
    assert isinstance(history_voice(series, "force", 1.0, as_of=date(2016, 1, 1)), Abstention)


def test_bad_input_is_refused() -> None:
    good = PairSeries(np.full((6, 4), 2.0))
    with pytest.raises(ForecastError, match="not ahead"):
        history_voice(good, "force", 0.0)
    with pytest.raises(ForecastError, match='Did you mean "agreement"'):
        history_voice(good, "agreements", 1.0)
    for bad in (np.zeros((3, 3)), np.full((3, 4), -1.0), np.full((3, 4), np.inf), np.zeros(4)):
        with pytest.raises(ForecastError, match="monthly counts"):
            PairSeries(bad)


def test_the_own_rate_is_drawn_to_the_mean() -> None:
    counts = np.zeros((2, 10, 4))
    counts[0, :5, 0] = 1.0
    rate = own_rate(counts, 0, Prior(1.0, 9.0))
    np.testing.assert_allclose(rate, [6 / 20, 1 / 20])


def test_the_prior_is_found_again() -> None:
    rng = np.random.default_rng(1)
    n = np.full(4000, 24.0)
    found = fit_prior(rng.binomial(24, rng.beta(0.5, 4.5, 4000)).astype(float), n)
    assert found.yes / (found.yes + found.no) == pytest.approx(0.1, abs=0.01)
    assert found.yes + found.no == pytest.approx(5.0, rel=0.25)


def simulated(pairs: int = 400, months: int = 30, seed: int = 2) -> Panel:
    rng = np.random.default_rng(seed)
    level = rng.gamma(0.6, 1.0, (pairs, 1, 1)) * np.array([0.15, 0.1, 2.0, 2.0])
    counts = rng.poisson(np.broadcast_to(level, (pairs, months, 4))).astype(float)
    return Panel(tuple((f"a{i:03d}", f"b{i:03d}") for i in range(pairs)), counts, month_number("2010-01"))


def test_a_fit_is_calibrated_on_what_it_was_fitted_to_and_survives_json() -> None:
    panel = simulated()
    hazard = fit_hazard([panel], 0, (1, 3))
    members = panel.known_at(20)
    p = hazard.probability(panel.counts[members, :21], 3.0)
    came = panel.counts[members, 21:24, 0].sum(axis=1) > 0
    assert p.mean() == pytest.approx(came.mean(), abs=0.04)
    again = Hazard.from_dict(hazard.as_dict())
    np.testing.assert_allclose(again.probability(panel.counts[members, :21], 3.0), p, atol=2e-3)


def test_a_fit_does_not_see_the_months_after_its_last() -> None:
    panel = simulated()
    changed = panel.counts.copy()
    changed[:, 21:] = 50.0
    a = fit_hazard([panel], 1, (1,), [20])
    b = fit_hazard([Panel(panel.pairs, changed, panel.first)], 1, (1,), [20])
    assert a.as_dict() == b.as_dict()


def test_what_is_read_does_not_depend_on_later_months() -> None:
    """The leak test at this level: an event dated a day after the origin's month changes nothing."""
    counts = np.random.default_rng(3).poisson(1.0, (5, 12, 4)).astype(float)
    later = np.concatenate([counts, np.full((5, 3, 4), 99.0)], axis=1)
    np.testing.assert_array_equal(features(counts, 0, Prior(1, 5)), features(later[:, :12], 0, Prior(1, 5)))


def test_too_few_pairs_are_refused() -> None:
    with pytest.raises(ForecastError, match="too few"):
        fit_hazard([simulated(pairs=4, months=6)], 0, (1,))


def test_months_count_on() -> None:
    assert month_name(month_number("2024-12") + 1) == "2025-01"
    with pytest.raises(ForecastError, match="not a month"):
        month_number("2024-13")


def test_codes_fall_into_kinds() -> None:
    assert [kinds.kind_of_code(code) for code in ("057", "0871", "190", "0311", "042", "112", "1823")] == [
        0, 0, 1, 2, 2, 3, 1,
    ]  # fmt: skip
    assert kinds.kind_of_name("Sign formal agreement") == 0
    assert kinds.kind_of_name("fight with small arms and light weapons") == 1
    assert kinds.kind_of_name("Sing a song") is None


def test_shipped_coefficients_cover_a_year() -> None:
    for hazard in shipped():
        assert sorted(hazard.by_horizon) == [1, 2, 3, 6, 12]


def test_events_of_a_file_by_country_and_month(tmp_path: Path) -> None:
    rows = ["date,s,r,o"]
    rows += [
        f"2020-{m:02d}-{d:02d},Police (India),Sign formal agreement,Nepal" for m in (1, 2) for d in (1, 28)
    ]
    rows += [
        "2020-02-03,Government (Nepal),Use conventional military force,India",
        "2020-02-03,X,Consult,India",
    ]
    rows += ["2020-03-30,India,Consult,Citizen (India)", "2020-04-02,India,Consult,Nepal"]
    path = tmp_path / "events.csv"
    path.write_text("\n".join(rows) + "\n", "utf-8")
    panel = icews.panel_of([icews.read_events(path)])
    assert panel.pairs == (("India", "Nepal"),)
    assert month_name(panel.first) == "2020-01"
    np.testing.assert_array_equal(panel.counts[0], [[2, 0, 0, 0], [2, 1, 0, 0], [0, 0, 0, 0]])


def test_numbered_facts_need_names_of_relations(tmp_path: Path) -> None:
    path = tmp_path / "icews18_part.csv"
    path.write_text("s,r,o,t\n0,0,1,0\n1,1,0,40\n", "utf-8")
    with pytest.raises(ForecastError, match=r"icews18_relations\.csv"):
        icews.read_events(path)
    (tmp_path / "icews18_relations.csv").write_text("id,name\n0,Sign formal agreement\n1,Consult\n", "utf-8")
    events = icews.read_events(path)
    assert events.kind.tolist() == [0, 2]
    assert events.parties == [("#0", "#1"), ("#1", "#0")]
