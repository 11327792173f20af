"""What changes something carries a word that only our own pages know, in a header no foreign page can set."""

from __future__ import annotations

import hmac

from commonground.app.safety.answer import App, Receive, Scope, Send, header, refuse

READING = frozenset({"GET", "HEAD", "OPTIONS"})
HEADER = b"x-commonground"


class Forgery:
    """Refuses anything but reading without the word; `free` are paths that have their own guard."""

    def __init__(self, app: App, word: str, free: frozenset[str] = frozenset()) -> None:
        self.app, self.word, self.free = app, word, free

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] not in READING and scope["path"] not in self.free:
            given = header(scope, HEADER)
            if not hmac.compare_digest(given.encode(), self.word.encode()):
                fix = "Reload the page; a program sends the header X-Commonground that each page holds."
                await refuse(scope, send, 403, "This request does not come from a page of this studio", fix)
                return
        await self.app(scope, receive, send)
