"""Backtests: voices that learn from history against base rates, on data the user has.

measures.py   log loss, Brier score, calibration with intervals, and differences with their intervals
protocols.py  who may learn from what: folds, grouped folds, rolling origin, a file to train and one to test
mid.py icb.py sanctions.py icews.py  one data set each: its columns, what is known when, its models
report.py     the table of a backtest as plain values
"""
