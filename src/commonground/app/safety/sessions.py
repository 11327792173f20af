"""The one-time token of the printed address becomes a cookie, and the address loses it.

Whoever can read the address later, in a history or over a shoulder, cannot come in by it. The cookie is no script's to
read and goes along from our own pages only. Its name holds the port, as browsers do not keep cookies of ports apart.
"""

from __future__ import annotations

import hmac
import secrets
from typing import Final
from urllib.parse import parse_qsl, quote, urlencode

from commonground.app.safety.answer import App, Receive, Scope, Send, cookie, refuse, reply

LONGEST_WAY: Final = 6000  # characters of an address
AS_IT_IS: Final = "=&%.,:+-_~"  # in a query


class Sessions:
    """Lets through who has the cookie; gives it to the first who brings the token.

    Attributes
    ----------
    token  : for the address; spent when used
    secret : what the cookie holds; the words against forgery are made from it
    """

    def __init__(self, port: int) -> None:
        self.token = secrets.token_urlsafe(24)
        self.secret = secrets.token_urlsafe(32)
        self.name = f"commonground_{port}"
        self._spent = False

    def admits(self, scope: Scope) -> bool:
        return hmac.compare_digest(cookie(scope, self.name).encode(), self.secret.encode())

    def spend(self, token: str) -> bool:
        """Whether this is the token, brought for the first time."""
        if self._spent or not hmac.compare_digest(token.encode(), self.token.encode()):
            return False
        self._spent = True
        return True

    def cookie(self) -> tuple[bytes, bytes]:
        said = f"{self.name}={self.secret}; Path=/; HttpOnly; SameSite=Strict"
        return (b"set-cookie", said.encode())

    def forgery_word(self) -> str:
        """What our pages send along with whatever changes something."""
        return hmac.new(self.secret.encode(), b"forgery", "sha256").hexdigest()


class Gate:
    """The layer: cookie, or token, or a plain refusal (a sign-in page where there is a password)."""

    def __init__(self, app: App, sessions: Sessions, sign_in: str = "") -> None:
        self.app, self.sessions, self.sign_in = app, sessions, sign_in

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        pairs = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        token = next((value for name, value in pairs if name == "token"), None)
        known = self.sessions.admits(scope)
        if token is not None and scope["method"] == "GET" and (known or self.sessions.spend(token)):
            rest = urlencode([(name, value) for name, value in pairs if name != "token"])
            place = local(scope["path"]) + (f"?{rest}" if rest else "")
            await reply(
                send, 303, more=((b"location", place.encode("latin-1", "replace")), self.sessions.cookie())
            )
            return
        if known or (self.sign_in and scope["path"] == self.sign_in):
            await self.app(scope, receive, send)
            return
        if self.sign_in and scope["method"] == "GET" and not scope["path"].startswith("/api/"):
            rest = quote(scope["query_string"], safe=AS_IT_IS)
            onward = local(scope["path"]) + (f"?{rest}" if rest else "")
            await reply(send, 303, more=((b"location", way_to(self.sign_in, onward).encode()),))
            return
        fix = "Start it again with: commonground app CASE. Its address opens one browser, once."
        await refuse(
            scope, send, 401, "This browser has not been let in, or the address was used before", fix
        )


def local(path: str) -> str:
    """A path of ours that no browser can take for another host."""
    return "/" + quote(path.lstrip("/\\"), safe="/-._~")


def way_to(sign_in: str, onward: str) -> str:
    """The address of the sign-in page, which remembers where one was going."""
    return sign_in if onward == "/" else f"{sign_in}?to={quote(onward[:LONGEST_WAY], safe='')}"
