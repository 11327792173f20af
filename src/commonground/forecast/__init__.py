"""Forecasts: voices answer questions, a pool joins them, a ledger keeps them, and scores tell how good they were.

question.py nested.py a question that cannot change; nested deadlines · answer.py voice.py what one source says of it
pool.py odds.py bands.py disagreement.py learned.py  many voices, one forecast; weights, also learned ones
ledger.py book.py lines.py locking.py verify.py  the file that only grows, what it says, whether it was edited
standing.py track.py score.py calibration.py over_time.py  which forecast stood when, and what it earned
reference/ crises/ history/ abstention.py  the voices of history, or why one is silent · learn/ backtest/ their tests
importers/ question files of others · words.py the ICD 203 terms with their ranges, once for the whole project
"""
