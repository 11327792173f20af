"""Nash's bargaining solution on one issue, with or without a status quo to fall back to (solve.py)."""

from commonground.methods.nash.solve import NashSettings, solve_nash

__all__ = [
    "NashSettings",
    "solve_nash",
]
