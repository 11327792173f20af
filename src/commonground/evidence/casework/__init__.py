"""Between documents and a case file: what a document would change, and writing it without breaking the file.

own_words.py      short titles of our own, and quotes cut and cleaned
matching.py       which party and issue of a case the coder's actors and tags mean
relevance.py      whether what a document tells touches a case
from_document.py from_positions.py proposing.py  what one coded document suggests for a case
draft_*.py        a first case from an article: its subject, issues, questions, parts, and the page
accept.py         one accepted proposal as new texts of the case file and its evidence file, whole or not at all
"""
