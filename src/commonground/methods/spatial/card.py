"""The method's card: light to import, so that lists of methods cost nothing."""

from __future__ import annotations

from commonground.methods.base import MethodCard

CARD = MethodCard(
    id="spatial",
    title="Spatial model",
    answers="Where would challenges that end in bargains, and an election over these, leave all issues together?",
    needs=("positions",),
    cites=("wise2015", "efird2016", "arregui2022"),
    limits=(
        (
            "On 351 resolved issues of the European Union the mean of its final positions missed by 23.7 "
            "points of 100, the compromise by 23.0: the two cannot be told apart."
        ),
        "Discontinuous in its inputs: read means and intervals, not the path of one party.",
        (
            "Capability alone weighs in risk and elections, capability times salience in challenges; a "
            "capability that differs by issue is averaged."
        ),
        "Salience is a budget: sums over 1 are scaled down for all parties together.",
        "It says where a settlement would lie, not whether there will be one: it has no voice on agreement.",
    ),
    settings={
        "voting": "proportional, binary, prop-bin, prop-cubic, cubic or asymmetric (proportional)",
        "victory": "linear, square, quartic, octic or threshold (linear)",
        "choice": "conditional, markov-uniform or markov-incentive (conditional)",
        "transition": "deterministic or stochastic (deterministic)",
        "risk_range": "mid, min or max (mid)",
        "risk_view": "one-third, none, half, two-thirds or full (one-third)",
        "commitment": "semi, none or full (semi)",
        "interpolation": "s2p2, s1p1 or s2pmax (s2p2)",
        "bargain": "initiator, both or weighted (initiator)",
        "rounding": "bargains are struck to four decimals of the scale, as in KTAB (true)",
        "accommodation": "share of the way an ideal follows its position in a turn, 0-1 (1)",
        "most_turns": "at most so many turns (100)",
        "stop": "a turn that moves less than this share of the first ends it (0.02)",
        "budget": "saliences that sum to over 1: scale them or check (refuse) (scale)",
        "forecast": "of the final positions: mean, median, probable or expected (mean)",
        "most_draws": "draws solved, evenly taken; fewer with many parties (1000)",
        "instability_draws": "draws solved twice to measure instability (100)",
        "sweep": "party whose start position is moved over the scale (the one with most weight on each issue)",
    },
)
