"""`commonground init`: a commented case file to start from."""

from __future__ import annotations

import re
from pathlib import Path

import click

from commonground.cli.options import output_options
from commonground.cli.output import Output

ID = re.compile(r"[a-z][a-z0-9_-]*")


@click.command("init")
@click.argument("name")
@click.option(
    "--dir",
    "folder",
    type=click.Path(path_type=Path),
    default=Path(),
    help="Folder for the file (default: here).",
)
@click.option("--force", is_flag=True, help="Overwrite the file if it exists.")
@output_options
def command(name: str, folder: Path, force: bool, as_json: bool, quiet: bool) -> None:
    """Write NAME.yaml, a small complete case with comments that explain each field.

    The file is valid as it stands, so that you can change one thing at a time and check it after each.

    \b
    Example:
      commonground init water-talks
      commonground check water-talks.yaml
    """
    from commonground.cli.files import require_writable, write_text
    from commonground.errors import UsageError

    out = Output(as_json, quiet)
    _require_id(name)
    require_writable(folder)
    target = folder / f"{name}.yaml"
    if target.is_dir():
        raise UsageError(f"{target} is a folder", "Choose another name.")
    if target.exists() and not force:
        raise UsageError(f"{target} exists and is kept", "Choose another name, or overwrite it with --force.")
    write_text(target, start_case(name))
    out.result({"path": str(target)})
    out.data(str(target))
    out.say(f"Next: fill it in, then run  commonground check {target}")
    out.say(f"then  commonground brief {target}")


def start_case(name: str) -> str:
    """The template with its name filled in."""
    from importlib.resources import files

    template = files("commonground.case").joinpath("template.yaml").read_text(encoding="utf-8")
    return re.sub(r"(?m)^name:[ \t]*\S+", f"name: {name}", template, count=1)


def _require_id(name: str) -> None:
    if ID.fullmatch(name):
        return
    from commonground.errors import UsageError

    near = re.sub(r"[^a-z0-9_-]+", "-", re.sub(r"\.ya?ml$", "", name.lower())).strip("-_0123456789")
    raise UsageError(
        f"A case name is made of a-z, 0-9, - and _, and begins with a letter (got {name!r})",
        f'Did you mean "{near}"?' if near else "For example: commonground init water-talks",
    )
