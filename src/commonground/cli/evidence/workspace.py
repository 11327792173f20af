"""Options and words that the commands on evidence share."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from commonground.cli.options import Command, IsoDate

if TYPE_CHECKING:
    from collections.abc import Iterable

    from commonground.charts.figure import Figure
    from commonground.cli.output import Output

WORKSPACE_VARIABLE = "COMMONGROUND_WORKSPACE"
KINDS = (".svg", ".png", ".pdf", ".html")


def workspace_option(command: Command) -> Command:
    """`--workspace`."""
    return click.option(
        "--workspace",
        type=click.Path(path_type=Path),
        default=Path(".commonground"),
        show_default=True,
        envvar=WORKSPACE_VARIABLE,
        help=f"Folder of the evidence. Also {WORKSPACE_VARIABLE}.",
    )(command)


def as_of_option(command: Command) -> Command:
    """`--as-of`, today unless given."""
    return click.option(
        "--as-of", type=IsoDate(), help="Show nothing that was not known on this day (default: today)."
    )(command)


def span_options(command: Command) -> Command:
    """`--from` and `--to`, `--set` (repeatable, as `sets`) and `--no-documents`."""
    command = click.option(
        "--no-documents", "documents", flag_value=False, default=True, help="Count imported sets alone."
    )(command)
    command = click.option(
        "--set",
        "sets",
        multiple=True,
        help="Count this imported set; may be given more than once (default: all).",
    )(command)
    command = click.option("--to", "end", type=IsoDate(), help="Last day.")(command)
    return click.option("--from", "start", type=IsoDate(), help="First day.")(command)


def confidence_option(command: Command) -> Command:
    """`--min-confidence`, as `least`."""
    from commonground.evidence.events import MIN_CONFIDENCE

    return click.option(
        "--min-confidence",
        "least",
        type=click.FloatRange(0, 1),
        default=MIN_CONFIDENCE,
        show_default=True,
        help="Leave out events of documents of which the coder is less sure; how many is said.",
    )(command)


def chart_option(command: Command) -> Command:
    """`--chart FILE`."""
    return click.option(
        "--chart",
        type=click.Path(path_type=Path, dir_okay=False),
        help=f"Draw it to a file; its ending says how: {', '.join(KINDS)}.",
    )(command)


def plural(count: int, one: str, several: str = "") -> str:
    """A number with its noun: "1 event", "2 events"."""
    return f"{count:,} {one if count == 1 else several or one + 's'}"


def pair_of(text: str) -> tuple[str, str]:
    """The two codes of `--pair A,B`; names of countries and bodies will do."""
    from commonground.errors import UsageError
    from commonground.evidence.names import code_of

    codes = [code_of(name) for name in text.split(",")]
    if len(codes) != 2:
        raise UsageError(f"--pair needs two codes (got {text!r})", "Write --pair USA,IRN.")
    return codes[0], codes[1]


def tell_codes(out: Output, codes: Iterable[str]) -> None:
    """Say which bodies the codes of a table stand for."""
    from commonground.evidence.names import explained

    told = explained(codes)
    if told:
        out.say(f"Codes: {told}. Other codes are countries (ISO 3166-1).")


def today(as_of: date | None) -> date:
    """The day to look from."""
    return as_of or datetime.now(UTC).date()


def check_chart(path: Path | None) -> None:
    """Refuse a kind of file that cannot be drawn before the work starts."""
    from commonground.errors import UsageError

    if path is not None and path.suffix.lower() not in KINDS:
        raise UsageError(f"{path}: cannot draw this kind of file", f"Use one of: {', '.join(KINDS)}.")


def draw(figure: Figure, path: Path) -> None:
    """Write a figure, whole or not at all."""
    from commonground.cli.files import whole_file

    kind = path.suffix.lower()
    if kind == ".png":
        raw = figure.png()
    elif kind == ".pdf":
        raw = figure.pdf()
    else:
        raw = (_page(figure) if kind == ".html" else figure.svg()).encode()
    with whole_file(path) as temporary:
        temporary.write_bytes(raw)


def _page(figure: Figure) -> str:
    from html import escape

    head = f'<meta charset="utf-8"><title>{escape(figure.title)}</title>'
    style = "<style>body{font-family:sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem}</style>"
    return f'<!doctype html>\n<html lang="en"><head>{head}{style}</head>\n<body>\n{figure.html()}</body></html>\n'
