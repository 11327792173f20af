"""What every bargaining model returns: where the parties settle, the way there, and how steady the answer is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from commonground.errors import Finding
from commonground.methods.bargaining.centre import weighted_mean, weighted_median
from commonground.methods.bargaining.talks import BoolArray, Talks
from commonground.methods.base import FloatArray

QUANTILES = (0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95)


@dataclass(frozen=True)
class Move:
    """One step of one party in the traced draw.

    kind  : "confrontation", "compromise", "capitulation", "bargain" or "exchange"
    start, end : position on the issue before and after, issue units
    with_party : whose offer it took, or with whom it struck the bargain
    detail : the model's own figures of the step, e.g. its gain
    """

    kind: str
    party: str
    with_party: str
    issue: str
    start: float
    end: float
    detail: Mapping[str, float] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON values."""
        return {
            "kind": self.kind,
            "party": self.party,
            "with": self.with_party,
            "issue": self.issue,
            "start": self.start,
            "end": self.end,
            **self.detail,
        }


@dataclass(frozen=True)
class Round:
    """The traced draw after one round; round 0 is the start.

    position : (party, issue), issue units; the weighted mean stands in for a position that is not held
    mean, median : (issue,), capability x salience weighted, of these positions
    """

    position: FloatArray
    mean: FloatArray
    median: FloatArray
    moves: tuple[Move, ...] = ()


@dataclass(frozen=True)
class BargainResult:
    """Arrays are over draws; positions and settlements in each issue's own unit, never NaN.

    settlement : (draw, issue), the model's forecast
    mean, median : (draw, issue), weighted, of the final positions
    position   : (draw, party, issue), final positions; the weighted mean where a party holds none
    settled    : (draw,), the parties stopped moving before the rounds ran out
    taken      : (draw,), rounds run
    rounds     : the first draw round by round, the start first
    instability : share of draws in which a position moves by over 10 % of its scale under 1e-6 input noise;
        0 in the models in which nobody moves, None where it was not measured
    """

    method: str
    talks: Talks
    settlement: FloatArray
    mean: FloatArray
    median: FloatArray
    position: FloatArray
    settled: BoolArray
    taken: FloatArray
    rounds: tuple[Round, ...]
    instability: float | None
    findings: tuple[Finding, ...] = ()
    detail: Mapping[str, Any] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """Settlement by issue, rounds of the first draw, instability: plain JSON values."""
        return {
            "method": self.method,
            "settlement": {
                issue: {
                    "mean": float(self.settlement[:, k].mean()),
                    "median": float(np.median(self.settlement[:, k])),
                    "quantiles": {
                        f"{q:g}": float(v)
                        for q, v in zip(QUANTILES, np.quantile(self.settlement[:, k], QUANTILES))
                    },
                }
                for k, issue in enumerate(self.talks.issues)
            },
            "settled": float(self.settled.mean()),
            "instability": self.instability,
            "rounds": [
                {
                    "round": number,
                    "position": {
                        party: {
                            issue: float(one.position[i, k])
                            for k, issue in enumerate(self.talks.issues)
                            if self.talks.held[0, i, k]
                        }
                        for i, party in enumerate(self.talks.parties)
                    },
                    "mean": dict(zip(self.talks.issues, map(float, one.mean))),
                    "median": dict(zip(self.talks.issues, map(float, one.median))),
                    "moves": [move.as_dict() for move in one.moves],
                }
                for number, one in enumerate(self.rounds)
            ],
            "findings": [finding.as_dict() for finding in self.findings],
        }


def round_of(given: Talks, position: FloatArray, moves: tuple[Move, ...] = ()) -> Round:
    """A round from the traced draw's positions (party, issue)."""
    weight = given.first(1).weight()
    return Round(
        position=position,
        mean=weighted_mean(position[None], weight)[0],
        median=weighted_median(position[None], weight)[0],
        moves=moves,
    )


def still(
    method: str, given: Talks, settlement: FloatArray, findings: tuple[Finding, ...] = ()
) -> BargainResult:
    """The result of a model in which nobody moves: positions are the start, and it is settled at once."""
    position, weight = given.filled(), given.weight()
    return BargainResult(
        method=method,
        talks=given,
        settlement=settlement,
        mean=weighted_mean(position, weight),
        median=weighted_median(position, weight),
        position=position,
        settled=np.ones(given.n, dtype=bool),
        taken=np.zeros(given.n),
        rounds=(round_of(given, position[0]),),
        instability=0.0,
        findings=findings + gaps(given),
    )


def gaps(given: Talks) -> tuple[Finding, ...]:
    """What is thin in the input: issues on which nobody, or only one party, holds a position that matters."""
    found = []
    held = given.held[0]
    cares = held & (given.capability[0] * given.salience[0] > 0)
    for k, issue in enumerate(given.issues):
        if not held[:, k].any():
            told = "nobody holds a position; the middle of the scale stands in for a settlement"
        elif not cares[:, k].any():
            told = (
                "no party with capability cares; positions count by capability, or one each if there is none"
            )
        elif held[:, k].sum() == 1:
            told = "only one party holds a position, which is then the settlement"
        else:
            continue
        found.append(
            Finding("note", f"positions.*.{issue}", told, "Add positions and salience if there are any.")
        )
    return tuple(found)
