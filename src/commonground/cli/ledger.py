"""`commonground ledger`: check, list, resolve and score the forecasts that were kept."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from commonground.cli.options import IsoDate, output_options
from commonground.cli.output import Output

if TYPE_CHECKING:
    from commonground.forecast.book import Book

_WHEN = ("days", "first", "last", "each")


@click.group("ledger", invoke_without_command=True)
@click.pass_context
def command(ctx: click.Context) -> None:
    """Check, list, resolve and score the forecasts in a ledger.

    \b
    Examples:
      commonground ledger verify us-iran-2025.ledger.jsonl
      commonground ledger score us-iran-2025.ledger.jsonl
    """
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


@command.command("verify", short_help="Find every edit, deletion and change of order.")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--head", default="", help="A head noted earlier: nothing before that line may have changed.")
@output_options
def verify(file: Path, head: str, as_json: bool, quiet: bool) -> None:
    """Find every edit, deletion and change of order in the ledger FILE.

    Lines cut from the end show by FILE.head, which is kept beside the ledger; a ledger that was written anew as
    a whole shows only by a head that you noted elsewhere.

    \b
    Example:
      commonground ledger verify us-iran-2025.ledger.jsonl --head 3f6c2b1a
    """
    from commonground.cli.failures import EXIT_MISSING, Failure, FaultsFoundError
    from commonground.forecast.verify import verify as check

    out = Output(as_json, quiet)
    _require_file(file)
    verdict = check(file, head.strip().lower())
    data = {
        "path": str(file),
        "valid": verdict.valid,
        "lines": verdict.lines,
        "questions": len(verdict.book.questions),
        "forecasts": len(verdict.book.forecasts),
        "resolved": len(verdict.book.resolutions),
        "faults": verdict.faults,
        "head": verdict.head,
    }
    if not verdict.valid:
        message = (
            f"{file} is not as it was written: {verdict.faults} fault{'s' if verdict.faults > 1 else ''}"
        )
        failure = Failure(
            "ForecastError", message, "Bring it back from a copy.", EXIT_MISSING, verdict.findings
        )
        raise FaultsFoundError(failure, data)
    out.result(data, verdict.findings)
    for finding in verdict.findings:
        out.finding(finding)
    out.data(
        f"Sound: {verdict.lines} lines, {data['forecasts']} forecasts on {data['questions']} questions, "
        f"{data['resolved']} resolved"
    )
    out.data(f"Head: {verdict.head}")


@command.command("list", short_help="List questions and forecasts.")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--question", "key", help="Only this question, with every forecast on it.")
@output_options
def list_(file: Path, key: str | None, as_json: bool, quiet: bool) -> None:
    """List the questions in the ledger FILE with their newest forecasts, or all forecasts on one question.

    \b
    Example:
      commonground ledger list us-iran-2025.ledger.jsonl --question deal-by-march-2026
    """
    out = Output(as_json, quiet)
    book = _book(file)
    if key is not None:
        question = book.question(key)
        made = [entry for entry in book.forecasts if entry.question == question.id]
        out.result({**_question(book, question.id), "forecasts": [_entry(entry) for entry in made]})
        out.data(f"{question.text} (by {question.deadline})")
        rows = [[str(e.as_of), e.by, e.family, _answer(e), e.because] for e in made]
        out.table(("as of", "by", "family", "forecast", "because"), rows)
        return
    listed = [_question(book, name) for name in book.questions]
    standing = book.newest()
    for entry in listed:
        entry["newest"] = [_entry(one) for one in standing.get(entry["id"], [])]
    out.result(listed)
    out.table(
        ("question", "deadline", "voices", "newest", "outcome"),
        [
            [
                entry["id"],
                entry["deadline"],
                str(len(entry["newest"])),
                ", ".join(f"{one.by} {_answer(one)}" for one in standing.get(entry["id"], [])[:4]),
                "" if entry["resolution"] is None else str(entry["resolution"]["outcome"]),
            ]
            for entry in listed
        ],
    )


@command.command("resolve", short_help="Say how a question ended, and who says so.")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--question", "key", required=True, help="Id of the question.")
@click.option(
    "--outcome", required=True, help="yes, no, an option, a number, a day, or void if it was called off."
)
@click.option("--source", required=True, help="Who says so, such as the address of a report.")
@click.option("--on", type=IsoDate(), help="Day on which the outcome became known (default: today).")
@click.option("--by", default="", help="Who resolves it.")
@click.option("--because", default="", help="Why this outcome, if it is not plain.")
@click.option(
    "--correct",
    is_flag=True,
    help="Replace an earlier resolution, which stays in the ledger; needs --because.",
)
@output_options
def resolve(
    file: Path,
    key: str,
    outcome: str,
    source: str,
    on: date | None,
    by: str,
    because: str,
    correct: bool,
    as_json: bool,
    quiet: bool,
) -> None:
    """Say how a question ended, and who says so. From then on no forecast on it is taken.

    \b
    Example:
      commonground ledger resolve talks.ledger.jsonl --question deal --outcome no --source https://example.org/report
    """
    from commonground.errors import UsageError
    from commonground.forecast.book import VOID, resolve_entry
    from commonground.forecast.ledger import Ledger
    from commonground.forecast.nested import require_possible

    out = Output(as_json, quiet)
    _require_file(file)
    today = datetime.now(UTC).date()  # as lines are stamped
    day = on or today
    if day > today:
        raise UsageError(f"An outcome is not known before its day (got {day})", "Leave out --on.")
    if correct and not because.strip():
        raise UsageError("A correction needs its reason", "Add --because …")

    def choose(book: Book) -> list[dict[str, Any]]:
        question = book.question(key)
        known: str | float = VOID if outcome.strip().lower() == VOID else question.outcome(outcome)
        ended = {name: one.outcome for name, one in book.resolutions.items()}
        require_possible(question, known, list(book.questions.values()), ended)
        entry = resolve_entry(question.id, known, day, source, by, because)
        held = book.resolutions.get(question.id)
        return [entry | ({"corrects": held.n} if correct and held is not None else {})]

    kept = Ledger(file)
    lines = kept.add_from(choose)
    question = kept.book.question(key)
    ended = kept.book.resolutions[question.id]
    out.result(
        {"path": str(file), "line": lines[-1] + 1, **_question(kept.book, question.id), "head": kept.head}
    )
    out.data(f"{question.id}: {ended.outcome} ({ended.on}, {ended.source})")
    made = [entry.as_of for entry in kept.book.forecasts if entry.question == question.id]
    if made and min(made) >= ended.on and ended.outcome != VOID:
        out.say(
            f"No forecast on it is of a day before {ended.on}, so none is scored. A wrong --on? Mend it with --correct."
        )


@command.command("score", short_help="Score every voice beside what no skill would score.")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option(
    "--when",
    type=click.Choice(_WHEN),
    default="days",
    show_default=True,
    help="Which forecasts count: by the days each stood, the first, the last, or each alike.",
)
@click.option("--topic", help="Only questions of this topic; for questions of a case, the case's name.")
@click.option(
    "--hindsight", is_flag=True, help="Count also what was written down after the outcome was known."
)
@output_options
def score(file: Path, when: Any, topic: str | None, hindsight: bool, as_json: bool, quiet: bool) -> None:
    """Score every voice in the ledger FILE beside what would have been scored without skill.

    \b
    Examples:
      commonground ledger score us-iran-2025.ledger.jsonl
      commonground ledger score practice.ledger.jsonl --when first --json
    """
    from commonground.cli.forecast_view import tell_record
    from commonground.errors import UsageError, did_you_mean
    from commonground.forecast.learned import learned_weights
    from commonground.forecast.track import track_record

    out = Output(as_json, quiet)
    book = _book(file)
    topics = {question.topic for question in book.questions.values()} | {"no topic"}
    if topic is not None and topic not in topics:
        raise UsageError(f"No question has the topic {topic!r}", did_you_mean(topic, sorted(topics - {""})))
    record = track_record(book, when, topic, hindsight)
    weights = learned_weights(book)
    record["learned_weights"] = {
        "family": dict(weights.family),
        "voice": dict(weights.voice),
        "because": weights.because,
    }
    out.result({"path": str(file), **record})
    if not as_json:
        tell_record(out, record)
        out.data(f"Weights for a pool: {weights.because}")


def _require_file(file: Path) -> None:
    from commonground.errors import UsageError

    if not file.is_file():
        raise UsageError(
            f"There is no ledger {file}", "Give the path of a ledger, such as NAME.ledger.jsonl."
        )


def _book(file: Path) -> Book:
    from commonground.forecast.ledger import Ledger

    _require_file(file)
    return Ledger(file).book


def _question(book: Book, name: str) -> dict[str, Any]:
    ended = book.resolutions.get(name)
    told = (
        None
        if ended is None
        else {
            "outcome": ended.outcome,
            "on": ended.on.isoformat(),
            "source": ended.source,
            "by": ended.by,
            "because": ended.because,
        }
    )
    return {**book.questions[name].as_dict(), "resolution": told}


def _entry(entry: Any) -> dict[str, Any]:
    from commonground.forecast.answer import answer_to_dict

    return {
        "line": entry.n + 1,
        "at": entry.at,
        "as_of": entry.as_of.isoformat(),
        "by": entry.by,
        "family": entry.family,
        **answer_to_dict(entry.answer),
        "low": entry.low,
        "high": entry.high,
        "because": entry.because,
    }


def _answer(entry: Any) -> str:
    from commonground.forecast.answer import Quantiles, Shares

    answer = entry.answer
    if isinstance(answer, Shares):
        return ", ".join(f"{option} {100 * p:.0f} %" for option, p in zip(answer.options, answer.p))
    if isinstance(answer, Quantiles):
        return f"{answer.at(0.5):g} ({answer.values[0]:g} to {answer.values[-1]:g})"
    return f"{100 * answer:.0f} %"
