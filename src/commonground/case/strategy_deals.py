"""The strategic blocks on deals over time: elections, latency, relief.

Rates and flows are per year, times in months; what a deal or a programme yields is worth 1 unless said
otherwise.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field

from commonground.case.parts import Evidence
from commonground.case.values import (
    MONTHS,
    WEIGHT,
    Anything,
    Date,
    Domain,
    Duration,
    Id,
    Line,
    Months,
    Number,
    Part,
    Positive,
    Share,
    Text,
    Value,
    Weight,
    exact,
    value_in,
)

MOST_STEPS = 100
MOST_YEARS = 100
MOST_MONTHS = 1200

_YEARLY = Domain(0, 1, unit="per year")
Yearly = Annotated[Value, BeforeValidator(value_in(_YEARLY))]
Flow = Annotated[Value, BeforeValidator(value_in(Domain(unit="per year")))]
Loss = Annotated[Value, BeforeValidator(value_in(Domain(0, unit="per year")))]
Gain = Annotated[Value, BeforeValidator(value_in(Domain(0, unit="per year", strict=True)))]
Discount = Annotated[Value, BeforeValidator(value_in(Domain(0, 1, strict=True, per_cent="rate")))]


class Change(Part):
    """A day on which a government may change hands.

    Parameters
    ----------
    date   : of the hand-over, after `as_of`
    vote   : day of the vote that decides it, before `date`
    leaves : chance that the new government leaves a deal
    """

    date: Date
    vote: Date | None = None
    name: Line = ""
    leaves: Share
    because: Line = ""
    evidence: Evidence = ()


class Succession(Part):
    """A change outside elections: its chance per year, and the chance that the successor leaves a deal."""

    chance: Yearly
    leaves: Share
    because: Line = ""
    evidence: Evidence = ()


class Penalty(Part):
    """What leaving a deal brings (per year) and costs (once) a government that would like to leave."""

    temptation: Gain
    escrow: Weight = exact(0, WEIGHT)
    snapback: Weight = exact(0, WEIGHT)
    at_home: Weight = exact(0, WEIGHT)
    because: Line = ""
    evidence: Evidence = ()


class Government(Part):
    """When one party's government may change.

    Parameters
    ----------
    changes        : in order of date, all after `as_of`
    every          : months after which the last change repeats, again and again
    leaves_between : chance per year that the government in office leaves a deal
    """

    changes: tuple[Change, ...] = ()
    every: Annotated[int, Field(strict=True, ge=1, le=MOST_MONTHS)] | None = None
    leaves_between: Yearly = exact(0, _YEARLY)
    succession: Succession | None = None
    penalty: Penalty | None = None
    because: Line = ""
    evidence: Evidence = ()


class Deal(Part):
    """What each party has per year without a deal, in shares of what the deal yields, and what a collapse takes.

    Parameters
    ----------
    fallback    : party -> flow without a deal
    loss        : party -> flow missing after a collapse
    restored_in : party -> months until its loss is made good; a party that is not named: never
    """

    fallback: dict[Id, Flow]
    loss: dict[Id, Loss] = {}
    restored_in: dict[Id, Months] = {}
    because: Line = ""
    evidence: Evidence = ()


class Elections(Part):
    """Whose governments may change during a deal.

    Parameters
    ----------
    discount    : weight of a year from now
    span        : years over which a deal's life counts
    governments : party -> when its government may change
    """

    discount: Discount
    span: Annotated[Number, Field(gt=0, le=MOST_YEARS)] = 10.0
    governments: dict[Id, Government]
    deal: Deal | None = None
    because: Line = ""
    evidence: Evidence = ()


class ProgrammeFlow(Part):
    """What the builder has per year: now, under a government that makes no deals, and armed."""

    now: Flow
    successor: Flow
    armed: Flow
    because: Line = ""
    evidence: Evidence = ()


class Inspections(Part):
    """How a dash to the threshold would be seen, in months: between visits, to the report, to a response."""

    interval: Months
    report_lag: Months = exact(0, MONTHS)
    sensitivity: Share
    response: Months
    because: Line = ""
    evidence: Evidence = ()


class CovertBuilder(Part):
    """The builder's payoffs: armed, quiet, after a strike; and what the hidden programme costs it."""

    armed: Anything
    quiet: Anything
    war: Anything
    investment: Weight
    because: Line = ""
    evidence: Evidence = ()


class CovertOther(Part):
    """The other side's payoffs: quiet, facing an armed builder, after a strike; and what a mistaken one costs it."""

    quiet: Anything
    armed: Anything
    war: Anything
    mistake: Weight
    because: Line = ""
    evidence: Evidence = ()


class Covert(Part):
    """A hidden programme: the chance that it is seen, and each side's payoffs."""

    detection: Share
    builder: CovertBuilder
    other: CovertOther
    because: Line = ""
    evidence: Evidence = ()


class Latency(Part):
    """A programme on its way to a threshold.

    Parameters
    ----------
    steps, at     : steps to the threshold, and how many are done
    step_length   : months per step
    flow          : what the builder has per year, in shares of all that is at stake
    step_cost     : of one step, once
    discount      : weight of a year from now
    turnover      : chance per year that a government that makes deals is followed by one that does not
    turnover_back : and the other way round
    """

    builder: Id
    other: Id
    steps: Annotated[int, Field(strict=True, ge=1, le=MOST_STEPS)]
    at: Annotated[int, Field(strict=True, ge=0)]
    step_length: Duration
    flow: ProgrammeFlow
    step_cost: Weight
    discount: Discount
    turnover: Yearly
    turnover_back: Yearly = exact(0, _YEARLY)
    inspections: Inspections | None = None
    covert: Covert | None = None
    because: Line = ""
    evidence: Evidence = ()


class ReliefSide(Part):
    """One side of an exchange: what giving all costs it and receiving all is worth, in a unit of its own.

    Parameters
    ----------
    bonus    : paid on completion
    snapback : share of what it has been given that it loses again if it stops
    """

    cost: Positive
    benefit: Positive
    bonus: Weight = exact(0, WEIGHT)
    snapback: Share = exact(0, Domain(0, 1))
    because: Line = ""
    evidence: Evidence = ()


class Stage(Part):
    """One stage of a proposed schedule and its share of the whole."""

    name: Text
    share: Annotated[Number, Field(ge=0, le=1)]


class Relief(Part):
    """Relief against restraint, in tranches.

    Parameters
    ----------
    discount : weight of a year from now
    step     : months from one tranche to the next
    collapse : chance per year that the exchange ends from outside
    sides    : the two parties
    stages   : a proposed schedule; the shares sum to 1
    """

    discount: Discount
    step: Duration
    collapse: Yearly = exact(0, _YEARLY)
    sides: dict[Id, ReliefSide]
    stages: tuple[Stage, ...] = ()
    because: Line = ""
    evidence: Evidence = ()
