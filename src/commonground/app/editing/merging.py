"""Two edits of one text: what each changed, and both in one where they do not touch."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from typing import Any

CONTEXT = 2  # lines shown around a change
MOST_LINES = 400  # shown of a difference


def difference(before: str, after: str) -> list[dict[str, Any]]:
    """What differs between two texts, line by line.

    Returns
    -------
    [{"kind": "same" | "gone" | "new" | "skip", "old": line number, "new": line number, "text"}, …]; empty if nothing
    differs, cut at `MOST_LINES` with a last "skip"
    """
    one, two = before.splitlines(), after.splitlines()
    found: list[dict[str, Any]] = []
    if before == after:
        return found
    for group in difflib.SequenceMatcher(None, one, two, autojunk=False).get_grouped_opcodes(CONTEXT):
        if found:
            found.append(_line("skip", None, None, ""))
        for kind, i1, i2, j1, j2 in group:
            if kind == "equal":
                found += [_line("same", i + 1, j1 + i - i1 + 1, one[i]) for i in range(i1, i2)]
            else:
                found += [_line("gone", i + 1, None, one[i]) for i in range(i1, i2)]
                found += [_line("new", None, j + 1, two[j]) for j in range(j1, j2)]
    if len(found) > MOST_LINES:
        found = [*found[:MOST_LINES], _line("skip", None, None, f"{len(found) - MOST_LINES:,} more lines")]
    return found


def _line(kind: str, old: int | None, new: int | None, text: str) -> dict[str, Any]:
    return {"kind": kind, "old": old, "new": new, "text": text}


def merged(base: str, mine: str, theirs: str) -> str | None:
    """Both edits of `base` in one text; None where they change the same lines, or lines next to each other.

    Steps: 1. the runs of lines that each edit replaces; 2. none if two of them touch and are not alike; 3. theirs and
    mine replaced from the end, so that line numbers stay true.
    """
    lines = base.splitlines(keepends=True)
    ours, others = (_runs(lines, text.splitlines(keepends=True)) for text in (mine, theirs))
    runs = list(others)
    for run in ours:
        touching = [other for other in others if run[0] <= other[1] and other[0] <= run[1]]
        if touching == [run]:
            continue
        if touching:
            return None
        runs.append(run)
    for start, end, text in sorted(runs, key=lambda run: (run[0], run[1]), reverse=True):
        lines[start:end] = text
    return "".join(lines)


def _runs(before: Sequence[str], after: Sequence[str]) -> list[tuple[int, int, tuple[str, ...]]]:
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    return [
        (i1, i2, tuple(after[j1:j2])) for kind, i1, i2, j1, j2 in matcher.get_opcodes() if kind != "equal"
    ]
