"""The record of a run: one JSON document, read by paths, saved whole or not at all."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from commonground.case.cards import card_of
from commonground.case.writing import put
from commonground.errors import EvidenceError, Finding, did_you_mean

FORMAT = "commonground-study/1"
_DIGITS = 9  # significant digits kept: what follows differs between processors, and no reader needs it


@dataclass(frozen=True)
class Study:
    """A run as plain JSON values.

    A path names a place in `data`: keys and list numbers joined by dots, `solutions.common-ground.data.exists`.
    Case values are filed under their own dotted path in brackets: `values[walk_away.iran].low`.
    """

    data: dict[str, Any]

    def get(self, path: str) -> Any:
        """The value at a study path.

        Raises
        ------
        KeyError : no such place; the message names the nearest one there is.
        """
        here: Any = self.data
        for key in split_path(path):
            if isinstance(here, list) and key.isdecimal() and int(key) < len(here):
                here = here[int(key)]
            elif isinstance(here, dict) and key in here:
                here = here[key]
            else:
                known = list(here) if isinstance(here, dict) else []
                raise KeyError(f"{path}: no {key!r} here. {did_you_mean(key, known)}".strip())
        return here

    def _repr_html_(self) -> str | None:
        return card_of("study", self)

    @property
    def findings(self) -> tuple[Finding, ...]:
        return tuple(Finding(**finding) for finding in self.data["findings"])

    @property
    def solutions(self) -> dict[str, Any]:
        found: dict[str, Any] = self.data["solutions"]
        return found

    def to_json(self) -> str:
        """The whole record; the same study gives the same text, to the byte."""
        return json.dumps(self.data, ensure_ascii=False, allow_nan=False, indent=1) + "\n"

    def save(self, path: str | Path) -> Path:
        """Write the record so that a reader sees all of it or none of it."""
        return write_whole(Path(path), self.to_json().encode("utf-8", "replace"))

    @classmethod
    def load(cls, path: str | Path) -> Study:
        """Read a saved record.

        Raises
        ------
        EvidenceError : the file is missing, is not JSON, or is not a study of this format.
        """
        place = Path(path)
        try:
            data = json.loads(place.read_text("utf-8"))
        except OSError as error:
            raise EvidenceError(f"{place}: cannot be read ({error.strerror})", "Check the path.") from error
        except (ValueError, RecursionError) as error:
            raise EvidenceError(
                f"{place}: is not JSON", "Give a file that `commonground run` wrote."
            ) from error
        if not isinstance(data, dict) or data.get("format") != FORMAT:
            got = data.get("format") if isinstance(data, dict) else type(data).__name__
            raise EvidenceError(
                f"{place}: is not a study of format {FORMAT} (got {got!s:.40})",
                "Run the case again with this version.",
            )
        missing = [
            key
            for key in ("case", "case_hash", "draws", "values", "solutions", "findings")
            if key not in data
        ]
        if missing:
            raise EvidenceError(f"{place}: lacks {', '.join(missing)}", "Run the case again.")
        return cls(data)


def split_path(path: str) -> list[str]:
    """Keys of a study path; what stands in brackets is one key, dots and all."""
    keys: list[str] = []
    rest = path
    while rest:
        if rest.startswith("["):
            key, _, rest = rest[1:].partition("]")
        else:
            end = min((i for i in (rest.find("."), rest.find("[")) if i >= 0), default=len(rest))
            key, rest = rest[:end], rest[end:]
        keys.append(key)
        rest = rest.removeprefix(".")
    return keys


def plain(value: Any) -> Any:
    """A value as JSON can hold it: floats rounded to nine significant digits, NaN and infinity as null."""
    if isinstance(value, dict):
        return {str(key): plain(entry) for key, entry in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(entry) for entry in value]
    if isinstance(value, bool) or value is None or isinstance(value, (str, int)):
        return value
    number = float(value)
    return float(f"{number:.{_DIGITS}g}") if math.isfinite(number) else None


def write_whole(path: Path, content: bytes) -> Path:
    """Write a file whole or not at all, in a folder that is made if it is missing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    put(path, content)
    return path
