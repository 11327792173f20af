"""Who is let in, by which name, from which page, with what."""

from __future__ import annotations

import html
import socket
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from asking import TestClient
from commonground.app.safety.bodies import MOST_BYTES
from commonground.app.safety.password import Password
from commonground.app.safety.sessions import Sessions
from commonground.app.serve import Address, link_of, names_of, serve
from commonground.app.studio import Studio
from commonground.errors import UsageError

HOST = "127.0.0.1:8765"


def test_nobody_comes_in_without_the_link(stranger: TestClient) -> None:
    for path in ("/", "/outlook", "/api/case", "/api/openapi.json", "/static/studio.js", "/nothing"):
        answer = stranger.get(path)
        assert answer.status_code == 401, path
        assert "water" not in answer.text
    assert stranger.get("/api/case").json()["ok"] is False
    assert stranger.post("/push", json={"page": "outlook"}).status_code == 401


def test_the_link_opens_one_browser_once(stranger: TestClient, sessions: Sessions, studio: Studio) -> None:
    answer = stranger.get(f"/stakes?set.talks.tempo=6&token={sessions.token}")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/stakes?set.talks.tempo=6"
    given = answer.headers["set-cookie"]
    assert "HttpOnly" in given
    assert "SameSite=Strict" in given
    assert stranger.get("/api/case").status_code == 200
    assert sessions.token not in stranger.get("/stakes").text
    # the same browser may follow the link again, another may not
    assert stranger.get(f"/?token={sessions.token}").status_code == 303
    stranger.cookies.clear()
    assert stranger.get(f"/?token={sessions.token}").status_code == 401


@pytest.mark.parametrize("token", ["", "x", "é", "%00", "a" * 5000])
def test_a_wrong_token_does_not_spend_the_right_one(
    stranger: TestClient, sessions: Sessions, token: str
) -> None:
    assert stranger.get("/", params={"token": token}).status_code == 401
    assert stranger.get(f"/?token={sessions.token}").status_code == 303


@pytest.mark.parametrize(
    "path", ["//evil.example/", "/\\evil.example", "///evil.example/%2f..", "/%0d%0aX: y"]
)
def test_the_way_on_from_the_link_stays_here(guest: TestClient, sessions: Sessions, path: str) -> None:
    request = guest.build_request("GET", f"http://{HOST}/")
    request.url = request.url.copy_with(raw_path=f"{path}?token={sessions.token}".encode())
    answer = guest.send(request)
    place = answer.headers.get("location", "/")
    assert place.startswith("/")
    assert not place.startswith(("//", "/\\"))
    assert "x" not in {name for name in answer.headers if name == "x"}


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:8765",
        "127.0.0.1",
        "127.0.0.1:80",
        "localhost:1",
        "",
        "127.0.0.1:8765.evil",
    ],
)
def test_it_answers_to_its_own_names_only(guest: TestClient, host: str) -> None:
    assert guest.get("/api/case", headers={"host": host}).status_code == 421


def test_other_pages_cannot_ask(guest: TestClient) -> None:
    for headers in (
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:1"},
        {"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors"},
        {"sec-fetch-site": "same-site", "sec-fetch-mode": "cors"},
    ):
        assert guest.get("/api/case", headers=headers).status_code == 403, headers
    assert guest.get("/api/case", headers={"origin": f"http://{HOST}"}).status_code == 200
    followed = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}
    assert guest.get("/outlook", headers=followed).status_code == 200
    assert guest.post("/push", json={}, headers=followed).status_code == 403


def test_what_changes_something_needs_the_word(guest: TestClient, sessions: Sessions) -> None:
    push = {"page": "outlook", "changes": {}}
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        assert guest.request(method, "/push", json=push).status_code == 403
        wrong = {"x-commonground": "0" * 64}
        assert guest.request(method, "/push", json=push, headers=wrong).status_code == 403
    right = {"x-commonground": sessions.forgery_word()}
    assert guest.post("/push", json=push, headers=right).status_code == 200
    assert sessions.secret not in guest.get("/outlook").text
    assert sessions.forgery_word() in guest.get("/outlook").text


