"""The spatial model of politics in several dimensions, after KTAB.

settings.py KTAB's switches · choice.py votes, coalitions and the probability of options, compiled
kernel.py turns of challenges, bargains and elections, compiled · solve.py the model on draws
"""

from commonground.methods.spatial.settings import SpatialSettings
from commonground.methods.spatial.solve import solve_spatial

__all__ = [
    "SpatialSettings",
    "solve_spatial",
]
