"""`commonground forecast`: the pooled answer to every question of a case, a person's voice, and past cases like it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from commonground.cli import forecast_add, forecast_past
from commonground.cli.forecast_options import (
    Weight,
    default_ledger,
    ledger_used,
    sources_options,
    stored_events,
)
from commonground.cli.options import output_options, settings_dict, study_options
from commonground.cli.output import Output

if TYPE_CHECKING:
    from commonground.forecast.ledger import Ledger
    from commonground.forecast.pool import Weights


class _CaseFirst(click.Group):
    """A group whose own work needs no name: `forecast CASE` is `forecast show CASE`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if args and args[0] not in self.commands and args[0] not in ctx.help_option_names:
            args = ["show", *args]
        return super().parse_args(ctx, args)


@click.group("forecast", cls=_CaseFirst, invoke_without_command=True)
@click.pass_context
def command(ctx: click.Context) -> None:
    """Forecast the questions of a case: `commonground forecast CASE`, add a person's voice, or look at the past.

    \b
    Examples:
      commonground forecast us-iran-2025
      commonground forecast similar us-iran-2025 --icb data/icb
      commonground forecast add us-iran-2025 --question deal-by-march-2026 --p 0.2 --by Ann --because "No talks yet"
    """
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


@command.command("show", short_help="Show the pooled forecasts of a case (also without the word show).")
@click.argument("case", metavar="CASE")
@click.option(
    "--weight",
    "weight",
    type=Weight(),
    multiple=True,
    help="Weight of a family (history, structure, people) or of a voice, such as history=2; the others count 1.",
)
@click.option(
    "--learned-weights/--equal-weights",
    "learned",
    default=None,
    help="Weights from the ledger's track record, or equal ones (default: learned, once 30 questions have resolved).",
)
@click.option(
    "--record", is_flag=True, help="Write the voices of history and methods, and the pool, into the ledger."
)
@sources_options
@study_options
@output_options
def show(
    case: str,
    weight: tuple[tuple[str, float], ...],
    learned: bool | None,
    record: bool,
    ledger: Path | None,
    no_ledger: bool,
    workspace: Path | None,
    no_workspace: bool,
    draws: int | None,
    seed: int | None,
    modes: bool,
    as_of: date | None,
    methods: tuple[str, ...],
    settings: tuple[tuple[str, Any], ...],
    as_json: bool,
    quiet: bool,
) -> None:
    """Show the pooled forecast of each question of CASE, with every voice, its weight and its influence.

    Methods that answer a question are voices of the family structure; forecasts that people added to the
    ledger up to the case's date are voices of the family people; reference classes, crises like this one and
    the events of a pair, which the case's block history names, are voices of the family history. Families weigh
    equally, until the ledger holds 30 resolved questions to learn weights from.

    \b
    Examples:
      commonground forecast us-iran-2025
      commonground forecast show us-iran-2025 --weight people=2 --json
      commonground forecast us-iran-2025 --record
    """
    from commonground.cli.inputs import read_case
    from commonground.errors import UsageError

    out = Output(as_json, quiet)
    if modes:
        raise UsageError("One solution at the most likely values is no forecast", "Leave out --modes.")
    if record and no_ledger:
        raise UsageError("--record needs a ledger", "Leave out --no-ledger.")
    loaded = read_case(case)
    place = ledger or default_ledger(loaded.name)
    used = ledger_used(loaded.name, ledger, no_ledger, may_lack=record)
    weights = _weights(weight, learned, used)
    with out.progress(f"Solving {loaded.name}"), stored_events(loaded, workspace, no_workspace) as events:
        from commonground.study.run import run

        study = run(
            loaded,
            draws=draws,
            seed=seed,
            as_of=as_of,
            methods=methods or None,
            settings=settings_dict(settings) or None,
            ledger=used,
            events=events,
            weights=weights,
            pooled=True,
            explore=False,
        )
    found = study.data["forecasts"]
    told = [one for one in study.findings if one.level == "warning" and one.path.startswith("questions.")]
    spoken = {voice["id"] for entry in found for voice in entry.get("voices", ())}
    named = [name for name in (weights.voice if weights else ()) if name not in spoken]
    if named:
        from commonground.errors import did_you_mean

        raise UsageError(
            f"No voice or family is called {named[0]!r}",
            did_you_mean(named[0], [*sorted(spoken), "history", "structure", "people"]),
        )
    recorded = _record(place, study.data, found) if record else 0
    kept = _kept(place if recorded else used)
    out.result(
        {
            "case": loaded.name,
            "as_of": study.data["case"]["as_of"],
            "ledger": None
            if kept is None
            else {"path": str(kept.path), "lines": kept.lines, "head": kept.head, "recorded": recorded},
            "questions": found,
        },
        study.findings,
    )
    if not as_json:
        from commonground.cli.forecast_view import tell_forecasts

        tell_forecasts(out, found)
        for finding in told:
            out.finding(finding)
        if recorded:
            out.say(f"Recorded {recorded} forecasts in {place}")


