"""Alternating offers: numbers, best replies, the outside-option principle, limits, inverses, errors."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from commonground.methods.offers import (
    DeadlineParameters,
    OffersParameters,
    RatesParameters,
    flow_a_for_share,
    flow_b_for_share,
    outside_b_for_share,
    outside_b_that_binds,
    patience_a_for_share,
    solve_deadline,
    solve_offers,
    solve_rates,
)
from commonground.methods.parameters import ParameterError

PATIENCE = st.integers(1, 99).map(lambda k: k / 100)
PAYOFF = st.integers(-500, 900).map(lambda k: k / 1000)
SHARE = st.integers(0, 1000).map(lambda k: k / 1000)
RATE = st.integers(1, 300).map(lambda k: k / 1000)


def talks(patience_a: Any = 0.9, patience_b: Any = 0.9, **more: Any) -> OffersParameters:
    return OffersParameters(patience_a=patience_a, patience_b=patience_b, **more)


@st.composite
def offers(draw: st.DrawFn) -> OffersParameters:
    return talks(
        draw(PATIENCE),
        draw(PATIENCE),
        inside_a=draw(PAYOFF),
        inside_b=draw(PAYOFF),
        outside_a=draw(PAYOFF),
        outside_b=draw(PAYOFF),
    )


@st.composite
def rates(draw: st.DrawFn) -> RatesParameters:
    return RatesParameters(
        rate_a=draw(RATE),
        rate_b=draw(RATE),
        hazard=draw(st.sampled_from([0.0, 0.05, 0.2])),
        flow_a=draw(PAYOFF) / 20,
        flow_b=draw(PAYOFF) / 20,
        breakdown_a=draw(PAYOFF),
        breakdown_b=draw(PAYOFF),
        outside_a=draw(PAYOFF),
        outside_b=draw(PAYOFF),
    )


# numbers


@pytest.mark.parametrize(
    ("patience_a", "patience_b", "share"), [(0.9, 0.9, 0.526316), (0.9, 0.8, 0.714286), (0.8, 0.9, 0.357143)]
)
def test_without_a_deadline(patience_a: float, patience_b: float, share: float) -> None:
    result = solve_offers(talks(patience_a, patience_b))
    assert result.share_a_first == pytest.approx([share], abs=1e-6)
    assert result.share_a_first == pytest.approx((1 - patience_b) / (1 - patience_a * patience_b))
    assert result.share_b_first + result.share_a_second == pytest.approx([1.0])


@pytest.mark.parametrize(
    ("w_a", "w_b", "x_a", "x_b"),
    [
        (0.0, 0.47, 0.526316, 0.526316),
        (0.0, 0.48, 0.52, 0.532),
        (0.0, 0.6, 0.4, 0.64),
        (0.6, 0.0, 0.64, 0.4),
        (0.45, 0.54, 0.46, 0.55),
    ],
)
def test_outside_options(w_a: float, w_b: float, x_a: float, x_b: float) -> None:
    result = solve_offers(talks(outside_a=w_a, outside_b=w_b))
    assert result.share_a_first == pytest.approx([x_a], abs=1e-6)
    assert result.share_b_first == pytest.approx([x_b], abs=1e-6)
    assert result.outside_b_binds.item() is (w_b >= 0.48)
    assert result.outside_a_binds.item() is (w_a >= 0.48 or (w_a, w_b) == (0.45, 0.54))


def test_no_deal_where_leaving_is_worth_more_than_the_prize() -> None:
    result = solve_offers(talks(outside_a=[0.5, 0.5], outside_b=[0.51, 0.5]))
    assert result.equilibria.tolist() == [0, 1]
    assert result.both_leave.tolist() == [True, False]
    assert np.isnan(result.share_a_first[0])
    assert "in 50 % of the draws the ways out" in result.reading()


@pytest.mark.parametrize(("rounds", "share"), [(1, 1.0), (2, 0.2), (3, 0.92), (10, 0.576077), (51, 0.714363)])
def test_deadline(rounds: int, share: float) -> None:
    result = solve_deadline(DeadlineParameters(patience_a=0.9, patience_b=0.8, rounds=rounds))
    assert result.share_a == pytest.approx([share], abs=1e-6)
    assert result.a_is_last.item() is (rounds % 2 == 1)
    assert "deadline" in result.reading()


@pytest.mark.parametrize(
    ("given_", "inside", "weight", "share"),
    [
        ({"rate_a": 0.1, "rate_b": 0.2}, (0.0, 0.0), 2 / 3, 0.666667),
        ({"rate_a": 0.1, "rate_b": 0.1, "flow_a": 0.02, "flow_b": 0.01}, (0.2, 0.1), 0.5, 0.55),
        (
            {
                "rate_a": 0.1,
                "rate_b": 0.05,
                "hazard": 0.1,
                "flow_a": 0.01,
                "flow_b": 0.02,
                "breakdown_a": 0.2,
                "breakdown_b": 0.1,
            },
            (0.15, 0.2),
            0.428571,
            0.428571,
        ),
    ],
)
def test_rates(given_: dict[str, float], inside: tuple[float, float], weight: float, share: float) -> None:
    result = solve_rates(RatesParameters(**given_))
    assert (result.inside_a.item(), result.inside_b.item()) == pytest.approx(inside)
    assert result.weight_a == pytest.approx([weight], abs=1e-6)
    assert result.share_a == pytest.approx([share], abs=1e-6)


def test_rates_at_a_period() -> None:
    result = solve_rates(RatesParameters(rate_a=0.1, rate_b=0.2))
    assert result.share_a_first == pytest.approx([0.667000], abs=1e-6)
    assert result.share_a_second == pytest.approx([0.666333], abs=1e-6)


# best replies


@given(offers())
def test_no_one_gains_by_one_deviation(parameters: OffersParameters) -> None:
    """At each turn and at each answer, against the other's unchanged plan."""
    result = solve_offers(parameters)
    assume(result.equilibria[0] == 1)
    one = {field.name: float(getattr(parameters, field.name)[0]) for field in fields(parameters)}
    shares = {"a": float(result.share_a_first[0]), "b": float(result.share_b_first[0])}
    for me, other in (("a", "b"), ("b", "a")):
        patience, inside = one[f"patience_{me}"], one[f"inside_{me}"]
        x_me, x_other = shares[me], shares[other]
        wait_other = (1 - one[f"patience_{other}"]) * one[f"inside_{other}"] + one[
            f"patience_{other}"
        ] * x_other
        leave_other = one[f"outside_{other}"]
        refusal = max(wait_other, leave_other)
        # The answer: what the other is offered is at least what refusing is worth to it.
        assert 1 - x_me >= refusal - 1e-9
        # The offer: nothing else earns more. The other accepts whatever is worth refusing's value.
        if leave_other > wait_other:
            after_refusal = one[f"outside_{me}"]
        else:
            after_refusal = (1 - patience) * inside + patience * (1 - x_other)
        for offered in np.append(np.linspace(0.0, 1.0, 101), 1 - x_me):
            earned = 1 - offered if offered >= refusal - 1e-12 else after_refusal
            assert earned <= x_me + 1e-9


