"""The client against a server that misbehaves in every way we could think of; none may crash, hang or leak the key."""

from __future__ import annotations

import gzip
import json
import time
from collections.abc import Callable
from typing import Any

import pytest

from commonground.errors import EvidenceError
from commonground.evidence.llm import client as clients
from commonground.evidence.llm.settings import Endpoint
from commonground.evidence.llm.transport import ServerFault

SCHEMA = {"type": "object", "properties": {}, "required": [], "additionalProperties": False}


def ask(client: clients.Client) -> dict[str, Any]:
    return client.ask("system", "user", "events", SCHEMA)


def test_a_request_is_what_the_interface_wants(server: Any, key: str) -> None:
    server.says({"events": []})
    assert ask(server.client()) == {"events": []}
    (request,) = server.requests
    assert request == {
        "model": "tiny",
        "messages": [{"role": "system", "content": "system"}, {"role": "user", "content": "user"}],
        "response_format": {
            "type": "json_schema",
            "json_schema": {"name": "events", "strict": True, "schema": SCHEMA},
        },
        "stream": False,
        "temperature": 0,
    }
    assert server.paths == ["/v1/chat/completions"]
    assert server.headers[0]["authorization"] == f"Bearer {key}"
    known = {
        "host",
        "content-length",
        "content-type",
        "accept",
        "accept-encoding",
        "connection",
        "user-agent",
    }
    assert set(server.headers[0]) == known | {"authorization"}


def test_without_a_key_none_is_sent(server: Any) -> None:
    server.says({"events": []})
    ask(server.client(key=""))
    assert "authorization" not in server.headers[0]


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("http://h", "/chat/completions"),
        ("http://h/v1/", "/v1/chat/completions"),
        ("http://h/v1/chat/completions", "/v1/chat/completions"),
        ("https://h/openai?api-version=1", "/openai/chat/completions?api-version=1"),
    ],
)
def test_paths(url: str, path: str) -> None:
    assert Endpoint(url, "tiny").target == path


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504, 529])
def test_a_busy_server_is_asked_again_later(
    server: Any, answer: Callable[..., None], envelope: Callable[..., bytes], status: int
) -> None:
    server.does(
        lambda handler, _: answer(handler, status, b"busy"),
        lambda handler, _: answer(handler, status, b"busy"),
        lambda handler, _: answer(handler, 200, envelope({"events": []})),
    )
    assert ask(server.client(backoff=0.5)) == {"events": []}
    assert server.waits == [0.5, 1.0]


def test_the_server_says_when_but_not_for_ever(server: Any, answer: Callable[..., None]) -> None:
    server.does(
        lambda handler, _: answer(handler, 429, Retry_After="7"),
        lambda handler, _: answer(handler, 429, Retry_After="99999"),
        lambda handler, _: answer(handler, 429, Retry_After="Wed, 21 Oct 2099 07:28:00 GMT"),
    )
    with pytest.raises(ServerFault, match="429"):
        ask(server.client(backoff=0.5, longest_wait=20.0))
    assert server.waits == [7.0, 20.0]
    assert len(server.requests) == 3


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (401, "key"),
        (403, "key"),
        (404, "no such path or model"),
        (400, "refuses"),
        (422, "refuses"),
        (204, "refuses"),
    ],
)
def test_what_will_never_work_is_not_tried_again(
    server: Any, answer: Callable[..., None], status: int, words: str, key: str
) -> None:
    echo = json.dumps({"error": {"message": f"Incorrect API key provided: {key}"}}).encode()
    server.does(lambda handler, _: answer(handler, status, b"" if status == 204 else echo))
    with pytest.raises(EvidenceError, match=words) as caught:
        ask(server.client())
    assert len(server.requests) == (2 if status == 400 else 1)
    assert not server.waits
    assert key not in str(caught.value)
    assert key not in repr(caught.value)


def test_a_model_without_temperature_is_asked_without(
    server: Any, answer: Callable[..., None], envelope: Callable[..., bytes]
) -> None:
    def fussy(handler: Any, request: dict[str, Any]) -> None:
        if "temperature" in request:
            answer(handler, 400, b"{}")
        else:
            answer(handler, 200, envelope({"events": []}))

    server.does(fussy)
    client = server.client()
    ask(client)
    ask(client)
    assert ["temperature" in request for request in server.requests] == [True, False, False]


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_refused(server: Any, answer: Callable[..., None], status: int) -> None:
    server.does(lambda handler, _: answer(handler, status, Location=f"{server.url}/stolen"))
    with pytest.raises(EvidenceError, match="redirect"):
        ask(server.client())
    assert server.paths == ["/v1/chat/completions"]


