"""Scores against closed forms, integrals and cases worked by hand; track records against plain loops."""

from __future__ import annotations

import math
from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import ndtr, ndtri
from tests.unit.forecast import books

from commonground.forecast.answer import Quantiles, Shares
from commonground.forecast.book import forecast_entry
from commonground.forecast.calibration import TOO_FEW, calibration, jeffreys, sharpness
from commonground.forecast.score import (
    brier,
    brier_choice,
    crps,
    log_choice,
    log_score,
    ranked_probability,
)
from commonground.forecast.track import track_record
from commonground.forecast.voice import Voice

P = st.floats(0.0, 1.0)


def a(*values: float) -> Any:
    return np.array(values, dtype=float)


class TestRules:
    def test_by_hand(self) -> None:
        assert brier(a(0.2, 0.2), a(1, 0)) == pytest.approx([0.64, 0.04])
        assert log_score(a(0.2, 0.2), a(1, 0)) == pytest.approx([-math.log(0.2), -math.log(0.8)])
        assert log_score(a(0.0), a(1)) == pytest.approx([math.log(1000)])
        share = np.array([[0.5, 0.3, 0.2]])
        assert brier_choice(share, np.array([0])) == pytest.approx([(0.25 + 0.09 + 0.04) / 2])
        assert ranked_probability(share, np.array([0])) == pytest.approx([(0.25 + 0.04) / 2])
        assert log_choice(share, np.array([2])) == pytest.approx([-math.log(0.2)])

    @given(P, st.sampled_from([0, 1]))
    def test_two_options_score_as_yes_and_no(self, p: float, yes: int) -> None:
        share, outcome = np.array([[p, 1 - p]]), np.array([1 - yes])
        assert brier_choice(share, outcome) == pytest.approx(brier(a(p), a(yes)))
        assert ranked_probability(share, outcome) == pytest.approx(brier(a(p), a(yes)))
        assert log_choice(share, outcome) == pytest.approx(log_score(a(p), a(yes)))

    @given(st.floats(0.01, 0.99), st.floats(0.01, 0.99))
    def test_rules_are_proper(self, truth: float, p: float) -> None:
        for rule in (brier, log_score):

            def expected(said: float, rule: Any = rule) -> float:
                return float(truth * rule(a(said), a(1))[0] + (1 - truth) * rule(a(said), a(0))[0])

            assert expected(truth) <= expected(p) + 1e-12

    @pytest.mark.parametrize("outcome", [-4.0, 0.0, 0.7, 1.3])
    def test_crps_of_a_normal(self, outcome: float) -> None:
        """Closed form of gneiting2007, eq. 21; the grid's tails are cut at 0.0005, which costs under 3e-4."""
        levels = np.linspace(0.0005, 0.9995, 2000)
        density = math.exp(-outcome * outcome / 2) / math.sqrt(2 * math.pi)
        closed = outcome * (2 * ndtr(outcome) - 1) + 2 * density - 1 / math.sqrt(math.pi)
        assert crps(levels, ndtri(levels)[None], a(outcome)) == pytest.approx([closed], abs=3e-4)

    @given(st.lists(st.floats(-5, 5), min_size=3, max_size=3).map(sorted), st.floats(-8, 8))
    def test_crps_is_the_integral_over_levels(self, values: list[float], outcome: float) -> None:
        levels = a(0.1, 0.4, 0.9)
        u = (np.arange(20_000) + 0.5) / 20_000
        q = np.interp(u, levels, values)
        integral = 2 * np.mean(((outcome <= q) - u) * (q - outcome))
        assert crps(levels, np.array([values]), a(outcome)) == pytest.approx([integral], abs=2e-3)

    def test_crps_of_a_point_is_the_absolute_error(self) -> None:
        assert crps(a(0.5), np.array([[3.0], [3.0]]), a(5.0, 1.0)) == pytest.approx([2.0, 2.0])


