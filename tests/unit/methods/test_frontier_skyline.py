"""Undominated points of a cloud, against the definition."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonground.methods.frontier import undominated
from commonground.methods.parameters import ParameterError


def by_definition(points: np.ndarray) -> list[int]:
    return [
        i for i, x in enumerate(points) if not ((points >= x).all(axis=1) & (points > x).any(axis=1)).any()
    ]


@given(st.integers(0, 10**6), st.integers(1, 6), st.integers(2, 60))
def test_it_is_the_definition(seed: int, width: int, fineness: int) -> None:
    """Values a rounding error apart count as equal."""
    rng = np.random.default_rng(seed)
    exact = rng.integers(0, fineness, (int(rng.integers(1, 80)), width))
    noisy = exact / 7 + (rng.random(exact.shape) - 0.5) * 1e-15
    every = by_definition(exact)
    assert undominated(noisy, ties="all").tolist() == every
    first = {tuple(exact[i]): i for i in reversed(every)}
    assert undominated(noisy).tolist() == sorted(first.values())


@pytest.mark.parametrize("width", [2, 3, 4, 5])
@pytest.mark.parametrize("opposed", [False, True])
def test_large_clouds(width: int, opposed: bool) -> None:
    """Large enough for the shortcut of the first step and for halving."""
    rng = np.random.default_rng(width)
    cloud = rng.integers(0, 40, (6000, width)).astype(float)
    if opposed:
        cloud[:, -1] = 40 * width - cloud[:, :-1].sum(axis=1) + rng.integers(0, 3, len(cloud))
    unique = np.unique(cloud, axis=0)
    expected = {tuple(unique[i]) for i in by_definition(unique)}
    found = cloud[undominated(cloud)]
    assert {tuple(row) for row in found} == expected
    assert len(found) == len(expected)
    assert len(undominated(cloud, ties="all")) == sum(tuple(row) in expected for row in cloud)


def test_edges() -> None:
    assert undominated(np.zeros((0, 3))).tolist() == []
    assert undominated([[1.0, 2.0]]).tolist() == [0]
    assert undominated([[1.0, 2.0]] * 3).tolist() == [0]
    assert undominated([[1.0, 2.0]] * 3, ties="all").tolist() == [0, 1, 2]
    assert undominated([[0.0, 1.0], [1e-12, 1.0]]).tolist() == [0]
    assert undominated([[0.0, 1.0], [1e-12, 1.0]], tolerance=0.0).tolist() == [1]
    for wrong in ([1.0, 2.0], [[np.nan, 1.0]], np.zeros((2, 0))):
        with pytest.raises(ParameterError, match="no table of finite numbers"):
            undominated(wrong)
