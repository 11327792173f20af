"""Pooling: families weigh equally, log-linear, bounded, with every part shown."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.forecast import books

from commonground.errors import ForecastError
from commonground.forecast.answer import Quantiles, Shares
from commonground.forecast.book import Book
from commonground.forecast.learned import ENOUGH, learned_weights
from commonground.forecast.odds import bounded_shares, log_odds
from commonground.forecast.over_time import over_time
from commonground.forecast.pool import EQUAL, Weights, pool
from commonground.forecast.voice import FAMILIES, Voice

CHANCES = st.floats(0.0, 1.0)
FAMILY = st.sampled_from(FAMILIES)


def voice(name: str, family: Any, p: float, low: float | None = None, high: float | None = None) -> Voice:
    return Voice(name, family, p, low, high)


def chance(*voices: Voice, weights: Weights = EQUAL) -> float:
    answer = pool(voices, weights).answer
    assert isinstance(answer, float)
    return answer


@st.composite
def voices(draw: st.DrawFn, most: int = 6) -> list[Voice]:
    given_ = draw(st.lists(st.tuples(FAMILY, CHANCES), min_size=1, max_size=most))
    return [voice(f"v{n}", family, p) for n, (family, p) in enumerate(given_)]


class TestPool:
    def test_the_mean_of_log_odds_by_family(self) -> None:
        heard = [
            voice("r", "history", 0.2),
            voice("a", "structure", 0.1),
            voice("b", "structure", 0.4),
            voice("x", "people", 0.3),
        ]
        odds = (log_odds(0.2) + (log_odds(0.1) + log_odds(0.4)) / 2 + log_odds(0.3)) / 3
        assert chance(*heard) == pytest.approx(1 / (1 + math.exp(-odds)))

    @given(voices())
    def test_between_the_voices_and_independent_of_their_order(self, heard: list[Voice]) -> None:
        pooled = chance(*heard)
        bounded = [min(max(one.p or 0.0, 0.01), 0.99) for one in heard]
        assert min(bounded) - 1e-12 <= pooled <= max(bounded) + 1e-12
        assert chance(*reversed(heard)) == pytest.approx(pooled)

    @given(voices())
    def test_yes_and_no_mirror_each_other(self, heard: list[Voice]) -> None:
        mirrored = [voice(one.id, one.family, 1 - (one.p or 0.0)) for one in heard]
        assert chance(*mirrored) == pytest.approx(1 - chance(*heard))

    @given(voices(), CHANCES)
    def test_a_higher_voice_never_lowers_the_pool(self, heard: list[Voice], p: float) -> None:
        raised = [voice(heard[0].id, heard[0].family, max(p, heard[0].p or 0.0)), *heard[1:]]
        assert chance(*raised) >= chance(*heard) - 1e-12

    @given(voices())
    def test_shares_add_up_and_families_weigh_the_same(self, heard: list[Voice]) -> None:
        parts = pool(heard).parts
        assert sum(part.weight for part in parts) == pytest.approx(1)
        by_family: dict[str, float] = {}
        for part in parts:
            by_family[part.voice.family] = by_family.get(part.voice.family, 0.0) + part.weight
        assert all(total == pytest.approx(1 / len(by_family)) for total in by_family.values())

    @given(voices())
    def test_two_options_pool_as_yes_and_no(self, heard: list[Voice]) -> None:
        shares = [
            Voice(one.id, one.family, distribution=Shares(("y", "n"), (one.p or 0.0, 1 - (one.p or 0.0))))
            for one in heard
        ]
        answer = pool(shares).answer
        assert isinstance(answer, Shares)
        assert answer.of("y") == pytest.approx(chance(*heard))

    @given(voices(5), CHANCES)
    def test_pooling_is_externally_bayesian(self, heard: list[Voice], likelihood: float) -> None:
        """Evidence that all take in gives the same pool whether it is taken in before or after."""
        inside = [voice(one.id, one.family, 0.2 + 0.6 * (one.p or 0.0)) for one in heard]
        shift = 1.5 * (likelihood - 0.5)

        def learn(p: float) -> float:
            return 1 / (1 + math.exp(-(log_odds(p) + shift)))

        after = chance(*(voice(one.id, one.family, learn(one.p or 0.0)) for one in inside))
        assert after == pytest.approx(learn(chance(*inside)))

    def test_one_that_is_certain_does_not_outvote_the_rest(self) -> None:
        heard = [voice("a", "history", 0.5), voice("b", "people", 0.0)]
        assert chance(*heard) == pytest.approx(1 / (1 + math.sqrt(99)))
        assert chance(voice("a", "people", 1.0)) == pytest.approx(0.99)

    def test_influence_is_the_pool_less_the_pool_without(self) -> None:
        heard = [voice("a", "history", 0.2), voice("b", "structure", 0.1), voice("c", "structure", 0.6)]
        for part in pool(heard).parts:
            without = chance(*(one for one in heard if one is not part.voice))
            assert part.without == pytest.approx(without)
            assert part.influence == pytest.approx(chance(*heard) - without)

    def test_one_voice_alone_has_no_influence_to_show(self) -> None:
        (part,) = pool([voice("a", "people", 0.3)]).parts
        assert (part.weight, part.without, part.influence) == (1.0, None, None)

    def test_weights_set_by_hand(self) -> None:
        heard = [voice("a", "history", 0.2), voice("b", "people", 0.6), voice("c", "people", 0.3)]
        weights = Weights({"people": 3.0}, {"c": 0.0})
        assert [part.weight for part in pool(heard, weights).parts] == pytest.approx([0.25, 0.75, 0.0])
        assert pool(heard, weights).because == "weights set by hand"
        assert chance(*heard, weights=Weights({"people": 0.0})) == pytest.approx(0.2)
        silent = pool([voice("a", "history", 0.2), voice("b", "people", 0.6)], Weights({"people": 0.0}))
        assert silent.parts[0].without is None

    @pytest.mark.parametrize(
        ("heard", "weights", "told"),
        [
            ([], EQUAL, "no voice"),
            ([voice("a", "people", 0.2), voice("a", "history", 0.3)], EQUAL, "given twice"),
            ([voice("a", "people", 0.2)], Weights(voice={"a": 0.0}), "weight 0"),
            (
                [voice("a", "people", 0.2), Voice("b", "people", distribution=Quantiles((0.5,), (1.0,)))],
                EQUAL,
                "different kinds",
            ),
        ],
    )
    def test_what_cannot_be_pooled(self, heard: list[Voice], weights: Weights, told: str) -> None:
        with pytest.raises(ForecastError, match=told):
            pool(heard, weights)

    @pytest.mark.parametrize(
        "given_", [{"family": {"history": -1.0}}, {"voice": {"a": math.inf}}, {"family": {"clouds": 1.0}}]
    )
    def test_bad_weights(self, given_: Any) -> None:
        with pytest.raises(ForecastError):
            Weights(**given_)


class TestDistributions:
    def test_quantiles_are_averaged(self) -> None:
        one = Voice("a", "people", distribution=Quantiles((0.05, 0.5, 0.95), (1.0, 2.0, 3.0)))
        two = Voice("b", "history", distribution=Quantiles((0.05, 0.5, 0.95), (2.0, 4.0, 10.0)))
        pooled = pool([one, two])
        assert pooled.answer == Quantiles((0.05, 0.5, 0.95), (1.5, 3.0, 6.5))
        assert pooled.parts[0].influence == pytest.approx(-1.0)
        assert pooled.band90 is None

    def test_levels_in_common_only(self) -> None:
        one = Voice("a", "people", distribution=Quantiles((0.05, 0.95), (0.0, 9.0)))
        two = Voice("b", "history", distribution=Quantiles((0.5,), (2.0,)))
        answer = pool([one, two]).answer
        assert isinstance(answer, Quantiles)
        assert answer.levels == (0.5,)
        assert answer.values == pytest.approx((3.25,))
        apart = Voice("c", "history", distribution=Quantiles((0.01,), (2.0,)))
        with pytest.raises(ForecastError, match="do not overlap"):
            pool([one, apart])

    @given(st.lists(st.floats(0, 1), min_size=2, max_size=6).filter(lambda raw: sum(raw) > 0.01))
    def test_bounded_shares_add_up_and_keep_their_order(self, raw: list[float]) -> None:
        p = [value / sum(raw) for value in raw]
        bounded = bounded_shares(p)
        assert sum(bounded) == pytest.approx(1)
        assert min(bounded) >= 0.01 / (len(p) - 1) - 1e-12
        assert all((a - b) * (x - y) >= -1e-12 for a, x in zip(p, bounded) for b, y in zip(p, bounded))

    @pytest.mark.parametrize(
        "make",
        [
            lambda: Shares(("a",), (1.0,)),
            lambda: Shares(("a", "b"), (0.5, 0.6)),
            lambda: Shares(("a", "a"), (0.5, 0.5)),
            lambda: Quantiles((), ()),
            lambda: Quantiles((0.5, 0.4), (1.0, 2.0)),
            lambda: Quantiles((0.0, 0.5), (1.0, 2.0)),
            lambda: Quantiles((0.1, 0.5), (2.0, 1.0)),
            lambda: Quantiles((0.5,), (math.nan,)),
            lambda: Voice("people", "people", 0.2),
            lambda: Voice("a", "people", 0.2, low=0.3, high=0.4),
            lambda: Voice("a", "people", 0.2, low=0.1),
        ],
    )
    def test_torn_answers_are_refused(self, make: Any) -> None:
        with pytest.raises(ForecastError):
            make()


class TestBands:
    def test_no_ground_for_a_band(self) -> None:
        assert pool([voice("a", "people", 0.3)]).band90 is None

    def test_one_voice_keeps_its_own_interval_on_the_log_scale(self) -> None:
        odds = 3 / 7
        low, high = odds / 1.5 / (1 + odds / 1.5), odds * 1.5 / (1 + odds * 1.5)
        pooled = pool([voice("a", "people", 0.3, low, high)])
        assert pooled.band90 == pytest.approx((low, high))

    def test_more_scatter_is_a_wider_band_that_holds_the_pool(self) -> None:
        close = pool([voice("a", "history", 0.2), voice("b", "people", 0.25)])
        far = pool([voice("a", "history", 0.05), voice("b", "people", 0.6)])
        for one in (close, far):
            assert one.band90 is not None
            assert one.band50 is not None
            assert one.band90[0] < one.band50[0] < one.answer < one.band50[1] < one.band90[1]  # type: ignore[operator]
        assert far.band90[1] - far.band90[0] > close.band90[1] - close.band90[0]  # type: ignore[index]

    def test_voices_of_one_family_are_no_independent_witnesses(self) -> None:
        one = pool([voice("a", "history", 0.3, 0.15, 0.5)])
        many = pool([voice(name, "history", 0.3, 0.15, 0.5) for name in "abcde"])
        assert many.band90 == pytest.approx(one.band90)

    def test_a_family_that_tells_no_error_lends_no_certainty_by_agreeing(self) -> None:
        history = voice("a", "history", 0.3, 0.15, 0.5)
        silent = pool([history, voice("b", "structure", 0.3)])
        telling = pool([history, voice("b", "structure", 0.3, 0.15, 0.5)])
        assert silent.band90 == pytest.approx(telling.band90)

    @given(voices())
    def test_bands_lie_within_the_bounds(self, heard: list[Voice]) -> None:
        pooled = pool(heard)
        if pooled.band90 is not None and pooled.band50 is not None:
            ends = [*pooled.band90, *pooled.band50]
            assert 0.01 - 1e-9 <= min(ends) <= max(ends) <= 0.99 + 1e-9


class TestDisagreement:
    @pytest.mark.parametrize(
        ("chances", "told"),
        [
            ((0.2, 0.21), "agree"),
            ((0.2, 0.3), "differ a little"),
            ((0.1, 0.35), "differ"),
            ((0.05, 0.8), "contradict each other"),
        ],
    )
    def test_words(self, chances: tuple[float, float], told: str) -> None:
        heard = [voice("a", "history", chances[0]), voice("b", "people", chances[1])]
        found = pool(heard).disagreement
        assert f"voices {told}" in found.words
        assert (found.low, found.high) == chances
        assert found.mean == pytest.approx(sum(0.5 * abs(p - chance(*heard)) for p in chances))

    def test_families_are_named(self) -> None:
        heard = [voice("a", "history", 0.2), voice("b", "structure", 0.1), voice("c", "people", 0.5)]
        assert pool(heard).disagreement.words.endswith("the methods lowest, people highest")

    def test_one_voice_is_named(self) -> None:
        assert pool([voice("a", "people", 0.3)]).disagreement.words == "only one voice is heard: a"

    @given(voices())
    def test_a_number_from_nought_to_one(self, heard: list[Voice]) -> None:
        assert 0.0 <= pool(heard).disagreement.mean <= 1.0


def history_of(questions: int, noise: tuple[float, float, float], seed: int = 0) -> Book:
    """A book in which each family sees the true log odds with its own noise."""
    rng = np.random.default_rng(seed)
    entries: list[dict[str, Any]] = []
    for n in range(questions):
        about = books.question(f"q{n}")
        true = rng.normal(0, 1.5)
        entries.append(books.asked(about))
        for family, spread in zip(FAMILIES, noise):
            p = 1 / (1 + math.exp(-(true + rng.normal(0, spread))))
            entries.append(books.said(about, f"v-{family}", p, family=family))
        entries.append(books.resolved(about, "yes" if rng.random() < 1 / (1 + math.exp(-true)) else "no"))
    return books.book(*entries)


class TestLearned:
    def test_equal_while_too_few_have_resolved(self) -> None:
        weights = learned_weights(history_of(ENOUGH - 1, (0.3, 2, 2)))
        assert (weights.family, weights.voice) == ({}, {})
        assert "the ledger has 29" in weights.because

    def test_the_better_family_gains_with_the_record(self) -> None:
        found = [learned_weights(history_of(n, (0.3, 2, 2))).family for n in (30, 100, 400)]
        assert [one["history"] for one in found] == sorted(one["history"] for one in found)
        assert 1.0 < found[0]["history"] < found[-1]["history"] < 3.0
        assert all(sum(one.values()) == pytest.approx(3, abs=1e-4) for one in found)
        assert all(weight > 0 for one in found for weight in one.values())

    def test_equals_stay_near_equal(self) -> None:
        family = learned_weights(history_of(60, (1, 1, 1), seed=5)).family
        assert all(0.5 < weight < 1.6 for weight in family.values())

    def test_copies_of_one_voice_get_equal_weights(self) -> None:
        entries: list[dict[str, Any]] = []
        for n in range(40):
            about = books.question(f"q{n}")
            entries += [
                books.asked(about),
                *(books.said(about, name, 0.3) for name in ("a", "b")),
                books.resolved(about, "no" if n % 3 else "yes"),
            ]
        weights = learned_weights(books.book(*entries))
        assert weights.voice == pytest.approx({"a": 1.0, "b": 1.0})
        assert not weights.family

    def test_what_was_written_down_after_the_outcome_teaches_nothing(self) -> None:
        entries: list[dict[str, Any]] = []
        for n in range(ENOUGH + 10):
            about, came = books.question(f"q{n}"), bool(n % 2)
            entries += [
                books.asked(about),
                books.said(about, "prophet", 0.99 if came else 0.01),
                books.said(about, "base", 0.5, family="history"),
                books.resolved(about, "yes" if came else "no"),
            ]
        assert learned_weights(books.book(*entries)).family["people"] > 1.1
        later = learned_weights(books.book(*entries, at="2025-06-02T00:00:00Z"))
        assert not later.family
        assert "the ledger has 0" in later.because

    def test_pools_and_void_questions_teach_nothing(self) -> None:
        about = books.question()
        made = books.book(books.asked(about), books.said(about, "a", 0.2), books.resolved(about, "void"))
        assert not learned_weights(made).family


class TestOverTime:
    def test_each_voice_stands_until_its_next(self) -> None:
        about = books.question()
        made = books.book(
            books.asked(about),
            books.said(about, "a", 0.2, "2025-01-10"),
            books.said(about, "b", 0.4, "2025-02-10", family="history"),
            books.said(about, "a", 0.6, "2025-03-10"),
        )
        days = over_time(made, "deal")
        assert [one["as_of"] for one in days] == ["2025-01-10", "2025-02-10", "2025-03-10"]
        expected = [
            chance(voice("a", "people", 0.2)),
            *(chance(voice("a", "people", p), voice("b", "history", 0.4)) for p in (0.2, 0.6)),
        ]
        assert [one["p"] for one in days] == pytest.approx(expected)

    def test_nothing_after_the_day_is_read(self) -> None:
        from datetime import date

        about = books.question()
        said = [books.said(about, "a", 0.2, "2025-01-10"), books.said(about, "a", 0.9, "2025-01-12")]
        made = books.book(books.asked(about), *said)
        day = date(2025, 1, 11)
        assert over_time(made, "deal", as_of=day) == over_time(
            books.book(books.asked(about), said[0]), "deal", as_of=day
        )
        assert [entry.answer for entry in made.standing("deal", day)] == [0.2]
