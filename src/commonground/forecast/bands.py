"""How far a pooled chance could lie if voices of the same kind were heard anew.

Not a range for what will happen, which is yes or no, but for the chance. On the log-odds scale a family's chance has
two sources of error: that of its own voices, from their intervals, taken as moving together, and how far families
scatter. The larger of the two is used for each family, as scatter already contains the first. A family that tells no
error, as methods do, is taken to be no surer than the least sure that does: two families that agree by luck would
otherwise pass for knowledge. With one family only,
its voices scatter in the families' place, and the band is never narrower than their own errors moving together: voices
of a family err together, and ten of them are not ten times as sure.

References
----------
After the random-effects mean of dersimonian1986, with the larger error in place of the sum.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from commonground.forecast.odds import from_log_odds, log_odds
from commonground.forecast.voice import FAMILIES, Voice
from commonground.forecast.words import LEAST

_Z50, _Z90 = 0.6744897501960817, 1.6448536269514722
Band = tuple[float, float]


def bands(
    voices: Sequence[Voice], share: Sequence[float], least: float = LEAST
) -> tuple[Band | None, Band | None]:
    """The 50 % and the 90 % band of the pooled chance of a yes.

    None, None where nothing says how sure the pool is: one voice without an interval, or no question of yes or no.
    """
    heard = [(voice, weight) for voice, weight in zip(voices, share) if weight > 0 and voice.p is not None]
    if not heard:
        return None, None
    units: list[tuple[float, float, float]] = []  # (weight, log odds, standard error; 0 where none is told)
    for family in FAMILIES:
        members = [(voice, weight) for voice, weight in heard if voice.family == family]
        if members:
            total = math.fsum(weight for _, weight in members)
            middle = math.fsum(w * log_odds(v.p or 0.0, least) for v, w in members) / total
            error = math.fsum(w * _error(v, least) for v, w in members) / total
            units.append((total, middle, error))
    alone = len(units) == 1
    if alone and len(heard) > 1:
        units = [(w, log_odds(v.p or 0.0, least), _error(v, least)) for v, w in heard]
    centre = math.fsum(weight * middle for weight, middle, _ in units)
    squares = math.fsum(weight * weight for weight, _, _ in units)
    scatter = 0.0
    if len(units) > 1 and squares < 1.0:
        scatter = math.fsum(w * (middle - centre) ** 2 for w, middle, _ in units) / (1.0 - squares)
    least_sure = max(error for _, _, error in units)
    variance = math.fsum(w * w * max(error * error or least_sure**2, scatter) for w, _, error in units)
    if alone:
        variance = max(variance, math.fsum(w * error for w, _, error in units) ** 2)
    if variance <= 0.0:
        return None, None
    spread = math.sqrt(variance)

    def band(z: float) -> Band:
        low, high = from_log_odds(centre - z * spread), from_log_odds(centre + z * spread)
        return max(low, min(least, from_log_odds(centre))), min(high, max(1 - least, from_log_odds(centre)))

    return band(_Z50), band(_Z90)


def _error(voice: Voice, least: float) -> float:
    """Standard error of a voice's log odds, from its 5 % and 95 %."""
    if voice.low is None or voice.high is None:
        return 0.0
    return (log_odds(voice.high, least) - log_odds(voice.low, least)) / (2 * _Z90)
