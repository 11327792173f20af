"""Nothing without end is read: bodies over a limit are refused, by what they claim and by what they are."""

from __future__ import annotations

from typing import Final

from commonground.app.safety.answer import App, Message, Receive, Scope, Send, header, refuse

MOST_BYTES: Final = 8_000_000


class Bodies:
    """The layer; a body that turns out too long while it is read ends the request with the same answer."""

    def __init__(self, app: App, most: int = MOST_BYTES) -> None:
        self.app, self.most = app, most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        claimed = header(scope, b"content-length")
        if claimed and (not claimed.isdecimal() or len(claimed) > 15 or int(claimed) > self.most):
            await self._refuse(scope, send)
            return
        read, begun, over = 0, False, False

        async def counted() -> Message:
            nonlocal read, over
            if over:
                return {"type": "http.disconnect"}
            message = await receive()
            if message["type"] == "http.request":
                read += len(message.get("body", b""))
                over = read > self.most
            return {"type": "http.disconnect"} if over else message

        async def watched(message: Message) -> None:
            nonlocal begun
            if not over or begun:  # what is said of a body that was cut off is not heard
                begun = True
                await send(message)

        try:
            await self.app(scope, counted, watched)
        except Exception:
            if not over:
                raise
        if over and not begun:
            await self._refuse(scope, send)

    async def _refuse(self, scope: Scope, send: Send) -> None:
        told = f"More than {self.most / 1e6:.0f} MB at once"
        await refuse(scope, send, 413, told, "Send less, or put it beside the case as a file.")
