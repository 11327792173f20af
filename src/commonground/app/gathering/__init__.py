"""Evidence in the studio: documents of the workspace, files that are brought, and what they propose for the case.

documents.py  what the store holds, and a document's text with the words that were coded
proposals.py  what documents propose: listed, looked at as a change of the file, accepted or rejected
uploads.py    files on their way into the store
routes.py     the addresses below /api/evidence
"""