@settings(max_examples=40)
@given(offers())
def test_there_is_one_crossing(parameters: OffersParameters) -> None:
    """Iterating the two lines from either end leads to the closed form."""
    result = solve_offers(parameters)
    assume(result.equilibria[0] == 1)
    d_a, d_b = parameters.patience_a[0], parameters.patience_b[0]  # type: ignore[index]
    m_a, m_b = (1 - d_a) * parameters.inside_a[0], (1 - d_b) * parameters.inside_b[0]  # type: ignore[index]
    w_a, w_b = max(parameters.outside_a[0], 0.0), max(parameters.outside_b[0], 0.0)  # type: ignore[index]
    x = np.array([0.0, 1.0])
    for _ in range(600):
        x = 1.0 - np.maximum(w_b, m_b + d_b * (1.0 - np.maximum(w_a, m_a + d_a * x)))
    assert x == pytest.approx([result.share_a_first[0]] * 2, abs=2e-5)


@given(PATIENCE, PATIENCE, PAYOFF, PAYOFF)
def test_a_deal_comes_at_once_iff_waiting_for_ever_is_no_better(
    patience_a: float, patience_b: float, inside_a: float, inside_b: float
) -> None:
    assume(abs(inside_a + inside_b - 1.0) > 1e-6)
    result = solve_offers(talks(patience_a, patience_b, inside_a=inside_a, inside_b=inside_b))
    assert bool(result.nobody_settles[0]) is (inside_a + inside_b > 1.0)
    if inside_a + inside_b > 1.0:
        assert "going on without a deal" in result.reading()


