"""Long work beside the pages: begun, watched, cancelled, and found again after a reload.

desk.py     Desk: which jobs wait, run and have ended; each runs in a process of its own
job.py      one job as a page sees it
work.py     what can be done: sensitivity, Sobol' indices, the search over levers, coding an archive
worker.py   the process: one job read from its input, progress and result told as lines of JSON
"""
