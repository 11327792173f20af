"""The graph model for conflict resolution: which states hold, for whom, why, and how the conflict could get there.

graph.py        moves and merged states; options, statements and feasible states are in `case` (graph_*.py)
preferences.py draws.py sets.py              ranks and relations; uncertain statements; what tempts and what deters
stability.py (threshold.py layout.py sweep.py fast; general.py closure.py any sets; simultaneous.py) who holds to what
foresight.py coalitions.py hypergame.py      looking ahead, acting together, seeing different conflicts
paths.py evolution.py inverse.py change.py why.py   ways from the status quo, where it rests, what would change it, why
card.py method.py from_draws.py report.py    the method on a case's graph block
conventions.py every choice that papers leave open · saved.py files of another program
"""
