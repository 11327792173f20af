"""The method's card: light to import, so that lists of methods cost nothing."""

from __future__ import annotations

from commonground.methods.base import MethodCard

CARD = MethodCard(
    id="common-ground",
    title="Common ground",
    answers=(
        "Does a package exist that every signatory prefers to walking away, how sure are we, what blocks it, and"
        " would the parties find it if each keeps its own walk-away value to itself?"
    ),
    needs=(
        "parties (two signatories or more)",
        "issues with levels",
        "positions of each signatory on each issue that matters to it",
        "walk_away of each signatory (a value, or from the status quo or from crisis)",
        "talks.tempo (for a probability by the horizon)",
    ),
    cites=("raiffa1982", "keeney1976", "nash1950", "kalai1975", "kalai1977", "chatterjee1983", "myerson1983"),
    limits=(
        "Utilities add up over issues: an interaction between two issues has to be modelled as one issue.",
        "Beliefs are the common draws, independent across parties unless the case lists a correlation.",
        "One offer each way: haggling under private information is bounded, not simulated.",
        "Where a case leaves some of these inputs to other methods, their limits hold here too.",
        "The number is only as good as the positions: read it beside how often comparable talks succeeded.",
    ),
    settings={
        "packages": "how many packages to list, pairwise differing in two issues or more (10)",
        "raise_by": "how much a shift must add to the chance that a package exists, 0-1 (0.10)",
        "blocks": "whether to compute what blocks (true)",
        "solutions": "whether to compute where the parties would settle, and a certain case's exact frontier (true)",
    },
)
