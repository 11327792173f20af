"""Broken case files: each says in its head which lines are at fault, and exactly those are reported."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from commonground.case.io import load_case
from commonground.errors import CaseError

BROKEN = sorted((Path(__file__).parents[2] / "broken").glob("*.yaml"))
EXPECT = re.compile(r"^# expect: (\d+): (.+)$", re.MULTILINE)


def expected(path: Path) -> list[tuple[int, str]]:
    """Lines and fragments of messages that the file announces."""
    source = path.read_bytes()
    text = source.decode("utf-16") if source.startswith(b"\xff\xfe") else source.decode("utf-8", "replace")
    return [(int(line), fragment) for line, fragment in EXPECT.findall(text)]


def test_there_are_enough_broken_files() -> None:
    assert len(BROKEN) >= 150


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_each_fault_is_named_once_with_its_line(path: Path) -> None:
    wanted = expected(path)
    assert wanted, "the file must say what is expected"
    with pytest.raises(CaseError) as caught:
        load_case(path)
    assert caught.value.exit_code == 3
    told = [finding.line() for finding in caught.value.findings]
    for line, fragment in wanted:
        assert any(re.search(rf":{line}:\d+: ", text) and fragment in text for text in told), told
    assert len(told) == len(wanted), told
    assert all(finding.fix for finding in caught.value.findings)
    assert all(finding.line() in str(caught.value) for finding in caught.value.findings)


FIX_PAGE = Path(__file__).parents[3] / "docs" / "how-to" / "fix-a-case-file.md"


def test_the_how_to_quotes_messages_that_exist() -> None:
    table = FIX_PAGE.read_text(encoding="utf-8").split("| message speaks of |")[1].split("\n\n")[0]
    quoted = [row.split("|")[1].strip().replace("`", "") for row in table.splitlines()[2:]]
    assert len(quoted) > 5
    told = []
    for path in BROKEN:
        with pytest.raises(CaseError) as caught:
            load_case(path)
        told += [finding.line() for finding in caught.value.findings]
    assert [words for words in quoted if not any(words in line for line in told)] == []
