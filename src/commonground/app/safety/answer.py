"""Plain answers of the safety layers, and reading of requests below any framework."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from html import escape
from http.cookies import CookieError, SimpleCookie
from typing import Any, TypeAlias

Scope: TypeAlias = MutableMapping[str, Any]
Message: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Message]]
Send: TypeAlias = Callable[[Message], Awaitable[None]]
App: TypeAlias = Callable[[Scope, Receive, Send], Awaitable[None]]
Header: TypeAlias = tuple[bytes, bytes]


def header(scope: Scope, name: bytes) -> str:
    """The first header of a name (lower case), "" if there is none."""
    return next((value.decode("latin-1") for key, value in scope["headers"] if key == name), "")


def cookie(scope: Scope, name: str) -> str:
    """The value of a cookie, "" if there is none or the header is damaged."""
    jar: SimpleCookie = SimpleCookie()
    try:
        jar.load(header(scope, b"cookie"))
    except CookieError:
        return ""
    return jar[name].value if name in jar else ""


async def refuse(scope: Scope, send: Send, status: int, message: str, fix: str = "") -> None:
    """Answer in words and go no further: JSON for the API, a bare page otherwise."""
    if scope["path"].startswith("/api/"):
        import json

        body = json.dumps({"ok": False, "error": {"message": message, "fix": fix}}).encode()
        kind = b"application/json"
    else:
        body = page("Not here", f"<p>{escape(message)}.</p><p>{escape(fix)}</p>")
        kind = b"text/html; charset=utf-8"
    await reply(send, status, body, kind)


def page(title: str, inside: str) -> bytes:
    """A page without style or script; `inside` is markup that is ours."""
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{escape(title)}</title></head><body><main><h1>{escape(title)}</h1>{inside}</main></body></html>"
    ).encode()


async def reply(
    send: Send, status: int, body: bytes = b"", kind: bytes = b"text/plain", more: tuple[Header, ...] = ()
) -> None:
    """Send one whole answer."""
    headers = [(b"content-type", kind), (b"content-length", str(len(body)).encode()), *more]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
