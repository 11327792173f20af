"""Evidence files: beside the case only, any size as JSON Lines, every fault with its line."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from tests.checkout import child_environment
from tests.unit.case.cases import RIVER

from commonground.case.evidence import MOST_TOLD
from commonground.case.io import load_case, parse_case
from commonground.case.model import Case
from commonground.errors import CaseError


def case_with(folder: Path, name: str) -> Path:
    """The small case naming one evidence file."""
    path = folder / "river.yaml"
    path.write_text(RIVER + f"evidence_files: [{name}]\n", encoding="utf-8")
    return path


def item(number: int, **said: object) -> str:
    return json.dumps(
        {"id": f"e{number}", "date": "2024-01-01", "kind": "event", "title": f"Item {number}", **said}
    )


def load(folder: Path, name: str, content: str | bytes) -> Case:
    (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return load_case(case_with(folder, name))


def faults(folder: Path, name: str, content: str | bytes) -> list[str]:
    with pytest.raises(CaseError) as caught:
        load(folder, name, content)
    return [finding.line().removeprefix(f"{folder}/") for finding in caught.value.findings]


def test_json_lines_and_yaml_are_read_in_order(tmp_path: Path) -> None:
    (tmp_path / "more").mkdir()
    case = load(
        tmp_path,
        "more/events.jsonl",
        "\ufeff" + item(1) + "\n\n" + item(2, url="http://example.org") + "\r\n",
    )
    assert list(case.evidence) == ["farms", "gauges-2024", "e1", "e2"]
    case = load(tmp_path, "events.yaml", "- {id: e1, date: 2024, kind: claim, title: One, reliability: B}\n")
    assert case.evidence["e1"].date == "2024"
    assert "evidence_files" not in case.dump()
    assert len(case.dump()["evidence"]) == 3


def test_hostile_text_is_kept_as_text(tmp_path: Path) -> None:
    hostile = "<script>alert(1)</script> \u202eright to left \u2028 ${x} {{y}} #import"
    assert load(tmp_path, "events.jsonl", item(1, text=hostile)).evidence["e1"].text == hostile


@pytest.mark.parametrize(
    ("line", "fragment"),
    [
        ('{"id": "x"', "not valid JSON"),
        ("[" * 5000, "not valid JSON"),
        ("4", "must be a mapping of keys (got 4)"),
        ('{"id": "x", "id": "y"}', 'duplicate key "id"'),
        (item(1, title="a\x00b"), "contains control characters"),
        (item(1, title="\ud800"), "half characters"),
        (item(1, text="x" * 20_001), "text longer than 20,000 characters (got 20,001 characters)"),
        (item(1, url="data:text/html,x"), "not a web address"),
        (item(1, url="https:///path"), "not a web address"),
        (item(1, url='https://example.org/"onmouseover="x'), "not a web address"),
        (item(1, date="2025-03-09"), "dated after as_of"),
        (item(1, date="2025-04"), "dated after as_of"),
        (item(1, date=2026), "dated after as_of"),
        (item(1, date="9" * 30), "not a date"),
        (item(1, issues=["shares"]), 'unknown issue (got "shares"). Did you mean "share"?'),
        (item(1, knd="event"), 'unknown key. Did you mean "kind"?'),
        (item(1, parties="upland"), "must be a list"),
        ('{"n": ' + "9" * 5000 + "}", "not valid JSON"),
    ],
    ids=range(18),
)
def test_a_bad_line_is_named_by_its_number(tmp_path: Path, line: str, fragment: str) -> None:
    told = faults(tmp_path, "events.jsonl", f"{item(8)}\n{line}\n{item(9)}\n")
    assert len(told) == 1
    assert told[0].startswith("events.jsonl:2:1: evidence")
    assert fragment in told[0]


def test_bytes_that_are_no_text_are_named(tmp_path: Path) -> None:
    assert "not UTF-8 text" in faults(tmp_path, "events.jsonl", item(1).encode() + b"\n{\xff}\n")[0]
    assert faults(tmp_path, "events.yaml", b"- id: \xff")[0].startswith(
        "events.yaml:1:7: the file is not UTF-8"
    )


def test_a_line_over_one_megabyte_is_refused_without_reading_on(tmp_path: Path) -> None:
    told = faults(tmp_path, "events.jsonl", item(1, text="x" * 3_000_000) + "\n" + item(2, kind="evnt"))
    assert "a line longer than 1 MB" in told[0]
    assert told[1].startswith("events.jsonl:2:1: evidence.e2.kind")


def test_thousands_of_faults_are_cut_short(tmp_path: Path) -> None:
    told = faults(tmp_path, "events.jsonl", "\n".join(item(n, kind="x") for n in range(1000)))
    assert len(told) == MOST_TOLD + 2
    assert "not listed" in told[-1]
    assert len(faults(tmp_path, "events.jsonl", "{\n" * 1000)) == MOST_TOLD + 1


def test_evidence_in_an_unreadable_file_is_not_called_unknown(tmp_path: Path) -> None:
    path = case_with(tmp_path, "gone.yaml")
    path.write_text(
        path.read_text().replace("evidence: [farms]", "evidence: [from-the-file]"), encoding="utf-8"
    )
    with pytest.raises(CaseError) as caught:
        load_case(path)
    assert [finding.message for finding in caught.value.findings] == ["no such file"]


def test_a_link_that_leaves_the_folder_is_refused(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (tmp_path / "secret.yaml").write_text(
        "- {id: e1, date: 2024, kind: claim, title: One}\n", encoding="utf-8"
    )
    (home / "link.yaml").symlink_to(tmp_path / "secret.yaml")
    for name in ("link.yaml", "../secret.yaml", str(tmp_path / "secret.yaml")):
        with pytest.raises(CaseError, match="outside the case's folder"):
            load_case(case_with(home, name))


def test_large_yaml_is_sent_to_json_lines(tmp_path: Path) -> None:
    told = faults(tmp_path, "events.yaml", "#" * 5_000_001)
    assert "YAML evidence larger than 5 MB (got 5.0 MB). Write it as .jsonl" in told[0]
    assert told[0].startswith("river.yaml:")


# VmHWM begins anew with the program; ru_maxrss would remember what the parent held when it forked.
LOAD = """
import re, sys, time
from pathlib import Path
from commonground.case.io import load_case
case = load_case(sys.argv[1])
peak = re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())
print(len(case.evidence), len(case.hash), time.process_time(), peak[1])
"""


def test_fifty_megabytes_load_in_seconds(tmp_path: Path) -> None:
    path = tmp_path / "events.jsonl"
    with path.open("w", encoding="utf-8") as stream:
        for number in range(12_000):
            stream.write(item(number, text="water " * 720, parties=["upland"], issues=["share"]) + "\n")
    assert path.stat().st_size > 50_000_000
    # In a process of its own, so that neither its time nor its memory is that of other tests.
    told = subprocess.run(
        [sys.executable, "-c", LOAD, str(case_with(tmp_path, "events.jsonl"))],
        check=True,
        capture_output=True,
        text=True,
        env=child_environment(),
    ).stdout
    items, digits, seconds, kilobytes = map(float, told.split())
    assert (items, digits) == (12_002, 64)
    assert seconds < 10
    assert kilobytes < 1_000_000


def test_the_evidence_of_an_item_is_found_by_its_id() -> None:
    with pytest.raises(CaseError) as caught:
        parse_case(RIVER.replace("kind: data", "kind: date"), "river.yaml")
    assert caught.value.findings[0].path == "evidence.gauges-2024.kind"
