"""A threat of sanctions as a finite game: a sender that would impose them or not, and a target that cannot tell.

A resolved sender always threatens and always imposes, so only the unresolved one has a move; it may bluff. The
target gives way or holds out without knowing which sender it faces. An unresolved sender whose bluff is called
backs down.
"""

from __future__ import annotations

from fractions import Fraction

from commonground.case.strategy_draws import SanctionsDraws
from commonground.methods.games.game import Place
from commonground.methods.tree import Chance, Decision, Terminal, Tree


def sanctions_tree(block: SanctionsDraws, place: Place, parties: tuple[str, str]) -> Tree:
    """The game of one draw.

    Parameters
    ----------
    parties : names of sender and target
    """
    at_stake, cost = place.at(block.at_stake), place.at(block.cost)
    resolved, audience = place.at(block.resolved), place.at(block.audience_cost)
    zero = Fraction(0)

    def faced(failed: Terminal) -> Decision:
        gives_way = Terminal((Fraction(1), -at_stake), outcome="target gives way")
        return Decision(1, 1, ("give way", "hold out"), (gives_way, failed))

    imposed = Terminal((zero, -cost), outcome="sanctions imposed")
    backs_down = Terminal((-audience, zero), outcome="sender backs down")
    bluff = Decision(
        0, 1, ("threaten", "keep silent"), (faced(backs_down), Terminal((zero, zero), "no threat"))
    )
    root = Chance(("resolved", "unresolved"), (resolved, 1 - resolved), (faced(imposed), bluff))
    comment = (
        f"{place.told} Nothing is rounded but to six decimals. A resolved sender always threatens and imposes, so it "
        "has no move here. The target's payoffs are in the case's unit, the sender's in what the target's giving way "
        "is worth to it."
    )
    return Tree(parties, root, f"{parties[0]} may threaten {parties[1]} with sanctions", comment)
