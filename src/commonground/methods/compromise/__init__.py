"""The compromise model: the capability x salience weighted mean, on all draws at once (solve.py)."""

from commonground.methods.compromise.solve import CompromiseSettings, solve_compromise

__all__ = [
    "CompromiseSettings",
    "solve_compromise",
]
