"""Published methods, one folder or file each: arrays in, `Solution` out.

base.py what a method is made of (card, estimate, solution) · registry.py which methods there are, lazily
preferences.py what levels are worth to a party · chain.py what other methods give common ground · settings.py
measures.py, thresholds.py, phrases.py, thinning.py results told · ratio.py · tree.py and efg.py games as files
common_ground/ is there a package that all accept, and would the parties find it? · frontier/ its exact frontier
crisis/ trust/ mediation/ turnover/ latency/ sequencing/ sanctions/ models of threat, mistrust and elections: pure
functions of checked parameters (parameters.py); from_draws.py and method.py join each to a case · offers/ response/
bargaining/ what the bargaining models share; compromise/ median/ nash/ challenge/ spatial/ exchange/ where would the
parties settle, issue by issue? From Python · graph/ moves, counter-moves and what is stable, from Python
Methods see `Draws` only: no files, no charts, no names of the world but those the draws carry.
A new method: card.py, from_draws.py, method.py with Settings and solve, one line in registry.py, one docs page.
"""
