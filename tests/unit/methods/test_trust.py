"""One leap and a first step: the spec's numbers, all symmetric pure equilibria by enumeration, limits, inverses."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from commonground.methods.parameters import ParameterError
from commonground.methods.trust import (
    AssuranceParameters,
    ReassuranceParameters,
    cooperation_that_dares,
    exploited_that_dares,
    exploited_that_separates,
    exploiting_that_dares,
    first_step_that_separates,
    solve_assurance,
    solve_reassurance,
    trust_range_for_first_step,
    trust_that_dares,
    trust_that_separates,
)

HARD = {
    "cooperation": 1.0,
    "exploiting": 0.5,
    "exploited": -1.0,
    "conflict": 0.0,
    "cooperation_u": 1.0,
    "exploiting_u": 1.5,
    "exploited_u": -1.0,
    "conflict_u": 0.0,
}
LIKE_THE_TRUSTWORTHY = {
    "cooperation": 3.0,
    "exploiting": 2.0,
    "exploited": 0.0,
    "conflict": 1.0,
    "cooperation_u": 3.0,
    "exploiting_u": 4.0,
    "exploited_u": 0.0,
    "conflict_u": 1.0,
}
TIMID_EXPLOITER = HARD | {"cooperation_u": 0.6, "exploiting_u": 0.9}

gap = st.floats(0.05, 3.0)
belief = st.floats(0.02, 0.98)


@st.composite
def payoffs(draw: st.DrawFn) -> dict[str, float]:
    low, low_u = draw(st.floats(-2, 2)), draw(st.floats(-2, 2))
    conflict = low + draw(gap)
    exploiting = conflict + draw(st.just(0.0) | gap)
    conflict_u = low_u + draw(gap)
    cooperation_u = conflict_u + draw(gap)
    return {
        "exploited": low,
        "conflict": conflict,
        "exploiting": exploiting,
        "cooperation": exploiting + draw(gap),
        "exploited_u": low_u,
        "conflict_u": conflict_u,
        "cooperation_u": cooperation_u,
        "exploiting_u": cooperation_u + draw(gap),
    }


def one_shot(worlds: dict[str, Any], trust: Any) -> AssuranceParameters:
    own = {key: value for key, value in worlds.items() if not key.endswith("_u")}
    return AssuranceParameters(trust=trust, **own)


def two_rounds(worlds: dict[str, Any], trust: Any, first_step: Any = None) -> ReassuranceParameters:
    return ReassuranceParameters(trust=trust, first_step=first_step, **worlds)


# One leap


def test_threshold_of_one_leap() -> None:
    for payoff, m in ((LIKE_THE_TRUSTWORTHY, 0.5), ({**HARD, "cooperation": 1.0}, 2 / 3)):
        assert trust_that_dares(one_shot(payoff, 0.1)).item() == pytest.approx(m)
    other = AssuranceParameters(trust=0.1, cooperation=4.0, exploiting=3.0, exploited=-2.0, conflict=0.0)
    assert trust_that_dares(other).item() == pytest.approx(2 / 3)


@given(payoffs(), belief)
def test_cooperation_is_an_equilibrium_of_one_leap_just_from_the_threshold_on(
    worlds: dict[str, float], trust: float
) -> None:
    """No trustworthy party gains by deviating, whatever equilibrium the result names."""
    result = solve_assurance(one_shot(worlds, trust))
    assume(abs(trust - result.trust_needed.item()) > 1e-9)
    R, T, S, P = (worlds[key] for key in ("cooperation", "exploiting", "exploited", "conflict"))

    def gain_from_daring(rate: float) -> float:
        met = trust * rate  # chance of meeting cooperation if the trustworthy cooperate at this rate
        return met * R + (1 - met) * S - (met * T + (1 - met) * P)

    assert result.dares.item() == (gain_from_daring(1.0) >= 0)
    assert gain_from_daring(0.0) < 0, "mistrust sustains itself"
    assert result.equilibria.item() == (3 if result.dares.item() else 1)
    if result.dares.item():
        assert gain_from_daring(result.mixed_rate.item()) == pytest.approx(0.0, abs=1e-9)
        assert result.value_trusting.item() >= result.value_mistrust.item()


def test_at_the_threshold_itself_there_are_two_equilibria() -> None:
    result = solve_assurance(one_shot(LIKE_THE_TRUSTWORTHY, 0.5))
    assert (result.dares.item(), result.equilibria.item()) == (True, 2)


@given(payoffs(), belief)
def test_what_would_make_trust_enough(worlds: dict[str, float], trust: float) -> None:
    parameters = one_shot(worlds, trust)
    for name, value in (
        ("cooperation", cooperation_that_dares(parameters).item()),
        ("exploiting", exploiting_that_dares(parameters).item()),
        ("exploited", exploited_that_dares(parameters).item()),
    ):
        if np.isnan(value):
            assert name == "exploiting"
            assert not solve_assurance(replace(parameters, exploiting=worlds["conflict"])).dares
        else:
            assert trust_that_dares(replace(parameters, **{name: value})).item() == pytest.approx(trust)


def test_no_trust_and_full_trust() -> None:
    none, full = one_shot(HARD, 0.0), one_shot(HARD, 1.0)
    assert np.isnan(
        [f(none).item() for f in (cooperation_that_dares, exploiting_that_dares, exploited_that_dares)]
    ).all()
    assert cooperation_that_dares(full).item() == HARD["exploiting"]
    assert exploiting_that_dares(full).item() == HARD["cooperation"]
    assert exploited_that_dares(full).item() == -np.inf
    assert not solve_assurance(none).dares
    assert solve_assurance(full).mutual.item() == 1.0


@given(payoffs(), gap)
def test_one_leap_needs_more_trust_the_more_there_is_to_lose(worlds: dict[str, float], more: float) -> None:
    base = trust_that_dares(one_shot(worlds, 0.5)).item()
    assert trust_that_dares(one_shot(worlds | {"exploited": worlds["exploited"] - more}, 0.5)).item() > base
    assert (
        trust_that_dares(one_shot(worlds | {"cooperation": worlds["cooperation"] + more}, 0.5)).item() < base
    )


# A first step


@pytest.mark.parametrize(
    ("worlds", "trust", "low", "high"),
    [
        (HARD, 0.1, 0.1364, 0.1053),
        (HARD, 0.3, 0.3462, 0.3529),
        (HARD, 0.5, 0.5, 0.6667),
        (HARD, 0.7, 0.6176, 1.0),
        (LIKE_THE_TRUSTWORTHY, 0.3, 0.4737, 0.6),
        (LIKE_THE_TRUSTWORTHY, 0.5, 0.6, 1.0),
        (TIMID_EXPLOITER, 0.1, 0.0882, 0.1053),
    ],
)
def test_windows(worlds: dict[str, float], trust: float, low: float, high: float) -> None:
    result = solve_reassurance(two_rounds(worlds, trust))
    assert result.step_min.item() == pytest.approx(low, abs=5e-5)
    assert result.step_max.item() == pytest.approx(high, abs=5e-5)
    assert result.separation.item() == (low <= high)


def test_least_trust() -> None:
    assert trust_that_separates(two_rounds(HARD, 0.5)).item() == pytest.approx(0.285714, abs=1e-6)
    assert trust_that_separates(two_rounds(LIKE_THE_TRUSTWORTHY, 0.5)).item() == pytest.approx(1 / 6)
    assert trust_that_separates(two_rounds(TIMID_EXPLOITER, 0.5)).item() == 0.0


MOVES = tuple(itertools.product((1, 0), repeat=2))  # (own, other) in the first round; 1 is to cooperate
STRATEGIES = tuple(
    (first, dict(zip(MOVES, later, strict=True)))
    for first in (1, 0)
    for later in itertools.product((1, 0), repeat=4)
)


def pure_equilibria(worlds: dict[str, float], trust: float, step: float) -> set[str]:
    """Every symmetric perfect Bayesian equilibrium in pure strategies, by the play it leads to between trustworthy
    parties and by whether the untrustworthy cooperate first. No player gains by one deviation at any history, given
    Bayes' rule where it applies and any belief where it does not."""
    pay = {
        kind: {
            (1, 1): worlds[f"cooperation{end}"],
            (0, 1): worlds[f"exploiting{end}"],
            (1, 0): worlds[f"exploited{end}"],
            (0, 0): worlds[f"conflict{end}"],
        }
        for kind, end in (("T", ""), ("U", "_u"))
    }
    share = {"T": trust, "U": 1.0 - trust}
    found = set()
    for pair in itertools.product(STRATEGIES, repeat=2):
        plan = dict(zip("TU", pair, strict=True))

        def later(
            kind: str, move: int, own: int, other: int, belief: dict[str, float], plan: Any = plan
        ) -> float:
            return sum(belief[them] * pay[kind][move, plan[them][1][other, own]] for them in "TU")

        def calm(kind: str, own: int, other: int, plan: Any = plan) -> bool:
            met = {them: share[them] * (plan[them][0] == other) for them in "TU"}
            total = sum(met.values())
            beliefs = (
                [{them: met[them] / total for them in "TU"}]
                if total
                else [{"T": 1.0, "U": 0.0}, {"T": 0.0, "U": 1.0}]
            )
            move = plan[kind][1][own, other]
            return any(
                later(kind, move, own, other, b) >= later(kind, 1 - move, own, other, b) - 1e-12
                for b in beliefs
            )

        def whole(kind: str, first: int, plan: Any = plan) -> float:
            mine = plan[kind][1]
            return sum(
                share[them]
                * (
                    step * pay[kind][first, plan[them][0]]
                    + (1 - step) * pay[kind][mine[first, plan[them][0]], plan[them][1][plan[them][0], first]]
                )
                for them in "TU"
            )

        if all(calm(kind, *moves) for kind in "TU" for moves in MOVES) and all(
            whole(kind, plan[kind][0]) >= whole(kind, 1 - plan[kind][0]) - 1e-12 for kind in "TU"
        ):
            first = plan["T"][0]
            found.add(f"{first}{plan['T'][1][first, first]}{plan['U'][0]}")
    return found


