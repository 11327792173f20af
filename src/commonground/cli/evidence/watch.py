"""`commonground evidence watch`: look at a feed again and again, and say what it would change in a case."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from commonground.cli import interrupts
from commonground.cli.evidence.workspace import confidence_option, plural, today, workspace_option
from commonground.cli.options import output_options
from commonground.cli.output import Output, as_plain

if TYPE_CHECKING:
    from commonground.evidence.store import Store


@click.command("watch")
@click.argument("feed")
@click.argument("named", metavar="CASE")
@click.option(
    "--every",
    type=click.FloatRange(1, 7 * 24 * 60),
    default=30.0,
    show_default=True,
    metavar="MIN",
    help="Minutes between two looks.",
)
@confidence_option
@click.option("--once", is_flag=True, help="Look once and leave.")
@workspace_option
@output_options
def command(
    feed: str,
    named: str,
    every: float,
    least: float,
    once: bool,
    workspace: Path,
    as_json: bool,
    quiet: bool,
) -> None:
    """Look at FEED every so often: what is new, what it would change in CASE, and why. Nothing is changed.

    FEED is the address of an RSS or Atom feed or of a page, or a saved feed (both need the extra [news]), or a file
    or folder. What is
    new is kept in the workspace; decide about it with: commonground evidence suggest CASE. Ctrl-C ends it. With
    --json each look is one line of JSON; with --once as well, it is one object as elsewhere.

    \b
    Examples:
      commonground watch https://www.example.org/feed.xml case.yaml --every 60
      commonground watch clippings/ case.yaml --once
    """
    from commonground.cli.inputs import read_case
    from commonground.errors import CommongroundError, UsageError
    from commonground.evidence.store import Store

    out = Output(as_json, quiet)
    read_case(named)
    if not feed.partition("://")[1] and not Path(feed).exists():
        raise UsageError(f"{feed}: there is no such file or folder", "Check the spelling of the path.")
    with Store(workspace) as store:
        links = {document.url for document in store.documents(today(None)) if document.url}
        while True:
            try:
                told = _look(out, store, feed, named, links, least)
            except CommongroundError as error:
                # One look that fails is no reason to stop a watch that runs for weeks.
                if once:
                    raise
                told = {"at": _now(), "failed": error.message, "fix": error.fix}
                out.say(f"{_now()}: {error}")
            if once:
                out.result(told)
                return
            if as_json:
                interrupts.answer_begins()
                click.echo(json.dumps(as_plain(told), ensure_ascii=True, allow_nan=False))
            out.say(f"Next look in {every:g} minute{'' if every == 1 else 's'}. Ctrl-C ends.")
            time.sleep(60 * every)


def _look(out: Output, store: Store, feed: str, named: str, links: set[str], least: float) -> dict[str, Any]:
    from commonground.case.io import find_case
    from commonground.cli.evidence.suggest import show
    from commonground.cli.inputs import read_case
    from commonground.evidence.proposed import told as proposal_dict
    from commonground.evidence.watch import look

    case, day = read_case(named), today(None)
    with out.progress(f"Reading {feed}"):
        found = look(store, feed, case, day, links, least=least, path=find_case(named))
    proposals = [proposal_dict(store, case, proposal, day) for proposal in found.looked.proposals]
    for line in found.unread:
        out.say(f"Not read: {line}")
    out.data(
        f"{_now()}: {plural(len(found.documents), 'new document')}, {plural(len(proposals), 'new proposal')} "
        f"for {case.name}"
    )
    if found.looked.less_sure:
        out.say(
            f"{plural(found.looked.less_sure, 'event')} left out, of which the coder is less sure than {least:g}."
        )
    for document in found.documents:
        out.data(f"  {document.date or 'no date'}  {document.title[:90]}  {document.url or document.origin}")
    for said in proposals:
        show(out, said)
    if proposals:
        out.say(f"Nothing was changed. Decide: commonground evidence suggest {named}")
    documents = [
        {key: value for key, value in one.as_dict().items() if key != "text"} for one in found.documents
    ]
    return {"at": _now(), "documents": documents, "proposals": proposals, "not_read": list(found.unread)}


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
