"""Election dates: which comes next, and how many periods away it is.

A date here is the day on which a new government could leave a deal. That is the hand-over rather than the vote: a
vote on 7 November with an inauguration on 20 January enters as 20 January.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from commonground.methods.parameters import ParameterError

DAYS_A_YEAR = 365.25


@dataclass(frozen=True, kw_only=True)
class ElectionCalendar:
    """Days on which a government may change.

    Parameters
    ----------
    dates       : known days, in order
    every_months: the last known day repeats at this distance; None if no later day is known

    Raises
    ------
    ParameterError : no date, dates out of order, or a distance below one month.
    """

    dates: tuple[date, ...]
    every_months: int | None = None

    def __post_init__(self) -> None:
        if not self.dates:
            raise ParameterError("dates", "there is none", "Give at least one election day.")
        for early, late in pairwise(self.dates):
            if late <= early:
                raise ParameterError(
                    "dates", f"{late} does not come after {early}", "Give each day once, in order."
                )
        if self.every_months is not None and self.every_months < 1:
            raise ParameterError("every_months", f"out of range (got {self.every_months})", "Use at least 1.")

    def next_after(self, day: date) -> date | None:
        """The first day of the calendar after `day`; None if none is known."""
        for known in self.dates:
            if known > day:
                return known
        if self.every_months is None:
            return None
        last = self.dates[-1]
        terms = max((12 * (day.year - last.year) + day.month - last.month) // self.every_months, 1)
        while (found := add_months(last, terms * self.every_months)) <= day:
            terms += 1
        return found

    def between(self, start: date, end: date) -> tuple[date, ...]:
        """The days after `start` and before `end`, in order: those that a deal signed at the start must survive."""
        found = []
        day = self.next_after(start)
        while day is not None and day < end:
            found.append(day)
            day = self.next_after(day)
        return tuple(found)

    def first_election(self, start: date, *, periods_a_year: float = 4.0) -> float:
        """Periods from `start` to the next day of the calendar.

        Raises
        ------
        ParameterError : the calendar knows no later day.
        """
        day = self.next_after(start)
        if day is None:
            raise ParameterError("dates", f"none is after {start}", "Add the next election, or every_months.")
        return periods_between(start, day, periods_a_year=periods_a_year)


def periods_between(start: date, end: date, *, periods_a_year: float = 4.0) -> float:
    """How many periods lie between two days (a period is a quarter by default); a real number, not rounded.

    Raises
    ------
    ParameterError : the end lies before the start, or the number of periods a year is not positive.
    """
    if not periods_a_year > 0.0:
        raise ParameterError("periods_a_year", f"out of range (got {periods_a_year})", "Use above 0.")
    if end < start:
        raise ParameterError("end", f"lies before the start ({end} before {start})", "Swap them.")
    return (end - start).days / DAYS_A_YEAR * periods_a_year


def add_months(day: date, months: int) -> date:
    """The same day of the month, so many months later, or the month's last day if it has no such day."""
    year, month = divmod(12 * day.year + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