SEPARATING, MIMICRY, MISTRUST, EARLY, LATE = "110", "111", "000", "100", "010"


@pytest.mark.parametrize("worlds", [HARD, LIKE_THE_TRUSTWORTHY, TIMID_EXPLOITER])
@pytest.mark.parametrize("trust", [0.08, 0.25, 0.45, 0.55, 0.75, 0.93])
def test_the_equilibria_named_are_those_that_enumeration_finds(
    worlds: dict[str, float], trust: float
) -> None:
    for step in (0.04, 0.095, 0.35, 0.52, 0.62, 0.9):
        found = pure_equilibria(worlds, trust, step)
        result = solve_reassurance(two_rounds(worlds, trust, step))
        named = {MISTRUST}
        named |= {SEPARATING} if result.separating.item() else set()
        named |= {MIMICRY} if result.mimicry.item() else set()
        named |= {EARLY, LATE} if result.leap.item() else set()
        assert found == named, (trust, step)
        assert result.equilibria.item() == len(found)


@given(payoffs(), belief, belief)
def test_the_equilibria_named_are_right_for_any_payoffs(
    worlds: dict[str, float], trust: float, step: float
) -> None:
    result = solve_reassurance(two_rounds(worlds, trust, step))
    low, high = result.step_min.item(), result.step_max.item()
    assume(min(abs(step - low), abs(step - high), abs(trust - result.trust_needed.item())) > 1e-6)
    found = pure_equilibria(worlds, trust, step)
    assert (SEPARATING in found) == result.separating.item()
    assert (EARLY in found) == (LATE in found) == result.leap.item()
    gain, hold = (worlds["exploiting_u"] - worlds[f"{name}_u"] for name in ("conflict", "cooperation"))
    assume(abs(step - trust * gain / (hold + trust * gain)) > 1e-6)
    assert (MIMICRY in found) == result.mimicry.item()
    assert found <= {SEPARATING, MIMICRY, MISTRUST, EARLY, LATE}
    assert MISTRUST in found


