"""Money beside the deal: the package with the most to share, and who would have to pay whom.

If money moves freely, the parties choose the package with the largest sum of utilities in money and divide what
it leaves above the reservation values. `rate` says how much utility one unit of money is worth to each.

References: raiffa1982.
Limits: utility is taken to be linear in money, and payments to be possible at all; between states they often are
not, or go by other names (aid, released funds, prices).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from commonground.methods.frontier.additive import TOLERANCE, AdditiveProblem, IntArray
from commonground.methods.frontier.merge import pareto_frontier
from commonground.methods.parameters import FloatArray, ParameterError
from commonground.methods.phrases import figure


@dataclass(frozen=True, eq=False)
class SidePayments:
    """What money could do. Amounts are in money; a payment received is positive.

    Parameters
    ----------
    exists  : whether the best package leaves anything above the reservation values
    package : (issue,) level numbers of the package with the largest sum; one of them in case of ties
    utility : (party,) of that package, before payments
    total   : sum of utilities in money
    surplus : total above the reservation values; negative: no payment can open the zone
    lowest  : (party,) smallest amount each must receive, negative: the most it would pay
    highest : (party,) the most it could receive if all others went down to their reservation value
    equal   : (party,) payments that give each the same share of the surplus; they sum to zero
    worth   : (party,) what each then has, in money
    """

    parties: tuple[str, ...]
    exists: bool
    package: IntArray
    utility: FloatArray
    total: float
    surplus: float
    lowest: FloatArray
    highest: FloatArray
    equal: FloatArray
    worth: FloatArray

    def reading(self) -> str:
        """The result in one paragraph."""
        if not self.exists:
            return (
                "No payment opens a zone of agreement: even the package with the most to share falls "
                f"{figure(-self.surplus)} short of what the parties have without a deal, in money."
            )
        payers = [
            f"{p} pays {figure(-t)}" for p, t in zip(self.parties, self.equal, strict=True) if t < -TOLERANCE
        ]
        takers = [
            f"{p} receives {figure(t)}"
            for p, t in zip(self.parties, self.equal, strict=True)
            if t > TOLERANCE
        ]
        moves = "; ".join(payers + takers) or "nobody pays"
        return (
            f"The package with the most to share leaves {figure(self.surplus)} above what the parties have without a "
            f"deal, in money. Split evenly, {moves}. This takes for granted that money can move between the "
            "parties and is worth the same to a party however much it has."
        )


def side_payments(problem: AdditiveProblem, rate: ArrayLike = 1.0) -> SidePayments:
    """The package with the largest sum in money, and the payments that go with it.

    Parameters
    ----------
    problem : the talks
    rate    : (party,) utility per unit of money, > 0

    Raises
    ------
    ParameterError : a rate that is not above zero, or red lines that leave no package at all.
    """
    n_party = len(problem.parties)
    value = np.asarray(rate, np.float64)
    if value.shape not in ((), (n_party,)) or not (np.isfinite(value) & (value > 0.0)).all():
        raise ParameterError(
            "rate", "not above zero for each party", f"Give one number, or {n_party}, above 0."
        )
    per_unit = np.broadcast_to(1.0 / value, (n_party,))
    best = pareto_frontier(in_money(problem, per_unit), floor=-np.inf)
    if not len(best):
        message = "red lines rule out every level of some issue"
        raise ParameterError("allowed", message, "Allow a level, or take the issue off the table.")
    package = best.package[0]
    utility = problem.utility(package)
    gain = (utility - problem.reservation) * per_unit
    surplus = float(gain.sum())
    return SidePayments(
        parties=problem.parties,
        exists=surplus >= -TOLERANCE,
        package=package,
        utility=utility,
        total=float((utility * per_unit).sum()),
        surplus=surplus,
        lowest=-gain,
        highest=surplus - gain,
        equal=surplus / n_party - gain,
        worth=problem.reservation * per_unit + surplus / n_party,
    )


def in_money(problem: AdditiveProblem, per_unit: FloatArray) -> AdditiveProblem:
    """The talks as seen by one party that owns the sum of all utilities, each times `per_unit`."""
    return replace(
        problem,
        parties=("all together",),
        contribution=tuple((table @ per_unit)[:, None] for table in problem.contribution),
        reservation=np.array([problem.reservation @ per_unit]),
        constant=np.array([problem.constant @ per_unit]),
        linkages=tuple(
            replace(linkage, add=np.array([np.asarray(linkage.add) @ per_unit]))
            for linkage in problem.linkages
        ),
    )