# the outside-option principle and other statics


@given(offers(), SHARE)
def test_a_way_out_below_the_bargained_share_changes_nothing(
    parameters: OffersParameters, part: float
) -> None:
    free = solve_offers(replace(parameters, outside_b=0.0))
    assume(free.equilibria[0] == 1)
    threshold = outside_b_that_binds(parameters)
    assume(parameters.outside_a[0] + threshold[0] * part <= 1.0)  # type: ignore[index]
    below = solve_offers(replace(parameters, outside_b=threshold * part))
    assert below.share_a_first == pytest.approx(free.share_a_first, abs=1e-9)
    assert below.share_b_first == pytest.approx(free.share_b_first, abs=1e-9)
    above = solve_offers(replace(parameters, outside_b=threshold + 0.01))
    if above.equilibria[0]:
        assert above.share_a_first == pytest.approx(1.0 - threshold - 0.01, abs=1e-9)
        assert above.outside_b_binds.item()


def test_the_threshold_in_numbers() -> None:
    assert outside_b_that_binds(talks()) == pytest.approx([0.473684], abs=1e-6)
    assert np.isnan(outside_b_that_binds(talks(inside_a=0.6, inside_b=0.6))).all()


@given(offers(), st.integers(1, 100).map(lambda k: k / 1000))
def test_each_lever_moves_the_deal_its_own_way(parameters: OffersParameters, more: float) -> None:
    before = solve_offers(parameters)
    changes = {
        "patience_a": np.minimum(parameters.patience_a + more, 0.999),
        "inside_a": parameters.inside_a + more,
        "outside_a": parameters.outside_a + more,
    }
    for name, value in changes.items():
        after = solve_offers(replace(parameters, **{name: value}))
        if before.equilibria[0] and after.equilibria[0]:
            if name == "patience_a":
                assume(before.share_a_first[0] >= parameters.inside_a[0])  # type: ignore[index]
            assert after.share_a_first[0] >= before.share_a_first[0] - 1e-9
            assert after.share_a_second[0] >= before.share_a_second[0] - 1e-9


@given(offers())
def test_names_do_not_matter(parameters: OffersParameters) -> None:
    result, mirror = solve_offers(parameters), solve_offers(parameters.swapped())
    assert result.share_a_first == pytest.approx(mirror.share_b_first, abs=1e-9, nan_ok=True)
    assert result.outside_a_binds.tolist() == mirror.outside_b_binds.tolist()
    assert result.equilibria.tolist() == mirror.equilibria.tolist()


@given(PATIENCE, PATIENCE, st.integers(1, 40))
def test_the_deadline_is_the_recursion_and_fades(patience_a: float, patience_b: float, rounds: int) -> None:
    share = 1.0
    for turn in range(rounds - 1, 0, -1):  # the answer is given by the one who proposes next
        share = 1.0 - (patience_b if turn % 2 == 1 else patience_a) * share
    # `share` is A's, since A proposes in round 1.
    result = solve_deadline(DeadlineParameters(patience_a=patience_a, patience_b=patience_b, rounds=rounds))
    assert result.share_a == pytest.approx([share], abs=1e-12)
    long = solve_deadline(DeadlineParameters(patience_a=patience_a, patience_b=patience_b, rounds=5001))
    endless = solve_offers(talks(patience_a, patience_b))
    assert long.share_a == pytest.approx(endless.share_a_first, abs=1e-9)
    assert result.share_a_without_deadline == pytest.approx(endless.share_a_first)


def test_equal_and_great_patience_halves_the_prize() -> None:
    result = solve_offers(talks(1 - 1e-9, 1 - 1e-9))
    assert result.share_a_first == pytest.approx([0.5], abs=1e-6)
    assert result.share_a_second == pytest.approx([0.5], abs=1e-6)


@given(rates())
def test_short_rounds_tend_to_the_limit(parameters: RatesParameters) -> None:
    """With a deal in the limit there is one in short rounds, nearly the same; without one there is none."""
    result = solve_rates(replace(parameters, period=1e-6))
    free = result.inside_a + result.weight_a * (1 - result.inside_a - result.inside_b)
    share = np.maximum(free, np.maximum(parameters.outside_a, 0.0))
    share = np.minimum(share, 1 - np.maximum(parameters.outside_b, 0.0))
    delay = parameters.total_a * (share - result.inside_a) + parameters.total_b * (
        1 - share - result.inside_b
    )
    assume(result.both_leave[0] or abs(delay[0]) > 1e-3)  # not at the edge
    assert result.nobody_settles[0] == (not result.both_leave[0] and delay[0] < 0.0)
    assert result.share_a_first == pytest.approx(result.share_a, abs=1e-5, nan_ok=True)
    assert result.share_a_second == pytest.approx(result.share_a, abs=1e-5, nan_ok=True)


