"""`commonground frontier`: what exactly could be agreed, with every value taken as certain."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from commonground.cli.domain_files import domain_options
from commonground.cli.options import Whole, output_options
from commonground.cli.output import Output

if TYPE_CHECKING:
    import numpy as np

    from commonground.case.draws import Draws


class Veto(click.ParamType[tuple[str, float, float]]):
    """Who must let the deal pass, written PARTY=LEAST or PARTY=LEAST~SPREAD."""

    name = "party=least~spread"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, float, float]:
        if isinstance(value, tuple):
            return value
        party, equals, rest = str(value).partition("=")
        least, _, spread = rest.partition("~")
        try:
            numbers = float(least), float(spread or 0.0)
        except ValueError:
            numbers = (float("nan"), 0.0)
        if not party.strip() or not equals or not 0.0 <= numbers[0] <= 1.0 or not 0.0 <= numbers[1] <= 1e3:
            self.fail(
                f"{value!r} does not say who asks for what. Write for example congress=0.4~0.1.", param, ctx
            )
        return party.strip(), *numbers


class Rate(click.ParamType[tuple[str, float]]):
    """What money is worth to a party, written PARTY=UTILITY."""

    name = "party=utility"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, float]:
        if isinstance(value, tuple):
            return value
        party, _, number = str(value).partition("=")
        try:
            rate = float(number)
        except ValueError:
            rate = -1.0
        if not party.strip() or not 0.0 < rate < 1e12:
            self.fail(f"{value!r} is not a rate above 0. Write for example iran=0.02.", param, ctx)
        return party.strip(), rate


@click.command("frontier")
@click.argument("files", metavar="CASE | DOMAIN PROFILE…", nargs=-1, required=True)
@click.option(
    "--veto",
    "vetoes",
    type=Veto(),
    multiple=True,
    help="Another party of the case that must let the deal pass: the utility it asks for, 0 to 1, and how "
    "uncertain that is.",
)
@click.option(
    "--rate",
    "rates",
    type=Rate(),
    multiple=True,
    help="Utility that a unit of money is worth to a party, for side payments (default: 1 for each).",
)
@click.option("--points", type=Whole(1, 100_000), default=20, show_default=True, help="Points to list.")
@domain_options
@output_options
@click.pass_context
def command(
    ctx: click.Context,
    files: tuple[str, ...],
    vetoes: tuple[tuple[str, float, float], ...],
    rates: tuple[tuple[str, float], ...],
    points: int,
    parties: tuple[str, ...],
    time: float,
    as_json: bool,
    quiet: bool,
) -> None:
    """Find all packages that cannot be improved for one party without a loss to another, exactly.

    CASE is a file or a name from the catalog, taken at the most likely value of everything. Or give the
    files of a Genius or GeniusWeb domain, in any order, with however many packages. The answer holds the
    frontier, four solutions, the zone of agreement and what would open it, trades across issues, payments
    beside the deal, and with --veto the chance that the deal is let pass at home.

    \b
    Examples:
      commonground frontier us-iran-2025
      commonground frontier us-iran-2025 --rate usa=0.01 --rate iran=0.02 --json
      commonground frontier laptop/*.xml
    """
    out = Output(as_json, quiet)
    if len(files) == 1:
        if parties or time:
            raise click.UsageError("--party and --time go with the files of a domain, not with a case.", ctx)
        found, name = _of_case(out, files[0], dict(rates), vetoes, points), files[0]
    else:
        if vetoes:
            raise click.UsageError(
                "--veto goes with a case: a domain has no parties but those at the table.", ctx
            )
        found, name = _of_domain(out, files, parties, time, dict(rates), points)
    out.result({"of": name, **found})
    if not as_json:
        from commonground.cli.frontier_view import show_all

        show_all(out, found)


def _of_case(
    out: Output,
    named: str,
    rates: dict[str, float],
    vetoes: Sequence[tuple[str, float, float]],
    points: int,
) -> dict[str, Any]:
    from commonground.cli.inputs import read_case

    case = read_case(named)
    with out.progress(f"Solving {case.name}"):
        from commonground.case.draws import draw
        from commonground.methods.common_ground.frontier import exact, veto_players
        from commonground.methods.common_ground.utility import build_problem

        draws = draw(case, modes=True)
        problem = build_problem(draws)
        asked = {party: (least, spread) for party, least, spread in vetoes}
        _require_bystanders(draws, asked)
        return exact(
            draws,
            problem,
            rate=_rates(problem.parties, rates),
            vetoes=veto_players(draws, asked) if asked else None,
            listed=points,
        )


def _of_domain(
    out: Output,
    files: Sequence[str],
    parties: Sequence[str],
    time: float,
    rates: dict[str, float],
    points: int,
) -> tuple[dict[str, Any], str]:
    from commonground.cli.domain_files import read_domain

    domain = read_domain(files, parties, time)
    with out.progress(f"Solving {domain.name}"):
        from commonground.methods.frontier import from_domain
        from commonground.methods.frontier.report import report

        problem = from_domain(domain)
        found = report(problem, rate=_rates(problem.parties, rates), listed=points)
        return {**found, "alone": None}, domain.name


def _rates(parties: Sequence[str], rates: dict[str, float]) -> np.ndarray:
    import numpy as np

    _require_known(rates, parties, "--rate")
    return np.array([rates.get(party, 1.0) for party in parties])


def _require_bystanders(draws: Draws, asked: dict[str, Any]) -> None:
    signing = {draws.parties[p] for p in draws.signatories}
    _require_known(asked, [party for party in draws.parties if party not in signing], "--veto")


def _require_known(named: dict[str, Any], known: Sequence[str], option: str) -> None:
    from commonground.errors import UsageError, did_you_mean

    for party in named:
        if party not in known:
            who = (
                "party at the table" if option == "--rate" else "party of the case beside those at the table"
            )
            fix = did_you_mean(party, known) or "Add it to the case, with positions of its own."
            raise UsageError(f"{option} names no {who} (got {party})", fix)
