"""How the tests read what the renderers wrote."""

from __future__ import annotations

import io
import re
from html.parser import HTMLParser

import pypdf


class Page(HTMLParser):
    """What the tests ask of a page: tags in order, ids, links, text."""

    VOID = frozenset({"meta", "wbr", "br"})

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.open: list[str] = []
        self.words: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if not {"style", "title"} & set(self.open):
            self.words.append(data)

    @property
    def ids(self) -> list[str]:
        return [attrs["id"] for _, attrs in self.tags if "id" in attrs]

    @property
    def hrefs(self) -> list[str]:
        return [attrs["href"] for _, attrs in self.tags if "href" in attrs]

    @property
    def text(self) -> str:
        return re.sub(r"\s+", " ", "".join(self.words))


def pdf_text(pdf: bytes, pages: int | None = None) -> str:
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in reader.pages[:pages]))


def written_out(path: str) -> tuple[str, ...]:
    """The paths that one with names in braces stands for."""
    head, brace, rest = path.partition("{")
    names, _, tail = rest.partition("}")
    return tuple(f"{head}{name}{tail}" for name in names.split(",")) if brace else (path,)
