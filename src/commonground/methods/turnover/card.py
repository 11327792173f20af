"""The method's card: light to import, so that lists of methods cost nothing."""

from __future__ import annotations

from commonground.methods.base import MethodCard

CARD = MethodCard(
    id="turnover",
    title="Deals and changes of government",
    answers="Would a deal outlive the governments that sign it, and what must it pay because it may not?",
    needs=(
        "elections.discount",
        "elections.governments (changes with date and leaves, leaves_between, or succession)",
        "elections.deal (for what a deal must pay and what repairs it)",
    ),
    cites=("powell2004", "powell2006", "wolford2007"),
    limits=(
        "Changes of government end a deal independently of each other, and a deal that has ended does not return.",
        "Durability is the same for all parties: each is taken to expect the stated chances.",
        "What a deal must pay looks ahead for ever, past the span over which durability counts.",
        "Penalties for leaving are taken to be paid for sure, and lower all chances of leaving alike.",
    ),
    settings={
        "durability": "durability for which the largest chance of leaving is worked out, 0-1 (0.8)",
    },
)
