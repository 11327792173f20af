"""Additive problems at random, and small ones whose answers are known."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from commonground.methods.frontier import AdditiveProblem, Linkage


def random_problem(
    seed: int,
    *,
    n_party: int = 0,
    n_issue: int = 0,
    n_level: int = 0,
    coarse: bool = False,
    plain: bool = False,
) -> AdditiveProblem:
    """Numbers not given are drawn; `coarse` makes many ties; `plain` leaves out linkages and red lines."""
    rng = np.random.default_rng(seed)
    n = n_party or int(rng.integers(1, 5))
    m = n_issue or int(rng.integers(1, 6))
    counts = [n_level or int(rng.integers(1, 5)) for _ in range(m)]
    weight = rng.dirichlet(np.ones(m), n)
    value = [rng.random((count, n)) for count in counts]
    if coarse:
        weight = rng.integers(0, 4, (n, m)) / 10.0
        value = [rng.integers(0, 4, (count, n)) / 3.0 for count in counts]
    links = []
    for _ in range(0 if plain or m < 2 else int(rng.integers(0, 6))):
        issues = tuple(int(j) for j in rng.choice(m, int(rng.integers(2, min(m, 3) + 1)), replace=False))
        levels = tuple(int(rng.integers(counts[j])) for j in issues)
        links.append(Linkage(issues, levels, np.round(rng.normal(0, 0.3, n), 1 if coarse else 12)))
    return AdditiveProblem(
        parties=tuple(f"p{i + 1}" for i in range(n)),
        issues=tuple(f"issue {j + 1}" for j in range(m)),
        levels=tuple(tuple(f"v{k}" for k in range(count)) for count in counts),
        contribution=tuple(table * weight[:, j] for j, table in enumerate(value)),
        reservation=rng.uniform(0.0, 0.5, n),
        allowed=tuple(np.ones(count, bool) if plain else rng.random(count) < 0.9 for count in counts),
        linkages=tuple(links),
    )


def single_issue(points: ArrayLike, reservation: ArrayLike) -> AdditiveProblem:
    """One issue whose levels are the given utilities (level, party)."""
    table = np.asarray(points, float)
    return AdditiveProblem(
        parties=tuple("ABCDEFG"[: table.shape[1]]),
        issues=("all",),
        levels=(tuple(f"v{k}" for k in range(len(table))),),
        contribution=(table,),
        reservation=np.asarray(reservation, float),
    )
