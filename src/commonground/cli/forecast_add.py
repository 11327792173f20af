"""`commonground forecast add`: a person's voice, written into the ledger."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from commonground.cli.forecast_options import Chance, default_ledger, ledger_option
from commonground.cli.options import IsoDate, output_options
from commonground.cli.output import Output

if TYPE_CHECKING:
    from commonground.forecast.book import Book


@click.command("add", short_help="Add a person's forecast to the ledger.")
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
def command(
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
    from commonground.forecast.book import forecast_entry, question_entry
    from commonground.forecast.ledger import Ledger
    from commonground.forecast.nested import require_monotone
    from commonground.forecast.voice import Voice
    from commonground.study.forecasts import ledger_question

    out = Output(as_json, quiet)
    loaded = read_case(case)
    if key not in loaded.questions:
        raise UsageError(f"The case has no question {key!r}", did_you_mean(key, loaded.questions))
    _require_person(by)
    reason = " ".join(because.split())
    if not reason:
        raise UsageError("--because is empty", "Say why in a sentence: it is what others learn from.")
    day = as_of or loaded.as_of
    if day > datetime.now(UTC).date():
        raise UsageError(f"A forecast cannot be of a day to come (got {day})", "Leave out --as-of.")
    plain = loaded.dump(evidence=False)
    questions = [ledger_question(plain, one) for one in loaded.questions]
    question = questions[list(loaded.questions).index(key)]
    voice = Voice(" ".join(by.split()), "people", p, low, high, reason, rests_on)

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
        _require_one_name(voice.id, book)
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


def _require_person(name: str) -> None:
    """A person's name must not be that of a method, a family or the pool, or voices would be mixed up."""
    from commonground.errors import UsageError
    from commonground.forecast.book import POOL
    from commonground.forecast.precedents import CLASS, CRISES, EVENTS
    from commonground.forecast.voice import FAMILIES
    from commonground.methods.registry import cards

    if not name.strip() or len(name) > 120:
        raise UsageError("--by is a name of 1 to 120 characters", "For example --by Ann")
    given = name.strip().casefold()
    taken = {POOL, *FAMILIES, CRISES, EVENTS, *(card.id for card in cards())}
    if given in taken or given.split(":")[0].strip() == CLASS:
        raise UsageError(f"{name!r} is the name of another voice", "Choose a name of your own.")


def _require_one_name(name: str, book: Book) -> None:
    """One person under two spellings would be two voices in the pool, and one with a method's name none."""
    from commonground.errors import UsageError

    for entry in book.forecasts:
        if entry.by == name and entry.family != "people":
            raise UsageError(f"{name!r} is the name of another voice", "Choose a name of your own.")
        if entry.by != name and entry.by.casefold() == name.casefold() and entry.family == "people":
            raise UsageError(
                f"{name!r} stands in the ledger as {entry.by!r}",
                f"Write --by {entry.by!r}, or a name that differs by more than capitals.",
            )
