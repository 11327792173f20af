"""The method's card: light to import, so that lists of methods cost nothing."""

from __future__ import annotations

from commonground.methods.base import MethodCard

CARD = MethodCard(
    id="mediation",
    title="Mediation",
    answers=(
        "Whose word about the other side's resolve would be believed, by how much would it lower the risk of"
        " confrontation, and what would each mediator have to be like?"
    ),
    needs=(
        "mediators with bias, accuracy, cost_of_war and accepted",
        "crisis with a cost of the resister as {least, most}",
    ),
    cites=("kydd2003", "crawford1982"),
    limits=(
        "Two kinds of resister stand for the range of the crisis: the middles of its lower and of its upper half.",
        "The share of the risk that a word removes between the two is carried over to the whole range.",
        "The same share is taken as the mediator's effect on finding a package, which is an analogy, not a result.",
        "A word that could be believed can always be ignored: the effect assumes that it is heard.",
        "Of several mediators only the best counts in each draw; they neither help nor contradict one another.",
    ),
    settings={
        "risk": "the risk of war that the accuracy needed is worked out for, 0-1, below 1 (0.10)",
    },
)
