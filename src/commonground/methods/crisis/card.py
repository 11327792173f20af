"""The method's card: light to import, so that lists of methods cost nothing."""

from __future__ import annotations

from commonground.methods.base import MethodCard

CARD = MethodCard(
    id="crisis",
    title="Crisis bargaining",
    answers=(
        "If one side makes a demand backed by force and cannot tell what the other would bear, how large is the risk"
        " of confrontation, what would lower it, and what is no agreement worth to either side?"
    ),
    needs=(
        "crisis.demander and crisis.resister",
        "crisis.power",
        "crisis.cost of both sides; one of power and the resister's cost as {least, most}",
        "crisis.comes_to_head",
        "status_quo of every issue (for the walk-away values, unless the crisis is certain to come)",
    ),
    cites=("fearon1995", "powell1996", "powell1999", "fey2011"),
    limits=(
        "One demand, one answer: no haggling, no signals, no bluffs; the gap says what that could matter at most.",
        "War is one lottery over all that is at stake; limited strikes are not in it.",
        "The probability of confrontation takes no account of an agreement reached before.",
        "As a walk-away value, all that is at stake is taken as the whole range of a party's utility.",
    ),
    settings={
        "risk": "the risk of war that the thresholds are worked out for, 0-1, below 1 (0.10)",
    },
)
