"""Only under our own names, and only from our own pages.

A page elsewhere can make a browser ask this server (a name that is made to point here, or a plain request across
sites). The name asked for and the page that asks give it away.
"""

from __future__ import annotations

from collections.abc import Iterable

from commonground.app.safety.answer import App, Receive, Scope, Send, header, refuse

_SAFE = ("none", "same-origin", "")


class Hosts:
    """Lets through what is asked of one of `names`, such as `127.0.0.1:8000`, by no page but ours."""

    def __init__(self, app: App, names: Iterable[str]) -> None:
        self.app = app
        self.names = frozenset(name.lower() for name in names)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if scope["type"] != "http":  # nothing here speaks over web sockets
            return
        host = header(scope, b"host").lower()
        if host not in self.names:
            await refuse(
                scope, send, 421, "The studio does not answer to this name", "Use the address it printed."
            )
            return
        origin, site = header(scope, b"origin").lower(), header(scope, b"sec-fetch-site").lower()
        scheme, _, asking = origin.partition("://")
        ours = not origin or (scheme in ("http", "https") and asking == host)
        # following a link from elsewhere is a person's act; it only ever reads
        followed = scope["method"] == "GET" and header(scope, b"sec-fetch-mode") == "navigate"
        if not ours or (site not in _SAFE and not followed):
            await refuse(
                scope, send, 403, "Another page asked for this", "Open the studio at its own address."
            )
            return
        await self.app(scope, receive, send)
