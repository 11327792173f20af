"""Series of prices: the ones that come with the package, a user's file, and the cut at a day.

A day's price is known on that day; the mean of a month is known when the month is over. Nothing later than the day
asked for is handed on.
"""

from __future__ import annotations

import calendar
import contextlib
import csv
import io
import math
import re
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from importlib import resources
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from commonground.errors import Finding, MarketError, UsageError, shown

FloatArray = NDArray[np.float64]

MOST_BYTES = 20_000_000
MOST_TOLD = 10
LEAST_DAYS = 10  # prices in a month for its mean to stand for it
LONGEST_GAP = 10  # days without a price; holidays are shorter
_DATE = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?", re.ASCII)
_ABSENT = {"", ".", "na", "n/a", "nan", "null", "none", "-"}
_DATES, _PRICES = {"date", "day", "month", "period", "time"}, {"price", "value", "close", "settle", "last"}


@dataclass(frozen=True, eq=False)
class Series:
    """Prices by day or by month, ascending.

    days    : of a month, its first day
    monthly : whether each price is the mean of a month
    source  : in words, for the reader
    """

    days: tuple[date, ...]
    prices: FloatArray
    monthly: bool
    source: str

    def until(self, as_of: date) -> Series:
        """What was known on a day: months that are over, and days up to it."""
        known = [self._known(day) <= as_of for day in self.days]
        count = sum(known)
        return replace(self, days=self.days[:count], prices=self.prices[:count])

    def _known(self, day: date) -> date:
        if not self.monthly:
            return day
        return day.replace(day=calendar.monthrange(day.year, day.month)[1])

    def by_month(self, as_of: date) -> Series:
        """Monthly means known by a day; of a daily series, those of months with ten prices or more."""
        known = self.until(as_of)
        if self.monthly:
            return known
        groups: dict[date, list[float]] = {}
        for day, price in zip(known.days, known.prices, strict=True):
            groups.setdefault(day.replace(day=1), []).append(float(price))
        means = {month: np.mean(prices) for month, prices in groups.items() if len(prices) >= LEAST_DAYS}
        months = Series(tuple(means), np.array(list(means.values())), True, self.source)
        return months.until(as_of)


def numbered(month: date) -> int:
    """Months since the year 0, so that neighbours differ by one."""
    return month.year * 12 + month.month - 1


def named(number: int) -> str:
    """A numbered month as YYYY-MM."""
    return f"{number // 12:04d}-{number % 12 + 1:02d}"


@lru_cache(maxsize=4)
def shipped(name: str) -> tuple[Series, Series]:
    """Monthly and daily prices that come with the package.

    Raises
    ------
    MarketError : there is no series of this name.
    """
    room = resources.files("commonground.market") / "data"
    series = []
    for step in ("monthly", "daily"):
        file = room / f"{name}-{step}.csv"
        if not file.is_file():
            raise MarketError(f"no series {name!r} comes with the package", "Give a file with --prices.")
        found, _ = _read(file.read_text(encoding="utf-8"), f"{name}-{step}.csv", _SOURCES[name])
        series.append(found)
    return series[0], series[1]


_SOURCES = {
    "brent": "Europe Brent spot price FOB, US Energy Information Administration, public domain",
}


