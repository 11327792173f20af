"""Addresses of a page with what is asked of it, such as the issue or the state that is looked at."""

from __future__ import annotations

from urllib.parse import quote

from commonground.app.context import Context


def address(context: Context, page: str, **more: str) -> str:
    """The address of a page with what is pushed, and what is asked; what is "" is left out."""
    said = "&".join(f"{name}={quote(text, safe='')}" for name, text in more.items() if text)
    pushed = context.href(page)
    return f"{pushed}{'&' if '?' in pushed else '?'}{said}" if said else pushed
