"""Logit equilibria of 2x2 games: numbers, all of them found, the branch from even chances, errors."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import expit

from commonground.methods.parameters import ParameterError
from commonground.methods.response import BimatrixParameters, BimatrixResult, solve_bimatrix

PAYOFF = st.integers(-50, 50).map(lambda k: k / 10)
TABLE = st.lists(PAYOFF, min_size=4, max_size=4).map(lambda four: np.array(four).reshape(2, 2))
RATIONALITY = st.integers(0, 60).map(lambda k: k / 10)

PENNIES = ([[9, 0], [0, 1]], [[0, 1], [1, 0]])
CHICKEN = ([[0, -1], [1, -5]], [[0, 1], [-1, -5]])


def symmetric(reward: float, tempted: float, fooled: float, punished: float) -> tuple[Any, Any]:
    table = np.array([[reward, fooled], [tempted, punished]], dtype=float)
    return table, table.T


def solved(game: tuple[Any, Any], rationality: Any) -> BimatrixResult:
    return solve_bimatrix(BimatrixParameters(payoffs_a=game[0], payoffs_b=game[1], rationality=rationality))


LAMBDAS = [0.5, 1.0, 2.0, 4.0]


def test_asymmetric_matching_pennies() -> None:
    """Plain iteration cycles here; at 4 it would report 0.851."""
    result = solved(PENNIES, LAMBDAS)
    assert result.a_first == pytest.approx([0.830671, 0.893576, 0.860754, 0.741682], abs=1e-6)
    assert result.b_first == pytest.approx([0.418077, 0.312780, 0.191078, 0.126368], abs=1e-6)
    assert result.equilibria.tolist() == [1, 1, 1, 1]
    assert result.residual.max() <= 1e-10


@pytest.mark.parametrize(
    ("game", "chances"),
    [
        (symmetric(4, 1, 0, 2), [0.653129, 0.935766, 0.997464, 0.999994]),  # assurance
        (symmetric(4, 3, 0, 2), [0.402052, 0.195846, 0.020264, 0.000337]),  # stag hunt
        (CHICKEN, [0.614125, 0.663877, 0.710311, 0.746103]),
    ],
)
def test_symmetric_games_stay_symmetric(game: tuple[Any, Any], chances: list[float]) -> None:
    result = solved(game, LAMBDAS)
    assert result.a_first == pytest.approx(chances, abs=1e-6)
    assert result.b_first == pytest.approx(result.a_first, abs=1e-9)
    assert result.followed.all()
    assert result.residual.max() <= 1e-10


def test_multiplicity_is_reported() -> None:
    result = solved(CHICKEN, LAMBDAS)
    assert result.equilibria.tolist() == [1, 3, 3, 3]  # beyond the pitchfork
    # The two others are mirror images: each side in the other's place.
    assert result.all_a_first[1, [0, 2]] == pytest.approx(result.all_b_first[1, [2, 0]])
    assert result.all_a_first[1] == pytest.approx([0.400964, 0.663877, 0.880290], abs=1e-6)
    assert np.isnan(result.all_a_first[0, 1:]).all()
    text = result.reading("the north", "the south")
    assert "in 75 % of the draws there are several equilibria" in text
    assert "grows out of even chances" in text
    assert "several" not in solved(PENNIES, 1.0).reading()


def test_battle_of_the_sexes_stays_even_handed() -> None:
    """The same game with B's moves in the other order is symmetric too."""
    result = solved(([[2, 0], [0, 1]], [[1, 0], [0, 2]]), [1.0, 3.0, 9.0])
    assert result.a_first == pytest.approx(1.0 - result.b_first, abs=1e-9)
    assert (result.a_first > 0.5).all()
    assert result.equilibria[-1] == 3
    assert result.followed.all()


def test_a_branch_that_turns_back_singles_out_nothing() -> None:
    """Rare: the branch from even chances folds, and at this rationality three points lie on it or beside it."""
    game = _game(0.43007673, -0.41134099, 3.81355932, -5.85128261)
    result = solved(game, 5.97588266)
    assert result.equilibria.item() == 3
    assert not result.followed.item()
    assert np.isnan(result.a_first).all()
    assert result.residual.item() <= 1e-10
    assert "nothing singles out" in result.reading()
    assert "none" in result.reading()


def _game(a0: float, a1: float, b0: float, b1: float) -> tuple[Any, Any]:
    """Log odds of A's first move a0 + a1 q, of B's b0 + b1 p, per unit of rationality."""
    return [[a0 + a1, a0], [0.0, 0.0]], [[b0 + b1, 0.0], [b0, 0.0]]


