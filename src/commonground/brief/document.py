"""The brief as a document that no renderer owns: sections of blocks, blocks of parts.

Text is always plain text here, never markup; each renderer escapes it in its own way. Every printed number
is a :class:`Number` with the path of the study it was read from, every case value a :class:`ValueRef`, and
every claim taken from evidence carries a :class:`Cite`: from any sentence a reader gets to its source.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol, TypeAlias

# parts


@dataclass(frozen=True, slots=True)
class Number:
    """A printed number and the study path it was read from; links to its row in the annex."""

    text: str
    path: str


@dataclass(frozen=True, slots=True)
class Cite:
    """A reference to one evidence item; shown as the item's number in the list of sources."""

    evidence_id: str


@dataclass(frozen=True, slots=True)
class ValueRef:
    """A printed case value and its case path; links to its row among the case values."""

    text: str
    path: str


@dataclass(frozen=True, slots=True)
class Strong:
    """Text with weight, for the few words a reader must not miss."""

    text: str


@dataclass(frozen=True, slots=True)
class Em:
    """Text with stress."""

    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """An outside address; printed as text unless it is plain http or https."""

    text: str
    url: str


Part: TypeAlias = str | Number | Cite | ValueRef | Strong | Em | Link
Parts: TypeAlias = tuple[Part, ...]


# blocks


