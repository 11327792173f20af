"""Every choice that the sources of the challenge model leave open, as a named setting, and two presets.

Sources: buenodemesquita1994 and buenodemesquita1997 for the model, scholz2011 for its most complete public statement.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from commonground.errors import UsageError, did_you_mean


@dataclass(frozen=True, kw_only=True)
class ChallengeSettings:
    """Defaults are those of the preset "scholz-code", which alone comes near the published table.

    rounds      : how many rounds are played; no source gives a stopping rule (20)
    votes       : what a party's vote grows with, the distance to the power of its risk exponent ("risk", as in the
        code that accompanies scholz2011) or the distance itself ("linear", scholz2011 eq. 29)
    denominator : what a coalition's strength is divided by, the votes over "all-pairs" of positions (code) or those
        of the "pair" at hand (scholz2011 eq. 30)
    judge       : whose risk exponent judges the other side's expected utility, the challenger's own ("own", code)
        or the other's ("each", scholz2011 eq. 25b)
    risk        : from what others can expect against a party ("threat", buenodemesquita1985), from what it can
        expect against them ("reversed", the subscripts of buenodemesquita1997), or none at all ("none")
    span        : distances are divided by the range of the positions at the "start" (code), in each "round", or by
        the whole "scale" of the issue
    q           : chance that the status quo prevails if nothing is done, 0-1 (1.0; scholz2011 tries 1.0 and 0.5)
    drift       : if the status quo may fail, count what would come of it: (1-Q)(T Ub + (1-T) Uw) (True in the paper,
        absent from the code; it does nothing at q = 1)
    capitulate  : a party that would lose more than the other wins gives way entirely (False: in the code the
        branch cannot be reached; True in the paper)
    choice      : which of several offers a party takes: confrontation before compromise before capitulation, and
        within compromise the lowest weighted position ("class-then-lowest", code) or the least move
        ("class-then-least-move"); the least move of all ("least-move"); the offer of the party that
        expects most ("strongest")
    forecast    : "mean" or "median" of the final positions; scholz2011 reports both
    instability_draws, seed : how many draws to solve twice to measure instability, and the seed of that noise
    """

    rounds: int = 20
    votes: Literal["risk", "linear"] = "risk"
    denominator: Literal["all-pairs", "pair"] = "all-pairs"
    judge: Literal["own", "each"] = "own"
    risk: Literal["threat", "reversed", "none"] = "threat"
    span: Literal["start", "round", "scale"] = "start"
    q: float = 1.0
    drift: bool = True
    capitulate: bool = False
    choice: Literal["class-then-lowest", "class-then-least-move", "least-move", "strongest"] = (
        "class-then-lowest"
    )
    forecast: Literal["mean", "median"] = "mean"
    instability_draws: int = 200
    seed: int = 0

    def __post_init__(self) -> None:
        if self.rounds < 1:
            raise UsageError(f"rounds must be 1 or more (got {self.rounds})", "Use 20, as the sources do.")
        if not 0 <= self.q <= 1:
            raise UsageError(f"q must be 0-1 (got {self.q:g})", "Use 1.0 or 0.5.")
        for name, known in CHOICES.items():
            if getattr(self, name) not in known:
                got = str(getattr(self, name))
                raise UsageError(f"setting {name} does not fit (got {got})", did_you_mean(got, known))


CHOICES: dict[str, tuple[str, ...]] = {
    "votes": ("risk", "linear"),
    "denominator": ("all-pairs", "pair"),
    "judge": ("own", "each"),
    "risk": ("threat", "reversed", "none"),
    "span": ("start", "round", "scale"),
    "choice": ("class-then-lowest", "class-then-least-move", "least-move", "strongest"),
    "forecast": ("mean", "median"),
}

PRESETS = {
    "scholz-code": ChallengeSettings(),
    "scholz-paper": ChallengeSettings(
        votes="linear",
        denominator="pair",
        judge="each",
        capitulate=True,
        choice="least-move",
    ),
}


def preset(name: str) -> ChallengeSettings:
    """The settings of a preset, "scholz-code" or "scholz-paper"; UsageError for another name."""
    if name not in PRESETS:
        raise UsageError(f"unknown preset (got {name})", did_you_mean(name, PRESETS))
    return PRESETS[name]
