"""A case of the catalog becomes one's own: a copy where the studio was started, and on with it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from tests.unit.app.opened import Open, copy_of

from asking import TestClient
from commonground import catalog
from commonground.app.safety.sessions import Sessions
from commonground.app.serve import guarded
from commonground.case.io import load_case

HOST = "127.0.0.1:8765"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    made = tmp_path / "home"
    made.mkdir()
    return made


@pytest.fixture
def tab(home: Path) -> Iterator[Open]:
    made = Open(catalog.path("split-the-pie"), writable=False, home=home)
    yield made
    made.close()


def value(tab: Open) -> str:
    return next(path for path in tab.studio.case.values() if path.endswith(".salience"))


def test_a_copy_is_saved_and_the_studio_goes_on_with_it(tab: Open, home: Path) -> None:
    kept = tab.path.read_bytes()
    pushed = f"?set.{value(tab)}=6"
    before = tab.get(f"/api/pages/case{pushed}")
    assert before["copy_name"] == "split-the-pie"
    told = tab.post("/api/file/copy", {"name": "my-pie"})
    assert told == {"file": "my-pie/case.yaml"}
    copied = home / "my-pie"
    for path in catalog.parts(tab.path.parent):
        assert (copied / path.relative_to(tab.path.parent)).read_bytes() == path.read_bytes()
    assert not list(copied.rglob("*.py"))
    assert load_case(copied).hash == tab.studio.case.hash
    assert tab.get("/api/case")["writable"]
    after = tab.get(f"/api/pages/case{pushed}")
    assert (after["file"], after["copied"]) == ("my-pie/case.yaml", True)
    assert after["changes"] == before["changes"] != []
    assert tab.get("/api/study")["command"] == "commonground run my-pie/case.yaml"
    saved = tab.post("/api/file/values", {"changes": {value(tab): 6}, "save": True})
    assert saved["saved"]
    assert (copied / "case.yaml").read_text("utf-8") == saved["text"]
    assert tab.path.read_bytes() == kept


@pytest.mark.parametrize("taken", ["file", "folder", "link"])
def test_nothing_is_overwritten(tab: Open, home: Path, taken: str) -> None:
    place = home / "split-the-pie"
    if taken == "file":
        place.write_text("mine", "utf-8")
    elif taken == "folder":
        place.mkdir()
    else:
        place.symlink_to(home / "nowhere")
    told = tab.post("/api/file/copy", {"name": "split-the-pie"}, 422)["error"]
    assert "split-the-pie exists" in told["message"]
    assert str(home) not in told["message"]
    assert "another name" in told["fix"]
    assert list(home.iterdir()) == [place]
    assert not (home / "nowhere").exists()
    assert not tab.get("/api/case")["writable"]
    # the page offers one that is free
    assert tab.get("/api/pages/case")["copy_name"] == "split-the-pie-2"


@pytest.mark.parametrize(
    "name",
    ["", ".", "..", "../out", "/tmp/out", "a/b", "a\\b", "A", "nul\x00", "x" * 61, "é", "value", "con"],
)
def test_odd_names_are_refused_in_words(tab: Open, home: Path, name: str) -> None:
    assert tab.post("/api/file/copy", {"name": name}, 422)["error"]["fix"]
    assert list(home.iterdir()) == []
    assert list(home.parent.iterdir()) == [home]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_takes_no_files(tab: Open, home: Path) -> None:
    home.chmod(0o500)
    told = tab.post("/api/file/copy", {"name": "pie"}, 422)["error"]
    home.chmod(0o700)
    assert "cannot be written" in told["message"]


def test_what_fails_half_way_leaves_nothing(tab: Open, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("shutil.copyfile", full)
    told = tab.post("/api/file/copy", {"name": "pie"}, 422)["error"]
    assert "No space left" in told["message"]
    assert list(home.iterdir()) == []


def test_two_at_once_make_one_copy(tab: Open, home: Path) -> None:
    def ask(name: str) -> int:
        return tab.client.post("/api/file/copy", json={"name": name}).status_code

    with ThreadPoolExecutor(4) as pool:
        found = sorted(pool.map(ask, ["pie-a", "pie-b", "pie-c", "pie-d"]))
    assert found == [200, 422, 422, 422]
    assert len(list(home.iterdir())) == 1


def test_a_file_of_ones_own_is_not_copied(tmp_path: Path, home: Path) -> None:
    tab = Open(copy_of("split-the-pie", tmp_path), home=home)
    assert "your own" in tab.post("/api/file/copy", {"name": "pie"}, 422)["error"]["message"]
    assert "copy-name" not in tab.page("case")
    assert list(home.iterdir()) == []
    tab.close()


def test_every_page_offers_it(tab: Open) -> None:
    for name in ("outlook", "stakes", "brief", "case"):
        page = tab.client.get(f"/{name}?set.{value(tab)}=6").text
        assert f'href="/case?set.{value(tab)}=6#copy"' in page, name
    assert 'id="copy-name"' in tab.page("case")
    tab.post("/api/file/copy", {"name": "pie"})
    assert "#copy" not in tab.client.get("/outlook").text
    assert "pie/case.yaml" in tab.page("case")


def test_it_needs_the_word_of_a_page(tab: Open, home: Path) -> None:
    sessions = Sessions(8765)
    app = guarded(tab.studio, sessions, {HOST})
    client = TestClient(app, base_url=f"http://{HOST}", follow_redirects=False)
    assert client.post("/api/file/copy", json={"name": "pie"}).status_code == 401
    client.get(f"/?token={sessions.token}")
    assert client.post("/api/file/copy", json={"name": "pie"}).status_code == 403
    assert list(home.iterdir()) == []
    word = {"x-commonground": sessions.forgery_word()}
    foreign = word | {"origin": "http://evil.example"}
    assert client.post("/api/file/copy", json={"name": "pie"}, headers=foreign).status_code == 403
    assert client.post("/api/file/copy", json={"name": "pie"}, headers=word).status_code == 200
