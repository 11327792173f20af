"""What stands beside every page: the chances now and before, and the table of what was changed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from commonground.app.composing import answer
from commonground.app.context import Context
from commonground.brief.sections.pooled import short
from commonground.brief.view import METHOD, View, at_start, day, path_in_words
from commonground.forecast.words import in_words, shown_percent

_MOST_QUESTIONS = 3
_OUTCOMES = ("agreement", "impasse", "confrontation")


def panel(context: Context) -> dict[str, Any]:
    """The chances and the changes.

    Returns
    -------
    chances  : key, label, voice (who says it), text, words, p, before (text, p), moved (text)
    outcomes : the three outcomes by common ground alone, the same way
    changes  : path, label, before, now, unit, without (the query that leaves this change out)
    told     : how many draws, in words
    ready    : whether there are chances yet
    writable : whether changes can be kept in the file
    """
    if context.study is None or context.base is None:
        return {
            "chances": [],
            "outcomes": [],
            "changes": changes(context),
            "told": "Preparing the numbers.",
            "ready": False,
            "writable": context.writable,
        }
    return {
        "chances": [*(_pair(context, *row) for row in _rows(context.view)), *_package(context)],
        "outcomes": [
            _pair(context, f"solutions.{METHOD}.outcome.{name}.p", name.capitalize(), "common ground alone")
            for name in _OUTCOMES
            if name in (context.view.outcome or {})
        ],
        "changes": changes(context),
        "told": _told(context),
        "ready": True,
        "writable": context.writable,
    }


def headline(context: Context) -> str:
    """The first chance in a sentence, for those who hear the page."""
    shown = panel(context)
    first = next(iter(shown["chances"]), None)
    if first is None:
        return str(shown["told"])
    moved = f", {first['moved']}" if first["moved"] else ""
    return f"{first['label']}, {first['voice']}: {first['text']} ({first['words']}){moved}. {shown['told']}"


def _rows(view: View) -> Iterator[tuple[str, str, str]]:
    """Study path, label and voice of each chance: pooled where voices are pooled, else the method's own."""
    shown = 0
    for i, asked in enumerate(view.study.data["questions"]):
        pool = view.pooled(asked["id"])
        if shown == _MOST_QUESTIONS or (pool is None and asked["probability"] is None):
            continue
        if i > 0 and asked["deadline"] != view.case["horizon"]:  # as among the key judgements
            continue
        shown += 1
        if pool is not None:
            yield f"{pool[0]}.p", at_start(short(view, pool[1])), "pooled forecast"
        else:
            label = f"{asked['outcome']} by {day(asked['deadline'])}"
            yield f"questions.{i}.probability", at_start(label), _voice(view, asked["path"])
    if view.solved is not None:
        yield view.path("exists"), "Common ground exists", "common ground alone"


def _voice(view: View, path: str) -> str:
    method = path.split(".")[1] if path.startswith("solutions.") else ""
    title = view.study.solutions.get(method, {}).get("title", method)
    return f"{title} alone".lower() if title else "a method alone"


def _pair(context: Context, path: str, label: str, voice: str) -> dict[str, Any]:
    p, before = context.chance(path), context.before.get(path)
    text, old = f"{shown_percent(p)} %", context.before.chance(path).text
    points = round(100 * (p - before), 1) + 0.0
    moved = "" if context.state.is_base else _moved(points, old)
    return {
        "key": path,
        "label": label,
        "voice": voice,
        "text": text,
        "words": in_words(p),
        "p": p,
        "before": {"text": old, "p": before},
        "moved": moved,
    }


def _package(context: Context) -> list[dict[str, Any]]:
    """How often all accept the package that is composed, else the one that the case as it is does best with."""
    found = answer(context)
    if found is None or found["joint"]["p"] is None:
        return []
    joint = found["joint"]
    points = round(100 * (joint["p"] - joint["was"]), 1) + 0.0
    return [
        {
            "key": "package",
            "label": "All accept your package" if found["own"] else "All accept the best package",
            "voice": "common ground alone",
            "text": joint["text"],
            "words": "share of draws",
            "p": joint["p"],
            "before": {"text": joint["before"], "p": joint["was"]},
            "moved": "" if context.state.is_base else _moved(points, joint["before"]),
        }
    ]


def _moved(points: float, old: str) -> str:
    if points == 0.0:
        return f"unchanged from {old}"
    way = "up" if points > 0 else "down"
    return f"{way} {abs(points):.1f} points from {old}"


def changes(context: Context) -> list[dict[str, Any]]:
    """What differs from the case, in words, in the order of the address."""
    stated = context.case.values()
    view = None if context.base is None else context.before
    rows = []
    for path, text in context.state.changes:
        held = stated.get(path)
        rows.append(
            {
                "path": path,
                "label": path if view is None else path_in_words(view, path),
                "before": "" if held is None else held.quantity.in_words(),
                "now": text,
                "unit": "" if held is None else held.quantity.unit,
                "without": context.state.query(path),
            }
        )
    return rows


def _told(context: Context) -> str:
    if context.study is None:
        return ""
    n = context.study.data["draws"]["n"]
    if context.study.data["draws"]["modes"]:
        return "At the most likely values"
    if context.full:
        return f"{n:,} draws"
    return f"About: {n:,} of {context.case.study.draws:,} draws while it moves"
