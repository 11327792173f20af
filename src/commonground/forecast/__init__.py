"""Forecasts: from here on, words of estimative probability; questions, voices, pool and ledger join this room.

words.py the ICD 203 terms with their ranges, once for the whole project
"""
