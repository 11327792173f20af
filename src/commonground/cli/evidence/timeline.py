"""`commonground evidence timeline`: two parties over time."""

from __future__ import annotations

from datetime import date
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from commonground.cli.evidence.workspace import (
    as_of_option,
    chart_option,
    check_chart,
    confidence_option,
    draw,
    pair_of,
    plural,
    span_options,
    tell_codes,
    today,
    workspace_option,
)
from commonground.cli.options import output_options
from commonground.cli.output import Output

if TYPE_CHECKING:
    from commonground.errors import EvidenceError
    from commonground.evidence.ontology.quads import Convention
    from commonground.evidence.timeline import Timeline, Unit


_SHOWN = 2  # periods without events that are shown one by one


@click.command("timeline")
@click.option(
    "--pair", required=True, metavar="A,B", help="Codes or names of the two parties, such as USA,IRN."
)
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
@confidence_option
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
    least: float,
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

    For each period: events by class, talks, and the mean Goldstein score, with its 95 % interval from five events
    on. Bodies have codes of three or six letters, such as IGOUNO for the United Nations. Events of documents are
    read by rules, which err; those of which they are less sure than --min-confidence are left out.

    \b
    Examples:
      commonground evidence timeline --pair USA,IRN --from 2018-01-01 --to 2020-12-31
      commonground evidence timeline --pair USA,IRN --by week --set gdelt2 --chart talks.svg
    """
    from commonground.evidence.store import Store
    from commonground.evidence.timeline import timeline

    codes = pair_of(pair)
    check_chart(chart)
    out, day = Output(as_json, quiet), today(as_of)
    with Store(workspace, create=False) as store:
        line = timeline(
            store,
            codes,
            day,
            start,
            end,
            unit=unit,
            convention=convention,
            directed=directed,
            sets=sets or None,
            documents=documents,
            least=least,
        )
        if not line.events:
            raise _nothing(line, start, end)
        if chart is not None:
            from commonground.charts.evidence.relation import relation
            from commonground.evidence.notable import notable

            events = notable(
                store,
                codes,
                day,
                start,
                end,
                directed=directed,
                sets=sets or None,
                documents=documents,
                least=least,
            )
            draw(relation(line, events), chart)
            out.say(f"Drawn: {chart}")
    out.result(line)
    _show(out, line)


def _nothing(line: Timeline, start: date | None, end: date | None) -> EvidenceError:
    from commonground.errors import EvidenceError
    from commonground.evidence.names import is_code

    span = "".join(f" {word} {day}" for word, day in (("from", start), ("to", end)) if day)
    what = f"No events of {line.pair[0]} and {line.pair[1]}{span} known on {line.as_of}"
    if line.left_out:
        return EvidenceError(
            f"{what}, but {line.left_out} of less confidence than {line.least:g}",
            "Count them: --min-confidence 0",
        )
    strange = [code for code in line.pair if not is_code(code)]
    if strange:
        return EvidenceError(
            what, f"No country or body has the code {strange[0]}: write ISO codes or names, such as USA,Iran."
        )
    return EvidenceError(what, "Add documents or import a set first, or ask for more time.")


def _show(out: Output, line: Timeline) -> None:
    names = ("verbal coop.", "material coop.", "verbal confl.", "material confl.")
    rows: list[list[str]] = []
    for empty, run in groupby(line.periods, key=lambda period: not period.events):
        periods = list(run)
        if empty and len(periods) > _SHOWN:
            last = periods[-1].start.isoformat()
            rows.append(
                [
                    periods[0].start.isoformat(),
                    "0",
                    *[""] * 5,
                    f"none to {last} ({len(periods)} {line.unit}s)",
                ]
            )
            continue
        for period in periods:
            mean = "-" if period.goldstein is None else f"{period.goldstein:+.1f}"
            spread = "" if period.low is None else f" ({period.low:+.1f} to {period.high:+.1f})"
            counts = [str(period.quads[kind]) for kind in (1, 2, 3, 4)]
            rows.append(
                [period.start.isoformat(), str(period.events), *counts, str(period.talks), mean + spread]
            )
    arrow = "→" if line.directed else "–"
    title = f"{line.pair[0]} {arrow} {line.pair[1]}; classes by {line.convention}. {line.basis}"
    out.table([line.unit, "events", *names, "talks", "mean Goldstein (95 %)"], rows, title)
    if line.left_out:
        out.say(
            f"{plural(line.left_out, 'event')} left out, of which the coder is less sure than {line.least:g} "
            "(--min-confidence)."
        )
    tell_codes(out, line.pair)
