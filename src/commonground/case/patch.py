"""Changes of a YAML text that leave every other character as it is.

A change finds the place by the parser's own marks, writes one line (or part of one) there, and then reads the result:
unless it holds exactly the data that were meant, the change is refused. So comments, order, quotes and line ends of
the author stay, and a layout that this file does not understand costs an error, never a damaged case.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import yaml

from commonground.case.one_line import flow
from commonground.case.yaml12 import Key, parse_yaml
from commonground.errors import CaseError

Keys = Sequence[Key]
_BY_HAND = "Make this change by hand, or lay the file out with one key a line."


@dataclass(frozen=True)
class Page:
    """A YAML text with the changes made to it so far.

    Parameters
    ----------
    text     : the whole file
    filename : for messages
    """

    text: str
    filename: str = "<text>"

    @cached_property
    def data(self) -> Any:
        """What the text says."""
        return parse_yaml(self.text, self.filename).data

    def at(self, keys: Keys) -> Any:
        """The value at `keys`, None if there is none."""
        found = self.data
        for key in keys:
            try:
                found = found[key]
            except (KeyError, IndexError, TypeError):
                return None
        return found

    def set(self, keys: Keys, value: Any) -> Page:
        """Another value in place of the one at `keys`; entered if its mapping is there without it."""
        if self.at(keys) is None:
            return self.enter(keys[:-1], str(keys[-1]), value)
        node = self._node(keys)
        start, end = node.start_mark.index, _end(self.text, node)
        meant = _unshared(self.data)
        _inner(meant, keys[:-1])[keys[-1]] = _read(value)
        return self._checked(self.text[:start] + flow(value) + self.text[end:], meant, keys)

    def append(self, keys: Keys, value: Any) -> Page:
        """One more item at the end of the list at `keys`."""
        node = self._node(keys)
        if not isinstance(node, yaml.SequenceNode):
            raise self._refused(keys)
        meant = _unshared(self.data)
        _inner(meant, keys).append(_read(value))
        if node.flow_style:
            text = _into_flow(self.text, node, flow(value))
        else:
            text = self._lines_after(node, _item(value, node, self._newline))
        return self._checked(text, meant, keys)

    def enter(self, keys: Keys, name: str, value: Any, open_out: bool = False) -> Page:
        """One more key at the end of the mapping at `keys`; `open_out`: what it holds with a line for each key."""
        node = self._node(keys)
        if not isinstance(node, yaml.MappingNode):
            raise self._refused(keys)
        meant = _unshared(self.data)
        _inner(meant, keys)[name] = _read(value)
        if node.flow_style:
            text = _into_flow(self.text, node, f"{name}: {flow(value)}")
        else:
            indent = " " * node.start_mark.column
            lines = _opened(name, value) if open_out else [f"{name}: {flow(value)}"]
            text = self._lines_after(node, self._newline.join(indent + line for line in lines))
        return self._checked(text, meant, keys)

    def comment_out(self, keys: Keys, remark: str) -> Page:
        """The lines of the key at `keys` as comments, under a remark."""
        *above, last = keys
        node = self._node(above)
        if not isinstance(node, yaml.MappingNode) or node.flow_style:
            raise self._refused(keys)
        key = next(key for key, _ in node.value if key.value == last)
        start = self.text.rfind("\n", 0, key.start_mark.index) + 1
        stop = _line_end(self.text, _end(self.text, self._node(keys)))
        indent = " " * key.start_mark.column
        if self.text[start : key.start_mark.index].strip():
            raise self._refused(keys)
        kept = self.text[start:stop].split(self._newline)
        told = [indent + f"# {remark}", *(indent + "# " + line[len(indent) :] for line in kept)]
        meant = _unshared(self.data)
        del _inner(meant, above)[last]
        text = self.text[:start] + self._newline.join(told) + self.text[stop:]
        return self._checked(text, meant, keys)

    @property
    def _newline(self) -> str:
        return "\r\n" if "\r\n" in self.text else "\n"

    def _node(self, keys: Keys) -> yaml.Node:
        # The text was read before by `data`, which bounds its depth and its aliases.
        if self.data is None:
            raise self._refused(keys)
        node = yaml.compose(self.text, Loader=yaml.CSafeLoader)
        for key in keys:
            if isinstance(node, yaml.MappingNode):
                node = next((inner for name, inner in node.value if name.value == key), None)
            elif isinstance(node, yaml.SequenceNode) and isinstance(key, int) and key < len(node.value):
                node = node.value[key]
            else:
                node = None
            if node is None:
                raise self._refused(keys)
        if node is None:
            raise self._refused(keys)
        return node

    def _lines_after(self, node: yaml.Node, lines: str) -> str:
        stop = _line_end(self.text, _end(self.text, node))
        return self.text[:stop] + self._newline + lines + (self.text[stop:] or self._newline)

    def _checked(self, text: str, meant: Any, keys: Keys) -> Page:
        page = Page(text, self.filename)
        try:
            sound = page.data == meant
        except CaseError as error:
            raise self._refused(keys) from error
        if not sound:
            raise self._refused(keys)
        return page

    def _refused(self, keys: Keys) -> CaseError:
        place = ".".join(map(str, keys)) or "the top level"
        message = "cannot be changed without touching more than it"
        return CaseError.single(message, _BY_HAND, place, where=self.filename)


def _inner(data: Any, keys: Keys) -> Any:
    for key in keys:
        data = data[key]
    return data


def _unshared(data: Any) -> Any:
    """A copy in which what an alias stands for is written out, so that a change in one place is one change."""
    if isinstance(data, dict):
        return {key: _unshared(inner) for key, inner in data.items()}
    return [_unshared(inner) for inner in data] if isinstance(data, list) else data


def _opened(name: str, value: Any) -> list[str]:
    """A key with its value, one line for each key inside."""
    if not isinstance(value, dict) or not value:
        return [f"{name}: {flow(value)}"]
    inner = (line for key, held in value.items() for line in _opened(str(key), held))
    return [f"{name}:", *(f"  {line}" for line in inner)]


def _read(value: Any) -> Any:
    """The value as it will be read back."""
    return parse_yaml(flow(value)).data


def _end(text: str, node: yaml.Node) -> int:
    """Where the node's last character stands; a block's mark lies beyond the blank lines and comments after it."""
    if isinstance(node, yaml.MappingNode) and not node.flow_style and node.value:
        key, value = node.value[-1]
        return max(_end(text, value), int(key.end_mark.index)) if _written(value) else int(key.end_mark.index)
    if isinstance(node, yaml.SequenceNode) and not node.flow_style and node.value:
        return _end(text, node.value[-1])
    if isinstance(node, yaml.ScalarNode) and node.style in ("|", ">"):
        return len(text[: node.end_mark.index].rstrip())
    return int(node.end_mark.index)


def _written(node: yaml.Node) -> bool:
    return not (isinstance(node, yaml.ScalarNode) and not node.value and node.style not in ("'", '"'))


def _line_end(text: str, place: int) -> int:
    stop = text.find("\n", place)
    stop = len(text) if stop < 0 else stop
    return stop - 1 if text[:stop].endswith("\r") else stop


def _into_flow(text: str, node: yaml.CollectionNode, written: str) -> str:
    if node.value:
        last = node.value[-1]
        place = _end(text, last[1] if isinstance(last, tuple) else last)
        return f"{text[:place]}, {written}{text[place:]}"
    place = int(node.end_mark.index) - 1
    return f"{text[: node.start_mark.index + 1]}{written}{text[place:]}"


def _item(value: Any, node: yaml.SequenceNode, newline: str) -> str:
    """An item of a block list, written as the one before it is."""
    indent = " " * node.start_mark.column
    last = node.value[-1] if node.value else None
    if isinstance(value, dict) and isinstance(last, yaml.MappingNode) and not last.flow_style:
        return newline.join(
            f"{indent}{'  ' if place else '- '}{key}: {flow(inner)}"
            for place, (key, inner) in enumerate(value.items())
        )
    return f"{indent}- {flow(value)}"