@given(rates())
def test_the_limit_is_nash_with_the_inside_payoffs_as_threat(parameters: RatesParameters) -> None:
    bare = replace(parameters, outside_a=0.0, outside_b=0.0)
    result = solve_rates(bare)
    assume(result.equilibria[0] == 1 and 1e-6 < result.share_a[0] < 1 - 1e-6)
    d_a, d_b, weight = result.inside_a[0], result.inside_b[0], result.weight_a[0]
    assume(1 - d_a - d_b > 1e-3)
    shares = np.linspace(d_a, 1 - d_b, 20_001)[1:-1]
    product = weight * np.log(shares - d_a) + (1 - weight) * np.log(1 - shares - d_b)
    assert shares[np.argmax(product)] == pytest.approx(result.share_a[0], abs=2e-4 * (1 - d_a - d_b) + 1e-9)


@given(rates(), st.integers(1, 100).map(lambda k: k / 1000))
def test_inside_payoffs_move_the_deal_where_outside_options_do_not(
    parameters: RatesParameters, more: float
) -> None:
    """Sanctions lower B's flow and shift the deal; a threat to leave that falls short shifts nothing."""
    bare = replace(parameters, outside_a=0.0, outside_b=0.0)
    before = solve_rates(bare)
    assume(before.equilibria[0] == 1 and 0.1 < before.share_a[0] < 0.9)
    pressed = solve_rates(replace(bare, flow_b=bare.flow_b - more))
    assert pressed.share_a[0] > before.share_a[0]
    threat = solve_rates(replace(bare, outside_a=before.share_a - 0.05))
    assert threat.share_a == pytest.approx(before.share_a)


# inverses


@settings(max_examples=40)
@given(offers(), SHARE)
def test_outside_b_for_share(parameters: OffersParameters, share_b: float) -> None:
    needed = outside_b_for_share(parameters, share_b)
    if np.isnan(outside_b_that_binds(parameters)[0]):
        assert np.isnan(needed[0])
        return
    if np.isnan(needed[0]):
        for tried in np.linspace(0.0, 1.0, 21):
            result = solve_offers(replace(parameters, outside_b=tried))
            assert not 1.0 - result.share_a_first[0] > share_b + 1e-6
        return
    result = solve_offers(replace(parameters, outside_b=needed))
    assert 1.0 - result.share_a_first[0] >= share_b - 1e-6
    if needed[0] > 0.0:
        short = solve_offers(replace(parameters, outside_b=needed - 1e-4))
        assert 1.0 - short.share_a_first[0] < share_b


@settings(max_examples=40)
@given(
    PATIENCE, SHARE, st.sampled_from([0.0, 0.3]), st.sampled_from([0.0, 0.4]), st.sampled_from([-0.2, 0.1])
)
def test_patience_a_for_share(
    patience_b: float, share: float, outside_a: float, outside_b: float, inside_a: float
) -> None:
    parameters = talks(0.5, patience_b, outside_a=outside_a, outside_b=outside_b, inside_a=inside_a)
    needed = patience_a_for_share(parameters, share)
    if np.isnan(needed[0]):
        best = solve_offers(replace(parameters, patience_a=1 - 1e-9)).share_a_first[0]
        assert best < share + 1e-6
        return
    at = solve_offers(replace(parameters, patience_a=np.clip(needed, 1e-12, 1 - 1e-12)))
    assert at.share_a_first[0] >= share - 1e-6
    if needed[0] > 1e-3:
        less = solve_offers(replace(parameters, patience_a=needed - 1e-4))
        assert less.share_a_first[0] < share + 1e-9


@settings(max_examples=40)
@given(rates(), SHARE)
def test_flows_for_a_share(parameters: RatesParameters, share: float) -> None:
    for lever, name in ((flow_a_for_share, "flow_a"), (flow_b_for_share, "flow_b")):
        flow = lever(parameters, share)
        if not np.isnan(flow[0]):
            assert solve_rates(replace(parameters, **{name: flow})).share_a == pytest.approx(
                [share], abs=1e-7
            )
    mirrored = flow_b_for_share(parameters.swapped(), 1.0 - share)
    assert flow_a_for_share(parameters, share) == pytest.approx(mirrored, abs=1e-7, nan_ok=True)


