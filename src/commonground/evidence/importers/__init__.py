"""Importers: event data that others coded becomes a set of the store, one row at a time accounted for.

layout.py   what a format looks like and what its columns mean, in SQL; places.py names of countries to ISO codes
gdelt.py icews.py polecat.py phoenix.py cline.py ucdp.py acled.py mapping.py  one format each (two where there are two)
sniff.py    which format a file has
source.py   plain, .gz and .zip files as clean pieces of text; what cannot be text is counted
load.py     a file into a set: read, check, resolve, drop repeats, write; report.py what became of every row
"""
