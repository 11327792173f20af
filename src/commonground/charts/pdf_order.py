"""Write the objects of a PDF in one order, so that the same drawing gives the same bytes.

The PDF writer behind vl-convert keeps fonts in a hash table and numbers and lists them in a new order in each run.
Here objects are numbered as they are met on the way from the document's root; their content is not touched.
"""

from __future__ import annotations

import re

_REFERENCE = re.compile(rb"\b(\d+) 0 R\b")
_RESOURCES = re.compile(rb"(?:[ \t]*/[A-Za-z]+\d+ \d+ 0 R\n){2,}")
_START = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*$")


def settled(pdf: bytes) -> bytes:
    """The same document with its objects in the order in which its root reaches them.

    Parameters
    ----------
    pdf : a document with one classic cross-reference table and no object streams, as svg2pdf writes it

    Raises
    ------
    ValueError : the document has another form.
    """
    start = _START.search(pdf)
    if start is None or not pdf.startswith(b"xref", int(start[1])):
        raise ValueError("expected a PDF with a classic cross-reference table")
    table = int(start[1])
    trailer = pdf[pdf.index(b"trailer", table) : start.start()]
    objects = _objects(pdf, table)
    numbers: dict[int, int] = {}
    waiting = _references(trailer)[::-1]
    while waiting:
        number = waiting.pop()
        if number not in numbers:
            numbers[number] = len(numbers) + 1
            waiting += _references(objects[number][0])[::-1]

    def renamed(match: re.Match[bytes]) -> bytes:
        return b"%d 0 R" % numbers[int(match[1])]

    out = bytearray(pdf[: pdf.index(b" 0 obj")].rpartition(b"\n")[0] + b"\n")
    places = []
    for old, new in numbers.items():
        words, stream = objects[old]
        places.append(len(out))
        out += b"%d 0 obj\n" % new + _REFERENCE.sub(renamed, words) + stream
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f\r\n" % (len(places) + 1)
    out += b"".join(b"%010d 00000 n\r\n" % place for place in places)
    trailer = re.sub(rb"/Size \d+", b"/Size %d" % (len(places) + 1), trailer)
    return bytes(out + _REFERENCE.sub(renamed, trailer) + b"startxref\n%d\n%%%%EOF" % table)


def _objects(pdf: bytes, table: int) -> dict[int, tuple[bytes, bytes]]:
    """Each object's words and, apart from them, its stream, whose bytes must not be read as words."""
    entries = re.findall(rb"(\d{10}) \d{5} ([nf])", pdf[table : pdf.index(b"trailer", table)])
    places = sorted((int(place), number) for number, (place, kind) in enumerate(entries) if kind == b"n")
    found = {}
    for (place, number), (end, _) in zip(places, [*places[1:], (table, 0)]):
        body = pdf[place:end].removeprefix(b"%d 0 obj\n" % number)
        words, keyword, stream = body.partition(b"\nstream\n")
        # A list of fonts is sorted by name: the order in which the hash table held them means nothing.
        words = _RESOURCES.sub(lambda match: b"".join(sorted(match.group().splitlines(keepends=True))), words)
        found[number] = (words, keyword + stream)
    return found


def _references(words: bytes) -> list[int]:
    return [int(number) for number in _REFERENCE.findall(words)]
