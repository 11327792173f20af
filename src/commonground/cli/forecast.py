"""`commonground forecast`: the pooled answer to every question of a case, and adding a person's voice."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from commonground.cli.options import Command, IsoDate, output_options, settings_dict, study_options
from commonground.cli.output import Output

if TYPE_CHECKING:
    from commonground.forecast.ledger import Ledger
    from commonground.forecast.pool import Weights

LEDGER_VARIABLE = "COMMONGROUND_LEDGER"


class _CaseFirst(click.Group):
    """A group whose own work needs no name: `forecast CASE` is `forecast show CASE`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if args and args[0] not in self.commands and args[0] not in ctx.help_option_names:
            args = ["show", *args]
        return super().parse_args(ctx, args)


class Weight(click.ParamType[tuple[str, float]]):
    """A weight, written name=number."""

    name = "name=number"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, float]:
        if isinstance(value, tuple):
            return value
        name, equals, raw = str(value).rpartition("=")
        try:
            number = float(raw)
        except ValueError:
            number = -1.0
        if not equals or not name.strip() or not 0.0 <= number < float("inf"):
            self.fail(f"{value!r} is not name=number, 0 or more. Write for example history=2.", param, ctx)
        return name.strip(), number


class Chance(click.ParamType[float]):
    """A probability from 0 to 1."""

    name = "chance"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        try:
            chance = float(value)
        except (TypeError, ValueError):
            chance = -1.0
        if not 0.0 <= chance <= 1.0:
            more = f" Write {value} per cent as {chance / 100:g}." if 1.0 < chance <= 100.0 else ""
            self.fail(f"{value!r} is not a probability from 0 to 1.{more}", param, ctx)
        return chance


def ledger_option(text: str) -> Callable[[Command], Command]:
    """`--ledger FILE`, as `ledger`."""
    return click.option(
        "--ledger",
        type=click.Path(path_type=Path),
        envvar=LEDGER_VARIABLE,
        help=f"{text} Also {LEDGER_VARIABLE}.",
    )


@click.group("forecast", cls=_CaseFirst, invoke_without_command=True)
@click.pass_context
def command(ctx: click.Context) -> None:
    """Forecast the questions of a case: `commonground forecast CASE`, or add a person's voice.

    \b
    Examples:
      commonground forecast us-iran-2025
      commonground forecast add us-iran-2025 --question deal-by-march-2026 --p 0.2 --by Ann --because "No talks yet"
    """
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


