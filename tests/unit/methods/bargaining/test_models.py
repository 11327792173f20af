"""What holds of every bargaining model: defined answers in the thinnest talks, and no preference for names or units."""

from __future__ import annotations

import sys
from collections.abc import Callable

import numpy as np
import pytest

from checkout import ROOT
from commonground.errors import UsageError
from commonground.methods.bargaining.result import BargainResult
from commonground.methods.bargaining.talks import Talks, talks
from commonground.methods.challenge.settings import CHOICES as CHALLENGE_CHOICES
from commonground.methods.challenge.settings import PRESETS, ChallengeSettings, preset
from commonground.methods.challenge.solve import solve_challenge
from commonground.methods.compromise.solve import solve_compromise
from commonground.methods.exchange.settings import ExchangeSettings
from commonground.methods.exchange.solve import solve_exchange
from commonground.methods.median.solve import solve_median
from commonground.methods.nash.solve import solve_nash
from commonground.methods.spatial.settings import CHOICES as SPATIAL_CHOICES
from commonground.methods.spatial.settings import SpatialSettings
from commonground.methods.spatial.solve import solve_spatial

sys.path.insert(0, str(ROOT / "benchmarks"))

from bench_bargaining import naive_challenge, random_talks

SOLVERS: dict[str, Callable[[Talks], BargainResult]] = {
    "compromise": solve_compromise,
    "median": solve_median,
    "nash": solve_nash,
    "challenge": solve_challenge,
    "challenge-paper": lambda given: solve_challenge(given, PRESETS["scholz-paper"]),
    "spatial": solve_spatial,
    "exchange": solve_exchange,
}
NAN = float("nan")


def some(n: int = 3, n_party: int = 6, n_issue: int = 3, seed: int = 1) -> Talks:
    rng = np.random.default_rng(seed)
    shape = (n, n_party, n_issue)
    return talks(rng.uniform(0, 100, shape), rng.uniform(0.1, 1, shape), rng.uniform(0.1, 1, (n, n_party)))


THIN = {
    "missing": talks([[10, NAN], [NAN, 50], [90, 20], [30, 80]], np.full((4, 2), 0.5), [1, 2, 3, 4]),
    "nobody on an issue": talks([[10, NAN], [60, NAN]], np.full((2, 2), 0.5), [1, 2]),
    "a party on nothing": talks([[10, 20], [NAN, NAN], [70, 60]], np.full((3, 2), 0.4), [1, 2, 3]),
    "do not care": talks([[10, 70], [60, 20], [80, 90]], [[0, 0.5], [0.4, 0], [0, 0]], [1, 2, 3]),
    "nobody cares": talks([10, 60, 90], [0, 0, 0], [1, 2, 3]),
    "all equal": talks([[40, 40], [40, 40], [40, 40]], np.full((3, 2), 0.5), [1, 2, 3]),
    "two camps": talks([0, 0, 100, 100, 100], [0.9, 0.2, 0.5, 0.7, 0.1], [1, 2, 3, 1, 1]),
    "two camps on two issues": talks(
        [[0, 100], [100, 0], [100, 100], [0, 0]],
        [[0.9, 0.1], [0.2, 0.8], [0.4, 0.4], [0.5, 0.3]],
        [1, 2, 3, 1],
    ),
    "one party": talks([[30, 60]], [[0.5, 0.5]], [1]),
    "two parties": talks([30, 60], [0.5, 0.5], [1, 2]),
    "powerless party": talks([30, 60, 90], [0.5, 0.5, 0.5], [0, 1, 2]),
    "other scale": talks([4, 7, 10], [0.8, 0.4, 0.6], [8, 8, 16], low=4, high=10),
    "gaps that differ by draw": talks(
        np.array([[[10.0], [NAN], [90.0]], [[NAN], [50.0], [70.0]], [[NAN], [NAN], [NAN]]]),
        np.full((3, 3, 1), 0.5),
        np.ones((3, 3)),
    ),
}


