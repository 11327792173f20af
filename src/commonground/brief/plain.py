"""The brief as plain JSON-able data: the same sections and blocks, each number with its study path."""

from __future__ import annotations

import math
import re
from typing import Any, Final

from commonground.brief.document import (
    Block,
    Brief,
    Bullets,
    Callout,
    Cite,
    Em,
    FigureBlock,
    Heading,
    Headline,
    Link,
    Number,
    NumberList,
    Paragraph,
    Part,
    Parts,
    SourceList,
    Strong,
    Table,
    ValueList,
    ValueRef,
    number_rows,
    ordered_sections,
)

FORMAT: Final = "commonground-brief/1"
_SURROGATE = re.compile("[\ud800-\udfff]")


def render_json(brief: Brief) -> dict[str, Any]:
    """Return the brief as nested dicts and lists.

    Text is whole and unescaped: whoever prints it must escape it. Only lone surrogates are replaced, which no JSON
    file could hold. Charts appear as their alternative text and data.
    """
    whole: dict[str, Any] = _safe(
        {
            "format": FORMAT,
            "title": brief.title,
            "subtitle": brief.subtitle,
            "lang": brief.lang,
            "as_of": brief.as_of.isoformat(),
            "meta": [{"label": label, "parts": _parts(parts)} for label, parts in brief.meta],
            "sections": [
                {
                    "id": section.id,
                    "title": section.title,
                    "annex": section.annex,
                    "blocks": [_block(block) for block in section.blocks],
                }
                for section in ordered_sections(brief)
            ],
            "footer": [{"label": label, "text": text} for label, text in brief.footer],
            "sources": [
                {
                    "id": source.id,
                    "title": source.title,
                    "text": source.text,
                    "date": source.date,
                    "kind": source.kind,
                    "publisher": source.publisher,
                    "url": source.url,
                    "reliability": source.reliability,
                }
                for source in brief.sources
            ],
            "values": [
                {"path": row.path, "text": row.text, "because": row.because, "evidence": row.evidence}
                for row in brief.values
            ],
            "numbers": [
                {
                    "path": row.path,
                    "paths": row.places,
                    "value": row.value,
                    "about": row.about,
                    "rests_on": row.rests_on,
                }
                for row in number_rows(brief)
            ],
        }
    )
    return whole


def _parts(parts: Parts) -> list[Any]:
    return [_part(part) for part in parts]


def _part(part: Part) -> Any:
    match part:
        case str():
            return part
        case Number(text, path):
            return {"number": text, "path": path}
        case ValueRef(text, path):
            return {"value": text, "path": path}
        case Cite(evidence_id):
            return {"cite": evidence_id}
        case Strong(text):
            return {"strong": text}
        case Em(text):
            return {"em": text}
        case Link(text, url):
            return {"link": text, "url": url}


def _block(block: Block) -> dict[str, Any]:
    match block:
        case Paragraph(parts):
            return {"kind": "paragraph", "parts": _parts(parts)}
        case Heading(text):
            return {"kind": "heading", "text": text}
        case Bullets(items, ordered):
            return {"kind": "bullets", "ordered": ordered, "items": [_parts(item) for item in items]}
        case Table(columns, rows, caption):
            cells = [[_parts(cell) for cell in row] for row in rows]
            return {"kind": "table", "caption": caption, "columns": columns, "rows": cells}
        case FigureBlock(figure):
            return {
                "kind": "figure",
                "id": figure.id,
                "title": figure.title,
                "alt": figure.alt,
                "caption": figure.caption,
                "columns": figure.columns,
                "rows": figure.rows,
            }
        case Callout(parts, title):
            return {"kind": "callout", "title": title, "parts": _parts(parts)}
        case Headline(number, parts, more):
            return {"kind": "headline", "number": _part(number), "parts": _parts(parts), "more": _parts(more)}
        case SourceList():
            return {"kind": "sources"}
        case ValueList():
            return {"kind": "values"}
        case NumberList():
            return {"kind": "numbers"}


def _safe(value: Any) -> Any:
    """Only what JSON knows: tuples as lists, NaN and infinity as null, no lone surrogates."""
    if isinstance(value, dict):
        return {_safe(key): _safe(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_safe(item) for item in value]
    if isinstance(value, str):
        return _SURROGATE.sub("\ufffd", value)
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if value is None or isinstance(value, bool | int):
        return value
    return _SURROGATE.sub("\ufffd", str(value))
