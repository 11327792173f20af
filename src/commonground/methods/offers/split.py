"""Two sides split a prize by offers in turn, for as long as it takes.

Whoever makes an offer gives the other just what that side would get by refusing. Refusing means waiting for one's own
turn (worth less to the impatient), or leaving for something else. What a side has *while waiting* shifts the deal;
what it would have *on leaving* changes nothing unless it is better than the deal itself.
After Rubinstein (1982) and Binmore, Rubinstein and Wolinsky (1986), with both kinds of payoff as in Muthoo (1999).
Sources: rubinstein1982, binmore1986, muthoo1999.
Limits: everything is known to both; the prize is divisible; only the side that answers an offer may leave.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from commonground.methods.parameters import ANY, DISCOUNT, BoolArray, FloatArray, broadcast, exchanged
from commonground.methods.phrases import per_cent, prose, whether

TIE = 1e-12


@dataclass(frozen=True, kw_only=True)
class OffersParameters:
    """The prize is 1; numbers or (draw,) arrays.

    Parameters
    ----------
    patience_a, patience_b : discount factors per round, above 0 and below 1
    inside_a, inside_b     : what each has while the talks last, as the value of talking for ever, in prizes;
                             sanctions and attrition make it negative
    outside_a, outside_b   : what each gets if it leaves the table when it has to answer, in prizes; a threat of
                             war belongs here. Below 0 it is worse than conceding all, and never used

    Raises
    ------
    ParameterError : a value out of range, or fields with different numbers of draws.
    """

    patience_a: float | FloatArray
    patience_b: float | FloatArray
    inside_a: float | FloatArray = 0.0
    inside_b: float | FloatArray = 0.0
    outside_a: float | FloatArray = 0.0
    outside_b: float | FloatArray = 0.0

    def __post_init__(self) -> None:
        broadcast(
            self,
            {
                "patience_a": DISCOUNT,
                "patience_b": DISCOUNT,
                "inside_a": ANY,
                "inside_b": ANY,
                "outside_a": ANY,
                "outside_b": ANY,
            },
        )

    def swapped(self) -> OffersParameters:
        """The same talks with the names of the sides exchanged."""
        return exchanged(self)


@dataclass(frozen=True)
class OffersResult:
    """Arrays are (draw,); shares of the prize 0-1, NaN where there is no deal.

    Parameters
    ----------
    share_a_first    : A's share if A makes the first offer
    share_a_second   : A's share if B does
    share_b_first    : B's share if B makes the first offer
    outside_a_binds  : A's way out, and not its patience, decides what B offers
    outside_b_binds  : the same for B's way out
    both_leave       : the two ways out are worth more than the prize: it is better to part
    nobody_settles   : a deal at once is worth less to one of them than to go on without one
    equilibria       : 1 with a deal at once whoever opens, the only equilibrium; 0 where there is none
    """

    share_a_first: FloatArray
    share_a_second: FloatArray
    share_b_first: FloatArray
    outside_a_binds: BoolArray
    outside_b_binds: BoolArray
    both_leave: BoolArray
    nobody_settles: BoolArray
    equilibria: NDArray[np.int_]

    def reading(self, a: str = "A", b: str = "B") -> str:
        """What it means, in one paragraph; `a` and `b` are the names to use."""
        told = no_deal(self.both_leave, self.nobody_settles, a, b)
        if np.any(self.equilibria > 0):
            told += (
                f"{a} gets {per_cent(self.share_a_first)} of the prize if it makes the first offer and "
                f"{per_cent(self.share_a_second)} if {b} does; they agree at once. "
                + ways_out(self.outside_a_binds, self.outside_b_binds, a, b)
            )
        return prose(
            f"{told.strip()} Both are taken to know each other's patience and alternatives; talks that drag on are "
            "left out."
        )


def solve_offers(parameters: OffersParameters) -> OffersResult:
    """Shares when offers alternate without a deadline.

    With w the ways out (at least 0, since a side can also concede all), d the discount factors and m = (1 - d) times
    the inside payoffs, x_A = 1 - max(w_B, m_B + d_B x_B) and x_B = 1 - max(w_A, m_A + d_A x_A), where x is
    the own share when proposing. The two lines cross once; the crossing is closed form. A deal at once is an
    equilibrium unless the ways out sum to more than 1 or a side prefers to offer too little and wait.

    Returns
    -------
    OffersResult, arrays (draw,).

    References
    ----------
    rubinstein1982 (no inside payoffs, no way out); muthoo1999 for both.

    Limits
    ------
    The first mover's advantage vanishes as rounds get shorter: see `solve_rates` for that limit.
    """
    d_a, d_b = np.asarray(parameters.patience_a), np.asarray(parameters.patience_b)
    m_a, m_b = (1.0 - d_a) * parameters.inside_a, (1.0 - d_b) * parameters.inside_b
    w_a, w_b = np.maximum(parameters.outside_a, 0.0), np.maximum(parameters.outside_b, 0.0)
    x_a = np.minimum(1.0 - w_b, _without_way_out_of_b(d_a, d_b, m_a, m_b, w_a))
    x_b = 1.0 - np.maximum(w_a, m_a + d_a * x_a)
    wait_a, wait_b = m_a + d_a * x_a, m_b + d_b * x_b
    leave = w_a + w_b > 1.0 + TIE
    # An offer that is refused pays if the other then waits, and waiting is better than what the offer leaves.
    stall = ((wait_b >= w_b) & (m_a + d_a * (1.0 - x_b) > x_a + TIE)) | (
        (wait_a >= w_a) & (m_b + d_b * (1.0 - x_a) > x_b + TIE)
    )
    deal = ~leave & ~stall
    return OffersResult(
        share_a_first=np.where(deal, x_a, np.nan),
        share_a_second=np.where(deal, 1.0 - x_b, np.nan),
        share_b_first=np.where(deal, x_b, np.nan),
        outside_a_binds=np.asarray(deal & (w_a > wait_a) & (w_a > 0.0)),
        outside_b_binds=np.asarray(deal & (w_b > wait_b) & (w_b > 0.0)),
        both_leave=np.asarray(leave),
        nobody_settles=np.asarray(stall & ~leave),
        equilibria=np.where(deal, 1, 0),
    )


def share_if_b_must_stay(parameters: OffersParameters) -> FloatArray:
    """(draw,) A's share when A proposes first and B has no way out, at most 1."""
    d_a, d_b = np.asarray(parameters.patience_a), np.asarray(parameters.patience_b)
    m_a, m_b = (1.0 - d_a) * parameters.inside_a, (1.0 - d_b) * parameters.inside_b
    w_a = np.maximum(parameters.outside_a, 0.0)
    return np.minimum(1.0, _without_way_out_of_b(d_a, d_b, m_a, m_b, w_a))


