"""A table of who wants what, how much it matters to them and what they can bring, as position files hold it.

Shared by the readers of positions (CSV, Excel), of KTAB and of the exchange model's files, and by their checks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from commonground.case.importers.domain import Faults

FloatArray = NDArray[np.float64]

_COMMA = re.compile(r"[+-]?\d+,\d+", re.ASCII)
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.ASCII | re.IGNORECASE)
MISSING = ("", "-", "na", "n/a", "nan", "none", "null", ".")


@dataclass(frozen=True, eq=False)
class PositionTable:
    """Positions of all parties on all issues.

    Parameters
    ----------
    name             : of the file
    parties, issues  : names, in the order in which they first come up
    position         : (party, issue), issue units; NaN where a party holds none
    salience         : (party, issue), 0-1; 0 where it holds no position
    capability       : (party, issue), any scale
    low, high        : (issue,), ends of the scales
    spread           : per quantity ("position", "salience", "capability") with low, mode and high in the file,
        (party, issue, 2) low and high; the mode is the entry above
    unit             : of each issue, or nothing
    status_quo       : (issue,) level without an agreement, NaN where the file does not say; or nothing
    settings         : of the method spatial, where the file sets them
    notes            : what of the file is left out
    """

    name: str
    parties: tuple[str, ...]
    issues: tuple[str, ...]
    position: FloatArray
    salience: FloatArray
    capability: FloatArray
    low: FloatArray
    high: FloatArray
    spread: dict[str, FloatArray] = field(default_factory=dict)
    unit: tuple[str, ...] = ()
    status_quo: FloatArray | None = None
    settings: dict[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def number(text: str, where: str, what: str, faults: Faults, missing: bool = False) -> float:
    """A number of a cell; NaN for a fault, or for an empty cell if one may be `missing`.

    what : the column, for the message
    """
    told = text.strip()
    if told.lower() in MISSING:
        if not missing:
            faults.add(where, f"column {what} is empty", "Fill in a number.", told)
        return float("nan")
    if _COMMA.fullmatch(told):
        fix = f"Write {told.replace(',', '.')}, with a point, or save the file with points."
        faults.add(where, f"column {what} has a decimal comma", fix, told)
        return float("nan")
    if not _NUMBER.fullmatch(told):
        fix = (
            f"Write {told[:-1].strip()} without the sign."
            if told.endswith("%")
            else "Fill in a number; if the columns are swapped, put the header in their order."
        )
        faults.add(where, f"column {what} is not a number", fix, told)
        return float("nan")
    return float(told)


def check_row(
    where: str,
    faults: Faults,
    *,
    position: float,
    salience: float,
    capability: float,
    low: float,
    high: float,
    full: float = 1.0,
) -> None:
    """Note values outside their range. `full` is what salience and its budget are at most: 1 or 100."""
    if not np.isnan(position) and not low <= position <= high:
        fix = "Correct it, widen the scale, or look whether two columns are swapped."
        faults.add(where, f"column position is outside the scale {low:g} to {high:g}", fix, f"{position:g}")
    if not np.isnan(salience) and not 0 <= salience <= full:
        swapped = [
            what for what, value in (("position", position), ("capability", capability)) if 0 <= value <= full
        ]
        fix = (
            f"Columns {swapped[0]} and salience look swapped: exchange their headers."
            if swapped and salience > full
            else f"Give 0 to {full:g}" + ("; divide percentages by 100." if full == 1 else ".")
        )
        faults.add(where, f"column salience is outside 0 to {full:g}", fix, f"{salience:g}")
    if not np.isnan(capability) and capability < 0:
        faults.add(where, "column capability is below 0", "Give 0 or more.", f"{capability:g}")


def check_table(made: PositionTable, where: str, faults: Faults) -> None:
    """Note what only the whole table shows: no capability at all, or nobody."""
    if not made.parties:
        faults.add(where, "no parties", "Add a row for each party and issue.")
    elif not np.nan_to_num(made.capability).max(initial=0.0) > 0:
        faults.add(
            where, "column capability is 0 for all parties", "Give at least one party a capability above 0."
        )
