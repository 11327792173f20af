"""The strategic blocks of a case as finite games in extensive form, to be checked with other programs.

game.py what a game is and how finely it is cut · crisis.py a demand to a side that knows more · mediation.py the same
with a mediator's word · sanctions.py a threat that may be bluff · reassurance.py two rounds of trust
listing.py the games of a case · answers.py what a tree is and what follows from it
"""

from commonground.methods.games.answers import answer_of
from commonground.methods.games.game import Game, GameSettings
from commonground.methods.games.listing import games_of

__all__ = ["Game", "GameSettings", "answer_of", "games_of"]
