"""The brief: a study turned into what an analyst would sign. It renders; it computes nothing of the case.

view.py a study as the brief reads it · found.py what one method found · meanings.py what its numbers are
sections/ one file per section · compose.py which ones, in order
document.py the brief as sections, blocks and parts that no renderer owns
html.py, typst.py, markdown.py, plain.py the four renderers · foreign.py text from outside made harmless
write.py to a folder, whole or not at all
cards.py    cards of values in a notebook
"""
