"""Inputs of common ground that a case may leave to a method: a value of their own, or `from:` a block."""

from __future__ import annotations

from typing import Annotated, Any, Literal, get_args

from pydantic import BeforeValidator, Field

from commonground.case.parts import Evidence
from commonground.case.values import Line, Part, Share, fault
from commonground.errors import did_you_mean, shown

LifeSource = Literal["turnover", "trust"]


def _read_sources(raw: Any) -> Any:
    """One source or several, each once."""
    words, names = get_args(LifeSource), [raw] if isinstance(raw, str) else raw
    if not isinstance(names, list | tuple) or not names:
        fix = "Write from: turnover, from: trust, or from: [turnover, trust]."
        raise fault("neither a method nor a list of methods", shown(raw), fix)
    for place, name in enumerate(names):
        if name not in words:
            raise fault("not one of the words known here", shown(name), did_you_mean(str(name), words))
        if name in names[:place]:
            raise fault("a method named twice", shown(raw), "Name each once.")
    return tuple(names)


class Durability(Part):
    """Share of the horizon that a deal lives, as a party sees it: a `value`, or `from:` methods.

    `from: turnover` takes it from `elections`, `from: trust` from what the party believes of another; of both,
    it is the product.
    """

    value: Share | None = None
    basis: Annotated[tuple[LifeSource, ...], BeforeValidator(_read_sources)] = Field((), alias="from")
    because: Line = ""
    evidence: Evidence = ()


class MediatorEffect(Part):
    """How much a mediator does, 0-1: a `value`, or `from: mediation`."""

    value: Share | None = None
    basis: Literal["mediation"] | None = Field(None, alias="from")
    because: Line = ""
    evidence: Evidence = ()


class Confrontation(Part):
    """Probability of confrontation by the horizon without a deal: a `value`, or `from: crisis`."""

    value: Share | None = None
    basis: Literal["crisis"] | None = Field(None, alias="from")
    because: Line = ""
    evidence: Evidence = ()
