"""When something happened: explicit dates, days of the week before the publication date, bare years."""

from __future__ import annotations

from datetime import date, timedelta

from commonground.evidence.coder.parsed import Parsed

_DAYS = {
    name: number
    for number, name in enumerate("monday tuesday wednesday thursday friday saturday sunday".split())
}
_MONTHS = {
    name[:3]: number
    for number, name in enumerate(
        "january february march april may june july august september october november december".split(), 1
    )
}
_NEAR = 18  # words on either side of the deed that may date it


def dated(sentence: Parsed, head: int, published: date | None) -> tuple[date | None, bool]:
    """Day of the deed at word `head`, and whether it lies before the time that the text is about.

    A bare year gives its first day. Without any date it is the publication date.
    """
    low, tags = sentence.low, sentence.tags
    first, last = max(0, head - _NEAR), min(len(low), head + _NEAR)
    for place in range(first, last):
        word = low[place]
        if word in _DAYS and published is not None:
            back = (published.weekday() - _DAYS[word]) % 7
            if (
                place
                and low[place - 1] in {"next", "this", "on"}
                and place > 1
                and low[place - 2] == "coming"
            ):
                back -= 7
            back += 7 if place and low[place - 1] == "last" and back == 0 else 0
            return published - timedelta(days=back), False
        if word == "yesterday" and published is not None:
            return published - timedelta(days=1), False
        if (
            word[:3] in _MONTHS
            and sentence.words[place][0].isupper()
            and (word[:3] != "may" or tags[place] == "NNP")
        ):
            found = _month_day(low, place, published)
            if found is not None:
                return found, published is not None and found < published - timedelta(days=200)
    for place in range(max(0, head - 6), min(len(low), head + 8)):
        word = low[place]
        if len(word) == 4 and word.isdigit() and 1900 <= int(word) <= 2100 and tags[place] == "CD":
            year = int(word)
            if published is None or year < published.year:
                return date(year, 1, 1), True
    past = (head > 0 and "had" in low[max(0, head - 3) : head]) or ("ago" in low[head : head + 12])
    return published, past


def _month_day(low: list[str], place: int, published: date | None) -> date | None:
    if len(low[place]) > 3 and low[place].rstrip(".") not in _FULL:
        return None
    month = _MONTHS[low[place][:3]]
    day, year = 0, published.year if published else 0
    for near in (place + 1, place - 1):
        if 0 <= near < len(low):
            digits = low[near].rstrip("stndrh")
            if digits.isdigit() and 1 <= int(digits) <= 31:
                day = int(digits)
                break
    for near in range(place + 1, min(len(low), place + 4)):
        if len(low[near]) == 4 and low[near].isdigit() and 1900 <= int(low[near]) <= 2100:
            year = int(low[near])
    if not day or not year:
        return None
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    if published is not None and found > published + timedelta(days=120):
        return found.replace(year=year - 1) if (month, day) != (2, 29) else None
    return found


_FULL = frozenset(
    "january february march april june july august september october november december sept jan feb mar apr jun jul "
    "aug sep oct nov dec may".split()
)
