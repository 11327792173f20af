"""From `exists` and `private` to the three outcomes by the horizon, with Monte Carlo errors carried along."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from commonground.case.draws import Draws, FloatArray
from commonground.errors import Finding
from commonground.methods.base import Estimate
from commonground.methods.common_ground.private import standard_error


@dataclass(frozen=True)
class Reach:
    """How often the parties find an acceptable package: mean and (draw,) influence on it."""

    mean: float
    influence: FloatArray


def mediated(exists: Reach, private: Reach, effect: FloatArray) -> Reach:
    """Take private + m (exists - private): a mediator goes part of the way to an honest broker."""
    m = float(effect.mean())
    distance = exists.mean - private.mean
    influence = (1.0 - m) * private.influence + m * exists.influence + distance * (effect - m)
    return Reach(private.mean + m * distance, influence)


def in_time(draws: Draws, months: float) -> Reach | None:
    """Chance that talks which can succeed do so within `months` from as_of; None without a tempo.

    Talks already under way are taken as not yet agreed: among the draws whose time to agreement exceeds the
    months already talked, the share that agrees in time. Where no draw is left, the chance is zero.
    """
    if draws.tempo is None:
        return None
    if draws.talked_for > 0.0:
        alive = draws.tempo > draws.talked_for
        share_alive = float(alive.mean())
        if share_alive == 0.0:
            return Reach(0.0, np.zeros(draws.n))
        done = alive & (draws.tempo <= draws.talked_for + months)
        mean = float(done.mean()) / share_alive
        return Reach(mean, np.asarray((done - mean * alive) / share_alive, dtype=np.float64))
    done = draws.starts_in + draws.tempo <= months
    return Reach(float(done.mean()), np.asarray(done - done.mean(), dtype=np.float64))


def agreement_by(reach: Reach, draws: Draws, months: float) -> tuple[Estimate, FloatArray] | None:
    """P(agreement) within `months` of as_of, and its influence; None without a tempo."""
    time = in_time(draws, months)
    if time is None:
        return None
    influence = time.mean * reach.influence + reach.mean * time.influence
    return Estimate(reach.mean * time.mean, standard_error(influence)), influence


def outcomes(reach: Reach, draws: Draws) -> dict[str, Estimate] | None:
    """agreement, impasse and, if the case has force in it, confrontation by the horizon; they sum to one."""
    agreed = agreement_by(reach, draws, draws.months)
    if agreed is None:
        return None
    agreement, influence = agreed
    if draws.confrontation_if_no_deal is None:
        return {"agreement": agreement, "impasse": Estimate(1.0 - agreement.p, agreement.se)}
    force = draws.confrontation_if_no_deal
    q = float(force.mean())
    none = 1.0 - agreement.p
    return {
        "agreement": agreement,
        "impasse": Estimate(none * (1.0 - q), standard_error((1.0 - q) * influence + none * (force - q))),
        "confrontation": Estimate(none * q, standard_error(none * (force - q) - q * influence)),
    }


def time_findings(draws: Draws) -> list[Finding]:
    """What a reader should know of the time that talks take."""
    if draws.tempo is None:
        return [
            Finding(
                "warning",
                "talks.tempo",
                "the case does not say how long talks take, so there is no probability by the horizon",
                "Add talks.tempo: months from the start of talks to agreement, for instance {lognormal: [8, 40]}.",
            )
        ]
    if draws.talked_for > 0.0 and not np.any(draws.tempo > draws.talked_for):
        return [
            Finding(
                "warning",
                "talks.tempo",
                "the talks have already lasted longer than every drawn time to agreement",
                "Widen talks.tempo, or date talks.began from the start of the present round.",
                got=f"{draws.talked_for:.1f} months talked",
            )
        ]
    return []