@given(payoffs(), belief, belief)
def test_both_bounds_rise_with_trust(worlds: dict[str, float], one: float, other: float) -> None:
    assume(abs(one - other) > 1e-6)
    result = solve_reassurance(two_rounds(worlds, np.sort([one, other])))
    assert result.step_min[0] < result.step_min[1] < 1.0
    assert result.step_max[0] < result.step_max[1] or result.step_max[1] == 1.0


@given(payoffs())
def test_a_first_step_needs_less_trust_than_one_leap(worlds: dict[str, float]) -> None:
    """At the threshold of a leap a trustworthy party can bear a first step of everything."""
    needed = trust_that_dares(one_shot(worlds, 0.5)).item()
    result = solve_reassurance(two_rounds(worlds, needed))
    assert result.step_max.item() == pytest.approx(1.0)
    assert result.separation.item()
    assert result.trust_separates.item() < needed


@given(payoffs())
def test_the_window_opens_just_at_the_least_trust(worlds: dict[str, float]) -> None:
    least = trust_that_separates(two_rounds(worlds, 0.5)).item()
    low, high = first_step_that_separates(two_rounds(worlds, max(least, 1e-4)))
    assert low <= high + 1e-9
    if least > 1e-3:
        assert low.item() == pytest.approx(high.item())
        assert not solve_reassurance(two_rounds(worlds, least * 0.999)).separation
        assert np.isnan(first_step_that_separates(two_rounds(worlds, least * 0.999))).all()
    for trust in (least + 1e-6, (1 + least) / 2, 1.0):
        assert solve_reassurance(two_rounds(worlds, trust)).separation


