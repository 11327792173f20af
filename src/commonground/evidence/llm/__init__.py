"""An optional second coder: a language model behind any OpenAI-compatible address. Off unless asked for.

`settings.py` reads the address, model and key; `transport.py` makes one request with care, `client.py` a few tries.
`windows.py` cuts out what is sent; `codebook.py` says what is asked, `schema.py` in which shape it must be answered.
`spans.py` and `accept.py` keep what the text bears out and count the rest; `code.py` is the door.
`compare.py` sets the two coders side by side; `probes.py` tells whether a model reads the codebook at all.
"""
