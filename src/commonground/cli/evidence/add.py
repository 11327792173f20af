"""`commonground evidence add`: documents into the store, and their events."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from commonground.cli.evidence.workspace import today, workspace_option
from commonground.cli.options import IsoDate, output_options
from commonground.cli.output import Output

if TYPE_CHECKING:
    from collections.abc import Iterator

    from commonground.evidence.reading.document import Document
    from commonground.evidence.reading.files import Unread
    from commonground.evidence.store import Store


@click.command("add")
@click.argument("sources", metavar="SOURCE…", nargs=-1, required=True)
@click.option("--date", "day", type=IsoDate(), help="Day of publication of what has none of its own.")
@click.option("--source", default="", help="Publisher of what has none of its own.")
@click.option(
    "--code/--no-code", default=True, help="Find the events in them (default), or only keep the text."
)
@workspace_option
@output_options
def command(
    sources: tuple[str, ...],
    day: date | None,
    source: str,
    code: bool,
    workspace: Path,
    as_json: bool,
    quiet: bool,
) -> None:
    """Read SOURCE and keep it: a text, web page, mail, PDF or .jsonl file, a folder of them, or an address.

    An address, of a page or a feed, is the one thing that uses the network; it needs the extra [news]. What has
    the same content is kept once. What cannot be read is told of, and the rest is added all the same.

    \b
    Examples:
      commonground evidence add article.txt --date 2025-03-15
      commonground evidence add clippings/
      commonground evidence add https://www.example.org/feed.xml
    """
    from dataclasses import replace

    from commonground.errors import EvidenceError
    from commonground.evidence.reading.files import Unread
    from commonground.evidence.store import Store

    out = Output(as_json, quiet)
    told: list[dict[str, Any]] = []
    unread: list[str] = []
    with Store(workspace) as store:
        for name in sources:
            with out.progress(f"Reading {name}"):
                for found in _read(name, day):
                    if isinstance(found, Unread):
                        unread.append(found.line())
                        continue
                    kept = found if found.source or not source else replace(found, source=source)
                    told.append(_add(store, kept, code))
    if not told:
        raise EvidenceError(
            f"Nothing was added: {unread[0] if unread else 'no documents'}", "Check the path."
        )
    for line in unread:
        out.say(f"Not read: {line}")
    out.result({"documents": told, "not_read": unread})
    out.table(
        ["id", "date", "title", "new", "events"],
        [
            [d["id"], d["date"] or "-", d["title"][:70], "yes" if d["new"] else "no", str(d["events"])]
            for d in told
        ],
    )
    later = sum(bool(d["date"]) and d["date"] > today(None).isoformat() for d in told)
    if later:
        out.say(f"{later} with a date in the future: not shown before that day.")
    undated = sum(not d["date"] for d in told)
    if undated:
        out.say(f"{undated} without a date of publication: known from today on. Give it with --date.")


def _read(name: str, day: date | None) -> Iterator[Document | Unread]:
    from commonground.evidence.reading.files import read_path

    if name.partition("://")[1]:
        from commonground.evidence.reading.web import read_address

        yield from read_address(name)
    else:
        yield from read_path(Path(name), day)


def _add(store: Store, document: Document, wanted: bool) -> dict[str, Any]:
    added = store.add(document)
    events = 0
    if wanted and document.language in ("en", ""):
        from commonground.evidence.coder.code import code

        events = store.put_events(
            added.id, code(document.text, document.date, document.name or added.id).events
        )
    day = document.date.isoformat() if document.date else None
    return {"id": added.id, "new": added.new, "date": day, "title": document.title, "events": events}
