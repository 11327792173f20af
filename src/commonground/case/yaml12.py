"""YAML 1.2 text to plain data, with the line and column of every key and value.

PyYAML's C parser delivers events; scalars are resolved by the YAML 1.2 core schema, so that the
country code NO stays text, 012 is twelve and 12:30 is not a number. Building from events keeps
deep nesting off the stack and lets aliases be counted before they are expanded.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from typing import Any, NoReturn

import yaml

from commonground.errors import CaseError, shown

MAX_DEPTH = 60
MAX_ALIASED = 20_000  # values brought in by aliases; a page of YAML can otherwise stand for gigabytes

_INT = re.compile(r"[-+]?[0-9]+")
_OCTAL = re.compile(r"0o[0-7]+")
_HEX = re.compile(r"0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_INFINITE = re.compile(r"[-+]?\.(?:inf|Inf|INF)")
_WORDS = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
    ".nan": math.nan, ".NaN": math.nan, ".NAN": math.nan,
}  # fmt: skip
# Control characters, half characters, and the invisible breaks that would shift line numbers.
_REFUSED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x85\u2028\u2029\ud800-\udfff\ufffe\uffff]")
_TAGS = ("tag:yaml.org,2002:str", "tag:yaml.org,2002:seq", "tag:yaml.org,2002:map", "!")

_FIXES = (
    ("tab character", "Indent with spaces, not tabs."),
    (
        "cannot start any token",
        "Indent with spaces, not tabs, and put text that begins with @, ` or % in quotes.",
    ),
    ("mapping values are not allowed", 'Put text that contains ": " in quotes, and check the indentation.'),
    ("could not find expected ':'", "Write key: value, with a space after the colon."),
    ("expected <block end>", "Line this up with the keys above it, or close a quote or bracket before it."),
    ("quoted scalar", "Close the quote."),
    ("expected ',' or", "Separate entries with commas and close the bracket."),
    ("undefined alias", "Define it with & before it is used, or put text that begins with * in quotes."),
    ("duplicate anchor", "Give each anchor its own name."),
)

_UNDEFINED: tuple[Any, int] = (None, 0)

Key = str | int


@dataclass(frozen=True)
class Mark:
    """Where a key and its value stand, counted from 1. An entry of a list has no key of its own."""

    key_line: int
    key_column: int
    line: int
    column: int


@dataclass(frozen=True)
class Document:
    """Parsed data with the places of its parts.

    Parameters
    ----------
    data     : dicts, lists, str, int, float, bool, None; keys are always text
    filename : as shown in messages
    marks    : id of a container -> key or index -> place. The containers live in `data`.
    start    : line and column where the data begin
    """

    data: Any
    filename: str
    marks: dict[int, dict[Key, Mark]] = field(default_factory=dict, repr=False)
    start: tuple[int, int] = (1, 1)

    def place(self, keys: tuple[Key, ...], at_key: bool = False) -> tuple[int, int]:
        """Line and column of the value (or the key) at `keys`; of the nearest key above if it is not there."""
        node, mark = self.data, Mark(*self.start, *self.start)
        for key in keys:
            found = self.marks.get(id(node), {}).get(key)
            if found is None:
                return mark.key_line, mark.key_column
            node, mark = node[key], found
        return (mark.key_line, mark.key_column) if at_key else (mark.line, mark.column)

    def where(self, keys: tuple[Key, ...], at_key: bool = False) -> str:
        """The place as "file:line:column", or "" where the data did not come from a file."""
        if not self.marks:
            return ""
        line, column = self.place(keys, at_key)
        return f"{self.filename}:{line}:{column}"


def parse_yaml(source: str | bytes, filename: str = "<text>") -> Document:
    """Parse one YAML 1.2 document.

    Raises
    ------
    CaseError : text that is not UTF-8 or not YAML, control characters, duplicate keys, merge keys,
        tags, nesting deeper than 60, aliases that expand beyond bounds; always with line and column
    """
    text = _decode(source, filename)
    if bad := _REFUSED.search(text):
        place = _place_of(text, bad.start())
        message = f"the character U+{ord(bad[0]):04X} is not allowed in a case file"
        raise _fault(filename, *place, message, "Remove it or replace it by a space.")
    builder = _Builder(filename)
    try:
        parser = yaml.CSafeLoader(text)
        try:
            while (event := parser.get_event()) is not None:
                builder.take(event)
        finally:
            parser.dispose()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        problem = error.problem or "cannot be read"
        hint = next((fix for part, fix in _FIXES if part in f"{problem} {error.context}"), "")
        hint = hint or "Check indentation, colons and quotes near this place."
        opened = error.context_mark
        since = (
            f" ({error.context}, line {opened.line + 1})" if opened and opened.line + 1 != place[0] else ""
        )
        raise _fault(filename, *place, f"not valid YAML: {problem}{since}", hint) from error
    except yaml.YAMLError as error:
        raise _fault(filename, 1, 1, f"not valid YAML: {error}", "Save the file as UTF-8 text.") from error
    if not builder.documents:
        raise _fault(filename, 1, 1, "the file is empty", "Start a case with: commonground init NAME.")
    return Document(builder.root, filename, builder.marks, builder.start)


@dataclass
class _Open:
    """A container that is being filled."""

    value: dict[str, Any] | list[Any]
    anchor: str | None
    mark: tuple[int, int]
    places: dict[Key, Mark]
    size: int = 1
    key: tuple[str, int, int] | None = None


class _Builder:
    """Turns parser events into data and marks, without recursion."""

    def __init__(self, filename: str) -> None:
        self.filename = filename
        self.root: Any = None
        self.documents = 0
        self.start = (1, 1)
        self.marks: dict[int, dict[Key, Mark]] = {}
        self.open: list[_Open] = []
        self.anchors: dict[str, tuple[Any, int] | None] = {}
        self.aliased = 0

    def take(self, event: yaml.Event) -> None:
        start = event.start_mark
        line, column = (start.line + 1, start.column + 1) if start else (1, 1)
        if isinstance(event, yaml.ScalarEvent):
            self._scalar(event, line, column)
        elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            self._start(event, line, column)
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            done = self.open.pop()
            if done.anchor:
                self.anchors[done.anchor] = (done.value, done.size)
            self._place(done.value, *done.mark, done.size)
        elif isinstance(event, yaml.AliasEvent):
            self._alias(event, line, column)
        elif isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                self._stop(
                    line, column, "a second document begins here", "Keep one case to a file, without ---."
                )

    def _scalar(self, event: yaml.ScalarEvent, line: int, column: int) -> None:
        self._refuse_tag(event.tag, line, column)
        if self._wants_key():
            self._key(event.value, line, column)
            if event.anchor:
                self.anchors[event.anchor] = (event.value, 1)
            return
        value: Any = event.value
        if event.implicit[0] and event.tag is None and event.style in (None, ""):
            try:
                value = resolve(value)
            except ValueError:
                self._stop(
                    line, column, "a number with too many digits", "Write a shorter number.", shown(value)
                )
        if event.anchor:
            self.anchors[event.anchor] = (value, 1)
        self._place(value, line, column, 1)

    def _start(self, event: yaml.MappingStartEvent | yaml.SequenceStartEvent, line: int, column: int) -> None:
        self._refuse_tag(event.tag, line, column)
        if self._wants_key():
            self._stop(line, column, "a key must be plain text", "Write key: value.")
        if len(self.open) >= MAX_DEPTH:
            self._stop(line, column, f"nested deeper than {MAX_DEPTH} levels", "Remove the surplus brackets.")
        if event.anchor:
            self.anchors[event.anchor] = None
        value: dict[str, Any] | list[Any] = {} if isinstance(event, yaml.MappingStartEvent) else []
        places: dict[Key, Mark] = {}
        self.marks[id(value)] = places
        self.open.append(_Open(value, event.anchor, (line, column), places))

    def _alias(self, event: yaml.AliasEvent, line: int, column: int) -> None:
        known = self.anchors.get(event.anchor or "", _UNDEFINED)
        if known is _UNDEFINED:
            fix = "Define it with & before it is used, or put text that begins with * in quotes."
            self._stop(line, column, "undefined alias", fix, f"*{event.anchor}")
        if known is None:
            message = "an alias inside the part it stands for"
            self._stop(line, column, message, "Write the part out.", f"*{event.anchor}")
        value, size = known
        if self._wants_key():
            if not isinstance(value, str):
                self._stop(line, column, "a key must be plain text", "Write the key out.", f"*{event.anchor}")
            self._key(value, line, column)
            return
        self.aliased += size
        if self.aliased > MAX_ALIASED:
            message = f"aliases expand to more than {MAX_ALIASED:,} values"
            self._stop(
                line, column, message, "Write the parts out instead of nesting aliases.", f"*{event.anchor}"
            )
        self._place(value, line, column, size)

    def _wants_key(self) -> bool:
        return bool(self.open) and isinstance(self.open[-1].value, dict) and self.open[-1].key is None

    def _key(self, key: str, line: int, column: int) -> None:
        if key == "<<":
            self._stop(line, column, "merge keys are not part of YAML 1.2", "Write the keys out.", "<<")
        first = self.open[-1].places.get(key)
        if first is not None:
            fix = "Keep one of the two and delete the other."
            self._stop(line, column, f"duplicate key, first on line {first.key_line}", fix, shown(key))
        self.open[-1].key = (key, line, column)

    def _place(self, value: Any, line: int, column: int, size: int) -> None:
        if not self.open:
            self.root, self.start = value, (line, column)
            return
        top = self.open[-1]
        top.size += size
        if isinstance(top.value, list):
            top.places[len(top.value)] = Mark(line, column, line, column)
            top.value.append(value)
        elif top.key is not None:
            name, key_line, key_column = top.key
            top.places[name] = Mark(key_line, key_column, line, column)
            top.value[name] = value
            top.key = None

    def _refuse_tag(self, tag: str | None, line: int, column: int) -> None:
        if tag is not None and tag not in _TAGS:
            fix = "Remove the tag; put text that begins with ! in quotes."
            self._stop(line, column, "tags are not used in case files", fix, shown(tag))

    def _stop(self, line: int, column: int, message: str, fix: str, got: str = "") -> NoReturn:
        raise _fault(self.filename, line, column, message, fix, got, self._path())

    def _path(self) -> str:
        names = [str(part.key[0]) for part in self.open if part.key]
        return ".".join(names)


def resolve(text: str) -> Any:
    """A plain scalar by the YAML 1.2 core schema: null, bool, int, float, or else the text itself."""
    if text in _WORDS:
        return _WORDS[text]
    if _INT.fullmatch(text):
        return int(text)
    if _FLOAT.fullmatch(text):
        return float(text)
    if len(text) > 1000 and text.startswith(("0x", "0o")):
        raise ValueError("a number of more than a thousand digits")
    if _OCTAL.fullmatch(text):
        return int(text[2:], 8)
    if _HEX.fullmatch(text):
        return int(text[2:], 16)
    if _INFINITE.fullmatch(text):
        return -math.inf if text.startswith("-") else math.inf
    return text


def _decode(source: str | bytes, filename: str) -> str:
    if isinstance(source, str):
        return source.removeprefix("\ufeff")
    if source.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _fault(filename, 1, 1, "the file is UTF-16, not UTF-8", "Save it as UTF-8 text.")
    try:
        return source.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = source[: error.start]
        line = before.count(b"\n") + 1
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
        bad = f"byte 0x{source[error.start]:02X}"
        raise _fault(
            filename, line, column, "the file is not UTF-8 text", "Save it as UTF-8.", bad
        ) from error


def _place_of(text: str, index: int) -> tuple[int, int]:
    return text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index)


def _fault(
    filename: str, line: int, column: int, message: str, fix: str, got: str = "", path: str = ""
) -> CaseError:
    return CaseError.single(message, fix, path, got, f"{filename}:{line}:{column}")
