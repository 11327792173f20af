"""The same over an encrypted connection, with a certificate made for the test."""

from __future__ import annotations

import shutil
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from commonground.errors import EvidenceError
from commonground.evidence.llm.settings import Endpoint
from commonground.evidence.llm.transport import ServerFault


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl is not installed, so no certificate can be made")
    folder = tmp_path_factory.mktemp("certificate")
    made = folder / "cert.pem", folder / "key.pem"
    words = [
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
        "-days",
        "2",
    ]
    words += ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
    subprocess.run(
        [openssl, *words, "-out", str(made[0]), "-keyout", str(made[1])], check=True, capture_output=True
    )
    return made


@pytest.fixture
def secure(server: Any, certificate: tuple[Path, Path]) -> Iterator[str]:
    """A second door to the same behaviours, encrypted."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            server.handle(self)

        def log_message(self, *_: object) -> None:
            return

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    httpd = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    httpd.daemon_threads = True
    httpd.handle_error = lambda *_: None  # type: ignore[method-assign]
    httpd.socket = context.wrap_socket(httpd.socket, server_side=True, do_handshake_on_connect=False)
    thread = threading.Thread(target=httpd.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield f"https://127.0.0.1:{httpd.server_port}/v1"
    server.stop.set()
    httpd.shutdown()
    httpd.server_close()
    thread.join()


def ask(server: Any, url: str, **limits: Any) -> dict[str, Any]:
    client = server.client(**{"attempts": 1, **limits})
    client.endpoint = Endpoint(url, "tiny", "sk-very-secret")
    answer: dict[str, Any] = client.ask("system", "user", "events", {"type": "object", "properties": {}})
    return answer


def test_a_trusted_certificate(
    server: Any, secure: str, certificate: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    server.says({"events": []})
    assert ask(server, secure) == {"events": []}


def test_a_certificate_of_another_name(
    server: Any, secure: str, certificate: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    monkeypatch.setattr("commonground.evidence.llm.transport._addresses", lambda *_: ["127.0.0.1"])
    server.says({"events": []})
    with pytest.raises(EvidenceError, match="not trusted"):
        ask(server, secure.replace("127.0.0.1", "models.example"))
    assert not server.requests


def test_a_certificate_that_nobody_vouches_for(server: Any, secure: str) -> None:
    server.says({"events": []})
    with pytest.raises(EvidenceError, match="not trusted"):
        ask(server, secure)
    assert not server.requests


def test_a_slow_drip_ends_at_the_deadline(
    server: Any,
    secure: str,
    certificate: tuple[Path, Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def drip(handler: Any, _: object) -> None:
        try:
            handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
            while not server.stop.wait(0.02):
                handler.wfile.write(b" ")
        except OSError:
            return

    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    server.does(drip)
    began = time.monotonic()
    with pytest.raises(ServerFault):
        ask(server, secure, timeout=0.6)
    assert time.monotonic() - began < 4.0