class TestCalibration:
    def test_jeffreys(self) -> None:
        """The density of Beta(k + 1/2, n - k + 1/2), summed on a grid, has 5 % below and above the ends."""
        low, high = jeffreys(4, 20)
        x = (np.arange(200_000) + 0.5) / 200_000
        density = x**3.5 * (1 - x) ** 15.5
        assert density[x < low].sum() / density.sum() == pytest.approx(0.05, abs=1e-4)
        assert density[x > high].sum() / density.sum() == pytest.approx(0.05, abs=1e-4)
        assert jeffreys(0, 20)[0] == 0.0
        assert jeffreys(20, 20)[1] == 1.0

    def test_too_few_gives_no_verdict(self) -> None:
        p = np.full(TOO_FEW - 1, 0.2)
        assert "too few" in calibration(p, p * 0, np.ones(len(p)), TOO_FEW - 1)["verdict"]
        assert "too few" not in calibration(np.full(30, 0.2), np.zeros(30), np.ones(30), 30)["verdict"]

    def test_a_calibrated_record_has_no_fault_and_an_overconfident_one_has(self) -> None:
        rng = np.random.default_rng(3)
        p = rng.beta(1, 2, 2000)
        happened = (rng.random(2000) < p).astype(float)
        sound = calibration(p, happened, np.ones(2000), 2000)
        assert sound["verdict"].startswith("no sign of miscalibration")
        assert sound["error"] < 0.03
        extreme = np.clip(2.2 * (p - 0.5) + 0.5, 0, 1)
        wrong = calibration(extreme, happened, np.ones(2000), 2000)
        assert "too low at 0-5 %" in wrong["verdict"]
        assert wrong["error"] > 0.05

    def test_bins_cover_all_forecasts(self) -> None:
        p = np.linspace(0, 1, 201)
        bins = calibration(p, p, np.ones(201), 201)["bins"]
        assert sum(one["n"] for one in bins) == 201
        assert all(one["from"] <= one["forecast"] <= one["to"] for one in bins)

    def test_sharpness(self) -> None:
        assert sharpness(a(0.3, 0.3), a(1, 1))["sd"] == 0.0
        assert sharpness(a(0.0, 1.0), a(1, 1))["sd"] == 0.5
        assert sharpness(a(0.0, 1.0), a(1, 1))["bins"][9] == 0.5


DEAL, OTHER = books.question(), books.question("other", topic="oil")


def voice_of(record: dict[str, Any], by: str) -> dict[str, Any]:
    return next(one for one in record["voices"] if one["by"] == by)


