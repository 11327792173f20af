"""common-ground, the headline method: is there a package that all accept, and would they find it?

card.py what it is · method.py the steps in order · utility.py the signatories' losses and walk-away values
grid.py packages as numbers · kernel.py and slack.py the streaming passes · packages.py the packages worth naming
settlement.py cooperative solutions · private.py offers under private values · outcome.py by the horizon
gap.py how far apart · blocks.py what blocks · findings.py what to know about the answer
frontier.py the exact frontier where nothing is uncertain, frontier_alone.py without a grid
continuous.py the exact linear programme that checks the grid
"""
