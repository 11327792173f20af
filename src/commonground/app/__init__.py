"""The studio: a local web page in which an analyst looks at a case and pushes it.

editing/    changes of the case file that keep comments, and lose nobody's edit
jobs/       long work in processes of its own: begun, watched, cancelled
"""
