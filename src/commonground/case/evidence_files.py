"""Where evidence comes from: the case's own list, and the files it names.

A file beside the case is YAML (a list, at most 5 MB) or JSON Lines (one object a line, read as a
stream, any size): `evidence_files: [evidence.yaml, events.jsonl]`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from commonground.case.faults import Faults
from commonground.case.yaml12 import Document, Key, Mark, parse_yaml
from commonground.errors import CaseError, shown

MAX_YAML = 5_000_000
MAX_LINE = 1_000_000
MOST_BAD_LINES = 100


@dataclass(frozen=True)
class Source:
    """A raw item with the document it came from and its place there."""

    raw: Any
    document: Document
    keys: tuple[Key, ...]


class Sources:
    """Raw items in order; `complete` turns False when a file could not be read to its end."""

    def __init__(self, case: Document, folder: Path | None, faults: Faults) -> None:
        self.case, self.folder, self.faults = case, folder, faults
        self.complete = True

    def __iter__(self) -> Iterator[Source]:
        listed = self.case.data.get("evidence")
        if isinstance(listed, list):
            for index, raw in enumerate(listed):
                yield Source(raw, self.case, ("evidence", index))
        elif listed is not None:
            self._refuse(
                ("evidence",), "evidence must be a list of items", "Begin each item with - id:.", listed
            )
        files = self.case.data.get("evidence_files")
        if files is not None and not isinstance(files, list):
            fix = "Write evidence_files: [evidence.yaml]."
            self._refuse(("evidence_files",), "evidence_files must be a list of file names", fix, files)
            return
        for index, name in enumerate(files or ()):
            path = self._locate(("evidence_files", index), name)
            if path is not None:
                yield from self._file(("evidence_files", index), path, name)

    def _refuse(self, keys: tuple[Key, ...], message: str, fix: str, got: object) -> None:
        self.complete = False
        self.faults.add(self.case, keys, message, fix, got if isinstance(got, _Size) else shown(got))

    def _locate(self, keys: tuple[Key, ...], name: object) -> Path | None:
        """The file, if it is one the case may read: beside the case file or below, never elsewhere."""
        if not isinstance(name, str) or not name or "\x00" in name:
            self._refuse(keys, "not a file name", "Write a name such as evidence.yaml.", name)
            return None
        if self.folder is None:
            fix = "Save the case as a file, or list the items under evidence."
            self._refuse(keys, "a case without a folder cannot have evidence files", fix, name)
            return None
        home = self.folder.resolve()
        try:
            path = (self.folder / name).resolve()
        except (OSError, RuntimeError, ValueError):
            path = home
        if not path.is_relative_to(home):
            fix = "Move the file beside the case file and write its name only."
            self._refuse(keys, "the file lies outside the case's folder", fix, name)
        elif path.suffix.lower() not in (".yaml", ".yml", ".jsonl"):
            fix = "Use .yaml (a list of items) or .jsonl (one JSON object a line)."
            self._refuse(keys, "not a kind of file that evidence is read from", fix, name)
        elif not path.is_file():
            self._refuse(keys, "no such file", f"Put {Path(name).name} beside the case file.", name)
        else:
            return path
        return None

    def _file(self, keys: tuple[Key, ...], path: Path, name: str) -> Iterator[Source]:
        told = str(Path(self.case.filename).parent / name)
        try:
            if path.suffix.lower() == ".jsonl":
                yield from self._json_lines(path, told)
                return
            size = path.stat().st_size
            if size > MAX_YAML:
                fix = "Write it as .jsonl, one JSON object a line, which is read as a stream."
                self._refuse(keys, "YAML evidence larger than 5 MB", fix, _Size(f"{size / 1e6:.1f} MB"))
                return
            document = parse_yaml(path.read_bytes(), told)
        except OSError as error:
            self._refuse(keys, f"the file cannot be read: {error.strerror}", "Check its permissions.", name)
            return
        except CaseError as error:
            self.complete = False
            self.faults.adopt(error.findings)
            return
        if isinstance(document.data, list):
            for index, raw in enumerate(document.data):
                yield Source(raw, document, (index,))
        else:
            self.complete = False
            fix = "Begin each item with - id:."
            self.faults.add(document, (), "an evidence file must be a list of items", fix, under="evidence")

    def _json_lines(self, path: Path, name: str) -> Iterator[Source]:
        bad = number = 0
        with path.open("rb") as stream:
            while line := stream.readline(MAX_LINE + 1):
                number += 1
                if len(line) > MAX_LINE:
                    raw, problem = None, "a line longer than 1 MB"
                    _skip_line(stream, line)
                elif not line.strip():
                    continue
                else:
                    raw, problem = _parse_line(line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line)
                holder = [raw]
                start = Mark(number, 1, number, 1)
                document = Document(holder, name, {id(holder): {0: start}})
                if not problem:
                    yield Source(raw, document, (0,))
                    continue
                bad, self.complete = bad + 1, False
                if bad > MOST_BAD_LINES:
                    fix = "Each line is one JSON object; mend these first."
                    self.faults.add(document, (0,), "more bad lines are not listed", fix, path="evidence")
                    return
                fix = 'Each line is one JSON object: {"id": …, "date": …, "kind": …, "title": …}.'
                got = shown(line[:200].decode("utf-8", "replace").strip())
                self.faults.add(document, (0,), problem, fix, got, path="evidence")


class _Size(str):
    """A size, shown without quotes."""

    __slots__ = ()


def _skip_line(stream: Any, line: bytes) -> None:
    while line and not line.endswith(b"\n"):
        line = stream.readline(MAX_LINE)


def _parse_line(line: bytes) -> tuple[Any, str]:
    """The object of a line and "", or None and what is wrong."""
    try:
        return json.loads(line.decode("utf-8"), object_pairs_hook=_once_each), ""
    except UnicodeDecodeError as error:
        return None, f"not UTF-8 text (byte {error.start + 1} of the line)"
    except json.JSONDecodeError as error:
        return None, f"not valid JSON: {error.msg} (character {error.pos + 1} of the line)"
    except RecursionError:
        return None, "not valid JSON: nested too deeply"
    except ValueError as error:
        return None, f"not valid JSON: {error}"


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"duplicate key {shown(twice)}")
    return found
