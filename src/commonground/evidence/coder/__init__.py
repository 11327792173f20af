"""The rule coder: text in, events, positions, questions, recommendations and claims out; no network, no model download.

A sentence: `tokens`, `sentences`, `tagger`, `lemmas` -> `mentions` (who) -> `frames`, `scope`, `roles` (what, how, to whom).
Its class: rules propose, `class_model` (linear, shipped weights) weighs them; `ranking` puts the main event first.
A document: `boilerplate` off, `document` merges repeats and dates them; `positions`, `questions`, `claims` beside it.
User dictionaries in PETRARCH/TABARI format: `dictionaries` reads them, `petrarch` codes with them.
The word lists and weights live in ../data; `code` is the one function most callers need.
"""
