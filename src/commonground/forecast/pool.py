"""Many voices, one forecast: families weigh equally, chances are pooled on the log scale, the parts always shown.

A family is heard once, however many voices it has: five methods on one case share its draws, and are no five
witnesses. Chances are pooled log-linearly, the weighted mean of log odds, and shares of a choice by the weighted
geometric mean, made to add up to one. This pool stays the same whether one pools first and learns more later or
the other way round (genest1984). Numbers and days are pooled by the weighted mean of their quantiles, which keeps
the shape of the voices where a mixture would widen it (lichtendahl2013). Nothing is made more extreme than the
voices are.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from commonground.case.cards import card_of
from commonground.errors import ForecastError, did_you_mean
from commonground.forecast.answer import Answer, Quantiles, Shares, answer_to_dict
from commonground.forecast.bands import bands
from commonground.forecast.disagreement import Disagreement, disagreement, distance
from commonground.forecast.odds import bounded_shares, from_log_odds, log_odds
from commonground.forecast.voice import FAMILIES, Voice
from commonground.forecast.words import LEAST


@dataclass(frozen=True)
class Weights:
    """How much families and voices count; only ratios matter, and what is not named counts 1.

    Parameters
    ----------
    family : by family; shared among the families that are present
    voice  : by voice; shared among the voices of its family
    because : where they come from, one sentence, "" for the default

    Raises
    ------
    ForecastError : a weight that is negative or not finite, or a family that there is not.
    """

    family: Mapping[str, float] = field(default_factory=dict)
    voice: Mapping[str, float] = field(default_factory=dict)
    because: str = ""

    def __post_init__(self) -> None:
        for name, weight in (*self.family.items(), *self.voice.items()):
            if isinstance(weight, bool) or not math.isfinite(weight) or weight < 0:
                raise ForecastError(f"A weight is 0 or more (got {name}={weight})", "For example: history=2")
        for name in self.family:
            if name not in FAMILIES:
                raise ForecastError(f"There is no family {name!r}", did_you_mean(name, FAMILIES))

    def hears(self, voices: Iterable[Voice]) -> bool:
        """Whether any of these voices has a weight above 0."""
        return any(self.voice.get(one.id, 1.0) > 0 and self.family.get(one.family, 1.0) > 0 for one in voices)

    def of(self, voices: Sequence[Voice]) -> list[float]:
        """The share of each voice; shares add up to one.

        Raises
        ------
        ForecastError : every voice has weight 0.
        """
        own = [self.voice.get(voice.id, 1.0) for voice in voices]
        in_family: dict[str, float] = {}
        for voice, weight in zip(voices, own):
            in_family[voice.family] = in_family.get(voice.family, 0.0) + weight
        heard = {name: self.family.get(name, 1.0) for name, total in in_family.items() if total > 0}
        total = sum(heard.values())
        if total <= 0:
            raise ForecastError("Every voice has the weight 0", "Give at least one of them a weight above 0.")
        return [
            weight / in_family[voice.family] * heard[voice.family] / total if in_family[voice.family] else 0.0
            for voice, weight in zip(voices, own)
        ]


EQUAL = Weights()


@dataclass(frozen=True)
class Part:
    """One voice in a pool: its share, the pool without it, and how far it moves the pool.

    `influence` is the pool minus the pool without this voice: of yes or no in probability, of a choice the share of
    probability that moves, of a number or a day the move of the median. None where it is the only voice.
    """

    voice: Voice
    weight: float
    without: Answer | None
    influence: float | None


@dataclass(frozen=True)
class Pooled:
    """A pooled forecast with its parts.

    Parameters
    ----------
    band50, band90 : how far the pooled chance of a yes could lie if voices of the same kind were heard anew; None
        where nothing says (see `bands`), and for other kinds of questions
    """

    answer: Answer
    parts: tuple[Part, ...]
    disagreement: Disagreement
    band50: tuple[float, float] | None
    band90: tuple[float, float] | None
    because: str

    def _repr_html_(self) -> str | None:
        return card_of("pooled", self)

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON values."""
        return {
            **answer_to_dict(self.answer),
            "band50": None if self.band50 is None else list(self.band50),
            "band90": None if self.band90 is None else list(self.band90),
            "disagreement": self.disagreement.as_dict(),
            "weights_because": self.because,
            "voices": [
                {
                    **part.voice.as_dict(),
                    "weight": part.weight,
                    "without": None if part.without is None else answer_to_dict(part.without),
                    "influence": part.influence,
                }
                for part in self.parts
            ],
        }


