"""Published methods, one folder or file each: arrays in, `Solution` out.

base.py what a method is made of (card, estimate, solution) · registry.py which methods there are, lazily
chain.py what other methods give common ground · measures.py, thresholds.py, phrases.py, thinning.py results told
common_ground/ is there a package that all accept, and would the parties find it? · frontier/ its exact frontier
crisis/ offers/ trust/ mediation/ turnover/ latency/ sequencing/ sanctions/ response/ closed-form models of
bargaining under threat, mistrust and elections: pure functions of checked parameters (parameters.py), from Python
bargaining/ what the bargaining models share; compromise/ median/ nash/ challenge/ spatial/ exchange/ the models, from
Python: where would the parties settle, issue by issue?
Methods see `Draws` only: no files, no charts, no names of the world but those the draws carry.
A new method: one file with CARD, Settings and solve, one line in registry.py, one docs page, one catalog case.
"""
