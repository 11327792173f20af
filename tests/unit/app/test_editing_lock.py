"""Two tabs and the command line on one file: whoever comes second is told, and loses nothing."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from commonground import catalog
from commonground.app.editing.lock import CaseFile, StaleEdit
from commonground.app.editing.merging import difference, merged
from commonground.app.editing.patch import with_values
from commonground.case.io import load_case
from commonground.case.writing import exclusively, fingerprint, put
from commonground.errors import CaseError, UsageError


@pytest.fixture
def path(tmp_path: Path) -> Path:
    target = tmp_path / "case.yaml"
    target.write_bytes(catalog.path("split-the-pie").read_bytes())
    target.chmod(0o640)
    return target


def title(text: str, words: str) -> str:
    return "\n".join(f"title: {words}" if x.startswith("title:") else x for x in text.split("\n"))


def test_a_save_keeps_mode_mark_and_line_ends(path: Path) -> None:
    raw = b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n")
    path.write_bytes(raw)
    held = CaseFile(path)
    was = held.read()
    assert was.etag == fingerprint(raw)
    assert "\r" not in was.text
    now, case = held.save(was.etag, lambda text: title(text, "Another title").replace("\n", "\r\n"))
    after = path.read_bytes()
    assert case.title == "Another title"
    assert after.startswith(b"\xef\xbb\xbf")
    assert after.count(b"\n") == after.count(b"\r\n") == raw.count(b"\r\n")
    assert path.stat().st_mode & 0o777 == 0o640
    assert now.etag == fingerprint(after)
    assert [entry.name for entry in path.parent.iterdir()] == ["case.yaml"]


def test_a_link_is_followed(path: Path, tmp_path: Path) -> None:
    link = tmp_path / "link" / "case.yaml"
    link.parent.mkdir()
    link.symlink_to(path)
    held = CaseFile(link)
    held.save(held.read().etag, lambda text: title(text, "Through a link"))
    assert link.is_symlink()
    assert load_case(path).title == "Through a link"


def test_what_is_no_case_is_not_written(path: Path) -> None:
    before, held = path.read_bytes(), CaseFile(path)
    with pytest.raises(CaseError) as error:
        held.save(held.read().etag, lambda text: text.replace("horizon:", "horizn:"))
    assert "case.yaml:" in error.value.findings[0].where
    assert path.read_bytes() == before


def test_edits_that_do_not_touch_are_offered_together(path: Path) -> None:
    held = CaseFile(path)
    first = second = held.read().etag
    held.save(first, lambda text: title(text, "Of the first tab"))
    place = next(place for place in load_case(path).values() if place.endswith(".salience"))
    with pytest.raises(StaleEdit) as error:
        held.save(second, lambda text: with_values(text, {place: 7}, path))
    told = error.value
    assert "changed by somebody else" in str(told)
    assert [line["text"] for line in told.meanwhile or [] if line["kind"] == "new"] == [
        "title: Of the first tab"
    ]
    assert sum(line["kind"] == "new" for line in told.wanted) == 1
    assert told.both is not None
    assert load_case(path).title == "Of the first tab"
    now, case = held.save(told.now, lambda _: str(told.both))
    assert (case.title, case.values()[place].quantity.mode()) == ("Of the first tab", 7)
    assert held.read() == now


def test_edits_that_touch_are_both_shown(path: Path) -> None:
    held = CaseFile(path)
    etag = held.read().etag
    held.save(etag, lambda text: title(text, "Mine"))
    with pytest.raises(StaleEdit) as error:
        held.save(etag, lambda text: title(text, "Yours"))
    told = error.value.as_dict()
    assert told["both"] is None
    assert "title: Yours" in told["mine"]
    assert "title: Mine" in told["theirs"]
    assert "same lines" in told["fix"]


def test_an_edit_on_a_text_that_is_forgotten_loses_nothing(path: Path) -> None:
    held = CaseFile(path)
    with pytest.raises(StaleEdit) as error:
        held.save("0" * 64, lambda text: title(text, "Late"))
    assert error.value.meanwhile is None
    assert "title: Late" in error.value.mine


def test_the_command_line_and_many_tabs_at_once(path: Path) -> None:
    """Each writer adds its own scenario and goes on as told: all of them are in the file in the end."""
    from commonground.app.editing.patch import with_scenario

    place = next(place for place in load_case(path).values() if place.endswith(".salience"))
    failures: list[BaseException] = []

    def tab(number: int) -> None:
        held = CaseFile(path)
        etag = held.read().etag
        for _ in range(200):
            try:
                held.save(etag, lambda text: with_scenario(text, f"tab-{number}", "x", {place: number}, path))
                return
            except StaleEdit as stale:
                etag = stale.now
        failures.append(AssertionError(f"tab {number} never came through"))

    script = (
        "import sys; from pathlib import Path\n"
        "from commonground.case.writing import exclusively, put\n"
        "path = Path(sys.argv[1])\n"
        "for n in range(5):\n"
        "    with exclusively(path):\n"
        "        put(path, path.read_bytes() + f'# line {n} of the command line\\n'.encode())\n"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    other = subprocess.Popen([sys.executable, "-c", script, str(path)], env=environment)
    tabs = [threading.Thread(target=tab, args=(number,)) for number in range(1, 5)]
    for one in tabs:
        one.start()
    for one in tabs:
        one.join(120)
    assert other.wait(60) == 0
    assert not failures
    text = path.read_text("utf-8")
    assert set(load_case(path).scenarios) >= {f"tab-{number}" for number in range(1, 5)}
    assert all(f"# line {n} of the command line" in text for n in range(5))


def test_a_lock_that_is_not_given_back_is_told(path: Path) -> None:
    with (
        exclusively(path),
        pytest.raises(UsageError, match="being written by another program"),
        exclusively(path.parent / "other.yaml", wait=0.1),
    ):
        pytest.fail("two held the lock")
    with exclusively(path, wait=0.1):
        pass


def test_a_write_that_fails_leaves_the_file(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = path.read_bytes()

    def broken(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("os.replace", broken)
    with pytest.raises(OSError, match="disk full"):
        put(path, b"new")
    monkeypatch.undo()
    assert path.read_bytes() == before
    assert [entry.name for entry in path.parent.iterdir()] == ["case.yaml"]


def test_a_file_that_is_gone_too_large_or_no_text(path: Path) -> None:
    held = CaseFile(path)
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(CaseError):
        held.read()
    path.write_bytes(b"#" * 5_000_001)
    with pytest.raises(UsageError, match="5 MB"):
        held.read()
    path.unlink()
    with pytest.raises(UsageError, match="cannot be read"):
        held.read()


@pytest.mark.parametrize(
    ("mine", "theirs", "both"),
    [
        ("A\nb\nc\nd\n", "a\nb\nc\nD\n", "A\nb\nc\nD\n"),
        ("a\nb\nc\nd\ne\n", "x\na\nb\nc\nd\n", "x\na\nb\nc\nd\ne\n"),
        ("A\nb\nc\nd\n", "B\nb\nc\nd\n", None),
        ("A\nb\nc\nd\n", "A\nb\nc\nd\n", "A\nb\nc\nd\n"),
        ("A\nb\nc\nd\n", "a\nB\nc\nd\n", None),
        ("b\nc\nd\n", "a\nb\nc\n", "b\nc\n"),
    ],
)
def test_merging(mine: str, theirs: str, both: str | None) -> None:
    base = "a\nb\nc\nd\n"
    assert merged(base, mine, theirs) == merged(base, theirs, mine) == both


def test_a_difference_in_lines() -> None:
    found = difference("a\nb\nc\n", "a\nB\nc\nd\n")
    assert [(line["kind"], line["text"]) for line in found] == [
        ("same", "a"), ("gone", "b"), ("new", "B"), ("same", "c"), ("new", "d"),
    ]  # fmt: skip
    assert difference("a", "a") == []
    assert len(difference("\n".join("a" * 2000), "\n".join("b" * 2000))) == 401
