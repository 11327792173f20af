"""From a case's beliefs and gestures to trust, draw by draw.

Mutual cooperation is worth 1 and mutual refusal 0 to either type; a trustworthy party that is exploited loses its
exposure. Gestures move trust by Bayes' rule; one that neither type could have made says nothing, and it and those
after it are left out (the method reports how often).
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from commonground.case.draws import Draws
from commonground.case.strategy_draws import TrustDraws
from commonground.errors import MissingInput
from commonground.methods.parameters import FloatArray
from commonground.methods.trust.one_shot import AssuranceParameters
from commonground.methods.trust.reassurance import ReassuranceParameters
from commonground.methods.trust.updating import trust_path

_OFF = 1e-9  # a payoff at an end of its range that the games exclude is taken next to it


def beliefs_of(draws: Draws) -> tuple[TrustDraws, ...]:
    """The block's entries, or MissingInput if the case has none."""
    if not draws.strategy.trust:
        raise MissingInput(
            "trust needs what at least one party believes of another",
            ("trust.<party>.prior", "trust.<party>.temptation", "trust.<party>.exposure"),
        )
    return draws.strategy.trust


def path_of(belief: TrustDraws) -> FloatArray:
    """(draw, 1 + gesture) trust before the first gesture and after each; stays where a gesture was impossible."""
    seen = tuple(friendly for _, friendly, _ in belief.gestures)
    path = trust_path(belief.prior, seen, belief.friendly, belief.friendly_untrustworthy)
    for step in range(1, path.shape[1]):
        path[:, step] = np.where(np.isnan(path[:, step]), path[:, step - 1], path[:, step])
    return path


def impossible_of(belief: TrustDraws) -> float:
    """Share of draws in which some gesture is one that neither type could have made."""
    seen = tuple(friendly for _, friendly, _ in belief.gestures)
    path = trust_path(belief.prior, seen, belief.friendly, belief.friendly_untrustworthy)
    return float(np.isnan(path).any(axis=1).mean())


def assurance_of(belief: TrustDraws, trust: FloatArray) -> AssuranceParameters:
    """The meeting of this pair at a given trust, payoffs as the case states them."""
    return AssuranceParameters(
        trust=trust,
        cooperation=1.0,
        exploiting=np.minimum(belief.temptation, 1.0 - _OFF),
        conflict=0.0,
        exploited=-np.maximum(belief.exposure, _OFF),
    )


def reassurance_of(belief: TrustDraws, trust: FloatArray) -> ReassuranceParameters:
    """The two-round game of this pair at a given trust."""
    once = assurance_of(belief, trust)
    return ReassuranceParameters(
        trust=trust,
        cooperation=once.cooperation,
        exploiting=once.exploiting,
        conflict=once.conflict,
        exploited=once.exploited,
        cooperation_u=1.0,
        exploiting_u=np.maximum(belief.temptation_untrustworthy, 1.0 + _OFF),
        conflict_u=0.0,
        exploited_u=-np.maximum(belief.exposure_untrustworthy, _OFF),
    )


def trust_of(draws: Draws) -> Mapping[int, FloatArray]:
    """Truster -> (draw,) chance it gives the other of being trustworthy after all gestures, 0-1.

    Raises
    ------
    MissingInput : the case states no beliefs.
    """
    return {belief.truster: path_of(belief)[:, -1] for belief in beliefs_of(draws)}
