"""The command line: one file per command, plus four that all of them share.

main.py      the list of commands and the start; `--help` reads the list and imports no command
failures.py  every failure as message, fix and exit code;  interrupts.py  Ctrl-C and closed pipes
output.py    data to stdout, talk to stderr, JSON;  options.py  --draws, --seed and their precedence
files.py     whole files or none;  inputs.py  find a case, read a saved study;  summary.py  short results
"""