class FigureLike(Protocol):
    """What a renderer asks of a chart: picture, alt text and data table travel together."""

    @property
    def id(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def alt(self) -> str: ...
    @property
    def caption(self) -> str: ...
    @property
    def columns(self) -> tuple[str, ...]: ...
    @property
    def rows(self) -> tuple[tuple[object, ...], ...]: ...
    def svg(self) -> str: ...
    def png(self, scale: float = 2.0) -> bytes: ...
    def pdf(self) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of parts."""

    parts: Parts


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside a section (one level below the section's title)."""

    text: str


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list of short statements; ``ordered`` numbers them."""

    items: tuple[Parts, ...]
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table of parts.

    Parameters
    ----------
    columns : one heading per column
    rows    : one tuple of cells per row; a cell is a tuple of parts
    caption : one line above the table, may be empty
    align   : per column "left", "right" or "center"; empty means left
    widths  : relative column widths, any scale; empty lets the renderer judge by the longest text
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Parts, ...], ...]
    caption: str = ""
    align: tuple[str, ...] = ()
    widths: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class FigureBlock:
    """A chart with its alt text, caption and data table."""

    figure: FigureLike


@dataclass(frozen=True, slots=True)
class Callout:
    """A boxed remark, for a limit or a warning the reader must see."""

    parts: Parts
    title: str = ""


@dataclass(frozen=True, slots=True)
class Headline:
    """A key judgement: its number set large, then the sentence(s).

    ``parts`` holds the whole judgement and must be readable without the large number, which repeats it.
    ``more`` holds a second, quieter line: confidence goes there, never in the sentence of the likelihood.
    """

    number: Number
    parts: Parts
    more: Parts = ()


@dataclass(frozen=True, slots=True)
class SourceList:
    """Place of the numbered list of evidence; appended as an annex if no section holds it."""


@dataclass(frozen=True, slots=True)
class ValueList:
    """Place of the table of case values and reasons; appended as an annex if no section holds it."""


@dataclass(frozen=True, slots=True)
class NumberList:
    """Place of the table of printed numbers and paths; appended as an annex if no section holds it."""


Block: TypeAlias = (
    Paragraph
    | Heading
    | Bullets
    | Table
    | FigureBlock
    | Callout
    | Headline
    | SourceList
    | ValueList
    | NumberList
)


# the document


@dataclass(frozen=True, slots=True)
class Section:
    """A titled part of the brief. ``annex`` sections follow the main text on a page of their own."""

    id: str
    title: str
    blocks: tuple[Block, ...]
    annex: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """One evidence item as shown in the list of sources; any field may be foreign text."""

    id: str
    title: str
    text: str = ""
    date: str = ""
    kind: str = ""
    publisher: str = ""
    url: str = ""
    reliability: str = ""


@dataclass(frozen=True, slots=True)
class ValueRow:
    """One case value as shown in the annex: path, value as written, reason, evidence ids."""

    path: str
    text: str
    because: str = ""
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NumberRow:
    """One quantity as shown in the annex: its exact value, and in words what it is and rests on.

    Parameters
    ----------
    path   : the study path; several are written as one, ``outcome.agreement.{p,se}``
    value  : the exact value; several stand in the order of the paths
    about  : what it is, in words
    paths  : each path on its own; empty if there is but one
    """

    path: str
    value: str = ""
    about: str = ""
    rests_on: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()

    @property
    def places(self) -> tuple[str, ...]:
        """The paths whose numbers lead to this row."""
        return self.paths or (self.path,)


@dataclass(frozen=True, slots=True)
class Brief:
    """A whole brief, ready for any renderer.

    Parameters
    ----------
    title, subtitle : title block
    meta     : rows of the title block, (label, parts)
    sections : main text and annexes, in order; annexes are moved behind the main text
    footer   : (label, text) pairs: case hash, version, seed, command; whole at the end, short in the PDF's
               running footer
    sources  : evidence items that a Cite may point to, in the order they are numbered
    values   : case values that a ValueRef may point to
    numbers  : exact value and meaning of quantities; a path printed but not listed gets a row all the same
    as_of    : date of the brief; the PDF's fixed creation date
    lang     : language tag of the text
    """

    title: str
    sections: tuple[Section, ...]
    as_of: date
    subtitle: str = ""
    meta: tuple[tuple[str, Parts], ...] = ()
    footer: tuple[tuple[str, str], ...] = ()
    sources: tuple[Source, ...] = ()
    values: tuple[ValueRow, ...] = ()
    numbers: tuple[NumberRow, ...] = ()
    lang: str = field(default="en")


# walking through


def block_parts(block: Block) -> Iterator[Part]:
    """Every part of a block, in reading order."""
    match block:
        case Paragraph(parts) | Callout(parts):
            yield from parts
        case Headline(number, parts, more):
            yield number
            yield from parts
            yield from more
        case Bullets(items):
            for item in items:
                yield from item
        case Table(rows=rows):
            for row in rows:
                for cell in row:
                    yield from cell
        case _:
            return


def iter_parts(brief: Brief) -> Iterator[Part]:
    """Every part of the brief, in reading order: title block, main sections, annexes."""
    for _label, parts in brief.meta:
        yield from parts
    for section in sorted(brief.sections, key=lambda section: section.annex):
        for block in section.blocks:
            yield from block_parts(block)


def iter_numbers(brief: Brief) -> Iterator[Number]:
    """Every printed number, in reading order."""
    return (part for part in iter_parts(brief) if isinstance(part, Number))


def iter_cites(brief: Brief) -> Iterator[Cite]:
    """Every reference to evidence, in reading order."""
    return (part for part in iter_parts(brief) if isinstance(part, Cite))


def iter_value_refs(brief: Brief) -> Iterator[ValueRef]:
    """Every printed case value, in reading order."""
    return (part for part in iter_parts(brief) if isinstance(part, ValueRef))


def iter_figures(brief: Brief) -> Iterator[FigureLike]:
    """Every chart, in reading order."""
    for section in ordered_sections(brief):
        for block in section.blocks:
            if isinstance(block, FigureBlock):
                yield block.figure


def number_rows(brief: Brief) -> tuple[NumberRow, ...]:
    """Rows of 'Where the numbers come from': each printed quantity once, in reading order."""
    known = {path: row for row in brief.numbers for path in row.places}
    rows = [known.get(path) or NumberRow(path, value=text) for path, text in printed_numbers(brief).items()]
    return tuple({row.path: row for row in rows}.values())


def printed_numbers(brief: Brief) -> dict[str, str]:
    """Each printed path with its text at its first use, in reading order."""
    printed: dict[str, str] = {}
    for number in iter_numbers(brief):
        printed.setdefault(number.path, number.text)
    return printed


def ordered_sections(brief: Brief) -> tuple[Section, ...]:
    """Return main sections, then annexes, with the closing lists appended if no section holds them."""
    present = {type(block) for section in brief.sections for block in section.blocks}
    closing: list[Section] = []
    if SourceList not in present and brief.sources:
        closing.append(Section("sources", "Sources", (SourceList(),), annex=True))
    if ValueList not in present and brief.values:
        closing.append(Section("case-values", "What the case assumes", (ValueList(),), annex=True))
    if NumberList not in present and any(True for _ in iter_numbers(brief)):
        closing.append(Section("numbers", "Where the numbers come from", (NumberList(),), annex=True))
    return (*sorted(brief.sections, key=lambda section: section.annex), *closing)
