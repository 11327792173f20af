"""The case file over HTTP: faults by line, what would change, saving, and a second tab that comes too late."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.unit.app.opened import HOSTILE, PERSIAN, Open, copy_of

from commonground.case.io import load_case


@pytest.fixture
def tab(tmp_path: Path) -> Iterator[Open]:
    made = Open(copy_of("split-the-pie", tmp_path))
    yield made
    made.close()


def value(tab: Open) -> str:
    return next(path for path in tab.studio.case.values() if path.endswith(".salience"))


def test_a_text_is_reviewed_and_saved(tab: Open) -> None:
    held = tab.get("/api/file")
    assert held["faults"] == []
    text = held["text"].replace("title:", f"# {PERSIAN}\ntitle:", 1)
    seen = tab.post("/api/file", {"text": text, "etag": held["etag"]})
    assert [line["text"] for line in seen["difference"] if line["kind"] == "new"] == [f"# {PERSIAN}"]
    assert PERSIAN not in tab.path.read_text("utf-8")
    saved = tab.post("/api/file", {"text": text, "etag": held["etag"], "save": True})
    assert saved["text"] == text == tab.path.read_text("utf-8")
    assert tab.get("/api/file")["etag"] == saved["etag"]


def test_faults_carry_their_line(tab: Open) -> None:
    held = tab.get("/api/file")
    text = held["text"].replace("horizon:", "horizn:", 1)
    told = tab.post("/api/file", {"text": text, "etag": held["etag"]})
    line = next(place for place, said in enumerate(text.split("\n"), 1) if said.startswith("horizn:"))
    assert line in {one["line"] for one in told["faults"]}
    refused = tab.post("/api/file", {"text": text, "etag": held["etag"], "save": True}, 422)
    assert refused["findings"]
    assert tab.path.read_text("utf-8") == held["text"]


@pytest.mark.parametrize(
    "text", ["", "\x00", "a: [", "- 1", "&a [*a]", "a: " + "[" * 500, "name: " + "x" * 100_000]
)
def test_any_text_is_answered(tab: Open, text: str) -> None:
    told = tab.post("/api/file", {"text": text, "etag": tab.get("/api/file")["etag"]})
    assert told["faults"]


def test_values_and_scenarios_are_written(tab: Open) -> None:
    path = value(tab)
    tab.post("/api/file/values", {"changes": {path: "6"}, "save": True})
    assert load_case(tab.path).values()[path].quantity.mode() == 6
    assert tab.studio.case.values()[path].quantity.mode() == 6, "the studio reads the file anew"
    body = {"changes": {path: 7}, "id": "firmer", "name": HOSTILE, "about": PERSIAN}
    seen = tab.post("/api/file/scenarios", body)
    assert not seen["faults"]
    tab.post("/api/file/scenarios", {**body, "save": True})
    assert load_case(tab.path).scenarios["firmer"].about == PERSIAN
    refused = tab.post("/api/file/scenarios", {**body, "save": True}, 422)
    assert "already" in refused["error"]["message"]
    assert "alert(1)" in tab.page("case")
    assert "<script>alert" not in tab.page("case")


def test_a_late_tab_is_told_and_loses_nothing(tab: Open) -> None:
    first = tab.get("/api/file")
    path = value(tab)
    tab.path.write_text(first["text"].replace("title:", "# by the command line\ntitle:", 1), "utf-8")
    body = {"changes": {path: 6}, "etag": first["etag"], "save": True}
    told = tab.post("/api/file/values", body, 409)
    conflict = told["conflict"]
    assert "somebody else" in told["error"]["message"]
    assert [line["text"] for line in conflict["meanwhile"] if line["kind"] == "new"] == [
        "# by the command line"
    ]
    saved = tab.post("/api/file", {"text": conflict["both"], "etag": conflict["etag"], "save": True})
    assert "# by the command line" in saved["text"]
    assert load_case(tab.path).values()[path].quantity.mode() == 6


def test_a_file_that_others_write_is_read_anew(tab: Open) -> None:
    before = tab.studio.case.title
    text = tab.path.read_text("utf-8")
    tab.path.write_text(text.replace(before, "Written by another"), "utf-8")
    assert tab.studio.case.title == "Written by another"
    tab.path.write_text("broken: [", "utf-8")
    assert tab.studio.case.title == "Written by another"
    assert "not valid YAML" in tab.page("case")


def test_a_file_that_is_no_case_is_tried_once(tab: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    # a slider asks for the case many times while somebody types in the file
    import commonground.app.studio as module

    held = tab.studio.case
    good = tab.path.read_text("utf-8")
    read: list[Path] = []
    monkeypatch.setattr(module, "load_case", lambda path: read.append(path) or load_case(path))
    tab.path.write_text(good.replace("horizon:", "horizn:", 1), "utf-8")
    assert all(tab.studio.case is held for _ in range(5))
    assert len(read) == 1
    tab.path.write_text(good.replace("title:", "evidence_files: [more.yaml]\ntitle:", 1), "utf-8")
    assert all(tab.studio.case is held for _ in range(5))
    assert len(read) == 2
    # what was missing comes: the file itself is as it was
    tab.path.with_name("more.yaml").write_text("[]\n", "utf-8")
    assert tab.studio.case is not held
    assert len(read) == 3


def test_a_case_of_the_catalog_is_not_written(tmp_path: Path) -> None:
    tab = Open(copy_of("split-the-pie", tmp_path), writable=False)
    before = tab.path.read_bytes()
    body = {"changes": {value(tab): 6}}
    assert tab.post("/api/file/values", body)["difference"]
    assert "catalog" in tab.post("/api/file/values", {**body, "save": True}, 422)["error"]["message"]
    assert tab.path.read_bytes() == before
    tab.close()


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"changes": {}, "save": True},
        {"changes": {"study.seed": 3}},
        {"changes": {"no.such": 1}},
        {"changes": {"a" * 301: 1}},
        {"changes": {"x": 1}, "etag": "../../etc"},
        {"changes": {"x": 1}, "path": "/etc/passwd"},
    ],
)
def test_odd_requests_are_refused(tab: Open, body: dict[str, object]) -> None:
    tab.post("/api/file/values", body, 422)