MALFORMED = {
    "nothing": b"",
    "no JSON": b"<html>502</html>",
    "half": b'{"choices": [{"message": {"content": "{\\"ev',
    "a number": b"7",
    "a list": b"[]",
    "no choices": b"{}",
    "choices of a wrong type": b'{"choices": {"0": 1}}',
    "empty choices": b'{"choices": []}',
    "a choice of a wrong type": b'{"choices": ["hello"]}',
    "no message": b'{"choices": [{}]}',
    "a message of a wrong type": b'{"choices": [{"message": []}]}',
    "no content": b'{"choices": [{"message": {}}]}',
    "content null": b'{"choices": [{"message": {"content": null}}]}',
    "content a list": b'{"choices": [{"message": {"content": [{"text": "{}"}]}}]}',
    "prose": b'{"choices": [{"message": {"content": "Sure! Here it is: {}"}}]}',
    "fenced": b'{"choices": [{"message": {"content": "```json\\n{}\\n```"}}]}',
    "a bare list": b'{"choices": [{"message": {"content": "[]"}}]}',
    "NaN": b'{"choices": [{"message": {"content": "{\\"events\\": NaN}"}}]}',
    "declined": b'{"choices": [{"message": {"content": null, "refusal": "I cannot"}}]}',
    "cut off": b'{"choices": [{"finish_reason": "length", "message": {"content": "{\\"events\\": []}"}}]}',
    "deep": b"[" * 200_000,
    "deep inside": json.dumps({"choices": [{"message": {"content": '{"events":' + "[" * 200_000}}]}).encode(),
    "long number": b'{"choices": ' + b"9" * 10_000 + b"}",
    "not UTF-8": b'{"choices": "\xff\xfe\x00"}',
    "NULs": b"\x00" * 100,
}


@pytest.mark.parametrize("name", MALFORMED)
def test_malformed_answers(server: Any, answer: Callable[..., None], name: str) -> None:
    server.does(lambda handler, _: answer(handler, 200, MALFORMED[name]))
    with pytest.raises(ServerFault):
        ask(server.client(attempts=2))
    assert len(server.requests) == 2


def test_a_malformed_answer_is_tried_again(
    server: Any, answer: Callable[..., None], envelope: Callable[..., bytes]
) -> None:
    server.does(
        lambda handler, _: answer(handler, 200, b"{"),
        lambda handler, _: answer(handler, 200, envelope({"events": []})),
    )
    assert ask(server.client()) == {"events": []}


def test_an_answer_that_breaks_off(
    server: Any, answer: Callable[..., None], envelope: Callable[..., bytes]
) -> None:
    body = envelope({"events": []})
    server.does(lambda handler, _: answer(handler, 200, body, Content_Length=str(len(body) + 50)))
    with pytest.raises(ServerFault, match=r"break|broke"):
        ask(server.client(attempts=1))


def test_a_huge_answer_is_not_read(server: Any) -> None:
    written = []

    def flood(handler: Any, _: object) -> None:
        handler.send_response(200)
        handler.end_headers()
        try:
            for _ in range(2000):
                handler.wfile.write(b"x" * (1 << 16))
                written.append(1 << 16)
        except OSError:
            return

    server.does(flood)
    with pytest.raises(ServerFault, match="larger than 64 kB"):
        ask(server.client(attempts=1, largest=1 << 16))
    assert sum(written) < 100 << 20


def test_a_packed_answer_is_not_unpacked(server: Any, answer: Callable[..., None]) -> None:
    bomb = gzip.compress(b"0" * (20 << 20))
    server.does(lambda handler, _: answer(handler, 200, bomb, Content_Encoding="gzip"))
    with pytest.raises(ServerFault, match="packed"):
        ask(server.client(attempts=1))


def drip(handler: Any, server: Any, first: bytes, piece: bytes) -> None:
    try:
        handler.wfile.write(first)
        while not server.stop.wait(0.02):
            handler.wfile.write(piece)
            handler.wfile.flush()
    except OSError:
        return


@pytest.mark.parametrize(
    ("first", "piece"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n", b" "),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\n \r\n"),
        (b"HTTP/1.1 200 OK\r\nX-Long: ", b"a"),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
        (b"", b"H"),
    ],
    ids=["body", "chunks", "header", "continue", "status"],
)
def test_a_slow_drip_ends_at_the_deadline(server: Any, first: bytes, piece: bytes) -> None:
    server.does(lambda handler, _: drip(handler, server, first, piece))
    began = time.monotonic()
    with pytest.raises(ServerFault):
        ask(server.client(attempts=1, timeout=0.5))
    assert time.monotonic() - began < 4.0


