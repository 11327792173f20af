"""What a game tree is, and what follows from it: quantal response, and backward induction where all is seen."""

from __future__ import annotations

from typing import Any

import numpy as np

from commonground.methods.games.listing import size_of
from commonground.methods.parameters import ParameterError
from commonground.methods.response.agents import (
    TreeResponseParameters,
    TreeResponseResult,
    solve_tree_response,
)
from commonground.methods.tree import Chance, Decision, Tree

LISTED = 50  # information sets whose moves are listed


def answer_of(tree: Tree, rationality: float) -> dict[str, Any]:
    """Facts about a tree and its solutions, as plain values.

    Parameters
    ----------
    tree        : the game
    rationality : of quantal response, per unit of payoff, at least 0, infinity for best replies

    Returns
    -------
    title, comment, players, nodes, ends, information_sets, by_player, chance_moves, perfect_information;
    response: {rationality, outcomes, values, moves, tied, reading}, or None where what a party believes
    depends on how the others play (`unsolved` then says so); backward_induction: the same with best replies, None
    unless every party sees all that was done before
    """
    nodes = [node for _, node in tree.nodes()]
    decisions = [node for node in nodes if isinstance(node, Decision)]
    sets = {(node.party, node.information) for node in decisions}
    perfect = len(sets) == len(decisions)
    out: dict[str, Any] = {
        "title": tree.title,
        "comment": tree.comment,
        "players": list(tree.parties),
        **size_of(tree),
        "by_player": {
            f"{k + 1} {name}": sum(party == k for party, _ in sets) for k, name in enumerate(tree.parties)
        },
        "chance_moves": sum(isinstance(node, Chance) for node in nodes),
        "perfect_information": perfect,
        "response": None,
        "backward_induction": None,
        "unsolved": "",
    }
    try:
        out["response"] = _solved(tree, rationality)
        if perfect:
            out["backward_induction"] = _solved(tree, float("inf"))
    except ParameterError as error:
        if error.name != "tree":
            raise
        out["unsolved"] = error.message.removeprefix("tree: ")
    return out


def _solved(tree: Tree, rationality: float) -> dict[str, Any]:
    result = solve_tree_response(TreeResponseParameters(tree=tree, rationality=rationality))
    return {
        "rationality": None if np.isinf(rationality) else rationality,
        "outcomes": {name: float(chance[0]) for name, chance in result.outcomes.items()},
        "values": dict(
            zip(
                [f"{k + 1} {name}" for k, name in enumerate(tree.parties)],
                result.values[0].tolist(),
                strict=True,
            )
        ),
        "moves": _moves(tree, result),
        "tied": bool(result.tied[0]),
        "reading": result.reading(),
    }


def _moves(tree: Tree, result: TreeResponseResult) -> list[dict[str, Any]]:
    return [
        {
            "player": tree.parties[party],
            "information_set": number,
            "chances": dict(zip(moves, result.plans[(party, number)][0].tolist(), strict=True)),
        }
        for (party, number), moves in list(result.moves.items())[:LISTED]
    ]
