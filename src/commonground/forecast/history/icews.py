"""Panels of pairs by month from ICEWS events, as numbered facts or with names and dates.

Facts with columns s, r, o, t (t in days) need the names of relations in a file beside them, and use those of entities
if there: "icews18_train.parquet" looks for "icews18_relations.csv" and "icews18_entities.csv". Files with a date and
names need nothing else. With names, entities are taken together by country: "Police (India)" and "India" are one
party, and entities that name no country are left out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from commonground.errors import ForecastError
from commonground.forecast.history.hazard import Panel
from commonground.forecast.history.kinds import KINDS, kind_of_code, kind_of_name
from commonground.forecast.learn.tables import read_parquet, read_rows

EPOCHS = {"icews14": date(2014, 1, 1), "icews18": date(2018, 1, 1), "icews05": date(2005, 1, 1)}
ANY_EPOCH = date(2001, 1, 1)
COVERED = 0.8
"""A month counts as covered if the days between a file's first and last event take up this share of it."""


@dataclass(frozen=True)
class Events:
    """Events of one file: both parties, kind, day as an ordinal number, and the months the file covers."""

    parties: list[tuple[str, str]]
    kind: NDArray[np.intp]
    day: NDArray[np.intp]


def country_of(name: str) -> str | None:
    """The country in brackets at the end of a name, if any."""
    found = re.search(r"\(([^()]+)\)\s*$", name)
    return found.group(1).strip() if found else None


def read_events(path: Path, beside: Sequence[Path] = ()) -> Events:
    """Events of a CSV or Parquet file; names are looked for beside it and beside the files in `beside`.

    Raises
    ------
    ForecastError : neither form, or no file with the names of relations.
    """
    table = _columns(path)
    if not {"s", "r", "o"} <= table.keys() or not {"t", "date"} & table.keys():
        raise ForecastError(f"{path} has no columns s, r, o and t or date", "Give a file of ICEWS events.")
    numbered = "date" not in table
    if numbered:
        relations = _names(path, "relations", beside)
        if not relations:
            raise ForecastError(
                f"no names of relations beside {path}",
                f"Put {_stem(path)}_relations.csv with columns id, name into the same folder.",
            )
        entities = _names(path, "entities", beside)
        days = _epoch(path).toordinal() + np.asarray(table["t"]).astype(float).astype(np.intp)
        said = [relations.get(int(float(r)), "") for r in table["r"]]
        ends = [[entities.get(int(float(e)), f"#{int(float(e))}") for e in table[side]] for side in "so"]
    else:
        days = np.array([date.fromisoformat(str(d)[:10]).toordinal() for d in table["date"]], dtype=np.intp)
        said = [str(r) for r in table["r"]]
        ends = [[str(e) for e in table[side]] for side in "so"]
    kinds = {name: kind_of_name(name) for name in set(said)}
    if "cameo" in table:
        by_code = {str(c): kind_of_code(str(c)) for c in set(table["cameo"])}
        kind = np.array([by_code[str(c)] for c in table["cameo"]], dtype=np.intp)
    else:
        rest = len(KINDS) - 1
        kind = np.array([rest if kinds[name] is None else kinds[name] for name in said], dtype=np.intp)
    return Events(
        list(zip(_by_country(ends[0] + ends[1], ends[0]), _by_country(ends[0] + ends[1], ends[1]))),
        kind,
        days,
    )


def _by_country(everyone: list[str], names: list[str]) -> list[str]:
    """Each name's country, "" if it names none; numbers stay as they are."""
    countries = {country for name in set(everyone) if (country := country_of(name))}
    if not countries:
        return names
    return [country_of(name) or (name if name in countries else "") for name in names]


def panel_of(files: Sequence[Events]) -> Panel:
    """All files on one line of months; the same fact in two files counts twice, so give each day once.

    Raises
    ------
    ForecastError : no month is covered, or no event is between two parties.
    """
    first = min(_month(int(events.day.min())) for events in files)
    last = max(_month(int(events.day.max())) for events in files)
    days = np.zeros(last - first + 1)
    for start, end in _spans(files):
        for m in range(_month(start), _month(end) + 1):
            begin, over = _first_day(m), _first_day(m + 1)
            days[m - first] += max(0, min(end + 1, over) - max(start, begin)) / (over - begin)
    covered = days >= COVERED
    index: dict[tuple[str, str], int] = {}
    places: list[tuple[int, int, int]] = []
    for events in files:
        months = {int(d): _month(int(d)) - first for d in np.unique(events.day)}
        for (a, b), k, day in zip(events.parties, events.kind.tolist(), events.day.tolist()):
            if a and b and a != b:
                pair = (a, b) if a < b else (b, a)
                places.append((index.setdefault(pair, len(index)), months[day], k))
    if not covered.any() or not places:
        raise ForecastError(
            "no whole month of events between two parties", "Give events of some months, with named parties."
        )
    counts = np.zeros((len(index), len(covered), len(KINDS)))
    np.add.at(counts, tuple(np.array(places).T), 1.0)
    counts[:, ~covered] = np.nan
    order = sorted(range(len(index)), key=list(index).__getitem__)
    panel = Panel(tuple(list(index)[i] for i in order), counts[order], first)
    edges = np.flatnonzero(covered)
    return Panel(panel.pairs, panel.counts[:, edges[0] : edges[-1] + 1], first + int(edges[0]))


def _spans(files: Sequence[Events]) -> list[tuple[int, int]]:
    """First and last day of each file, overlaps joined, so that no day counts twice."""
    spans: list[tuple[int, int]] = []
    for start, end in sorted((int(e.day.min()), int(e.day.max())) for e in files):
        if spans and start <= spans[-1][1] + 1:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    return spans


def _columns(path: Path) -> dict[str, Any]:
    if path.suffix == ".parquet":
        return read_parquet(path)
    rows = read_rows(path)
    return {name: [row.get(name, "") for row in rows] for name in rows[0]}


def _stem(path: Path) -> str:
    return path.stem.split("_")[0]


def _names(path: Path, what: str, beside: Sequence[Path]) -> dict[int, str]:
    for other in (path, *beside):
        named = other.with_name(f"{_stem(path)}_{what}.csv")
        found = [named] if named.is_file() else sorted(other.parent.glob(f"*{what}*.csv"))
        if len(found) == 1:
            return {int(float(row["id"])): row["name"] for row in read_rows(found[0]) if row.get("id")}
    return {}


def _epoch(path: Path) -> date:
    return next((day for start, day in EPOCHS.items() if path.name.lower().startswith(start)), ANY_EPOCH)


def _month(day: int) -> int:
    at = date.fromordinal(day)
    return 12 * at.year + at.month - 1


def _first_day(month: int) -> int:
    return date(month // 12, month % 12 + 1, 1).toordinal()
