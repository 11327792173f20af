"""A mediator's word before a demand, as a finite game of three.

Chance picks the resister's type, resolved (a war costs it little) or not, and whether the mediator sees it rightly;
the mediator speaks; the demander, who hears the word but knows neither, makes the tough or the safe demand; the
resister gives way or fights. The two types are the middles of the lower and the upper half of the case's range.
"""

from __future__ import annotations

from fractions import Fraction

from commonground.case.strategy_draws import CrisisDraws, MediatorDraws
from commonground.methods.games.crisis import ceiling_of, kinds_of, where_demands_stop
from commonground.methods.games.game import NUDGE, Place, rounded, words
from commonground.methods.tree import Chance, Decision, Terminal, Tree

WORDS = ("high resolve", "low resolve")


def mediation_tree(
    crisis: CrisisDraws, block: MediatorDraws, place: Place, parties: tuple[str, str, str]
) -> Tree:
    """The game of one draw.

    Parameters
    ----------
    parties : names of demander, resister and mediator
    """
    resolved, unresolved = kinds_of(crisis, place, 2)
    accuracy, bias = place.at(block.accuracy), place.at(block.bias)
    cost_of_war, power = place.at(block.cost_of_war), place.at(crisis.power)  # type: ignore[arg-type]
    ceiling = ceiling_of(crisis, place, (resolved, unresolved))
    safe, tough = (min(kind.gives_way_at, ceiling) for kind in (resolved, unresolved))
    shares = (max(tough - NUDGE, Fraction(0)), max(safe - NUDGE, Fraction(0)))

    def answer(kind: int, demand: int, word: int) -> Decision:
        type_ = (resolved, unresolved)[kind]
        share = shares[demand]
        deal = Terminal((share, 1 - share, rounded(bias * share)), outcome="agreement")
        war = Terminal(
            (type_.war_demander, type_.war_resister, rounded(bias * power) - cost_of_war), outcome="war"
        )
        # the resister hears the word too, which does not matter to it: it knows its own type
        return Decision(1, 1 + kind * 4 + word * 2 + demand, ("give way", "fight"), (deal, war))

    def demand(kind: int, word: int) -> Decision:
        moves = tuple(
            f"{how} demand {words(share)}" for how, share in zip(("tough", "safe"), shares, strict=True)
        )
        return Decision(
            0, 1 + word, moves, (answer(kind, 0, word), answer(kind, 1, word)), information_name=WORDS[word]
        )

    def speak(kind: int, seen: int) -> Decision:
        after = (demand(kind, 0), demand(kind, 1))
        moves = tuple(f"say {word}" for word in WORDS)
        return Decision(2, 1 + seen, moves, after, information_name=f"sees {WORDS[seen]}")

    def sees(kind: int) -> Chance:
        rightly = (accuracy, 1 - accuracy) if kind == 0 else (1 - accuracy, accuracy)
        return Chance(tuple(f"seen as {word}" for word in WORDS), rightly, (speak(kind, 0), speak(kind, 1)))

    half = Fraction(1, 2)
    root = Chance((resolved.name, unresolved.name), (half, half), (sees(0), sees(1)))
    comment = (
        f"{place.told} The resister's cost of war, anywhere between two bounds in the case, is the middle of the "
        "lower or of the upper half of the range, each with chance 1/2. The demander can only ask for what the one or "
        "the other would just accept, lowered by 0.00001. That the word is ignored is always an equilibrium; whether "
        f"it can be believed is what the game tells.{where_demands_stop(ceiling)}"
    )
    return Tree(parties, root, f"{parties[2]} speaks to {parties[0]} about {parties[1]}", comment)
