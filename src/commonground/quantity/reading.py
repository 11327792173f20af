"""`parse_quantity`: from what a case file says to a `Quantity`, or a fault with its fix."""

from __future__ import annotations

import math
import re
from collections.abc import Callable

from commonground.errors import did_you_mean, shown
from commonground.quantity.belief import Kind, Quantity, number_text
from commonground.quantity.bounds import Bounds, PerCent
from commonground.quantity.slips import NO_INTERVAL, slip

LARGEST = 1e15  # beyond this a number is a slip of the pen, and products of it overflow
_EXAMPLE = 'Write a number such as 3.67 or an interval such as "3 to 9".'
_ANYWHERE = Bounds(-math.inf, math.inf, "", strict=False, range_name="the range")
SMALLEST_MASS = 1e-6  # a normal with less of its mass in the domain contradicts the domain

_NUMBER = r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?"
_PLAIN = re.compile(rf"\s*({_NUMBER})\s*", re.ASCII)
_INTERVAL = re.compile(rf"\s*({_NUMBER})\s+to\s+({_NUMBER})\s*", re.ASCII)
_LOOKS_LIKE_INTERVAL = re.compile(
    rf"\s*({_NUMBER})\s*%?\s*(?:-|–|—|\.\.+|…|to|bis|through|until|and|,|;|:)\s*({_NUMBER})\s*%?\s*",
    re.ASCII | re.IGNORECASE,
)
_LEADING = re.compile(rf"\s*({_NUMBER}(?:\s+to\s+{_NUMBER})?)", re.ASCII)


class QuantityError(ValueError):
    """A value that cannot be read: `message` (what is wrong), `got`, `fix`."""

    def __init__(self, message: str, got: str = "", fix: str = "") -> None:
        super().__init__(f"{message} (got {got}). {fix}" if got else f"{message}. {fix}")
        self.message = message
        self.got = got
        self.fix = fix


def parse_quantity(
    raw: object,
    lo: float = -math.inf,
    hi: float = math.inf,
    unit: str = "",
    *,
    strict: bool = False,
    range_name: str = "the range",
    per_cent: PerCent = "share",
) -> Quantity:
    """Read a value as a case file writes it.

    Parameters
    ----------
    raw        : number, text "A to B" (90 % interval), or a mapping of one kind to its numbers
    lo, hi     : domain, both ends included
    unit       : unit of the number, for showing and for messages
    strict     : exclude the lower end itself from plain numbers and choices
    range_name : what the domain is called in messages, e.g. "the issue's range"
    per_cent   : what a per cent most likely means here, for advice: a share, a rate to be taken off 1, or nothing

    Raises
    ------
    QuantityError : not a number or known form, not finite, outside the domain, an interval in the
        wrong order or without width, a spread that is not positive, weights that do not sum to 1,
        or a normal with less than a millionth of its mass inside the domain
    """
    domain = Bounds(lo, hi, unit, strict, range_name, per_cent)
    got = shown(raw)
    if isinstance(raw, dict):
        kind, params = _mapping(raw, domain)
    elif isinstance(raw, str):
        kind, params = _text(raw, domain)
    elif isinstance(raw, list | tuple):
        fix = "Write an interval as text, 3 to 9, or name its kind, {uniform: [3, 9]}."
        raise QuantityError("a list is not a value", got, fix)
    else:
        kind, params = "exact", (_inside(raw, domain),)
    quantity = Quantity(kind, params, float(lo), float(hi), unit, raw if isinstance(raw, str) else got)
    if quantity.cut > 1 - SMALLEST_MASS:
        message = f"practically none of this {kind} lies in {domain.range_name} {domain.words()}"
        raise QuantityError(message, got, "Move its centre into the range or widen its spread.")
    return quantity