@pytest.mark.parametrize("model", SOLVERS)
@pytest.mark.parametrize("case", THIN)
def test_thin_talks_have_a_defined_answer(model: str, case: str) -> None:
    given = THIN[case]
    result = SOLVERS[model](given)
    for array in (result.settlement, result.mean, result.median, result.position, result.taken):
        assert np.isfinite(array).all()
    assert (result.settlement >= given.low - 1e-9).all()
    assert (result.settlement <= given.high + 1e-9).all()
    assert result.settlement.shape == (given.n, len(given.issues))
    assert result.position.shape == given.position.shape
    for one in result.rounds:
        assert np.isfinite(one.position).all()
    told = result.as_dict()
    assert set(told["settlement"]) == set(given.issues)
    assert "nan" not in str(told).lower().replace("financ", "")


@pytest.mark.parametrize("model", SOLVERS)
def test_a_lone_position_is_the_settlement(model: str) -> None:
    assert SOLVERS[model](THIN["one party"]).settlement[0] == pytest.approx([30, 60])


@pytest.mark.parametrize("model", SOLVERS)
def test_equal_positions_stay(model: str) -> None:
    result = SOLVERS[model](THIN["all equal"])
    assert result.settlement[0] == pytest.approx([40, 40])
    assert result.position == pytest.approx(40)


@pytest.mark.parametrize("model", SOLVERS)
def test_units_do_not_matter(model: str) -> None:
    """The same talks on a scale of 4 to 10 settle at the same share of it."""
    given = some()
    small = talks(4 + 0.06 * given.position, given.salience, given.capability, low=4, high=10)
    found, other = SOLVERS[model](given), SOLVERS[model](small)
    assert (other.settlement - 4) / 0.06 == pytest.approx(found.settlement, abs=1e-6)


@pytest.mark.parametrize("model", SOLVERS)
def test_names_do_not_matter(model: str) -> None:
    given = some(n=2)
    order = np.array([3, 1, 5, 0, 4, 2])
    mixed = talks(given.position[:, order], given.salience[:, order], given.capability[:, order])
    found, other = SOLVERS[model](given), SOLVERS[model](mixed)
    assert other.settlement == pytest.approx(found.settlement, abs=1e-6)


@pytest.mark.parametrize("model", SOLVERS)
def test_each_draw_is_solved_by_itself(model: str) -> None:
    given = some(n=4)
    together = SOLVERS[model](given).settlement
    for draw in range(4):
        alone = talks(given.position[draw], given.salience[draw], given.capability[draw])
        assert SOLVERS[model](alone).settlement[0] == pytest.approx(together[draw], abs=1e-9)


@pytest.mark.parametrize("model", SOLVERS)
def test_input_is_left_alone(model: str) -> None:
    given = some()
    before = given.position.copy(), given.salience.copy(), given.capability.copy()
    SOLVERS[model](given)
    assert all((a == b).all() for a, b in zip(before, (given.position, given.salience, given.capability)))


@pytest.mark.parametrize("model", ["challenge", "spatial", "exchange"])
def test_instability_is_measured_and_told(model: str) -> None:
    result = SOLVERS[model](some(n=20, n_party=10))
    assert result.instability is not None
    assert 0 <= result.instability <= 1
    warned = any("unsteady" in finding.message for finding in result.findings)
    assert warned == (result.instability >= 0.1)


def test_emission_standards_are_unsteady_in_the_challenge_model() -> None:
    """Several parties start at one place there; a millionth tells them apart, and the paths with them."""
    given = talks(
        [4, 7, 4, 4, 10, 10, 10, 7, 4, 7],
        [0.8, 0.4, 0.2, 0.8, 0.6, 0.6, 0.9, 0.1, 1.0, 0.7],
        [0.08, 0.08, 0.03, 0.16, 0.16, 0.16, 0.16, 0.05, 0.05, 0.08],
        low=4,
        high=10,
    )
    assert solve_challenge(given).instability > 0.5


@pytest.mark.parametrize(
    ("name", "choice"), [(name, choice) for name, known in SPATIAL_CHOICES.items() for choice in known]
)
def test_every_switch_of_the_spatial_model_runs(name: str, choice: str) -> None:
    given = talks(some(n=2).position, some(n=2).salience / 3, some(n=2).capability)
    result = solve_spatial(given, SpatialSettings(**{name: choice}, most_turns=6, instability_draws=0))
    assert np.isfinite(result.position).all()
    assert result.detail["probability"].min() >= 0


