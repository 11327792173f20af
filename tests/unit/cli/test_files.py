"""Files are written whole or not at all."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

import pytest

from commonground.cli.files import discard_unfinished, require_writable, whole_file, whole_folder, write_text
from commonground.errors import UsageError


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def write_half_and_fail(path: Path, reason: type[BaseException]) -> None:
    path.write_text("ha")
    raise reason


def test_a_file_appears_whole(tmp_path: Path) -> None:
    target = tmp_path / "new" / "study.json"
    with whole_file(target) as temporary:
        temporary.write_text("whole")
        assert not target.exists()
    assert target.read_text() == "whole"
    assert names(target.parent) == ["study.json"]


@pytest.mark.parametrize("reason", [KeyboardInterrupt, OSError])
def test_a_failure_leaves_the_old_file(tmp_path: Path, reason: type[BaseException]) -> None:
    target = tmp_path / "study.json"
    target.write_text("old")
    with pytest.raises(reason), whole_file(target) as temporary:
        write_half_and_fail(temporary, reason)
    assert target.read_text() == "old"
    assert names(tmp_path) == ["study.json"]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    real, link = tmp_path / "real.json", tmp_path / "link.json"
    real.write_text("old")
    link.symlink_to(real)
    write_text(link, "new")
    assert link.is_symlink()
    assert real.read_text() == "new"


def test_a_pipe_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    write_text(Path(f"/dev/fd/{writing}"), "whole")
    os.close(writing)
    assert os.read(reading, 100) == b"whole"
    os.close(reading)
    write_text(Path(os.devnull), "gone")
    assert not Path(os.devnull).is_file()


def test_a_folder_fills_in_one_step(tmp_path: Path) -> None:
    target = tmp_path / "briefs"
    with whole_folder(target) as temporary:
        (temporary / "a.html").write_text("a")
        (temporary / "parts").mkdir()
        (temporary / "parts" / "b.md").write_text("b")
        assert not (target / "a.html").exists()
    assert names(target) == ["a.html", "parts"]
    assert (target / "parts" / "b.md").read_text() == "b"


def test_an_interrupt_leaves_no_half_folder(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), whole_folder(tmp_path) as temporary:
        write_half_and_fail(temporary / "a.html", KeyboardInterrupt)
    assert names(tmp_path) == []


def test_leaving_at_once_cleans_up_too(tmp_path: Path) -> None:
    with contextlib.suppress(FileNotFoundError), whole_file(tmp_path / "b.json") as file:
        file.write_text("half")
        discard_unfinished()
        assert names(tmp_path) == []
    with whole_folder(tmp_path / "a") as folder:
        (folder / "half.html").write_text("half")
        discard_unfinished()
    assert names(tmp_path / "a") == []


def test_a_folder_that_takes_no_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    require_writable(tmp_path / "not" / "yet" / "there")
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="not a folder"):
        require_writable(tmp_path / "file" / "below")
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(UsageError, match="Cannot write"):
        require_writable(tmp_path)
