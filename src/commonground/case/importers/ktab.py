"""Scenarios of KTAB's Spatial Model of Politics: a CSV file of actors, capability, positions and saliences.

First row: name, description, number of actors, number of dimensions. Second: a header, with the dimensions' names.
Then actor, description, capability and, per dimension, position (0-100) and salience (0-100, at most 100 in all).
Unlike KTAB itself: any number of actors, salience 0, and all positions at the ends of the scale are fine.
"""

from __future__ import annotations

import csv
import io
import os
import re
from pathlib import Path

import numpy as np

from commonground.case.importers.domain import Faults, read_foreign
from commonground.case.importers.position_table import PositionTable, check_row, check_table, number
from commonground.errors import CaseError

_BUDGET = 100.0


def read_ktab(path: str | os.PathLike[str]) -> PositionTable:
    """Read a KTAB scenario in CSV form.

    Raises
    ------
    CaseError  : faults in the file, all of them, each with row and column
    UsageError : a file that cannot be read
    """
    filename = str(path)
    text = read_foreign(path).decode("utf-8-sig", errors="replace")
    rows = [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(text), skipinitialspace=True)]
    while rows and not any(rows[-1]):
        rows.pop()
    if len(rows) < 3 or len(rows[0]) < 4 or not rows[0][2].isdigit() or not rows[0][3].isdigit():
        fix = "Begin with a row: name, description, number of actors, number of dimensions; then the header."
        raise CaseError.single("not a KTAB scenario", fix, where=f"{filename}: row 1")
    faults = Faults()
    n_actor, n_issue = int(rows[0][2]), int(rows[0][3])
    body = [(line, row) for line, row in enumerate(rows[2:], start=3) if any(row)]
    if len(body) != n_actor:
        faults.add(
            f"{filename}: row 1", f"{n_actor} actors announced, {len(body)} rows", "Correct the number."
        )
    issues = _issues(rows[1], n_issue)
    parties: list[str] = []
    values = np.full((len(body), n_issue, 2), np.nan)
    capability = np.zeros(len(body))
    for actor, (line, row) in enumerate(body):
        where = f"{filename}: row {line}"
        while len(row) > 3 + 2 * n_issue and not row[-1]:
            row.pop()
        if len(row) != 3 + 2 * n_issue:
            fix = "Three cells, then two per dimension; a comma within a name or number makes one too many."
            faults.add(where, f"{len(row)} cells where {3 + 2 * n_issue} are expected", fix)
            continue
        if row[0] in parties:
            faults.add(where, "an actor comes twice", "Give each its own name.", row[0])
        parties.append(row[0])
        capability[actor] = number(row[2], where, "capability", faults)
        for issue in range(n_issue):
            position = number(row[3 + 2 * issue], where, f"position of {issues[issue]}", faults)
            salience = number(row[4 + 2 * issue], where, f"salience of {issues[issue]}", faults)
            check_row(
                where,
                faults,
                position=position,
                salience=salience,
                capability=capability[actor] if issue == 0 else 0.0,
                low=0.0,
                high=100.0,
                full=_BUDGET,
            )
            values[actor, issue] = position, salience / _BUDGET
        total = float(np.nansum(values[actor, :, 1])) * _BUDGET
        if n_issue > 1 and total > _BUDGET * (1 + 1e-9):
            fix = "Divide the actor's saliences so that they sum to 100 or less."
            faults.add(where, "the columns salience sum to over 100", fix, f"{total:g}")
    faults.stop()
    made = PositionTable(
        name=rows[0][0] or Path(filename).stem,
        parties=tuple(parties),
        issues=issues,
        position=values[..., 0],
        salience=values[..., 1],
        capability=np.repeat(capability[:, None], n_issue, axis=1),
        low=np.zeros(n_issue),
        high=np.full(n_issue, 100.0),
    )
    check_table(made, filename, faults)
    faults.stop()
    return made


def _issues(header: list[str], n_issue: int) -> tuple[str, ...]:
    names = []
    for issue in range(n_issue):
        cell = header[3 + 2 * issue] if len(header) > 3 + 2 * issue else ""
        name = re.sub(r"\s*(position|pstn|pos)\s*", "", cell, flags=re.IGNORECASE).strip()
        names.append(name if name and name not in names else f"issue {issue + 1}")
    return tuple(names)
