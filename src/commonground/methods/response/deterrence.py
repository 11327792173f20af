"""Deterrence in four moves: challenge, resist, back down or fight, with errors.

A may challenge what is; B may give way or resist; A then backs down or fights. Whether a threat deters depends on what
each expects the other to do, and each may err. The risk of war can be highest at middling rationality: enough to
resist, not enough to foresee where it leads.
After Signorino (1999) and McKelvey and Palfrey (1998). Sources: signorino1999, mckelvey1998.
Limits: both know all payoffs; errors are independent; `rationality` is per unit of payoff.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from commonground.methods.parameters import ANY, BoolArray, FloatArray, broadcast
from commonground.methods.phrases import per_cent, prose, whether
from commonground.methods.response.choice import checked_rationality, logit
from commonground.methods.tree import Decision, Terminal, Tree

_OUTCOMES = ("status_quo", "concession", "back_down", "war")


@dataclass(frozen=True, kw_only=True)
class DeterrenceParameters:
    """Numbers or (draw,) arrays: what each outcome is worth to A and to B, and their rationality.

    Parameters
    ----------
    status_quo_a, status_quo_b : A does not challenge
    concession_a, concession_b : A challenges and B gives way
    back_down_a, back_down_b   : B resists and A backs down
    war_a, war_b               : B resists and A fights
    rationality                : per unit of payoff, at least 0; infinity for best replies
    """

    status_quo_a: float | FloatArray
    status_quo_b: float | FloatArray
    concession_a: float | FloatArray
    concession_b: float | FloatArray
    back_down_a: float | FloatArray
    back_down_b: float | FloatArray
    war_a: float | FloatArray
    war_b: float | FloatArray
    rationality: float | FloatArray

    def __post_init__(self) -> None:
        names = [f"{outcome}_{side}" for outcome in _OUTCOMES for side in "ab"]
        # Infinity is a rationality but not a payoff: a finite stand-in gives it its number of draws.
        rationality = checked_rationality(self.rationality)
        object.__setattr__(self, "rationality", np.zeros(rationality.shape))
        n = broadcast(self, dict.fromkeys([*names, "rationality"], ANY))
        object.__setattr__(self, "rationality", np.broadcast_to(rationality, (n,)))

    def tree(self, draw: int = 0) -> Tree:
        """The game of one draw as a tree of nodes, for `solve_tree_response` or to export."""

        def end(outcome: str) -> Terminal:
            payoffs = tuple(float(np.asarray(getattr(self, f"{outcome}_{side}"))[draw]) for side in "ab")
            return Terminal(payoffs, outcome=outcome.replace("_", " "))

        last = Decision(0, 2, ("fight", "back down"), (end("war"), end("back_down")))
        answer = Decision(1, 1, ("resist", "give way"), (last, end("concession")))
        root = Decision(0, 1, ("challenge", "leave it"), (answer, end("status_quo")))
        return Tree(("A", "B"), root, title="Deterrence")


@dataclass(frozen=True)
class DeterrenceResult:
    """Arrays are (draw,), chances 0-1.

    Parameters
    ----------
    challenge, resist, fight : chance of each move where it can be made
    status_quo, concession, back_down, war : chance of each outcome
    value_a, value_b         : expected payoffs
    tied, equilibria         : best moves that pay the same at infinite rationality are played with equal chances;
                               `equilibria` is then 2, meaning several, and else 1
    """

    challenge: FloatArray
    resist: FloatArray
    fight: FloatArray
    status_quo: FloatArray
    concession: FloatArray
    back_down: FloatArray
    war: FloatArray
    value_a: FloatArray
    value_b: FloatArray
    tied: BoolArray
    equilibria: NDArray[np.int_]

    def reading(self, a: str = "A", b: str = "B") -> str:
        """What it means, in one paragraph; `a` and `b` are the names to use."""
        told = (
            f"{a} challenges with a chance of {per_cent(self.challenge)}; {b} then resists with "
            f"{per_cent(self.resist)}, and {a} then fights with {per_cent(self.fight)}. In all, the status quo lasts "
            f"with {per_cent(self.status_quo)}, {b} gives way with {per_cent(self.concession)}, {a} backs down with "
            f"{per_cent(self.back_down)}, and there is war with {per_cent(self.war)}."
        )
        if self.tied.any():
            ties = (
                "some best moves pay the same and are taken as equally likely, where other equilibria choose"
            )
            told += f" Here {whether(self.tied, ties, 'each best move is the only one')}."
        return prose(
            f"{told} More rationality need not mean less risk; try several values before trusting one."
        )


def solve_deterrence(parameters: DeterrenceParameters) -> DeterrenceResult:
    """Chances of every move and outcome, from the last move backwards.

    Returns
    -------
    DeterrenceResult, arrays (draw,).

    References
    ----------
    signorino1999; mckelvey1998.

    Limits
    ------
    The risk of war does not fall or rise steadily with rationality.
    """
    p = {
        f"{outcome}_{side}": np.asarray(getattr(parameters, f"{outcome}_{side}"))
        for outcome in _OUTCOMES
        for side in "ab"
    }
    rationality = np.asarray(parameters.rationality)

    def move(first: FloatArray, second: FloatArray) -> tuple[FloatArray, BoolArray]:
        chances, tied = logit(rationality, np.stack([first, second], axis=1))
        return chances[:, 0], tied

    fight, tie_last = move(p["war_a"], p["back_down_a"])
    after_a, after_b = (fight * p[f"war_{side}"] + (1.0 - fight) * p[f"back_down_{side}"] for side in "ab")
    resist, tie_answer = move(after_b, p["concession_b"])
    met_a, met_b = (
        resist * after + (1.0 - resist) * p[f"concession_{side}"]
        for after, side in ((after_a, "a"), (after_b, "b"))
    )
    challenge, tie_first = move(met_a, p["status_quo_a"])
    tied = tie_last | tie_answer | tie_first
    return DeterrenceResult(
        challenge=challenge,
        resist=resist,
        fight=fight,
        status_quo=1.0 - challenge,
        concession=challenge * (1.0 - resist),
        back_down=challenge * resist * (1.0 - fight),
        war=challenge * resist * fight,
        value_a=challenge * met_a + (1.0 - challenge) * p["status_quo_a"],
        value_b=challenge * met_b + (1.0 - challenge) * p["status_quo_b"],
        tied=tied,
        equilibria=np.where(tied, 2, 1),
    )
