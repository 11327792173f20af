"""Draws made by hand: small worlds whose answers are known."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from commonground.case.draws import Draws, IssueGrid

FloatArray = NDArray[np.float64]


def scale(
    name: str = "share", levels: int | Sequence[float] = 101, lo: float = 0.0, hi: float = 1.0
) -> IssueGrid:
    values = np.linspace(lo, hi, levels) if isinstance(levels, int) else np.asarray(levels, dtype=float)
    return IssueGrid(name, "scale", "", lo, hi, values, ())


def options(name: str, *ids: str) -> IssueGrid:
    return IssueGrid(name, "options", "", 0.0, 1.0, np.arange(len(ids), dtype=float), ids)


def world(
    issues: Sequence[IssueGrid],
    ideal: ArrayLike,
    salience: ArrayLike,
    walk_away: ArrayLike,
    *,
    n: int | None = None,
    exponent: ArrayLike = 1.0,
    durability: ArrayLike = 1.0,
    collapse: ArrayLike = np.nan,
    sunk_cost: ArrayLike = 0.0,
    utility: dict[int, ArrayLike] | None = None,
    status_quo: ArrayLike = np.nan,
    permitted_min: ArrayLike = -np.inf,
    permitted_max: ArrayLike = np.inf,
    forbidden: dict[int, ArrayLike] | None = None,
    walk_away_cost: ArrayLike = np.nan,
    tempo: ArrayLike | None = None,
    starts_in: ArrayLike = 0.0,
    talked_for: float = 0.0,
    mediator_effect: ArrayLike = 0.0,
    confrontation: ArrayLike | None = None,
    months: float = 12.0,
) -> Draws:
    """All parties sign. Arrays broadcast to (draw, party[, issue]); utility and forbidden are per issue number."""
    walk = np.atleast_2d(np.asarray(walk_away, dtype=float))
    n = walk.shape[0] if n is None else n
    n_party, n_issue = walk.shape[1], len(issues)
    shape = (n, n_party, n_issue)

    def fill(value: ArrayLike, to: tuple[int, ...]) -> FloatArray:
        return np.array(np.broadcast_to(np.asarray(value, dtype=float), to))

    names = tuple(f"p{i + 1}" for i in range(n_party))
    return Draws(
        n=n,
        seed=0,
        modes=n == 1,
        parties=names,
        signatories=tuple(range(n_party)),
        issues=tuple(issues),
        position=fill(ideal, shape),
        salience=fill(salience, shape),
        exponent=fill(exponent, shape),
        option_utility=tuple(
            fill((utility or {})[j], (n, n_party, len(issue.options))) if issue.options else None
            for j, issue in enumerate(issues)
        ),
        permitted_min=fill(permitted_min, shape),
        permitted_max=fill(permitted_max, shape),
        forbidden=tuple(
            fill((forbidden or {}).get(j, 0.0), (n, n_party, len(issue.options))) > 0.5
            if issue.options
            else None
            for j, issue in enumerate(issues)
        ),
        status_quo=fill(status_quo, (n, n_issue)),
        walk_away=fill(walk, (n, n_party)),
        walk_away_cost=fill(walk_away_cost, (n, n_party)),
        durability=fill(durability, (n, n_party)),
        collapse=fill(collapse, (n, n_party)),
        sunk_cost=fill(sunk_cost, (n, n_party)),
        tempo=None if tempo is None else fill(tempo, (n,)),
        starts_in=fill(starts_in, (n,)),
        talked_for=talked_for,
        mediator_effect=fill(mediator_effect, (n,)),
        confrontation_if_no_deal=None if confrontation is None else fill(confrontation, (n,)),
        months=months,
        deadlines={},
    )


def pie(walk_away: ArrayLike, levels: int = 101, **more: object) -> Draws:
    """One pie of size 1: u_1 = y, u_2 = 1 - y."""
    return world([scale(levels=levels)], [[[1.0], [0.0]]], 1.0, walk_away, **more)  # type: ignore[arg-type]


def uniform_pie(n: int, levels: int = 401, seed: int = 7, **more: object) -> Draws:
    """The pie with walk-away values uniform on 0-1, independent."""
    return pie(np.random.default_rng(seed).random((n, 2)), levels, **more)


def random_world(rng: np.random.Generator, n: int = 60, n_party: int = 2, n_issue: int = 3) -> Draws:
    """A world with scales and options, red lines and uncertain everything; nothing about it is special."""
    issues = [
        options(f"i{j}", "a", "b", "c") if rng.random() < 0.4 else scale(f"i{j}", int(rng.integers(2, 6)))
        for j in range(n_issue)
    ]
    utility = {j: rng.random((n, n_party, 3)) for j, issue in enumerate(issues) if issue.options}
    forbidden = {j: rng.random((n, n_party, 3)) < 0.1 for j in utility}
    return world(
        issues,
        rng.random((n, n_party, n_issue)),
        rng.random((n, n_party, n_issue)),
        rng.random((n, n_party)) * 0.9,
        exponent=rng.uniform(0.5, 2.0, (n, n_party, n_issue)),
        durability=rng.uniform(0.5, 1.0, (n, n_party)),
        sunk_cost=rng.uniform(0.0, 0.2, (n, n_party)),
        utility=utility,
        forbidden=forbidden,
        permitted_max=np.where(rng.random((n, n_party, n_issue)) < 0.1, 0.6, np.inf),
        status_quo=np.array([0.0 if issue.options else 0.5 for issue in issues]),
        tempo=rng.uniform(2.0, 30.0, n),
        mediator_effect=rng.random(n),
        confrontation=rng.random(n) * 0.3,
    )
