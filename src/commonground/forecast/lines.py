"""One line of a ledger: JSON that carries the hash of the line before and a seal over itself.

`before` is the SHA-256 of the whole line before, without its line end; 64 zeros in the first line. `seal` is the last
key: the SHA-256 of the line's own bytes up to it. The chain shows a change to any line but the last; the seal shows
a change to the last one too, unless whoever made it computed the seal anew.
"""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any

from commonground.errors import ForecastError

FORMAT = "commonground-ledger/1"
NOTHING_BEFORE = "0" * 64
LONGEST = 262_144  # bytes of a line; a pool of a thousand voices fits
_SEAL = re.compile(rb',"seal":"([0-9a-f]{64})"\}\Z')
_SEAL_BYTES = len(b',"seal":""}') + 64


class BadLineError(ValueError):
    """A line is not as it was written; the message says in what way."""


def line_hash(raw: bytes) -> str:
    """SHA-256 of a line without its line end."""
    return hashlib.sha256(raw).hexdigest()


def written(n: int, before: str, at: str, entry: dict[str, Any]) -> bytes:
    """An entry as the line with number `n`, without its line end.

    Raises
    ------
    ForecastError : the entry holds what JSON or UTF-8 cannot, or is too long.
    """
    try:
        text = json.dumps(
            {"n": n, "before": before, "at": at, **entry},
            ensure_ascii=False,
            allow_nan=False,
            separators=(",", ":"),
        )
        body = text.encode()[:-1]
    except (ValueError, TypeError) as error:
        raise ForecastError(
            f"The entry cannot be written ({error})", "Use finite numbers and plain text."
        ) from error
    if len(body) + _SEAL_BYTES > LONGEST:
        raise ForecastError(
            f"The entry is longer than {LONGEST:,} bytes (got {len(body):,})", "Shorten its reason."
        )
    return body + b',"seal":"' + hashlib.sha256(body).hexdigest().encode() + b'"}'


def read(raw: bytes) -> dict[str, Any]:
    """The entry of a line with its `n`, `before` and `at`.

    Raises
    ------
    BadLineError : the line was edited, is torn, or is none of ours.
    """
    if len(raw) > LONGEST:
        raise BadLineError("is longer than any line of a ledger")
    end = _SEAL.search(raw, max(0, len(raw) - _SEAL_BYTES))
    if end is None:
        raise BadLineError("has no seal, so it is torn, edited or not ours")
    if hashlib.sha256(raw[: end.start()]).hexdigest().encode() != end.group(1):
        raise BadLineError("was edited: its seal does not fit")
    try:
        entry = _JSON.decode(raw.decode())
    except (ValueError, RecursionError) as error:
        raise BadLineError("is not JSON") from error
    if not isinstance(entry, dict):
        raise BadLineError("is not an object")
    n, before, at, kind = entry.get("n"), entry.get("before"), entry.get("at"), entry.get("kind")
    if type(n) is not int or type(before) is not str or type(at) is not str or type(kind) is not str:
        raise BadLineError("lacks n, before, at or kind")
    return entry


def is_torn(fragment: bytes, n: int, before: str) -> bool:
    """Whether what stands after the last line is the beginning of the next one, cut off while it was written."""
    start = f'{{"n":{n},"before":"{before}","at":"'.encode()
    return start.startswith(fragment) or fragment.startswith(start)


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is no number")


_JSON = json.JSONDecoder(parse_constant=_no_constant)
