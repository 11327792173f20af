"""From `exists` and `private` to the three outcomes by the horizon, draw by draw, with their Monte Carlo errors.

Each chance is a mean over draws of a product, not a product of means, so that a tempo or a chance of force that
the case correlates with a walk-away value counts as it should. A mediator's effect enters by its mean.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from commonground.case.draws import Draws, FloatArray
from commonground.errors import Finding
from commonground.methods.base import Estimate
from commonground.methods.common_ground.private import standard_error


@dataclass(frozen=True)
class Reach:
    """How often the parties find an acceptable package.

    chance (draw,): in that draw; belief (draw,): what the draw adds to the mean as part of the others' belief,
    for the Monte Carlo error only (its mean is zero).
    """

    chance: FloatArray
    belief: FloatArray

    @property
    def mean(self) -> float:
        return float(self.chance.mean())

    def times(self, factor: FloatArray) -> Reach:
        """The chance that this and something else of (draw,) chance `factor` both come true."""
        return Reach(self.chance * factor, self.belief * float(factor.mean()))

    def estimate(self) -> Estimate:
        return Estimate(self.mean, standard_error(self.chance - self.mean + self.belief))


def mediated(exists: Reach, private: Reach, effect: FloatArray) -> Reach:
    """Take private + m (exists - private): a mediator goes part of the way to an honest broker. m is its mean."""
    m = float(effect.mean())
    # The uncertainty of m itself shifts the chance in proportion to what there is to gain.
    belief = (1.0 - m) * private.belief + (exists.mean - private.mean) * (effect - m)
    return Reach((1.0 - m) * private.chance + m * exists.chance, belief)


def in_time(draws: Draws, months: float) -> FloatArray | None:
    """(draw,) whether talks that can succeed do so within `months` of as_of, 0 or 1; None without a tempo.

    Talks already under way have not yet agreed: their tempo is drawn given that it exceeds the months talked.
    """
    if draws.tempo is None:
        return None
    return np.asarray(draws.starts_in + draws.tempo <= draws.talked_for + months, dtype=np.float64)


def agreement_by(reach: Reach, draws: Draws, months: float) -> Estimate | None:
    """P(agreement) within `months` of as_of; None without a tempo."""
    time = in_time(draws, months)
    return None if time is None else reach.times(time).estimate()


def outcomes(reach: Reach, draws: Draws) -> dict[str, Estimate] | None:
    """agreement, impasse and, if the case has force in it, confrontation by the horizon; they sum to one."""
    time = in_time(draws, draws.months)
    if time is None:
        return None
    agreed = reach.times(time)
    not_agreed = Reach(1.0 - agreed.chance, -agreed.belief)
    if draws.confrontation_if_no_deal is None:
        return {"agreement": agreed.estimate(), "impasse": not_agreed.estimate()}
    force = draws.confrontation_if_no_deal
    return {
        "agreement": agreed.estimate(),
        "impasse": not_agreed.times(1.0 - force).estimate(),
        "confrontation": not_agreed.times(force).estimate(),
    }


def time_findings(draws: Draws) -> list[Finding]:
    """What a reader should know of the time that talks take."""
    if draws.tempo is not None:
        return []
    if draws.talked_for > 0.0:
        return [
            Finding(
                "warning",
                "talks.tempo",
                "the case gives no tempo, or the talks have already outlasted the longest one it allows, so there is no"
                " probability by the horizon",
                "Widen talks.tempo, or date talks.began from the start of the present round.",
                got=f"{draws.talked_for:.1f} months talked",
            )
        ]
    return [
        Finding(
            "warning",
            "talks.tempo",
            "the case does not say how long talks take, so there is no probability by the horizon",
            "Add talks.tempo: months from the start of talks to agreement, for instance {lognormal: [8, 40]}.",
        )
    ]


def by_deadline(reach: Reach, draws: Draws) -> dict[str, dict[str, float]]:
    """Question -> chance of an agreement by its deadline; without those that the case's times do not allow."""
    out = {}
    for question, months in draws.deadlines.items():
        agreed = agreement_by(reach, draws, months)
        if agreed is not None:
            out[question] = agreed.as_dict()
    return out
