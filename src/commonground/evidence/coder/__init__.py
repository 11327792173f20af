"""The rule coder: text in; events, positions, questions, recommendations and claims out; no network, no download.

A sentence: `tokens`, `sentences`, `tagger`, `lemmas`, `parsed` -> `mentions` (who) -> `clauses`, `scope`, `roles`.
Its events: `candidates` proposes by the frames, `class_model` weighs, `ranked` gives one line of JSON per text.
A document: `document` merges repeats and dates them; `positions` and `passages` find what is not an event.
User dictionaries in PETRARCH/TABARI format: `dictionaries` reads them, `petrarch` codes with them alone.
The word lists and weights live in ../data; `code` holds the functions that most callers need.
"""
