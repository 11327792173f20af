"""The way in for a team: one password, kept as scrypt only, and asked for on a page of its own.

Wrong tries are answered ever more slowly, for everybody, so that guessing over the network leads nowhere.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import os
from html import escape
from pathlib import Path
from typing import Final
from urllib.parse import parse_qs, quote

from commonground.app.safety.answer import App, Receive, Scope, Send, page, reply
from commonground.app.safety.sessions import AS_IT_IS, LONGEST_WAY, Sessions, local, way_to
from commonground.errors import UsageError

PATH: Final = "/sign-in"
SHORTEST: Final = 12
_COST: Final = {"n": 2**15, "r": 8, "p": 1, "maxmem": 64 * 1024 * 1024}
_LONGEST_WAIT: Final = 30.0
_FORM: Final = (
    '{told}<form method="post" action="{action}"><p><label for="password">Password</label> '
    '<input id="password" name="password" type="password" autocomplete="current-password" required autofocus> '
    "<button>Sign in</button></p></form>"
)


class Password:
    """A password as scrypt of it under a salt of this run."""

    def __init__(self, text: str) -> None:
        self._salt = os.urandom(16)
        self._kept = self._stretch(text)

    def fits(self, text: str) -> bool:
        return hmac.compare_digest(self._stretch(text[:1000]), self._kept)

    def _stretch(self, text: str) -> bytes:
        return hashlib.scrypt(text.encode("utf-8", "replace"), salt=self._salt, **_COST)

    @classmethod
    def read(cls, file: Path) -> Password:
        """The first line of a file.

        Raises
        ------
        UsageError : it cannot be read, is too short, or others on this machine can read it.
        """
        try:
            text = file.read_text("utf-8").partition("\n")[0].strip()
            open_to = file.stat().st_mode & 0o077 if os.name == "posix" else 0
        except (OSError, ValueError) as error:
            raise UsageError(
                f"{file} cannot be read as text", "Give a file whose first line is the password."
            ) from error
        if len(text) < SHORTEST:
            raise UsageError(
                f"The password in {file} has fewer than {SHORTEST} characters", "Choose a longer one."
            )
        if open_to:
            raise UsageError(f"Others on this machine can read {file}", f"Close it to them: chmod 600 {file}")
        return cls(text)


class SignIn:
    """Answers the sign-in page itself and hands everything else on."""

    def __init__(self, app: App, sessions: Sessions, password: Password) -> None:
        self.app, self.sessions, self.password = app, sessions, password
        self._wrong = 0
        self._one_at_a_time = asyncio.Lock()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] != PATH:
            await self.app(scope, receive, send)
        elif scope["method"] == "POST":
            await self._try(_onward(scope), receive, send)
        else:
            await self._ask(_onward(scope), send, 200, "")

    async def _try(self, onward: str, receive: Receive, send: Send) -> None:
        body, more = b"", True
        while more and len(body) <= 4000:
            message = await receive()
            body, more = body + message.get("body", b""), message.get("more_body", False)
        given = parse_qs(body.decode("utf-8", "replace")).get("password", [""])[0]
        async with self._one_at_a_time:
            if self._wrong:
                await asyncio.sleep(min(0.25 * 2.0**self._wrong, _LONGEST_WAIT))
            fits = await asyncio.to_thread(self.password.fits, given)
            self._wrong = 0 if fits else min(self._wrong + 1, 20)
        if fits:
            await reply(send, 303, more=((b"location", onward.encode()), self.sessions.cookie()))
        else:
            await self._ask(onward, send, 403, '<p role="alert">That is not the password.</p>')

    async def _ask(self, onward: str, send: Send, status: int, told: str) -> None:
        action = escape(way_to(PATH, onward))
        body = page("Sign in to the studio", _FORM.format(told=told, action=action))
        await reply(send, status, body, b"text/html; charset=utf-8")


def _onward(scope: Scope) -> str:
    """Where one was going: a place of ours, whatever the address says."""
    asked = parse_qs(scope["query_string"].decode("latin-1")).get("to", ["/"])[0][:LONGEST_WAY]
    path, _, query = asked.partition("?")
    return local(path) + (f"?{quote(query, safe=AS_IT_IS)}" if query else "")
