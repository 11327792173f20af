"""One job as a page sees it, and what was asked for."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

State = Literal["waiting", "running", "done", "failed", "cancelled"]
ENDED = frozenset({"done", "failed", "cancelled"})


@dataclass
class Job:
    """A piece of long work.

    Parameters
    ----------
    id        : what a page keeps; as good as impossible to guess
    work      : its kind, see `work.py`
    title     : what it does, for a reader
    asked     : key of what was asked for; the same request finds the same job
    done, total : steps; `total` is 0 while nobody can tell
    error     : message and fix, if it failed
    """

    id: str
    work: str
    title: str
    asked: str
    arguments: Mapping[str, Any] = field(repr=False)
    state: State = "waiting"
    done: int = 0
    total: int = 0
    doing: str = ""
    begun: float = 0.0
    ended: float = 0.0
    error: dict[str, str] | None = None
    result: Any = field(default=None, repr=False)
    size: int = 0

    @property
    def over(self) -> bool:
        """Whether nothing more will come of it."""
        return self.state in ENDED

    def as_dict(self, whole: bool = False) -> dict[str, Any]:
        """For a page; `whole` with the result."""
        until = self.ended or time.monotonic()
        told: dict[str, Any] = {
            "id": self.id,
            "work": self.work,
            "title": self.title,
            "state": self.state,
            "done": self.done,
            "total": self.total,
            "doing": self.doing,
            "seconds": round(until - self.begun, 1) if self.begun else 0.0,
            "error": self.error,
        }
        return told | {"result": self.result} if whole else told


def key_of(work: str, arguments: Mapping[str, Any]) -> str:
    """The same for the same request."""
    written = json.dumps([work, arguments], sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(written.encode("utf-8", "surrogatepass")).hexdigest()
