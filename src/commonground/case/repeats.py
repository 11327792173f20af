"""Changes of government that come again, every so many months."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from commonground.case.strategy_deals import Change
from commonground.case.values import months_later


def repeats(change: Change, every: int, end: date) -> Iterator[Change]:
    """The change as it comes again every so many months, up to `end`.

    The vote and a year in the name move along: "Inauguration 2029" becomes "Inauguration 2033" after 48 months.
    """
    months = every
    while change.date.month - 1 + months < 12 * (date.max.year - change.date.year + 1):
        day = months_later(change.date, months)
        if day > end:
            return
        vote = None if change.vote is None else months_later(change.vote, months)
        again = {"date": day, "vote": vote, "name": _renamed(change, day.year - change.date.year)}
        yield change.model_copy(update=again)
        months += every


def _renamed(change: Change, years: int) -> str:
    """The name of a change that comes again some years on."""
    for day in (change.date, change.vote):
        if day is not None and str(day.year) in change.name:
            return change.name.replace(str(day.year), str(day.year + years))
    return change.name
