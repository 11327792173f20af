"""What an address answers when it cannot do what is asked: one shape, listed in the description of the API."""

from __future__ import annotations

from typing import Any, Final

from pydantic import BaseModel


class Fault(BaseModel):
    """What was wrong, and how to mend it."""

    ok: bool
    error: dict[str, str]
    findings: list[dict[str, str]] = []


class Conflict(Fault):
    """A file that somebody else changed; `conflict` holds all that is needed to go on."""

    conflict: dict[str, Any]


FAULTS: Final[dict[int | str, dict[str, Any]]] = {
    404: {"model": Fault, "description": "There is no such thing in this case"},
    422: {"model": Fault, "description": "Something that this case does not take; each fault with its fix"},
    503: {"model": Fault, "description": "Too much is asked for at once"},
}
# Of addresses that take a body: what is no JSON, and a file that is another by now.
OF_BODIES: Final[dict[int | str, dict[str, Any]]] = {
    **FAULTS,
    400: {"model": Fault, "description": "The body cannot be read"},
    409: {"model": Conflict, "description": "Somebody else changed the file"},
}
