"""The method's card: light to import, so that lists of methods cost nothing."""

from __future__ import annotations

from commonground.methods.base import MethodCard

CARD = MethodCard(
    id="sanctions",
    title="Threats of sanctions",
    answers="Would a threat of sanctions move the target, how much of it would be bluff, and what would make it work?",
    needs=(
        "sanctions.sender and sanctions.target",
        "sanctions.at_stake",
        "sanctions.cost",
        "sanctions.resolved",
        "sanctions.audience_cost",
    ),
    cites=("eaton1992", "lacy2004", "drezner2003"),
    limits=(
        "One threat, one answer: giving way later, under sanctions in force, is not covered.",
        "What sanctions cost the sender enters only by how resolved it is.",
        "A resolved sender is taken to speak before it acts.",
    ),
    settings={
        "success": "chance of success for which the cost of backing down is worked out, 0-1, below 1 (0.5)",
    },
)
