"""`commonground catalog`: the cases that come with the package."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from commonground.cli.options import output_options
from commonground.cli.output import Output


@click.command("catalog")
@click.argument("case_id", metavar="[ID]", required=False)
@click.option(
    "--copy", "folder", type=click.Path(path_type=Path), help="Copy the case to FOLDER/ID, to change it."
)
@click.option("--force", is_flag=True, help="With --copy: overwrite files that exist.")
@output_options
def command(case_id: str | None, folder: Path | None, force: bool, as_json: bool, quiet: bool) -> None:
    """List the finished cases, or print where the case ID is kept.

    Any ID works in place of a file: commonground brief us-iran-2025. To change a case, copy it first.

    \b
    Examples:
      commonground catalog
      commonground catalog us-iran-2025 --copy .
    """
    from commonground.errors import UsageError

    out = Output(as_json, quiet)
    if case_id is None:
        if folder is not None:
            raise UsageError(
                "--copy needs the ID of a case", "For example: commonground catalog us-iran-2025 --copy ."
            )
        _list(out)
        return
    source = _find(case_id)
    if folder is None:
        out.result({"id": case_id, "path": str(source)})
        out.data(str(source))
        return
    target = folder / case_id
    copied = _copy(source.parent, target, force)
    case_file = target / source.name
    out.result({"id": case_id, "path": str(case_file), "files": copied})
    out.data(str(case_file))
    out.say(f"Next: change it, then run  commonground brief {case_file}")


def _list(out: Output) -> None:
    from commonground.catalog import entries

    listed: list[dict[str, Any]] = [{"id": e.id, "title": e.title, "as_of": e.as_of} for e in entries()]
    out.result(listed)
    out.table(("case", "as of", "title"), [(e["id"], e["as_of"], e["title"]) for e in listed])


def _find(case_id: str) -> Path:
    from commonground.catalog import ids, path
    from commonground.errors import UsageError, did_you_mean

    known = ids()
    if case_id not in known:
        raise UsageError(f"The catalog has no case {case_id!r}", did_you_mean(case_id, known))
    return path(case_id)


def _copy(source: Path, target: Path, force: bool) -> list[str]:
    """Copy a case's folder, whole or not at all."""
    import shutil

    from commonground.catalog import parts
    from commonground.cli.files import require_writable, whole_folder
    from commonground.errors import UsageError

    require_writable(target)
    files = parts(source)
    names = [file.relative_to(source) for file in files]
    taken = [name for name in names if (target / name).exists()]
    if taken and not force:
        raise UsageError(f"{target / taken[0]} exists and is kept", "Choose another folder, or add --force.")
    with whole_folder(target) as temporary:
        for file, name in zip(files, names, strict=True):
            (temporary / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, temporary / name)
    return [str(target / name) for name in names]
