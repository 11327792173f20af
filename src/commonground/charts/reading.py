"""Read a study record for charts: names, shares and the parts of the common-ground solution.

A study is plain JSON. Whatever a chart needs may be missing (another method, an older record): readers give
``None`` or leave an entry out, never a stand-in value.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from commonground.case.names import with_article as with_article  # noqa: PLC0414  also for the brief
from commonground.charts.lettering import clean

NAME = 80  # characters of a name kept in alternative texts and captions; tables keep it whole
_SINGULAR = {"years": "year", "months": "month", "weeks": "week", "days": "day"}


def mapping(value: object) -> Mapping[str, Any]:
    """The value if it is a mapping, else an empty one."""
    return value if isinstance(value, Mapping) else {}


def sequence(value: object) -> Sequence[Any]:
    """The value if it is a list, else an empty one."""
    return value if isinstance(value, Sequence) and not isinstance(value, str) else ()


def finite(value: object) -> float | None:
    """The value if it is a finite number, else None."""
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        return None
    return float(value)


def common_ground(study: Mapping[str, Any], part: str) -> Mapping[str, Any]:
    """One part of the data of the common-ground solution, such as ``stakes``; empty if it is not there."""
    return mapping(solution_data(study).get(part))


def solution_data(study: Mapping[str, Any], method: str = "common-ground") -> Mapping[str, Any]:
    """Data of a method's solution; empty if it is not there."""
    return mapping(mapping(mapping(study.get("solutions")).get(method)).get("data"))


@dataclass(frozen=True)
class Measured:
    """A result over draws: mean, 5 %, median and 95 %, and the share of draws in which it exists."""

    mean: float | None
    low: float | None
    median: float | None
    high: float | None
    share: float

    @property
    def middle(self) -> float | None:
        """The mean, or the median where a mean does not exist."""
        return self.median if self.mean is None else self.mean


def measured(value: object) -> Measured:
    """A measure as a study keeps it; of nothing, a measure without values."""
    given = mapping(value)
    mean, low, median, high = (finite(given.get(key)) for key in ("mean", "low", "median", "high"))
    return Measured(mean, low, median, high, finite(given.get("share")) or 0.0)


def spread_text(measure: Measured, write: Callable[[object], str], middle: float | None = None) -> str:
    """A measure in words: "23 % (5–95 %: 0 to 60 %)", or only its middle where all draws agree."""
    chosen = measure.middle if middle is None else middle
    low, high = write(measure.low), write(measure.high)
    if measure.low is None or measure.high is None or low == high:
        return write(chosen)
    return f"{write(chosen)} (5–95 %: {low.removesuffix(' %')} to {high})"


def case_value(study: Mapping[str, Any], path: str) -> Mapping[str, Any]:
    """A value as the case states it, with low, mode and high; empty if the case states none there."""
    return mapping(mapping(study.get("values")).get(path))


def case_of(study: Mapping[str, Any]) -> Mapping[str, Any]:
    """The case as plain data."""
    return mapping(study.get("case"))


def party_name(study: Mapping[str, Any], party: str) -> str:
    """Name of a party, its id if it has none."""
    return _name(mapping(case_of(study).get("parties")).get(party), party)


def issue_name(study: Mapping[str, Any], issue: str) -> str:
    """Name of an issue, its id if it has none."""
    return _name(mapping(case_of(study).get("issues")).get(issue), issue)


def issue_unit(study: Mapping[str, Any], issue: str) -> str:
    """Unit of a scale issue, or an empty text."""
    return clean(mapping(mapping(case_of(study).get("issues")).get(issue)).get("unit") or "")


def level_name(study: Mapping[str, Any], issue: str, level: object) -> str:
    """A level as text: a number of a scale issue, or the name of an option."""
    if finite(level) is not None:
        return number(level)
    options = mapping(mapping(mapping(case_of(study).get("issues")).get(issue)).get("options"))
    option = options.get(str(level))
    return clean(option) if isinstance(option, str) else _name(option, str(level))


def signatories(study: Mapping[str, Any]) -> tuple[str, ...]:
    """Ids of the parties who must accept, in the order of the case."""
    parties = mapping(case_of(study).get("parties"))
    return tuple(party for party, about in parties.items() if mapping(about).get("role") == "signatory")


def short(text: str, longest: int = NAME) -> str:
    """A name short enough for a sentence."""
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def number(value: object) -> str:
    """A quantity as an analyst writes it: four significant digits, no exponent in common sizes."""
    amount = finite(value)
    if amount is None:
        return "–"
    if abs(amount) >= 10_000:
        return f"{amount:,.0f}" if abs(amount) < 1e12 else f"{amount:.3g}"
    text = f"{amount:.4g}" if abs(amount) >= 1e-3 or amount == 0 else f"{amount:.2g}"
    return text.replace("-", "−")


def rounded(value: object) -> str:
    """A computed quantity as a reader needs it: two decimals, or two significant digits below a tenth."""
    amount = finite(value)
    return (
        number(amount)
        if amount is None
        else number(float(f"{amount:.2g}") if abs(amount) < 0.1 else round(amount, 2))
    )


def with_unit(text: str, unit: str) -> str:
    """A quantity and its unit: "3.67 % U-235", "1 year", "5 years"; a calendar year needs none."""
    if unit.lower() in ("", "year"):
        return text
    first, space, rest = unit.partition(" ")
    if text in ("1", "−1"):
        first = _SINGULAR.get(first, first)
    return f"{text} {first}{space}{rest}"


def numbers(values: Sequence[object]) -> list[str]:
    """Quantities that belong together, such as the ends of a range, to the same decimals: "17" and "25".

    The step of the last digit is a fiftieth to a fifth of their spread, and a whole one below a thousand.
    """
    amounts = [finite(value) for value in values]
    known = [amount for amount in amounts if amount is not None]
    spread = max(known) - min(known) if known else 0.0
    if spread <= 0:
        return [number(amount) for amount in amounts]
    digits = 1 - math.floor(math.log10(2 * spread))
    if max(map(abs, known)) < 1000:
        digits = max(digits, 0)
    rounded = [None if amount is None else round(amount, digits) for amount in amounts]
    while digits > 0 and all(amount is None or amount == round(amount, digits - 1) for amount in rounded):
        digits -= 1
    return [
        number(amount) if not amount or digits <= 0 or abs(amount) < 1e-3
        else f"{amount:.{digits}f}".replace("-", "−")
        for amount in rounded
    ]  # fmt: skip


def percent(share: object, digits: int = 0) -> str:
    """A share of one as per cent; never 0 or 100 per cent unless it is exactly that."""
    amount = finite(share)
    if amount is None:
        return "–"
    least = 10.0**-digits
    if 0 < amount * 100 < least:
        return f"<{least:g} %"
    if 100 - least < amount * 100 < 100:
        return f">{100 - least:g} %"
    return f"{amount * 100:.{digits}f} %"


def hundredfold(share: object) -> float | None:
    """A share of one as a table's per cent, to one decimal."""
    amount = finite(share)
    return None if amount is None else round(amount * 100, 1)


def _name(entry: object, fallback: str) -> str:
    return clean(mapping(entry).get("name") or fallback)
