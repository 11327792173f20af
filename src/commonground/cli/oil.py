"""`commonground oil`: what the outcomes of a case mean for the price of a commodity."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from commonground.case.limits import MOST_DRAWS, MOST_SEED
from commonground.cli.forecast_options import ledger_used, sources_options, stored_events
from commonground.cli.options import DRAWS_VARIABLE, SEED_VARIABLE, IsoDate, Whole, output_options
from commonground.cli.output import Output

if TYPE_CHECKING:
    from commonground.case.model import Case
    from commonground.study.market import Chances

OUTCOMES = ("agreement", "impasse", "confrontation")


class Chance(click.ParamType[tuple[str, float]]):
    """The chance of an outcome, written OUTCOME=P."""

    name = "outcome=p"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, float]:
        if isinstance(value, tuple):
            return value
        outcome, _, number = str(value).partition("=")
        try:
            p = float(number)
        except ValueError:
            p = -1.0
        if outcome.strip() not in OUTCOMES or not 0.0 <= p <= 1.0:
            self.fail(
                f"{value!r} is no outcome with a chance from 0 to 1. Write for example agreement=0.2.",
                param,
                ctx,
            )
        return outcome.strip(), p


@click.command("oil")
@click.argument("case", metavar="CASE")
@click.option(
    "--prices",
    type=click.Path(path_type=Path, dir_okay=False),
    help="CSV with a date and a price on each line, by day (2025-03-07) or by month (2025-02); default: the series "
    "that the case names. Later prices than the case's date are not read.",
)
@click.option(
    "--chance",
    "given",
    type=Chance(),
    multiple=True,
    help="Chance of an outcome, such as agreement=0.2, in place of the forecast; what is left is an impasse.",
)
@click.option(
    "--as-of",
    type=IsoDate(),
    help="Look at the case from this day on, with less time left; not before its own date (the default).",
)
@click.option(
    "--draws",
    type=Whole(1, MOST_DRAWS),
    envvar=DRAWS_VARIABLE,
    help=f"How many times to sample the case; more is finer and slower. Also {DRAWS_VARIABLE}.",
)
@click.option(
    "--seed",
    type=Whole(0, MOST_SEED),
    envvar=SEED_VARIABLE,
    help=f"Start of the random numbers; same seed, same result. Also {SEED_VARIABLE}.",
)
@sources_options
@output_options
def command(
    case: str,
    prices: Path | None,
    given: tuple[tuple[str, float], ...],
    as_of: date | None,
    draws: int | None,
    seed: int | None,
    ledger: Path | None,
    no_ledger: bool,
    workspace: Path | None,
    no_workspace: bool,
    as_json: bool,
    quiet: bool,
) -> None:
    """Show the price after each outcome of CASE, and mixed by the forecast, 1, 3, 6 and 12 months ahead.

    CASE is a file or a name from the catalog with a market block, for whatever commodity it names; or a study
    that `commonground run` saved. The outcomes weigh as the pooled forecast of their questions has it, as in the
    brief. Supply after each outcome is netted against spare capacity and stocks and becomes a price by published
    elasticities; the price by itself walks as far as it has in the past.

    \b
    Examples:
      commonground oil us-iran-2025
      commonground oil us-iran-2025 --chance agreement=0.4 --chance confrontation=0.1
      commonground oil gas-talks.yaml --prices ttf.csv --json
    """
    out = Output(as_json, quiet)
    chosen = dict(_once(given))
    loaded, study = _read(out, case, as_of)
    if chosen:
        chances = _chances_given(chosen)
    else:
        if study is None:
            sources = (ledger_used(loaded.name, ledger, no_ledger), workspace, no_workspace)
            study = _solve(out, loaded, draws, seed, *sources)
        chances = _chances_of(study)
    with out.progress(f"Pricing {loaded.name}"):
        from commonground.market.series import read_prices
        from commonground.study.market import market_record
        from commonground.study.record import plain

        series, gaps = read_prices(prices) if prices is not None else (None, ())
        data, told = market_record(loaded, chances, prices=series, n=draws, seed=seed)
    findings = (*gaps, *told)
    out.result({"case": loaded.name, **plain(data)}, findings)
    if as_json:
        return
    from commonground.cli.oil_view import show_market

    show_market(out, data)
    for finding in findings:
        out.finding(finding)


def _once(given: tuple[tuple[str, float], ...]) -> tuple[tuple[str, float], ...]:
    if len({name for name, _ in given}) < len(given):
        raise click.UsageError("A chance is given twice.", click.get_current_context())
    if sum(p for _, p in given) > 1.0 + 1e-9:
        raise click.UsageError("The chances add up to more than 1.", click.get_current_context())
    return given


def _read(out: Output, named: str, as_of: date | None) -> tuple[Case, Mapping[str, Any] | None]:
    """The case, and the record of its study if that is what was named and it is of the day."""
    from commonground.cli.inputs import is_study, read_case, read_study, require_input
    from commonground.errors import MissingInput

    require_input(named)
    study = read_study(Path(named)).data if is_study(Path(named)) else None
    with out.progress(f"Reading {named}"):
        from commonground.case.as_of import seen_from
        from commonground.case.io import case_from_data

        case = read_case(named) if study is None else case_from_data(study["case"], named)
        if as_of is not None:
            case, _ = seen_from(case, as_of)
    if case.market is None:
        raise MissingInput(
            f"{case.name} has no market block",
            ["market"],
            "Add market: as the template of commonground init shows, or try: commonground oil us-iran-2025",
        )
    return case, study if as_of is None else None


def _chances_given(given: dict[str, float]) -> Chances:
    """The chances on the command line; the one outcome that is left out takes what is left, an impasse first."""
    from commonground.study.market import Chances

    left = max(1.0 - sum(given.values()), 0.0)
    p = {"impasse": 0.0, **given}
    missing = [name for name in ("impasse", "agreement", "confrontation") if name not in given]
    if missing:
        p[missing[0]] = left
    _require_whole(p)
    return Chances(p, dict.fromkeys(p, "given"))


def _solve(
    out: Output,
    case: Case,
    draws: int | None,
    seed: int | None,
    ledger: Path | None,
    workspace: Path | None,
    no_workspace: bool,
) -> Mapping[str, Any]:
    """The record of the study, as a brief makes it but for what would change the outcome."""
    with out.progress(f"Solving {case.name}"), stored_events(case, workspace, no_workspace) as events:
        from commonground.study.run import run

        return run(case, draws=draws, seed=seed, ledger=ledger, events=events, explore=False).data


def _chances_of(study: Mapping[str, Any]) -> Chances:
    """The chances of the outcomes by a study.

    Raises
    ------
    MissingInput : neither a method nor a forecast gives them, as the case does not say how long talks take
    """
    from commonground.errors import MissingInput
    from commonground.study.market import chances_of

    found = chances_of(study)
    if found is None:
        raise MissingInput(
            "no method gives the chances of the outcomes",
            ["talks.tempo"],
            "Add talks.tempo, or give --chance.",
        )
    return found


def _require_whole(p: dict[str, float]) -> None:
    if abs(sum(p.values()) - 1.0) > 1e-9:
        raise click.UsageError(
            "The chances of all three outcomes must add up to 1; leave one out and it takes what is left.",
            click.get_current_context(),
        )
