"""The list of commands and the start.

`--help` reads the table below and imports nothing else; a command's file is imported when it is called.
"""

from __future__ import annotations

import contextlib
import errno
import os
import sys
import warnings
from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Any, ClassVar, NamedTuple

import click


class Listed(NamedTuple):
    """Where a command lives, and what it is for in one line."""

    module: str
    help: str


COMMANDS = {
    "init": Listed("commonground.cli.init", "Write a commented case file to start from."),
    "check": Listed("commonground.cli.check", "Find all faults of a case file and say how to mend them."),
    "brief": Listed(
        "commonground.cli.brief", "Write the analyst's brief of a case: web page, PDF, Markdown, JSON."
    ),
    "run": Listed("commonground.cli.run", "Solve a case and save the study, to be rendered later."),
    "solve": Listed("commonground.cli.solve", "Solve a case with one method and print the result."),
    "frontier": Listed(
        "commonground.cli.frontier", "Find exactly what could be agreed, with every value taken as certain."
    ),
    "graph": Listed(
        "commonground.cli.graph", "Find where a conflict can come to rest, why, and what would change it."
    ),
    "app": Listed("commonground.cli.app", "Open the studio: look at a case in a browser, and push it."),
    "whatif": Listed(
        "commonground.cli.whatif", "Compare a case with some things different, on the same draws."
    ),
    "levers": Listed("commonground.cli.levers", "Try what could be done: alone, in pairs, under a budget."),
    "sensitivity": Listed(
        "commonground.cli.sensitivity", "Show what the forecast rests on, and what speaks against it."
    ),
    "forecast": Listed(
        "commonground.cli.forecast", "Forecast the questions of a case, with every voice shown; add one."
    ),
    "oil": Listed(
        "commonground.cli.oil", "Say what the outcomes of a case mean for the price of oil, gas, grain, …"
    ),
    "ledger": Listed(
        "commonground.cli.ledger", "Check, list, resolve and score the forecasts that were kept."
    ),
    "backtest": Listed(
        "commonground.cli.backtest", "Test the voices that learn from history on data you have."
    ),
    "import": Listed("commonground.cli.import_", "Turn files of other programs into case files or ledgers."),
    "games": Listed(
        "commonground.cli.games", "Write a case's games for Gambit and OpenSpiel, and read such games."
    ),
    "catalog": Listed("commonground.cli.catalog", "List the cases that come with commonground, or copy one."),
    "methods": Listed(
        "commonground.cli.methods", "List the methods: what each answers, needs and leaves out."
    ),
    "evidence": Listed(
        "commonground.cli.evidence", "Keep articles and event data; who did what to whom, and when."
    ),
    "watch": Listed(
        "commonground.cli.evidence.watch", "Follow a feed or folder and say what it would change in a case."
    ),
    "doctor": Listed("commonground.cli.doctor", "Show versions, settings and what may be missing here."),
}


# Set by the shell when it asks for completions.
COMPLETION = "_COMMONGROUND_COMPLETE"


class LazyGroup(click.Group):
    """Group that knows its commands by name and help, and imports one only to run it."""

    table: ClassVar[Mapping[str, Listed]] = COMMANDS

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.table)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.table:
            return None
        command = import_module(self.table[cmd_name].module).command
        if not isinstance(command, click.Command):
            raise TypeError(f"{self.table[cmd_name].module}.command is not a command")
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args[0] not in self.table and not args[0].startswith("-"):
            raise click.NoSuchCommand(args[0], possibilities=self.table, ctx=ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, listed.help) for name, listed in self.table.items()])

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        windows_expand_args: bool = True,
        **extra: Any,
    ) -> Any:
        """Run a command; every way out of it leads through here and has the exit codes of the docs."""
        words = list(sys.argv[1:] if args is None else args)
        name = prog_name or "commonground"
        if not standalone_mode or COMPLETION in os.environ:
            return super().main(words, name, complete_var, standalone_mode, **extra)
        try:
            # Not by way of `super().main`, which answers a closed pipe with exit code 1 by itself.
            with self.make_context(name, words, **extra) as ctx:
                self.invoke(ctx)
            _flush()
        except click.exceptions.Exit as done:
            sys.exit(done.exit_code)
        except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - this is the outermost frame
            sys.exit(_leave(error, words))
        sys.exit(0)


def _leave(error: BaseException, words: list[str]) -> int:
    """Report what stopped the command, and give its exit code."""
    from commonground.cli import failures, output

    if isinstance(error, OSError) and error.errno == errno.EPIPE:
        _discard_output()
        return 0
    if isinstance(error, (KeyboardInterrupt, click.Abort)):
        failure = failures.INTERRUPTED
    else:
        failure = failures.failure_of(error)
        if os.environ.get(failures.DEBUG) and failure.type not in failures.NEVER_TRACED:
            import traceback

            traceback.print_exception(error)
    try:
        output.show_failure(failure, _wants_json(words), getattr(error, "data", None))
        _flush()
    except OSError:
        _discard_output()
    return failure.exit_code


def _wants_json(words: Sequence[str]) -> bool:
    """Whether --json stands among the options; known before they are read, for errors in reading them."""
    return "--json" in (words[: words.index("--")] if "--" in words else words)


def _flush() -> None:
    if sys.stdout is not None:  # a program may be started without any
        sys.stdout.flush()


def _discard_output() -> None:
    """The reader has seen enough (`| head -1`) or the disk is full: throw the rest away without a word."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _show_version(ctx: click.Context, _param: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        from commonground import __version__

        click.echo(f"commonground {__version__}")
        ctx.exit()


@click.group(
    "commonground",
    cls=LazyGroup,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit codes: 0 fine, 1 fault of commonground, 2 usage, 3 case invalid, 4 no solution, "
    "5 data missing, 6 findings under --strict, 130 interrupted.",
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_show_version,
    help="Show the version.",
)
@click.pass_context
def cli(ctx: click.Context) -> None:
    """Will these parties ever find common ground?

    From a case file, which says who wants what and how sure we are, to an analyst's brief in which
    every number can be traced. Nothing here uses the network but those parts of `evidence` that are given an address.

    \b
    Start with one of these:
      commonground brief us-iran-2025        the brief of a finished case
      commonground init water-talks          a case of your own
      commonground evidence draft news.txt   a first case from an article
    """
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


def main() -> None:
    """Run the command line as a program: words from the shell, signals, exit code."""
    from commonground.cli import failures, interrupts

    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a name that the terminal cannot show must not stop the work
            stream.reconfigure(errors="backslashreplace")
    if not sys.warnoptions and failures.DEBUG not in os.environ:
        warnings.simplefilter("ignore")  # words from one library to another's author are not for an analyst
    interrupts.watch(_wants_json(sys.argv[1:]))
    try:
        cli.main()
    finally:
        interrupts.unwatch()
