"""Talks without uncertainty as arrays: what each level of each issue adds to each party's utility.

u_i(y) = constant_i + sum_j contribution_j[y_j, i] + the `add` of every linkage whose levels y takes. A party
accepts y if u_i(y) >= reservation_i. Levels that a red line rules out are not `allowed`: no package uses them.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

from commonground.methods.common_ground.utility import Problem
from commonground.methods.parameters import BoolArray, FloatArray, ParameterError

IntArray = NDArray[np.int64]

TOLERANCE = 1e-9  # utilities this close count as equal: sums of different order differ in the last digits


@dataclass(frozen=True, eq=False)
class Linkage:
    """What comes on top where several issues take given levels together.

    Parameters
    ----------
    issues : numbers of at least two different issues
    levels : the level each of them takes
    add    : (party,) utility added, of either sign
    """

    issues: tuple[int, ...]
    levels: tuple[int, ...]
    add: FloatArray


@dataclass(frozen=True, eq=False, kw_only=True)
class AdditiveProblem:
    """Who decides on what, and what it is worth to whom.

    Parameters
    ----------
    parties, issues : names
    levels          : per issue the names of its levels
    contribution    : per issue (level, party), utility that a level adds
    reservation     : (party,) utility without a deal
    constant        : (party,) utility that every package has, default 0
    allowed         : per issue (level,), False where a red line rules the level out; default all
    linkages        : interactions between levels of different issues

    Raises
    ------
    ParameterError : shapes that do not fit together, a number that is not finite, a linkage to nothing.
    """

    parties: tuple[str, ...]
    issues: tuple[str, ...]
    levels: tuple[tuple[str, ...], ...]
    contribution: tuple[FloatArray, ...]
    reservation: FloatArray
    constant: FloatArray = field(default_factory=lambda: np.zeros(0))
    allowed: tuple[BoolArray, ...] = ()
    linkages: tuple[Linkage, ...] = ()

    def __post_init__(self) -> None:
        n = len(self.parties)
        if not self.parties or not self.issues:
            raise ParameterError("issues", "no party or no issue", "Give at least one of each.")
        rows = tuple(_array(f"contribution[{j}]", table) for j, table in enumerate(self.contribution))
        if len(rows) != len(self.issues) or len(self.levels) != len(self.issues):
            message = (
                f"{len(rows)} tables and {len(self.levels)} lists of levels for {len(self.issues)} issues"
            )
            raise ParameterError("contribution", message, "Give one of each per issue.")
        for j, table in enumerate(rows):
            if table.shape != (len(self.levels[j]), n) or not len(table):
                message = f"has shape {table.shape} for {len(self.levels[j])} levels and {n} parties"
                raise ParameterError(
                    f"contribution[{j}]", message, "Give a row per level, a column per party."
                )
        object.__setattr__(self, "contribution", rows)
        for name in ("reservation", "constant"):
            given = _array(name, getattr(self, name))
            if name == "constant" and given.size == 0:
                given = np.zeros(n)
            if given.shape != (n,):
                raise ParameterError(name, f"has shape {given.shape}", f"Give {n} numbers, one per party.")
            object.__setattr__(self, name, given)
        allowed = self.allowed or tuple(np.ones(len(table), np.bool_) for table in rows)
        if [len(mask) for mask in allowed] != [len(table) for table in rows]:
            raise ParameterError(
                "allowed", "does not fit the levels", "Give one mark per level of each issue."
            )
        object.__setattr__(self, "allowed", tuple(np.asarray(mask, np.bool_) for mask in allowed))
        for number, linkage in enumerate(self.linkages):
            self._check_linkage(f"linkages[{number}]", linkage)

    def _check_linkage(self, name: str, linkage: Linkage) -> None:
        issues, levels = linkage.issues, linkage.levels
        if len(issues) != len(levels) or len(set(issues)) != len(issues) or len(issues) < 2:
            raise ParameterError(name, f"joins issues {issues}", "Name two or more, each once, with a level.")
        for issue, level in zip(issues, levels, strict=True):
            if not 0 <= issue < len(self.issues) or not 0 <= level < len(self.levels[issue]):
                message = f"names level {level} of issue {issue}, which does not exist"
                raise ParameterError(name, message, "Number both from 0.")
        if _array(name, linkage.add).shape != (len(self.parties),):
            raise ParameterError(name, "adds to other parties", "Give one number per party.")

    @property
    def counts(self) -> tuple[int, ...]:
        """Levels per issue."""
        return tuple(len(table) for table in self.contribution)

    @property
    def n_package(self) -> int:
        """Number of packages, those that red lines rule out included; exact however large."""
        return math.prod(self.counts)

    def utility(self, package: ArrayLike) -> FloatArray:
        """(..., party) utility of packages given as (..., issue) level numbers."""
        level = np.asarray(package, np.int64)
        total = np.broadcast_to(self.constant, (*level.shape[:-1], len(self.parties))).copy()
        for j, table in enumerate(self.contribution):
            total += table[level[..., j]]
        for linkage in self.linkages:
            taken = np.all(level[..., list(linkage.issues)] == linkage.levels, axis=-1)
            total += taken[..., None] * linkage.add
        return total

    def named(self, package: Sequence[int] | IntArray) -> dict[str, str]:
        """One package as issue -> name of its level."""
        return {issue: self.levels[j][int(package[j])] for j, issue in enumerate(self.issues)}


def _array(name: str, value: ArrayLike) -> FloatArray:
    array = np.asarray(value, np.float64)
    if not np.isfinite(array).all():
        raise ParameterError(name, "holds a number that is not finite", "Use finite numbers.")
    return array


def additive_problem(
    values: Sequence[Sequence[ArrayLike]],
    weights: ArrayLike,
    reservation: ArrayLike,
    *,
    parties: Sequence[str] = (),
    issues: Sequence[str] = (),
    levels: Sequence[Sequence[str]] = (),
    linkages: Sequence[Linkage] = (),
) -> AdditiveProblem:
    """The problem from tables per party, as one would write them down.

    Parameters
    ----------
    values      : per party, per issue, the worth of each level on a scale of the caller's choice
    weights     : (party, issue), taken as they are, not normalised
    reservation : (party,) utility without a deal
    parties, issues, levels : names; numbered where none are given

    Raises
    ------
    ParameterError : tables of different shape; see `AdditiveProblem`.
    """
    weight = _array("weights", weights)
    if weight.ndim != 2 or not weight.size:
        raise ParameterError(
            "weights", f"has shape {weight.shape}", "Give a row per party, a column per issue."
        )
    n, m = weight.shape
    tables = [
        [_array(f"values[{i}][{j}]", row) for j, row in enumerate(rows)] for i, rows in enumerate(values)
    ]
    if [len(rows) for rows in tables] != [m] * n:
        raise ParameterError("values", "does not fit the weights", f"Give {n} parties with {m} issues each.")
    contribution = []
    for j in range(m):
        if len({rows[j].shape for rows in tables}) > 1 or tables[0][j].ndim != 1:
            message = "parties differ in the number of levels"
            raise ParameterError(f"values[..][{j}]", message, "Give each party one number per level.")
        contribution.append(np.stack([rows[j] * weight[i, j] for i, rows in enumerate(tables)], axis=1))
    return AdditiveProblem(
        parties=tuple(parties) or tuple(f"party {i + 1}" for i in range(n)),
        issues=tuple(issues) or tuple(f"issue {j + 1}" for j in range(m)),
        levels=tuple(map(tuple, levels)) or tuple(tuple(map(str, range(len(t)))) for t in contribution),
        contribution=tuple(contribution),
        reservation=_array("reservation", reservation),
        linkages=tuple(linkages),
    )


def from_case(problem: Problem, draw: int = 0) -> AdditiveProblem:
    """One draw of a case as common-ground sees it: utility is V_i, reservation the walk-away value b_i.

    Parameters
    ----------
    problem : the signatories' side of the draws, from `build_problem`
    draw    : number of the draw

    Returns
    -------
    AdditiveProblem over the signatories; levels that cross a signatory's red line in this draw are not allowed.
    """
    walk_away = problem.walk_away[draw]
    own_cost, forbidden = problem.own_cost[draw], problem.forbidden[draw].any(axis=0)
    names = [
        issue.options or tuple(f"{value:.12g}" for value in issue.levels.tolist()) for issue in problem.issues
    ]
    places = [problem.levels_of(j) for j in range(len(problem.issues))]
    return AdditiveProblem(
        parties=problem.parties,
        issues=tuple(issue.id for issue in problem.issues),
        levels=tuple(map(tuple, names)),
        contribution=tuple(-own_cost[:, place].T for place in places),
        reservation=walk_away,
        constant=problem.base[draw] + walk_away,
        allowed=tuple(~forbidden[place] for place in places),
    )


class ImportedDomain(Protocol):
    """What `from_domain` needs of a domain read by `commonground.case.importers`."""

    @property
    def parties(self) -> tuple[str, ...]: ...
    @property
    def issues(self) -> tuple[str, ...]: ...
    @property
    def levels(self) -> tuple[tuple[str, ...], ...]: ...
    @property
    def contribution(self) -> tuple[FloatArray, ...]: ...
    @property
    def reservation(self) -> FloatArray: ...


def from_domain(domain: ImportedDomain) -> AdditiveProblem:
    """A negotiation domain from another program, with its utilities and reservation values as they stand there."""
    return AdditiveProblem(
        parties=domain.parties,
        issues=domain.issues,
        levels=domain.levels,
        contribution=domain.contribution,
        reservation=domain.reservation,
    )
