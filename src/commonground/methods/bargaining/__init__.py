"""What the bargaining models share: positions, salience and capability in, a settlement per issue out.

talks.py the checked input · result.py settlement, rounds, moves, instability · centre.py weighted mean and median
lots.py random numbers in compiled loops · instability.py solve again with a millionth of noise
forecast.py a settlement as a distribution, with the model's own error on resolved issues (residuals.json)
The models: compromise/ median/ nash/ challenge/ spatial/ exchange/, each a pure function `solve_...(talks, settings)`.
"""

from commonground.methods.bargaining.forecast import crps, forecast_settlement, interval, residuals
from commonground.methods.bargaining.result import BargainResult, Move, Round
from commonground.methods.bargaining.talks import Talks, talks

__all__ = [
    "BargainResult",
    "Move",
    "Round",
    "Talks",
    "crps",
    "forecast_settlement",
    "interval",
    "residuals",
    "talks",
]
