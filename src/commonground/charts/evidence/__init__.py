"""Charts of evidence: from counted events to figures, outside any case.

relation.py  two parties over time: cooperation above the line, conflict below, the mean score, and labelled events
network.py   parties that are named together
"""
