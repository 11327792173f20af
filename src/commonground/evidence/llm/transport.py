"""One request to the model's server, which may be slow, broken or hostile.

Nothing is followed and nothing is unpacked. The whole exchange has one deadline, kept by a clock that cuts the
connection, so that a server that sends a byte a second cannot hold the program. Without encryption nothing is sent to
the public internet. Proxies of the environment are not used: the text goes to the address that was named.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from types import TracebackType

from commonground.errors import EvidenceError
from commonground.evidence.llm.settings import URL, Endpoint
from commonground.evidence.reading.fetch import is_public

LARGEST = 1 << 20  # bytes of an answer


class ServerFault(Exception):  # noqa: N818 - it is the server's
    """The server did not answer as it should; another try may do. The words are ours, never the server's."""

    def __init__(self, reason: str, wait: float = 0.0) -> None:
        super().__init__(reason)
        self.reason = reason
        self.wait = wait


@dataclass(frozen=True)
class Answer:
    """What came back.

    Parameters
    ----------
    status : HTTP status
    wait   : seconds that the server asks to wait, 0 if it asks none
    body   : bytes, complete
    """

    status: int
    wait: float
    body: bytes


def post(
    endpoint: Endpoint, body: bytes, headers: Mapping[str, str], timeout: float, largest: int = LARGEST
) -> Answer:
    """Send one request and read the whole answer within `timeout` seconds.

    Raises
    ------
    ServerFault   : no answer in time, a connection that breaks, an answer too large or cut off.
    EvidenceError : the address may not be used at all.
    """
    parts = endpoint.parts
    secure = parts.scheme == "https"
    host, port = str(parts.hostname), parts.port or (443 if secure else 80)
    until = time.monotonic() + timeout
    raw = _connected(host, port, secure, timeout)
    clock = _Clock(raw, max(0.01, until - time.monotonic()))
    try:
        with clock:
            plain = _secured(raw, host, clock) if secure else raw
            connection = http.client.HTTPConnection(host, port, timeout=timeout)
            connection.sock = plain
            connection.request("POST", endpoint.target, body=body, headers=dict(headers))
            response = connection.getresponse()
            packed = response.headers.get("Content-Encoding", "identity").strip().lower()
            if packed not in ("", "identity"):
                raise ServerFault("the answer is packed, which was not asked for")
            told = response.headers.get("Content-Length", "")
            read = response.read(largest + 1)
    except (OSError, http.client.HTTPException, ValueError) as error:
        if clock.struck or isinstance(error, TimeoutError):
            raise ServerFault(f"no full answer within {timeout:g} seconds") from None
        # The name of the fault only: its words may repeat what the server sent.
        raise ServerFault(f"the connection broke ({type(error).__name__})") from None
    finally:
        clock.close()
    if clock.struck:
        raise ServerFault(f"no full answer within {timeout:g} seconds")
    if len(read) > largest:
        raise ServerFault(f"the answer is larger than {largest >> 10} kB")
    if told.isdigit() and len(told) < 12 and len(read) < int(told):
        raise ServerFault("the answer breaks off")
    return Answer(response.status, _seconds(response.headers.get("Retry-After", "")), read)


class _Clock:
    """Cuts a connection at its deadline, whatever the reader of it waits for."""

    def __init__(self, sock: socket.socket, seconds: float) -> None:
        self.struck = False
        self.sock = sock
        self._timer = threading.Timer(seconds, self._strike)
        self._timer.daemon = True

    def __enter__(self) -> _Clock:
        self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._timer.cancel()

    def close(self) -> None:
        """Close the connection as it now is."""
        self._timer.cancel()
        self.sock.close()

    def _strike(self) -> None:
        self.struck = True
        try:
            # The plain shutdown also for an encrypted connection: its own would wait for the other side.
            socket.socket.shutdown(self.sock, socket.SHUT_RDWR)
        except OSError:
            return  # closed already


def _connected(host: str, port: int, secure: bool, timeout: float) -> socket.socket:
    """A connection to the host; unencrypted only where it does not cross the public internet."""
    addresses = _addresses(host, port)
    if not secure and any(is_public(address) for address in addresses):
        raise EvidenceError(
            f"{URL} begins with http:// and leads to the public internet: text and key would be readable on the way",
            "Use an address that begins with https://",
        )
    for address in addresses:
        try:
            return socket.create_connection((address, port), timeout=timeout / len(addresses))
        except OSError:
            continue
    raise ServerFault("no connection")


def _addresses(host: str, port: int) -> list[str]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise EvidenceError(f"{host}: there is no such host", f"Check {URL}.") from error
    return list(dict.fromkeys(str(answer[4][0]) for answer in found))


def _secured(raw: socket.socket, host: str, clock: _Clock) -> ssl.SSLSocket:
    secured = ssl.create_default_context().wrap_socket(
        raw, server_hostname=host, do_handshake_on_connect=False
    )
    clock.sock = secured
    try:
        secured.do_handshake()
    except ssl.SSLCertVerificationError as error:
        raise EvidenceError(
            f"{host}: the server's certificate is not trusted ({error.verify_message})",
            "Check the address, or add the certificate's authority to this machine.",
        ) from None
    return secured


def _seconds(told: str) -> float:
    """Seconds of a Retry-After header; a date, or nonsense, counts as none."""
    told = told.strip()
    return float(told) if told.isascii() and told.isdigit() and len(told) < 8 else 0.0
