"""`commonground brief`: the analyst's brief as files."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from commonground.cli.forecast_options import ledger_used, sources_named, sources_options, stored_events
from commonground.cli.options import (
    command_line,
    explore_option,
    output_options,
    settings_dict,
    study_options,
)
from commonground.cli.output import Output

if TYPE_CHECKING:
    from commonground.case.model import Case
    from commonground.study.record import Study

FORMATS = ("html", "pdf", "md", "json")
ALSO_CALLED = {"markdown": "md", "htm": "html"}


class Formats(click.ParamType[tuple[str, ...]]):
    """Formats separated by commas."""

    name = "formats"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, ...]:
        if isinstance(value, tuple):
            return value
        words = [word.strip().lower().removeprefix(".") for word in str(value).split(",")]
        chosen = [ALSO_CALLED.get(word, word) for word in words if word]
        for word in chosen:
            if word not in FORMATS:
                from commonground.errors import did_you_mean

                self.fail(f"{word!r} is not a format of briefs. {did_you_mean(word, FORMATS)}", param, ctx)
        if not chosen:
            self.fail(f"Name at least one of {', '.join(FORMATS)}.", param, ctx)
        return tuple(dict.fromkeys(chosen))


@click.command("brief")
@click.argument("source", metavar="CASE|STUDY.json")
@click.option(
    "--out",
    "folder",
    type=click.Path(path_type=Path),
    default=Path("briefs"),
    help="Folder for the files (default: briefs).",
)
@click.option(
    "--format",
    "formats",
    type=Formats(),
    multiple=True,
    help="Any of html,pdf,md,json (default: all).",
)
@sources_options
@study_options
@explore_option
@output_options
@click.pass_context
def command(
    ctx: click.Context,
    source: str,
    folder: Path,
    formats: tuple[tuple[str, ...], ...],
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
    explore: bool | None,
    as_json: bool,
    quiet: bool,
) -> None:
    """Write the analyst's brief of a case, and print the paths of its files.

    Give a case (a file or a name from the catalog): it is solved first. Or give a study that
    `commonground run` saved: it is rendered as it is, without solving. The web page is one file
    that opens without the network.

    \b
    Examples:
      commonground brief us-iran-2025
      commonground brief water-talks.yaml --out reports --format html,pdf
      commonground brief us-iran-2025.study.json --format md
    """
    from commonground.cli.files import require_writable, whole_folder
    from commonground.cli.inputs import is_study, read_case, read_study, require_input
    from commonground.cli.summary import key_result

    out = Output(as_json, quiet)
    chosen = settings_dict(settings)
    require_input(source)
    require_writable(folder)
    if is_study(Path(source)):
        _refuse_solving_options(ctx)
        study = read_study(Path(source))
    else:
        flags = {
            "draws": draws,
            "seed": seed,
            "modes": modes,
            "as_of": as_of,
            "method": methods,
            "setting": chosen,
            "explore": explore,
        }
        case = read_case(source)
        used = ledger_used(case.name, ledger, no_ledger)
        read = sources_named(case, used, workspace, no_ledger, no_workspace)
        with stored_events(case, workspace, no_workspace) as events:
            sources = {"ledger": used, "events": events}
            study = _solve(out, case, command_line("brief", source, **flags, **read), flags, sources)
    with out.progress("Writing the brief"), whole_folder(folder) as temporary:
        from commonground.brief.write import write_brief

        chosen_formats = dict.fromkeys(name for named in formats for name in named) or FORMATS
        written = write_brief(study, temporary, formats=tuple(chosen_formats))
        paths = {name: folder / path.relative_to(temporary) for name, path in written.items()}
    data = {"files": paths, "summary": key_result(study), "confidence": study.data.get("confidence")}
    out.result(data, study.findings)
    for path in paths.values():
        out.data(str(path))
    out.findings(study.findings, source)
    for line in key_result(study):
        out.say(line)


def _solve(out: Output, case: Case, record: str, flags: dict[str, Any], sources: dict[str, Any]) -> Study:
    with out.progress(f"Solving {case.name}"):
        from commonground.study.run import run

        return run(
            case,
            draws=flags["draws"],
            seed=flags["seed"],
            modes=flags["modes"],
            as_of=flags["as_of"],
            methods=flags["method"] or None,
            settings=flags["setting"] or None,
            explore=flags["explore"],
            command=record,
            **sources,
        )


def _refuse_solving_options(ctx: click.Context) -> None:
    """A saved study is what it is; an option that would change it must not be swallowed."""
    typed = click.core.ParameterSource.COMMANDLINE
    others = ("explore", "ledger", "no_ledger", "workspace", "no_workspace")
    for name in ("draws", "seed", "modes", "as_of", "methods", "settings", *others):
        if ctx.get_parameter_source(name) is typed:
            from commonground.errors import UsageError

            flag = (
                "--" + name.removesuffix("s").replace("_", "-")
                if name not in ("draws", "modes", "explore")
                else f"--{name}"
            )
            raise UsageError(
                f"{flag} would need solving, but a saved study is rendered as it is",
                "Leave the option out, or give the case instead of the study.",
            )
