"""Reference classes: how often, among cases like this one, something came of it.

classes.csv overlaps.json  written by tools/build_reference_classes.py: counts, and how many cases classes share
table.py    the classes, their Jeffreys intervals, and the filters a case may name
horizon.py  from the horizon of a class to that of a question
pooling.py  one rate from overlapping classes, each trusted by its size and by how alike classes are
voice.py    the voice of the reference class
"""
