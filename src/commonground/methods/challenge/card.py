"""The method's card: light to import, so that lists of methods cost nothing."""

from __future__ import annotations

from commonground.methods.base import MethodCard

CARD = MethodCard(
    id="challenge",
    title="Challenge model",
    answers="Who would press whom, who would yield, and where would that leave the issue?",
    needs=("positions",),
    cites=("buenodemesquita1985", "buenodemesquita1994", "buenodemesquita1997", "scholz2011", "arregui2022"),
    limits=(
        (
            "On 351 resolved issues of the European Union the mean of its final positions missed by 25.7 "
            "points of 100, their median by 29.5, the compromise by 23.0."
        ),
        "Paths of single parties hang on digits nobody knows: instability is measured on every run.",
        "Its sources contradict each other; every open choice is a setting, and no source says when to stop.",
        "It says where a settlement would lie, not whether there will be one: it has no voice on agreement.",
    ),
    settings={
        "preset": "scholz-code (the program beside the paper) or scholz-paper (its text) (scholz-code)",
        "rounds": "how many rounds are played (20)",
        "votes": "votes grow by risk (exponent) or linear (empty: the preset's)",
        "denominator": "support is divided by all-pairs or by the pair (empty: the preset's)",
        "judge": "whose exponent judges the other side: own or each (empty: the preset's)",
        "risk_from": "read off from threat, reversed, or none (threat)",
        "span": "distances are divided by the range at the start, in each round, or by the scale (start)",
        "q": "chance that the status quo holds if nothing is done, 0-1 (1)",
        "drift": "count what would come of a status quo that fails; without effect at q=1 (true)",
        "capitulate": (
            "a party that would lose more than the other wins gives way: yes or no (empty: the preset's)"
        ),
        "choice": "class-then-lowest, class-then-least-move, least-move or strongest (empty: the preset's)",
        "forecast": "mean or median of the final positions (mean)",
        "most_draws": "draws solved, evenly taken; fewer with many parties (1000)",
        "instability_draws": "draws solved twice to measure instability (200)",
        "sweep": "party whose start position is moved over the scale (the one with most weight on each issue)",
    },
)
