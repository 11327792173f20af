"""Numbers in other notations: decimal commas, separators of thousands, per cent, plus or minus.

What was meant is worked out before anything is advised, because advice such as "Write 0 only" for "0,2"
leads to a case that is valid and wrong. Where two readings are possible, both are named.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from commonground.quantity.belief import number_text
from commonground.quantity.bounds import Bounds

NO_COMMA = "a comma is not a decimal point here"
NO_SEPARATOR = "a number is written without separators here"
TWO_MEANINGS = "a comma may mark decimals or thousands"
NO_INTERVAL = "not an interval in the form A to B"
_PLAIN_NUMBERS = "Write numbers with a point and without separators, for example 0.2, or 0.1 to 0.2."

_SPACE = r"[ \u00a0\u2009\u202f]"
_NUMBER = rf"[+-]?(?:\d+(?:(?:[.,'’_]|{_SPACE}(?=\d{{3}}(?!\d)))\d+)*\.?|\.\d+)(?:[eE][+-]?\d+)?"
_LINK = r"±|\+\s*/?\s*[-–−]|-|–|—|\.\.+|…|to|bis|through|until|and|[,;:]"
_ABOUT = r"(?:~|≈|about|around|circa|ca\.?)?"
_WRITTEN = re.compile(
    rf"\s*{_ABOUT}\s*({_NUMBER})\s*%?\s*(?:({_LINK})\s*({_NUMBER})\s*%?\s*)?(\D*)", re.ASCII | re.IGNORECASE
)
_THOUSANDS = re.compile(rf"\d{{1,3}}(?:([.,'’_]|{_SPACE})\d{{3}})(?:\1\d{{3}})*", re.ASCII)


_LONGEST = 200  # a longer text is no number, and matching would take time that grows with its square


@dataclass(frozen=True)
class _Number:
    """A number as written: its possible readings, each in the notation of a case file."""

    readings: tuple[str, ...]
    message: str = ""


def plain_forms(raw: str) -> tuple[str, tuple[str, ...], str]:
    """What is wrong with a text whose numbers have commas or separators, its readings, words after it.

    The message is empty where the numbers are written as a case file has them; there are no readings where
    it is unclear what is meant, and two where two are possible.
    """
    match = _match(raw)
    if match is None or _is_spread(match[2]):
        return (NO_COMMA if re.search(r"\d,\d", raw[:_LONGEST]) else ""), (), ""
    numbers = [_read(text) for text in (match[1], match[3]) if text]
    message = next((number.message for number in numbers if number.message), "")
    if not all(number.readings for number in numbers):
        return message or NO_COMMA, (), ""
    readings = [
        " to ".join(number.readings[min(choice, len(number.readings) - 1)] for number in numbers)
        for choice in (0, 1)
        if choice == 0 or len(numbers) == 1 or message == TWO_MEANINGS
    ]
    return message, tuple(dict.fromkeys(readings)), match[4].strip()


def slip(raw: str, bounds: Bounds) -> tuple[str, str] | None:
    """What is wrong with a value in another notation, and what to write; None if it is something else."""
    match = _match(raw)
    if "%" in raw and bounds.per_cent != "share":
        return "a per cent sign is not part of a value", bounds.fix()
    scale = 0.01 if "%" in raw and bounds.is_share else 1.0
    if match and _is_spread(match[2]):
        return NO_INTERVAL, _spread(_read(match[1]), _read(match[3]), scale, bounds)
    message, readings, rest = plain_forms(raw)
    if "%" in raw:
        return "a per cent sign is not part of a value", _per_cent(readings, scale, bounds)
    if not message:
        return None
    if not readings:
        return message, _PLAIN_NUMBERS
    only = (" only" + (f"; the unit is {bounds.unit}" if bounds.unit else "")) if rest else ""
    return message, f"Write {either(readings)}{only}."


def either(readings: tuple[str, ...]) -> str:
    """One reading, or the choice between two."""
    return " or ".join(readings) + (", whichever is meant" if len(readings) > 1 else "")


def _match(raw: str) -> re.Match[str] | None:
    return _WRITTEN.fullmatch(raw) if len(raw) <= _LONGEST else None


def _is_spread(link: str | None) -> bool:
    return link is not None and link[0] in "±+"


def _read(text: str) -> _Number:
    """The readings of one number; none if its separators make no sense."""
    sign = text[0] if text[0] in "+-" else ""
    body, exponent = re.fullmatch(r"([^eE]*)(.*)", text.removeprefix(sign)).groups()  # type: ignore[union-attr]
    body = re.sub(_SPACE, " ", body)
    marks = [mark for mark in body if not mark.isdigit()]
    if marks in ([], ["."]):
        return _Number((text,))
    last, first = marks[-1], marks[0]
    head, _, tail = body.rpartition(last)
    digits = re.sub(r"\D", "", body)
    if last in ".," and first != last:
        # Two kinds of marks: the last is the decimal one, and the others must part thousands.
        whole = re.sub(r"\D", "", head)
        sound = _THOUSANDS.fullmatch(head) is not None
        return _Number(_signed((f"{whole}.{tail}",), sign, exponent) if sound else (), NO_SEPARATOR)
    grouped = _THOUSANDS.fullmatch(body) is not None and not body.startswith("0")
    if last == "," and len(marks) == 1:
        decimal = f"{head}.{tail}"
        if grouped:
            return _Number(_signed((digits, decimal), sign, exponent), TWO_MEANINGS)
        return _Number(_signed((decimal,), sign, exponent), NO_COMMA)
    if not grouped:
        return _Number((), NO_COMMA if last == "," else NO_SEPARATOR)
    read = (digits, f"{head} to {tail}") if _may_be_two(head, tail, last, sign, exponent) else (digits,)
    return _Number(_signed(read, sign, exponent), NO_SEPARATOR)


def _may_be_two(head: str, tail: str, mark: str, sign: str, exponent: str) -> bool:
    """Whether digits parted by a space may be two numbers, lowest first."""
    two = mark == " " and head.isdigit() and not (sign or exponent or tail.startswith("0"))
    return two and int(head) < int(tail)


def _signed(readings: tuple[str, ...], sign: str, exponent: str) -> tuple[str, ...]:
    return tuple(f"{sign.replace('+', '')}{reading}{exponent}" for reading in readings)


def _per_cent(readings: tuple[str, ...], scale: float, bounds: Bounds) -> str:
    if len(readings) != 1:
        return f"Write a share from {bounds.words()}." if bounds.is_share else "Write the number without it."
    numbers = [float(text) * scale for text in readings[0].split(" to ")]
    if not all(bounds.holds(float(number_text(number))) for number in numbers):
        return bounds.fix()
    return f"Write {' to '.join(number_text(number) for number in numbers)}."


def _spread(centre: _Number, width: _Number, scale: float, bounds: Bounds) -> str:
    if len(centre.readings) != 1 or len(width.readings) != 1:
        return _PLAIN_NUMBERS
    middle, half = float(centre.readings[0]) * scale, abs(float(width.readings[0])) * scale
    if half == 0:
        return f"Write {number_text(middle)}."
    normal = f"{{normal: [{number_text(middle)}, {number_text(half)}]}}"
    ends = [float(number_text(end)) for end in (middle - half, middle + half)]
    if not all(bounds.holds(end) for end in ends):
        return f"Write {normal}, which is cut to the range."
    return f"Write {number_text(ends[0])} to {number_text(ends[1])}, or {normal}."