@command.command("show", short_help="Show the pooled forecasts of a case (also without the word show).")
@click.argument("case", metavar="CASE")
@ledger_option("Ledger with the voices of people (default: NAME.ledger.jsonl, if it is there).")
@click.option(
    "--weight",
    "weight",
    type=Weight(),
    multiple=True,
    help="Weight of a family (history, structure, people) or of a voice, such as history=2; the others count 1.",
)
@click.option(
    "--learned-weights",
    is_flag=True,
    help="Weights from the ledger's track record, once 30 questions have resolved.",
)
@click.option("--record", is_flag=True, help="Write the methods' voices and the pool into the ledger.")
@study_options
@output_options
def show(
    case: str,
    ledger: Path | None,
    weight: tuple[tuple[str, float], ...],
    learned_weights: bool,
    record: bool,
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
    ledger up to the case's date are voices of the family people. Families weigh equally.

    \b
    Examples:
      commonground forecast us-iran-2025
      commonground forecast show us-iran-2025 --weight people=2 --json
      commonground forecast us-iran-2025 --record
    """
    from commonground.cli.inputs import read_case
    from commonground.errors import Finding, UsageError

    out = Output(as_json, quiet)
    if modes:
        raise UsageError("One solution at the most likely values is no forecast", "Leave out --modes.")
    loaded = read_case(case)
    place = ledger or default_ledger(loaded.name)
    kept = _open(place, must_exist=ledger is not None and not record)
    weights = _weights(weight, learned_weights, kept)
    with out.progress(f"Solving {loaded.name}"):
        from commonground.study.forecasts import forecasts
        from commonground.study.run import run

        study = run(
            loaded,
            draws=draws,
            seed=seed,
            as_of=as_of,
            methods=methods or None,
            settings=settings_dict(settings) or None,
        )
        found, told = forecasts(study.data, kept.book if kept else None, weights)
    spoken = {voice["id"] for entry in found for voice in entry.get("voices", ())}
    named = [name for name in weights.voice if name not in spoken and not learned_weights]
    if named:
        from commonground.errors import did_you_mean

        raise UsageError(
            f"No voice or family is called {named[0]!r}",
            did_you_mean(named[0], [*sorted(spoken), "history", "structure", "people"]),
        )
    recorded = _record(place, study.data, found) if record else 0
    if recorded:
        kept = _open(place)
    findings = [*(one for one in study.findings if isinstance(one, Finding)), *told]
    out.result(
        {
            "case": loaded.name,
            "as_of": study.data["case"]["as_of"],
            "ledger": None
            if kept is None
            else {"path": str(place), "lines": kept.lines, "head": kept.head, "recorded": recorded},
            "questions": found,
        },
        findings,
    )
    if not as_json:
        from commonground.cli.forecast_view import tell_forecasts

        tell_forecasts(out, found)
        for finding in told:
            out.finding(finding)
        if recorded:
            out.say(f"Recorded {recorded} forecasts in {place}")


@command.command("add", short_help="Add a person's forecast to the ledger.")
@click.argument("case", metavar="CASE")
@click.option("--question", "key", required=True, help="Id of a question of the case.")
@click.option("--p", "p", type=Chance(), required=True, help="Chance of yes, from 0 to 1.")
@click.option("--by", required=True, help="Who says so: a name that stays the same.")
@click.option("--because", required=True, help="Why, in a sentence.")
@click.option("--low", type=Chance(), help="Low end of where you think the chance may lie (5 %).")
@click.option("--high", type=Chance(), help="High end of it (95 %).")
@click.option(
    "--rests-on", "rests_on", multiple=True, help="What it rests on, such as an evidence id; repeatable."
)
@click.option("--as-of", type=IsoDate(), help="Day of the forecast (default: the case's own date).")
@ledger_option("Ledger to add to (default: NAME.ledger.jsonl).")
@output_options
def add(
    case: str,
    key: str,
    p: float,
    by: str,
    because: str,
    low: float | None,
    high: float | None,
    rests_on: tuple[str, ...],
    as_of: date | None,
    ledger: Path | None,
    as_json: bool,
    quiet: bool,
) -> None:
    """Add a person's forecast on a question of CASE to the ledger. It cannot be taken back, only followed by another.

    \b
    Example:
      commonground forecast add us-iran-2025 --question deal-by-march-2026 --p 0.2 --by Ann --because "No talks yet"
    """
    from commonground.cli.inputs import read_case
    from commonground.errors import UsageError, did_you_mean
    from commonground.forecast.book import Book, forecast_entry, question_entry
    from commonground.forecast.ledger import Ledger
    from commonground.forecast.nested import require_monotone
    from commonground.forecast.voice import Voice
    from commonground.study.forecasts import ledger_question

    out = Output(as_json, quiet)
    loaded = read_case(case)
    if key not in loaded.questions:
        raise UsageError(f"The case has no question {key!r}", did_you_mean(key, loaded.questions))
    _require_person(by)
    day = as_of or loaded.as_of
    if day > datetime.now(UTC).date():
        raise UsageError(f"A forecast cannot be of a day to come (got {day})", "Leave out --as-of.")
    plain = loaded.dump(evidence=False)
    questions = [ledger_question(plain, one) for one in loaded.questions]
    question = questions[list(loaded.questions).index(key)]
    voice = Voice(by.strip(), "people", p, low, high, because.strip(), rests_on)

    def choose(book: Book) -> list[dict[str, Any]]:
        others = [*questions, *book.questions.values()]
        series = {one.id for one in others if question.series and one.series == question.series}
        newest = {
            one: entry.answer
            for one in series
            for entry in book.standing(one)
            if entry.by == voice.id and isinstance(entry.answer, float)
        }
        require_monotone(question, p, others, newest)
        book.require_unchanged(question)
        new = [] if question.id in book.questions else [question_entry(question)]
        return [*new, forecast_entry(question, voice, day)]

    place = ledger or default_ledger(loaded.name)
    kept = Ledger(place)
    lines = kept.add_from(choose)
    out.result(
        {
            "ledger": str(place),
            "line": lines[-1] + 1,
            "question": question.id,
            "as_of": day.isoformat(),
            **voice.as_dict(),
            "head": kept.head,
        }
    )
    out.data(f"{place}:{lines[-1] + 1}")
    out.say(f"Head of the ledger, to note elsewhere if you like: {kept.head}")


def default_ledger(name: str) -> Path:
    """The ledger of a case, where none is named."""
    return Path(f"{name}.ledger.jsonl")


def _open(place: Path, must_exist: bool = False) -> Ledger | None:
    from commonground.errors import UsageError
    from commonground.forecast.ledger import Ledger

    if not place.exists():
        if must_exist:
            raise UsageError(f"There is no ledger {place}", "Make one with: commonground forecast add")
        return None
    return Ledger(place)


def _weights(pairs: tuple[tuple[str, float], ...], learned: bool, kept: Ledger | None) -> Weights:
    from commonground.errors import UsageError
    from commonground.forecast.learned import learned_weights
    from commonground.forecast.pool import Weights
    from commonground.forecast.voice import FAMILIES

    if learned:
        if pairs:
            raise UsageError("--weight and --learned-weights exclude each other", "Give one of them.")
        if kept is None:
            raise UsageError("Weights are learned from a ledger, and there is none", "Name it with --ledger.")
        return learned_weights(kept.book)
    if len({name for name, _ in pairs}) < len(pairs):
        raise UsageError("A weight is given twice", "Give each name once.")
    given = dict(pairs)
    return Weights(
        {name: number for name, number in given.items() if name in FAMILIES},
        {name: number for name, number in given.items() if name not in FAMILIES},
    )


def _require_person(name: str) -> None:
    """A person's name must not be that of a method, a family or the pool, or voices would be mixed up."""
    from commonground.errors import UsageError
    from commonground.forecast.book import POOL
    from commonground.forecast.voice import FAMILIES
    from commonground.methods.registry import cards

    if not name.strip() or len(name) > 120:
        raise UsageError("--by is a name of 1 to 120 characters", "For example --by Ann")
    if name.strip() in {POOL, *FAMILIES, *(card.id for card in cards())}:
        raise UsageError(f"{name!r} is the name of another voice", "Choose a name of your own.")


def _record(place: Path, study: Mapping[str, Any], found: list[dict[str, Any]]) -> int:
    """Write the methods' voices and the pools into the ledger, unless the same stand there already."""
    from commonground.forecast.book import Book, forecast_entry, pool_entry, question_entry
    from commonground.forecast.ledger import Ledger
    from commonground.forecast.voice import Voice
    from commonground.study.forecasts import ledger_question

    day = date.fromisoformat(study["case"]["as_of"])

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
            stand = {(one.by, one.as_of): one.answer for one in book.forecasts if one.question == question.id}
            made = [one for one in made if stand.get((one["by"], day)) != one["p"]]
            if made and question.id not in book.questions:
                new.append(question_entry(question))
            new += made
        return new

    lines = Ledger(place).add_from(choose)
    return len(lines)
