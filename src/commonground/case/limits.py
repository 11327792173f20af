"""How large a study may be: bounds that the case file and the command line share."""

from __future__ import annotations

MOST_DRAWS = (
    100_000  # 0.5 GB and under a minute on the largest catalog case; the Monte Carlo error is then 0.2 points
)
MOST_SEED = 2**63 - 1
