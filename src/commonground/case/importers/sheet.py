"""The cells of an Excel workbook's first sheet, and a workbook from rows: what positions need, without a library.

An .xlsx file is a zip archive of XML parts. Read are text (shared or in the cell) and numbers; formulas count by
their stored value. Limits: no dates, no styles; archives that unpack to over 50 MB are refused.
"""

from __future__ import annotations

import io
import os
import re
import zipfile
from collections.abc import Sequence
from pathlib import Path
from xml.parsers import expat
from xml.sax.saxutils import escape

from commonground.errors import CaseError

_MOST = 50_000_000
_MOST_CELLS = 1_000_000
_PLACE = re.compile(r"([A-Z]{1,3})(\d{1,7})", re.ASCII)
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_STAMP = (1980, 1, 1, 0, 0, 0)  # the same rows give the same bytes


def read_sheet(source: bytes, filename: str) -> list[list[str]]:
    """Rows of the first sheet as text, all as wide as the first one or wider.

    Raises
    ------
    CaseError : not a workbook, or too large
    """
    try:
        with zipfile.ZipFile(io.BytesIO(source)) as archive:
            names = archive.namelist()
            if sum(part.file_size for part in archive.infolist()) > _MOST:
                raise CaseError.single(
                    "a workbook that unpacks to over 50 MB", "Give a smaller one.", where=filename
                )
            sheets = sorted(
                (name for name in names if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", name)),
                key=lambda name: int(re.sub(r"\D", "", name)),
            )
            if not sheets:
                raise CaseError.single("a workbook without a sheet", "Save it as .xlsx.", where=filename)
            shared = (
                _texts(archive.read("xl/sharedStrings.xml"), filename)
                if "xl/sharedStrings.xml" in names
                else []
            )
            return _cells(archive.read(sheets[0]), shared, filename)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        raise CaseError.single(
            "not an Excel workbook", "Save it as .xlsx, or as CSV.", where=filename
        ) from error


class _Reader:
    """Text inside elements of one name, gathered by the element that holds it."""

    def __init__(self, filename: str) -> None:
        self.filename = filename
        self.parser = expat.ParserCreate()
        self.parser.StartDoctypeDeclHandler = self._refuse
        self.parser.buffer_text = True

    def _refuse(self, *_: object) -> None:
        raise CaseError.single("a document type in a workbook", "Save it anew as .xlsx.", where=self.filename)

    def read(self, source: bytes) -> None:
        try:
            self.parser.Parse(source, True)
        except expat.ExpatError as error:
            raise CaseError.single(
                "a broken workbook", "Save it anew as .xlsx.", where=self.filename
            ) from error


def _texts(source: bytes, filename: str) -> list[str]:
    found: list[str] = []
    inside = False

    def start(tag: str, _: dict[str, str]) -> None:
        nonlocal inside
        if tag == "si":
            found.append("")
        inside = tag == "t"

    def text(data: str) -> None:
        if inside and found:
            found[-1] += data

    def end(_: str) -> None:
        nonlocal inside
        inside = False

    reader = _Reader(filename)
    reader.parser.StartElementHandler = start
    reader.parser.CharacterDataHandler = text
    reader.parser.EndElementHandler = end
    reader.read(source)
    return found


def _cells(source: bytes, shared: list[str], filename: str) -> list[list[str]]:
    rows: dict[int, dict[int, str]] = {}
    at, kind, value, inside, count = (0, 0), "", "", False, 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal at, kind, value, inside, count
        if tag == "c":
            count += 1
            if count > _MOST_CELLS:
                raise CaseError.single("over a million cells", "Give a smaller table.", where=filename)
            match = _PLACE.fullmatch(attributes.get("r", ""))
            at = (int(match[2]), _column(match[1])) if match else (at[0], at[1] + 1)
            kind, value = attributes.get("t", "n"), ""
        elif tag == "row":
            at = (int(attributes.get("r", at[0] + 1)), -1)
        inside = tag in ("v", "t")

    def text(data: str) -> None:
        nonlocal value
        if inside:
            value += data

    def end(tag: str) -> None:
        nonlocal inside
        inside = False
        if tag == "c" and value:
            told = (
                shared[int(value)] if kind == "s" and value.isdigit() and int(value) < len(shared) else value
            )
            rows.setdefault(at[0], {})[at[1]] = told.strip()

    reader = _Reader(filename)
    reader.parser.StartElementHandler = start
    reader.parser.CharacterDataHandler = text
    reader.parser.EndElementHandler = end
    reader.read(source)
    last = max(rows, default=0)
    width = max(rows.get(1, {0: ""}), default=0) + 1
    return [
        [
            rows.get(row, {}).get(column, "")
            for column in range(max(width, max(rows.get(row, {}), default=0) + 1))
        ]
        for row in range(1, last + 1)
    ]


def _column(letters: str) -> int:
    place = 0
    for letter in letters:
        place = 26 * place + ord(letter) - 64
    return place - 1


def _letters(column: int) -> str:
    told = ""
    while column >= 0:
        told = chr(65 + column % 26) + told
        column = column // 26 - 1
    return told


def write_sheet(path: str | os.PathLike[str], rows: Sequence[Sequence[str | float]]) -> None:
    """Write a workbook with one sheet of texts and numbers; empty texts are empty cells."""
    lines = []
    for number, row in enumerate(rows, start=1):
        cells = []
        for column, value in enumerate(row):
            place = f"{_letters(column)}{number}"
            if isinstance(value, str):
                if value:
                    cells.append(
                        f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'
                    )
            else:
                cells.append(f'<c r="{place}"><v>{value!r}</v></c>')
        lines.append(f'<row r="{number}">{"".join(cells)}</row>')
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_KIND}.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_RELATION}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATION}"><sheets>'
        '<sheet name="positions" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_RELATION}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_MAIN}"><sheetData>{"".join(lines)}</sheetData></worksheet>',
    }
    with zipfile.ZipFile(Path(path), "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in parts.items():
            archive.writestr(zipfile.ZipInfo(name, _STAMP), _HEAD + body)
