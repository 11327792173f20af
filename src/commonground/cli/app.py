"""`commonground app`: the studio, a page on this machine to look at a case and push it."""

from __future__ import annotations

from pathlib import Path

import click

from commonground.cli.forecast_options import DEFAULT_WORKSPACE, ledger_used, sources_options, workspace_used
from commonground.cli.options import command_line


@click.command("app")
@click.argument("case", metavar="CASE")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=0, help="Port to listen on (default: a free one)."
)
@click.option(
    "--host",
    default="127.0.0.1",
    help="Address to listen on (default: this machine only). Any other needs --password-file.",
)
@click.option(
    "--password-file",
    type=click.Path(path_type=Path),
    help="File whose first line is the password for a team; 12 characters or more, readable by you alone.",
)
@click.option(
    "--name",
    "names",
    multiple=True,
    help="Further name by which browsers reach it, such as that of a server with TLS before it; repeatable.",
)
@click.option("--no-browser", is_flag=True, help="Print the link only.")
@sources_options
@click.option("--quiet", "-q", is_flag=True, help="Print the link and nothing else.")
def command(
    case: str,
    port: int,
    host: str,
    password_file: Path | None,
    names: tuple[str, ...],
    no_browser: bool,
    ledger: Path | None,
    no_ledger: bool,
    workspace: Path | None,
    no_workspace: bool,
    quiet: bool,
) -> None:
    """Open the studio: look at CASE in a browser and push it.

    CASE is a file or a name from the catalog; a case of the catalog is only looked at until you save a copy. The
    link that is printed opens one browser, once. Nothing leaves this machine. Ctrl-C ends it.

    \b
    Examples:
      commonground app us-iran-2025
      commonground app water-talks.yaml --port 8000 --no-browser
      commonground app water-talks.yaml --host 0.0.0.0 --password-file team.txt
    """
    from commonground.cli import interrupts
    from commonground.cli.inputs import read_case
    from commonground.cli.output import Output

    out = Output(False, quiet)
    loaded = read_case(case)
    used = ledger_used(loaded.name, ledger, no_ledger)
    asks = loaded.history is not None and loaded.history.events is not None
    store = workspace_used(workspace, no_workspace) if asks else None

    from commonground.app.safety.password import Password
    from commonground.app.serve import Address, serve
    from commonground.app.sources import Sources
    from commonground.app.studio import Studio
    from commonground.case.io import find_case

    password = None if password_file is None else Password.read(password_file)
    address = Address(host, port, names)
    path = find_case(case)
    studio = Studio(
        path,
        writable=_is_file(case, path),
        sources=Sources(used, store),
        command=command_line("run", case),
        workspace=workspace or DEFAULT_WORKSPACE,
        home=Path.cwd(),
    )

    def tell(link: str) -> None:
        out.data(link)
        if address.is_open:
            out.say(
                "Warning: others can reach this studio, and what passes between is not encrypted."
                " Put it behind a server that speaks TLS, or use it in a network you trust."
            )
        out.say(f"The studio of {loaded.name}. The link opens one browser, once. Ctrl-C ends it.")

    interrupts.tell("The studio has ended; what you saved is in its file.")
    serve(studio, address, password=password, tell=tell, browse=not no_browser)


def _is_file(named: str, found: Path) -> bool:
    """Whether a case was named by its file, and not by its name in the catalog."""
    from commonground import catalog

    return not (named in catalog.ids() and found == catalog.path(named))