@given(payoffs(), belief)
def test_the_more_willing_to_take_risks_need_no_trust(worlds: dict[str, float], trust: float) -> None:
    """(R-P)/(P-S) >= (T_u-P_u)/(P_u-S_u): a first step works at any trust above 0."""
    own = (worlds["cooperation"] - worlds["conflict"]) / (worlds["conflict"] - worlds["exploited"])
    other = (worlds["exploiting_u"] - worlds["conflict_u"]) / (worlds["conflict_u"] - worlds["exploited_u"])
    assume(abs(own - other) > 1e-6)
    assert (trust_that_separates(two_rounds(worlds, trust)).item() == 0.0) == (own > other)
    if own > other:
        assert solve_reassurance(two_rounds(worlds, trust)).separation


@given(payoffs(), belief)
def test_trust_that_fits_a_first_step(worlds: dict[str, float], step: float) -> None:
    low, high = (side.item() for side in trust_range_for_first_step(two_rounds(worlds, 0.5, step)))
    grid = np.linspace(0.005, 1.0, 200)
    works = solve_reassurance(two_rounds(worlds, grid, step)).separating
    if np.isnan(low):
        assert not works.any()
    else:
        clear = (np.abs(grid - low) > 1e-9) & (np.abs(grid - high) > 1e-9)
        assert (works == ((grid >= low) & (grid <= high)))[clear].all()


@given(payoffs(), belief, st.none() | belief)
def test_a_cushion_opens_the_window(worlds: dict[str, float], trust: float, step: float | None) -> None:
    parameters = two_rounds(worlds, trust, step)
    worst = exploited_that_separates(parameters).item()
    if np.isnan(worst):
        assert step is not None
        assert step < solve_reassurance(parameters).step_min.item()
        return
    assert worst < worlds["conflict"]
    for change, works in ((1e-6, True), (-1e-3, False)):
        changed = replace(parameters, exploited=min(worst + change, worlds["conflict"] - 1e-12))
        assert solve_reassurance(changed).separating.item() == works


