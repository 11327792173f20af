"""Write files whole or not at all."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

# Folders in use at this moment, so that Ctrl-C, which skips `finally`, can still clear up.
_unfinished: set[Path] = set()


def discard_unfinished() -> None:
    """Remove what was being written when the run was cut short."""
    for path in list(_unfinished):
        _remove(path)


def _remove(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    _unfinished.discard(folder)


def require_writable(folder: Path) -> None:
    """Fail before the work starts, not after it, when nothing can be written in a folder.

    Raises
    ------
    UsageError : the folder, or the nearest one above it that exists, is a file or takes no files.
    """
    from commonground.errors import UsageError

    nearest = folder.absolute()
    while not os.path.lexists(nearest) and nearest != nearest.parent:
        nearest = nearest.parent
    if not nearest.is_dir():
        raise UsageError(f"{nearest} is not a folder", "Choose another folder for the files.")
    if not os.access(nearest, os.W_OK | os.X_OK):
        raise UsageError(
            f"Cannot write in the folder {nearest}", "Choose another folder, or ask for write permission."
        )


@contextlib.contextmanager
def whole_file(target: Path) -> Iterator[Path]:
    """Path to write to; on success it takes the target's place in one step, on failure it vanishes.

    A link is followed. A device or pipe (`-o /dev/stdout`) is not replaced: it is sent the finished bytes.
    """
    real = Path(os.path.realpath(target)) if target.is_file() else target
    is_stream = target.exists() and not target.is_file()
    with _work_folder(None if is_stream else real.parent) as folder:
        temporary = folder / real.name
        yield temporary
        if is_stream:
            with temporary.open("rb") as source, target.open("wb") as sink:
                shutil.copyfileobj(source, sink)
        else:
            temporary.replace(real)


@contextlib.contextmanager
def whole_folder(target: Path) -> Iterator[Path]:
    """Folder to write files to; on success each of them moves to the target in one step."""
    with _work_folder(target) as folder:
        yield folder
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                place = target / path.relative_to(folder)
                place.parent.mkdir(parents=True, exist_ok=True)
                path.replace(place)


@contextlib.contextmanager
def _work_folder(beside: Path | None) -> Iterator[Path]:
    """A hidden folder that vanishes; beside the target, so that moving out of it is a rename on one disk."""
    import tempfile

    if beside is not None:
        beside.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=".commonground-", dir=beside))
    _unfinished.add(folder)
    try:
        yield folder
    finally:
        _remove(folder)


def write_text(target: Path, text: str) -> None:
    """Write a text file in UTF-8, whole or not at all."""
    with whole_file(target) as temporary:
        temporary.write_text(text, encoding="utf-8", newline="\n")
