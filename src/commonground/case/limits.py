"""How large a study may be: bounds that the case file and the command line share."""

from __future__ import annotations

MOST_DRAWS = 100_000  # about 1 GB and a minute on us-iran-2025; the Monte Carlo error is then 0.1 points
MOST_SEED = 2**63 - 1
MOST_PACKAGES = 10**15  # all counts of packages stay exact, in 64 bits and as a float
MOST_COUNTS = 20_000_000  # packages x signatories that can be looked at in every draw: about 1 GB in all
