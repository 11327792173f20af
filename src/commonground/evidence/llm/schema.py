"""The shape of an answer, as JSON Schema for the server and as a check of what it sends.

Servers that promise the shape may not keep the promise, so it is checked again here, with the few keywords it uses.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from commonground.evidence.coder.issues import lexicon
from commonground.evidence.events import STATUSES
from commonground.evidence.llm.codebook import Codebook

NAME = "events"
SECTORS = (
    "", "GOV", "LEG", "JUD", "MIL", "COP", "SPY", "REB", "OPP", "PTY", "ELI", "CVL", "REF", "EDU", "LAB", "AGR",
    "BUS", "MED", "REL", "HLH", "NGO", "CRM", "UAF", "DEV",
)  # fmt: skip
_TEXT = {"type": "string"}


def schema(codebook: Codebook) -> dict[str, Any]:
    """Schema of an answer under a codebook; strict: every key required, none besides."""
    party = _record(code=_TEXT, sector={"type": "string", "enum": list(SECTORS)}, quote=_TEXT)
    record = _record(
        sentence={"type": "integer"},
        event=_record(label={"type": "string", "enum": codebook.labels}, cameo=_TEXT, quote=_TEXT),
        actor={"type": "array", "items": party},
        recipient={"type": "array", "items": party},
        status=_record(value={"type": "string", "enum": list(STATUSES)}, quote=_TEXT),
        issue=_record(value={"type": "string", "enum": ["", *issues()]}, quote=_TEXT),
        date=_record(day=_TEXT, quote=_TEXT),
        speaker=_record(quote=_TEXT),
    )
    return _record(events={"type": "array", "items": record})


@cache
def issues() -> tuple[str, ...]:
    """Tags that an issue can have."""
    return tuple(sorted({tag for tags in lexicon().values() for tag in tags}))


def fault(value: Any, shape: dict[str, Any], path: str = "") -> str:
    """The first thing in which a value departs from a schema, as "path: what"; "" if it fits."""
    kind = shape["type"]
    where = f"{path or 'answer'}: "
    if kind == "object":
        if not isinstance(value, dict):
            return where + "no object"
        for key, inner in shape["properties"].items():
            if key not in value:
                return where + f"{key} is missing"
            found = fault(value[key], inner, f"{path}.{key}".lstrip("."))
            if found:
                return found
        return where + "a key too many" if len(value) > len(shape["properties"]) else ""
    if kind == "array":
        if not isinstance(value, list):
            return where + "no list"
        return next(filter(None, (fault(item, shape["items"], path) for item in value)), "")
    if kind == "integer":
        return "" if isinstance(value, int) and not isinstance(value, bool) else where + "no whole number"
    if not isinstance(value, str):
        return where + "no text"
    return where + "not one of the values" if "enum" in shape and value not in shape["enum"] else ""


def _record(**properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }
