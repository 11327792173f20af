"""The start: an address on this machine, a link that lets one browser in, and the layers around the application."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from commonground.app.memory import few_heaps
from commonground.app.safety.answer import App
from commonground.app.safety.bodies import Bodies
from commonground.app.safety.forgery import Forgery
from commonground.app.safety.headers import Headers
from commonground.app.safety.hosts import Hosts
from commonground.app.safety.password import PATH as SIGN_IN
from commonground.app.safety.password import Password, SignIn
from commonground.app.safety.sessions import Gate, Sessions
from commonground.app.server import create_app
from commonground.app.studio import Studio
from commonground.errors import UsageError

LOOPBACK: Final = ("127.0.0.1", "::1", "localhost")


@dataclass(frozen=True)
class Address:
    """Where the studio listens.

    host : a name or number; anything but the loopback needs a password
    port : 0 takes a free one
    names: further names by which browsers reach it, such as that of a server with TLS before it
    """

    host: str = "127.0.0.1"
    port: int = 0
    names: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether other machines can reach it."""
        return self.host not in LOOPBACK


def guarded(studio: Studio, sessions: Sessions, names: set[str], password: Password | None = None) -> App:
    """The application inside its layers, the outermost last."""
    app: App = create_app(studio, sessions.forgery_word())
    app = Forgery(app, sessions.forgery_word(), frozenset({SIGN_IN} if password else ()))
    if password is not None:
        app = SignIn(app, sessions, password)
    app = Gate(app, sessions, SIGN_IN if password else "")
    app = Bodies(app)
    app = Hosts(app, names)
    return Headers(app)


def serve(
    studio: Studio,
    address: Address,
    *,
    password: Password | None = None,
    tell: Callable[[str], None],
    browse: bool = True,
) -> None:
    """Listen until interrupted.

    Parameters
    ----------
    tell   : is given the link that lets one browser in
    browse : whether to open it in a browser

    Raises
    ------
    UsageError : the port is taken, the host is not this machine's, or it is open to others without a password.
    """
    import uvicorn

    few_heaps()
    if address.is_open and password is None:
        raise UsageError(
            f"{address.host} can be reached by others, so the studio needs a password",
            "Give --password-file FILE, or leave out --host.",
        )
    listening = _listen(address)
    port = listening.getsockname()[1]
    sessions = Sessions(port)
    app = guarded(studio, sessions, names_of(address, port), password)
    link = link_of(address, port, sessions.token)
    studio.warm()
    tell(link)
    if browse:
        threading.Timer(0.3, _open, (link,)).start()
    config = uvicorn.Config(
        app,
        lifespan="on",
        ws="none",
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=1,
    )
    try:
        uvicorn.Server(config).run(sockets=[listening])
    finally:
        studio.desk.close()


def link_of(address: Address, port: int, token: str) -> str:
    """The link for a browser on this machine; "everywhere" is no place that it could go to."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(address.host, address.host)  # noqa: S104
    return f"http://{_bracketed(host)}:{port}/?token={token}"


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def names_of(address: Address, port: int) -> set[str]:
    """What a browser may call this studio."""
    hosts = {"127.0.0.1", "localhost", "[::1]"}
    if address.is_open:
        hosts |= {_bracketed(address.host), socket.gethostname(), socket.getfqdn(), *_numbers()}
    bare = {name.lower() for name in address.names}
    return (
        bare
        | {f"{host}:{port}".lower() for host in {*hosts, *bare}}
        | ({host.lower() for host in hosts} if port == 80 else set())
    )


def _numbers() -> set[str]:
    """The numbers under which this machine is reached."""
    try:
        return {str(found[4][0]) for found in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)}
    except OSError:
        return set()


def _listen(address: Address) -> socket.socket:
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    made = socket.socket(family, socket.SOCK_STREAM)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind((address.host, address.port))
    except OSError as error:
        made.close()
        told = f"{address.host}, port {address.port}, cannot be listened on ({error.strerror or error})"
        raise UsageError(told, "Choose another port, or leave out --port for a free one.") from error
    made.listen(128)
    return made


def _open(link: str) -> None:
    import webbrowser

    webbrowser.open(link)
