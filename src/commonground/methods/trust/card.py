"""The method's card: light to import, so that lists of methods cost nothing."""

from __future__ import annotations

from commonground.methods.base import MethodCard

CARD = MethodCard(
    id="trust",
    title="Trust and first steps",
    answers=(
        "Does a party trust another enough to cooperate, would a limited first step show who can be trusted, and what"
        " would gestures have to achieve?"
    ),
    needs=(
        "trust.<party>.prior",
        "trust.<party>.temptation",
        "trust.<party>.exposure",
        "trust.<party>.untrustworthy.temptation and .exposure",
        "trust.<party>.friendly and .friendly_untrustworthy",
        "trust in both directions and talks.tempo (for a probability by the horizon)",
    ),
    cites=("kydd2000", "kydd2005"),
    limits=(
        "Each direction is solved as a game between two parties that both hold this trust.",
        "For an agreement both must dare one leap, or one and the same first step must suit both.",
        "Gestures are taken as independent evidence: three friendly acts for one reason count three times.",
        "Mutual mistrust is always an equilibrium too: the probability of agreement takes parties to dare if they can.",
        "A party is of one mind; a government that may be voted out is a matter of durability.",
    ),
    settings={
        "gestures": "how many friendly gestures in a row the thresholds reckon with, at least 1 (3)",
    },
)
