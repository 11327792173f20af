"""Recent developments: the case's dated evidence, the newest in words and the rest as a line of time."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from commonground.brief.document import Block, Bullets, Cite, FigureBlock, Parts, Section, Strong
from commonground.brief.view import View, day, sentence
from commonground.charts.timeline import timeline

_DATED = ("event", "statement", "report", "claim")
_MOST = 14
_RECENT = timedelta(days=365)


def section(view: View) -> Section | None:
    items = recent(view)
    out: list[Block] = []
    if items:
        out.append(Bullets(tuple(_line(item) for item in items)))
    figure = timeline(view.study.data)
    if figure is not None:
        out.append(FigureBlock(figure))
    return Section("developments", "Recent developments", tuple(out)) if out else None


def recent(view: View) -> list[dict[str, Any]]:
    """The year before as_of, newest first, at most fourteen items."""
    start = (date.fromisoformat(view.case["as_of"]) - _RECENT).isoformat()
    dated = [
        item for item in view.case.get("evidence", ()) if item["kind"] in _DATED and item["date"] >= start[:7]
    ]
    return sorted(dated, key=lambda item: (item["date"], item["id"]), reverse=True)[:_MOST]


def _line(item: dict[str, Any]) -> Parts:
    return (
        Strong(f"{day(item['date'])}: "),
        sentence(item["title"]),
        " ",
        sentence(item.get("text", "")),
        " ",
        Cite(item["id"]),
    )
