"""The reference classes: their counts, intervals, horizons, and one rate from classes that overlap."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonground.errors import ForecastError
from commonground.forecast.abstention import Abstention
from commonground.forecast.reference.horizon import within
from commonground.forecast.reference.pooling import pooled_rate
from commonground.forecast.reference.table import ReferenceClass, Target, classes, target, targets
from commonground.forecast.reference.voice import reference_voice
from commonground.forecast.voice import Voice


def made(members: list[tuple[bool, set[str]]], names: list[frozenset[str]]) -> Target:
    """A target counted from single cases."""
    inside = [{i for i, (_, passes) in enumerate(members) if name <= passes} for name in names]
    rows = tuple(
        ReferenceClass(
            "/".join(["t", *sorted(name)]), "t", name, "came true, among cases", sum(members[i][0] for i in own),
            len(own), None, 100.0, date(2000, 1, 1), "made up",
        )
        for name, own in zip(names, inside)
    )  # fmt: skip
    return Target("t", rows, np.array([[float(len(a & b)) for b in inside] for a in inside]))


def cases(*groups: tuple[int, int, set[str]]) -> list[tuple[bool, set[str]]]:
    """Groups of (came true, in all, filters)."""
    return [(i < yes, passes) for yes, n, passes in groups for i in range(n)]


ALL, A, B = frozenset[str](), frozenset("a"), frozenset("b")


def test_the_table_is_whole() -> None:
    found = [c for t in targets().values() for c in t.classes]
    assert len(found) >= 60
    assert len({c.id for c in found}) == len(found)
    for c in found:
        low, high = c.interval()
        assert 0 <= c.count <= c.n
        assert c.n >= 10
        assert low <= c.rate <= high
        assert c.definition
        assert c.source
    for t in targets().values():
        n = [c.n for c in t.classes]
        assert t.everyone.filters == frozenset()
        np.testing.assert_array_equal(np.diag(t.shared), n)
        np.testing.assert_array_equal(t.shared, t.shared.T)
        np.testing.assert_array_equal(t.shared[0], n)


def test_changes_of_administration_are_classes() -> None:
    """Known associations: 0.190 against 0.081 a year in the target, 0.108 against 0.079 in Washington."""
    by_id = {c.id: c for t in targets().values() for c in t.classes}
    turned = by_id["sanctions-end-in-year/leader-change-in-target"]
    stayed = by_id["sanctions-end-in-year/no-leader-change-in-target"]
    assert turned.rate == pytest.approx(0.190, abs=0.01)
    assert stayed.rate == pytest.approx(0.081, abs=0.01)
    assert turned.interval()[0] > stayed.interval()[1]
    new = by_id["us-sanctions-end-in-year/first-two-years-of-a-president"]
    later = by_id["us-sanctions-end-in-year/later-years-of-a-president"]
    assert (round(new.rate, 3), round(later.rate, 3)) == (0.108, 0.079)
    party = by_id["us-sanctions-end-in-year/first-two-years-after-a-change-of-party"]
    same = by_id["us-sanctions-end-in-year/no-recent-change-of-party"]
    assert party.interval()[0] < same.rate < party.interval()[1]


def test_agreement_in_crises_agrees_with_the_whole_record() -> None:
    """Shares of the whole data set, of which the table counts a part: 0.397, mediated 0.677 and not 0.272."""
    by_id = {c.id: c for c in target("crisis-agreement").classes}
    for name, share in (("", 0.397), ("/mediation", 0.677), ("/no-mediation", 0.272), ("/since-1990", 0.475)):
        low, high = by_id[f"crisis-agreement{name}"].interval()
        assert low < share < high


@given(
    st.floats(0.001, 0.999), st.floats(1, 2000), st.floats(1, 2000), st.one_of(st.none(), st.floats(10, 2000))
)
def test_a_longer_horizon_is_no_less_likely(p: float, a: float, b: float, horizon: float | None) -> None:
    early, late = sorted((a, b))
    assert within(p, early, horizon, 155.0) <= within(p, late, horizon, 155.0) + 1e-12
    assert 0.0 <= within(p, late, horizon, 155.0) <= 1.0


def test_horizons_by_hazard() -> None:
    assert within(0.19, 730.5, 365.25, None) == pytest.approx(1 - 0.81**2)
    assert within(0.19, 365.25, 365.25, None) == pytest.approx(0.19)
    assert within(0.4, 155.0, None, 155.0) == pytest.approx(0.4 * (1 - np.exp(-1)))
    assert within(0.4, 1e6, None, 155.0) == pytest.approx(0.4)
    assert within(0.4, 30.0, None, None) == 0.4
    for days in (0.0, -1.0, float("nan"), float("inf")):
        with pytest.raises(ForecastError, match="not ahead"):
            within(0.4, days, None, None)


def test_without_filters_the_pool_is_the_rate_of_all() -> None:
    for name, t in targets().items():
        pool = pooled_rate(t)
        assert pool.rate == pytest.approx(t.everyone.rate, abs=0.01), name
        assert pool.low <= t.everyone.rate <= pool.high


def test_a_large_class_keeps_its_rate_and_a_small_one_is_drawn_in() -> None:
    large = made(cases((600, 1000, {"a"}), (200, 1000, set())), [ALL, A])
    small = made(cases((6, 10, {"a"}), (200, 1000, set())), [ALL, A])
    assert pooled_rate(large, ["a"]).rate == pytest.approx(0.6, abs=0.02)
    drawn = pooled_rate(small, ["a"])
    assert small.everyone.rate < drawn.rate < 0.6
    wide, narrow = (pooled_rate(t, ["a"]) for t in (small, large))
    assert wide.high - wide.low > narrow.high - narrow.low


def test_two_names_for_one_class_are_not_counted_twice() -> None:
    once = made(cases((80, 100, {"a"}), (100, 400, set())), [ALL, A])
    twice = made(cases((80, 100, {"a", "b"}), (100, 400, set())), [ALL, A, B])
    assert pooled_rate(twice, ["a", "b"]).rate == pytest.approx(pooled_rate(once, ["a"]).rate, abs=0.03)


def test_two_independent_filters_add_up() -> None:
    members = cases((160, 200, {"a", "b"}), (100, 200, {"a"}), (100, 200, {"b"}), (40, 200, set()))
    t = made(members, [ALL, A, B])
    assert pooled_rate(t, ["a", "b"]).rate == pytest.approx(0.8, abs=0.04)
    assert pooled_rate(t, ["a"]).rate == pytest.approx(0.65, abs=0.03)


@given(st.lists(st.sampled_from(target("crisis-agreement").filters), max_size=6, unique=True), st.randoms())
def test_a_pool_is_a_probability_whatever_the_order(filters: list[str], random) -> None:
    shuffled = list(filters)
    random.shuffle(shuffled)
    a, b = pooled_rate(target("crisis-agreement"), filters), pooled_rate(target("crisis-agreement"), shuffled)
    assert a == b
    assert 0.0 < a.low <= a.rate <= a.high < 1.0


def test_the_voice_says_counts_horizon_and_classes() -> None:
    voice = reference_voice("crisis-agreement", ["us-named-as-threat", "since-1990"], days=180)
    ever = reference_voice("crisis-agreement", ["us-named-as-threat", "since-1990"])
    assert isinstance(voice, Voice)
    assert isinstance(ever, Voice)
    assert voice.p < ever.p
    assert "163 ended in formal" in voice.because
    assert "180 days" in voice.because
    assert voice.rests_on == tuple(
        c.id for c in classes("crisis-agreement", ["us-named-as-threat", "since-1990"])
    )


def test_counts_from_the_future_are_not_used() -> None:
    last = target("crisis-agreement").everyone.until
    assert isinstance(reference_voice("crisis-agreement", as_of=last), Voice)
    early = reference_voice("crisis-agreement", as_of=date(last.year - 1, 1, 1))
    assert isinstance(early, Abstention)
    assert str(last) in early.because
    assert isinstance(reference_voice("asked-geopolitics", as_of=date(2025, 3, 7)), Abstention)


def test_unknown_names_get_the_nearest() -> None:
    with pytest.raises(ForecastError, match='Did you mean "crisis-agreement"'):
        reference_voice("crisis-agrement")
    with pytest.raises(ForecastError, match='Did you mean "mediation"'):
        reference_voice("crisis-agreement", ["mediaton"])
    assert replace(target("crisis-agreement").everyone, count=0).interval()[0] == 0.0
