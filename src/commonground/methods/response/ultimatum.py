"""One offer, one answer, a few possible offers and types, and both sides err.

A offers B one of several shares without knowing what a war would cost B; B accepts or fights. With errors even a
generous offer may be refused and a poor one made, so that every offer and outcome has a chance.
After McKelvey and Palfrey (1998) on the crisis bargaining of Fearon (1995). Sources: mckelvey1998, fearon1995.
Limits: types of B are equally likely; errors are independent; `rationality` is per prize.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from commonground.methods.parameters import (
    NOT_NEGATIVE,
    PROBABILITY,
    BoolArray,
    FloatArray,
    ParameterError,
    broadcast,
)
from commonground.methods.phrases import per_cent, prose, whether
from commonground.methods.response.choice import checked_rationality, logit
from commonground.methods.tree import Chance, Decision, Terminal, Tree


@dataclass(frozen=True, kw_only=True)
class UltimatumParameters:
    """The prize is 1; numbers or (draw,) arrays except `types` and `offers`.

    Parameters
    ----------
    types       : number of equally likely costs of B, evenly spaced from 0 to cost_b_most
    offers      : number of shares A can offer, evenly spaced from 0 to 1, at least 2
    power       : chance that A wins a war
    cost_a      : what a war costs A
    cost_b_most : what it costs B at most
    rationality : per prize, at least 0; infinity for best replies
    """

    types: int
    offers: int
    power: float | FloatArray
    cost_a: float | FloatArray
    cost_b_most: float | FloatArray
    rationality: float | FloatArray

    def __post_init__(self) -> None:
        for name, least in (("types", 1), ("offers", 2)):
            if not isinstance(getattr(self, name), int) or getattr(self, name) < least:
                message = f"out of range (got {getattr(self, name)!r})"
                raise ParameterError(name, message, f"Use a whole number from {least}.")
        rationality = checked_rationality(self.rationality)
        object.__setattr__(self, "rationality", np.zeros(rationality.shape))
        ranges = {"power": PROBABILITY, "cost_a": NOT_NEGATIVE, "cost_b_most": NOT_NEGATIVE}
        n = broadcast(self, ranges | {"rationality": NOT_NEGATIVE})
        object.__setattr__(self, "rationality", np.broadcast_to(rationality, (n,)))

    def tree(self, draw: int = 0) -> Tree:
        """The game of one draw as a tree, A's offer first, then chance, for `solve_tree_response` or to export."""
        power, cost_a, most = (
            Fraction(repr(float(np.asarray(value)[draw])))
            for value in (self.power, self.cost_a, self.cost_b_most)
        )
        names = tuple(f"type {k + 1}" for k in range(self.types))

        def answer(j: int, k: int) -> Decision:
            share, cost = Fraction(j, self.offers - 1), most * Fraction(k, max(1, self.types - 1))
            deal = Terminal((1 - share, share), outcome="deal")
            war = Terminal((power - cost_a, 1 - power - cost), outcome="war")
            return Decision(1, 1 + j * self.types + k, ("accept", "fight"), (deal, war))

        chances = (Fraction(1, self.types),) * self.types
        draws = tuple(
            Chance(names, chances, tuple(answer(j, k) for k in range(self.types))) for j in range(self.offers)
        )
        offers = tuple(f"offer {Fraction(j, self.offers - 1)}" for j in range(self.offers))
        return Tree(("A", "B"), Decision(0, 1, offers, draws), title="Ultimatum")


@dataclass(frozen=True)
class UltimatumResult:
    """What A offers and what comes of it.

    Parameters
    ----------
    offer       : (offer,) shares of B that A can offer
    offer_chance : (draw, offer) chance of each
    accepts     : (draw, offer, type) chance that each type accepts each offer
    risk_of_war : (draw,)
    value_a, value_b : (draw,) expected payoffs, B's over its types
    tied, equilibria : (draw,) best moves that pay the same at infinite rationality are played with equal chances;
                       `equilibria` is then 2, meaning several, and else 1
    """

    offer: FloatArray
    offer_chance: FloatArray
    accepts: FloatArray
    risk_of_war: FloatArray
    value_a: FloatArray
    value_b: FloatArray
    tied: BoolArray
    equilibria: NDArray[np.int_]

    def reading(self, a: str = "A", b: str = "B") -> str:
        """What it means, in one paragraph; `a` and `b` are the names to use."""
        likely = self.offer[np.argmax(self.offer_chance, axis=1)]
        told = (
            f"{a} offers most often {per_cent(likely)} of what is at stake, on average "
            f"{per_cent(self.offer_chance @ self.offer)}, and the risk that {b} refuses and fights is "
            f"{per_cent(self.risk_of_war)}."
        )
        if self.tied.any():
            ties = (
                "some best moves pay the same and are taken as equally likely, where other equilibria choose"
            )
            told += f" Here {whether(self.tied, ties, 'each best move is the only one')}."
        return prose(f"{told} Both are taken to err now and then, the less the more an error costs.")


def solve_ultimatum(parameters: UltimatumParameters) -> UltimatumResult:
    """Chances of each offer and answer, from the answers backwards.

    Returns
    -------
    UltimatumResult

    References
    ----------
    mckelvey1998; fearon1995.

    Limits
    ------
    At infinite rationality a type that is indifferent accepts half of the time, where the usual equilibrium lets it
    accept; `solve_private_cost` has that one.
    """
    offer = np.linspace(0.0, 1.0, parameters.offers)
    cost = np.asarray(parameters.cost_b_most)[:, None] * np.linspace(0.0, 1.0, parameters.types)
    power = np.asarray(parameters.power)
    rationality = np.asarray(parameters.rationality)
    war_a, war_b = power - parameters.cost_a, (1.0 - power)[:, None] - cost
    deal = np.broadcast_to(offer[:, None], (power.size, offer.size, parameters.types))
    fight = np.broadcast_to(war_b[:, None, :], deal.shape)
    answers, tied_answers = logit(rationality, np.stack([deal, fight], axis=-1))
    accepts = answers[..., 0]
    taken = accepts.mean(axis=2)
    worth = taken * (1.0 - offer) + (1.0 - taken) * war_a[:, None]
    chance, tied_offers = logit(rationality, worth)
    to_b = (accepts * deal + (1.0 - accepts) * fight).mean(axis=2)
    tied = tied_offers | (tied_answers.any(axis=2) & (chance > 0.0)).any(axis=1)
    return UltimatumResult(
        offer=offer,
        offer_chance=chance,
        accepts=accepts,
        risk_of_war=(chance * (1.0 - taken)).sum(axis=1),
        value_a=(chance * worth).sum(axis=1),
        value_b=(chance * to_b).sum(axis=1),
        tied=tied,
        equilibria=np.where(tied, 2, 1),
    )
