"""Quantal response after McKelvey and Palfrey: everyone errs now and then, the less the more an error costs.

choice.py the logit rule · agents.py any game tree with moves in turn · deterrence.py, ultimatum.py two crisis games in
closed form and as trees · simultaneous.py 2x2 games: all equilibria, and the branch that grows out of even chances
levers.py at which rationality an outcome has a given chance
"""

from commonground.methods.response.agents import (
    TreeResponseParameters,
    TreeResponseResult,
    solve_tree_response,
)
from commonground.methods.response.deterrence import (
    DeterrenceParameters,
    DeterrenceResult,
    solve_deterrence,
)
from commonground.methods.response.levers import rationalities_that_give
from commonground.methods.response.simultaneous import (
    BimatrixParameters,
    BimatrixResult,
    solve_bimatrix,
)
from commonground.methods.response.ultimatum import (
    UltimatumParameters,
    UltimatumResult,
    solve_ultimatum,
)

__all__ = [
    "BimatrixParameters",
    "BimatrixResult",
    "DeterrenceParameters",
    "DeterrenceResult",
    "TreeResponseParameters",
    "TreeResponseResult",
    "UltimatumParameters",
    "UltimatumResult",
    "rationalities_that_give",
    "solve_bimatrix",
    "solve_deterrence",
    "solve_tree_response",
    "solve_ultimatum",
]
