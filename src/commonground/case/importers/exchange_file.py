"""Files of the exchange model: tab-separated rows marked #A (actor), #P (issue), #M (end of a scale), #D (position).

    '#D'  'actor'  'issue'  position  salience (0-1)  capability

An actor without a #D row on an issue takes no part in it. Capability may differ by issue.
"""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np

from commonground.case.importers.domain import Faults, meant, read_foreign
from commonground.case.importers.position_table import PositionTable, check_row, check_table, number
from commonground.errors import CaseError


def read_exchange(path: str | os.PathLike[str]) -> PositionTable:
    """Read a file of the exchange model.

    Raises
    ------
    CaseError  : faults in the file, all of them, each with row and column
    UsageError : a file that cannot be read
    """
    filename = str(path)
    faults = Faults()
    parties: dict[str, int] = {}
    issues: dict[str, int] = {}
    ends: dict[str, list[float]] = {}
    entries: dict[tuple[str, str], tuple[int, float, float, float]] = {}
    for line, text in enumerate(
        read_foreign(path).decode("utf-8-sig", errors="replace").splitlines(), start=1
    ):
        cells = [
            cell.strip().strip("'\"") for cell in (text.split("\t") if "\t" in text else text.split(";"))
        ]
        where = f"{filename}: row {line}"
        kind = cells[0].upper() if cells else ""
        need = {"#A": 2, "#P": 2, "#M": 3, "#D": 6}.get(kind)
        if need is None:
            if any(cells) and not text.startswith("//"):
                fix = meant(kind, ("#A", "#P", "#M", "#D"))
                faults.add(where, "a row of no known kind", fix, cells[0][:20])
            continue
        if len(cells) < need:
            faults.add(where, f"{len(cells)} cells where {kind} needs {need}", "Separate the cells by tabs.")
        elif kind == "#A":
            parties.setdefault(cells[1], len(parties))
        elif kind == "#P":
            issues.setdefault(cells[1], len(issues))
        elif kind == "#M":
            ends.setdefault(cells[1], []).append(number(cells[2], where, "end of the scale", faults))
        else:
            _entry(cells, line, where, parties, issues, entries, faults)
    if not parties or not issues or not entries:
        raise CaseError.single(
            "not a file of the exchange model", "It needs rows #A, #P and #D.", where=f"{filename}: row 1"
        )
    low = np.array([min(ends.get(issue) or [0.0]) for issue in issues])
    high = np.array([max(ends.get(issue) or [100.0]) for issue in issues])
    shape = (len(parties), len(issues))
    position, salience, capability = np.full(shape, np.nan), np.zeros(shape), np.zeros(shape)
    for (party, issue), (line, *values) in entries.items():
        spot = parties[party], issues[issue]
        position[spot], salience[spot], capability[spot] = values
        where = f"{filename}: row {line}"
        check_row(
            where,
            faults,
            position=values[0],
            salience=values[1],
            capability=values[2],
            low=low[spot[1]],
            high=high[spot[1]],
        )
    faults.stop()
    made = PositionTable(
        Path(filename).stem, tuple(parties), tuple(issues), position, salience, capability, low, high
    )
    check_table(made, filename, faults)
    faults.stop()
    return made


def _entry(
    cells: list[str],
    line: int,
    where: str,
    parties: dict[str, int],
    issues: dict[str, int],
    entries: dict[tuple[str, str], tuple[int, float, float, float]],
    faults: Faults,
) -> None:
    party, issue = cells[1], cells[2]
    if party not in parties:
        faults.add(where, "column actor names no row #A", meant(party, parties), party)
    elif issue not in issues:
        faults.add(where, "column issue names no row #P", meant(issue, issues), issue)
    elif (party, issue) in entries:
        faults.add(where, f"a second row for {party} on {issue}", "Keep one of them.")
    else:
        position, salience, capability = (
            number(cell, where, what, faults)
            for cell, what in zip(cells[3:6], ("position", "salience", "capability"))
        )
        entries[party, issue] = (line, position, salience, capability)
