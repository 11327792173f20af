"""The games that the strategic blocks of a case make."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from commonground.case.draws import Draws
from commonground.case.strategy_draws import Bounds
from commonground.methods.games.crisis import crisis_tree
from commonground.methods.games.game import Game, GameSettings, Place
from commonground.methods.games.mediation import mediation_tree
from commonground.methods.games.reassurance import reassurance_tree
from commonground.methods.games.sanctions import sanctions_tree
from commonground.methods.tree import Decision, Terminal, Tree


def games_of(
    draws: Draws,
    names: Mapping[str, str] | None = None,
    *,
    draw: int = 0,
    title: str = "",
    settings: GameSettings | None = None,
) -> tuple[Game, ...]:
    """The games of one draw of a case; none where it has no block that makes one.

    Parameters
    ----------
    draws    : of the case
    names    : party id -> name; default the ids
    draw     : number of the draw, from 0
    title    : of the case, for the comments
    settings : how finely what is continuous is cut

    Returns
    -------
    Games in the order crisis, mediators, sanctions, trust. A mediator makes one only where it speaks to the side that
    makes the demand, and where that side does not know the other's cost of war.
    """
    settings = settings or GameSettings()
    known = {party: (names or {}).get(party, party) for party in draws.parties}
    which = "at the most likely values" if draws.modes else f"draw {draw + 1} of seed {draws.seed}"
    place = Place(draw, known, f"{title} ({which})." if title else f"{which[0].upper()}{which[1:]}.")
    strategy = draws.strategy

    def name(party: int) -> str:
        return known[draws.parties[party]]

    out: list[Game] = []
    crisis = strategy.crisis
    if crisis is not None:
        sides = (name(crisis.demander), name(crisis.resister))
        build: Callable[[], Tree] = partial(crisis_tree, crisis, place, sides, settings)
        out.append(Game("crisis", f"{sides[0]} makes a demand of {sides[1]}", sides, ("crisis",), build))
        for mediator in strategy.mediators:
            if mediator.speaks_to != crisis.demander or not isinstance(crisis.cost_resister, Bounds):
                continue
            who = (*sides, mediator.name if mediator.name not in sides else f"{mediator.name} (mediator)")
            told = f"{mediator.name} speaks to {sides[0]} about {sides[1]}"
            build = partial(mediation_tree, crisis, mediator, place, who)
            blocks = ("crisis", f"mediators.{mediator.id}")
            out.append(Game(f"mediation-{mediator.id}", told, who, blocks, build))
    threat = strategy.sanctions
    if threat is not None:
        sides = (name(threat.sender), name(threat.target))
        build = partial(sanctions_tree, threat, place, sides)
        told = f"{sides[0]} may threaten {sides[1]} with sanctions"
        out.append(Game("sanctions", told, sides, ("sanctions",), build))
    for belief in strategy.trust:
        sides = (name(belief.truster), name(belief.trusted))
        build = partial(reassurance_tree, belief, place, sides, settings)
        truster = draws.parties[belief.truster]
        told = f"{sides[0]} and {sides[1]}: a first step, then the rest"
        several = sum(other.truster == belief.truster for other in strategy.trust) > 1
        game = f"reassurance-{truster}" + (f"-{draws.parties[belief.trusted]}" if several else "")
        out.append(Game(game, told, sides, (f"trust.{truster}",), build))
    return tuple(out)


def left_out(draws: Draws) -> dict[str, str]:
    """Blocks that make no game, and why."""
    strategy = draws.strategy
    out: dict[str, str] = {}
    for mediator in strategy.mediators:
        path = f"mediators.{mediator.id}"
        if strategy.crisis is None:
            out[path] = "there is no crisis to speak about"
        elif mediator.speaks_to != strategy.crisis.demander:
            out[path] = "it speaks to the side that has nothing to learn"
        elif not isinstance(strategy.crisis.cost_resister, Bounds):
            out[path] = "the resister's cost of war is not what is private"
    return out


def size_of(tree: Tree) -> dict[str, int]:
    """Nodes, ends and information sets of a tree."""
    kinds = [node for _, node in tree.nodes()]
    sets = {(node.party, node.information) for node in kinds if isinstance(node, Decision)}
    return {
        "nodes": len(kinds),
        "ends": sum(isinstance(node, Terminal) for node in kinds),
        "information_sets": len(sets),
    }
