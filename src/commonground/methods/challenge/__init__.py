"""The challenge model: expected utility of pressing each other, after Bueno de Mesquita and Scholz et al.

settings.py every choice the sources leave open, and two presets · kernel.py a round, compiled · solve.py the rounds
"""

from commonground.methods.challenge.settings import PRESETS, ChallengeSettings, preset
from commonground.methods.challenge.solve import solve_challenge

__all__ = [
    "PRESETS",
    "ChallengeSettings",
    "preset",
    "solve_challenge",
]