def test_silence_ends_at_the_deadline(server: Any) -> None:
    server.does(lambda handler, _: server.stop.wait(20) and None)
    began = time.monotonic()
    with pytest.raises(ServerFault, match=r"within 0\.3 seconds"):
        ask(server.client(attempts=2, timeout=0.3))
    assert time.monotonic() - began < 4.0
    assert len(server.requests) == 2


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"HTTP/1.1 999999 What\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzzzz\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n{}",
        b"HTTP/1.1 200 OK\r\nContent-Length: " + b"9" * 9000 + b"\r\n\r\n{}",
        b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 500 + b"\r\n{}",
        b"HTTP/1.1 200 OK\r\nA: " + b"b" * 100_000 + b"\r\n\r\n{}",
    ],
    ids=["closed", "another protocol", "status", "chunks", "length", "long length", "headers", "long header"],
)
def test_what_is_no_http(server: Any, raw: bytes) -> None:
    def rude(handler: Any, _: object) -> None:
        try:
            handler.wfile.write(raw)
        except OSError:
            return

    server.does(rude)
    with pytest.raises(ServerFault):
        ask(server.client(attempts=1))


def test_nobody_listens(server: Any) -> None:
    client = server.client(attempts=2)
    client.endpoint = Endpoint("http://127.0.0.1:1/v1", "tiny")
    with pytest.raises(ServerFault, match="no connection"):
        ask(client)


def test_a_server_without_encryption_where_it_is_wanted(server: Any) -> None:
    server.says({"events": []})
    client = server.client(attempts=1, timeout=2.0)
    client.endpoint = Endpoint(server.url.replace("http:", "https:"), "tiny")
    with pytest.raises(ServerFault, match=r"broke|full answer"):
        ask(client)


def test_nothing_crosses_the_internet_unencrypted(server: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("commonground.evidence.llm.transport._addresses", lambda *_: ["93.184.215.14"])
    monkeypatch.setattr("socket.create_connection", lambda *_, **__: pytest.fail("connected"))
    client = server.client()
    client.endpoint = Endpoint("http://models.example/v1", "tiny", "sk-very-secret")
    with pytest.raises(EvidenceError, match="https://"):
        ask(client)


def test_proxies_of_the_environment_are_not_used(server: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    server.says({"events": []})
    assert ask(server.client()) == {"events": []}


@pytest.mark.parametrize(
    ("url", "model", "secret", "words"),
    [
        ("ftp://h/v1", "tiny", "", "COMMONGROUND_LLM_URL"),
        ("localhost:11434", "tiny", "", "COMMONGROUND_LLM_URL"),
        ("http://h:99999/v1", "tiny", "", "COMMONGROUND_LLM_URL"),
        ("http://h/v1\r\nX: y", "tiny", "", "COMMONGROUND_LLM_URL"),
        ("http://[::1", "tiny", "", "COMMONGROUND_LLM_URL"),
        ("http://me:sk-secret@h/v1", "tiny", "", "COMMONGROUND_LLM_KEY"),
        ("http://h/v1", "ti\nny", "", "COMMONGROUND_LLM_MODEL"),
        ("http://h/v1", " ", "", "COMMONGROUND_LLM_MODEL"),
        ("http://h/v1", "tiny", "sk-secret\r\nX-Evil: 1", "COMMONGROUND_LLM_KEY"),
        ("http://h/v1", "tiny", "sk-secrét", "COMMONGROUND_LLM_KEY"),
    ],
)
def test_settings_that_cannot_be_right(url: str, model: str, secret: str, words: str) -> None:
    with pytest.raises(EvidenceError, match=words) as caught:
        Endpoint(url, model, secret)
    assert "secret" not in str(caught.value)
    assert "secr" not in str(caught.value.__cause__ or "")


def test_settings_from_the_environment() -> None:
    found = Endpoint.from_environment(
        {"COMMONGROUND_LLM_URL": "http://h/v1", "COMMONGROUND_LLM_MODEL": "tiny"}
    )
    assert (found.url, found.model, found.key) == ("http://h/v1", "tiny", "")
    with pytest.raises(EvidenceError, match="COMMONGROUND_LLM_MODEL is not set"):
        Endpoint.from_environment({"COMMONGROUND_LLM_URL": "http://h/v1"})
    with pytest.raises(EvidenceError, match="COMMONGROUND_LLM_URL is not set"):
        Endpoint.from_environment({})


def test_an_endpoint_does_not_show_its_secrets() -> None:
    found = Endpoint("https://h/v1?key=sk-in-the-query", "tiny", "sk-very-secret")
    assert "sk-" not in repr(found)
    assert "sk-" not in found.shown
    assert found.redacted("Bearer sk-very-secret") == "Bearer [key]"
    assert Endpoint("https://h/v1", "tiny", "none").redacted("none") == "none"
