"""Negotiation domains of other programs, read as cases. Foreign files are taken to be hostile.

domain.py      what all formats share: a `Domain` of issues, levels, weights and reservation values; and its `Case`
markup.py      XML without entities, outside references or endless depth; every element knows its line
genius.py      `read_genius`: template and profiles of Genius, the ANAC competitions' program until 2019
geniusweb.py   `read_geniusweb`: its successor's JSON
"""

from commonground.case.importers.domain import Domain, case_from_domain
from commonground.case.importers.genius import read_genius, read_genius_domain
from commonground.case.importers.geniusweb import read_geniusweb, read_geniusweb_domain

__all__ = [
    "Domain", "case_from_domain", "read_genius", "read_genius_domain", "read_geniusweb", "read_geniusweb_domain",
]  # fmt: skip
