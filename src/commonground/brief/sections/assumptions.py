"""Key assumptions: what the brief takes for granted, what breaks if it is wrong, and which numbers rest on it."""

from __future__ import annotations

from commonground.brief.document import Parts, Section, Table
from commonground.brief.view import View, joined, path_in_words


def section(view: View) -> Section | None:
    rows: list[tuple[Parts, ...]] = []
    for item in view.case.get("assumptions", ()):
        rests: list[Parts] = [
            (f"{path_in_words(view, path)}: ", view.value(path))
            for path in item.get("rests_on", ())
            if view.has_value(path)
        ]
        rows.append(
            (
                (item["text"], " ", *view.cites(item.get("evidence", ()))),
                (item.get("if_wrong", ""),),
                joined(rests, "; ", "; "),
            )
        )
    if not rows:
        return None
    table = Table(
        ("We assume", "If that is wrong", "Numbers that rest on it"), tuple(rows), widths=(3.4, 3.2, 2.4)
    )
    return Section("assumptions", "Key assumptions", (table,))
