"""Mediation: whose word is believed, what it does to the risk of force, and what a guarantor adds.

conditions.py       the parameters, what A believes after each word, and when that word is believed
credibility.py      the risk of war and both sides' gains with and without a mediator
inverses.py         which bias, accuracy or cost of war would make its word believed; which accuracy keeps risk down
credibility_map.py  the share of draws in which it is believed, over bias and accuracy
guarantor.py        the other role: not information, but a change of what war or reneging costs
from_draws.py, guarantee.py, words.py, method.py, card.py   the same on the mediators of a case
Stylised after Kydd (2003). Information and guarantees are kept apart because they fail for different reasons.
"""

from commonground.methods.mediation.conditions import MediationParameters
from commonground.methods.mediation.credibility import MediationResult, solve_mediation
from commonground.methods.mediation.credibility_map import CredibilityMap, credibility_map
from commonground.methods.mediation.guarantor import (
    MEDIATION_FIELDS,
    Guarantor,
    war_cost_that_deters,
    with_guarantor,
)
from commonground.methods.mediation.inverses import (
    accuracy_that_is_believed,
    accuracy_that_keeps_risk,
    bias_that_is_believed,
    mediator_cost_that_is_believed,
)

__all__ = [
    "MEDIATION_FIELDS",
    "CredibilityMap",
    "Guarantor",
    "MediationParameters",
    "MediationResult",
    "accuracy_that_is_believed",
    "accuracy_that_keeps_risk",
    "bias_that_is_believed",
    "credibility_map",
    "mediator_cost_that_is_believed",
    "solve_mediation",
    "war_cost_that_deters",
    "with_guarantor",
]
