"""Decimal commas in YAML's short form: `{cost: 0,1}` has two entries, `cost: 0` and `1` with nothing behind it.

Taken one by one, both faults lead to a case that is valid and wrong. So they are told as one here, before
all other rules, and the rest of the case is checked with the number that was meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from commonground.case.raw import RawCase
from commonground.case.yaml12 import Key, Mark, resolve
from commonground.quantity.slips import either, plain_forms

_TO = r"\s*(?:to|-|–)\s*"
_NUMBER = re.compile(rf"[+-]?\d[\d.]*(?:{_TO}[+-]?\d[\d.]*)?", re.ASCII)
_NUMERIC_KEY = re.compile(rf"\d[\d.]*(?:{_TO}[+-]?\d[\d.]*)?", re.ASCII)


def join_split_numbers(raw: RawCase) -> None:
    """Add a fault for each number that a comma has split, and put the number meant in its place."""
    seen: set[int] = set()
    for keys, node in _mappings(raw.document.data, ()):
        marks = raw.document.marks.get(id(node), {})
        if id(node) in seen or not marks:
            continue
        seen.add(id(node))
        for key, tail in _split(node, marks):
            _join(raw, (*keys, key), node, marks, tail)


def _mappings(root: Any, keys: tuple[Key, ...]) -> Iterator[tuple[tuple[Key, ...], dict[str, Any]]]:
    stack: list[tuple[tuple[Key, ...], Any]] = [(keys, root)]
    while stack:
        at, node = stack.pop()
        if isinstance(node, dict):
            yield at, node
        inside = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
        # Evidence may come from an export, where a key without value means absent.
        stack += [((*at, key), inner) for key, inner in inside if at or key != "evidence"]


def _split(node: dict[str, Any], marks: dict[Key, Mark]) -> list[tuple[str, list[str]]]:
    """Keys with a number, each with the numeric keys without value that follow it on its line."""
    found: list[tuple[str, list[str]]] = []
    key = ""
    for here, value in node.items():
        same_line = key in marks and here in marks and marks[here].key_line == marks[key].line
        if value is None and key and same_line and _NUMERIC_KEY.fullmatch(here):
            if not found or found[-1][0] != key:
                found.append((key, []))
            found[-1][1].append(here)
        else:
            key = here if _is_number(value) else ""
    return found


def _is_number(value: Any) -> bool:
    if isinstance(value, str):
        return len(value) < 60 and _NUMBER.fullmatch(value) is not None
    return isinstance(value, int | float) and not isinstance(value, bool)


def _join(
    raw: RawCase, keys: tuple[Key, ...], node: dict[str, Any], marks: dict[Key, Mark], tail: list[str]
) -> None:
    key = str(keys[-1])
    written = ",".join([str(node[key]), *tail])
    message, readings, rest = plain_forms(written)
    between = marks[tail[0]].key_column - marks[key].column
    if node[key] == 0 and between > len("0,"):
        readings, written = (), ""  # "-0,5" reads as 0 and 5: the sign is lost, so nothing is advised
    if readings and not rest:
        fix = f"Write {either(tuple(f'{key}: {reading}' for reading in readings))}."
    else:
        fix = f"Write the number after {key} with a point and without separators, such as 0.1."
    raw.add(keys, message or "a comma within a number", fix, told=written)
    for surplus in tail:
        del node[surplus]
    if readings:
        node[key] = resolve(readings[0])
