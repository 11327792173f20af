"""Key assumptions: what the brief takes for granted, what breaks if it is wrong, and which numbers rest on it."""

from __future__ import annotations

from commonground.brief.document import Parts, Section, Table
from commonground.brief.view import View, joined


def section(view: View) -> Section | None:
    rows: list[tuple[Parts, ...]] = []
    for item in view.case.get("assumptions", ()):
        rests: list[Parts] = [
            (f"{_short(view, path)} ", view.value(path))
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


def _short(view: View, path: str) -> str:
    """A case path in words: "Iran, missiles, red line min"."""
    keys = path.split(".")
    if keys[0] == "positions" and len(keys) > 3:
        return f"{view.party(keys[1])}, {view.issue(keys[2])}, {' '.join(keys[3:]).replace('_', ' ')}:"
    if keys[0] in ("walk_away", "durability", "collapse") and len(keys) > 1:
        return f"{view.party(keys[1])}, {' '.join([keys[0], *keys[2:]]).replace('_', ' ')}:"
    return " ".join(keys).replace("_", " ") + ":"
