"""A copy of a case of the catalog, in a folder of one's own: whole or not at all, and over nothing that is there."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Final

from commonground import catalog
from commonground.case.values import is_id
from commonground.errors import UsageError, shown

LONGEST_NAME: Final = 60
# names that are devices on Windows
_DEVICES: Final = {"con", "prn", "aux", "nul"} | {
    f"{kind}{n}" for kind in ("com", "lpt") for n in range(1, 10)
}
_HERE: Final = "the folder where the studio was started"


def copied(source: Path, home: Path, name: str) -> Path:
    """Copy the folder of a case to `home/name`.

    Parameters
    ----------
    source : the case file; what lies beside it goes along

    Returns
    -------
    the case file of the copy

    Raises
    ------
    UsageError : no name for a folder, something of that name is there, or it cannot be written
    """
    if not is_id(name) or len(name) > LONGEST_NAME or name in _DEVICES:
        fix = "Use small letters, digits and hyphens, beginning with a letter."
        raise UsageError(f"not a name for a folder (got {shown(name)})", fix)
    target = home / name
    try:
        target.mkdir()
    except FileExistsError as error:
        told = f"{name} exists already in {_HERE}, and is kept as it is"
        raise UsageError(told, "Give the copy another name.") from error
    except OSError as error:
        raise _unwritten(name, error) from error
    try:
        for file in catalog.parts(source.parent):
            place = target / file.relative_to(source.parent)
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, place)
    except BaseException as error:
        shutil.rmtree(target, ignore_errors=True)
        if isinstance(error, OSError):
            raise _unwritten(name, error) from error
        raise
    return target / source.name


def free_name(home: Path, name: str) -> str:
    """The name, with a number behind it if something of that name is there."""
    names = [name[: LONGEST_NAME - 4], *(f"{name[: LONGEST_NAME - 4]}-{n}" for n in range(2, 100))]
    return next((one for one in names if not os.path.lexists(home / one)), "")


def _unwritten(name: str, error: OSError) -> UsageError:
    told = f"{name} cannot be written in {_HERE} ({error.strerror or error})"
    return UsageError(told, "Start the studio in a folder where you may write, and that has room.")
