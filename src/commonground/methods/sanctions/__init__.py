"""Threats of sanctions: when they work, when they are bluff, and why those imposed look like failures.

threats.py the model and its inverses · from_draws.py a case's block as its parameters · method.py the voice
"""

from commonground.methods.sanctions.threats import (
    SanctionParameters,
    SanctionResult,
    Selection,
    audience_cost_that_succeeds,
    cost_that_compels,
    resolve_that_compels,
    selection,
    solve_sanctions,
    value_that_is_conceded,
)

__all__ = [
    "SanctionParameters",
    "SanctionResult",
    "Selection",
    "audience_cost_that_succeeds",
    "cost_that_compels",
    "resolve_that_compels",
    "selection",
    "solve_sanctions",
    "value_that_is_conceded",
]
