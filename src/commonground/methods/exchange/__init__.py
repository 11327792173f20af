"""Exchange of positions between issues at equal gain, after Stokman and Van Oosten.

settings.py rounds, ties, randomised gain · kernel.py candidates and the order they are realised in, compiled
solve.py the model on draws, with externalities
"""

from commonground.methods.exchange.settings import ExchangeSettings
from commonground.methods.exchange.solve import externalities, solve_exchange

__all__ = [
    "ExchangeSettings",
    "externalities",
    "solve_exchange",
]
