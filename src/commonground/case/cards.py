"""Cards of values in a notebook: the room that draws them lies far to the right, so it is offered, not imported.

The front door of the package makes the offer when a public name is first used. Without one, a value shows its plain
text, as in a console.
"""

from __future__ import annotations

from collections.abc import Callable

Maker = Callable[[str, object], str]
_makers: list[Maker] = []


def offer(maker: Maker) -> None:
    """Let cards be drawn by `maker`, which takes a kind of value and the value, and gives HTML."""
    _makers[:] = [maker]


def card_of(kind: str, value: object) -> str | None:
    """The card of a value, None if nobody draws them."""
    return _makers[0](kind, value) if _makers else None
