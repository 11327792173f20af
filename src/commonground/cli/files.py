"""Write files whole or not at all."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

# Paths being written at this moment, so that a second Ctrl-C, which skips `finally`, can still clean up.
_unfinished: set[Path] = set()


def discard_unfinished() -> None:
    """Remove what was being written when the run was cut short."""
    for path in list(_unfinished):
        _remove(path)


def _remove(path: Path) -> None:
    if path.is_dir():
        import shutil

        shutil.rmtree(path, ignore_errors=True)
    else:
        with contextlib.suppress(OSError):
            path.unlink()
    _unfinished.discard(path)


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

    A device or pipe (`-o /dev/stdout`) is not replaced: it is sent the finished bytes.
    """
    real = Path(os.path.realpath(target)) if target.is_symlink() and target.is_file() else target
    if target.exists() and not target.is_file():
        import shutil
        import tempfile

        with tempfile.TemporaryDirectory() as folder:
            temporary = Path(folder) / "file"
            yield temporary
            with temporary.open("rb") as source, target.open("wb") as sink:
                shutil.copyfileobj(source, sink)
        return
    real.parent.mkdir(parents=True, exist_ok=True)
    temporary = real.with_name(f".{real.stem}.{os.getpid()}.part{real.suffix}")
    _unfinished.add(temporary)
    try:
        yield temporary
        temporary.replace(real)
    finally:
        _remove(temporary)


@contextlib.contextmanager
def whole_folder(target: Path) -> Iterator[Path]:
    """Folder to write files to; on success each of them moves to the target in one step.

    The folder is made beside the target's files, so that the move is a rename on the same disk.
    """
    import tempfile

    target.mkdir(parents=True, exist_ok=True)
    temporary = Path(tempfile.mkdtemp(prefix=".commonground-", dir=target))
    _unfinished.add(temporary)
    try:
        yield temporary
        for path in sorted(temporary.rglob("*")):
            if path.is_file():
                place = target / path.relative_to(temporary)
                place.parent.mkdir(parents=True, exist_ok=True)
                path.replace(place)
    finally:
        _remove(temporary)


def write_text(target: Path, text: str) -> None:
    """Write a text file in UTF-8, whole or not at all."""
    with whole_file(target) as temporary:
        temporary.write_text(text, encoding="utf-8", newline="\n")
