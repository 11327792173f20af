"""`commonground import questions`: resolved questions of others, for practice."""

from __future__ import annotations

from pathlib import Path

import click

from commonground.cli.options import output_options
from commonground.cli.output import Output


@click.command("questions", short_help="Write a ledger of resolved questions, for practice.")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option(
    "--resolutions",
    type=click.Path(path_type=Path),
    help="The resolution set of a ForecastBench question set.",
)
@click.option(
    "--out", "-o", "target", type=click.Path(path_type=Path), help="Ledger to write (default: FILE's name)."
)
@output_options
def command(file: Path, resolutions: Path | None, target: Path | None, as_json: bool, quiet: bool) -> None:
    """Write a ledger of the questions in FILE, from ForecastBench (CSV, JSON) or the Good Judgment Project (CSV).

    Prices in the file become voices of people, and outcomes become resolutions, so that the ledger can be scored and
    weights be learned from it. Rows that cannot be used are counted and told.

    \b
    Example:
      commonground import questions ifps.csv --out practice.ledger.jsonl
    """
    from commonground.errors import EvidenceError, UsageError
    from commonground.forecast.importers.files import read_questions
    from commonground.forecast.ledger import Ledger

    out = Output(as_json, quiet)
    for given in (file, resolutions):
        if given is not None and not given.is_file():
            raise UsageError(f"There is no file {given}", "Check the spelling of the path.")
    target = target or Path(f"{file.stem}.ledger.jsonl")
    if target.exists():
        raise UsageError(f"{target} exists and is kept", "Choose another file with --out.")
    with out.progress(f"Reading {file.name}"):
        found = read_questions(file, resolutions)
    if not found.questions:
        raise EvidenceError(
            f"{file}: none of its {found.rows} rows could be used"
            + (f"; the first: {found.findings[0].message}" if found.findings else ""),
            "Give the file as it was published.",
        )
    kept = Ledger(target)
    kept.add(found.entries())
    out.result(
        {
            "path": str(target),
            "source": found.source,
            "rows": found.rows,
            "bad_rows": found.bad,
            "questions": len(found.questions),
            "forecasts": len(found.forecasts),
            "resolved": len(found.outcomes),
            "head": kept.head,
        },
        found.findings,
    )
    out.data(str(target))
    out.say(
        f"{found.source}: {len(found.questions)} questions, {len(found.forecasts)} forecasts, "
        f"{len(found.outcomes)} resolved; {found.bad} of {found.rows} rows could not be used"
    )
    for finding in found.findings[:5]:
        out.finding(finding)
    if len(found.findings) > 5:
        out.say(f"… and {len(found.findings) - 5} more; see them with --json")
    out.say(f"Next: commonground ledger score {target}")
