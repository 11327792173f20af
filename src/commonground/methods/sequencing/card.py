"""The method's card: light to import, so that lists of methods cost nothing."""

from __future__ import annotations

from commonground.methods.base import MethodCard

CARD = MethodCard(
    id="sequencing",
    title="Relief and concessions in steps",
    answers="In how many steps, and of what size, can relief and concessions be exchanged that nobody enforces?",
    needs=(
        "relief.discount and relief.step",
        "relief.sides of two parties, each with cost and benefit",
        "relief.stages (to test a proposed schedule)",
    ),
    cites=("admati1991", "lockwood2002", "compte2004"),
    limits=(
        "Both sides give their tranches at the same time, and each sees at once what the other gave.",
        "What has been given counts in proportion, and cannot be taken back but for the snapback.",
        "One mistake ends the exchange.",
        "The bonus on completion is taken to be sure.",
    ),
    settings={
        "most": "largest number of tranches of any size looked at, 1 to 200 (24)",
        "tranches": "tranches for which the least bonus and snapback are worked out; 0: as many as proposed, or 4 (0)",
    },
)