@settings(max_examples=60)
@given(TABLE, TABLE, RATIONALITY)
def test_all_equilibria_are_found(a: Any, b: Any, rationality: float) -> None:
    result = solved((a, b), rationality)
    p, q = result.all_a_first[0], result.all_b_first[0]
    there = ~np.isnan(p)
    assert there.sum() == result.equilibria.item()
    assert 1 <= there.sum() <= 3
    # Each satisfies both logit equations.
    p, q = p[there], q[there]
    gain_a = (a[0, 0] - a[1, 0]) * q + (a[0, 1] - a[1, 1]) * (1 - q)
    gain_b = (b[0, 0] - b[0, 1]) * p + (b[1, 0] - b[1, 1]) * (1 - p)
    assert p == pytest.approx(expit(rationality * gain_a), abs=1e-9)
    assert q == pytest.approx(expit(rationality * gain_b), abs=1e-9)
    # And a fine grid sees no other: the excess changes sign just as often.
    v = np.linspace(-rationality * 10.1 - 1, rationality * 10.1 + 1, 40_001)
    at = expit(v)
    reply = expit(rationality * ((b[0, 0] - b[0, 1]) * at + (b[1, 0] - b[1, 1]) * (1 - at)))
    excess = rationality * ((a[0, 0] - a[1, 0]) * reply + (a[0, 1] - a[1, 1]) * (1 - reply)) - v
    signs = np.sign(excess)
    signs = signs[signs != 0]
    changes = int((np.diff(signs) != 0).sum())
    assert changes in (result.equilibria.item(), result.equilibria.item() - 2)
    if changes < result.equilibria.item():  # two closer than the grid
        assert np.diff(p).min() < 1e-2


@settings(max_examples=60)
@given(TABLE, TABLE, RATIONALITY)
def test_names_of_sides_and_moves_do_not_matter(a: Any, b: Any, rationality: float) -> None:
    result = solved((a, b), rationality)
    sides = solved((b.T, a.T), rationality)
    assert sides.equilibria.tolist() == result.equilibria.tolist()
    assert sides.a_first == pytest.approx(result.b_first, abs=1e-7, nan_ok=True)
    moves = solved((a[::-1], b[::-1]), rationality)
    assert moves.a_first == pytest.approx(1.0 - result.a_first, abs=1e-7, nan_ok=True)
    assert moves.b_first == pytest.approx(result.b_first, abs=1e-7, nan_ok=True)
    shifted = solved(
        (np.add(a, [[1.0, -2.0]]), np.add(b, [[3.0], [0.5]])), rationality
    )  # nothing a party can change
    assert shifted.a_first == pytest.approx(result.a_first, abs=1e-7, nan_ok=True)


@settings(max_examples=40)
@given(TABLE, TABLE)
def test_the_ends(a: Any, b: Any) -> None:
    blind = solved((a, b), 0.0)
    assert (blind.a_first.item(), blind.b_first.item()) == (0.5, 0.5)
    small = solved((a, b), 1e-3)
    assert small.equilibria.item() == 1
    assert small.a_first == pytest.approx([0.5], abs=0.01)


def test_a_dominant_move_takes_over() -> None:
    game = symmetric(3, 5, 0, 1)  # prisoner's dilemma
    result = solved(game, [0.5, 1.0, 2.0, 4.0, 50.0])
    assert (np.diff(result.a_first) < 0).all()
    assert result.a_first[-1] < 1e-6
    assert result.value_a[-1] == pytest.approx(1.0, abs=1e-6)
    assert result.value_b == pytest.approx(result.value_a)


def test_draws_are_solved_each_on_its_own() -> None:
    rng = np.random.default_rng(2)
    a, b, lam = rng.normal(size=(40, 2, 2)), rng.normal(size=(40, 2, 2)), rng.uniform(0, 8, 40)
    together = solved((a, b), lam)
    assert (together.equilibria > 1).any()
    for k in range(40):
        alone = solved((a[k], b[k]), lam[k])
        assert together.a_first[k] == pytest.approx(alone.a_first[0], abs=1e-9, nan_ok=True)
        assert together.equilibria[k] == alone.equilibria[0]


GOOD = [[1.0, 0.0], [0.0, 1.0]]


@pytest.mark.parametrize(
    ("build", "name", "words"),
    [
        (lambda: solved((GOOD, GOOD), -1.0), "rationality", "at least 0"),
        (lambda: solved((GOOD, GOOD), np.inf), "rationality", "inf"),
        (lambda: solved(([1.0, 2.0], GOOD), 1.0), "payoffs_a", "shape"),
        (lambda: solved((GOOD, np.ones((3, 3))), 1.0), "payoffs_b", "shape"),
        (lambda: solved((GOOD, "no"), 1.0), "payoffs_b", "not a table"),
        (lambda: solved((np.full((2, 2), np.nan), GOOD), 1.0), "payoffs_a", "finite"),
        (lambda: solved((np.ones((3, 2, 2)), GOOD), [1.0, 2.0]), "rationality", "2 draws"),
    ],
)
def test_errors_name_the_parameter(build: Any, name: str, words: str) -> None:
    with pytest.raises(ParameterError, match=words) as caught:
        build()
    assert caught.value.name == name
