"""Files of resolved questions, for practice and for weighing voices: each importer is rows -> `Practice`.

forecastbench.py  market questions of ForecastBench, with the price on the day they were frozen (CSV, JSON)
gjp.py            questions of the Good Judgment Project 2011-2015, with opening prices where the file has them
practice.py       what an importer gives back; rows that cannot be used are counted and told
files.py          which of them a file is, and how its rows are read
"""
