"""Choices in turn, each better the better it pays: quantal response in a game tree, from its ends backwards.

Each party errs now and then, small errors more often than costly ones, and all know it and allow for it. Unlike a
prediction of one sure path this gives every outcome a chance, which is what a forecast needs.
After McKelvey and Palfrey (1998) and Signorino (1999). Sources: mckelvey1998, signorino1999.
Limits: no party may have to infer from another's move what that party knows (private knowledge only where chance
put it and nobody is watched for it); each decision is taken by an agent of its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from commonground.methods.parameters import BoolArray, FloatArray, ParameterError
from commonground.methods.phrases import figure, per_cent, whether
from commonground.methods.response.choice import checked_rationality, logit
from commonground.methods.tree import Chance, Decision, Node, Terminal, Tree

Information = tuple[int, int]  # party, information set


@dataclass(frozen=True, kw_only=True)
class TreeResponseParameters:
    """A game tree and how rational its parties are.

    Parameters
    ----------
    tree        : the game
    rationality : number or (draw,), per unit of payoff, at least 0; infinity for best replies
    payoffs     : (draw, end, party), to be used instead of those in the tree, ends in the order of `tree.nodes()`

    Raises
    ------
    ParameterError : payoffs of another shape, or a negative rationality.
    """

    tree: Tree
    rationality: float | FloatArray
    payoffs: ArrayLike | None = None

    def __post_init__(self) -> None:
        rationality = checked_rationality(self.rationality)
        ends = [node for _, node in self.tree.nodes() if isinstance(node, Terminal)]
        if self.payoffs is None:
            payoffs = np.array([[[float(number) for number in node.payoffs] for node in ends]])
        else:
            payoffs = np.asarray(self.payoffs, dtype=np.float64)
        wanted = (len(ends), len(self.tree.parties))
        if payoffs.ndim != 3 or payoffs.shape[1:] != wanted or not len(payoffs):
            message = f"has shape {payoffs.shape}"
            raise ParameterError("payoffs", message, f"Give (draw, {wanted[0]} ends, {wanted[1]} parties).")
        if not np.isfinite(payoffs).all():
            raise ParameterError(
                "payoffs", "holds something other than finite numbers", "Use finite numbers."
            )
        n = max(len(payoffs), rationality.size)
        for name, size in (("payoffs", len(payoffs)), ("rationality", rationality.size)):
            if size not in (1, n):
                raise ParameterError(
                    name, f"has {size} draws where others have {n}", "Give one per draw, or one."
                )
        object.__setattr__(self, "rationality", np.broadcast_to(rationality, (n,)))
        object.__setattr__(self, "payoffs", np.broadcast_to(payoffs, (n, *wanted)))


@dataclass(frozen=True)
class TreeResponseResult:
    """What each party does and where it ends.

    Parameters
    ----------
    parties    : names
    moves      : (party, information set) -> names of the moves
    plans      : (party, information set) -> (draw, move) chances
    ends       : (draw, end) chance of each end, in the order of `tree.nodes()`
    outcomes   : name of an outcome -> (draw,) chance; ends without a name are left out
    values     : (draw, party) expected payoffs
    tied       : (draw,) at infinite rationality: some best moves pay the same and are played with equal chances
    equilibria : (draw,) 1, or 2 (meaning several) where best moves tie
    """

    parties: tuple[str, ...]
    moves: Mapping[Information, tuple[str, ...]]
    plans: Mapping[Information, FloatArray]
    ends: FloatArray
    outcomes: Mapping[str, FloatArray]
    values: FloatArray
    tied: BoolArray
    equilibria: NDArray[np.int_]

    def reading(self) -> str:
        """What it means, in one paragraph."""
        chances = ", ".join(f"{name} {per_cent(chance)}" for name, chance in self.outcomes.items())
        worth = ", ".join(
            f"{figure(self.values[:, number])} to {name}" for number, name in enumerate(self.parties)
        )
        told = f"The chances are: {chances}. " if chances else ""
        told += f"In expectation the game is worth {worth}."
        if self.tied.any():
            ties = (
                "some best moves pay the same and are taken as equally likely, where other equilibria choose"
            )
            told += f" Here {whether(self.tied, ties, 'each best move is the only one')}."
        return f"{told} Errors are made move by move and are known to all; nobody learns from another's move."


def solve_tree_response(parameters: TreeResponseParameters) -> TreeResponseResult:
    """Logit choice probabilities at every information set, from the ends of the tree backwards.

    Each information set's moves are worth what follows them, over its nodes as chance makes them likely; the chances of
    the moves are softmax(rationality * worth). Without ties it is the only such equilibrium.

    Returns
    -------
    TreeResponseResult

    Raises
    ------
    ParameterError : beliefs at an information set depend on how the parties play, which this recursion cannot solve.

    References
    ----------
    mckelvey1998 (agent quantal response); signorino1999 (use for international conflict).

    Limits
    ------
    Rationality infinite gives subgame-perfect play with ties split evenly, which can differ from the equilibrium in
    which ties are broken in the proposer's favour.
    """
    return _Recursion(parameters).solve()


class _Recursion:
    """The tree as lists: node, parent, and for each information set the nodes in it."""

    def __init__(self, parameters: TreeResponseParameters) -> None:
        self.tree = parameters.tree
        self.rationality = np.asarray(parameters.rationality)
        payoffs = np.asarray(parameters.payoffs)
        self.nodes: list[Node] = []
        self.children: list[list[int]] = []
        self.sets: dict[Information, list[int]] = {}
        self.by_chance: list[float] = []
        self.history: list[tuple[tuple[Information, int], ...]] = []
        self.ends: list[int] = []
        self._list(self.tree.root)
        self.payoffs = {index: payoffs[:, k] for k, index in enumerate(self.ends)}
        self.values: dict[int, FloatArray] = {}
        self.plans: dict[Information, FloatArray] = {}
        self.open: set[Information] = set()
        self.tied = np.zeros(self.rationality.shape, dtype=bool)

    def _list(self, root: Node) -> None:
        waiting: list[tuple[Node, int, float, tuple[tuple[Information, int], ...]]] = [(root, -1, 1.0, ())]
        while waiting:
            node, parent, chance, history = waiting.pop()
            index = len(self.nodes)
            self.nodes.append(node)
            self.children.append([])
            self.by_chance.append(chance)
            self.history.append(history)
            if parent >= 0:
                self.children[parent].append(index)
            if isinstance(node, Terminal):
                self.ends.append(index)
                continue
            steps: list[tuple[Node, int, float, tuple[tuple[Information, int], ...]]] = []
            for k, after in enumerate(node.after):
                if isinstance(node, Chance):
                    steps.append((after, index, chance * float(node.probabilities[k]), history))
                else:
                    key = (node.party, node.information)
                    steps.append((after, index, chance, (*history, (key, k))))
            if isinstance(node, Decision):
                self.sets.setdefault((node.party, node.information), []).append(index)
            waiting += reversed(steps)

    def solve(self) -> TreeResponseResult:
        for information in self.sets:
            self._plan(information)
        value = self._value(0)
        reach: dict[int, FloatArray] = {0: np.ones(self.rationality.shape)}
        for index, node in enumerate(self.nodes):
            for k, child in enumerate(self.children[index]):
                if isinstance(node, Chance):
                    reach[child] = reach[index] * float(node.probabilities[k])
                elif isinstance(node, Decision):
                    reach[child] = reach[index] * self.plans[(node.party, node.information)][:, k]
        outcomes: dict[str, FloatArray] = {}
        for index in self.ends:
            node = self.nodes[index]
            if isinstance(node, Terminal) and node.outcome:
                outcomes[node.outcome] = outcomes.get(node.outcome, np.zeros_like(reach[0])) + reach[index]
        moves = {}
        for information, where in self.sets.items():
            node = self.nodes[where[0]]
            moves[information] = node.moves if isinstance(node, Decision) else ()
        return TreeResponseResult(
            parties=self.tree.parties,
            moves=moves,
            plans=self.plans,
            ends=np.stack([reach[index] for index in self.ends], axis=1),
            outcomes=outcomes,
            values=value,
            tied=self.tied,
            equilibria=np.where(self.tied, 2, 1),
        )

    def _plan(self, information: Information) -> FloatArray:
        """(draw, move) chances at an information set."""
        if information in self.plans:
            return self.plans[information]
        where = self.sets[information]
        if (
            information in self.open
            or len({frozenset(Counter(self.history[at]).items()) for at in where}) > 1
        ):
            party, number = self.tree.parties[information[0]], information[1]
            message = f"what {party} believes at information set {number} depends on how others play"
            raise ParameterError("tree", message, "Use a game in which only chance hides something.")
        self.open.add(information)
        weight = np.array([self.by_chance[at] for at in where])
        weight = weight / weight.sum() if weight.sum() > 0.0 else np.full(len(where), 1.0 / len(where))
        worth = sum(
            part * np.stack([self._value(child)[:, information[0]] for child in self.children[at]], axis=1)
            for part, at in zip(weight, where, strict=True)
        )
        self.plans[information], tied = logit(self.rationality, np.asarray(worth))
        self.tied = self.tied | tied
        self.open.discard(information)
        return self.plans[information]

    def _value(self, index: int) -> FloatArray:
        """(draw, party) what a node is worth."""
        if index not in self.values:
            node = self.nodes[index]
            if isinstance(node, Terminal):
                value = self.payoffs[index]
            elif isinstance(node, Chance):
                parts = zip(node.probabilities, self.children[index], strict=True)
                value = np.sum([float(chance) * self._value(child) for chance, child in parts], axis=0)
            else:
                plan = self._plan((node.party, node.information))
                value = np.sum(
                    [plan[:, k, None] * self._value(child) for k, child in enumerate(self.children[index])],
                    axis=0,
                )
            self.values[index] = value
        return self.values[index]
