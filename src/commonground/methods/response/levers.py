"""At which rationality an outcome has a given chance: the inverse of quantal response.

Chances need not rise or fall steadily with rationality, so there may be several answers, or none; all that lie in the
range are returned.
Sources: mckelvey1998.
Limits: crossings closer together than the grid (400 points) can be missed in pairs.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from commonground.methods.parameters import POSITIVE, PROBABILITY, FloatArray, checked

_POINTS = 400


def rationalities_that_give(
    chance_at: Callable[[FloatArray], FloatArray], chance: float, most: float = 100.0
) -> FloatArray:
    """Every rationality from 0 to `most` at which an outcome has the given chance.

    Parameters
    ----------
    chance_at : from (draw,) rationalities to (draw,) chances of the outcome, for instance
                `lambda r: solve_deterrence(replace(parameters, rationality=r)).war`
    chance    : 0-1
    most      : end of the range, above 0

    Returns
    -------
    (solution,) in rising order, empty where there is none.
    """
    from scipy.optimize import brentq

    checked("chance", chance, PROBABILITY)
    checked("most", most, POSITIVE)
    # Close together near 0, where most happens.
    grid = most * np.linspace(0.0, 1.0, _POINTS) ** 3
    excess = chance_at(grid) - chance
    found = [float(at) for at, there in zip(grid, excess, strict=True) if there == 0.0]
    found += [
        brentq(lambda r: float(chance_at(np.array([r]))[0]) - chance, grid[k], grid[k + 1], xtol=1e-12)
        for k in np.flatnonzero(excess[:-1] * excess[1:] < 0.0)
    ]
    return np.sort(np.array(found))