def test_every_answer_tells_the_browser_what_it_may(guest: TestClient, stranger: TestClient) -> None:
    answers = [guest.get(path) for path in ("/outlook", "/api/case", "/static/studio.js", "/nothing")]
    answers += [guest.get("/api/case", headers={"host": "evil.example"})]
    stranger.cookies.clear()
    answers.append(stranger.get("/outlook"))
    for answer in answers:
        policy = answer.headers["content-security-policy"]
        assert "unsafe" not in policy
        assert {
            "default-src 'self'",
            "object-src 'none'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        } <= set(policy.split("; "))
        assert answer.headers["x-content-type-options"] == "nosniff"
        # a form of ours has to say where it comes from, which "no-referrer" forbids
        assert answer.headers["referrer-policy"] == "same-origin"
        assert answer.headers["cache-control"] in ("no-store", "no-cache")
        assert "access-control-allow-origin" not in answer.headers


def test_bodies_end(guest: TestClient, sessions: Sessions) -> None:
    headers = {"x-commonground": sessions.forgery_word(), "content-type": "application/json"}
    assert guest.post("/push", content=b" " * (MOST_BYTES + 1), headers=headers).status_code == 413
    assert (
        guest.post("/push", content=b"{}", headers=headers | {"content-length": "99999999999"}).status_code
        == 413
    )
    assert guest.post("/push", content=b"{}", headers=headers | {"content-length": "x"}).status_code == 413

    def endless() -> Iterator[bytes]:
        for _ in range(MOST_BYTES // 500_000 + 2):
            yield b" " * 500_000

    assert guest.post("/push", content=endless(), headers=headers).status_code == 413


@pytest.mark.parametrize(
    "name",
    ["../server.py", "..%2fserver.py", "%2e%2e/server.py", "studio", "", "studio.css%00", "..%5cserver.py"],
)
def test_no_file_but_the_static_ones_is_served(guest: TestClient, name: str) -> None:
    answer = guest.get(f"/static/{name}")
    assert answer.status_code in (404, 405)
    assert "import" not in answer.text


def test_a_team_signs_in(team: TestClient, sessions: Sessions) -> None:
    assert team.get("/").headers["location"] == "/sign-in"
    assert team.get("/api/case").status_code == 401
    assert team.get("/sign-in").status_code == 200
    assert "script" not in team.get("/sign-in").text
    wrong = team.post("/sign-in", data={"password": "wrong"})
    assert wrong.status_code == 403
    assert "set-cookie" not in wrong.headers
    foreign = {"origin": "http://evil.example"}
    assert (
        team.post("/sign-in", data={"password": "correct horse battery"}, headers=foreign).status_code == 403
    )
    right = team.post("/sign-in", data={"password": "correct horse battery"})
    assert right.status_code == 303
    assert team.get("/api/case").status_code == 200
    assert team.post("/push", json={"page": "outlook"}).status_code == 403


@pytest.mark.parametrize(
    ("asked", "onward"),
    [
        ("/", "/"),
        ("/stakes?set.talks.tempo=6&x=%26", "/stakes?set.talks.tempo=6&x=%26"),
        ("/outlook?x=<b>'\"", "/outlook?x=%3Cb%3E%27%22"),
    ],
)
def test_signing_in_leads_where_one_was_going(team: TestClient, asked: str, onward: str) -> None:
    way = team.get(asked).headers["location"]
    assert way.startswith("/sign-in")
    form = team.get(way).text
    action = html.unescape(form.partition('action="')[2].partition('"')[0])
    assert "<b>" not in form
    wrong = team.post(action, data={"password": "wrong"}).text
    assert html.unescape(wrong.partition('action="')[2].partition('"')[0]) == action
    right = team.post(action, data={"password": "correct horse battery"})
    assert right.headers["location"] == onward


@pytest.mark.parametrize(
    "to", ["//evil.example", "/\\evil.example", "http://evil.example/", "%0d%0aX: y", "\t//evil.example"]
)
def test_signing_in_leads_nowhere_else(team: TestClient, to: str) -> None:
    answer = team.post("/sign-in", params={"to": to}, data={"password": "correct horse battery"})
    assert answer.headers["location"].startswith("/")
    assert not answer.headers["location"].startswith(("//", "/\\"))
    assert "x" not in answer.headers


def test_a_password_is_kept_as_scrypt_only(tmp_path: Path) -> None:
    file = tmp_path / "team.txt"
    file.write_text("correct horse battery\nsecond line\n")
    file.chmod(stat.S_IRUSR | stat.S_IWUSR)
    password = Password.read(file)
    assert password.fits("correct horse battery")
    assert not password.fits("correct horse")
    assert "correct" not in repr(vars(password))
    file.chmod(0o644)
    with pytest.raises(UsageError, match="can read"):
        Password.read(file)
    file.write_text("short\n")
    with pytest.raises(UsageError, match="12"):
        Password.read(file)
    with pytest.raises(UsageError, match="cannot be read"):
        Password.read(tmp_path / "none")


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that somebody listens on."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        held.listen()
        yield held.getsockname()[1]


def test_it_is_open_to_others_with_a_password_only(studio: Studio, taken: int) -> None:
    def never(_: Any) -> None:
        raise AssertionError("it must not start")

    with pytest.raises(UsageError, match="password"):
        serve(studio, Address("0.0.0.0"), tell=never, browse=False)
    with pytest.raises(UsageError, match="listened"):
        serve(studio, Address("127.0.0.1", taken), tell=never, browse=False)


@pytest.mark.parametrize(
    ("host", "shown"),
    [("0.0.0.0", "127.0.0.1"), ("::", "[::1]"), ("::1", "[::1]"), ("10.1.2.3", "10.1.2.3")],
)
def test_the_link_is_one_that_a_browser_here_can_open(host: str, shown: str) -> None:
    assert link_of(Address(host), 9000, "word") == f"http://{shown}:9000/?token=word"
    assert f"{shown}:9000" in names_of(Address(host), 9000)


def test_names_of_an_address() -> None:
    assert names_of(Address(), 8000) == {"127.0.0.1:8000", "localhost:8000", "[::1]:8000"}
    assert "10.1.2.3:9000" in names_of(Address("10.1.2.3"), 9000)
    assert "[2001:db8::1]:9000" in names_of(Address("2001:db8::1"), 9000)
    behind = names_of(Address(names=("Team.example",)), 9000)
    assert {"team.example", "team.example:9000"} <= behind
