"""The studio: a case as something to look at and to push, as web pages on this machine.

studio.py  what is open: case, sources, solver; context.py what a page is given; state.py changes as an address
solving.py the case as it is and as it is pushed, each solved once; light.py the few numbers that follow a slider
server.py  routes, api.py the same as JSON, drawing.py templates and text, serve.py the address and the start
pages/     one module a page, templates/ and static/ what it looks like, safety/ who may ask for it
editing/   changes of the case file that keep comments and lose nobody's edit; jobs/ long work that can be cancelled
gathering/ documents, uploads and proposals; printing.py files of a brief
"""
