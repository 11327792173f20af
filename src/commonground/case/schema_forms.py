"""The forms a JSON Schema of a case is made of: references, mappings, values with their reason."""

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]

_NUMBER = r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?"
_SPAN = {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2}
_THREE = {"type": "array", "items": {"type": "number"}, "minItems": 3, "maxItems": 3}
KINDS: dict[str, tuple[Schema, str]] = {
    "triangular": (_THREE, "[lo, mode, hi]"),
    "pert": (_THREE, "[lo, mode, hi], a smoother triangle"),
    "uniform": (_SPAN, "[lo, hi], all values alike"),
    "normal": (_SPAN, "[mean, standard deviation], cut to the range"),
    "lognormal": (_SPAN, "[lo, hi], a 90 % interval above 0, long tail upwards"),
    "beta": (_SPAN, "[a, b], over the range, or 0 to 1 if that is open"),
    "choice": (
        {"type": "object", "additionalProperties": {"type": "number", "minimum": 0}},
        "number: probability, …",
    ),
}


def ref(name: str, description: str = "") -> Schema:
    """One of the schema's definitions, with what it means here."""
    found: Schema = {"$ref": f"#/$defs/{name}"}
    return found | ({"description": description} if description else {})


def mapping(properties: Schema, required: list[str] | None = None) -> Schema:
    """A mapping with these keys and no others."""
    found: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
    return found | ({"required": required} if required else {})


def by_id(inner: Schema, description: str = "", least: int = 0) -> Schema:
    """A mapping from ids to things of one form."""
    found: Schema = {"type": "object", "propertyNames": ref("id"), "additionalProperties": inner}
    found |= {"minProperties": least} if least else {}
    return found | ({"description": description} if description else {})


def reason() -> Schema:
    """The keys that say why."""
    return {
        "because": ref("line", "Why, in one line."),
        "evidence": ref("ids", "Ids of the evidence it rests on."),
    }


def quantity(bounds: Schema) -> list[Schema]:
    """The forms of a number or belief."""
    text = {"type": "string", "pattern": rf"^\s*{_NUMBER}(\s+to\s+{_NUMBER})?\s*$", "examples": ["3 to 9"]}
    return [{"type": "number", **bounds}, text, ref("belief")]


def value(bounds: Schema, unit: str) -> Schema:
    """A quantity, alone or with its reason."""
    described = {"value": {"oneOf": quantity(bounds), "description": f"The value, {unit}."}, **reason()}
    return {
        "description": f'A number, a 90 % interval "A to B", or a belief ({unit}); with its reason if written out.',
        "oneOf": [*quantity(bounds), mapping(described, ["value"])],
    }


def value_or(keys: Schema, required: list[str]) -> Schema:
    """A share, or a rule that leads to one."""
    return {"anyOf": [ref("share"), mapping(keys | reason(), required)]}
