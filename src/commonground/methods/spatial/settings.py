"""The switches of the spatial model, named as in KTAB where it names them, and their defaults, which are KTAB's.

Sources: wise2015 (the model and its switches), KTAB (KAPSARC, MIT licence) for what the code does.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from commonground.errors import UsageError, did_you_mean

CHOICES: dict[str, tuple[str, ...]] = {
    "voting": ("proportional", "binary", "prop-bin", "prop-cubic", "cubic", "asymmetric"),
    "victory": ("linear", "square", "quartic", "octic", "threshold"),
    "choice": ("conditional", "markov-uniform", "markov-incentive"),
    "transition": ("deterministic", "stochastic"),
    "risk_range": ("mid", "min", "max"),
    "risk_view": ("one-third", "none", "half", "two-thirds", "full"),
    "commitment": ("semi", "none", "full"),
    "interpolation": ("s2p2", "s1p1", "s2pmax"),
    "bargain": ("initiator", "both", "weighted"),
    "budget": ("scale", "check"),
    "forecast": ("mean", "median", "probable", "expected"),
}


@dataclass(frozen=True, kw_only=True)
class SpatialSettings:
    """Defaults are KTAB's.

    voting      : what a vote grows with: the difference of utilities ("proportional"), its sign ("binary"), its cube,
        mixtures of these, or losses more than gains ("asymmetric")
    victory     : how coalition strengths become a chance of victory: in proportion ("linear"), to their second,
        fourth or eighth power, or with certainty from a 10 % lead on ("threshold")
    choice      : collective choice over options: one-step "conditional" Condorcet probabilities, or a Markov process
        with challenges at random ("markov-uniform") or by incentive ("markov-incentive")
    transition  : a party takes the most probable of its bargains, or draws one by probability
    risk_range  : risk attitudes lie in -1/2 to 1 ("mid"), 0 to 1 ("min") or -1 to 1 ("max")
    risk_view   : weight of the other's own attitude in one party's view of it
    commitment  : third parties that lose with the side they joined are brought to the winner ("semi"); with "none"
        and "full" KTAB's two alternatives are equal and third parties have no say
    interpolation : positions in a bargain weigh salience and chance of victory squared ("s2p2") or plain ("s1p1"), or
        move by the lead in chance ("s2pmax")
    bargain     : by the "initiator" alone; "both", with the receiver's version beside it; or their mean, "weighted"
    rounding    : bargains are struck to four decimals of the scale (True); without it paths differ from turn 1 or 2 on
    accommodation : share of the way a party's ideal follows its position in a turn, 0-1 (1: preference is position)
    most_turns  : at most so many turns (100)
    stop        : a turn that moves less than this share of the first one ends it, after two turns at least (0.02)
    budget      : salience over all issues may sum to 1 at most: "scale" it down by the largest sum, or "check" it
    forecast    : of the final positions, the weighted "mean" or "median", the most "probable", or the one
        "expected" under the collective choice; KTAB itself names none
    """

    voting: str = "proportional"
    victory: str = "linear"
    choice: str = "conditional"
    transition: str = "deterministic"
    risk_range: str = "mid"
    risk_view: str = "one-third"
    commitment: str = "semi"
    interpolation: str = "s2p2"
    bargain: str = "initiator"
    rounding: bool = True
    accommodation: float = 1.0
    most_turns: int = 100
    stop: float = 0.02
    budget: str = "scale"
    forecast: Literal["mean", "median", "probable", "expected"] = "mean"
    instability_draws: int = 100
    seed: int = 0

    def __post_init__(self) -> None:
        for name, known in CHOICES.items():
            got = getattr(self, name)
            if got not in known:
                raise UsageError(f"setting {name} does not fit (got {got})", did_you_mean(str(got), known))
        if not 0 <= self.accommodation <= 1:
            raise UsageError(f"accommodation must be 0-1 (got {self.accommodation:g})", "Use 1 for none.")
        if self.most_turns < 1:
            raise UsageError(f"most_turns must be 1 or more (got {self.most_turns})", "Use 100.")