def read_prices(path: Path) -> tuple[Series, tuple[Finding, ...]]:
    """A user's file: a date and a price on each line, by day (YYYY-MM-DD) or by month (YYYY-MM).

    Commas, semicolons or tabs part the columns; a first line may name them. Lines without a price count as gaps.

    Raises
    ------
    UsageError  : there is no such file, or it cannot be read.
    MarketError : lines that are no date and price above 0, dates twice or out of order; all are told at once.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            raise UsageError(f"{path} is larger than {MOST_BYTES // 1_000_000} MB", "Give one price a day.")
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(f"{path} is not text in UTF-8", "Save it as CSV in UTF-8.") from error
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}", "Check the path.") from error
    return _read(text, path.name, f"the file {path.name}")


def _read(text: str, name: str, source: str) -> tuple[Series, tuple[Finding, ...]]:
    rows, header = _rows(text)
    date_at, price_at = _columns(header)
    days: list[date] = []
    prices: list[float] = []
    steps: set[int] = set()
    faults: list[str] = []
    left_out = 0
    comma = ";" in text or "\t" in text  # a decimal comma is possible where it parts no columns
    for line, row in rows:
        try:
            day, step = _day(row[date_at] if len(row) > date_at else "")
            price = _price(row[price_at] if len(row) > price_at else "", comma)
        except ValueError as error:
            faults.append(f"line {line}: {error}")
            continue
        if days and day <= days[-1]:
            faults.append(f"line {line}: {day} {'is there twice' if day == days[-1] else 'is out of order'}")
            continue
        steps.add(step)
        if price is None:
            left_out += 1
            continue
        days.append(day)
        prices.append(price)
    if len(steps) > 1:
        faults.append("both days (YYYY-MM-DD) and months (YYYY-MM): give one of the two")
    if not days and not faults:
        faults.append("there is no price in it")
    if faults:
        more = [f"and {len(faults) - MOST_TOLD} more"] if len(faults) > MOST_TOLD else []
        told = "\n".join(f"  {fault}" for fault in [*faults[:MOST_TOLD], *more])
        raise MarketError(
            f"{name} is no series of prices:\n{told}",
            "Write a date and a price above 0 on each line, ascending: 2025-03-07,72.49",
        )
    found = Series(tuple(days), np.array(prices), steps == {2}, source)
    return found, tuple(_gaps(found, name, left_out))


def _rows(text: str) -> tuple[list[tuple[int, list[str]]], list[str]]:
    """Lines with something on them, numbered, and the heading if there is one."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    part = max("\t;,", key=first.count) if any(mark in first for mark in "\t;,") else ","
    reader = csv.reader(io.StringIO(text), delimiter=part)
    rows = [
        (reader.line_num, [cell.strip() for cell in row])
        for row in reader
        if any(cell.strip() for cell in row)
    ]
    if rows and not any(character.isdigit() for character in rows[0][1][0]):
        return rows[1:], [cell.lower() for cell in rows[0][1]]
    return rows, []


def _columns(header: list[str]) -> tuple[int, int]:
    date_at = next((k for k, name in enumerate(header) if name in _DATES), 0)
    price_at = next((k for k, name in enumerate(header) if name in _PRICES and k != date_at), None)
    return date_at, (1 if date_at == 0 else 0) if price_at is None else price_at


def _day(text: str) -> tuple[date, int]:
    """A day with 3, or the first of a month with 2."""
    if (match := _DATE.fullmatch(text)) is not None:
        with contextlib.suppress(ValueError):
            return date(int(match[1]), int(match[2]), int(match[3] or 1)), 3 if match[3] else 2
    raise ValueError(f"{shown(text)} is not a date such as 2025-03-07 or 2025-03")


def _price(text: str, comma: bool) -> float | None:
    if text.lower() in _ABSENT:
        return None
    plain = text.replace(",", ".") if comma and text.count(",") == 1 and "." not in text else text
    try:
        price = float(plain)
    except ValueError:
        raise ValueError(f"{shown(text)} is not a price") from None
    if not math.isfinite(price) or price <= 0.0:
        raise ValueError(f"a price of {text}: only prices above 0 have the logarithm that a forecast needs")
    return price


def _gaps(series: Series, name: str, left_out: int) -> list[Finding]:
    """What is missing between the first and the last price."""
    if series.monthly:
        missing = [
            named(number)
            for a, b in pairwise(numbered(day) for day in series.days)
            for number in range(a + 1, b)
        ]
        told, what = missing, "months"
    else:
        told = [f"{a} to {b}" for a, b in pairwise(series.days) if (b - a).days > LONGEST_GAP]
        what = f"gaps of more than {LONGEST_GAP} days"
    if not told and not left_out:
        return []
    listed = ", ".join(told[:6]) + (f" and {len(told) - 6} more" if len(told) > 6 else "")
    message = f"{name} has {len(told)} {what} without a price; changes across them are left out"
    if not told:
        message = f"{name} has {left_out} lines without a price, which are left out"
    return [Finding("warning", "prices", message, "Fill them in if the prices are known.", listed)]
