"""Rows of a CSV or Parquet file, and numbers and levels out of their cells.

Cells that are absent, empty or not a number become NaN or ""; nothing here stops because a column is missing.
"""

from __future__ import annotations

import csv
import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from commonground.errors import ForecastError

Row = Mapping[str, str]
FloatArray = NDArray[np.float64]


def read_rows(path: Path) -> list[dict[str, str]]:
    """All rows of a CSV file with a header line, or of a Parquet file, as text.

    Raises
    ------
    ForecastError : not a table; or a Parquet file without the package duckdb.
    """
    if path.suffix == ".parquet":
        columns = read_parquet(path)
        names = list(columns)
        return [dict(zip(names, map(str, cells))) for cells in zip(*columns.values())]
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            rows = [{key: value or "" for key, value in row.items() if key} for row in reader]
    except (UnicodeDecodeError, csv.Error) as error:
        raise ForecastError(f"{path} is not a CSV file", "Give a UTF-8 CSV file with a header.") from error
    if not rows:
        raise ForecastError(f"{path} has no rows", "Give a CSV file with a header and one row per case.")
    return rows


def read_parquet(path: Path) -> dict[str, NDArray[Any]]:
    """Columns of a Parquet file, by name."""
    try:
        import duckdb
    except ModuleNotFoundError as error:
        raise ForecastError(
            f"{path} is a Parquet file, which needs the package duckdb",
            "Install it with: pip install duckdb, or give the same columns as CSV.",
        ) from error
    try:
        with duckdb.connect() as connection:
            return dict(connection.execute("select * from read_parquet(?)", [str(path)]).fetchnumpy())
    except duckdb.Error as error:
        raise ForecastError(f"{path} is not a Parquet file", "Give a Parquet or CSV file.") from error


def require(rows: Sequence[Row], names: Iterable[str], path: Path | str) -> None:
    """Stop, with all their names, if columns that cannot be done without are absent."""
    absent = [name for name in names if name not in rows[0]]
    if absent:
        raise ForecastError(
            f"{path} has no column {', '.join(absent)}",
            "Give a file with the columns the task names in its help.",
        )


def number(row: Row, name: str) -> float:
    """A cell as a number; NaN if it is absent, empty or something else."""
    try:
        value = float(row.get(name, ""))
    except ValueError:
        return math.nan
    return value if math.isfinite(value) else math.nan


def text(row: Row, name: str) -> str:
    """A cell as text without blanks around it; "" if it is absent or stands for missing."""
    cell = row.get(name, "").strip()
    return "" if cell.lower() in {"nan", "na", "none", "null"} else cell


def numbers(rows: Sequence[Row], names: Sequence[str]) -> FloatArray:
    """Columns as floats (row, name), NaN where missing."""
    return np.array([[number(row, name) for name in names] for row in rows], dtype=np.float64)


def frequent(values: Iterable[str], least: int) -> tuple[str, ...]:
    """Levels that occur at least so often, the most frequent first, ties by name."""
    counts = Counter(value for value in values if value)
    return tuple(
        level for level, n in sorted(counts.items(), key=lambda item: (-item[1], item[0])) if n >= least
    )


def indicators(values: Sequence[str], levels: Sequence[str]) -> FloatArray:
    """(row, level): one where the value is the level. An unseen level is a row of zeros."""
    return np.array([[float(value == level) for level in levels] for value in values]).reshape(
        len(values), len(levels)
    )


def column(rows: Sequence[Row], measure: Callable[[Row], float]) -> FloatArray:
    """One column (row, 1) from a function of a row."""
    return np.array([[float(measure(row))] for row in rows])
