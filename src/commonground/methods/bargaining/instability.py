"""How steady a model is: solve again with the least of changes, and see how far the parties end up from before.

Challenge, spatial and exchange choose among offers, and a choice can flip on the last digit. This measures it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from commonground.errors import Finding
from commonground.methods.bargaining.talks import Talks
from commonground.methods.base import FloatArray

NOISE = 1e-6  # of the scale of a position; relative, of salience and capability
FAR = 0.1  # of the scale
TRIES = 20  # of a single draw
HIGH = 0.1  # share of draws from which on it is worth a warning


def measure_instability(
    solve: Callable[[Talks], FloatArray], given: Talks, final: FloatArray, *, draws: int, seed: int
) -> float | None:
    """Share of draws in which some position ends over 10 % of its scale elsewhere under 1e-6 input noise.

    solve : talks -> final positions (draw, party, issue)
    final : what it gave without noise, of at least as many draws
    draws : how many of the first draws to solve again; a single draw is tried TRIES times
    """
    if draws <= 0:
        return None
    part = given.first(min(draws, given.n))
    reference = final[: part.n]
    if part.n == 1:
        tries = min(draws, TRIES)
        part = replace(
            part,
            position=np.repeat(part.position, tries, axis=0),
            salience=np.repeat(part.salience, tries, axis=0),
            capability=np.repeat(part.capability, tries, axis=0),
        )
        reference = np.repeat(reference, tries, axis=0)
    rng = np.random.default_rng(seed)
    shape = part.position.shape
    span = part.span
    noisy = replace(
        part,
        position=np.clip(part.position + NOISE * span * rng.uniform(-1, 1, shape), part.low, part.high),
        salience=np.clip(part.salience * (1 + NOISE * rng.uniform(-1, 1, shape)), 0, 1),
        capability=part.capability * (1 + NOISE * rng.uniform(-1, 1, (shape[0], shape[1], 1))),
    )
    away = np.abs(solve(noisy) - reference) / span
    return float((away.max(axis=(1, 2)) > FAR).mean())


def instability_finding(method: str, share: float | None) -> tuple[Finding, ...]:
    """A warning when the share is 10 % or more."""
    if share is None or share < HIGH:
        return ()
    return (
        Finding(
            "warning",
            "positions",
            f"method {method} is unsteady here: in {100 * share:.0f} % of draws a party ends more than 10 % of the"
            " scale elsewhere when the input changes by a millionth",
            "Read its weighted mean and the interval over draws, not the path of single parties.",
        ),
    )
