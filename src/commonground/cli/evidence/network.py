"""`commonground evidence network`: who is named together."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from commonground.cli.evidence.workspace import (
    as_of_option,
    chart_option,
    check_chart,
    draw,
    span_options,
    today,
    workspace_option,
)
from commonground.cli.options import output_options
from commonground.cli.output import Output


@click.command("network")
@click.option("--most", type=click.IntRange(2, 200), default=25, show_default=True, help="Parties to keep.")
@click.option(
    "--least", type=click.IntRange(1), default=1, show_default=True, help="Documents and events of a link."
)
@span_options
@chart_option
@as_of_option
@workspace_option
@output_options
def command(
    most: int,
    least: int,
    start: date | None,
    end: date | None,
    sets: tuple[str, ...],
    documents: bool,
    chart: Path | None,
    as_of: date | None,
    workspace: Path,
    as_json: bool,
    quiet: bool,
) -> None:
    """Show which parties documents name together, and between which imported sets have events.

    \b
    Examples:
      commonground evidence network --from 2025-01-01
      commonground evidence network --most 12 --chart network.svg
    """
    from commonground.errors import EvidenceError
    from commonground.evidence.network import network
    from commonground.evidence.store import Store

    check_chart(chart)
    out, day = Output(as_json, quiet), today(as_of)
    with Store(workspace, create=False) as store:
        found = network(
            store, day, start, end, sets=sets or None, documents=documents, most=most, least=least
        )
    if not found.links:
        raise EvidenceError(
            f"No two parties are named together by {day}", "Add documents or import a set first."
        )
    if chart is not None:
        from commonground.charts.evidence.network import network as figure

        draw(figure(found), chart)
        out.say(f"Drawn: {chart}")
    out.result(found)
    out.table(
        ["party", "party", "documents", "events", "mean Goldstein"],
        [
            [
                link.one,
                link.other,
                str(link.documents),
                str(link.events),
                "-" if link.goldstein is None else f"{link.goldstein:+.1f}",
            ]
            for link in found.links[:50]
        ],
    )