def _number(raw: object) -> float:
    """A finite number of sane size from a number or from the text of one."""
    if isinstance(raw, str) and (match := _PLAIN.fullmatch(raw)):
        raw = float(match[1])
    if isinstance(raw, str) and (told := slip(raw, _ANYWHERE)):
        raise QuantityError(told[0], shown(raw), told[1])
    if raw is None:
        raise QuantityError("no value is given", "", _EXAMPLE)
    if isinstance(raw, bool) or not isinstance(raw, int | float):
        raise QuantityError("not a number", shown(raw), _EXAMPLE)
    if raw != raw:
        raise QuantityError("not a number", ".nan", "Leave the key out if the value is not known.")
    if abs(raw) > LARGEST:
        finite = isinstance(raw, int) or math.isfinite(raw)
        message = f"larger than {LARGEST:.0e}" if finite else "not a finite number"
        raise QuantityError(message, shown(raw), "Use a finite number in a larger unit.")
    return float(raw) + 0.0  # + 0.0 turns -0.0 into 0.0, so that equal values have equal text


def _inside(raw: object, domain: Bounds, edge: bool = False) -> float:
    """A number within the domain; an `edge` of a spread-out belief may sit on a strict bound."""
    number = _number(raw)
    if not (domain.holds(number) or (edge and number == domain.lo)):
        raise QuantityError(domain.breach(), number_text(number), domain.fix(number))
    return number


def _span(first: str, second: str, domain: Bounds) -> tuple[float, float]:
    """Both ends of an interval within the domain; the fix for one outside speaks of both."""
    ends = _number(first), _number(second)
    for end in ends:
        if not domain.holds(end) and end != domain.lo:
            raise QuantityError(domain.breach(), number_text(end), domain.fix(*ends))
    return ends


def _text(raw: str, domain: Bounds) -> tuple[Kind, tuple[float, ...]]:
    if _PLAIN.fullmatch(raw):
        return "exact", (_inside(raw, domain),)
    if match := _INTERVAL.fullmatch(raw):
        low, high = _span(match[1], match[2], domain)
        _ascending(low, high, shown(raw), "{0} to {1}")
        return "interval", (low, high)
    got = shown(raw)
    if told := slip(raw, domain):
        raise QuantityError(told[0], got, told[1])
    if match := _LOOKS_LIKE_INTERVAL.fullmatch(raw):
        raise QuantityError(NO_INTERVAL, got, f"Write {match[1]} to {match[2]}.")
    if match := _LEADING.match(raw):
        unit = f"; the unit is {domain.unit}" if domain.unit else ""
        several = any(character.isdigit() for character in raw[match.end() :])
        fix = 'Write one number, or an interval such as "3 to 9"' if several else f"Write {match[1]} only"
        raise QuantityError("words after the number", got, f"{fix}{unit}.")
    raise QuantityError("not a number or an interval", got, _EXAMPLE)


def _ascending(low: float, high: float, got: str, form: str) -> None:
    if low == high:
        raise QuantityError("both ends are the same", got, f"Write {number_text(low)} if it is certain.")
    if low > high:
        fix = f"Write {form.format(number_text(high), number_text(low))}."
        raise QuantityError("the lower end is above the upper end", got, fix)


def _mapping(raw: dict[object, object], domain: Bounds) -> tuple[Kind, tuple[float, ...]]:
    got = shown(raw)
    if len(raw) != 1:
        fix = "Write one of " + ", ".join(_KINDS) + ", for example {triangular: [0, 3.67, 5]}."
        raise QuantityError("a value names exactly one kind of belief", got, fix)
    kind, body = next(iter(raw.items()))
    if not isinstance(kind, str) or kind not in _KINDS:
        raise QuantityError("unknown kind of belief", shown(kind), did_you_mean(str(kind), _KINDS))
    return _KINDS[kind](body, domain, got)


def _numbers(body: object, names: str, kind: str, got: str) -> list[object]:
    wanted = names.split(", ")
    if not isinstance(body, list | tuple) or len(body) != len(wanted):
        longer = isinstance(body, list | tuple) and len(body) > len(wanted)
        point = "; decimals take a point, not a comma" if longer else ""
        raise QuantityError(
            f"{kind} needs {len(wanted)} numbers", got, f"Write {{{kind}: [{names}]}}{point}."
        )
    return list(body)


