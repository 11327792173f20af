"""A real model server on this machine's loopback, which does whatever a test tells it to."""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from commonground.evidence.llm.client import Client, Limits
from commonground.evidence.llm.settings import Endpoint

KEY = "sk-very-secret-key-0123456789"
Behaviour = Callable[[BaseHTTPRequestHandler, dict[str, Any]], None]


def completion(content: Any, finish: str = "stop", **message: Any) -> bytes:
    """The envelope of a chat completion around an answer."""
    words = content if isinstance(content, str) or content is None else json.dumps(content)
    choice = {
        "index": 0,
        "finish_reason": finish,
        "message": {"role": "assistant", "content": words, **message},
    }
    return json.dumps({"object": "chat.completion", "choices": [choice]}).encode()


def send(handler: BaseHTTPRequestHandler, status: int, body: bytes = b"", **headers: str) -> None:
    """An answer with a true length, unless a header says otherwise."""
    handler.send_response(status)
    told = {"Content-Type": "application/json", "Content-Length": str(len(body))}
    told |= {name.replace("_", "-"): value for name, value in headers.items()}
    for name, value in told.items():
        if value:
            handler.send_header(name, value)
    handler.end_headers()
    with contextlib.suppress(OSError):
        handler.wfile.write(body)


@dataclass
class ModelServer:
    """Behaviours are used up one request each; the last one stays."""

    port: int = 0
    behaviours: list[Behaviour] = field(default_factory=list)
    requests: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    stop: threading.Event = field(default_factory=threading.Event)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    @property
    def environment(self) -> dict[str, str]:
        return {
            "COMMONGROUND_LLM_URL": self.url,
            "COMMONGROUND_LLM_MODEL": "tiny",
            "COMMONGROUND_LLM_KEY": KEY,
        }

    def client(self, key: str = KEY, **limits: Any) -> Client:
        """A client that notes its waits instead of waiting."""
        made = Limits(**{"timeout": 5.0, "attempts": 3, **limits})
        return Client(Endpoint(self.url, "tiny", key), made, self.waits.append)

    def says(self, *contents: Any) -> None:
        """Answer with these contents, one request each."""
        self.does(*(self._saying(content) for content in contents))

    def does(self, *behaviours: Behaviour) -> None:
        self.behaviours = list(behaviours)

    @staticmethod
    def _saying(content: Any) -> Behaviour:
        return lambda handler, request: send(
            handler, 200, completion(content(request) if callable(content) else content)
        )

    def handle(self, handler: BaseHTTPRequestHandler) -> None:
        raw = handler.rfile.read(int(handler.headers["Content-Length"]))
        with self._lock:
            self.requests.append(json.loads(raw))
            self.headers.append({name.lower(): value for name, value in handler.headers.items()})
            self.paths.append(handler.path)
            behaviour = self.behaviours.pop(0) if len(self.behaviours) > 1 else self.behaviours[0]
        behaviour(handler, self.requests[-1])

    def sent(self) -> list[dict[str, Any]]:
        """The data of each request."""
        return [json.loads(request["messages"][1]["content"]) for request in self.requests]


@pytest.fixture
def server() -> Iterator[ModelServer]:
    state = ModelServer()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            state.handle(self)

        def do_GET(self) -> None:
            state.paths.append(f"GET {self.path}")
            self.send_error(404)

        def log_message(self, *_: object) -> None:
            return

    httpd = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    httpd.daemon_threads = True
    httpd.handle_error = lambda *_: None  # type: ignore[method-assign]
    state.port = httpd.server_port
    thread = threading.Thread(target=httpd.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield state
    state.stop.set()
    httpd.shutdown()
    httpd.server_close()
    thread.join()


@pytest.fixture
def key() -> str:
    return KEY


@pytest.fixture
def answer() -> Callable[..., None]:
    return send


@pytest.fixture
def envelope() -> Callable[..., bytes]:
    return completion


@pytest.fixture
def record() -> Callable[..., dict[str, Any]]:
    """A record as the model should give it, with changes."""

    def make(
        sentence: int = 0,
        label: str = "REJECT",
        quote: str = "rejected",
        actor: tuple[str, str] | None = ("IRN", "Iran"),
        recipient: tuple[str, str] | None = ("USA", "US"),
        **changes: Any,
    ) -> dict[str, Any]:
        def party(told: tuple[str, str] | None) -> list[dict[str, str]]:
            return [{"code": told[0], "sector": "", "quote": told[1]}] if told else []

        made: dict[str, Any] = {
            "sentence": sentence,
            "event": {"label": label, "cameo": "", "quote": quote},
            "actor": party(actor),
            "recipient": party(recipient),
            "status": {"value": "actual", "quote": quote},
            "issue": {"value": "", "quote": ""},
            "date": {"day": "", "quote": ""},
            "speaker": {"quote": ""},
        }
        return {**made, **changes}

    return make
