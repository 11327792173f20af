"""Key assumptions: what the brief takes for granted, what breaks if it is wrong, and which numbers rest on it."""

from __future__ import annotations

from commonground.brief.document import Parts, Section, Table, ValueRef
from commonground.brief.view import View, joined, path_in_words

_MOST_LETTERS = 20


def section(view: View) -> Section | None:
    rows: list[tuple[Parts, ...]] = []
    for item in view.case.get("assumptions", ()):
        rests: list[Parts] = [_value(view, path) for path in item.get("rests_on", ()) if view.has_value(path)]
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
        ("We assume", "If that is wrong", "Numbers that rest on it"), tuple(rows), widths=(3.1, 2.8, 2.7)
    )
    return Section("assumptions", "Key assumptions", (table,))


def _value(view: View, path: str) -> Parts:
    """A value with its name; one that takes many words is named only, and leads to them."""
    name, value = path_in_words(view, path), view.value(path)
    if len(value.text) > _MOST_LETTERS:
        return (ValueRef(name, value.path),)
    return (f"{name}: ", value)