def _three(kind: Kind) -> Callable[[object, Bounds, str], tuple[Kind, tuple[float, ...]]]:
    def read(body: object, domain: Bounds, got: str) -> tuple[Kind, tuple[float, ...]]:
        items = _numbers(body, "lo, mode, hi", kind, got)
        low, mode, high = (_inside(item, domain, edge=True) for item in items)
        _ascending(low, high, got, f"{{{{{kind}: [{{0}}, {number_text(mode)}, {{1}}]}}}}")
        if not low <= mode <= high:
            raise QuantityError("the mode lies outside the two ends", got, "Write lo, mode, hi ascending.")
        return kind, (low, mode, high)

    return read


def _uniform(body: object, domain: Bounds, got: str) -> tuple[Kind, tuple[float, ...]]:
    low, high = (_inside(item, domain, edge=True) for item in _numbers(body, "lo, hi", "uniform", got))
    _ascending(low, high, got, "{{uniform: [{0}, {1}]}}")
    return "uniform", (low, high)


def _lognormal(body: object, domain: Bounds, got: str) -> tuple[Kind, tuple[float, ...]]:
    low, high = (_number(item) for item in _numbers(body, "lo, hi", "lognormal", got))
    if min(low, high) <= 0:
        fix = "Write the 90 % interval of the value, for example {lognormal: [8, 40]}."
        raise QuantityError("the ends of a lognormal must be above 0", got, fix)
    low, high = _inside(low, domain), _inside(high, domain)
    _ascending(low, high, got, "{{lognormal: [{0}, {1}]}}")
    return "lognormal", (low, high)


def _normal(body: object, domain: Bounds, got: str) -> tuple[Kind, tuple[float, ...]]:
    mean, spread = (_number(item) for item in _numbers(body, "mean, sd", "normal", got))
    if spread <= 0:
        fix = "Write {normal: [mean, sd]} with sd above 0."
        raise QuantityError("the standard deviation must be above 0", got, fix)
    return "normal", (mean, spread)


def _beta(body: object, domain: Bounds, got: str) -> tuple[Kind, tuple[float, ...]]:
    a, b = (_number(item) for item in _numbers(body, "a, b", "beta", got))
    if not (1e-3 <= a <= 1e6 and 1e-3 <= b <= 1e6):
        fix = "Use shapes from 0.001 to 1000000, for example {beta: [2, 5]}."
        raise QuantityError("the shapes of a beta must be above 0", got, fix)
    bounded = math.isfinite(domain.lo) and math.isfinite(domain.hi)
    if not bounded and not (domain.lo <= 0 and domain.hi >= 1):
        raise QuantityError(f"a beta lies between 0 and 1 but the value {domain.breach()}", got, domain.fix())
    return "beta", (a, b)


def _choice(body: object, domain: Bounds, got: str) -> tuple[Kind, tuple[float, ...]]:
    example = 'Write {choice: {"3.67": 0.7, "20": 0.3}}.'
    if not isinstance(body, dict) or not body:
        raise QuantityError("choice needs numbers with their weights", got, example)
    weights: dict[float, float] = {}
    for key, weight in body.items():
        number = _inside(key, domain)
        if number in weights:
            fix = "Write it once, with the two weights added."
            raise QuantityError("the same number is listed twice in a choice", shown(key), fix)
        weights[number] = _number(weight)
        if weights[number] < 0:
            raise QuantityError("a weight is below 0", shown(weight), example)
    total = math.fsum(weights.values())
    if abs(total - 1) > 1e-6:
        raise QuantityError(f"the weights of a choice sum to {number_text(total)}, not to 1", got, example)
    kept = sorted((number, weight) for number, weight in weights.items() if weight > 0)
    if len(kept) == 1:
        raise QuantityError("a choice with one number", got, f"Write {number_text(kept[0][0])}.")
    return "choice", (*(number for number, _ in kept), *(weight for _, weight in kept))


_KINDS: dict[str, Callable[[object, Bounds, str], tuple[Kind, tuple[float, ...]]]] = {
    "triangular": _three("triangular"),
    "pert": _three("pert"),
    "beta": _beta,
    "normal": _normal,
    "lognormal": _lognormal,
    "uniform": _uniform,
    "choice": _choice,
}
KIND_NAMES = tuple(_KINDS)
