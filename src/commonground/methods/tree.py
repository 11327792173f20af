"""Finite games as trees of frozen nodes: who moves knowing what, what chance does, what each party gets.

`Terminal`, `Decision` and `Chance` are nodes; a `Tree` is a root with the parties' names, checked as a whole.
Parties are numbered from 0. Numbers may be exact fractions or floats; `efg.py` reads and writes trees as text.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from commonground.methods.parameters import ParameterError

Exact = Fraction | float

_SUM_SLACK = 1e-9  # probabilities given as decimals may miss one by this much


@dataclass(frozen=True)
class Terminal:
    """An end of the game; `payoffs` has one number per party, `outcome` is its name."""

    payoffs: tuple[Exact, ...]
    outcome: str = ""
    label: str = ""


@dataclass(frozen=True)
class Decision:
    """A node at which `party` moves.

    Parameters
    ----------
    party       : number of the party, from 0
    information : number of the information set; nodes of one party with one number look alike to it
    moves       : names of the moves, the same at all nodes of the information set
    after       : the node that follows each move
    """

    party: int
    information: int
    moves: tuple[str, ...]
    after: tuple[Node, ...]
    label: str = ""
    information_name: str = ""


@dataclass(frozen=True)
class Chance:
    """A node at which chance moves, with one probability per move."""

    moves: tuple[str, ...]
    probabilities: tuple[Exact, ...]
    after: tuple[Node, ...]
    label: str = ""
    information_name: str = ""


Node = Terminal | Decision | Chance


@dataclass(frozen=True)
class Tree:
    """A game of named parties, checked when it is made.

    Raises
    ------
    ParameterError : a node without moves, a number of payoffs that is not that of the parties, probabilities
        that are negative or do not sum to 1, or an information set whose nodes offer different moves.
    """

    parties: tuple[str, ...]
    root: Node
    title: str = ""
    comment: str = ""

    def __post_init__(self) -> None:
        moves: dict[tuple[int, int], tuple[str, ...]] = {}
        for place, node in self.nodes():
            where = f"the node after {' / '.join(place)}" if place else "the first node"
            if isinstance(node, Terminal):
                if len(node.payoffs) != len(self.parties):
                    message = f"{where} has {len(node.payoffs)} payoffs for {len(self.parties)} parties"
                    raise ParameterError("payoffs", message, "Give one per party.")
                continue
            if not node.moves or len(node.moves) != len(node.after):
                message = f"{where} has {len(node.moves)} moves and {len(node.after)} nodes after them"
                raise ParameterError("moves", message, "Give at least one move, and one node after each.")
            if isinstance(node, Chance):
                self._check_chance(node, where)
                continue
            if not 0 <= node.party < len(self.parties):
                message = f"{where} belongs to party {node.party}"
                raise ParameterError("party", message, f"Number them 0 to {len(self.parties) - 1}.")
            known = moves.setdefault((node.party, node.information), node.moves)
            if known != node.moves:
                message = (
                    f"{where} offers other moves than another node of information set {node.information}"
                )
                raise ParameterError("information", message, "Use the same moves, or another number.")

    @staticmethod
    def _check_chance(node: Chance, where: str) -> None:
        wrong = len(node.probabilities) != len(node.moves) or min(node.probabilities, default=-1) < 0
        if wrong or abs(float(sum(node.probabilities)) - 1.0) > _SUM_SLACK:
            told = ", ".join(str(probability) for probability in node.probabilities)
            message = f"those of {where} are no distribution (got {told})"
            raise ParameterError("probabilities", message, "Give one per move, none negative, with sum 1.")

    def nodes(self) -> Iterator[tuple[tuple[str, ...], Node]]:
        """Each node with the moves that lead to it, a node before those that follow it."""
        waiting: list[tuple[tuple[str, ...], Node]] = [((), self.root)]
        while waiting:
            place, node = waiting.pop()
            yield place, node
            if not isinstance(node, Terminal):
                steps = zip(node.moves, node.after, strict=False)
                waiting += [((*place, move), after) for move, after in reversed(list(steps))]
