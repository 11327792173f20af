"""`commonground check`: all faults of a case file at once."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import click

from commonground.cli.failures import (
    EXIT_CASE,
    EXIT_STRICT,
    EXIT_USAGE,
    Failure,
    FaultsFoundError,
    count_faults,
)
from commonground.cli.options import output_options
from commonground.cli.output import Output

if TYPE_CHECKING:
    from commonground.errors import Finding


@dataclass(frozen=True)
class Verdict:
    """What was found in one case."""

    case: str
    findings: tuple[Finding, ...]
    exit_code: int

    def of(self, *levels: str) -> tuple[Finding, ...]:
        """Findings of these levels."""
        return tuple(finding for finding in self.findings if finding.level in levels)

    def line(self) -> str:
        """The verdict for a reader."""
        if not self.findings:
            return f"{self.case}: fine"
        return f"{self.case}: {'' if self.exit_code else 'valid, '}{count_faults(self.findings)}"

    def as_dict(self) -> dict[str, Any]:
        """The verdict for `--json`."""
        errors, warnings = len(self.of("error")), len(self.of("warning"))
        return {"case": self.case, "valid": not self.exit_code, "errors": errors, "warnings": warnings}


@click.command("check")
@click.argument("cases", metavar="CASE…", nargs=-1)
@click.option("--strict", is_flag=True, help="Leave with exit code 6 if there are warnings.")
@click.option(
    "--schema", is_flag=True, help="Print the JSON Schema of case files, for editors; needs no CASE."
)
@output_options
@click.pass_context
def command(
    ctx: click.Context, cases: tuple[str, ...], strict: bool, schema: bool, as_json: bool, quiet: bool
) -> None:
    """Read one or more cases and list everything that is wrong, with line, column and the way to mend it.

    CASE is a file or a name from the catalog. Errors make a case invalid (exit code 3). Warnings and
    notes are for you to judge: a value without evidence, an interval cut off by its range.

    \b
    Examples:
      commonground check water-talks.yaml
      commonground check --strict *.yaml
      commonground check --schema > commonground.schema.json
    """
    if schema:
        if cases:
            raise click.UsageError("--schema prints the schema of all case files and takes no CASE.", ctx)
        _print_schema()
        return
    if not cases:
        raise click.UsageError("Missing argument 'CASE…'.", ctx)
    out = Output(as_json, quiet)
    verdicts = []
    for case in cases:
        verdicts.append(verdict := _check(case))
        for finding in verdict.findings:
            out.finding(finding)
        out.data(verdict.line())
    _leave(out, verdicts, strict)


def _print_schema() -> None:
    from commonground.case.schema import json_schema

    click.echo(json.dumps(json_schema(), indent=2, ensure_ascii=False, allow_nan=False))


def _check(case: str) -> Verdict:
    """Verdict on one case; an unreadable one is a fault like others, so that the rest is checked too."""
    from commonground.case.check import check_case
    from commonground.cli.failures import failure_of
    from commonground.cli.inputs import placed, read_case
    from commonground.errors import CaseError, Finding, UsageError

    try:
        return Verdict(case, placed(case, check_case(read_case(case))), 0)
    except CaseError as error:
        return Verdict(case, error.findings, EXIT_CASE)
    except (UsageError, OSError) as error:
        failure = failure_of(error)
        return Verdict(case, (Finding("error", "", failure.message, failure.fix),), EXIT_USAGE)


def _leave(out: Output, verdicts: list[Verdict], strict: bool) -> None:
    findings = tuple(finding for verdict in verdicts for finding in verdict.findings)
    data = {"cases": [verdict.as_dict() for verdict in verdicts]}
    exit_code = max(verdict.exit_code for verdict in verdicts)
    doubtful = [verdict for verdict in verdicts if verdict.of("warning")]
    if exit_code:
        bad = [verdict.case for verdict in verdicts if verdict.exit_code]
        kind, message = ("CaseError", "Not valid") if exit_code == EXIT_CASE else ("UsageError", "Not read")
        errors = [finding for finding in findings if finding.level == "error"]
        fix = errors[0].fix if len(errors) == 1 and errors[0].fix else "Mend what is listed, and check again."
        failure = Failure(kind, f"{message}: {', '.join(bad)}", fix, exit_code, findings)
    elif strict and doubtful:
        message = f"Warnings in {', '.join(verdict.case for verdict in doubtful)}"
        fix = "Mend the warnings, or check without --strict."
        failure = Failure("StrictFindings", message, fix, EXIT_STRICT, findings)
    else:
        out.result(data, findings)
        return
    # For a reader the findings stand above already, each beside its case.
    raise FaultsFoundError(failure if out.json else replace(failure, findings=()), data)
