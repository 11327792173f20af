"""Could any procedure avoid war? The least risk that no rules of bargaining can go below.

Whatever the rules, each type of B can behave as if it were another, and both sides can still go to war. Any
procedure therefore amounts to one in which B says what it knows and a trusted body answers with a share, or with
war, such that B has no reason to lie. The best of these is a linear programme, whatever is private.
After Fey and Ramsay (2011), with the revelation principle as in Myerson and Satterthwaite (1983).
Sources: fey2011, myerson1983.
Limits: risk neutral parties; A commits before it hears B's report; finitely many types stand for a range.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from commonground.errors import NoSolution
from commonground.methods.crisis.costs import DiscreteCost
from commonground.methods.crisis.demand import PrivateCostParameters
from commonground.methods.crisis.power import PrivatePowerParameters
from commonground.methods.parameters import ANY, NOT_NEGATIVE, FloatArray, ParameterError, broadcast
from commonground.methods.phrases import per_cent, prose

_SUM_SLACK = 1e-6
_ROUND = 1e-9  # what the solver leaves of a zero


@dataclass(frozen=True, kw_only=True)
class ProtocolParameters:
    """One case with finitely many types of B; arrays are (type,).

    Parameters
    ----------
    war_a  : what a war against this type is worth to A, in prizes
    war_b  : what a war is worth to this type of B
    chance : chance of the type, sum 1

    Raises
    ------
    ParameterError : lengths that differ, chances that do not sum to 1, or a war worth more than the prize.
    """

    war_a: FloatArray
    war_b: FloatArray
    chance: FloatArray

    def __post_init__(self) -> None:
        broadcast(self, {"war_a": ANY, "war_b": ANY, "chance": NOT_NEGATIVE})
        total = float(self.chance.sum())
        if abs(total - 1.0) > _SUM_SLACK:
            raise ParameterError("chance", f"sums to {total:g}", "Give one chance per type, with sum 1.")
        worth = float((self.war_a + self.war_b).max())
        if worth > 1.0 + _ROUND:
            message = f"with war_a a war is worth {worth:g} prizes to both together"
            raise ParameterError("war_b", message, "Give values of war that sum to at most 1.")


@dataclass(frozen=True)
class ProtocolResult:
    """One best procedure; others may do as well, but the least risk of war is the same in all.

    Parameters
    ----------
    risk_of_war : the least chance of war, 0-1
    settles     : (type,) chance of a settlement with this type; it never rises with what war is worth to B
    share_b     : (type,) B's mean share in a settlement, NaN for a type that always fights
    war_b       : (type,) what a war is worth to the type, as given
    """

    risk_of_war: float
    settles: FloatArray
    share_b: FloatArray
    war_b: FloatArray

    def reading(self, a: str = "A", b: str = "B") -> str:
        """What it means, in one paragraph; `a` and `b` are the names to use."""
        if self.risk_of_war == 0.0:
            told = f"There is a procedure in which {a} and every type of {b} settle without any risk of war."
        else:
            told = (
                f"No procedure can bring the risk of war below {per_cent(self.risk_of_war)}. The types of {b} that "
                "then fight are those who expect most from war: a share that satisfied them would be claimed "
                f"by all, and {a} would sooner fight than pay it."
            )
        return prose(
            f"{told} This bound holds whatever the rules, but it asks for a body that both trust and whose "
            f"award {a} accepts before it knows {b}'s report."
        )


def solve_protocol(parameters: ProtocolParameters) -> ProtocolResult:
    """The least risk of war that any procedure leaves, as a linear programme.

    Variables per type i: a_i, the chance of a settlement, and s_i <= a_i, B's expected share. Maximise the chance of
    a settlement such that no type gains by posing as another, s_i - a_i W_i >= s_j - a_j W_i, no type of B
    prefers war, s_i >= a_i W_i, and A expects no less than from war.

    Returns
    -------
    ProtocolResult

    Raises
    ------
    NoSolution : the solver failed (it should not: war with all types is always feasible).

    References
    ----------
    fey2011; myerson1983 for the method.

    Limits
    ------
    Time grows with the square of the number of types: 0.1 s at 40, half a second at 80.
    """
    from scipy.optimize import linprog
    from scipy.sparse import coo_array

    war, chance = np.asarray(parameters.war_b), np.asarray(parameters.chance)
    n = war.size
    i, j = (pair.ravel() for pair in np.meshgrid(np.arange(n), np.arange(n), indexing="ij"))
    i, j = i[i != j], j[i != j]
    m = i.size
    lies, types = np.arange(m), np.arange(n)
    ones = np.ones(m)
    # Rows: lies, B's participation, shares within settlements, A's participation; all as "at most 0".
    rows = np.concatenate([lies, lies, lies, lies, m + types, m + types, m + n + types, m + n + types])
    columns = np.concatenate([n + i, i, n + j, j, n + types, types, n + types, types])
    entries = np.concatenate([-ones, war[i], ones, -war[i], -np.ones(n), war, np.ones(n), -np.ones(n)])
    last = np.full(2 * n, m + 2 * n)
    rows = np.concatenate([rows, last])
    columns = np.concatenate([columns, types, n + types])
    entries = np.concatenate([entries, -chance * (1.0 - parameters.war_a), chance])
    matrix = coo_array((entries, (rows, columns)), shape=(m + 2 * n + 1, 2 * n)).tocsr()
    cost = np.concatenate([-chance, np.zeros(n)])
    found = linprog(cost, A_ub=matrix, b_ub=np.zeros(m + 2 * n + 1), bounds=(0.0, 1.0), method="highs")
    if not found.success:
        raise NoSolution(
            f"the linear programme did not come to an end: {found.message}", "Try fewer or other types."
        )
    settles, expected = _tidy(found.x[:n]), _tidy(found.x[n:])
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(settles > 0.0, expected / settles, np.nan)
    risk = float(_tidy(np.asarray(1.0 + found.fun / chance.sum())))
    return ProtocolResult(risk_of_war=risk, settles=settles, share_b=share, war_b=war)


def power_types(parameters: PrivatePowerParameters, types: int = 41) -> ProtocolParameters:
    """Evenly spaced, equally likely levels of power from low to high, for `solve_protocol`.

    Raises
    ------
    ParameterError : parameters of more than one draw, or fewer than one type.
    """
    _one_draw(np.size(parameters.power_low))
    _some(types)
    power = np.linspace(float(parameters.power_low[0]), float(parameters.power_high[0]), types)  # type: ignore[index]
    return ProtocolParameters(
        war_a=power - parameters.cost_a,
        war_b=1.0 - power - parameters.cost_b,
        chance=np.full(types, 1.0 / types),
    )


def cost_types(parameters: PrivateCostParameters, types: int = 41) -> ProtocolParameters:
    """Equally likely costs of B at the middle of each part of its distribution, or B's own types if it has some.

    Raises
    ------
    ParameterError : parameters of more than one draw, or risk averse (the programme weighs shares as they are).
    """
    _one_draw(np.size(parameters.power))
    for name in ("exponent_a", "exponent_b"):
        if float(getattr(parameters, name)[0]) != 1.0:
            raise ParameterError(name, "the bound is for risk neutral parties", "Use 1.")
    belief = parameters.cost_b
    if isinstance(belief, DiscreteCost):
        cost, chance = np.asarray(belief.costs)[0], np.asarray(belief.chances)[0]
    else:
        _some(types)
        cost = np.asarray(belief.quantile((np.arange(types) + 0.5) / types))
        chance = np.full(types, 1.0 / types)
    return ProtocolParameters(
        war_a=np.broadcast_to(parameters.war_a, cost.shape),
        war_b=1.0 - np.asarray(parameters.power) - cost,
        chance=chance,
    )


def _tidy(values: FloatArray) -> FloatArray:
    """Cut to 0-1, and the solver's rounding at the ends removed."""
    values = np.where(np.abs(values) < _ROUND, 0.0, np.where(np.abs(values - 1.0) < _ROUND, 1.0, values))
    return np.clip(values, 0.0, 1.0)


def _one_draw(draws: int) -> None:
    if draws != 1:
        raise ParameterError(
            "parameters", f"hold {draws} draws", "Give one draw: each needs a programme of its own."
        )


def _some(types: int) -> None:
    if types < 1:
        raise ParameterError("types", f"out of range (got {types})", "Use 1 or more.")