class TestTrackRecord:
    def test_by_the_days_each_forecast_stood(self) -> None:
        made = books.book(
            books.asked(DEAL),
            books.said(DEAL, "Ann", 0.2, "2025-01-01"),
            books.said(DEAL, "Ann", 0.6, "2025-01-31"),
            books.resolved(DEAL, "yes", "2025-02-10"),
        )
        found = {
            when: voice_of(track_record(made, when), "Ann")["yes_no"]["brier"]
            for when in ("days", "first", "last", "each")
        }
        assert found == pytest.approx(
            {"days": (30 * 0.64 + 10 * 0.16) / 40, "first": 0.64, "last": 0.16, "each": 0.4}
        )

    def test_baselines(self) -> None:
        made = books.book(
            books.asked(DEAL),
            books.asked(OTHER),
            books.said(OTHER, "Ann", 0.3, "2025-01-01"),
            books.resolved(OTHER, "no", "2025-01-11"),
            books.said(DEAL, "Ann", 0.2, "2025-02-01"),
            books.said(DEAL, "Ann", 0.6, "2025-02-06"),
            books.resolved(DEAL, "yes", "2025-02-11"),
        )
        found = voice_of(track_record(made), "Ann")["yes_no"]
        base = {name: one["brier"] for name, one in found["baselines"].items()}
        assert base["half"] == pytest.approx(0.25)
        assert base["base_rate"] == pytest.approx(0.25)
        assert base["base_rate_then"] == pytest.approx((0.25 + 0.75**2) / 2)  # half, then (0 + 1/2) / (1 + 1)
        assert base["last_value"] == pytest.approx((0.25 + (0.75**2 + 0.64) / 2) / 2)
        assert found["skill"] == pytest.approx(1 - found["brier"] / 0.25)
        assert found["yes"] == pytest.approx(0.5)

    def test_what_came_too_late_does_not_count(self) -> None:
        entries = [
            books.asked(DEAL),
            books.said(DEAL, "Ann", 0.2, "2025-01-01"),
            books.said(DEAL, "Ann", 0.9, "2025-02-10"),
            books.said(DEAL, "Ben", 0.9, "2025-02-11"),
            books.resolved(DEAL, "yes", "2025-02-10"),
        ]
        record = track_record(books.book(*entries))
        assert [one["by"] for one in record["voices"]] == ["Ann"]
        assert voice_of(record, "Ann")["yes_no"]["brier"] == pytest.approx(0.64)
        assert record["left_out"] == {"made on or after the day of the outcome": 2}

    def test_hindsight_counts_only_on_request_or_as_an_import(self) -> None:
        entries = [
            books.asked(DEAL),
            books.said(DEAL, "Ann", 0.9, "2025-01-01"),
            books.resolved(DEAL, "yes", "2025-02-10"),
        ]
        late = books.book(*entries, at="2025-07-01T00:00:00Z")
        assert track_record(late)["voices"] == []
        assert track_record(late)["left_out"] == {"written down after the day of the outcome": 1}
        assert len(track_record(late, hindsight=True)["voices"]) == 1
        entries[1]["imported"] = True
        assert len(track_record(books.book(*entries, at="2025-07-01T00:00:00Z"))["voices"]) == 1

    def test_backdated_forecasts_are_told(self) -> None:
        entries = [
            books.asked(DEAL),
            books.said(DEAL, "Ann", 0.9, "2025-01-01"),
            books.resolved(DEAL, "yes", "2025-02-10"),
        ]
        assert track_record(books.book(*entries))["backdated"] == 0
        assert track_record(books.book(*entries, at="2025-01-20T00:00:00Z"))["backdated"] == 1

    def test_void_and_open_questions_do_not_count(self) -> None:
        made = books.book(
            books.asked(DEAL), books.asked(OTHER), books.said(DEAL, "Ann", 0.2), books.said(OTHER, "Ann", 0.2),
            books.resolved(DEAL, "void"),
        )  # fmt: skip
        record = track_record(made)
        assert (record["questions"], record["open"], record["void"], record["voices"]) == (0, 1, 1, [])

    def test_of_two_on_one_day_the_last_line_counts(self) -> None:
        made = books.book(
            books.asked(DEAL),
            books.said(DEAL, "Ann", 0.2),
            books.said(DEAL, "Ann", 0.7),
            books.resolved(DEAL),
        )
        assert voice_of(track_record(made), "Ann")["yes_no"]["brier"] == pytest.approx(0.09)

    def test_topics(self) -> None:
        made = books.book(
            books.asked(DEAL), books.asked(OTHER), books.said(DEAL, "Ann", 0.2), books.said(OTHER, "Ann", 0.6),
            books.resolved(DEAL), books.resolved(OTHER),
        )  # fmt: skip
        record = track_record(made)
        assert {
            one["topic"]: one["voices"][0]["yes_no"]["brier"] for one in record["topics"]
        } == pytest.approx({"no topic": 0.64, "oil": 0.16})
        assert track_record(made, topic="oil")["questions"] == 1
        assert voice_of(track_record(made, topic="oil"), "Ann")["yes_no"]["brier"] == pytest.approx(0.16)

    def test_choices_numbers_and_days(self) -> None:
        choice = books.question("who", kind="choice", options=("low", "mid", "high"), ordered=True)
        wide = books.question("five", kind="choice", options=tuple("abcde"))
        number = books.question("oil", kind="number", unit="USD")
        day = books.question("when", kind="date")
        when = date(2025, 1, 10)
        shares = Voice("Ann", "people", distribution=Shares(choice.options, (0.5, 0.3, 0.2)))
        five = Voice("Ann", "people", distribution=Shares(wide.options, (0.2,) * 5))
        price = Voice("Ann", "people", distribution=Quantiles((0.5,), (70.0,)))
        days = Voice("Ann", "people", distribution=Quantiles((0.5,), (float(date(2025, 5, 1).toordinal()),)))
        made = books.book(
            *(books.asked(one) for one in (choice, wide, number, day)),
            forecast_entry(choice, shares, when),
            forecast_entry(wide, five, when),
            forecast_entry(number, price, when, now=60.0),
            forecast_entry(day, days, when),
            books.resolved(choice, "low"),
            books.resolved(wide, "e"),
            books.resolved(number, 74.0),
            books.resolved(day, "2025-05-11"),
        )
        found = voice_of(track_record(made), "Ann")
        assert found["choice"]["brier"] == pytest.approx((0.19 + (0.64 + 4 * 0.04) / 2) / 2)
        assert found["choice"]["ranked_probability"] == pytest.approx((0.25 + 0.04) / 2)
        assert found["choice"]["baselines"]["half"]["log"] == pytest.approx((math.log(3) + math.log(5)) / 2)
        assert found["amount"]["USD"]["crps"] == pytest.approx(4.0)
        assert found["amount"]["USD"]["baselines"]["last_value"]["crps"] == pytest.approx(14.0)
        assert found["amount"]["USD"]["skill"] == pytest.approx(1 - 4 / 14)
        assert found["amount"]["days"]["crps"] == pytest.approx(10.0)

    def test_an_empty_ledger(self) -> None:
        record = track_record(books.book())
        assert (record["questions"], record["voices"], record["topics"]) == (0, [], [])

    @given(
        st.lists(st.tuples(st.sampled_from("ab"), st.integers(1, 40), P), min_size=1, max_size=25),
        st.booleans(),
    )
    def test_days_equal_a_plain_loop(self, forecasts: list[tuple[str, int, float]], yes: bool) -> None:
        said = [
            books.said(DEAL, by, p, date.fromordinal(date(2025, 1, 1).toordinal() + day).isoformat())
            for by, day, p in forecasts
        ]
        made = books.book(
            books.asked(DEAL), *said, books.resolved(DEAL, "yes" if yes else "no", "2025-02-01")
        )
        record = track_record(made)
        for by in "ab":
            scores = []
            for day in range(1, 31):
                standing = [
                    (when, place, p)
                    for place, (name, when, p) in enumerate(forecasts)
                    if name == by and when <= day
                ]
                if standing:
                    scores.append((max(standing)[2] - yes) ** 2)
            voices = [one for one in record["voices"] if one["by"] == by]
            assert bool(voices) == bool(scores)
            if voices:
                assert voices[0]["yes_no"]["brier"] == pytest.approx(float(np.mean(scores)))
