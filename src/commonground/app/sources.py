"""What a study reads beside the case: a ledger with the voices of people, and a store of events."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from commonground.forecast.book import Book
from commonground.forecast.history.series import MonthlyEvents
from commonground.forecast.ledger import Ledger


@dataclass(frozen=True)
class Read:
    """What is open for one solution."""

    book: Book | None
    events: MonthlyEvents | None


@dataclass(frozen=True)
class Sources:
    """Where to read; each solution opens what it needs and closes it, as it may run in any thread.

    ledger : file, or None
    store  : folder with the events of the case's pair, or None
    """

    ledger: Path | None = None
    store: Path | None = None

    @contextmanager
    def opened(self) -> Iterator[Read]:
        book = None if self.ledger is None else Ledger(self.ledger).book
        if self.store is None:
            yield Read(book, None)
            return
        from commonground.evidence.store import Store
        from commonground.forecast.history.from_store import StoredMonths

        with Store(self.store, create=False) as store:
            yield Read(book, StoredMonths(store))
