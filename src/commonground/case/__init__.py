"""The case: one YAML file that says who wants what, read with all its faults at once.

yaml12.py, faults.py     text to plain data with line marks; faults with file, line, column and fix
values.py, model.py      what a value and a case are; `evidence.py` the dated, sourced items they rest on
strategy.py, strategy_deals.py, feeds.py  blocks on force, trust and lasting deals, and what may come `from:` them
market.py                what the outcomes do to a commodity market, with its rules, units and arrays
rules.py, references.py  what must hold between parts: ranges, orders, names and `paths.py` that exist
io.py, change.py         `load_case`, `parse_case`; `change` makes a case that differs in named values
patch.py, writing.py     a YAML text changed in one place, comments kept; files written one at a time, whole
check.py, draws.py       notes that stop nothing; the case sampled into arrays; `schema.py` for editors; `names.py`
"""
