"""Explore: what would change the outcome. Every answer is a difference between two worlds on the same draws.

plan.py, effects.py, engine.py  changes, scenarios and levers as one plan; a plan as draws; draws as an answer
answer.py, what_if.py, scenarios.py  per-draw outcomes; paired differences; worlds that begin on a day or by chance
levers.py, sets.py  what each lever does, for whose account; pairs, sets under a budget, regret, cost against effect
tornado.py, information.py, sobol.py, boxes.py  which values matter, alone and together; rules for draws and packages
indicators.py, robustness.py, run.py  what to watch; the case against the main line; all of it for a study
watching.py  progress, for whoever waits
"""