def test_limits_of_trust() -> None:
    none = solve_reassurance(two_rounds(HARD, 0.0))
    assert not none.separation
    assert np.isnan(none.first_step)
    assert np.isnan(exploited_that_separates(two_rounds(HARD, 0.0)))
    assert exploited_that_separates(two_rounds(HARD, 1.0)).item() == -np.inf
    full = solve_reassurance(two_rounds({**HARD, "exploiting": 0.0}, 1.0))
    assert (full.step_max.item(), full.mutual.item(), full.exploited_one.item()) == (1.0, 1.0, 0.0)
    assert solve_reassurance(two_rounds(HARD, 1e-9)).step_max.item() == pytest.approx(0.0, abs=1e-8)


@given(payoffs(), belief)
def test_the_smallest_first_step_that_works_is_the_best_for_the_trustworthy(
    worlds: dict[str, float], trust: float
) -> None:
    low, high = first_step_that_separates(two_rounds(worlds, trust))
    assume(np.isfinite(low.item()) and high.item() - low.item() > 1e-6)
    steps = np.linspace(low.item(), high.item(), 7)
    values = solve_reassurance(two_rounds(worlds, trust, steps)).value_separating
    assert (np.diff(values) < 0).all()
    assert (values >= worlds["conflict"] - 1e-9).all(), "and each beats mutual mistrust"


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"trust": 1.2}, "trust"),
        ({"first_step": 0.0}, "first_step"),
        ({"first_step": 1.1}, "first_step"),
        ({"cooperation": 0.5}, "cooperation"),
        ({"exploiting": -0.1}, "exploiting"),
        ({"conflict": -1.0}, "conflict"),
        ({"exploiting_u": 1.0}, "exploiting_u"),
        ({"cooperation_u": 0.0}, "cooperation_u"),
        ({"conflict_u": -2.0}, "conflict_u"),
        ({"trust": [0.1, 0.2], "exploited": [0.0, -1.0, -2.0]}, "trust"),
    ],
)
def test_parameters_out_of_order_are_named(change: dict[str, Any], name: str) -> None:
    with pytest.raises(ParameterError) as fault:
        ReassuranceParameters(**({"trust": 0.5} | HARD | change))
    assert fault.value.name == name
    assert "got" in fault.value.message or "draws" in fault.value.message
    assert fault.value.fix


def test_a_first_step_is_asked_for_by_name() -> None:
    with pytest.raises(ParameterError, match="first_step: not given"):
        trust_range_for_first_step(two_rounds(HARD, 0.5))


def test_readings() -> None:
    low = solve_reassurance(two_rounds(HARD, 0.1)).reading()
    assert "no first step does both" in low.lower()
    some = solve_reassurance(two_rounds(HARD, 0.5)).reading()
    assert "at least 50 %" in some
    assert "at most 66.7 %" in some
    assert "Mutual mistrust sustains itself" in some
    high = solve_reassurance(two_rounds(HARD, [0.5, 0.8], 0.65)).reading()
    assert "in 50 % of the draws for yet other equilibria" in high
    assert "any trust above none" in solve_reassurance(two_rounds(TIMID_EXPLOITER, 0.3)).reading()
    assert "more than one equilibrium" in solve_assurance(one_shot(HARD, 0.7)).reading()
    assert "not enough" in solve_assurance(one_shot(HARD, 0.6)).reading()


def test_ten_thousand_draws_are_one_call() -> None:
    trust = np.random.default_rng(0).uniform(0.0, 1.0, 10_000)
    whole = solve_reassurance(two_rounds(HARD, trust, 0.5))
    assert whole.separating.shape == (10_000,)
    one = solve_reassurance(two_rounds(HARD, trust[7], 0.5))
    for name in ("step_min", "step_max", "separating", "equilibria"):
        assert getattr(whole, name)[7] == getattr(one, name).item()
