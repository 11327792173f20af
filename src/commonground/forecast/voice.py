"""One source's answer to one question: how likely, how sure, why, and what it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from commonground.errors import ForecastError, did_you_mean, shown
from commonground.forecast.answer import Answer, Quantiles, Shares, answer_to_dict, require_probability

Family = Literal["history", "structure", "people"]
FAMILIES: tuple[Family, ...] = ("history", "structure", "people")


@dataclass(frozen=True)
class Voice:
    """A voice in a forecast.

    Parameters
    ----------
    id           : short and lasting, such as "reference-class", "common-ground" or a person's name
    family       : "history" (what happened before), "structure" (a method on the case) or "people"
    p            : probability of yes; of a choice, a number or a day, None
    low, high    : 5 % and 95 % of that probability as the voice sees it, None where it does not say
    because      : the reason, one sentence
    rests_on     : what the number was made from: study paths, table rows, events, evidence ids
    distribution : of a choice `Shares`, of a number or a day `Quantiles`; of yes or no, None

    Raises
    ------
    ForecastError : an unknown family, neither or both of `p` and `distribution`, a probability outside 0-1, or an
        interval that does not hold `p`.
    """

    id: str
    family: Family
    p: float | None = None
    low: float | None = None
    high: float | None = None
    because: str = ""
    rests_on: tuple[str, ...] = ()
    distribution: Shares | Quantiles | None = None

    def __post_init__(self) -> None:
        if not self.id or self.id in FAMILIES:
            raise ForecastError(
                f"A voice needs a name that is not a family's (got {shown(self.id)})", "Name it otherwise."
            )
        if self.family not in FAMILIES:
            raise ForecastError(
                f"There is no family of voices {shown(self.family)}",
                did_you_mean(str(self.family), FAMILIES),
            )
        if (self.p is None) == (self.distribution is None):
            raise ForecastError(
                f"The voice {self.id} needs a probability or a distribution, not both",
                "Give p for yes or no, distribution for a choice, a number or a day.",
            )
        if self.p is not None:
            require_probability(self.p, f"the probability of {self.id}")
        if self.low is not None or self.high is not None:
            require_interval(self.id, self.answer, self.low, self.high)

    @property
    def answer(self) -> Answer:
        """The probability, or the distribution."""
        return self.p if self.distribution is None else self.distribution  # type: ignore[return-value]

    def as_dict(self) -> dict[str, Any]:
        """The voice as plain JSON values."""
        return {
            "id": self.id,
            "family": self.family,
            **answer_to_dict(self.answer),
            "low": self.low,
            "high": self.high,
            "because": self.because,
            "rests_on": list(self.rests_on),
        }


def require_interval(name: str, answer: Answer, low: object, high: object) -> None:
    """Refuse an interval that lacks an end, does not hold its probability, or belongs to no probability.

    Raises
    ------
    ForecastError : names the voice.
    """
    if low is None or high is None:
        raise ForecastError(f"The interval of {name} lacks an end", "Give both low and high, or none.")
    if isinstance(answer, Shares | Quantiles):
        raise ForecastError(f"{name} gives an interval beside a distribution", "Leave low and high out.")
    ends = require_probability(low, "the low end"), require_probability(high, "the high end")
    if not ends[0] <= answer <= ends[1]:
        raise ForecastError(
            f"The interval of {name} does not hold its probability (got {ends[0]:g} to {ends[1]:g} for {answer:g})",
            "Give low, p and high in rising order.",
        )
