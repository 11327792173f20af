"""Offers in turn with a last round: whoever makes the last offer takes all that is left.

Looking back from the end, each offer leaves the other just what it would get by waiting. A deadline gives power to the
side whose offer stands when time runs out, the more so the fewer rounds remain.
After Stahl (1972). Sources: stahl1972, rubinstein1982.
Limits: without a deal by the last round both get nothing; the number of rounds is known to both.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from commonground.methods.parameters import (
    DISCOUNT,
    BoolArray,
    FloatArray,
    ParameterError,
    Range,
    broadcast,
)
from commonground.methods.phrases import per_cent, prose, whether


@dataclass(frozen=True, kw_only=True)
class DeadlineParameters:
    """Numbers or (draw,) arrays: discount factors per round, and `rounds`, a whole number from 1; A opens."""

    patience_a: float | FloatArray
    patience_b: float | FloatArray
    rounds: float | FloatArray

    def __post_init__(self) -> None:
        broadcast(self, {"patience_a": DISCOUNT, "patience_b": DISCOUNT, "rounds": Range(1.0)})
        rounds = np.asarray(self.rounds)
        broken = rounds != np.floor(rounds)
        if broken.any():
            raise ParameterError(
                "rounds", f"not a whole number (got {rounds[broken][0]:g})", "Count whole rounds."
            )


@dataclass(frozen=True)
class DeadlineResult:
    """(draw,) arrays: A's `share_a`, its share without a deadline, whether A makes the last offer; one equilibrium."""

    share_a: FloatArray
    share_a_without_deadline: FloatArray
    a_is_last: BoolArray
    equilibria: NDArray[np.int_]

    def reading(self, a: str = "A", b: str = "B") -> str:
        """What it means, in one paragraph; `a` and `b` are the names to use."""
        last = whether(self.a_is_last, f"{a} makes the last offer", f"{b} makes the last offer")
        return prose(
            f"{a} opens and gets {per_cent(self.share_a)} of the prize; without a deadline it would be "
            f"{per_cent(self.share_a_without_deadline)}. Here {last}, and could take all if it came to that. They "
            "agree at once, in the shadow of the end. The number of rounds is taken as fixed and known; a deadline "
            "that can be moved is not one."
        )


def solve_deadline(parameters: DeadlineParameters) -> DeadlineResult:
    """A's share when A opens and the last proposer takes all.

    Backwards y <- 1 - d_responder y from y = 1. Two steps multiply the distance from the share without a deadline,
    (1 - d_B)/(1 - d_A d_B), by d_A d_B, so that any number of rounds is closed form.

    Returns
    -------
    DeadlineResult, arrays (draw,).

    References
    ----------
    stahl1972; rubinstein1982 for the limit of many rounds.

    Limits
    ------
    No inside payoffs and no way out.
    """
    d_a, d_b = np.asarray(parameters.patience_a), np.asarray(parameters.patience_b)
    rounds = np.asarray(parameters.rounds)
    last = rounds % 2.0 == 1.0
    limit = (1.0 - d_b) / (1.0 - d_a * d_b)
    end = np.where(last, 1.0, 1.0 - d_b)  # A's share in its own last offer
    pairs = np.floor((rounds - 1.0) / 2.0)
    return DeadlineResult(
        share_a=limit + (d_a * d_b) ** pairs * (end - limit),
        share_a_without_deadline=limit,
        a_is_last=last,
        equilibria=np.ones(rounds.shape, dtype=np.int_),
    )
