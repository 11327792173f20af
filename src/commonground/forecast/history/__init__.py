"""Event history: the chance of an agreement or of force between two parties, from their events so far.

kinds.py   which CAMEO events count as agreement, as force, as other cooperation or as the rest
series.py  events of a pair by month, and what is read off them at a month's end
hazard.py  the hazard model: fitting it to many pairs
model.py   the voice: coefficients that ship, horizon, interval, and when it abstains
coefficients.json cameo.json  written by tools/fit_history.py
"""