def _kept(place: Path | None) -> Ledger | None:
    from commonground.forecast.ledger import Ledger

    return None if place is None else Ledger(place)


def _weights(pairs: tuple[tuple[str, float], ...], learned: bool | None, used: Path | None) -> Weights | None:
    """Weights by hand or equal ones; None for those that the ledger taught, if it can."""
    from commonground.errors import UsageError
    from commonground.forecast.pool import EQUAL, Weights
    from commonground.forecast.voice import FAMILIES

    if pairs and learned is not None:
        flag = "--learned-weights" if learned else "--equal-weights"
        raise UsageError(f"--weight and {flag} exclude each other", "Give one of them.")
    if learned and used is None:
        raise UsageError("Weights are learned from a ledger, and there is none", "Name it with --ledger.")
    if not pairs:
        return EQUAL if learned is False else None
    if len({name for name, _ in pairs}) < len(pairs):
        raise UsageError("A weight is given twice", "Give each name once.")
    given = dict(pairs)
    return Weights(
        {name: number for name, number in given.items() if name in FAMILIES},
        {name: number for name, number in given.items() if name not in FAMILIES},
    )


def _record(place: Path, study: Mapping[str, Any], found: list[dict[str, Any]]) -> int:
    """Write the voices of history and methods, and the pools, into the ledger, unless the same stand there already.

    How many forecasts it wrote; the questions that had to be opened for them are not counted.
    """
    from commonground.forecast.book import Book, forecast_entry, pool_entry, question_entry
    from commonground.forecast.ledger import Ledger
    from commonground.forecast.voice import Voice
    from commonground.study.forecasts import ledger_question

    day = date.fromisoformat(study["case"]["as_of"])

    written: list[dict[str, Any]] = []

    def choose(book: Book) -> list[dict[str, Any]]:
        new: list[dict[str, Any]] = []
        for entry in found:
            if entry["p"] is None:
                continue
            question = ledger_question(study["case"], entry["id"])
            book.require_unchanged(question)
            if question.id in book.resolutions:
                continue
            made = [
                forecast_entry(
                    question,
                    Voice(
                        voice["id"],
                        voice["family"],
                        voice["p"],
                        voice["low"],
                        voice["high"],
                        voice["because"],
                        tuple(voice["rests_on"]),
                    ),
                    day,
                )
                for voice in entry["voices"]
                if voice["family"] != "people"
            ]
            made.append(pool_entry(question, entry["p"], entry["band90"], entry["weights_because"], day))
            stand = {
                one.by: (one.answer, one.low, one.high)
                for one in book.forecasts
                if one.question == question.id and one.as_of == day
            }
            made = [
                one for one in made if stand.get(one["by"]) != (one["p"], one.get("low"), one.get("high"))
            ]
            if made and question.id not in book.questions:
                new.append(question_entry(question))
            new += made
            written.extend(made)
        return new

    Ledger(place).add_from(choose)
    return len(written)


command.add_command(forecast_add.command)
command.add_command(forecast_past.similar)
command.add_command(forecast_past.classes)
