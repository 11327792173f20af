"""Values as one line of YAML.

Whatever comes from a document is a stranger's. It reaches a case file only through `clean` and `flow`: one line, no
control or direction marks, in double quotes, so that it cannot be read as anything but text.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from commonground.quantity import number_text

_PLAIN = re.compile(r"[a-z][a-z0-9_-]*|\d{4}-\d{2}(-\d{2})?")
_JOINERS = "\u200c\u200d"  # without these Persian words run together
_WORDS = frozenset("y n yes no on off true false null".split())


def clean(text: str, most: int = 20_000) -> str:
    """Text on one line, without what could steer a terminal, hide words or be refused by a case file."""
    kept = "".join(
        " " if character.isspace() else character for character in text[: 4 * most] if not is_odd(character)
    )
    plain = " ".join(kept.split())
    return plain if len(plain) <= most else _cut(plain, most)


def is_odd(character: str) -> bool:
    """Controls (but white space), half characters, invisible marks that turn the direction, noncharacters."""
    if character.isspace() or character in _JOINERS:
        return False
    code = ord(character)
    return unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Cn") or code & 0xFFFE == 0xFFFE


def _cut(text: str, most: int) -> str:
    end = text.rfind(" ", most // 2, most)
    return text[: end if end > 0 else most - 1].rstrip(" ,;:") + "…"


def flow(value: Any) -> str:
    """A value as one line of YAML; text is quoted unless it is an id or a date."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {flow(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(flow(inner) for inner in value) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return number_text(value)
    text = clean(str(value))
    return text if _PLAIN.fullmatch(text) and text not in _WORDS else json.dumps(text, ensure_ascii=False)
