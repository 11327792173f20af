"""The other role of a third party: not to tell, but to change what war or reneging costs.

A guarantor that would fight beside the attacked raises the cost of war; one that holds an escrow pays whoever is left
in the lurch; one that can restore sanctions lets a deceived side take something back. Each is a change of the
parameters of a deal or a crisis, which is then solved as any other. Nothing here depends on being believed, and no
accuracy or bias helps a guarantor who lacks the means.

Sources: none; it is the part that kydd2003, whose mediator only talks, leaves out. Limits: the guarantee is certain.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from types import MappingProxyType
from typing import Any, TypeVar

import numpy as np

from commonground.methods.mediation.conditions import MediationParameters
from commonground.methods.parameters import NOT_NEGATIVE, FloatArray, ParameterError, broadcast

Parameters = TypeVar("Parameters")

MEDIATION_FIELDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"war_cost_a": ("cost_a",), "war_cost_b": ("cost_low", "cost_high")}
)


@dataclass(frozen=True, kw_only=True)
class Guarantor:
    """What a guarantor adds; numbers or (draw,) arrays, all >= 0, in the units of the parameters they change.

    Parameters
    ----------
    war_cost_a, war_cost_b : added cost of war to A and to B
    escrow : payment that it releases to whoever is left when the other reneges
    snapback : what a deceived side takes back with its help

    Raises
    ------
    ParameterError : a negative value.
    """

    war_cost_a: float | FloatArray = 0.0
    war_cost_b: float | FloatArray = 0.0
    escrow: float | FloatArray = 0.0
    snapback: float | FloatArray = 0.0

    def __post_init__(self) -> None:
        broadcast(self, dict.fromkeys(("war_cost_a", "war_cost_b", "escrow", "snapback"), NOT_NEGATIVE))


def with_guarantor(
    parameters: Parameters, guarantor: Guarantor, fields_of: Mapping[str, tuple[str, ...]] = MEDIATION_FIELDS
) -> Parameters:
    """The same parameters with a guarantor's additions, checked anew.

    Parameters
    ----------
    parameters : any model's parameter object, a dataclass
    guarantor : what is added
    fields_of : for each kind of addition, the fields of `parameters` that it raises; by default those of mediation

    Returns
    -------
    a new object of the same type; the old one is untouched.

    Raises
    ------
    ParameterError : the guarantor adds something that these parameters have no field for, or the sum is out of range.
    """
    changes: dict[str, Any] = {}
    for field in fields(guarantor):
        added = np.asarray(getattr(guarantor, field.name))
        names = fields_of.get(field.name, ())
        if added.any() and not names:
            raise ParameterError(
                field.name,
                f"these parameters have no such part (got {added.max():g})",
                "Name the fields it raises, or leave it out.",
            )
        for name in names:
            changes[name] = np.asarray(getattr(parameters, name)) + added
    return replace(parameters, **changes)  # type: ignore[type-var]


def war_cost_that_deters(parameters: MediationParameters) -> FloatArray:
    """The least cost of war, added to B of either kind, at which A makes the safe demand unaided.

    The more war would cost it, the more B concedes without one: the safe demand itself grows, until the tough
    one adds too little to be worth the risk. This peace is paid for by B.

    Returns
    -------
    (draw,) cost in units of the prize; 0 where A makes the safe demand already.
    """
    prior, cost_a = np.asarray(parameters.chance_high), np.asarray(parameters.cost_a)
    low, high = np.asarray(parameters.cost_low), np.asarray(parameters.cost_high)
    most = np.asarray(parameters.largest_demand) - np.asarray(parameters.power)
    doubt = 1.0 - prior
    at_prize = prior * most - low - doubt * cost_a  # where the tough demand is the largest
    short = prior * high - low - doubt * cost_a
    below_prize = np.where(doubt > 0.0, short / np.where(doubt > 0.0, doubt, 1.0), np.inf)
    return np.asarray(np.maximum(0.0, np.minimum(below_prize, at_prize)))
