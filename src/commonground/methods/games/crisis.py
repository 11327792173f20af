"""A demand backed by force as a finite game: chance picks the resister's type, the demander asks, the other answers.

What only the resister knows is uniform between two bounds in the case; here it takes a few equally likely values, the
middles of as many equal parts. Demands are evenly spaced, with those added at which some type would just give way:
in such a game only these can be best. They are lowered by a hundred-thousandth, so that no type is indifferent and
programs that split ties give the same answer as those that break them.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from commonground.case.strategy_draws import Bounds, CrisisDraws
from commonground.methods.games.game import NUDGE, GameSettings, Place, rounded, words
from commonground.methods.tree import Chance, Decision, Terminal, Tree


@dataclass(frozen=True)
class Kind:
    """One type of resister: its name, and what a war is worth to both sides if the resister is of it."""

    name: str
    war_demander: Fraction
    war_resister: Fraction

    @property
    def gives_way_at(self) -> Fraction:
        """The demand at which it is indifferent between giving way and war."""
        return 1 - self.war_resister


def crisis_tree(block: CrisisDraws, place: Place, parties: tuple[str, str], settings: GameSettings) -> Tree:
    """The game of one draw.

    Parameters
    ----------
    parties : names of demander and resister
    """
    kinds = kinds_of(block, place, settings.types)
    ceiling = ceiling_of(block, place, kinds)
    demands = demands_of(kinds, settings.demands, ceiling)

    def answer(j: int, k: int) -> Decision:
        kind, share = kinds[k], demands[j]
        deal = Terminal((share, 1 - share), outcome="agreement")
        war = Terminal((kind.war_demander, kind.war_resister), outcome="war")
        return Decision(1, 1 + k * len(demands) + j, ("give way", "fight"), (deal, war))

    moves = tuple(f"demand {words(share)}" for share in demands)
    asks = tuple(
        Decision(0, 1, moves, tuple(answer(j, k) for j in range(len(demands)))) for k in range(len(kinds))
    )
    chances = (Fraction(1, len(kinds)),) * len(kinds)
    root = Chance(tuple(kind.name for kind in kinds), chances, asks)
    return Tree(
        parties,
        root,
        f"{parties[0]} makes a demand of {parties[1]}",
        comment(block, place, kinds, demands, ceiling),
    )


def kinds_of(block: CrisisDraws, place: Place, count: int) -> tuple[Kind, ...]:
    """Equally likely types in the middles of `count` equal parts of what only the resister knows."""
    spread = block.power if isinstance(block.power, Bounds) else block.cost_resister
    least, most = (
        (place.at(spread.least), place.at(spread.most))
        if isinstance(spread, Bounds)
        else (place.at(spread), place.at(spread))
    )
    cost_demander = place.at(block.cost_demander)
    out = []
    for k in range(count):
        value = rounded(least + (most - least) * Fraction(2 * k + 1, 2 * count))
        power = value if isinstance(block.power, Bounds) else place.at(block.power)
        cost = value if not isinstance(block.power, Bounds) else _number(block.cost_resister, place)
        what = "power of the demander" if isinstance(block.power, Bounds) else "cost of war"
        out.append(Kind(f"{what} {words(value)}", power - cost_demander, 1 - power - cost))
    return tuple(out)


def _number(value: object, place: Place) -> Fraction:
    return place.at(value.least if isinstance(value, Bounds) else value)  # type: ignore[arg-type]


def ceiling_of(block: CrisisDraws, place: Place, kinds: tuple[Kind, ...]) -> Fraction:
    """The largest demand: all there is, or what the demander has today if the other can leave it at that."""
    if block.holds_now is None or isinstance(block.power, Bounds):
        return Fraction(1)
    has = place.at(block.holds_now)
    return Fraction(1) if has < kinds[0].war_demander else has


def demands_of(kinds: tuple[Kind, ...], count: int, ceiling: Fraction) -> tuple[Fraction, ...]:
    """Demands in rising order: even ones up to the ceiling, and those just below which each type gives way."""
    even = {rounded(ceiling * Fraction(j, count - 1)) for j in range(count)}
    turning = {kind.gives_way_at for kind in kinds if 0 < kind.gives_way_at <= ceiling}
    lowered = {share - NUDGE for share in turning if share > NUDGE}
    return tuple(sorted((even - turning) | lowered))


def comment(
    block: CrisisDraws,
    place: Place,
    kinds: tuple[Kind, ...],
    demands: tuple[Fraction, ...],
    ceiling: Fraction,
) -> str:
    """What was rounded into a finite game."""
    private = "the balance of power" if isinstance(block.power, Bounds) else "its cost of war"
    told = (
        f"{place.told} The resister alone knows {private}, anywhere between two bounds in the case; here it takes "
        f"{len(kinds)} equally likely values, the middles of equal parts. Of all demands, {len(demands)} can be made: "
        "even ones, and those at which a type would be indifferent, lowered by 0.00001. Payoffs are shares of all "
        "that is at stake."
    )
    return told + where_demands_stop(ceiling)


def where_demands_stop(ceiling: Fraction) -> str:
    """A sentence for the comment, or nothing where all there is can be asked for."""
    if ceiling == 1:
        return ""
    return (
        f" Demands stop at {words(ceiling)}: what the demander has today, and the resister can leave it at."
    )