@pytest.mark.parametrize("share", [0.0, 0.5, 1.0])
def test_accommodation_keeps_ideals_apart(share: float) -> None:
    result = solve_spatial(some(), SpatialSettings(accommodation=share, most_turns=10, instability_draws=0))
    assert np.isfinite(result.position).all()


@pytest.mark.parametrize(
    ("name", "choice"), [(name, choice) for name, known in CHALLENGE_CHOICES.items() for choice in known]
)
@pytest.mark.parametrize("q", [0.5, 1.0])
def test_every_choice_of_the_challenge_model_runs(name: str, choice: str, q: float) -> None:
    result = solve_challenge(some(), ChallengeSettings(**{name: choice}, q=q, instability_draws=0))
    assert np.isfinite(result.position).all()
    assert (result.position >= 0).all()
    assert (result.position <= 100).all()


def test_salience_over_its_budget() -> None:
    given = talks(
        [[10, 60], [70, 20], [40, 50]], [[0.9, 0.6], [0.2, 0.2], [0.5, 0.5]], [1, 1, 1], parties=list("abc")
    )
    with pytest.raises(UsageError, match=r"salience of a sums to 1\.5"):
        solve_spatial(given, SpatialSettings(budget="check"))
    scaled = solve_spatial(given)
    assert any("divided" in finding.message for finding in scaled.findings)


def test_three_hundred_parties() -> None:
    given = some(n=1, n_party=300, n_issue=1)
    assert np.isfinite(
        solve_challenge(given, ChallengeSettings(rounds=2, instability_draws=0)).settlement
    ).all()
    assert np.isfinite(
        solve_spatial(given, SpatialSettings(most_turns=2, instability_draws=0)).settlement
    ).all()


def test_exchanges_gain_alike_and_within_the_scale() -> None:
    result = solve_exchange(some(n_party=8, n_issue=4), ExchangeSettings(instability_draws=0))
    exchanges = result.detail["exchanges"][0]
    assert exchanges
    for number, one in enumerate(exchanges):
        assert one["gain"][0] == pytest.approx(one["gain"][1], abs=1e-9)
        assert one["gain"][0] >= 1e-10
        assert all(-1e-9 <= end <= 100 + 1e-9 for end in one["to"])
        for side, party in enumerate(one["parties"]):
            worth = result.detail["externality"][0][number][result.talks.parties.index(party)]
            assert worth <= one["gain"][side] + 1e-9


def test_ties_by_lot_follow_the_seed() -> None:
    given = THIN["two camps on two issues"]
    found = [
        solve_exchange(given, ExchangeSettings(ties="sample", seed=seed, instability_draws=0)).position
        for seed in (1, 1, 2)
    ]
    assert (found[0] == found[1]).all()


def test_varied_gains_stay_gains() -> None:
    result = solve_exchange(
        some(n=1, n_party=8, n_issue=4), ExchangeSettings(random=1.0, instability_draws=0)
    )
    for one in result.detail["exchanges"][0]:
        assert min(one["gain"]) >= -1e-9


def test_unknown_choices_name_a_near_one() -> None:
    with pytest.raises(UsageError, match="scholz-code"):
        preset("scholz-cod")
    with pytest.raises(UsageError, match="least-move"):
        ChallengeSettings(choice="least-mov")  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="binary"):
        SpatialSettings(voting="binari")


@pytest.mark.parametrize(("rounds", "alike"), [(1, 1.0), (5, 0.97), (20, 0.9)])
def test_the_challenge_kernel_is_the_plain_program(rounds: int, alike: float) -> None:
    """Long runs are compared by share: a choice among offers may flip on the last digit, and the path with it."""
    given = random_talks(60, 7, seed=4)
    found = solve_challenge(given, ChallengeSettings(rounds=rounds, instability_draws=0)).position[:, :, 0]
    weight = given.weight()
    plain = np.stack(
        [
            naive_challenge(given.position[t, :, 0], weight[t, :, 0], given.salience[t, :, 0], rounds)
            for t in range(given.n)
        ]
    )
    assert (np.abs(found - plain).max(axis=1) < 1e-9).mean() >= alike


def test_still_models_are_steady() -> None:
    """Nobody moves in the three still models: they are steady, settled and take no rounds."""
    for model in ("compromise", "median", "nash"):
        result = SOLVERS[model](some())
        assert result.instability == 0
        assert result.settled.all()
        assert result.taken.max() == 0
