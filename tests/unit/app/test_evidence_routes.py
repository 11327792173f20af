"""Documents brought by a browser, what they propose, and decisions: nothing runs, nothing leaves the workspace."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.unit.app.opened import HOSTILE, PERSIAN, Open, copy_of

from commonground.app.gathering.documents import runs
from commonground.app.gathering.uploads import MOST_FILES, Uploads
from commonground.case.io import load_case
from commonground.errors import UsageError

ARTICLE = f"""Iran rejects direct talks {HOSTILE}

TEHRAN, 7 March 2025 - Iran rejected direct talks with the United States on Friday. The United States threatened
Iran with new sanctions. {PERSIAN} Oman offered to mediate between Iran and the United States. {HOSTILE}
"""


@pytest.fixture
def tab(tmp_path: Path) -> Iterator[Open]:
    made = Open(copy_of("us-iran-2025", tmp_path))
    yield made
    made.close()


def bring(tab: Open, name: str, raw: bytes, status: int = 200) -> Any:
    answer = tab.client.post("/api/evidence/files", params={"name": name}, content=raw)
    assert answer.status_code == status, answer.text
    return answer.json()


def ended(tab: Open, job: dict[str, Any]) -> dict[str, Any]:
    until = time.monotonic() + 60
    while True:
        told: dict[str, Any] = tab.get(f"/api/jobs/{job['id']}")
        if told["state"] not in ("waiting", "running"):
            assert told["state"] == "done", told
            return told
        assert time.monotonic() < until
        time.sleep(0.05)


def read(tab: Open) -> dict[str, Any]:
    brought = bring(tab, f"../../{PERSIAN} <b>.txt", ARTICLE.encode())["data"]["file"]
    return ended(tab, tab.post("/api/evidence/read", {"files": [brought], "source": HOSTILE}))


def test_from_a_file_to_an_accepted_proposal(tab: Open) -> None:
    assert tab.get("/api/pages/evidence")["proposals"] is None
    told = read(tab)["result"]
    assert len(told["documents"]) == 1
    assert told["documents"][0]["events"] >= 1
    assert told["proposals"] >= 2
    assert list((tab.path.parent / ".commonground" / "uploads").iterdir()) == []
    page = tab.get("/api/pages/evidence")
    assert len(page["proposals"]) == told["proposals"]
    first, second = (one["number"] for one in page["proposals"][:2])
    before = tab.path.parent.joinpath("evidence.yaml").read_text("utf-8")
    seen = tab.get(f"/api/evidence/proposals/{first}")
    assert any(line["kind"] == "new" for file in seen["files"] for line in file["difference"])
    assert tab.path.parent.joinpath("evidence.yaml").read_text("utf-8") == before
    done = tab.post(f"/api/evidence/proposals/{first}", {"decision": "accept"})
    assert done["files"]
    assert len(load_case(tab.path).evidence) == len(tab.studio.case.evidence)
    assert tab.path.parent.joinpath("evidence.yaml").read_text("utf-8").startswith(before.rstrip()[:1000])
    tab.post(f"/api/evidence/proposals/{second}", {"decision": "reject"})
    again = tab.post(f"/api/evidence/proposals/{first}", {"decision": "reject"}, 422)
    assert "not open any more" in again["error"]["message"]
    left = {one["number"] for one in tab.get("/api/pages/evidence")["proposals"]}
    assert not {first, second} & left
    assert ended(tab, tab.post("/api/evidence/suggest", {}))["result"]["looked_at"] <= 1


def test_hostile_text_is_only_text(tab: Open) -> None:
    document = read(tab)["result"]["documents"][0]["id"]
    html = tab.page(f"evidence?document={document}&words=")
    assert "alert(1)" in html
    assert not re.search(r"<script|<img|onerror=[^&]*&gt;?<|javascript:", html.replace("&lt;script", ""))
    assert PERSIAN in html
    found = tab.get(f"/api/evidence/documents/{document}")
    assert "".join(run["text"] for run in found["runs"]) == ARTICLE
    assert {n for run in found["runs"] for n in run["begins"]} == {one["number"] for one in found["events"]}


def test_words_find_items_and_documents(tab: Open) -> None:
    read(tab)
    page = tab.get("/api/pages/evidence?words=oman%20mediate")
    assert 0 <= len(page["items"]) < page["count"]
    assert len(page["documents"]) == 1
    assert tab.get("/api/pages/evidence?words=zzzzqqq")["items"] == []
    assert tab.client.get("/api/pages/evidence", params={"words": "\"'%*("}).status_code == 200


@pytest.mark.parametrize(
    ("name", "raw", "words"),
    [
        ("case.exe", b"x", "not a kind"),
        ("noending", b"x", "not a kind"),
        ("empty.txt", b"", "empty"),
        ("../../../etc/passwd", b"x", "not a kind"),
    ],
)
def test_files_that_are_not_taken(tab: Open, name: str, raw: bytes, words: str) -> None:
    assert words in bring(tab, name, raw, 422)["error"]["message"]
    assert not (tab.path.parent / ".commonground" / "uploads").exists()


@pytest.mark.parametrize("name", ["../case.yaml", "case.yaml", "a" * 16 + ".txt", "/etc/passwd", ""])
def test_only_brought_files_are_read(tab: Open, name: str) -> None:
    bring(tab, "fine.txt", b"Some text.")
    tab.post("/api/evidence/read", {"files": [name]}, 422)


def test_only_a_few_files_wait(tmp_path: Path) -> None:
    uploads = Uploads(tmp_path / "uploads")
    for _ in range(MOST_FILES):
        uploads.keep("a.txt", b"x")
    with pytest.raises(UsageError, match="Too many"):
        uploads.keep("a.txt", b"x")


def test_nothing_is_there_yet(tab: Open) -> None:
    assert "no evidence" in tab.client.get("/api/evidence/proposals/1").json()["error"]["message"]
    assert "Bring documents" in tab.page("evidence")


@pytest.mark.parametrize(
    ("spans", "texts"),
    [
        ([], ["abcdef"]),
        ([(0, 2), (4, 6)], ["ab", "cd", "ef"]),
        ([(1, 4), (2, 6)], ["a", "b", "cd", "ef"]),
        ([(3, 3), (9, 12), (4, 99)], ["abcd", "ef"]),
        ([(-2, 3), (0, 3)], ["abc", "def"]),
    ],
)
def test_runs_put_together_are_the_text(spans: list[tuple[int, int]], texts: list[str]) -> None:
    found = runs("abcdef", spans)
    assert [run["text"] for run in found] == texts
    assert sorted(n for run in found for n in run["begins"]) == [
        n for n, (start, end) in enumerate(spans, 1) if max(start, 0) < min(end, 6)
    ]
