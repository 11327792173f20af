"""Read a file of questions: find out whose it is, and hand its rows to the importer."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from commonground.errors import EvidenceError, Finding
from commonground.forecast.importers import forecastbench, gjp
from commonground.forecast.importers.practice import Practice

MOST_BYTES = 256_000_000


def read_questions(path: str | Path, resolutions: str | Path | None = None) -> Practice:
    """The questions of a ForecastBench or Good Judgment Project file.

    Parameters
    ----------
    resolutions : the resolution set that belongs to a ForecastBench question set (JSON)

    Raises
    ------
    EvidenceError : the file cannot be read, or is of neither kind; names the columns that would make it one.
    """
    path = Path(path)
    text, recoded = _text(path)
    if text.lstrip()[:1] == "{":
        question_set = _json(path, text)
        if "questions" not in question_set:
            raise EvidenceError(f"{path}: has no list of questions", "Give a question set of ForecastBench.")
        ended = None if resolutions is None else _json(Path(resolutions), _text(Path(resolutions))[0])
        found = forecastbench.read_sets(question_set, ended)
    else:
        found = _table(path, text)
    if recoded:
        found.findings.insert(
            0,
            Finding(
                "note", path.name, "is not UTF-8 and was read as Windows-1252", "Look at accented letters."
            ),
        )
    return found


def _table(path: Path, text: str) -> Practice:
    rows = csv.DictReader(io.StringIO(text, newline=""))
    try:
        columns = set(rows.fieldnames or ())
        if set(forecastbench.COLUMNS) <= columns:
            return forecastbench.read_table(_rows(rows))
        if set(gjp.COLUMNS) <= columns:
            return gjp.read_table(_rows(rows))
    except csv.Error as error:
        raise EvidenceError(f"{path}:{rows.line_num}: is not a table ({error})", "Save it as CSV.") from error
    lists = " or ".join(", ".join(importer.COLUMNS) for importer in (forecastbench, gjp))
    raise EvidenceError(f"{path}: is no table of questions", f"It needs the columns {lists}.")


def _rows(rows: csv.DictReader[str]) -> Iterator[tuple[int, dict[str, Any]]]:
    """Rows with the line of the file on which each ends."""
    for row in rows:
        yield rows.line_num, {key: value for key, value in row.items() if isinstance(key, str)}


def _text(path: Path) -> tuple[str, bool]:
    """The file as text, and whether it had to be read as Windows-1252."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise EvidenceError(f"{path}: is larger than {MOST_BYTES // 1_000_000} MB", "Split it.")
        raw = path.read_bytes()
    except OSError as error:
        raise EvidenceError(f"{path}: cannot be read ({error.strerror})", "Check the path.") from error
    try:
        return raw.decode("utf-8-sig"), False
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace"), True


def _json(path: Path, text: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise EvidenceError(f"{path}: is not JSON", "Give the file as it was published.") from error
    if not isinstance(found, dict):
        raise EvidenceError(f"{path}: is no set of questions", "Give the file as it was published.")
    return found