def test_inverses_in_numbers() -> None:
    parameters = RatesParameters(rate_a=0.1, rate_b=0.1, flow_a=0.02, flow_b=0.01)
    assert flow_a_for_share(parameters, 0.55) == pytest.approx([0.02])
    assert flow_b_for_share(parameters, 0.55) == pytest.approx([0.01])
    assert flow_b_for_share(parameters, 0.8) == pytest.approx(
        [-0.04]
    )  # what B would have to lose for A to get 0.8
    assert np.isnan(flow_a_for_share(replace(parameters, outside_b=0.5), 0.55)).all()
    assert patience_a_for_share(talks(0.5, 0.8), 5 / 7) == pytest.approx([0.9])
    assert np.isnan(patience_a_for_share(talks(0.5, 0.8, outside_b=0.5), 0.6)).all()
    assert outside_b_for_share(talks(), 0.4).tolist() == [0.0]
    assert outside_b_for_share(talks(), 0.6) == pytest.approx([0.6])
    assert np.isnan(outside_b_for_share(talks(outside_a=0.5), 0.6)).all()


# draws, words, errors


def test_draws_are_solved_each_on_its_own() -> None:
    rng = np.random.default_rng(5)
    n = 9
    parameters = talks(
        rng.uniform(0.1, 0.99, n), rng.uniform(0.1, 0.99, n), outside_b=rng.uniform(0, 1.2, n), inside_a=0.1
    )
    together = solve_offers(parameters)
    for k in range(n):
        alone = solve_offers(
            OffersParameters(**{f.name: getattr(parameters, f.name)[k] for f in fields(parameters)})
        )
        for field in fields(alone):
            assert getattr(together, field.name)[k] == pytest.approx(
                getattr(alone, field.name)[0], nan_ok=True
            )


def test_readings() -> None:
    free = solve_offers(talks()).reading("Iran", "the United States")
    assert "Iran gets 52.6 % of the prize if it makes the first offer" in free
    assert "a threat to leave that nobody would carry out changes nothing" in free
    bound = solve_offers(talks(outside_b=[0.2, 0.6])).reading()
    assert "in 50 % of the draws B would sooner leave than take less" in bound
    limit = solve_rates(RatesParameters(rate_a=0.1, rate_b=0.2)).reading()
    assert "A gets 66.7 % of the prize" in limit
    for text in (free, bound, limit):
        assert "  " not in text
        assert text.endswith(".")


@pytest.mark.parametrize(
    ("build", "name", "words"),
    [
        (lambda: talks(1.0, 0.9), "patience_a", "below 1"),
        (lambda: talks(0.9, 0.0), "patience_b", "above 0"),
        (lambda: talks(inside_a=np.inf), "inside_a", "finite"),
        (lambda: talks(outside_b="much"), "outside_b", "not a number"),
        (lambda: DeadlineParameters(patience_a=0.9, patience_b=0.9, rounds=2.5), "rounds", "whole number"),
        (lambda: DeadlineParameters(patience_a=0.9, patience_b=0.9, rounds=0), "rounds", "at least 1"),
        (lambda: RatesParameters(rate_a=0.0, rate_b=0.1), "rate_a", "so is hazard"),
        (lambda: RatesParameters(rate_a=0.1, rate_b=-0.1), "rate_b", "at least 0"),
        (lambda: RatesParameters(rate_a=0.1, rate_b=0.1, period=0.0), "period", "above 0"),
        (lambda: RatesParameters(rate_a=0.1, rate_b=0.1, period=1e-20), "period", "too short"),
        (lambda: RatesParameters(rate_a=0.1, rate_b=0.1, period=1e6), "period", "too long"),
        (lambda: outside_b_for_share(talks(), 1.5), "share_b", "got 1.5"),
        (lambda: patience_a_for_share(talks(), [0.1, 0.2]), "share_a", "2 draws"),
    ],
)
def test_errors_name_the_parameter(build: Any, name: str, words: str) -> None:
    with pytest.raises(ParameterError, match=words) as caught:
        build()
    assert caught.value.name == name
