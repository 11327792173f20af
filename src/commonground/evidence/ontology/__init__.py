"""What an event can be called: CAMEO codes, PLOVER categories, their scores and quad classes.

`cameo_codes.csv` and `plover_scores.csv` are the tables; where they come from stands in ../data/NOTICE.
`tables.py` reads them: code -> category, mode, label, Goldstein; category -> intensity.
`quads.py` holds the three published ways to sort events into four or five classes, by name.
`moves.py` names the step in a negotiation that a code stands for: offer, rejection, threat, relief, ...
"""