def pool(voices: Iterable[Voice], weights: Weights = EQUAL, *, least: float = LEAST) -> Pooled:
    """Pool the voices on one question.

    Parameters
    ----------
    least : chances are taken as at least this and at most one less this, so that no single voice that is certain
        outvotes all others; 0.01 by default, as in the brief

    Raises
    ------
    ForecastError : no voice, the same voice twice, voices on different kinds of questions, or no common levels.

    References
    ----------
    genest1984; satopaa2014 for the mean of log odds; lichtendahl2013 for quantiles.

    Limits
    ------
    Voices that rest on the same evidence are counted as often as they speak, but for the sharing of weight within a
    family. The pool does not move away from one half as pools of many independent people should: with three
    families that overlap there is no ground for it, and learned weights see to the rest.
    """
    heard = tuple(voices)
    _require_poolable(heard)
    share = weights.of(heard)
    answer = combined(heard, share, least)
    parts = []
    for place, voice in enumerate(heard):
        others = heard[:place] + heard[place + 1 :]
        without = combined(others, weights.of(others), least) if weights.hears(others) else None
        influence = None if without is None else _moved(answer, without)
        parts.append(Part(voice, share[place], without, influence))
    band50, band90 = bands(heard, share, least)
    because = weights.because or (
        "families weigh equally, and within a family its voices"
        if not weights.family and not weights.voice
        else "weights set by hand"
    )
    return Pooled(answer, tuple(parts), disagreement(heard, share, answer), band50, band90, because)


def combined(voices: Sequence[Voice], share: Sequence[float], least: float = LEAST) -> Answer:
    """The pooled answer alone; shares add up to one."""
    first = voices[0].answer
    if isinstance(first, Quantiles):
        return _mean_quantiles([voice.answer for voice in voices], share)  # type: ignore[misc]
    if isinstance(first, Shares):
        return _mean_shares([voice.answer for voice in voices], share, least)  # type: ignore[misc]
    odds = math.fsum(w * log_odds(voice.p, least) for w, voice in zip(share, voices) if voice.p is not None)
    return from_log_odds(odds)


def _mean_shares(answers: Sequence[Shares], share: Sequence[float], least: float) -> Shares:
    bounded = [bounded_shares(answer.p, least) for answer in answers]
    logs = [
        math.fsum(w * math.log(p[k]) for w, p in zip(share, bounded)) for k in range(len(answers[0].options))
    ]
    top = max(logs)
    raw = [math.exp(one - top) for one in logs]
    total = math.fsum(raw)
    return Shares(answers[0].options, tuple(one / total for one in raw))


def _mean_quantiles(answers: Sequence[Quantiles], share: Sequence[float]) -> Quantiles:
    low = max(answer.levels[0] for answer in answers)
    high = min(answer.levels[-1] for answer in answers)
    levels = sorted({level for answer in answers for level in answer.levels if low <= level <= high})
    if not levels:
        raise ForecastError(
            "The voices give quantiles at levels that do not overlap",
            "Give each at least 0.05, 0.5 and 0.95.",
        )
    values = [math.fsum(w * answer.at(level) for w, answer in zip(share, answers)) for level in levels]
    return Quantiles(tuple(levels), tuple(max(values[: place + 1]) for place in range(len(values))))


def _require_poolable(voices: Sequence[Voice]) -> None:
    if not voices:
        raise ForecastError("There is no voice to pool", "Add one: commonground forecast add")
    names = [voice.id for voice in voices]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ForecastError(f"The voice {twice[0]} is given twice", "Give each voice a name of its own.")
    kinds = {
        type(voice.answer) is float or type(voice.answer) is int or type(voice.answer) for voice in voices
    }
    options = {voice.answer.options for voice in voices if isinstance(voice.answer, Shares)}
    if len(kinds) > 1 or len(options) > 1:
        raise ForecastError(
            "The voices answer different kinds of questions, or name other options",
            "Pool one question at a time.",
        )


def _moved(answer: Answer, without: Answer) -> float:
    if isinstance(answer, Shares):
        return distance(answer, without)
    if isinstance(answer, Quantiles) and isinstance(without, Quantiles):
        return answer.at(0.5) - without.at(0.5)
    return float(answer) - float(without)  # type: ignore[arg-type]
