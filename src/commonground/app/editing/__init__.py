"""Editing a case file from the studio: the file is the author's, so that comments, order and layout stay.

patch.py     a text with other values, with one more scenario, or a whole new text; each checked before it is written
lock.py      CaseFile: what was read by which tab, and a save that is refused if the file is another by now
merging.py   two edits of one text set side by side: as differences in lines, and as one where they do not touch
"""
