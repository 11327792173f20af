"""The weighted median and the Condorcet winner among held positions (solve.py)."""

from commonground.methods.median.solve import MedianSettings, condorcet_winner, solve_median

__all__ = [
    "MedianSettings",
    "condorcet_winner",
    "solve_median",
]
