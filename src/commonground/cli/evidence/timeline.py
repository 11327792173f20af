"""`commonground evidence timeline`: two parties over time."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

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

if TYPE_CHECKING:
    from commonground.evidence.ontology.quads import Convention
    from commonground.evidence.timeline import Timeline, Unit


@click.command("timeline")
@click.option("--pair", required=True, metavar="A,B", help="Codes of the two parties, such as USA,IRN.")
@click.option(
    "--by",
    "unit",
    type=click.Choice(["month", "week", "day"]),
    default="month",
    show_default=True,
    help="Period.",
)
@click.option(
    "--convention",
    type=click.Choice(["plover", "gdelt", "phoenix"]),
    default="plover",
    show_default=True,
    help="By which events are sorted into cooperation and conflict, in words and in deeds.",
)
@click.option("--directed", is_flag=True, help="Only what A did to B.")
@span_options
@chart_option
@as_of_option
@workspace_option
@output_options
def command(
    pair: str,
    unit: Unit,
    convention: Convention,
    directed: bool,
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
    """Count what two parties did to each other by month, week or day, and how friendly it was.

    For each period: events by class, the mean Goldstein score with its 95 % interval, talks, and material
    conflict. Bodies have codes of three or six letters, such as IGOUNO.

    \b
    Examples:
      commonground evidence timeline --pair USA,IRN --from 2018-01-01 --to 2020-12-31
      commonground evidence timeline --pair USA,IRN --by week --set gdelt2 --chart talks.svg
    """
    from commonground.errors import EvidenceError, UsageError
    from commonground.evidence.store import Store
    from commonground.evidence.timeline import timeline

    codes = [code.strip().upper() for code in pair.split(",")]
    if len(codes) != 2:
        raise UsageError(f"--pair needs two codes (got {pair!r})", "Write --pair USA,IRN.")
    check_chart(chart)
    out, day = Output(as_json, quiet), today(as_of)
    with Store(workspace, create=False) as store:
        line = timeline(
            store,
            (codes[0], codes[1]),
            day,
            start,
            end,
            unit=unit,
            convention=convention,
            directed=directed,
            sets=sets or None,
            documents=documents,
        )
        if not line.events:
            raise EvidenceError(
                f"No events of {codes[0]} and {codes[1]} known on {day}",
                "Add documents or import a set first.",
            )
        if chart is not None:
            from commonground.charts.evidence.relation import relation
            from commonground.evidence.timeline import notable

            events = notable(
                store,
                (codes[0], codes[1]),
                day,
                start,
                end,
                directed=directed,
                sets=sets or None,
                documents=documents,
            )
            draw(relation(line, events), chart)
            out.say(f"Drawn: {chart}")
    out.result(line)
    _show(out, line)


def _show(out: Output, line: Timeline) -> None:
    names = ("verbal coop.", "material coop.", "verbal confl.", "material confl.")
    rows = []
    for period in line.periods:
        mean = "-" if period.goldstein is None else f"{period.goldstein:+.1f}"
        spread = "" if period.low is None else f" ({period.low:+.1f} to {period.high:+.1f})"
        counts = [str(period.quads[kind]) for kind in (1, 2, 3, 4)]
        rows.append([period.start.isoformat(), str(period.events), *counts, str(period.talks), mean + spread])
    arrow = "→" if line.directed else "–"
    title = f"{line.pair[0]} {arrow} {line.pair[1]}, known on {line.as_of}; classes by {line.convention}"
    out.table([line.unit, "events", *names, "talks", "mean Goldstein (95 %)"], rows, title)
