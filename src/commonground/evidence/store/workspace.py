"""The store of a workspace: documents, events, proposals and imported sets.

    with Store(Path(".commonground")) as store:
        added = store.add(document)
        store.put_events(added.id, events)
        store.events(as_of=date(2025, 3, 8), pair=("USA", "IRN"))

Writes are whole or not at all. Every read takes `as_of`, and SQLite itself keeps what is later out of sight.
A Store belongs to one thread; as many processes as you like may have one open.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from commonground.errors import EvidenceError, UsageError
from commonground.evidence.events import Event
from commonground.evidence.reading.document import Document
from commonground.evidence.store import documents as kept
from commonground.evidence.store import events as told
from commonground.evidence.store import search as searching
from commonground.evidence.store.bulk import Sets
from commonground.evidence.store.connection import Reader, insert, open_writer, plain, transaction
from commonground.evidence.store.documents import Added, Hit
from commonground.evidence.store.events import StoredEvent
from commonground.evidence.store.proposals import DECISIONS, Decision, Proposal, proposal_of, row_of

DEFAULT_FOLDER = ".commonground"
FILE = "evidence.sqlite"
RULES = "rules"  # the coder that ships


class Store:
    """Evidence under one folder; made when it is first used.

    Parameters
    ----------
    folder : the workspace, ".commonground" by default
    create : False to fail instead of making a new one
    """

    def __init__(self, folder: Path | str = DEFAULT_FOLDER, create: bool = True) -> None:
        self.folder = Path(folder)
        path = self.folder / FILE
        if not create and not path.is_file():
            raise EvidenceError(
                f"{self.folder} holds no evidence yet",
                "Add some: commonground evidence add FILE (or name the folder with --workspace).",
            )
        self._writer = open_writer(path)
        self._reader = Reader(path)
        self.sets = Sets(self.folder / "sets", self._writer)

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Give the files back."""
        self._reader.close()
        self._writer.close()

    # --- documents

    def add(
        self, document: Document, events: Sequence[Event] | None = None, day: date | None = None
    ) -> Added:
        """Keep a document, with its events if they are given, together or not at all.

        One with the same content is not kept twice, but what it lacked is filled in from a copy that was known no
        later. Its day changes if what states the new one counts more (`Document.dated`). All that was read by the old
        day goes with it: its events, to be coded anew, its open proposals, and that it was looked at for a case.

        Parameters
        ----------
        day : by which the events were read; if the document has another by now, they are left out
        """
        with transaction(self._writer):
            added = kept.put(self._writer, document, datetime.now(UTC))
            if events is not None and added.document.date == day:
                told.put(self._writer, added.id, events, RULES)
            return added

    def add_all(self, documents: Iterable[Document]) -> list[Added]:
        """Keep documents, all or none."""
        now = datetime.now(UTC)
        with transaction(self._writer):
            return [kept.put(self._writer, document, now) for document in documents]

    def planned(self, document: Document) -> Added:
        """What `add` would make of a document."""
        return kept.planned(self._writer, document)

    def remove(self, name: str) -> Document:
        """Take a document out, with its events and with all that was proposed from it, decided or not.

        Raises
        ------
        EvidenceError : there is none of that id, or more than one.
        """
        found = self.document(name, date.max)
        with transaction(self._writer):
            self._writer.execute("DELETE FROM documents WHERE id = ?", (found.id,))
        return found

    def documents(self, as_of: date, since: date | None = None, limit: int | None = None) -> list[Document]:
        """Documents known on a day, the latest first."""
        query = (
            "SELECT * FROM seen_documents WHERE known >= :since ORDER BY known DESC, number DESC LIMIT :limit"
        )
        values = {"since": since.isoformat() if since else "", "limit": -1 if limit is None else limit}
        return [kept.of_row(row) for row in self._reader.rows(as_of, query, values)]

    def months(self, as_of: date) -> list[str]:
        """Months in which documents known on a day are dated, such as "2025-02"."""
        query = (
            "SELECT DISTINCT substr(coalesce(day, known), 1, 7) AS month FROM seen_documents ORDER BY month"
        )
        return [str(row["month"]) for row in self._reader.rows(as_of, query)]

    def document(self, name: str, as_of: date) -> Document:
        """The document whose id begins so, or that its source named so.

        Raises
        ------
        EvidenceError : there is none as of that day, or more than one.
        """
        query = "SELECT * FROM seen_documents WHERE substr(id, 1, length(:n)) = :n OR name = :n LIMIT 3"
        rows = self._reader.rows(as_of, query, {"n": plain(name)}) if name else []
        exact = [row for row in rows if row["id"] == name] or rows
        if len(exact) != 1:
            known = "" if as_of == date.max else f" known on {as_of}"
            what = f"{len(exact)} documents have" if exact else f"No document{known} has"
            raise EvidenceError(f"{what} the id {name!r}", "List them: commonground evidence list")
        return kept.of_row(exact[0])

    def search(self, words: str, as_of: date, limit: int = 20) -> list[Hit]:
        """Documents with all these words in title or text, best first; "quoted words" stand together.

        Words of the query have no special meaning, so no query can be a wrong one. Of more documents than are ranked,
        the latest are.

        Raises
        ------
        UsageError : there is no word in it, or it is far too long.
        """
        return searching.search(self._reader, words, as_of, limit)

    # --- events

    def put_events(self, document: str, events: Sequence[Event], coder: str = RULES) -> int:
        """Make these the coder's events of a document, in place of those it had; gives how many are kept.

        The same event told twice in one document is kept once. An event's day is its own, else the
        document's; it is known from the later of the two, so what is announced is not seen before it happens.
        """
        with transaction(self._writer):
            return told.put(self._writer, document, events, coder)

    def events(
        self,
        as_of: date,
        pair: tuple[str, str] | None = None,
        start: date | None = None,
        end: date | None = None,
        document: str | None = None,
        status: str | None = None,
    ) -> list[StoredEvent]:
        """Events known on a day, by day.

        Parameters
        ----------
        pair       : codes of two parties, in either direction or acting together; "USA" also takes "USAGOV"
        start, end : days of the event, both included
        document   : id of one document
        status     : "actual", "hypothetical", "negated" or "past"
        """
        query, values = told.query(as_of, pair, start, end, document, status)
        return [told.of_row(row) for row in self._reader.rows(as_of, query, values)]

    # --- proposals

    def propose(self, proposals: Iterable[Proposal]) -> list[int]:
        """Keep proposed changes; one that the same document made before is not kept twice. Gives their numbers."""
        numbers = []
        with transaction(self._writer):
            for proposal in proposals:
                known = self._writer.execute(
                    "SELECT known FROM documents WHERE id = ?", (proposal.document,)
                ).fetchone()
                if known is None:
                    raise EvidenceError(
                        f"The store has no document {proposal.document!r}", "Add the document first."
                    )
                row = {**row_of(proposal), "known": known[0], "status": "open", "decider": ""}
                insert(self._writer, "proposals", row, "ON CONFLICT DO NOTHING")
                same = (
                    "SELECT number FROM proposals WHERE subject = :subject AND document = :document "
                    "AND kind = :kind AND path = :path AND change = :change"
                )
                numbers.append(int(self._writer.execute(same, row).fetchone()[0]))
        return numbers

    def proposals(
        self, as_of: date, subject: str | None = None, status: Decision | None = None
    ) -> list[Proposal]:
        """Proposed changes known on a day, in the order they came."""
        query = (
            "SELECT * FROM seen_proposals WHERE (:subject IS NULL OR subject = :subject) "
            "AND (:status IS NULL OR status = :status) ORDER BY number"
        )
        rows = self._reader.rows(as_of, query, {"subject": subject, "status": status})
        return [proposal_of(row) for row in rows]

    def looked(self, subject: str, basis: str) -> frozenset[str]:
        """Ids of the documents that were looked at for a case in this state."""
        query = "SELECT document FROM looked WHERE subject = ? AND basis = ?"
        return frozenset(row[0] for row in self._writer.execute(query, (subject, basis)))

    def mark_looked(self, subject: str, basis: str, documents: Iterable[str]) -> None:
        """Remember that these documents were looked at for a case in this state."""
        with transaction(self._writer):
            rows = [(subject, document, basis) for document in documents]
            self._writer.executemany("INSERT OR IGNORE INTO looked VALUES (?, ?, ?)", rows)

    def decide(self, number: int, status: Decision, decider: str) -> None:
        """Accept or reject a proposal, or open it again.

        Raises
        ------
        EvidenceError : there is no such proposal.
        """
        if status not in DECISIONS:
            raise UsageError(f"{status!r} is not a decision", f"Use one of: {', '.join(DECISIONS)}.")
        decided = None if status == "open" else datetime.now(UTC).isoformat(timespec="seconds")
        with transaction(self._writer):
            done = self._writer.execute(
                "UPDATE proposals SET status = ?, decided = ?, decider = ? WHERE number = ?",
                (status, decided, "" if status == "open" else decider, number),
            )
            if not done.rowcount:
                raise EvidenceError(f"There is no proposal {number}", "List the proposals of the case first.")
