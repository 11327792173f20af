"""Chances on the log scale, kept from 0 and 1."""

from __future__ import annotations

import math
from collections.abc import Sequence

from commonground.forecast.words import LEAST


def log_odds(p: float, least: float = LEAST) -> float:
    """Log odds of a chance that is kept from 0 and 1."""
    bounded = min(max(p, least), 1.0 - least)
    return math.log(bounded / (1.0 - bounded))


def from_log_odds(odds: float) -> float:
    """The chance with these log odds."""
    return 1.0 / (1.0 + math.exp(-odds)) if odds >= 0 else math.exp(odds) / (1.0 + math.exp(odds))


def bounded_shares(p: Sequence[float], least: float = LEAST) -> list[float]:
    """Shares of a choice kept from 0, adding up to one; of two options the same bound as on a yes."""
    floor = least / (len(p) - 1)
    raised = [max(share, floor) for share in p]
    free = math.fsum(share - floor for share in raised)
    room = 1.0 - floor * len(p)
    return [floor + (share - floor) * room / free for share in raised]
