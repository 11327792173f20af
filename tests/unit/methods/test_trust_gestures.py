"""Costly and noisy gestures: the spec's numbers, equilibria by one-shot deviations, limits, inverses."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from commonground.methods.parameters import ParameterError
from commonground.methods.trust import (
    GestureEvidence,
    GestureParameters,
    gesture_cost_that_separates,
    gesture_size_that_separates,
    gesture_value_that_separates,
    mimicry_bound,
    posterior_under_mimicry,
    reliability_that_reaches,
    solve_gesture,
    solve_gesture_evidence,
    steps_to_lose,
    steps_to_reach,
    trust_path,
    trust_that_gestures_reach,
)

inner = st.floats(0.02, 0.98)
worth = st.floats(0.1, 3.0)
SPEC = {"value": 1.0, "value_u": 0.8, "cost": 1.0, "cost_u": 2.0}
CHEAP_TO_POSE = {"value": 1.0, "value_u": 0.8, "cost": 2.0, "cost_u": 1.0}


def gesture(trust: Any = 0.2, needed: Any = 0.6, **others: Any) -> GestureParameters:
    return GestureParameters(trust=trust, needed=needed, **(SPEC | others))


def evidence(
    trust: Any = 0.2, needed: Any = 0.6, friendly: Any = 0.9, friendly_u: Any = 0.4, **more: Any
) -> GestureEvidence:
    return GestureEvidence(trust=trust, needed=needed, friendly=friendly, friendly_u=friendly_u, **more)


# A costly gesture


def test_sizes_that_separate() -> None:
    low, high = gesture_size_that_separates(gesture())
    assert (low.item(), high.item()) == pytest.approx((0.4, 1.0))
    assert solve_gesture(gesture()).size.item() == pytest.approx(0.4), "the cheapest proof"
    assert np.isnan(gesture_size_that_separates(gesture(**CHEAP_TO_POSE))).all()


def test_mimicry_bound_of_the_spec() -> None:
    assert mimicry_bound(0.2, 0.6).item() == pytest.approx(1 / 6)
    assert posterior_under_mimicry(0.2, 1 / 6).item() == pytest.approx(0.6)


def pure_equilibria(p: dict[str, float], trust: float, needed: float, size: float) -> set[tuple[int, int]]:
    """(does T gesture, does U) in every perfect Bayesian equilibrium of the game in pure strategies."""
    worth_of = {"T": (p["value"], p["cost"]), "U": (p["value_u"], p["cost_u"])}
    found = set()
    for made in itertools.product((0, 1), repeat=2):
        who = dict(zip("TU", made, strict=True))
        for answer in itertools.product((0, 1), repeat=2):  # to no gesture, to a gesture

            def gain(kind: str, act: int, answer: tuple[int, int] = answer) -> float:
                value, cost = worth_of[kind]
                return value * answer[act] - cost * size * act

            def believes(act: int, who: dict[str, int] = who) -> float | None:
                t, u = trust * (who["T"] == act), (1 - trust) * (who["U"] == act)
                return t / (t + u) if t + u else None

            calm = all(gain(kind, act) >= gain(kind, 1 - act) - 1e-12 for kind, act in who.items())
            for act in (0, 1):
                belief = believes(act)
                calm &= belief is None or answer[act] == (belief >= needed)
            if calm:
                found.add(made)
    return found


@given(worth, worth, worth, worth, inner, inner, worth)
def test_the_equilibria_named_are_those_that_enumeration_finds(
    value: float, value_u: float, cost: float, cost_u: float, trust: float, needed: float, size: float
) -> None:
    p = {"value": value, "value_u": value_u, "cost": cost, "cost_u": cost_u}
    assume(min(abs(size - value / cost), abs(size - value_u / cost_u), abs(trust - needed)) > 1e-9)
    found = pure_equilibria(p, trust, needed, size)
    result = solve_gesture(gesture(trust, needed, size=size, **p))
    assert (0, 0) in found, "no gesture at all is always an equilibrium"
    assert ((1, 0) in found) == result.separating.item()
    assert ((1, 1) in found) == result.everyone.item()
    assert found <= {(0, 0), (1, 0), (1, 1)}
    assert result.equilibria.item() == len(found) + result.mixing.item()


@given(worth, worth, worth, worth, inner, inner, st.floats(0.01, 0.99))
def test_mixing_leaves_nobody_a_reason_to_deviate(
    value: float, value_u: float, cost: float, cost_u: float, trust: float, needed: float, part: float
) -> None:
    assume(trust < needed - 1e-6)
    size = part * value_u / cost_u  # too small to be proof
    p = {"value": value, "value_u": value_u, "cost": cost, "cost_u": cost_u}
    result = solve_gesture(gesture(trust, needed, size=size, **p))
    rate, answer = result.mimicry_rate.item(), result.answer_rate.item()
    if value / cost >= value_u / cost_u:
        assert result.mixing.item()
        assert posterior_under_mimicry(trust, rate).item() == pytest.approx(needed), (
            "the receiver is indifferent"
        )
        assert answer * value_u == pytest.approx(cost_u * size), "so is whoever poses"
        assert answer * value >= cost * size - 1e-9, "and whoever means it is willing"
    else:
        # to keep posers indifferent the answer must be this rare, and then good faith does not pay
        assert not result.mixing.item()
        assert (cost_u * size / value_u) * value < cost * size


@given(inner, inner, worth)
def test_proof_by_gesture_does_not_depend_on_trust(one: float, other: float, size: float) -> None:
    first, second = (solve_gesture(gesture(trust, 0.6, size=size)) for trust in (one, other))
    assert first.separating.item() == second.separating.item()
    assert first.size_min.item() == second.size_min.item()


@given(inner, inner, inner)
def test_mimicry_above_the_bound_no_longer_convinces(trust: float, needed: float, rate: float) -> None:
    bound = mimicry_bound(trust, needed).item()
    assume(abs(rate - bound) > 1e-9)
    assert (posterior_under_mimicry(trust, rate).item() >= needed) == (rate < bound)
    assert mimicry_bound(min(trust + 0.01, 1.0), needed).item() >= bound
    assert mimicry_bound(trust, min(needed + 0.01, 1.0)).item() <= bound


def test_mimicry_at_the_edges() -> None:
    assert posterior_under_mimicry(0.3, 0.0).item() == 1.0
    assert posterior_under_mimicry(0.3, 1.0).item() == pytest.approx(0.3)
    assert np.isnan(posterior_under_mimicry(0.0, 0.0))
    assert mimicry_bound([0.7, 0.2], [0.6, 1.0]).tolist() == [1.0, 0.0]
    assert np.isnan(mimicry_bound(0.0, 0.5))
    assert mimicry_bound(1.0, 1.0).item() == 1.0
    with pytest.raises(ParameterError, match="needed: has 3 draws"):
        mimicry_bound([0.1, 0.2], [0.1, 0.2, 0.3])


@given(worth, worth, worth, worth, st.none() | worth)
def test_what_would_make_a_gesture_proof(
    value: float, value_u: float, cost: float, cost_u: float, size: float | None
) -> None:
    p = {"value": value, "value_u": value_u, "cost": cost, "cost_u": cost_u}
    parameters = gesture(size=size, **p)
    least_cost, least_value = (
        gesture_cost_that_separates(parameters).item(),
        gesture_value_that_separates(parameters).item(),
    )
    if np.isnan(least_cost):
        assert size is not None
        assert size > value / cost
    else:
        assert solve_gesture(gesture(**(p | {"cost_u": least_cost * (1 + 1e-9)}), size=size)).separating
        dear = gesture(**(p | {"cost_u": least_cost * 0.99}), size=size)
        assert not (solve_gesture(dear).separating & np.isfinite(solve_gesture(dear).size)).item()
    if np.isnan(least_value):
        assert size is not None
        assert size < value_u / cost_u
    else:
        assert solve_gesture(gesture(**(p | {"value": least_value * (1 + 1e-9)}), size=size)).separating
        assert not solve_gesture(gesture(**(p | {"value": least_value * 0.99}), size=size)).separating


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"trust": -0.1}, "trust"),
        ({"needed": 0.0}, "needed"),
        ({"cost_u": 0.0}, "cost_u"),
        ({"size": -1.0}, "size"),
    ],
)
def test_gesture_faults_are_named(change: dict[str, float], name: str) -> None:
    with pytest.raises(ParameterError) as fault:
        gesture(**change)
    assert fault.value.name == name


def test_gesture_readings() -> None:
    assert "size 0.4 to 1 proves good faith" in solve_gesture(gesture()).reading()
    assert "No gesture proves good faith" in solve_gesture(gesture(**CHEAP_TO_POSE)).reading()
    small = solve_gesture(gesture(size=0.2)).reading()
    assert "copy it with probability 16.7 %" in small
    assert "answer it with probability 50 %" in small
    assert "it then proves nothing" in solve_gesture(gesture(trust=0.8, size=0.2)).reading()
    assert "always an equilibrium" in small


# Noisy gestures


def test_posterior_after_friendly_gestures() -> None:
    path = trust_path(0.2, [True, True, True], 0.9, 0.4)
    assert path[0, 1:] == pytest.approx([0.36, 0.5586, 0.7401], abs=5e-5)
    assert steps_to_reach(0.2, 0.6, 0.9, 0.4).item() == 3
    result = solve_gesture_evidence(evidence())
    assert (result.chance.item(), result.chance_u.item()) == pytest.approx((0.729, 0.064))


@given(inner, inner, inner, st.lists(st.booleans(), max_size=12))
def test_the_path_is_bayes_rule(trust: float, likely: float, likely_u: float, seen: list[bool]) -> None:
    path = trust_path(trust, seen, likely, likely_u)[0]
    good = np.prod([likely if one else 1 - likely for one in seen])
    bad = np.prod([likely_u if one else 1 - likely_u for one in seen])
    assert path[0] == trust
    assert path[-1] == pytest.approx(trust * good / (trust * good + (1 - trust) * bad))
    assert trust_path(trust, sorted(seen), likely, likely_u)[0, -1] == pytest.approx(path[-1]), (
        "order does not matter"
    )


@given(inner, inner, inner)
def test_friendly_gestures_raise_trust_and_unfriendly_ones_lower_it(
    trust: float, likely: float, likely_u: float
) -> None:
    assume(likely > likely_u + 1e-6)
    up, down = trust_path(trust, [1], likely, likely_u)[0, 1], trust_path(trust, [0], likely, likely_u)[0, 1]
    assert down < trust < up
    average = (trust * likely + (1 - trust) * likely_u) * up
    average += (trust * (1 - likely) + (1 - trust) * (1 - likely_u)) * down
    assert average == pytest.approx(trust), "nobody can expect to be persuaded"


@given(inner, inner, inner, inner)
def test_steps_are_the_first_that_reach_or_lose(
    trust: float, needed: float, likely: float, likely_u: float
) -> None:
    for steps, kind in (
        (steps_to_reach(trust, needed, likely, likely_u).item(), True),
        (steps_to_lose(trust, needed, likely, likely_u).item(), False),
    ):
        if np.isinf(steps):
            assert likely <= likely_u * (1.0 + 1e-12)  # rates closer than this tell nothing apart
            continue
        assume(steps < 300)
        path = trust_path(trust, [kind] * int(steps), likely, likely_u)[0]
        got_there = path >= needed - 1e-9 if kind else path < needed + 1e-9
        assert got_there[-1]
        short = path[:-1] < needed + 1e-9 if kind else path[:-1] >= needed - 1e-9
        assert short.all()


def test_steps_at_the_edges() -> None:
    nan, inf = np.nan, np.inf
    reach = steps_to_reach(
        [0.7, 0.0, 0.2, 0.2, 0.2, 0.2, 0.2, 0.0, 0.2], [0.6, 0.6, 1.0, 1.0, 0.6, 0.6, 0.6, 0.0, 0.6],
        [0.9, 0.9, 0.9, 0.9, 0.4, 0.0, 0.0, 0.9, 0.9], [0.4, 0.4, 0.4, 0.0, 0.4, 0.4, 0.0, 0.4, 0.0],
    )  # fmt: skip
    assert reach.tolist() == [0, inf, inf, 1, inf, inf, inf, 0, 1]
    lose = steps_to_lose(
        [0.5, 0.7, 0.7, 0.7, 1.0, 0.7, 0.7, 0.6], [0.6, 0.0, 0.6, 0.6, 0.6, 0.6, 0.6, 0.6],
        [0.9, 0.9, 1.0, 0.4, 0.9, 0.4, 1.0, 0.9], [0.4, 0.4, 0.4, 0.9, 0.4, 0.4, 1.0, 0.4],
    )  # fmt: skip
    assert lose.tolist() == [0, inf, 1, inf, inf, inf, inf, 1]
    assert trust_path(0.3, [True], 0.0, 0.5)[0, 1] == 0.0
    assert trust_path(0.3, [True], 0.5, 0.0)[0, 1] == 1.0
    assert trust_path(0.0, [True], 0.9, 0.1)[0, 1] == 0.0
    np.testing.assert_equal(trust_path(0.3, [True, False], 0.0, 0.0), [[0.3, nan, nan]])


def test_gestures_of_several_kinds() -> None:
    """A freeze of enrichment and a prisoner release tell the types apart to different degrees."""
    path = trust_path([0.2, 0.5], [True, False], [[0.9, 0.6]], [[0.4, 0.3]])
    first = trust_path([0.2, 0.5], [True], 0.9, 0.4)[:, -1]
    assert path[:, 1] == pytest.approx(first)
    assert path[:, 2] == pytest.approx(trust_path(first, [False], 0.6, 0.3)[:, -1])
    with pytest.raises(ParameterError, match="draws differ"):
        trust_path([0.2, 0.5], [True], [0.9, 0.8, 0.7], 0.4)
    with pytest.raises(ParameterError, match="friendly: has shape"):
        trust_path(0.2, [True], [[0.9, 0.6, 0.1]], 0.4)
    with pytest.raises(ParameterError, match="friendly: out of range"):
        trust_path(0.2, [True, False], [[0.9, 1.6]], 0.4)


@given(inner, inner, inner, inner, st.integers(1, 6))
def test_what_would_make_gestures_enough(
    trust: float, needed: float, likely: float, likely_u: float, steps: int
) -> None:
    least = trust_that_gestures_reach(evidence(trust, needed, likely, likely_u), steps).item()
    if likely > likely_u:
        assert trust_path(least, [True] * steps, likely, likely_u)[0, -1] == pytest.approx(needed)
    else:
        assert np.isnan(least)
    rate = reliability_that_reaches(evidence(trust, needed, likely, likely_u), steps).item()
    if np.isnan(rate):
        assert trust_path(trust, [True] * steps, 1.0, likely_u)[0, -1] < needed
    else:
        assert trust_path(trust, [True] * steps, rate, likely_u)[0, -1] == pytest.approx(needed)


def test_inverses_at_the_edges() -> None:
    assert trust_that_gestures_reach(evidence(friendly_u=0.0, needed=1.0), 1).item() == 0.0
    assert reliability_that_reaches(evidence(friendly_u=0.0, needed=1.0), 1).item() == 0.0
    assert np.isnan(reliability_that_reaches(evidence(trust=0.0), 3))
    for inverse in (trust_that_gestures_reach, reliability_that_reaches):
        with pytest.raises(ParameterError, match="steps: out of range"):
            inverse(evidence(), 0)


@given(inner, inner, inner, st.integers(0, 30))
def test_more_gestures_reach_certainty_in_the_limit(
    trust: float, likely: float, likely_u: float, k: int
) -> None:
    assume(likely > likely_u * 1.1)
    path = trust_path(trust, [True] * (k + 1), likely, likely_u)[0]
    assert (np.diff(path) >= 0).all()
    assert trust_path(trust, [True] * 2000, likely, likely_u)[0, -1] == pytest.approx(1.0)


def test_evidence_as_seen() -> None:
    result = solve_gesture_evidence(evidence(seen=[True, False, 1]))
    assert result.path.shape == (1, 4)
    assert result.trust.item() == pytest.approx(result.path[0, -1])
    assert result.steps_to_lose.item() == 0
    for wrong in (["yes"], [0.5], [[True]], "friendly"):
        with pytest.raises(ParameterError, match="seen: not a list of truth values"):
            evidence(seen=wrong)
    with pytest.raises(ParameterError, match="friendly: out of range"):
        evidence(friendly=1.5)


def test_evidence_readings() -> None:
    assert (
        "reach it is 3: a trustworthy party makes them with probability 72.9 %"
        in solve_gesture_evidence(evidence()).reading()
    )
    seen = solve_gesture_evidence(evidence(seen=[True] * 3)).reading()
    assert "is 74 % after 3 gestures" in seen
    assert "would lose it is 1" in seen
    assert "No number of friendly gestures" in solve_gesture_evidence(evidence(friendly=0.4)).reading()
    assert "no number of unfriendly" in solve_gesture_evidence(evidence(trust=0.7, friendly=0.4)).reading()
    impossible = solve_gesture_evidence(evidence(friendly=0.0, friendly_u=[0.0, 0.5], seen=[True])).reading()
    assert "trust has no value" in impossible


def test_ten_thousand_draws_are_one_call() -> None:
    rng = np.random.default_rng(0)
    trust, likely_u = rng.uniform(0.1, 0.5, 10_000), rng.uniform(0.2, 0.8, 10_000)
    whole = solve_gesture_evidence(evidence(trust, friendly_u=likely_u, seen=[True, False, True]))
    one = solve_gesture_evidence(evidence(trust[7], friendly_u=likely_u[7], seen=[True, False, True]))
    assert whole.path[7] == pytest.approx(one.path[0])
    assert whole.steps_to_reach[7] == one.steps_to_reach.item()
    sizes = solve_gesture(gesture(trust, size=rng.uniform(0.1, 1.2, 10_000)))
    assert sizes.equilibria.shape == (10_000,)
