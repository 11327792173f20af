"""Fitting, small and self-contained, for the voices that learn from history.

tables.py  rows of a CSV or Parquet file, and numbers and levels out of their cells
linear.py  regression for yes or no with a ridge penalty, by the logistic or the complementary log-log link
trees.py   a random forest and gradient boosting on binned columns
"""
