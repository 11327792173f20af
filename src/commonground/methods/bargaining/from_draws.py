"""From a case's positions to the input of the bargaining models: all draws, and the most likely values.

A scale's position is the party's ideal. Options have a place only where the case gives them one (`bargaining.places`);
the position is then the place of the option the party likes best. Issues whose options have no places are left out:
an order of options would be ours, not the case's.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from commonground.case.bargaining_draws import BargainingDraws
from commonground.case.draws import Draws, FloatArray, IssueGrid
from commonground.errors import Finding, MissingInput
from commonground.methods.bargaining.talks import Talks


@dataclass(frozen=True)
class Given:
    """The input of a model, on draws and at the modes.

    issues   : the issues that are bargained over, in the case's order
    number   : (issue,), their place among all issues of the case
    places   : per issue, option ids with their places; None for a scale
    left_out : issue id -> why no model can take it
    modes    : whether the draws are the modes
    """

    talks: Talks
    at_modes: Talks
    issues: tuple[IssueGrid, ...]
    number: tuple[int, ...]
    places: tuple[dict[str, float] | None, ...]
    left_out: dict[str, str]
    findings: tuple[Finding, ...]
    names: tuple[str, ...]
    seed: int
    modes: bool

    def first(self, most: int) -> Given:
        """At most so many draws, evenly taken: for models whose cost grows with each."""
        if self.talks.n <= most:
            return self
        keep = np.linspace(0, self.talks.n - 1, most).round().astype(np.int64)
        held = self.talks
        fewer = replace(
            held,
            position=held.position[keep],
            salience=held.salience[keep],
            capability=held.capability[keep],
        )
        return replace(self, talks=fewer)

    def within(self, most: int, work: int) -> Given:
        """At most so many draws, and so few that draws times the third power of the parties stay within `work`."""
        parties = len(self.talks.parties)
        payable = max(work // parties**3, 1)
        fewer = self.first(min(most, payable))
        if payable >= min(most, self.talks.n):
            return fewer
        note = Finding(
            "note",
            "positions",
            f"with {parties} parties only {fewer.talks.n:,} of the draws are solved, so that it ends in minutes",
            "Join parties that want the same into blocs for more draws.",
        )
        return replace(fewer, findings=(*self.findings, note))


def given_of(draws: Draws) -> Given:
    """The positions of a case as bargaining models take them.

    Raises
    ------
    MissingInput : no issue on which any party holds a position that has a place.
    """
    modes = draws.at_modes() if draws.at_modes is not None and not draws.modes else draws
    left_out: dict[str, str] = {}
    kept: list[int] = []
    for j, issue in enumerate(draws.issues):
        if issue.options and _places(draws.bargaining, j) is None:
            left_out[issue.id] = "its options have no places on a line"
        elif not _held(draws, j).any():
            left_out[issue.id] = "no party holds a position on it"
        else:
            kept.append(j)
    if not kept:
        raise MissingInput(
            "no issue has positions to bargain between",
            ("positions.PARTY.ISSUE.ideal", *_placeless(draws)),
        )
    issues = tuple(draws.issues[j] for j in kept)
    return Given(
        talks=_talks(draws, kept),
        at_modes=_talks(modes, kept),
        issues=issues,
        number=tuple(kept),
        places=tuple(
            None if (place := _places(draws.bargaining, j)) is None
            else dict(zip(draws.issues[j].options, map(float, place), strict=True))
            for j in kept
        ),
        left_out=left_out,
        findings=tuple(_findings(draws, left_out)),
        names=tuple(draws.name(p) for p in range(len(draws.parties))),
        seed=draws.seed,
        modes=draws.modes,
    )  # fmt: skip


def _placeless(draws: Draws) -> tuple[str, ...]:
    return tuple(f"bargaining.places.{issue.id}" for issue in draws.issues if issue.options)


def _places(block: BargainingDraws | None, issue: int) -> FloatArray | None:
    return None if block is None else block.places[issue]


def _held(draws: Draws, issue: int) -> FloatArray:
    utility = draws.option_utility[issue]
    return np.isfinite(draws.position[:, :, issue] if utility is None else utility[:, :, 0])


def _talks(draws: Draws, kept: list[int]) -> Talks:
    block = draws.bargaining
    low, high = np.empty(len(kept)), np.empty(len(kept))
    position = draws.position[:, :, kept].copy()
    today = draws.status_quo[:, kept].copy()
    for place, j in enumerate(kept):
        issue, line = draws.issues[j], _places(block, j)
        low[place], high[place] = issue.lo, issue.hi
        utility = draws.option_utility[j]
        if line is not None and utility is not None:
            low[place], high[place] = line.min(), line.max()
            held = np.isfinite(utility[:, :, 0])
            best = np.argmax(np.where(np.isfinite(utility), utility, -1.0), axis=2)
            position[:, :, place] = np.where(held, line[best], np.nan)
            known = np.isfinite(today[:, place])
            today[known, place] = line[today[known, place].astype(np.int64)]
    salience = draws.salience
    if block is not None and block.full_salience is not None:
        # A belief may reach beyond what is full; a party cannot care more than that.
        share = np.minimum(salience / block.full_salience, 1.0)
    else:
        total = salience.sum(axis=2, keepdims=True)
        share = np.divide(salience, total, out=np.zeros_like(salience), where=total > 0)
    capability = np.ones_like(salience) if block is None else block.capability
    capability = capability[:, :, kept]
    # Where nobody can bring anything to bear in a draw, all count alike.
    nobody = ~(capability.max(axis=(1, 2), keepdims=True) > 0)
    return Talks(
        position=position,
        salience=share[:, :, kept],
        capability=np.where(nobody, 1.0, capability),
        low=low,
        high=high,
        status_quo=today.mean(axis=0) if draws.modes else _mean(today),
        parties=draws.parties,
        issues=tuple(draws.issues[j].id for j in kept),
    )


def _mean(today: FloatArray) -> FloatArray:
    """Mean over draws of the status quo, NaN where it is not known in all of them."""
    return np.asarray(np.where(np.isfinite(today).all(axis=0), today.mean(axis=0), np.nan))


def _findings(draws: Draws, left_out: dict[str, str]) -> list[Finding]:
    found = []
    block = draws.bargaining
    if block is None or not block.stated:
        found.append(
            Finding(
                "warning",
                "bargaining.capability",
                "no capability is stated, so that every party counts alike",
                "Add bargaining.capability: a number for each party.",
            )
        )
    for issue, why in left_out.items():
        places = why.endswith("line")
        found.append(
            Finding(
                "note",
                f"bargaining.places.{issue}" if places else f"positions.*.{issue}",
                f"{issue} is left out: {why}",
                f"Add bargaining.places.{issue} if its options go from less to more."
                if places
                else "Add positions if there are any.",
            )
        )
    return found
