"""Who may ask what of the studio: one idea a file, each a plain ASGI layer.

hosts.py     only addresses that are ours, only pages that are ours; headers.py what a browser may do with an answer
sessions.py  the one-time token of the address becomes a cookie; password.py the way in for a team
forgery.py   what changes something carries a word that only our pages know; bodies.py nothing without end is read
answer.py    plain answers of these layers
"""
