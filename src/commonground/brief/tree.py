"""The brief as a tree of plain dicts, cleaned and with every link resolved: what the HTML and PDF templates read.

One place decides what is cleaned, how long it may be and where it links; the templates only lay out. Nothing in
the tree is markup, so a template that prints its strings as text cannot be injected into.
"""

from __future__ import annotations

from typing import Any, TypeAlias

from commonground.brief.anchors import Anchors
from commonground.brief.document import (
    Block,
    Brief,
    Bullets,
    Callout,
    Cite,
    Em,
    FigureBlock,
    FigureLike,
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
    ValueRow,
    number_rows,
    ordered_sections,
    printed_numbers,
)
from commonground.brief.foreign import (
    CELL_LIMIT,
    LABEL_LIMIT,
    ROW_LIMIT,
    TEXT_LIMIT,
    clean,
    is_rtl,
    number_text,
    safe_url,
    split_direction,
)

Node: TypeAlias = dict[str, Any]


def brief_tree(brief: Brief) -> Node:
    """Return the whole brief as nested dicts and lists of strings, numbers and booleans."""
    return _Builder(brief).brief()


class _Builder:
    """One pass over a brief in reading order; the order matters, because uses are counted for the back-links."""

    def __init__(self, brief: Brief) -> None:
        self.source = brief
        self.anchors = Anchors(brief)
        self.figures = 0

    def brief(self) -> Node:
        brief = self.source
        meta = [{"label": _label(label), "parts": self.parts(parts)} for label, parts in brief.meta]
        sections = [
            {
                "id": anchor,
                "title": _label(section.title).strip() or _label(section.id).strip() or "Untitled",
                "annex": section.annex,
                "blocks": [node for block in section.blocks if _shown(node := self.block(block))],
            }
            for section, anchor in zip(ordered_sections(brief), self.anchors.sections, strict=True)
        ]
        return {
            "title": _label(brief.title).strip() or "Brief",
            "subtitle": _label(brief.subtitle),
            "lang": brief.lang,
            "as_of": brief.as_of.isoformat(),
            "meta": meta,
            "sections": sections,
            "footer": [
                {"label": _label(label), "text": clean(text, LABEL_LIMIT), "short": _short(text)}
                for label, text in brief.footer
            ],
        }

    # Parts ------------------------------------------------------------------------------------------------------

    def parts(self, parts: Parts, limit: int = TEXT_LIMIT) -> list[Node]:
        nodes: list[Node] = []
        for part in parts:
            nodes.extend(self.part(part, limit))
        return nodes

    def part(self, part: Part, limit: int) -> list[Node]:
        match part:
            case str():
                return _text("text", part, limit)
            case Strong(text):
                return _text("strong", text, limit)
            case Em(text):
                return _text("em", text, limit)
            case Link(text, url):
                return self.link(text, url, limit)
            case Number(text) | ValueRef(text):
                kind = "number" if isinstance(part, Number) else "value"
                return [self._reference(kind, clean(text, LABEL_LIMIT), part)]
            case Cite(evidence_id):
                number = self.anchors.source_numbers.get(evidence_id)
                return [self._reference("cite", str(number or clean(evidence_id, LABEL_LIMIT)), part)]

    def _reference(self, kind: str, text: str, part: Part) -> Node:
        target, use = self.anchors.target(part), self.anchors.use(part)
        path = part.evidence_id if isinstance(part, Cite) else getattr(part, "path", "")
        return {"k": kind, "t": text, "to": target, "id": use, "path": path}

    def link(self, text: str, url: str, limit: int) -> list[Node]:
        address = safe_url(url)
        if address:
            return [{"k": "link", "t": clean(text, limit), "url": address}]
        shown = text if not url or url == text else f"{clean(text, limit)} ({clean(url, LABEL_LIMIT)})"
        return _text("text", shown, limit + LABEL_LIMIT)

    # Blocks -----------------------------------------------------------------------------------------------------

    def block(self, block: Block) -> Node:
        match block:
            case Paragraph(parts):
                return {"k": "paragraph", "parts": self.parts(parts)}
            case Heading(text):
                return {"k": "heading", "t": _label(text)}
            case Bullets(items, ordered):
                return {"k": "bullets", "ordered": ordered, "items": [self.parts(item) for item in items]}
            case Table():
                return self.table(block)
            case FigureBlock(figure):
                return self.figure(figure)
            case Callout(parts, title):
                return {"k": "callout", "title": _label(title), "parts": self.parts(parts)}
            case Headline(number, parts, more):
                return {
                    "k": "headline",
                    "number": self.parts((number,))[0],
                    "parts": self.parts(parts),
                    "more": self.parts(more),
                }
            case SourceList():
                return {"k": "sources", "items": self.sources()}
            case ValueList():
                return {"k": "values", "rows": self.values()}
            case NumberList():
                return {"k": "numbers", "rows": self.numbers()}

    def table(self, table: Table) -> Node:
        width = max([len(table.columns), *(len(row) for row in table.rows)], default=0)
        align = [side if side in {"left", "right", "center"} else "left" for side in table.align]
        rows = [
            [self.parts(cell, CELL_LIMIT) for cell in row] + [[]] * (width - len(row)) for row in table.rows
        ]
        return {
            "k": "table",
            "caption": _label(table.caption),
            "columns": [_label(name) for name in table.columns] + [""] * (width - len(table.columns)),
            "rows": rows,
            "align": (align + ["left"] * width)[:width],
            "widths": list(table.widths) if len(table.widths) == width else [],
        }

    def figure(self, figure: FigureLike) -> Node:
        self.figures += 1
        rows = figure.rows[:ROW_LIMIT]
        numeric = [
            any(isinstance(row[index], int | float) for row in rows if index < len(row))
            for index in range(len(figure.columns))
        ]
        return {
            "k": "figure",
            "id": f"figure-{self.figures}",
            "figure": figure.id,
            "number": self.figures,
            "title": _label(figure.title),
            "alt": clean(figure.alt, TEXT_LIMIT) or _label(figure.title) or "Chart",
            "caption": clean(figure.caption, TEXT_LIMIT),
            "columns": [_label(name) for name in figure.columns],
            "align": ["right" if is_number else "left" for is_number in numeric],
            "rows": [[number_text(value) for value in row] for row in rows],
            "more_rows": max(len(figure.rows) - ROW_LIMIT, 0),
        }

    # Closing lists ----------------------------------------------------------------------------------------------

    def sources(self) -> list[Node]:
        items: list[Node] = []
        shown: set[str] = set()
        for source in self.source.sources:
            if source.id in shown:
                continue
            shown.add(source.id)
            anchor = self.anchors.sources[source.id]
            items.append(
                {
                    "id": anchor,
                    "number": self.anchors.source_numbers[source.id],
                    "key": _label(source.id),
                    "title": _label(source.title),
                    "title_rtl": is_rtl(source.title[:LABEL_LIMIT]),
                    "text": clean(source.text, TEXT_LIMIT),
                    "text_rtl": is_rtl(source.text[:LABEL_LIMIT]),
                    "date": _label(source.date),
                    "kind": _label(source.kind),
                    "publisher": _label(source.publisher),
                    "reliability": _label(source.reliability),
                    "url": safe_url(source.url) or "",
                    "url_text": _label(source.url),
                    "uses": self.anchors.uses(anchor),
                }
            )
        return items

    def values(self) -> list[Node]:
        return [
            {
                "id": anchor,
                "path": _label(row.path),
                "value": _text("text", row.text, CELL_LIMIT),
                "because": clean(row.because, CELL_LIMIT),
                "because_rtl": is_rtl(row.because[:LABEL_LIMIT]),
                "evidence": [self._source_link(evidence_id) for evidence_id in row.evidence],
                "uses": self.anchors.uses(anchor),
            }
            for row, anchor in zip(_first_by_path(self.source), self.anchors.values.values(), strict=True)
        ]

    def _source_link(self, evidence_id: str) -> Node:
        number = self.anchors.source_numbers.get(evidence_id)
        text = str(number or _label(evidence_id))
        return {"k": "cite", "t": text, "to": self.anchors.sources.get(evidence_id, ""), "id": ""}

    def numbers(self) -> list[Node]:
        rows: list[Node] = []
        printed = printed_numbers(self.source)
        for row in number_rows(self.source):
            anchor = self.anchors.numbers[row.places[0]]
            texts = [printed[path] for path in row.places if path in printed]
            rows.append(
                {
                    "id": anchor,
                    "path": _label(row.path),
                    "printed": clean(", ".join(texts), CELL_LIMIT),
                    "value": clean(row.value, CELL_LIMIT),
                    "about": _text("text", row.about, CELL_LIMIT),
                    "rests_on": [
                        {"k": "value", "t": _label(path), "to": self.anchors.values.get(path, ""), "id": ""}
                        for path in row.rests_on
                    ],
                    "uses": self.anchors.uses(anchor),
                }
            )
        return rows


def _shown(node: Node) -> bool:
    """An empty list or table would be announced by a screen reader, and PDF/UA refuses an empty heading."""
    holds = {"paragraph": "parts", "heading": "t", "bullets": "items", "table": "columns", "callout": "parts"}
    inside = node.get(holds.get(node["k"], "k"))
    return bool(inside.strip() if isinstance(inside, str) else inside)


def _first_by_path(brief: Brief) -> list[ValueRow]:
    rows: dict[str, ValueRow] = {}
    for row in brief.values:
        rows.setdefault(row.path, row)
    return list(rows.values())


def _label(text: str) -> str:
    return clean(text, LABEL_LIMIT)


def _short(text: str) -> str:
    """Return a footer entry's short form for the foot of each page: twelve characters of a hash."""
    whole = clean(text, LABEL_LIMIT)
    if len(whole) <= 32:
        return whole
    return whole[:12] if " " not in whole else whole[:31] + "…"


def _text(kind: str, text: str, limit: int) -> list[Node]:
    return [{"k": kind, "t": run, "rtl": rtl} for run, rtl in split_direction(clean(text, limit)) if run]
