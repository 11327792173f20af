"""Trust in two rounds as a finite game: a first step of limited size, then the rest.

Chance makes each side trustworthy or not; each knows its own type only. In both rounds both choose at once, and
before the second they see what was done in the first. Payoffs of a round are those of the whole, times its share of
the stakes.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np

from commonground.case.strategy_draws import TrustDraws
from commonground.methods.games.game import PLACES, GameSettings, Place, rounded, words
from commonground.methods.tree import Chance, Decision, Node, Terminal, Tree
from commonground.methods.trust.from_draws import path_of, reassurance_of
from commonground.methods.trust.reassurance import solve_reassurance

MOVES = ("cooperate", "exploit")
_FALLBACK = Fraction(1, 2)  # of the stakes, where no first step shows who is trustworthy


def reassurance_tree(
    block: TrustDraws, place: Place, parties: tuple[str, str], settings: GameSettings
) -> Tree:
    """The game of one draw, at the trust that the gestures so far have left, which both sides are taken to hold.

    Parameters
    ----------
    parties : names of the two sides, the one whose beliefs the case states first
    """
    trust = place.at(path_of(block)[:, -1])
    step, how = _first_step(block, place, settings.first_step)
    worth = [_payoffs(block, place, trustworthy=True), _payoffs(block, place, trustworthy=False)]

    def end(types: tuple[int, int], rounds: tuple[tuple[int, int], tuple[int, int]]) -> Terminal:
        payoffs = tuple(
            rounded(step * first + (1 - step) * second)
            for first, second in ([worth[types[i]][done[i], done[1 - i]] for done in rounds] for i in (0, 1))
        )
        return Terminal(payoffs, outcome=" / ".join(_told(*done) for done in rounds))

    def second(types: tuple[int, int], first: tuple[int, int]) -> Node:
        seen = 2 * first[0] + first[1]

        def set_of(i: int) -> int:
            return 3 + types[i] * 4 + seen

        def other(mine: int) -> Decision:
            after = tuple(end(types, (first, (mine, theirs))) for theirs in (0, 1))
            return Decision(1, set_of(1), MOVES, after)

        return Decision(0, set_of(0), MOVES, (other(0), other(1)))

    def first(types: tuple[int, int]) -> Node:
        def other(mine: int) -> Decision:
            return Decision(1, 1 + types[1], MOVES, tuple(second(types, (mine, theirs)) for theirs in (0, 1)))

        return Decision(0, 1 + types[0], MOVES, (other(0), other(1)))

    kinds, chances = ("trustworthy", "untrustworthy"), (trust, 1 - trust)

    def second_type(own: int) -> Chance:
        names = tuple(f"{parties[1]} {kind}" for kind in kinds)
        return Chance(names, chances, tuple(first((own, other)) for other in (0, 1)))

    root = Chance(tuple(f"{parties[0]} {kind}" for kind in kinds), chances, (second_type(0), second_type(1)))
    comment = (
        f"{place.told} The first round is for {words(step)} of the stakes, {how}. Both sides are taken to have the "
        f"payoffs that the case states for {parties[0]}, and the same trust in each other, {words(trust)}, after the "
        "gestures so far."
    )
    return Tree(parties, root, f"{parties[0]} and {parties[1]}: a first step, then the rest", comment)


def _told(mine: int, theirs: int) -> str:
    return {(0, 0): "both cooperate", (1, 1): "neither"}.get((mine, theirs), "one is exploited")


def _payoffs(block: TrustDraws, place: Place, *, trustworthy: bool) -> dict[tuple[int, int], Fraction]:
    """(own move, other's move) -> payoff; cooperation is worth 1 and mutual refusal 0 to either type."""
    tempt, exposed = (
        (block.temptation, block.exposure)
        if trustworthy
        else (block.temptation_untrustworthy, block.exposure_untrustworthy)
    )
    return {(0, 0): Fraction(1), (1, 1): Fraction(0), (1, 0): place.at(tempt), (0, 1): -place.at(exposed)}


def _first_step(block: TrustDraws, place: Place, given: float | None) -> tuple[Fraction, str]:
    """The share of the stakes in the first round, and where it comes from."""
    if given is not None:
        return Fraction(f"{given:.{PLACES}f}"), "as asked for"
    trust = path_of(block)[:, -1]
    result = solve_reassurance(replace(reassurance_of(block, trust), first_step=None))
    size = np.size(result.first_step)
    smallest = float(result.first_step[place.draw if size > 1 else 0])
    if not 0.0 < smallest < 1.0:
        return _FALLBACK, "as no first step shows who is trustworthy"
    # rounded up, so that it lies inside the window
    return Fraction(
        int(smallest * 10**6) + 1, 10**6
    ), "the smallest that shows who is trustworthy, rounded up"
