"""From articles and event data to who did what to whom.

`events.py` is one record: who did what to whom, when, in which sentence; `ontology/` the CAMEO and PLOVER tables.
`reading/` turns files, feeds and addresses into documents; `coder/` turns a document's text into events,
and `llm/`, off by default, asks a language model for the same.
`importers/` read event data that others coded; `store/` keeps documents, events and proposals.
`timeline.py` counts and scores the events of a pair over time; `network.py` who is named with whom.
`suggest.py`, `watch.py` and `draft.py` say what documents mean for a case; `casework/` matches and writes it.
"""
