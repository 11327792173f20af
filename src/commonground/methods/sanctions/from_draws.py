"""From a case's threat of sanctions to the parameters of the model, draw by draw."""

from __future__ import annotations

import numpy as np

from commonground.case.draws import Draws
from commonground.case.strategy_draws import SanctionsDraws
from commonground.errors import MissingInput
from commonground.methods.sanctions.threats import SanctionParameters

_LEAST_AT_STAKE = 1e-9


def threat_of(draws: Draws) -> SanctionsDraws:
    """The block, or MissingInput if the case has none."""
    if draws.strategy.sanctions is None:
        raise MissingInput(
            "sanctions needs a sender, a target, and what is at stake between them",
            (
                "sanctions.sender",
                "sanctions.target",
                "sanctions.at_stake",
                "sanctions.cost",
                "sanctions.resolved",
            ),
        )
    return draws.strategy.sanctions


def parameters_of(threat: SanctionsDraws) -> SanctionParameters:
    """The model's parameters; an issue worth nothing to the target is taken as worth next to nothing."""
    return SanctionParameters(
        value=np.maximum(threat.at_stake, _LEAST_AT_STAKE),
        cost=threat.cost,
        chance_resolved=threat.resolved,
        audience_cost=threat.audience_cost,
    )