def _without_way_out_of_b(
    d_a: FloatArray, d_b: FloatArray, m_a: FloatArray, m_b: FloatArray, w_a: FloatArray
) -> FloatArray:
    """(draw,) where x = 1 - m_b - d_b (1 - max(w_a, m_a + d_a x))."""
    return np.maximum(1.0 - m_b - d_b + d_b * w_a, (1.0 - m_b - d_b * (1.0 - m_a)) / (1.0 - d_a * d_b))


def no_deal(both_leave: BoolArray, nobody_settles: BoolArray, a: str, b: str) -> str:
    """Where and why there is no deal, as sentences, or nothing."""
    told = ""
    if np.any(both_leave):
        leave = f"the ways out of {a} and {b} are together worth more than the prize, and there is no deal"
        told += f"Here {whether(both_leave, leave, 'the prize is worth more than the ways out')}. "
    if np.any(nobody_settles):
        wait = f"going on without a deal is worth more to {a} or {b} than any deal the other would accept at once"
        told += f"Here {whether(nobody_settles, wait, 'waiting is no better than settling')}. "
    return told


def ways_out(of_a: BoolArray, of_b: BoolArray, a: str, b: str) -> str:
    """Whose outside option decides, as one sentence."""
    if not (np.any(of_a) or np.any(of_b)):
        return "No way out is good enough to matter: a threat to leave that nobody would carry out changes nothing."
    parts = [
        whether(flags, f"{name} would sooner leave than take less", f"the way out of {name} changes nothing")
        for flags, name in ((of_a, a), (of_b, b))
        if np.any(flags)
    ]
    return f"Here {', and '.join(parts)}."
